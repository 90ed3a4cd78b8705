"""Words that are not said to patients, what to say instead, and where they stand in a text.

One list for each language: `checks/words.toml` for English, `i18n/<language>/language.toml` for another.
"""

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from forms.loading import DataFile
from forms.translation import ENGLISH, language_of

WORDS = "checks/words.toml"
# Who must not read it: everybody on a screen or on paper, a patient anywhere, a patient on a sheet to keep.
SCOPES = ("everybody", "patient", "leaflet")


class UnwantedWord(Struct, frozen=True):
    """A word that frightens, claims too much or is the trade's own. Words that begin with it count too."""

    word: str
    pattern: re.Pattern[str]
    scope: str
    instead: str
    of: str = ""


def read_words(files: Mapping[str, bytes]) -> tuple[UnwantedWord, ...]:
    """The English list; a pack without one forbids nothing."""
    return _read(files[WORDS]) if WORDS in files else ()


@functools.lru_cache(maxsize=4)
def _read(content: bytes) -> tuple[UnwantedWord, ...]:
    table = DataFile(WORDS, content).table
    words: list[UnwantedWord] = []
    for entry in table.tables("word"):
        word = entry.text("word")
        scope = entry.one_of("scope", SCOPES)
        words.append(UnwantedWord(word, pattern_of(word), scope, entry.text("instead")))
        entry.text("source")
        entry.finish()
    table.finish()
    return tuple(words)


def words_of(language: str, files: Mapping[str, bytes]) -> tuple[UnwantedWord, ...]:
    """What a leaflet in this language must not say."""
    if language == ENGLISH:
        return read_words(files)
    return tuple(
        UnwantedWord(one.word, pattern_of(one.word), "patient", one.instead, one.of)
        for one in language_of(files, language).forbidden
    )


def pattern_of(word: str) -> re.Pattern[str]:
    begins = r"\b" if word[0].isalnum() else ""
    return re.compile(begins + re.escape(word).replace(r"\ ", r"[\s-]+") + r"\w*", re.IGNORECASE)


def unwanted(
    texts: Iterable[str], words: Iterable[UnwantedWord], *, scopes: Collection[str] = SCOPES
) -> Iterator[tuple[UnwantedWord, str, re.Match[str]]]:
    """Each such word of each text: the word of the list, the text and where in it; the first place in a text."""
    wanted = [word for word in words if word.scope in scopes]
    for text in texts:
        for word in wanted:
            match = word.pattern.search(text)
            if match:
                yield word, text, match
