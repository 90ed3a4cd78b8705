"""The only door from typed text to the page.

Nothing is parsed as markup: text becomes ready runs, each in a font that has its letters. What no bundled
font can draw is said in words, so that no black box is printed and nothing disappears without a trace.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import groupby
from typing import Any, NamedTuple

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus.paraparser import ParaFrag

from reports import fonts, scripts
from reports.tagging import Element, TaggedParagraph

_MOST_MARKS = 4
_SUBSTITUTES = {
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "✓": "(tick)",
    "✔": "(tick)",
    "✗": "(cross)",
    "✘": "(cross)",
    "☐": "[ ]",
    "□": "[ ]",
    "☑": "[x]",
    "●": "•",
    "■": "•",
    "▪": "•",
    "◦": "•",
    "\u2010": "-",
    "\u2011": "-",
    "\u2015": "—",
    "\u2212": "−",
    "\t": " ",
}
_KEPT = ("\n", "\t", *scripts.ISOLATES)
_STRAY = dict.fromkeys(map(ord, scripts.ISOLATES))
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_OPENING, _CLOSING = " “‘\"'", " .,;:!?…”’\"'"
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def clean(text: str) -> str:
    """Typed text without what a page cannot hold: control characters, direction tricks, towers of accents."""
    text = _BLANK_LINES.sub("\n\n", unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))).strip("\n")
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category == "Cs":
            character = "\ufffd"
        elif category in ("Cc", "Cf") and character not in _KEPT and not _joins(character, kept):
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS and not 0xFE00 <= ord(character) <= 0xFE0F:
            kept.append(_SUBSTITUTES.get(character, character))
    return "".join(kept)


def _joins(character: str, before: list[str]) -> bool:
    """Whether this invisible sign says how the letter before it joins the next: in Persian and Hindi it matters."""
    return character in "\u200c\u200d" and bool(before) and bool(_script(before[-1]))


def paragraph(
    text: str,
    style: ParagraphStyle,
    element: Element | None = None,
    *,
    emphasis: bool = False,
) -> TaggedParagraph:
    """Text of any origin, ready to print; `emphasis` reads **bold** in our own texts and nothing else.

    What a person typed goes into a sentence of ours as `isolated`.
    """
    kept = _kept.get()
    key = (text, emphasis, style.fontName, style.fontSize, style.textColor)
    shaped = kept.shaped.get(key) if kept else None
    if shaped is None:
        shaped = _shape(text, style, emphasis=emphasis)
        if kept:
            kept.shaped[key] = shaped
    if shaped.from_the_right and style.alignment == TA_LEFT:
        style = ParagraphStyle(style.name + " from the right", parent=style, alignment=TA_RIGHT)
    return TaggedParagraph(None, style, frags=list(shaped.runs), element=element, broken=kept.broken if kept else None)


@contextmanager
def remembered() -> Iterator[None]:
    """While the same words are laid out again and again, what was made of them is kept: only their places change."""
    token = _kept.set(_Kept({}, {}))
    try:
        yield
    finally:
        _kept.reset(token)


class _Shaped(NamedTuple):
    runs: tuple[ParaFrag, ...]
    from_the_right: bool


class _Kept(NamedTuple):
    """shaped: the runs of a text in a style. broken: the lines of runs at a width."""

    shaped: dict[tuple[Any, ...], _Shaped]
    broken: dict[tuple[Any, ...], Any]


_kept: ContextVar[_Kept | None] = ContextVar("kept", default=None)


def _shape(text: str, style: ParagraphStyle, *, emphasis: bool) -> _Shaped:
    cleaned = clean(text)
    from_the_right = scripts.starts_right_to_left(cleaned)
    runs: list[ParaFrag] = []
    for piece, bold in _emphasised(cleaned) if emphasis else [(cleaned, False)]:
        name = fonts.BOLD if bold else style.fontName
        for number, line in enumerate(piece.split("\n")):
            if number:
                runs.append(_run("", name, style, lineBreak=True))
            runs += _runs(line, name, style, from_the_right=from_the_right)
    return _Shaped(tuple(runs), from_the_right)


def _runs(line: str, name: str, style: ParagraphStyle, *, from_the_right: bool) -> list[ParaFrag]:
    """The runs of one line; isolated words that run the other way are marked as one piece."""
    runs: list[ParaFrag] = []
    for number, part in enumerate(scripts.ISOLATED.split(line)):
        part = part.translate(_STRAY)
        own_way = scripts.starts_right_to_left(part) if number % 2 else from_the_right
        isolate = number if own_way != from_the_right else 0
        runs += [
            _run(words, face, style, script=script, from_the_right=own_way, isolate=isolate)
            for words, face, script in _faces(part, name, from_the_right=own_way)
        ]
    return runs


def isolated(text: str) -> str:
    """A person's own words to be put into a sentence of ours: they run their own way, and turn nothing else round."""
    return scripts.isolated(text)


def unprintable(text: str) -> tuple[str, ...]:
    """What the sheet cannot show as typed, in words that say what will be printed instead."""
    cleaned = clean(text)
    notes = []
    missing = dict.fromkeys(filter(None, map(_placeholder, _missing(cleaned))))
    if missing:
        printed = ", ".join(missing)
        notes.append(f"Some characters cannot be printed. The sheet will show: {printed}")
    return tuple(notes)


def fitted(text: str, style: ParagraphStyle, width: float, lines: int = 1) -> str:
    """The text, or as much of it as fits on so many lines, ending in an ellipsis."""
    text = " ".join(text.split())
    if _height(text, style, width) <= lines:
        return text
    fits, too_long = 0, min(len(text), 400)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if _height(text[:middle].rstrip() + "…", style, width) <= lines:
            fits = middle
        else:
            too_long = middle
    return text[:fits].rstrip() + "…"


def _height(text: str, style: ParagraphStyle, width: float) -> int:
    # A prefix decides: no line holds 2,000 characters, and breaking 100,000 takes seconds.
    shaped = paragraph(text[:2000], style)
    shaped.wrap(width, 10_000)
    return len(shaped.blPara.lines)


def _run(text: str, face: str, style: ParagraphStyle, **more: Any) -> ParaFrag:
    run = ParaFrag(
        text=text, fontName=face, fontSize=style.fontSize, textColor=style.textColor, rise=0, us_lines=[], link=[]
    )
    for name, value in more.items():
        if value:
            setattr(run, name, value)
    if more.get("script"):
        # ReportLab keeps runs whole, instead of bare words, when one carries a back colour.
        run.backColor = None
    return run


def _emphasised(text: str) -> list[tuple[str, bool]]:
    pieces = _EMPHASIS.split(text)
    return [(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece]


def _faces(line: str, name: str, *, from_the_right: bool) -> list[tuple[str, str, str]]:
    """The line as (text, font, script) runs; a word stays in one font where one font has it all."""
    if not line:
        return []
    if not from_the_right and fonts.has_glyphs(name, line):
        return [(line, name, "")]
    line = _spell_out(line)
    one_face = None if from_the_right or _script(line) else fonts.font_for(line, name)
    if one_face:
        return [(line, one_face, "")]
    words = re.findall(r"\s*\S+\s*?(?=\s|$)|\s+$", line)
    faced = [part for word in words for part in _word_faces(word, name)]
    faced = _join_neutral(faced, from_the_right=from_the_right)
    runs = []
    for (face, script), group in groupby(faced, key=lambda part: (part[1], part[2])):
        text = "".join(part[0] for part in group)
        opening, closing = "", ""
        if script == "right-to-left" and not from_the_right:
            opening, text, closing = _peeled(text)
        runs += [part for part in ((opening, name, ""), (text, face, script), (closing, name, "")) if part[0]]
    return runs


def _peeled(text: str) -> tuple[str, str, str]:
    """Marks around right-to-left words in another sentence: they belong to that sentence."""
    bare = text.rstrip(_CLOSING)
    start = len(bare) - len(bare.lstrip(_OPENING))
    return bare[:start], bare[start:], text[len(bare) :]


def _word_faces(word: str, name: str) -> list[tuple[str, str, str]]:
    face = fonts.font_for(word, name)
    if face:
        return [(word, face, _script(word))]
    parts = [
        ("".join(group), found or name)
        for found, group in groupby(word, key=lambda character: fonts.font_for(character, name))
    ]
    return [(text, found, _script(text)) for text, found in parts]


def _script(text: str) -> str:
    if any(scripts.is_right_to_left(character) for character in text):
        return "right-to-left"
    return "devanagari" if any("\u0900" <= character <= "\u097f" for character in text) else ""


def _join_neutral(parts: list[tuple[str, str, str]], *, from_the_right: bool) -> list[tuple[str, str, str]]:
    """Numbers and marks beside right-to-left words belong to them: always there, elsewhere only between two."""
    joined = list(parts)
    for place, (text, _face, script) in enumerate(parts):
        if script or any(character.isalpha() for character in text):
            continue
        before = joined[place - 1] if place else ("", "", "")
        after = parts[place + 1] if place + 1 < len(parts) else ("", "", "")
        beside = [part[1] for part in (before, after) if part[2] == "right-to-left"]
        if len(beside) == 2 or (beside and from_the_right):
            face = beside[0]
            if fonts.has_glyphs(face, text):
                joined[place] = (text, face, "right-to-left")
    return joined


def _missing(text: str) -> list[str]:
    """The stretches of text that no bundled font can draw, each of one kind."""
    stretches: list[str] = []
    last_kind = ""
    for character in text:
        kind = "" if character in "\n " or fonts.font_for(character, fonts.REGULAR) else _kind(character)
        if kind and kind == last_kind and unicodedata.category(character)[0] in "LM":
            stretches[-1] += character
        elif kind:
            stretches.append(character)
        last_kind = kind
    return stretches


def _spell_out(line: str) -> str:
    for stretch in sorted(set(_missing(line)), key=len, reverse=True):
        line = line.replace(stretch, _placeholder(stretch))
    return line


def _kind(character: str) -> str:
    if unicodedata.category(character)[0] in "LM":
        return unicodedata.name(character, "UNKNOWN").split()[0]
    return character


def _placeholder(stretch: str) -> str:
    """What is printed in place of characters that no bundled font has."""
    first = stretch[0]
    category = unicodedata.category(first)
    name = unicodedata.name(first, "")
    if category == "Sk":  # a skin tone: the picture's name says enough
        return ""
    if category[0] in "LM" and name:
        script = name.split()[0]
        letters = "1 letter" if len(stretch) == 1 else f"{len(stretch)} letters"
        return f"[{script if script == 'CJK' else script.capitalize()} text, {letters}]"
    if category in ("So", "Sm", "Sc") and name:
        return f"({name.lower()})"
    return "[?]"
