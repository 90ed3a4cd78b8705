"""The first start: the clinic, its first account, and where the key of the records is kept."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.start.centred import CentredPage
from desktop.start.clinic_lines import ClinicLines
from desktop.start.form_line import FormLine
from desktop.start.opening import FirstRun, secret_problem
from desktop.theme import px
from desktop.widgets.buttons import LinkButton, PrimaryButton
from desktop.widgets.issue_label import IssueLabel
from desktop.widgets.page_title import PageTitle
from desktop.widgets.radio_rows import RadioRows
from desktop.widgets.styled_label import StyledLabel

SHORTEST_PASSPHRASE = 10


class SetupPage(CentredPage):
    """Three short steps.

    Signals:
        finished: carries a FirstRun.
    """

    finished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=600)
        self._has_keyring = False
        self._encrypts = True
        self._step_label = StyledLabel("", "secondary", self.card)
        self._title = PageTitle("", "", self.card)
        self.clinic = ClinicLines(self.card)
        self.you = _You(self.card)
        self.key = _Key(self.card)
        self._step = 0
        self._problem = IssueLabel(self.card)
        self._problem.hide()
        self.back = LinkButton(self.tr("Back"), self.card, icon_name="arrow_left")
        self.go = PrimaryButton(self.tr("Next"), self.card)
        self.go.setToolTip(self.tr("Ctrl+Enter"))
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.go)
        for widget in (self._step_label, self._title, self.clinic, self.you, self.key, self._problem):
            self.card.body.addWidget(widget)
        self.card.body.addSpacing(px(self, 8))
        self.card.body.addLayout(foot)
        self.back.clicked.connect(self._on_back_clicked)
        self.go.clicked.connect(self.press_primary)
        self._show_step(0)

    def set_ways_to_keep(self, *, has_keyring: bool, encrypts: bool) -> None:
        """`encrypts`: the records are a file of ours; a PostgreSQL server looks after itself."""
        self._has_keyring, self._encrypts = has_keyring, encrypts
        self.key.set_has_keyring(has_keyring)
        self._show_step(self._step)

    def show_issue(self, text: str) -> None:
        """Setting up failed; everything typed stays."""
        self.set_busy(False)
        self._problem.show_text(text, "error")
        self._problem.setVisible(bool(text))

    def set_busy(self, busy: bool) -> None:
        self.go.setEnabled(not busy)
        self.back.setEnabled(not busy)
        if busy:
            self.go.setText(self.tr("Setting up…"))
        else:
            self._name_button()

    def step(self) -> int:
        return self._step

    def _last(self) -> int:
        return 2 if self._encrypts else 1

    def _show_step(self, step: int) -> None:
        titles = (
            (
                self.tr("Your clinic"),
                self.tr("This stands on every paper and in every warning. You can change it later."),
            ),
            (self.tr("Your account"), self.tr("The first account. You can add colleagues once you are signed in.")),
            (self.tr("The key of the records"), self.tr("Everything the clinic keeps is encrypted from the start.")),
        )
        title, intro = titles[step]
        number = self.tr("Step {number} of {count}").format(number=step + 1, count=self._last() + 1)
        self._step_label.setText(number)
        self._title.title.setText(title)
        self._title.intro.setText(intro)
        self._title.intro.show()
        self._problem.hide()
        self._step = step
        for index, page in enumerate((self.clinic, self.you, self.key)):
            page.setVisible(index == step)
        self.back.setVisible(step > 0)
        self._name_button()
        self.verticalScrollBar().setValue(0)
        self.focus_first()

    def focus_first(self) -> None:
        (self.clinic, self.you, self.key)[self._step].focus_first()

    def _name_button(self) -> None:
        is_last = self._step == self._last()
        self.go.setText(self.tr("Set up the clinic") if is_last else self.tr("Next"))
        self.go.updateGeometry()

    @Slot()
    def press_primary(self) -> None:
        step = self._step
        if not self.go.isEnabled() or not (self.clinic, self.you, self.key)[step].check():
            return
        if step < self._last():
            self._show_step(step + 1)
            return
        self.set_busy(True)
        self._problem.hide()
        self.finished.emit(
            FirstRun(
                details=self.clinic.details(),
                name=self.you.name.text(),
                role=self.you.role.code() or "lead",
                registration=self.you.registration.text(),
                secret=self.you.secret.edit.text(),
                passphrase=self.key.passphrase() if self._encrypts else None,
            )
        )

    @Slot()
    def _on_back_clicked(self) -> None:
        self._show_step(self._step - 1)


class _You(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = FormLine(
            self.tr("Your name"), self, hint=self.tr("As it stands on signed papers, such as Jo Hart MSc.")
        )
        role = StyledLabel(self.tr("Your role"), "strong", self)
        self.role = RadioRows(
            [
                ("lead", self.tr("Lead physiotherapist: also looks after accounts and the clinic's details")),
                ("physio", self.tr("Physiotherapist")),
            ],
            role.text(),
            self,
        )
        self.role.set_code("lead")
        self.registration = FormLine(
            self.tr("Registration number"), self, hint=self.tr("It stands beside your signature."), characters=20
        )
        self.secret = FormLine(
            self.tr("Your sign-in passphrase"), self, hint=self.tr("8 characters or more."), secret=True
        )
        self.again = FormLine(self.tr("The same once more"), self, secret=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 14))
        layout.addWidget(self.name)
        layout.addWidget(role)
        layout.addWidget(self.role)
        for line in (self.registration, self.secret, self.again):
            layout.addWidget(line)
        layout.addStretch(1)

    def focus_first(self) -> None:
        self.name.edit.setFocus()

    def check(self) -> bool:
        filled = [line.check_filled() for line in (self.name, self.registration, self.secret, self.again)]
        if not all(filled):
            return False
        problem = secret_problem(self.secret.edit.text(), self.again.edit.text())
        if problem:
            self.secret.show_issue(problem)
            self.secret.edit.setFocus()
        return not problem


class _Key(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._where = StyledLabel(self.tr("How is the key kept?"), "strong", self)
        self.way = RadioRows(
            [
                ("keyring", self.tr("In this computer's keyring: it opens when you log in to the computer")),
                ("passphrase", self.tr("Behind a passphrase, typed at each start")),
            ],
            self._where.text(),
            self,
        )
        self._no_keyring = StyledLabel(
            self.tr("This computer has no keyring, so a passphrase opens the records at each start."), "body", self
        )
        self.first = FormLine(
            self.tr("Passphrase of the records"),
            self,
            hint=self.tr("10 characters or more; four or five ordinary words are easy to remember."),
            secret=True,
        )
        self.again = FormLine(self.tr("The same once more"), self, secret=True)
        note = StyledLabel(
            self.tr("Next you get a recovery key to print. Only it helps when everything else is lost."),
            "secondary",
            self,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 14))
        for widget in (self._where, self.way, self._no_keyring, self.first, self.again, note):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.way.chosen.connect(self._on_way_chosen)
        self.set_has_keyring(False)

    def set_has_keyring(self, has_keyring: bool) -> None:
        self.way.set_code("keyring" if has_keyring else "passphrase")
        self._where.setVisible(has_keyring)
        self.way.setVisible(has_keyring)
        self._no_keyring.setVisible(not has_keyring)
        self._on_way_chosen(self.way.code())

    def passphrase(self) -> str | None:
        return None if self.way.code() == "keyring" else self.first.edit.text()

    def focus_first(self) -> None:
        if self.way.isVisibleTo(self):
            self.way.focus_first()
        else:
            self.first.edit.setFocus()

    def check(self) -> bool:
        if self.way.code() == "keyring":
            return True
        problem = ""
        if len(self.first.text()) < SHORTEST_PASSPHRASE:
            problem = self.tr("Use 10 characters or more.")
        elif self.first.edit.text() != self.again.edit.text():
            problem = self.tr("The two do not match. Type the same passphrase twice.")
        self.first.show_issue(problem)
        return not problem

    @Slot(object)
    def _on_way_chosen(self, code: str | None) -> None:
        for line in (self.first, self.again):
            line.setVisible(code != "keyring")
