"""What reading a pasted radiology report costs: a long one, many pasted together, and reading the words first."""

import tomllib
from pathlib import Path

import pytest

from forms.content import load_questionnaire, shipped_files
from forms.exchange.imaging_report import read_report
from forms.exchange.report_words import read_report_words
from tests.benchmarks.figures import Figures, timed

pytestmark = pytest.mark.benchmark

_REPORTS = Path(__file__).parents[1] / "forms" / "exchange" / "reports"


def _pasted(characters: int) -> str:
    """Reports of the tests, one below the other."""
    files = [tomllib.loads(path.read_text("utf-8")) for path in sorted(_REPORTS.glob("*.toml"))]
    one_of_each = "\n\n".join(report["text"].strip() for file in files for report in file["report"])
    return (one_of_each * (characters // len(one_of_each) + 1))[:characters]


def test_reading_a_pasted_report(figures: Figures) -> None:
    words = read_report_words(shipped_files(), load_questionnaire())
    for characters, runs, target in ((3_000, 20, 150), (30_000, 5, None)):
        text = _pasted(characters)
        reading = timed(lambda text=text: read_report(text, words=words), runs)
        figures.add_times(f"a pasted report of {characters:,} characters", reading, target=target)


def test_reading_the_words_reports_use(figures: Figures) -> None:
    files, form = shipped_files(), load_questionnaire()
    figures.add_times("read the words of reports", timed(lambda: read_report_words(files, form), 5))
