"""Headings and labels of each paper, in one place, so that another language is another value.

The English stands here; other languages in `resources/i18n/<language>/paper.toml`.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from forms.loading import DataFile
from forms.translation import ENGLISH, FOLDER, PAPER, Address, Text, Translation, fitted, language_of


class PageWords(Struct, frozen=True):
    """What stands in the margins of every page (knowledge base 7.2), and how days and numbers are written.

    language: as a reader aloud must be told.
    """

    language: str = "en-GB"
    day: str = "{day} {month} {year}"
    months: tuple[str, ...] = (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    )  # fmt: skip
    decimal: str = "."
    born: str = "born"
    clinic_no: str = "clinic no."
    page: str = "Page {page} of {pages}"
    printed: str = "Printed"
    versions: str = "Rules and content"
    use_until: str = "Use until"
    approved_by: str = "Approved by"
    draft: str = "DRAFT - not approved"
    for_this_person: str = "For this person only. Stop if the emergency signs appear."
    no_name: str = "Name not given"
    logo: str = "Logo of {clinic}"

    def day_in_words(self, day: datetime.date) -> str:
        """A date that cannot be misread: 2 March 2026."""
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def number(self, number: float) -> str:
        return f"{number:g}".replace(".", self.decimal)


class HandoutWords(Struct, frozen=True):
    """The patient's handout."""

    title: str = "Your home programme"
    for_whom: str = "For"
    findings: str = "What we found"
    waiting: str = "What happens next"
    goal: str = "Your goal:"
    plan: str = "Your plan at a glance"
    number: str = "No."
    exercise: str = "Exercise"
    often: str = "How often"
    meet_again: str = "We meet again on"
    exercises: str = "Your exercises"
    start: str = "Start:"
    easier: str = "Easier:"
    harder: str = "Harder:"
    stop_if: str = "Stop if"
    lights: str = "Traffic light for pain"
    advice: str = "Advice"
    next_visit: str = "Your next visit"
    log: str = "Your week: tick what you did"
    days: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    worst_pain: str = "Worst pain, 0 to 10"
    comment: str = "Comments"
    day: str = "Day"
    code: str = "For your physiotherapist: scan or type this code to open this programme again."
    code_says: str = "A square code for a scanner. It holds the same letters and digits that come next."


class DoseWords(Struct, frozen=True):
    """What the numbers of a dose count. at: what a box breaks off before, as in "30 seconds | on 3 spots"."""

    minute: str = "minute"
    minutes: str = "minutes"
    second_hold: str = "second hold"
    seconds_hold: str = "seconds hold"
    time: str = "time"
    times: str = "times"
    set: str = "set"
    sets: str = "sets"
    day_a_week: str = "day a week"
    days_a_week: str = "days a week"
    times_a_day: str = "times a day"
    once: str = "once"
    a_day: str = "a day"
    each: str = "each"
    way: str = "way"
    side: str = "side"
    leg: str = "leg"
    to: str = "to"
    or_one_more: str = "or"
    start_with: str = "Start with "
    at: str = "on"


class SentenceWords(Struct, frozen=True):
    """What `forms.programme` says in the plan itself, and sides; a test keeps the English the same as there."""

    sides: str = "Do {side} as set out. Do the other side once through."
    left: str = "your left side"
    right: str = "your right side"
    sore: str = "your sore side"
    shorter: str = "To keep your day to {minutes} minutes, do this {often}."
    once_a_day: str = "once a day"
    times_a_day: str = "{times} times a day"
    left_side: str = "left side"
    right_side: str = "right side"
    both_sides: str = "both sides"


class CardWords(Struct, frozen=True):
    """The emergency card on its own sheet."""

    title: str = "Emergency card"


class SummaryWords(Struct, frozen=True):
    """The clinician's page."""

    title: str = "Clinician summary"
    assessed: str = "Assessed"
    safety: str = "Safety"
    flags: tuple[str, ...] = ("Flag", "Tier", "Because", "State")
    drivers: str = "Drivers"
    driver_table: tuple[str, ...] = ("Driver", "Findings that fit, do not fit, missing")
    anchor: str = "anchor"
    points: str = "points"
    fit: str = "Fit:"
    do_not_fit: str = "Do not fit:"
    missing: str = "Missing:"
    no_rule: str = "No rule fired."
    grade: str = "grade"
    expert_opinion: str = "expert opinion"
    examination: str = "Examination"
    consider: str = "Consider"
    messages: str = "Messages"
    decision: str = "Decision and programme"
    programme_table: tuple[str, ...] = ("Id", "Exercise", "Dose")
    signed: str = "Signed:"
    not_signed: str = "Not yet signed."
    versions: str = "Rules and content"


class PatientWords(Struct, frozen=True):
    """Everything a patient's paper says by itself, in one language."""

    page: PageWords = field(default_factory=PageWords)
    handout: HandoutWords = field(default_factory=HandoutWords)
    dose: DoseWords = field(default_factory=DoseWords)
    sentences: SentenceWords = field(default_factory=SentenceWords)
    card: CardWords = field(default_factory=CardWords)


PATIENT = PatientWords()
PAGE = PATIENT.page
HANDOUT = PATIENT.handout
CARD = PATIENT.card
SUMMARY = SummaryWords()
FOR_COLLEAGUES = PageWords(for_this_person="Confidential. For health professionals.")


# --- other languages


def words_in(code: str, files: Mapping[str, bytes]) -> PatientWords:
    """The patient's words in a language of a pack; a word it lacks is English."""
    if code == ENGLISH:
        return PATIENT
    translation = translated_words(files, code).checked()
    made: PatientWords = _said(PATIENT, ("paper",), {place: one.text for place, one in translation.words.items()})
    return made


def translated_words(files: Mapping[str, bytes], code: str) -> Translation:
    """The words of `i18n/<code>/paper.toml` as they fit the English ones here, and what is wrong with them."""
    name = f"{FOLDER}{code}/{PAPER}"
    sources = [DataFile(name, files[name])] if name in files else []
    english = english_words()
    return fitted(language_of(files, code), english, sources, dict.fromkeys(english, name))


def english_words() -> dict[Address, Text]:
    """Every word of the patient's papers and its place."""
    return dict(_places(PATIENT, ("paper",)))


def _places(value: Any, place: Address) -> "list[tuple[Address, Text]]":
    if not isinstance(value, Struct):
        return [(place, value)]
    return [one for part in value.__struct_fields__ for one in _places(getattr(value, part), (*place, part))]


def _said(value: Any, place: Address, words: Mapping[Address, Text]) -> Any:
    """The same value with every text for which there is another word."""
    if not isinstance(value, Struct):
        return words.get(place, value)
    parts = {part: _said(getattr(value, part), (*place, part), words) for part in value.__struct_fields__}
    return type(value)(**parts)
