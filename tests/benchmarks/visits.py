"""A worked example as an open visit in a real encrypted store."""

import json
from datetime import UTC, datetime
from pathlib import Path

from desktop.clinic import Clinic, OpenVisit
from forms.answers_file import read_answers
from forms.content import load_content
from forms.examples import load_examples
from forms.patient import Patient
from forms.records.entries import Practitioner
from forms.records.store import Store, open_store
from forms.response import QuestionnaireResponse

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def a_store(folder: Path) -> Store:
    return open_store(folder / "clinic.records", bytes(range(32)))


def a_clinic(store: Store) -> Clinic:
    physio = Practitioner(user_name="jo", name="Jo Hand", role="physio", registration="PH123456", secret_hash="")
    return Clinic(store, load_content(), physio, "desk 1", clock=lambda: NOON)


def example_answers(example_id: str) -> QuestionnaireResponse:
    example = next(one for one in load_examples() if one.id == example_id)
    content = json.dumps(example.answers_object()).encode()
    return read_answers(content, load_content().questionnaire).response


def a_visit(clinic: Clinic, example_id: str) -> OpenVisit:
    """A registered person with an open visit, the example's answers in the log."""
    example = next(one for one in load_examples() if one.id == example_id)
    patient = clinic.register_patient(
        Patient(family=example.family, given=example.given, birth_date=example.birth_date, phone="01632 960 999")
    )
    encounter = clinic.open_encounter(patient, example.intake_date).encounter
    items = load_content().questionnaire.items
    answers = example_answers(example_id).answers
    clinic.save_answers(
        tuple(
            clinic.new_answer(encounter.id, key, value, "physio")
            for key, value in answers.items()
            if not key.startswith("pt_") and not items[key.rsplit("/", 1)[-1]].is_derived
        )
    )
    return clinic.visit(encounter.id)
