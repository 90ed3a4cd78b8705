"""A printed code brought back: it opens for whom it was made, in the words it was made with, and is noted."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.clinic import Clinic
from desktop.printed_codes import SOMEBODY_ELSES
from forms.content import load_content, packed, read_content
from forms.errors import PermissionDenied
from forms.patient import Patient
from forms.programme.care_plan import CarePlan, plan_from_json
from forms.programme.code_text import CodeRefused
from forms.programme.programme_code import NOT_OURS, Prescribed
from forms.records.entries import KeptContent, Programme, Signature, StoredImpression
from forms.records.store import Store
from tests.desktop.consult.people import NOON, PHYSIO, a_store
from tests.forms.programme.people import PLAIN, facts_of, plan_for

CASEY = Patient(family="Lorrimore-Test", given="Casey", birth_date=date(1979, 9, 14))
SAM = Patient(family="Somebody-Else", given="Sam", birth_date=date(1990, 1, 1))
SIGNED_AT = NOON - timedelta(days=42)
SIGNED_ON = SIGNED_AT.date()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as store:
        yield store


@pytest.fixture
def clinic(store: Store) -> Clinic:
    return Clinic(store, load_content(), PHYSIO, "front", clock=lambda: NOON)


def the_plan() -> CarePlan:
    return plan_for(facts_of(PLAIN))


def as_printed(plan: CarePlan) -> tuple[Prescribed, ...]:
    return tuple(Prescribed(one.exercise, one.version, one.variant, one.side, one.dose) for one in plan.activities)


def a_visit(clinic: Clinic, patient: Patient) -> str:
    if clinic.store.patient(patient.id) is None:
        clinic.register_patient(patient)
    return clinic.open_encounter(patient, date(2026, 3, 2)).encounter.id


def a_signed_programme(clinic: Clinic, patient: Patient) -> Programme:
    """Signed some weeks ago, with the content of this clinic."""
    content, encounter_id = clinic.content, a_visit(clinic, patient)
    draft = clinic.save_programme(encounter_id, the_plan())
    concluded = StoredImpression(
        encounter_id=encounter_id,
        impression="{}",
        content_version=content.version,
        content_sha256=content.sha256,
        at=SIGNED_AT,
        by="jo",
    )
    kept = KeptContent(sha256=content.sha256, version=content.version, files=packed(content.files), at=SIGNED_AT)
    return clinic.store.sign_programme(draft.id, Signature("Jo Physio-Demo", "PH 12345", SIGNED_AT), concluded, kept)


def log_of(store: Store, encounter_id: str) -> list[str]:
    return [entry.what for entry in store.audit(encounter_id) if "printed programme" in entry.what]


def test_a_code_opens_at_the_same_persons_next_visit(clinic: Clinic, store: Store) -> None:
    groups = clinic.programme_code(a_signed_programme(clinic, CASEY), SIGNED_ON)
    today = a_visit(clinic, CASEY)
    printed = clinic.open_code(today, "".join(groups).lower())
    assert printed.prescribed == as_printed(the_plan())
    assert printed.signed_on == SIGNED_ON
    assert printed.signed_by == "Jo Physio-Demo"
    assert log_of(store, today) == ["opened a printed programme"]
    assert all("Casey" not in entry.detail and groups[0] not in entry.detail for entry in store.audit(today))


def test_who_signed_is_found_whatever_day_it_was_there(clinic: Clinic) -> None:
    """At noon in UTC it is the day before or the same day elsewhere; a week apart it is another paper."""
    signed = a_signed_programme(clinic, CASEY)
    today = a_visit(clinic, CASEY)
    for days, name in ((-1, "Jo Physio-Demo"), (1, "Jo Physio-Demo"), (-7, "")):
        groups = clinic.programme_code(signed, SIGNED_ON + timedelta(days=days))
        assert clinic.open_code(today, " ".join(groups)).signed_by == name


def test_a_code_of_somebody_else_does_not_open_and_is_noted(clinic: Clinic, store: Store) -> None:
    groups = clinic.programme_code(a_signed_programme(clinic, CASEY), SIGNED_ON)
    other = a_visit(clinic, SAM)
    with pytest.raises(CodeRefused) as refused:
        clinic.open_code(other, " ".join(groups))
    assert str(refused.value) == SOMEBODY_ELSES
    assert log_of(store, other) == ["was refused a printed programme"]


def test_a_code_of_another_clinic_does_not_open_and_is_noted(clinic: Clinic, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with a_store(folder) as theirs:
        elsewhere = Clinic(theirs, load_content(), PHYSIO, "front", clock=lambda: NOON)
        groups = elsewhere.programme_code(a_signed_programme(elsewhere, CASEY), SIGNED_ON)
    today = a_visit(clinic, CASEY)
    with pytest.raises(CodeRefused) as refused:
        clinic.open_code(today, " ".join(groups))
    assert str(refused.value) == NOT_OURS
    assert log_of(clinic.store, today) == ["was refused a printed programme"]


def test_a_slip_of_the_finger_is_no_event(clinic: Clinic, store: Store) -> None:
    groups = clinic.programme_code(a_signed_programme(clinic, CASEY), SIGNED_ON)
    today = a_visit(clinic, CASEY)
    with pytest.raises(CodeRefused, match=r"^Group 2 "):
        clinic.open_code(today, " ".join((groups[0], groups[1][::-1], *groups[2:])))
    assert log_of(store, today) == []


def test_a_code_is_told_in_the_words_it_was_made_with(clinic: Clinic, store: Store) -> None:
    """The rules have moved on: what the code says is what was printed, not what the id means today."""
    signed = a_signed_programme(clinic, CASEY)
    groups = clinic.programme_code(signed, SIGNED_ON)
    newer = newer_content()
    later = Clinic(store, newer, PHYSIO, "front", clock=lambda: NOON)
    printed = later.open_code(a_visit(later, CASEY), " ".join(groups))
    assert printed.content.sha256 == load_content().sha256 != newer.sha256
    assert printed.prescribed == as_printed(the_plan())
    assert printed.signed_by == "Jo Physio-Demo"
    assert later.programme_code(signed, SIGNED_ON) == groups


def test_a_code_whose_content_is_gone_says_so(clinic: Clinic, store: Store) -> None:
    """As after a restore from a backup that is older than the paper."""
    programme = replace(a_signed_programme(clinic, CASEY), content_sha256=newer_content().sha256)
    made_later = Clinic(store, newer_content(), PHYSIO, "front", clock=lambda: NOON)
    groups = made_later.programme_code(programme, SIGNED_ON)
    with pytest.raises(CodeRefused, match=r"made with rules 1\.0 .* cannot be read from these records"):
        clinic.open_code(a_visit(clinic, CASEY), " ".join(groups))


def test_a_draft_has_no_code(clinic: Clinic) -> None:
    draft = clinic.save_programme(a_visit(clinic, CASEY), the_plan())
    assert clinic.programme_code(draft, SIGNED_ON) == ()


def test_an_empty_programme_has_no_code(clinic: Clinic) -> None:
    signed = a_signed_programme(clinic, CASEY)
    nothing = clinic.save_programme(signed.encounter_id, CarePlan(None))
    assert plan_from_json(nothing.care_plan).activities == ()
    assert clinic.programme_code(replace(nothing, signature=signed.signature), SIGNED_ON) == ()


@pytest.mark.parametrize("role", ["reception", "patient", "admin"])
def test_only_who_may_see_programmes_opens_one(clinic: Clinic, store: Store, role: str) -> None:
    signed = a_signed_programme(clinic, CASEY)
    other = Clinic(store, clinic.content, replace(PHYSIO, role=role), "front", clock=lambda: NOON)
    for verb in (
        lambda: other.open_code(signed.encounter_id, "x"),
        lambda: other.programme_code(signed, SIGNED_ON),
        lambda: other.note_started_from_code(signed.encounter_id),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def newer_content():  # type: ignore[no-untyped-def]
    """The shipped content with another dose for E10."""
    files = dict(load_content().files)
    files["exercises/E10.toml"] = files["exercises/E10.toml"].replace(b"on 3 or 4 spots", b"on 5 spots")
    return read_content(files)
