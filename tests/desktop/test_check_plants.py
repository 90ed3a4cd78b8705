"""The whole list of what `check` finds, from the command line: a clinic's pack with a mistake of every kind."""

import subprocess

import pytest

from forms.content import shipped_files
from tests.desktop.test_cli import command
from tests.forms.rules.test_lint import PLANTS, Plant, planted

# What is said about each kind. What reading refuses stops at the first mistake, and is tried in `test_check.py`:
# an unknown question, an impossible code of a condition, a rule without grade or source.
TOLD = {
    "unknown_id": ('there is no "', "is no question of the form"),
    "never_true": ("this can never be true",),
    "never_fires": ("can never fire", "can never hold", "can never be said"),
    "never_false": ("this is true for everybody",),
    "never_reached": ("never comes out", "never decides", "is never used", "never wins"),
    "unused_question": ("nothing uses the answer",),
    "unreachable_page": ("nobody ever sees this page",),
    "exercise_in_no_list": ("no list offers this exercise",),
    "list_runs_dry": ("leaves nothing but walking while",),
    "unknown_source": ("is not in rules/sources.toml",),
    "no_source": ("without a source", 'no "sources"'),
    "no_licence": ('no "licence"',),
    "no_review_date": ('"review_by" must be a date', 'no "review_by" says when again'),
    "release_date": ("is no date",),
    "review_due": ("the review was due by",),
    "review_too_late": ("is more than 12 months after",),
    "hard_to_read": ("(reading age 11)",),
    "forbidden_word": ("must not be said here",),
    "not_translated": ("not in Spanish",),
    "unknown_placeholder": ("nothing fills in",),
    "stale_reason": ("take it off this list", "take this entry out"),
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """The command's one run over a folder with only the files that differ."""
    pack, shipped = tmp_path_factory.mktemp("pack"), shipped_files()
    for name, text in planted().items():
        if text != shipped.get(name):
            path = pack / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
    return command("-m", "desktop", "check", str(pack))


def test_it_fails_and_sums_up(checked: subprocess.CompletedProcess[str]) -> None:
    assert (checked.returncode, checked.stderr) == (1, "")
    assert checked.stdout.splitlines()[-1].startswith("Content 1.0 (no clinician has signed it): ")


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.code} in {plant.file}: {plant.new[:30]}")
def test_each_mistake_is_named_with_file_and_line(plant: Plant, checked: subprocess.CompletedProcess[str]) -> None:
    lines = planted()[plant.file].decode("utf-8").splitlines()
    places = [f"{plant.file}, line {number}" for number, line in enumerate(lines, 1) if plant.at in line]
    starts = tuple(place + mark for place in places for mark in ",:")
    named = [line for line in checked.stdout.splitlines() if line.startswith(starts)]
    assert [one for one in named if plant.told in one and any(words in one for words in TOLD[plant.code])], named
