"""What other desks answer and decide in the visit that is open here, seen within a second or two.

The log is read again and again rather than announced: one way for both databases, and nothing is missed while a
network is away.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.background import BackgroundTask
from desktop.clinic import Look
from forms.response import Answer, Value
from forms.rules.impression import FlagReview

LOOK_MS = 1500


class Clash(Struct, frozen=True):
    """Two desks answered one question: what stands here, and the row of the other desk."""

    mine: Value | None
    theirs: Answer


class News(Struct, frozen=True):
    """What came from other desks. answers: to be taken in, the newest of each key; clashes: to be told."""

    answers: tuple[Answer, ...]
    reviews: tuple[FlagReview, ...]
    clashes: tuple[Clash, ...]


class OtherDesks(QObject):
    """Watches one visit.

    look: reads the visit's log beyond a number; it runs off the GUI thread.

    Signals:
        arrived: carries a News.
    """

    arrived = Signal(object)

    def __init__(self, look: Callable[[int], Look], parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._number = 0
        self._seen: set[str] = set()
        self._newest: dict[str, Answer] = {}
        self._mine: dict[str, Answer] = {}
        self._is_first = True
        self._task: BackgroundTask | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        self._timer.start()
        self.look()

    def stop(self) -> None:
        self._timer.stop()
        self._task = None

    @Slot(object)
    def note_mine(self, answer: Answer) -> None:
        """An answer given at this desk."""
        self._mine[answer.key] = answer

    @Slot()
    def look(self) -> None:
        """Read the log now, unless that is under way."""
        if self._task is not None:
            return
        look, number = self._look, self._number

        def read() -> Look:
            return look(number)

        self._task = BackgroundTask(read, self)
        self._task.succeeded.connect(self._on_read)
        self._task.failed.connect(self._on_not_read)
        self._task.start()

    @Slot(object)
    def _on_not_read(self, _error: object) -> None:
        # Saving says what is wrong with the records; looking simply goes on.
        self._task = None

    @Slot(object)
    def _on_read(self, look: Look) -> None:
        if self.sender() is not self._task:
            return  # nobody looks any more
        self._task = None
        self._number = max(self._number, look.number)
        fresh = [answer for answer in look.answers if answer.id not in self._seen]
        self._seen.update(answer.id for answer in fresh)
        self._newest.update({answer.key: answer for answer in fresh})
        clashes = () if self._is_first else tuple(self._clashes(fresh))
        self._is_first = False
        keys = dict.fromkeys(answer.key for answer in fresh)
        theirs = tuple(self._newest[key] for key in keys if self._is_theirs(key))
        self.arrived.emit(News(theirs, look.reviews, clashes))

    def _is_theirs(self, key: str) -> bool:
        """Whether the newest word on a key is another desk's: mine may be on its way to the log still."""
        mine = self._mine.get(key)
        return mine is None or (mine.id in self._seen and self._newest[key].id != mine.id)

    def _clashes(self, fresh: list[Answer]) -> list[Clash]:
        mine: Mapping[str, Answer] = self._mine
        others = {one.key: one for one in fresh if one.key in mine and not self._is_of_this_desk(one)}
        return [Clash(mine[key].value, one) for key, one in others.items() if one.value != mine[key].value]

    def _is_of_this_desk(self, answer: Answer) -> bool:
        mine = self._mine[answer.key]
        return (answer.desk, answer.typed_by) == (mine.desk, mine.typed_by)
