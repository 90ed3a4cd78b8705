"""How fired rules become points, an anchor, a lead and an outcome."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from msgspec.structs import replace

from forms.content import load_content
from forms.rules.engine import assess, assess_facts, combine
from forms.rules.impression import Finding
from forms.rules.rulebook import Rule
from tests.forms.rules.factories import a_response, assessed, days_ago

CONTENT = load_content()
SCORING = CONTENT.rulebook.scoring

# The five core answers of the nerve root, speaking neither for nor against it.
CORE_D: dict[str, Any] = {
    "pain_extent": "thigh",
    "worst_site": "equal",
    "neu_sensory": "none",
    "neu_weak": "none",
    "agg_cough": "no",
}
HISTORY_D: dict[str, Any] = {**CORE_D, "pain_extent": "foot", "worst_site": "leg", "neu_sensory": "foot"}
SCAN: dict[str, Any] = {
    "pain_side": "L",
    "img_done": "mri",
    "img_side": "L",
    "img_root": "compression",
    "img_verified": "yes",
    "img_date": days_ago(20),
    "onset_date": days_ago(60),
}
CLEAN: dict[str, Any] = {
    "ex_slr_pos": "no",
    "ex_slump_pos": "no",
    "ex_myotome_deficit": "no",
    "ex_reflex_reduced": "no",
    "ex_sens_loss": "no",
}


def finding(driver: str, **answers: Any) -> Finding:
    return assessed(**answers).impression.finding(driver)


def counted(found: Finding) -> dict[str, bool]:
    return {basis.rule: basis.counts for basis in found.basis}


# --- lead and add-ons ----------------------------------------------------------------------------------------------


def _found(driver: str, points: int, band: str) -> Finding:
    return Finding(driver, points, band, None, (), (), (), ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("findings", "lead", "add_ons"),
    [
        ([("A", 7, "supported"), ("B", 9, "possible")], "A", ("B",)),
        ([("A", 7, "supported"), ("B", 9, "supported")], "B", ("A",)),
        ([("A", 5, "possible"), ("B", 4, "possible")], "A", ("B",)),
        ([("A", 4, "possible"), ("B", 9, "possible")], "B", ()),
        ([("A", 9, "supported"), ("B", 6, "supported"), ("C", 5, "possible")], "A", ("B", "C")),
        # A supported driver joins however far behind; a possible one only within four points.
        ([("A", 20, "supported"), ("B", 6, "supported"), ("C", 15, "possible")], "A", ("B",)),
        # Supported ones first, then by points; three in all.
        ([("A", 9, "supported"), ("B", 8, "possible"), ("C", 6, "supported")], "A", ("C", "B")),
        ([("A", 9, "supported"), ("B", 7, "supported"), ("C", 8, "supported")], "A", ("C", "B")),
        ([("A", 9, "supported"), ("B", 8, "possible"), ("C", 6, "possible"), ("D", 7, "possible")], "A", ("B", "D")),
        # The nerve root always leads once it is supported.
        ([("A", 15, "supported"), ("D", 6, "supported")], "D", ("A",)),
        ([("A", 15, "supported"), ("D", 14, "possible")], "A", ("D",)),
        ([("A", 9, "possible"), ("D", 6, "supported")], "D", ("A",)),
        ([("A", 7, "supported"), ("B", 7, "supported")], "A", ("B",)),
        ([("A", 3, "weak"), ("B", 12, "insufficient_information"), ("C", -2, "not_supported")], None, ()),
        ([("A", 7, "supported"), ("B", 6, "insufficient_information"), ("C", 3, "weak")], "A", ()),
    ],
)
def test_the_lead_and_those_that_join_it(
    findings: list[tuple[str, int, str]], lead: str | None, add_ons: tuple[str, ...]
) -> None:
    assert combine([_found(*one) for one in findings], SCORING) == (lead, add_ons)


# --- outcome -------------------------------------------------------------------------------------------------------

_A: dict[str, Any] = {"occ_sit_h": 8, "occ_drive_h": 0, "occ_unbroken_min": 90, "agg_sitting": "yes"}
_A_SUPPORTED: dict[str, Any] = {**_A, "sit_tall_eases": "yes"}
_CORE: dict[str, Any] = {
    **CORE_D,
    "buttock_deep": "no",
    "trn_activities": ["none"],
    "trn_cue_squeeze": "never",
    "inj_any": "no",
    "inj_stiff": "no",
    "foot_turnout": "no",
}


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({**_CORE, **_A_SUPPORTED}, "drivers"),
        (
            {**_CORE, **_A_SUPPORTED, "buttock_deep": "yes", "ex_apt_pos": "yes", "ex_notch_tender": "yes"},
            "combination",
        ),
        ({**_CORE, **_A_SUPPORTED, "agg_sitting": "no"}, "no_clear_driver"),
        ({}, "insufficient_information"),
        ({**_CORE, **_A_SUPPORTED, "rf_rash": "yes"}, "drivers"),
        ({**_CORE, **_A_SUPPORTED, "rf_mood": "yes"}, "safety_first"),
        ({**_CORE, **_A_SUPPORTED, "rf_bladder": "yes_new"}, "safety_first"),
        ({**_CORE, **_A_SUPPORTED, "rf_saddle": "unsure"}, "safety_first"),
    ],
)
def test_what_the_whole_comes_to(answers: dict[str, Any], outcome: str) -> None:
    assert assessed(**answers).impression.outcome == outcome


def test_one_hold_among_other_flags_is_a_hold_and_none_is_none() -> None:
    assert assessed(rf_saddle="unsure", rf_rash="yes").impression.hold_physio_now
    assert not assessed(rf_rash="yes").impression.hold_physio_now
    assert not assessed().impression.hold_physio_now


def test_one_driver_that_cannot_be_judged_is_not_yet_too_little_information() -> None:
    known = {**_CORE, "agg_sitting": "no", "occ_sit_h": 3, "occ_drive_h": 0, "occ_unbroken_min": 10}
    blank_c = {"inj_any": "unsure", "inj_stiff": "unsure"}
    blank_d = {"pain_extent": "unsure", "neu_weak": "unsure"}
    assert assessed(**{**known, **blank_c}).impression.outcome == "no_clear_driver"
    assert assessed(**{**known, **blank_c, **blank_d}).impression.outcome == "insufficient_information"


def test_the_roots_are_examined_first_only_where_two_are_supported_and_the_roots_unknown() -> None:
    hip = {"buttock_deep": "yes", "ex_apt_pos": "yes", "ex_notch_tender": "yes"}
    unknown = dict.fromkeys(CORE_D)
    both = {**_CORE, **_A_SUPPORTED, **hip, **unknown, "worst_site": "buttock"}
    assert assessed(**both).impression.examine_roots_first
    assert not assessed(**{**both, **CORE_D, "worst_site": "buttock"}).impression.examine_roots_first
    assert not assessed(**{**both, "ex_apt_pos": "no"}).impression.examine_roots_first


@pytest.mark.parametrize("blank", [None, *CLEAN])
def test_an_impression_is_provisional_until_the_whole_core_is_examined(blank: str | None) -> None:
    done = {name: "not_done" if name == blank else result for name, result in CLEAN.items()}
    assert assessed(**done).impression.provisional is (blank is not None)


def test_a_response_is_assessed_like_its_facts() -> None:
    response = a_response(**_CORE, **_A_SUPPORTED)
    assert assess(response, CONTENT) == assess_facts(CONTENT.facts(response), CONTENT.rulebook, CONTENT.protocol)


# --- points and anchors --------------------------------------------------------------------------------------------


def test_of_a_bracket_group_the_highest_counts_and_of_equals_the_first() -> None:
    assert counted(finding("D", **CORE_D, ex_slr_pos="yes", ex_slump_pos="yes")) == {"D11": True, "D12": False}
    assert finding("D", **CORE_D, ex_slr_pos="yes", ex_slump_pos="yes").points == 2
    large = {**SCAN, "img_root": "not_mentioned", "img_finding": ["extrusion"]}
    assert counted(finding("D", **CORE_D, **large)) == {"D03": True}
    assert counted(finding("D", **CORE_D, **SCAN)) == {"D01": True}


def test_what_speaks_against_always_counts() -> None:
    found = finding("D", **{**CORE_D, **CLEAN, "pain_extent": "buttock"}, **{**SCAN, "img_root": "none"})
    assert counted(found) == {"D20": True, "D21": True, "D22": True}
    assert found.points == -8


def by_other_rules(change: Callable[[tuple[Rule, ...]], Iterable[Rule]], **answers: Any) -> Finding:
    """The nerve root judged with the table changed: what the shipped one happens not to hold."""
    book = CONTENT.rulebook
    drivers = tuple(replace(one, rules=tuple(change(one.rules))) if one.id == "D" else one for one in book.drivers)
    facts = CONTENT.facts(a_response(**answers))
    return assess_facts(facts, replace(book, drivers=drivers), CONTENT.protocol).finding("D")


def test_a_minus_counts_though_it_stands_in_a_bracket_group() -> None:
    def slump_against(rules: tuple[Rule, ...]) -> Iterable[Rule]:
        return (replace(rule, points=-1) if rule.id == "D12" else rule for rule in rules)

    both = by_other_rules(slump_against, **CORE_D, ex_slr_pos="yes", ex_slump_pos="yes")
    assert (both.points, counted(both)) == (1, {"D11": True, "D12": True})
    assert by_other_rules(slump_against, **CORE_D, ex_slump_pos="yes").points == -1


def test_neither_points_nor_anchor_turn_on_the_order_of_different_rules() -> None:
    def turned(rules: tuple[Rule, ...]) -> Iterable[Rule]:
        return reversed(rules)

    def slump_for_more(rules: tuple[Rule, ...]) -> Iterable[Rule]:
        return (replace(rule, points=3) if rule.id == "D12" else rule for rule in rules)

    assert by_other_rules(turned, **{**HISTORY_D, **SCAN}).anchor == "D01"
    assert by_other_rules(turned, **{**CORE_D, **SCAN}, ex_myotome_deficit="yes").anchor == "D14"
    more = by_other_rules(slump_for_more, **CORE_D, ex_slr_pos="yes", ex_slump_pos="yes")
    assert (more.points, counted(more)) == (3, {"D11": False, "D12": True})


def test_a_driver_without_a_history_anchor_is_not_anchored_by_history() -> None:
    assert CONTENT.rulebook.driver("C").history_anchor == ()
    assert finding("C", pain_side="L", inj_same_side="yes", inj_stiff="yes", foot_turnout="yes").anchor is None


@pytest.mark.parametrize(
    ("answers", "anchor"),
    [
        ({}, None),
        (HISTORY_D, "history"),
        (SCAN, "D01"),
        ({**HISTORY_D, **SCAN}, "D01"),
        ({"ex_xslr_pos": "yes"}, "D13"),
        ({**SCAN, "ex_xslr_pos": "yes"}, "D13"),
        ({**SCAN, "ex_myotome_deficit": "yes"}, "D14"),
        ({"ex_xslr_pos": "yes", "ex_myotome_deficit": "yes"}, "D13"),
        ({**HISTORY_D, "ex_myotome_deficit": "yes"}, "D14"),
    ],
)
def test_the_examination_anchors_before_the_scan_and_the_scan_before_the_history(
    answers: dict[str, Any], anchor: str | None
) -> None:
    assert finding("D", **{**CORE_D, **answers}).anchor == anchor


def test_an_old_scan_counts_half_towards_nought_and_is_no_anchor() -> None:
    old = {**SCAN, "img_date": days_ago(400), "onset_date": days_ago(900)}
    found = finding("D", **CORE_D, **old)
    assert (found.points, found.anchor) == (2, None)
    assert [(basis.rule, basis.points, basis.nominal_points) for basis in found.basis] == [("D01", 2, 4)]
    assert finding("D", **CORE_D, **{**old, "img_root": "none"}).points == -1
    assert finding("D", **{**CORE_D, **HISTORY_D}, **old).anchor == "history"
    # Only what rests on the scan is halved.
    assert finding("D", **CORE_D, **old, ex_myotome_deficit="yes").points == 5


def test_a_scan_that_nobody_checked_waits_for_it_and_one_found_wrong_does_not() -> None:
    unchecked = finding("D", **CORE_D, **{**SCAN, "img_verified": None})
    (rule,) = (one for one in unchecked.undecided if one.rule == "D01")
    assert rule.waits_for == ("img_usable",)
    assert "img_usable" in unchecked.missing
    refused = finding("D", **CORE_D, **{**SCAN, "img_verified": "no"})
    assert "D01" not in {*refused.fired, *(one.rule for one in refused.undecided)}
    # What is false whatever the scan's standing does not wait.
    assert "D21" not in {one.rule for one in unchecked.undecided}


def test_a_rule_waits_only_for_what_nobody_answered() -> None:
    found = finding("A", **_A)
    (rule,) = (one for one in found.undecided if one.rule == "A08")
    assert rule.waits_for == ("sit_tall_eases",)
    (sums,) = (one for one in finding("A", occ_sit_h=5).undecided if one.rule == "A01")
    assert sums.waits_for == ("occ_drive_h",)


def test_core_answers_that_are_missing_come_first_and_once() -> None:
    found = finding("D", pain_extent="foot")
    assert found.missing_core == ("worst_site", "neu_sensory", "neu_weak", "agg_cough")
    assert found.missing[:4] == found.missing_core
    assert len(set(found.missing)) == len(found.missing)


# --- differentials -------------------------------------------------------------------------------------------------


def test_what_strengthens_a_differential_is_added_to_its_reason() -> None:
    legs = {"age": 70, "agg_walk": "yes", "ease_sit": "yes"}

    def because(**answers: Any) -> str:
        return next(one.because for one in assessed(**answers).impression.differentials if one.id == "DX_LSS")

    assert because(**legs, pain_side="both") == f"{because(**legs, pain_side='L')} Both legs are affected."
