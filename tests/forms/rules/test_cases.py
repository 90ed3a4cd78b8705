"""A clinic's own cases: a typo in any place is told with its line and what would be right, and never passes unseen."""

import re
from collections.abc import Iterator

import pytest

from forms.content import load_content, shipped_files
from forms.errors import ContentError
from forms.rules.cases import QUIET, failures, quiet_answers, read_cases, read_examples

OURS = """# Two of our own.
[[case]]
name = "the first"
answers = { rf_bladder = "yes_new", onset_date = 2026-01-02, nprs_leg = 5 }
expect = { tier = "emergency" }

[[case]]
name = "the second"
answers = { rf_bladder = "yes_new", trn_activities = ["pilates"] }
nothing_else = false

[case.expect]
tier = "emergency"
flags = ["RF01 emergency"]
hold = false
outcome = "safety_first"
lead = ""
not_messages = ["IMG_NONE"]
because = { RF01 = "last 14 days" }

[case.expect.drivers.D]
points = 0
band = "insufficient_information"
fired = []
"""


def told(text: str) -> Iterator[tuple[int, str]]:
    """The line and the words of everything said about a file of cases."""
    try:
        for case in read_cases("cases/ours.toml", text.encode()):
            for one in failures(case, load_content(), quiet_answers(shipped_files())):
                yield one.line(case, text), one.text
    except ContentError as error:
        match = re.match(r"cases/ours\.toml, line (\d+)\b", str(error))
        assert match, error
        yield int(match[1]), str(error)


def test_cases_without_a_typo_say_nothing() -> None:
    assert list(told(OURS)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "the second"', 'nmae = "the second"', 'unknown key "nmae". Did you mean "name"?'),
        ('name = "the second"', 'name = ""', '"name" must not be empty'),
        ('name = "the second"', 'name = "the second', "Mend the TOML syntax there."),
        ('answers = { rf_bladder = "yes_new", trn', 'answer = { x = "', "Mend the TOML syntax there."),
        ('answers = { rf_bladder = "yes_new", trn', "answer = { trn", 'unknown key "answer". Did you mean "answers"?'),
        ('rf_bladder = "yes_new", trn', 'rf_blader = "yes_new", trn', 'key "rf_blader". Did you mean "rf_bladder"?'),
        ('rf_bladder = "yes_new", trn', 'rf_bladder = "yes_nwe", trn', '"yes_nwe" is not an answer to this question.'),
        ('["pilates"]', '["pilatse"]', 'Did you mean "pilates"?'),
        ('["pilates"]', "{ pilates = true }", 'must be a list, as in ["..."].'),
        ("2026-01-02", '"02/01/2026"', "must be a date that exists, as in 2026-03-02"),
        ("2026-01-02", "2026-01-02T10:00:00", "must be a date that exists, as in 2026-03-02"),
        ("2026-01-02", "2026-13-02", "Mend the TOML syntax there."),
        ("nprs_leg = 5", 'nprs_leg = "5"', "must be a number, without quotes"),
        ("nprs_leg = 5", "nprs_leg = 50", "must be from 0 to 10"),
        ("nprs_leg = 5", 'injuries = [{ inj_tpye = "fall" }]', 'Did you mean "inj_type"?'),
        ("nprs_leg = 5", 'scans = { img_done = "mri" }', "must be a list of objects"),
        ("nothing_else = false", "nothing_esle = false", 'Did you mean "nothing_else"?'),
        ("nothing_else = false", 'nothing_else = "no"', '"nothing_else" must be true or false'),
        ('tier = "emergency"\n', 'teir = "emergency"\n', 'nothing checks "teir". Did you mean "tier"?'),
        ('tier = "emergency"\n', 'nothing_else = "emergency"\n', "What may be expected: tier, flags, "),
        ('tier = "emergency"\n', 'tier = "emergancy"\n', '"tier" cannot be "emergancy". Did you mean "emergency"?'),
        ('flags = ["RF01 emergency"]', 'flags = "RF01 emergency"', '"flags" must be a list of texts'),
        ('["RF01 emergency"]', '["RF01 emergancy"]', 'there is no flag "RF01 emergancy". Did you mean "RF01 emerge'),
        ('["RF01 emergency"]', '["bladder"]', 'there is no flag "bladder". One is written as "IMG_CAUDA emergency".'),
        ("hold = false", 'hold = "no"', '"hold" must be true or false'),
        ("hold = false", "hold = flase", "Mend the TOML syntax there."),
        ('"safety_first"', '"safety first"', 'Did you mean "safety_first"?'),
        ('lead = ""', 'lead = "F"', 'there is no driver "F". Allowed here: A, B, C, D.'),
        ('lead = ""', 'add_ons = ["b"]', 'there is no driver "b"'),
        ('lead = ""', 'phase = "1"', '"phase" must be a whole number'),
        ('lead = ""', 'pack = ["E1"]', 'there is no exercise "E1"'),
        ('lead = ""', 'advice = ["ADV01"]', 'Did you mean "ADV_01"?'),
        ('lead = ""', 'advice_exactly = ["back pain"]', 'One is written as "ADV_01".'),
        ('lead = ""', 'messages = ["IMG_NON"]', 'Did you mean "IMG_NONE"?'),
        ('lead = ""', 'differentials = ["stenosis"]', 'there is no differential "stenosis". One is written as "DX_'),
        ('lead = ""', 'blocked_by = ["X_PREGNANT"]', 'there is no flag or caution "X_PREGNANT". Did you mean "X_PREG"'),
        ('lead = ""', 'next_questions = ["pain_sid"]', 'Did you mean "pain_side"?'),
        ('lead = ""', 'missing_core = ["pain_sid"]', 'Did you mean "pain_side"?'),
        ('lead = ""', 'says = "Rest."', '"says" must be a list of texts'),
        # A name that is nobody's is never found, so what must not be there would pass whatever comes out.
        ('["IMG_NONE"]', '["IMG_NON"]', 'Did you mean "IMG_NONE"?'),
        ("not_messages", 'not_differentials = ["DX_LLS"]#', 'Did you mean "DX_LSS"?'),
        ("RF01 =", "RF1 =", 'there is no flag, differential or rule "RF1"'),
        ('{ RF01 = "last 14 days" }', '"last 14 days"', '"because" must be a table'),
        ("points = 0", "point = 0", 'unknown key "point". Did you mean "points"?'),
        ("points = 0", 'points = "0"', '"points" must be a whole number'),
        ('"insufficient_information"', '"insufficient"', 'Did you mean "insufficient_information"?'),
        ("fired = []", 'fired = ["D4"]', 'there is no rule "D4"'),
        ("fired = []", 'anchor = "D044"', 'there is no rule "D044". Did you mean "D04"?'),
    ],
)
def test_a_typo_is_told_with_its_line_and_what_would_be_right(old: str, new: str, said: str) -> None:
    assert OURS.count(old) == 1, old
    text = OURS.replace(old, new)
    found = list(told(text))
    assert any(said in words for _, words in found), found
    line = text[: text.index(new)].count("\n") + 1
    # A rule that is none is told where the drivers begin, and named with its driver.
    at = {line} if "there is no rule" not in said else {21}
    assert {number for number, _ in found} == at, found


def test_a_driver_that_is_none_and_a_header_that_is_none_are_told() -> None:
    (one,) = told(OURS.replace("drivers.D]", "drivers.E]"))
    assert one == (21, 'drivers: there is no driver "E". Allowed here: A, B, C, D.')
    (one,) = told(OURS.replace("[[case]]", "[[cases]]").replace("[case.", "[cases."))
    assert 'unknown key "cases". Did you mean "case"?' in one[1]


def test_a_file_of_cases_without_a_case_does_not_pass_for_checked() -> None:
    (one,) = told("# later\n")
    assert "no case stands here. Begin one with [[case]]" in one[1]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("examples/EX01.toml", "birth_date = 1979-09-14", 'birth_date = "1979-09-14"', "a date without quotes"),
        ("examples/EX01.toml", "birth_date = 1979-09-14", "birth_date = 1979-09-14T10:00:00", "without a time"),
        ("examples/EX01.toml", "[answers]", "[answer]", 'unknown key "answer". Did you mean "answers"?'),
        ("examples/EX01.toml", "[expect]", "[expect]\nteir = 1", 'nothing checks "teir"'),
        (QUIET, "[answers]", "[answer]", '"answers" is missing; it must be a table. Is "answer" meant to be it?'),
        (QUIET, "2026-03-02", '"2026-03-02"', '"intake_date" must be a date without quotes'),
    ],
)
def test_a_mistake_in_a_worked_example_is_told_with_file_and_line(name: str, old: str, new: str, said: str) -> None:
    text = shipped_files()[name].decode()
    assert text.count(old) == 1
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(ContentError) as caught:
        read_examples({**shipped_files(), name: text.replace(old, new).encode()})
    assert said in str(caught.value)
    line += said.startswith("nothing")  # what is added stands in the line below
    assert str(caught.value).startswith((f"{name}, line {line}:", f"{name}, line {line},")), caught.value


def test_a_quiet_person_saved_with_a_byte_order_mark_is_read() -> None:
    files = {**shipped_files(), QUIET: b"\xef\xbb\xbf" + shipped_files()[QUIET]}
    assert quiet_answers(files) == quiet_answers(shipped_files())
