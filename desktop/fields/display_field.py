"""Words that ask nothing."""

from PySide6.QtWidgets import QWidget

from desktop.fields.field import Field
from desktop.theme import current_theme
from forms.questionnaire import Item
from forms.response import Value


class DisplayField(Field):
    """For a `display` item, and for an answer that is worked out: it can be read, never changed."""

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False) -> None:
        super().__init__(item, parent, touch=touch)
        if item.type == "display":
            self.label.setFont(current_theme().font("patient_body" if touch else "body"))

    def value(self) -> Value | None:
        return None

    def focus_first(self) -> None:
        """There is nothing to answer here."""

    def _show_value(self, value: Value | None) -> None:
        del value
