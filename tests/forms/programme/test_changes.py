"""What a physio changes: each change is logged, cautions need a reason, and some things cannot be forced."""

import pytest

from forms.programme.care_plan import CarePlan, Change, ProgrammeRefused, plan_from_json, plan_to_json
from forms.programme.changes import (
    add_exercise,
    cautions_against,
    clear_hard_stop,
    move_exercise,
    remove_exercise,
)
from tests.forms.programme.people import PLAIN, content, facts_of, plan_for


def a_plan(**answers: object) -> CarePlan:
    """E10 E12 E15 E11 E38, unless an answer says otherwise."""
    return plan_for(facts_of(PLAIN, **answers))


def test_an_exercise_is_added_before_the_walking_and_logged() -> None:
    plan = add_exercise(content(), a_plan(), "E18")
    assert plan.exercises == ("E10", "E12", "E15", "E11", "E18", "E38")
    assert plan.changes == (Change("add", "E18", "", 4),)
    assert plan.minutes_a_day > a_plan().minutes_a_day


def test_a_cautioned_exercise_needs_a_reason_and_carries_the_caution_in_words() -> None:
    plan = a_plan(med_anticoag="yes")
    assert "E10" not in plan.exercises
    assert cautions_against(content(), plan, "E10") == ("No pressure on the leg.",)
    with pytest.raises(ProgrammeRefused, match="reason"):
        add_exercise(content(), plan, "E10")
    forced = add_exercise(content(), plan, "E10", reason="Discussed with the haematologist")
    ball = next(activity for activity in forced.activities if activity.exercise == "E10")
    assert ball.support == ("Do not use a ball or a roller.",)
    assert forced.changes[-1].reason == "Discussed with the haematologist"


def test_an_added_exercise_keeps_its_easier_way() -> None:
    plan = add_exercise(content(), a_plan(irritability="high"), "E09")
    assert next(activity for activity in plan.activities if activity.exercise == "E09").version == "easier"


def test_two_exercises_that_pull_against_each_other_cannot_be_forced() -> None:
    plan = add_exercise(content(), a_plan(), "E05")
    with pytest.raises(ProgrammeRefused):
        add_exercise(content(), plan, "E07", reason="I want both of them in")


def test_an_exercise_cannot_be_added_twice_or_out_of_thin_air() -> None:
    for exercise_id in ("E10", "E99"):
        with pytest.raises(ProgrammeRefused):
            add_exercise(content(), a_plan(), exercise_id)


def test_an_exercise_is_removed_and_logged() -> None:
    plan = remove_exercise(content(), a_plan(), "E12", reason="Knows it already")
    assert plan.exercises == ("E10", "E15", "E11", "E38")
    assert plan.changes == (Change("remove", "E12", "Knows it already", 1),)


def test_walking_is_only_removed_with_a_reason() -> None:
    with pytest.raises(ProgrammeRefused):
        remove_exercise(content(), a_plan(), "E38")
    assert "E38" not in remove_exercise(content(), a_plan(), "E38", reason="Uses a wheelchair").exercises


def test_walking_is_left_alone_only_with_a_reason() -> None:
    plan = a_plan()
    for exercise in ("E10", "E12", "E15"):
        plan = remove_exercise(content(), plan, exercise)
    with pytest.raises(ProgrammeRefused, match="no exercise to do beside the walking"):
        remove_exercise(content(), plan, "E11")
    assert remove_exercise(content(), plan, "E11", reason="Walking only for two weeks").exercises == ("E38",)


def test_without_the_walking_the_last_exercise_goes_only_with_a_reason() -> None:
    plan = remove_exercise(content(), a_plan(), "E38", reason="Uses a wheelchair")
    for exercise in ("E10", "E12", "E15"):
        plan = remove_exercise(content(), plan, exercise)
    with pytest.raises(ProgrammeRefused, match="no exercise at all"):
        remove_exercise(content(), plan, "E11")


def test_an_exercise_moves_but_walking_stays_last() -> None:
    plan = move_exercise(content(), a_plan(), "E11", to=0)
    assert plan.exercises == ("E11", "E10", "E12", "E15", "E38")
    for exercise_id, place in (("E10", 4), ("E38", 0), ("E10", -1)):
        with pytest.raises(ProgrammeRefused):
            move_exercise(content(), plan, exercise_id, to=place)


def test_a_surgeons_clearance_lifts_the_stop_with_a_reason() -> None:
    plan = a_plan(surg_12wk="yes")
    with pytest.raises(ProgrammeRefused):
        clear_hard_stop(plan, "X_SURG", reason=" ")
    cleared = clear_hard_stop(plan, "X_SURG", reason="Cleared by the surgeon on 1 March")
    assert not cleared.is_blocked and cleared.hard_stops == ()
    assert cleared.changes[-1].action == "clear"


def test_an_open_flag_is_not_lifted_here() -> None:
    plan = plan_for(facts_of(PLAIN), tier="soon", open_flags=("RF16",))
    with pytest.raises(ProgrammeRefused):
        clear_hard_stop(plan, "X_RF", reason="It will be fine, I am sure")


def test_there_is_nothing_to_change_while_safety_comes_first() -> None:
    plan = plan_for(facts_of(PLAIN), outcome="safety_first", tier="emergency", open_flags=("RF01",))
    with pytest.raises(ProgrammeRefused):
        add_exercise(content(), plan, "E12", reason="The patient asked for it")


def test_a_changed_plan_can_be_kept_and_read_again() -> None:
    plan = move_exercise(content(), add_exercise(content(), a_plan(), "E18"), "E18", to=0)
    assert plan_from_json(plan_to_json(plan)) == plan
