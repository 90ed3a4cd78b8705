"""Where it hurts: a body to mark, and a list beside it with the same parts. Both hold one answer.

The answer is the tuple of codes. Which side is a question of its own; `set_side` shows the marks there.
"""

from functools import cache

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from desktop.fields.choices_field import exclusive_codes
from desktop.fields.field import Field
from desktop.theme import current_theme, px
from desktop.widgets.check_rows import CheckRows
from desktop.widgets.painting import begin, ring
from forms.body_chart import BodyView, Point, Region, body_views
from forms.questionnaire import Item
from forms.response import Value

_CHART_HEIGHT = 460
_CHART_WIDTH = 560
_LEAST_CHART_WIDTH = 300
_MARGIN = 10
# Path operations are meant for pixels: in fractions of 1 their curves come out as corners.
FINE = 1000.0
_ROUNDING = 9.0
_LIST_WIDTH = 360
_CAPTION = 28


class BodyMapField(Field):
    """For a `choice` item that repeats and has `widget = "body_map"`."""

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False) -> None:
        super().__init__(item, parent, touch=touch)
        labels = {option.code: option.label for option in item.options}
        self._others: tuple[str, ...] = ()
        body = QWidget(self)
        self.chart = BodyChart(item.label, labels, body)
        options = [(option.code, option.label) for option in item.options]
        self.rows = CheckRows(
            options, item.label, body, exclusive=exclusive_codes(item), columns=2 if len(options) > 8 else 1, keys=False
        )
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(px(self, 24))
        # No alignment: an aligned widget is never asked how high it is at the width it gets.
        self._box.addWidget(self.chart)
        self._box.addWidget(self.rows, 1)
        self._add(body)
        self._body = body
        self._rescale()
        self.chart.toggled.connect(self._on_toggled)
        self.chart.finished.connect(self.finished)
        self.rows.changed.connect(self._on_changed)
        self.rows.finished.connect(self.finished)

    def value(self) -> Value | None:
        return (*self.rows.chosen(), *self._others) or None

    def set_side(self, side: str) -> None:
        """Show the marks on this side: L, R, both; anything else shows them on both."""
        self.chart.set_side(side)

    def focus_first(self) -> None:
        self.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_value(self, value: Value | None) -> None:
        codes = value if isinstance(value, tuple) else ((value,) if isinstance(value, str) else ())
        # Words of the person's own, or a code of a newer form: kept, though there is nothing to mark.
        self._others = tuple(code for code in codes if self.item.option(code) is None)
        self.rows.set_chosen(codes)
        self.rows.set_tab_stop(None)
        self.chart.set_marked(self.rows.chosen())

    def _rescale(self) -> None:
        super()._rescale()
        if hasattr(self, "_body"):
            self._body.setMaximumWidth(px(self, _CHART_WIDTH + _LIST_WIDTH + 60))
            self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """The list stands beside the body where there is room, under it where there is not."""
        fits = self.width() >= px(self, _CHART_WIDTH + _LIST_WIDTH)
        wanted = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)

    @Slot(str)
    def _on_toggled(self, code: str) -> None:
        button = self.rows.button(code)
        if button is not None:
            button.click()

    @Slot(object)
    def _on_changed(self, codes: tuple[str, ...]) -> None:
        if not codes or set(codes) & exclusive_codes(self.item):
            self._others = ()
        self.chart.set_marked(codes)
        self._tell(self.value())


class BodyChart(QWidget):
    """The drawings. Arrow keys go from part to part and name it, Space marks it, as a click does.

    Signals:
        toggled: a person marked or unmarked the part with this code.
        finished: a person pressed Enter.
    """

    toggled = Signal(str)
    finished = Signal()

    def __init__(self, question: str, labels: dict[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._question = question
        self._labels = labels
        self._marked: frozenset[str] = frozenset()
        self._side = ""
        self._places = tuple(
            (view, region) for view in body_views() for region in view.regions if region.code in labels
        )
        codes = [region.code for _view, region in self._places]
        self._current = codes.index("low_back") if "low_back" in codes else 0
        self._hovered = -1
        self._hovered_left = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(question)
        self._speak()

    # --- what is shown

    def set_marked(self, codes: tuple[str, ...]) -> None:
        self._marked = frozenset(codes)
        self._speak()
        self.update()

    def set_side(self, side: str) -> None:
        if side != self._side:
            self._side = side
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(self, _CHART_WIDTH), px(self, _CHART_HEIGHT + 2 * _CAPTION))

    def minimumSizeHint(self) -> QSize:
        least = px(self, _LEAST_CHART_WIDTH)
        return QSize(least, self.heightForWidth(least))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(px(self, _CHART_HEIGHT) * self._shrink(width)) + 2 * px(self, _CAPTION)

    def _shrink(self, width: int) -> float:
        """How much smaller the drawings are than they would like to be."""
        return min(width / px(self, _CHART_WIDTH), 1.0)

    def current_code(self) -> str:
        """The part the keyboard is on."""
        return self._places[self._current][1].code

    def point_of(self, code: str, *, view: str = "") -> QPointF:
        """A point of the widget inside this part, on the viewer's right half."""
        for one, region in self._places:
            if region.code == code and (not view or one.id == view):
                place = self._transform(one)
                return place.map(_inner_point(one, region))
        raise KeyError(code)

    # --- where things are

    def _frames(self) -> dict[str, QRectF]:
        """The drawing area of each view, in the widget."""
        room = (self.height() - 2 * px(self, _CAPTION)) / px(self, _CHART_HEIGHT)
        shrink = min(self._shrink(self.width()), max(room, 0.1))
        margin = px(self, _MARGIN)
        top, high = px(self, _CAPTION), px(self, _CHART_HEIGHT) * shrink
        views = {view.id: view for view in body_views()}
        figure = high * views["front"].width
        foot = (high - px(self, _CAPTION)) / 2 * 0.86
        gap = (px(self, _CHART_WIDTH) * shrink - 2 * margin - 2 * figure - foot * views["foot_above"].width) / 2
        foot_left = margin + 2 * figure + 2 * gap
        foot_width = foot * views["foot_above"].width
        lower = top + high - foot
        return {
            "front": QRectF(margin, top, figure, high),
            "back": QRectF(margin + figure + gap, top, figure, high),
            "foot_above": QRectF(foot_left, top, foot_width, foot),
            "foot_below": QRectF(foot_left, lower, foot_width, foot),
        }

    def _transform(self, view: BodyView, *, flipped: bool = False) -> QTransform:
        area = self._frames()[view.id]
        size = area.height() / FINE
        return QTransform().translate(area.center().x(), area.top()).scale(-size if flipped else size, size)

    def _foot_is_left(self) -> bool:
        return self._side == "L"

    def _sides(self, view: BodyView) -> tuple[bool, ...]:
        """Which halves of a drawing to fill: False as written, True mirrored."""
        if not view.is_mirrored:
            return (self._foot_is_left(),)
        written = "L" if view.person_left == "right" else "R"
        if self._side in ("L", "R"):
            return (self._side != written,)
        return (False, True)

    def _at(self, position: QPointF) -> tuple[int, bool]:
        """The index of the part there (-1 for none), and whether in the mirrored half."""
        for index, (view, region) in sorted(enumerate(self._places), key=lambda place: place[1][1].ellipse is None):
            halves = (False, True) if view.is_mirrored else (self._foot_is_left(),)
            for flipped in halves:
                back, _invertible = self._transform(view, flipped=flipped).inverted()
                point = back.map(position)
                if view.is_mirrored and point.x() < 0:
                    continue
                if region_path(region).contains(point) and outline_path(view).contains(point):
                    return index, flipped
        return -1, False

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), px(self, 8))
        small = QFont(self.font())
        small.setPointSizeF(max(small.pointSizeF() - 1, 10.0))
        painter.setFont(small)
        for view in body_views():
            self._paint_view(painter, view)
            self._paint_words(painter, view)
        painter.setFont(small)
        painter.setPen(theme.colour("text_quiet"))
        caption = QRectF(0, self.height() - px(self, _CAPTION), self.width(), px(self, _CAPTION))
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, self._caption())
        painter.end()

    def _caption(self) -> str:
        if self._hovered >= 0:
            return self._labels[self._places[self._hovered][1].code]
        if self.hasFocus():
            return self._labels[self.current_code()]
        return self.tr("Press a part to mark it; press again to take it back")

    def _paint_view(self, painter: QPainter, view: BodyView) -> None:
        theme = current_theme()
        halves = (False, True) if view.is_mirrored else (self._foot_is_left(),)
        outline = QPainterPath()
        for flipped in (False,) if view.is_mirrored else halves:
            outline = self._transform(view, flipped=flipped).map(outline_path(view))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("figure"))
        painter.drawPath(outline)
        painter.save()
        painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        for flipped in halves:
            self._paint_regions(painter, view, flipped=flipped)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        line = QPen(theme.colour("figure_line"), max(px(self, 3) / 2, 1.2))
        line.setCapStyle(Qt.PenCapStyle.RoundCap)
        line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(line)
        painter.drawPath(outline)
        line.setWidthF(max(px(self, 1), 1.0))
        painter.setPen(line)
        for flipped in halves:
            for stroke in view.strokes:
                painter.drawPath(self._transform(view, flipped=flipped).map(smooth_path(stroke)))
        self._paint_current(painter, view, outline)

    def _paint_regions(self, painter: QPainter, view: BodyView, *, flipped: bool) -> None:
        theme = current_theme()
        place = self._transform(view, flipped=flipped)
        is_marked_side = flipped in self._sides(view)
        seam = QPen(_blend(theme.colour("figure"), theme.colour("surface_raised"), 0.8), max(px(self, 3) / 2, 1.2))
        for index, (one, region) in enumerate(self._places):
            if one is not view:
                continue
            marked = region.code in self._marked and is_marked_side
            hovered = index == self._hovered and flipped == self._hovered_left
            fill = theme.colour("accent") if marked else theme.colour("figure")
            if hovered:
                fill = _blend(fill, theme.colour("accent" if not marked else "figure"), 0.28)
            painter.setPen(seam)
            painter.setBrush(fill)
            painter.drawPath(place.map(region_path(region)))

    def _paint_current(self, painter: QPainter, view: BodyView, outline: QPainterPath) -> None:
        one, region = self._places[self._current]
        if one is not view or not self.hasFocus():
            return
        theme = current_theme()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for flipped in self._sides(view):
            path = self._transform(view, flipped=flipped).map(region_path(region)).intersected(outline)
            painter.setPen(QPen(theme.colour("surface_raised"), 5))
            painter.drawPath(path)
            painter.setPen(QPen(theme.colour("focus"), 2.5))
            painter.drawPath(path)

    def _paint_words(self, painter: QPainter, view: BodyView) -> None:
        theme = current_theme()
        area = self._frames()[view.id]
        painter.setPen(theme.colour("text"))
        wide = px(self, 150)
        title = QRectF(area.center().x() - wide / 2, area.top() - px(self, 24), wide, px(self, 20))
        titles = {
            "front": self.tr("Front"),
            "back": self.tr("Back"),
            "foot_above": self.tr("Foot, top"),
            "foot_below": self.tr("Foot, sole"),
        }
        painter.drawText(title, Qt.AlignmentFlag.AlignCenter, titles[view.id])
        if not view.is_mirrored:
            return
        painter.setPen(theme.colour("text_quiet"))
        left, right = self.tr("your left"), self.tr("your right")
        if view.person_left == "right":
            left, right = right, left
        level, wide = area.top() + area.height() * 0.56, px(self, 56)
        for words, across in ((left, -0.172), (right, 0.172)):
            spot = QRectF(area.center().x() + across * area.height() - wide / 2, level, wide, px(self, 40))
            align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(spot, align, words.replace(" ", "\n", 1))

    # --- mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered, flipped = self._at(event.position())
        if (hovered, flipped) != (self._hovered, self._hovered_left):
            self._hovered, self._hovered_left = hovered, flipped
            on_part = Qt.CursorShape.PointingHandCursor if hovered >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(on_part)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        index, _flipped = self._at(event.position())
        if index >= 0:
            self._current = index
            self.toggled.emit(self.current_code())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            self._step(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Left):
            self._step(-1)
        elif key == Qt.Key.Key_Space:
            self.toggled.emit(self.current_code())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        self._current = (self._current + by) % len(self._places)
        self._speak()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return True  # the caption names the part
        return super().event(event)

    def _speak(self) -> None:
        """Tell a screen reader which part the keyboard is on, and whether it is marked."""
        code = self.current_code()
        state = self.tr("marked") if code in self._marked else self.tr("not marked")
        self.setAccessibleDescription(f"{self._labels[code]}, {state}")
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))


# --- paths, in thousandths of a drawing's height; made once


@cache
def outline_path(view: BodyView) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for number, line in enumerate(view.outline):
        _curve(path, line, begin_at=number == 0)
    if view.is_mirrored:
        for line in reversed(view.outline):
            _curve(path, tuple((-x, y) for x, y in reversed(line)), begin_at=False)
    path.closeSubpath()
    for x, y, half_width, half_height in view.toes:
        toe = QPainterPath()
        toe.addEllipse(QPointF(x, y) * FINE, half_width * FINE, half_height * FINE)
        path = path.united(toe)
    return path


@cache
def smooth_path(line: tuple[Point, ...]) -> QPainterPath:
    path = QPainterPath()
    _curve(path, line, begin_at=True)
    return path


@cache
def region_path(region: Region) -> QPainterPath:
    path = QPainterPath()
    if region.ellipse is not None:
        x, y, half_width, half_height = region.ellipse
        path.addEllipse(QPointF(x, y) * FINE, half_width * FINE, half_height * FINE)
    else:
        _rounded_polygon(path, [QPointF(x, y) * FINE for x, y in region.points])
    return path


def _rounded_polygon(path: QPainterPath, corners: list[QPointF]) -> None:
    """A polygon without sharp corners: skin has none."""
    for index, corner in enumerate(corners):
        before, after = corners[index - 1], corners[(index + 1) % len(corners)]
        start, end = (_towards(corner, other) for other in (before, after))
        if index == 0:
            path.moveTo(start)
        else:
            path.lineTo(start)
        path.quadTo(corner, end)
    path.closeSubpath()


def _towards(corner: QPointF, other: QPointF) -> QPointF:
    """The point where the rounding of a corner begins on the way to the next one."""
    way = other - corner
    length = (way.x() ** 2 + way.y() ** 2) ** 0.5
    begins: QPointF = corner + way * (min(_ROUNDING, length / 3) / length)
    return begins


def _curve(path: QPainterPath, line: tuple[Point, ...], *, begin_at: bool) -> None:
    """A smooth line through every point (Catmull-Rom, as cubic curves)."""
    line = tuple((x * FINE, y * FINE) for x, y in line)
    if begin_at:
        path.moveTo(*line[0])
    for index in range(len(line) - 1):
        before = line[max(index - 1, 0)]
        start, end = line[index], line[index + 1]
        after = line[min(index + 2, len(line) - 1)]
        path.cubicTo(
            start[0] + (end[0] - before[0]) / 6,
            start[1] + (end[1] - before[1]) / 6,
            end[0] - (after[0] - start[0]) / 6,
            end[1] - (after[1] - start[1]) / 6,
            end[0],
            end[1],
        )


@cache
def _inner_point(view: BodyView, region: Region) -> QPointF:
    """A point well inside a part and inside the outline."""
    both = region_path(region).intersected(outline_path(view)) if region.ellipse is None else region_path(region)
    area = both.boundingRect()
    steps = range(1, 40)
    inside = [
        QPointF(area.left() + area.width() * across / 40, area.top() + area.height() * down / 40)
        for across in steps
        for down in steps
    ]
    centre = area.center()
    found = [point for point in inside if both.contains(point)]
    return min(found, key=lambda point: (point.x() - centre.x()) ** 2 + (point.y() - centre.y()) ** 2)


def _blend(one: QColor, other: QColor, part: float) -> QColor:
    return QColor(
        round(one.red() + (other.red() - one.red()) * part),
        round(one.green() + (other.green() - one.green()) * part),
        round(one.blue() + (other.blue() - one.blue()) * part),
    )
