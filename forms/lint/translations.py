"""Other languages: texts they lack, texts whose English has moved on, prose that a reader of 11 could not follow."""

import re
from collections.abc import Iterator, Mapping

from forms.lint.problem import PackFiles, Problem
from forms.loading import DataFile
from forms.plain_words import unwanted, words_of
from forms.readability import as_read, hard_to_read, read
from forms.translation import (
    Translation,
    languages,
    leaflets,
    line_of,
    lines_of,
    read_translation,
)

# Fewer words than this may be the same in two languages.
_FEWEST_SAME = 3
_WORD = re.compile(r"[^\W\d_]+")


def translations(pack: PackFiles) -> Iterator[Problem]:
    """What is wrong with every language of the pack."""
    for language in languages(pack.files):
        translation = read_translation(pack.files, language.code)
        yield from misfits(translation, pack.files)
        yield from _frightening(translation, pack.files)
        yield from _hard(translation, pack)


def misfits(translation: Translation, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Texts that are missing, unknown, stale, changed in what must stay, or still English."""
    for one in translation.wrong:
        severity = "error" if one.is_error else "warning"
        yield Problem(severity, one.code, one.file, one.line, ".".join(one.address), one.text)  # type: ignore[arg-type]
    for address, translated in translation.words.items():
        english = lines_of(translation.english[address])
        same = (one for one, other in zip(english, lines_of(translated.text), strict=True) if one == other)
        if any(len(_WORD.findall(text)) >= _FEWEST_SAME for text in same):
            line = line_of(DataFile(translated.file, files[translated.file]), address)
            said = f"this is still English; put it into {translation.language.english_name}."
            yield Problem("error", "still_english", translated.file, line, ".".join(address), said)


def _frightening(translation: Translation, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """The language's own words for what must not be said to a patient (hazard HZ14)."""
    words = words_of(translation.language.code, files)
    for address, translated in translation.words.items():
        english = " ".join(lines_of(translation.english[address])).casefold()
        for word, _, match in unwanted(["\n".join(lines_of(translated.text))], words):
            # Where the English says it, the English is at fault, and found there.
            if word.of not in english:
                line = line_of(DataFile(translated.file, files[translated.file]), address)
                said = f'"{match.group()}" must not be said here. {word.instead}'
                yield Problem("error", "forbidden_word", translated.file, line, ".".join(address), said)


def _hard(translation: Translation, pack: PackFiles) -> Iterator[Problem]:
    """Leaflets above reading age 11 and their long sentences, where the language has a measure."""
    measure = translation.language.readability
    if not measure:
        return
    for places in leaflets(pack.files):
        known = [address for address in places if address in translation.words]
        if not known:
            continue
        texts = [as_read(text) for address in known for text in lines_of(translation.words[address].text)]
        file = translation.words[known[0]].file
        first = line_of(DataFile(file, pack.files[file]), known[0])
        for one in hard_to_read(read(texts, measure=measure)):
            yield Problem("error", one.code, file, pack.line_of(file, one.words, first), known[0][0], one.said)
