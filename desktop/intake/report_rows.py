"""What a report suggests, as lines to confirm one by one, for one entry of the scan block or for several.

Nothing is decided here, and nothing filled in: a line says what would be written where, and which words say so.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from forms.answer_words import value_in_words
from forms.exchange.imaging_report import LeftBlank, Quote, ReportReading, Suggestion
from forms.questionnaire import Block, Item, Questionnaire
from forms.response import QuestionnaireResponse, Value, entry_key

# What the whole report says of every level alike.
_OF_THE_WHOLE = ("img_done", "img_date", "img_region", "img_calcified")
_LEVEL = "img_level"


class ReportRow(Struct, frozen=True):
    """One suggestion. note: what to check first, for one that is not simply stated; such a one goes alone."""

    item: str
    code: str
    question: str
    answer: str
    quotes: tuple[Quote, ...]
    is_stated: bool
    note: str = ""


class BlankRow(Struct, frozen=True):
    """A question left open, and why. offer: what to write if the person agrees that the report is silent."""

    item: str
    question: str
    because: str
    quotes: tuple[Quote, ...]
    offer: str = ""
    offer_words: str = ""
    is_urgent: bool = False


class ReportEntry(Struct, frozen=True):
    """What would go into one entry of the block. level: "" for the whole report."""

    level: str
    rows: tuple[ReportRow, ...]
    blanks: tuple[BlankRow, ...]


def entry_of_report(reading: ReportReading, questionnaire: Questionnaire, may_answer: Iterable[str]) -> ReportEntry:
    """The report in one entry."""
    return _entry("", reading.suggestions, reading.left_blank, questionnaire, may_answer)


def entries_by_level(
    reading: ReportReading, questionnaire: Questionnaire, may_answer: Iterable[str]
) -> tuple[ReportEntry, ...]:
    """An entry for each level that has findings of its own; what is said of the whole scan stands in each."""
    allowed = frozenset(may_answer)
    shared = tuple(one for one in reading.suggestions if one.item in _OF_THE_WHOLE)
    shared_blanks = tuple(one for one in reading.left_blank if one.item in _OF_THE_WHOLE)
    levels = {one.code: one for one in reading.suggestions if one.item == _LEVEL}
    return tuple(
        _entry(
            level.level,
            (*shared, *((levels[level.level],) if level.level in levels else ()), *level.suggestions),
            (*shared_blanks, *level.left_blank),
            questionnaire,
            allowed,
        )
        for level in reading.levels
    )


def free_entries(response: QuestionnaireResponse, block: Block) -> tuple[int, ...]:
    """The entries a report may be written into: those with no more than the block's first answer, then new ones."""
    used = response.entries(block.id)
    blank = [number for number in used if _is_blank(response, block, number)]
    first_new = max((*used, 0)) + 1
    new = range(first_new, first_new + block.most - len(used))
    return (*blank, *new)


def with_code(item: Item, before: Value | None, code: str) -> Value:
    """The answer once this code is confirmed: added where several may stand, put in place where one may."""
    if not item.repeats:
        return code
    chosen = before if isinstance(before, tuple) else ()
    option = item.option(code)
    if option is not None and option.is_exclusive:
        return (code,)
    kept = [one for one in chosen if one != item.exclusive_code]
    return tuple(dict.fromkeys((*kept, code)))


def without_code(item: Item, now: Value | None, code: str) -> Value | None:
    """The answer once this code is taken back."""
    if not item.repeats:
        return None if now == code else now
    left = tuple(one for one in (now if isinstance(now, tuple) else ()) if one != code)
    return left or None


def has_code(item: Item, now: Value | None, code: str) -> bool:
    """Whether the answer says so already."""
    return code in now if item.repeats and isinstance(now, tuple) else now == code


def _is_blank(response: QuestionnaireResponse, block: Block, number: int) -> bool:
    return all(response.value(entry_key(block.id, number, link_id)) is None for link_id in block.items[1:])


def _entry(
    level: str,
    suggestions: Sequence[Suggestion],
    blanks: Sequence[LeftBlank],
    questionnaire: Questionnaire,
    may_answer: Iterable[str],
) -> ReportEntry:
    items, allowed = questionnaire.items, frozenset(may_answer)
    order = {link_id: place for place, link_id in enumerate(items)}
    return ReportEntry(
        level,
        tuple(
            _row(one, items[one.item])
            for one in sorted(suggestions, key=lambda one: order[one.item])
            if one.item in allowed
        ),
        tuple(
            _blank(one, items[one.item])
            for one in sorted(blanks, key=lambda one: (not one.is_urgent, order[one.item]))
            if one.item in allowed
        ),
    )


def _row(one: Suggestion, item: Item) -> ReportRow:
    value: Value = (one.code,) if item.repeats else one.code
    return ReportRow(
        one.item, one.code, item.label, value_in_words(item, value), one.quotes, one.sure == "stated", one.note
    )


def _blank(one: LeftBlank, item: Item) -> BlankRow:
    offered = value_in_words(item, one.offer) if one.offer else ""
    return BlankRow(one.item, item.label, one.because, one.quotes, one.offer, offered, one.is_urgent)
