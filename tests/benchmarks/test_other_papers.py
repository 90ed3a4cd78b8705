"""Our handout beside the same document from WeasyPrint, fpdf2 and Typst: four pages with twelve drawings, in one run.

Warm: the median of several in one process. Cold: a process of its own, from the first import to the bytes; for the
others the words and the SVG are ready before, for ours the rules are, as at a desk, and it still works its drawings out
from their poses. Memory: the most that process ever had.
"""

import importlib
import json
import os
import pickle
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from reports.handout import build_handout
from tests.benchmarks.figures import Figures, timed
from tests.benchmarks.other_papers import OTHERS, document_of, four_pages
from tests.project import ROOT
from tests.reports import pdf

pytestmark = pytest.mark.benchmark

_WARM, _COLD = 7, 5
_TITLES = {"ours": "ours", "weasyprint": "WeasyPrint", "fpdf2": "fpdf2, untagged", "typst": "Typst"}

_PROCESS = """
import json, pickle, sys, time
from pathlib import Path
name = sys.argv[1]
if name == "ours":
    import forms.content
    sys.modules["pyphen"] = None  # ReportLab would take it; it came with WeasyPrint
    started = time.perf_counter()
    from reports.handout import build_handout
    from tests.benchmarks.other_papers import four_pages
    made = build_handout(four_pages())
else:
    from tests.benchmarks.other_papers import OTHERS
    document = pickle.load(sys.stdin.buffer)
    make, size = OTHERS[name]
    started = time.perf_counter()
    made = make(document, size)
taken = (time.perf_counter() - started) * 1000
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peak = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)
print(json.dumps([taken, time.process_time() * 1000, peak]))
"""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # theirs, about the libraries of the system
@pytest.mark.parametrize("name", _TITLES)
def test_four_pages_with_twelve_drawings(name: str, tmp_path: Path, figures: Figures) -> None:
    build = _maker(name, figures)
    data = build(0)
    goals = iter(range(1, _WARM + 1))
    title = f"{_TITLES[name]}: {len(pdf.texts(data))} pages, 12 drawings"
    targets = (150, 400, 400) if name == "ours" else (None, None, None)
    figures.add_times(f"{title}, warm", timed(lambda: build(next(goals)), _WARM), target=targets[0])
    once = _in_a_process(name, tmp_path)
    once()
    runs = [once() for _ in range(_COLD)]
    taken, work, peak = (statistics.median(column) for column in zip(*runs, strict=True))
    beside = f"{_COLD} processes, own work of the whole process {work:.0f}"
    figures.add(f"{title}, cold", taken, target=targets[1], beside=beside)
    figures.add(f"{title}, size", len(data) / 1024, target=targets[2], unit="KB", beside=_checked(data))
    if peak:
        figures.add(f"{title}, peak memory", peak, unit="MB")
    assert len(pdf.texts(data)) == 4


def _maker(name: str, figures: Figures) -> Callable[[int], bytes]:
    """Makes the document, with another goal each time: what was made before must not be made use of."""
    handouts = [replace(four_pages(), goal=f"Drive for {hours + 2} hours.") for hours in range(_WARM + 1)]
    if name == "ours":
        return lambda number: build_handout(handouts[number])
    try:
        # WeasyPrint finds out here that the system has no Pango.
        importlib.import_module("fpdf" if name == "fpdf2" else name)
    except (ImportError, OSError) as error:
        why = str(error).splitlines()[0]
        figures.leave_out(f"{_TITLES[name]}: the same document", why)
        pytest.skip(f"not measured: {why}")
    documents, (make, size) = [document_of(handout) for handout in handouts], OTHERS[name]
    return lambda number: make(documents[number], size)


def _in_a_process(name: str, bytecode: Path) -> Callable[[], tuple[float, float, float]]:
    # Bytecode as an installed program has it; the first process compiles.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(bytecode)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    given = pickle.dumps(document_of(four_pages()))

    def once() -> tuple[float, float, float]:
        command = [sys.executable, "-c", _PROCESS, name]
        done = subprocess.run(command, input=given, env=environment, cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        taken, work, peak = json.loads(done.stdout.splitlines()[-1])
        return taken, work, peak

    return once


def _checked(data: bytes) -> str:
    broken = pdf.broken_rules(data, "ua1")
    return f"breaks {len(broken)} rules of PDF/UA-1" if broken else "passes PDF/UA-1"
