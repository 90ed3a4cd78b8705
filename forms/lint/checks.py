"""The pack's own say in its checks (`resources/checks/`): what is kept for a reason, and which words are never used."""

from collections.abc import Mapping

from msgspec import Struct

from forms.lint.problem import Problem
from forms.loading import DataFile
from forms.plain_words import UnwantedWord, read_words

KEPT, ACCEPTED = "checks/kept.toml", "checks/accepted.toml"


class Kept(Struct, frozen=True):
    """Questions that no rule reads, and what they are for."""

    file: str
    items: tuple[str, ...]
    reason: str


class Accepted(Struct, frozen=True):
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


class Checks(Struct, frozen=True):
    """Everything in `resources/checks/`; a pack without it keeps nothing and forbids nothing."""

    kept: tuple[Kept, ...]
    words: tuple[UnwantedWord, ...]
    accepted: tuple[Accepted, ...]


def read_checks(files: Mapping[str, bytes]) -> Checks:
    return Checks(_kept(files), read_words(files), _accepted(files))


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
