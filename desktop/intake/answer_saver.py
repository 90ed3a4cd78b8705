"""Saving as you go: every answer reaches the encrypted store within a quarter of a second, and the window says so.

Answers wait in a queue until the store acknowledges them. A store that is locked, full or gone is tried again; saving
the same answer twice keeps one row, so nothing is lost and nothing is doubled.
"""

import contextlib
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, Slot

from forms.errors import SciaticaIntakeError
from forms.response import Answer

GATHER_MS = 60
RETRY_MS = 2000
_UNFORESEEN = "Something went wrong in the program, so this could not be saved yet."


class _Save(QRunnable):
    """One write, off the GUI thread."""

    def __init__(
        self, save: Callable[[tuple[Answer, ...]], None], answers: tuple[Answer, ...], done: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._save, self._answers, self._done = save, answers, done

    def run(self) -> None:
        # Whatever goes wrong, the answers go on waiting; silence here would keep them for ever on their way.
        problem = _UNFORESEEN
        try:
            self._save(self._answers)
            problem = ""
        except SciaticaIntakeError as error:
            problem = str(error)
        finally:
            with contextlib.suppress(RuntimeError):  # the window was closed meanwhile
                self._done(problem)


class AnswerSaver(QObject):
    """Writes answers one batch at a time, in order.

    Signals:
        saving: answers are on their way.
        saved: everything given so far is on disk; carries the time.
        failed: they could not be written and will be tried again; carries what to do, in words.
    """

    saving = Signal()
    saved = Signal(object)
    failed = Signal(str)
    _written = Signal(str)

    def __init__(
        self,
        save: Callable[[tuple[Answer, ...]], None],
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._save = save
        self._clock = clock
        self._waiting: list[Answer] = []
        self._under_way: tuple[Answer, ...] = ()
        # One thread: answers reach the log in the order they were given.
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.timeout.connect(self._start)
        self._written.connect(self._on_written)

    @Slot(object)
    def add(self, answer: Answer) -> None:
        """Queue one answer. A newer one to the same question that has not left yet takes its place."""
        self._waiting = [one for one in self._waiting if one.key != answer.key] + [answer]
        self.saving.emit()
        if not self._under_way and not self._gather.isActive():
            self._gather.start(GATHER_MS)

    @property
    def unsaved(self) -> tuple[Answer, ...]:
        """What the store has not acknowledged yet, in order."""
        return (*self._under_way, *self._waiting)

    def flush(self, wait_ms: int = 5000) -> bool:
        """Write everything now, waiting if need be; False when some of it could not be written."""
        self._gather.stop()
        self._pool.waitForDone(wait_ms)
        unsaved = self.unsaved
        self._under_way, self._waiting = (), []
        if not unsaved:
            return True
        try:
            self._save(unsaved)
        except SciaticaIntakeError as error:
            self._waiting = list(unsaved)
            self.failed.emit(str(error))
            self._gather.start(RETRY_MS)
            return False
        self.saved.emit(self._clock())
        return True

    @Slot()
    def _start(self) -> None:
        if self._under_way or not self._waiting:
            return
        self._under_way, self._waiting = tuple(self._waiting), []
        self._pool.start(_Save(self._save, self._under_way, self._written.emit))

    @Slot(str)
    def _on_written(self, problem: str) -> None:
        if not self._under_way:
            return  # flushed meanwhile
        if problem:
            newer = {answer.key for answer in self._waiting}
            self._waiting = [one for one in self._under_way if one.key not in newer] + self._waiting
            self._under_way = ()
            self.failed.emit(problem)
            self._gather.start(RETRY_MS)
            return
        self._under_way = ()
        if self._waiting:
            self._gather.start(0)
        else:
            self.saved.emit(self._clock())
