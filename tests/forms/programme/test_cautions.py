"""Cautions: what each rests on, that a blank is never a no, and what each does to an exercise."""

from typing import Any

import pytest

from forms.programme.care_plan import Activity, CarePlan
from tests.forms.programme.people import PLAIN, content, facts_of, plan_for

# One answer that brings each caution on.
BRINGS: dict[str, dict[str, Any]] = {
    "X_PREG": {"rf_preg": "yes"},
    "X_OSTEO": {"med_osteoporosis": "yes"},
    "X_THR": {"hip_replaced": ("hip_L",), "hip_precautions": "yes"},
    "X_EXT": {"ex_rep_move": "peripheralises", "ex_rep_dir": "ext"},
    "X_IRR": {"irritability": "high"},
    "X_PRESS": {"med_anticoag": "yes"},
    "X_KNEE": {"knee_ok": "no"},
    "X_FALL": {"fall_risk": "yes"},
    "X_BP": {"med_conditions": ("hernia",)},
    "X_SURG": {"surg_12wk": "yes"},
    "X_DVT": {"rf_dvt": ("calf_swollen",)},
    "X_ANK": {"inj_any": "yes", "inj_part": "ankle", "inj_type": "fracture", "inj_year": 2026},
}
# The question whose blank acts as if the caution were present.
BLANKS = {
    "X_PREG": "rf_preg",
    "X_OSTEO": "med_osteoporosis",
    "X_IRR": "irritability",
    "X_PRESS": "skin_ok",
    "X_KNEE": "knee_ok",
    "X_FALL": "fall_risk",
    "X_BP": "med_conditions",
    "X_DVT": "rf_dvt",
    "X_ANK": "inj_any",
    "X_THR": "hip_replaced",
}


def codes(plan: CarePlan) -> set[str]:
    return {caution.code for caution in plan.cautions}


def activity(plan: CarePlan, exercise: str) -> Activity:
    return next(one for one in plan.activities if one.exercise == exercise)


def test_a_plain_person_has_no_caution_and_nothing_left_to_ask() -> None:
    plan = plan_for(facts_of(PLAIN))
    assert codes(plan) == set()
    assert plan.ask_before_signing == ()
    assert plan.exercises == ("E10", "E12", "E15", "E11", "E38")


@pytest.mark.parametrize("code", sorted(BRINGS))
def test_an_answer_brings_its_caution(code: str) -> None:
    also = {"X_PREG": {"X_PRESS"}, "X_DVT": {"X_PRESS"}}.get(code, set())
    plan = plan_for(facts_of(PLAIN, **BRINGS[code]))
    assert codes(plan) == {code} | also
    assert not any(caution.is_unanswered for caution in plan.cautions)


@pytest.mark.parametrize("code", sorted(BLANKS))
def test_a_blank_acts_as_if_the_caution_were_present_and_is_asked(code: str) -> None:
    plan = plan_for(facts_of(PLAIN, **{BLANKS[code]: None}))
    assert code in codes(plan)
    assert BLANKS[code] in plan.ask_before_signing


def test_unknown_hip_precautions_count_as_in_force() -> None:
    plan = plan_for(facts_of(PLAIN, hip_replaced=("hip_R",)))
    assert "X_THR" in codes(plan)
    assert plan.ask_before_signing == ("hip_precautions",)
    assert codes(plan_for(facts_of(PLAIN, hip_replaced=("knee_R",)))) == set()


def test_a_blank_about_operations_is_asked_but_does_not_stop_the_pack() -> None:
    plan = plan_for(facts_of(PLAIN, surg_12wk=None))
    assert plan.ask_before_signing == ("surg_12wk",)
    assert plan.blocked_by == ()


def test_a_recent_operation_stops_the_pack() -> None:
    plan = plan_for(facts_of(PLAIN, surg_12wk="yes"))
    assert plan.blocked_by == plan.hard_stops == ("X_SURG",)


def test_a_swollen_calf_keeps_the_ball_away_even_when_the_flag_is_closed() -> None:
    swollen = facts_of(PLAIN, rf_dvt=("calf_swollen",))
    opened = plan_for(swollen, tier="urgent", open_flags=("RF17",))
    assert opened.blocked_by == ("RF17", "X_DVT")
    closed = plan_for(swollen)
    assert closed.blocked_by == ()
    assert "E10" not in closed.exercises


def test_a_person_never_scanned_or_examined_is_not_taken_for_somebody_with_a_finding() -> None:
    for scan in ("none", None):
        plan = plan_for(facts_of(PLAIN, img_done=scan))
        assert not codes(plan) & {"X_EXT", "X_OSTEO"}
        assert plan.ask_before_signing == ()


def test_only_the_answer_that_decides_is_asked() -> None:
    plan = plan_for(facts_of(PLAIN, med_osteoporosis=None, img_done="mri"))
    assert plan.ask_before_signing == ("med_osteoporosis",)
    assert plan_for(facts_of(PLAIN, rf_foot_drop=None)).ask_before_signing == ("rf_foot_drop",)


def test_the_stenosis_pattern_takes_out_back_bending() -> None:
    walker: dict[str, Any] = {**PLAIN, "pt_dob": "1950-01-01", "agg_walk": "yes", "ease_sit": "yes"}
    assert "X_EXT" in codes(plan_for(facts_of(walker)))
    assert "X_EXT" not in codes(plan_for(facts_of(walker, pt_dob="1970-01-01")))
    assert "X_EXT" in codes(plan_for(facts_of(PLAIN), differentials=frozenset({"DX_LSS"})))


def test_bending_is_a_caution_only_with_a_supported_nerve_root() -> None:
    bends = facts_of(PLAIN, agg_bend="yes")
    assert "X_FLEX" not in codes(plan_for(bends))
    assert "X_FLEX" in codes(plan_for(bends, lead="D", supported=frozenset({"D"})))


@pytest.mark.parametrize(
    ("part", "kind", "year", "counts"),
    [
        ("ankle", "fracture", 2026, True),
        ("ankle", "fracture", 2025, True),  # early March: the window reaches into last year
        ("ankle", "fracture", 2024, False),
        ("ankle", "sprain", 2026, False),
        ("knee", "fracture", 2026, False),
        ("achilles", "tendon", 2025, True),
        ("achilles", "tendon", 2024, False),
        ("ankle", "surgery", None, True),
    ],
)
def test_only_a_recent_ankle_repair_counts(part: str, kind: str, year: int | None, counts: bool) -> None:
    plan = plan_for(facts_of(PLAIN, inj_any="yes", inj_part=part, inj_type=kind, inj_year=year), lead="C")
    assert ("X_ANK" in codes(plan)) is counts
    assert ("inj_year" in plan.ask_before_signing) is (year is None)


def test_an_old_injury_given_whole_does_not_count_as_a_fresh_one() -> None:
    plan = plan_for(facts_of(PLAIN, inj_any=None, inj_same_side="yes"), lead="C", supported=frozenset({"C"}))
    assert "X_ANK" not in codes(plan)
    assert plan.exercises == ("E27", "E28", "E32", "E33", "E38")


def test_falls_give_support_and_take_out_balance_work() -> None:
    plan = plan_for(facts_of(PLAIN, fall_risk="yes"), lead="C", supported=frozenset({"C"}))
    assert plan.exercises == ("E27", "E28", "E32", "E13", "E38")
    assert activity(plan, "E38").support
    assert activity(plan, "E27").support
    assert {one.exercise for one in plan.left_out} == {"E33", "E34"}


def test_a_bracket_keeps_the_exercise_and_prints_the_change() -> None:
    plan = plan_for(facts_of(PLAIN, med_osteoporosis="yes"), lead="A", supported=frozenset({"A"}))
    towel = activity(plan, "E22")
    assert [one.code for one in towel.adaptations] == ["X_OSTEO"]
    assert "foam roller" in towel.adaptations[0].text


def test_a_knee_that_cannot_kneel_gets_the_easier_way() -> None:
    assert activity(plan_for(facts_of(PLAIN, knee_ok="no")), "E15").version == "easier"


def test_an_easier_way_that_is_another_exercise_stands_in_for_it() -> None:
    strong = facts_of(PLAIN, nprs_leg=2, sit_tol_min=60, knee_ok="no")
    plan = plan_for(strong)
    assert plan.phase == 3
    assert plan.exercises == ("E15", "E12", "E41", "E20", "E38")
    squat = activity(plan, "E15")
    assert (squat.instead_of, squat.version) == ("E16", "easier")


def test_kit_that_is_not_at_home_means_the_way_without_or_the_next_on_the_list() -> None:
    plan = plan_for(facts_of(PLAIN, kit_home=("none",)))
    assert plan.exercises == ("E12", "E14", "E13", "E18", "E38")
    assert {one.exercise for one in plan.left_out if one.code == "kit"} == {"E10", "E15", "E11", "E26"}
    assert activity(plan, "E13").version == "no_kit"


def test_a_gym_has_everything_but_the_ball() -> None:
    plan = plan_for(facts_of(PLAIN, kit_home=("gym",)))
    assert plan.exercises == ("E12", "E15", "E11", "E14", "E38")


def test_a_very_sore_leg_never_takes_an_exercise_away() -> None:
    for driver in "ABCD":
        calm = plan_for(facts_of(PLAIN, nprs_leg=8), lead=driver, supported=frozenset({driver}))
        sore = plan_for(facts_of(PLAIN, nprs_leg=8, irritability="high"), lead=driver, supported=frozenset({driver}))
        assert calm.exercises == sore.exercises


def test_an_easier_way_that_needs_kit_is_not_given_without_it() -> None:
    sore = plan_for(facts_of(PLAIN, knee_ok="no", kit_home=("mat",)), lead="A", supported=frozenset({"A"}))
    assert "E26" not in sore.exercises


def test_what_differs_is_said_once() -> None:
    walker = facts_of(PLAIN, pt_dob="1950-01-01", agg_walk="yes", ease_sit="yes")
    plan = plan_for(walker, outcome="no_clear_driver", lead=None, differentials=frozenset({"DX_LSS"}))
    bridge = activity(plan, "E18")
    assert bridge.differences(content().exercises["E18"]) == ("Lift only half way.",)


def test_unknown_kit_is_asked_and_takes_nothing_away() -> None:
    plan = plan_for(facts_of(PLAIN, kit_home=None))
    assert plan.exercises == plan_for(facts_of(PLAIN)).exercises
    assert plan.ask_before_signing == ("kit_home",)
