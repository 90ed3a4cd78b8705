"""One line of a setup form: label, hint, editor, and what is wrong with it underneath."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.theme import px
from desktop.widgets.issue_label import IssueLabel
from desktop.widgets.styled_label import StyledLabel
from desktop.widgets.text_box import TextBox


class FormLine(QWidget):
    """A text to fill in. `secret`: dots instead of letters."""

    def __init__(
        self,
        label: str,
        parent: QWidget | None,
        *,
        hint: str = "",
        secret: bool = False,
        characters: int = 40,
        optional: bool = False,
    ) -> None:
        super().__init__(parent)
        self.optional = optional
        shown = self.tr("{label} (optional)").format(label=label) if optional else label
        self.label = StyledLabel(shown, "strong", self)
        self.edit = TextBox(label, self, characters=characters)
        self.edit.setMaxLength(400)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.label.setBuddy(self.edit)
        self._issue = IssueLabel(self)
        self._issue.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 4))
        layout.addWidget(self.label)
        if hint:
            layout.addWidget(StyledLabel(hint, "secondary", self))
            self.edit.setAccessibleDescription(hint)
        layout.addWidget(self.edit)
        layout.addWidget(self._issue)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._on_text_edited)

    def text(self) -> str:
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)

    def issue_text(self) -> str:
        return self._issue.text() if self._issue.isVisibleTo(self) else ""

    def show_issue(self, text: str) -> None:
        """Say what is wrong; empty takes it away."""
        self._issue.show_text(text, "error")
        self._issue.setVisible(bool(text))
        self.edit.set_wrong(bool(text))
        self.edit.setAccessibleDescription(text)

    def check_filled(self) -> bool:
        """Whether something stands here, or need not; says so when it must."""
        if self.optional or self.text():
            self.show_issue("")
            return True
        self.show_issue(self.tr("This is needed."))
        return False

    @Slot(str)
    def _on_text_edited(self, _text: str) -> None:
        self.show_issue("")
