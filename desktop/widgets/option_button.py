"""One option as a whole-row target: a radio button, a check box or a segment, painted by us, spoken by Qt."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from desktop.theme import control_height, current_theme, points_of, px, unit_of
from desktop.widgets.painting import RING, begin, box, ring, rounded, tick

# Keys that the group of options answers, not the single button.
_GROUP_KEYS = frozenset(
    (
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
    )
)
_WRAP = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value


def _prepare(button: QAbstractButton, code: str, label: str, question: str, key: str) -> None:
    button.setText(label)
    button.setProperty("code", code)
    button.setProperty("key", key)
    # Qt has no spoken group around a painted one, so every option says which question it answers.
    button.setAccessibleName(label)
    button.setAccessibleDescription(question)
    button.setAttribute(Qt.WidgetAttribute.WA_Hover)
    button.setCursor(Qt.CursorShape.PointingHandCursor)


def _key_font(button: QWidget) -> QFont:
    font = QFont(button.font())
    font.setPointSizeF(max(points_of(button) - 1, 10.0))
    return font


class _Measures:
    """Sizes of one button, worked out once for its font: layouts ask for them dozens of times."""

    def __init__(self, button: QAbstractButton) -> None:
        self.unit = unit_of(button)
        self.control = control_height(button)
        self.metrics = QFontMetrics(button.font())
        self.advance = self.metrics.horizontalAdvance(button.text())
        self.heights: dict[int, int] = {}

    def px(self, amount: float) -> int:
        return max(1, round(amount * self.unit))


class _Row:
    """What radio rows and check rows share: measure and paint. No `__init__`, no Qt base."""

    _sizes: _Measures | None = None

    def _measured(self, button: QAbstractButton) -> _Measures:
        if self._sizes is None:
            self._sizes = _Measures(button)
        return self._sizes

    def _text_left(self, button: QAbstractButton) -> int:
        return self._measured(button).px(62 if button.property("key") else 42)

    def _height_for(self, button: QAbstractButton, width: int) -> int:
        sizes = self._measured(button)
        found = sizes.heights.get(width)
        if found is None:
            room = max(width - self._text_left(button) - sizes.px(12), sizes.px(60))
            if sizes.advance <= room:
                found = sizes.control
            else:
                text = sizes.metrics.boundingRect(0, 0, room, 10_000, _WRAP, button.text())
                found = max(sizes.control, text.height() + sizes.px(14))
            sizes.heights[width] = found
        return found

    def _natural_size(self, button: QAbstractButton) -> QSize:
        sizes = self._measured(button)
        return QSize(self._text_left(button) + sizes.advance + sizes.px(16), sizes.control)

    def _least_size(self, button: QAbstractButton) -> QSize:
        sizes = self._measured(button)
        return QSize(self._text_left(button) + sizes.px(72), sizes.control)

    def _paint(self, button: QAbstractButton, painter: QPainter, *, is_round: bool) -> None:
        theme = current_theme()
        rect = QRectF(button.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        radius = px(button, 8)
        chosen, enabled = button.isChecked(), button.isEnabled()
        fill = "accent_soft" if chosen else ("hover" if button.underMouse() and enabled else "surface_raised")
        edge = "accent" if chosen else "line"
        box(
            painter,
            rounded(rect, radius),
            fill=theme.colour(fill),
            edge=theme.colour(edge),
            width=1.5 if chosen else 1.0,
        )
        key = str(button.property("key") or "")
        left = px(button, 12)
        if key:
            painter.setFont(_key_font(button))
            painter.setPen(theme.colour("text_quiet"))
            painter.drawText(QRectF(left, 0, px(button, 12), button.height()), Qt.AlignmentFlag.AlignVCenter, key)
            left += px(button, 20)
        self._paint_mark(button, painter, left, is_round=is_round)
        painter.setFont(button.font())
        painter.setPen(theme.colour("text" if enabled else "text_quiet"))
        start = self._text_left(button)
        room = QRectF(start, 0, button.width() - start - px(button, 10), button.height())
        painter.drawText(room, _WRAP, button.text())
        if button.hasFocus():
            ring(painter, QRectF(button.rect()), radius)

    def _paint_mark(self, button: QAbstractButton, painter: QPainter, left: float, *, is_round: bool) -> None:
        theme = current_theme()
        size = px(button, 18)
        mark = QRectF(left, (button.height() - size) / 2, size, size).adjusted(0.75, 0.75, -0.75, -0.75)
        chosen = button.isChecked()
        colour = theme.colour("accent" if chosen else "edge")
        radius = size / 2 if is_round else px(button, 4)
        fill = colour if chosen else theme.colour("surface_raised")
        box(painter, rounded(mark, radius), fill=fill, edge=colour, width=1.5)
        if not chosen:
            return
        inside = theme.colour("accent_text")
        if is_round:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(inside)
            painter.drawEllipse(mark.center(), size * 0.19, size * 0.19)
        else:
            tick(painter, mark, inside, max(size / 9, 1.6))


class RadioRow(_Row, QRadioButton):
    """One row of a single choice."""

    def __init__(self, code: str, label: str, question: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        _prepare(self, code, label, question, key)
        self.setAutoExclusive(False)  # the group keeps one chosen; Qt would also choose on arrow keys
        _row_policy(self)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._height_for(self, width)

    def sizeHint(self) -> QSize:
        return self._natural_size(self)

    def minimumSizeHint(self) -> QSize:
        return self._least_size(self)

    def hitButton(self, _position: object) -> bool:
        return True

    def nextCheckState(self) -> None:
        """Choosing a chosen option again keeps it; Delete takes it back."""
        self.setChecked(True)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._sizes = None
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _GROUP_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        self._paint(self, painter, is_round=True)
        painter.end()


class CheckRow(_Row, QCheckBox):
    """One row of several that may be chosen together."""

    def __init__(self, code: str, label: str, question: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        _prepare(self, code, label, question, key)
        _row_policy(self)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._height_for(self, width)

    def sizeHint(self) -> QSize:
        return self._natural_size(self)

    def minimumSizeHint(self) -> QSize:
        return self._least_size(self)

    def hitButton(self, _position: object) -> bool:
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._sizes = None
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _GROUP_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        self._paint(self, painter, is_round=False)
        painter.end()


class Segment(QRadioButton):
    """One part of a joined row. `is_first` and `is_last` have the round corners."""

    def __init__(self, code: str, label: str, question: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        _prepare(self, code, label, question, key)
        self.setAutoExclusive(False)
        self.is_first = True
        self.is_last = True
        self.is_number = False
        self.shows_key = bool(key)

    def natural_width(self) -> int:
        unit = unit_of(self)
        if self.is_number:
            return round(44 * unit)
        text = QFontMetrics(self.font()).horizontalAdvance(self.text())
        key = round(18 * unit) if self.shows_key else 0
        return max(text + key + round(32 * unit), round((96 if self.shows_key else 72) * unit))

    def sizeHint(self) -> QSize:
        return QSize(self.natural_width(), control_height(self))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self, 28 if self.is_number else 48), control_height(self))

    def hitButton(self, _position: object) -> bool:
        return True

    def nextCheckState(self) -> None:
        self.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _GROUP_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        chosen, enabled = self.isChecked(), self.isEnabled()
        radius = px(self, 8)
        # Neighbours share one line: each but the last leaves its right edge to the next.
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5 if self.is_last else 0.5, -0.5)
        fill = "accent" if chosen else ("hover" if self.underMouse() and enabled else "surface_raised")
        path = rounded(rect, radius, left=self.is_first, right=self.is_last)
        box(painter, path, fill=theme.colour(fill), edge=theme.colour("accent" if chosen else "edge"))
        self._paint_text(painter, chosen=chosen, enabled=enabled)
        if self.hasFocus():
            self._paint_ring(painter, radius, chosen=chosen)
        painter.end()

    def _paint_ring(self, painter: QPainter, radius: float, *, chosen: bool) -> None:
        """The focus ring in the segment's own shape, with a gap where the ground is as dark as the ring."""
        theme = current_theme()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for inset, role in ((RING / 2, "focus"), (RING * 1.5, "accent_text")) if chosen else ((RING / 2, "focus"),):
            rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.setPen(QPen(theme.colour(role), RING))
            painter.drawPath(rounded(rect, max(radius - inset, 1), left=self.is_first, right=self.is_last))

    def _paint_text(self, painter: QPainter, *, chosen: bool, enabled: bool) -> None:
        theme = current_theme()
        colour = theme.colour("accent_text" if chosen else ("text" if enabled else "text_quiet"))
        key = str(self.property("key") or "") if self.shows_key else ""
        rect = QRectF(self.rect())
        font = QFont(self.font())
        if chosen:
            font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        gap = px(self, 8)
        key_font = _key_font(self)
        key_width = QFontMetrics(key_font).horizontalAdvance(key) + gap if key else 0
        left = max((rect.width() - metrics.horizontalAdvance(self.text()) - key_width) / 2, px(self, 4))
        if key:
            painter.setFont(key_font)
            painter.setPen(colour if chosen else theme.colour("text_quiet"))
            painter.drawText(QRectF(left, 0, key_width, rect.height()), Qt.AlignmentFlag.AlignVCenter, key)
        painter.setFont(font)
        painter.setPen(QPen(QColor(colour)))
        text = QRectF(left + key_width, 0, rect.width() - left - key_width, rect.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())


def _row_policy(button: QAbstractButton) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    button.setSizePolicy(policy)
