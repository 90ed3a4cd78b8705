"""Killed at any instant, nothing that was acknowledged is lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def crash(file: Path, trials: int, *, seed: int) -> dict[str, int]:
    """The findings of `crash_trials`, in a program of its own: what is forked must not hold the test run's threads."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.forms.records.crash_trials", str(file), str(trials), str(seed)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return dict(json.loads(result.stdout))


@pytest.mark.skipif(sys.platform == "win32", reason="the trials fork, which Windows cannot")
def test_a_killed_program_loses_no_acknowledged_answer_and_comes_back_to_its_place(file: Path) -> None:
    found = crash(file, 36, seed=2)
    assert found["acknowledged"] > 36, "the trials must reach the writing"
    # Of the answer on its way one may be on disk already; sent again it is still one row.
    assert found["ahead"] <= found["trials"]
    faults = ("lost", "doubled", "wrong_place", "without_a_place", "broken")
    assert {name: found[name] for name in faults} == dict.fromkeys(faults, 0)
