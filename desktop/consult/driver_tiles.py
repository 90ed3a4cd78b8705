"""All drivers side by side: letter and hue, name, band, points. Pressing one shows its reasons."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from desktop.consult.reasons import DriverView
from desktop.theme import current_theme, px
from desktop.widgets.painting import begin, box, ring, rounded

_WRAP = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value
# Narrower than this a name does not fit on two lines, and the tiles stand in two rows.
_NARROWEST = 168


def driver_role(driver_id: str) -> str:
    """The colour role of a driver's hue."""
    return f"driver_{driver_id.lower()}"


class DriverTile(QAbstractButton):
    """One driver. is_faint: less weight, where warnings come first."""

    def __init__(self, driver: DriverView, parent: QWidget, *, is_faint: bool) -> None:
        super().__init__(parent)
        self.driver = driver
        self._is_faint = is_faint
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        points = self._points()
        self.setAccessibleName(f"{driver.id} {driver.title}: {driver.band_words}, {points}")
        self.setAccessibleDescription(self._place())
        self.setToolTip(self.tr("Show what fits, what does not, and what is missing"))

    def _points(self) -> str:
        points = self.driver.points
        number = str(points).replace("-", "\u2212")
        return self.tr("1 point") if points == 1 else self.tr("{number} points").format(number=number)

    def _place(self) -> str:
        place = self.driver.place
        return {"lead": self.tr("leads"), "add-on": self.tr("added"), "": ""}[place]

    def sizeHint(self) -> QSize:
        return QSize(px(self, _NARROWEST), px(self, 92))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self, 120), px(self, 92))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        hue = theme.colour("text_quiet" if self._is_faint else driver_role(self.driver.id))
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = px(self, 8)
        fill = theme.colour("hover" if self.underMouse() and not self.isChecked() else "surface_raised")
        edge = hue if self.isChecked() else theme.colour("line")
        box(painter, rounded(rect, radius), fill=fill, edge=edge, width=2 if self.isChecked() else 1)
        self._paint_letter(painter, hue)
        self._paint_words(painter, hue)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), radius)
        painter.end()

    def _paint_letter(self, painter: QPainter, hue: QColor) -> None:
        theme = current_theme()
        size = px(self, 26)
        at = QRectF(px(self, 10), px(self, 10), size, size)
        is_strong = self.driver.is_strong and not self._is_faint
        fill = hue if is_strong else theme.colour("surface_raised")
        box(painter, rounded(at, px(self, 6)), fill=fill, edge=hue, width=1.5)
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("surface_raised") if is_strong else hue)
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, self.driver.id)

    def _paint_words(self, painter: QPainter, hue: QColor) -> None:
        theme = current_theme()
        driver = self.driver
        left, right = px(self, 44), self.width() - px(self, 8)
        title = theme.font("strong")
        metrics = QFontMetrics(title)
        painter.setFont(title)
        painter.setPen(theme.colour("text" if driver.is_strong and not self._is_faint else "text_quiet"))
        room = QRectF(left, px(self, 8), right - left, metrics.height() * 2 + 2)
        painter.drawText(room, _WRAP, driver.title)
        small = theme.font("secondary")
        lines = QFontMetrics(small)
        foot = QRectF(
            px(self, 10),
            self.height() - lines.height() - px(self, 8),
            self.width() - px(self, 20),
            lines.height(),
        )
        painter.setFont(small)
        painter.setPen(theme.colour("text"))
        number = self._points()
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
        painter.setPen(hue)
        place = self._place()
        band = f"{driver.band_words} · {place}" if place else driver.band_words
        left_room = foot.width() - lines.horizontalAdvance(number) - px(self, 8)
        shown = lines.elidedText(band, Qt.TextElideMode.ElideRight, int(left_room))
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class DriverTiles(QWidget):
    """Signals:
    chosen: another driver is to be shown; carries its id.
    """

    chosen = Signal(str)

    def __init__(self, drivers: Sequence[DriverView], shown: str, parent: QWidget | None, *, is_faint: bool) -> None:
        super().__init__(parent)
        self.tiles = {driver.id: DriverTile(driver, self, is_faint=is_faint) for driver in drivers}
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(self, 8))
        self._group = QButtonGroup(self)
        for tile in self.tiles.values():
            self._group.addButton(tile)
        self.tiles[shown].setChecked(True)
        self._group.buttonToggled.connect(self._on_toggled)
        self._arrange(len(self.tiles))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = event.size().width() >= px(self, _NARROWEST) * len(self.tiles)
        self._arrange(len(self.tiles) if fits else 2)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, number // columns, number % columns)

    @Slot(QAbstractButton, bool)
    def _on_toggled(self, button: QAbstractButton, is_on: bool) -> None:
        if is_on and isinstance(button, DriverTile):
            self.chosen.emit(button.driver.id)
