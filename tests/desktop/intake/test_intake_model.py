"""The model of an open visit: what an answer changes, and that every change can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.intake.intake_model import IntakeModel
from forms.records.store import Store
from forms.response import Answer
from tests.desktop.open_visits import a_clinic, a_store, a_visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as store:
        yield store


@pytest.fixture
def model(store: Store, qtbot: QtBot) -> IntakeModel:
    return IntakeModel(a_clinic(store, "reception"), a_visit(store), "reception")


def test_an_answer_is_handed_over_with_who_gave_it_and_on_which_form(model: IntakeModel) -> None:
    given: list[Answer] = []
    model.answer_given.connect(given.append)
    model.give("agg_sitting", "yes")
    (answer,) = given
    assert (answer.key, answer.value, answer.role, answer.typed_by) == ("agg_sitting", "yes", "reception", "reception")
    assert answer.form_version == model.questionnaire.version


def test_a_question_appears_when_its_condition_holds_and_keeps_its_answer_when_it_goes(model: IntakeModel) -> None:
    assert not model.is_shown("sit_tall_eases")
    model.give("agg_sitting", "yes")
    assert model.is_shown("sit_tall_eases")
    model.give("sit_tall_eases", "yes")
    model.give("agg_sitting", "no")
    assert not model.is_shown("sit_tall_eases")
    assert model.assessment.facts.answer("sit_tall_eases") is None
    model.give("agg_sitting", "yes")
    assert model.value("sit_tall_eases") == "yes"
    assert model.assessment.facts.known("sit_tall_eases") == "yes"


def test_every_change_can_be_taken_back_and_done_again(model: IntakeModel) -> None:
    before = model.response
    model.give("agg_sitting", "yes")
    model.give("sit_tol_min", 30.0)
    after = model.response
    assert [model.undo(), model.undo(), model.undo()] == ["sit_tol_min", "agg_sitting", None]
    assert model.response == before
    assert [model.redo(), model.redo(), model.redo()] == ["agg_sitting", "sit_tol_min", None]
    assert model.response == after


def test_what_is_left_counts_down_as_answers_come(model: IntakeModel) -> None:
    before = model.left
    model.give("agg_sitting", "no")
    assert len(model.left.required) == len(before.required) - 1


def test_a_dangerous_answer_raises_the_tier_at_once(model: IntakeModel) -> None:
    model.give("rf_bladder", "yes_new")
    impression = model.assessment.impression
    assert impression.tier == "emergency"
    assert any(flag.id == "RF01" and flag.tier == "emergency" for flag in impression.flags)
    model.undo()
    assert model.assessment.impression.tier != "emergency"
    assert model.assessment.impression.hold_physio_now


def test_an_entry_of_a_repeating_block_keeps_its_number_for_good(model: IntakeModel) -> None:
    model.give("inj_any", "yes")
    model.give("injuries/1/inj_part", "ankle")
    model.give("injuries/2/inj_part", "knee")
    model.remove_entry("injuries", 2)
    assert model.response.entries("injuries") == (1,)
    assert model.next_entry("injuries") == 3


def test_a_half_written_number_is_kept_and_reasoned_on_only_when_finished(model: IntakeModel) -> None:
    given: list[Answer] = []
    model.answer_given.connect(given.append)
    model.give("agg_sitting", "yes")
    before = model.assessment
    for typed in (1.0, 15.0):
        model.keep("sit_tol_min", typed)
    assert [answer.value for answer in given] == ["yes", 1.0, 15.0]
    assert model.assessment is before
    model.give("sit_tol_min", 15.0)
    assert len(given) == 3  # it is on disk already
    assert model.value("sit_tol_min") == 15.0
    assert model.undo() == "sit_tol_min"
    assert model.value("sit_tol_min") is None
    assert given[-1].value is None


def test_the_log_ends_with_what_stands_when_a_half_written_number_is_taken_back(model: IntakeModel) -> None:
    given: list[Answer] = []
    model.give("sit_tol_min", 30.0)
    model.answer_given.connect(given.append)
    model.keep("sit_tol_min", 3.0)
    model.give("sit_tol_min", 30.0)
    assert [answer.value for answer in given] == [3.0, 30.0]
    assert model.value("sit_tol_min") == 30.0
