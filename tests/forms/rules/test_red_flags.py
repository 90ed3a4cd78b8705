"""How one flag comes to its tier, its reason and what it still waits for."""

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from forms.content import load_content
from forms.rules.impression import FlagReview, RedFlag
from forms.rules.red_flags import find_flags
from tests.forms.rules.factories import a_response, tier_of

CONTENT = load_content()


def raised(flag_id: str, reviews: tuple[FlagReview, ...] = (), **answers: Any) -> RedFlag | None:
    facts = CONTENT.facts(a_response(**answers))
    return next((flag for flag in find_flags(facts, CONTENT.rulebook, reviews) if flag.id == flag_id), None)


def found(flag_id: str, reviews: tuple[FlagReview, ...] = (), **answers: Any) -> RedFlag:
    flag = raised(flag_id, reviews, **answers)
    assert flag is not None
    return flag


# --- tier ----------------------------------------------------------------------------------------------------------

PEOPLE: tuple[dict[str, Any], ...] = (
    {"rf_bladder": "yes_new", "rf_sexual": "yes_new", "rf_both_legs": "yes_new"},
    {"rf_cancer": "yes", "rf_cancer_pain": "yes", "rf_cord": "yes_new", "rf_systemic": ["weight_loss"], "age": 60},
    {"rf_infection": ["fever_shivers", "tb_contact"], "rf_stairs": "yes_new", "rf_saddle": "yes_old"},
    {"rf_dvt": ["calf_swollen", "past_clot", "breathless_chest_pain"], "rf_aaa": ["faint_clammy"], "age": 70},
)


@pytest.mark.parametrize("person", PEOPLE)
def test_the_most_urgent_row_counts_in_whatever_order_the_rows_stand(person: dict[str, Any]) -> None:
    facts = CONTENT.facts(a_response(**person))
    turned = tuple(replace(flag, rows=flag.rows[::-1]) for flag in CONTENT.rulebook.flags)
    there = {flag.id: flag.tier for flag in find_flags(facts, CONTENT.rulebook)}
    assert {flag.id: flag.tier for flag in find_flags(facts, replace(CONTENT.rulebook, flags=turned))} == there


@pytest.mark.parametrize(
    ("flag_id", "answers", "better", "worse"),
    [
        ("RF05", {"rf_both_legs": "yes_old", "agg_walk": "yes", "ease_sit": "yes"}, "routine", "soon"),
        ("RF05", {"rf_both_legs": "yes_old", "agg_walk": "no"}, "soon", "urgent"),
        ("RF05", {"rf_both_legs": "yes_new"}, "urgent", "urgent"),
        ("RF05", {"rf_both_legs": "yes_new", "rf_legs_weak": "yes_old"}, "emergency", "emergency"),
        ("RF07", {"rf_foot_drop": "yes_old"}, "soon", "urgent"),
        ("RF07", {"rf_foot_drop": "yes_new"}, "urgent", "urgent"),
        ("RF09", {"rf_stairs": "yes_old"}, "soon", "urgent"),
        ("RF13", {"rf_night": "yes"}, "routine", "soon"),
        ("RF30", {"neu_weak": "mild"}, "soon", "urgent"),
        # Neither motor nor pain: getting worse does not raise them.
        ("RF04", {"rf_sexual": "yes_old"}, "soon", "soon"),
        ("RF11", {"rf_cancer": "yes", "rf_cancer_pain": "no"}, "soon", "soon"),
        ("RF15", {"rf_trauma": "yes_minor", "age": 40}, "routine", "routine"),
        ("RF22", {"rf_postop": "yes"}, "soon", "soon"),
        ("RF27", {"rf_rash": "yes"}, "soon", "soon"),
    ],
)
def test_getting_worse_raises_a_motor_or_pain_flag_by_one_tier(
    flag_id: str, answers: dict[str, Any], better: str, worse: str
) -> None:
    assert tier_of(flag_id, **answers, course="same") == better
    assert tier_of(flag_id, **answers, course="worsening") == worse
    assert found(flag_id, **answers, course="worsening").is_raised is (better != worse)
    assert not found(flag_id, **answers).is_raised


def test_getting_worse_does_not_raise_a_blank() -> None:
    assert tier_of("RF13", rf_night="unsure", course="worsening") == "soon"


# --- blanks --------------------------------------------------------------------------------------------------------


def test_a_blank_question_that_may_apply_is_open_and_one_that_does_not_is_not() -> None:
    assert tier_of("RF29", age=30, rf_cyclical=None) == "soon"
    assert tier_of("RF29", age=30, pt_sex="female", rf_cyclical=None) == "soon"
    assert raised("RF29", age=30, pt_sex="male", rf_cyclical=None) is None


def test_a_blank_that_weighs_more_than_what_fired_gives_the_reason() -> None:
    flag = found("RF11", rf_cancer="yes")
    assert (flag.tier, flag.is_unanswered, flag.is_hold) == ("urgent", True, True)
    assert flag.because.startswith("Not answered yet: Is the pain new")
    assert (flag.item, flag.reads) == ("rf_cancer_pain", ("rf_cancer_pain",))


def test_what_fired_gives_the_reason_beside_a_blank_that_weighs_no_more() -> None:
    flag = found("RF12", age=30, rf_systemic=["weight_loss", "unsure"], agg_list=["none"], ease_list=["rest"])
    assert (flag.tier, flag.is_unanswered, flag.is_hold) == ("soon", False, False)
    assert flag.because.startswith("Weight loss without trying")
    assert flag.item == "rf_systemic"


def test_a_hold_stands_beside_an_emergency() -> None:
    flag = found("RF17", rf_dvt=["breathless_chest_pain", "unsure"])
    assert (flag.tier, flag.is_unanswered, flag.is_hold) == ("emergency", False, True)


def test_of_several_blanks_all_are_named_and_the_first_leads_there() -> None:
    both = tuple(
        replace(flag, asks=("rf_bladder", "rf_saddle")) for flag in CONTENT.rulebook.flags if flag.id == "RF01"
    )
    facts = CONTENT.facts(a_response(rf_bladder="unsure", rf_saddle=None))
    (flag,) = find_flags(facts, replace(CONTENT.rulebook, flags=both))
    assert (flag.item, flag.reads) == ("rf_bladder", ("rf_bladder", "rf_saddle"))
    labels = " ".join(CONTENT.questionnaire.items[name].label for name in flag.reads)
    assert flag.because == f"Not answered yet: {labels}"


def test_what_fired_says_which_answers_it_read() -> None:
    assert found("RF27", rf_rash="yes").reads == ("rf_rash",)


# --- what could still raise it -------------------------------------------------------------------------------------


def test_only_what_could_raise_the_flag_is_missing() -> None:
    assert "rf_sexual" in found("RF07", rf_foot_drop="yes_new", rf_sexual="unsure").missing
    old = {"rf_stairs": "yes_old", "ex_toe_walk_L": "normal", "ex_toe_walk_R": "normal"}
    assert "rf_sexual" not in found("RF09", **old, rf_sexual="unsure").missing


def test_nothing_that_is_answered_is_missing() -> None:
    missing = found("RF12", rf_systemic=["weight_loss"], agg_list=["none"], ease_list=["rest"]).missing
    assert missing == ("age",)


def test_nothing_is_missing_from_an_emergency() -> None:
    assert found("RF07", rf_foot_drop="yes_new", rf_saddle="yes_old", rf_sexual="unsure").missing == ()


def test_what_would_not_raise_it_further_is_not_missing() -> None:
    # With fever the two risks are urgent already; getting worse could only make them urgent again.
    assert "course" not in found("RF14", rf_infection=["fever_shivers", "tb_contact", "iv_drugs"]).missing
    assert "course" in found("RF14", rf_infection=["tb_contact", "iv_drugs"]).missing


# --- what a physio decided -----------------------------------------------------------------------------------------


def a_review(flag_id: str, tier: str, decision: str = "closed") -> FlagReview:
    at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    return FlagReview(flag_id, tier, decision, "Examined today; nothing found.", "A Physio", "PH000000", at)  # type: ignore[arg-type]


def test_a_decision_stands_for_the_tier_it_was_made_on_and_below() -> None:
    assert found("RF07", (a_review("RF07", "urgent"),), rf_foot_drop="yes_new").review is not None
    assert found("RF07", (a_review("RF07", "urgent"),), rf_foot_drop="yes_old").review is not None
    assert found("RF07", (a_review("RF07", "soon"),), rf_foot_drop="yes_new").review is None


def test_no_decision_stands_over_a_blank() -> None:
    assert found("RF01", (a_review("RF01", "urgent"),), rf_bladder="unsure").review is None
    # A question that counts as soon may be judged by the physio.
    assert found("RF27", (a_review("RF27", "soon"),), rf_rash="unsure").review is not None


def test_the_newest_decision_counts_and_only_for_its_own_flag() -> None:
    reviews = (a_review("RF27", "soon"), a_review("RF22", "soon"), a_review("RF27", "routine"))
    assert found("RF27", reviews, rf_rash="yes", rf_postop="yes").review is None
    assert found("RF22", reviews, rf_rash="yes", rf_postop="yes").review == reviews[1]


# --- order and words -----------------------------------------------------------------------------------------------


def test_the_most_urgent_flag_comes_first() -> None:
    facts = CONTENT.facts(a_response(rf_night="yes", rf_postop="yes", rf_bladder="yes_new", rf_mood="yes"))
    assert [flag.id for flag in find_flags(facts, CONTENT.rulebook)] == ["RF01", "RF26", "RF22", "RF13"]


def test_staff_are_told_the_script_of_the_tier_and_then_the_flag_s_own_words() -> None:
    staff = found("RF06", rf_legs_weak="yes_old").staff
    assert staff == (CONTENT.rulebook.tiers["urgent"].staff, "Do not let the person stand alone.")
    assert found("RF05", rf_both_legs="yes_new").staff == (CONTENT.rulebook.tiers["urgent"].staff,)
