"""What nobody plans for in a clinic's pack: every file that cannot be what it seems is named, with its line."""

import os
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import resources
from desktop.check import check_pack
from desktop.cli import CANNOT, run

EXERCISE = "exercises/E10.toml"
RULES = "rules/drivers/A_posture.toml"
FORM = "questionnaires/02_problem.toml"
WHEN = 'when = "agg_sitting = yes"'


def put(pack: Path, name: str, content: bytes) -> None:
    path = pack / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def changed(name: str, old: str, new: str) -> bytes:
    text = resources.read_bytes(name).decode()
    assert old in text
    return text.replace(old, new, 1).encode()


# --- what stands where a file should -------------------------------------------------------------------------------


def a_folder(pack: Path) -> None:
    (pack / "advice" / "ADV_02.toml").mkdir(parents=True)


def a_link_in_a_circle(pack: Path) -> None:
    (pack / "advice").mkdir()
    (pack / "advice" / "again").symlink_to("../advice")


def a_link_to_itself(pack: Path) -> None:
    (pack / "own.toml").symlink_to("own.toml")


def a_link_to_nothing(pack: Path) -> None:
    (pack / "own.toml").symlink_to("elsewhere.toml")


def a_pipe(pack: Path) -> None:
    os.mkfifo(pack / "own.toml")


def capital_letters(pack: Path) -> None:
    put(pack, "advice/ADV_02.TOML", resources.read_bytes("advice/ADV_02.toml"))


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are another thing there")
@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (a_folder, "advice/ADV_02.toml is a folder."),
        (a_link_in_a_circle, "advice/again is a link to a folder."),
        (a_link_to_itself, "own.toml is a link that leads nowhere."),
        (a_link_to_nothing, "own.toml is a link that leads nowhere."),
        (a_pipe, "own.toml is no file."),
        (capital_letters, "advice/ADV_02.TOML is not read: its name must end in .toml"),
    ],
)
def test_what_is_no_file_of_a_pack_is_named_and_neither_waited_for_nor_left_out(
    plant: Callable[[Path], None], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "advice/ADV_01.toml", resources.read_bytes("advice/ADV_01.toml"))
    (tmp_path / "pack").mkdir()
    put(tmp_path / "pack", "exercises/E10.toml", resources.read_bytes("exercises/E10.toml"))
    plant(tmp_path / "pack")
    assert run(["check", str(tmp_path / "pack")]) == CANNOT
    assert said in capsys.readouterr().err


# --- what stands in a file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        # Letters and numbers.
        (EXERCISE, 'name = "', 'name = "\0', "Illegal character"),
        (EXERCISE, 'name = "', 'name = "\\u0000', "a character that nobody can see"),
        (EXERCISE, 'name = "', 'name = "\\u001b', "a character that nobody can see"),
        (EXERCISE, 'name = "', 'name = "\u202e', "a character that nobody can see"),
        (EXERCISE, 'name = "', 'name = "\\ud800', "Mend the TOML syntax there."),
        (RULES, "points = 2", f"points = {'9' * 6000}", "too long to be read"),
        (RULES, "points = 2", "points = -1e400", '"points" must be a whole number'),
        (RULES, "points = 2", "points = 0", "a rule that adds nothing is no rule"),
        # Conditions.
        (RULES, WHEN, f'when = "{"(" * 3000}agg_sitting = yes{")" * 3000}"', "is nested too deeply"),
        (RULES, WHEN, f'when = "{"not " * 5000}agg_sitting = yes"', "is nested too deeply"),
        (RULES, WHEN, 'when = " "', '"when" must not be empty'),
        (RULES, WHEN, "when = [1]", '"when" must be text in quotes, not [1]'),
        (FORM, "days_since(onset_date)", "onset_days", "this depends on itself: onset_days -> onset_days"),
        # A table where a list is due, and the other way round.
        ("rules/scoring.toml", "[scoring]", "[[scoring]]", '"scoring" must be a table, not a list of tables'),
        # Twice the same.
        ("exercises/E11.toml", 'id = "E11"', 'id = "E10"', "E10 is already in exercises/E10.toml"),
        ("advice/ADV_02.toml", '"ADV_02"', '"ADV_01"', 'duplicate advice "ADV_01"'),
        ("rules/drivers/B_hip.toml", 'id = "B01"', 'id = "A01"', "it is already in rules/drivers/A_posture.toml"),
        ("questionnaires/03_changes.toml", 'id = "changes"', 'id = "problem"', 'duplicate page "problem"'),
        ("questionnaires/03_changes.toml", 'id = "agg_sitting"', 'id = "pain_side"', 'duplicate id "pain_side"'),
        # Names of nothing.
        ("exercises/E04.toml", 'code = "X_EXT"', 'code = "X_EXTT"', 'unknown caution "X_EXTT". Did you mean "X_EXT"?'),
        ("questionnaires/12_imaging.toml", 'newest_by = "', 'newest_by = "x', '"newest_by" names no item'),
        # Numbers in the wrong order, and dates.
        ("rules/scoring.toml", "supported = 6", "supported = 1", "each band begins above the next"),
        ("rules/scoring.toml", '"2027-11-23"', "2027-11-23", '"review_by" must be text in quotes, not a date'),
        (EXERCISE, 'id = "E10"', 'review_by = "2027-01-01"\nid = "E10"', "must be a date without quotes"),
        (EXERCISE, 'id = "E10"', 'review_by = 2027-01-01T10:00:00\nid = "E10"', "must be a date without quotes"),
        (EXERCISE, 'id = "E10"', 'review_by = 01/02/2027\nid = "E10"', "Mend the TOML syntax there."),
        (EXERCISE, 'id = "E10"', 'reviewed_by = "Jo"\nid = "E10"', "must be a list of names in quotes"),
        # A misspelt key is named, rather than called missing.
        (RULES, 'because = "Sitting', 'becuase = "Sitting', 'Is "becuase" meant to be it?'),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_is_told_with_its_line(name: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    content = changed(name, old, new)
    put(tmp_path, name, content)
    (problem,), summary = check_pack(tmp_path)
    assert summary.startswith("The pack cannot be used")
    assert said in problem.text
    here = content[: content.index(new.encode())].count(b"\n") + 1
    place = re.match(rf"{re.escape(name)}, line (\d+)\b", problem.text)
    assert place, problem.text
    # The line of the mistake, or the head of the entry it belongs to.
    assert here - 5 <= int(place[1]) <= here + 1


@pytest.mark.parametrize(
    ("encoding", "line"),
    [("latin-1", 2), ("utf-16", 1)],
)
def test_another_encoding_is_told_with_the_line_of_its_first_letter(encoding: str, line: int, tmp_path: Path) -> None:
    put(tmp_path, EXERCISE, changed(EXERCISE, 'name = "', 'name = "Café ').decode().encode(encoding))
    (problem,), _ = check_pack(tmp_path)
    assert problem.text.startswith(f"{EXERCISE}, line {line}: not UTF-8 text")


def test_a_file_cut_short_is_told_with_its_last_line(tmp_path: Path) -> None:
    put(tmp_path, EXERCISE, b'id = "E10"\nname = """\nBall\n')
    (problem,), _ = check_pack(tmp_path)
    assert problem.text.startswith(f"{EXERCISE}, line 3, character 1: Unterminated string.")


@pytest.mark.parametrize("content", [b"", b"# later\n"])
def test_an_empty_file_is_told(content: bytes, tmp_path: Path) -> None:
    put(tmp_path, EXERCISE, content)
    (problem,), _ = check_pack(tmp_path)
    assert problem.text.startswith(f'{EXERCISE}, line 1: "id" is missing')


# --- what a whole pack says ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Everything said of one pack with a mistake in each file that is only read when it is used, and some more."""
    pack = tmp_path_factory.mktemp("pack")
    for name, old, new in (
        ("clinic/letters.toml", '"pc_text"', '"pc_txt"'),
        ("clinic/locales.toml", 'gp_name = "GP"', 'gp_nme = "GP"'),
        ("clinic/purpose.toml", 'intended_purpose = """', 'intended_purpose = 7\nold = """'),
        ("rules/imaging/report_words.toml", 'code = "extrusion"', 'code = "extrusoin"'),
        ("instruments/psfs.toml", "[score]", "[[score]]"),
        ("advice/ADV_03.toml", 'id = "', 'reviewed = 2026-06-01\nreview_by = 2026-05-01\nid = "'),
        ("advice/ADV_04.toml", 'id = "', 'reviewed = 2099-06-01\nreview_by = 2099-07-01\nid = "'),
        ("i18n/es/advice.toml", "[ADV_12]\n", '[ADV_12]\ntitel = "Dolor"\n'),
    ):
        put(pack, name, changed(name, old, new))
    put(pack, "exercise/E01.toml", resources.read_bytes("exercises/E01.toml"))
    put(pack, "i18n/fr/exercises.toml", b'[E10]\nname = "Balle"\n')
    problems, _ = check_pack(pack, today=date(2026, 12, 1))
    return tuple(str(one) for one in problems if one.is_error)


@pytest.mark.parametrize(
    "said",
    [
        r'clinic/letters.toml, line \d+, \[sections\]: unknown item "pc_txt". Did you mean "pc_text"\?',
        r'clinic/locales.toml, line 10, locale 1: unknown key "gp_nme"',
        r'clinic/purpose.toml, line 2: "intended_purpose" must be text in quotes, not 7',
        r'rules/imaging/report_words.toml, line \d+, phrase \d+: "extrusoin" is not an answer',
        r'instruments/psfs.toml, line 11, instrument "psfs": "score" must be a table, not a list of tables',
        r"advice/ADV_03.toml, line 1: error: the next review, 2026-05-01, is not after 2026-06-01",
        r"advice/ADV_04.toml, line 1: error: reviewed on 2099-06-01, which is still to come",
        r'i18n/es/advice.toml, line 94, ADV_12.titel: error: the pack has no such text. Did you mean "ADV_12.title"',
        r'exercise/E01.toml, line 1: error: nothing reads a file of this name. Did you mean "exercises/E01.toml"',
        r"i18n/fr/exercises.toml, line 1: error: nothing reads .* Beside it there is no language.toml",
    ],
)
def test_what_is_read_only_when_it_is_used_is_told_before(said: str, listed: tuple[str, ...]) -> None:
    assert any(re.match(said, one) for one in listed), listed


def test_what_is_read_only_when_it_is_used_hides_nothing_else(listed: tuple[str, ...]) -> None:
    assert len(listed) == 11  # and the Spanish of the purpose, which nothing fits any more
