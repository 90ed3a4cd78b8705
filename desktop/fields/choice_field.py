"""One answer of several: a segmented row for yes / no / not sure, open rows up to nine, longer lists searchable."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.fields.field import Field
from desktop.theme import px
from desktop.widgets.option_filter import OptionFilter
from desktop.widgets.radio_rows import RadioRows
from desktop.widgets.segmented_row import SegmentedRow
from desktop.widgets.text_box import KEEP_PAUSE_MS, TextBox, TypingPause
from forms.questionnaire import Item
from forms.response import Value

# Number keys reach nine; a longer list needs finding rather than reading.
MOST_OPEN = 9
_MOST_SEGMENTS = 5
_MOST_SEGMENT_LETTERS = 36
_MOST_COLUMN_LETTERS = 34


def is_segmented(item: Item) -> bool:
    """Whether the options are few and short enough for one joined row."""
    if item.widget == "segmented":
        return len(item.options) <= MOST_OPEN
    letters = sum(len(option.label) for option in item.options)
    return len(item.options) <= _MOST_SEGMENTS and letters <= _MOST_SEGMENT_LETTERS


def columns_for(item: Item) -> int:
    """Two columns for long lists of short labels."""
    longest = max((len(option.label) for option in item.options), default=0)
    return 2 if len(item.options) > 7 and longest <= _MOST_COLUMN_LETTERS else 1


class ChoiceField(Field):
    """For a `choice` item with one answer; with `open_text`, own words are an answer too."""

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False) -> None:
        super().__init__(item, parent, touch=touch)
        options = [(option.code, option.label) for option in item.options]
        self._filter: OptionFilter | None = None
        self.rows: SegmentedRow | RadioRows
        if is_segmented(item):
            self.rows = SegmentedRow(options, item.label, self, shows_keys=not touch)
            self._add(self.rows)
        elif len(options) <= MOST_OPEN:
            self.rows = RadioRows(options, item.label, self, columns=columns_for(item), keys=not touch)
            self._add(self.rows)
        else:
            self.rows = RadioRows(options, item.label, None, columns=columns_for(item), keys=False)
            self._filter = OptionFilter(self.rows, item.label, self)
            self._filter.finished.connect(self.finished)
            self._add(self._filter)
        self.own_words = OwnWords(item.label, self) if item.open_text else None
        if self.own_words is not None:
            self._add(self.own_words)
            self.own_words.written.connect(self._on_words_written)
            self.own_words.finished.connect(self.finished)
        self.rows.chosen.connect(self._on_chosen)
        self.rows.finished.connect(self.finished)

    def value(self) -> Value | None:
        code = self.rows.code()
        if code is None and self.own_words is not None:
            return self.own_words.words() or None
        return code

    def focus_first(self) -> None:
        if self._filter is not None and self.rows.code() is None:
            self._filter.search.setFocus()
        else:
            self.rows.focus_first()

    def commit(self) -> None:
        if self.own_words is not None:
            self.own_words.commit()

    def _show_value(self, value: Value | None) -> None:
        code = value if isinstance(value, str) else None
        known = code is not None and self.item.option(code) is not None
        self.rows.set_code(code if known else None)
        if self.own_words is not None:
            self.own_words.set_words("" if known or code is None else code)

    @Slot(object)
    def _on_chosen(self, code: str | None) -> None:
        if self.own_words is not None:
            self.own_words.set_words("")
        self._tell(code)

    @Slot(str)
    def _on_words_written(self, words: str) -> None:
        if words:
            self.rows.set_code(None)
        self._tell(self.value())


class OwnWords(QWidget):
    """A line for an answer that is none of the options.

    Signals:
        written: a person wrote other words and paused.
        finished: a person pressed Enter.
    """

    written = Signal(str)
    finished = Signal()

    def __init__(self, question: str, parent: QWidget) -> None:
        super().__init__(parent)
        hint = self.tr("Or in their own words")
        self.box = TextBox(f"{question}: {hint}", self)
        self.box.setPlaceholderText(hint)
        self._words = ""
        self._pause = TypingPause(self, KEEP_PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(self, 2), 0, 0)
        layout.addWidget(self.box)
        self.box.textEdited.connect(self._on_text_edited)
        self.box.editingFinished.connect(self.commit)
        self.box.returnPressed.connect(self.finished)

    def words(self) -> str:
        return self._words

    def set_words(self, words: str) -> None:
        self._pause.stop()
        if words != self._words or self.box.text().strip() != words:
            self._words = words
            self.box.setText(words)

    @Slot()
    def commit(self) -> None:
        self._pause.stop()
        words = self.box.text().strip()
        if words != self._words:
            self._words = words
            self.written.emit(words)

    @Slot(str)
    def _on_text_edited(self, _text: str) -> None:
        self._pause.start()
