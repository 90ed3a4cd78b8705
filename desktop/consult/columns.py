"""A page of two or three columns that become one where there is no room, in a scroll area that keeps its place."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.theme import px

_BESIDE = 900


class Columns(QScrollArea):
    """Put widgets into `top` (the whole width), `main`, `side` and, where it has a width, `last`."""

    def __init__(self, parent: QWidget | None, *, main: int = 7, side: int = 4, last: int = 0) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QWidget(self)
        self.top, self.main, self.side, self.last = (QVBoxLayout() for _ in range(4))
        for column in (self.top, self.main, self.side, self.last):
            column.setSpacing(px(self, 14))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(px(self, 14 if last else 20))
        for column, stretch in ((self.main, main), (self.side, side), (self.last, last)):
            if not stretch:
                continue
            holder = QVBoxLayout()
            holder.setSpacing(0)
            holder.addLayout(column)
            holder.addStretch(1)
            self._row.addLayout(holder, stretch)
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, px(self, 12), px(self, 12))
        layout.setSpacing(px(self, 14))
        layout.addLayout(self.top)
        layout.addLayout(self._row)
        layout.addStretch(1)
        self.setWidget(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self.width() >= px(self, _BESIDE)
        wanted = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)


def clear(layout: QVBoxLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        entry = layout.takeAt(0)
        widget = entry.widget() if entry is not None else None
        if widget is not None:
            # Hidden first: a widget that waits to be deleted would still be painted over its successor.
            widget.hide()
            widget.deleteLater()
