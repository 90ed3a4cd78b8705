"""One visit of one person: FHIR Encounter. Its answers are kept in the answer log."""

from datetime import date, datetime

from msgspec import Struct, field

from forms.patient import new_id

PLANNED = "planned"
ARRIVED = "arrived"
IN_PROGRESS = "in-progress"
FINISHED = "finished"
CANCELLED = "cancelled"
ENTERED_IN_ERROR = "entered-in-error"

# FHIR R4 EncounterStatus, as far as a clinic's day needs it.
STATUSES = (PLANNED, ARRIVED, IN_PROGRESS, FINISHED, CANCELLED, ENTERED_IN_ERROR)


class Encounter(Struct, frozen=True, kw_only=True):
    """A visit: whose, on which day, how far it has come, and who opened it where.

    intake_date: the day ages and durations are counted from. opened_at: with its time zone; kept in UTC.
    """

    patient_id: str
    intake_date: date
    opened_at: datetime
    opened_by: str
    desk: str
    status: str = PLANNED
    id: str = field(default_factory=new_id)
