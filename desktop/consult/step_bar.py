"""The steps of a consult across the top: where one is, what is settled, and a way to any of them."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from desktop.theme import current_theme, px
from desktop.widgets.painting import begin, box, ring, rounded, tick

_FULL = 150
_COMPACT = 44


class StepButton(QAbstractButton):
    """One step: its number, its name, and a few quiet words about its state."""

    def __init__(self, number: int, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self._note = ""
        self._is_done = False
        self._is_compact = False
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("Alt+{number}").format(number=number))
        self._speak()

    def show_state(self, note: str, *, is_done: bool) -> None:
        if (note, is_done) != (self._note, self._is_done):
            self._note, self._is_done = note, is_done
            self._speak()
            self.update()

    @property
    def note(self) -> str:
        return self._note

    def _speak(self) -> None:
        self.setAccessibleName(self.tr("Step {number}: {title}").format(number=self._number, title=self.text()))
        self.setAccessibleDescription(self._note)

    def nextCheckState(self) -> None:
        """The page decides which step is on view."""

    def set_compact(self, is_compact: bool) -> None:
        """Only the number, where there is no room for words; the tool tip and screen readers keep them."""
        if is_compact != self._is_compact:
            self._is_compact = is_compact
            tip = self.tr("{title} (Alt+{number})").format(title=self.text(), number=self._number)
            self.setToolTip(tip)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(self, _COMPACT if self._is_compact else _FULL), px(self, 52))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self, _COMPACT), px(self, 52))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        here = self.isChecked()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if here or self.underMouse():
            fill = theme.colour("surface_raised" if here else "hover")
            box(painter, rounded(rect, px(self, 8)), fill=fill, edge=theme.colour("line") if here else fill)
        size = px(self, 24)
        mark = QRectF(px(self, 10), (self.height() - size) / 2, size, size)
        colour = theme.colour("accent" if here or self._is_done else "edge")
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if here else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(mark)
        if self._is_done and not here:
            tick(painter, mark.adjusted(size / 5, size / 5, -size / 5, -size / 5), colour, 2)
        else:
            painter.setFont(theme.font("secondary"))
            painter.setPen(theme.colour("accent_text") if here else theme.colour("text_quiet"))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(self._number))
        if not self._is_compact:
            self._paint_words(painter, mark.right() + px(self, 9), here=here)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), px(self, 8))
        painter.end()

    def _paint_words(self, painter: QPainter, left: float, *, here: bool) -> None:
        theme = current_theme()
        room = self.width() - left - px(self, 6)
        title = QFont(theme.font("strong" if here else "body"))
        metrics = QFontMetrics(title)
        note_metrics = QFontMetrics(theme.font("secondary"))
        both = metrics.height() + (note_metrics.height() if self._note else 0)
        top = (self.height() - both) / 2
        painter.setFont(title)
        painter.setPen(theme.colour("text"))
        elide = Qt.TextElideMode.ElideRight
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            QRectF(left, top, room, metrics.height()), flags, metrics.elidedText(self.text(), elide, int(room))
        )
        if self._note:
            painter.setFont(theme.font("secondary"))
            painter.setPen(theme.colour("text_quiet"))
            under = QRectF(left, top + metrics.height(), room, note_metrics.height())
            painter.drawText(under, flags, note_metrics.elidedText(self._note, elide, int(room)))


class StepBar(QWidget):
    """Signals:
    step_chosen: a person wants this step; carries its id.
    """

    step_chosen = Signal(str)

    def __init__(self, steps: tuple[tuple[str, str], ...], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._ids = tuple(step for step, _ in steps)
        self.buttons = {step: StepButton(number, title, self) for number, (step, title) in enumerate(steps, 1)}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 4))
        for step, button in self.buttons.items():
            button.setProperty("step", step)
            button.clicked.connect(self._on_clicked)
            layout.addWidget(button)

    def show_step(self, wanted: str) -> None:
        for step, button in self.buttons.items():
            button.setChecked(step == wanted)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self, _COMPACT * len(self.buttons)), px(self, 52))

    def _fit(self) -> None:
        """Every step in words where there is room; else the one on view in words and numbers for the others."""
        fits = self.width() >= px(self, _FULL) * len(self.buttons)
        for button in self.buttons.values():
            button.set_compact(not fits and not button.isChecked())
            across = QSizePolicy.Policy.Expanding if fits or button.isChecked() else QSizePolicy.Policy.Fixed
            button.setSizePolicy(across, QSizePolicy.Policy.Fixed)

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.step_chosen.emit(str(sender.property("step")))
