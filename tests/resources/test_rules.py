"""Every shipped rule: what it may say, what it may rest on, and that nothing of the knowledge base is lost."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.conditions import Condition
from forms.content import load_content
from forms.rules.engine import assess
from forms.rules.impression import tier_rank
from forms.rules.rulebook import Driver, Flag, Rule
from tests.forms.rules.factories import a_response_of, quiet_answers

RULEBOOK = load_content().rulebook
FLAGS = {flag.id: flag for flag in RULEBOOK.flags}
RULES = {rule.id: rule for driver in RULEBOOK.drivers for rule in driver.rules}

# Knowledge base 2.3-2.5 and 6.15: every rule and its points.
POINTS: Mapping[str, Mapping[str, int]] = {
    "A": {
        **{"A01": 2, "A02": 1, "A03": 1, "A04": 1, "A05": 2, "A06": 1, "A07": 1, "A08": 2, "A09": 1, "A10": 3},
        **{"A11": 1, "A12": 1, "A20": -3, "A21": -2, "A22": -2, "A23": -3},
    },
    "B": {
        **{"B01": 2, "B02": 1, "B03": 1, "B04": 1, "B05": 2, "B06": 1, "B07": 1, "B08": 2, "B09": 1, "B10": 1},
        **{"B11": 2, "B12": 3, "B13": 1, "B14": 1, "B15": 1, "B16": 2},
        **{"B20": -3, "B21": -2, "B22": -3, "B23": -1, "B24": -2},
    },
    "C": {
        **{"C01": 2, "C02": 2, "C03": 1, "C04": 1, "C05": 1, "C06": 1, "C07": 3, "C08": 1, "C09": 1, "C10": 1},
        **{"C11": 2, "C12": 1, "C20": -2, "C21": -4, "C22": -2},
    },
    "D": {
        **{"D01": 4, "D02": 2, "D03": 2, "D04": 2, "D05": 2, "D06": 2, "D07": 1, "D08": 1, "D09": 1, "D10": 1},
        **{"D11": 2, "D12": 2, "D13": 3, "D14": 3, "D15": 2, "D16": 1, "D17": 1, "D18": 1},
        **{"D20": -2, "D21": -3, "D22": -3},
    },
}
# 1.1, rule 1.
HOLDING = {f"RF{number:02}" for number in (*range(1, 12), 14, 17, 18, 19, 26)}
# 2.1 and hazard HZ14; "degeneration" as a printed word is as bad as "degenerative".
NEVER_SAID = re.compile(
    r"diagnos|probab|%|the cause|cause is|damage|slipped|crumbl|wear and tear|unstable|degenerat|no serious problem",
    re.IGNORECASE,
)
# 0.3: what a clinic fills in, and what the engine fills in.
LOCAL = {
    *("emergency_number", "advice_line", "ed_name", "gp_name", "local_ces_route", "local_spinal_service_phone"),
    *("mscc_coordinator_phone", "crisis_line", "maternity_line", "clinic_phone", "clinic_hours"),
}
FILLED = {"finding", "pct", "root", "side", "shrink"}


def patient_texts() -> Iterator[tuple[str, str]]:
    """Every text that may reach a patient's paper, with where it stands."""
    for driver in RULEBOOK.drivers:
        yield driver.id, driver.plain
        yield driver.id, driver.label
    for flag in RULEBOOK.flags:
        yield flag.id, flag.leaflet
    for message in RULEBOOK.messages:
        if message.audience == "patient":
            yield message.id, message.text
    for finding in RULEBOOK.prevalence.values():
        yield finding.key, finding.words
    for shape in RULEBOOK.shrinkage.values():
        yield shape.key, shape.words


def all_conditions() -> Iterator[tuple[str, Condition]]:
    for rule in RULES.values():
        yield rule.id, rule.when
    for flag in RULEBOOK.flags:
        for row in flag.rows:
            yield flag.id, row.when
    for differential in RULEBOOK.differentials:
        yield differential.id, differential.when
    for message in RULEBOOK.messages:
        yield message.id, message.when


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


# --- drivers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("driver", RULEBOOK.drivers, ids=lambda driver: driver.id)
def test_a_driver_has_exactly_the_rules_of_the_knowledge_base(driver: Driver) -> None:
    assert {rule.id: rule.points for rule in driver.rules} == POINTS[driver.id]


def test_the_anchors_are_those_of_the_knowledge_base() -> None:
    assert {rule.id for rule in RULES.values() if rule.is_anchor} == {"A10", "B12", "C07", "D01", "D13", "D14"}
    assert {driver.id: driver.history_anchor for driver in RULEBOOK.drivers} == {
        "A": ("A05", "A08"),
        "B": ("B01", "B02", "B11"),
        "C": (),
        "D": ("D04", "D05", "D06"),
    }


def test_the_rules_that_rest_on_a_scan_pass_the_imaging_gate() -> None:
    assert {rule.id for rule in RULES.values() if rule.is_imaging} == {
        *("D01", "D02", "D03", "D21"),
        *("B14", "B16", "B24"),
    }


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_expert_opinion_adds_two_points_at_most(rule: Rule) -> None:
    assert rule.grade != "D" or rule.points <= 2


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if "V1" in rule.sources], ids=lambda rule: rule.id)
def test_the_founding_article_alone_is_never_more_than_expert_opinion(rule: Rule) -> None:
    assert rule.grade == "D" or set(rule.sources) != {"V1"}


@pytest.mark.parametrize("driver_id", ["A", "C"])
def test_a_contributing_factor_says_that_it_is_one(driver_id: str) -> None:
    driver = RULEBOOK.driver(driver_id)
    assert driver.note == "Contributing factor. Evidence is limited."
    assert driver.label.endswith("(contributing factor)")


# --- red flags -----------------------------------------------------------------------------------------------------


def test_every_red_flag_of_the_knowledge_base_is_there() -> None:
    scans = {"IMG_FRACTURE", "IMG_INFECTION", "IMG_TUMOUR", "IMG_CAUDA"}
    assert set(FLAGS) == {f"RF{number:02}" for number in range(1, 31)} | {"RF_CONSTIPATION"} | scans


def test_the_questions_that_hold_the_form_are_those_of_the_knowledge_base() -> None:
    assert {flag.id for flag in RULEBOOK.flags if flag.unanswered == "hold"} == HOLDING


@pytest.mark.parametrize(
    "flag", [flag for flag in RULEBOOK.flags if flag.unanswered == "none"], ids=lambda flag: flag.id
)
def test_only_what_nobody_is_asked_may_stay_blank_unnoticed(flag: Flag) -> None:
    item = load_content().questionnaire.items[flag.item]
    assert item.is_derived or item.block == "scans" or flag.id == "RF_CONSTIPATION"


def test_motor_and_pain_flags_rise_when_the_course_worsens() -> None:
    raised = {flag.id for flag in RULEBOOK.flags if flag.is_raised_by_worsening}
    assert raised == {"RF05", "RF07", "RF09", "RF13", "RF28", "RF30"}


@pytest.mark.parametrize("flag", RULEBOOK.flags, ids=lambda flag: flag.id)
def test_a_flag_question_points_back_to_its_flag(flag: Flag) -> None:
    item = load_content().questionnaire.items[flag.item]
    # Constipation is asked beside the bowel question, and has a flag of its own (6.15).
    expected = {"RF_CONSTIPATION": "RF03"}.get(flag.id, flag.id)
    assert item.flag == expected or item.is_derived or item.block == "scans"


@pytest.mark.parametrize("flag", RULEBOOK.flags, ids=lambda flag: flag.id)
def test_the_desk_sees_no_more_than_it_may(flag: Flag) -> None:
    is_hidden = flag.id in {"RF04", "RF11", "RF14", "RF24", "RF26", "RF29", "RF30"}
    assert flag.reception_view == ("tier" if is_hidden else "full")
    assert bool(flag.reception_text) == is_hidden


@pytest.mark.parametrize("tier", ["routine", "soon", "urgent", "emergency"])
def test_every_tier_tells_the_desk_what_to_do(tier: Any) -> None:
    assert RULEBOOK.tiers[tier].staff


def test_an_emergency_cannot_be_overridden() -> None:
    assert "no override" in RULEBOOK.tiers["emergency"].printing


_TICKS: Mapping[str, list[Any]] = {
    **{
        item: ["yes_new", "yes_old"]
        for item in ("rf_saddle", "rf_sexual", "rf_both_legs", "rf_legs_weak", "rf_stairs", "rf_cord", "rf_cold_leg")
    },
    **{item: ["yes_new", "yes_old", "yes_settled", "yes_known"] for item in ("rf_bladder", "rf_bowel", "rf_foot_drop")},
    **{item: ["yes"] for item in ("rf_weak_worse", "rf_cancer", "rf_night", "rf_postop", "rf_anticoag", "rf_mood")},
    "rf_trauma": ["yes_major", "yes_minor"],
    "rf_infection": [
        ["fever_shivers"],
        ["iv_drugs"],
        ["fever_shivers", "recent_infection"],
        ["tb_contact", "low_immunity"],
    ],
    "rf_systemic": [["weight_loss"]],
    "rf_dvt": [["calf_swollen"], ["long_travel"], ["one_leg_bigger", "past_clot"], ["breathless_chest_pain"]],
    "rf_aaa": [["faint_clammy"], ["pulsing_tummy"], ["sudden_severe_back_or_tummy", "known_aneurysm"]],
    "course": ["worsening"],
}


@settings(max_examples=200)
@given(st.data())
def test_adding_a_red_flag_never_lowers_the_tier(data: st.DataObject) -> None:
    """Hazard HZ10."""
    ticked = data.draw(st.lists(st.sampled_from(sorted(_TICKS)), unique=True, min_size=1, max_size=5))
    answers = {item: data.draw(st.sampled_from(_TICKS[item])) for item in ticked}
    answers["age"] = data.draw(st.sampled_from([30, 55, 66, 80]))
    before = {key: value for key, value in answers.items() if key != ticked[0]}
    tiers = [
        tier_rank(assess(a_response_of({**quiet_answers(), **one}), load_content()).tier) for one in (before, answers)
    ]
    assert tiers[0] <= tiers[1]


# --- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("place", "text"), list(patient_texts()))
def test_a_patient_never_reads_a_frightening_or_forbidden_word(place: str, text: str) -> None:
    assert not NEVER_SAID.search(text), place


@pytest.mark.parametrize("driver", RULEBOOK.drivers, ids=lambda driver: driver.id)
def test_a_reason_on_screen_avoids_the_words_of_a_diagnosis(driver: Driver) -> None:
    texts = [driver.what, driver.typical, driver.against, driver.note, *(rule.because for rule in driver.rules)]
    for text in texts:
        assert not re.search(r"diagnos|probability|cause is", text, re.IGNORECASE)


def test_every_placeholder_is_one_that_gets_filled() -> None:
    for flag in RULEBOOK.flags:
        assert placeholders(" ".join((flag.staff_extra, flag.leaflet, *flag.acts))) <= LOCAL, flag.id
        # Reasons are read on screen and by other programs as they stand.
        assert not any(placeholders(row.because) for row in flag.rows), flag.id
    for tier in RULEBOOK.tiers.values():
        assert placeholders(tier.staff) <= LOCAL
    for message in RULEBOOK.messages:
        assert placeholders(message.text) <= FILLED, message.id


def test_every_reason_is_a_sentence() -> None:
    reasons = [rule.because for rule in RULES.values()]
    reasons += [row.because for flag in RULEBOOK.flags for row in flag.rows]
    reasons += [one.because for one in RULEBOOK.differentials]
    assert [reason for reason in reasons if not re.match(r"[A-Z0-9].*[.]$", reason)] == []


# --- conditions ----------------------------------------------------------------------------------------------------


def test_only_rules_about_an_absence_look_at_one() -> None:
    looking = {name for name, condition in all_conditions() if condition.looks_at_absence}
    assert looking == {
        # "blank" is named: root not described; ankle not measured
        *("D03", "C12"),
        # no birth date is not "over 65"; both-sided weakness only when it was written down
        *("C08", "D22"),
        # of two painful sides neither is said to be worse; a blank about the scan does not fire B16
        *("A12", "B20"),
        # never lower than soon while the walking pattern is not known; onset not known; not imaged
        *("RF05", "RF07", "RF09", "RF15"),
        # a foot seen to slap counts, unless it was said to be long known
        *("RF11", "RF14"),
        # examination not done yet; calcium not mentioned
        *("DX_FACET", "DX_REFERRED", "IMG_SHRINK"),
    }


# --- scans ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("finding", RULEBOOK.prevalence.values(), ids=lambda finding: finding.key)
def test_a_finding_gets_commoner_with_age(finding: Any) -> None:
    assert list(finding.percent) == sorted(finding.percent)
    assert set(finding.unchecked) <= set(RULEBOOK.decades)


def test_the_figures_and_shapes_are_of_findings_the_form_knows() -> None:
    codes = set(load_content().questionnaire.items["img_finding"].codes)
    assert set(RULEBOOK.shrinkage) <= codes
    # Reports rarely say these two; the figures wait until the form has a code for them.
    assert set(RULEBOOK.prevalence) - codes == {"signal_loss", "height_loss"}


def test_the_root_table_speaks_the_words_of_the_form() -> None:
    items = load_content().questionnaire.items
    table = RULEBOOK.concordance
    assert {disc.level for disc in table.discs} <= set(items["img_level"].codes)
    assert [root.id for root in table.roots] == list(table.order)
    for root in table.roots:
        assert set(root.sites) <= set(items["pain_sites"].codes)
        assert all(f"{item}_L" in items and f"{item}_R" in items for item in root.reflex_items)
    for area in table.coarse_areas:
        assert area.code in items[area.item].codes


def test_an_off_centre_disc_hits_the_root_below_and_a_foraminal_one_the_root_above() -> None:
    order = RULEBOOK.concordance.order
    for disc in RULEBOOK.concordance.discs:
        assert order.index(disc.off_centre) == order.index(disc.foraminal) + 1


# --- sources -------------------------------------------------------------------------------------------------------


def test_every_source_of_the_knowledge_base_is_listed() -> None:
    assert set(RULEBOOK.sources) == {"U", *(f"V{number}" for number in range(1, 121))}


def test_what_shrinks_and_how_common_it_is_has_a_source() -> None:
    for one in (*RULEBOOK.prevalence.values(), *RULEBOOK.shrinkage.values()):
        assert one.sources
        assert set(one.sources) <= set(RULEBOOK.sources)
