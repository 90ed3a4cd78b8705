"""Other languages: texts they lack, texts whose English has moved on, prose that a reader of 11 could not follow."""

import re
from collections.abc import Iterator, Mapping

from forms.lint.problem import PackFiles, Problem
from forms.loading import DataFile
from forms.readability import MOST_GRADE, read
from forms.translation import (
    Translation,
    languages,
    leaflets,
    line_of,
    lines_of,
    read_translation,
)

# Fewer words than this may be the same in two languages, and say nothing about a reading age.
_FEWEST_SAME = 3
_FEWEST_READ = 20
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
    patterns = [
        (re.compile((r"\b" if word.word[0].isalnum() else "") + re.escape(word.word) + r"\w*", re.IGNORECASE), word)
        for word in translation.language.forbidden
    ]
    for address, translated in translation.words.items():
        for pattern, word in patterns:
            english = " ".join(lines_of(translation.english[address])).casefold()
            match = pattern.search("\n".join(lines_of(translated.text)))
            # Where the English says it, the English is at fault, and found there.
            if match and word.of not in english:
                line = line_of(DataFile(translated.file, files[translated.file]), address)
                said = f'"{match.group()}" must not be said here. {word.instead}'
                yield Problem("error", "forbidden_word", translated.file, line, ".".join(address), said)


def _hard(translation: Translation, pack: PackFiles) -> Iterator[Problem]:
    """Leaflets above reading age 11, where the language has a measure."""
    measure = translation.language.readability
    if not measure:
        return
    for places in leaflets(pack.files):
        known = [address for address in places if address in translation.words]
        texts = [_whole(text) for address in known for text in lines_of(translation.words[address].text)]
        if sum(len(text.split()) for text in texts) < _FEWEST_READ:
            continue
        grade = read(texts, (), measure=measure).grade
        if grade > MOST_GRADE:
            file = translation.words[known[0]].file
            line = line_of(DataFile(file, pack.files[file]), known[0])
            said = f"reading grade {grade:g}, at most {MOST_GRADE:g} (reading age 11). Use shorter sentences and words."
            yield Problem("error", "hard_to_read", file, line, known[0][0], said)


def _whole(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else text + "."
