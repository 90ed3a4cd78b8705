"""Run one function off the GUI thread, with progress and a way to stop it.

Plain values in, plain values out: no widget and no database record may cross. The outcome comes by signal.
"""

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal, SignalInstance, Slot


class Cancelled(Exception):
    """The person asked to stop; raised inside the work where it next reports progress."""


class Progress:
    """What work with progress is given: say how far it is, and learn whether to stop."""

    def __init__(self, progressed: SignalInstance, stop: Event) -> None:
        self._progressed = progressed
        self._stop = stop

    def report(self, fraction: float, text: str = "") -> None:
        """Say how far the work is, 0 to 1; raises Cancelled when nobody wants the outcome any more."""
        if self._stop.is_set():
            raise Cancelled
        self._progressed.emit(fraction, text)

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()


class _Messenger(QObject):
    """What the work speaks through. A signal whose sender is destroyed while another thread emits it crashes the
    program, so it belongs to no page: the application owns it, and it goes in the window's thread once the work has
    said its last word.
    """

    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    progressed = Signal(float, str)
    over = Signal()

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self.is_silent = Event()


_SPEAKING: list[_Messenger] = []


def _let_silent_go() -> None:
    """Called in the window's thread, where they were made."""
    for messenger in [one for one in _SPEAKING if one.is_silent.is_set()]:
        _SPEAKING.remove(messenger)
        messenger.deleteLater()


class BackgroundTask(QObject):
    """One function and its outcome. Keep it by its parent; start it once.

    Signals:
        succeeded: carries what the function returned.
        failed: carries the exception.
        cancelled: the work stopped because it was asked to.
        progressed: how far it is (0 to 1), and a few words.
    """

    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    progressed = Signal(float, str)

    def __init__(self, work: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._stop = Event()
        self._work = work
        self._messenger = speaks = _Messenger()
        speaks.succeeded.connect(self.succeeded)
        speaks.failed.connect(self.failed)
        speaks.cancelled.connect(self.cancelled)
        speaks.progressed.connect(self.progressed)
        # A page outlives thousands of tasks, and each holds what it worked on.
        speaks.over.connect(self._on_over)

    def start(self, pool: QThreadPool | None = None) -> None:
        """Begin, on the pool given (a pool of one keeps an order), else on the application's."""
        _let_silent_go()
        _SPEAKING.append(self._messenger)
        job = _Job(self._work, self._messenger, self._stop)
        (pool or QThreadPool.globalInstance()).start(job)

    @Slot()
    def _on_over(self) -> None:
        self.deleteLater()

    def cancel(self) -> None:
        """Ask the work to stop. Work without progress runs to its end, and its outcome is dropped."""
        self._stop.set()


class ProgressTask(BackgroundTask):
    """A background task whose function is given a Progress."""

    def __init__(self, work: Callable[[Progress], object], parent: QObject) -> None:
        super().__init__(_nothing, parent)
        progress = Progress(self._messenger.progressed, self._stop)

        def with_progress() -> object:
            return work(progress)

        self._work = with_progress


def _nothing() -> None:
    """Stands in until a progress task has its progress."""


class _Job(QRunnable):
    """Owns no signal and no widget: the pool deletes it in its own thread."""

    def __init__(self, work: Callable[[], object], messenger: _Messenger, stop: Event) -> None:
        super().__init__()
        self._work = work
        self._messenger = messenger
        self._stop = stop

    def run(self) -> None:
        speaks = self._messenger
        arguments: tuple[object, ...]
        try:
            arguments, signal = (self._work(),), speaks.succeeded
        except Cancelled:
            arguments, signal = (), speaks.cancelled
        except Exception as error:
            arguments, signal = (error,), speaks.failed
        if self._stop.is_set():
            arguments, signal = (), speaks.cancelled
        signal.emit(*arguments)
        # Last, by itself: gone any sooner, the task would take along what it has not told everybody yet.
        speaks.over.emit()
        speaks.is_silent.set()
