"""The shape of a pasted report: its sections, its sentences, and the spine levels it names.

Text comes as people paste it: headings on their own line or in the middle of one, lines wrapped by hand, lists.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from forms.exchange.report_words import ReportWords, SectionKind

_IGNORED_TO_THE_END: tuple[SectionKind, ...] = ("technique", "comparison", "findings")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_LEVEL_HEADING = r"(?:[LTD]\s?\d{1,2}\s?[/\-–]\s?[LS]?\s?\d{1,2})"
_BULLET = re.compile(
    rf"[^\S\n]*(?:[-*•·–]\s|\d{{1,2}}[.)]\s|{_LEVEL_HEADING}\s*(?:[:\-–]|$))", re.IGNORECASE | re.MULTILINE
)
_SENTENCE_END = re.compile(r"(?<!\bDr)(?<!\be\.g)(?<!\bi\.e)(?<!\bapprox)(?<!\bvs)[.!](?=\s|$)|;|\n")
_CARRIES_ON = re.compile(
    r"(?:\b(?:a|an|and|at|by|for|from|in|is|near|nil|no|non|nor|not|of|on|or|the|to|with|without|may|left|right)|,)\s*$",
    re.IGNORECASE,
)
_WRAPPED_AT = 55

_LEVEL = re.compile(
    r"""(?<!\w)(?:
        (?P<junction>lumbosacral[ ]junction|lumbosacral[ ]dis[ck])
      | (?P<above>[TD]\s?1[0-2]\s?[/\-–]\s?(?:[LTD]\s?)?(?:1[12]|1)(?!\d))
      | L\s?(?P<upper>[1-6])\s?
        (?: (?:[/\\\-‐‑–]|\bon\b)?\s?(?P<letter>[LS])\s?(?P<lower>[1-6])
          | [/\\\-‐‑–]\s?(?P<number>[1-6]) )
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_THROUGH = re.compile(r"\s*(?:to|through|down\s+to|[-–])\s*(?:and\s+including\s+)?\Z", re.IGNORECASE)
_ORDER = ("L1/2", "L2/3", "L3/4", "L4/5", "L5/S1")
OTHER_LEVEL = "other"


class Sentence(Struct, frozen=True):
    """One sentence of one section. paragraph: sentences of one paragraph share its number."""

    start: int
    end: int
    section: SectionKind
    paragraph: int


class LevelWords(Struct, frozen=True):
    """The words that name one level, or several; empty `levels` where they are not a level of the list."""

    start: int
    end: int
    levels: tuple[str, ...]


def sentences(text: str, words: ReportWords) -> tuple[Sentence, ...]:
    """Every sentence, with its section, in order."""
    found: list[Sentence] = []
    paragraph = 0
    for start, end, kind in sections(text, words):
        for block_start, block_end in _blocks(text, start, end):
            paragraph += 1
            for first, last in _split(text, block_start, block_end):
                found.append(Sentence(first, last, kind, paragraph))
    return tuple(found)


def sections(text: str, words: ReportWords) -> tuple[tuple[int, int, SectionKind], ...]:
    """(start, end, kind) of the text behind each heading; what stands before the first is the opening."""
    heads = list(_headings(text, words))
    marks: list[tuple[int, int, SectionKind]] = [(0, 0, "opening"), *heads]
    found: list[tuple[int, int, SectionKind]] = []
    for number, (_, body, kind) in enumerate(marks):
        end = marks[number + 1][0] if number + 1 < len(marks) else len(text)
        follows = marks[number + 1][2] if number + 1 < len(marks) else None
        if kind in ("history", "comparison") and follows not in _IGNORED_TO_THE_END:
            # A report without a heading for its findings: the history ends with its paragraph.
            stop = _end_of_paragraph(text, body, end)
            found.append((body, stop, kind))
            found.append((stop, end, "findings"))
        else:
            found.append((body, end, kind))
    return tuple(part for part in found if part[0] < part[1])


def _headings(text: str, words: ReportWords) -> Iterator[tuple[int, int, SectionKind]]:
    for match in words.heading_matcher.pattern.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        before = text[line_start : match.start()].strip(" \t*#_>-•")
        rest = re.compile(r"[*_ \t]*(?::|[-–](?=\s)|(?=\r?\n|\Z))[*_]*").match(text, match.end())
        if rest is None:
            continue
        inside_a_line = bool(before)
        if inside_a_line and not (before[-1] in ".!?;" and ":" in rest.group()):
            continue
        if not inside_a_line and not rest.group().strip() and match.group()[0].islower():
            continue  # the last word of a wrapped line
        yield (
            line_start if not inside_a_line else match.start(),
            rest.end(),
            words.headings[words.heading_matcher.entry(match)],
        )


def _end_of_paragraph(text: str, start: int, end: int) -> int:
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    stops = [match.start() for match in (_BLANK_LINE.search(text, first, end),) if match]
    stops += [
        match.start()
        for match in re.finditer(rf"(?<=\n){_LEVEL_HEADING}\s*[:\-–]", text, re.IGNORECASE)
        if first < match.start() < end
    ]
    return min(stops, default=end)


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Paragraphs and the entries of a list."""
    here = start
    for match in re.finditer(r"\n", text[start:end]):
        at = start + match.end()
        if at <= here:
            continue
        if _BLANK_LINE.match(text, at - 1) or _BULLET.match(text, at, end):
            yield here, at
            here = at
    if here < end:
        yield here, end


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    here = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.group() == "\n" and _is_wrapped(text, here, match.start(), end):
            continue
        if text[here : match.start()].strip():
            yield here, match.end()
        here = match.end()
    if text[here:end].strip():
        yield here, end


def _is_wrapped(text: str, start: int, at: int, end: int) -> bool:
    """Whether the sentence goes on in the next line."""
    line = text[max(start, text.rfind("\n", 0, at) + 1) : at].rstrip()
    following = text[at:end].lstrip()
    if not line or not following:
        return True
    if following[0].islower() or _CARRIES_ON.search(line):
        return True
    return len(line) >= _WRAPPED_AT and not line.endswith((".", ":", "!", "?"))


def find_levels(text: str, start: int, end: int) -> tuple[LevelWords, ...]:
    """The levels named in a stretch of text; "L3/4 to L5/S1" is one mention of three."""
    found: list[LevelWords] = []
    for match in _LEVEL.finditer(text, start, end):
        levels = _levels_of(match)
        if found and levels and found[-1].levels and _THROUGH.fullmatch(text[found[-1].end : match.start()]):
            first, last = found[-1].levels[-1], levels[-1]
            if first in _ORDER and last in _ORDER and _ORDER.index(first) < _ORDER.index(last):
                levels = (*found[-1].levels[:-1], *_ORDER[_ORDER.index(first) : _ORDER.index(last) + 1])
                found[-1] = LevelWords(found[-1].start, match.end(), levels)
                continue
        found.append(LevelWords(match.start(), match.end(), levels))
    return tuple(found)


def _levels_of(match: re.Match[str]) -> tuple[str, ...]:
    if match["junction"]:
        return ("L5/S1",)
    if match["above"]:
        return (OTHER_LEVEL,)
    upper = int(match["upper"])
    lower = int(match["lower"] or match["number"])
    if (match["letter"] or "").upper() == "S" or (upper == 5 and lower == 1):
        return ("L5/S1",) if upper == 5 and lower == 1 else ()
    name = f"L{upper}/{lower}"
    return (name,) if lower == upper + 1 and name in _ORDER else ()
