"""Which unanswered question could raise the tier, found by trying its answers."""

import pytest

from forms.assessment import Assessment, assess_all
from forms.rules.impression import tier_rank
from forms.rules.next_tier import TierQuestion, tier_questions
from tests.desktop.consult.people import an_assessment


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
