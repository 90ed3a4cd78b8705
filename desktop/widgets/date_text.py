"""Dates as people write them: 2026-03-02, 2.3.26, 2 March 2026, March 2026, 3 weeks ago."""

import re
from datetime import date, timedelta

from msgspec import Struct

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class ReadDate(Struct, frozen=True):
    """A date, and whether only its month was said (then the day is the first)."""

    day: date
    month_only: bool = False


def read_date(text: str, today: date) -> ReadDate | None:
    """The date a person wrote, day before month as in Britain; None when it cannot be one."""
    plain = " ".join(text.lower().replace(",", " ").split())
    try:
        return _relative(plain, today) or _numeric(plain, today) or _named(plain, today)
    except (ValueError, OverflowError):
        return None


def _relative(plain: str, today: date) -> ReadDate | None:
    days = {"today": 0, "yesterday": 1}.get(plain)
    if days is not None:
        return ReadDate(today - timedelta(days=days))
    found = re.fullmatch(r"(\d{1,3}|an?|one|two|three) (day|week|month|year)s? ago", plain)
    if not found:
        return None
    words = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
    count = words.get(found[1]) or int(found[1])
    if found[2] in ("day", "week"):
        return ReadDate(today - timedelta(days=count * (7 if found[2] == "week" else 1)))
    months = today.year * 12 + today.month - 1 - count * (12 if found[2] == "year" else 1)
    return ReadDate(date(months // 12, months % 12 + 1, 1), month_only=True)


def _numeric(plain: str, today: date) -> ReadDate | None:
    if found := re.fullmatch(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?", plain):
        return ReadDate(date(int(found[1]), int(found[2]), int(found[3] or 1)), month_only=not found[3])
    if found := re.fullmatch(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})", plain):
        return ReadDate(date(_year(found[3], today), int(found[2]), int(found[1])))
    if found := re.fullmatch(r"(\d{1,2})[-./ ](\d{4})", plain):
        return ReadDate(date(int(found[2]), int(found[1]), 1), month_only=True)
    return None


def _named(plain: str, today: date) -> ReadDate | None:
    found = re.fullmatch(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]{3,9})\.?(?: (\d{4}|\d{2}))?", plain)
    if not found:
        return None
    month = next((n for n, name in enumerate(MONTH_NAMES, 1) if name.lower().startswith(found[2])), 0)
    if not month and found[2][:3] == "sep":
        month = 9
    if not month:
        return None
    year = _year(found[3], today) if found[3] else today.year
    day = date(year, month, int(found[1] or 1))
    if not found[3] and day > today:  # "November", said in March, was last year
        day = day.replace(year=year - 1)
    return ReadDate(day, month_only=not found[1])


def _year(text: str, today: date) -> int:
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year else year - 100


def date_words(day: date) -> str:
    """2 March 2026, on every system alike."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def month_words(day: date) -> str:
    """March 2026."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def distance_words(day: date, today: date) -> str:
    """How long before (or after) today, roughly, as one says it."""
    days = (today - day).days
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    amount, unit = _rough(abs(days))
    words = f"{amount} {unit}" if amount == 1 else f"{amount} {unit}s"
    return f"{words} ago" if days > 0 else f"in {words}"


def _rough(days: int) -> tuple[int, str]:
    if days < 14:
        return days, "day"
    if days < 60:
        return days // 7, "week"
    if days < 730:
        return round(days / 30.44), "month"
    return int(days / 365.25), "year"
