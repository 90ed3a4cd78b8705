"""From the start to the goodbye, with the real windows: nothing is lost, nothing stays in sight, no traceback."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import make_application
from desktop.consult.consult_page import SIGN
from desktop.consult.sign_page import SignPage
from desktop.demo_hand import answer
from desktop.desk import Desk, saved_theme
from desktop.intake.hand_over_dialog import HandOverDialog
from desktop.intake.patient_page import PatientPage
from desktop.main_window import MainWindow
from desktop.start.account_dialogs import AboutDialog, ColleagueDialog, DetailsDialog
from desktop.start.opening import FirstRun, set_up
from desktop.theme import Theme, apply_theme, current_theme
from desktop.visit_view import VisitView
from desktop.widgets.file_chooser import FileChooser
from forms.errors import StoreError, StoreFull
from forms.patient import Patient
from forms.records import encryption
from forms.records.store import open_store
from forms.response import Answer
from tests.desktop.desks import SECRET, an_account
from tests.desktop.start.test_opening import first_run

_PASSPHRASE = "river stone lamp chair"


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Encrypted records with four accounts, made once: a key costs half a second."""
    folder = tmp_path_factory.mktemp("pattern")
    with set_up(folder / "records.db", first_run(passphrase=_PASSPHRASE)).opened.store as store:
        for role in ("reception", "physio", "lead", "admin"):
            store.save_practitioner(an_account(role))
    return folder


@pytest.fixture
def place(pattern: Path, tmp_path: Path) -> Path:
    """A copy of the records for this test alone."""
    return shutil.copytree(pattern, tmp_path / "clinic") / "records.db"


@pytest.fixture
def desks(qapp: QApplication) -> Iterator[list[Desk]]:
    """Whatever desks a test opens are closed after it."""
    apply_theme(qapp, Theme("light"))
    opened: list[Desk] = []
    yield opened
    for desk in opened:
        desk._leave_anyway = True
        desk.window.close()
        desk.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle() -> None:
    for _ in range(4):
        QThreadPool.globalInstance().waitForDone(5000)
        QApplication.processEvents()


def a_desk(qtbot: QtBot, desks: list[Desk], place: Path, *, idle_ms: int = 600_000, desk: str = "desk 1") -> Desk:
    """A started desk."""
    window = MainWindow()
    window.resize(1366, 768)
    one = Desk(window, place, desk=desk, idle_ms=idle_ms)
    desks.append(one)
    one.show_first()
    window.show()
    one.start()
    settle()
    return one


def unlocked(qtbot: QtBot, desks: list[Desk], place: Path, **options: object) -> Desk:
    desk = a_desk(qtbot, desks, place, **options)  # type: ignore[arg-type]
    desk.unlock.passphrase.set_text(_PASSPHRASE)
    desk.unlock.press_primary()
    settle()
    return desk


def sign_in(desk: Desk, role: str = "reception", secret: str = SECRET) -> None:
    assert desk.sign_in._rows is not None
    button = desk.sign_in._rows.button(role)
    assert button is not None
    button.click()
    desk.sign_in.secret.set_text(secret)
    desk.sign_in.press_primary()
    settle()


def signed_in(qtbot: QtBot, desks: list[Desk], place: Path, role: str = "reception", **options: object) -> Desk:
    desk = unlocked(qtbot, desks, place, **options)
    sign_in(desk, role)
    return desk


def a_visit(desk: Desk) -> VisitView:
    """Somebody registered, with their visit open in the window."""
    assert desk.clinic is not None and desk.reception is not None
    found = desk.clinic.find_people("Lorrimore")
    patient = found[0] if found else desk.clinic.register_patient(a_person())
    desk.reception._on_start_requested(patient)
    settle()
    assert desk.visit is not None
    return desk.visit


def a_person() -> Patient:
    return Patient(family="Lorrimore-Test", given="Casey", birth_date=date(1979, 9, 14), phone="01632 960 201")


def give(visit: VisitView, key: str, value: str) -> None:
    """A person's hand answers a question in the window."""
    assert visit.intake is not None
    visit.intake.go_to(key)
    field = visit.intake.view(visit.intake.current_page).field(key)
    assert field is not None
    answer(field, value)


def visible_words(window: QWidget) -> str:
    return "\n".join(
        text
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        for text in (getattr(widget, "text", str)(), widget.accessibleName())
        if isinstance(text, str)
    )


# --- starting


def test_the_first_start_sets_the_clinic_up_and_ends_at_the_front_desk(
    qtbot: QtBot, desks: list[Desk], tmp_path: Path
) -> None:
    desk = a_desk(qtbot, desks, tmp_path / "new" / "records.db")
    setup = desk.setup
    assert desk.window.page is setup
    assert setup is not None
    setup.clinic.lines["clinic_name"].set_text("Riverside")
    setup.clinic.lines["clinic_phone"].set_text("01632 960 120")
    setup.press_primary()
    setup.you.name.set_text("Jo Hart")
    setup.you.registration.set_text("PH1")
    setup.you.secret.set_text(SECRET)
    setup.you.again.set_text(SECRET)
    setup.press_primary()
    setup.key.first.set_text(_PASSPHRASE)
    setup.key.again.set_text(_PASSPHRASE)
    setup.press_primary()
    settle()
    recovery = desk.recovery_page
    assert recovery is not None
    assert desk.window.page is recovery
    recovery.away.click()
    recovery.press_primary()
    settle()
    assert desk.window.page is desk.reception
    assert desk.clinic is not None
    assert desk.clinic.user.name == "Jo Hart"
    assert "Riverside" in visible_words(desk.window)


def test_records_behind_a_passphrase_are_unlocked_and_somebody_signs_in(
    qtbot: QtBot, desks: list[Desk], place: Path
) -> None:
    desk = a_desk(qtbot, desks, place)
    assert desk.window.page is desk.unlock
    desk.unlock.passphrase.set_text("not the passphrase")
    desk.unlock.press_primary()
    settle()
    assert "not the passphrase" in desk.unlock.passphrase.issue_text()
    desk.unlock.passphrase.set_text(_PASSPHRASE)
    desk.unlock.press_primary()
    settle()
    assert desk.window.page is desk.sign_in
    sign_in(desk)
    assert desk.window.page is desk.reception


def test_the_next_start_paints_the_page_that_was_right_last_time(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    make_application(Theme("light"))
    desk = signed_in(qtbot, desks, place)
    desk.window.close()
    window = MainWindow()
    again = Desk(window, place, desk="desk 1")
    desks.append(again)
    again.show_first()
    assert window.page is again.unlock


def test_a_wrong_secret_opens_nothing_and_is_in_the_audit(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = unlocked(qtbot, desks, place)
    sign_in(desk, secret="wrong")
    assert desk.window.page is desk.sign_in
    assert desk.clinic is None
    assert desk.sign_in.secret.issue_text()
    assert desk.opened is not None
    assert desk.opened.store.audit()[-1].what == "sign-in refused"


def test_a_second_window_at_the_same_desk_is_told_so_and_can_try_again(
    qtbot: QtBot, desks: list[Desk], place: Path
) -> None:
    first = signed_in(qtbot, desks, place)
    second = a_desk(qtbot, desks, place)
    assert second.window.page is second.trouble
    first.window.close()
    second.trouble.press_primary()
    settle()
    assert second.window.page is second.unlock


# --- troubles of the store


def damage(place: Path) -> None:
    place.write_bytes(place.read_bytes()[:4096] + b"\0" * 8192)
    for name in ("-wal", "-shm"):
        place.with_name(place.name + name).unlink(missing_ok=True)


def test_damaged_records_are_a_calm_page_with_what_to_do_and_a_second_try(
    qtbot: QtBot, desks: list[Desk], place: Path, tmp_path: Path
) -> None:
    shutil.copy(place, tmp_path / "good.db")
    damage(place)
    desk = a_desk(qtbot, desks, place)
    desk.unlock.passphrase.set_text(_PASSPHRASE)
    desk.unlock.press_primary()
    settle()
    words = desk.unlock.passphrase.issue_text() or desk.trouble.text()
    assert "backup" in words
    shutil.copy(tmp_path / "good.db", place)
    desk.unlock.press_primary()
    settle()
    assert desk.window.page is desk.sign_in


def test_a_lost_key_file_is_a_page_that_says_where_it_belongs(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    kept = encryption.key_file(place).read_bytes()
    encryption.key_file(place).unlink()
    desk = a_desk(qtbot, desks, place)
    assert desk.window.page is desk.trouble
    assert "backup" in desk.trouble.text()
    encryption.key_file(place).write_bytes(kept)
    desk.trouble.press_primary()
    settle()
    assert desk.window.page is desk.unlock


def test_an_error_nobody_foresaw_is_a_page_too(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    window = MainWindow()

    def broken() -> object:
        raise RuntimeError("patient data must not be here")

    desk = Desk(window, place, desk="desk 1", open_now=broken)  # type: ignore[arg-type]
    desks.append(desk)
    desk.show_first()
    window.show()
    with qtbot.captureExceptions() as caught:
        desk.start()
        settle()
    assert window.page is desk.trouble
    assert "patient data" not in desk.trouble.text()
    assert caught


# --- a visit: saved, undone, hidden, closed


def test_an_answer_is_saved_and_the_window_says_when(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    visit = a_visit(desk)
    give(visit, "pt_sex", "female")
    with qtbot.waitSignal(visit.saved, timeout=1000):
        give(visit, "pain_side", "R")
    assert desk.window.header.saved_text().startswith("Saved ")
    assert desk.clinic is not None
    assert desk.clinic.store.response(visit.model.visit.encounter.id).value("pain_side") == "R"


def test_every_screen_of_a_visit_says_whose_it_is(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    visit = a_visit(desk)
    give(visit, "pain_side", "R")
    words = visit.banner.words()
    assert "Casey Lorrimore-Test" in words
    assert "14 September 1979" in words
    assert visit.model.visit.patient.clinic_no in words
    assert "right" in words


def test_ctrl_z_takes_an_answer_back_and_ctrl_y_gives_it_again(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    visit = a_visit(desk)
    give(visit, "pain_side", "R")
    desk.window.activateWindow()
    qtbot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert visit.model.value("pain_side") is None
    qtbot.keyClick(desk.window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert visit.model.value("pain_side") == "R"


def test_an_answer_that_cannot_be_saved_is_said_and_the_window_does_not_close_silently(
    qtbot: QtBot, desks: list[Desk], place: Path
) -> None:
    desk = signed_in(qtbot, desks, place)
    visit = a_visit(desk)
    full = [True]
    save = visit.saver._save

    def to_a_full_disk(answers: tuple[Answer, ...]) -> None:
        if full[0]:
            raise StoreFull("The disk is full. Free some space, then try again.")
        save(answers)

    visit.saver._save = to_a_full_disk
    with qtbot.waitSignal(visit.failed, timeout=1000):
        give(visit, "pain_side", "R")
    assert desk.window.header.saved_text() == "Not saved yet"
    assert "Free some space" in desk.window.trouble.accessibleDescription()
    assert not desk.window.close()
    assert desk.window.isVisible()
    assert "1 answers" in desk.window.trouble.accessibleName()
    full[0] = False
    desk.window._retry.click()
    assert not desk.window.trouble.isVisible()
    assert desk.window.close()


def test_the_window_does_not_close_on_somebody_half_registered(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    reception = desk.reception
    assert reception is not None
    reception._on_new_requested("")
    assert reception.register is not None
    answer(reception.register.fields["family"], "Lorrimore-Test")
    assert not desk.window.close()
    assert desk.window.isVisible()
    assert "not registered yet" in desk.window.trouble.accessibleName()
    assert not desk.window._retry.isVisible()
    answer(reception.register.fields["given"], "Casey")
    answer(reception.register.fields["birth_date"], "1979-09-14")
    reception.register.press_primary()
    settle()
    assert desk.visit is not None
    assert not desk.window.trouble.isVisible()
    assert desk.window.close()


def test_a_half_registered_person_may_be_given_up(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    assert desk.reception is not None
    desk.reception._on_new_requested("Casey Lorrimore-Test")
    assert not desk.window.close()
    desk.window._leave.click()
    assert not desk.window.isVisible()


def test_closing_saves_what_was_typed_a_moment_ago(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    visit = a_visit(desk)
    encounter_id = visit.model.visit.encounter.id
    give(visit, "pain_side", "R")
    assert desk.window.close()
    from desktop.start.opening import Opened, open_with_passphrase

    opened = open_with_passphrase(place, _PASSPHRASE)
    assert isinstance(opened, Opened)
    with opened.store:
        assert opened.store.response(encounter_id).value("pain_side") == "R"
        assert opened.store.start_session("desk 1", visit.clinic._clock()) is None


def test_reception_finishing_the_intake_comes_back_to_the_day_list(
    qtbot: QtBot, desks: list[Desk], place: Path
) -> None:
    desk = signed_in(qtbot, desks, place)
    visit = a_visit(desk)
    assert visit.intake is not None
    visit.intake.consult_requested.emit()
    settle()
    assert desk.window.page is desk.reception
    assert desk.visit is None
    assert len(desk.reception.day.lines) == 1


# --- hiding and leaving


def test_locking_hides_the_patient_and_the_same_person_goes_on_where_they_were(
    qtbot: QtBot, desks: list[Desk], place: Path
) -> None:
    desk = signed_in(qtbot, desks, place)
    visit = a_visit(desk)
    desk.lock()
    assert "Casey" not in visible_words(desk.window)
    assert "Sam Desk" in visible_words(desk.window)
    sign_in(desk)
    assert desk.window.page is visit


def test_an_idle_desk_locks_itself(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place, idle_ms=300)
    a_visit(desk)
    qtbot.waitUntil(lambda: desk.is_locked, timeout=3000)
    assert "Casey" not in visible_words(desk.window)


def test_asking_for_a_file_ends_when_the_desk_locks(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    visit = a_visit(desk)
    chooser = FileChooser("Save the PDF", "PDF (*.pdf)", visit, save_as="programme.pdf", suffix="pdf")
    chooser.open()
    assert chooser.isVisible() and chooser.testOption(FileChooser.Option.DontUseNativeDialog)
    desk.lock()
    assert not any(one.isVisible() for one in desk.window.findChildren(FileChooser))


def test_somebody_typing_keeps_the_desk_open(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place, idle_ms=600)
    handle = desk.window.windowHandle()
    assert handle is not None
    for _ in range(8):
        qtbot.wait(120)
        QTest.keyClick(handle, Qt.Key.Key_A)
    assert not desk.is_locked


def test_somebody_else_may_sign_in_at_a_locked_desk_and_sees_nothing_of_before(
    qtbot: QtBot, desks: list[Desk], place: Path
) -> None:
    desk = signed_in(qtbot, desks, place)
    visit = a_visit(desk)
    give(visit, "pain_side", "R")
    encounter_id = visit.model.visit.encounter.id
    desk.lock()
    desk.sign_in.other.click()
    settle()
    sign_in(desk, "physio")
    assert desk.clinic is not None
    assert desk.clinic.user.role == "physio"
    assert desk.visit is None
    assert desk.clinic.store.response(encounter_id).value("pain_side") == "R"


def test_signing_out_forgets_who_was_there(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    a_visit(desk)
    desk.sign_out()
    settle()
    assert desk.window.page is desk.sign_in
    assert "Casey" not in visible_words(desk.window)
    assert not desk.window.header.user.isVisible()


# --- the menus


def test_the_look_is_chosen_from_the_menu_and_remembered(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    make_application(Theme("light"))
    desk = signed_in(qtbot, desks, place)
    header = desk.window.header
    for action in (*header._schemes.actions(), *header._scales.actions()):
        if action.data() in ("dark", 2.0):
            action.trigger()
    assert current_theme() == Theme("dark", 2.0)
    assert saved_theme() == Theme("dark", 2.0)
    QSettings().setValue("look/text_scale", "nonsense")
    assert saved_theme().text_scale == 1.0


def test_f1_says_the_intended_purpose_word_for_word(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    desk.window.header.about_requested.emit()
    dialog = desk.window.findChild(AboutDialog)
    assert isinstance(dialog, AboutDialog)
    assert dialog.purpose.text().startswith("For use by registered physiotherapists.")
    assert "It does not diagnose." in dialog.purpose.text()
    dialog.accept()


@pytest.mark.parametrize(("role", "may"), [("reception", False), ("physio", False), ("lead", True), ("admin", True)])
def test_only_a_lead_or_an_administrator_manages_accounts(
    qtbot: QtBot, desks: list[Desk], place: Path, role: str, may: bool
) -> None:
    desk = signed_in(qtbot, desks, place, role)
    assert desk.window.header._colleague.isVisible() is may


def test_a_colleague_added_can_sign_in(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place, "lead")
    desk.window.header.colleague_requested.emit()
    dialog = desk.window.findChild(ColleagueDialog)
    assert isinstance(dialog, ColleagueDialog)
    dialog.press_primary()
    assert dialog.name.issue_text()
    dialog.name.set_text("Ben New")
    dialog.secret.set_text("another good secret")
    dialog.again.set_text("another good secret")
    dialog.press_primary()
    settle()
    desk.sign_out()
    settle()
    sign_in(desk, "ben.new", "another good secret")
    assert desk.clinic is not None
    assert (desk.clinic.user.name, desk.clinic.user.role) == ("Ben New", "reception")


def test_a_lead_makes_a_new_recovery_key_and_the_old_one_opens_nothing(
    qtbot: QtBot, desks: list[Desk], place: Path
) -> None:
    desk = signed_in(qtbot, desks, place, "lead")
    desk.window.header.recovery_requested.emit()
    page = desk.recovery_page
    assert page is not None
    assert encryption.unlock_with_recovery_key(place, page._key)
    page.away.click()
    page.press_primary()
    assert desk.window.page is desk.reception


def test_the_crash_guard_is_told_whether_the_answers_are_saved(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    assert desk.keep_answers() == ""
    visit = a_visit(desk)
    give(visit, "pain_side", "R")
    assert desk.keep_answers() == "Everything you typed is saved."

    def fail(_answers: tuple[Answer, ...]) -> None:
        raise StoreError("No.")

    visit.saver._save = fail
    give(visit, "pain_side", "L")
    assert "could not be saved" in desk.keep_answers()


def test_first_runs_are_not_mixed_up_with_later_ones(place: Path) -> None:
    with pytest.raises(StoreError, match="passphrase"):
        set_up(place, FirstRun({}, "Somebody Else", "lead", "X", "their secret", "some other passphrase"))


# --- the patient's own screen


def on_their_own(desk: Desk) -> PatientPage:
    """The screen handed to the patient as the desk does it: asked, confirmed, handed."""
    visit = a_visit(desk)
    QTest.keyClick(desk.window.focusWidget() or visit, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = desk.window.findChildren(HandOverDialog)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settle()
    assert isinstance(desk.window.page, PatientPage)
    return desk.window.page


def give_as_patient(page: PatientPage, key: str, value: str) -> None:
    for _step in range(300):
        if key in page.shown_keys():
            break
        page.next_step()
    view = page._stack.currentWidget().widget()  # type: ignore[attr-defined]
    answer(view.field(key), value)
    settle()


def give_back(page: PatientPage) -> None:
    for _step in range(300):
        if page.progress() == "" and page._place > 0:
            break
        page.next_step()
    page.next_step()
    settle()


@pytest.mark.parametrize("role", ["reception", "physio"])
def test_before_the_screen_is_handed_over_staff_see_whose_it_must_be(
    qtbot: QtBot, desks: list[Desk], place: Path, role: str
) -> None:
    desk = signed_in(qtbot, desks, place, role)
    visit = a_visit(desk)
    QTest.mouseClick(visit.banner.hand, Qt.MouseButton.LeftButton)
    (dialog,) = desk.window.findChildren(HandOverDialog)
    assert dialog.name.text() == "Casey Lorrimore-Test" and dialog.born.text() == "born 14 September 1979"
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    settle()
    assert desk.window.page is visit and not desk.is_handed_over


def test_a_patient_sees_nothing_but_their_questions_and_no_key_leads_out(
    qtbot: QtBot, desks: list[Desk], place: Path
) -> None:
    desk = signed_in(qtbot, desks, place)
    assert desk.clinic is not None
    desk.clinic.register_patient(Patient(family="Neighbour-Test", given="Robin", birth_date=date(1961, 1, 1)))
    page = on_their_own(desk)
    assert not desk.window.header.isVisible()
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    for key, modifier in (
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_L, control),
        (Qt.Key.Key_H, control),
        (Qt.Key.Key_F, control),
        (Qt.Key.Key_N, control),
        (Qt.Key.Key_J, control),
        (Qt.Key.Key_Z, control),
        (Qt.Key.Key_Backspace, control),
        (Qt.Key.Key_V, alt),
        (Qt.Key.Key_H, alt),
        (Qt.Key.Key_1, alt),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(desk.window.focusWidget() or page, key, modifier)
        settle()
        assert desk.window.page is page and not QApplication.activePopupWidget()
        assert not [one for one in desk.window.findChildren(QDialog) if one.isVisible()]
    seen = visible_words(desk.window)
    for _press in range(40):
        QTest.keyClick(desk.window.focusWidget() or page, Qt.Key.Key_Tab)
        focus = desk.window.focusWidget()
        assert focus is page or (focus is not None and page.isAncestorOf(focus))
        seen += visible_words(desk.window)
    assert "Neighbour" not in seen and "Sam Desk" not in seen and "Lorrimore" not in seen


def test_what_a_patient_answers_is_theirs_in_the_record_and_stands_in_the_visit(
    qtbot: QtBot, desks: list[Desk], place: Path
) -> None:
    desk = signed_in(qtbot, desks, place)
    page = on_their_own(desk)
    give_as_patient(page, "pain_side", "L")
    give_back(page)
    assert desk.is_locked and not desk.is_handed_over
    assert "Casey" not in visible_words(desk.window)
    sign_in_again(desk, "not the one")
    assert desk.is_locked
    sign_in_again(desk, SECRET)
    visit = desk.visit
    assert visit is not None and desk.window.page is visit and desk.window.header.isVisible()
    assert visit.model.response.value("pain_side") == "L" and "side: left" in visit.banner.words()
    assert desk.clinic is not None
    rows = desk.clinic.store.answers(visit.model.visit.encounter.id)
    assert {row.role for row in rows if row.key == "pain_side"} == {"patient"}
    assert visit.intake is not None
    visit.intake.go_to("pain_side")
    field = visit.intake.view(visit.intake.current_page).field("pain_side")
    assert field is not None and field.value() == "L"
    QTest.keyClick(visit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert visit.model.response.value("pain_side") == "L"
    logged = [entry.what for entry in desk.clinic.store.audit(visit.model.visit.encounter.id)]
    assert "handed the screen to the patient" in logged


def sign_in_again(desk: Desk, secret: str) -> None:
    """Whoever locked the screen is chosen already."""
    desk.sign_in.secret.set_text(secret)
    desk.sign_in.press_primary()
    settle()


def test_closing_the_window_does_not_take_a_patient_past_the_lock(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    page = on_their_own(desk)
    give_as_patient(page, "pain_side", "R")
    assert not desk.window.close()
    settle()
    assert desk.window.isVisible() and desk.is_locked
    sign_in_again(desk, SECRET)
    assert desk.visit is not None and desk.visit.model.response.value("pain_side") == "R"


def test_an_idle_screen_in_a_patients_hands_locks_too(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    on_their_own(desk)
    desk.idle_ms = 0
    desk._on_idle_look()
    assert desk.is_locked and not desk.is_handed_over


def test_an_answer_that_needs_staff_stands_on_the_day_list_when_the_screen_comes_back(
    qtbot: QtBot, desks: list[Desk], place: Path
) -> None:
    desk = signed_in(qtbot, desks, place)
    page = on_their_own(desk)
    give_as_patient(page, "rf_saddle", "yes_new")
    assert desk.reception is not None and desk.visit is not None
    encounter_id = desk.visit.model.visit.encounter.id
    qtbot.waitUntil(lambda: bool(desk.reception and desk.reception.day.call_banners), timeout=5000)
    assert desk.window.page is page
    give_back(page)
    sign_in_again(desk, SECRET)
    assert desk.window.page is desk.reception
    (banner,) = desk.reception.day.call_banners
    assert banner.isVisible() and "Casey" in banner.title() and banner._encounter_id == encounter_id


def test_a_program_killed_in_a_patients_hands_starts_at_the_lock(
    qtbot: QtBot, desks: list[Desk], place: Path, tmp_path: Path
) -> None:
    desk = signed_in(qtbot, desks, place)
    give_as_patient(on_their_own(desk), "pain_side", "L")
    qtbot.wait(300)  # the place is noted a moment after it was reached
    settle()
    # What a killed program leaves behind: the records as they stand, and no goodbye.
    left = tmp_path / "killed"
    left.mkdir()
    for file in place.parent.iterdir():
        shutil.copy(file, left / file.name)
    again = a_desk(qtbot, desks, left / "records.db")
    assert again.window.page is again.unlock
    assert "Casey" not in visible_words(again.window)
    again.unlock.passphrase.set_text(_PASSPHRASE)
    again.unlock.press_primary()
    settle()
    assert again.window.page is again.sign_in and "Casey" not in visible_words(again.window)
    sign_in(again)
    assert isinstance(again.window.page, VisitView)
    assert again.window.page.model.response.value("pain_side") == "L"


def test_after_unlocking_the_keyboard_is_where_it_was(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place)
    visit = a_visit(desk)
    desk.window.activateWindow()
    assert visit.intake is not None
    visit.intake.go_to("pc_text")
    before = desk.window.focusWidget()
    desk.lock()
    desk.sign_in.secret.set_text(SECRET)
    desk.sign_in.press_primary()
    settle()
    assert desk.window.page is visit
    assert desk.window.focusWidget() is before


# --- letters


@pytest.mark.parametrize("leaves_by", ["lock", "window", "day list", "sign out", "crash"])
def test_words_typed_into_a_letter_are_kept_however_the_desk_is_left(
    qtbot: QtBot, desks: list[Desk], place: Path, leaves_by: str
) -> None:
    desk = signed_in(qtbot, desks, place, "physio")
    visit = a_visit(desk)
    visit.model.give("rf_bladder", "yes_new")
    visit.show_consult()
    assert visit.consult is not None and desk.opened is not None
    visit.consult.go_to_step(SIGN)
    sign = visit.consult.page(SIGN)
    assert isinstance(sign, SignPage)
    sign.kind_row.button("referral letter").click()  # type: ignore[union-attr]
    QTest.keyClicks(sign.letter.note.area, "Rang at 14:10.")
    assert sign.letter.note._is_unfinished
    encounter_id, key = visit.model.visit.encounter.id, desk.opened.key
    leave = {
        "lock": desk.lock,
        "window": desk.window.close,
        "day list": visit.close_visit,
        "sign out": desk.sign_out,
        "crash": desk.keep_answers,
    }
    leave[leaves_by]()
    settle()
    with open_store(place, key) as store:
        kept = [row.impression for row in store.impressions(encounter_id)]
    assert any("Rang at 14:10." in text for text in kept)


def test_details_that_a_lead_fills_in_are_there_in_the_open_visit(qtbot: QtBot, desks: list[Desk], place: Path) -> None:
    desk = signed_in(qtbot, desks, place, "lead")
    visit = a_visit(desk)
    visit.show_consult()
    assert visit.consult is not None
    assert not visit.consult.model.details.get("crisis_line", "").strip()
    desk._on_details_requested()
    dialog = desk.window.findChild(DetailsDialog)
    assert dialog is not None
    for line in dialog.lines.lines.values():
        line.set_text(line.text() or "01632 960 124")
    dialog.press_primary()
    assert visit.consult.model.details["crisis_line"] == "01632 960 124"
