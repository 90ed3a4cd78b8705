"""The impression in words a physio would use: what fits, what does not, what is missing, each with grade and source."""

from collections.abc import Iterator

from forms.assessment import Assessment
from forms.rules.impression import Basis, Finding, RedFlag
from forms.rules.rulebook import Driver, Rulebook

_BANDS = {
    "supported": "supported",
    "possible": "possible",
    "weak": "weak",
    "not_supported": "not supported",
    "insufficient_information": "not enough information",
}
_OUTCOMES = {
    "drivers": "one driver leads",
    "combination": "a combination",
    "no_clear_driver": "no clear driver: consider the list below",
    "insufficient_information": "not enough information yet",
    "safety_first": "safety first: settle the open warnings before anything else",
}


def band_words(band: str) -> str:
    return _BANDS[band]


def outcome_words(outcome: str) -> str:
    return _OUTCOMES[outcome]


def grade_words(basis: Basis, rulebook: Rulebook) -> str:
    """`grade B · V24 V25`, with expert opinion said in words."""
    grade = f"grade {basis.grade}"
    if basis.grade == "D":
        grade += f", {rulebook.scoring.words['expert_opinion']}"
    return f"{grade} · {' '.join(basis.sources)}"


def signed(points: int) -> str:
    """`+2`, or `−2` with a true minus sign."""
    return f"+{points}" if points > 0 else f"\u2212{-points}" if points < 0 else "0"


def points_words(points: int) -> str:
    """`1 point`, `11 points`, or `−2 points` with a true minus sign."""
    return f"{points} point{'' if abs(points) == 1 else 's'}".replace("-", "\u2212")


def flag_sentence(flag: RedFlag) -> str:
    """The flag's name and its reason; a reason that begins with the name says it once."""
    if flag.because.casefold().startswith(flag.title.casefold()):
        return flag.because
    return f"{flag.title}: {flag.because}"


def in_words(assessment: Assessment) -> str:
    """The whole assessment as plain text, for a terminal."""
    return "\n".join(_lines(assessment))


def _lines(assessment: Assessment) -> Iterator[str]:
    impression, rulebook = assessment.impression, assessment.content.rulebook
    scoring = rulebook.scoring
    words = scoring.words
    yield words["decision_support"].replace("{v}", scoring.version).replace("{date}", scoring.released)
    if impression.provisional:
        yield words["provisional"]
    yield ""
    yield f"Safety: {rulebook.tiers[impression.tier].word}" + (" (hold)" if impression.hold_physio_now else "")
    if not impression.flags:
        yield "  " + words["no_flags"]
    for flag in impression.flags:
        yield f"  {flag.id} {rulebook.tiers[flag.effective_tier].word}: {flag_sentence(flag)}"
    yield ""
    yield f"Outcome: {outcome_words(impression.outcome)}"
    if impression.lead is not None:
        yield "  lead " + " + ".join(rulebook.driver(one).title for one in (impression.lead, *impression.add_ons))
    if impression.examine_roots_first:
        yield "  " + words["examine_first"]
    for finding in sorted(impression.findings, key=lambda one: -one.points):
        yield ""
        yield from _finding_lines(finding, rulebook.driver(finding.driver), assessment)
    if impression.differentials:
        yield ""
        yield "Consider"
        for differential in impression.differentials:
            yield f"  {differential.id} {differential.consider}: {differential.because}"
    yield from _ending(assessment)


def _finding_lines(finding: Finding, driver: Driver, assessment: Assessment) -> Iterator[str]:
    rulebook = assessment.content.rulebook
    yield f"{driver.id} {driver.title}: {points_words(finding.points)}, {band_words(finding.band)}"
    if driver.note:
        yield f"  {driver.note}"
    for heading, bases in (
        (rulebook.scoring.words["fits"], finding.fits),
        (rulebook.scoring.words["does_not_fit"], finding.does_not_fit),
    ):
        if bases:
            yield f"  {heading}"
        for basis in bases:
            counted = "" if basis.counts else " (a stronger finding of its kind counts)"
            yield f"    {basis.rule} {signed(basis.points)} {basis.because} [{grade_words(basis, rulebook)}]{counted}"
    if finding.missing:
        yield "  Missing: " + ", ".join(finding.missing)


def _ending(assessment: Assessment) -> Iterator[str]:
    items = assessment.content.questionnaire.items
    if assessment.next_questions:
        yield ""
        yield "What would change this"
        for question in assessment.next_questions:
            yield f"  {items[question.item].label} (up to {points_words(question.most)}; {', '.join(question.rules)})"
    plan = assessment.care_plan
    yield ""
    if plan.phase is None:
        yield "Programme: none" + (f"; blocked by {', '.join(plan.blocked_by)}" if plan.blocked_by else "")
        return
    exercises = assessment.content.programme.exercises
    yield f"Programme: phase {plan.phase}, review in {plan.review_days} days"
    for activity in plan.activities:
        yield f"  {activity.exercise} {exercises[activity.exercise].name}: {activity.because}"
    if plan.blocked_by:
        yield f"  Not to be printed for the patient yet: {', '.join(plan.blocked_by)}"
