"""Every number a condition compares with: none without a test one step below, at it and one step above (hazard HZ10).

The conditions are walked, so a comparison that is new or was changed fails here until it has its rows. The red flags
and what they are worked out from have their own tests.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from forms.content import load_content, shipped_files
from forms.lint.problem import PackFiles
from forms.lint.statements import Statement, Statements
from tests.forms.rules.factories import a_response, days_ago
from tests.forms.rules.test_thresholds import DRIVER_THRESHOLDS

CONTENT = load_content()
_COMPARISON = re.compile(r"(?:(\d+(?:\.\d+)?) )?([<>]=?)(?: (\d+(?:\.\d+)?))?")

# Typed from the knowledge base. "4<=" stands before what is compared, "<6" behind it; a sign alone compares answers.
DRIVERS = {
    "A01": [">=6", ">=6", ">=6"],
    "A02": ["4<=", "<6"],
    "A03": [">=3"],
    "A04": [">=60"],
    "A21": ["<3"],
    "B03": ["<=30"],
    "B06": [">=3"],
    "B10": ["<=2"],
    "B15": [">=2"],
    "C07": [">=2.0"],
    "C08": ["<=6", "<=65"],
    "C09": [">=10"],
    "C10": [">=10"],
    "C21": [">=10", "<1.5", "<1.5"],
    "D17": [">25"],
}
# B15 is counted in a test of its own beside the others.
_TESTED_APART = {"B15"}

Answers = dict[str, Any]


def _with(item: str, **others: Any) -> Callable[[Any], Answers]:
    return lambda value: {**others, item: value}


def _power(root: str, side: str, other: str = "5") -> Callable[[str], Answers]:
    """One grade of one root changes; every other root is full on both sides."""
    roots = {f"ex_mrc_{one}_{place}": "5" for one in ("L2", "L3", "L4", "L5", "S1") for place in "LR"}
    far = "R" if side == "L" else "L"
    return lambda grade: {
        **roots,
        "pain_side": "L",
        f"ex_mrc_{root}_{side}": grade,
        f"ex_mrc_{root}_{far}": other,
    }


def _in_both(answers: Callable[[str], Answers]) -> Callable[[str], Answers]:
    """The same finding in somebody whose legs hurt alike."""
    return lambda found: {**answers(found), "pain_side": "both", "worse_side": "equal"}


def _reflex(name: str, side: str, other: str) -> Callable[[str], Answers]:
    far = "R" if side == "L" else "L"
    normal = {f"ex_reflex_{jerk}_{place}": "2" for jerk in ("knee", "ankle") for place in "LR"}
    return lambda found: {
        **normal,
        "pain_side": "L",
        f"ex_reflex_{name}_{side}": found,
        f"ex_reflex_{name}_{far}": other,
    }


def _injured(year: int) -> Answers:
    ankle = {"inj_any": "yes", "inj_part": "ankle", "inj_side": "L", "inj_type": "sprain", "inj_year": year}
    return {"pain_side": "L", "onset_date": "2025-06-01", **ankle}


_INFLAMED: Answers = {"wake_second_half": "yes", "buttock_deep": "yes", "move_eases": "yes", "nsaid_48h": "no"}
_CALM: Answers = {
    "med_spondyloarthritis_family": "no",
    "spa_hist": ["none"],
    "med_conditions": ["none"],
    "worst_site": "leg",
    "pain_sites": ["calf"],
}
_ROOTS = ("L2", "L3", "L4", "L5", "S1")

# place, which of its comparisons, the answers as a function of the number, and the number -> whether it holds
Row = tuple[str, list[str], Callable[[Any], Answers], dict[Any, bool]]
ROWS: list[Row] = [
    (
        "differential DX_LSS: whether it is shown",
        [">=60"],
        _with("age", agg_walk="yes", ease_sit="yes"),
        {59: False, 60: True, 61: True},
    ),
    (
        "differential DX_SIJ: whether it is shown",
        [">=3"],
        _with("ex_sij_count", pain_sites=["calf"]),
        {2: False, 3: True, 4: True},
    ),
    ("differential DX_SIJ: when it is stronger", [">=3"], _with("ex_sij_count"), {2: False, 3: True, 4: True}),
    (
        "differential DX_HIP: whether it is shown",
        [">=45"],
        _with("age", ex_hip_flex_limited="yes", am_stiff_min=20, pain_sites=["calf"], ex_fadir="no"),
        {44: False, 45: True, 46: True},
    ),
    (
        "differential DX_HIP: whether it is shown",
        ["<60"],
        _with("am_stiff_min", age=60, ex_hip_flex_limited="yes", pain_sites=["calf"], ex_fadir="no"),
        {59: True, 60: False, 61: False},
    ),
    (
        "differential DX_HIP: whether it is shown",
        ["<45"],
        _with("age", ex_fadir="yes", pain_sites=["calf"], ex_hip_flex_limited="no"),
        {44: True, 45: False, 46: False},
    ),
    *(
        (
            "differential DX_FIBULAR: whether it is shown",
            ["<=3"],
            _with(f"ex_mrc_{root}_L", **{f"ex_mrc_{other}_L": "5"}, pain_side="L", ex_inversion="5"),
            {"2": True, "3": True, "3.5": False},
        )
        for root, other in (("L4", "L5"), ("L5", "L4"))
    ),
    (
        "differential DX_FIBULAR: whether it is shown",
        [">=5"],
        _with("ex_inversion", rf_foot_drop="yes_new"),
        {"4": False, "4.5": False, "5": True},
    ),
    (
        "differential DX_AXSPA: whether it is shown",
        ["<45"],
        _with("first_onset_age", age=60, onset_date=days_ago(400), **_INFLAMED, **_CALM),
        {44: True, 45: False, 46: False},
    ),
    (
        "differential DX_AXSPA: whether it is shown",
        [">=3"],
        lambda date: {"first_onset_age": 40, "onset_date": date, **_INFLAMED, **_CALM},
        {"2025-12-03": False, "2025-12-02": True, "2025-12-01": True},
    ),
    (
        "differential DX_AXSPA: whether it is shown",
        ["<35"],
        _with("first_onset_age", age=60, onset_date=days_ago(400), **_CALM, **{**_INFLAMED, "move_eases": "no"}),
        {34: True, 35: False, 36: False},
    ),
    (
        "differential DX_AXSPA: whether it is shown",
        [">=3"],
        lambda count: {
            "first_onset_age": 40,
            "onset_date": days_ago(400),
            **_CALM,
            **dict.fromkeys(_INFLAMED, "no"),
            **dict(list(dict.fromkeys(_INFLAMED, "yes").items())[:count]),
        },
        {2: False, 3: True, 4: True},
    ),
    (
        "caution X_SURG: whether it is in force",
        ["<=84"],
        lambda days: {"hip_replaced": ["hip_L"], "hip_replaced_date": days_ago(days), "surg_12wk": "no"},
        {83: True, 84: True, 85: False},
    ),
    (
        "caution X_EXT: whether it is in force",
        [">=60"],
        _with("age", agg_walk="yes", ease_sit="yes", img_done="none"),
        {59: False, 60: True, 61: True},
    ),
    (
        "caution X_IRR: whether it is in force",
        [">=7"],
        _with("nprs_leg", irritability="low"),
        {6: False, 7: True, 8: True},
    ),
    *(
        (
            "caution X_FALL: whether it is in force",
            ["<=3"],
            _with(f"ex_mrc_{root}_{side}", **{f"ex_mrc_{root}_{other}": "5"}, fall_risk="no"),
            {"2": True, "3": True, "3.5": False},
        )
        for root in ("L4", "L5")
        for side, other in ("LR", "RL")
    ),
    *(
        (
            "phase 1: who is in it",
            [">=7"],
            _with(
                score,
                worst_site=worst,
                sit_tol_min=60,
                sleep_wakes="never",
                irritability="low",
                neu_weak="none",
                **_power("L2", "L")("5"),
            ),
            {6: False, 7: True, 8: True},
        )
        for worst, score in (("back", "nprs_back"), ("leg", "nprs_leg"))
    ),
    (
        "phase 1: who is in it",
        ["<10"],
        _with(
            "sit_tol_min",
            worst_site="leg",
            nprs_leg=2,
            sleep_wakes="never",
            irritability="low",
            neu_weak="none",
            **_power("L2", "L")("5"),
        ),
        {9: True, 10: False, 11: False},
    ),
    *(
        (
            "phase 2: who is in it",
            tokens,
            _with(score, worst_site=worst, sit_tol_min=60),
            turns,
        )
        for worst, score in (("back", "nprs_back"), ("leg", "nprs_leg"))
        for tokens, turns in ((["4<="], {3: False, 4: True, 5: True}), (["<7"], {6: True, 7: False, 8: False}))
    ),
    (
        "phase 2: who is in it",
        ["10<="],
        _with("sit_tol_min", worst_site="leg", nprs_leg=2),
        {9: False, 10: True, 11: True},
    ),
    (
        "phase 2: who is in it",
        ["<45"],
        _with("sit_tol_min", worst_site="leg", nprs_leg=2),
        {44: True, 45: False, 46: False},
    ),
    *(
        (
            "phase 3: who is in it",
            ["<=3"],
            _with(score, worst_site=worst, sit_tol_min=60, agg_walk="no"),
            {2: True, 3: True, 4: False},
        )
        for worst, score in (("back", "nprs_back"), ("leg", "nprs_leg"))
    ),
    (
        "phase 3: who is in it",
        [">=45"],
        _with("sit_tol_min", worst_site="leg", nprs_leg=2, agg_walk="no"),
        {44: False, 45: True, 46: True},
    ),
    (
        "phase 3: who is in it",
        [">=20"],
        _with("walk_tol_min", worst_site="leg", nprs_leg=2, sit_tol_min=60, agg_walk="yes"),
        {19: False, 20: True, 21: True},
    ),
    ("advice ADV_05: who gets it", [">=1"], _with("occ_drive_h"), {0.5: False, 1: True, 1.5: True}),
    (
        'item "inj_before_onset": its value "yes"',
        ["0<=", "<=2"],
        _injured,
        {2022: False, 2023: True, 2024: True, 2025: True, 2026: False},
    ),
    (
        'item "img_is_old": its value "yes"',
        [">365"],
        lambda days: {"img_done": "mri", "img_date": days_ago(days), "onset_date": days_ago(900)},
        {364: False, 365: False, 366: True},
    ),
    (
        'item "img_is_old": its value "yes"',
        ["<"],
        lambda days: {"img_done": "mri", "img_date": days_ago(days), "onset_date": days_ago(30)},
        {29: False, 30: False, 31: True},
    ),
    *(
        (
            'item "ex_myotome_deficit": its value "yes"',
            ["<=4"],
            _power(root, "L", "5"),
            {"3.5": True, "4": True, "4.5": False},
        )
        for root in _ROOTS
    ),
    *(
        (
            'item "ex_myotome_deficit": its value "yes"',
            [">=1"],
            _power(root, "R", "3.5"),
            {"4": False, "4.5": True, "5": True},
        )
        for root in _ROOTS
    ),
    *(
        (
            'item "ex_myotome_deficit": its value "yes"',
            ["<=4"],
            _in_both(_power(root, side, "5")),
            {"3.5": True, "4": True, "4.5": False},
        )
        for root in _ROOTS
        for side in "LR"
    ),
    *(
        (
            'item "ex_myotome_deficit": its value "yes"',
            [">=1"],
            _in_both(_power(root, side, "3.5")),
            {"4": False, "4.5": True, "5": True},
        )
        for root in _ROOTS
        for side in "LR"
    ),
    *(
        (
            'item "ex_both_weak": its value "yes"',
            ["<=4"],
            _power(root, side, "4"),
            {"3.5": True, "4": True, "4.5": False},
        )
        for root in _ROOTS
        for side in "LR"
    ),
    *(
        (
            'item "ex_reflex_reduced": its value "yes"',
            ["<"],
            _reflex(name, "L", "2"),
            {"1": True, "2": False, "3": False},
        )
        for name in ("knee", "ankle")
    ),
    *(
        (
            'item "ex_reflex_reduced": its value "yes"',
            ["<"],
            _in_both(_reflex(name, side, "2")),
            {"1": True, "2": False, "3": True},
        )
        for name in ("knee", "ankle")
        for side in "LR"
    ),
    *(
        (
            'item "ex_both_reflex_low": its value "yes"',
            ["<=1"],
            _reflex(name, side, "1"),
            {"0": True, "1": True, "2": False},
        )
        for name in ("knee", "ankle")
        for side in "LR"
    ),
]


def _comparisons(statement: Statement) -> list[str]:
    text = " ".join(statement.condition.text.split())
    return ["".join(part or "" for part in found) for found in _COMPARISON.findall(text)]


def _walked() -> Iterator[tuple[str, Statement]]:
    """Every condition beside the red flags that can change what is said of a person."""
    statements = Statements(CONTENT, PackFiles(shipped_files()))
    derived = [one for one in statements.items if one.what.startswith("its value") and 'item "rf_' not in one.place]
    for one in (*statements.differentials, *statements.messages, *statements.scoring, *statements.programme, *derived):
        if _comparisons(one):
            yield f"{one.place}: {one.what}", one


WALKED = dict(_walked())


def test_the_numbers_of_the_drivers_are_those_of_the_knowledge_base_and_each_rule_is_tested() -> None:
    found = {
        one.place.removeprefix("rule "): _comparisons(one)
        for one in Statements(CONTENT, PackFiles(shipped_files())).rules
    }
    assert {rule: numbers for rule, numbers in found.items() if numbers} == DRIVERS
    assert {row[0] for row in DRIVER_THRESHOLDS} | _TESTED_APART >= set(DRIVERS)


def test_every_comparison_has_its_row() -> None:
    assert len(WALKED) == len(list(_walked())), "two conditions of one name"
    found = {place: sorted(_comparisons(one)) for place, one in WALKED.items()}
    tested: dict[str, list[str]] = {}
    for place, tokens, _, _ in ROWS:
        tested[place] = sorted(tested.get(place, []) + tokens)
    assert tested == found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {' '.join(row[1])} {list(row[3])}")
def test_a_condition_turns_at_its_number(row: Row) -> None:
    place, _, answers, wanted = row
    found = {value: WALKED[place].condition.holds(CONTENT.facts(a_response(**answers(value)))) for value in wanted}
    assert {value: truth is True for value, truth in found.items()} == wanted
