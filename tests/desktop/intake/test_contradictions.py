"""Answers that cannot both be right: the same words beside both questions, and once for each in the list."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.clinic import now_utc
from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from desktop.intake.intake_page import IntakePage
from desktop.intake.issue_row import IssueRow
from desktop.theme import Theme, apply_theme
from forms.content import load_content
from forms.records.store import Store
from forms.response import Value
from tests.desktop.open_visits import a_clinic, a_store, a_visit


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    apply_theme(qapp, Theme("light"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as store:
        yield store


HELD: list[IntakePage] = []


@pytest.fixture(autouse=True)
def hold() -> Iterator[None]:
    """Held until the end: let go while shown, a page may be collected mid-paint."""
    yield
    for page in HELD:
        page.close()
    HELD.clear()


def form(qtbot: QtBot, store: Store, role: str, stages: tuple[str, ...] = ("details", "intake")) -> IntakePage:
    clinic = a_clinic(store, role)
    model = IntakeModel(clinic, a_visit(store, "EX05"), role)
    page = IntakePage(model, AnswerSaver(lambda _answers: None, now_utc, model), stages)
    model.setParent(page)
    page.model_kept = model  # type: ignore[attr-defined]
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    HELD.append(page)
    return page


def give(page: IntakePage, answers: dict[str, Value | None]) -> None:
    for key, value in answers.items():
        page.model_kept.give_elsewhere(key, value)  # type: ignore[attr-defined]


def said_beside(page: IntakePage, key: str) -> str:
    """What stands under the field of this question, on its own page."""
    page.go_to(key)
    field = page.view(page.current_page).field(key)
    assert field is not None and field.isVisible()
    return field.issue_text()


TEXTS = {one.id: one.text for one in load_content().contradictions}
ITEMS = {one.id: one.items for one in load_content().contradictions}

CASES: list[tuple[str, dict[str, Value | None], tuple[str, ...]]] = [
    ("side_of_scan", {"pain_side": "L", "scans/1/img_side": "R"}, ("pain_side", "scans/1/img_side")),
    (
        "scan_before_onset",
        {"scans/1/img_date": "2026-01-02", "onset_date": "2026-02-01"},
        ("scans/1/img_date", "onset_date"),
    ),
    ("never_sits_but_drives", {"occ_unbroken_min": 0, "occ_drive_h": 8}, ("occ_unbroken_min", "occ_drive_h")),
    ("stiff_without_injury", {"inj_any": "no", "inj_stiff": "yes", "surg_12wk": "yes"}, ("inj_any", "inj_stiff")),
    ("sitting_worst_but_harmless", {"agg_sitting": "no", "worst_activity": "sit"}, ("agg_sitting", "worst_activity")),
]


@pytest.mark.parametrize(("name", "answers", "keys"), CASES, ids=[case[0] for case in CASES])
def test_the_words_stand_beside_both_questions_and_in_the_list(
    qtbot: QtBot, store: Store, name: str, answers: dict[str, Value | None], keys: tuple[str, ...]
) -> None:
    page = form(qtbot, store, "physio")
    give(page, answers)
    asked = [key for key in keys if page.model_kept.is_shown(key)]  # type: ignore[attr-defined]
    assert len(asked) == len(keys)
    for key in keys:
        assert said_beside(page, key) == TEXTS[name]
    listed = [row for row in page.findChildren(IssueRow) if TEXTS[name] in row.accessibleName()]
    assert {row.key.rsplit("/", 1)[-1] for row in listed} == set(ITEMS[name])
    assert {row.key for row in listed} >= set(keys)


def test_a_line_of_the_list_goes_to_its_question(qtbot: QtBot, store: Store) -> None:
    page = form(qtbot, store, "physio")
    give(page, {"pain_side": "L", "scans/1/img_side": "R"})
    row = next(row for row in page.findChildren(IssueRow) if row.key == "scans/1/img_side")
    row.click()
    assert page.current_page == "imaging"


def test_mending_one_answer_takes_both_complaints_away(qtbot: QtBot, store: Store) -> None:
    page = form(qtbot, store, "physio")
    give(page, {"pain_side": "L", "scans/1/img_side": "R"})
    assert said_beside(page, "pain_side")
    give(page, {"scans/1/img_side": "L"})
    assert said_beside(page, "pain_side") == "" and said_beside(page, "scans/1/img_side") == ""


def test_what_an_examination_contradicts_is_said_in_its_table(qtbot: QtBot, store: Store) -> None:
    page = form(qtbot, store, "physio", ("examination",))
    give(page, {"ex_saddle": "reduced", "rf_saddle": "no"})
    page.go_to("ex_saddle")
    field = page.view(page.current_page).field("ex_saddle")
    assert field is not None and field.issue_text() == TEXTS["saddle_found"]
