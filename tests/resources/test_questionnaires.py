"""The shipped form: everything the knowledge base asks is there, and what is worked out comes out right."""

from datetime import date
from typing import Any

import pytest

from forms.content import load_questionnaire
from forms.facts import Facts
from forms.questionnaire import Item
from forms.response import QuestionnaireResponse

FORM = load_questionnaire()
INTAKE = date(2026, 3, 2)


def facts(**answers: Any) -> Facts:
    keyed = {key.replace("__", "/"): value for key, value in answers.items()}
    return Facts(FORM, QuestionnaireResponse(INTAKE).with_answers(keyed))


def known(link_id: str, **answers: Any) -> Any:
    return facts(**answers).known(link_id)


# --- What is asked -------------------------------------------------------------------------------------------------

FOUR = ("no", "yes_new", "yes_old", "unsure", "private")
SIX = ("no", "yes_new", "yes_old", "yes_settled", "yes_known", "unsure", "private")

RED_FLAGS = {
    "rf_bladder": ("RF01", SIX),
    "rf_saddle": ("RF02", FOUR),
    "rf_bowel": ("RF03", SIX),
    "rf_constipation": ("RF03", FOUR),
    "rf_sexual": ("RF04", FOUR),
    "rf_both_legs": ("RF05", FOUR),
    "rf_legs_weak": ("RF06", FOUR),
    "rf_foot_drop": ("RF07", SIX),
    "rf_weak_worse": ("RF08", ("no", "yes", "unsure", "private")),
    "rf_stairs": ("RF09", FOUR),
    "rf_cord": ("RF10", FOUR),
    "rf_cancer": ("RF11", ("no", "yes", "unsure", "private")),
    "rf_systemic": ("RF12", ("weight_loss", "night_sweats", "very_tired_unwell", "none", "unsure")),
    "rf_night": ("RF13", ("no", "yes", "unsure")),
    "rf_infection": (
        "RF14",
        (
            "fever_shivers",
            "recent_infection",
            "iv_drugs",
            "low_immunity",
            "spine_procedure",
            "tb_contact",
            "none",
            "unsure",
        ),
    ),
    "rf_trauma": ("RF15", ("no", "yes_major", "yes_minor", "unsure")),
    "rf_dvt": (
        "RF17",
        (
            "calf_swollen",
            "calf_hot_red",
            "one_leg_bigger",
            "recent_surgery_or_bed",
            "long_travel",
            "active_cancer",
            "past_clot",
            "pregnant_or_postpartum",
            "breathless_chest_pain",
            "none",
            "unsure",
        ),
    ),
    "rf_aaa": (
        "RF18",
        ("sudden_severe_back_or_tummy", "pulsing_tummy", "known_aneurysm", "faint_clammy", "none", "unsure"),
    ),
    "rf_cold_leg": ("RF19", ("no", "yes_new", "yes_old", "unsure")),
    "rf_postop": ("RF22", ("no", "yes", "unsure")),
    "rf_anticoag": ("RF23", ("no", "yes", "unsure")),
    "rf_preg": ("RF24", ("no", "yes", "unsure", "private")),
    "rf_mood": ("RF26", ("no", "yes", "unsure", "private")),
    "rf_rash": ("RF27", ("no", "yes", "unsure")),
    "rf_cyclical": ("RF29", ("no", "yes", "unsure", "private")),
}


def safety_items() -> list[Item]:
    return [item for item in FORM.items.values() if item.flag]


def test_every_red_flag_question_is_asked_in_the_order_of_section_1() -> None:
    assert [item.link_id for item in safety_items()] == list(RED_FLAGS)


@pytest.mark.parametrize("link_id", RED_FLAGS)
def test_a_red_flag_question_names_its_flag_and_offers_the_answers_of_section_1(link_id: str) -> None:
    item = FORM.items[link_id]
    assert (item.flag, item.codes) == RED_FLAGS[link_id]


def test_every_red_flag_question_is_required_but_constipation() -> None:
    assert [item.link_id for item in safety_items() if not item.required] == ["rf_constipation"]


def test_red_flags_come_before_previous_episodes_and_lifestyle() -> None:
    last_safety = max(FORM.page_of(item.link_id).order for item in safety_items())
    later = [page.id for page in FORM.pages if page.order > last_safety and page.stage == "intake"]
    assert later == ["previous", "injuries", "health", "work", "training", "imaging", "goals", "outcomes"]


def test_unsure_and_private_never_settle_a_safety_question() -> None:
    for item in safety_items():
        open_codes = {option.code for option in item.options if option.is_unknown}
        assert open_codes == {"unsure", "private"} & set(item.codes)


def test_sexual_function_and_mood_are_hidden_from_reception() -> None:
    private = {item.link_id for item in FORM.items.values() if item.private}
    assert private == {"rf_sexual", "rf_sexual_since", "rf_mood"}
    for link_id in private:
        assert FORM.items[link_id].who == ("patient", "physio")
        assert FORM.items[link_id].reception_view == "tier"


def test_reception_sees_only_the_tier_of_the_flags_that_table_1_2_1_names() -> None:
    hidden = {item.flag for item in safety_items() if item.reception_view == "tier"}
    assert hidden == {"RF04", "RF11", "RF14", "RF24", "RF26", "RF29"}


def test_symptoms_that_ask_since_when_carry_their_own_date() -> None:
    dated = [item.link_id for item in FORM.items.values() if item.since]
    assert dated == [*(k for k in list(RED_FLAGS)[:11] if k != "rf_constipation"), "rf_cold_leg"]
    for link_id in dated:
        assert FORM.items[link_id].since == f"{link_id}_since"
        assert facts(**{link_id: "no"}).is_enabled(f"{link_id}_since") is False
        positive = "yes" if link_id == "rf_weak_worse" else "yes_old"
        assert facts(**{link_id: positive}).is_enabled(f"{link_id}_since") is True


def test_multiple_choice_safety_questions_are_asked_option_by_option() -> None:
    each = {item.link_id for item in FORM.items.values() if item.asked_each}
    assert each == {"rf_systemic", "rf_infection", "rf_dvt", "rf_aaa"}
    assert all(FORM.items[link_id].exclusive_code == "none" for link_id in each)


REQUIRED = {
    "details": ["pt_family", "pt_given", "pt_dob", "pt_clinic_no", "pt_phone", "id_checked", "answered_by"],
    "consent": ["cons_assess", "cons_personal"],
    "problem": ["pc_text", "course", "pain_side", "pain_sites", "pain_extent", "worst_site", "nprs_back", "nprs_leg"],
    "changes": ["agg_sitting", "neu_sensory", "neu_weak"],
    "safety details": ["rf_weak_worse_days", "rf_cancer_pain"],
    "lifestyle": ["inj_any", "inj_stiff", "occ_sit_h", "trn_activities", "trn_cue_squeeze", "img_done", "goals"],
    "examination": ["exam_signature"],
}


def test_required_questions_are_those_the_knowledge_base_stars() -> None:
    required = {item.link_id for item in FORM.items.values() if item.required}
    starred = {link_id for ids in REQUIRED.values() for link_id in ids}
    assert required == starred | (set(RED_FLAGS) - {"rf_constipation"})


RANGES = {
    "nprs_back": (0, 10),
    "nprs_leg": (0, 10),
    "nprs_leg_worst": (0, 10),
    "sit_tol_min": (0, 240),
    "walk_tol_min": (0, 240),
    "am_stiff_min": (0, 300),
    "rf_weak_worse_days": (0, 365),
    "first_onset_age": (5, 100),
    "belief_last": (0, 10),
    "inj_year": (1930, None),
    "height_cm": (100, 230),
    "weight_kg": (30, 300),
    "occ_sit_h": (0, 16),
    "occ_drive_h": (0, 16),
    "occ_stand_h": (0, 16),
    "leis_sit_h": (0, 16),
    "occ_unbroken_min": (0, 480),
    "occ_lift_kg": (0, 200),
    "trn_hours_wk": (0, 40),
    "trn_turnout_h": (0, 40),
    "psfs_1": (0, 10),
    "psfs_2": (0, 10),
    "psfs_3": (0, 10),
    "sbi_leg": (0, 6),
    "sbi_numb": (0, 6),
    "sbi_weak": (0, 6),
    "sbi_sit": (0, 6),
    "startback_total": (0, 9),
    "startback_sub": (0, 5),
    "dn4_score": (0, 10),
    "slanss_score": (0, 24),
    "groc": (-3, 3),
    "ex_ffd_cm": (0, 100),
    "ex_slr_deg_L": (0, 120),
    "ex_hip_ir_R": (0, 90),
    "ex_hip_er_R": (0, 90),
    "ex_sij_count": (0, 6),
    "ex_wblt_L": (0, 25),
    "ex_foot_angle_R": (-20, 60),
    "ex_abpi": (0.2, 1.6),
    "ex_temp": (34, 42),
    "age": (0, 120),
}


@pytest.mark.parametrize("link_id", RANGES)
def test_hard_ranges_are_those_of_the_knowledge_base(link_id: str) -> None:
    item = FORM.items[link_id]
    assert (item.low, item.high) == RANGES[link_id]


def test_every_examination_question_belongs_to_the_physio_and_can_always_be_recorded() -> None:
    for page in FORM.pages:
        if page.stage == "examination":
            for link_id in page.items:
                assert FORM.items[link_id].who == ("physio",), link_id
                assert FORM.items[link_id].enable_when is None, link_id


def test_per_side_and_per_root_questions_expand_to_the_ids_of_the_knowledge_base() -> None:
    for root in ("L2", "L3", "L4", "L5", "S1"):
        for side in ("L", "R"):
            item = FORM.items[f"ex_mrc_{root}_{side}"]
            assert (item.root, item.side, item.base) == (root, side, f"ex_mrc_{root}")
            assert f"ex_sens_{root}_{side}" in FORM.items
    assert {"ex_pulses", "ex_pulses_L", "ex_pulses_R"} <= set(FORM.items)


def test_repeating_blocks_hold_eight_injuries_and_four_scans() -> None:
    assert {block.id: block.most for block in FORM.blocks.values()} == {"injuries": 8, "scans": 4}


def test_no_label_is_left_with_a_placeholder_of_a_side_or_root() -> None:
    for item in FORM.items.values():
        assert "{side}" not in item.label, item.link_id
        assert "{root}" not in item.label, item.link_id


# --- What is worked out --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "years", "group"),
    [("2008-03-02", 18, "adult"), ("2008-03-03", 17, "under_18"), ("1979-09-14", 46, "adult")],
)
def test_age_counts_whole_years_to_the_intake_date(born: str, years: int, group: str) -> None:
    person = facts(pt_dob=born)
    assert (person.known("age"), person.known("rf_age")) == (years, group)


def injury(part: str = "ankle", side: str = "R", **more: Any) -> dict[str, Any]:
    answers = {"inj_any": "yes", "injuries__1__inj_part": part, "injuries__1__inj_side": side}
    return answers | {f"injuries__1__{key}": value for key, value in more.items()}


@pytest.mark.parametrize(
    ("pain_side", "part", "side", "same", "other"),
    [
        ("R", "ankle", "R", "yes", "no"),
        ("R", "ankle", "L", "no", "yes"),
        ("R", "ankle", "both", "yes", "yes"),
        ("both", "ankle", "L", "yes", "no"),
        ("central", "ankle", "L", "no", "no"),
        ("R", "hip_thigh", "R", "no", "no"),
        ("unsure", "ankle", "R", None, None),
    ],
)
def test_an_old_injury_is_matched_with_the_painful_side(
    pain_side: str, part: str, side: str, same: str | None, other: str | None
) -> None:
    person = facts(pain_side=pain_side, **injury(part, side))
    assert (person.known("inj_same_side"), person.known("inj_other_side")) == (same, other)


@pytest.mark.parametrize(("inj_any", "expected"), [("no", "no"), ("unsure", None)])
def test_without_entries_the_injury_question_itself_decides(inj_any: str, expected: str | None) -> None:
    assert known("inj_same_side", pain_side="R", inj_any=inj_any) == expected


def test_an_injury_side_given_directly_stands_where_its_sources_are_absent() -> None:
    assert known("inj_same_side", inj_same_side="yes") == "yes"
    assert known("inj_same_side", inj_same_side="yes", inj_any="no") == "no"


@pytest.mark.parametrize(
    ("kind", "cast", "expected"), [("fracture", "no", "yes"), ("sprain", "yes", "yes"), ("sprain", "no", "no")]
)
def test_a_major_injury_is_a_fracture_operation_dislocation_or_cast(kind: str, cast: str, expected: str) -> None:
    assert known("inj_major", pain_side="R", **injury(inj_type=kind, inj_immobilised=cast)) == expected


@pytest.mark.parametrize(("year", "expected"), [(2023, "no"), (2024, "yes"), (2026, "yes")])
def test_an_injury_counts_as_before_onset_for_two_years(year: int, expected: str) -> None:
    answers = injury(inj_year=float(year))
    assert known("inj_before_onset", pain_side="R", onset_date="2026-01-10", **answers) == expected


@pytest.mark.parametrize(
    ("pain", "scan", "worse", "expected"),
    [
        ("L", "L", None, "yes"),
        ("L", "R", None, "no"),
        ("L", "central_both", None, "yes"),
        ("both", "R", None, "yes"),
        ("both", "R", "R", "yes"),
        ("both", "R", "L", "no"),
        ("both", "R", "equal", "yes"),
        ("both", "not_stated", None, "no"),
        ("alternating", "L", None, "no"),
        ("central", "R", None, "no"),
        ("central", "central_both", None, "yes"),
        ("L", "not_stated", None, "no"),
        ("unsure", "L", None, None),
    ],
)
def test_scan_and_pain_match_by_side_as_section_6_11_says(
    pain: str, scan: str, worse: str | None, expected: str | None
) -> None:
    answers = {"pain_side": pain, "scans/1/img_done": "mri", "scans/1/img_side": scan, "worse_side": worse}
    assert Facts(FORM, QuestionnaireResponse(INTAKE).with_answers(answers)).known("img_side_match") == expected


def scan(**answers: Any) -> dict[str, Any]:
    return {f"scans__1__{key}": value for key, value in answers.items()}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"img_done": "mri", "img_verified": "yes"}, "yes"),
        ({"img_done": "ct", "img_verified": "yes", "img_region": "lumbar"}, "yes"),
        ({"img_done": "mri", "img_verified": "yes", "img_region": "hip"}, "no"),
        ({"img_done": "mri", "img_verified": "no"}, "no"),
        ({"img_done": "mri"}, None),
        ({"img_done": "xray", "img_verified": "yes"}, "no"),
        ({"img_done": "type_unknown", "img_verified": "yes"}, "no"),
    ],
)
def test_a_scan_counts_only_verified_and_of_the_low_back(answers: dict[str, Any], expected: str | None) -> None:
    assert known("img_usable", **scan(**answers)) == expected


def test_a_scan_that_does_not_match_the_symptoms_does_not_count() -> None:
    answers = {key.replace("__", "/"): v for key, v in scan(img_done="mri", img_verified="yes").items()}
    response = QuestionnaireResponse(INTAKE).with_answers(answers)
    for outcome, expected in (("match", "yes"), ("partial", "yes"), ("mismatch", "no"), (None, "yes")):
        person = Facts(FORM, response, {"concordance": lambda facts, outcome=outcome: outcome})
        assert person.known("img_usable") == expected


@pytest.mark.parametrize(
    ("onset", "answers", "expected"),
    [
        ("2026-01-26", {"img_date": "2026-02-20"}, "no"),
        ("2026-01-26", {"img_date": "2026-01-25"}, "yes"),
        ("2020-01-01", {"img_date": "2025-03-02"}, "no"),
        ("2020-01-01", {"img_date": "2025-03-01"}, "yes"),
        ("2026-01-26", {}, None),
        ("2026-01-26", {"img_before_onset": "yes"}, "yes"),
        ("2026-01-26", {"img_before_onset": "no"}, "no"),
    ],
)
def test_a_scan_is_old_after_twelve_months_or_from_before_onset(
    onset: str, answers: dict[str, Any], expected: str | None
) -> None:
    assert known("img_is_old", onset_date=onset, **scan(img_done="mri", **answers)) == expected


def test_the_newest_verified_low_back_mri_answers_for_the_scans() -> None:
    person = facts(
        scans__1__img_done="mri",
        scans__1__img_date="2025-01-01",
        scans__1__img_verified="yes",
        scans__2__img_done="xray",
        scans__2__img_date="2026-02-01",
        scans__2__img_verified="yes",
        scans__3__img_done="mri",
        scans__3__img_date="2025-12-01",
        scans__3__img_verified="yes",
        scans__4__img_done="mri",
        scans__4__img_date="2026-02-02",
        scans__4__img_region="hip",
        scans__4__img_verified="yes",
    )
    assert person.feeding_entry("scans") == 3


def power(affected: str | None, other: str | None, root: str = "S1") -> dict[str, Any]:
    full = {f"ex_mrc_{name}_{side}": "5" for name in ("L2", "L3", "L4", "L5", "S1") for side in "LR"}
    return full | {f"ex_mrc_{root}_R": affected, f"ex_mrc_{root}_L": other}


@pytest.mark.parametrize(
    ("affected", "other", "expected"),
    [
        ("4", "5", "yes"),
        ("weak_not_graded", "5", "yes"),
        ("4", "4.5", "no"),
        ("4.5", "5", "no"),
        ("3.5", "4.5", "yes"),
        ("3", "3", "no"),
        (None, "5", None),
        ("5", None, "no"),
    ],
)
def test_a_myotome_deficit_is_four_or_less_and_one_below_the_other_side(
    affected: str | None, other: str | None, expected: str | None
) -> None:
    assert known("ex_myotome_deficit", pain_side="R", **power(affected, other)) == expected


def test_weakness_of_one_root_on_both_sides_is_its_own_finding() -> None:
    assert known("ex_both_weak", **power("4", "3")) == "yes"
    assert known("ex_both_weak", **power("4", "5")) == "no"


def test_reflexes_and_feeling_are_compared_on_the_painful_side() -> None:
    reflexes = {"ex_reflex_knee_L": "2", "ex_reflex_knee_R": "2", "ex_reflex_ankle_L": "2", "ex_reflex_ankle_R": "1"}
    assert known("ex_reflex_reduced", pain_side="R", **reflexes) == "yes"
    assert known("ex_reflex_reduced", pain_side="L", **reflexes) == "no"
    assert known("ex_reflex_reduced", **reflexes) is None
    feeling = {f"ex_sens_{root}_{side}": "normal" for root in ("L2", "L3", "L4", "L5", "S1") for side in "LR"}
    assert known("ex_sens_loss", pain_side="R", **feeling) == "no"
    assert known("ex_sens_loss", pain_side="R", **feeling | {"ex_sens_L5_R": "absent"}) == "yes"
    assert known("ex_sens_loss", pain_side="R", **feeling | {"ex_sens_L5_L": "absent"}) == "no"


def test_side_differences_are_measured_towards_the_painful_side() -> None:
    assert known("ex_wblt_deficit", pain_side="L", ex_wblt_L=7.5, ex_wblt_R=12.0) == 4.5
    assert known("ex_foot_angle_excess", pain_side="L", ex_foot_angle_L=22.0, ex_foot_angle_R=12.0) == 10
    assert known("ex_hip_ir_deficit", pain_side="both", worse_side="L", ex_hip_ir_L=28.0, ex_hip_ir_R=40.0) == 12
    assert known("ex_wblt_deficit", pain_side="both", ex_wblt_L=7.5, ex_wblt_R=12.0) is None


WALKING = {"agg_walk": "yes", "age": 71.0, "ecq1": "yes", "ecq2": "no", "ecq3": "yes", "ecq4": "yes"}


@pytest.mark.parametrize(
    ("ecq5", "where", "expected"),
    [("yes", ("calf",), "yes"), ("yes", ("thigh",), "yes"), ("yes", ("other",), "no"), ("no", ("calf",), "no")],
)
def test_the_blood_flow_pattern_needs_relief_by_standing_still(
    ecq5: str, where: tuple[str, ...], expected: str
) -> None:
    assert known("rf_claudication", ecq5=ecq5, ecq6=where, **WALKING) == expected


@pytest.mark.parametrize(
    ("age", "bones", "steroids", "signs", "expected"),
    [
        (75.0, "yes", "no", ("none",), "yes"),
        (74.0, "yes", "no", ("none",), "no"),
        (60.0, "yes", "yes", None, "yes"),
        (60.0, "yes", "no", ("height_loss",), "yes"),
        (60.0, "yes", None, ("none",), None),
    ],
)
def test_fragile_bones_take_two_signs(
    age: float, bones: str, steroids: str | None, signs: tuple[str, ...] | None, expected: str | None
) -> None:
    answers = {"age": age, "med_osteoporosis": bones, "med_steroids": steroids, "frag_signs": signs}
    assert Facts(FORM, QuestionnaireResponse(INTAKE).with_answers(answers)).known("rf_fragility") == expected


INFLAMMATORY = {
    "first_onset_age": 30.0,
    "onset_date": "2025-11-01",
    "wake_second_half": "yes",
    "buttock_deep": "yes",
    "move_eases": "no",
    "nsaid_48h": "no",
    "med_spondyloarthritis_family": "no",
    "spa_hist": ("none",),
    "med_conditions": ("none",),
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "three"),
        ({"move_eases": "yes"}, "yes"),
        ({"first_onset_age": 35.0}, "no"),
        ({"first_onset_age": 45.0, "move_eases": "yes", "nsaid_48h": "yes"}, "no"),
        ({"onset_date": "2026-01-01", "move_eases": "yes"}, "no"),
        ({"move_eases": "unsure"}, None),
    ],
)
def test_inflammatory_features_are_counted(changes: dict[str, Any], expected: str | None) -> None:
    assert known("rf_inflam", **INFLAMMATORY | changes) == expected


@pytest.mark.parametrize(
    ("leg", "now", "expected"),
    [(9.0, ("cannot_stand",), "yes"), (8.0, ("cannot_stand",), "no"), (9.0, ("none",), "no"), (9.0, None, None)],
)
def test_severe_pain_needs_nine_and_a_sign(leg: float, now: tuple[str, ...] | None, expected: str | None) -> None:
    answers = {"nprs_leg": leg, "severe_now": now}
    assert Facts(FORM, QuestionnaireResponse(INTAKE).with_answers(answers)).known("rf_severe_pain") == expected


NO_WEAKNESS = {"rf_foot_drop": "no", "rf_weak_worse": "no", "rf_stairs": "no", "pain_side": "R"}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"neu_weak": "mild"}, "yes"),
        ({"neu_weak": "marked"}, "conflict"),
        ({"neu_weak": "none", **power("4", "5")}, "yes"),
        ({"neu_weak": "none", **power("3.5", "5")}, "yes"),
        ({"neu_weak": "none", **power("3", "5")}, "no"),
        ({"neu_weak": "none", **power("5", "5")}, "no"),
        ({"neu_weak": "mild", "rf_stairs": "yes_old"}, "no"),
        ({"neu_weak": "mild", "rf_stairs": "unsure"}, None),
    ],
)
def test_mild_weakness_counts_only_beside_clear_noes(answers: dict[str, Any], expected: str | None) -> None:
    assert known("rf_mild_weak", **NO_WEAKNESS | answers) == expected


# --- What is shown -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sex", "age", "shown"),
    [
        ("female", 30.0, True),
        ("intersex", 60.0, True),
        ("female", 61.0, False),
        ("female", 11.0, False),
        ("male", 30.0, False),
        (None, 30.0, None),
    ],
)
def test_the_question_on_periods_is_for_those_who_may_have_them(
    sex: str | None, age: float, shown: bool | None
) -> None:
    response = QuestionnaireResponse(INTAKE).with_answers({"pt_sex": sex, "age": age})
    assert Facts(FORM, response).is_enabled("rf_cyclical") is shown


@pytest.mark.parametrize(
    ("link_id", "answers", "shown"),
    [
        ("ease_stand_up", {"agg_sitting": "yes"}, True),
        ("ease_stand_up", {"agg_sitting": "no"}, False),
        ("severe_now", {"nprs_leg": 9.0}, True),
        ("severe_now", {"nprs_leg": 8.0}, False),
        ("ecq1", {"agg_walk": "yes", "age": 50.0}, True),
        ("ecq1", {"agg_walk": "yes", "age": 49.0, "agg_list": ("none",)}, False),
        ("ecq1", {"agg_walk": "no", "age": 30.0, "agg_list": ("effort",)}, True),
        ("trn_hours_wk", {"trn_activities": ("none",)}, False),
        ("trn_hours_wk", {"trn_activities": ("walking",)}, True),
        ("trn_lifts", {"trn_activities": ("crossfit",)}, True),
        ("trn_lifts", {"trn_activities": ("yoga",)}, False),
        ("hip_precautions", {"hip_replaced": ("hip_L",)}, True),
        ("hip_precautions", {"hip_replaced": ("knee_L",)}, False),
        ("hip_replaced_date", {"hip_replaced": ("knee_L",)}, True),
        ("worse_side", {"pain_side": "both"}, True),
        ("worse_since", {"course": "same", "rf_bladder": "yes_old"}, True),
        ("surg_12wk_date", {"surg_12wk": "knee arthroscopy"}, True),
    ],
)
def test_a_question_is_asked_where_the_knowledge_base_says(link_id: str, answers: dict[str, Any], shown: bool) -> None:
    assert facts(**answers).is_enabled(link_id) is shown


def test_the_saddle_examination_is_proposed_unless_every_answer_is_a_clear_no() -> None:
    suggest = FORM.items["ex_saddle"].suggest_when
    assert suggest is not None
    clear = dict.fromkeys(("rf_bladder", "rf_saddle", "rf_bowel", "rf_sexual", "rf_both_legs", "rf_legs_weak"), "no")
    assert suggest.holds(facts(**clear)) is False
    assert suggest.holds(facts(**clear | {"rf_sexual": "private"})) is True
    assert suggest.holds(facts(**clear | {"rf_saddle": "yes_old"})) is True
    assert suggest.holds(facts()) is True
