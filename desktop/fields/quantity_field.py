"""A number with its unit; a person's height and weight also in feet and stone, stored in metric."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.fields.field import Field
from desktop.widgets.number_box import NumberBox
from forms.questionnaire import Item
from forms.response import Value


class QuantityField(Field):
    """For a `quantity` item. What is no number is said at once and is no answer."""

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False, bare: bool = False) -> None:
        super().__init__(item, parent, touch=touch, bare=bare)
        self.box = NumberBox(
            item.label,
            self,
            unit=item.unit,
            low=item.low,
            high=item.high,
            step=item.step,
            body_units=item.widget == "body_units" or item.link_id in ("height_cm", "weight_kg"),
            steppers=not bare,
        )
        self._add(self.box, is_wide=not bare)
        self.box.changed.connect(self._on_changed)
        self.box.typed.connect(self._on_typed)
        self.box.finished.connect(self._on_finished)
        for edit in self.box.edits:
            edit.editingFinished.connect(self._check_reading)

    def value(self) -> Value | None:
        return self.box.number()

    def focus_first(self) -> None:
        self.box.focus_first()

    def commit(self) -> None:
        self.box.commit()
        self._check_reading()

    def _show_value(self, value: Value | None) -> None:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        self.box.set_number(float(value) if is_number else None)  # type: ignore[arg-type]

    def _mark_wrong(self, wrong: bool) -> None:
        self.box.set_wrong(wrong)

    @Slot()
    def _check_reading(self) -> None:
        self._complain(self.tr("Write a number, for example 40.") if self.box.is_unreadable() else "")

    @Slot(object)
    def _on_changed(self, number: float | None) -> None:
        self._check_reading()
        self._tell(number)

    @Slot(object)
    def _on_typed(self, number: float | None) -> None:
        self._tell_typed(number)

    @Slot()
    def _on_finished(self) -> None:
        self.commit()
        if not self.box.is_unreadable():
            self.finished.emit()
