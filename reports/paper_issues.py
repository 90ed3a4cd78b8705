"""What is wrong with a patient's paper, as those see it who decide whether it goes out."""

import hashlib

from msgspec import Struct


class PaperIssue(Struct, frozen=True):
    """One thing to mend on a paper. part: where it stands, by its heading. instead: what could be said or done.

    is_failing: the paper does not go out with it unless a physio says why. What is not is only to be looked at.
    """

    code: str
    part: str
    words: str
    wrong: str
    instead: str
    is_failing: bool = True


def failing(issues: tuple[PaperIssue, ...]) -> tuple[PaperIssue, ...]:
    """Those that keep the paper from going out without a reason."""
    return tuple(issue for issue in issues if issue.is_failing)


def mark_of(issues: tuple[PaperIssue, ...]) -> str:
    """A short mark of what fails, and nothing of what it says: a reason given for it holds for just that."""
    said = "\n".join(sorted(f"{one.code}|{one.part}|{one.words}" for one in failing(issues)))
    return hashlib.sha256(said.encode()).hexdigest()[:12]
