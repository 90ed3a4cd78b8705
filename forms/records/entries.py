"""What is kept besides patients, encounters and answers: one frozen value for each kind of record.

Every instant carries a time zone and is kept in UTC. Values that other parts own (a ClinicalImpression, a CarePlan)
arrive here as JSON text, so that the records do not change when those parts do.
"""

from datetime import datetime

from msgspec import Struct, field

from forms.encounter import Encounter
from forms.errors import SciaticaIntakeError
from forms.patient import Patient, new_id

REASON_LENGTH = 20


class ReasonTooShort(SciaticaIntakeError):
    """A red flag was reviewed without saying why (section 1.1, rule 4 of the knowledge base)."""


class Visit(Struct, frozen=True):
    """One line of the day list."""

    encounter: Encounter
    patient: Patient


class Place(Struct, frozen=True):
    """Where somebody was working at a desk: the encounter, the page and the question last in focus."""

    desk: str
    encounter_id: str
    page: str
    key: str
    at: datetime


class Recovery(Struct, frozen=True):
    """What was found after a desk's last session ended without a goodbye.

    answers: how many questions of that encounter hold an answer; last_answer_at: when the newest was given.
    """

    place: Place
    answers: int
    last_answer_at: datetime | None


class FlagReview(Struct, frozen=True, kw_only=True):
    """A physio's decision on one red flag. It stays in the record; a second thought is a second review.

    tier: the tier that was decided on; the flag opens again when an answer raises it higher.
    """

    encounter_id: str
    flag: str
    tier: str
    decision: str
    reason: str
    by: str
    registration: str
    at: datetime
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if len(self.reason.strip()) < REASON_LENGTH:
            raise ReasonTooShort(f"Say why in {REASON_LENGTH} characters or more: the reason stays in the record.")


class StoredImpression(Struct, frozen=True, kw_only=True):
    """A ClinicalImpression as JSON, with the content it was reached with, so that it can be reached again.

    answers_to: the number of the last answer in the log it rests on; the store fills it in where a visit is signed.
    """

    encounter_id: str
    impression: str
    content_version: str
    content_sha256: str
    at: datetime
    by: str
    answers_to: int | None = None
    id: str = field(default_factory=new_id)


class KeptContent(Struct, frozen=True, kw_only=True):
    """A content pack as `forms.content.packed` makes it, with its version and hash."""

    sha256: str
    version: str
    files: bytes
    at: datetime


class Signature(Struct, frozen=True):
    """Who took responsibility for a programme, and when."""

    name: str
    registration: str
    at: datetime


class Programme(Struct, frozen=True, kw_only=True):
    """A CarePlan as JSON: a draft until it is signed, and never changed after that."""

    encounter_id: str
    care_plan: str
    content_version: str
    content_sha256: str
    at: datetime
    by: str
    signature: Signature | None = None
    id: str = field(default_factory=new_id)


class Document(Struct, frozen=True, kw_only=True):
    """A paper that was made: what kind, from which programme, and the SHA-256 of its bytes.

    printing: how it was printed, as JSON; letterhead: the clinic's details on it. None where it is not made again.
    """

    encounter_id: str
    kind: str
    sha256: str
    at: datetime
    by: str
    programme_id: str | None = None
    printing: str | None = None
    letterhead: str | None = None
    id: str = field(default_factory=new_id)


class Letterhead(Struct, frozen=True):
    """The clinic's details as they stood on a paper, as JSON, with their hash."""

    sha256: str
    details: str


class DocumentEvent(Struct, frozen=True, kw_only=True):
    """What happened to a paper: printed, reprinted, saved."""

    document_id: str
    what: str
    at: datetime
    by: str
    id: str = field(default_factory=new_id)


class AuditEntry(Struct, frozen=True, kw_only=True):
    """Who did what, when. `hash` covers this entry and the one before it, so that none can be changed in silence."""

    number: int
    at: datetime
    who: str
    what: str
    encounter_id: str | None
    detail: str
    hash: str


class Practitioner(Struct, frozen=True, kw_only=True):
    """Somebody with an account. secret_hash: Argon2id, made by `encryption.hash_secret`.

    role: reception, physio, lead or admin; a patient answers without an account.
    """

    user_name: str
    name: str
    role: str
    registration: str
    secret_hash: str
    active: bool = True
