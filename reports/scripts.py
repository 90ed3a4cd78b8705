"""Writing that Latin typesetting gets wrong: letters that join, lines that run from the right, vowels drawn early.

Paragraphs are broken into lines in reading order. What is here is asked twice: how wide a text is once its letters
have joined (`ShapedFont`), and which glyphs the pen sets where, from left to right (`glyphs`). HarfBuzz knows both.
"""

import functools
import re
import unicodedata
from itertools import pairwise
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr, TTFont

# Around a text that somebody typed: inside it runs its own way, whatever stands outside (Unicode UAX 9, isolates).
_ISOLATE, _END = "\u2068", "\u2069"
ISOLATES = (_ISOLATE, _END)
ISOLATED = re.compile(f"{_ISOLATE}([^{_ISOLATE}{_END}]*){_END}")
# Glyphs that stand for no single letter get a number of their own beyond all letters: the same in every document.
_PRIVATE = 0xF0000


def isolated(text: str) -> str:
    """A person's own words to be put into a sentence: written from the right, they turn nothing else round."""
    bare = text.replace(_ISOLATE, "").replace(_END, "")
    return "\n".join(f"{_ISOLATE}{line}{_END}" for line in bare.split("\n"))


def is_right_to_left(character: str) -> bool:
    """Whether this character belongs to a script written from the right."""
    return unicodedata.bidirectional(character) in ("R", "AL")


def starts_right_to_left(text: str) -> bool:
    """Whether the first letter outside of isolated words decides that the paragraph runs from the right."""
    for character in ISOLATED.sub("", text):
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


class ShapedFont(TTFont):
    """A font in which a text is as wide as its joined letters."""

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        # ReportLab asks once more when it draws: for glyphs, which are as wide as the text they stand for.
        _, places = _glyphs(self.fontName, str(getattr(text, "heard", text)))
        return float(sum(place.x_advance for place in places)) * size / 1000


def glyphs(text: str, font_name: str) -> ShapedStr:
    """The glyphs of a text from left to right, with their places; spaces at its ends stay at their side."""
    words = text.strip(" ")
    start = text.find(words) if words else 0
    characters, places = _glyphs(font_name, words)
    return text[:start] + ShapedStr(characters, list(places)) + text[start + len(words) :]


@functools.lru_cache(maxsize=4096)
def _glyphs(font_name: str, text: str) -> tuple[str, tuple[ShapeData, ...]]:
    font = pdfmetrics.getFont(font_name)
    characters: list[str] = []
    places: list[ShapeData] = []
    for stretch, from_the_right in _stretches(text):
        for glyph, place in _shaped(font, stretch, from_the_right=from_the_right):
            characters.append(_character(font, glyph))
            places.append(place)
    return "".join(characters), tuple(places)


def _shaped(font: TTFont, text: str, *, from_the_right: bool) -> list[tuple[int, ShapeData]]:
    # Here, because most papers have nothing to join.
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if from_the_right else "ltr"
    shaper = _shaper(font.fontName)
    uharfbuzz.shape(shaper, buffer, {"kern": True, "liga": True})
    scale = 1000 / shaper.face.upem
    return [
        (
            info.codepoint,
            ShapeData(
                0,
                place.x_advance * scale,
                place.y_advance * scale,
                place.x_offset * scale,
                place.y_offset * scale,
                shaper.get_glyph_h_advance(info.codepoint) * scale,
            ),
        )
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


@functools.cache
def _shaper(font_name: str) -> Any:
    # Here for the same reason.
    import uharfbuzz

    data = pdfmetrics.getFont(font_name).face._ttf_data
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(data)))


def _character(font: TTFont, glyph: int) -> str:
    """A character that the font draws as this glyph; one is made up where no letter stands for it alone."""
    face = font.face
    known = face.glyphToChar.get(glyph)
    if known:
        return chr(known[0])
    made_up = _PRIVATE + glyph
    if made_up not in face.charToGlyph:
        face.charToGlyph[made_up] = glyph
        shaper = _shaper(font.fontName)
        face.charWidths[made_up] = shaper.get_glyph_h_advance(glyph) * 1000 / shaper.face.upem
    return chr(made_up)


def _stretches(text: str) -> list[tuple[str, bool]]:
    """The text in the order of the pen, in stretches of one direction; numbers and Latin words run as always."""
    if not any(map(is_right_to_left, text)):
        return [(text, False)] if text else []
    ends = [end for kept in _LEFT_TO_RIGHT.finditer(text) for end in kept.span()]
    parts = [text[start:end] for start, end in pairwise([0, *ends, len(text)])]
    return [(part, not _LEFT_TO_RIGHT.fullmatch(part)) for part in reversed(parts) if part]


_LEFT_TO_RIGHT = re.compile(r"[0-9A-Za-zÀ-ɏ٠-٩۰-۹]+(?:[.,:/'-][0-9A-Za-zÀ-ɏ٠-٩۰-۹]+)*")
