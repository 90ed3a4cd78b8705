"""From an item to its widget."""

from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from desktop.fields.asked_each_field import AskedEachField
from desktop.fields.body_map import BodyMapField
from desktop.fields.cell_field import CellField
from desktop.fields.choice_field import ChoiceField
from desktop.fields.choices_field import ChoicesField
from desktop.fields.date_field import DateField
from desktop.fields.display_field import DisplayField
from desktop.fields.field import Field
from desktop.fields.lines_field import LinesField
from desktop.fields.quantity_field import QuantityField
from desktop.fields.scale_field import ScaleField
from desktop.fields.text_field import TextField
from desktop.fields.text_list_field import TextListField
from desktop.fields.tick_field import TickField
from forms.questionnaire import Item


def field_class(item: Item) -> type[Field]:
    """Which widget asks this item."""
    if item.type == "choice":
        if item.asked_each:
            return AskedEachField
        if item.widget == "body_map":
            return BodyMapField
        return ChoicesField if item.repeats else ChoiceField
    if item.type == "quantity":
        return ScaleField if item.widget == "scale" else QuantityField
    if item.type in ("string", "text") and item.repeats:
        return TextListField
    simple: dict[str, type[Field]] = {
        "string": TextField,
        "text": LinesField,
        "date": DateField,
        "boolean": TickField,
        "display": DisplayField,
    }
    return simple[item.type]


def make_field(item: Item, parent: QWidget | None, *, today: date | None = None, touch: bool = False) -> Field:
    """The widget for one item. `today`: the intake date, from which "3 weeks ago" counts; `touch`: patient screen."""
    kind = field_class(item)
    if kind is DateField:
        return DateField(item, parent, today=today or datetime.now().astimezone().date(), touch=touch)
    return kind(item, parent, touch=touch)


def make_cell(item: Item, parent: QWidget | None, *, today: date | None = None) -> Field:
    """The widget for one item in a dense table: bare where there is one, else as everywhere."""
    kind = field_class(item)
    if item.type == "choice" and not item.asked_each and item.widget != "body_map":
        return CellField(item, parent)
    if issubclass(kind, (QuantityField, TextField, LinesField)):
        return kind(item, parent, bare=True)
    return make_field(item, parent, today=today)
