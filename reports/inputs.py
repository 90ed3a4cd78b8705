"""What every paper needs to be told: the clinic, the person, the clock, the version and who approved it.

Plain frozen values with finished texts. Whoever builds them decides what is said; `reports` decides how it looks.
"""

import datetime
from enum import Enum

from msgspec import Struct
from reportlab.lib.pagesizes import A4, LETTER

from reports.wording import PAGE, PageWords

LARGE_PRINT = 16.0  # where large print begins, in points (UKAAF G003)


class PageSize(Enum):
    A4 = A4
    LETTER = LETTER


class ClinicDetails(Struct, frozen=True):
    """The clinic as its patients know it. logo: a PNG without transparency; accent: its own colour, "" for ours."""

    name: str
    phone: str
    hours: str = ""
    address: str = ""
    logo: bytes = b""
    accent: str = ""


class PersonLine(Struct, frozen=True):
    """Who this paper is for: the identifiers that stand on every page."""

    name: str
    birth_date: datetime.date | None
    clinic_no: str
    initials_only: bool = False

    @property
    def printed_name(self) -> str:
        if not self.initials_only:
            return self.name
        parts = self.name.replace("-", " ").split()
        return " ".join(f"{part[0].upper()}." for part in parts)


class Signature(Struct, frozen=True):
    """The physiotherapist who approved this paper."""

    name: str
    registration: str
    signed_on: datetime.date


class Versions(Struct, frozen=True):
    """Which rules and texts this paper was made from."""

    content: str
    sha256: str

    @property
    def printed(self) -> str:
        return f"{self.content} ({self.sha256[:12]})" if self.sha256 else self.content


class EmergencyCard(Struct, frozen=True):
    """When to stop and get help; page 1 of every pack. Local names and numbers are already filled in."""

    title: str
    lead: str
    signs: tuple[str, ...]
    say: str
    same_day_lead: str
    same_day: tuple[str, ...]
    record_labels: tuple[str, ...] = ("Date", "Time told", "Staff initials")


class Printing(Struct, frozen=True):
    """What stands in the margins of every page.

    reader_size: of the text its reader needs, in points; head and foot grow with it. approval_lines: how many
    lines the foot of large print has for who approved it and what warns. is_black: nothing grey or in colour.
    """

    person: PersonLine
    clinic: ClinicDetails
    versions: Versions
    printed_at: datetime.datetime
    intended_purpose: str
    approved_by: Signature | None = None
    use_until: datetime.date | None = None
    size: PageSize = PageSize.A4
    words: PageWords = PAGE
    reader_size: float = 12.0
    approval_lines: int = 3
    is_black: bool = False

    @property
    def is_large(self) -> bool:
        return self.reader_size >= LARGE_PRINT


def in_words(day: datetime.date) -> str:
    """A date that cannot be misread, in English: 2 March 2026."""
    return PAGE.day_in_words(day)
