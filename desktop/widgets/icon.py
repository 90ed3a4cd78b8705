"""The line icons, in the colour of a role; they stand beside words and seldom alone."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from desktop.theme import current_theme


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = resources.read_bytes(f"icons/{name}.svg").replace(b"currentColor", colour.encode())
    return QSvgRenderer(QByteArray(drawing))


def paint_icon(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw one icon of `resources/icons/`, sharp at every scale."""
    _renderer(name, colour.name()).render(painter, rect)


class _RoleEngine(QIconEngine):
    """Draws when asked, so that a change of theme or of screen needs no new icon."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, _state: QIcon.State) -> None:
        role = "text_quiet" if mode == QIcon.Mode.Disabled else self._role
        paint_icon(painter, self._name, QRectF(rect), current_theme().colour(role))  # type: ignore[call-overload]

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _RoleEngine(self._name, self._role)


def icon(name: str, role: str = "text") -> QIcon:
    """An icon for a Qt button or action; it always has the colour of its role in the theme now in force."""
    return QIcon(_RoleEngine(name, role))
