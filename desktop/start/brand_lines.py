"""The clinic's logo and colour for its papers."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.background import BackgroundTask
from desktop.start.form_line import FormLine
from desktop.theme import px
from desktop.widgets.buttons import LinkButton, QuietButton
from desktop.widgets.file_chooser import FileChooser
from desktop.widgets.issue_label import IssueLabel
from desktop.widgets.styled_label import StyledLabel
from forms.clinic_details import ACCENT, LOGO
from forms.errors import PaperError, SciaticaIntakeError


class BrandLines(QWidget):
    """Choose a picture, or take it away; write a colour.

    Signals:
        logo_changed: a picture was read and can be used, or was taken away.
    """

    logo_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._logo = ""
        self._label = StyledLabel(self.tr("Logo on papers"), "strong", self)
        self.state = StyledLabel("", "secondary", self)
        self.choose = QuietButton(self.tr("Choose a picture"), self)
        self.remove = LinkButton(self.tr("Take the logo away"), self)
        self._issue = IssueLabel(self)
        self._issue.hide()
        hint = self.tr("Such as #0B6B6B. Blank prints in the usual teal.")
        self.accent = FormLine(self.tr("Colour on papers"), self, hint=hint, optional=True, characters=12)
        row = QHBoxLayout()
        row.setSpacing(px(self, 12))
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 6))
        for widget in (self._label, self.state):
            layout.addWidget(widget)
        layout.addLayout(row)
        layout.addWidget(self._issue)
        layout.addWidget(self.accent)
        self.choose.clicked.connect(self._on_choose_clicked)
        self.remove.clicked.connect(self._on_remove_clicked)
        self._show_state()

    def details(self) -> dict[str, str]:
        return {LOGO: self._logo, ACCENT: self.accent.text()}

    def set_details(self, details: Mapping[str, str]) -> None:
        self._logo = details.get(LOGO, "")
        self.accent.set_text(details.get(ACCENT, ""))
        self._show_state()

    def issue_text(self) -> str:
        return self._issue.text() if self._issue.isVisibleTo(self) else ""

    def read_picture(self, path: Path) -> None:
        """Make it ready away from the window; a large picture takes a while."""
        self.choose.setEnabled(False)
        task = BackgroundTask(lambda: _prepared(path), self)
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._on_unread)
        task.start()

    def _show_state(self) -> None:
        is_there = bool(self._logo)
        words = self.tr("A logo is printed at the head of every page.") if is_there else self.tr("No logo is printed.")
        self.state.setText(words)
        self.remove.setVisible(is_there)

    def _show_issue(self, text: str) -> None:
        self._issue.show_text(text, "error")
        self._issue.setVisible(bool(text))
        self.choose.setEnabled(True)

    @Slot()
    def _on_choose_clicked(self) -> None:
        chooser = FileChooser(self.tr("Choose a logo"), self.tr("Pictures (*.png *.jpg *.jpeg)"), self)
        chooser.fileSelected.connect(self._on_file_chosen)
        chooser.open()

    @Slot(str)
    def _on_file_chosen(self, name: str) -> None:
        self.read_picture(Path(name))

    @Slot(object)
    def _on_read(self, logo: str) -> None:
        self._logo = logo
        self._show_issue("")
        self._show_state()
        self.logo_changed.emit()

    @Slot(object)
    def _on_unread(self, error: Exception) -> None:
        if not isinstance(error, SciaticaIntakeError):
            raise error
        self._show_issue(str(error))

    @Slot()
    def _on_remove_clicked(self) -> None:
        self._logo = ""
        self._show_issue("")
        self._show_state()
        self.choose.setFocus()
        self.logo_changed.emit()


def _prepared(path: Path) -> str:
    # Here, because it loads what reads pictures.
    from reports.brand import MOST_BYTES, prepare_logo

    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        raise PaperError("This file cannot be read. Choose another one.") from None
    return prepare_logo(data)
