"""An open visit for tests of the form and the consult: a real encrypted store, the shipped content, an example."""

import json
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from desktop.clinic import Clinic, OpenVisit
from forms.answers_file import read_answers
from forms.content import load_content
from forms.examples import load_examples
from forms.patient import Patient
from forms.records.entries import Practitioner
from forms.records.store import Store, open_store
from forms.response import QuestionnaireResponse

KEY = bytes(range(32))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DETAILS = {
    "clinic_name": "Quiet Street Physiotherapy",
    "clinic_phone": "01632 960 100",
    "clinic_hours": "Mon to Fri 8 to 6",
    "emergency_number": "999",
    "advice_line": "111",
    "ed_name": "A&E",
    "gp_name": "GP",
    "crisis_line": "116 123",
}


def a_store(folder: Path) -> Store:
    store = open_store(folder / "clinic.db", KEY)
    store.save_settings(DETAILS)
    return store


def a_clinic(store: Store, role: str = "physio") -> Clinic:
    names = {"reception": "Sam Desk", "physio": "Jo Hand", "lead": "Kit Lead", "admin": "Alex Keys"}
    user = Practitioner(
        user_name=role,
        name=names[role],
        role=role,
        registration="PH123456" if role != "reception" else "",
        secret_hash="",
    )
    return Clinic(store, load_content(), user, "desk 1", clock=lambda: NOON)


def example_answers(example_id: str) -> QuestionnaireResponse:
    example = next(one for one in load_examples() if one.id == example_id)
    content = json.dumps(example.answers_object()).encode()
    return read_answers(content, load_content().questionnaire).response


def a_visit(store: Store, example_id: str = "") -> OpenVisit:
    """A registered person with an open visit; with an example, its answers are in the log."""
    desk = a_clinic(store, "physio")
    example = next((one for one in load_examples() if one.id == example_id), load_examples()[0])
    patient = desk.register_patient(
        Patient(family=example.family, given=example.given, birth_date=example.birth_date, phone="01632 960 999")
    )
    visit = desk.open_encounter(patient, example.intake_date)
    if not example_id:
        return visit
    response = example_answers(example_id)
    rows = [
        desk.new_answer(visit.encounter.id, key, value, "physio")
        for key, value in response.answers.items()
        if not key.startswith("pt_") and not load_content().questionnaire.items[key.rsplit("/", 1)[-1]].is_derived
    ]
    store.append_answers(tuple(rows))
    given = {key: value for key, value in response.answers.items() if not key.startswith("pt_")}
    return replace(desk.visit(visit.encounter.id), response=visit.response.with_answers(given))
