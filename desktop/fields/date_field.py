"""A date, stored as ISO text; where the month is enough, it counts from the first."""

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.fields.field import Field
from desktop.widgets.date_box import DateBox
from forms.questionnaire import Item
from forms.response import Value


class DateField(Field):
    """For a `date` item. `today`: the intake date. `widget = "month"` says that a month is fine."""

    def __init__(self, item: Item, parent: QWidget | None, *, today: date, touch: bool = False) -> None:
        super().__init__(item, parent, touch=touch)
        self.box = DateBox(
            item.label,
            self,
            today=today,
            month_is_fine=item.widget == "month",
            words_kind="patient_secondary" if touch else "secondary",
        )
        self._add(self.box, buddy=self.box.edit)
        self.box.changed.connect(self._on_changed)
        self.box.typed.connect(self._on_typed)
        self.box.finished.connect(self._on_finished)
        self.box.edit.editingFinished.connect(self._check_reading)

    def value(self) -> Value | None:
        day = self.box.day()
        return None if day is None else day.isoformat()

    def focus_first(self) -> None:
        self.box.focus_first()

    def commit(self) -> None:
        self.box.commit()
        self._check_reading()

    def _show_value(self, value: Value | None) -> None:
        self.box.set_day(date.fromisoformat(value) if isinstance(value, str) and value else None)

    def _mark_wrong(self, wrong: bool) -> None:
        self.box.set_wrong(wrong)

    @Slot()
    def _check_reading(self) -> None:
        if self.box.needs_day():
            self._complain(self.tr("Which day of that month? A good guess is fine."))
        elif self.box.is_unreadable():
            self._complain(self.tr("Write the date as day month year, for example 2 March 2026."))
        else:
            self._complain("")

    @Slot(object)
    def _on_changed(self, _day: object) -> None:
        self._check_reading()
        self._tell(self.value())

    @Slot(object)
    def _on_typed(self, day: date | None) -> None:
        self._tell_typed(None if day is None else day.isoformat())

    @Slot()
    def _on_finished(self) -> None:
        self.commit()
        if not self.box.is_unreadable():
            self.finished.emit()
