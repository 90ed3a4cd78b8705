"""Words that ask nothing."""

from desktop.fields.field import Field
from forms.response import Value


class DisplayField(Field):
    """For a `display` item, and for an answer that is worked out: it can be read, never changed."""

    def _label_kind(self) -> str:
        if self.item.type != "display":
            return super()._label_kind()
        return "patient_body" if self.touch else "body"

    def value(self) -> Value | None:
        return None

    def focus_first(self) -> None:
        """There is nothing to answer here."""

    def _show_value(self, value: Value | None) -> None:
        del value
