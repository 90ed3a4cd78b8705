"""The form as data: Questionnaire, Page, Item, AnswerOption.

Names follow FHIR Questionnaire. Link ids are the knowledge base's ids; they are never renumbered or reused.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import force_setattr

from forms.conditions import Condition, Expression

ItemType = Literal["boolean", "choice", "quantity", "string", "text", "date", "display"]
ITEM_TYPES: tuple[ItemType, ...] = ("boolean", "choice", "quantity", "string", "text", "date", "display")

Role = Literal["patient", "reception", "physio"]
ROLES: tuple[Role, ...] = ("patient", "reception", "physio")

# What reception sees of an answer: everything, or only the tier it leads to.
ReceptionView = Literal["full", "tier"]


class AnswerOption(Struct, frozen=True):
    """One answer of a choice.

    is_unknown: choosing it leaves the question open (not sure, private, not done).
    is_exclusive: it cannot stand beside another answer (none of these).
    number: what it counts as where a condition compares numbers (power grade "4" is 4).
    also: other spellings an answers file may use.
    """

    code: str
    label: str
    is_unknown: bool = False
    is_exclusive: bool = False
    number: float | None = None
    also: tuple[str, ...] = ()
    is_private: bool = False


class Case(Struct, frozen=True):
    """One line of a derived choice: the value, and when it holds."""

    value: str
    when: Condition


class Derivation(Struct, frozen=True):
    """How an answer is computed: the first case that holds, a number, or a function of the code by name."""

    cases: tuple[Case, ...] = ()
    amount: Expression | None = None
    function: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        if self.amount is not None:
            return self.amount.reads
        return tuple(dict.fromkeys(name for case in self.cases for name in case.when.reads))


class Item(Struct, frozen=True):
    """One question.

    low, high: hard limits (an error outside); soft_low, soft_high: outside them ask "are you sure?".
    repeats: several options may be chosen. asked_each: each option is asked yes / no / not sure on its own.
    open_text: a text that is no option is accepted as the person's own words (FHIR open-choice).
    side, root: of a question asked once a side or a nerve root; `base` is the id they share.
    enable_when: asked only then; a hidden answer is kept but not used.
    suggest_when: an examination step that is proposed then, and can always be recorded.
    since: the date question that dates this symptom (the 14-day rule).
    """

    link_id: str
    type: ItemType
    label: str
    help: str = ""
    read_aloud: str = ""
    options: tuple[AnswerOption, ...] = ()
    repeats: bool = False
    asked_each: bool = False
    open_text: bool = False
    unit: str = ""
    low: float | None = None
    high: float | None = None
    soft_low: float | None = None
    soft_high: float | None = None
    step: float | None = None
    min_length: int = 0
    max_length: int = 0
    not_future: bool = False
    required: bool = False
    who: tuple[Role, ...] = ("patient", "reception", "physio")
    private: bool = False
    reception_view: ReceptionView = "full"
    enable_when: Condition | None = None
    suggest_when: Condition | None = None
    derivation: Derivation | None = None
    widget: str = ""
    format: str = ""
    base: str = ""
    side: Literal["L", "R", ""] = ""
    root: str = ""
    since: str = ""
    flag: str = ""
    loinc: str = ""
    section: str = ""
    block: str = ""
    _by_code: Mapping[str, AnswerOption] = field(default_factory=dict)

    def __post_init__(self) -> None:
        force_setattr(self, "_by_code", {option.code: option for option in self.options})

    def option(self, code: str) -> AnswerOption | None:
        return self._by_code.get(code)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(option.code for option in self.options)

    @property
    def known_codes(self) -> tuple[str, ...]:
        """The codes a condition may name: those that answer the question."""
        return tuple(option.code for option in self.options if not option.is_unknown)

    @property
    def exclusive_code(self) -> str | None:
        return next((option.code for option in self.options if option.is_exclusive), None)

    @property
    def is_derived(self) -> bool:
        return self.derivation is not None


class Block(Struct, frozen=True):
    """A group of questions that repeats: injuries, scans.

    gate: the question whose "no" means there are no entries. prefer: which entry answers for all, first condition
    first; newest_by: among equals, the newest by this date.
    """

    id: str
    title: str
    entry_title: str
    most: int
    items: tuple[str, ...]
    gate: str = ""
    prefer: tuple[Condition, ...] = ()
    newest_by: str = ""


Stage = Literal["details", "intake", "examination", "follow_up"]
STAGES: tuple[Stage, ...] = ("details", "intake", "examination", "follow_up")


class Page(Struct, frozen=True):
    """One page of the form, in the order it is asked."""

    id: str
    title: str
    order: int
    stage: Stage
    items: tuple[str, ...]
    intro: str = ""
    section: str = ""
    blocks: tuple[Block, ...] = ()


class Questionnaire(Struct, frozen=True, dict=True):
    """Every page and item, with look-ups by link id."""

    version: str
    pages: tuple[Page, ...]
    items: Mapping[str, Item]
    blocks: Mapping[str, Block]
    side_item: str = ""
    worse_side_item: str = ""
    worse_since_item: str = ""
    recent_days: int = 0

    def item(self, link_id: str) -> Item:
        return self.items[link_id]

    def page_of(self, link_id: str) -> Page:
        return self._page_by_item[link_id]

    @cached_property
    def _page_by_item(self) -> Mapping[str, Page]:
        return {link_id: page for page in self.pages for link_id in page.items}

    def seen_by(self, condition: Condition | Expression) -> frozenset[str]:
        """Every question this may look at, those behind the painful side and the entries of a block among them."""
        seen = set(condition.reads)
        if self.side_item in seen:
            seen.add(self.worse_side_item)
        if isinstance(condition, Condition):
            for block in (self.blocks[block_id] for block_id in condition.blocks):
                seen.update((*block.items, block.gate))
        return frozenset(seen - {""})

    @cached_property
    def moved_by(self) -> Mapping[str, frozenset[str]]:
        """Question -> every question whose value or showing may be another once this one has another answer.

        Generous: one too many costs a moment, one too few would leave a value standing that is no longer true.
        """
        readers: dict[str, set[str]] = {link_id: set() for link_id in self.items}
        for item in self.items.values():
            for link_id in self._behind(item):
                readers.setdefault(link_id, set()).add(item.link_id)
        return {link_id: _reached(link_id, readers) for link_id in readers}

    def _behind(self, item: Item) -> set[str]:
        """The questions that an item's value and showing are worked out from, one step back."""
        behind = {item.link_id}
        if item.enable_when is not None:
            behind |= self.seen_by(item.enable_when)
        if item.derivation is not None:
            if item.derivation.function:
                return set(self.items)  # the function may ask for anything
            if item.derivation.amount is not None:
                behind |= self.seen_by(item.derivation.amount)
            for case in item.derivation.cases:
                behind |= self.seen_by(case.when)
        block = self.blocks.get(item.block)
        if block is not None:
            # Any answer of a block may change which entry answers for it.
            behind |= {*block.items, block.gate, block.newest_by} - {""}
            for wish in block.prefer:
                behind |= self.seen_by(wish)
        return behind

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """base id -> the link ids asked a side or a root: `ex_wblt` -> (`ex_wblt_L`, `ex_wblt_R`)."""
        found: dict[str, list[str]] = {}
        for item in self.items.values():
            if item.base:
                found.setdefault(item.base, []).append(item.link_id)
        return {base: tuple(ids) for base, ids in found.items()}


def _reached(start: str, steps: Mapping[str, set[str]]) -> frozenset[str]:
    found = {start}
    waiting = [start]
    while waiting:
        new = steps.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found)
