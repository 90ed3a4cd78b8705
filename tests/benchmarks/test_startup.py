"""From the start of a process to the first painted window and to everything ready; and the memory of a whole visit.

Each figure is the median of several cold processes. Run: `pytest -m benchmark tests/benchmarks/test_startup.py -s`.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.desktop.desks import a_store

pytestmark = pytest.mark.benchmark

_ROOT = Path(__file__).parents[2]
_RUNS = 9
# Figure -> the most it may be. Those of the processor alone say how much a busy machine added.
_FIGURES = (("painted", 250), ("painted_cpu", None), ("ready", 600), ("ready_cpu", None), ("longest_pause", None))

# What the application does, with the clock read at the first paint and when somebody may sign in.
_START = """
import json, sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from desktop.app import make_application
from desktop.crash import CrashGuard
from desktop.desk import Desk
from desktop.main_window import MainWindow
from desktop.theme import Theme
from desktop.wheel_guard import WheelGuard

def since():
    return round((time.time() - float(sys.argv[2])) * 1000, 1)

def opened():
    from desktop.start.opening import Opened
    from forms.content import load_content
    from forms.records.store import open_store
    store = open_store(Path(sys.argv[1]), b"k" * 32)
    return Opened(store, load_content(), store.practitioners(), store.settings().get("clinic_name", ""))

figures = {}
app = make_application(Theme("light"))
WheelGuard(app)
window = MainWindow()
desk = Desk(window, Path(sys.argv[1]), open_now=opened)

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and "painted" not in figures:
            QTimer.singleShot(0, note)
            watched.removeEventFilter(self)
        return False

def note():
    figures.setdefault("painted", since())
    figures.setdefault("painted_cpu", round(time.process_time() * 1000, 1))

first = FirstPaint()
window.installEventFilter(first)
desk.show_first()
window.restore_place()
window.show()
QTimer.singleShot(0, desk, desk.start)
pauses, last = [], [time.perf_counter()]

def beat():
    now = time.perf_counter()
    pauses.append((now - last[0]) * 1000)
    last[0] = now

heart = QTimer()
heart.setInterval(1)
heart.timeout.connect(beat)
heart.start()

def ready():
    figures["ready"] = since()
    figures["ready_cpu"] = round(time.process_time() * 1000, 1)
    figures["longest_pause"] = round(max(pauses[1:] or [0]), 1)
    desk.may_close()
    app.quit()

desk.ready.connect(ready)
app.exec()
print(json.dumps(figures))
"""

_MEMORY = """
import json, resource, sys
from pathlib import Path
from desktop.demo import walk_off_screen
assert walk_off_screen(Path(sys.argv[1])) == 0
pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"peak_mb": peak, "left_mb": pages * resource.getpagesize() / 2**20}))
"""


def measured(script: str, *arguments: str) -> Mapping[str, float]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=_ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def test_the_first_window_is_painted_in_250_ms_and_all_is_ready_in_600(tmp_path: Path) -> None:
    a_store(tmp_path).close()
    place = str(tmp_path / "records.db")
    measured(_START, place, str(time.time()))  # compiles what is not compiled yet
    runs = [measured(_START, place, str(time.time())) for _ in range(_RUNS)]
    missed: list[str] = []
    for name, most in _FIGURES:
        values = sorted(run[name] for run in runs)
        print(f"{name}: median {statistics.median(values):.0f} ms, {values[0]:.0f} to {values[-1]:.0f} in {_RUNS} runs")
        missed += [name] if most is not None and statistics.median(values) > most else []
    assert not missed


def test_a_whole_visit_stays_below_200_mb(tmp_path: Path) -> None:
    figures = measured(_MEMORY, str(tmp_path / "out"))
    # Argon2 takes 64 MB for the blink of each sign-in, by design; the walk signs two people in.
    print(f"a whole visit, two people signed in: peak {figures['peak_mb']:.0f} MB, {figures['left_mb']:.0f} MB at its end")
    assert figures["peak_mb"] <= 200
