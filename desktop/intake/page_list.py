"""The pages of the form down the left: where one is, what is done, what is still needed."""

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import control_height, current_theme, px
from desktop.widgets.painting import begin, box, ring, rounded


class PageState(Struct, frozen=True):
    """What stands beside a page's title: how many answers are left, and how many of those are needed."""

    left: int
    needed: int
    is_begun: bool

    @property
    def is_done(self) -> bool:
        return self.left == 0 and self.is_begun


class _PageRow(QAbstractButton):
    """One page: a dot that fills as it is answered, its title, and the number of needed answers."""

    def __init__(self, page_id: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.page_id = page_id
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.state = PageState(0, 0, False)
        self.set_state(self.state)

    def set_state(self, state: PageState) -> None:
        self.state = state
        if state.is_done:
            words = self.tr("complete")
        elif state.needed:
            words = self.tr("%n needed", "", state.needed)
        else:
            words = self.tr("%n left", "", state.left)
        self.setAccessibleName(f"{self.text()}, {words}")
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._face()).horizontalAdvance(self.text())
        return QSize(width + px(self, 76), control_height(self))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self, 120), control_height(self))

    def _face(self) -> QFont:
        font = QFont(self.font())
        if self.isChecked():
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        radius = px(self, 8)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked() or self.underMouse():
            ground = theme.colour("accent_soft" if self.isChecked() else "hover")
            box(painter, rounded(rect, radius), fill=ground, edge=ground)
        self._paint_dot(painter, QRectF(px(self, 12), (self.height() - px(self, 12)) / 2, px(self, 12), px(self, 12)))
        badge = str(self.state.needed) if self.state.needed else ""
        room = px(self, 36) if badge else px(self, 8)
        painter.setFont(self._face())
        painter.setPen(theme.colour("text"))
        words = QRectF(px(self, 34), 0, self.width() - px(self, 34) - room, self.height())
        title = QFontMetrics(self._face()).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, title)
        if badge:
            painter.setFont(self.font())
            painter.setPen(theme.colour("text_quiet"))
            place = QRectF(self.width() - room, 0, room - px(self, 12), self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, badge)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), radius)
        painter.end()

    def _paint_dot(self, painter: QPainter, rect: QRectF) -> None:
        """Empty, half and full: not begun, begun, complete."""
        colour = current_theme().colour("accent")
        painter.setPen(colour)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(rect)
        painter.setBrush(colour)
        if self.state.is_done:
            painter.drawEllipse(rect)
        elif self.state.is_begun:
            painter.drawPie(rect, 90 * 16, 180 * 16)


class PageList(QWidget):
    """Every page of the form.

    Signals:
        page_chosen: a person wants this page; carries its id.
    """

    page_chosen = Signal(str)

    def __init__(self, pages: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Pages"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 2))
        self._group = QButtonGroup(self)
        self._rows: dict[str, _PageRow] = {}
        for page_id, title in pages:
            row = _PageRow(page_id, title, self)
            self._rows[page_id] = row
            self._group.addButton(row)
            layout.addWidget(row)
        layout.addStretch(1)
        self._group.buttonClicked.connect(self._on_clicked)

    def show_page(self, page_id: str) -> None:
        """Mark the page one is on. Silent."""
        self._rows[page_id].setChecked(True)

    def set_state(self, page_id: str, state: PageState) -> None:
        if state != self._rows[page_id].state:
            self._rows[page_id].set_state(state)

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        assert isinstance(button, _PageRow)
        self.page_chosen.emit(button.page_id)
