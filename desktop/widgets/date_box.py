"""A date to type, in any common way of writing; it says back what it understood."""

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.theme import px
from desktop.widgets.date_text import ReadDate, date_words, distance_words, month_words, read_date
from desktop.widgets.styled_label import StyledLabel
from desktop.widgets.text_box import KEEP_PAUSE_MS, TextBox, TypingPause


class DateBox(QWidget):
    """One date. `today` is the day that "3 weeks ago" counts from; a month alone means its first day.

    Signals:
        changed: a person wrote another date and paused; carries it, None when emptied or unreadable.
        typed: a date stands there, perhaps not finished; carries it, None when emptied.
        finished: a person pressed Enter.
    """

    changed = Signal(object)
    typed = Signal(object)
    finished = Signal()

    def __init__(
        self,
        spoken: str,
        parent: QWidget | None,
        *,
        today: date,
        month_is_fine: bool = False,
        words_kind: str = "secondary",
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._month_is_fine = month_is_fine
        self._day: date | None = None
        self._is_half_told = False
        self.edit = TextBox(spoken, self, characters=20)
        example = self.tr("day month year, or month year") if month_is_fine else self.tr("day month year")
        self.edit.setPlaceholderText(example)
        self.edit.setAccessibleDescription(example)
        self._echo = StyledLabel("", words_kind, self, wraps=False)
        self._pause = TypingPause(self)
        self._pause.timeout.connect(self.commit)
        self._keep = TypingPause(self, KEEP_PAUSE_MS)
        self._keep.timeout.connect(self._on_keep)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 12))
        layout.addWidget(self.edit)
        layout.addWidget(self._echo)
        layout.addStretch(1)
        self.edit.textEdited.connect(self._on_text_edited)
        self.edit.editingFinished.connect(self.commit)
        self.edit.returnPressed.connect(self.finished)
        self.setFocusProxy(self.edit)

    def day(self) -> date | None:
        return self._day

    def set_day(self, day: date | None) -> None:
        """Show this date; silent. What is being typed stays when it already means this."""
        if day == self._day and not self.is_unreadable():
            return
        self._stop()
        self._day, self._is_half_told = day, False
        self.edit.setText("" if day is None else self._written(day))
        self._say_back()

    def _written(self, day: date) -> str:
        """Where the month is enough, the first stands for it: most likely nobody named that day."""
        return month_words(day) if self._month_is_fine and day.day == 1 else date_words(day)

    def is_unreadable(self) -> bool:
        return bool(self.edit.text().strip()) and self._read() is None

    def needs_day(self) -> bool:
        """Whether a month was written where the day is wanted."""
        read = read_date(self.edit.text(), self._today)
        return read is not None and read.month_only and not self._month_is_fine

    def set_wrong(self, wrong: bool) -> None:
        self.edit.set_wrong(wrong)

    def focus_first(self) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    @Slot()
    def commit(self) -> None:
        """Take what was typed as meant, now."""
        self._stop()
        day = self._typed_day()
        if day != self._day or self._is_half_told:
            self._day, self._is_half_told = day, False
            self.changed.emit(day)

    @Slot()
    def _on_keep(self) -> None:
        if not self.is_unreadable():
            self._is_half_told = True
            self.typed.emit(self._typed_day())

    def _typed_day(self) -> date | None:
        read = self._read()
        return None if read is None else read.day

    def _stop(self) -> None:
        self._keep.stop()
        self._pause.stop()

    def _read(self) -> ReadDate | None:
        read = read_date(self.edit.text(), self._today)
        if read is not None and read.month_only and not self._month_is_fine:
            return None
        return read

    def _say_back(self) -> None:
        read = self._read()
        if read is None:
            self._echo.setText("")
        elif read.month_only:
            words = self.tr("counted from {day}").format(day=date_words(read.day))
            self._echo.setText(words)
        else:
            words, distance = date_words(read.day), distance_words(read.day, self._today)
            is_plain = self.edit.text().strip() == words
            self._echo.setText(distance if is_plain else f"{words} · {distance}")

    @Slot(str)
    def _on_text_edited(self, _text: str) -> None:
        self._say_back()
        self._keep.start()
        self._pause.start()
