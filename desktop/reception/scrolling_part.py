"""A part of a page that scrolls by itself and asks for little height."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.theme import px


class ScrollingPart(QScrollArea):
    """Without a frame, and no stop for Tab."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return QSize(px(self, 320), px(self, 120))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self, 200), px(self, 80))
