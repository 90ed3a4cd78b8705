"""The throw-away clinic: the worked examples as people of one day, with their answers. No Qt."""

import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import tomli

from desktop.clinic import PHYSIO_CALLED, Clinic
from forms.answers_file import read_answers
from forms.clinic_details import load_locales
from forms.content import Content, shipped_files
from forms.encounter import IN_PROGRESS, Encounter
from forms.examples import Example, load_examples
from forms.patient import LINK_IDS, Patient, new_id
from forms.records.encryption import hash_secret
from forms.records.entries import Practitioner
from forms.records.store import Store
from forms.response import Answer, Value

_FILE = "demo/clinic.toml"
_FIRST_OPENED = timedelta(minutes=95)
_BETWEEN = timedelta(minutes=8)
DESK = "demo"


@cache
def demo_data() -> Mapping[str, Any]:
    """`resources/demo/clinic.toml`; lists as tuples, as answers hold them."""
    return {name: _frozen(value) for name, value in tomli.loads(shipped_files()[_FILE].decode()).items()}


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in value.items()}
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


@cache
def demo_secret() -> str:
    """One secret for every account of this run, made up afresh; with one click nobody has to type it."""
    return secrets.token_urlsafe(16)


@cache
def demo_accounts() -> tuple[Practitioner, ...]:
    secret_hash = hash_secret(demo_secret())
    return tuple(Practitioner(**account, secret_hash=secret_hash) for account in demo_data()["account"])


def one_click() -> dict[str, str]:
    """User name -> secret, for the sign-in page of the demo."""
    return {account.user_name: demo_secret() for account in demo_accounts()}


def example_answers(example: Example, content: Content) -> dict[str, Value]:
    """Everything an example answers: its own, and what the form needs besides."""
    data = demo_data()
    own = read_answers(json.dumps(example.answers_object()).encode(), content.questionnaire).response.answers
    answers: dict[str, Value] = {key: value for key, value in own.items() if not key.startswith("pt_")}
    if example.id in data["incomplete"]["examples"]:
        return {**data["usual"], **answers}
    # Whoever had an injury is asked for it one by one; the example only says what it comes to.
    has_injury = any(key in ("inj_major", "inj_before_onset") for key in answers)
    rest = {key: value for key, value in data["rest"].items() if not (has_injury and key == "inj_any")}
    return {**data["usual"], "pc_text": " ".join(example.story.split()), **rest, **answers}


def example_patient(example: Example, number: int) -> Patient:
    return Patient(
        family=example.family,
        given=example.given,
        birth_date=example.birth_date,
        phone=f"01632 960 {200 + number}",
    )


def furnish(store: Store, content: Content, *, now: datetime, today: date, without: str = "") -> None:
    """Fill an empty store: the clinic, its accounts, and a visit today for each example (but one, to be walked)."""
    data = demo_data()
    store.save_settings({**load_locales()[0].details, **data["details"]})
    for account in demo_accounts():
        store.save_practitioner(account)
    examples = [one for one in load_examples() if one.id != without]
    desk_user = next(one.user_name for one in demo_accounts() if one.role == "reception")
    for number, example in enumerate(examples):
        patient = store.register_patient(example_patient(example, int(example.id.removeprefix("EX"))))
        at = now - _FIRST_OPENED + number * _BETWEEN
        encounter = store.open_encounter(
            Encounter(
                patient_id=patient.id,
                intake_date=today,
                opened_at=at,
                opened_by=desk_user,
                desk=DESK,
                status=IN_PROGRESS,
            )
        )
        answers = {
            **_particulars(patient),
            **_moved(example_answers(example, content), content, today - example.intake_date),
        }
        store.append_answers(
            tuple(
                Answer(
                    id=new_id(),
                    encounter_id=encounter.id,
                    key=key,
                    value=value,
                    role="reception",
                    typed_by=desk_user,
                    at=at,
                    desk=DESK,
                    form_version=content.questionnaire.version,
                )
                for key, value in answers.items()
            )
        )
        _call_physio(store, content, encounter, at)


def _particulars(patient: Patient) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, link_id in LINK_IDS.items():
        value = getattr(patient, name)
        if value:
            found[link_id] = value.isoformat() if isinstance(value, date) else value
    return found


def _moved(answers: dict[str, Value], content: Content, by: timedelta) -> dict[str, Value]:
    """The dates among the answers, as far from today as they were from the example's own day."""
    items = content.questionnaire.items
    return {
        key: (date.fromisoformat(str(value)) + by).isoformat()
        if items[key.rsplit("/", 1)[-1]].type == "date" and len(str(value)) == 10
        else value
        for key, value in answers.items()
    }


def _call_physio(store: Store, content: Content, encounter: Encounter, at: datetime) -> None:
    """The first emergency of the day has been dealt with; the others wait for somebody to press the button."""
    from desktop.reception.day import day_lines  # a cycle: the day list is made of a clinic's verbs

    reception = next(one for one in demo_accounts() if one.role == "reception")
    clinic = Clinic(store, content, reception, DESK)
    if store.audit(limit=1):
        return
    for line in day_lines(clinic, encounter.intake_date):
        if line.encounter_id == encounter.id and line.call is not None and line.tier == "emergency":
            store.add_audit(
                at=at + timedelta(minutes=2),
                who=reception.user_name,
                what=PHYSIO_CALLED,
                encounter_id=encounter.id,
                detail=" ".join(line.call.flags),
            )
