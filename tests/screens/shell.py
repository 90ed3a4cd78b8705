"""The screens around the pages: setup, unlocking, sign-in, reception, troubles."""

import tempfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication, QWidget

from desktop.clinic import Clinic
from desktop.demo_clinic import demo_accounts, furnish
from desktop.main_window import MainWindow
from desktop.reception.reception_page import ReceptionPage
from desktop.start.account_dialogs import AboutDialog, ColleagueDialog
from desktop.start.recovery_key_page import RecoveryKeyPage
from desktop.start.setup_page import SetupPage
from desktop.start.sign_in_page import Person, SignInPage
from desktop.start.trouble_page import TroublePage
from desktop.start.unlock_page import UnlockPage
from forms.content import load_content
from forms.records.database import LOCKED
from forms.records.store import Store, open_store

TODAY = date(2026, 3, 2)
_PEOPLE = (
    Person("sam", "Sam Desk", "Reception"),
    Person("jo", "Jo Hart", "Lead physiotherapist"),
    Person("ada", "Ada Pool", "Physiotherapist"),
)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


@cache
def _store() -> Store:
    """An empty encrypted clinic, then the demo's people."""
    store = open_store(Path(_folder().name, "records.db"), b"k" * 32)
    furnish(store, load_content(), now=datetime(2026, 3, 2, 9, 40).astimezone(), today=TODAY)
    return store


@cache
def _empty_store() -> Store:
    store = open_store(Path(_folder().name, "empty.db"), b"k" * 32)
    for account in demo_accounts():
        store.save_practitioner(account)
    return store


def _clinic(store: Store, role: str = "reception") -> Clinic:
    user = next(one for one in demo_accounts() if one.role == role)
    return Clinic(store, load_content(), user, "desk 1")


def settle() -> None:
    """Let background work arrive and layouts come to rest."""
    for _ in range(4):
        QThreadPool.globalInstance().waitForDone(2000)
        QApplication.processEvents()


def framed(page: QWidget, *, user: str = "Sam Desk", role: str = "Reception", notice: bool = False) -> MainWindow:
    """The page as it stands in the window."""
    window = MainWindow()
    window.header.set_clinic("Riverside Physiotherapy")
    window.header.set_user(user, role, may_manage=False, has_recovery_key=False)
    page.setParent(window.stack)
    window.show_page(page)
    window.resize(1366, 768)
    window.show()
    for part in (page, getattr(page, "people", None)):
        if hasattr(part, "focus_first"):
            part.focus_first()
    return window


def _sign_in() -> QWidget:
    page = SignInPage()
    page.set_clinic("Riverside Physiotherapy")
    page.set_people(_PEOPLE, chosen="sam")
    return framed(page, user="")


def _locked() -> QWidget:
    page = SignInPage()
    page.show_locked(_PEOPLE[1])
    return framed(page, user="")


def _setup(step: int) -> Callable[[], QWidget]:
    def build() -> QWidget:
        page = SetupPage()
        page.set_ways_to_keep(has_keyring=True, encrypts=True)
        page._show_step(step)
        if step == 1:
            page.press_primary()
        return framed(page, user="")

    return build


def _unlock(recovery: bool) -> Callable[[], QWidget]:
    def build() -> QWidget:
        page = UnlockPage()
        page.ask_for(recovery=recovery)
        if not recovery:
            page.show_issue("That is not the passphrase of these records. Try again, or use the printed recovery key.")
        return framed(page, user="")

    return build


def _recovery_key() -> QWidget:
    page = RecoveryKeyPage()
    page.show_key("7KQ2M-0XW9A-PDJ4T-V8RHC-3ZN6E-GBY5S", "Riverside Physiotherapy")
    return framed(page, user="")


def _trouble() -> QWidget:
    page = TroublePage()
    page.show_trouble("The records are in use", LOCKED, "Records: …/sciatica-intake/records.db")
    return framed(page, user="")


def _reception(act: Callable[[ReceptionPage], None] | None = None, *, empty: bool = False) -> Callable[[], QWidget]:
    def build() -> QWidget:
        page = ReceptionPage(_clinic(_empty_store() if empty else _store()), today=lambda: TODAY)
        window = framed(page)
        window.show()
        settle()
        if act is not None:
            act(page)
            settle()
        return window

    return build


def _search(page: ReceptionPage) -> None:
    page.people.search.setText("ca")


def _person(page: ReceptionPage) -> None:
    page.people.search.setText("petra")
    settle()
    page.people._on_finished()


def _register(page: ReceptionPage) -> None:
    page.people.search.setText("casey lorrimore-test")
    page._on_new_shortcut()
    assert page.register is not None
    page.register.fields["birth_date"].set_value("1979-09-14")
    page.register._on_value_changed(None)


def _not_saved() -> QWidget:
    window = _reception()()
    assert isinstance(window, MainWindow)
    window.header.show_not_saved()
    window.show_trouble("Not saved yet", LOCKED)
    window.show_notice(
        "Recovered: Casey Lorrimore-Test", "31 answers kept, the last at 09:38. You are at the same question."
    )
    return window


def _about() -> QWidget:
    parent = QWidget()
    dialog = AboutDialog("Version 0.1.0 · rules 2026.03", parent)
    dialog.parent_kept = parent  # type: ignore[attr-defined]
    return dialog


def _colleague() -> QWidget:
    parent = QWidget()
    dialog = ColleagueDialog(_clinic(_store(), "lead"), parent)
    dialog.parent_kept = parent  # type: ignore[attr-defined]
    return dialog


def screens() -> Iterable[tuple[str, Callable[[], QWidget]]]:
    yield "start_setup_clinic", _setup(0)
    yield "start_setup_you", _setup(1)
    yield "start_setup_key", _setup(2)
    yield "start_recovery_key", _recovery_key
    yield "start_unlock", _unlock(False)
    yield "start_unlock_recovery", _unlock(True)
    yield "start_sign_in", _sign_in
    yield "start_locked", _locked
    yield "start_trouble", _trouble
    yield "reception_day", _reception()
    yield "reception_empty", _reception(empty=True)
    yield "reception_search", _reception(_search)
    yield "reception_person", _reception(_person)
    yield "reception_register", _reception(_register)
    yield "window_not_saved", _not_saved
    yield "window_about", _about
    yield "window_colleague", _colleague
