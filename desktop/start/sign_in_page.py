"""Choose your name, type your secret."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from desktop.start.centred import CentredPage
from desktop.start.form_line import FormLine
from desktop.theme import px
from desktop.widgets.buttons import LinkButton, PrimaryButton
from desktop.widgets.option_filter import OptionFilter
from desktop.widgets.page_title import PageTitle
from desktop.widgets.radio_rows import RadioRows
from desktop.widgets.styled_label import StyledLabel

_OPEN_LIST = 7


class Person(NamedTuple):
    """Somebody who may sign in. role: in words, for the eye."""

    user_name: str
    name: str
    role: str


class SignInPage(CentredPage):
    """Shown at the start, after signing out and while locked.

    Signals:
        sign_in_requested: carries the user name and the secret typed.
        other_requested: while locked, somebody else wants to sign in.
    """

    sign_in_requested = Signal(str, str)
    other_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=440)
        self._people: tuple[Person, ...] = ()
        self._one_click = False
        self._rows: RadioRows | None = None
        self._list: QWidget | None = None
        self._title = PageTitle(self.tr("Sign in"), "", self.card)
        self._wait = StyledLabel(self.tr("Opening the records…"), "body", self.card, role="text_quiet")
        self.secret = FormLine(self.tr("Your passphrase"), self.card, secret=True)
        self.other = LinkButton(self.tr("Somebody else"), self.card)
        self.go = PrimaryButton(self.tr("Sign in"), self.card)
        self.go.setToolTip(self.tr("Enter"))
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.go)
        for widget in (self._title, self._wait, self.secret):
            self.card.body.addWidget(widget)
        self.card.body.addSpacing(px(self, 8))
        self.card.body.addLayout(row)
        self.other.hide()
        self.other.clicked.connect(self.other_requested)
        self.go.clicked.connect(self.press_primary)
        self.secret.edit.returnPressed.connect(self.press_primary)
        self.go.setEnabled(False)

    def set_clinic(self, name: str) -> None:
        self._title.intro.setText(name)
        self._title.intro.setVisible(bool(name))

    def set_people(self, people: Sequence[Person], *, chosen: str = "", one_click: bool = False) -> None:
        """The people to choose from. `one_click`: choosing a name signs in, as in the demo."""
        self._people = tuple(people)
        self._one_click = one_click
        if self._list is not None:
            self.card.body.removeWidget(self._list)
            self._list.hide()
            self._list.deleteLater()
        options = [(person.user_name, f"{person.name} · {person.role}") for person in people]
        question = self.tr("Who are you?")
        self._rows = RadioRows(options, question, self.card, keys=len(options) <= _OPEN_LIST)
        self._list = self._rows if len(options) <= _OPEN_LIST else OptionFilter(self._rows, question, self.card)
        self.card.body.insertWidget(self.card.body.indexOf(self.secret), self._list)
        self._wait.hide()
        self.secret.setVisible(not one_click)
        self.go.setVisible(not one_click)
        self.go.setEnabled(True)
        if chosen and any(person.user_name == chosen for person in people):
            self._rows.set_code(chosen)
        self._rows.chosen.connect(self._on_chosen)
        self._rows.finished.connect(self._on_rows_finished)
        self.focus_first()

    def button_of(self, user_name: str) -> QAbstractButton | None:
        """The row of this person."""
        return self._rows.button(user_name) if self._rows is not None else None

    def show_locked(self, person: Person) -> None:
        """The screen is locked: this person's passphrase opens it again."""
        self._title.title.setText(self.tr("Locked"))
        self.set_people([person], chosen=person.user_name, one_click=self._one_click)
        if self._one_click and self._rows is not None:
            self._rows.set_code(None)
        self.other.show()

    def show_sign_in(self) -> None:
        self._title.title.setText(self.tr("Sign in"))
        self.secret.set_text("")
        self.secret.show_issue("")
        self.other.hide()

    def focus_first(self) -> None:
        if self._rows is None:
            self.secret.edit.setFocus()
        elif self._rows.code() is None or self._one_click:
            self._rows.focus_first()
        else:
            self.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        self.go.setEnabled(not busy)
        self.go.setText(self.tr("Signing in…") if busy else self.tr("Sign in"))

    def show_issue(self, text: str) -> None:
        self.set_busy(False)
        self.secret.show_issue(text)
        self.secret.edit.setFocus()
        self.secret.edit.selectAll()

    @Slot()
    def press_primary(self) -> None:
        if not self.go.isEnabled() or self._rows is None:
            return
        code = self._rows.code()
        if code is None:
            self.secret.show_issue(self.tr("Choose your name first."))
            self._rows.focus_first()
            return
        if not self.secret.check_filled():
            return
        self.set_busy(True)
        self.sign_in_requested.emit(code, self.secret.edit.text())

    @Slot(object)
    def _on_chosen(self, code: str | None) -> None:
        if code is None:
            return
        if self._one_click:
            self.sign_in_requested.emit(code, "")
        else:
            self.secret.show_issue("")
            self.secret.edit.setFocus()

    @Slot()
    def _on_rows_finished(self) -> None:
        if self._rows is not None and self._rows.code() is None:
            # Enter on a row chooses it: there is nothing else that Enter could mean here.
            focused = next((button for button in self._rows.buttons if button.hasFocus()), None)
            if focused is not None:
                focused.click()
                return
        self.secret.edit.setFocus()
