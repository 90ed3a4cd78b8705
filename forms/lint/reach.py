"""Whether a condition can ever be true, or ever be false: a search through what a person could answer.

The condition is evaluated over answers that are made up only when it asks for them, so it decides its own search,
and `and` and `or` cut it short as they do at work. "never" is said only when every way was tried.

Two worlds are searched. In the whole one, questions apply and derived answers follow as on the form. In the loose
one every question may have any value: wider than life, so what is impossible there is impossible.
"""

import itertools
import random
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal

from msgspec import Struct, field

from forms.conditions import NOT_APPLICABLE, Facts, Truth, Vocabulary
from forms.facts import INTAKE_DATE
from forms.questionnaire import Item, Questionnaire

Verdict = Literal["found", "never", "unsure"]
Test = Callable[[Facts], Truth]

_INTAKE: Final = date(2026, 3, 2)
_TRIES = 8
_NODES_A_TRY = 200
_NODES_AT_MOST = 2500
_DEEPEST = 400
_MOST_STEPS = 64
_NUMBER = re.compile(r"(?<![\w/.])\d+(?:\.\d+)?(?![\w/])")
_MISSING = re.compile(r"missing\(\s*(\w+)\s*\)")
_ENTRY_TEST = re.compile(r"(?<!includes )\bany\(\s*(\w+)\s*,")
_BLANK: Any = None
_DERIVE: Final = "(as derived)"


class _Ask(Exception):
    """The evaluation needs an answer that is not made up yet."""

    def __init__(self, variable: str, options: Sequence[Any]) -> None:
        super().__init__(variable)
        self.variable = variable
        self.options = options


class _OutOfNodes(Exception):
    """The search took longer than it may."""


class _Codes(tuple[str, ...]):
    """Several answers of which each is decided when it is asked for."""

    world: "_World"
    variable: str
    item: Item

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and code[:1] not in ("-", "?") and self.world.has_code(self, code)


class _Scope(Struct):
    """What one search may rest on: the texts in play, their numbers, and what may be left blank."""

    texts: tuple[str, ...]
    numbers: Mapping[str, frozenset[float]]
    may_be_blank: frozenset[str]
    named_none: bool
    is_exact: bool


class _World:
    """The made-up person: answers as far as they were needed. Implements `forms.conditions.Facts`."""

    def __init__(self, reach: "Reach", scope: _Scope, assigned: Mapping[str, Any], *, is_loose: bool) -> None:
        self._reach = reach
        self._scope = scope
        self._assigned = assigned
        self._is_loose = is_loose
        self._known: dict[str, Any] = {}
        self.is_asking = True

    def choose(self, variable: str, options: Sequence[Any]) -> Any:
        """The answer as made up so far; while not asking, one that is not made up is unknown."""
        if variable in self._assigned:
            return self._assigned[variable]
        if self.is_asking:
            raise _Ask(variable, options)
        return None

    @property
    def may_look_ahead(self) -> bool:
        """Whether answers yet to come can only settle what is undecided, and never turn what is settled."""
        return not self._scope.may_be_blank

    # --- what conditions ask

    def known(self, link_id: str) -> Any:
        if link_id not in self._known:
            self._known[link_id] = self._find(link_id)
        return self._known[link_id]

    def affected_side(self) -> str | None:
        questionnaire = self._reach.questionnaire
        side = self.known(questionnaire.side_item)
        if side == "both":
            side = self.known(questionnaire.worse_side_item)
        return side if side in ("L", "R") else None

    def intake_day(self) -> int:
        return _INTAKE.toordinal()

    def intake_date(self) -> date:
        return _INTAKE

    def entries(self, block: str) -> "Sequence[_Entry]":
        return (_Entry(self, block),) if self.has_entry(block) else ()

    def is_complete(self, block: str) -> bool:
        return self.is_gate_shut(block) or self.has_entry(block)

    # --- making answers up

    def is_gate_shut(self, block: str) -> bool:
        gate = self._reach.questionnaire.blocks[block].gate
        return bool(gate) and self.known(gate) in ("no", "none", NOT_APPLICABLE)

    def has_entry(self, block: str) -> bool:
        return not self.is_gate_shut(block) and bool(self.choose(f"{block}/", (True, False)))

    def _find(self, link_id: str) -> Any:
        if link_id == INTAKE_DATE:
            return self.intake_day()
        item = self._reach.questionnaire.items[link_id]
        if self._is_loose:
            return self.answer(item, link_id)
        if item.block:
            if self.is_gate_shut(item.block):
                return NOT_APPLICABLE
            return _Entry(self, item.block).known(link_id) if self.has_entry(item.block) else None
        return self.asked(item, link_id, self)

    def asked(self, item: Item, variable: str, facts: Any) -> Any:
        """The answer if the question is put: not before it applies, unless a red flag rests on it."""
        applies = True if item.enable_when is None else item.enable_when.holds(facts)
        if applies is False:
            return NOT_APPLICABLE
        if applies is None and not item.flag:
            return None
        return self.answer(item, variable)

    def answer(self, item: Item, variable: str) -> Any:
        if item.is_derived and not self._is_loose:
            return self._derived(item, variable)
        options = self._options(item)
        if item.type == "choice" and item.repeats:
            whole = self.choose(variable, options)
            if whole is not _DERIVE or not self.is_asking:
                # Which of them are chosen is decided one by one; until then the list says nothing.
                return None if whole is _DERIVE else whole
            codes = _Codes()
            codes.world, codes.variable, codes.item = self, variable, item
            return codes
        return self.choose(variable, options)

    def _derived(self, item: Item, variable: str) -> Any:
        derivation = item.derivation
        assert derivation is not None
        may_be_blank = item.link_id in self._scope.may_be_blank
        if may_be_blank and self.choose(variable, (_DERIVE, _BLANK)) is _BLANK:
            return None
        if derivation.function:
            return self.choose(f"{variable}()", item.known_codes)
        if derivation.amount is not None:
            return derivation.amount.amount(self)
        for case in derivation.cases:
            truth = case.when.holds(self)
            if truth:
                option = item.option(case.value)
                return None if option is not None and option.is_unknown else case.value
            if truth is None:
                return None
        return None

    def has_code(self, codes: _Codes, code: str) -> bool:
        """Whether this one is among several answers; one that excludes the others stands alone."""
        item, variable = codes.item, codes.variable
        alone = item.exclusive_code
        if item.option(code) is None or (code == "none" and not self._scope.named_none):
            return False
        prefix = f"{variable}#"
        if alone is not None and code != alone and self._assigned.get(prefix + alone) is True:
            return False
        if code == alone and any(
            v is True for k, v in self._assigned.items() if k.startswith(prefix) and k != prefix + code
        ):
            return False
        return bool(self.choose(prefix + code, (True, False)))

    def _options(self, item: Item) -> Sequence[Any]:
        found: tuple[Any, ...]
        if item.type == "choice":
            found = (_DERIVE,) if item.repeats else item.known_codes
            if item.open_text and not item.repeats:
                found = tuple(dict.fromkeys((*found, "yes")))
        elif item.type == "quantity":
            found = self._reach.amounts(item, self._scope.numbers.get(item.link_id, frozenset()))
        elif item.type == "date":
            found = _days(self._scope.numbers.get(item.link_id, frozenset()))
        elif item.type == "boolean":
            found = (True, False)
        else:
            found = (("a text",) if item.repeats else "a text",)
        if self._is_loose and (item.enable_when is not None or item.block):
            found += (NOT_APPLICABLE,)
        return (*found, _BLANK) if item.link_id in self._scope.may_be_blank or item.type == "display" else found


class _Entry:
    """The one entry of a repeating block that is made up."""

    def __init__(self, whole: _World, block: str) -> None:
        self._whole = whole
        self._block = block

    def known(self, link_id: str) -> Any:
        item = self._whole._reach.questionnaire.items.get(link_id)
        if item is None or item.block != self._block:
            return self._whole.known(link_id)
        variable = f"{self._block}/{link_id}"
        if self._whole._is_loose:
            return self._whole.answer(item, variable)
        return self._whole.asked(item, variable, self)

    def affected_side(self) -> str | None:
        return self._whole.affected_side()

    def intake_day(self) -> int:
        return self._whole.intake_day()

    def intake_date(self) -> date:
        return self._whole.intake_date()

    def entries(self, block: str) -> "Sequence[_Entry]":
        return self._whole.entries(block)

    def is_complete(self, block: str) -> bool:
        return self._whole.is_complete(block)


class Reach(Struct):
    """Answers "can this ever hold?" for one form."""

    questionnaire: Questionnaire
    vocabulary: Vocabulary
    _sources: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = field(default_factory=dict)

    def can_be(
        self, wanted: bool, test: Test, texts: Sequence[str], reads: Sequence[str], *, with_blanks: bool = False
    ) -> Verdict:
        """Whether `test` can come out as wanted. texts: the conditions it is made of; reads: what they look at.

        A blank never decides a condition that does not speak of blanks; with_blanks tries them everywhere, for a test
        that asks what happens while a condition is undecided.
        """
        whole = self._scope(texts, reads, is_whole=True, with_blanks=with_blanks)
        verdict = self._search(test, wanted, whole, is_loose=False)
        if verdict == "found" or (verdict == "never" and whole.is_exact):
            return verdict
        loose = self._scope(texts, reads, is_whole=False, with_blanks=with_blanks)
        if loose.is_exact and self._search(test, wanted, loose, is_loose=True) == "never":
            return "never"
        return "unsure"

    def _search(self, test: Test, wanted: bool, scope: _Scope, *, is_loose: bool) -> Verdict:
        """Short searches in shuffled order find most answers at once; one long search settles the rest."""
        for attempt in range(_TRIES + 1):
            shuffle = random.Random(attempt).sample if attempt < _TRIES else None
            most = _NODES_A_TRY if attempt < _TRIES else _NODES_AT_MOST
            try:
                found = _explore(lambda assigned: self._world(scope, assigned, is_loose), test, wanted, shuffle, most)
            except _OutOfNodes:
                continue
            return "found" if found else "never"
        return "unsure"

    def _world(self, scope: _Scope, assigned: Mapping[str, Any], is_loose: bool) -> _World:
        return _World(self, scope, assigned, is_loose=is_loose)

    # --- what a search rests on

    def _conditions_of(self, link_id: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The conditions and amounts behind an item: each text with what it reads."""
        if link_id not in self._sources:
            item = self.questionnaire.items.get(link_id)
            found: list[tuple[str, tuple[str, ...]]] = []
            if item is not None:
                if item.enable_when is not None:
                    found.append((item.enable_when.text, item.enable_when.reads))
                if item.derivation is not None:
                    found += [(case.when.text, case.when.reads) for case in item.derivation.cases]
                    if item.derivation.amount is not None:
                        found.append((item.derivation.amount.text, item.derivation.amount.reads))
                gate = self.questionnaire.blocks[item.block].gate if item.block else ""
                if gate:
                    found.append(("", (gate,)))
            self._sources[link_id] = tuple(found)
        return self._sources[link_id]

    def _scope(self, texts: Sequence[str], reads: Sequence[str], *, is_whole: bool, with_blanks: bool) -> _Scope:
        pieces: dict[tuple[str, tuple[str, ...]], None] = {(text, tuple(reads)): None for text in texts}
        queue, seen = list(reads), set(reads)
        while is_whole and queue:
            for piece in self._conditions_of(queue.pop()):
                pieces[piece] = None
                queue += [name for name in piece[1] if name not in seen]
                seen.update(piece[1])
        all_texts = tuple(text for text, _ in pieces)
        blank = {name for text in all_texts for base in _MISSING.findall(text) for name in self._names(base)}
        if with_blanks:
            blank |= seen
        numbers: dict[str, set[float]] = {}
        for text, names in pieces:
            for name in names:
                numbers.setdefault(name, set()).update(self._numbers_of(text))
        if is_whole:
            self._hand_down(numbers)
        return _Scope(
            texts=all_texts,
            numbers={name: frozenset(found) for name, found in numbers.items()},
            may_be_blank=frozenset(blank),
            named_none=any(re.search(r"\bnone\b", text) for text in all_texts),
            is_exact=self._is_exact(pieces, is_whole=is_whole),
        )

    def _names(self, base: str) -> tuple[str, ...]:
        return self.vocabulary.sides.get(base, (base,))

    def _numbers_of(self, text: str) -> set[float]:
        found = {float(number) for number in _NUMBER.findall(text)}
        return found | {float(self.vocabulary.recent_days)} if re.search(r"\bis_(new|old|positive)\(", text) else found

    def _hand_down(self, numbers: dict[str, set[float]]) -> None:
        """A number that an amount is compared with matters to what the amount is worked out from."""
        for _ in range(3):
            for name in list(numbers):
                item = self.questionnaire.items.get(name)
                if item is not None and item.derivation is not None and item.derivation.amount is not None:
                    for read in item.derivation.amount.reads:
                        numbers.setdefault(read, set()).update(numbers[name])

    def _is_fed(self, pieces: Mapping[tuple[str, tuple[str, ...]], None], block: str) -> bool:
        """Whether an entry answers for its block beside being tested as an entry: two entries could do it."""
        own = self.questionnaire.blocks[block].items
        outside = [text for text, _ in pieces if not _ENTRY_TEST.search(text)]
        tested = [text for text, _ in pieces if _ENTRY_TEST.search(text)]
        return any(re.search(rf"\b{name}\b", text) for name in own for text in outside) or any(
            not text.strip().startswith("any(") for text in tested
        )

    def _is_exact(self, pieces: Mapping[tuple[str, tuple[str, ...]], None], *, is_whole: bool) -> bool:
        """Whether every combination that could matter is tried. Not when amounts are weighed against each other,
        nor when several entries of a block could each do their part."""
        entry_tests = [found for text, _ in pieces for found in _ENTRY_TEST.findall(text)]
        if len(entry_tests) > 1:
            return False
        if entry_tests and is_whole and self._is_fed(pieces, entry_tests[0]):
            return False
        for text, _ in pieces:
            if re.search(r"\s[+-]\s", text):
                return False
            for name in re.findall(r"(?:<=|>=|!=|=|<|>)\s*(?:\w+\()?([a-z]\w*)", text):
                word = self.vocabulary.words.get(name)
                if word is not None and word.kind in ("number", "date"):
                    return False
        return True

    def amounts(self, item: Item, numbers: frozenset[float]) -> tuple[float, ...]:
        """Amounts on both sides of every number that matters; all of them when there are few."""
        low, high = item.low, item.high
        if item.step and low is not None and high is not None and (high - low) / item.step <= _MOST_STEPS:
            return tuple(low + item.step * count for count in range(int((high - low) / item.step) + 1))
        near = item.step or (1.0 if item.unit == "year" else 0.5)
        found = {low if low is not None else 0.0, high if high is not None else 1000.0}
        for number in numbers:
            found |= {number - near, number, number + near}
        ordered = sorted(found)
        if near < 1:
            found |= {(a + b) / 2 for a, b in itertools.pairwise(ordered)}
        inside = (n for n in found if (low is None or n >= low) and (high is None or n <= high))
        return tuple(sorted(inside))


def _days(numbers: frozenset[float]) -> tuple[int, ...]:
    """Day numbers on both sides of every number of days, months and years that matters."""
    today = _INTAKE.toordinal()
    back = {0, 1, 10, 100, 1000, 10000}
    for number in numbers:
        if number > 2 * 366:
            continue
        back |= {int(number) + near for near in (-1, 0, 1)}
        for months in (number, number * 12):
            if months <= 12 * 120:
                days = _INTAKE - _months_back(int(months))
                back |= {days.days + near for near in (-1, 0, 1)}
    return tuple(sorted(today - days for days in back if days >= 0))


def _months_back(months: int) -> date:
    year, month = divmod(_INTAKE.year * 12 + _INTAKE.month - 1 - months, 12)
    return date(year, month + 1, _INTAKE.day)


def _explore(
    world: Callable[[Mapping[str, Any]], _World],
    test: Test,
    wanted: bool,
    shuffle: Callable[..., list[Any]] | None,
    most: int,
) -> bool:
    """Depth first: make up the answer that is asked for, one after the other, until the test comes out as wanted."""
    assigned: dict[str, Any] = {}
    nodes = 0

    def explore(depth: int) -> bool:
        nonlocal nodes
        nodes += 1
        if nodes > most or depth > _DEEPEST:
            raise _OutOfNodes
        try:
            truth = test(world(assigned))
        except _Ask as ask:
            variable, options = ask.variable, ask.options
        else:
            return truth is wanted
        ahead = world(assigned)
        if ahead.may_look_ahead:
            ahead.is_asking = False
            truth = test(ahead)
            if truth is not None:
                return truth is wanted
        for value in shuffle(options, len(options)) if shuffle is not None else options:
            assigned[variable] = value
            if explore(depth + 1):
                return True
        assigned.pop(variable, None)
        return False

    return explore(0)
