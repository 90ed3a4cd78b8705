"""What a report mentions, where, at which level, and whether it says so, denies it, doubts it or looks back on it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from forms.exchange.report_text import LevelWords, Sentence, find_levels
from forms.exchange.report_words import FINDINGS, Acts, Phrase, ReportWords, Sign, SignKind

Status = Literal["said", "still", "denied", "softly_denied", "hedged", "earlier", "resolved", "changed", "advice"]

_YEAR_BEFORE = re.compile(r"\b(?:in|from)\s+(?:[A-Za-z]+\s+)?(?:19|20)\d\d\b", re.IGNORECASE)
_ROOT_NAME = re.compile(r"(?<![\w/])(?:L\s?[1-5]|S\s?[1-5])(?!\w)", re.IGNORECASE)
_BESIDE_NAME = re.compile(
    r"(?:[\s,&/()]|\b(?:and|or|left|right|lt|rt|traversing|exiting|descending|spinal|sided|[LS]\s?[1-5])\b)*",
    re.IGNORECASE,
)
_LISTED = re.compile(r"[\s,/&]*(?:and|or|to)?[\s,]*(?:at\s+)?", re.IGNORECASE)
_CUT = re.compile(r",|;|\band\b|\bwith\b|\bas well as\b", re.IGNORECASE)
_EITHER = re.compile(r"\W*(?:or|versus|vs\.?|/)\W*(?:(?:a|an|small|large|possible|focal|disc|disk)\W+)*", re.IGNORECASE)
_NEAR = 40
_BOTH_WAYS: tuple[Acts, ...] = ("before", "after")
_SHAPES = ("bulge", "protrusion", "extrusion", "sequestration")

# The strongest first: what has resolved is gone, whatever else is said of it.
_ORDER: tuple[SignKind, ...] = ("resolved", "changed", "hedged", "denied", "softly_denied", "earlier")


class Mention(Struct, frozen=True):
    """One phrase found. levels: those it speaks of; empty where the report does not say."""

    phrase: Phrase
    code: str
    start: int
    end: int
    sentence: int
    segment: tuple[int, int]
    levels: tuple[str, ...]
    status: Status
    is_elsewhere: bool = False

    @property
    def is_said(self) -> bool:
        return self.status in ("said", "still")


class RootName(Struct, frozen=True):
    """A nerve root named as such, not as half of a level."""

    name: str
    start: int
    end: int
    segment: tuple[int, int]
    levels: tuple[str, ...]


class Mentions(Struct, frozen=True):
    """Everything one report mentions."""

    phrases: tuple[Mention, ...]
    roots: tuple[RootName, ...]
    levels: tuple[LevelWords, ...]


class _Marks(Struct, frozen=True):
    """Where the signs of one sentence stop, for certain or perhaps: (start, end) of each mark."""

    ends: tuple[tuple[int, int], ...]
    may_end: tuple[tuple[int, int], ...]


class _Scope(Struct, frozen=True):
    kind: SignKind
    start: int
    end: int


def find_mentions(
    text: str, found: Sequence[Sentence], words: ReportWords, layers: Sequence[str] = FINDINGS
) -> Mentions:
    """Every mention in the given sentences; what a sentence without a level speaks of, the one before it says."""
    phrases: list[Mention] = []
    roots: list[RootName] = []
    named: list[LevelWords] = []
    carried: tuple[str, ...] = ()
    paragraph = -1
    for number, sentence in enumerate(found):
        if sentence.paragraph != paragraph:
            carried, paragraph = (), sentence.paragraph
        levels = find_levels(text, sentence.start, sentence.end)
        elsewhere = words.elsewhere.search(text, sentence.start, sentence.end) is not None
        segments = _segments(text, sentence, levels, () if elsewhere else carried)
        phrases += _sentence_mentions(text, number, sentence, segments, words, layers, elsewhere=elsewhere)
        roots += _root_names(text, segments, levels, words)
        named += levels
        if levels:
            carried = segments[-1][2]
    return Mentions(tuple(phrases), tuple(roots), tuple(named))


# --- which words belong to which level ------------------------------------------------------------------------------

_Segment = tuple[int, int, tuple[str, ...]]


def _segments(
    text: str, sentence: Sentence, levels: Sequence[LevelWords], carried: tuple[str, ...]
) -> tuple[_Segment, ...]:
    """The sentence cut between its levels; levels that are only listed stand together."""
    groups: list[list[LevelWords]] = []
    for level in levels:
        if groups and _LISTED.fullmatch(text[groups[-1][-1].end : level.start]):
            groups[-1].append(level)
        else:
            groups.append([level])
    if not groups:
        return ((sentence.start, sentence.end, carried),)
    leads = not text[sentence.start : groups[0][0].start].strip(" \t\n-*•:.")
    cuts = [sentence.start]
    for before, after in pairwise(groups):
        between = list(_CUT.finditer(text, before[-1].end, after[0].start))
        if between:
            cuts.append(between[-1].start())
        else:
            cuts.append(after[0].start if leads else before[-1].end)
    cuts.append(sentence.end)
    return tuple(
        (cuts[n], cuts[n + 1], tuple(dict.fromkeys(name for level in group for name in level.levels)))
        for n, group in enumerate(groups)
    )


# --- phrases and what is said of them -------------------------------------------------------------------------------


def _sentence_mentions(
    text: str,
    number: int,
    sentence: Sentence,
    segments: Sequence[_Segment],
    words: ReportWords,
    layers: Sequence[str],
    *,
    elsewhere: bool,
) -> Iterator[Mention]:
    matches = [
        (match, words.phrases[words.phrase_matchers[layer].entry(match)])
        for layer in layers
        for match in words.phrase_matchers[layer].pattern.finditer(text, sentence.start, sentence.end)
    ]
    taken = [match.span() for match, phrase in matches if phrase.owns_sign]
    doubted = _either_or(text, matches)
    scopes = tuple(_scopes(text, sentence, taken, words))
    advice = words.advice.search(text, sentence.start, sentence.end)
    starts = [segment[0] for segment in segments]
    for match, phrase in matches:
        start, end, levels = segments[max(0, bisect_right(starts, match.start()) - 1)]
        if phrase.ignored:
            continue
        code = _code_in_context(text, match, phrase, (start, end), matches, words)
        if code is None:
            continue
        status = _status(match, phrase, scopes, is_doubted=match.start() in doubted)
        if advice is not None and match.start() >= advice.start():
            status = "advice"
        yield Mention(phrase, code, match.start(), match.end(), number, (start, end), levels, status, elsewhere)


def _scopes(text: str, sentence: Sentence, taken: Sequence[tuple[int, int]], words: ReportWords) -> Iterator[_Scope]:
    """How far each sign reaches."""
    marks = _Marks(
        tuple(match.span() for match in words.scope_ends.finditer(text, sentence.start, sentence.end)),
        tuple(match.span() for match in words.scope_may_end.finditer(text, sentence.start, sentence.end)),
    )
    for match in words.sign_matcher.pattern.finditer(text, sentence.start, sentence.end):
        if any(start <= match.start() < end for start, end in taken):
            continue
        for sign in words.signs[words.sign_matcher.entry(match)]:
            yield from _reach(text, sentence, match, sign, marks)
    for match in _YEAR_BEFORE.finditer(text, sentence.start, sentence.end):
        for acts in _BOTH_WAYS:
            yield from _reach(text, sentence, match, Sign("earlier", acts), marks)


def _reach(text: str, sentence: Sentence, match: re.Match[str], sign: Sign, marks: _Marks) -> Iterator[_Scope]:
    if sign.kind == "still":
        yield _Scope("still", sentence.start, sentence.end)
        return
    if sign.acts in ("before", "both"):
        stop = _next(marks.ends, match.end(), sentence.end)[0]
        weak, beyond = _next(marks.may_end, match.end(), stop)
        if sign.kind == "denied" and weak < stop:
            # "No scar, which compresses ...": too far from its "no" to be a clear denial.
            yield _Scope("softly_denied", beyond, stop)
            stop = weak
        yield _Scope(sign.kind, match.start(), stop)
    if sign.acts == "at_end" and text[match.end() : sentence.end].strip(" \t\r\n.;!)"):
        return
    if sign.acts in ("after", "both", "at_end"):
        start = _last_before(marks.ends, match.start(), sentence.start)
        weak = _last_before(marks.may_end, match.start(), start)
        if weak > start and sign.kind in ("resolved", "changed", "earlier"):
            # "A small protrusion, and the extrusion has resolved": the first may or may not be meant.
            yield _Scope("hedged", start, weak)
            start = weak
        yield _Scope(sign.kind, start, match.end())


def _next(spans: Sequence[tuple[int, int]], here: int, stop: int) -> tuple[int, int]:
    """The first mark from `here` on; `stop` twice where none stands before it."""
    at = bisect_left(spans, (here, 0))
    return spans[at] if at < len(spans) and spans[at][0] < stop else (stop, stop)


def _last_before(spans: Sequence[tuple[int, int]], here: int, start: int) -> int:
    """Where the last mark before `here` ends; `start` where there is none."""
    at = bisect_left(spans, (here, 0)) - 1
    return max(start, spans[at][1]) if at >= 0 else start


def _status(match: re.Match[str], phrase: Phrase, scopes: Sequence[_Scope], *, is_doubted: bool) -> Status:
    if phrase.owns_sign:
        scopes = [scope for scope in scopes if scope.kind not in ("denied", "softly_denied")]
    # A sign may stand between the words of a phrase: "cauda equina is not compressed".
    kinds = {scope.kind for scope in scopes if scope.start < match.end() and match.start() < scope.end}
    for kind in _ORDER:
        if kind == "earlier" and "still" in kinds:
            break
        if kind in kinds:
            return kind  # type: ignore[return-value]
        if kind == "hedged" and is_doubted:
            return "hedged"
    return "still" if "still" in kinds else "said"


def _either_or(text: str, matches: Sequence[tuple[re.Match[str], Phrase]]) -> set[int]:
    """Where two shapes are offered as alternatives: "protrusion or extrusion"."""
    shapes = [match for match, phrase in matches if phrase.item == "img_finding" and phrase.code in _SHAPES]
    found: set[int] = set()
    for one, other in pairwise(shapes):
        if _EITHER.fullmatch(text[one.end() : other.start()]):
            found |= {one.start(), other.start()}
    return found


def _code_in_context(
    text: str,
    match: re.Match[str],
    phrase: Phrase,
    segment: tuple[int, int],
    matches: Sequence[tuple[re.Match[str], Phrase]],
    words: ReportWords,
) -> str | None:
    """The code, if what the phrase needs is spoken of: "contacts" alone is no contact with a nerve root."""
    if phrase.needs == "disc":
        near = (max(segment[0], match.start() - _NEAR), min(segment[1], match.end() + _NEAR))
        is_of_disc = words.disc.search(text, *segment) is not None and words.not_disc.search(text, *near) is None
        return phrase.code if is_of_disc else None
    if phrase.needs == "root":
        others = [other.span() for other, one in matches if one.item != phrase.item]
        if _speaks_of_root(text, segment, others, words):
            return phrase.code
        # Touching the sac is not touching a root (3.3 lists "indents the theca" as unclear).
        return "unclear" if words.theca.search(text, *segment) else None
    return phrase.code


def _speaks_of_root(text: str, segment: tuple[int, int], others: Sequence[tuple[int, int]], words: ReportWords) -> bool:
    spans = [match.start() for match in words.root.finditer(text, *segment)]
    spans += [
        match.start()
        for match in words.root_before_name.finditer(text, *segment)
        if _ROOT_NAME.search(text, match.end(), min(segment[1], match.end() + _NEAR))
    ]
    return any(not any(start <= one < end for start, end in others) for one in spans)


# --- names of roots -------------------------------------------------------------------------------------------------


def _root_names(
    text: str, segments: Sequence[_Segment], levels: Sequence[LevelWords], words: ReportWords
) -> Iterator[RootName]:
    """Names that stand before "root" or behind "traversing"; "L5 and S1 roots" names two."""
    for start, end, names in segments:
        for match in _ROOT_NAME.finditer(text, start, end):
            if any(level.start <= match.start() < level.end for level in levels):
                continue
            if _stands_by_a_root(text, match, start, end, words):
                name = re.sub(r"\s", "", match.group()).upper()
                yield RootName(name, match.start(), match.end(), (start, end), names)


def _stands_by_a_root(text: str, match: re.Match[str], start: int, end: int, words: ReportWords) -> bool:
    filler = _BESIDE_NAME.match(text, match.end(), end)
    if filler is not None and words.root.match(text, filler.end(), end):
        return True
    return any(
        _BESIDE_NAME.fullmatch(text, before.end(), match.start())
        for before in words.root_before_name.finditer(text, start, match.start())
    )
