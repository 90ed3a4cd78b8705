"""All of today's handouts together: only what is signed and stands as signed, each noted, and a way to stop."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.clinic import Clinic
from desktop.reception.handouts_page import HandoutsPage
from desktop.reception.reception_page import ReceptionPage
from desktop.reception.todays_handouts import todays_handouts
from desktop.theme import Theme, apply_theme
from forms.content import load_content
from forms.errors import PermissionDenied
from forms.records.store import Store
from tests.desktop.consult.people import HELD, NOON, PHYSIO, a_consult, a_store

TODAY = date(2026, 3, 2)
ADVANCE = 60_000


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    apply_theme(qapp, Theme("light"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "records").mkdir()
    with a_store(tmp_path / "records") as store:
        yield store
        HELD.clear()


def a_clinic(store: Store, role: str = "physio") -> Clinic:
    return Clinic(store, load_content(), replace(PHYSIO, role=role), "front", clock=lambda: NOON)


@pytest.fixture
def a_day(store: Store, qtbot: QtBot) -> Clinic:
    """Three who are signed, one with an open warning, one not signed yet, and one changed since."""
    for example, is_signed in (("EX01", True), ("EX02", True), ("EX03", True), ("EX08", False), ("EX06", False)):
        page = a_consult(store, example)
        qtbot.addWidget(page)
        if is_signed:
            page.model.enter_view(("A",), "")
            assert page.model.sign("Jo", "PH 1", tuple(page.model.plan.ask_before_signing))
    changed = a_consult(store, "EX07")
    qtbot.addWidget(changed)
    changed.model.enter_view(("A",), "")
    assert changed.model.sign("Jo", "PH 1", tuple(changed.model.plan.ask_before_signing))
    clinic = a_clinic(store)
    encounter_id = changed.model.intake.visit.encounter.id
    clinic.save_answers((clinic.new_answer(encounter_id, "sit_tol_min", 5.0, "physio"),))
    return clinic


def to_files(folder: Path) -> Callable[[], QPrinter]:
    def chosen() -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(folder / "printed.pdf"))
        return printer

    return chosen


def a_page(qtbot: QtBot, clinic: Clinic) -> HandoutsPage:
    page = HandoutsPage(clinic, lambda: TODAY, None)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    page.begin()
    qtbot.waitUntil(lambda: not page._looking.isVisibleTo(page), timeout=20_000)
    return page


def printed(store: Store, clinic: Clinic) -> int:
    return sum(len(store.documents(one.encounter_id)) for one in todays_handouts(clinic, TODAY))


def test_who_is_among_them_and_why_the_others_are_not(a_day: Clinic) -> None:
    # The clock stands still in tests, so their order is not told.
    assert sorted(line.why_not for line in todays_handouts(a_day, TODAY)) == [
        "",
        "",
        "",
        "changed since it was signed",
        "not signed",
        "not signed",
    ]


def test_one_that_is_hard_to_read_stays_and_says_why(
    qtbot: QtBot, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save_settings({"ed_name": "the acute admissions ward"})
    consult = a_consult(store, "EX01")
    qtbot.addWidget(consult)
    consult.model.enter_view(("A",), "")
    assert consult.model.sign("Jo", "PH 1", tuple(consult.model.plan.ask_before_signing))
    clinic = a_clinic(store)
    page = a_page(qtbot, clinic)
    monkeypatch.setattr(page, "ask_printer", to_files(tmp_path))
    page.go.click()
    qtbot.waitUntil(lambda: not page._is_busy and page.said.isVisibleTo(page), timeout=ADVANCE)
    assert page._sent == 0 and printed(store, clinic) == 0
    assert "not easy to read" in " ".join(page._not_sent)


def test_each_is_printed_noted_and_not_offered_twice(
    qtbot: QtBot, a_day: Clinic, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_page(qtbot, a_day)
    assert page.go.text() == "Print 3 handouts"
    monkeypatch.setattr(page, "ask_printer", to_files(tmp_path))
    page.go.click()
    page.go.click()  # pressed twice
    qtbot.waitUntil(lambda: not page._is_busy and page.said.isVisibleTo(page), timeout=ADVANCE)
    assert page._sent == 3 and printed(store, a_day) == 3
    qtbot.waitUntil(lambda: "printed already" in page._others.text(), timeout=20_000)
    assert page.rows is None and not page.go.isEnabled()


def test_it_can_be_stopped_between_two(
    qtbot: QtBot, a_day: Clinic, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_page(qtbot, a_day)
    monkeypatch.setattr(page, "ask_printer", to_files(tmp_path))
    page.go.click()
    qtbot.waitUntil(lambda: page._sent == 1, timeout=ADVANCE)
    page.stop.click()
    qtbot.waitUntil(lambda: not page._is_busy, timeout=ADVANCE)
    assert page._sent < 3 and printed(store, a_day) == page._sent


def test_what_changed_meanwhile_is_left_out_and_named(
    qtbot: QtBot, a_day: Clinic, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_page(qtbot, a_day)
    last = list(page._lines.values())[-1]
    a_day.save_answers((a_day.new_answer(last.encounter_id, "rf_bladder", "yes_new", "physio"),))
    monkeypatch.setattr(page, "ask_printer", to_files(tmp_path))
    page.go.click()
    qtbot.waitUntil(lambda: not page._is_busy and page.said.isVisibleTo(page), timeout=ADVANCE)
    assert page._sent == 2 and store.documents(last.encounter_id) == ()
    assert any("Something changed meanwhile" in one for one in page._not_sent)


def test_reception_has_no_such_button_and_may_not_look(qtbot: QtBot, store: Store, a_day: Clinic) -> None:
    pages: list[QWidget] = []
    for role, may in (("reception", False), ("physio", True)):
        page = ReceptionPage(a_clinic(store, role), today=lambda: TODAY)
        qtbot.addWidget(page)
        pages.append(page)
        assert page.day.handouts.isVisibleTo(page) is may
    reception = a_clinic(store, "reception")
    with pytest.raises(PermissionDenied):
        reception.papers(todays_handouts(a_day, TODAY)[0].encounter_id)
