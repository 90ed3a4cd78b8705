"""Where it hurts, small and only to look at: the same body as in the form, with the marks on their side."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.fields.body_map import FINE, outline_path, region_path
from desktop.theme import current_theme, px
from desktop.widgets.painting import begin
from forms.body_chart import BodyView, body_views

_HEIGHT = 250
_CAPTION = 22
_GAP = 24
_VIEWS = ("front", "back")


class BodyPicture(QWidget):
    """Front and back. `side` L, R, both; anything else marks both halves."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._marked: frozenset[str] = frozenset()
        self._side = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_marks(self, codes: tuple[str, ...], side: str, spoken: str) -> None:
        self._marked, self._side = frozenset(codes), side
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        width = sum(px(self, _HEIGHT) * view.width for view in self._views()) + px(self, _GAP)
        return QSize(round(width), px(self, _HEIGHT + _CAPTION))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        left = 0.0
        for view in self._views():
            width = px(self, _HEIGHT) * view.width
            self._paint_view(painter, view, QRectF(left, 0, width, px(self, _HEIGHT)))
            left += width + px(self, _GAP)
        painter.end()

    @staticmethod
    def _views() -> tuple[BodyView, ...]:
        return tuple(view for view in body_views() if view.id in _VIEWS)

    def _paint_view(self, painter: QPainter, view: BodyView, area: QRectF) -> None:
        theme = current_theme()
        size = area.height() / FINE
        whole = self._place(area, size, flipped=False).map(outline_path(view))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("figure"))
        painter.drawPath(whole)
        painter.save()
        painter.setClipPath(whole, Qt.ClipOperation.IntersectClip)
        painter.setBrush(theme.colour("accent"))
        written = "L" if view.person_left == "right" else "R"
        halves = (self._side != written,) if self._side in ("L", "R") else (False, True)
        for flipped in halves:
            place = self._place(area, size, flipped=flipped)
            for region in view.regions:
                if region.code in self._marked:
                    painter.drawPath(place.map(region_path(region)))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("figure_line"), max(px(self, 1), 1.2)))
        painter.drawPath(whole)
        painter.setFont(theme.font("secondary"))
        painter.setPen(theme.colour("text_quiet"))
        left, right = self.tr("L"), self.tr("R")
        if view.person_left == "right":
            left, right = right, left
        middle = area.top() + area.height() * 0.62
        spread = area.height() * 0.16
        for words, across in ((left, -spread), (right, spread)):
            spot = QRectF(area.center().x() + across - px(self, 12), middle, px(self, 24), px(self, 20))
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)
        caption = QRectF(area.left(), area.bottom(), area.width(), px(self, _CAPTION))
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, view.title)

    @staticmethod
    def _place(area: QRectF, size: float, *, flipped: bool) -> QTransform:
        return QTransform().translate(area.center().x(), area.top()).scale(-size if flipped else size, size)
