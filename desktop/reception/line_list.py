"""A list of people or visits: a name, what is known of it, a tier, and quiet headings between groups."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.theme import current_theme, px
from desktop.widgets.banner import tier_word
from desktop.widgets.painting import RING, box, paint_tier, ring, rounded

_Index = QModelIndex | QPersistentModelIndex
_WRAP = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value


class Line(Struct, frozen=True):
    """One line. key: "" for a heading. lead: before the title, such as a time. aside: at the end, such as a state."""

    key: str
    title: str
    detail: str = ""
    lead: str = ""
    aside: str = ""
    tier: str = ""

    @property
    def spoken(self) -> str:
        return ", ".join(
            part for part in (self.lead, self.title, tier_word(self.tier), self.aside, self.detail) if part
        )


class _Lines(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def replace(self, lines: tuple[Line, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and self.lines[index.row()].key:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class LineList(QListView):
    """Up and Down move, Enter or a click chooses.

    Signals:
        chosen: a person chose the line with this key.
        up_requested: Up on the first line: back to what stands above the list.
    """

    chosen = Signal(str)
    up_requested = Signal()

    def __init__(self, spoken: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAccessibleName(spoken)
        self._model = _Lines(self)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self._whole = False
        self.clicked.connect(self._on_clicked)

    def set_whole(self, whole: bool) -> None:
        """Show every line and leave the scrolling to the page around."""
        self._whole = whole
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(off if whole else needed)
        self._fit()

    def _fit(self) -> None:
        """As high as all lines, or as the layout likes."""
        least, most = px(self, 120), 16_777_215
        if self._whole:
            least = most = self._content_height()
        if (least, most) != (self.minimumHeight(), self.maximumHeight()):
            self.setMinimumHeight(least)
            self.setMaximumHeight(most)
            self.updateGeometry()

    def _content_height(self) -> int:
        painter = self.itemDelegate()
        assert isinstance(painter, _Painter)
        return sum(painter.height_of(line) for line in self.lines) + px(self, 4)

    def sizeHint(self) -> QSize:
        return QSize(px(self, 280), px(self, 160))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._model.lines

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the line with the keyboard and the place scrolled to stay."""
        lines = tuple(lines)
        if lines == self._model.lines:
            return
        current, scrolled = self.current_key(), self.verticalScrollBar().value()
        self._model.replace(lines)
        self._fit()
        self.go_to(current)
        self.verticalScrollBar().setValue(scrolled)

    def current_key(self) -> str:
        index = self.currentIndex()
        return self._model.lines[index.row()].key if index.isValid() else ""

    def go_to(self, key: str) -> None:
        for row, line in enumerate(self._model.lines):
            if line.key and line.key == key:
                self.setCurrentIndex(self._model.index(row))

    def go_to_first(self) -> None:
        """The keyboard goes to the first line that can be chosen."""
        first = next((line.key for line in self._model.lines if line.key), "")
        if first:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.go_to(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_key():
            self.chosen.emit(self.current_key())
        elif key == Qt.Key.Key_Up and self.current_key() == next((one.key for one in self.lines if one.key), ""):
            self.up_requested.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.current_key():
            self.go_to(next((line.key for line in self.lines if line.key), ""))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        key = self._model.lines[index.row()].key
        if key:
            self.chosen.emit(key)


class _Painter(QStyledItemDelegate):
    """Measures and paints one line; what does not fit beside goes underneath."""

    def __init__(self, view: LineList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self._view.viewport().width(), self.height_of(self._view.lines[index.row()]))

    def height_of(self, line: Line) -> int:
        return self._draw(None, QRect(0, 0, self._view.viewport().width(), 0), line)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view, theme = self._view, current_theme()
        line = view.lines[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        if line.key:
            is_current = view.currentIndex() == index and view.hasFocus()
            hovered = view.viewport().underMouse() and rect.contains(view.viewport().mapFromGlobal(view.cursor().pos()))
            inner = QRectF(rect).adjusted(RING, 1, -RING, -1)
            if is_current or hovered:
                fill = theme.colour("accent_soft" if is_current else "hover")
                box(painter, rounded(inner, px(view, 8)), fill=fill, edge=fill)
            if is_current:
                ring(painter, inner, px(view, 8))
        self._draw(painter, rect, line)
        painter.restore()

    def _draw(self, painter: QPainter | None, rect: QRect, line: Line) -> int:
        """Paint the line (or only measure it) from the top of `rect`; returns its height."""
        view, theme = self._view, current_theme()
        if not line.key:
            return self._draw_heading(painter, rect, line)
        pad, gap = px(view, 12), px(view, 12)
        strong, quiet, body = theme.font("strong"), theme.font("secondary"), theme.font("body")
        left, right = rect.left() + pad, rect.right() - pad
        top = rect.top() + px(view, 9)
        height = QFontMetrics(strong).height()
        if line.lead:
            width = QFontMetrics(body).horizontalAdvance("00:00")
            self._text(painter, QRect(left, top, width + 2, height), line.lead, body, "text_quiet")
            left += width + gap
        aside = self._aside_width(line)
        title_width = QFontMetrics(strong).horizontalAdvance(line.title)
        beside = left + title_width + gap + aside <= right
        title = QRect(left, top, (right - aside - gap if beside and aside else right) - left, height)
        self._text(painter, title, line.title, strong, "text")
        if aside and beside:
            self._draw_aside(painter, QRect(right - aside, top, aside, height), line)
        top += height
        if line.detail:
            top += px(view, 2)
            room = QRect(left, top, right - left, 10_000)
            used = QFontMetrics(quiet).boundingRect(room, _WRAP, line.detail)
            self._text(
                painter, QRect(left, top, right - left, used.height()), line.detail, quiet, "text_quiet", wrap=True
            )
            top += used.height()
        if aside and not beside:
            top += px(view, 2)
            self._draw_aside(painter, QRect(left, top, right - left, height), line)
            top += height
        return top + px(view, 9) - rect.top()

    def _draw_heading(self, painter: QPainter | None, rect: QRect, line: Line) -> int:
        font = current_theme().font("secondary")
        font.setWeight(QFont.Weight.DemiBold)
        height = QFontMetrics(font).height()
        above = px(self._view, 14)
        at = QRect(rect.left() + px(self._view, 12), rect.top() + above, rect.width(), height)
        self._text(painter, at, line.title, font, "text_quiet")
        return above + height + px(self._view, 6)

    def _aside_width(self, line: Line) -> int:
        metrics = QFontMetrics(current_theme().font("body"))
        width = metrics.horizontalAdvance(line.aside) if line.aside else 0
        if line.tier:
            width += px(self._view, 26) + metrics.horizontalAdvance(tier_word(line.tier))
            width += px(self._view, 14) if line.aside else 0
        return width + 2 if width else 0

    def _draw_aside(self, painter: QPainter | None, rect: QRect, line: Line) -> None:
        if painter is None:
            return
        font, left = current_theme().font("body"), rect.left()
        if line.tier:
            size = px(self._view, 18)
            paint_tier(painter, line.tier, QRectF(left, rect.top() + (rect.height() - size) / 2, size, size))
            left += px(self._view, 26)
            word = tier_word(line.tier)
            width = QFontMetrics(font).horizontalAdvance(word)
            self._text(painter, QRect(left, rect.top(), width + 2, rect.height()), word, font, line.tier)
            left += width + px(self._view, 14)
        self._text(painter, QRect(left, rect.top(), rect.right() - left + 1, rect.height()), line.aside, font, "text")

    def _text(
        self, painter: QPainter | None, rect: QRect, text: str, font: QFont, role: str, *, wrap: bool = False
    ) -> None:
        if painter is None:
            return
        painter.setFont(font)
        painter.setPen(current_theme().colour(role))
        if wrap:
            painter.drawText(rect, _WRAP, text)
        else:
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter.value | Qt.AlignmentFlag.AlignLeft.value, shown)
