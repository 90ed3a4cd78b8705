"""Which unanswered question could raise the tier, found by trying its answers."""

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from forms.assessment import Assessment, assess_all
from forms.conditions import parse_condition
from forms.questionnaire_file import vocabulary_of
from forms.rules.impression import FlagReview, tier_rank
from forms.rules.next_tier import TierQuestion, tier_questions
from tests.desktop.consult.people import an_assessment
from tests.forms.rules.factories import assessed


def questions(assessment: Assessment) -> tuple[TierQuestion, ...]:
    content = assessment.content
    return tier_questions(assessment.facts, content.rulebook, assessment.impression, content.computations, most=20)


@pytest.mark.parametrize("example", ["EX01", "EX05", "EX10", "EX11", "EX12"])
def test_the_answer_named_raises_the_tier_as_far_as_said(example: str) -> None:
    before = an_assessment(example)
    found = questions(before)
    for one in found:
        item = before.content.questionnaire.items[one.item]
        value = (one.code,) if item.repeats else one.code
        after = assess_all(before.response.with_answer(one.item, value), before.content)
        assert tier_rank(after.impression.tier) >= tier_rank(one.tier) > tier_rank(before.impression.tier)


def test_an_emergency_cannot_be_raised() -> None:
    assert questions(an_assessment("EX08")) == ()


def test_the_gravest_come_first_and_each_flag_once() -> None:
    found = questions(an_assessment("EX11", rf_saddle=None, ex_saddle=None))
    ranks = [tier_rank(one.tier) for one in found]
    assert ranks == sorted(ranks, reverse=True)
    assert len({one.flag for one in found}) == len(found)


def test_a_blank_safety_question_is_named() -> None:
    assert "rf_saddle" in {one.item for one in questions(an_assessment("EX12", rf_saddle=None))}


def test_what_is_answered_or_does_not_apply_is_not_asked() -> None:
    assessment = an_assessment("EX12")
    for one in questions(assessment):
        assert assessment.facts.known(one.item) is None


def test_the_painful_side_is_named_first() -> None:
    sides = {"L": set(), "R": set()}  # type: dict[str, set[str]]
    for side in sides:
        sides[side] = {one.item for one in questions(an_assessment("EX12", pain_side=side, worse_side=None))}
    assert "ex_toe_walk_R" in sides["R"] and "ex_toe_walk_L" in sides["L"]
    assert "ex_toe_walk_L" not in sides["R"]


def listed(**answers: Any) -> list[tuple[str, str, str, str]]:
    return [(one.item, one.tier, one.flag, one.code) for one in questions(assessed(**answers))]


def test_each_flag_names_the_question_asked_soonest_and_the_gravest_flag_comes_first() -> None:
    assert listed(pain_side="L") == [
        ("neu_weak", "urgent", "RF30", "marked"),
        ("ex_gait", "urgent", "RF07", "foot_slap"),
        ("ex_toe_walk_L", "urgent", "RF09", "unable"),
        ("ex_babinski", "urgent", "RF10", "abnormal"),
        ("rf_constipation", "soon", "RF_CONSTIPATION", "yes_new"),
    ]


def test_a_graver_answer_to_a_later_question_goes_before_a_lesser_one_asked_sooner() -> None:
    found = listed(pain_side="L", rf_bladder=None)
    assert found[0] == ("rf_bladder", "emergency", "RF01", "yes_new")
    assert {tier for _, tier, _, _ in found} == {"emergency"}


def test_three_are_named_unless_more_are_asked_for() -> None:
    assessment = assessed(pain_side="L")
    content = assessment.content
    named = tier_questions(assessment.facts, content.rulebook, assessment.impression, content.computations)
    assert named == questions(assessment)[:3]


def test_without_a_painful_side_the_first_asked_is_named() -> None:
    assert "ex_toe_walk_L" in {item for item, *_ in listed()}
    assert "ex_toe_walk_L" in {item for item, *_ in listed(pain_side="central")}


def test_a_question_behind_a_worked_out_answer_is_named_and_no_worked_out_answer_is() -> None:
    # RF30 reads whether there is mild weakness, which is worked out from this question among others.
    assert ("neu_weak", "urgent", "RF30", "marked") in listed(pain_side="L")
    for item, *_ in listed(pain_side="L"):
        assert assessed().content.questionnaire.items[item].derivation is None


def test_of_a_question_with_several_answers_the_one_that_raises_is_named() -> None:
    assert listed(pain_side="L", rf_dvt=None) == [("rf_dvt", "emergency", "RF17", "breathless_chest_pain")]
    assert ("severe_now", "urgent", "RF28", "no_sleep_3_nights") in listed(nprs_leg=9, severe_now=None)


@pytest.mark.parametrize("side", ["L", "R"])
def test_the_next_root_of_the_painful_side_is_named_before_the_other_side_of_this_one(side: str) -> None:
    found = listed(pain_side=side, neu_weak="none", **{f"ex_mrc_L2_{side}": "5"})
    assert [item for item, _, flag, _ in found if flag == "RF30"] == [f"ex_mrc_L3_{side}"]


def test_a_flag_a_physio_has_closed_is_not_raised_anew_by_what_it_holds_already() -> None:
    before = an_assessment("EX05")
    assert [flag.id for flag in before.impression.flags] == ["RF30"]
    assert before.facts.known("ex_mrc_L2_R") is None  # one grade more of the same: the flag holds without it
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    review = FlagReview("RF30", "soon", "closed", "Stable 4/5.", "A. Physio", "PH000", at)
    closed = assess_all(before.response, before.content, (review,))
    assert closed.impression.tier == "none"
    found = questions(closed)
    assert found
    assert "RF30" not in {one.flag for one in found}


def test_without_a_painful_side_a_question_about_one_side_keeps_its_place() -> None:
    assessment = assessed()
    assert assessment.facts.affected_side() is None
    book, words = assessment.content.rulebook, vocabulary_of(assessment.content.questionnaire)
    when = parse_condition("ex_babinski = abnormal or ex_toe_walk_L = unable", words)
    row = replace(book.flags[0].rows[0], tier="urgent", when=when)
    alone = replace(book, flags=(replace(book.flags[0], rows=(row,)),))
    (found,) = tier_questions(assessment.facts, alone, assessment.impression, assessment.content.computations)
    assert found.item == "ex_toe_walk_L"


def test_of_two_rows_as_grave_the_answer_of_the_first_is_named() -> None:
    assessment = assessed(pain_side="L", agg_cough=None)
    book, words = assessment.content.rulebook, vocabulary_of(assessment.content.questionnaire)
    first = book.flags[0].rows[0]
    rows = tuple(
        replace(first, tier="urgent", when=parse_condition(f"agg_cough = {code}", words)) for code in ("no", "yes")
    )
    alone = replace(book, flags=(replace(book.flags[0], rows=rows),))
    (found,) = tier_questions(assessment.facts, alone, assessment.impression, assessment.content.computations)
    assert (found.item, found.code) == ("agg_cough", "no")
