"""What stands behind the pack: sources, grades, licences and review dates."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import tomli
from msgspec import Struct

from forms.content import Content
from forms.lint.problem import PackFiles, Problem
from forms.loading import DataFile, Review, suggestion

_CLINICAL = ("rules/", "programme/", "exercises/", "advice/", "messages/")
_UNCHECKED = "U"
_RED_FLAGS = "rules/red_flags/"
_SCORING = "rules/scoring.toml"


class ReviewDate(Struct, frozen=True):
    """When a file must have been looked at again. on: when it was, or the whole pack was released, if it says so."""

    file: str
    line: int
    by: date
    on: date | None


def sources_and_grades(content: Content, pack: PackFiles) -> Iterator[Problem]:
    """A source that is not on the list, and a grade with nothing behind it."""
    known = content.rulebook.sources
    for file in pack.names(*_CLINICAL, "instruments/"):
        for place, entry in _tables(tomli.loads(pack.files[file].decode("utf-8-sig"))):
            if "sources" not in entry or not isinstance(entry["sources"], list):
                continue
            line = pack.find(file, place)[1] if place else 1
            here = pack.line_of_key(file, "sources", line)
            for key in entry["sources"]:
                if key not in known:
                    text = f'"{key}" is not in rules/sources.toml.{suggestion(str(key), known)}'
                    yield Problem("error", "unknown_source", file, here, place, text)
            grade = entry.get("grade", _UNCHECKED)
            if grade != _UNCHECKED and not entry["sources"]:
                text = f'grade {grade} without a source. Name the source, or grade it "{_UNCHECKED}".'
                yield Problem("error", "no_source", file, here, place, text)


def _tables(value: Any, place: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every table of a file, with the id that names it."""
    if isinstance(value, dict):
        own = next((str(value[key]) for key in ("id", "code", "key") if isinstance(value.get(key), str)), place)
        yield own, value
        for inner in value.values():
            yield from _tables(inner, own)
    elif isinstance(value, list):
        for inner in value:
            yield from _tables(inner, place)


def instruments(pack: PackFiles) -> Iterator[Problem]:
    """Instruments that do not say under what licence they are shipped (hazard HZ18), or where they come from."""
    for file in pack.names("instruments/"):
        document = tomli.loads(pack.files[file].decode("utf-8-sig"))
        # Other files there say what a change in a score means; they are no instruments.
        if "id" not in document:
            continue
        if not document.get("licence"):
            text = 'no "licence". Say under what licence the instrument is used, or take it out.'
            yield Problem("error", "no_licence", file, 1, "", text)
        if not document.get("sources"):
            text = f'no "sources". Name where the instrument comes from, or "{_UNCHECKED}".'
            yield Problem("error", "no_source", file, 1, "", text)


# --- review dates --------------------------------------------------------------------------------------------------


def review_dates(content: Content, pack: PackFiles) -> tuple[ReviewDate, ...]:
    """The review date of the whole pack, and of every file that sets its own with `review_by` at its top."""
    scoring = content.rulebook.scoring
    found: list[ReviewDate] = []
    whole = _date(scoring.review_by)
    if whole is not None:
        found.append(ReviewDate(_SCORING, pack.line_of_key(_SCORING, "review_by"), whole, _date(scoring.released)))
    for file, review in own_reviews(pack):
        if review.due is not None:
            found.append(ReviewDate(file, pack.line_of_key(file, "review_by"), review.due, review.on))
    return tuple(found)


def own_reviews(pack: PackFiles) -> Iterator[tuple[str, Review]]:
    """Every file that says something of its own review at its top, and what."""
    for file in pack.names(""):
        # Most files say nothing, and reading them all again would take a while.
        if b"review_by" in pack.files[file] or b"reviewed" in pack.files[file]:
            review = DataFile(file, pack.files[file]).review
            if review.on or review.by or review.due:
                yield file, review


def reviews_due(content: Content, pack: PackFiles, today: date | None) -> Iterator[Problem]:
    """Content past its review date, which for red flags blocks printing, or with one too late or none (hazard HZ05)."""
    if _date(content.rulebook.scoring.review_by) is None:
        line = pack.line_of_key(_SCORING, "review_by")
        text = '"review_by" must be a date, as in "2027-11-23".'
        yield Problem("error", "no_review_date", _SCORING, line, "scoring", text)
    released = content.rulebook.scoring.released
    if _date(released) is None:
        line = pack.line_of_key(_SCORING, "released")
        text = f'"{released}" is no date. Use year, month and day: 2026-11-23.'
        yield Problem("error", "release_date", _SCORING, line, "scoring", text)
    for one in review_dates(content, pack):
        if today is not None and one.by < today:
            text = f"the review was due by {one.by.isoformat()}. Have it reviewed, and set the next date."
            if one.file.startswith((_RED_FLAGS, _SCORING)):
                text += " No programme is printed until then."
            yield Problem("warning", "review_due", one.file, one.line, "", text)
        if one.on is not None and one.by > _a_year_after(one.on):
            text = (
                f"the next review, {one.by.isoformat()}, is more than 12 months after {one.on.isoformat()}."
                " Set an earlier date."
            )
            yield Problem("warning", "review_too_late", one.file, one.line, "", text)
    for file, review in own_reviews(pack):
        line = pack.line_of_key(file, "reviewed")
        if review.on is not None and today is not None and review.on > today:
            text = f"reviewed on {review.on.isoformat()}, which is still to come. Set the day it was reviewed."
            yield Problem("error", "review_to_come", file, line, "", text)
        if review.on is not None and review.due is not None and review.due <= review.on:
            text = f"the next review, {review.due.isoformat()}, is not after {review.on.isoformat()}. Set a later date."
            yield Problem("error", "review_too_early", file, line, "", text)
        if review.on is not None and review.due is None:
            text = f'reviewed on {review.on.isoformat()}, and no "review_by" says when again.'
            yield Problem("warning", "no_review_date", file, line, "", text)


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)  # from 29 February


def red_flags_due(content: Content, files: Mapping[str, bytes]) -> date | None:
    """The last day on which the warnings may still be printed from (hazard HZ05); None where no date can be read."""
    own = [one.by for one in review_dates(content, PackFiles(files)) if one.file.startswith((_RED_FLAGS, _SCORING))]
    return None if _date(content.rulebook.scoring.review_by) is None else min(own)


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
