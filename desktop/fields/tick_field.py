"""One statement to tick; the statement is the row."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.fields.field import Field
from desktop.widgets.check_rows import CheckRows
from forms.questionnaire import Item
from forms.response import Value


class TickField(Field):
    """For a `boolean` item: True ticked, False unticked by hand, None never touched."""

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False) -> None:
        super().__init__(item, parent, touch=touch)
        self.label.hide()  # the row itself says it; a second time would be read twice
        self.rows = CheckRows([("tick", item.label)], item.help, self, keys=False)
        self._add(self.rows)
        self._value: bool | None = None
        self.rows.changed.connect(self._on_changed)
        self.rows.finished.connect(self.finished)

    def value(self) -> Value | None:
        return self._value

    def focus_first(self) -> None:
        self.rows.focus_first()

    def _show_value(self, value: Value | None) -> None:
        self._value = value if isinstance(value, bool) else None
        self.rows.set_chosen(("tick",) if value is True else ())

    @Slot(object)
    def _on_changed(self, codes: tuple[str, ...]) -> None:
        self._value = bool(codes)
        self._tell(self._value)
