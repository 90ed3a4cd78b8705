"""An exercise's drawing on the screen: the same shapes as on paper, in the theme's colours."""

import functools

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import current_theme, px
from desktop.widgets.painting import begin
from reports.figures.figure import ExerciseFigure
from reports.figures.geometry import Curve
from reports.figures.loading import load_palette


class FigureView(QWidget):
    """One drawing, scaled to the room it gets. Its alt text is its accessible description."""

    def __init__(self, figure: ExerciseFigure, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._figure = figure
        self._kept: tuple[tuple[str, QSize, float, bool], QPixmap] | None = None
        self.setAccessibleName(name)
        self.setAccessibleDescription(figure.alt)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_figure(self, figure: ExerciseFigure, name: str) -> None:
        self._figure = figure
        self.setAccessibleName(name)
        self.setAccessibleDescription(figure.alt)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = px(self, 280)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = px(self, 120)
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * self._figure.height / self._figure.width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        painter.drawPixmap(0, 0, self._picture())
        painter.end()

    def _picture(self) -> QPixmap:
        """The drawing at this size, kept: some two thousand curves are too many for every frame of a scroll."""
        key = (self._figure.exercise, self.size(), self.devicePixelRatioF(), current_theme().is_dark)
        if self._kept is None or self._kept[0] != key:
            pixmap = QPixmap(self.size() * self.devicePixelRatioF())
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_figure(painter, self._figure, QRectF(self.rect()), is_dark=current_theme().is_dark)
            painter.end()
            self._kept = (key, pixmap)
        return self._kept[1]


def paint_figure(painter: QPainter, figure: ExerciseFigure, rect: QRectF, *, is_dark: bool) -> None:
    """Paint the drawing into the middle of the rectangle, as large as fits."""
    palette = load_palette("dark" if is_dark else "light")
    scale = min(rect.width() / figure.width, rect.height() / figure.height)
    painter.save()
    painter.translate(rect.center().x() - figure.width * scale / 2, rect.center().y() + figure.height * scale / 2)
    painter.scale(scale, -scale)
    for path, fill, line, width in _paths(figure):
        if line:
            painter.strokePath(path, _pen(palette[line], width))
        if fill:
            painter.fillPath(path, QColor(palette[fill]))
    painter.restore()


def _pen(colour: str, width: float) -> QPen:
    return QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


# A list of exercises repaints as it scrolls; the paths never change.
@functools.lru_cache(maxsize=64)
def _paths(figure: ExerciseFigure) -> tuple[tuple[QPainterPath, str, str, float], ...]:
    """Path, fill role, line role and line width of each shape, in painting order."""
    made = []
    for shape in figure.shapes:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for curve in shape.curves:
            _add_curve(path, curve, is_closed=bool(shape.fill))
        made.append((path, shape.fill, shape.line, shape.width * (2 if shape.fill else 1)))
    return tuple(made)


def _add_curve(path: QPainterPath, curve: Curve, *, is_closed: bool) -> None:
    places = [QPointF(point.real, point.imag) for point in curve]
    path.moveTo(places[0])
    for index in range(1, len(places), 3):
        path.cubicTo(*places[index : index + 3])
    if is_closed:
        path.closeSubpath()
