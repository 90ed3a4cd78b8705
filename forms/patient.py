"""A person who comes to the clinic: FHIR Patient, with the fields of section 6.1 of the knowledge base.

The link id of each field is `pt_` and a short name; `LINK_IDS` says which belongs to which.
"""

import uuid
from datetime import date

from msgspec import Struct, field

from forms.errors import SciaticaIntakeError

# Field of Patient -> link id of the questionnaire.
LINK_IDS = {
    "family": "pt_family",
    "given": "pt_given",
    "preferred": "pt_preferred",
    "birth_date": "pt_dob",
    "sex": "pt_sex",
    "gender": "pt_gender",
    "national_id": "pt_national_id",
    "clinic_no": "pt_clinic_no",
    "phone": "pt_phone",
    "email": "pt_email",
    "address": "pt_address",
    "gp": "pt_gp",
    "emergency_contact": "pt_emerg_contact",
    "language": "pt_language",
    "interpreter": "pt_interpreter",
    "access": "pt_access",
}


class PatientInvalid(SciaticaIntakeError):
    """A patient cannot be registered as given; the text names the field, never what was typed in it."""


def new_id() -> str:
    """A fresh id for a patient, an encounter or an answer: made here, so that it needs no database."""
    return uuid.uuid4().hex


class Patient(Struct, frozen=True, kw_only=True):
    """Who somebody is and how to reach them.

    sex: female, male, intersex, not_stated, or "" when it was not asked. interpreter: yes, no, unsure or "".
    clinic_no: "" until the store gives the next free one. version: how often the store has changed this person;
    it notices when two desks edit at once.
    """

    family: str
    given: str
    birth_date: date
    id: str = field(default_factory=new_id)
    preferred: str = ""
    sex: str = ""
    gender: str = ""
    national_id: str = ""
    clinic_no: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    gp: str = ""
    emergency_contact: str = ""
    language: str = ""
    interpreter: str = ""
    access: tuple[str, ...] = ()
    version: int = 0

    def __repr__(self) -> str:
        # Tracebacks and logs show reprs; who somebody is must not be among them.
        return f"Patient({self.id})"

    @property
    def display_name(self) -> str:
        """`Łukasz (Luke) Żółć`: as people say it, with the name they like to be called."""
        called = f"({self.preferred})" if self.preferred and self.preferred != self.given else ""
        return " ".join(part for part in (self.given, called, self.family) if part)

    @property
    def sort_name(self) -> str:
        """`Żółć, Łukasz`: as lists are ordered."""
        return f"{self.family}, {self.given}"

    @property
    def called(self) -> str:
        """What to call this person to their face."""
        return self.preferred or self.given

    def age_on(self, day: date) -> int:
        """Whole years on that day; somebody born on 29 February has a birthday on 1 March in other years."""
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before_birthday


def is_nhs_number(text: str) -> bool:
    """Whether this is a well-formed UK NHS number: ten digits whose last is the modulus 11 check digit.

    Spaces and hyphens between digits are how the number is printed on letters, so they are accepted.
    """
    digits = "".join(text.split()).replace("-", "")
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    check = 11 - total % 11
    # A remainder that would need the "digit" 10 was never issued.
    return check != 10 and check % 11 == int(digits[9])
