"""What rules may see of an answer: what the form refuses is kept beside its error, and says nothing."""

from datetime import date, timedelta
from typing import Any

import pytest

from forms.assessment import Assessment, assess_all
from forms.checking import check
from forms.content import load_content, load_questionnaire
from forms.facts import Facts, usable
from forms.questionnaire import Item
from forms.response import QuestionnaireResponse, entry_key
from tests.forms.rules.factories import INTAKE, a_response_of, quiet_answers

FORM = load_questionnaire()
LIMITED = [item for item in FORM.items.values() if item.type == "quantity" and (item.high or item.unit == "year")]
PAST = [item for item in FORM.items.values() if item.type == "date" and item.not_future]


def stored(**answers: Any) -> Assessment:
    """The quiet person with these answers as the records keep them, right or wrong."""
    quiet = a_response_of(quiet_answers())
    return assess_all(quiet.with_answers(answers), load_content())


def flag(assessment: Assessment, flag_id: str) -> tuple[str, tuple[str, ...]]:
    return next(((one.tier, one.missing) for one in assessment.impression.flags if one.id == flag_id), ("none", ()))


def limits(item: Item) -> tuple[float, float]:
    assert item.low is not None
    high = INTAKE.year if item.high is None and item.unit == "year" else item.high
    assert high is not None
    return item.low, high


@pytest.mark.parametrize("item", LIMITED, ids=lambda item: item.link_id)
def test_a_number_outside_its_hard_limits_is_unknown(item: Item) -> None:
    low, high = limits(item)
    assert [usable(item, amount, INTAKE) for amount in (low - 1, low, high, high + 1)] == [None, low, high, None]


@pytest.mark.parametrize("item", PAST, ids=lambda item: item.link_id)
def test_a_date_after_the_day_of_the_intake_is_unknown(item: Item) -> None:
    day, next_day = INTAKE.isoformat(), (INTAKE + timedelta(days=1)).isoformat()
    assert [usable(item, text, INTAKE) for text in (day, next_day)] == [INTAKE.toordinal(), None]


@pytest.mark.parametrize(
    ("link_id", "value"),
    [
        ("nprs_leg", "9"),
        ("nprs_leg", True),
        ("nprs_leg", float("nan")),
        ("nprs_leg", ("9",)),
        ("onset_date", "last spring"),
        ("onset_date", "2026-02-30"),
        ("onset_date", 20260201),
        ("id_checked", "yes"),
        ("rf_bladder", "sometimes"),
        ("rf_bladder", ("no",)),
        ("rf_dvt", "none"),
        ("rf_dvt", 0.0),
    ],
)
def test_what_is_no_answer_to_its_question_is_unknown(link_id: str, value: Any) -> None:
    assert usable(FORM.items[link_id], value, INTAKE) is None


def test_a_date_that_may_lie_ahead_is_known() -> None:
    assert usable(FORM.items["goal_date"], "2026-06-01", INTAKE) == date(2026, 6, 1).toordinal()


def test_a_lone_word_where_several_are_possible_is_a_list_of_one() -> None:
    assert usable(FORM.items["pain_sites"], "calf", INTAKE) == ("calf",)


def test_an_impossible_number_raises_no_flag_and_is_listed_as_missing() -> None:
    assert flag(stored(rf_weak_worse="yes", rf_weak_worse_days=2.0), "RF08")[0] == "emergency"
    tier, missing = flag(stored(rf_weak_worse="yes", rf_weak_worse_days=-2.0), "RF08")
    assert tier == "urgent"
    assert "rf_weak_worse_days" in missing


def test_a_date_that_lies_ahead_does_not_overrule_the_tick() -> None:
    ahead = (INTAKE + timedelta(days=40)).isoformat()
    assert flag(stored(rf_bladder="yes_old", rf_bladder_since=ahead), "RF01")[0] == "urgent"
    assert flag(stored(rf_bladder="yes_new", rf_bladder_since=ahead), "RF01")[0] == "emergency"


def test_an_impossible_answer_to_a_safety_question_holds_like_a_blank() -> None:
    assert stored(rf_saddle="sometimes").impression.hold_physio_now
    assert stored(rf_infection="none").impression.hold_physio_now


def test_an_impossible_number_in_a_repeating_block_is_unknown() -> None:
    key = entry_key("injuries", 1, "inj_year")
    answers = {"pain_side": "L", "inj_any": "yes", entry_key("injuries", 1, "inj_side"): "L"}
    for year, known in ((2025.0, 2025.0), (2027.0, None)):
        facts = Facts(FORM, QuestionnaireResponse(INTAKE).with_answers({**answers, key: year}))
        assert facts.entries("injuries")[0].known("inj_year") == known


@pytest.mark.parametrize("born", ["1850-01-01", "2026-03-03"])
def test_an_age_nobody_can_have_decides_nothing_and_is_told(born: str) -> None:
    facts = Facts(FORM, QuestionnaireResponse(INTAKE).with_answers({"pt_dob": born}))
    assert facts.known("age") is None
    assert facts.known("rf_age") is None
    told = [issue for issue in check(FORM, facts) if issue.link_id == "pt_dob" and issue.severity == "error"]
    assert told
