"""The front desk by keyboard: find, add, open; and the calls that nobody can overlook."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.clinic import Clinic, OpenVisit
from desktop.demo_hand import answer
from desktop.reception.reception_page import ReceptionPage
from desktop.reception.register_form import RegisterForm
from forms.patient import Patient
from forms.records.store import Store
from tests.desktop.desks import TODAY, a_clinic, a_patient, a_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path, "reception", "lead", "admin") as store:
        yield store
        QThreadPool.globalInstance().waitForDone(2000)


@pytest.fixture
def clinic(store: Store) -> Clinic:
    return a_clinic(store)


def settle() -> None:
    for _ in range(3):
        QThreadPool.globalInstance().waitForDone(2000)
        QApplication.processEvents()


def a_page(qtbot: QtBot, clinic: Clinic) -> ReceptionPage:
    page = ReceptionPage(clinic, today=lambda: TODAY)
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    settle()
    return page


def registered(clinic: Clinic, **changes: object) -> Patient:
    return clinic.register_patient(a_patient(**changes))


def test_results_come_as_one_types_and_say_why(qtbot: QtBot, clinic: Clinic) -> None:
    registered(clinic)
    registered(clinic, family="Barbelle-Demo", given="Petra")
    page = a_page(qtbot, clinic)
    qtbot.keyClicks(page.people.search, "casey")
    settle()
    (line,) = page.people.results.lines
    assert line.title == "Casey Lorrimore-Test"
    assert "fits: first name" in line.detail


def test_down_and_enter_choose_a_person_without_the_mouse(qtbot: QtBot, clinic: Clinic) -> None:
    registered(clinic)
    registered(clinic, given="Cal", family="Cifield-Dummy")
    page = a_page(qtbot, clinic)
    qtbot.keyClicks(page.people.search, "ca")
    settle()
    qtbot.keyClick(page.people.search, Qt.Key.Key_Down)
    qtbot.keyClick(page.people.results, Qt.Key.Key_Down)
    qtbot.keyClick(page.people.results, Qt.Key.Key_Return)
    assert page.stack.page is page.person
    assert page.person._title.title.text() == "Casey Lorrimore-Test"


def test_up_from_the_first_result_goes_back_to_the_search_line(qtbot: QtBot, clinic: Clinic) -> None:
    registered(clinic)
    page = a_page(qtbot, clinic)
    qtbot.keyClicks(page.people.search, "ca")
    settle()
    qtbot.keyClick(page.people.search, Qt.Key.Key_Down)
    qtbot.keyClick(page.people.results, Qt.Key.Key_Up)
    assert page.focusWidget() is page.people.search


def test_starting_a_visit_of_a_known_person(qtbot: QtBot, clinic: Clinic) -> None:
    patient = registered(clinic)
    page = a_page(qtbot, clinic)
    qtbot.keyClicks(page.people.search, patient.clinic_no)
    settle()
    qtbot.keyClick(page.people.search, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.visit_opened) as caught:
        page.press_primary()
    visit: OpenVisit = caught.args[0]
    assert visit.patient == patient
    assert visit.response.value("pt_family") == "Lorrimore-Test"


def test_a_visit_that_is_not_finished_is_gone_on_with(qtbot: QtBot, clinic: Clinic) -> None:
    patient = registered(clinic)
    begun = clinic.open_encounter(patient, TODAY)
    page = a_page(qtbot, clinic)
    page._on_person_chosen(patient)
    with qtbot.waitSignal(page.visit_opened) as caught:
        page.press_primary()
    assert caught.args[0].encounter.id == begun.encounter.id


def filled_form(qtbot: QtBot, page: ReceptionPage, typed: str) -> RegisterForm:
    qtbot.keyClicks(page.people.search, typed)
    settle()
    page.people.add.click()
    form = page.register
    assert form is not None
    return form


def test_adding_a_person_takes_over_what_was_typed_and_opens_their_visit(qtbot: QtBot, clinic: Clinic) -> None:
    page = a_page(qtbot, clinic)
    form = filled_form(qtbot, page, "casey lorrimore-test")
    assert form.fields["given"].value() == "Casey"
    answer(form.fields["birth_date"], "14 9 1979")
    with qtbot.waitSignal(page.visit_opened) as caught:
        form.press_primary()
    assert caught.args[0].patient.birth_date.isoformat() == "1979-09-14"
    assert clinic.store.count_patients() == 1


def test_a_gap_is_said_beside_its_question_and_nothing_is_registered(qtbot: QtBot, clinic: Clinic) -> None:
    page = a_page(qtbot, clinic)
    form = filled_form(qtbot, page, "casey")
    form.press_primary()
    assert form.fields["birth_date"].issue_text()
    assert form.fields["given"].issue_text()
    assert clinic.store.count_patients() == 0


def test_a_date_that_cannot_be_read_is_said_to_be_so_and_not_to_be_missing(qtbot: QtBot, clinic: Clinic) -> None:
    page = a_page(qtbot, clinic)
    form = filled_form(qtbot, page, "casey lorrimore")
    answer(form.fields["birth_date"], "12/31/1980")
    form.press_primary()
    assert "day month year" in form.fields["birth_date"].issue_text()
    assert clinic.store.count_patients() == 0


def test_a_birth_date_in_the_future_is_refused(qtbot: QtBot, clinic: Clinic) -> None:
    page = a_page(qtbot, clinic)
    form = filled_form(qtbot, page, "casey lorrimore")
    answer(form.fields["birth_date"], "1 1 2030")
    form.press_primary()
    assert form.fields["birth_date"].issue_text()
    assert clinic.store.count_patients() == 0


def test_a_likely_duplicate_is_said_while_typing_and_opened_instead(qtbot: QtBot, clinic: Clinic) -> None:
    known = registered(clinic)
    page = a_page(qtbot, clinic)
    form = filled_form(qtbot, page, "cassey lorimore-test")
    answer(form.fields["birth_date"], "14 9 1979")
    settle()
    assert form.alike == (known,)
    form._open_known.click()
    assert page.stack.page is page.person
    assert clinic.store.count_patients() == 1


def test_the_day_list_opens_a_visit_with_enter(qtbot: QtBot, clinic: Clinic) -> None:
    visit = clinic.open_encounter(registered(clinic), TODAY)
    page = a_page(qtbot, clinic)
    page.day.list.go_to_first()
    with qtbot.waitSignal(page.visit_opened) as caught:
        qtbot.keyClick(page.day.list, Qt.Key.Key_Return)
    assert caught.args[0].encounter.id == visit.encounter.id


def test_a_call_stands_over_the_day_until_somebody_has_called_and_then_says_who(qtbot: QtBot, clinic: Clinic) -> None:
    visit = clinic.open_encounter(registered(clinic), TODAY)
    clinic.store.append_answers((clinic.new_answer(visit.encounter.id, "rf_bladder", "yes_new", "reception"),))
    page = a_page(qtbot, clinic)
    (banner,) = page.day.call_banners
    assert "Please call a physio now" in banner.title()
    assert "Emergency" in banner.title()
    assert "duty physio" in banner.text()
    banner.button.click()
    settle()
    (banner,) = page.day.call_banners
    assert "by Sam Desk" in banner.title()
    assert not banner.button.isVisible()


def test_an_empty_day_says_what_to_do(qtbot: QtBot, clinic: Clinic) -> None:
    page = a_page(qtbot, clinic)
    assert page.day._empty.isVisible()
    assert page.day.list.lines == ()


def test_an_administrator_can_neither_add_nor_open(qtbot: QtBot, store: Store) -> None:
    patient = registered(a_clinic(store))
    page = a_page(qtbot, a_clinic(store, "admin"))
    assert not page.people.add.isVisible()
    page._on_person_chosen(patient)
    assert not page.person.go.isEnabled()


def test_records_that_cannot_be_read_are_said_in_words(qtbot: QtBot, clinic: Clinic, store: Store) -> None:
    page = a_page(qtbot, clinic)
    path = store.path
    assert path is not None
    settle()
    store.close()
    for name in ("", "-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)
    path.write_bytes(b"x" * 8192)
    page.refresh()
    settle()
    assert page._trouble.isVisible()
    assert "damaged" in page._trouble.accessibleDescription() or "key" in page._trouble.accessibleDescription()


def test_a_slow_answer_to_older_words_never_replaces_a_newer_one(qtbot: QtBot, clinic: Clinic) -> None:
    casey, petra = registered(clinic), registered(clinic, given="Petra", family="Barbelle-Demo")
    page = a_page(qtbot, clinic)
    qtbot.keyClicks(page.people.search, "petra")
    settle()
    page.people._on_found((1, "p", (casey,)))
    assert [line.key for line in page.people.results.lines] == [petra.id]


@pytest.mark.parametrize("width", [720, 1366])
def test_nothing_is_cut_off_sideways(qtbot: QtBot, clinic: Clinic, width: int) -> None:
    clinic.open_encounter(registered(clinic), TODAY)
    page = a_page(qtbot, clinic)
    page.resize(width, 700)
    settle()
    assert page._inside.minimumSizeHint().width() <= width
