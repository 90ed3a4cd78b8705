"""An answer as a person would read it: labels for codes, numbers with their unit, dates with the month in letters."""

from datetime import date

from forms.questionnaire import Item
from forms.response import Value

NOT_ANSWERED = "not answered"
DOES_NOT_APPLY = "does not apply"


def value_in_words(item: Item, value: Value | None) -> str:
    """The value of one item in words; "not answered" for a blank."""
    if value is None or value in ("", ()):
        return NOT_ANSWERED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return _several(item, value)
    if isinstance(value, (int, float)):
        return amount_in_words(value, item.unit)
    if item.type == "date":
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B} {day.year}"
    return _label(item, value)


def amount_in_words(value: float, unit: str) -> str:
    """`30 min`, and `25°`: a degree stands close to its number. A year is its own unit."""
    if unit == "year":
        return f"{value:g}"
    return f"{value:g}{'' if unit == '°' else ' '}{unit}".rstrip()


def _several(item: Item, values: tuple[str, ...]) -> str:
    """Those chosen; of a question asked option by option also the doubtful ones, and the noes where nothing is yes."""
    chosen = [_label(item, one) for one in values if one[:1] not in "-?"]
    doubtful = [_label(item, one[1:]) for one in values if one[:1] == "?"]
    denied = [_label(item, one[1:]) for one in values if one[:1] == "-"]
    parts = [", ".join(chosen)] if chosen else []
    if doubtful:
        parts.append(f"not sure: {', '.join(doubtful)}")
    if denied and not chosen:
        parts.append(f"no: {', '.join(denied)}")
    return "; ".join(parts)


def _label(item: Item, code: str) -> str:
    option = item.option(code)
    return option.label if option is not None else code
