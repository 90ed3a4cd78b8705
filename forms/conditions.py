"""The one condition language of questionnaires, rules, cautions and exercises; three-valued.

A condition reads like the knowledge base: `agg_sitting = yes and sit_tol_min <= 30`. It is parsed once,
against the vocabulary of the form, into plain closures (no `eval`), and can say which answers it reads.

Values are True, False and None (unknown), joined by Kleene's strong logic: a blank, an "unsure" and a
"prefer to tell the physio" are all unknown, and unknown is never no. A question that does not apply (its own
condition is false) answers nothing: every comparison with it is false.

    a = b   a != b   a < b   a <= b   a > b   a >= b   4 <= a < 6
    a in (x, y)      a not in (x, y)
    a includes x     a includes any (x, y)      a includes all (x, y)
    not c    c and d    c or d    (c)
    a + b    a - b
    affected(a)  other(a)          the value of a per-side question on the painful side, on the other side
    days_since(d)  months_since(d)  years_since(d)  year(d)
    count(c, d, ...) >= n          how many of the conditions hold
    true  false                    always, never; a tick (boolean) stands alone: `id_checked`
    is_new(a)  is_old(a)  is_positive(a)      a symptom by the recency rule of the form
    any(block, c)  first line of every entry of a repeating block
    missing(a)                     true when there is no usable answer

`missing` looks at the sheet of paper, not at the person: it is the one operator whose result may turn when
a blank is filled in, so it is only for rules that are about the answer being absent.
"""

import operator
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final, Literal, Protocol

from msgspec import Struct, field

from forms.loading import suggestion

Truth = bool | None


class _NotApplicable:
    """The value of a question that is not asked of this person."""

    def __repr__(self) -> str:
        return "NOT_APPLICABLE"

    def __bool__(self) -> bool:
        return False


NOT_APPLICABLE: Final = _NotApplicable()

WordKind = Literal["code", "codes", "number", "date", "text", "tick"]


class Facts(Protocol):
    """What a condition may ask of the answers."""

    def known(self, link_id: str) -> Any:
        """The value; None when unknown; NOT_APPLICABLE when the question does not apply."""

    def affected_side(self) -> str | None: ...

    def intake_day(self) -> int:
        """The intake date as a day number (`date.toordinal`)."""

    def intake_date(self) -> date: ...

    def entries(self, block: str) -> Sequence["Facts"]: ...

    def is_complete(self, block: str) -> bool: ...


class Word(Struct, frozen=True):
    """One name a condition may use: its kind and, for a choice, code -> number it counts as (or None)."""

    kind: WordKind
    codes: Mapping[str, float | None] = field(default_factory=dict)
    unknown_codes: frozenset[str] = frozenset()
    block: str = ""
    since: str = ""


class Vocabulary(Struct, frozen=True):
    """Every name of the form. sides: base id -> (left id, right id)."""

    words: Mapping[str, Word]
    sides: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    blocks: frozenset[str] = frozenset()
    side_item: str = ""
    worse_since_item: str = ""
    recent_days: int = 14


class ConditionError(ValueError):
    """A condition that cannot be read: what is wrong, where in the text, and what would be right."""


class Condition(Struct, frozen=True):
    """A parsed condition.

    reads: the link ids it may look at, in the order they stand. holds: whether it does, for these facts. blocks: those
    it goes through entry by entry.
    """

    text: str
    reads: tuple[str, ...]
    holds: Callable[[Facts], Truth]
    looks_at_absence: bool = False
    blocks: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _said(self) -> tuple[Any, ...]:
        # Two readings of one text are the same condition, made of other closures.
        return self.text, self.reads, self.looks_at_absence, self.blocks


class Expression(Struct, frozen=True):
    """A parsed amount: a number, or None when unknown."""

    text: str
    reads: tuple[str, ...]
    _evaluate: Callable[[Facts], Any]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and (self.text, self.reads) == (other.text, other.reads)

    def __hash__(self) -> int:
        return hash((self.text, self.reads))

    def amount(self, facts: Facts) -> float | None:
        value = self._evaluate(facts)
        return None if value is None or value is NOT_APPLICABLE else float(value)


def parse_condition(text: str, vocabulary: Vocabulary) -> Condition:
    """Read one condition; ConditionError says what is wrong and where."""
    parser = _Parser(text, vocabulary)
    test = parser.whole_test()
    blocks = tuple(dict.fromkeys(parser.blocks))
    return Condition(text, tuple(dict.fromkeys(test.reads)), test.run, parser.looks_at_absence, blocks)


def parse_expression(text: str, vocabulary: Vocabulary) -> Expression:
    """Read one amount, as in `occ_sit_h + occ_drive_h`."""
    parser = _Parser(text, vocabulary)
    node = parser.whole()
    if not isinstance(node, _Term) or node.kind != "number":
        raise parser.error("this must be a number, as in occ_sit_h + occ_drive_h", 0)
    return Expression(text, tuple(dict.fromkeys(node.reads)), node.run)


# --- Kleene's strong logic -----------------------------------------------------------------------------------------


def kleene_not(value: Truth) -> Truth:
    return None if value is None else not value


def kleene_and(values: Sequence[Truth]) -> Truth:
    if False in values:
        return False
    return None if None in values else True


def kleene_or(values: Sequence[Truth]) -> Truth:
    if True in values:
        return True
    return None if None in values else False


# --- Parsing -------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?![\w/]))|(?P<name>\w+(?:/\w+)?)|(?P<symbol>!=|<=|>=|[=<>()+,\-]))"
)
_RELATIONS = ("=", "!=", "<", "<=", ">", ">=")
_FUNCTIONS = ("any", "missing", "count", "affected", "other")
_DATE_FUNCTIONS = ("days_since", "months_since", "years_since", "year")
_RECENCY_FUNCTIONS = ("is_new", "is_old", "is_positive")


class _Test(Struct):
    run: Callable[[Facts], Truth]
    reads: tuple[str, ...]


class _Term(Struct):
    run: Callable[[Facts], Any]
    reads: tuple[str, ...]
    kind: str
    word: Word | None = None
    counted: tuple[Callable[[Facts], Truth], ...] = ()
    is_literal: bool = False


class _Parser:
    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self.blocks: list[str] = []
        self.looks_at_absence = False
        # Each a number, a name or a symbol, and two empty texts. The last word is empty: the end.
        self._tokens: list[tuple[str, str, str]] = _TOKEN.findall(text)
        self._words = [number or name or symbol for number, name, symbol in self._tokens]
        if "".join(self._words) != "".join(text.split()):
            raise self._unreadable()
        self._words.append("")
        self._at = 0
        self._word = self._words[0]

    def _unreadable(self) -> ConditionError:
        read = 0
        for match in _TOKEN.finditer(self._text):
            if match.start() > read:
                break
            read = match.end()
        rest = self._text[read:]
        return ConditionError(f'in "{self._text}", character {read + 1}: "{rest.strip()[:10]}" cannot be read')

    def error(self, text: str, at: int) -> ConditionError:
        """at: the number of the token that is wrong."""
        found = [match.start(match.lastgroup or 0) for match in _TOKEN.finditer(self._text)]
        position = [*found, len(self._text)][at]
        return ConditionError(f'in "{self._text}", character {position + 1}: {text}')

    def _next(self) -> str:
        word = self._word
        if not word:
            raise self.error("the condition ends too early", self._at)
        self._at += 1
        self._word = self._words[self._at]
        return word

    def _accept(self, word: str) -> bool:
        if self._word != word:
            return False
        self._next()
        return True

    def _expect(self, symbol: str) -> None:
        if not self._accept(symbol):
            raise self.error(f'"{symbol}" expected, not "{self._word or "the end"}"', self._at)

    def whole(self) -> "_Test | _Term":
        try:
            node = self._or()
        except RecursionError:
            text = f'"{self._text[:20]}..." is nested too deeply to be read. Make it flatter.'
            raise ConditionError(text) from None
        if self._word:
            raise self.error(f'"{self._word}" was not expected here', self._at)
        return node

    def whole_test(self) -> _Test:
        return self._test(self.whole(), 0)

    def _test(self, node: "_Test | _Term", at: int) -> _Test:
        if isinstance(node, _Test):
            return node
        if node.kind == "tick":
            run = node.run
            return _Test(lambda facts: _as_truth(run(facts)), node.reads)
        raise self.error("this is a value, not a condition; compare it with something", at)

    def _or(self) -> "_Test | _Term":
        at = self._at
        first = self._and()
        return first if self._word != "or" else self._joined("or", first, at, self._and, _any_of)

    def _and(self) -> "_Test | _Term":
        at = self._at
        first = self._not()
        return first if self._word != "and" else self._joined("and", first, at, self._not, _all_of)

    def _joined(
        self,
        word: str,
        first: "_Test | _Term",
        at: int,
        part: "Callable[[], _Test | _Term]",
        join: Callable[..., Truth],
    ) -> _Test:
        tests = [self._test(first, at)]
        while self._accept(word):
            at = self._at
            tests.append(self._test(part(), at))
        runs = tuple(test.run for test in tests)
        return _Test(partial(join, runs), tuple(name for test in tests for name in test.reads))

    def _not(self) -> "_Test | _Term":
        if not self._accept("not"):
            return self._comparison()
        at = self._at
        test = self._test(self._not(), at)
        run = test.run
        return _Test(lambda facts: kleene_not(run(facts)), test.reads)

    def _comparison(self) -> "_Test | _Term":
        at = self._at
        left = self._sum(None)
        word = self._word
        if isinstance(left, _Test):
            return left
        if word in _RELATIONS:
            return self._relations(left)
        if word == "in" or (word == "not" and self._words[self._at + 1] == "in"):
            negated = self._accept("not")
            self._expect("in")
            codes = self._codes(left, at)
            run = partial(_is_in, left.run, frozenset(codes))
            return _Test((lambda facts: kleene_not(run(facts))) if negated else run, left.reads)
        if self._accept("includes"):
            return self._includes(left, at)
        return left

    def _relations(self, left: _Term) -> _Test:
        tests: list[_Test] = []
        while self._word in _RELATIONS:
            relation = self._next()
            at = self._at
            right = self._sum(left.word)
            if isinstance(right, _Test):
                raise self.error("a value expected here, not a condition", at)
            tests.append(self._relation(left, relation, right, at))
            left = right
        runs = tuple(test.run for test in tests)
        reads = tuple(name for test in tests for name in test.reads)
        return tests[0] if len(tests) == 1 else _Test(partial(_all_of, runs), reads)

    def _relation(self, left: _Term, relation: str, right: _Term, at: int) -> _Test:
        reads = left.reads + right.reads
        if left.counted:
            if not right.is_literal:
                raise self.error("a count is compared with a number", at)
            return _Test(partial(_compare_count, left.counted, relation, right.run(_NO_FACTS)), reads)
        numeric = {"number", "date"}
        if relation not in ("=", "!=") or (left.kind in numeric or right.kind in numeric):
            left_run, right_run = self._numeric(left, at), self._numeric(right, at)
            return _Test(_comparer(relation, left_run, right_run, is_literal=right.is_literal), reads)
        if left.kind == "codes" or right.kind == "codes":
            raise self.error('several answers are possible here; use "includes"', at)
        if left.kind != right.kind:
            raise self.error("these two cannot be compared", at)
        return _Test(_comparer(relation, left.run, right.run, is_literal=right.is_literal), reads)

    def _numeric(self, term: _Term, at: int) -> Callable[[Facts], Any]:
        if term.kind in ("number", "date"):
            return term.run
        if term.counted:
            raise self.error("a count stands alone, to the left of its number", at)
        if term.kind == "code" and term.word is not None and any(n is not None for n in term.word.codes.values()):
            return partial(_number_of, term.run, dict(term.word.codes))
        raise self.error("this has no number to compare with", at)

    def _codes(self, left: _Term, at: int) -> tuple[str, ...]:
        if left.kind not in ("code", "codes") or left.word is None:
            raise self.error('only a choice can be "in" or "include" something', at)
        self._expect("(")
        codes = [self._code(left.word)]
        while self._accept(","):
            codes.append(self._code(left.word))
        self._expect(")")
        return tuple(codes)

    def _code(self, word: Word) -> str:
        at, code = self._at, self._next()
        self._check_code(code, word, at)
        return code

    def _check_code(self, code: str, word: Word, at: int) -> None:
        if code in word.unknown_codes:
            raise self.error(f'"{code}" leaves the question open; no condition can rest on it', at)
        if code not in word.codes:
            known = [name for name in word.codes if name not in word.unknown_codes]
            raise self.error(f'"{code}" is not an answer to this question.{suggestion(code, known)}', at)

    def _includes(self, left: _Term, at: int) -> _Test:
        if left.kind != "codes" or left.word is None:
            raise self.error('only a question with several answers can "include" one; use "="', at)
        everything = self._accept("all")
        codes = self._codes(left, at) if everything or self._accept("any") else (self._code(left.word),)
        runs = tuple(partial(_includes, left.run, code) for code in codes)
        join = _all_of if everything else _any_of
        return _Test(runs[0] if len(runs) == 1 else partial(join, runs), left.reads)

    def _sum(self, context: Word | None) -> "_Test | _Term":
        at = self._at
        node = self._primary(context)
        while self._word in ("+", "-"):
            sign = 1 if self._next() == "+" else -1
            right_start = self._at
            right = self._primary(None)
            if isinstance(node, _Test) or isinstance(right, _Test):
                raise self.error("a number expected here, not a condition", at)
            left_run, right_run = self._numeric(node, at), self._numeric(right, right_start)
            node = _Term(partial(_added, left_run, sign, right_run), node.reads + right.reads, "number")
        return node

    def _primary(self, context: Word | None) -> "_Test | _Term":
        at, text = self._at, self._next()
        is_number, is_name = self._tokens[at][0], self._tokens[at][1]
        if context is not None and text in context.codes:
            self._check_code(text, context, at)
            return _Term(lambda facts: text, (), "code", context, is_literal=True)
        if is_number:
            number = float(text)
            return _Term(lambda facts: number, (), "number", is_literal=True)
        if text == "(":
            node = self._or()
            self._expect(")")
            return node
        if text in ("true", "false"):
            truth = text == "true"
            return _Test(lambda facts: truth, ())
        if not is_name:
            raise self.error(f'"{text}" was not expected here', at)
        if self._word == "(":
            return self._function(text, at)
        if text in self._vocabulary.words:
            return self._item(text)
        allowed = list(context.codes) if context is not None and context.codes else list(self._vocabulary.words)
        what = "answer" if context is not None and context.codes else "item"
        raise self.error(f'unknown {what} "{text}".{suggestion(text, allowed)}', at)

    def _item(self, link_id: str) -> _Term:
        word = self._vocabulary.words[link_id]
        return _Term(operator.methodcaller("known", link_id), (link_id,), word.kind, word)

    def _link_id(self, allowed: Collection[str], what: str) -> str:
        at, name = self._at, self._next()
        if name not in allowed:
            raise self.error(f'unknown {what} "{name}".{suggestion(name, allowed)}', at)
        return name

    def _function(self, name: str, at: int) -> "_Test | _Term":
        self._expect("(")
        node = self._call(name, at)
        self._expect(")")
        return node

    def _call(self, name: str, at: int) -> "_Test | _Term":
        words = self._vocabulary.words
        if name == "missing":
            self.looks_at_absence = True
            link_id = self._link_id({**words, **self._vocabulary.sides}, "item")
            ids = self._vocabulary.sides.get(link_id, (link_id,))
            return _Test(lambda facts: not any(_is_usable(facts.known(one)) for one in ids), ids)
        if name == "any":
            return self._any()
        if name == "count":
            return self._count()
        if name in ("affected", "other"):
            base = self._link_id(self._vocabulary.sides, "per-side question")
            left, right = self._vocabulary.sides[base]
            word = words[left]
            run = partial(_on_side, left, right, name == "affected")
            return _Term(run, (left, right, self._vocabulary.side_item), word.kind, word)
        if name in _DATE_FUNCTIONS:
            at = self._at
            link_id = self._link_id(words, "item")
            if words[link_id].kind != "date":
                raise self.error(f'"{link_id}" is not a date', at)
            return _Term(partial(_DATE_RUNS[name], link_id), (link_id,), "number")
        if name in _RECENCY_FUNCTIONS:
            return self._recency(name)
        known = [*_FUNCTIONS, *_DATE_FUNCTIONS, *_RECENCY_FUNCTIONS]
        raise self.error(f'unknown function "{name}".{suggestion(name, known)}', at)

    def _any(self) -> _Test:
        block = self._link_id(sorted(self._vocabulary.blocks), "repeating block")
        self.blocks.append(block)
        self._expect(",")
        at = self._at
        test = self._test(self._or(), at)
        return _Test(partial(_any_entry, block, test.run), test.reads)

    def _count(self) -> _Term:
        tests: list[_Test] = []
        while not tests or self._accept(","):
            start = self._at
            tests.append(self._test(self._or(), start))
        runs = tuple(test.run for test in tests)
        return _Term(lambda facts: None, tuple(n for t in tests for n in t.reads), "count", counted=runs)

    def _recency(self, name: str) -> _Test:
        start = self._at
        link_id = self._link_id(self._vocabulary.words, "item")
        word = self._vocabulary.words[link_id]
        if "yes_new" not in word.codes and "yes" not in word.codes:
            raise self.error(f'"{link_id}" does not ask since when', start)
        worse_since = self._vocabulary.worse_since_item
        run = partial(_recency, link_id, word.since, worse_since, self._vocabulary.recent_days, name)
        return _Test(run, tuple(x for x in (link_id, word.since, worse_since) if x))


# --- Evaluating ----------------------------------------------------------------------------------------------------

_NO_FACTS: Any = None


def _all_of(runs: Sequence[Callable[[Facts], Truth]], facts: Facts) -> Truth:
    result: Truth = True
    for run in runs:
        truth = run(facts)
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def _any_of(runs: Sequence[Callable[[Facts], Truth]], facts: Facts) -> Truth:
    result: Truth = False
    for run in runs:
        truth = run(facts)
        if truth:
            return True
        if truth is None:
            result = None
    return result


def _as_truth(value: Any) -> Truth:
    return False if value is NOT_APPLICABLE else value


def _is_usable(value: Any) -> bool:
    return value is not None and value is not NOT_APPLICABLE


def _is_in(run: Callable[[Facts], Any], codes: frozenset[str], facts: Facts) -> Truth:
    value = run(facts)
    if value is None:
        return None
    if isinstance(value, tuple):
        return kleene_or([includes(value, code) for code in codes])
    return value in codes


def includes(value: Any, code: str) -> Truth:
    """Whether several answers hold one. A list without marks is complete; marked lists are asked option by option."""
    if value is None:
        return None
    if value is NOT_APPLICABLE:
        return False
    if code in value:
        return True
    if "?" + code in value:
        return None
    if "-" + code in value or "none" in value:
        return False
    if any(entry == "unsure" or entry[:1] in "-?" for entry in value):
        return None
    return False


def _includes(run: Callable[[Facts], Any], code: str, facts: Facts) -> Truth:
    return includes(run(facts), code)


_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _comparer(
    relation: str, left: Callable[[Facts], Any], right: Callable[[Facts], Any], *, is_literal: bool
) -> Callable[[Facts], Truth]:
    compare = _COMPARE[relation]
    when_off = relation == "!="
    literal = right(_NO_FACTS) if is_literal else None

    def run(facts: Facts) -> Truth:
        a, b = left(facts), right(facts)
        if a is NOT_APPLICABLE or b is NOT_APPLICABLE:
            return when_off
        if a is None or b is None:
            return None
        return compare(a, b)

    def run_with_literal(facts: Facts) -> Truth:
        value = left(facts)
        if value is None:
            return None
        return when_off if value is NOT_APPLICABLE else compare(value, literal)

    return run if literal is None else run_with_literal


def _compare_count(runs: Sequence[Callable[[Facts], Truth]], relation: str, number: float, facts: Facts) -> Truth:
    truths = [run(facts) for run in runs]
    least = sum(truth is True for truth in truths)
    most = least + sum(truth is None for truth in truths)
    compare = _COMPARE[relation]
    verdicts = {compare(amount, number) for amount in range(least, most + 1)}
    return verdicts.pop() if len(verdicts) == 1 else None


def _number_of(run: Callable[[Facts], Any], numbers: Mapping[str, float | None], facts: Facts) -> Any:
    value = run(facts)
    return numbers.get(value) if isinstance(value, str) else value


def _added(left: Callable[[Facts], Any], sign: int, right: Callable[[Facts], Any], facts: Facts) -> Any:
    a, b = left(facts), right(facts)
    if a is NOT_APPLICABLE or b is NOT_APPLICABLE:
        return NOT_APPLICABLE
    # 2.3 - 0.3 must reach a threshold of 2.0; in binary fractions it falls short.
    return None if a is None or b is None else round(a + sign * b, 9)


def _on_side(left: str, right: str, affected: bool, facts: Facts) -> Any:
    side = facts.affected_side()
    if side is None:
        return None
    return facts.known(left if (side == "L") == affected else right)


def _days_since(link_id: str, facts: Facts) -> Any:
    value = facts.known(link_id)
    return facts.intake_day() - value if _is_usable(value) else value


def _months_between(day: int, facts: Facts) -> int:
    """Whole months from a day to the intake date."""
    then, now = date.fromordinal(day), facts.intake_date()
    return (now.year - then.year) * 12 + now.month - then.month - (now.day < then.day)


def _months_since(link_id: str, facts: Facts) -> Any:
    value = facts.known(link_id)
    return _months_between(value, facts) if _is_usable(value) else value


def _years_since(link_id: str, facts: Facts) -> Any:
    value = facts.known(link_id)
    return _months_between(value, facts) // 12 if _is_usable(value) else value


def _year(link_id: str, facts: Facts) -> Any:
    value = facts.known(link_id)
    return date.fromordinal(value).year if _is_usable(value) else value


_DATE_RUNS: Final[Mapping[str, Callable[[str, Facts], Any]]] = {
    "days_since": _days_since,
    "months_since": _months_since,
    "years_since": _years_since,
    "year": _year,
}


def _any_entry(block: str, run: Callable[[Facts], Truth], facts: Facts) -> Truth:
    found = kleene_or([run(entry) for entry in facts.entries(block)])
    return None if found is False and not facts.is_complete(block) else found


def _recency(link_id: str, since: str, worse_since: str, recent_days: int, name: str, facts: Facts) -> Truth:
    """Clinical knowledge base 1.1 and 6.15: the symptom's own date wins over the tick; then `worse_since`."""
    code = facts.known(link_id)
    if code is None:
        return None
    if code is NOT_APPLICABLE or not code.startswith("yes") or code == "yes_known":
        return False
    since_day: Any = facts.known(since) if since else None
    days = facts.intake_day() - int(since_day) if _is_usable(since_day) else None
    if code == "yes_settled":
        return name == "is_positive" and (days is None or days <= recent_days)
    if name == "is_positive":
        return True
    if days is not None:
        new = days <= recent_days
    elif code == "yes":
        return None
    else:
        worse_day: Any = facts.known(worse_since) if worse_since else None
        worse_lately = _is_usable(worse_day) and facts.intake_day() - int(worse_day) <= recent_days
        new = code == "yes_new" or worse_lately
    return new if name == "is_new" else not new
