"""What a handout costs: cold from the first click, warm, on disk, and over a day of a thousand.

The document is worked example EX01's handout: five exercises, each with its drawing, tagged, five pages.
A four-page, twelve-figure one is made from it by taking more exercises and less advice.
"""

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from reports.clinician_summary import build_clinician_summary
from reports.handout import Handout, build_handout
from reports.safety_card import build_safety_card
from tests.benchmarks.figures import Figures, timed
from tests.reports import pdf
from tests.reports.factories import a_card, a_handout, a_printing, a_summary, the_exercises

pytestmark = pytest.mark.benchmark

_COLD = """
import time
start = time.perf_counter()
from tests.reports.factories import a_handout
from reports.handout import build_handout
size = len(build_handout(a_handout()))
print((time.perf_counter() - start) * 1000)
"""


def test_a_handout_warm(figures: Figures) -> None:
    documents: dict[str, Callable[[], bytes]] = {
        "handout, EX01": lambda: build_handout(a_handout()),
        "handout, 12 drawings": lambda: build_handout(_twelve_drawings()),
        "clinician summary": lambda: build_clinician_summary(a_summary()),
        "emergency card": lambda: build_safety_card(a_card(), a_printing()),
    }
    for name, build in documents.items():
        data = build()
        times = timed(build, 15)
        beside = f"{len(pdf.texts(data))} pages, {len(data) / 1024:.0f} KB, own work {times.own_work:.0f}"
        figures.add(f"{name}, warm", times.median, target=150 if "handout" in name else None, beside=beside)
        assert len(data) < 400 * 1024
        assert times.median < 450, "three times the figure to keep: something is broken, not slow"


def test_a_handout_from_the_first_click(tmp_path: Path, figures: Figures) -> None:
    # Bytecode as an installed program has it; a fresh checkout compiles ReportLab first.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def once() -> float:
        return float(subprocess.check_output([sys.executable, "-c", _COLD], text=True, env=environment))

    once()
    times = [once() for _ in range(7)]
    beside = f"ReportLab not yet imported, worst {max(times):.0f}"
    figures.add("handout, EX01, cold", statistics.median(times), target=400, beside=beside)
    assert statistics.median(times) < 1200, "three times the figure to keep: something is broken, not slow"


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


def _twelve_drawings() -> Handout:
    twelve = tuple(replace(the_exercises()[number % 5], name=f"Exercise {number + 1}") for number in range(12))
    return a_handout(exercises=twelve, advice=())
