"""A physio's desk with one of the worked examples open: a real encrypted store, the shipped content."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.clinic import Clinic
from desktop.consult.consult_page import ConsultPage
from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from forms.answers_file import read_answers
from forms.assessment import Assessment, assess_all
from forms.clinic_details import load_locales
from forms.content import load_content
from forms.examples import load_examples
from forms.patient import Patient
from forms.records.entries import Practitioner
from forms.records.store import Store, open_store
from forms.response import Value

# What a test shows, kept until it is over: see `hold` in conftest.
HELD: list[QWidget] = []
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEY = bytes(range(32))
PHYSIO = Practitioner(
    user_name="jo", name="Jo Physio-Demo", role="physio", registration="PH 12345", secret_hash="", active=True
)
DETAILS = {
    **load_locales()[0].details,
    "clinic_name": "Example Physiotherapy",
    "clinic_phone": "01632 960 123",
    "clinic_hours": "Monday to Friday, 8 to 18",
    "ed_name": "General Hospital emergency department",
    "gp_name": "GP",
    "local_ces_route": "the spinal on-call team",
}


def a_store(folder: Path, **details: str) -> Store:
    """A clinic with its details filled in."""
    store = open_store(folder / "clinic.records", KEY)
    store.save_settings({**DETAILS, **details})
    store.save_practitioner(PHYSIO)
    return store


def a_consult(
    store: Store,
    example_id: str,
    *,
    user: Practitioner = PHYSIO,
    answers: dict[str, Value | None] | None = None,
    language: str = "",
) -> ConsultPage:
    """The consult of one worked example, its answers on disk. language: as reception wrote it."""
    content = load_content()
    example = next(one for one in load_examples() if one.id == example_id)
    given = read_answers(json.dumps(example.answers_object()).encode(), content.questionnaire).response.answers
    clinic = Clinic(store, content, user, "front", clock=lambda: NOON)
    patient = clinic.register_patient(
        Patient(family=example.family, given=example.given, birth_date=example.birth_date, language=language)
    )
    visit = clinic.open_encounter(patient, example.intake_date)
    wanted = {**given, **(answers or {})}
    rows = [clinic.new_answer(visit.encounter.id, key, value, "physio") for key, value in wanted.items()]
    store.append_answers(tuple(rows))
    return consult_of(clinic, visit.encounter.id)


FIRST_VISIT: dict[str, Value] = {
    "nprs_leg": 8,
    "nprs_back": 3,
    "sbi_leg": 5,
    "sbi_numb": 4,
    "sbi_weak": 3,
    "sbi_sit": 5,
    "psfs_1": 2,
    "psfs_2": 3,
}
SECOND_VISIT: dict[str, Value] = {
    "nprs_leg": 3,
    "nprs_back": 4,
    "sbi_leg": 1,
    "sbi_numb": 2,
    "sbi_weak": 1,
    "sbi_sit": 2,
    "psfs_1": 7,
    "psfs_2": 6,
    "groc": 2,
}


def a_second_visit(store: Store, example_id: str = "EX05", answers: dict[str, Value] | None = None) -> ConsultPage:
    """The consult of somebody who was here eight weeks before, with scores from both visits."""
    content = load_content()
    example = next(one for one in load_examples() if one.id == example_id)
    first = Clinic(store, content, PHYSIO, "front", clock=lambda: NOON - timedelta(days=56))
    patient = first.register_patient(Patient(family=example.family, given=example.given, birth_date=example.birth_date))
    visits = []
    clinic = Clinic(store, content, PHYSIO, "front", clock=lambda: NOON)
    given = read_answers(json.dumps(example.answers_object()).encode(), content.questionnaire).response.answers
    for desk, day, scores in (
        (first, example.intake_date - timedelta(days=56), FIRST_VISIT),
        (clinic, example.intake_date, SECOND_VISIT if answers is None else answers),
    ):
        visit = desk.open_encounter(patient, day)
        wanted = {**given, **scores}
        rows = [desk.new_answer(visit.encounter.id, key, value, "physio") for key, value in wanted.items()]
        store.append_answers(tuple(rows))
        visits.append(visit)
    return consult_of(clinic, visits[-1].encounter.id)


def a_visit_again(page: ConsultPage, answers: dict[str, Value | None] | None = None) -> ConsultPage:
    """The same person at their next visit, with the same answers but for these."""
    visit, clinic = page.model.intake.visit, page.model.clinic
    again = clinic.open_encounter(visit.patient, visit.encounter.intake_date)
    wanted = {**visit.response.answers, **(answers or {})}
    rows = [clinic.new_answer(again.encounter.id, key, value, "physio") for key, value in wanted.items()]
    clinic.store.append_answers(tuple(rows))
    return consult_of(clinic, again.encounter.id)


def consult_of(clinic: Clinic, encounter_id: str) -> ConsultPage:
    """The consult of a visit, as if it were opened anew."""
    model = IntakeModel(clinic, clinic.visit(encounter_id), clinic.user.role)
    saver = AnswerSaver(clinic.keep, lambda: NOON, model)
    model.answer_given.connect(saver.add)
    page = ConsultPage(model, saver, clock=lambda: NOON)
    model.setParent(page)
    return page


def an_assessment(example_id: str, **changes: Value | None) -> Assessment:
    """What follows from a worked example, with some answers given otherwise."""
    content = load_content()
    example = next(one for one in load_examples() if one.id == example_id)
    response = read_answers(json.dumps(example.answers_object()).encode(), content.questionnaire).response
    return assess_all(response.with_answers(changes), content)
