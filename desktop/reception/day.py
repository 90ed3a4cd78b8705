"""The day list worked out: who is here, how far each has come, and who needs a physio now. No Qt.

Made for the front desk: it knows a tier and what staff should do, never a driver, a score or a private answer.
"""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from desktop.clinic import Clinic, OpenVisit
from forms.assessment import Assessment
from forms.checking import has_answer, needed
from forms.clinic_details import filled
from forms.encounter import CANCELLED, ENTERED_IN_ERROR, FINISHED
from forms.patient import LINK_IDS, Patient
from forms.records.entries import Visit
from forms.rules.impression import RedFlag, Tier, highest, tier_rank

Group = Literal["here", "earlier", "finished"]
State = Literal["not started", "filling in", "ready", "signed", "finished", "unknown"]

_IDENTITY = frozenset(LINK_IDS.values())


class Call(Struct, frozen=True):
    """A physio must come now. staff: what the desk does meanwhile. called_by: "" until somebody has called."""

    tier: Tier
    staff: tuple[str, ...]
    flags: tuple[str, ...]
    called_by: str = ""
    called_at: datetime | None = None


class DayLine(Struct, frozen=True):
    """One person of the day. left, required: what the desk can still ask; private: what the physio has to."""

    encounter_id: str
    patient: Patient
    intake_date: date
    opened_at: datetime
    group: Group
    state: State
    left: int = 0
    required: int = 0
    tier: Tier = "none"
    call: Call | None = None
    private: int = 0


def day_lines(clinic: Clinic, today: date) -> tuple[DayLine, ...]:
    """Everybody of today, and whoever has not finished from an earlier day, in the order they were opened."""
    visits = {visit.encounter.id: visit for visit in (*clinic.visits_in_progress(), *clinic.visits_on(today))}
    details = clinic.settings()
    lines = [
        _line(clinic, visit, today, details)
        for visit in visits.values()
        if visit.encounter.status not in (CANCELLED, ENTERED_IN_ERROR)
    ]
    return tuple(sorted(lines, key=lambda line: (line.opened_at, line.encounter_id)))


def _line(clinic: Clinic, visit: Visit, today: date, details: dict[str, str]) -> DayLine:
    encounter, patient = visit.encounter, visit.patient
    if encounter.status == FINISHED:
        return DayLine(encounter.id, patient, encounter.intake_date, encounter.opened_at, "finished", "finished")
    group: Group = "here" if encounter.intake_date == today else "earlier"
    if not clinic.may("open a visit"):
        return DayLine(encounter.id, patient, encounter.intake_date, encounter.opened_at, group, "unknown")
    opened = clinic.glance(visit)
    assessment = clinic.assess(opened)
    # What the desk can still ask; the private questions are the physio's.
    still = needed(clinic.content.questionnaire, assessment.facts, role="reception")
    everything = needed(clinic.content.questionnaire, assessment.facts)
    left, required = len(still.unanswered), len(still.required)
    raised = raised_flags(assessment, is_complete=not everything.required)
    return DayLine(
        encounter.id,
        patient,
        encounter.intake_date,
        encounter.opened_at,
        group,
        _state(opened, required),
        left,
        required,
        highest([urgency(flag) for flag in raised]),
        call_for(clinic, encounter.id, raised, details),
        len(everything.required) - required,
    )


def _state(opened: OpenVisit, required: int) -> State:
    if opened.signed is not None:
        return "signed"
    if not required:
        return "ready"
    return "not started" if set(opened.response.answers) <= _IDENTITY else "filling in"


def raised_flags(assessment: Assessment, *, is_complete: bool) -> tuple[RedFlag, ...]:
    """The open flags that the desk must know of.

    A question that has not been reached yet is no reason to call anybody; "not sure" and "in private" are, and so is
    a blank once the form is complete.
    """
    return tuple(
        flag
        for flag in assessment.impression.flags
        if flag.effective_tier != "none" and (is_complete or not flag.is_unanswered or _was_asked(flag, assessment))
    )


def _was_asked(flag: RedFlag, assessment: Assessment) -> bool:
    """Whether one of the questions it waits for was answered with "not sure" or "in private"."""
    items = assessment.content.questionnaire.items
    return any(has_answer(items[key.rsplit("/", 1)[-1]], assessment.response.value(key)) for key in flag.reads)


def call_for(clinic: Clinic, encounter_id: str, raised: tuple[RedFlag, ...], details: dict[str, str]) -> Call | None:
    """Whether a physio must come now, and whether somebody has called one for all of these flags."""
    pressing = [flag for flag in raised if tier_rank(urgency(flag)) >= tier_rank("urgent")]
    if not pressing:
        return None
    pressing.sort(key=lambda flag: -tier_rank(urgency(flag)))
    tier = urgency(pressing[0])
    staff = dict.fromkeys(filled(text, details) for flag in pressing if urgency(flag) == tier for text in flag.staff)
    flags = tuple(flag.id for flag in pressing)
    called = [entry for entry in clinic.physio_calls(encounter_id) if set(flags) <= set(entry.detail.split())]
    if not called:
        return Call(tier, tuple(staff), flags)
    names = {one.user_name: one.name for one in clinic.people()}
    newest = called[-1]
    return Call(tier, tuple(staff), flags, names.get(newest.who, newest.who), newest.at)


def urgency(flag: RedFlag) -> Tier:
    """A hold behaves as urgent."""
    tier = flag.effective_tier
    return highest([tier, "urgent"]) if flag.is_hold and tier != "none" else tier
