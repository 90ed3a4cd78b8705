"""The demo: every example as the knowledge base has it, a walk through the real windows, and nothing left behind."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.clinic import Clinic
from desktop.demo import walk_off_screen
from desktop.demo_clinic import demo_accounts, demo_data, example_answers, furnish, one_click
from desktop.reception.day import DayLine, day_lines
from forms.answers_file import read_answers
from forms.assessment import assess_all
from forms.clinic_details import DETAILS
from forms.content import load_content
from forms.examples import Example, load_examples
from forms.records.encryption import secret_matches
from forms.records.store import Store, open_store
from forms.response import QuestionnaireResponse

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo's clinic on the examples' own day."""
    with open_store(tmp_path_factory.mktemp("demo") / "records.db", b"k" * 32) as store:
        furnish(store, load_content(), now=datetime(2026, 3, 2, 9, 40).astimezone(), today=TODAY)
        yield store


@pytest.fixture(scope="module")
def lines(store: Store) -> dict[str, DayLine]:
    """The day list, by family name."""
    clinic = Clinic(store, load_content(), demo_accounts()[0], "demo")
    return {line.patient.family: line for line in day_lines(clinic, TODAY)}


@pytest.mark.parametrize("example", load_examples(), ids=lambda one: one.id)
def test_the_answers_the_form_needs_besides_move_no_rule(example: Example) -> None:
    content = load_content()
    own = assess_all(
        read_answers(json.dumps(example.answers_object()).encode(), content.questionnaire).response, content
    )
    answers = {**own.response.answers, **example_answers(example, content)}
    whole = assess_all(QuestionnaireResponse(TODAY, answers), content)
    for name in ("tier", "hold_physio_now", "outcome", "lead", "add_ons"):
        assert getattr(whole.impression, name) == getattr(own.impression, name), name
    assert [one.fired for one in whole.impression.findings] == [one.fired for one in own.impression.findings]
    chosen, own_chosen = whole.care_plan.activities, own.care_plan.activities
    assert [one.exercise for one in chosen] == [one.exercise for one in own_chosen]


def test_all_twelve_are_here_today(lines: dict[str, DayLine]) -> None:
    assert set(lines) == {example.family for example in load_examples()}
    assert {line.group for line in lines.values()} == {"here"}


def test_the_emergencies_call_a_physio_and_one_call_is_answered(lines: dict[str, DayLine]) -> None:
    calls = {name: line.call for name, line in lines.items() if line.call is not None}
    assert {name for name, line in lines.items() if line.tier == "emergency"} <= set(calls)
    assert [name for name, call in calls.items() if call.called_by] == ["Tailhorse-Notreal"]


def test_every_detail_of_the_clinic_is_given_and_no_number_is_real(store: Store) -> None:
    settings = store.settings()
    assert all(settings.get(name) for name in DETAILS)
    # 01632 960 000 to 960 999 is set aside for fiction.
    for name, value in demo_data()["details"].items():
        if "phone" in name or "line" in name:
            assert value.startswith("01632 960"), name


def test_one_click_has_the_right_secret_for_each_account(store: Store) -> None:
    for account in store.practitioners():
        assert secret_matches(account.secret_hash, one_click()[account.user_name])


def test_the_walk_leaves_a_signed_handout_and_pictures_and_nothing_else(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    output = tmp_path / "out"
    assert walk_off_screen(output) == 0
    assert [path.name for path in elsewhere.iterdir() if "demo" in path.name] == []
    left = {path.name for path in output.iterdir()}
    assert "handout.pdf" in left
    assert len([name for name in left if name.endswith(".png")]) == 10
    said = capsys.readouterr().out
    assert all(name in said for name in left)
    document = pypdfium2.PdfDocument(output / "handout.pdf")
    words = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Casey Lorrimore-Test" in words
    assert "Jo Hart" in words
    assert "not approved" not in words


def test_a_folder_that_cannot_be_made_is_said_and_exits_2(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert walk_off_screen(tmp_path / "file" / "out") == 2
    assert "--output" in capsys.readouterr().err
