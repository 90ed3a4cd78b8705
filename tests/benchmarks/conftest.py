"""Collects what the benchmarks measured and prints it as one table."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QStandardPaths

from tests.benchmarks.figures import Figures, load

# The off-screen platform gathers paints for 5 ms, as no screen does; Qt reads this once, before the first window.
os.environ["QT_QPA_UPDATE_IDLE_TIME"] = "0"

_KEPT = pytest.StashKey[Figures]()


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Where a benchmark puts its figures."""
    return request.config.stash.setdefault(_KEPT, Figures(load()))


@pytest.fixture(autouse=True)
def private_settings(tmp_path: Path) -> None:
    QStandardPaths.setTestModeEnabled(True)
    for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(tmp_path))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = config.stash.get(_KEPT, None)
    if found is not None and (found.kept or found.left_out):
        terminalreporter.section("figures")
        terminalreporter.write_line(found.table())
