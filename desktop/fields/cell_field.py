"""A choice in one line of a dense table: short words, digits for grades, everything in sight."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.fields.choices_field import exclusive_codes
from desktop.fields.field import Field
from desktop.widgets.choice_cell import CellOption, ChoiceCell
from forms.questionnaire import Item
from forms.response import Value


def cell_options(item: Item) -> tuple[CellOption, ...]:
    """Grades are typed as they are written: 4, and 4. for four and a half; other options by their place."""
    has_grades = any(option.number is not None for option in item.options)
    found = []
    for place, option in enumerate(item.options, 1):
        label = option.label
        if not has_grades:
            found.append(CellOption(option.code, label, label, str(place), str(place)))
        elif label[:1].isdigit():
            found.append(CellOption(option.code, label.split(" ")[0], label, "", option.code))
        else:
            found.append(CellOption(option.code, label.split(",")[0], label, "", ""))
    return tuple(found)


class CellField(Field):
    """For any `choice` item of an examination, one answer or several; bare, for a table that has the labels."""

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False) -> None:
        super().__init__(item, parent, touch=touch, bare=True)
        self.cell = ChoiceCell(cell_options(item), item.label, self, many=item.repeats, exclusive=exclusive_codes(item))
        self._add(self.cell)
        self.cell.picked.connect(self._on_picked)
        self.cell.finished.connect(self.finished)

    def value(self) -> Value | None:
        chosen = self.cell.chosen()
        if self.item.repeats:
            return chosen or None
        return chosen[0] if chosen else None

    def focus_first(self) -> None:
        self.cell.setFocus()

    def _show_value(self, value: Value | None) -> None:
        codes = value if isinstance(value, tuple) else ((value,) if isinstance(value, str) else ())
        self.cell.set_chosen(codes)

    def _mark_wrong(self, wrong: bool) -> None:
        self.cell.set_wrong(wrong)

    @Slot(object)
    def _on_picked(self, _codes: object) -> None:
        self._tell(self.value())
