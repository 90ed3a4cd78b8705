"""One choice in little room: every option of it in one line, painted by one widget. For dense tables.

The keyboard types what is meant: a digit is the grade where the options are numbers, else the option's number;
letters find it by its words. Delete takes the answer back. Arrows and Tab are left to the table around it.
"""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.theme import current_theme, px
from desktop.widgets.painting import begin, box, ring, rounded

_SECOND_KEY_MS = 900
_HEIGHT = 28
_GAP = 4


class CellOption(Struct, frozen=True):
    """One option. `words` stand in the cell, `full` is what they mean; `key` is shown quietly, `typed` answers."""

    code: str
    words: str
    full: str
    key: str
    typed: str


class ChoiceCell(QWidget):
    """At most one option is chosen, or several where `many`; an `exclusive` one stands alone.

    Signals:
        picked: a person changed the choice; carries the chosen codes as a tuple, in the order shown.
        finished: a person pressed Enter.
    """

    picked = Signal(object)
    finished = Signal()

    def __init__(
        self,
        options: Sequence[CellOption],
        spoken: str,
        parent: QWidget | None,
        *,
        many: bool = False,
        exclusive: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(parent)
        self.options = tuple(options)
        self._many = many
        self._exclusive = exclusive
        self._chosen: tuple[str, ...] = ()
        self._wrong = False
        self._hovered = -1
        self._typed = ""
        self._widths: tuple[int, ...] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SECOND_KEY_MS)
        self._pause.timeout.connect(self._on_pause)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(spoken)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._speak()

    # --- what is chosen

    def chosen(self) -> tuple[str, ...]:
        return self._chosen

    def set_chosen(self, codes: Sequence[str]) -> None:
        """Show these as chosen. Silent."""
        chosen = tuple(option.code for option in self.options if option.code in codes)
        if chosen != self._chosen:
            self._chosen = chosen
            self._speak()
            self.update()

    def set_wrong(self, wrong: bool) -> None:
        self._wrong = wrong
        self.update()

    def pick(self, code: str) -> None:
        """Choose as a person does."""
        chosen = {code}
        if self._many:
            chosen = set(self._chosen) ^ {code}
            if code in chosen:
                chosen = {code} if code in self._exclusive else chosen - self._exclusive
        before = self._chosen
        self.set_chosen(tuple(chosen))
        if self._chosen != before:
            self.picked.emit(self._chosen)

    def _clear(self) -> None:
        if self._chosen:
            self.set_chosen(())
            self.picked.emit(())

    def _speak(self) -> None:
        said = [option.full for option in self.options if option.code in self._chosen]
        self.setAccessibleDescription(", ".join(said) or self.tr("no answer"))
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # --- sizes

    def natural_width(self) -> int:
        """How wide all options are in one line."""
        return sum(self._measured())

    def sizeHint(self) -> QSize:
        return QSize(self.natural_width(), px(self, _HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._measured()), px(self, _HEIGHT))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)[-1][0] + 1
        return lines * px(self, _HEIGHT) + (lines - 1) * px(self, _GAP)

    def _measured(self) -> tuple[int, ...]:
        if self._widths is None:
            bold = QFontMetrics(self._face(chosen=True))
            quiet = QFontMetrics(self._key_face())
            wide = [
                bold.horizontalAdvance(option.words)
                + (quiet.horizontalAdvance(option.key) + px(self, 5) if option.key else 0)
                + px(self, 16)
                for option in self.options
            ]
            least = px(self, 27)
            self._widths = tuple(max(width, least) for width in wide)
        return self._widths

    def _lines(self, width: int) -> list[tuple[int, int, int]]:
        """For each option its line, left edge and width, when the cell is this wide."""
        found: list[tuple[int, int, int]] = []
        line = left = 0
        for one in self._measured():
            if left and left + one > width:
                line, left = line + 1, 0
            found.append((line, left, one))
            left += one
        return found

    def option_rect(self, code: str) -> QRect:
        """Where an option stands."""
        index = next(index for index, option in enumerate(self.options) if option.code == code)
        return self._rects()[index]

    def _rects(self) -> list[QRect]:
        high, gap = px(self, _HEIGHT), px(self, _GAP)
        flipped = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return [
            QRect(self.width() - left - wide if flipped else left, line * (high + gap), wide, high)
            for line, left, wide in self._lines(self.width())
        ]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._widths = None
            self.updateGeometry()

    def _face(self, *, chosen: bool) -> QFont:
        font = QFont(self.font())
        if chosen:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _key_face(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(font.pointSizeF() - 1, 10.0))
        return font

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        places = self._lines(self.width())
        rects = self._rects()
        flipped = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for index, rect in enumerate(rects):
            starts = index == 0 or places[index - 1][0] != places[index][0]
            ends = index + 1 == len(rects) or places[index + 1][0] != places[index][0]
            left, right = (ends, starts) if flipped else (starts, ends)
            self._paint_option(painter, index, rect, left=left, right=right)
        if self.hasFocus():
            whole = rects[0]
            for rect in rects[1:]:
                whole = whole.united(rect)
            ring(painter, QRectF(whole), px(self, 6))
        painter.end()

    def _paint_option(self, painter: QPainter, index: int, rect: QRect, *, left: bool, right: bool) -> None:
        theme = current_theme()
        option = self.options[index]
        chosen = option.code in self._chosen
        area = QRectF(rect).adjusted(0.5, 0.5, -0.5 if right else 0.5, -0.5)
        fill = "accent" if chosen else ("hover" if index == self._hovered else "surface_raised")
        edge = "emergency" if self._wrong else ("accent" if chosen else "edge")
        path = rounded(area, px(self, 6), left=left, right=right)
        box(painter, path, fill=theme.colour(fill), edge=theme.colour(edge))
        ink = theme.colour("accent_text" if chosen else "text")
        face = self._face(chosen=chosen)
        words = QFontMetrics(face).horizontalAdvance(option.words)
        key = QFontMetrics(self._key_face()).horizontalAdvance(option.key) + px(self, 5) if option.key else 0
        start = area.left() + (area.width() - words - key) / 2
        if option.key:
            painter.setFont(self._key_face())
            painter.setPen(ink if chosen else theme.colour("text_quiet"))
            painter.drawText(QRectF(start, area.top(), key, area.height()), Qt.AlignmentFlag.AlignVCenter, option.key)
        painter.setFont(face)
        painter.setPen(QPen(ink))
        text = QRectF(start + key, area.top(), words + 2, area.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, option.words)

    # --- mouse and keys

    def _at(self, place: QPoint) -> int:
        return next((index for index, rect in enumerate(self._rects()) if rect.contains(place)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._at(event.position().toPoint())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or index < 0:
            super().mousePressEvent(event)
            return
        self.pick(self.options[index].code)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._at(event.pos())
            if index >= 0 and self.options[index].full != self.options[index].words:
                QToolTip.showText(event.globalPos(), self.options[index].full, self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if not plain:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear()
        elif key == Qt.Key.Key_Space:
            self._go_round(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif not (event.text().isprintable() and event.text() and self._type(event.text())):
            super().keyPressEvent(event)

    def _go_round(self, by: int) -> None:
        """Space goes through the options one by one."""
        codes = [option.code for option in self.options]
        at = codes.index(self._chosen[-1]) if self._chosen else (-1 if by > 0 else 0)
        code = codes[(at + by) % len(codes)]
        if self._many:
            self.set_chosen(())
        self.pick(code)

    def _type(self, text: str) -> bool:
        """Choose what the last keys say together, else what this one says alone."""
        text = text.casefold().replace(",", ".")
        for typed in (self._typed + text, text):
            option = self._meant(typed)
            if option is not None:
                is_same = self._many and self._typed and option.code in self._chosen
                self._typed = typed
                self._pause.start()
                if not is_same:
                    self.pick(option.code)
                return True
        return False

    def _meant(self, typed: str) -> CellOption | None:
        exact = (option for option in self.options if option.typed == typed)
        begun = (option for option in self.options if option.typed.startswith(typed) and typed[-1] == ".")
        worded = (option for option in self.options if option.full.casefold().startswith(typed))
        by_words = worded if typed[0].isalpha() else iter(())
        return next(exact, None) or next(begun, None) or next(by_words, None)

    @Slot()
    def _on_pause(self) -> None:
        self._typed = ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._typed = ""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
