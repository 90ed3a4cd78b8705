"""One desk from start to goodbye: opening the records, who is signed in, which page stands in the window.

The store, the rules and the pages of a visit are imported in a thread after the first window is painted.
"""

import contextlib
import gc
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QCryptographicHash,
    QEvent,
    QLockFile,
    QObject,
    QSettings,
    QStandardPaths,
    QSysInfo,
    Qt,
    QThreadPool,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from desktop.background import BackgroundTask
from desktop.main_window import MainWindow
from desktop.memory import give_back
from desktop.start import opening
from desktop.start.opening import FirstRun, Opened, SetUp
from desktop.start.sign_in_page import Person, SignInPage
from desktop.start.trouble_page import TroublePage
from desktop.start.unlock_page import UnlockPage
from desktop.theme import Scheme, Theme, apply_theme, load_fallback_fonts
from forms.errors import (
    ContentError,
    SciaticaIntakeError,
    StoreCorrupt,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
    StoreTooNew,
    WrongKey,
)

if TYPE_CHECKING:
    from desktop.clinic import Clinic, OpenVisit
    from desktop.reception.reception_page import ReceptionPage
    from desktop.start.recovery_key_page import RecoveryKeyPage
    from desktop.start.setup_page import SetupPage
    from desktop.visit_view import VisitView
    from forms.records.entries import Practitioner

IDLE_MS = 5 * 60_000
_LOOK_IDLE_MS = 5_000
_TIDY_MS = 50
_ACTIVITY = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)
_ASKS = "start/asks"


def saved_theme() -> Theme:
    """The look chosen last on this computer."""
    settings = QSettings()
    kept = settings.value("look/scheme", "system")
    scheme: Scheme = "light" if kept == "light" else "dark" if kept == "dark" else "system"
    try:
        scale = float(str(settings.value("look/text_scale", 1.0)))
    except ValueError:
        scale = 1.0
    return Theme(scheme, min(max(scale, 1.0), 2.0))


class Desk(QObject):
    """Joins the parts.

    place: the records. one_click: user name -> secret of the demo's accounts. open_now: how the records open, where
    not by their own key.

    Signals:
        ready: everything is loaded and somebody may sign in (or set up, or unlock).
        signed_in: carries the Clinic.
    """

    ready = Signal()
    signed_in = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        place: Path | str,
        *,
        desk: str = "",
        one_click: Mapping[str, str] | None = None,
        open_now: Callable[[], "Opened | opening.Need"] | None = None,
        idle_ms: int = IDLE_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or window)
        self.window = window
        self.place = place
        self.desk = desk or QSysInfo.machineHostName() or "this computer"
        self.one_click = dict(one_click or {})
        self.idle_ms = idle_ms
        self._open_now = open_now or partial(opening.open_records, place)
        self.opened: Opened | None = None
        self.clinic: Clinic | None = None
        self.reception: ReceptionPage | None = None
        self.visit: VisitView | None = None
        self._setup: SetupPage | None = None
        self._recovery_page: RecoveryKeyPage | None = None
        self._entering: Practitioner | None = None
        self._covered: QWidget | None = None
        self._covered_focus: QWidget | None = None
        self._needs_desk = self._calls_when_saved = False
        self._retry: Callable[[], None] | None = None
        self._leave_anyway = False
        self._lock_file: QLockFile | None = None
        self._active_at = time.monotonic()
        self.sign_in = SignInPage(window.stack)
        self.unlock = UnlockPage(window.stack)
        self.trouble = TroublePage(window.stack)
        for page in (self.sign_in, self.unlock, self.trouble):
            window.add_page(page)
        self._idle = QTimer(self)
        self._idle.setInterval(min(_LOOK_IDLE_MS, idle_ms))
        self._idle.timeout.connect(self._on_idle_look)
        self._connect()

    def _connect(self) -> None:
        window, header = self.window, self.window.header
        window.may_close = self.may_close
        window.undo_requested.connect(self._on_undo)
        window.redo_requested.connect(self._on_redo)
        window.retry_requested.connect(self._on_save_again)
        window.close_anyway_requested.connect(self._on_close_anyway)
        header.theme_chosen.connect(self._on_theme_chosen)
        header.about_requested.connect(self._on_about)
        header.lock_requested.connect(self.lock)
        header.sign_out_requested.connect(self.sign_out)
        header.colleague_requested.connect(self._on_colleague_requested)
        header.details_requested.connect(self._on_details_requested)
        header.recovery_requested.connect(self._on_recovery_requested)
        self.sign_in.sign_in_requested.connect(self._on_sign_in_requested)
        self.sign_in.other_requested.connect(self._on_other_requested)
        self.unlock.passphrase_given.connect(self._on_passphrase_given)
        self.unlock.recovery_key_given.connect(self._on_recovery_key_given)
        self.trouble.retry_requested.connect(self._on_retry)
        self.trouble.close_requested.connect(window.close)

    # --- opening the records

    def show_first(self) -> None:
        """The page that is probably right, before anything but Qt is loaded."""
        asks = QSettings().value(f"{_ASKS}/{self._place_hash()}", "")
        self.window.show_page(self.unlock if asks == "passphrase" else self.sign_in)
        self.unlock.set_busy(True)

    @Slot()
    def start(self) -> None:
        """Load everything and open the records, off the GUI thread."""
        self._watch_activity()
        load_fallback_fonts()
        if not self._take_desk():
            self._show_trouble(
                self.tr("Sciatica Intake is open already"),
                self.tr("It is running on this computer with these records. Go to its window, or close it first."),
                self.start,
            )
            return
        self._run(self._open_now, self._on_found, self.start)

    def _take_desk(self) -> bool:
        """Two programs at one desk would take each other for a crash."""
        if self._lock_file is None:
            folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.TempLocation)
            self._lock_file = QLockFile(f"{folder}/sciatica-intake-{self._place_hash()}.lock")
            self._lock_file.setStaleLockTime(0)
        if self._lock_file.isLocked() or self._lock_file.tryLock(0):
            return True
        return self._lock_file.error() != QLockFile.LockError.LockFailedError

    def _place_hash(self) -> str:
        # Qt's own: hashlib would load OpenSSL before the first paint.
        digest = QCryptographicHash.hash(f"{self.place}\n{self.desk}".encode(), QCryptographicHash.Algorithm.Sha256)
        return bytes(digest.toHex().data()).decode()[:16]

    @Slot(object)
    def _on_found(self, found: object) -> None:
        self.unlock.set_busy(False)
        settings_key = f"{_ASKS}/{self._place_hash()}"
        if isinstance(found, Opened):
            # Only how these records open by themselves; a passphrase typed today is asked for again tomorrow.
            if self.window.page is not self.unlock:
                QSettings().setValue(settings_key, "")
            self._show_people(found)
        elif found == "setup":
            self._show_setup()
        else:
            QSettings().setValue(settings_key, "passphrase" if found == "passphrase" else "")
            self.unlock.ask_for(recovery=found == "recovery key", can_switch=found == "passphrase")
            self.window.show_page(self.unlock)
            self.unlock.focus_first()
        self.ready.emit()
        # While somebody types their passphrase.
        BackgroundTask(_import_pages, self).start()

    @Slot(str)
    def _on_passphrase_given(self, passphrase: str) -> None:
        assert isinstance(self.place, Path)
        place = self.place
        self._run(lambda: opening.open_with_passphrase(place, passphrase), self._on_found, None, self._on_not_unlocked)

    @Slot(str, str)
    def _on_recovery_key_given(self, recovery_key: str, passphrase: str) -> None:
        assert isinstance(self.place, Path)
        place = self.place
        self._run(
            lambda: opening.open_with_recovery_key(place, recovery_key, passphrase),
            self._on_found,
            None,
            self._on_not_unlocked,
        )

    @Slot(object)
    def _on_not_unlocked(self, error: Exception) -> None:
        if isinstance(error, SciaticaIntakeError):
            self.unlock.show_issue(str(error))
        else:
            self._on_failed(error)

    # --- first run

    def _show_setup(self) -> None:
        # Late: it reads the countries from the content pack.
        from desktop.start.setup_page import SetupPage

        if self._setup is None:
            self._setup = SetupPage(self.window.stack)
            self.window.add_page(self._setup)
            self._setup.finished.connect(self._on_setup_finished)
        encrypts = isinstance(self.place, Path)
        self._setup.set_ways_to_keep(has_keyring=encrypts and opening.keyring_is_usable(), encrypts=encrypts)
        self.window.show_page(self._setup)
        self._setup.focus_first()

    @property
    def setup(self) -> "SetupPage | None":
        return self._setup

    @Slot(object)
    def _on_setup_finished(self, first: FirstRun) -> None:
        self._run(lambda: opening.set_up(self.place, first), self._on_set_up, None, self._on_not_set_up)

    @Slot(object)
    def _on_not_set_up(self, error: Exception) -> None:
        if isinstance(error, SciaticaIntakeError) and self._setup is not None:
            self._setup.show_issue(str(error))
        else:
            self._on_failed(error)

    @Slot(object)
    def _on_set_up(self, done: SetUp) -> None:
        self.opened = done.opened
        self.window.header.set_clinic(done.opened.clinic_name)
        self._entering = next(one for one in done.opened.people if one.user_name == done.user_name)
        if self._setup is not None:
            self.window.remove_page(self._setup)
            self._setup = None
        if done.recovery_key:
            self._show_recovery_key(done.recovery_key)
        else:
            self._enter(self._entering)

    @property
    def recovery_page(self) -> "RecoveryKeyPage | None":
        return self._recovery_page

    def _show_recovery_key(self, recovery_key: str) -> None:
        from desktop.start.recovery_key_page import RecoveryKeyPage  # seldom needed

        if self._recovery_page is None:
            self._recovery_page = RecoveryKeyPage(self.window.stack)
            self.window.add_page(self._recovery_page)
            self._recovery_page.finished.connect(self._on_recovery_put_away)
        assert self.opened is not None
        self.window.show_page(self._recovery_page)
        self._recovery_page.show_key(recovery_key, self.opened.clinic_name)

    @Slot()
    def _on_recovery_put_away(self) -> None:
        if self._entering is not None:
            self._enter(self._entering)
        elif self._covered is not None:
            self.window.show_page(self._covered)
            self._covered = None

    # --- signing in and out

    def _show_people(self, opened: Opened) -> None:
        self.opened = opened
        self.window.header.set_clinic(opened.clinic_name)
        self.sign_in.show_sign_in()
        self.sign_in.set_clinic(opened.clinic_name)
        last = str(QSettings().value("start/last_user", ""))
        people = [self._person(one) for one in opened.people]
        self.sign_in.set_people(people, chosen="" if self.one_click else last, one_click=bool(self.one_click))
        self.window.show_page(self.sign_in)
        self.sign_in.focus_first()

    def _person(self, practitioner: "Practitioner") -> Person:
        return Person(practitioner.user_name, practitioner.name, self.role_words(practitioner.role))

    def role_words(self, role: str) -> str:
        words = {
            "reception": self.tr("Reception"),
            "physio": self.tr("Physiotherapist"),
            "lead": self.tr("Lead physiotherapist"),
            "admin": self.tr("Administrator"),
        }
        return words.get(role, role)

    @Slot(str, str)
    def _on_sign_in_requested(self, user_name: str, secret: str) -> None:
        assert self.opened is not None
        practitioner = next(one for one in self.opened.people if one.user_name == user_name)
        secret = secret or self.one_click.get(user_name, "")
        store, desk = self.opened.store, self.desk

        def check() -> "tuple[Practitioner, bool]":
            from desktop.clinic import now_utc
            from forms.records.encryption import secret_matches

            give_back()  # what was open before is closed, and Argon2 takes 64 MB for a moment
            is_right = secret_matches(practitioner.secret_hash, secret)
            if not is_right:
                store.add_audit(at=now_utc(), who=user_name, what="sign-in refused", detail=desk)
            return practitioner, is_right

        self._run(check, self._on_checked, None, self._on_not_checked)

    @Slot(object)
    def _on_checked(self, outcome: "tuple[Practitioner, bool]") -> None:
        practitioner, is_right = outcome
        self.sign_in.set_busy(False)
        if not is_right:
            self.sign_in.show_issue(self.tr("That is not your passphrase. Check Caps Lock and type it again."))
            return
        self._enter(practitioner)

    @Slot(object)
    def _on_not_checked(self, error: Exception) -> None:
        if not isinstance(error, SciaticaIntakeError):
            self._on_failed(error)
            return
        self.sign_in.show_issue(str(error))

    def _enter(self, practitioner: "Practitioner") -> None:
        """This person works here from now on."""
        self._entering = None
        if self.is_locked and self.clinic is not None and self.clinic.user.user_name == practitioner.user_name:
            self._uncover()
            return
        if not self._leave_session():
            return
        from desktop.clinic import Clinic
        from desktop.reception.reception_page import ReceptionPage

        assert self.opened is not None
        clinic = Clinic(self.opened.store, self.opened.content, practitioner, self.desk)
        try:
            clinic.note_signed_in()
            # Whoever may open no visit leaves what is to be recovered for somebody who may.
            recovery = clinic.start_session() if clinic.may("open a visit") else None
        except SciaticaIntakeError as error:
            self._entering = practitioner
            self._show_trouble(*_in_words(self, error), self._on_enter_again)
            return
        QSettings().setValue("start/last_user", practitioner.user_name)
        self.clinic = clinic
        self.reception = ReceptionPage(clinic, self.window.stack)
        self.reception.visit_opened.connect(self.open_visit)
        self.reception.registering_ended.connect(self.window.hide_trouble)
        self.window.add_page(self.reception)
        self.window.header.set_user(
            practitioner.name,
            self.role_words(practitioner.role),
            may_manage=clinic.may("manage accounts"),
            has_recovery_key=self.opened.key is not None,
        )
        self._active_at = time.monotonic()
        self._idle.start()
        self.window.show_page(self.reception)
        self.reception.people.focus_first()
        self.signed_in.emit(clinic)
        if recovery is not None:
            self._recover(recovery.place.encounter_id, recovery)

    @Slot()
    def _on_enter_again(self) -> None:
        if self._entering is not None:
            self._enter(self._entering)

    def _recover(self, encounter_id: str, recovery: object) -> None:
        """Open what was open when the program was stopped, at the same question, and say so."""
        from forms.records.entries import Recovery

        assert self.clinic is not None and isinstance(recovery, Recovery)
        try:
            visit = self.clinic.visit(encounter_id)
        except SciaticaIntakeError:
            return
        self._open_at(visit, recovery.place.page, recovery.place.key)
        count = self.tr("%n answers", "", recovery.answers) if recovery.answers != 1 else self.tr("1 answer")
        if recovery.last_answer_at is not None:
            last = f"{recovery.last_answer_at.astimezone():%H:%M}"
            text = self.tr("{count} kept, the last at {time}. You are at the same question.")
            text = text.format(count=count.replace("%n", str(recovery.answers)), time=last)
        else:
            text = self.tr("Nothing had been answered yet.")
        title = self.tr("Recovered: {name}").format(name=visit.patient.display_name)
        self.window.show_notice(title, text)

    @Slot()
    def sign_out(self) -> None:
        if self._leave_session() and self.opened is not None:
            self._show_people(self._with_people_now(self.opened))

    def _end_session(self) -> None:
        """Nothing is open at this desk any more."""
        if self.clinic is not None and self.clinic.may("open a visit"):
            self.clinic.forget_place()
            self.clinic.end_session()

    def _with_people_now(self, opened: Opened) -> Opened:
        try:
            people = tuple(one for one in opened.store.practitioners() if one.active)
            name = opened.store.settings().get("clinic_name", "")
        except SciaticaIntakeError:
            return opened
        return opened._replace(people=people, clinic_name=name)

    def _leave_session(self) -> bool:
        """Close what is open, once it is saved; False when it is not."""
        if self.clinic is None:
            return True
        if self.visit is not None and not self.visit.flush():
            return False
        self._idle.stop()
        self._close_dialogs()
        if self.visit is not None:
            self.visit.stop_noting()
        self._wait_for_background()
        try:
            self._end_session()
        except SciaticaIntakeError as error:
            self.window.show_trouble(self.tr("The session is not closed"), str(error))
            return False
        self._drop_visit()
        if self.reception is not None:
            self.window.remove_page(self.reception)
        self.reception = self.clinic = self._covered = None
        self.window.header.set_user("", "", may_manage=False, has_recovery_key=False)
        self.window.hide_notice()
        self.window.hide_trouble()
        return True

    # --- visits

    @Slot(object)
    def open_visit(self, visit: "OpenVisit") -> None:
        """Open a visit where this person's work on it is."""
        view = self._make_visit(visit)
        view.open_usual()
        self.window.show_page(view)
        self._focus(view)

    def _open_at(self, visit: "OpenVisit", page: str, key: str) -> None:
        view = self._make_visit(visit)
        self.window.show_page(view)
        view.open_at(page, key)

    def _make_visit(self, visit: "OpenVisit") -> "VisitView":
        from desktop.visit_view import VisitView

        assert self.clinic is not None
        self._drop_visit()
        view = VisitView(self.clinic, visit, self.window.stack)
        view.closed.connect(self._on_visit_closed)
        view.hand_requested.connect(self._on_hand_requested)
        view.saving.connect(self.window.header.show_saving)
        view.saved.connect(self._on_saved)
        view.failed.connect(self._on_not_saved)
        self.window.header.show_nothing_open()
        self.visit = view
        return view

    def _focus(self, view: "VisitView") -> None:
        if view.intake is not None and view.stack.currentWidget() is view.intake:
            view.intake.view(view.intake.current_page).focus_first()

    def _drop_visit(self) -> None:
        if self.visit is not None:
            self.window.remove_page(self.visit)
            self.visit = None
            self.window.header.show_nothing_open()
            QTimer.singleShot(_TIDY_MS, self, self._tidy)

    @Slot()
    def _tidy(self) -> None:
        """Once the pages of a visit are gone, let the system have their memory."""
        BackgroundTask(give_back, self).start()

    @Slot()
    def _on_visit_closed(self) -> None:
        assert self.clinic is not None and self.reception is not None
        self._wait_for_background()
        try:
            self.clinic.forget_place()
        except SciaticaIntakeError as error:
            self._on_not_saved(str(error))
        self.window.hide_notice()
        self.window.show_page(self.reception)
        self.reception.show_day()
        self._drop_visit()

    @Slot(object)
    def _on_saved(self, at: object) -> None:
        self.window.header.show_saved(at)  # type: ignore[arg-type]
        self.window.hide_trouble()
        if self._calls_when_saved and self.reception is not None:
            self._calls_when_saved = False
            self.reception.refresh()

    @Slot(str)
    def _on_not_saved(self, text: str) -> None:
        self.window.header.show_not_saved()
        again = self.tr("Nothing you typed is lost while this window stays open; it is tried again by itself.")
        self.window.show_trouble(self.tr("Not saved yet"), f"{text} {again}")

    @Slot()
    def _on_save_again(self) -> None:
        if self.visit is not None:
            self.visit.flush()

    @Slot()
    def _on_undo(self) -> None:
        if self.visit is not None and self.window.page is self.visit:
            self.visit.undo()

    @Slot()
    def _on_redo(self) -> None:
        if self.visit is not None and self.window.page is self.visit:
            self.visit.redo()

    def keep_answers(self) -> str:
        """For the crash guard: save what is open, and say whether it could be."""
        if self.visit is None:
            return ""
        if self.visit.flush():
            return self.tr("Everything you typed is saved.")
        return self.tr("The last answers could not be saved yet; keep the window open.")

    # --- the patient's own screen

    @Slot()
    def _on_hand_requested(self) -> None:
        if self.visit is None or self.window.page is not self.visit:
            return
        from desktop.intake.hand_over_dialog import HandOverDialog  # seldom needed

        dialog = HandOverDialog(self.visit.model.visit.patient, self.window)
        dialog.accepted.connect(self.hand_over)
        dialog.open()

    @Slot()
    def hand_over(self) -> None:
        """The window belongs to the patient until somebody of the clinic types their passphrase."""
        page = self.visit.hand_over(self.window.stack) if self.visit is not None else None
        if page is None:
            return  # what could not be saved is written above the page
        page.handed_back.connect(self.lock)
        page.staff_needed.connect(self._on_staff_needed)
        self._needs_desk = False
        self.window.hide_notice()
        self.window.set_alone(True)
        self.window.show_page(page)

    @property
    def is_handed_over(self) -> bool:
        return self.visit is not None and self.visit.patient is not None

    @Slot(str)
    def _on_staff_needed(self, _tier: str) -> None:
        """The call stands on the day list as soon as the answer is on disk."""
        self._needs_desk = self._calls_when_saved = True

    # --- locking

    @property
    def is_locked(self) -> bool:
        return self._covered is not None and self.window.page is self.sign_in

    @Slot()
    def lock(self) -> None:
        """Hide everything behind the sign-in page; the work stays where it is."""
        if self.clinic is None or self.is_locked or self.window.page is None:
            return
        handed = self.visit.patient if self.visit is not None else None
        if self.visit is not None:
            self.visit.take_back()
            self.visit.flush()
        self._close_dialogs()
        self._covered = self.visit if handed is not None else self.window.page
        self._covered_focus = self.window.focusWidget()
        self.window.hide_notice()
        self._idle.stop()
        user = self.clinic.user
        self.window.header.set_user("", "", may_manage=False, has_recovery_key=False)
        self.sign_in.show_sign_in()
        self.sign_in.show_locked(self._person(user))
        self.window.show_page(self.sign_in)
        if handed is not None:
            self.window.remove_page(handed)
            self.window.set_alone(False)
        self.sign_in.focus_first()

    def _uncover(self) -> None:
        assert self.clinic is not None and self._covered is not None and self.opened is not None
        user = self.clinic.user
        self.window.header.set_user(
            user.name,
            self.role_words(user.role),
            may_manage=self.clinic.may("manage accounts"),
            has_recovery_key=self.opened.key is not None,
        )
        page, self._covered = self._covered, None
        self.window.show_page(page)
        # The keyboard goes on where it was; what is shown may be another question by now.
        focus, self._covered_focus = self._covered_focus, None
        if focus is not None and isValid(focus) and page.isAncestorOf(focus) and focus.isVisible():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            page.setFocus()
        self._active_at = time.monotonic()
        self._idle.start()
        if self._needs_desk:
            self._needs_desk = False
            if page is self.visit and not self.clinic.may("see the reasoning"):
                # The day list says what the desk does now; a physio sees it in the visit.
                self.visit.close_visit()

    @Slot()
    def _on_other_requested(self) -> None:
        """Somebody else signs in: what is open is saved and closed."""
        self.sign_out()

    @Slot()
    def _on_idle_look(self) -> None:
        if (time.monotonic() - self._active_at) * 1000 >= self.idle_ms:
            self.lock()

    def _watch_activity(self) -> None:
        # On windows, not on the application: a filter there would see every event of every widget.
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_focus_window_changed)
        handle = self.window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    @Slot(QWindow)
    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        self._active_at = time.monotonic()
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIVITY:
            self._active_at = time.monotonic()
        return False

    # --- the menu

    @Slot(object)
    def _on_theme_chosen(self, theme: Theme) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, theme)
        self.window.header.show_theme(theme)
        settings = QSettings()
        settings.setValue("look/scheme", theme.scheme)
        settings.setValue("look/text_scale", theme.text_scale)

    @Slot()
    def _on_about(self) -> None:
        from importlib.metadata import PackageNotFoundError, version  # 15 ms, seldom needed

        from desktop.start.account_dialogs import AboutDialog

        try:
            number = version("sciatica-intake")
        except PackageNotFoundError:
            number = ""
        words = self.tr("Version {number}").format(number=number) if number else ""
        if self.opened is not None:
            rules = self.tr("rules {version}").format(version=self.opened.content.version)
            words = f"{words} · {rules}" if words else rules
        AboutDialog(words, self.window).open()

    @Slot()
    def _on_colleague_requested(self) -> None:
        from desktop.start.account_dialogs import ColleagueDialog

        if self.clinic is not None:
            dialog = ColleagueDialog(self.clinic, self.window)
            dialog.added.connect(self._on_people_changed)
            dialog.open()

    @Slot()
    def _on_details_requested(self) -> None:
        from desktop.start.account_dialogs import DetailsDialog

        if self.clinic is not None:
            dialog = DetailsDialog(self.clinic, self.window)
            dialog.changed.connect(self._on_details_changed)
            dialog.open()

    @Slot()
    def _on_details_changed(self) -> None:
        self._on_people_changed()
        if self.visit is not None:
            self.visit.read_details()

    @Slot()
    def _on_people_changed(self) -> None:
        assert self.opened is not None
        self.opened = self._with_people_now(self.opened)
        self.window.header.set_clinic(self.opened.clinic_name)

    @Slot()
    def _on_recovery_requested(self) -> None:
        from forms.records.encryption import change_recovery_key

        assert self.opened is not None
        if self.clinic is None or self.opened.key is None or not isinstance(self.place, Path):
            return
        try:
            recovery_key = change_recovery_key(self.place, self.opened.key)
        except SciaticaIntakeError as error:
            self.window.show_trouble(self.tr("No new recovery key"), str(error))
            return
        self._covered = self.window.page
        self._show_recovery_key(recovery_key)

    # --- goodbye

    def may_close(self) -> bool:
        """Save and say goodbye; the window stays when something could not be saved, or a patient holds it."""
        if self.is_handed_over and not self._leave_anyway:
            self.lock()
            return False
        if not self._leave_anyway and self.visit is not None and not self.visit.flush():
            count = self.visit.unsaved
            title = self.tr("Not closed: {count} answers are not saved yet").format(count=count)
            text = self.tr("Mend what is written above the page, then try again. Closing anyway loses them.")
            self.window.show_trouble(title, text, can_leave=True)
            return False
        if not self._leave_anyway and self.visit is None and self.reception and self.reception.is_registering:
            title = self.tr("Not closed: a person is not registered yet")
            text = self.tr("Register them, or go back to the day list. Closing anyway loses what is typed.")
            self.window.show_trouble(title, text, can_leave=True, can_retry=False)
            return False
        self._idle.stop()
        if self.visit is not None:
            self.visit.stop_noting()
        self._wait_for_background()
        if self.clinic is not None and not self._leave_anyway:
            # When it fails nothing is lost: the next start takes it for a crash and opens the same visit.
            with contextlib.suppress(SciaticaIntakeError):
                self._end_session()
        if self.opened is not None:
            self.opened.store.close()
        if self._lock_file is not None:
            self._lock_file.unlock()
        return True

    @Slot()
    def _on_close_anyway(self) -> None:
        self._leave_anyway = True
        self.window.close()

    def _close_dialogs(self) -> None:
        for dialog in self.window.findChildren(QDialog):
            dialog.close()

    def _wait_for_background(self) -> None:
        QThreadPool.globalInstance().waitForDone(3000)

    # --- background work and its troubles

    def _run(
        self,
        work: Callable[[], object],
        done: Callable[[Any], None],
        again: Callable[[], None] | None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        self._retry = again
        task = BackgroundTask(work, self)
        task.succeeded.connect(done)
        task.failed.connect(failed or self._on_failed)
        task.start()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._show_trouble(*_in_words(self, error), self._retry or self.start)
        if not isinstance(error, SciaticaIntakeError):
            raise error

    def _show_trouble(self, title: str, text: str, again: Callable[[], None]) -> None:
        self._retry = again
        where = self.tr("Records: {place}").format(place=self.place) if isinstance(self.place, Path) else ""
        self.window.show_page(self.trouble)
        self.trouble.show_trouble(title, text, where)

    @Slot()
    def _on_retry(self) -> None:
        if self._retry is not None:
            self._retry()


def _import_pages() -> None:
    """Load what the pages need while somebody types their passphrase."""
    import desktop.consult.consult_page
    import desktop.reception.reception_page
    import desktop.visit_view  # noqa: F401

    keep_for_good()


def keep_for_good() -> None:
    """What is loaded by now stays: looking for garbage among it would hold a key press up for a tenth of a second."""
    gc.freeze()


def _in_words(desk: Desk, error: Exception) -> tuple[str, str]:
    """A title for each kind of trouble; the text is the error's own."""
    if not isinstance(error, SciaticaIntakeError):
        text = desk.tr("Nothing that was saved is lost. Try again; if it happens again, restart the computer.")
        return desk.tr("Something went wrong in the program"), text
    titles = (
        (StoreLocked, desk.tr("The records are in use")),
        (StoreReadOnly, desk.tr("The records cannot be written")),
        (StoreFull, desk.tr("The disk is full")),
        (StoreCorrupt, desk.tr("The records are damaged")),
        (StoreTooNew, desk.tr("These records are from a newer version")),
        (WrongKey, desk.tr("The key does not fit")),
        (ContentError, desk.tr("A content file cannot be used")),
    )
    title = next((words for kind, words in titles if isinstance(error, kind)), desk.tr("The records cannot be opened"))
    return title, str(error)
