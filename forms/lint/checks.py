"""The pack's own say in its checks (`resources/checks/`): what is kept for a reason, and which words are never used."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.lint.problem import Problem
from forms.loading import DataFile

KEPT, WORDS, ACCEPTED = "checks/kept.toml", "checks/words.toml", "checks/accepted.toml"
SCOPES = ("patient", "everybody")


@dataclass(frozen=True, slots=True)
class Kept:
    """Questions that no rule reads, and what they are for."""

    file: str
    items: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ForbiddenWord:
    """A word that frightens or claims too much. Words that begin with it count too."""

    word: str
    pattern: re.Pattern[str]
    scope: str
    instead: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding somebody has looked at and lets stand: the kind, the place, and why.

    holds: a part of the finding's text; only a finding with it is let stand.
    """

    code: str
    place: str
    holds: str
    reason: str
    line: int

    def covers(self, problem: Problem) -> bool:
        return problem.code == self.code and problem.place == self.place and self.holds in problem.text


@dataclass(frozen=True, slots=True)
class Checks:
    """Everything in `resources/checks/`; a pack without it keeps nothing and forbids nothing."""

    kept: tuple[Kept, ...]
    words: tuple[ForbiddenWord, ...]
    accepted: tuple[Accepted, ...]


def read_checks(files: Mapping[str, bytes]) -> Checks:
    return Checks(_kept(files), _words(files), _accepted(files))


def _kept(files: Mapping[str, bytes]) -> tuple[Kept, ...]:
    if KEPT not in files:
        return ()
    table = DataFile(KEPT, files[KEPT]).table
    kept: list[Kept] = []
    for entry in table.tables("kept"):
        kept.append(Kept(KEPT, entry.texts("items"), entry.text("reason")))
        entry.finish()
    table.finish()
    return tuple(kept)


def _words(files: Mapping[str, bytes]) -> tuple[ForbiddenWord, ...]:
    if WORDS not in files:
        return ()
    table = DataFile(WORDS, files[WORDS]).table
    words: list[ForbiddenWord] = []
    for entry in table.tables("word"):
        word = entry.text("word")
        scope = entry.one_of("scope", SCOPES)
        words.append(ForbiddenWord(word, _pattern(word), scope, entry.text("instead")))
        entry.text("source")
        entry.finish()
    table.finish()
    return tuple(words)


def _pattern(word: str) -> re.Pattern[str]:
    begins = r"\b" if word[0].isalnum() else ""
    return re.compile(begins + re.escape(word).replace(r"\ ", r"[\s-]+") + r"\w*", re.IGNORECASE)


def _accepted(files: Mapping[str, bytes]) -> tuple[Accepted, ...]:
    if ACCEPTED not in files:
        return ()
    file = DataFile(ACCEPTED, files[ACCEPTED])
    accepted: list[Accepted] = []
    for number, entry in enumerate(file.table.tables("accepted")):
        line = file.line_of_entry("accepted", number, 1)
        accepted.append(
            Accepted(entry.text("code"), entry.text("place"), entry.text("holds", ""), entry.text("reason"), line)
        )
        entry.finish()
    file.table.finish()
    return tuple(accepted)
