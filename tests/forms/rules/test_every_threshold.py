"""No number of a safety rule or of a derived answer goes untried: moved by one step either way, a case here notices.

The tables of thresholds could forget a number, and nothing would say so. So every number that a condition compares
with is found in the shipped data, moved down and up, and one of the cases must then come out differently (HZ10).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from forms.conditions import Condition, parse_condition
from forms.content import load_content
from forms.facts import Facts
from forms.questionnaire import Derivation, Item
from forms.questionnaire_file import vocabulary_of
from forms.rules.red_flags import find_flags
from forms.rules.rulebook import Flag
from tests.forms.rules.factories import a_response, days_ago
from tests.forms.rules.test_thresholds import FLAG_THRESHOLDS, _at, _features, _injected, _months_ago

Answers = dict[str, Any]

CONTENT = load_content()
FORM = CONTENT.questionnaire
VOCABULARY = vocabulary_of(FORM)

_MRC = {"L": "ex_mrc_{}_L", "R": "ex_mrc_{}_R"}
_ROOTS = ("L2", "L3", "L4", "L5", "S1")


def _all_features(count: int, **others: Any) -> Answers:
    """So many inflammatory features, and every other question about them answered no."""
    signs = ("wake_second_half", "move_eases", "nsaid_48h", "buttock_deep", "med_spondyloarthritis_family")
    nothing = {"spa_hist": ["none"], "med_conditions": ["none"], "worst_site": "leg", "pain_sites": ["calf"]}
    said = {sign: "yes" if number < count else "no" for number, sign in enumerate(signs)}
    return {"first_onset_age": 40, "onset_date": "2024-03-01", **nothing, **said, **others}


def _injured_in(year: int) -> Answers:
    return {"pain_side": "L", "inj_any": "yes", "inj_part": "ankle", "inj_side": "L", "inj_year": year}


def _fragile(age: int) -> Answers:
    return {"age": age, "med_osteoporosis": "yes", "med_steroids": "no", "frag_signs": ["none"]}


def _fragile_signs(count: int) -> Answers:
    signs = {"med_osteoporosis": "yes", "med_steroids": "yes"}
    quiet = {"age": 60, "med_osteoporosis": "no", "med_steroids": "no", "frag_signs": ["none"]}
    return {**quiet, **dict(list(signs.items())[:count])}


def _deficit(root: str) -> Callable[[str], Answers]:
    return lambda other: {"pain_side": "L", _MRC["L"].format(root): "4", _MRC["R"].format(root): other}


def _deficit_of(root: str) -> Callable[[str], Answers]:
    return lambda weak: {"pain_side": "L", _MRC["L"].format(root): weak, _MRC["R"].format(root): "5"}


def _low_on(side: str, item: str, value: Any) -> Callable[[Any], Answers]:
    other = {"L": "R", "R": "L"}[side]
    return lambda moved: {f"{item}_{side}": moved, f"{item}_{other}": value}


def _both_hurt(moved: str, item: str, value: str) -> Callable[[str], Answers]:
    return lambda grade: {"pain_side": "both", "worse_side": "equal", moved: grade, item: value}


# derived answer, the answers as a function of the number, and the number -> what it comes to
KNOWN_THRESHOLDS: list[tuple[str, Callable[[Any], Answers], dict[Any, Any]]] = [
    ("rf_age", _at("age"), {17: "under_18", 18: "adult", 19: "adult"}),
    ("rf_fragility", _fragile, {74: "no", 75: "yes", 76: "yes"}),
    ("rf_fragility", _fragile_signs, {1: "no", 2: "yes"}),
    ("rf_severe_pain", _at("nprs_leg", severe_now=["cannot_stand"]), {8: "no", 9: "yes", 10: "yes"}),
    ("rf_inflam", _all_features, {2: "no", 3: "three", 4: "yes", 5: "yes"}),
    ("rf_inflam", lambda age: _all_features(4, first_onset_age=age), {44: "yes", 45: "no"}),
    ("rf_inflam", lambda age: _all_features(3, first_onset_age=age), {44: "three", 45: "no"}),
    ("rf_inflam", lambda age: _all_features(3, first_onset_age=age), {34: "yes", 35: "three", 36: "three"}),
    ("rf_inflam", lambda age: _all_features(2, first_onset_age=age), {34: "three", 35: "no", 36: "no"}),
    ("rf_inflam", lambda months: _all_features(4, onset_date=_months_ago(months)), {2: "no", 3: "yes", 4: "yes"}),
    ("rf_inflam", lambda months: _all_features(3, onset_date=_months_ago(months)), {2: "no", 3: "three", 4: "three"}),
    *(
        (
            "rf_mild_weak",
            _at(f"ex_mrc_{root}_{side}", pain_side=side),
            {"3": low, "3.5": "yes", "4.5": "yes", "5": None},
        )
        for side in "LR"
        for root, low in (("L2", "yes"), ("L3", None), ("L4", None), ("L5", None), ("S1", None))
    ),
    *(("ex_myotome_deficit", _deficit(root), {"4": None, "4.5": None, "5": "yes"}) for root in _ROOTS),
    *(("ex_myotome_deficit", _deficit_of(root), {"3.5": "yes", "4": "yes", "4.5": None}) for root in _ROOTS),
    *(
        ("ex_myotome_deficit", _both_hurt(f"ex_mrc_{root}_{weak}", f"ex_mrc_{root}_{good}", "5"), wanted)
        for wanted in ({"3.5": "yes", "4": "yes", "4.5": None},)
        for root in _ROOTS
        for weak, good in ("LR", "RL")
    ),
    *(
        ("ex_myotome_deficit", _both_hurt(f"ex_mrc_{root}_{good}", f"ex_mrc_{root}_{weak}", "4"), wanted)
        for wanted in ({"4": None, "4.5": None, "5": "yes"},)
        for root in _ROOTS
        for weak, good in ("LR", "RL")
    ),
    *(
        ("ex_both_weak", _low_on(side, f"ex_mrc_{root}", "4"), {"3.5": "yes", "4": "yes", "4.5": None})
        for root in _ROOTS
        for side in "LR"
    ),
    *(
        ("ex_both_reflex_low", _low_on(side, f"ex_reflex_{jerk}", "1"), {"0": "yes", "1": "yes", "2": None})
        for jerk in ("knee", "ankle")
        for side in "LR"
    ),
    (
        "img_is_old",
        lambda days: {"img_done": "mri", "img_date": days_ago(days), "onset_date": days_ago(900)},
        {364: "no", 365: "no", 366: "yes"},
    ),
    (
        "inj_before_onset",
        lambda ago: {**_injured_in(2025 - ago), "onset_date": "2025-06-01"},
        {-1: "no", 0: "yes", 1: "yes", 2: "yes", 3: "no"},
    ),
]

# question, the answers as a function of the number, and the number -> whether it is asked
SHOWN_THRESHOLDS: list[tuple[str, Callable[[Any], Answers], dict[Any, bool]]] = [
    ("ecq1", _at("age", agg_walk="yes", agg_list=["none"]), {49: False, 50: True, 51: True}),
    ("frag_signs", _at("age", med_osteoporosis="no", med_steroids="no"), {49: False, 50: True, 51: True}),
    ("rf_cyclical", _at("age", pt_sex="female"), {11: False, 12: True, 13: True}),
    ("rf_cyclical", _at("age", pt_sex="intersex"), {59: True, 60: True, 61: False}),
    ("severe_now", _at("nprs_leg"), {8: False, 9: True, 10: True}),
]

# flag, the answers as a function of the number, and the number -> a part of the reason, where the tier is the same
REASON_THRESHOLDS: list[tuple[str, Callable[[Any], Answers], dict[Any, str]]] = [
    ("RF14", _injected(rf_infection=["fever_shivers"]), {2: "risk of infection", 3: "back or leg pain"}),
    ("RF21", _features, {3: "at least three"}),
]

# place, the number moved, and why nothing can notice
UNNOTICED: Mapping[tuple[str, str], str] = {
    ("rf_age = adult", "17"): "The case before it has taken everybody under 18.",
    ("RF28 asks", "8"): "severe_now is asked from 9 on, so at 8 nothing is left blank.",
    ("rf_severe_pain = yes", "8"): "severe_now is asked from 9 on, so at 8 there is nothing to read.",
    **{
        ("ex_myotome_deficit = yes", f"affected(ex_mrc_{root}) <= 4.5"): "From 4.5 no other side is a grade better."
        for root in _ROOTS
    },
    **{
        ("ex_myotome_deficit = yes", f"ex_mrc_{root}_{side} <= 4.5"): "From 4.5 no other side is a grade better."
        for root in _ROOTS
        for side in "LR"
    },
}


# --- the tables are true -------------------------------------------------------------------------------------------


def _id(case: tuple[Any, ...]) -> str:
    return f"{case[0]} at {', '.join(str(value) for value in case[2])}"


@cache
def _facts_of(table: str, number: int, value: Any) -> Facts:
    _, answers, _ = {"known": KNOWN_THRESHOLDS, "shown": SHOWN_THRESHOLDS, "flag": _FLAG_CASES}[table][number]
    return CONTENT.facts(a_response(**answers(value)))


_FLAG_CASES: list[tuple[str, Callable[[Any], Answers], dict[Any, Any]]] = [*FLAG_THRESHOLDS, *REASON_THRESHOLDS]


@pytest.mark.parametrize("number", range(len(KNOWN_THRESHOLDS)), ids=[_id(case) for case in KNOWN_THRESHOLDS])
def test_a_derived_answer_turns_where_the_knowledge_base_says(number: int) -> None:
    link_id, _, wanted = KNOWN_THRESHOLDS[number]
    assert {value: _facts_of("known", number, value).known(link_id) for value in wanted} == wanted


@pytest.mark.parametrize("number", range(len(SHOWN_THRESHOLDS)), ids=[_id(case) for case in SHOWN_THRESHOLDS])
def test_a_question_is_asked_from_where_the_knowledge_base_says(number: int) -> None:
    link_id, _, wanted = SHOWN_THRESHOLDS[number]
    assert {value: _facts_of("shown", number, value).is_enabled(link_id) for value in wanted} == wanted


@pytest.mark.parametrize("case", REASON_THRESHOLDS, ids=_id)
def test_the_reason_turns_where_the_tier_does_not(case: tuple[str, Callable[[Any], Answers], dict[Any, str]]) -> None:
    flag_id, answers, wanted = case
    for value, part in wanted.items():
        (flag,) = _raised(FLAGS[flag_id], CONTENT.facts(a_response(**answers(value))))
        assert part in flag[1]


# --- the tables are complete ---------------------------------------------------------------------------------------


FLAGS = {flag.id: flag for flag in CONTENT.rulebook.flags}


class Moved(Struct, frozen=True):
    """One number of one condition, moved. row: of a flag, which row (None: when it asks); of an item, which case."""

    subject: str
    part: str
    row: int | None
    text: str
    compared: str
    number: str


_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w/.])")
_RELATION = re.compile(r"(?:<=|>=|!=|=|<|>)\s*$")
_RELATION_AFTER = re.compile(r"\s*(?:<=|>=|!=|=|<|>)")


def _moves(subject: str, part: str, row: int | None, condition: Condition) -> Iterator[Moved]:
    text = condition.text
    for match in _NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if not (_RELATION.search(before) or _RELATION_AFTER.match(after)):
            continue
        compared = re.split(r"\b(?:and|or|not)\b|\n", before)[-1].lstrip(" (")
        step = 0.5 if "ex_mrc" in compared + after[:20] else 1.0
        for by in (-step, step):
            number = f"{float(match.group()) + by:g}"
            if not number.startswith("-"):
                yield Moved(subject, part, row, before + number + after, compared + number, number)


def _every_move() -> Iterator[Moved]:
    for flag in FLAGS.values():
        for row, one in enumerate(flag.rows):
            yield from _moves(flag.id, "flag", row, one.when)
        if flag.asks_when is not None:
            yield from _moves(flag.id, "flag", None, flag.asks_when)
    for item in FORM.items.values():
        if item.enable_when is not None:
            yield from _moves(item.link_id, "shown", None, item.enable_when)
        for row, case in enumerate(item.derivation.cases if item.derivation is not None else ()):
            yield from _moves(item.link_id, "known", row, case.when)


MOVES = tuple(_every_move())


def _raised(flag: Flag, facts: Facts) -> tuple[tuple[str, str], ...]:
    book = replace(CONTENT.rulebook, flags=(flag,))
    return tuple((found.tier, found.because) for found in find_flags(facts, book))


def _flag_with(moved: Moved) -> Flag:
    flag, when = FLAGS[moved.subject], parse_condition(moved.text, VOCABULARY)
    if moved.row is None:
        return replace(flag, asks_when=when)
    rows = [replace(row, when=when) if n == moved.row else row for n, row in enumerate(flag.rows)]
    return replace(flag, rows=tuple(rows))


def _item_with(moved: Moved) -> Item:
    item, when = FORM.items[moved.subject], parse_condition(moved.text, VOCABULARY)
    if moved.part == "shown":
        return replace(item, enable_when=when)
    assert item.derivation is not None
    cases = [replace(case, when=when) if n == moved.row else case for n, case in enumerate(item.derivation.cases)]
    return replace(item, derivation=Derivation(cases=tuple(cases)))


def _is_noticed(moved: Moved) -> bool:
    if moved.part == "flag":
        flag = _flag_with(moved)
        return any(
            _raised(flag, facts) != _raised(FLAGS[flag.id], facts)
            for number, (flag_id, _, wanted) in enumerate(_FLAG_CASES)
            if flag_id == moved.subject
            for facts in (_facts_of("flag", number, value) for value in wanted)
        )
    item = _item_with(moved)
    form = replace(FORM, items={**FORM.items, item.link_id: item})
    table = KNOWN_THRESHOLDS if moved.part == "known" else SHOWN_THRESHOLDS
    for number, (link_id, _, wanted) in enumerate(table):
        for value in wanted if link_id == moved.subject else ():
            facts = _facts_of(moved.part, number, value)
            other = Facts(form, facts.response, CONTENT.computations)
            seen = (facts.known(link_id), facts.is_enabled(link_id))
            if (other.known(link_id), other.is_enabled(link_id)) != seen:
                return True
    return False


def _place(moved: Moved) -> str:
    item = FORM.items.get(moved.subject)
    if moved.part == "known" and item is not None and item.derivation is not None and moved.row is not None:
        return f"{moved.subject} = {item.derivation.cases[moved.row].value}"
    return f"{moved.subject} asks" if moved.part == "flag" and moved.row is None else moved.subject


def _may_go_unnoticed(moved: Moved) -> bool:
    return (_place(moved), moved.number) in UNNOTICED or (_place(moved), moved.compared) in UNNOTICED


@pytest.mark.parametrize("moved", MOVES, ids=lambda moved: f"{_place(moved)} row {moved.row}, {moved.compared}")
def test_a_number_moved_by_one_step_is_noticed(moved: Moved) -> None:
    assert _is_noticed(moved) is not _may_go_unnoticed(moved)


def test_the_numbers_of_the_safety_rules_are_found() -> None:
    """Fewer would mean that the search has gone blind."""
    assert len(MOVES) > 250
    assert {moved.number for moved in MOVES if moved.subject == "RF15"} == {"41", "43", "64", "66"}
    assert {moved.number for moved in MOVES if moved.subject == "RF08"} == {"2", "4"}


@pytest.mark.parametrize("by", [-1, 1])
def test_the_fourteen_days_of_a_new_symptom_moved_by_one_are_noticed(by: int) -> None:
    vocabulary = replace(VOCABULARY, recent_days=VOCABULARY.recent_days + by)
    dated = ("RF01", "RF02", "RF03", "RF04", "RF05", "RF06", "RF07", "RF09", "RF10", "RF19")
    for flag_id in dated:
        flag = FLAGS[flag_id]
        rows = tuple(replace(row, when=parse_condition(row.when.text, vocabulary)) for row in flag.rows)
        moved = replace(flag, rows=rows)
        cases = [(number, case[2]) for number, case in enumerate(_FLAG_CASES) if case[0] == flag_id]
        seen = [_facts_of("flag", number, value) for number, wanted in cases for value in wanted]
        assert any(_raised(moved, facts) != _raised(flag, facts) for facts in seen), flag_id
