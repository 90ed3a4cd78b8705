"""A raised sheet that holds one group of things, with an optional title."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme import current_theme, px
from desktop.widgets.painting import begin, box, rounded
from desktop.widgets.styled_label import StyledLabel


class Card(QWidget):
    """Put the contents into `body`, a vertical layout."""

    def __init__(self, title: str = "", parent: QWidget | None = None, *, margin: int = 24) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(self, margin), px(self, margin - 4), px(self, margin), px(self, margin))
        self.body.setSpacing(px(self, 12))
        self.title = StyledLabel(title, "section", self)
        self.title.setVisible(bool(title))
        self.body.addWidget(self.title)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = rounded(rect, px(self, 12))
        box(painter, path, fill=theme.colour("surface_raised"), edge=theme.colour("line"))
        painter.end()
