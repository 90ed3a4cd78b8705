"""How much memory a whole visit takes: the demo walks an example through every window, to the PDF."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figures

pytestmark = pytest.mark.benchmark

# VmHWM is this program's own; what `getrusage` says of a child begins with the peak of whoever started it.
_WALK = """
import sys
from pathlib import Path
from desktop.cli import run
code = run(["demo", "--off-screen", "--output", sys.argv[1]])
status = Path("/proc/self/status").read_text()
peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
print("\\nPEAK", code, int(peak.split()[1]) / 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read where Linux keeps it")
def test_peak_memory_after_a_whole_visit(tmp_path: Path, figures: Figures) -> None:
    # Bytecode as an installed program has it: compiling the libraries takes memory too.
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    peaks = []
    for run in range(4):
        folder = tmp_path / str(run)
        command = [sys.executable, "-c", _WALK, str(folder)]
        said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert "PEAK 0" in said.stdout, said.stdout + said.stderr
        assert list(folder.glob("*.pdf"))
        peaks.append(float(said.stdout.rsplit(maxsplit=1)[-1]))
    peaks = peaks[1:]
    median = sorted(peaks)[1]
    figures.add("peak memory after a whole visit", median, target=200, unit="MB", beside=f"worst {max(peaks):.0f}")
