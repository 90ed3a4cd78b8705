"""The pack builder: the phase, the lists, the limits of a day, and what may never happen whatever is answered."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.programme.builder import fit_in_the_day
from forms.programme.care_plan import Activity, CarePlan, plan_from_json, plan_to_json
from forms.programme.changes import cautions_against
from forms.programme.exercises import Dose, Range
from tests.forms.programme.people import DEFAULTS, PLAIN, content, facts_of, plan_for

YES_NO = st.sampled_from(["yes", "no", "unsure", None])
KIT = ["mat", "chair", "spiky_or_tennis_ball", "band", "roller", "dumbbells", "gym"]


SOME_KIT = st.sets(st.sampled_from(KIT), min_size=1).map(lambda kit: tuple(sorted(kit)))


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    """Answers that bear on a programme, any of them blank."""
    number = st.one_of(st.none(), st.integers(0, 10))
    answers: dict[str, Any] = {
        "pt_dob": draw(st.sampled_from(["1950-01-01", "1966-03-02", "1990-01-01", None])),
        "pain_side": draw(st.sampled_from(["L", "R", "both", "central"])),
        "worst_site": draw(st.sampled_from(["back", "leg", "buttock", "unsure", None])),
        "nprs_back": draw(number),
        "nprs_leg": draw(number),
        "sit_tol_min": draw(st.one_of(st.none(), st.integers(0, 240))),
        "sleep_wakes": draw(st.sampled_from(["never", "some_nights", "most_nights", None])),
        "irritability": draw(st.sampled_from(["low", "medium", "high", None])),
        "neu_weak": draw(st.sampled_from(["none", "mild", "marked", "unsure", None])),
        "walk_tol_min": draw(st.one_of(st.none(), st.integers(0, 240))),
        "med_conditions": draw(st.sampled_from([("none",), ("heart",), ("hernia", "lung"), None])),
        "hip_replaced": draw(st.sampled_from([("no",), ("hip_L",), ("knee_R",), None])),
        "rf_dvt": draw(st.sampled_from([("none",), ("calf_swollen",), ("long_travel",), None])),
        "rf_foot_drop": draw(st.sampled_from(["no", "yes_new", "yes_old", "unsure", None])),
        "ex_rep_move": draw(st.sampled_from(["centralises", "peripheralises", "no_change", "not_done", None])),
        "ex_rep_dir": draw(st.sampled_from(["ext", "flex", "side", None])),
        "img_done": draw(st.sampled_from(["none", "mri", None])),
        "img_finding": draw(st.sampled_from([("spondylolisthesis",), ("fracture",), ("bulge",), None])),
        "img_calcified": draw(st.sampled_from(["yes", "no", None])),
        "trn_activities": draw(st.sampled_from([("none",), ("crossfit", "ballet", "pilates", "running"), None])),
        "occ_lift_freq": draw(st.sampled_from(["never", "daily", None])),
        "occ_drive_h": draw(st.sampled_from([0, 3, None])),
        "smoke": draw(st.sampled_from(["current", "never", None])),
        "kit_home": draw(st.one_of(st.none(), st.just(("none",)), SOME_KIT)),
        "inj_any": draw(YES_NO),
    }
    plain = ("agg_bend", "agg_walk", "ease_sit", "ease_bend_fwd", "med_osteoporosis", "med_anticoag", "rf_anticoag")
    for name in (*plain, "rf_preg", "skin_ok", "knee_ok", "fall_risk", "surg_12wk", "hip_precautions"):
        answers[name] = draw(YES_NO)
    return answers


@st.composite
def inputs(draw: st.DrawFn) -> dict[str, Any]:
    """What the impression hands to the builder."""
    drivers = draw(st.lists(st.sampled_from("ABCD"), unique=True, max_size=3))
    supported = frozenset(draw(st.sets(st.sampled_from(drivers))) if drivers else set())
    if "D" in supported:
        drivers = ["D", *(driver for driver in drivers if driver != "D")]
    tier = draw(st.sampled_from(["none", "routine", "soon"]))
    return {
        "outcome": "no_clear_driver" if not drivers else "drivers" if len(drivers) == 1 else "combination",
        "lead": drivers[0] if drivers else None,
        "add_ons": tuple(drivers[1:]),
        "supported": supported,
        "differentials": frozenset(draw(st.sets(st.sampled_from(["DX_LSS", "DX_PHT", "DX_GTPS", "DX_HIP"])))),
        "tier": tier,
        "open_flags": draw(st.sampled_from([("RF30",), ("RF16", "RF17")])) if tier == "soon" else (),
    }


def removed_by_cautions(plan: CarePlan) -> set[str]:
    """Worked out here from the exercises' own lines, apart from the builder."""
    gone: set[str] = set()
    for caution in plan.cautions:
        gone |= set(caution.always_remove)
        for exercise in content().exercises.values():
            avoid = exercise.avoids(caution.code)
            if avoid is not None and not avoid.adaptation and caution.effect == "remove":
                gone.add(exercise.id)
    return gone


@settings(max_examples=300)
@given(people(), inputs())
def test_whatever_is_answered_a_pack_is_safe(answers: dict[str, Any], given_inputs: dict[str, Any]) -> None:
    plan = plan_for(facts_of(answers), **given_inputs)
    ids = plan.exercises
    assert not removed_by_cautions(plan) & set(ids)
    assert ids[-1] == "E38" and len(ids) == len(set(ids)) and len(ids) <= 5
    assert not {"E05", "E07"} <= set(ids)
    assert plan.minutes_a_day <= plan.minutes_allowed == (15 if plan.phase == 1 else 20)
    assert len(plan.advice) <= 8
    assert {"ADV_01", "ADV_02", "ADV_03", "ADV_16"} <= set(plan.advice)
    if "D" in given_inputs["supported"] and plan.phase in (1, 2):
        assert not {"E10", "E11", "E16", "E41"} & set(ids)
    if given_inputs["open_flags"]:
        assert set(given_inputs["open_flags"]) <= set(plan.blocked_by)
        assert plan.phase != 3
    if answers["ex_rep_move"] != "centralises":
        assert not any(activity.list == "D-ext" for activity in plan.activities)
    for activity in plan.activities:
        exercise = content().exercises[activity.exercise]
        for caution in plan.cautions:
            avoid = exercise.avoids(caution.code)
            if avoid is None:
                continue
            shown = {one.code for one in activity.adaptations}
            assert caution.code in shown or activity.version == "easier" or caution.print in activity.support


@settings(max_examples=100)
@given(people(), inputs())
def test_the_same_answers_always_give_the_same_programme(answers: dict[str, Any], given_inputs: dict[str, Any]) -> None:
    plan = plan_for(facts_of(answers), **given_inputs)
    assert plan == plan_for(facts_of(answers), **given_inputs)
    assert plan_from_json(plan_to_json(plan)) == plan


@settings(max_examples=100)
@given(people(), inputs(), st.sampled_from(["urgent", "emergency", "none"]), st.booleans())
def test_nothing_is_proposed_while_safety_comes_first(
    answers: dict[str, Any], given_inputs: dict[str, Any], tier: str, hold: bool
) -> None:
    changes = {**given_inputs, "outcome": "safety_first", "tier": tier, "hold": hold}
    plan = plan_for(facts_of(answers), **changes)
    assert plan.activities == () and plan.advice == () and plan.is_blocked


@settings(max_examples=200)
@given(people(), st.sampled_from(["med_osteoporosis", "rf_preg", "fall_risk", "skin_ok", "med_anticoag"]))
def test_a_blank_is_never_more_permissive_than_a_yes(answers: dict[str, Any], question: str) -> None:
    blank = {caution.code for caution in plan_for(facts_of({**answers, question: None})).cautions}
    yes = {caution.code for caution in plan_for(facts_of({**answers, question: "yes"})).cautions}
    assert yes == blank


# --- the phase


@pytest.mark.parametrize(
    ("answers", "phase"),
    [
        ({"nprs_leg": 7}, 1),
        ({"nprs_leg": 6}, 2),
        ({"nprs_leg": 4}, 2),
        ({"nprs_leg": 3, "sit_tol_min": 60}, 3),
        ({"nprs_leg": 3, "sit_tol_min": 45}, 3),
        ({"nprs_leg": 3, "sit_tol_min": 44}, 2),
        ({"nprs_leg": 3, "sit_tol_min": 10}, 2),
        ({"nprs_leg": 3, "sit_tol_min": 9}, 1),
        ({"nprs_leg": 2, "sit_tol_min": 60, "agg_walk": "yes", "walk_tol_min": 19}, 2),
        ({"nprs_leg": 2, "sit_tol_min": 60, "agg_walk": "yes", "walk_tol_min": 20}, 3),
        ({"nprs_leg": 2, "sit_tol_min": 60, "sleep_wakes": "most_nights"}, 1),
        ({"nprs_leg": 2, "sit_tol_min": 60, "irritability": "high"}, 1),
        ({"nprs_leg": 2, "sit_tol_min": 60, "neu_weak": "mild"}, 1),
        ({"worst_site": "back", "nprs_back": 7, "nprs_leg": 0, "sit_tol_min": 60}, 1),
        ({"worst_site": "back", "nprs_back": 2, "nprs_leg": 8, "sit_tol_min": 60}, 3),
        ({"worst_site": "unsure", "nprs_back": 8, "nprs_leg": 2, "sit_tol_min": 60}, 3),
        ({"nprs_leg": None, "sit_tol_min": None, "agg_walk": None}, 2),
    ],
)
def test_the_lowest_phase_that_holds_wins(answers: dict[str, Any], phase: int) -> None:
    assert plan_for(facts_of(PLAIN, **answers)).phase == phase


def test_an_open_flag_keeps_a_person_out_of_the_last_phase() -> None:
    fit = facts_of(PLAIN, nprs_leg=2, sit_tol_min=60)
    assert plan_for(fit).phase == 3
    assert plan_for(fit, tier="soon", open_flags=("RF16",)).phase == 2
    assert plan_for(fit, tier="soon", open_flags=("RF30",)).phase == 1


def test_a_blank_pain_score_is_asked_since_it_may_mean_a_lower_phase() -> None:
    assert "nprs_leg" in plan_for(facts_of(PLAIN, nprs_leg=None)).ask_before_signing


# --- the lists


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"ex_rep_move": "centralises", "ex_rep_dir": "ext"}, "D-ext"),
        ({"ex_rep_move": "centralises", "ex_rep_dir": "flex"}, "D-flex"),
        ({"ex_rep_move": "centralises", "ex_rep_dir": "side"}, "D-none"),
        ({"ex_rep_move": "no_change", "agg_walk": "yes", "ease_sit": "yes"}, "D-none"),
        ({"agg_walk": "yes", "ease_sit": "yes"}, "D-flex"),
        ({"ex_rep_move": "not_done", "agg_walk": "yes", "ease_bend_fwd": "yes"}, "D-flex"),
        ({"agg_walk": "no"}, "D-none"),
        ({"agg_walk": None}, "D-none"),
    ],
)
def test_the_direction_comes_from_the_examination_or_else_from_walking(answers: dict[str, Any], name: str) -> None:
    plan = plan_for(facts_of(PLAIN, **answers), lead="D", supported=frozenset({"D"}))
    assert plan.activities[0].list == name


@pytest.mark.parametrize(
    ("differentials", "name"),
    [
        ({"DX_LSS", "DX_PHT", "DX_GTPS"}, "LSS"),
        ({"DX_PHT", "DX_GTPS"}, "PHT"),
        ({"DX_GTPS"}, "GTPS"),
        ({"DX_HIP"}, "U"),
        (set(), "U"),
    ],
)
def test_with_no_driver_the_differential_chooses_the_list(differentials: set[str], name: str) -> None:
    plan = plan_for(
        facts_of(PLAIN),
        outcome="no_clear_driver",
        lead=None,
        supported=frozenset(),
        differentials=frozenset(differentials),
    )
    assert plan.activities[0].list == name


def test_two_add_ons_give_one_exercise_each() -> None:
    plan = plan_for(facts_of(PLAIN), outcome="combination", lead="B", add_ons=("A", "C"))
    assert [activity.list for activity in plan.activities] == ["B", "B", "A", "C", "all"]
    assert plan.exercises == ("E10", "E12", "E22", "E27", "E38")


def test_a_supported_nerve_root_keeps_pressing_and_stretching_out_of_an_add_on() -> None:
    plan = plan_for(facts_of(PLAIN), outcome="combination", lead="D", add_ons=("B",), supported=frozenset({"B", "D"}))
    assert plan.exercises == ("E08", "E18", "E12", "E15", "E38")


@pytest.mark.parametrize(("direction", "opposite"), [("flex", "E06"), ("ext", "E07")])
def test_what_works_against_the_direction_that_eases_is_left_out(direction: str, opposite: str) -> None:
    person = facts_of(PLAIN, ex_rep_move="centralises", ex_rep_dir=direction)
    plan = plan_for(person, lead="D", supported=frozenset({"D"}))
    assert cautions_against(content(), plan, opposite)
    assert not cautions_against(content(), plan_for(person, lead="D", supported=frozenset()), opposite)


def test_a_variant_of_the_list_is_put_in_words() -> None:
    early = plan_for(facts_of(PLAIN, nprs_leg=8, irritability="low"), lead="B")
    assert early.phase == 1
    late = plan_for(facts_of(PLAIN, nprs_leg=2, sit_tol_min=60), lead="C")
    raises = next(activity for activity in late.activities if activity.exercise == "E32")
    assert raises.variant_text == "Rise on one leg at a time."


def test_the_sore_side_is_named_as_the_patients_own() -> None:
    plan = plan_for(facts_of(PLAIN, pain_side="L"))
    ball = plan.activities[0]
    assert (ball.exercise, ball.side) == ("E10", "L")
    assert "your left side" in ball.side_words
    assert plan.activities[1].side_words == ""


# --- the limits of a day


def activity_of(name: str, *, minutes: float, times: int) -> Activity:
    dose = Dose("some", "often", minutes=Range(minutes, minutes), times_a_day=Range(times, times))
    return Activity(name, "U", "", "standard", dose, minutes_a_day=minutes * times)


def test_the_longest_is_done_less_often_before_anything_is_dropped() -> None:
    pack = (activity_of("long", minutes=3, times=4), activity_of("short", minutes=1, times=5))
    fitted = fit_in_the_day(pack, 15, 3)
    assert [one.dose.least_times_a_day for one in fitted] == [3, 5]
    assert fitted[0].note == "To keep your day to 15 minutes, do this 3 times a day."
    assert fitted[0].dose.often == "3 times a day"
    assert fitted[1].note == ""


def test_what_cannot_be_done_less_often_drops_the_last() -> None:
    pack = (activity_of("first", minutes=9, times=1), activity_of("second", minutes=9, times=2))
    assert [one.exercise for one in fit_in_the_day(pack, 10, 3)] == ["first"]
    assert fit_in_the_day(pack, 18, 3)[1].dose.often == "once a day"


# --- advice, review, goal, flags


def test_lifting_at_work_brings_the_lifting_leaflet() -> None:
    assert "ADV_06" in plan_for(facts_of(PLAIN, occ_lift_freq="daily")).advice
    assert "ADV_06" not in plan_for(facts_of(PLAIN, occ_lift_freq="never")).advice


def test_sport_leaflets_come_with_the_hip_driver_only() -> None:
    dancer = facts_of(PLAIN, trn_activities=("ballet",))
    assert "ADV_09" in plan_for(dancer).advice
    assert "ADV_09" in plan_for(dancer, lead="A", add_ons=("B",), outcome="combination").advice
    assert "ADV_09" not in plan_for(dancer, lead="A").advice


def test_there_are_never_more_than_eight_leaflets_and_the_leads_come_first() -> None:
    athlete = facts_of(PLAIN, trn_activities=("crossfit", "dance", "pilates", "running"), smoke="current")
    assert plan_for(athlete).advice == (
        "ADV_01", "ADV_02", "ADV_03", "ADV_16", "ADV_07", "ADV_08", "ADV_09", "ADV_10",
    )  # fmt: skip


def test_intimacy_and_mood_leaflets_are_only_added_by_hand() -> None:
    assert not {"ADV_18", "ADV_19"} & set(plan_for(facts_of(PLAIN)).advice)


@pytest.mark.parametrize(
    ("answers", "flags", "days"),
    [
        ({}, (), 42),
        ({"img_done": "ct", "img_calcified": "yes"}, (), 28),
        ({"nprs_leg": 8}, (), 14),
        ({"nprs_leg": 8, "img_done": "ct", "img_calcified": "yes"}, (), 14),
        ({"neu_weak": "mild"}, (), 7),
        ({"ex_myotome_deficit": "yes"}, (), 7),
        ({}, ("RF30",), 7),
    ],
)
def test_the_shortest_review_wins(answers: dict[str, Any], flags: tuple[str, ...], days: int) -> None:
    plan = plan_for(facts_of(PLAIN, **answers), open_flags=flags, tier="soon" if flags else "none")
    assert plan.review_days == days


def test_the_first_goal_is_the_one_that_is_printed() -> None:
    assert plan_for(facts_of(PLAIN, goals=("Drive for two hours", "Garden"))).goal == "Drive for two hours"
    assert plan_for(facts_of(PLAIN)).goal == ""


def test_a_flag_to_settle_soon_blocks_printing_but_not_the_proposal() -> None:
    plan = plan_for(facts_of(PLAIN), tier="soon", open_flags=("RF16",))
    assert plan.exercises == plan_for(facts_of(PLAIN)).exercises
    assert plan.blocked_by == ("RF16",)
    assert plan.hard_stops == ("X_RF",)


def test_a_routine_flag_blocks_nothing() -> None:
    assert plan_for(facts_of(PLAIN), tier="routine").blocked_by == ()


def test_a_hold_blocks_like_an_urgent_flag() -> None:
    plan = plan_for(facts_of(PLAIN), outcome="safety_first", tier="urgent", open_flags=("RF11",), hold=True)
    assert plan.blocked_by == ("RF11", "hold_physio_now")
    assert plan.exercises == ()


def test_the_defaults_are_real_answers_of_the_form() -> None:
    assert facts_of(DEFAULTS).known("kit_home") is not None
