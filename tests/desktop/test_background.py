"""Work off the GUI thread: its outcome, its progress, and an owner that went away."""

import gc
import threading
import weakref

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThreadPool
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop import background
from desktop.background import BackgroundTask, Progress, ProgressTask


def test_the_outcome_comes_by_signal_from_another_thread(qtbot: QtBot) -> None:
    owner = QObject()
    task = BackgroundTask(threading.get_ident, owner)
    with qtbot.waitSignal(task.succeeded) as caught:
        task.start()
    assert caught.args[0] != threading.get_ident()


def test_a_failure_comes_as_its_exception(qtbot: QtBot) -> None:
    def work() -> object:
        raise ValueError("no")

    owner = QObject()
    task = BackgroundTask(work, owner)
    with qtbot.waitSignal(task.failed) as caught:
        task.start()
    assert isinstance(caught.args[0], ValueError)


def test_progress_is_told_and_work_stops_when_asked(qtbot: QtBot) -> None:
    go_on = threading.Event()

    def work(progress: Progress) -> object:
        progress.report(0.5, "half")
        go_on.wait(5)
        progress.report(1.0)
        return "done"

    owner = QObject()
    task = ProgressTask(work, owner)
    outcome = QSignalSpy(task.succeeded)
    with qtbot.waitSignal(task.progressed) as half:
        task.start()
    assert half.args == [0.5, "half"]
    with qtbot.waitSignal(task.cancelled):
        task.cancel()
        go_on.set()
    assert outcome.count() == 0


def test_the_outcome_of_cancelled_work_is_dropped(qtbot: QtBot) -> None:
    go_on = threading.Event()
    owner = QObject()
    task = BackgroundTask(lambda: go_on.wait(5), owner)
    outcome = QSignalSpy(task.succeeded)
    with qtbot.waitSignal(task.cancelled):
        task.start()
        task.cancel()
        go_on.set()
    assert outcome.count() == 0


def test_an_owner_that_is_gone_hurts_nobody(qtbot: QtBot) -> None:
    go_on = threading.Event()
    owner = QObject()
    BackgroundTask(lambda: go_on.wait(5), owner).start()
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    go_on.set()
    assert QThreadPool.globalInstance().waitForDone(3000)


def test_owners_that_go_while_the_work_speaks_hurt_nobody(qtbot: QtBot) -> None:
    for _ in range(300):
        owner = QObject()
        for _ in range(4):
            BackgroundTask(object, owner).start()
        owner.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert QThreadPool.globalInstance().waitForDone(3000)
    background._let_silent_go()
    assert background._SPEAKING == []


def test_two_hundred_at_once_all_come_back(qtbot: QtBot) -> None:
    owner = QObject()
    tasks = [BackgroundTask(object, owner) for _ in range(200)]
    spies = [QSignalSpy(task.succeeded) for task in tasks]
    for task in tasks:
        task.start()
    qtbot.waitUntil(lambda: all(spy.count() == 1 for spy in spies), timeout=5000)


def test_a_task_that_is_done_goes_with_what_it_worked_on(qtbot: QtBot) -> None:
    class Load:
        """Something large."""

    page, load = QObject(), Load()
    seen = weakref.ref(load)
    task = BackgroundTask(lambda held=load: type(held), page)  # type: ignore[misc]
    del load
    with qtbot.waitSignal(task.succeeded):
        task.start()
    del task
    qtbot.waitUntil(lambda: not page.findChildren(BackgroundTask))
    gc.collect()
    assert seen() is None
