"""The day worked out: who is here, how far, and who needs a physio now. Nothing here that the desk must not know."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.clinic import Clinic, OpenVisit
from desktop.demo_clinic import example_answers
from desktop.reception.day import DayLine, day_lines
from forms.content import load_content
from forms.examples import load_examples
from forms.records.store import Store
from forms.response import Value
from tests.desktop.desks import TODAY, a_clinic, a_patient, a_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path, "reception", "physio", "lead", "admin") as store:
        yield store


@pytest.fixture
def clinic(store: Store) -> Clinic:
    return a_clinic(store)


def opened(clinic: Clinic, **answers: Value) -> OpenVisit:
    """A visit of a new person with these answers."""
    patient = clinic.register_patient(a_patient())
    visit = clinic.open_encounter(patient, TODAY)
    give(clinic, visit, **answers)
    return visit


def give(clinic: Clinic, visit: OpenVisit, **answers: Value) -> None:
    clinic.store.append_answers(
        tuple(clinic.new_answer(visit.encounter.id, key, value, "reception") for key, value in answers.items())
    )


def everything(**changes: Value) -> dict[str, Value]:
    """A complete intake that raises nothing, with changes."""
    example = next(one for one in load_examples() if one.id == "EX01")
    content = load_content()
    return {**example_answers(example, content), "pt_phone": "01632 960 201", **changes}


def only_line(clinic: Clinic) -> DayLine:
    (line,) = day_lines(clinic, TODAY)
    return line


def test_a_person_just_registered_is_here_and_nobody_is_alarmed(clinic: Clinic) -> None:
    opened(clinic)
    line = only_line(clinic)
    assert (line.group, line.state, line.tier, line.call) == ("here", "not started", "none", None)
    assert line.required > 0


def test_questions_not_reached_yet_call_nobody(clinic: Clinic) -> None:
    opened(clinic, pain_side="R")
    line = only_line(clinic)
    assert (line.state, line.tier, line.call) == ("filling in", "none", None)


@pytest.mark.parametrize("answer", ["unsure", "private"])
def test_a_safety_question_left_open_on_purpose_calls_a_physio(clinic: Clinic, answer: str) -> None:
    opened(clinic, rf_bladder=answer)
    line = only_line(clinic)
    assert line.call is not None
    assert line.call.tier == "urgent"


def test_a_safety_question_half_asked_waits_for_its_other_half(clinic: Clinic) -> None:
    opened(clinic, rf_infection=("-fever",))
    assert only_line(clinic).call is None


def test_an_emergency_says_what_the_desk_does_with_the_clinic_s_own_numbers(clinic: Clinic) -> None:
    clinic.store.save_settings({"ed_name": "St Elsewhere", "emergency_number": "999"})
    opened(clinic, rf_bladder="yes_new")
    line = only_line(clinic)
    assert line.tier == "emergency"
    assert line.call is not None
    words = " ".join(line.call.staff)
    assert "St Elsewhere" in words
    assert "{" not in words


def test_a_complete_intake_without_warnings_is_ready(clinic: Clinic) -> None:
    opened(clinic, **everything())
    line = only_line(clinic)
    assert (line.state, line.required, line.tier) == ("ready", 0, "none")


def test_a_call_is_answered_by_name_and_time_in_the_audit(clinic: Clinic) -> None:
    visit = opened(clinic, rf_bladder="yes_new")
    call = only_line(clinic).call
    assert call is not None
    clinic.note_physio_called(visit.encounter.id, call.flags)
    answered = only_line(clinic).call
    assert answered is not None
    assert answered.called_by == "Sam Desk"
    assert answered.called_at is not None
    entry = clinic.physio_calls(visit.encounter.id)[0]
    assert entry.who == "reception"
    assert "RF01" in entry.detail


def test_a_further_warning_asks_for_a_further_call(clinic: Clinic) -> None:
    visit = opened(clinic, rf_bladder="yes_new")
    call = only_line(clinic).call
    assert call is not None
    clinic.note_physio_called(visit.encounter.id, call.flags)
    give(clinic, visit, rf_legs_weak="yes_new")
    again = only_line(clinic).call
    assert again is not None
    assert again.called_by == ""


def test_the_desk_is_told_no_flag_title_no_driver_and_no_private_answer(clinic: Clinic) -> None:
    opened(clinic, **everything(rf_mood="yes", rf_sexual="yes_new"))
    line = only_line(clinic)
    assert line.call is not None
    shown = repr(replace(line, call=replace(line.call, flags=())))
    content = load_content()
    for flag in content.rulebook.flags:
        assert flag.title not in shown
    for driver in content.rulebook.drivers:
        assert driver.title not in shown


def test_whoever_was_not_finished_yesterday_is_not_forgotten(clinic: Clinic) -> None:
    patient = clinic.register_patient(a_patient())
    clinic.open_encounter(patient, TODAY - timedelta(days=1))
    assert only_line(clinic).group == "earlier"


def test_a_finished_visit_stays_on_its_day_only(clinic: Clinic) -> None:
    visit = opened(clinic)
    clinic.finish_visit(visit.encounter.id)
    assert only_line(clinic).group == "finished"
    assert day_lines(clinic, TODAY + timedelta(days=1)) == ()


def test_an_administrator_sees_who_is_here_and_no_warning(clinic: Clinic, store: Store) -> None:
    opened(clinic, rf_bladder="yes_new")
    line = only_line(a_clinic(store, "admin"))
    assert (line.state, line.tier, line.call) == ("unknown", "none", None)


def test_looking_at_the_day_notes_nothing_in_anybody_s_record(clinic: Clinic) -> None:
    visit = opened(clinic)
    before = clinic.store.audit(visit.encounter.id)
    day_lines(clinic, TODAY)
    assert clinic.store.audit(visit.encounter.id) == before
