"""Who stands for the content: the two people who released it, and who reviewed which file until when."""

from collections.abc import Iterator
from datetime import date

from forms.content import Content
from forms.lint.evidence import own_reviews
from forms.lint.problem import PackFiles
from forms.release import Release, key_mark
from reports.manual.html import Safe, el, join, table

TITLE = "Who stands for it"
NOBODY = "Nobody has signed this clinical content: no registered clinician stands for it yet."
_BROKEN = "The release of this content does not hold, so nobody stands for it. The command “check” says what is wrong."


def standing_section(content: Content, release: Release | None, *, release_holds: bool) -> Safe:
    """It stands before the contents: whoever opens the manual must see it first."""
    inner = el("p", el("strong", _in_short(release, release_holds=release_holds)))
    if release is not None and release_holds:
        inner += _signed(release)
    return el("section", el("h2", TITLE), inner, join(_reviews(content)))


def _in_short(release: Release | None, *, release_holds: bool) -> str:
    if release is None:
        return NOBODY
    if not release_holds:
        return _BROKEN
    first, second = release.people
    return f"Released: proposed by {first.shown}, confirmed by {second.shown}."


def _signed(release: Release) -> Safe:
    head = ("Who", "Registration", "Signed on", "Mark of the key", "What they confirm")
    rows = ((one.name, one.registration, one.on, el("code", key_mark(one.key)), one.confirms) for one in release.people)
    return table(head, rows)


def _reviews(content: Content) -> Iterator[Safe]:
    whole = f"The whole is to be reviewed by {content.rulebook.scoring.review_by}."
    reviews = tuple(own_reviews(PackFiles(content.files)))
    if not reviews:
        yield el("p", f"None of the {len(content.files)} files says who reviewed it. {whole}")
        return
    left = len(content.files) - len(reviews)
    yield el("p", f"What a file says of its own review; the other {left} files say nothing. {whole}")
    yield table(
        ("File", "Reviewed", "By", "To be reviewed by"),
        ((el("code", file), _day(one.on), ", ".join(one.by) or "nobody named", _day(one.due)) for file, one in reviews),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else "not said"
