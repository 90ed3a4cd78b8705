"""Starting from a printed programme: it comes back as it was, and today's answers have the last word on all of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from forms.programme.care_plan import CarePlan, Change, LeftOut, ProgrammeRefused
from forms.programme.changes import add_exercise
from forms.programme.exercises import Dose
from forms.programme.programme_code import Prescribed
from forms.programme.starting import Wanted, read_wanted, start_from, wanted_today, weigh, written
from tests.forms.programme.people import PLAIN, content, facts_of, plan_for

SIGNED = "signed on 2 March 2026"


def a_plan(**answers: object) -> CarePlan:
    """E10 E12 E15 E11 E38, unless an answer says otherwise."""
    return plan_for(facts_of(PLAIN, **answers))


def wanted(*exercises: str) -> tuple[Wanted, ...]:
    return tuple(Wanted(one) for one in exercises)


def test_a_printed_programme_takes_the_place_of_the_proposal() -> None:
    plan = start_from(content(), a_plan(), wanted("E18", "E10", "E38"), reason=SIGNED)
    assert plan.exercises == ("E18", "E10", "E38")
    assert plan.changes == (Change("start", "E18 E10 E38", SIGNED),)
    assert plan.minutes_a_day == sum(one.minutes_a_day for one in plan.activities)
    assert plan.activities[0].because == "From a printed programme, signed on 2 March 2026."


def test_what_is_proposed_today_comes_back_exactly_from_its_own_code() -> None:
    for answers in ({}, {"irritability": "high"}, {"kit_home": ()}, {"med_osteoporosis": "yes"}):
        plan = a_plan(**answers)
        printed = [Prescribed(one.exercise, one.version, one.variant, one.side, one.dose) for one in plan.activities]
        again = start_from(content(), plan, wanted_today(printed, content().exercises), reason=SIGNED)
        told = {"because": "", "list": "", "instead_of": ""}
        assert [replace(one, **told) for one in again.activities] == [replace(one, **told) for one in plan.activities]


def test_a_caution_of_today_leaves_an_exercise_out_and_says_why() -> None:
    plan = start_from(content(), a_plan(med_anticoag="yes"), wanted("E10", "E12", "E38"), reason=SIGNED)
    assert plan.exercises == ("E12", "E38")
    assert plan.left_out[0] == LeftOut("E10", "X_PRESS", "No pressure on the leg")
    with pytest.raises(ProgrammeRefused, match="reason"):
        add_exercise(content(), plan, "E10")
    assert "E10" in add_exercise(content(), plan, "E10", reason="Discussed with the haematologist").exercises


def test_a_caution_of_today_makes_an_exercise_easier_and_an_easier_one_stays_so() -> None:
    cautious = start_from(content(), a_plan(irritability="high"), wanted("E09", "E12"), reason=SIGNED)
    assert cautious.activities[0].version == "easier"
    stays = start_from(content(), a_plan(), (Wanted("E09", "easier"), Wanted("E12")), reason=SIGNED)
    assert stays.activities[0].version == "easier"


def test_walking_is_kept_and_stays_last() -> None:
    for exercises in (("E10", "E12"), ("E38", "E10", "E12")):
        assert start_from(content(), a_plan(), wanted(*exercises), reason=SIGNED).exercises == ("E10", "E12", "E38")


def test_enemies_and_doubles_do_not_come_in_together() -> None:
    plan = start_from(content(), a_plan(), wanted("E05", "E07", "E05", "E38"), reason=SIGNED)
    assert plan.exercises == ("E05", "E38")
    assert [one.exercise for one in plan.left_out[:2]] == ["E07", "E05"]


def test_what_the_library_no_longer_has_is_named() -> None:
    found = weigh(content(), a_plan(), wanted("E99", "E10"), "because")
    assert found[0].activity is None and "not in the library" in found[0].left_out[0].because
    assert start_from(content(), a_plan(), wanted("E99", "E10"), reason=SIGNED).exercises == ("E10", "E38")


def test_a_dose_that_was_lowered_stays_lowered_with_its_note() -> None:
    printed = content().exercises["E01"].dose
    low = Prescribed("E01", "standard", "", "", printed.at_times_a_day(1))
    assert printed.least_times_a_day > 1
    (one,) = wanted_today([low], content().exercises)
    activity = start_from(content(), a_plan(), (one, *wanted("E38")), reason=SIGNED).activities[0]
    assert activity.dose == low.dose and activity.note.startswith("To keep your day to")


def test_a_dose_that_the_library_changed_is_that_of_today() -> None:
    old = Prescribed("E18", "standard", "", "", Dose("40 times", "seven times a day"))
    (one,) = wanted_today([old], content().exercises)
    plan = start_from(content(), a_plan(), (one,), reason=SIGNED)
    assert plan.activities[0].dose == content().exercises["E18"].dose


def test_a_side_is_that_of_todays_answers() -> None:
    left = Prescribed("E10", "standard", "", "L", content().exercises["E10"].dose)
    plan = start_from(content(), a_plan(), wanted_today([left], content().exercises), reason=SIGNED)
    assert plan.activities[0].side == "R"


def test_nothing_starts_where_there_is_no_programme_or_none_of_it_suits() -> None:
    first = plan_for(facts_of(PLAIN), outcome="safety_first", tier="emergency", open_flags=("RF01",))
    with pytest.raises(ProgrammeRefused, match="settle what blocks it first"):
        start_from(content(), first, wanted("E10"), reason=SIGNED)
    with pytest.raises(ProgrammeRefused, match="None of these exercises suits"):
        start_from(content(), a_plan(med_anticoag="yes"), wanted("E10", "E38"), reason=SIGNED)


def test_an_open_flag_still_blocks_a_programme_that_was_printed() -> None:
    flagged = plan_for(facts_of(PLAIN), tier="soon", open_flags=("RF16",))
    plan = start_from(content(), flagged, wanted("E10", "E12"), reason=SIGNED)
    assert plan.is_blocked and plan.blocked_by == flagged.blocked_by and plan.hard_stops == flagged.hard_stops


WANTED = st.builds(
    Wanted,
    st.text(min_size=1),
    st.sampled_from(("standard", "easier", "no_kit")),
    st.text(),
    st.none() | st.integers(1, 9),
)


@given(st.lists(WANTED, min_size=1))
def test_the_log_of_changes_keeps_what_was_wanted(several: list[Wanted]) -> None:
    assert read_wanted(written(several)) == tuple(several)
