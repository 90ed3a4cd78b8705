"""Headings and labels of each paper, in one place, so that another language is another value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageWords:
    """What stands in the margins of every page (knowledge base 7.2)."""

    born: str = "born"
    clinic_no: str = "clinic no."
    page: str = "Page {page} of {pages}"
    printed: str = "Printed"
    versions: str = "Rules and content"
    use_until: str = "Use until"
    approved_by: str = "Approved by"
    draft: str = "DRAFT - not approved"
    for_this_person: str = "For this person only. Stop if the emergency signs appear."


@dataclass(frozen=True, slots=True)
class HandoutWords:
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


@dataclass(frozen=True, slots=True)
class SummaryWords:
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


PAGE = PageWords()
HANDOUT = HandoutWords()
SUMMARY = SummaryWords()
CARD_TITLE = "Emergency card"
