"""`sciatica-intake check`: whether a content pack may be used, with everything that speaks against it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from forms.content import Content, read_content, shipped_files, walk
from forms.errors import ContentError, SciaticaIntakeError
from reports.readability import MOST_GRADE, read

_FEWEST_WORDS = 30


def check_pack(folder: Path | None) -> tuple[list[str], str]:
    """What is wrong with the shipped pack, or with it and `folder` laid over it; and a line that sums it up.

    Reading stops at the first mistake in the files; what can be said only of a whole pack is listed wholly.
    """
    files = pack_files(folder)
    try:
        content = read_content(files)
    except ContentError as error:
        return [str(error)], "The pack cannot be used: mend this, then check again."
    problems = [*_exercises_in_no_list(content), *_rules_without_source(content), *_hard_texts(content)]
    summary = (
        f"Content {content.version}: {len(content.questionnaire.items)} questions, "
        f"{len(content.rulebook.flags)} red flags, {sum(1 for _ in _rules(content))} rules, "
        f"{len(content.programme.exercises)} exercises, {len(content.programme.advice)} advice modules. "
    )
    if problems:
        return problems, f"{summary}{len(problems)} to mend."
    return problems, f"{summary}Nothing to mend."


def pack_files(folder: Path | None) -> Mapping[str, bytes]:
    """The shipped files with those of `folder` laid over them, by path."""
    if folder is None:
        return shipped_files()
    if not folder.is_dir():
        raise SciaticaIntakeError(f"There is no folder {folder}. Name the folder of a content pack.")
    try:
        own = {name: load() for name, load in walk(folder)}
    except OSError as error:
        raise SciaticaIntakeError(f"The pack in {folder} cannot be read: {error.strerror}.") from None
    if not own:
        raise SciaticaIntakeError(f"There are no .toml files in {folder}. A pack is laid out like resources/.")
    return {**shipped_files(), **own}


def _rules(content: Content) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every rule that gives points or raises a flag: its id and its sources."""
    for driver in content.rulebook.drivers:
        for rule in driver.rules:
            yield rule.id, rule.sources
    for flag in content.rulebook.flags:
        yield flag.id, flag.sources


def _rules_without_source(content: Content) -> Iterator[str]:
    for name, sources in _rules(content):
        if not sources:
            yield f'Rule "{name}" names no source. Give the key of one from rules/sources.toml.'


def _exercises_in_no_list(content: Content) -> Iterator[str]:
    for name, exercise in content.programme.exercises.items():
        if not exercise.lists:
            yield f'Exercise "{name}" is in no list, so no programme ever offers it. Name its lists.'


def _hard_texts(content: Content) -> Iterator[str]:
    """Leaflet texts above reading age 11, and words that frighten (HZ14)."""
    for name, advice in content.programme.advice.items():
        yield from _hard(f'Advice "{name}"', (advice.title, *advice.paragraphs), advice.medicines)
    for name, exercise in content.programme.exercises.items():
        yield from _hard(f'Exercise "{name}"', exercise.patient_texts)


def _hard(name: str, texts: tuple[str, ...], medicines: tuple[str, ...] = ()) -> Iterator[str]:
    # A medicine's name is long, and is what stands on the packet.
    plain = [_without(text, medicines) for text in texts]
    reading = read(plain)
    # The measure means nothing for a handful of words.
    if sum(len(text.split()) for text in plain) >= _FEWEST_WORDS and reading.grade > MOST_GRADE:
        yield f"{name} reads at grade {reading.grade}; {MOST_GRADE:g} is the most. Use shorter words and sentences."
    for word in reading.forbidden:
        yield f'{name} says "{word}", which frightens. Say it another way.'


def _without(text: str, words: tuple[str, ...]) -> str:
    for word in words:
        text = re.sub(re.escape(word), "it", text, flags=re.IGNORECASE)
    return text
