"""Killed at any moment and started again, the window says what it recovered and opens at the same question."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from tests.desktop.desks import a_store
from tests.desktop.killed_desk import QUESTIONS, a_desk, sign_in, wait

_ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")


@pytest.fixture
def killed(tmp_path: Path) -> tuple[Path, str, str]:
    """Records whose desk was killed in the middle of a form: their place, and the page and question it was at."""
    a_store(tmp_path, "reception", "physio", "admin").close()
    place = tmp_path / "records.db"
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.desktop.killed_desk", str(place)],
        cwd=_ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path / "config")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    try:
        line = child.stdout.readline().split()
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    assert line[:1] == ["saved"]
    return place, line[1], line[2] if len(line) > 2 else ""


@pytest.fixture
def closed(qapp: QApplication) -> Iterator[list[Desk]]:
    desks: list[Desk] = []
    yield desks
    for desk in desks:
        desk.window.close()
        desk.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_killed_desk_opens_again_at_the_same_question_with_every_answer(
    qtbot: QtBot, killed: tuple[Path, str, str], closed: list[Desk]
) -> None:
    place, page, key = killed
    desk = a_desk(place)
    closed.append(desk)
    sign_in(desk)
    wait(lambda: desk.visit is not None)
    visit = desk.visit
    assert visit is not None and visit.intake is not None
    for question, value in QUESTIONS:
        assert visit.model.value(question) == value
    assert key == "agg_bend"
    assert visit.intake.current_page == page
    field = visit.intake.view(page).field(key)
    assert field is not None
    focus = visit.intake.focusWidget()
    assert focus is not None and field.isAncestorOf(focus)
    notice = desk.window.notice
    assert notice.isVisible()
    assert "Recovered: Casey Lorrimore-Test" in notice.accessibleName()
    assert "the last at" in notice.accessibleDescription()


def test_what_was_recovered_is_said_once(qtbot: QtBot, killed: tuple[Path, str, str], closed: list[Desk]) -> None:
    place, _page, _key = killed
    desk = a_desk(place)
    closed.append(desk)
    sign_in(desk)
    wait(lambda: desk.visit is not None)
    desk.window._read.click()
    assert not desk.window.notice.isVisible()
    assert desk.visit is not None
    desk.visit.close_visit()
    desk.sign_out()
    QThreadPool.globalInstance().waitForDone(2000)
    sign_in(desk)
    assert desk.visit is None
    assert not desk.window.notice.isVisible()


def test_an_administrator_is_shown_no_patient_and_the_next_one_still_recovers(
    qtbot: QtBot, killed: tuple[Path, str, str], closed: list[Desk]
) -> None:
    place, _page, _key = killed
    desk = a_desk(place)
    closed.append(desk)
    sign_in(desk, "admin")
    assert desk.visit is None
    desk.sign_out()
    QThreadPool.globalInstance().waitForDone(2000)
    sign_in(desk)
    wait(lambda: desk.visit is not None)
    assert desk.visit is not None
    assert desk.visit.name == "Casey Lorrimore-Test"
