"""The bundled typefaces: one legible family, and Noto behind it for the scripts it lacks.

Fonts are registered once in a process and read only when a text needs them.
"""

import functools
import io
import threading
from collections.abc import Iterable

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import resources
from reports.scripts import ShapedFont

REGULAR = "Hyperlegible"
SEMIBOLD = "Hyperlegible-SemiBold"
BOLD = "Hyperlegible-Bold"

_FILES = {
    REGULAR: "AtkinsonHyperlegibleNext-Regular.ttf",
    SEMIBOLD: "AtkinsonHyperlegibleNext-SemiBold.ttf",
    BOLD: "AtkinsonHyperlegibleNext-Bold.ttf",
    "Noto": "NotoSans-Regular.ttf",
    "Noto-Bold": "NotoSans-Bold.ttf",
    "NotoArabic": "NotoSansArabic-Regular.ttf",
    "NotoArabic-Bold": "NotoSansArabic-Bold.ttf",
    "NotoHebrew": "NotoSansHebrew-Regular.ttf",
    "NotoHebrew-Bold": "NotoSansHebrew-Bold.ttf",
    "NotoDevanagari": "NotoSansDevanagari-Regular.ttf",
    "NotoDevanagari-Bold": "NotoSansDevanagari-Bold.ttf",
}
_SCRIPTS = (
    ("NotoHebrew", ((0x0590, 0x05FF), (0xFB1D, 0xFB4F))),
    ("NotoArabic", ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))),
    ("NotoDevanagari", ((0x0900, 0x097F), (0xA8E0, 0xA8FF))),
)
# Letters of these change with their neighbours.
_JOINING = ("NotoArabic", "NotoHebrew", "NotoDevanagari")
_lock = threading.Lock()
_loaded: dict[str, TTFont] = {}


def font(name: str) -> TTFont:
    """One registered font, read from the package the first time."""
    found = _loaded.get(name)
    if found is None:
        with _lock:
            found = _loaded.get(name)
            if found is None:
                # A true subset: without this ReportLab embeds all of ASCII in every face.
                made = ShapedFont if name.startswith(_JOINING) else TTFont
                found = made(name, io.BytesIO(resources.read_bytes(f"fonts/{_FILES[name]}")), asciiReadable=0)
                pdfmetrics.registerFont(found)
                _loaded[name] = found
    return found


def register() -> None:
    """Make the house family ready; the others follow when a text needs them."""
    for name in (REGULAR, SEMIBOLD, BOLD):
        font(name)


def has_glyphs(name: str, characters: Iterable[str]) -> bool:
    return _letters(name).issuperset(characters)


@functools.cache
def _letters(name: str) -> frozenset[str]:
    return frozenset(map(chr, font(name).face.charToGlyph))


@functools.lru_cache(maxsize=8192)
def font_for(characters: str, name: str) -> str | None:
    """The font of this weight that can draw all of these characters, or nothing when none can."""
    if has_glyphs(name, characters):
        return name
    weight = "" if name == REGULAR else "-Bold"
    for family, blocks in _SCRIPTS:
        if any(first <= ord(character) <= last for character in characters for first, last in blocks):
            return family + weight if has_glyphs(family + weight, characters) else None
    return "Noto" + weight if has_glyphs("Noto" + weight, characters) else None


def width_of(text: str, name: str, size: float) -> float:
    width: float = font(name).stringWidth(text, size)
    return width
