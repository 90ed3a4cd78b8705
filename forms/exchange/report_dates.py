"""The date of the scan in a report: by its label, or on the line of the title; never of birth, of typing, of before."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from forms.exchange.report_text import Sentence
from forms.exchange.report_words import ReportWords

_DATE = re.compile(
    r"""(?<![\w/.\-])(?:
        (?P<iso>(?P<y1>(?:19|20)\d\d)-(?P<m1>\d{1,2})-(?P<d1>\d{1,2}))
      | (?P<d2>\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]*(?:of\s+)?(?P<m2>[A-Za-z]{3,9})[\s\-/.,]+(?P<y2>(?:19|20)\d\d)
      | (?P<m3>[A-Za-z]{3,9})\.?\s+(?P<d3>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y3>(?:19|20)\d\d)
      | (?P<a>\d{1,2})(?P<mark>[/.\-])(?P<b>\d{1,2})(?P=mark)(?P<y4>(?:19|20)\d\d)
    )(?![\w/])""",
    re.VERBOSE,
)
_LABEL_ROOM = 40


class FoundDate(Struct, frozen=True):
    """A date that may be the scan's; `value` None where day and month could be either way round."""

    value: date | None
    start: int
    end: int
    is_labelled: bool


def find_dates(
    text: str, found: Sequence[Sentence], words: ReportWords, *, titles: Sequence[Sentence]
) -> tuple[FoundDate, ...]:
    """The dates with the best claim: labelled ones, or else those on the line that names the scan."""
    labelled: list[FoundDate] = []
    titled: list[FoundDate] = []
    for sentence in found:
        if sentence.section in ("history", "comparison"):
            continue
        for match in _DATE.finditer(text, sentence.start, sentence.end):
            room = text[max(text.rfind("\n", 0, match.start()) + 1, match.start() - _LABEL_ROOM) : match.start()]
            values = tuple(_values(match, words))
            if not values or _last(words.date_of_something_else, room) > _last(words.date_of_scan, room):
                continue
            value = values[0] if len(set(values)) == 1 else None
            is_labelled = _last(words.date_of_scan, room) >= 0
            one = FoundDate(value, match.start(), match.end(), is_labelled)
            if is_labelled:
                labelled.append(one)
            elif sentence in titles or room.strip().lower() in ("date:", "date"):
                titled.append(one)
    return tuple(labelled or titled)


def _last(pattern: re.Pattern[str], room: str) -> int:
    return max((match.start() for match in pattern.finditer(room)), default=-1)


def _values(match: re.Match[str], words: ReportWords) -> Iterator[date]:
    if match["iso"]:
        yield from _dates(match["y1"], match["m1"], match["d1"])
    elif match["m2"] or match["m3"]:
        name = match["m2"] or match["m3"]
        month = next((n for n, pattern in enumerate(words.months, 1) if pattern.fullmatch(name)), 0)
        yield from _dates(match["y2"] or match["y3"], month, match["d2"] or match["d3"])
    else:
        yield from _dates(match["y4"], match["b"], match["a"])
        yield from _dates(match["y4"], match["a"], match["b"])


def _dates(year: str | int, month: str | int, day: str | int) -> Iterator[date]:
    try:
        yield date(int(year), int(month), int(day))
    except ValueError:
        return
