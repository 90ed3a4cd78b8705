"""What a handout costs: cold from the first click, warm, on disk, and over a day of a thousand.

The documents are worked example EX01's handout, five exercises with their drawings, and one of four pages with twelve
drawings, which is made from it: more exercises, of one step each, no log and no advice. Both are tagged.
"""

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from reports.clinician_summary import build_clinician_summary
from reports.compose import handout_pdf
from reports.handout import build_handout
from reports.print_check import check_paper
from reports.safety_card import build_safety_card
from tests.benchmarks.figures import Figures, timed
from tests.benchmarks.other_papers import four_pages
from tests.reports import pdf
from tests.reports.factories import a_card, a_handout, a_printing, a_summary
from tests.reports.papers import a_paper

pytestmark = pytest.mark.benchmark

# A desk has its rules in memory long before somebody prints. ReportLab would take Pyphen, which WeasyPrint brought.
_COLD = """
import sys, time
import forms.content
sys.modules["pyphen"] = None
start, worked = time.perf_counter(), time.process_time()
from tests.benchmarks.other_papers import four_pages
from tests.reports.factories import a_handout
from reports.handout import build_handout
size = len(build_handout({document}()))
print((time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000)
"""


def test_a_handout_warm(figures: Figures) -> None:
    documents: dict[str, Callable[[], bytes]] = {
        "handout, EX01": lambda: build_handout(a_handout()),
        "handout, 12 drawings": lambda: build_handout(four_pages()),
        "clinician summary": lambda: build_clinician_summary(a_summary()),
        "emergency card": lambda: build_safety_card(a_card(), a_printing()),
    }
    for name, build in documents.items():
        data = build()
        times = timed(build, 15)
        beside = f"{len(pdf.texts(data))} pages, {len(data) / 1024:.0f} KB, own work {times.own_work:.0f}"
        figures.add(f"{name}, warm", times.median, target=150 if "handout" in name else None, beside=beside)
        assert len(data) < 400 * 1024
        assert times.own_work < 450, "three times the figure to keep: something is broken, not slow"


def test_whether_a_handout_can_be_read(figures: Figures) -> None:
    """It rides with the making of the paper, so it counts among what a person waits for."""
    paper = a_paper("EX01")
    content = handout_pdf(paper)
    times = timed(lambda: check_paper(paper, content), 15)
    figures.add(
        "looking whether it can be read, EX01", times.median, target=50, beside=f"own work {times.own_work:.0f}"
    )
    assert times.own_work < 150, "three times the figure to keep: something is broken, not slow"


@pytest.mark.parametrize(("name", "document"), [("EX01", "a_handout"), ("12 drawings", "four_pages")])
def test_a_handout_from_the_first_click(name: str, document: str, tmp_path: Path, figures: Figures) -> None:
    # Bytecode as an installed program has it; a fresh checkout compiles ReportLab first.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def once() -> tuple[float, float]:
        command = [sys.executable, "-c", _COLD.format(document=document)]
        taken, work = subprocess.check_output(command, text=True, env=environment).split()
        return float(taken), float(work)

    once()
    runs = [once() for _ in range(7)]
    taken, work = (statistics.median(column) for column in zip(*runs, strict=True))
    beside = f"ReportLab not yet imported, worst {max(run[0] for run in runs):.0f}, own work {work:.0f}"
    figures.add(f"handout, {name}, cold", taken, target=400, beside=beside)
    assert work < 1200, "three times the figure to keep: something is broken, not slow"


def test_a_thousand_handouts_leave_nothing_behind(figures: Figures) -> None:
    process = psutil.Process()
    for _ in range(50):
        build_handout(a_handout())
    gc.collect()
    before = process.memory_info().rss
    start = time.perf_counter()
    for _ in range(1000):
        build_handout(a_handout())
    minutes = (time.perf_counter() - start) / 60
    gc.collect()
    growth = (process.memory_info().rss - before) / 1024 / 1024
    beside = f"{1000 / minutes:.0f} handouts a minute"
    figures.add("memory that 1,000 handouts leave behind", growth, target=10, unit="MB", beside=beside)
    assert growth < 10
