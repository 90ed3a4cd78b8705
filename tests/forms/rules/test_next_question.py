"""The next best question: how far each open question could move a driver, and in which order they are offered."""

from typing import Any

import pytest
from msgspec.structs import replace

from forms.assessment import Assessment
from forms.conditions import parse_condition
from forms.facts import Facts
from forms.questionnaire import Item
from forms.questionnaire_file import vocabulary_of
from forms.rules.engine import assess_facts
from forms.rules.impression import Question
from forms.rules.next_question import is_worth_asking, next_questions
from tests.forms.rules.factories import assessed
from tests.forms.rules.test_what_if import PEOPLE

ROOT: dict[str, Any] = {
    "pain_side": "L",
    "pain_extent": "foot",
    "worst_site": "leg",
    "neu_sensory": "foot",
    "neu_weak": "none",
    "agg_cough": "yes",
    "nprs_back": 5,
}


def questions(assessment: Assessment, most: int = 99) -> dict[str, Question]:
    content = assessment.content
    found = next_questions(
        assessment.facts, content.rulebook, assessment.impression, content.computations, most=most
    )  # fmt: skip
    return {one.item: one for one in found}


def test_before_a_driver_can_be_judged_its_core_answers_come_first_and_the_strongest_of_them_before() -> None:
    found = [(one.item, one.most, one.rules, one.drivers) for one in questions(assessed()).values()]
    assert found[:13] == [
        ("agg_sitting", 3, ("A05", "B02", "A20"), ("A", "B")),
        ("pain_extent", 2, ("D04",), ("D",)),
        ("worst_site", 2, ("B01", "D05"), ("B", "D")),
        ("buttock_deep", 2, ("B01",), ("B",)),
        ("sit_tall_eases", 2, ("A08",), ("A",)),
        ("neu_sensory", 2, ("D07", "D06"), ("D",)),
        ("inj_stiff", 2, ("C02",), ("C",)),
        ("occ_sit_h", 2, ("A01",), ("A",)),
        ("trn_cue_squeeze", 2, ("B05",), ("B",)),
        ("agg_cough", 1, ("B23", "D08"), ("B", "D")),
        ("neu_weak", 1, ("D10",), ("D",)),
        ("foot_turnout", 1, ("C04",), ("C",)),
        ("occ_unbroken_min", 1, ("A04",), ("A",)),
    ]
    # After them by how far a driver could move from one answer to another: +3 or -2 goes before +3 or nothing.
    assert [(one[0], one[1]) for one in found[13:16]] == [("ex_sit_mod", 3), ("occ_drive_h", 3), ("ex_xslr_pos", 3)]


def test_a_driver_within_reach_goes_before_one_that_little_speaks_for() -> None:
    # D is supported, A, B and C cannot be judged: their core first; then 3 points for D before 3 for B, 1 for D last.
    found = list(questions(assessed(**ROOT)))
    assert found[0] == "agg_sitting"
    order = [
        one for one in found if one in ("ex_xslr_pos", "ex_apt_pos", "ex_slr_pos", "ex_slump_pos", "trn_pain_link")
    ]
    assert order == ["ex_xslr_pos", "ex_apt_pos", "ex_slr_pos", "ex_slump_pos", "trn_pain_link"]
    assert found.index("agg_bend") < found.index("ease_stand_up")


def test_what_could_move_a_driver_that_is_out_counts_least() -> None:
    sitting = {"occ_sit_h": 8, "occ_drive_h": 0, "occ_unbroken_min": 90, "agg_sitting": "yes", "sit_tall_eases": "yes"}
    foot = {"inj_any": "no", "inj_stiff": "no", "foot_turnout": "no"}
    hip = {"buttock_deep": "no", "trn_activities": ["none"], "trn_cue_squeeze": "never"}
    assessment = assessed(**{**ROOT, **sitting, **foot, **hip})
    assert assessment.impression.finding("A").band == "supported"
    assert assessment.impression.finding("C").band == "not_supported"
    found = list(questions(assessment))
    # One point for a supported driver (3) before two points for one that is out (2) before one point for it (1).
    assert found.index("back_pocket") < found.index("ex_foot_mod") < found.index("ex_df_seen")


@pytest.mark.parametrize("most", [0, 1, 3, 5])
def test_no_more_are_offered_than_asked_for(most: int) -> None:
    assert list(questions(assessed(), most)) == list(questions(assessed()))[:most]


def test_three_are_offered() -> None:
    assert [one.item for one in assessed().next_questions] == ["agg_sitting", "pain_extent", "worst_site"]


def test_what_is_worked_out_from_other_answers_is_not_asked() -> None:
    found = questions(assessed(**ROOT))
    items = assessed().content.questionnaire.items
    waits = {name for one in assessed(**ROOT).impression.findings for rule in one.undecided for name in rule.waits_for}
    assert "ex_myotome_deficit" in waits
    assert [link_id for link_id in found if items[link_id].is_derived] == []


def test_what_is_known_is_not_asked_again() -> None:
    assessment = assessed(**ROOT)
    assert not set(questions(assessment)) & {link_id for link_id in ROOT if assessment.facts.known(link_id) is not None}


def test_a_question_that_does_not_apply_is_not_worth_asking() -> None:
    items = assessed().content.questionnaire.items
    trained = items["trn_pain_link"]
    assert is_worth_asking(trained, assessed(trn_activities=["running"]).facts)
    assert not is_worth_asking(trained, assessed(trn_activities=["none"]).facts)
    assert "trn_pain_link" not in questions(assessed(trn_activities=["none"]))
    # While it is not known whether it applies, it may.
    assert is_worth_asking(trained, assessed().facts)


def test_a_test_is_worth_doing_unless_something_speaks_against_it() -> None:
    ankle = assessed().content.questionnaire.items["ex_wblt_L"]
    assert is_worth_asking(ankle, assessed(inj_stiff="yes").facts)
    assert is_worth_asking(ankle, assessed().facts)
    stiff_free = {"pain_side": "L", "inj_any": "no", "inj_stiff": "no", "foot_turnout": "no", "ex_df_seen": "no"}
    assert not is_worth_asking(ankle, assessed(**stiff_free).facts)
    assert "ex_wblt_L" not in questions(assessed(**stiff_free))
    assert "ex_wblt_L" in questions(assessed(**{**stiff_free, "inj_stiff": "yes"}))


def test_an_amount_is_tried_at_both_ends_of_what_it_can_be() -> None:
    reach = questions(assessed(**ROOT))["ex_ffd_cm"]
    assert (reach.most, reach.rules, reach.drivers) == (1, ("D17",), ("D",))


def test_an_answer_that_speaks_against_counts_as_far_as_one_that_speaks_for() -> None:
    # Sitting makes it worse: +2; it does not: -3.
    assert questions(assessed(**ROOT))["agg_sitting"].most == 3


def test_a_question_that_changes_no_driver_by_itself_is_not_offered() -> None:
    # The deficit of a root needs both sides measured: no single grade decides anything yet.
    found = questions(assessed(**ROOT))
    assert not [link_id for link_id in found if link_id.startswith("ex_mrc_")]
    assert all(one.most > 0 and one.rules and one.drivers for one in found.values())


def test_the_whole_order_for_somebody_half_examined() -> None:
    # A supported (an answer's swing counts three times), B possible (three), D weak (twice), C not supported (once).
    assert list(questions(PEOPLE["EX12"])) == [
        "ex_sit_mod", "ex_apt_pos", "ex_sps_pos", "ex_xslr_pos", "ex_slr_pos", "ex_notch_tender", "ex_slump_pos",
        "back_pocket", "ex_thx_stiff", "ex_fair_pos", "ex_pace_pos", "ex_freiberg_pos", "ex_beatty_pos",
        "ex_foot_mod", "ex_ffd_cm", "ex_rep_move", "ex_df_seen", "ex_wblt_R",
    ]  # fmt: skip


def test_a_core_answer_of_a_driver_that_can_be_judged_without_it_waits_its_turn() -> None:
    sitting = {"occ_sit_h": 8, "occ_drive_h": 0, "agg_sitting": "yes", "sit_tall_eases": "yes"}
    assessment = assessed(**{**ROOT, **sitting, "inj_any": "no", "inj_stiff": "no", "buttock_deep": "no"})
    assert assessment.impression.finding("A").missing_core == ("occ_unbroken_min",)
    assert assessment.impression.finding("A").band == "supported"
    found = list(questions(assessment))
    assert found.index("ex_sit_mod") < found.index("occ_unbroken_min")


def by_a_rule(when: str, of: str, **changed: Any) -> tuple[str, ...]:
    """The questions offered where this is the only rule. changed: what is otherwise about the question it is `of`."""
    content = assessed().content
    form, book = content.questionnaire, content.rulebook
    items: dict[str, Item] = {**form.items, of: replace(form.items[of], **changed)}
    driver = book.drivers[0]
    rule = replace(driver.rules[0], when=parse_condition(when, vocabulary_of(form)))
    alone = replace(
        book, drivers=(replace(driver, rules=(rule,)), *(replace(one, rules=()) for one in book.drivers[1:]))
    )
    facts = Facts(replace(form, items=items), assessed().response, content.computations)
    impression = assess_facts(facts, alone, content.protocol)
    assert impression.findings[0].undecided
    return tuple(one.item for one in next_questions(facts, alone, impression, content.computations))


@pytest.mark.parametrize("when", ["nprs_leg = 0", "nprs_leg = 10", "4.5 < nprs_leg < 5.5"])
def test_an_amount_is_tried_at_its_ends_and_in_the_middle(when: str) -> None:
    assert by_a_rule(when, "nprs_leg") == ("nprs_leg",)


@pytest.mark.parametrize("end", ["low", "high"])
def test_an_amount_that_knows_no_end_cannot_be_tried(end: str) -> None:
    assert by_a_rule("nprs_leg >= 0", "nprs_leg", **{end: None}) == ()


def test_a_day_cannot_be_tried() -> None:
    assert by_a_rule("days_since(onset_date) > 3", "onset_date") == ()
    # What limits an amount says nothing about a day.
    assert by_a_rule("days_since(onset_date) > 3", "onset_date", low=0.0, high=10.0) == ()
