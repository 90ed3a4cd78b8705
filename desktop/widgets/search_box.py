"""Find by typing: a line with a magnifier; Down goes to the results, Escape empties it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.theme import current_theme, px
from desktop.widgets.icon import paint_icon
from desktop.widgets.text_box import TextBox


class SearchBox(TextBox):
    """Signals:
    sought: the words changed; carries them.
    down_requested: a person wants to go into the results.
    finished: a person pressed Enter.
    """

    sought = Signal(str)
    down_requested = Signal()
    finished = Signal()

    def __init__(self, spoken: str, parent: QWidget | None, *, characters: int = 40) -> None:
        super().__init__(spoken, parent, characters=characters)
        self.setPlaceholderText(spoken)
        self.setTextMargins(px(self, 36), 0, px(self, 8), 0)
        self.textChanged.connect(self.sought)
        self.returnPressed.connect(self.finished)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down_requested.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = px(self, 18)
        painter = QPainter(self)
        at = QRectF(px(self, 12), (self.height() - size) / 2, size, size)
        paint_icon(painter, "search", at, current_theme().colour("text_quiet"))
        painter.end()
