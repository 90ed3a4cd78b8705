"""What is known of one person: answers, derived answers, and which questions apply. The view rules look through.

Made afresh for each response; everything is worked out on first asking and remembered.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from forms.conditions import NOT_APPLICABLE, Truth
from forms.questionnaire import Block, Item, Questionnaire
from forms.response import QuestionnaireResponse, Value, entry_key

# A derived answer that needs more than the condition language: facts -> code, number or None.
Computation = Callable[["Facts"], Any]

_UNSET: Any = object()
INTAKE_DATE = "intake_date"


class Facts(dict[str, Any]):
    """The answers of one response as conditions see them: what is known by link id, worked out when first asked for.

    `known` gives a code, a tuple of codes, a number, a tick, a text, or a date as a day number;
    None for unknown; NOT_APPLICABLE for a question that is not asked of this person.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        response: QuestionnaireResponse,
        computations: Mapping[str, Computation] | None = None,
    ) -> None:
        super().__init__({INTAKE_DATE: response.authored.toordinal()})
        self.questionnaire = questionnaire
        self.response = response
        self._computations = computations or {}
        self._enabled: dict[str, Truth] = {}
        # What is being worked out this moment. The loader refuses a cycle; one that slipped through reads as unknown.
        self._finding: set[str] = set()
        self._deciding: set[str] = set()
        self._entries: dict[str, tuple[EntryFacts, ...]] = {}
        self._feeding: dict[str, int] = {}
        self._side: Any = _UNSET
        self._authored = response.authored

    # One response is not another because as much of it was asked for.
    __eq__ = object.__eq__
    __hash__ = object.__hash__  # type: ignore[assignment]

    def with_response(self, response: QuestionnaireResponse) -> "Facts":
        """What would be known with these answers instead."""
        return Facts(self.questionnaire, response, self._computations)

    # --- what conditions ask

    # Asked more than a thousand times for one impression: the dictionary's own look-up, with no step of ours before it.
    known = dict.__getitem__

    def __missing__(self, link_id: str) -> Any:
        if link_id in self._finding:
            return None
        self._finding.add(link_id)
        value = self[link_id] = self._find(self.questionnaire.items[link_id])
        self._finding.discard(link_id)
        return value

    def affected_side(self) -> str | None:
        """L or R: the painful side, or the worse one where both hurt; None when there is no such side."""
        if self._side is _UNSET:
            side = self.known(self.questionnaire.side_item)
            if side == "both":
                side = self.known(self.questionnaire.worse_side_item)
            self._side = side if side in ("L", "R") else None
        result: str | None = self._side
        return result

    def intake_day(self) -> int:
        return self.response.authored.toordinal()

    def intake_date(self) -> date:
        return self.response.authored

    def entries(self, block: str) -> "Sequence[EntryFacts]":
        if block not in self._entries:
            numbers = self.response.entries(block)
            self._entries[block] = tuple(EntryFacts(self, self.questionnaire.blocks[block], n) for n in numbers)
        return self._entries[block]

    def is_complete(self, block: str) -> bool:
        """Whether the list of entries may be taken as all there is."""
        gate = self.questionnaire.blocks[block].gate
        if gate and self.known(gate) in ("no", "none", NOT_APPLICABLE):
            return True
        return bool(self.entries(block))

    # --- what screens ask

    def is_enabled(self, key: str) -> Truth:
        """Whether the question (or `block/number/link id`) applies: True, False, or None while undecided."""
        if "/" in key:
            block, number, link_id = key.split("/")
            return self.entry(block, int(number)).is_enabled(link_id)
        enabled = self._enabled.get(key, _UNSET)
        if enabled is _UNSET:
            condition = self.questionnaire.items[key].enable_when
            if key in self._deciding:
                return None
            self._deciding.add(key)
            enabled = self._enabled[key] = True if condition is None else condition.holds(self)
            self._deciding.discard(key)
        result: Truth = enabled
        return result

    def answer(self, link_id: str) -> Value | None:
        """The value as stored or derived, with dates as ISO texts and `unsure` kept; None when blank or not asked."""
        item = self.questionnaire.items[link_id]
        value = self.known(link_id)
        if value is None and not item.is_derived:
            return self._raw(item)
        if value is None or value is NOT_APPLICABLE:
            return None
        return _as_stored(item, value)

    def entry(self, block: str, number: int) -> "EntryFacts":
        for entry in self.entries(block):
            if entry.number == number:
                return entry
        return EntryFacts(self, self.questionnaire.blocks[block], number)

    def feeding_entry(self, block: str) -> int:
        """The number of the entry that answers for the whole block; 0 when there is none."""
        if block not in self._feeding:
            self._feeding[block] = self._choose(self.questionnaire.blocks[block])
        return self._feeding[block]

    # --- the same person after another answer

    def after(self, response: QuestionnaireResponse) -> "tuple[Facts, frozenset[str]]":
        """The facts of other answers of the same day, and the questions of which a condition may see something else.

        What cannot have changed is taken over; all the rest is worked out anew.
        """
        assert response.authored == self._authored
        moved = self._moved(response)
        new = Facts(self.questionnaire, response, self._computations)
        new.update(self)
        new._enabled = dict(self._enabled)
        for link_id in moved:
            new.pop(link_id, None)
            new._enabled.pop(link_id, None)
        new._feeding = {
            block: number
            for block, number in self._feeding.items()
            if moved.isdisjoint(self.questionnaire.blocks[block].items)
        }
        return new, frozenset(link_id for link_id in moved if self._sees_something_else(link_id, new))

    def _moved(self, response: QuestionnaireResponse) -> set[str]:
        """Every question that an answer which is not the same may have an influence on."""
        moved_by, blocks = self.questionnaire.moved_by, self.questionnaire.blocks
        moved: set[str] = set()
        for key in changed_keys(self.response, response):
            block, _, link_id = key.rpartition("/")
            moved |= moved_by.get(link_id, frozenset())
            # An entry counts by having any answer, even to a question this form no longer has.
            for own in blocks[block.split("/")[0]].items if block.split("/")[0] in blocks else ():
                moved |= moved_by[own]
        return moved

    def _sees_something_else(self, link_id: str, new: "Facts") -> bool:
        # One entry may have changed although another answers for the whole block.
        if link_id not in self or self.questionnaire.items[link_id].block:
            return True
        return not _is_same(self[link_id], new.known(link_id))

    # --- finding values

    def _raw(self, item: Item) -> Value | None:
        if item.block:
            number = self.feeding_entry(item.block)
            return self.response.value(entry_key(item.block, number, item.link_id)) if number else None
        return self.response.value(item.link_id)

    def _find(self, item: Item) -> Any:
        if item.block:
            number = self.feeding_entry(item.block)
            if number:
                return self.entry(item.block, number).known(item.link_id)
            gate = self.questionnaire.blocks[item.block].gate
            return NOT_APPLICABLE if gate and self.known(gate) in ("no", "none") else None
        if self.is_enabled(item.link_id) is False:
            return NOT_APPLICABLE
        if item.derivation is not None:
            value = self.derived(item)
            if value is not None and (item.type != "quantity" or is_possible_amount(item, value, self._authored)):
                return value
        return usable(item, self._raw(item), self._authored)

    def derived(self, item: Item) -> Any:
        """What the sources of a derived answer come to, within its limits or not; None when they do not say."""
        derivation = item.derivation
        assert derivation is not None
        if derivation.function:
            computation = self._computations.get(derivation.function)
            return computation(self) if computation is not None else None
        if derivation.amount is not None:
            return derivation.amount.amount(self)
        for case in derivation.cases:
            truth = case.when.holds(self)
            if truth:
                return case.value
            if truth is None:
                return None
        return None

    def _choose(self, block: Block) -> int:
        best: tuple[Any, ...] = ()
        for order, entry in enumerate(self.entries(block.id)):
            wishes = tuple({True: 2, None: 1, False: 0}[wish.holds(entry)] for wish in block.prefer)
            day = entry.known(block.newest_by) if block.newest_by else None
            rank = (*wishes, day if isinstance(day, int) else 0, -order, entry.number)
            best = max(best, rank) if best else rank
        return int(best[-1]) if best else 0


class EntryFacts:
    """One entry of a repeating block; everything outside the block is the person's."""

    def __init__(self, whole: Facts, block: Block, number: int) -> None:
        self._whole = whole
        self._block = block
        self._own = frozenset(block.items)
        self._enabled: dict[str, Truth] = {}
        self._known: dict[str, Any] = {}
        self.number = number

    def known(self, link_id: str) -> Any:
        if link_id not in self._own:
            return self._whole.known(link_id)
        value = self._known.get(link_id, _UNSET)
        if value is _UNSET:
            item = self._whole.questionnaire.items[link_id]
            if self.is_enabled(link_id) is False:
                value = NOT_APPLICABLE
            else:
                raw = self._whole.response.value(entry_key(self._block.id, self.number, link_id))
                value = usable(item, raw, self._whole.response.authored)
            self._known[link_id] = value
        return value

    def answer(self, link_id: str) -> Value | None:
        """As `Facts.answer`, of this entry's own question."""
        value = self.known(link_id)
        if value is None:
            return self._whole.response.value(entry_key(self._block.id, self.number, link_id))
        return None if value is NOT_APPLICABLE else _as_stored(self._whole.questionnaire.items[link_id], value)

    def is_enabled(self, link_id: str) -> Truth:
        if link_id not in self._own:
            return self._whole.is_enabled(link_id)
        if link_id not in self._enabled:
            condition = self._whole.questionnaire.items[link_id].enable_when
            self._enabled[link_id] = None
            self._enabled[link_id] = True if condition is None else condition.holds(self)
        return self._enabled[link_id]

    def affected_side(self) -> str | None:
        return self._whole.affected_side()

    def intake_day(self) -> int:
        return self._whole.intake_day()

    def intake_date(self) -> date:
        return self._whole.intake_date()

    def entries(self, block: str) -> "Sequence[EntryFacts]":
        return self._whole.entries(block)

    def is_complete(self, block: str) -> bool:
        return self._whole.is_complete(block)


def _as_stored(item: Item, value: Any) -> Value:
    result: Value = date.fromordinal(value).isoformat() if item.type == "date" else value
    return result


def changed_keys(before: QuestionnaireResponse, after: QuestionnaireResponse) -> tuple[str, ...]:
    """The keys whose answers are not the same."""
    old, new = before.answers, after.answers
    kept = [key for key, value in new.items() if not _is_same(value, old.get(key))]
    return (*kept, *(key for key in old if key not in new))


def _is_same(one: Any, other: Any) -> bool:
    # 1, 1.0 and True are equal to each other; as answers they are not.
    return one is other or (type(one) is type(other) and bool(one == other))


def usable(item: Item, value: Value | None, authored: date) -> Any:
    """A stored value as a condition sees it: unknown codes become None, dates become day numbers.

    What the form refuses (typed at the desk, it is kept beside its error) says nothing: it is unknown, never an answer.
    """
    if value is None or value == "" or value == ():
        return None
    if item.type == "date":
        day = parse_date(value) if isinstance(value, str) else None
        return None if day is None or (item.not_future and day > authored) else day.toordinal()
    if item.type == "quantity":
        return value if is_possible_amount(item, value, authored) else None
    if item.type == "boolean":
        return value if isinstance(value, bool) else None
    return _usable_choice(item, value) if item.type == "choice" else value


def _usable_choice(item: Item, value: Value) -> Any:
    if isinstance(value, str):
        if item.repeats:
            # A lone code does not say that every option was asked.
            return None if item.asked_each else _usable_choice(item, (value,))
        option = item.option(value)
        if option is None:
            return "yes" if item.open_text else None
        return None if option.is_unknown else value
    if not item.repeats or not isinstance(value, tuple):
        return None
    unknown = {option.code for option in item.options if option.is_unknown}
    return None if unknown and set(value) <= unknown else value


def is_possible_amount(item: Item, value: Any, authored: date) -> bool:
    """Whether this is a number within the hard limits of its question."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    high = highest_amount(item, authored)
    return (item.low is None or value >= item.low) and (high is None or value <= high)


def highest_amount(item: Item, authored: date) -> float | None:
    """The upper hard limit; of a year that cannot lie ahead, the year of the intake."""
    if item.not_future and item.unit == "year":
        return authored.year if item.high is None else min(item.high, authored.year)
    return item.high


_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_date(text: str) -> date | None:
    """The date of `2026-03-02`; None for anything else (`fromisoformat` alone would take week dates too)."""
    if _ISO_DATE.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_answered(item: Item, value: Any) -> Truth:
    """Whether a known value settles the question; for one asked option by option, whether every option is."""
    if value is None:
        return False
    if value is NOT_APPLICABLE:
        return True
    if isinstance(value, tuple) and item.asked_each:
        if any(entry == "unsure" or entry.startswith("?") for entry in value):
            return False
        if any(entry.startswith("-") for entry in value) and "none" not in value:
            named = {entry.lstrip("-") for entry in value}
            return all(o.code in named for o in item.options if not o.is_exclusive and not o.is_unknown)
    return True
