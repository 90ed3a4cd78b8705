"""Why a paper goes out although it is hard to read: how the reason is kept with the paper. No Qt."""

import re

from msgspec import Struct

_LET_OUT = re.compile(r"let out ([0-9a-f]{12}): (.*)", re.DOTALL)


class LetOut(Struct, frozen=True):
    """mark: of what was wrong with the paper (`reports.paper_issues.mark_of`)."""

    __repr__ = object.__repr__  # tracebacks and logs show reprs

    mark: str
    reason: str


def let_out_event(mark: str, reason: str) -> str:
    """What happened to the paper, as kept among its events."""
    return f"let out {mark}: {reason}"


def let_out_reason(what: str) -> LetOut | None:
    """The reason in such an event; None in any other."""
    found = _LET_OUT.fullmatch(what)
    return LetOut(found[1], found[2]) if found else None
