"""Values for the store's tests: complete, ordinary, and invented."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from forms.encounter import Encounter
from forms.patient import Patient
from forms.records.entries import KeptContent, Programme, StoredImpression
from forms.records.store import Store
from forms.response import Answer, Value

KEY = bytes(range(32))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_numbers = itertools.count()


def a_patient(**details: Any) -> Patient:
    return Patient(**{"family": "Lorrimore-Test", "given": "Casey", "birth_date": date(1979, 9, 14), **details})


def an_encounter(patient: Patient, **details: Any) -> Encounter:
    usual = {"intake_date": date(2026, 3, 2), "opened_at": NOON, "opened_by": "reception", "desk": "front"}
    return Encounter(**{"patient_id": patient.id, **usual, **details})


def an_answer(encounter: Encounter, key: str = "pain_side", value: Value | None = "R", **details: Any) -> Answer:
    number = next(_numbers)
    usual = {
        "id": f"answer-{number}",
        "role": "patient",
        "typed_by": "reception",
        "at": NOON + timedelta(seconds=number),
        "desk": "front",
        "form_version": "1",
    }
    return Answer(**{"encounter_id": encounter.id, "key": key, "value": value, **usual, **details})


def a_programme(encounter: Encounter, **details: Any) -> Programme:
    usual = {"content_version": "2026.1", "content_sha256": "0" * 64, "at": NOON, "by": "physio"}
    return Programme(**{"encounter_id": encounter.id, "care_plan": "{}", **usual, **details})


def an_impression(encounter_id: str, **details: Any) -> StoredImpression:
    usual = {"impression": "{}", "content_version": "2026.1", "content_sha256": "ab" * 32, "at": NOON, "by": "physio"}
    return StoredImpression(**{"encounter_id": encounter_id, **usual, **details})


def kept_content(**details: Any) -> KeptContent:
    return KeptContent(**{"sha256": "ab" * 32, "version": "2026.1", "files": b"files", "at": NOON, **details})


def an_open_encounter(store: Store, **details: Any) -> Encounter:
    """An encounter of a registered patient, both kept."""
    return store.open_encounter(an_encounter(store.register_patient(a_patient()), **details))
