"""Every number the rules turn on, one step below, at it, and one step above (hazard HZ10)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from forms.content import load_content
from forms.rules.engine import combine
from forms.rules.impression import Finding
from tests.forms.rules.factories import INTAKE, assessed, considered, days_ago, fired, said, tier_of

Answers = dict[str, Any]


def _at(item: str, **others: Any) -> Callable[[Any], Answers]:
    return lambda value: {**others, item: value}


def _ankles(worse: float) -> Callable[[float], Answers]:
    return lambda other: {"pain_side": "L", "ex_wblt_L": worse, "ex_wblt_R": other}


# rule, the answers as a function of the number, and the number -> whether the rule fires
DRIVER_THRESHOLDS: list[tuple[str, Callable[[Any], Answers], dict[Any, bool]]] = [
    ("A01", _at("occ_sit_h", occ_drive_h=1), {4.5: False, 5: True, 5.5: True}),
    ("A02", _at("occ_sit_h", occ_drive_h=1), {2.5: False, 3: True, 3.5: True}),
    ("A02", _at("occ_sit_h", occ_drive_h=1), {4.5: True, 5: False, 5.5: False}),
    ("A03", _at("occ_drive_h", occ_isco="2"), {2.5: False, 3: True, 3.5: True}),
    ("A04", _at("occ_unbroken_min"), {59: False, 60: True, 61: True}),
    ("A21", _at("occ_sit_h", occ_drive_h=1), {1.5: True, 2: False, 2.5: False}),
    ("B03", _at("sit_tol_min", agg_sitting="yes"), {29: True, 30: True, 31: False}),
    ("B06", _at("trn_hours_wk", trn_activities=["ballet"]), {2.5: False, 3: True, 3.5: True}),
    ("B10", _at("nprs_back"), {1: True, 2: True, 3: False}),
    ("C07", _ankles(8.3), {10.2: False, 10.3: True, 10.4: True}),
    # In binary fractions 2.3 - 0.3 is less than 2.
    ("C07", _ankles(0.3), {2.2: False, 2.3: True, 2.4: True}),
    ("C08", _at("ex_wblt_L", pain_side="L", age=40), {5.9: True, 6: True, 6.1: False}),
    ("C08", _at("age", pain_side="L", ex_wblt_L=5), {64: True, 65: True, 66: False}),
    ("C09", _at("ex_foot_angle_L", pain_side="L", ex_foot_angle_R=8), {17: False, 18: True, 19: True}),
    ("C10", _at("ex_hip_ir_L", pain_side="L", ex_hip_ir_R=35), {24: True, 25: True, 26: False}),
    ("C21", _ankles(10.2), {11.6: True, 11.7: False, 11.8: False}),
    ("C21", _ankles(11.7), {10.3: True, 10.2: False, 10.1: False}),
    ("C21", _at("ex_wblt_L", pain_side="L", ex_wblt_R=10.5), {9.9: False, 10: True, 10.1: True}),
    ("D17", _at("ex_ffd_cm"), {24: False, 25: False, 26: True}),
    ("D14", _at("ex_mrc_L5_L", pain_side="L", ex_mrc_L5_R="5"), {"3.5": True, "4": True, "4.5": False}),
    # 4 on both sides is a deficit of its own (6.15); 4.5 is neither weak nor a whole grade better.
    ("D14", _at("ex_mrc_L5_R", pain_side="L", ex_mrc_L5_L="4"), {"4": True, "4.5": False, "5": True}),
    ("D15", _at("ex_reflex_knee_L", pain_side="L", ex_reflex_knee_R="2"), {"1": True, "2": False, "3": False}),
]


def _id(case: tuple[Any, ...]) -> str:
    return f"{case[0]} at {', '.join(str(value) for value in case[2])}"


@pytest.mark.parametrize("case", DRIVER_THRESHOLDS, ids=_id)
def test_a_driver_rule_turns_where_the_knowledge_base_says(case: tuple[str, Callable[[Any], Answers], Any]) -> None:
    rule, answers, wanted = case
    assert {value: rule in fired(rule[0], **answers(value)) for value in wanted} == wanted


@pytest.mark.parametrize(
    ("positive", "fires"),
    [((), ()), (("fair",), ("B13",)), (("fair", "pace"), ("B13", "B15")), (("pace", "beatty", "fair"), ("B13", "B15"))],
)
def test_two_agreeing_piriformis_tests_count_more_than_one(positive: tuple[str, ...], fires: tuple[str, ...]) -> None:
    tests = {name: "yes" if name in positive else "no" for name in ("fair", "pace", "freiberg", "beatty")}
    assert fired("B", **{f"ex_{name}_pos": result for name, result in tests.items()}) == fires


def _mrc(value: str) -> Answers:
    return {"ex_mrc_S1_R": value, "neu_weak": "mild", "neu_weak_since": days_ago(3), "rf_foot_drop": "no"}


def _weak_for(days: int) -> Answers:
    return {"ex_mrc_S1_R": "3", "neu_weak": "marked", "neu_weak_since": days_ago(days), "rf_foot_drop": "yes_known"}


def _worse_for(days: int) -> Answers:
    weak = {"ex_mrc_S1_R": "3", "neu_weak": "marked", "neu_weak_since": days_ago(200), "rf_foot_drop": "yes_known"}
    return {**weak, "rf_weak_worse": "yes", "rf_weak_worse_days": days}


def _dated(flag: str, tick: str) -> Callable[[int], Answers]:
    return lambda days: {flag: tick, f"{flag}_since": days_ago(days)}


def _infection(count: int) -> Answers:
    risks = ["recent_infection", "iv_drugs", "spine_procedure"]
    return {"rf_infection": risks[:count] or ["none"], "rf_night": "yes"}


def _fragile(count: int) -> Answers:
    signs = {"med_osteoporosis": "yes", "med_steroids": "yes", "frag_signs": ["height_loss"]}
    return {"age": 60, **dict(list(signs.items())[:count])}


def _episode(days: int) -> Answers:
    return {"nprs_leg": 8, "course": "same", "onset_date": days_ago(days)}


def _injured(days: int) -> Answers:
    return {"rf_trauma": "yes_major", "onset_date": days_ago(days), "img_done": "none"}


def _months_ago(months: int) -> str:
    return date(INTAKE.year - (months > 2), (INTAKE.month - months - 1) % 12 + 1, INTAKE.day).isoformat()


def _injected(**others: Any) -> Callable[[int], Answers]:
    return lambda months: {"prev_inject": "yes", "prev_inject_date": _months_ago(months), **others}


def _weak_since(**others: Any) -> Callable[[int], Answers]:
    return lambda days: {"neu_weak": "mild", "neu_weak_since": days_ago(days), **others}


# Power 3 for a long time by its own date, so that only the date under test can make it new.
_LONG_WEAK: Answers = {"ex_mrc_S1_R": "3", "neu_weak": "marked", "neu_weak_since": days_ago(200)}
_LIFTS = [f"ex_mrc_{root}_{side}" for root in ("L3", "L4", "L5", "S1") for side in "LR"]
_REFLEXES = [f"ex_reflex_{jerk}_{side}" for jerk in ("knee", "ankle") for side in "LR"]
_ONSETS: Mapping[str, Answers] = {
    "emergency": {"neu_weak": "marked", "neu_weak_since": days_ago(5), "rf_foot_drop": "yes_known"},
    "urgent": {"rf_foot_drop": "yes_known"},
    "soon": {"neu_weak": "marked", "neu_weak_since": days_ago(60), "rf_foot_drop": "no", "rf_stairs": "no"},
}
_CANCER: Answers = {"rf_cancer": "yes", "rf_cancer_pain": "no"}
_FEVER: Answers = {"rf_infection": ["fever_shivers", "tb_contact"]}


def _features(count: int, **others: Any) -> Answers:
    """An inflammatory pattern of so many features, every other question about it left blank."""
    signs = {"wake_second_half": "yes", "move_eases": "yes", "nsaid_48h": "yes", "buttock_deep": "yes"}
    return {"first_onset_age": 40, "onset_date": "2024-03-01", **dict(list(signs.items())[:count]), **others}


# flag, the answers as a function of the number, and the number -> its tier
FLAG_THRESHOLDS: list[tuple[str, Callable[[Any], Answers], dict[Any, str]]] = [
    ("RF01", _dated("rf_bladder", "yes_old"), {13: "emergency", 14: "emergency", 15: "urgent"}),
    ("RF01", _dated("rf_bladder", "yes_new"), {13: "emergency", 14: "emergency", 15: "urgent"}),
    ("RF02", _dated("rf_saddle", "yes_old"), {13: "emergency", 14: "emergency", 15: "urgent"}),
    ("RF03", _dated("rf_bowel", "yes_old"), {13: "emergency", 14: "emergency", 15: "urgent"}),
    ("RF04", _dated("rf_sexual", "yes_old"), {13: "urgent", 14: "urgent", 15: "soon"}),
    ("RF05", _dated("rf_both_legs", "yes_old"), {13: "urgent", 14: "urgent", 15: "soon"}),
    ("RF06", _dated("rf_legs_weak", "yes_old"), {13: "emergency", 14: "emergency", 15: "urgent"}),
    ("RF07", _dated("rf_foot_drop", "yes_old"), {13: "urgent", 14: "urgent", 15: "soon"}),
    ("RF09", _dated("rf_stairs", "yes_old"), {13: "urgent", 14: "urgent", 15: "soon"}),
    (
        "RF10",
        lambda days: {**_CANCER, **_dated("rf_cord", "yes_old")(days)},
        {13: "emergency", 14: "emergency", 15: "urgent"},
    ),
    ("RF19", _dated("rf_cold_leg", "yes_old"), {13: "emergency", 14: "emergency", 15: "urgent"}),
    ("RF07", _mrc, {"2": "emergency", "3": "emergency", "3.5": "none"}),
    ("RF07", _weak_for, {13: "emergency", 14: "emergency", 15: "soon"}),
    ("RF07", _worse_for, {13: "emergency", 14: "emergency", 15: "soon"}),
    ("RF08", _at("rf_weak_worse_days", rf_weak_worse="yes"), {2: "emergency", 3: "emergency", 4: "urgent"}),
    ("RF08", _dated("rf_weak_worse", "yes"), {2: "emergency", 3: "emergency", 4: "urgent"}),
    ("RF10", _at("ex_reflex_ankle_L"), {"2": "none", "3": "soon", "4": "urgent"}),
    (
        "RF12",
        _at("age", rf_systemic=["weight_loss"], agg_list=["none"], ease_list=["rest"]),
        {49: "soon", 50: "urgent", 51: "urgent"},
    ),
    ("RF14", _infection, {0: "none", 1: "routine", 2: "urgent", 3: "urgent"}),
    ("RF15", _injured, {41: "urgent", 42: "urgent", 43: "routine"}),
    ("RF15", _at("age", rf_trauma="yes_minor"), {64: "routine", 65: "urgent", 66: "urgent"}),
    ("RF16", _fragile, {1: "none", 2: "soon", 3: "soon"}),
    ("RF16", _at("age", med_osteoporosis="yes", frag_signs=["none"]), {74: "none", 75: "soon", 76: "soon"}),
    ("RF18", _at("age", rf_aaa=["faint_clammy"]), {59: "routine", 60: "emergency", 61: "emergency"}),
    ("RF25", _at("age"), {17: "soon", 18: "none", 19: "none"}),
    ("RF25", _at("first_onset_age", age=70), {49: "none", 50: "routine", 51: "routine"}),
    ("RF25", _at("age", prev_episode="no"), {49: "none", 50: "routine", 51: "routine"}),
    ("RF28", _at("nprs_leg", severe_now=["cannot_stand"]), {8: "none", 9: "urgent", 10: "urgent"}),
    ("RF28", _at("nprs_leg", course="same", onset_date=days_ago(20)), {6: "none", 7: "soon", 8: "soon"}),
    ("RF28", _episode, {13: "none", 14: "soon", 15: "soon"}),
    ("RF29", _at("age", pt_sex="female", rf_cyclical="yes"), {11: "none", 12: "soon", 13: "soon"}),
    ("RF29", _at("age", pt_sex="female", rf_cyclical="yes"), {59: "soon", 60: "soon", 61: "none"}),
    ("RF07", lambda days: {**_LONG_WEAK, **_dated("rf_foot_drop", "yes_settled")(days)}, {14: "emergency", 15: "soon"}),
    ("RF07", lambda days: {**_LONG_WEAK, **_dated("rf_weak_worse", "yes")(days)}, {14: "emergency", 15: "soon"}),
    ("RF07", _weak_since(ex_gait="foot_slap", rf_foot_drop="no"), {13: "urgent", 14: "urgent", 15: "soon"}),
    ("RF09", _weak_since(ex_toe_walk_L="unable", rf_foot_drop="no"), {13: "urgent", 14: "urgent", 15: "soon"}),
    # A long-standing foot drop is soon by itself; so is nothing else in these answers.
    *(
        ("RF07", _at(lift, **onset), {"2": tier, "3": tier, "3.5": "soon" if "yes_known" in onset.values() else "none"})
        for lift in _LIFTS
        for tier, onset in _ONSETS.items()
    ),
    *(("RF07", _at(lift, rf_bowel="yes_old"), {"2": "emergency", "3": "emergency", "3.5": "none"}) for lift in _LIFTS),
    (
        "RF09",
        _weak_since(ex_toe_walk_L="unable", rf_foot_drop="no", rf_bowel="yes_old"),
        {13: "emergency", 14: "emergency", 15: "soon"},
    ),
    *(("RF10", _at(reflex), {"2": "none", "3": "soon", "4": "urgent"}) for reflex in _REFLEXES),
    *(("RF10", _at(reflex, **_CANCER), {"2": "none", "3": "soon", "4": "emergency"}) for reflex in _REFLEXES),
    *(("RF11", _at(reflex, **_CANCER), {"2": "soon", "3": "soon", "4": "emergency"}) for reflex in _REFLEXES),
    *(("RF14", _at(reflex, **_FEVER), {"2": "urgent", "3": "urgent", "4": "emergency"}) for reflex in _REFLEXES),
    *(("RF11", _at(lift, **_CANCER), {"2": "emergency", "3": "emergency", "3.5": "soon"}) for lift in _LIFTS),
    *(("RF14", _at(lift, **_FEVER), {"2": "emergency", "3": "emergency", "3.5": "urgent"}) for lift in _LIFTS),
    (
        "RF14",
        _injected(rf_infection=["fever_shivers"], rf_saddle="yes_old"),
        {2: "emergency", 3: "urgent", 4: "urgent"},
    ),
    ("RF14", _injected(rf_infection=["tb_contact"], rf_night="yes"), {2: "urgent", 3: "routine", 4: "routine"}),
    (
        "RF17",
        lambda days: {"rf_dvt": ["one_leg_bigger"], "hip_replaced": ["hip_L"], "hip_replaced_date": days_ago(days)},
        {83: "emergency", 84: "emergency", 85: "urgent"},
    ),
    ("RF21", _features, {2: "none", 3: "soon", 4: "soon"}),
    ("RF21", lambda age: _features(3, first_onset_age=age), {43: "soon", 44: "soon", 45: "none"}),
    ("RF21", lambda age: _features(2, first_onset_age=age), {33: "soon", 34: "soon", 35: "none"}),
    ("RF21", lambda months: _features(3, onset_date=_months_ago(months)), {2: "none", 3: "soon", 4: "soon"}),
    (
        "RF22",
        lambda days: {"prev_inject": "yes", "prev_inject_date": days_ago(days)},
        {83: "soon", 84: "soon", 85: "none"},
    ),
    (
        "RF22",
        lambda days: {"prev_inject": "yes", "prev_inject_date": days_ago(days), "rf_foot_drop": "yes_new"},
        {83: "urgent", 84: "urgent", 85: "none"},
    ),
    ("RF23", _weak_since(med_anticoag="yes"), {13: "urgent", 14: "urgent", 15: "routine"}),
    ("RF28", _at("nprs_leg"), {8: "none", 9: "soon", 10: "soon"}),
    # Hip lift is not among the movements of RF07, so nothing below full power falls through.
    ("RF30", _at("ex_mrc_L2_L", pain_side="L"), {"0": "soon", "3": "soon", "4.5": "soon", "5": "none"}),
    *(
        ("RF30", _at(f"ex_mrc_{root}_L", pain_side="L"), {"3": "none", "3.5": "soon", "4.5": "soon", "5": "none"})
        for root in ("L3", "L4", "L5", "S1")
    ),
]


@pytest.mark.parametrize("case", FLAG_THRESHOLDS, ids=_id)
def test_a_flag_turns_where_the_knowledge_base_says(case: tuple[str, Callable[[Any], Answers], Any]) -> None:
    flag, answers, wanted = case
    assert {value: tier_of(flag, **answers(value)) for value in wanted} == wanted


# differential or message, the answers, and the number -> whether it shows
OTHER_THRESHOLDS: list[tuple[str, Callable[[Any], Answers], dict[Any, bool]]] = [
    ("DX_LSS", _at("age", agg_walk="yes", ease_sit="yes"), {59: False, 60: True, 61: True}),
    ("DX_SIJ", _at("ex_sij_count"), {2: False, 3: True, 4: True}),
    ("DX_HIP", _at("age", ex_hip_flex_limited="yes", am_stiff_min=20), {44: False, 45: True, 46: True}),
    ("DX_HIP", _at("am_stiff_min", age=60, ex_hip_flex_limited="yes"), {59: True, 60: False, 61: False}),
    ("DX_HIP", _at("age", ex_fadir="yes"), {43: True, 44: True, 45: False}),
    ("DX_FIBULAR", _at("ex_inversion", rf_foot_drop="yes_new"), {"4": False, "4.5": False, "5": True}),
    ("DX_FIBULAR", _at("ex_mrc_L4_L", pain_side="L", ex_mrc_L5_L="5", ex_inversion="5"), {"3": True, "3.5": False}),
    ("DX_FIBULAR", _at("ex_mrc_L5_L", pain_side="L", ex_mrc_L4_L="5", ex_inversion="5"), {"3": True, "3.5": False}),
    (
        "IMG_OLD",
        lambda days: {"img_done": "mri", "img_date": days_ago(days), "onset_date": days_ago(900)},
        {364: False, 365: False, 366: True},
    ),
    (
        "IMG_OLD",
        lambda days: {"img_done": "mri", "img_date": days_ago(days), "onset_date": days_ago(30)},
        {29: False, 30: False, 31: True},
    ),
]


@pytest.mark.parametrize("case", OTHER_THRESHOLDS, ids=_id)
def test_what_else_is_said_turns_where_the_knowledge_base_says(
    case: tuple[str, Callable[[Any], Answers], Any],
) -> None:
    name, answers, wanted = case
    show = considered if name.startswith("DX_") else said
    assert {value: name in show(**answers(value)) for value in wanted} == wanted


@pytest.mark.parametrize(
    ("age", "figure"),
    [
        (19, None),
        (20, "30"),
        (21, "30"),
        (29, "30"),
        (30, "40"),
        (59, "60"),
        (60, "69"),
        (79, "77"),
        (80, "84"),
        (95, "84"),
    ],
)
def test_the_figure_of_a_finding_is_that_of_the_nearest_lower_decade(age: int, figure: str | None) -> None:
    texts = [
        message.text
        for message in assessed(
            age=age, img_done="mri", img_verified="yes", img_finding=["bulge"], img_root="none"
        ).impression.messages
        if message.id == "IMG_AGE"
    ]
    assert [f"about {figure} of every 100" in text for text in texts] == ([True] if figure else [])


# --- bands and combinations: points by answers that each add one known amount --------------------------------------

_CORE_OF_A: Answers = {"occ_sit_h": 3, "occ_drive_h": 0, "occ_unbroken_min": 20}


@pytest.mark.parametrize(
    ("answers", "points", "band"),
    [
        ({"agg_sitting": "no"}, -3, "not_supported"),
        ({"agg_sitting": "unsure", "sit_tall_eases": "unsure", "ex_sit_mod": "same"}, -2, "insufficient_information"),
        ({"agg_sitting": "yes", "ex_sit_mod": "same"}, 0, "not_supported"),
        ({"agg_sitting": "yes", "ex_sit_mod": "same", "occ_sit_posture": "slumped"}, 1, "weak"),
        ({"agg_sitting": "yes", "occ_sit_posture": "slumped"}, 3, "weak"),
        ({"agg_sitting": "yes", "occ_sit_posture": "slumped", "ease_stand_up": "yes"}, 4, "possible"),
        ({"agg_sitting": "yes", "sit_tall_eases": "yes", "ease_stand_up": "yes"}, 5, "possible"),
        (
            {"agg_sitting": "yes", "sit_tall_eases": "yes", "ease_stand_up": "yes", "ex_thx_stiff": "yes"},
            6,
            "supported",
        ),
        (
            {
                "agg_sitting": "yes",
                "ease_stand_up": "yes",
                "occ_sit_posture": "slumped",
                "ex_thx_stiff": "yes",
                "occ_daysoff_better": "yes",
            },
            6,
            "possible",
        ),
    ],
)
def test_a_band_begins_at_its_points(answers: Answers, points: int, band: str) -> None:
    finding = assessed(**_CORE_OF_A, **answers).impression.finding("A")
    assert (finding.points, finding.band) == (points, band)


@pytest.mark.parametrize(
    ("driver", "core"),
    [
        ("A", {"occ_sit_h": 3, "agg_sitting": "yes", "occ_unbroken_min": 20, "sit_tall_eases": "no"}),
        ("C", {"inj_same_side": "no", "inj_stiff": "no", "foot_turnout": "no"}),
        (
            "B",
            {
                "worst_site": "leg",
                "buttock_deep": "no",
                "agg_sitting": "no",
                "trn_activities": ["none"],
                "trn_cue_squeeze": "never",
            },
        ),
        (
            "D",
            {
                "pain_extent": "thigh",
                "worst_site": "leg",
                "neu_sensory": "none",
                "neu_weak": "none",
                "agg_cough": "no",
            },
        ),
    ],
)
def test_a_driver_needs_its_core_answers(driver: str, core: Answers) -> None:
    needed = load_content().rulebook.driver(driver).core_needed
    # The first answer of each list opens no other question, so blanks are taken from the end.
    given = list(core.items())
    bands = {
        count: assessed(**dict(given[:count])).impression.finding(driver).band
        for count in (needed - 1, needed, len(given))
    }
    assert [band == "insufficient_information" for band in bands.values()] == [True, *[False] * (len(bands) - 1)]


def _finding(driver: str, points: int, band: str) -> Finding:
    return Finding(driver, points, band, None, (), (), (), ())  # type: ignore[arg-type]


@pytest.mark.parametrize(("points", "joins"), [(10, True), (9, True), (8, True), (7, False), (6, False)])
def test_a_possible_driver_joins_within_four_points_of_the_lead(points: int, joins: bool) -> None:
    findings = (_finding("A", 12, "supported"), _finding("B", points, "possible"))
    lead, add_ons = combine(findings, load_content().rulebook.scoring)
    assert (lead, add_ons) == ("A", ("B",) if joins else ())


def test_at_most_three_drivers_are_shown() -> None:
    findings = tuple(_finding(driver, 9, "supported") for driver in "ABCD")
    lead, add_ons = combine(findings, load_content().rulebook.scoring)
    assert (lead, len(add_ons)) == ("D", 2)
