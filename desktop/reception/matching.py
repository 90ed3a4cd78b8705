"""Why a person matches what was typed: said beside each result, so that nobody opens the wrong record. No Qt."""

from typing import Literal

from forms.patient import Patient
from forms.records.search import digits_of, fold_name, fold_number

Why = Literal[
    "family name",
    "first name",
    "called",
    "date of birth",
    "clinic number",
    "health number",
    "phone",
    "similar spelling",
]


def why_matched(patient: Patient, typed: str) -> tuple[Why, ...]:
    """What of this person the typed words fit, the most telling first."""
    words = fold_name(typed).split()
    letters = [word for word in words if not any(sign.isdigit() for sign in word)]
    found: list[Why] = []
    names: tuple[tuple[Why, str], ...] = (
        ("family name", patient.family),
        ("first name", patient.given),
        ("called", patient.preferred),
    )
    for why, name in names:
        parts = fold_name(name).split()
        if any(part.startswith(word) for word in letters for part in parts):
            found.append(why)
    every_name = fold_name(f"{patient.family} {patient.given} {patient.preferred}").split()
    if not all(any(part.startswith(word) for part in every_name) for word in letters):
        found.append("similar spelling")
    numbers = [word for word in typed.split() if any(sign.isdigit() for sign in word)]
    for number in numbers:
        found += _number_matches(patient, number)
    if not found and numbers:
        found += _number_matches(patient, "".join(numbers))
    return tuple(dict.fromkeys(found))


def _number_matches(patient: Patient, typed: str) -> list[Why]:
    found: list[Why] = []
    folded, digits = fold_number(typed), digits_of(typed)
    if any(mark in typed for mark in "-./") or (len(digits) == 4 and digits == typed):
        born = patient.birth_date
        written = (
            born.isoformat(),
            f"{born:%d%m%Y}",
            f"{born.day}{born.month}{born.year}",
            str(born.year),
            f"{born:%Y%m}",
            f"{born:%m%Y}",
        )
        if any(fold_number(one).startswith(folded) for one in written):
            found.append("date of birth")
    if folded and fold_number(patient.clinic_no).startswith(folded):
        found.append("clinic number")
    if folded and fold_number(patient.national_id).startswith(folded):
        found.append("health number")
    phone = digits_of(patient.phone)
    if len(digits) >= 3 and (phone.startswith(digits) or phone.endswith(digits.lstrip("0") or digits)):
        found.append("phone")
    return found
