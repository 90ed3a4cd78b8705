"""Real clinics for the tests of the window: an encrypted store on disk, real accounts, the shipped content."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from desktop.clinic import Clinic
from forms.content import load_content
from forms.patient import Patient
from forms.records.encryption import hash_secret
from forms.records.entries import Practitioner
from forms.records.store import Store, open_store

TODAY = date(2026, 3, 2)
KEY = b"k" * 32
SECRET = "four plain words here"


@cache
def secret_hash() -> str:
    """Argon2 takes a tenth of a second; one hash serves every test."""
    return hash_secret(SECRET)


def an_account(role: str = "reception") -> Practitioner:
    names = {"reception": "Sam Desk", "physio": "Ada Pool", "lead": "Jo Hart", "admin": "Kit Box"}
    registration = "PH1" if role in ("physio", "lead") else ""
    return Practitioner(
        user_name=role, name=names[role], role=role, registration=registration, secret_hash=secret_hash()
    )


def a_store(folder: Path, *roles: str) -> Store:
    """An encrypted store with these accounts."""
    store = open_store(folder / "records.db", KEY)
    for role in roles or ("reception", "lead"):
        store.save_practitioner(an_account(role))
    return store


def a_clinic(store: Store, role: str = "reception") -> Clinic:
    return Clinic(store, load_content(), an_account(role), "desk 1")


def a_patient(**changes: object) -> Patient:
    details: dict[str, object] = {
        "family": "Lorrimore-Test",
        "given": "Casey",
        "birth_date": date(1979, 9, 14),
        "phone": "01632 960 201",
    }
    return Patient(**{**details, **changes})  # type: ignore[arg-type]


def noon() -> datetime:
    return datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
