"""What a lead does to the clinic from the menu: add a colleague, change the clinic's details; and the About box."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.clinic import Clinic
from desktop.start.brand_lines import BrandLines
from desktop.start.clinic_lines import ClinicLines
from desktop.start.form_line import FormLine
from desktop.start.opening import new_user_name, secret_problem
from desktop.theme import current_theme, px
from desktop.widgets.buttons import LinkButton, PrimaryButton
from desktop.widgets.issue_label import IssueLabel
from desktop.widgets.page_title import PageTitle
from desktop.widgets.radio_rows import RadioRows
from desktop.widgets.styled_label import StyledLabel
from forms.clinic_details import intended_purpose
from forms.errors import SciaticaIntakeError
from forms.records.encryption import hash_secret
from forms.records.entries import Practitioner


class _Sheet(QDialog):
    """A dialog with a title, a body that scrolls, and one primary action."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inside = QWidget(self)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(px(self, 28), px(self, 24), px(self, 28), px(self, 8))
        self.body.setSpacing(px(self, 14))
        self._head = PageTitle("", "", inside)
        self.body.addWidget(self._head)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self.problem = IssueLabel(self)
        self.problem.hide()
        self.go = PrimaryButton("", self)
        self.go.setDefault(True)
        cancel = LinkButton(self.tr("Cancel"), self)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(self, 28), px(self, 8), px(self, 28), px(self, 20))
        foot.addWidget(cancel)
        foot.addStretch(1)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll, 1)
        row = QHBoxLayout()
        row.setContentsMargins(px(self, 28), 0, px(self, 28), 0)
        row.addWidget(self.problem)
        layout.addLayout(row)
        layout.addLayout(foot)
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.press_primary)
        scale = current_theme().text_scale
        room = self.screen().availableSize()
        self.resize(min(round(560 * scale), room.width()), min(round(640 * scale), room.height()))

    def name_sheet(self, title: str, intro: str, action: str) -> None:
        self.setWindowTitle(title)
        self._head.title.setText(title)
        self._head.intro.setText(intro)
        self._head.intro.setVisible(bool(intro))
        self.go.setText(action)

    def show_problem(self, text: str) -> None:
        self.problem.show_text(text, "error")
        self.problem.setVisible(bool(text))

    @Slot()
    def press_primary(self) -> None:
        raise NotImplementedError


class ColleagueDialog(_Sheet):
    """Signals:
    added: somebody has an account now.
    """

    added = Signal()

    def __init__(self, clinic: Clinic, parent: QWidget) -> None:
        super().__init__(parent)
        self._clinic = clinic
        self.name_sheet(
            self.tr("Add a colleague"),
            self.tr("They choose their name at the sign-in and type the passphrase you agree on."),
            self.tr("Add"),
        )
        self.name = FormLine(self.tr("Name"), self)
        role = StyledLabel(self.tr("Role"), "strong", self)
        self.role = RadioRows(
            [
                ("reception", self.tr("Reception: fills in forms, sees warnings, no reasoning")),
                ("physio", self.tr("Physiotherapist")),
                ("lead", self.tr("Lead physiotherapist: also accounts and the clinic's details")),
                ("admin", self.tr("Administrator: accounts and the clinic's details only")),
            ],
            role.text(),
            self,
        )
        self.role.set_code("reception")
        self.registration = FormLine(self.tr("Registration number"), self, characters=20)
        self.secret = FormLine(
            self.tr("Their sign-in passphrase"), self, hint=self.tr("8 characters or more."), secret=True
        )
        self.again = FormLine(self.tr("The same once more"), self, secret=True)
        for widget in (self.name, role, self.role, self.registration, self.secret, self.again):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.role.chosen.connect(self._on_role_chosen)
        self._on_role_chosen("reception")
        self.name.edit.setFocus()

    @Slot()
    def press_primary(self) -> None:
        needed = [self.name, self.secret, self.again]
        if self.registration.isVisibleTo(self):
            needed.append(self.registration)
        filled = [line.check_filled() for line in needed]  # each says so itself
        if not all(filled):
            return
        problem = secret_problem(self.secret.edit.text(), self.again.edit.text())
        if problem:
            self.secret.show_issue(problem)
            return
        name = self.name.text()
        try:
            taken = (one.user_name for one in self._clinic.store.practitioners())
            self._clinic.add_colleague(
                Practitioner(
                    user_name=new_user_name(name, taken),
                    name=name,
                    role=self.role.code() or "reception",
                    registration=self.registration.text() if self.registration.isVisibleTo(self) else "",
                    secret_hash=hash_secret(self.secret.edit.text()),
                )
            )
        except SciaticaIntakeError as error:
            self.show_problem(str(error))
            return
        self.added.emit()
        self.accept()

    @Slot(object)
    def _on_role_chosen(self, code: str | None) -> None:
        self.registration.setVisible(code in ("physio", "lead"))


class DetailsDialog(_Sheet):
    """Signals:
    changed: the clinic's details are different now.
    """

    changed = Signal()

    def __init__(self, clinic: Clinic, parent: QWidget) -> None:
        super().__init__(parent)
        self._clinic = clinic
        self.name_sheet(self.tr("The clinic's details"), "", self.tr("Save"))
        self.lines = ClinicLines(self)
        self.lines.set_details(clinic.settings())
        self.lines.more.click()
        self.brand = BrandLines(self)
        self.brand.set_details(clinic.settings())
        self.body.addWidget(self.lines)
        self.body.addWidget(self.brand)
        # What is left over stands below everything.
        self.lines.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body.addStretch(1)
        self.lines.focus_first()

    @Slot()
    def press_primary(self) -> None:
        if not self.lines.check():
            return
        try:
            self._clinic.save_settings({**self.lines.details(), **self.brand.details()})
        except SciaticaIntakeError as error:
            self.show_problem(str(error))
            return
        self.changed.emit()
        self.accept()


class AboutDialog(QDialog):
    """What the product is for, in the words that must stand there (knowledge base 7.1)."""

    def __init__(self, version: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About Sciatica Intake"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(self, 28), px(self, 24), px(self, 28), px(self, 20))
        layout.setSpacing(px(self, 14))
        self.purpose = StyledLabel(intended_purpose(), "body", self)
        layout.addWidget(PageTitle("Sciatica Intake", version, self))
        layout.addWidget(StyledLabel(self.tr("Intended purpose"), "section", self))
        layout.addWidget(self.purpose)
        layout.addWidget(StyledLabel(self.tr("Keys"), "section", self))
        keys = (
            (self.tr("Ctrl+Enter"), self.tr("the one next step of a screen")),
            (self.tr("Ctrl+F, Ctrl+N"), self.tr("find, or add a person")),
            (self.tr("Ctrl+J"), self.tr("go to the next question that is needed")),
            (self.tr("Ctrl+Z, Ctrl+Y"), self.tr("take the last answer back, or give it again")),
            (self.tr("1 to 9"), self.tr("choose an answer")),
            (self.tr("Ctrl+H"), self.tr("hand the screen to the patient")),
            (self.tr("Ctrl+L"), self.tr("lock the screen")),
        )
        layout.addWidget(StyledLabel("\n".join(f"{key}  –  {does}" for key, does in keys), "body", self))
        layout.addStretch(1)
        close = PrimaryButton(self.tr("Close"), self)
        close.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout.addLayout(foot)
        close.clicked.connect(self.accept)
        width = round(560 * current_theme().text_scale)
        room = self.screen().availableSize()
        self.resize(min(width, room.width()), min(layout.totalHeightForWidth(width), room.height()))
