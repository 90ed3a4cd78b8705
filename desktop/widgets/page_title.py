"""The head of a page: its title, and one quiet line of what it is for."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme import px
from desktop.widgets.styled_label import StyledLabel


class PageTitle(QWidget):
    """A title and an optional line under it."""

    def __init__(self, title: str, intro: str = "", parent: QWidget | None = None, *, touch: bool = False) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, px(self, 8))
        layout.setSpacing(px(self, 4))
        self.title = StyledLabel(title, "patient_question" if touch else "title", self)
        self.intro = StyledLabel(intro, "patient_secondary" if touch else "body", self, role="text_quiet")
        self.intro.setVisible(bool(intro))
        layout.addWidget(self.title)
        layout.addWidget(self.intro)
