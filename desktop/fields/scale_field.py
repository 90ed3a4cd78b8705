"""A 0-10 scale (or 0-6, or -3 to +3) with words at its ends."""

import re

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.fields.field import Field
from desktop.widgets.scale_row import ScaleRow
from forms.questionnaire import Item
from forms.response import Value


def end_words(hint: str, low: int, high: int) -> tuple[str, str] | None:
    """The words at the ends, out of a hint such as "0 is no pain, 10 is the worst pain you can imagine."."""
    first, last = (rf"[+]?{re.escape(str(number))}" for number in (low, high))
    found = re.fullmatch(rf"{first} (?:is )?([^,;]+)[,;].*?{last} (?:is )?([^,;]+?)\.?", hint.replace("−", "-"))
    return (found[1], found[2]) if found else None


class ScaleField(Field):
    """For a `quantity` item with `widget = "scale"`."""

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False) -> None:
        low, high = round(item.low or 0), round(item.high if item.high is not None else 10)
        words = end_words(item.help, low, high)
        self._has_words = words is not None
        super().__init__(item, parent, touch=touch)
        first, last = words or ("", "")
        self.scale = ScaleRow(
            item.label,
            self,
            low=low,
            high=high,
            low_words=first,
            high_words=last,
            words_kind="patient_secondary" if touch else "secondary",
        )
        self._add(self.scale, is_wide=True)
        self.scale.setMaximumWidth(self.scale.natural_width())
        self.scale.chosen.connect(self._on_chosen)
        self.scale.finished.connect(self.finished)

    def value(self) -> Value | None:
        return self.scale.number()

    def focus_first(self) -> None:
        self.scale.focus_first()

    def _shows_help(self) -> bool:
        return bool(self.item.help) and not self._has_words

    def _rescale(self) -> None:
        super()._rescale()
        self.scale.setMaximumWidth(self.scale.natural_width())

    def _show_value(self, value: Value | None) -> None:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        self.scale.set_number(float(value) if is_number else None)  # type: ignore[arg-type]

    @Slot(object)
    def _on_chosen(self, number: float | None) -> None:
        self._tell(number)
