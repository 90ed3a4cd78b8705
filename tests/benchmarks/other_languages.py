"""Our drivers' rules in the languages of two other rule engines, so that all three can be timed on the same work.

Neither engine knows "unknown" or "does not apply". A condition is therefore said twice: when it certainly holds, and
when it certainly does not; in between it is open. What an engine is given, besides the rules, are the answers worked
out (`answers_of`): `v` has every known value, `n` the questions that do not apply. A question in neither is unknown.

Only what the drivers' rules use is translated; anything else is refused. One thing differs: we round a sum to nine
digits, and CEL, which cannot round, compares it as it is.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from forms.conditions import _TOKEN, NOT_APPLICABLE, Vocabulary, Word
from forms.content import Content
from forms.facts import Facts
from forms.questionnaire_file import vocabulary_of

_RELATIONS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_SIDE = "painful_side"
_AS_NUMBER = "__number"


class Language(Struct, frozen=True):
    """How one engine writes the few things that differ."""

    name: str
    both: str
    either: str
    negation: str
    has: Callable[[str], str]
    rounded: Callable[[str], str]
    marked: Callable[[str], str]

    def all_of(self, *parts: str) -> str:
        return "(" + f" {self.both} ".join(parts) + ")"

    def any_of(self, *parts: str) -> str:
        return "(" + f" {self.either} ".join(parts) + ")"

    def none_of(self, part: str) -> str:
        return f"{self.negation}({part})"


ZEN = Language(
    "GoRules Zen",
    "and",
    "or",
    "not ",
    has=lambda path: f"{path} != null",
    rounded=lambda amount: f"round({amount}, 9)",
    marked=lambda path: f'some({path}, # == "unsure" or startsWith(#, "-") or startsWith(#, "?"))',
)
CEL = Language(
    "CEL",
    "&&",
    "||",
    "!",
    has=lambda path: f"has({path})",
    rounded=lambda amount: f"({amount})",
    marked=lambda path: f'{path}.exists(e, e == "unsure" || e.startsWith("-") || e.startsWith("?"))',
)


class Said(Struct, frozen=True):
    """A condition twice: when it certainly holds, and when it certainly does not."""

    true: str
    false: str


class Amount(Struct, frozen=True):
    """A value, when it is known, and when it does not apply. counted: the conditions of a `count`."""

    value: str
    known: str
    off: str
    word: Word | None = None
    number: str = ""
    counted: tuple[Said, ...] = ()


def rules_in(language: Language, content: Content) -> dict[str, Said]:
    """Every rule of every driver by its id; a scan's rule only through the imaging gate, as in the engine."""
    vocabulary = vocabulary_of(content.questionnaire)
    gate = _Translator(content.rulebook.scoring.imaging_gate.text, vocabulary, language).whole()
    found: dict[str, Said] = {}
    for driver in content.rulebook.drivers:
        for rule in driver.rules:
            said = _Translator(rule.when.text, vocabulary, language).whole()
            if rule.is_imaging:
                said = Said(language.all_of(said.true, gate.true), language.any_of(said.false, gate.false))
            found[rule.id] = said
    return found


def answers_of(facts: Facts, content: Content) -> dict[str, dict[str, Any]]:
    """What the drivers' rules read, worked out: which questions apply, derived answers, numbers of graded choices."""
    known: dict[str, Any] = {}
    off: dict[str, Any] = {}
    reads = [rule.when.reads for driver in content.rulebook.drivers for rule in driver.rules]
    for link_id in {one for own in (*reads, content.rulebook.scoring.imaging_gate.reads) for one in own}:
        value = facts.known(link_id)
        if value is NOT_APPLICABLE:
            off[link_id] = True
        elif value is not None:
            known[link_id] = _plain(value)
            option = content.questionnaire.items[link_id].option(value) if isinstance(value, str) else None
            if option is not None and option.number is not None:
                known[link_id + _AS_NUMBER] = float(option.number)
    if facts.affected_side() is not None:
        known[_SIDE] = facts.affected_side()
    return {"v": known, "n": off}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


class _Translator:
    """Reads one condition of ours and says it in another language."""

    def __init__(self, text: str, vocabulary: Vocabulary, language: Language) -> None:
        self._tokens = [(one.lastgroup or "", one.group(one.lastgroup or 0)) for one in _TOKEN.finditer(text)]
        self._vocabulary = vocabulary
        self._language = language

    def whole(self) -> Said:
        said = self._either()
        assert isinstance(said, Said) and not self._tokens, self._tokens
        return said

    def _next(self) -> tuple[str, str]:
        return self._tokens.pop(0)

    def _sees(self, *words: str) -> bool:
        return tuple(text for _, text in self._tokens[: len(words)]) == words

    def _takes(self, *words: str) -> bool:
        if not self._sees(*words):
            return False
        del self._tokens[: len(words)]
        return True

    def _must(self, word: str) -> None:
        assert self._takes(word), (word, self._tokens)

    # --- conditions

    def _joined(self, word: str, part: Callable[[], Said | Amount]) -> Said | Amount:
        parts = [part()]
        while self._takes(word):
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        true, false = zip(*((one.true, one.false) for one in parts if isinstance(one, Said)), strict=True)
        assert len(true) == len(parts)
        if word == "and":
            return Said(self._language.all_of(*true), self._language.any_of(*false))
        return Said(self._language.any_of(*true), self._language.all_of(*false))

    def _either(self) -> Said | Amount:
        return self._joined("or", self._both)

    def _both(self) -> Said | Amount:
        return self._joined("and", self._not)

    def _not(self) -> Said | Amount:
        if not self._takes("not"):
            return self._comparison()
        said = self._not()
        assert isinstance(said, Said)
        return Said(said.false, said.true)

    def _comparison(self) -> Said | Amount:
        left = self._sum(None)
        if isinstance(left, Said):
            return left
        if self._takes("in"):
            return self._is_in(left, self._codes())
        if self._takes("includes"):
            assert self._takes("any")
            return self._includes(left, self._codes())
        compared: list[Said] = []
        while self._tokens and self._tokens[0][1] in _RELATIONS:
            relation = self._next()[1]
            right = self._sum(left.word)
            assert isinstance(right, Amount)
            compared.append(self._relation(left, relation, right))
            left = right
        if len(compared) < 2:
            return compared[0] if compared else left
        return Said(
            self._language.all_of(*(one.true for one in compared)),
            self._language.any_of(*(one.false for one in compared)),
        )

    def _relation(self, left: Amount, relation: str, right: Amount) -> Said:
        say = self._language
        if left.counted:
            assert relation == ">="
            least = " + ".join(f"({one.true} ? 1.0 : 0.0)" for one in left.counted)
            most = " + ".join(f"({one.false} ? 0.0 : 1.0)" for one in left.counted)
            return Said(f"({least} >= {right.value})", f"({most} < {right.value})")
        if relation not in ("=", "!=") or right.word is None:
            left, right = _numeric(left, say), _numeric(right, say)
        known, off = say.all_of(left.known, right.known), say.any_of(left.off, right.off)
        holds = f"{left.value} {_RELATIONS[relation]} {right.value}"
        applies = say.all_of(known, say.none_of(holds))
        if relation == "!=":
            return Said(say.any_of(off, say.all_of(known, holds)), applies)
        return Said(say.all_of(known, holds), say.any_of(off, applies))

    def _codes(self) -> tuple[str, ...]:
        self._must("(")
        codes = [self._next()[1]]
        while self._takes(","):
            codes.append(self._next()[1])
        self._must(")")
        return tuple(codes)

    def _is_in(self, left: Amount, codes: tuple[str, ...]) -> Said:
        assert left.word is not None and left.word.kind == "code"
        say, holds = self._language, f"{left.value} in {json.dumps(codes)}"
        return Said(say.all_of(left.known, holds), say.any_of(left.off, say.all_of(left.known, say.none_of(holds))))

    def _includes(self, left: Amount, codes: tuple[str, ...]) -> Said:
        """`a includes any (x, y)`; an answer given option by option says no to what it marks with a minus."""
        say, true, false = self._language, [], []
        for code in codes:
            here, denied, unsure = (f'"{mark}{code}" in {left.value}' for mark in ("", "-", "?"))
            settled = say.any_of(denied, f'"none" in {left.value}', say.none_of(say.marked(left.value)))
            true.append(here)
            false.append(say.all_of(say.none_of(here), say.none_of(unsure), settled))
        return Said(say.all_of(left.known, say.any_of(*true)), say.any_of(left.off, say.all_of(left.known, *false)))

    # --- values

    def _sum(self, context: Word | None) -> Said | Amount:
        amount = self._primary(context)
        while self._sees("+") or self._sees("-"):
            sign, right = self._next()[1], self._primary(None)
            assert isinstance(amount, Amount) and isinstance(right, Amount)
            left, right = _numeric(amount, self._language), _numeric(right, self._language)
            amount = Amount(
                self._language.rounded(f"{left.value} {sign} {right.value}"),
                self._language.all_of(left.known, right.known),
                self._language.any_of(left.off, right.off),
            )
        return amount

    def _primary(self, context: Word | None) -> Said | Amount:
        kind, text = self._next()
        if context is not None and text in context.codes:
            return Amount(json.dumps(text), "true", "false", context)
        if kind == "number":
            return Amount(str(float(text)), "true", "false")
        if text == "(":
            inner = self._either()
            self._must(")")
            return inner
        if self._takes("("):
            found = self._call(text)
            self._must(")")
            return found
        word = self._vocabulary.words[text]
        has_numbers = any(number is not None for number in word.codes.values())
        return Amount(
            f"v.{text}",
            self._language.has(f"v.{text}"),
            self._language.has(f"n.{text}"),
            word,
            number=f"v.{text}{_AS_NUMBER}" if has_numbers else "",
        )

    def _call(self, name: str) -> Said | Amount:
        say, sides = self._language, self._vocabulary.sides
        if name == "missing":
            link_id = self._next()[1]
            known = say.any_of(*(say.has(f"v.{one}") for one in sides.get(link_id, (link_id,))))
            return Said(say.none_of(known), known)
        if name == "count":
            counted = [self._either()]
            while self._takes(","):
                counted.append(self._either())
            return Amount("", "", "", counted=tuple(one for one in counted if isinstance(one, Said)))
        assert name in ("affected", "other"), f"{name} is not translated"
        left, right = sides[self._next()[1]]
        here, there = (left, right) if name == "affected" else (right, left)
        has_side, is_left = say.has(f"v.{_SIDE}"), f'v.{_SIDE} == "L"'

        def on_side(said: Callable[[str], str]) -> str:
            return f"({is_left} ? {said(here)} : {said(there)})"

        return Amount(
            on_side(lambda one: f"v.{one}"),
            say.all_of(has_side, on_side(lambda one: say.has(f"v.{one}"))),
            say.all_of(has_side, on_side(lambda one: say.has(f"n.{one}"))),
            self._vocabulary.words[left],
        )


def _numeric(amount: Amount, language: Language) -> Amount:
    """What a graded choice counts as; a grade without a number is unknown."""
    if not amount.number:
        return amount
    return Amount(amount.number, language.has(amount.number), amount.off, amount.word)


def zen_decision(rules: Mapping[str, Said], *, with_open: bool) -> str:
    """All rules as one Zen decision: one node of expressions, each rule's id its key."""
    expressions = [
        {"id": key, "key": key, "value": value} for key, value in _asked(ZEN, rules, with_open=with_open).items()
    ]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "answers", "position": {"x": 0, "y": 0}},
        {
            "id": "rules",
            "type": "expressionNode",
            "name": "rules",
            "position": {"x": 1, "y": 0},
            "content": {"expressions": expressions},
        },
        {"id": "out", "type": "outputNode", "name": "fired", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "a", "type": "edge", "sourceId": "in", "targetId": "rules"},
        {"id": "b", "type": "edge", "sourceId": "rules", "targetId": "out"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def cel_program(rules: Mapping[str, Said], *, with_open: bool) -> str:
    """All rules as one CEL expression: a map from a rule's id to whether it fires."""
    asked = _asked(CEL, rules, with_open=with_open)
    return "{" + ", ".join(f"{json.dumps(key)}: {value}" for key, value in asked.items()) + "}"


def _asked(language: Language, rules: Mapping[str, Said], *, with_open: bool) -> dict[str, str]:
    fires = {key: said.true for key, said in rules.items()}
    if not with_open:
        return fires
    return fires | {
        f"open_{key}": language.none_of(language.any_of(said.true, said.false)) for key, said in rules.items()
    }
