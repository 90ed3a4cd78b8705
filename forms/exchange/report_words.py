"""How radiology reports say things, as data: phrases that stand for codes, and the words that turn them round.

Read strictly from `rules/imaging/report_words.toml`; every code is checked against the form.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from forms.content import load_questionnaire, shipped_files
from forms.errors import ContentError
from forms.loading import DataFile, Table, suggestion
from forms.questionnaire import Questionnaire

FILE = "rules/imaging/report_words.toml"

SectionKind = Literal["opening", "history", "comparison", "technique", "findings", "conclusion"]
SECTION_KINDS: tuple[SectionKind, ...] = ("history", "comparison", "technique", "findings", "conclusion")
SignKind = Literal["nothing", "denied", "softly_denied", "hedged", "earlier", "still", "resolved", "changed"]
SIGN_KINDS: tuple[SignKind, ...] = (
    "nothing",
    "denied",
    "softly_denied",
    "hedged",
    "earlier",
    "still",
    "resolved",
    "changed",
)
Acts = Literal["before", "after", "both", "at_end"]
ACTS: tuple[Acts, ...] = ("before", "after", "both", "at_end")
Needs = Literal["nothing", "root", "disc"]
NEEDS: tuple[Needs, ...] = ("nothing", "root", "disc")

_GAP = r"\W+(?:\w+\W+){0,3}?"
_BREAK = r"[\s\-‐‑–/]+"
_HYPHEN = r"[\s\-‐‑–]?"
_NEVER = r"(?!)"
_ANY = ""


# These are read on their own: "narrowing of the left recess" is a wording and names a side. Within the others the
# longest phrase counts alone: "central canal stenosis" is no position.
_ALONE = ("img_done", "img_region", "img_side", "img_severity")
FINDINGS = ("findings", "img_side", "img_severity")


def layer_of(item: str) -> str:
    """Which phrases compete with those of this item for the same words."""
    return item if item in _ALONE else "findings"


class Phrase(Struct, frozen=True):
    """Words that stand for a code. code: "" where they are too vague for one, and `why` says so.

    provisional: what has to be checked before the code is right. instead_of_none: only where no shape is named.
    needs: what must be spoken of beside it. denies_all: denied, it speaks against any contact with a root.
    owns_sign: the words hold their own "no". ignored: it only keeps a shorter phrase from being read.
    """

    item: str
    code: str
    why: str
    provisional: str
    instead_of_none: bool
    urgent: bool
    needs: Needs
    denies_all: bool
    owns_sign: bool
    ignored: bool


class Sign(Struct, frozen=True):
    """Words that turn a statement round, and the side on which they act."""

    kind: SignKind
    acts: Acts


class Matcher(Struct, frozen=True):
    """One pattern over many phrases: the longest that begins earliest, and which entry it belongs to."""

    pattern: re.Pattern[str]
    entries: tuple[int, ...]

    def entry(self, match: re.Match[str]) -> int:
        return self.entries[(match.lastindex or 1) - 1]


class ReportWords(Struct, frozen=True):
    """Everything the reader of reports knows about language."""

    phrases: tuple[Phrase, ...]
    phrase_matchers: Mapping[str, Matcher]
    signs: tuple[tuple[Sign, ...], ...]
    sign_matcher: Matcher
    headings: tuple[SectionKind, ...]
    heading_matcher: Matcher
    advice: re.Pattern[str]
    scope_ends: re.Pattern[str]
    scope_may_end: re.Pattern[str]
    elsewhere: re.Pattern[str]
    root: re.Pattern[str]
    root_before_name: re.Pattern[str]
    theca: re.Pattern[str]
    disc: re.Pattern[str]
    not_disc: re.Pattern[str]
    date_of_scan: re.Pattern[str]
    date_of_something_else: re.Pattern[str]
    months: tuple[re.Pattern[str], ...]


@cache
def load_report_words() -> ReportWords:
    """The shipped words."""
    return read_report_words(shipped_files(), load_questionnaire())


def read_report_words(files: Mapping[str, bytes], questionnaire: Questionnaire) -> ReportWords:
    """Read the words of a pack; ContentError names the line and what would be right."""
    if FILE not in files:
        raise ContentError(f"{FILE} is missing from the content pack. Put the file back.")
    table = DataFile(FILE, files[FILE]).table
    spell = _Speller(table)
    headings = _headings(table, spell)
    signs = _signs(table, spell)
    phrases, phrase_matchers = _phrases(table, spell, signs[1], questionnaire)
    scope, context, date = (table.table(key) for key in ("scope", "words", "date"))
    advice = table.table("advice")
    words = ReportWords(
        phrases=phrases,
        phrase_matchers=phrase_matchers,
        signs=signs[0],
        sign_matcher=signs[1],
        headings=headings[0],
        heading_matcher=headings[1],
        advice=spell.any_of(_wordings(advice, "words")),
        scope_ends=spell.any_of(_wordings(scope, "ends")),
        scope_may_end=spell.any_of(_wordings(scope, "may_end")),
        elsewhere=spell.any_of(_wordings(scope, "elsewhere")),
        root=spell.any_of(_wordings(context, "root")),
        root_before_name=spell.any_of(_wordings(context, "root_before_name")),
        theca=spell.any_of(_wordings(context, "theca")),
        disc=spell.any_of(_wordings(context, "disc")),
        not_disc=spell.any_of(_wordings(context, "not_disc")),
        date_of_scan=spell.any_of(_wordings(date, "of_the_scan")),
        date_of_something_else=spell.any_of(_wordings(date, "of_something_else")),
        months=_months(date, spell),
    )
    for part in (advice, scope, context, date, table):
        part.finish()
    return words


class _Speller:
    """Turns the phrases of the file into patterns."""

    def __init__(self, table: Table) -> None:
        self._same: dict[str, str] = {}
        self._groups: dict[str, tuple[str, ...]] = {}
        for entry in table.tables("same"):
            words = _wordings(entry, "words")
            entry.finish()
            for word in words:
                if word in self._same:
                    raise entry.fail(f'"{word}" stands in two groups of words.', "words")
                self._groups[word] = words
                self._same[word] = "(?:" + "|".join(_escaped(one) for one in sorted(words, key=len, reverse=True)) + ")"

    def pattern(self, phrase: str) -> str:
        """One phrase, with its other spellings."""
        parts: list[str] = []
        gap = ""
        tokens = phrase.split()
        while tokens:
            if tokens[0] == "...":
                gap = _GAP
                tokens = tokens[1:]
                continue
            two = " ".join(tokens[:2])
            size = 2 if two in self._same else 1
            word = two if size == 2 else tokens[0]
            if parts:
                parts.append(gap or _BREAK)
            parts.append(self._same.get(word) or _escaped(word))
            gap = ""
            tokens = tokens[size:]
        return _whole_words("".join(parts), phrase)

    def any_of(self, phrases: Iterable[str]) -> re.Pattern[str]:
        ordered = sorted(phrases, key=len, reverse=True)
        return re.compile("|".join(self.pattern(phrase) for phrase in ordered) or _NEVER, re.IGNORECASE)

    def matcher(self, entries: Sequence[tuple[str, int, str]]) -> Matcher:
        """entries: (phrase, number of its entry, pattern). One capturing group for each.

        Asked for its first letter once, a word is only held against the phrases that begin with it.
        """
        ordered = sorted(entries, key=lambda one: -len(one[0]))
        firsts = [self._firsts(one[0]) for one in ordered]
        branches: list[str] = []
        numbers: list[int] = []
        # Last those that may begin with anything; they also stand among the others, so that the longest comes first.
        for letter in [*sorted(set().union(*firsts) - {_ANY}), _ANY]:
            here = [one for one, first in zip(ordered, firsts, strict=True) if letter in first or _ANY in first]
            if here:
                tried = "|".join(f"({one[2]})" for one in here)
                branches.append(tried if letter == _ANY else rf"(?<!\w)(?={letter})(?:{tried})")
                numbers += [one[1] for one in here]
        return Matcher(re.compile("|".join(branches) or _NEVER, re.IGNORECASE), tuple(numbers))

    def _firsts(self, phrase: str) -> frozenset[str]:
        """The letters or figures a phrase may begin with, in any of its spellings."""
        tokens = [token for token in phrase.split() if token != "..."]
        words = self._groups.get(" ".join(tokens[:2])) or self._groups.get(tokens[0]) or (tokens[0],)
        firsts = {word[0].lower() for word in words}
        # Upper and lower case are not that simple outside ASCII: there the pattern alone compares.
        is_plain = phrase[0].isalnum() and all(first.isascii() and first.isalnum() for first in firsts)
        return frozenset(firsts) if is_plain else frozenset({_ANY})


def _wordings(table: Table, key: str) -> tuple[str, ...]:
    wordings = table.texts(key)
    for wording in wordings:
        if not wording.replace("...", "").strip(" *"):
            raise table.fail(f'"{wording}" holds no word that a report could say. Write one, or take it out.', key)
    return wordings


def _escaped(word: str) -> str:
    stem = re.escape(word.removesuffix("*")).replace(r"\-", _HYPHEN)
    return stem + (r"\w*" if word.endswith("*") else "")


def _whole_words(pattern: str, phrase: str) -> str:
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() else ""
    return f"{before}{pattern}{after}"


def _headings(table: Table, spell: _Speller) -> tuple[tuple[SectionKind, ...], Matcher]:
    kinds: list[SectionKind] = []
    entries: list[tuple[str, int, str]] = []
    for entry in table.tables("heading"):
        kind: SectionKind = entry.one_of("kind", SECTION_KINDS)  # type: ignore[assignment]
        entries += [(word, len(kinds), spell.pattern(word)) for word in _wordings(entry, "words")]
        kinds.append(kind)
        entry.finish()
    return tuple(kinds), spell.matcher(entries)


def _signs(table: Table, spell: _Speller) -> tuple[tuple[tuple[Sign, ...], ...], Matcher]:
    """For each wording the signs it is: the same words may act in several ways."""
    ways: dict[str, list[Sign]] = {}
    for entry in table.tables("sign"):
        kind: SignKind = entry.one_of("kind", SIGN_KINDS)  # type: ignore[assignment]
        acts: Acts = entry.one_of("acts", ACTS)  # type: ignore[assignment]
        for word in _wordings(entry, "words"):
            ways.setdefault(word, []).append(Sign(kind, acts))
        entry.finish()
    entries = [(word, number, spell.pattern(word)) for number, word in enumerate(ways)]
    return tuple(tuple(signs) for signs in ways.values()), spell.matcher(entries)


def _phrases(
    table: Table, spell: _Speller, signs: Matcher, questionnaire: Questionnaire
) -> tuple[tuple[Phrase, ...], Mapping[str, Matcher]]:
    phrases: list[Phrase] = []
    entries: dict[str, list[tuple[str, int, str]]] = {}
    for entry in table.tables("phrase"):
        item = entry.text("item")
        if item not in questionnaire.items:
            raise entry.fail(f'unknown item "{item}".{suggestion(item, questionnaire.items)}', "item")
        code = _code(entry, questionnaire.items[item].known_codes)
        exact_case = entry.flag("exact_case", False)
        followed_by = _wordings(entry, "followed_by") if entry.has("followed_by") else ()
        ignored = entry.flag("ignored", False)
        why = entry.text("why", "")
        if not code and not why and not ignored:
            raise entry.fail('a phrase without a code says "why".')
        for word in _wordings(entry, "words"):
            pattern = spell.pattern(word)
            if followed_by:
                pattern += rf"(?={_BREAK}(?:{'|'.join(_escaped(one) for one in followed_by)}))"
            if exact_case:
                pattern = f"(?-i:{pattern})"
            owns_sign = signs.pattern.search(word) is not None
            entries.setdefault(layer_of(item), []).append((word, len(phrases), pattern))
            phrases.append(
                Phrase(
                    item=item,
                    code=code,
                    why=why,
                    provisional=entry.text("provisional", ""),
                    instead_of_none=entry.flag("instead_of_none", False),
                    urgent=entry.flag("urgent", False),
                    needs=entry.one_of("needs", NEEDS, "nothing"),  # type: ignore[arg-type]
                    denies_all=entry.flag("denies_all", False),
                    owns_sign=owns_sign,
                    ignored=ignored,
                )
            )
        entry.finish()
    return tuple(phrases), {layer: spell.matcher(words) for layer, words in entries.items()}


def _code(entry: Table, codes: Sequence[str]) -> str:
    code = entry.text("code", "")
    if code and code not in codes:
        raise entry.fail(f'"{code}" is not an answer to this question.{suggestion(code, codes)}', "code")
    return code


def _months(date: Table, spell: _Speller) -> tuple[re.Pattern[str], ...]:
    names = _wordings(date, "months")
    if len(names) != 12:
        raise date.fail(f"twelve months needed, from the first; here are {len(names)}.", "months")
    return tuple(re.compile(spell.pattern(name), re.IGNORECASE) for name in names)
