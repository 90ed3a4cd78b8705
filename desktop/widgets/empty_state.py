"""What stands where a list is empty: what to do, never only "nothing here"."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.theme import px
from desktop.widgets.styled_label import StyledLabel


class EmptyState(QWidget):
    """A short title, one line, and the button that mends it."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(px(self, 24), px(self, 32), px(self, 24), px(self, 32))
        self._layout.setSpacing(px(self, 8))
        self._layout.addStretch(1)
        for label in (StyledLabel(title, "section", self), StyledLabel(text, "body", self, role="text_quiet")):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._layout.addWidget(label)
        self._layout.addStretch(1)

    def add_action(self, button: QPushButton) -> None:
        at = self._layout.count() - 1
        self._layout.insertWidget(at, button, 0, Qt.AlignmentFlag.AlignHCenter)
