"""The condition language: three-valued, strict when read, and never turned round by a blank filled in."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from forms.conditions import (
    Condition,
    ConditionError,
    Expression,
    Word,
    kleene_and,
    kleene_not,
    kleene_or,
    parse_condition,
)
from forms.conditions import parse_expression as parse_amount
from forms.response import Value
from tests.forms.small_form import WORDS, facts_of

TRUTHS = (True, False, None)


def holds(text: str, **answers: Value) -> bool | None:
    return parse_condition(text, WORDS).holds(facts_of(**answers))


# --- Kleene's laws


@given(st.sampled_from(TRUTHS), st.sampled_from(TRUTHS), st.sampled_from(TRUTHS))
def test_kleenes_laws_hold(a: bool | None, b: bool | None, c: bool | None) -> None:
    assert kleene_not(kleene_not(a)) == a
    assert kleene_and([a, b]) == kleene_and([b, a])
    assert kleene_or([a, b]) == kleene_or([b, a])
    assert kleene_and([a, kleene_and([b, c])]) == kleene_and([kleene_and([a, b]), c])
    assert kleene_not(kleene_and([a, b])) == kleene_or([kleene_not(a), kleene_not(b)])
    assert kleene_and([a, kleene_or([b, c])]) == kleene_or([kleene_and([a, b]), kleene_and([a, c])])
    assert kleene_and([a, True]) == a
    assert kleene_or([a, False]) == a
    assert kleene_and([a, False]) is False
    assert kleene_or([a, True]) is True


@pytest.mark.parametrize(("a", "b"), list(itertools.product(("yes", "no", "unsure"), repeat=2)))
def test_the_language_joins_as_kleene_does(a: str, b: str) -> None:
    truth = {"yes": True, "no": False, "unsure": None}
    answers = {"sitting": a, "walking": b}
    assert holds("sitting = yes and walking = yes", **answers) == kleene_and([truth[a], truth[b]])
    assert holds("sitting = yes or walking = yes", **answers) == kleene_or([truth[a], truth[b]])
    assert holds("not sitting = yes", **answers) == kleene_not(truth[a])


# --- filling in a blank

_ATOMS = st.sampled_from(
    [
        "sitting = yes",
        "walking != no",
        "walking in (yes, no)",
        "walking not in (yes)",
        "sites includes leg",
        "sites includes any (back, leg)",
        "illness includes fever",
        "affected(reach) <= 6",
        "other(reach) - affected(reach) >= 2",
        "reach_L < reach_R",
        "is_new(bladder)",
        "is_positive(bladder)",
        "stiff = yes",
        "days_since(worse_since) <= 14",
        "count(sitting = yes, walking = yes, sites includes back) >= 2",
        "any(scans, root = contact)",
    ]
)
_CONDITIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        inner.map(lambda text: f"not ({text})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) and ({pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) or ({pair[1]})"),
    ),
    max_leaves=5,
)
_ANSWERS: dict[str, st.SearchStrategy[Value]] = {
    "sitting": st.sampled_from(["yes", "no", "unsure"]),
    "walking": st.sampled_from(["yes", "no", "unsure"]),
    "sites": st.sampled_from([("back",), ("leg", "back"), ("none",), ("unsure",), ("leg", "unsure")]),
    "illness": st.sampled_from([("fever",), ("-fever", "rash"), ("?fever",), ("none",)]),
    "reach_L": st.sampled_from([5.0, 8.0, 12.0]),
    "reach_R": st.sampled_from([5.0, 8.0, 12.0]),
    "pain_side": st.sampled_from(["L", "R", "both", "unsure"]),
    "worse_side": st.sampled_from(["L", "R"]),
    "bladder": st.sampled_from(["no", "yes_new", "yes_old", "private"]),
    "worse_since": st.sampled_from(["2026-02-25", "2025-01-01"]),
    "scans/1/root": st.sampled_from(["none", "contact"]),
}
# A question whose answer settles how another is read: adding a date re-reads a tick, so it is no "blank filled in".
_REREADS = {"worse_since": ("bladder",)}


@given(_CONDITIONS, st.fixed_dictionaries({}, optional=_ANSWERS), st.data())
def test_making_an_unknown_known_never_turns_a_decided_condition_around(
    text: str, answers: dict[str, Value], data: st.DataObject
) -> None:
    condition = parse_condition(text, WORDS)
    before = condition.holds(facts_of(**answers))
    blanks = [
        key
        for key in _ANSWERS
        if (key not in answers or answers[key] in ("unsure", "private", ("unsure",)))
        and not any(read in answers for read in _REREADS.get(key, ()))
        and key != "scans/1/root"
    ]
    if before is None or not blanks:
        return
    key = data.draw(st.sampled_from(blanks))
    after = condition.holds(facts_of(**{**answers, key: data.draw(_ANSWERS[key])}))
    assert after == before


@given(_CONDITIONS)
def test_a_condition_with_no_answers_at_all_is_never_decided_by_a_blank(text: str) -> None:
    verdict = parse_condition(text, WORDS).holds(facts_of())
    assert verdict is None


def test_missing_is_the_one_operator_that_looks_at_the_absence_itself() -> None:
    condition = parse_condition("missing(walking)", WORDS)
    assert condition.looks_at_absence
    assert condition.holds(facts_of()) is True
    assert condition.holds(facts_of(walking="unsure")) is True
    assert condition.holds(facts_of(walking="no")) is False
    assert not parse_condition("walking = yes", WORDS).looks_at_absence


# --- what each operator means


def test_a_range_is_read_as_one_condition() -> None:
    assert [holds("4 <= reach_L < 6", reach_L=value) for value in (3.9, 4.0, 5.9, 6.0)] == [False, True, True, False]


def test_a_question_that_does_not_apply_makes_every_comparison_false() -> None:
    assert holds("minutes <= 30", sitting="no", minutes=10.0) is False
    assert holds("minutes > 30", sitting="no", minutes=50.0) is False
    assert holds("minutes <= 30", minutes=10.0) is True  # sitting is blank: it may apply, so the answer counts


def test_a_tick_that_is_not_asked_is_no_yes() -> None:
    assert holds("seen", sitting="no", seen=True) is False
    assert holds("seen and walking = yes", sitting="no", seen=True, walking="yes") is False
    assert holds("seen or walking = yes", sitting="no", seen=True) is None
    assert holds("not seen", sitting="no", seen=True) is True
    assert holds("seen", sitting="yes", seen=True) is True


def test_several_answers_are_complete_unless_they_are_marked() -> None:
    assert holds("illness includes rash", illness=("fever",)) is False
    assert holds("illness includes rash", illness=("fever", "unsure")) is None
    assert holds("illness includes rash", illness=("-fever",)) is None
    assert holds("illness includes rash", illness=("-fever", "-rash")) is False
    assert holds("illness includes rash", illness=("none",)) is False
    assert holds("illness includes rash", illness=()) is None
    assert holds("sites includes all (back, leg)", sites=("back", "leg")) is True


@pytest.mark.parametrize(
    ("answers", "new", "old", "positive"),
    [
        ({}, None, None, None),
        ({"bladder": "private"}, None, None, None),
        ({"bladder": "no"}, False, False, False),
        ({"bladder": "yes_new"}, True, False, True),
        ({"bladder": "yes_old"}, False, True, True),
        ({"bladder": "yes_old", "bladder_since": "2026-02-16"}, True, False, True),
        ({"bladder": "yes_old", "bladder_since": "2026-02-15"}, False, True, True),
        ({"bladder": "yes_new", "bladder_since": "2026-02-15"}, False, True, True),
        ({"bladder": "yes_old", "worse_since": "2026-02-16"}, True, False, True),
        ({"bladder": "yes_old", "worse_since": "2026-02-15"}, False, True, True),
        ({"bladder": "yes_known"}, False, False, False),
        ({"bladder": "yes_settled"}, False, False, True),
        ({"bladder": "yes_settled", "bladder_since": "2026-01-01"}, False, False, False),
    ],
)
def test_the_14_day_rule_lets_a_date_win_over_the_tick(
    answers: dict[str, Value], new: bool | None, old: bool | None, positive: bool | None
) -> None:
    assert holds("is_new(bladder)", **answers) == new
    assert holds("is_old(bladder)", **answers) == old
    assert holds("is_positive(bladder)", **answers) == positive


def test_a_form_that_does_not_ask_when_it_got_worse_goes_by_the_tick() -> None:
    words = replace(WORDS, worse_since_item="")
    condition = parse_condition("is_new(bladder)", words)
    assert condition.reads == ("bladder", "bladder_since")
    recent = {"worse_since": "2026-03-01"}
    assert condition.holds(facts_of(bladder="yes_old", **recent)) is False
    assert condition.holds(facts_of(bladder="yes_new", **recent)) is True


def test_the_painful_side_decides_which_side_is_affected() -> None:
    answers: dict[str, Value] = {"reach_L": 5.0, "reach_R": 9.0}
    assert holds("affected(reach) <= 6", pain_side="L", **answers) is True
    assert holds("affected(reach) <= 6", pain_side="R", **answers) is False
    assert holds("affected(reach) <= 6", pain_side="both", **answers) is None
    assert holds("affected(reach) <= 6", pain_side="both", worse_side="L", **answers) is True


def test_a_repeating_block_is_looked_through_entry_by_entry() -> None:
    two: dict[str, Value] = {"scans/1/root": "none", "scans/2/root": "contact"}
    assert holds("any(scans, root = contact)", **two) is True
    assert holds("any(scans, root = contact)", **{"scans/1/root": "none"}) is False
    assert holds("any(scans, root = contact)", scanned="no") is False
    assert holds("any(scans, root = contact)", scanned="yes") is None
    assert holds("any(scans, root = contact)") is None


def test_the_newest_preferred_entry_answers_for_the_block() -> None:
    answers: dict[str, Value] = {
        "scans/1/root": "contact",
        "scans/1/verified": "yes",
        "scans/1/scan_date": "2025-01-01",
        "scans/2/root": "none",
        "scans/2/verified": "no",
        "scans/2/scan_date": "2026-01-01",
    }
    assert facts_of(**answers).known("root") == "contact"
    assert facts_of(**{**answers, "scans/2/verified": "yes"}).known("root") == "none"


def test_a_coded_answer_compares_by_the_number_it_counts_as() -> None:
    assert holds("power <= 4", power="weak") is True
    assert holds("power <= 4", power="4.5") is False
    assert holds("power <= 4") is None
    assert holds("power <= 4", sitting="no", power="weak") is False
    assert holds("power != 4", sitting="no", power="weak") is True


def test_a_derived_answer_may_be_given_directly_when_its_sources_are_absent() -> None:
    assert facts_of(stiff="yes").known("stiff") == "yes"
    assert facts_of(stiff="yes", pain_side="L", reach_L=9.0, reach_R=9.0).known("stiff") == "no"


def test_an_amount_is_unknown_while_one_part_is() -> None:
    amount = parse_amount("reach_L + reach_R", WORDS)
    assert amount.amount(facts_of(reach_L=1.5, reach_R=2.0)) == 3.5
    assert amount.amount(facts_of(reach_L=1.5)) is None
    assert amount.amount(facts_of(reach_R=2.0)) is None
    assert amount.amount(facts_of()) is None
    assert amount.reads == ("reach_L", "reach_R")


def test_a_condition_says_which_answers_it_reads() -> None:
    condition: Condition = parse_condition("sitting = yes and (affected(reach) <= 6 or is_new(bladder))", WORDS)
    assert condition.reads == ("sitting", "reach_L", "reach_R", "pain_side", "bladder", "bladder_since", "worse_since")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("siting = yes", 'character 1: unknown item "siting". Did you mean "sitting"?'),
        ("sitting = yess", 'character 11: unknown answer "yess". Did you mean "yes"?'),
        ("sitting = unsure", '"unsure" leaves the question open'),
        ("sitting = yes and", "the condition ends too early"),
        ("(sitting = yes", '")" expected'),
        ("sites = leg", 'use "includes"'),
        ("sitting includes yes", 'use "="'),
        ("sitting", "not a condition"),
        ("sitting > 3", "no number to compare with"),
        ("sitting = yes or minutes", "not a condition"),
        ("afected(reach) > 3", 'unknown function "afected". Did you mean "affected"?'),
        ("affected(sitting) = yes", 'unknown per-side question "sitting"'),
        ("days_since(sitting) > 3", '"sitting" is not a date'),
        ("any(scan, root = contact)", 'unknown repeating block "scan". Did you mean "scans"?'),
        ("__import__('os')", "cannot be read"),
        ("sitting = yes; walking = yes", "cannot be read"),
        ("", "ends too early"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_would_be_right(text: str, says: str) -> None:
    with pytest.raises(ConditionError) as error:
        parse_condition(text, WORDS)
    assert says in str(error.value)


@given(st.text(alphabet="abinordes()=<>+-,. 0123456789_\"'\\{}[]:;", max_size=60))
def test_no_text_does_anything_but_parse_or_say_why_not(text: str) -> None:
    try:
        parse_condition(text, WORDS)
    except ConditionError as error:
        assert str(error)


# --- the same condition


def test_two_readings_of_one_text_are_one_condition() -> None:
    one, again = (parse_condition("sitting = yes and minutes > 3", WORDS) for _ in range(2))
    assert one == again
    assert hash(one) == hash(again)
    assert one.holds is not again.holds
    assert (one == one.text) is False
    for other in (
        Condition("sitting = yes", one.reads, one.holds),
        Condition(one.text, ("minutes",), one.holds),
        Condition(one.text, one.reads, one.holds, looks_at_absence=True),
        Condition(one.text, one.reads, one.holds, blocks=("scans",)),
    ):
        assert one != other
        assert len({one, again, other}) == 2


def test_two_readings_of_one_amount_are_one_expression() -> None:
    one, again = (parse_amount("reach_L + reach_R", WORDS) for _ in range(2))
    assert one == again
    assert (one == one.text) is False
    for other in (Expression("reach_L", one.reads, one.amount), Expression(one.text, ("reach_L",), one.amount)):
        assert one != other
        assert hash(one) == hash(again) != hash(other)


def test_only_one_choice_with_a_number_compares_by_it() -> None:
    words = replace(
        WORDS,
        words={
            **WORDS.words,
            "sites": replace(WORDS.words["sites"], codes={"back": 1.0, "leg": 2.0}),
            "sitting": Word("code", {"yes": 1.0, "no": None}),
        },
    )
    with pytest.raises(ConditionError, match="this has no number to compare with"):
        parse_condition("sites > 1", words)
    some = parse_condition("sitting >= 1", words)
    assert some.holds(facts_of(sitting="yes")) is True
    assert some.holds(facts_of(sitting="no")) is None
