"""Several answers at once; "none of these" and its like stand alone."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.fields.choice_field import MOST_OPEN, OwnWords, columns_for
from desktop.fields.field import Field
from desktop.widgets.check_rows import CheckRows
from desktop.widgets.option_filter import OptionFilter
from forms.questionnaire import Item
from forms.response import Value


def exclusive_codes(item: Item) -> frozenset[str]:
    """The codes that cannot stand beside another: none of these, and those that leave the question open."""
    return frozenset(option.code for option in item.options if option.is_exclusive or option.is_unknown)


class ChoicesField(Field):
    """For a `choice` item that repeats. The value is the tuple of codes, in the order of the options."""

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False) -> None:
        super().__init__(item, parent, touch=touch)
        options = [(option.code, option.label) for option in item.options]
        is_long = len(options) > MOST_OPEN
        self.rows = CheckRows(
            options,
            item.label,
            None if is_long else self,
            exclusive=exclusive_codes(item),
            columns=columns_for(item),
            keys=not is_long and not touch,
        )
        self._filter = OptionFilter(self.rows, item.label, self) if is_long else None
        self._add(self._filter or self.rows)
        self.own_words = OwnWords(item.label, self) if item.open_text else None
        if self._filter is not None:
            self._filter.finished.connect(self.finished)
        if self.own_words is not None:
            self._add(self.own_words)
            self.own_words.written.connect(self._on_words_written)
            self.own_words.finished.connect(self.finished)
        self.rows.changed.connect(self._on_changed)
        self.rows.finished.connect(self.finished)

    def value(self) -> Value | None:
        words = self.own_words.words() if self.own_words is not None else ""
        return (*self.rows.chosen(), *((words,) if words else ())) or None

    def focus_first(self) -> None:
        if self._filter is not None:
            self._filter.search.setFocus()
        else:
            self.rows.focus_first()

    def commit(self) -> None:
        if self.own_words is not None:
            self.own_words.commit()

    def _show_value(self, value: Value | None) -> None:
        codes = value if isinstance(value, tuple) else ((value,) if isinstance(value, str) else ())
        self.rows.set_chosen(codes)
        self.rows.set_tab_stop(None)
        if self.own_words is not None:
            self.own_words.set_words(", ".join(code for code in codes if self.item.option(code) is None))

    @Slot(object)
    def _on_changed(self, codes: tuple[str, ...]) -> None:
        if self.own_words is not None and set(codes) & exclusive_codes(self.item):
            self.own_words.set_words("")
        self._tell(self.value())

    @Slot(str)
    def _on_words_written(self, words: str) -> None:
        if words:
            left_over = exclusive_codes(self.item)
            self.rows.set_chosen(tuple(code for code in self.rows.chosen() if code not in left_over))
        self._tell(self.value())
