"""Saving as you go: every answer reaches the encrypted store within a quarter of a second, and the window says so.

Words that a physio writes into a letter go the same way. All wait in a queue until the store acknowledges them. A store
that is locked, full or gone is tried again; saving the same answer twice keeps one row, so nothing is lost and nothing
is doubled.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal, Slot

from desktop.background import BackgroundTask
from forms.errors import SciaticaIntakeError

GATHER_MS = 40
RETRY_MS = 2000
_UNFORESEEN = "Something went wrong in the program, so this could not be saved yet."


class Given(Protocol):
    """What is kept: an answer, or a letter as it stands. Of two with the same key the newer is enough."""

    @property
    def key(self) -> str: ...


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

    def __init__(
        self,
        save: Callable[[tuple[Any, ...]], None],
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._save = save
        self._clock = clock
        self._waiting: list[Given] = []
        self._under_way: tuple[Given, ...] = ()
        self._task: BackgroundTask | None = None
        # One thread: answers reach the log in the order they were given.
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.timeout.connect(self._start)

    @Slot(object)
    def add(self, answer: Given) -> None:
        """Queue one answer. A newer one to the same question that has not left yet takes its place."""
        self._waiting = [one for one in self._waiting if one.key != answer.key] + [answer]
        self.saving.emit()
        if not self._under_way and not self._gather.isActive():
            self._gather.start(GATHER_MS)

    @property
    def unsaved(self) -> tuple[Given, ...]:
        """What the store has not acknowledged yet, in order."""
        return (*self._under_way, *self._waiting)

    def flush(self, wait_ms: int = 5000) -> bool:
        """Write everything now, waiting if need be; False when some of it could not be written."""
        self._gather.stop()
        self._pool.waitForDone(wait_ms)
        unsaved = self.unsaved
        self._under_way, self._waiting, self._task = (), [], None
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
        self._task = BackgroundTask(partial(self._save, self._under_way), self)
        self._task.succeeded.connect(self._on_written)
        self._task.failed.connect(self._on_failed)
        self._task.start(self._pool)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        """Whatever it was, the answers go on waiting; what nobody foresaw is also raised, for the crash guard."""
        if self.sender() is not self._task:
            return  # flushed meanwhile: this says nothing of the answers now under way
        newer = {answer.key for answer in self._waiting}
        self._waiting = [one for one in self._under_way if one.key not in newer] + self._waiting
        self._under_way, self._task = (), None
        self._gather.start(RETRY_MS)
        if isinstance(error, SciaticaIntakeError):
            self.failed.emit(str(error))
        else:
            self.failed.emit(_UNFORESEEN)
            raise error

    @Slot(object)
    def _on_written(self, _nothing: object) -> None:
        if self.sender() is not self._task:
            return
        self._under_way, self._task = (), None
        if self._waiting:
            self._gather.start(0)
        else:
            self.saved.emit(self._clock())
