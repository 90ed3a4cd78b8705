"""What each operator makes of an answer, of a blank, and of a question that is not asked, on the clinic's own form."""

from typing import Any

import pytest

from forms.conditions import NOT_APPLICABLE, ConditionError, Truth, includes, parse_condition, parse_expression
from forms.content import load_content
from forms.facts import Facts
from forms.questionnaire_file import vocabulary_of
from forms.response import QuestionnaireResponse
from tests.forms.rules.factories import INTAKE, days_ago

CONTENT = load_content()
WORDS = vocabulary_of(CONTENT.questionnaire)

# walk_tol_min and ease_sit are asked where walking hurts; severe_now from 9 on; neu_weak_since of the weak.
NOT_ASKED: dict[str, Any] = {"agg_walk": "no", "nprs_leg": 5.0, "neu_weak": "none"}

STANCE: dict[str, Any] = {"trn_activities": ("strength",), "trn_lifts": ("back_squat",)}


def facts_of(answers: dict[str, Any]) -> Facts:
    return CONTENT.facts(QuestionnaireResponse(INTAKE).with_answers(answers))


def holds(text: str, answers: dict[str, Any] | None = None, **more: Any) -> Truth:
    return parse_condition(text, WORDS).holds(facts_of({**(answers or {}), **more}))


# --- comparing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relation", "below", "at", "above"),
    [
        ("<", True, False, False),
        ("<=", True, True, False),
        ("=", False, True, False),
        ("!=", True, False, True),
        (">=", False, True, True),
        (">", False, False, True),
    ],
)
def test_a_number_is_compared_as_it_is_written(relation: str, below: bool, at: bool, above: bool) -> None:
    text = f"nprs_leg {relation} 5"
    assert [holds(text, nprs_leg=number) for number in (4.0, 5.0, 6.0)] == [below, at, above]
    assert holds(text) is None
    turned = f"5 {relation} nprs_leg"
    assert [holds(turned, nprs_leg=number) for number in (6.0, 5.0, 4.0)] == [below, at, above]
    assert holds(turned) is None


def test_a_chain_of_comparisons_needs_every_link() -> None:
    text = "2 < nprs_back <= nprs_leg < 8"
    assert holds(text, nprs_back=3.0, nprs_leg=3.0) is True
    assert holds(text, nprs_back=2.0, nprs_leg=3.0) is False
    assert holds(text, nprs_back=4.0, nprs_leg=3.0) is False
    assert holds(text, nprs_back=3.0, nprs_leg=8.0) is False
    assert holds(text, nprs_back=3.0) is None
    assert holds(text, nprs_back=2.0) is False


def test_two_dates_are_compared_and_two_choices() -> None:
    assert holds("worse_since < onset_date", course="worsening", worse_since="2026-01-01", onset_date="2026-01-02")
    assert holds("img_side = pain_side", {"scans/1/img_done": "mri", "scans/1/img_side": "L"}, pain_side="L") is True
    assert holds("img_side = pain_side", {"scans/1/img_done": "mri", "scans/1/img_side": "L"}, pain_side="R") is False
    assert holds("img_side != pain_side", {"scans/1/img_done": "mri", "scans/1/img_side": "L"}) is None


@pytest.mark.parametrize(
    ("grade", "fires"), [("2", True), ("3", True), ("3.5", False), ("4", False), ("weak_not_graded", False)]
)
def test_a_graded_answer_counts_as_its_number(grade: str, fires: bool) -> None:
    assert holds("ex_mrc_L5_L <= 3", ex_mrc_L5_L=grade) is fires
    assert holds("ex_mrc_L5_L > 3", ex_mrc_L5_L=grade) is not fires
    assert holds("ex_mrc_L5_R - ex_mrc_L5_L >= 1", ex_mrc_L5_L=grade, ex_mrc_L5_R="5") is True


# --- choices -------------------------------------------------------------------------------------------------------


def test_a_choice_is_one_of_those_named_or_not() -> None:
    for text, yes, no in (
        ("course in (same, worsening)", True, False),
        ("course not in (same, worsening)", False, True),
    ):
        assert [holds(text, course=code) for code in ("same", "worsening")] == [yes, yes]
        assert holds(text, course="improving") is no
        assert holds(text) is None


def test_brackets_round_a_question_change_nothing() -> None:
    assert holds("(course) in (same)", course="same") is True
    assert holds("(course) not in (same)", course="same") is False
    assert holds("((nprs_leg)) >= (5)", nprs_leg=5.0) is True


def test_a_code_inside_another_is_another_code() -> None:
    assert holds("trn_stance in (wide)", STANCE, trn_stance="very_wide") is False
    assert holds("trn_stance = wide", STANCE, trn_stance="very_wide") is False
    assert holds("trn_stance in (very_wide)", STANCE, trn_stance="very_wide") is True


def test_of_several_answers_any_all_or_one_is_looked_for() -> None:
    both = {"pain_sites": ("calf", "heel")}
    assert holds("pain_sites includes calf", both) is True
    assert holds("pain_sites includes groin", both) is False
    assert holds("pain_sites includes any (groin, heel)", both) is True
    assert holds("pain_sites includes any (groin, knee)", both) is False
    assert holds("pain_sites includes all (calf, heel)", both) is True
    assert holds("pain_sites includes all (calf, knee)", both) is False
    assert holds("pain_sites in (groin, heel)", both) is True
    assert holds("pain_sites in (groin, knee)", both) is False
    assert holds("pain_sites includes calf") is None
    assert holds("pain_sites includes all (calf, heel)") is None


@pytest.mark.parametrize(
    ("given", "fever", "tuberculosis"),
    [
        (("fever_shivers",), True, False),
        (("fever_shivers", "unsure"), True, None),
        (("unsure",), None, None),
        (("none",), False, False),
        (("?fever_shivers",), None, None),
        (("?fever_shivers", "-tb_contact"), None, False),
        (("-fever_shivers",), False, None),
        (("-fever_shivers", "tb_contact"), False, True),
        (("-fever_shivers", "none"), False, False),
        ((), None, None),
    ],
)
def test_a_list_asked_option_by_option_says_what_it_says_and_no_more(
    given: tuple[str, ...], fever: Truth, tuberculosis: Truth
) -> None:
    assert holds("rf_infection includes fever_shivers", rf_infection=given) is fever
    assert holds("rf_infection includes tb_contact", rf_infection=given) is tuberculosis
    assert holds("not rf_infection includes fever_shivers", rf_infection=given) is (
        None if fever is None else not fever
    )


def test_a_tick_stands_alone() -> None:
    assert [holds("id_checked", id_checked=tick) for tick in (True, False, None)] == [True, False, None]
    assert [holds("not id_checked", id_checked=tick) for tick in (True, False, None)] == [False, True, None]
    assert holds("id_checked or nprs_leg > 3", id_checked=False, nprs_leg=4.0) is True


def test_always_and_never() -> None:
    assert (holds("true"), holds("false"), holds("not false"), holds("true and false")) == (True, False, True, False)


# --- a question that is not asked ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        *((f"walk_tol_min {relation} 10", False) for relation in ("<", "<=", "=", ">=", ">")),
        ("walk_tol_min != 10", True),
        ("10 > walk_tol_min", False),
        ("10 != walk_tol_min", True),
        ("walk_tol_min + nprs_leg > 0", False),
        ("nprs_leg + walk_tol_min > 0", False),
        ("nprs_leg - walk_tol_min != 0", True),
        ("walk_tol_min + nprs_back > 0", False),
        ("nprs_back + walk_tol_min > 0", False),
        ("walk_tol_min > nprs_back", False),
        ("nprs_back > walk_tol_min", False),
        ("ease_sit = yes", False),
        ("ease_sit != yes", True),
        ("ease_sit in (yes, no)", False),
        ("ease_sit not in (yes, no)", True),
        ("severe_now includes cannot_stand", False),
        ("severe_now includes any (cannot_stand, no_sleep_3_nights)", False),
        ("severe_now includes all (cannot_stand, no_sleep_3_nights)", False),
        ("not severe_now includes cannot_stand", True),
        ("days_since(neu_weak_since) <= 14", False),
        ("days_since(neu_weak_since) > 14", False),
        ("months_since(neu_weak_since) < 3", False),
        ("years_since(neu_weak_since) < 3", False),
        ("year(neu_weak_since) < 3000", False),
        ("missing(ease_sit)", True),
        ("count(ease_sit = yes, severe_now includes cannot_stand) < 1", True),
    ],
)
def test_a_question_that_is_not_asked_answers_nothing(text: str, truth: bool) -> None:
    assert holds(text, NOT_ASKED) is truth


def test_what_does_not_apply_is_no_answer() -> None:
    assert not NOT_APPLICABLE
    assert repr(NOT_APPLICABLE) == "NOT_APPLICABLE"


def test_an_amount_of_a_question_that_is_not_asked_is_unknown() -> None:
    amount = parse_expression("walk_tol_min + nprs_leg", WORDS)
    assert amount.amount(facts_of(NOT_ASKED)) is None
    assert amount.amount(facts_of({"agg_walk": "yes", "walk_tol_min": 8.0, "nprs_leg": 5.0})) == 13.0


def test_a_symptom_of_a_question_that_is_not_asked_is_neither_new_nor_old() -> None:
    not_asked = {"pt_sex": "male", "rf_cyclical": "yes"}
    for name in ("is_new", "is_old", "is_positive"):
        assert holds(f"{name}(rf_cyclical)", not_asked) is False


# --- dates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "days", "months", "years", "year"),
    [
        ("2026-03-02", 0, 0, 0, 2026),
        ("2026-03-01", 1, 0, 0, 2026),
        ("2026-02-03", 27, 0, 0, 2026),
        ("2026-02-02", 28, 1, 0, 2026),
        ("2025-12-03", 89, 2, 0, 2025),
        ("2025-12-02", 90, 3, 0, 2025),
        ("2025-12-01", 91, 3, 0, 2025),
        ("2025-03-03", 364, 11, 0, 2025),
        ("2025-03-02", 365, 12, 1, 2025),
        ("2024-03-03", 729, 23, 1, 2024),
        ("2023-03-01", 1097, 36, 3, 2023),
    ],
)
def test_time_since_a_day_is_counted_in_whole_days_months_and_years(
    day: str, days: int, months: int, years: int, year: int
) -> None:
    facts = facts_of({"onset_date": day})

    def amount(text: str) -> float | None:
        return parse_expression(text, WORDS).amount(facts)

    assert [amount(f"{name}(onset_date)") for name in ("days_since", "months_since", "years_since", "year")] == [
        days,
        months,
        years,
        year,
    ]


@pytest.mark.parametrize("name", ["days_since", "months_since", "years_since", "year"])
def test_time_since_an_unknown_day_is_unknown(name: str) -> None:
    assert holds(f"{name}(onset_date) >= 0") is None
    assert parse_expression(f"{name}(onset_date)", WORDS).amount(facts_of({})) is None


# --- symptoms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "new", "old", "positive"),
    [
        ({"rf_weak_worse": "yes"}, None, None, True),
        ({"rf_weak_worse": "yes", "rf_weak_worse_since": days_ago(14)}, True, False, True),
        ({"rf_weak_worse": "yes", "rf_weak_worse_since": days_ago(15)}, False, True, True),
        ({"rf_weak_worse": "yes", "worse_since": days_ago(3)}, None, None, True),
        ({"rf_weak_worse": "no"}, False, False, False),
        ({"rf_weak_worse": "unsure"}, None, None, None),
        ({}, None, None, None),
    ],
)
def test_a_yes_without_a_date_is_positive_and_neither_new_nor_old(
    answers: dict[str, Any], new: Truth, old: Truth, positive: Truth
) -> None:
    found = [holds(f"{name}(rf_weak_worse)", answers) for name in ("is_new", "is_old", "is_positive")]
    assert found == [new, old, positive]


@pytest.mark.parametrize(("since", "positive"), [(None, True), (13, True), (14, True), (15, False)])
def test_what_has_settled_counts_for_fourteen_days_and_is_neither_new_nor_old(
    since: int | None, positive: bool
) -> None:
    answers = {"rf_bladder": "yes_settled"} | ({} if since is None else {"rf_bladder_since": days_ago(since)})
    assert holds("is_positive(rf_bladder)", answers) is positive
    assert holds("is_new(rf_bladder)", answers) is False
    assert holds("is_old(rf_bladder)", answers) is False


def test_a_symptom_that_cannot_be_dated_goes_by_its_tick() -> None:
    assert holds("is_new(rf_constipation)", rf_constipation="yes_new") is True
    assert holds("is_old(rf_constipation)", rf_constipation="yes_old") is True


# --- counting ------------------------------------------------------------------------------------------------------

_THREE = "count(agg_bend = yes, agg_cough = yes, buttock_deep = yes)"


@pytest.mark.parametrize(
    ("answers", "verdicts"),
    [
        ("yyy", {"= 3": True, ">= 2": True, "> 2": True, "< 3": False, "<= 2": False, "!= 3": False}),
        ("yyn", {"= 2": True, ">= 2": True, "> 2": False, "< 3": True, "<= 2": True, "!= 2": False}),
        ("yy?", {"= 2": None, ">= 2": True, "> 2": None, "< 2": False, "<= 1": False, "!= 1": True, "= 1": False}),
        ("y??", {"= 1": None, ">= 1": True, ">= 2": None, "< 4": True, "= 0": False, "= 4": False}),
        ("???", {">= 0": True, ">= 1": None, "<= 3": True, "< 3": None, "> 3": False}),
        ("nnn", {"= 0": True, ">= 1": False}),
    ],
)
def test_a_count_is_decided_as_soon_as_no_blank_can_change_it(answers: str, verdicts: dict[str, Truth]) -> None:
    codes = {"y": "yes", "n": "no", "?": "unsure"}
    given = {name: codes[one] for name, one in zip(("agg_bend", "agg_cough", "buttock_deep"), answers, strict=True)}
    assert {relation: holds(f"{_THREE} {relation}", given) for relation in verdicts} == verdicts


# --- sides and blocks ----------------------------------------------------------------------------------------------


def test_the_painful_side_and_the_other() -> None:
    knees = {"ex_wblt_L": 8.0, "ex_wblt_R": 11.0}
    for side, affected, other in (("L", 8.0, 11.0), ("R", 11.0, 8.0)):
        facts = facts_of({"pain_side": side, **knees})
        assert parse_expression("affected(ex_wblt)", WORDS).amount(facts) == affected
        assert parse_expression("other(ex_wblt)", WORDS).amount(facts) == other
    for side in ("central", "alternating", "unsure"):
        assert holds("affected(ex_wblt) > 0", pain_side=side, **knees) is None
        assert holds("other(ex_wblt) > 0", pain_side=side, **knees) is None


def test_a_difference_does_not_fall_short_in_binary_fractions() -> None:
    assert holds("ex_wblt_L - ex_wblt_R >= 2.0", ex_wblt_L=2.3, ex_wblt_R=0.3) is True
    assert holds("ex_wblt_L + ex_wblt_R = 0.3", ex_wblt_L=0.1, ex_wblt_R=0.2) is True


def test_missing_asks_both_sides_of_a_question() -> None:
    assert holds("missing(ex_wblt)") is True
    assert holds("missing(ex_wblt)", ex_wblt_R=9.0) is False
    assert holds("missing(ex_wblt_L)", ex_wblt_R=9.0) is True


def test_any_entry_of_a_block_will_do_and_a_blank_one_leaves_it_open() -> None:
    text = "any(injuries, inj_part = ankle)"
    assert holds(text, {"inj_any": "no"}) is False
    assert holds(text, {"inj_any": "yes"}) is None
    assert holds(text, {}) is None
    one = {"inj_any": "yes", "injuries/1/inj_part": "knee"}
    assert holds(text, one) is False
    assert holds(text, {**one, "injuries/2/inj_part": "ankle"}) is True
    assert holds(text, {**one, "injuries/2/inj_side": "L"}) is None


# --- reading -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (
            "agg_bend = yes or agg_cough = yes and agg_walk = yes",
            "agg_bend = yes or (agg_cough = yes and agg_walk = yes)",
        ),
        ("not agg_bend = yes and agg_cough = yes", "(not agg_bend = yes) and agg_cough = yes"),
        ("not not agg_bend = yes", "agg_bend = yes"),
        ("not (agg_bend = yes or agg_cough = yes)", "not agg_bend = yes and not agg_cough = yes"),
    ],
)
def test_not_binds_before_and_and_and_before_or(text: str, same: str) -> None:
    for bend in ("yes", "no", None):
        for cough in ("yes", "no", None):
            for walk in ("yes", "no", None):
                answers = {"agg_bend": bend, "agg_cough": cough, "agg_walk": walk}
                assert holds(text, answers) is holds(same, answers)


def test_a_condition_names_each_answer_it_reads_once() -> None:
    def reads(text: str) -> tuple[str, ...]:
        return parse_condition(text, WORDS).reads

    assert reads("4 <= nprs_leg < nprs_back or nprs_leg = 3") == ("nprs_leg", "nprs_back")
    assert reads("occ_sit_h + occ_drive_h >= 6") == ("occ_sit_h", "occ_drive_h")
    assert reads("not course in (same)") == ("course",)
    assert reads("pain_sites includes any (calf, heel)") == ("pain_sites",)
    assert reads("count(agg_bend = yes, agg_cough = yes) >= 1") == ("agg_bend", "agg_cough")
    assert reads("any(injuries, inj_part = knee and pain_side = L)") == ("inj_part", "pain_side")
    assert reads("missing(ex_wblt)") == ("ex_wblt_L", "ex_wblt_R")
    assert reads("days_since(onset_date) > 3") == ("onset_date",)
    assert reads("is_new(rf_saddle)") == ("rf_saddle", "rf_saddle_since", "worse_since")
    assert reads("id_checked") == ("id_checked",)
    assert reads("true") == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nprs_leg", "this is a value, not a condition"),
        ("agg_bend = yes and course", "this is a value, not a condition"),
        ("course and agg_bend = yes", "this is a value, not a condition"),
        ("not course", "this is a value, not a condition"),
        ("any(injuries, inj_part)", "this is a value, not a condition"),
        ("count(course) >= 1", "this is a value, not a condition"),
        ("nprs_leg > (agg_bend = yes)", "a value expected here"),
        ("nprs_leg + (agg_bend = yes) > 3", "a number expected here"),
        ("(agg_bend = yes) + nprs_leg > 3", "a number expected here"),
        ("course + nprs_leg > 3", "no number to compare with"),
        ("nprs_leg - course > 3", "no number to compare with"),
        ("course < 3", "no number to compare with"),
        ("nprs_leg = course", "no number to compare with"),
        ("course not same", '"not" was not expected here'),
        ("(agg_bend = yes) = yes", '"=" was not expected here'),
        ("course in (worsning)", 'Did you mean "worsening"?'),
        ("pain_sites includes grion", 'Did you mean "groin"?'),
        ("nprs_leg > nprs_lag", 'unknown item "nprs_lag". Did you mean "nprs_'),
        ("pc_text = wrods", 'unknown item "wrods"'),
        ("course < worst_site", "no number to compare with"),
        ("course = 3", "no number to compare with"),
        ("course = id_checked", "these two cannot be compared"),
        ("pain_sites = calf", 'use "includes"'),
        ("calf = pain_sites", "unknown item"),
        ("course includes same", 'use "="'),
        ("nprs_leg includes 5", 'use "="'),
        ("nprs_leg in (5)", 'only a choice can be "in"'),
        ("nprs_leg not in (5)", 'only a choice can be "in"'),
        ("course in same", '"(" expected, not "same"'),
        ("course in (same", '")" expected, not "the end"'),
        ("course in (same worsening)", '")" expected, not "worsening"'),
        ("course in (same, )", '")" is not an answer'),
        ("course in (slower)", '"slower" is not an answer to this question.'),
        ("pain_side in (unsure)", '"unsure" leaves the question open'),
        ("pain_sites includes any (calf, unsur)", "is not an answer"),
        ("count(agg_bend = yes) >= nprs_leg", "a count is compared with a number"),
        ("count(agg_bend = yes) >= (2)", ""),
        ("missing(ex_wbl)", 'unknown item "ex_wbl". Did you mean "ex_wblt"?'),
        ("affected(ex_wblt_L) > 3", 'unknown per-side question "ex_wblt_L"'),
        ("year(onset) = 3", 'unknown item "onset"'),
        ("year(nprs_leg) = 3", '"nprs_leg" is not a date'),
        ("is_new(course)", '"course" does not ask since when'),
        ("is_positive(nprs_leg)", '"nprs_leg" does not ask since when'),
        ("is_new rf_saddle", 'unknown item "is_new"'),
        ("agg_bend = yes agg_cough = yes", '"agg_cough" was not expected here'),
        ("agg_bend = yes)", '")" was not expected here'),
        ("= yes", '"=" was not expected here'),
        ("agg_bend = ", "the condition ends too early"),
        ("agg_bend =", "the condition ends too early"),
        ("not", "the condition ends too early"),
        ("course not", '"not" was not expected here'),
        ("nprs_leg > 3 $", '"$" cannot be read'),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(text: str, says: str) -> None:
    if not says:
        assert holds(text, agg_bend="yes") is False
        return
    with pytest.raises(ConditionError) as caught:
        parse_condition(text, WORDS)
    assert says in str(caught.value)
    assert f'in "{text}", character ' in str(caught.value)


@pytest.mark.parametrize("text", ["agg_bend = yes", "course", "true", "pain_sites"])
def test_an_amount_must_be_a_number(text: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_expression(text, WORDS)
    said = f'in "{text}", character 1: this must be a number, as in occ_sit_h + occ_drive_h'
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("course in same", 11),
        ("course in (same worsening)", 17),
        ("agg_bend = yes and course", 20),
        ("agg_bend = yes agg_cough = yes", 16),
        ("nprs_leg > 3 and (agg_bend = yes", 33),
        ("agg_bend = yes or", 18),
        ("missing(ex_wbl)", 9),
        ("nprs_leg > (agg_bend = yes)", 12),
        ("nprs_leg + (agg_bend = yes) > 3", 1),
        ("nprs_leg >  course", 13),
        ("nprs_leg + course > 3", 12),
        ("year(nprs_leg) = 3", 6),
        ("affected(ex_wblt_L) > 3", 10),
        ("any(scan, img_done = mri)", 5),
        ("any(scans, img_date)", 12),
        ("count(agg_bend = yes, course) >= 1", 23),
        ("count(agg_bend = yes) >= nprs_leg", 26),
        ("is_new(course)", 8),
        ("agg_bend = yes or course includes same", 19),
        ("agg_bend = yes or course in (slower)", 30),
        ("pain_side = unsure", 13),
        ("not course", 5),
        ("course not", 8),
        ("  nprs_leg $ 3", 11),
        ("nprs_leg", 1),
    ],
)
def test_a_mistake_is_said_at_its_very_character(text: str, character: int) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_condition(text, WORDS)
    assert str(caught.value).startswith(f'in "{text}", character {character}: ')


@pytest.mark.parametrize(
    "name",
    [
        "any",
        "missing",
        "count",
        "affected",
        "other",
        "days_since",
        "months_since",
        "years_since",
        "is_new",
        "is_positive",
    ],
)
def test_a_misspelt_function_is_suggested(name: str) -> None:
    misspelt = name[:2] + name[3:]
    with pytest.raises(ConditionError, match=f'unknown function "{misspelt}". Did you mean "{name}"') as caught:
        parse_condition(f"agg_bend = yes or {misspelt}(course) >= 1", WORDS)
    assert "character 19" in str(caught.value)


_WHOLE = {
    "agg_bend =": "11: the condition ends too early",
    "agg_bend = yes)": '15: ")" was not expected here',
    "> yes": '1: ">" was not expected here',
    "course in same": '11: "(" expected, not "same"',
    "nprs_leg": "1: this is a value, not a condition; compare it with something",
    "nprs_leg > (agg_bend = yes)": "12: a value expected here, not a condition",
    "nprs_leg + (agg_bend = yes) > 3": "1: a number expected here, not a condition",
    "count(agg_bend = yes) >= nprs_leg": "26: a count is compared with a number",
    "pain_sites = calf": '14: several answers are possible here; use "includes"',
    "id_checked = pain_sites": '14: several answers are possible here; use "includes"',
    "course = id_checked": "10: these two cannot be compared",
    "onset_date = course": "14: this has no number to compare with",
    "nprs_leg in (5)": '1: only a choice can be "in" or "include" something',
    "nprs_leg includes 5": '1: only a question with several answers can "include" one; use "="',
    "pain_side in (unsur)": '15: "unsur" is not an answer to this question. Allowed here: L, R, alternating, both, '
    "central.",
    "pain_side in (unsure)": '15: "unsure" leaves the question open; no condition can rest on it',
    "missing(ex_wbl)": '9: unknown item "ex_wbl". Did you mean "ex_wblt"?',
    "is_new(rf_sadle)": '8: unknown item "rf_sadle". Did you mean "rf_saddle"?',
    "is_new(course)": '8: "course" does not ask since when',
    "year(nprs_leg) = 3": '6: "nprs_leg" is not a date',
    "afected(ex_wblt) > 3": '1: unknown function "afected". Did you mean "affected"?',
    "nprs_leg > 3 $%& and more": '13: "$%& and mo" cannot be read',
    "$ nprs_leg": '1: "$ nprs_leg" cannot be read',
}


@pytest.mark.parametrize("text", _WHOLE)
def test_a_mistake_is_said_in_these_words(text: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_condition(text, WORDS)
    assert str(caught.value) == f'in "{text}", character {_WHOLE[text]}'


@pytest.mark.parametrize(
    "text", ["count(agg_bend = yes) + 1 >= 2", "1 <= count(agg_bend = yes)", "nprs_leg > count(agg_bend = yes)"]
)
def test_a_count_anywhere_but_alone_on_the_left_is_refused_rather_than_never_known(text: str) -> None:
    with pytest.raises(ConditionError, match=": a count stands alone, to the left of its number"):
        parse_condition(text, WORDS)
    with pytest.raises(ConditionError, match="this must be a number"):
        parse_expression("count(agg_bend = yes)", WORDS)


def test_a_difference_is_no_sum() -> None:
    assert (
        parse_expression("ex_wblt_L - ex_wblt_R", WORDS).amount(facts_of({"ex_wblt_L": 9.0, "ex_wblt_R": 6.5})) == 2.5
    )


def test_of_two_amounts_neither_may_be_blank() -> None:
    for relation in ("=", "<"):
        assert holds(f"nprs_back {relation} nprs_leg", nprs_leg=3.0) is None
        assert holds(f"nprs_back {relation} nprs_leg", nprs_back=3.0) is None


def test_an_entry_that_fits_is_enough_though_there_may_be_more() -> None:
    text = "any(injuries, inj_part = ankle)"
    one = {"injuries/1/inj_part": "ankle"}
    assert holds(text, one) is True
    assert holds(text, {"inj_any": "unsure", **one}) is True
    assert holds(text, {"inj_any": "yes", **one, "injuries/2/inj_side": "L"}) is True


def test_a_doubt_about_one_answer_weighs_more_than_none() -> None:
    assert includes(("?fever", "none"), "fever") is None
    assert includes(("?fever", "none"), "rash") is False


def test_a_condition_names_the_blocks_it_goes_through() -> None:
    text = "any(injuries, inj_part = knee) or any(scans, img_done = mri) or any(injuries, inj_part = ankle)"
    assert parse_condition(text, WORDS).blocks == ("injuries", "scans")
    assert parse_condition("agg_bend = yes", WORDS).blocks == ()
