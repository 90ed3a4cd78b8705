"""The strokes that every painted control shares: rounded boxes, the focus ring, tier shapes."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.theme import current_theme, px

RING = 2.0

# The shape that says the tier together with its colour and its word.
TIER_SHAPES = {
    "emergency": "octagon",
    "urgent": "triangle",
    "soon": "diamond",
    "routine": "circle",
    "good": "circle",
    "none": "circle",
}


def begin(widget: QWidget) -> QPainter:
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def rounded(rect: QRectF, radius: float, *, left: bool = True, right: bool = True) -> QPainterPath:
    """A rectangle with rounded corners, on one side only where it joins a neighbour."""
    path = QPainterPath()
    if left and right:
        path.addRoundedRect(rect, radius, radius)
        return path
    west, east = (radius if left else 0.0), (radius if right else 0.0)
    path.moveTo(rect.left() + west, rect.top())
    path.lineTo(rect.right() - east, rect.top())
    if right:
        path.arcTo(rect.right() - 2 * radius, rect.top(), 2 * radius, 2 * radius, 90, -90)
        path.arcTo(rect.right() - 2 * radius, rect.bottom() - 2 * radius, 2 * radius, 2 * radius, 0, -90)
    else:
        path.lineTo(rect.right(), rect.bottom())
    path.lineTo(rect.left() + west, rect.bottom())
    if left:
        path.arcTo(rect.left(), rect.bottom() - 2 * radius, 2 * radius, 2 * radius, 270, -90)
        path.arcTo(rect.left(), rect.top(), 2 * radius, 2 * radius, 180, -90)
    path.closeSubpath()
    return path


def box(painter: QPainter, path: QPainterPath, *, fill: QColor, edge: QColor, width: float = 1.0) -> None:
    painter.setPen(QPen(edge, width))
    painter.setBrush(fill)
    painter.drawPath(path)


def ring(painter: QPainter, rect: QRectF, radius: float, *, over: QColor | None = None) -> None:
    """The focus ring, just inside `rect`; `over`: the filled colour it must stand out from, by a thin gap."""
    theme = current_theme()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("focus"), RING))
    inner = rect.adjusted(RING / 2, RING / 2, -RING / 2, -RING / 2)
    painter.drawRoundedRect(inner, radius, radius)
    if over is not None:
        painter.setPen(QPen(theme.colour("accent_text"), RING))
        inner = inner.adjusted(RING, RING, -RING, -RING)
        painter.drawRoundedRect(inner, max(radius - RING, 1), max(radius - RING, 1))


def frame(widget: QWidget, painter: QPainter, *, focused: bool, wrong: bool = False) -> None:
    """The box of something one types in."""
    theme = current_theme()
    rect = QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
    radius = px(widget, 6)
    enabled = widget.isEnabled()
    edge = theme.colour("emergency" if wrong else ("edge" if enabled else "line"))
    fill = theme.colour("surface_raised" if enabled else "surface_sunken")
    box(painter, rounded(rect, radius), fill=fill, edge=edge, width=1.5 if wrong else 1.0)
    if focused:
        ring(painter, QRectF(widget.rect()), radius)


def tick(painter: QPainter, rect: QRectF, colour: QColor, width: float) -> None:
    """A check mark inside `rect`."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin),
    )
    at = [
        QPointF(rect.left() + rect.width() * x, rect.top() + rect.height() * y)
        for x, y in ((0.22, 0.53), (0.43, 0.73), (0.79, 0.30))
    ]
    painter.drawPolyline(QPolygonF(at))


def tier_path(tier: str, rect: QRectF) -> QPainterPath:
    """Octagon, triangle, diamond or circle, filling `rect`."""
    path = QPainterPath()
    shape = TIER_SHAPES[tier]
    if shape == "circle":
        path.addEllipse(rect)
        return path
    corners = {
        "octagon": ((0.3, 0), (0.7, 0), (1, 0.3), (1, 0.7), (0.7, 1), (0.3, 1), (0, 0.7), (0, 0.3)),
        "triangle": ((0.5, 0.02), (1, 0.94), (0, 0.94)),
        "diamond": ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)),
    }[shape]
    points = [QPointF(rect.left() + rect.width() * x, rect.top() + rect.height() * y) for x, y in corners]
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def paint_tier(painter: QPainter, tier: str, rect: QRectF) -> None:
    """The filled shape of a tier with its sign inside. No flag is an empty grey ring: it never means "all clear"."""
    theme = current_theme()
    if tier == "none":
        ring_width = max(rect.width() / 10, 1.4)
        painter.setPen(QPen(theme.colour("text_quiet"), ring_width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(rect.adjusted(ring_width, ring_width, -ring_width, -ring_width))
        return
    colour = theme.colour(tier)
    inside = theme.colour("surface_raised")
    join = max(rect.width() / 10, 1.0)
    painter.setPen(QPen(colour, join, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(colour)
    path = tier_path(tier, rect.adjusted(join / 2, join / 2, -join / 2, -join / 2))
    painter.drawPath(path)
    stroke = max(rect.width() / 9, 1.4)
    if tier == "good":
        tick(painter, rect.adjusted(join * 2, join * 2, -join * 2, -join * 2), inside, stroke)
        return
    pen = QPen(inside, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    drop = 0.1 * rect.height() if TIER_SHAPES[tier] == "triangle" else 0.0
    x = rect.center().x()
    if tier == "routine":  # an "i": information, no alarm
        painter.drawLine(QPointF(x, rect.top() + rect.height() * 0.47), QPointF(x, rect.top() + rect.height() * 0.72))
        painter.drawPoint(QPointF(x, rect.top() + rect.height() * 0.29))
    else:
        top, foot, dot = (rect.top() + rect.height() * part + drop for part in (0.26, 0.53, 0.72))
        painter.drawLine(QPointF(x, top), QPointF(x, foot))
        painter.drawPoint(QPointF(x, dot))
