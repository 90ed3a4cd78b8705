"""Writing that Latin typesetting gets wrong: letters that join, lines that run from the right, vowels drawn early.

ReportLab sets one glyph for each character, left to right. Arabic is joined here through Unicode's own
presentation forms, Arabic and Hebrew are turned round line by line, and the Devanagari short i is moved
before its consonant. Devanagari conjuncts keep their visible virama: readable, not beautiful.
"""

import functools
import re
import unicodedata

_ALEF_FORMS = "آأإا"
_LAM = "ل"
_TATWEEL = "ـ"
_VIRAMA = "\u094d"
_SHORT_I = "\u093f"
_NUKTA = "\u093c"
_FORMS = {"<isolated>": 0, "<final>": 1, "<initial>": 2, "<medial>": 3}


def is_right_to_left(character: str) -> bool:
    """Whether this character belongs to a script written from the right."""
    return unicodedata.bidirectional(character) in ("R", "AL")


def starts_right_to_left(text: str) -> bool:
    """Whether the first letter decides that the whole paragraph runs from the right."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


@functools.cache
def _presentation_forms() -> dict[str, tuple[str, str, str, str]]:
    """Letter (or lam-alef pair) -> its isolated, final, initial and medial shapes; "" where there is none."""
    forms: dict[str, list[str]] = {}
    for code in (*range(0xFB50, 0xFBFF), *range(0xFE80, 0xFEFD)):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        if kind in _FORMS:
            base = "".join(chr(int(letter, 16)) for letter in letters.split())
            forms.setdefault(base, ["", "", "", ""])[_FORMS[kind]] = chr(code)
    return {base: (shapes[0], shapes[1], shapes[2], shapes[3]) for base, shapes in forms.items()}


def _joins_onward(letter: str) -> bool:
    return letter == _TATWEEL or bool(_presentation_forms().get(letter, ("", "", "", ""))[2])


def _joins_back(letter: str) -> bool:
    return letter == _TATWEEL or bool(_presentation_forms().get(letter, ("", "", "", ""))[1])


def join_arabic(text: str) -> str:
    """Arabic letters replaced by the shape that their neighbours ask for; still in reading order."""
    clusters = _clusters(text)
    merged: list[tuple[str, str]] = []
    for base, marks in clusters:
        if merged and merged[-1] == (_LAM, "") and base in _ALEF_FORMS:
            merged[-1] = (_LAM + base, marks)
        else:
            merged.append((base, marks))
    forms = _presentation_forms()
    shaped = []
    for place, (base, marks) in enumerate(merged):
        shapes = forms.get(base)
        if shapes:
            before = place > 0 and _joins_onward(merged[place - 1][0]) and _joins_back(base)
            after = place + 1 < len(merged) and _joins_onward(base) and _joins_back(merged[place + 1][0])
            base = shapes[before + 2 * after] or shapes[0] or base
        shaped.append(base + marks)
    return "".join(shaped)


def order_devanagari(text: str) -> str:
    """The short i drawn before its consonant cluster, where the eye expects it."""
    letters: list[str] = []
    for letter in text:
        if letter == _SHORT_I and letters:
            letters.insert(_cluster_start(letters), letter)
        else:
            letters.append(letter)
    return "".join(letters)


def _cluster_start(letters: list[str]) -> int:
    """Where the last consonant cluster begins: consonants tied by a virama, each with its dot below."""
    place = len(letters) - 1
    while True:
        if place > 0 and letters[place] == _NUKTA:
            place -= 1
        if place < 2 or letters[place - 1] != _VIRAMA:
            return place
        place -= 2


def turn_round(text: str) -> str:
    """Right-to-left text in the order that a left-to-right pen draws it; numbers and Latin words stay as they are."""
    pieces: list[str] = []
    place = 0
    for kept in _LEFT_TO_RIGHT.finditer(text):
        pieces += [_MIRRORED.get(base, base) + marks for base, marks in _clusters(text[place : kept.start()])]
        pieces.append(kept.group())
        place = kept.end()
    pieces += [_MIRRORED.get(base, base) + marks for base, marks in _clusters(text[place:])]
    return "".join(reversed(pieces))


def reading_text(drawn: str) -> str:
    """What a reader should hear for joined letters: the ordinary letters again."""
    return unicodedata.normalize("NFKC", drawn)


_LEFT_TO_RIGHT = re.compile(r"[0-9A-Za-zÀ-ɏ٠-٩۰-۹]+(?:[.,:/'-][0-9A-Za-zÀ-ɏ٠-٩۰-۹]+)*")
_MIRRORED = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))


def _clusters(text: str) -> list[tuple[str, str]]:
    """Each base character with the marks that sit on it."""
    clusters: list[tuple[str, str]] = []
    for character in text:
        if clusters and unicodedata.combining(character):
            base, marks = clusters[-1]
            clusters[-1] = (base, marks + character)
        else:
            clusters.append((character, ""))
    return clusters
