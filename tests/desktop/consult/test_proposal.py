"""For which drivers the programme is made, and how a physio's changes outlive a new answer."""

from desktop.consult.proposal import drivers_of, may_choose, propose, redo
from forms.content import load_content
from forms.programme.care_plan import Change
from forms.programme.changes import add_exercise, move_exercise, remove_exercise
from tests.desktop.consult.people import an_assessment

CONTENT = load_content().programme


def test_without_a_choice_the_rules_say_for_whom() -> None:
    assessment = an_assessment("EX12")
    assert drivers_of(assessment, None) == ("A", "B")
    assert propose(assessment, None) == assessment.care_plan


def test_a_chosen_driver_leads() -> None:
    plan = propose(an_assessment("EX12"), ("B",))
    assert plan.activities[0].because == "Lead: hip muscle."


def test_no_clear_driver_can_be_chosen() -> None:
    assert propose(an_assessment("EX12"), ()).activities[0].because.startswith("No clear driver")


def test_a_supported_nerve_root_leads_whatever_is_chosen() -> None:
    assert drivers_of(an_assessment("EX05"), ("A", "B")) == ("D", "A", "B")
    assert drivers_of(an_assessment("EX05"), ("A", "B", "C")) == ("D", "A", "B")


def test_choosing_drivers_gives_no_programme_while_safety_comes_first() -> None:
    assessment = an_assessment("EX08")
    assert not may_choose(assessment)
    assert propose(assessment, ("B",)).activities == ()


def test_changes_are_made_again_on_a_new_proposal() -> None:
    before = propose(an_assessment("EX01"), None)
    changed = move_exercise(CONTENT, before, before.exercises[1], to=0)
    changed = add_exercise(CONTENT, changed, "E12")
    after, lost = redo(CONTENT, propose(an_assessment("EX01", nprs_leg=4.0), None), changed.changes)
    assert after.exercises == changed.exercises
    assert lost == ()


def test_a_change_that_a_new_caution_forbids_is_lost_and_named() -> None:
    before = propose(an_assessment("EX01"), None)
    added = add_exercise(CONTENT, before, "E10")
    blood_thinners = propose(an_assessment("EX01", med_anticoag="yes"), None)
    after, lost = redo(CONTENT, blood_thinners, added.changes)
    assert "E10" in added.exercises
    assert "E10" not in after.exercises
    assert [change.what for change in lost] == ["E10"]


def test_taking_out_what_is_no_longer_there_is_lost() -> None:
    plan = propose(an_assessment("EX01"), None)
    _after, lost = redo(CONTENT, remove_exercise(CONTENT, plan, "E22"), (Change("remove", "E22", ""),))
    assert [change.what for change in lost] == ["E22"]
