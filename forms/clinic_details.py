"""The clinic's own particulars: local numbers and words that fill the placeholders of texts (knowledge base 0.3)."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from msgspec import Struct

from forms.content import shipped_files
from forms.loading import DataFile
from forms.programme.care_plan import CarePlan
from forms.programme.content import ProgrammeContent

_LOCALES = "clinic/locales.toml"
_PURPOSE = "clinic/purpose.toml"
# The settings that hold the logo and the colour of the papers; `reports.brand` says what they may be.
LOGO, ACCENT = "clinic_logo", "clinic_accent"
# What an unfilled placeholder looks like on a draft: a line to write on.
BLANK = "____________"

DETAILS = (
    "clinic_name", "clinic_phone", "clinic_hours", "clinic_address", "emergency_number", "advice_line", "ed_name",
    "gp_name", "local_ces_route", "local_spinal_service_phone", "mscc_coordinator_phone", "crisis_line",
    "maternity_line",
)  # fmt: skip


# Texts say "your {gp_name}" and "su médico ({gp_name})", so what stands there comes without a word of its own.
_ARTICLES = "the|an?|our|your|my|el|la|los|las|una?|nuestr[oa]|su|tu|mi"
_BARE = {"gp_name": re.compile(rf"^(?:{_ARTICLES})\s+(?=\S)", re.IGNORECASE)}


class Locale(Struct, frozen=True):
    """A country's emergency number and words, as a start for a clinic's own."""

    code: str
    name: str
    details: Mapping[str, str]


@cache
def load_locales() -> tuple[Locale, ...]:
    """The countries that come with the program, the default first."""
    return read_locales(shipped_files())


def read_locales(files: Mapping[str, bytes]) -> tuple[Locale, ...]:
    """The countries of a pack; ContentError names the line and what would be right."""
    table = DataFile(_LOCALES, files[_LOCALES]).table
    locales = []
    for entry in table.tables("locale"):
        code, name = entry.text("code"), entry.text("name")
        locales.append(Locale(code, name, {key: entry.text(key) for key in DETAILS if entry.has(key)}))
        entry.finish()
    table.finish()
    return tuple(locales)


@cache
def intended_purpose() -> str:
    """What the product is for, in the words that must stand on every paper (knowledge base 7.1)."""
    return read_purpose(shipped_files())


def read_purpose(files: Mapping[str, bytes]) -> str:
    """The same as a pack has it; ContentError says what is wrong with it."""
    table = DataFile(_PURPOSE, files[_PURPOSE]).table
    text = table.text("intended_purpose")
    table.finish()
    return text


def as_texts_use_them(details: Mapping[str, str]) -> dict[str, str]:
    """The details as typed, but "the GP" is "GP": the article stands in the texts."""
    return {name: _bare(name, detail) for name, detail in details.items()}


def _bare(name: str, detail: str) -> str:
    return _BARE[name].sub("", detail.strip(), count=1) if name in _BARE else detail


def filled(text: str, details: Mapping[str, str]) -> str:
    """The text with the clinic's details in place of `{ed_name}` and the like; a line to write on for a blank one."""
    return re.sub(r"\{(\w+)\}", lambda match: details.get(match[1], "").strip() or BLANK, text)


def unfilled(texts: Iterable[str], details: Mapping[str, str]) -> tuple[str, ...]:
    """The details these texts need and the clinic has not given; while there are any, the leaflet is not printed."""
    needed = {name for text in texts for name in re.findall(r"\{(\w+)\}", text)}
    return tuple(sorted(name for name in needed if not details.get(name, "").strip()))


def missing_details(programme: ProgrammeContent, plan: CarePlan, details: Mapping[str, str]) -> tuple[str, ...]:
    """The clinic's details the handout needs and does not have; signing and printing wait for them."""
    texts = [*programme.emergency_card.texts]
    for advice_id in plan.advice:
        advice = programme.advice[advice_id]
        texts += [advice.title, *advice.paragraphs]
    return unfilled(texts, details)
