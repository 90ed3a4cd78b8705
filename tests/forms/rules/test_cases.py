"""Cases as data: what is wrong in a file is named, and every expectation that is not met says what was found."""

from typing import Any

import pytest

from forms.content import load_content, shipped_files
from forms.errors import ContentError
from forms.rules.cases import EXPECTATIONS, differences, failures, read_cases, read_examples
from tests.forms.rules.factories import quiet_answers
from tests.forms.rules.test_what_if import PEOPLE

GOOD = '[[case]]\nname = "x"\nanswers = { pain_side = "L" }\nexpect = { tier = "none" }\n'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "x"\n', "", 'own.toml, line 6: "name" is missing from this case.'),
        ('answers = { pain_side = "L" }\n', "", 'own.toml, line 6: "answers" is missing from this case.'),
        ('expect = { tier = "none" }\n', "", 'own.toml, line 6: "expect" is missing from this case.'),
        ("name =", "nam =", 'own.toml, line 6: unknown key "nam". Did you mean "name"?'),
        ("expect =", "expects =", 'own.toml, line 6: unknown key "expects". Did you mean "expect"?'),
        (
            "name =",
            "colour =",
            'own.toml, line 6: unknown key "colour". Allowed here: answers, expect, name, nothing_else.',
        ),
        ("tier =", "tire =", 'own.toml, line 6: nothing checks "tire". Did you mean "tier"?'),
    ],
)
def test_a_mistake_in_a_file_of_cases_is_told_in_one_sentence(old: str, new: str, told: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_cases("own.toml", f"{GOOD}\n{GOOD.replace(old, new)}".encode())
    assert str(caught.value) == told


def test_with_nothing_else_nobody_is_assumed_to_be_well() -> None:
    quiet, bare = read_cases("own.toml", f"{GOOD}{GOOD}nothing_else = true\n".encode())
    assert (quiet.nothing_else, bare.nothing_else) == (False, True)
    assert failures(quiet, load_content(), quiet_answers()) == ()
    assert failures(bare, load_content(), quiet_answers()) == ('tier: expected "none", found "urgent"',)


@pytest.mark.parametrize("key", ["title", "birth_date", "answers", "expect"])
def test_an_example_that_lacks_something_is_named(key: str) -> None:
    files = dict(shipped_files())
    lines = files["examples/EX01.toml"].decode().splitlines(keepends=True)
    text = "".join(line.replace(f"[{key}", f"[{key}_once") for line in lines if not line.startswith(f"{key} ="))
    files["examples/EX01.toml"] = text.encode()
    with pytest.raises(ContentError) as caught:
        read_examples(files)
    assert str(caught.value) == f'examples/EX01.toml, line 1: "{key}" is missing from this example.'


def test_the_examples_stand_in_the_order_of_their_files_at_the_line_they_begin() -> None:
    found = read_examples(dict(reversed(list(shipped_files().items()))))
    assert [one.file for one in found] == [f"examples/EX{number:02}.toml" for number in range(1, 13)]
    assert {one.line for one in found} == {1}


@pytest.mark.parametrize(("born", "flags"), [("2008-03-02", []), ("2008-03-03", ["RF25 soon"])])
def test_a_case_is_looked_at_on_the_second_of_march_2026(born: str, flags: list[str]) -> None:
    text = f'[[case]]\nname = "x"\nanswers = {{ pt_dob = {born} }}\nexpect = {{ flags = {flags} }}'  # no quotes
    (case,) = read_cases("own.toml", text.encode())
    assert failures(case, load_content(), quiet_answers()) == ()


# Whose, what is expected, and what is told of it.
UNMET: tuple[tuple[str, str, Any, tuple[str, ...]], ...] = (
    ("EX05", "tier", "none", ('tier: expected "none", found "soon"',)),
    ("EX05", "flags", ["RF30 urgent"], ('flags: expected ["RF30 urgent"], found ["RF30 soon"]',)),
    (
        "EX10",
        "flags_include",
        ["RF11 urgent hold", "RF11 urgent"],
        ('flags_include: expected ["RF11 urgent"], found ["RF11 urgent hold"]',),
    ),
    ("EX05", "hold", True, ("hold: expected true, found false",)),
    ("EX05", "outcome", "combination", ('outcome: expected "combination", found "drivers"',)),
    ("EX10", "lead", "A", ('lead: expected "A", found ""',)),
    ("EX05", "add_ons", ["A"], ('add_ons: expected ["A"], found []',)),
    ("EX05", "provisional", True, ("provisional: expected true, found false",)),
    ("EX05", "examine_roots_first", True, ("examine_roots_first: expected true, found false",)),
    (
        "EX05",
        "next_questions",
        ["back_pocket", "age"],
        ('next_questions: expected ["age"], found ["ex_foot_mod", "back_pocket", "ex_pace_pos"]',),
    ),
    ("EX05", "missing_core", ["age"], ('missing_core: expected ["age"], found []',)),
    (
        "EX05",
        "messages",
        ["IMG_CONCORD", "IMG_OLD"],
        ('messages: expected ["IMG_OLD"], found ["IMG_CONCORD", "IMG_SHRINK"]',),
    ),
    (
        "EX05",
        "not_messages",
        ["IMG_CONCORD", "IMG_OLD"],
        ('not_messages: found ["IMG_CONCORD"], which must not be there',),
    ),
    ("EX07", "differentials", ["DX_LSS"], ('differentials: expected ["DX_LSS"], found ["DX_CALC"]',)),
    ("EX07", "not_differentials", ["DX_CALC"], ('not_differentials: found ["DX_CALC"], which must not be there',)),
    ("EX05", "phase", 2, ("phase: expected 2, found 1",)),
    ("EX12", "pack", [], ('pack: expected [], found ["E22", "E25", "E10", "E12", "E38"]',)),
    ("EX05", "blocked_by", ["RF01"], ('blocked_by: expected ["RF01"], found ["RF30"]',)),
    ("EX10", "advice", ["ADV_01"], ('advice: expected ["ADV_01"], found []',)),
    ("EX10", "advice_exactly", ["ADV_01"], ('advice_exactly: expected ["ADV_01"], found []',)),
    ("EX05", "review_days", 28, ("review_days: expected 28, found 7",)),
    (
        "EX05",
        "drivers",
        {"C": {"points": 1, "band": "weak", "anchor": "C07", "fired": ["C01"], "undecided": [], "bands": "weak"}},
        (
            "driver C, points: expected 1, found -6",
            'driver C, band: expected "weak", found "not_supported"',
            'driver C, anchor: expected "C07", found ""',
            'driver C, fired: expected ["C01"], found ["C21", "C22"]',
            'driver C, undecided: expected [], found ["C03", "C06", "C09", "C10", "C11"]',
            'driver C: nothing checks "bands". Did you mean "band"?',
        ),
    ),
    (
        "EX05",
        "because",
        {"D01": "displaced", "D04": "above the knee", "RF30": "Mild weakness", "RF01": "bladder"},
        (
            'because of D04: expected "above the knee", found "Pain travels below the knee."',
            'because of RF01: expected "bladder", found "nothing"',
        ),
    ),
    ("EX05", "says", ["the same nerve (S1", "the same nerve (S2"], ('says: "the same nerve (S2" is not said',)),
    ("EX07", "says", ["Calcified herniations"], ('says: "Calcified herniations" is not said',)),  # to a patient
)


@pytest.mark.parametrize(("person", "key", "wanted", "told"), UNMET)
def test_an_expectation_that_is_not_met_says_what_was_found(
    person: str, key: str, wanted: Any, told: tuple[str, ...]
) -> None:
    assert tuple(differences(PEOPLE[person], {key: wanted})) == told


def test_every_expectation_is_seen_to_fail() -> None:
    assert {key for _, key, _, _ in UNMET} == set(EXPECTATIONS) - {"must_not"}


def test_what_must_not_be_done_is_for_the_reader_of_a_case() -> None:
    assert tuple(differences(PEOPLE["EX05"], {"must_not": ["call it a diagnosis"]})) == ()


def test_what_cannot_be_right_is_shown_as_it_was_written() -> None:
    (case,) = read_cases("own.toml", GOOD.replace('tier = "none"', "phase = 2026-03-02").encode())
    assert failures(case, load_content(), quiet_answers()) == ('phase: expected "2026-03-02", found null',)
