"""Which of today's handouts can go out of a printer together, and why the others cannot. No Qt."""

from datetime import date

from msgspec import Struct

from desktop.clinic import Clinic
from desktop.consult.papers import FinishedPaper, SizeName, make_paper
from desktop.consult.signed_papers import signed_order
from forms.encounter import CANCELLED, ENTERED_IN_ERROR
from forms.errors import PaperError
from forms.patient import Patient
from forms.records.entries import Visit


class HandoutLine(Struct, frozen=True):
    """One visit of the day. why_not: "" when its handout can be printed. programme_id: what was signed, or ""."""

    encounter_id: str
    patient: Patient
    programme_id: str = ""
    why_not: str = ""


def todays_handouts(clinic: Clinic, today: date) -> tuple[HandoutLine, ...]:
    """Every visit of the day in the order they were opened."""
    visits = [one for one in clinic.visits_on(today) if one.encounter.status not in (CANCELLED, ENTERED_IN_ERROR)]
    return tuple(_line(clinic, visit) for visit in sorted(visits, key=lambda one: one.encounter.opened_at))


def _line(clinic: Clinic, visit: Visit) -> HandoutLine:
    encounter_id, patient = visit.encounter.id, visit.patient
    opened = clinic.glance(visit)
    newest = opened.programmes[-1] if opened.programmes else None
    if opened.signed is None or newest is None:
        return HandoutLine(encounter_id, patient, why_not="not signed")
    assessment = clinic.assess(opened)
    if assessment.impression.blocking_flags or assessment.impression.hold_physio_now:
        return HandoutLine(encounter_id, patient, why_not="warnings are open")
    if newest.signature is None or not clinic.is_as_signed(encounter_id, assessment):
        return HandoutLine(encounter_id, patient, why_not="changed since it was signed")
    if clinic.rules_expired:
        return HandoutLine(encounter_id, patient, why_not="the rules are past their review date")
    if clinic.is_reprint(encounter_id, "programme", opened.signed.id):
        return HandoutLine(encounter_id, patient, why_not="printed already; print it again where it was signed")
    return HandoutLine(encounter_id, patient, opened.signed.id)


def handout(clinic: Clinic, line: HandoutLine, today: date, size: SizeName) -> FinishedPaper:
    """The paper of a line that may go out, looked at once more.

    Raises:
        PaperError: something changed meanwhile.
        SciaticaIntakeError: it is hard to read, and no physio has said why it goes out.
    """
    now = next((one for one in todays_handouts(clinic, today) if one.encounter_id == line.encounter_id), None)
    programme = clinic.store.programme(line.programme_id) if now == line else None
    if programme is None:
        raise PaperError("Something changed meanwhile.")
    paper = make_paper(signed_order(clinic, programme, kind="programme", size=size))
    clinic.require_readable(line.encounter_id, programme.id, paper.issues)
    return paper
