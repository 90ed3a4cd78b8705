"""When something breaks: the answers are kept, the log names no patient, and one message says what happened."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.crash import CrashGuard, describe

NAME = "Casey Lorrimore-Test"


def broken(name: str = NAME) -> ValueError:
    try:
        raise ValueError(f"no such patient: {name}")
    except ValueError as error:
        return error


@pytest.fixture
def guard(qapp: QApplication, tmp_path: Path) -> Iterator[CrashGuard]:
    guard = CrashGuard(tmp_path / "log" / "crash.log")
    hooks = sys.excepthook, threading.excepthook
    guard.install()
    yield guard
    guard.remove()
    sys.excepthook, threading.excepthook = hooks
    box = guard.dialog()
    if box is not None:
        box.close()


def take(guard: CrashGuard, error: BaseException) -> None:
    """As Qt does when a slot fails."""
    sys.excepthook(type(error), error, error.__traceback__)


def test_the_log_says_where_and_what_kind_but_never_a_value(guard: CrashGuard, tmp_path: Path) -> None:
    take(guard, broken())
    log = (tmp_path / "log" / "crash.log").read_text()
    assert "ValueError" in log
    assert "test_crash.py" in log
    assert "Casey" not in log


def test_a_cause_is_named_too() -> None:
    try:
        try:
            raise KeyError(NAME)
        except KeyError as error:
            raise RuntimeError(NAME) from error
    except RuntimeError as error:
        told = describe(error)
    assert "RuntimeError" in told
    assert "KeyError" in told
    assert "Casey" not in told


def test_the_answers_are_kept_and_the_person_is_told(guard: CrashGuard) -> None:
    guard.keep_answers = lambda: "Everything you typed is saved."
    take(guard, broken())
    box = guard.dialog()
    assert box is not None
    assert "Everything you typed is saved." in box.informativeText()
    assert "Casey" not in box.detailedText()


def test_answers_that_cannot_be_kept_are_said_to_be_at_risk(guard: CrashGuard, tmp_path: Path) -> None:
    def fails() -> str:
        raise OSError(NAME)

    guard.keep_answers = fails
    take(guard, broken())
    box = guard.dialog()
    assert box is not None
    assert "may not be saved" in box.informativeText()
    assert "OSError" in (tmp_path / "log" / "crash.log").read_text()


def test_what_fails_at_every_repaint_is_told_once(guard: CrashGuard, tmp_path: Path) -> None:
    for _ in range(50):
        take(guard, broken())
    assert (tmp_path / "log" / "crash.log").read_text().count("ValueError") == 1


def test_a_failure_in_another_thread_reaches_the_person(guard: CrashGuard, qtbot: QtBot) -> None:
    def work() -> None:
        raise ValueError(NAME)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: guard.dialog() is not None)
