"""The people: registering, changing and finding them."""

import difflib
import json
import time
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import func, select, text, update
from sqlalchemy.engine import Connection, Row

from forms.errors import EditConflict, StoreError
from forms.patient import LINK_IDS, Patient, PatientInvalid
from forms.records import search
from forms.records.database import Database
from forms.records.shelf import Shelf, clean, columns_of
from forms.records.spelling import SHORTEST, Spellings
from forms.records.tables import patient_record, patient_version_record, patient_word_record

_CLINIC_NO_DIGITS = 6
_ALIKE = 0.8
_SPELLINGS_SECONDS = 300.0
# Any number of ours will do, as long as every desk uses the same.
_NUMBERING_LOCK = 7201

_CHANGED_ELSEWHERE = "Somebody else changed this person's details meanwhile. Look at them again, then make your change."
_NUMBER_TAKEN = "This clinic number belongs to somebody else. Take the next free one, or open the person it belongs to."


class Patients(Shelf):
    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._spellings: Spellings | None = None
        self._spellings_since = 0.0

    def register_patient(self, patient: Patient) -> Patient:
        """Keep a new person; without a clinic number they get the next free one. Registering twice keeps one."""
        patient = _checked(patient)
        with self._database.writing() as connection:
            known = connection.execute(select(patient_record).where(patient_record.c.id == patient.id)).one_or_none()
            if known is not None:
                return patient_from(known)
            if not search.fold_number(patient.clinic_no):
                patient = replace(patient, clinic_no=_next_clinic_no(connection))
            patient = replace(patient, version=1)
            _refuse_taken_number(connection, patient)
            connection.execute(patient_record.insert(), _row_of(patient))
            _keep_words(connection, patient)
        self._spellings = None
        return patient

    def update_patient(self, patient: Patient, *, by: str, at: datetime) -> Patient:
        """Keep somebody's new details, and what they were before. EditConflict when another desk was faster."""
        patient = _checked(patient)
        changed = replace(patient, version=patient.version + 1)
        with self._database.writing() as connection:
            before = connection.execute(select(patient_record).where(patient_record.c.id == patient.id)).one_or_none()
            if before is None:
                raise StoreError("This person is not in the records. Register them first.")
            if not search.fold_number(changed.clinic_no):
                changed = replace(changed, clinic_no=before.clinic_no)
            _refuse_taken_number(connection, changed)
            written = connection.execute(
                update(patient_record)
                .where(patient_record.c.id == patient.id, patient_record.c.version == patient.version)
                .values(_row_of(changed))
            )
            if written.rowcount != 1:
                raise EditConflict(_CHANGED_ELSEWHERE)
            connection.execute(patient_version_record.insert(), _version_row(patient_from(before), by=by, at=at))
            connection.execute(patient_word_record.delete().where(patient_word_record.c.patient_id == patient.id))
            _keep_words(connection, changed)
        self._spellings = None
        return changed

    def patient(self, patient_id: str) -> Patient | None:
        with self._database.reading() as connection:
            row = connection.execute(select(patient_record).where(patient_record.c.id == patient_id)).one_or_none()
        return None if row is None else patient_from(row)

    def patient_by_clinic_no(self, clinic_no: str) -> Patient | None:
        wanted = select(patient_record).where(patient_record.c.clinic_key == search.fold_number(clinic_no))
        with self._database.reading() as connection:
            row = connection.execute(wanted.limit(1)).one_or_none()
        return None if row is None else patient_from(row)

    def find_patients(self, typed: str, *, limit: int = 10) -> tuple[Patient, ...]:
        """The people who fit what has been typed so far, by name: family names first, then first names.

        typed: beginnings of names in any order, a birth date or its year or month, a clinic or health number, the
        beginning or end of a phone number. Nothing typed finds nobody. Where nobody fits, the people whose names are
        spelt nearly so, the nearest first.
        """
        query = search.Query(clean(typed))
        with self._database.reading() as connection:
            ids = _matching_ids(connection, query, limit)
            if not ids and not query.number and any(len(name) >= SHORTEST for name in query.names):
                ids = self._nearly_matching_ids(connection, query, limit)
            rows = connection.execute(select(patient_record).where(patient_record.c.id.in_(ids))).all() if ids else ()
        people = {row.id: patient_from(row) for row in rows}
        return tuple(people[one] for one in ids if one in people)

    def _nearly_matching_ids(self, connection: Connection, query: search.Query, limit: int) -> list[str]:
        found: dict[str, None] = {}
        for names in self._known_spellings(connection).readings(query.names):
            found.update(dict.fromkeys(_matching_ids(connection, query.reading(names), limit)))
            if len(found) >= limit:
                break
        return list(found)[:limit]

    def _known_spellings(self, connection: Connection) -> Spellings:
        """Read again after some minutes: other desks register people too."""
        now = time.monotonic()
        if self._spellings is None or now - self._spellings_since > _SPELLINGS_SECONDS:
            columns = (patient_record.c.family_key, patient_record.c.given_key, patient_word_record.c.word)
            self._spellings = Spellings(
                name for column in columns for name in connection.execute(select(column).distinct()).scalars()
            )
            self._spellings_since = now
        return self._spellings

    def near_duplicates(self, patient: Patient) -> tuple[Patient, ...]:
        """People born on the same day whose name is alike, the likest first: perhaps the same person."""
        same_day = select(patient_record).where(patient_record.c.birth_key == patient.birth_date.isoformat())
        with self._database.reading() as connection:
            rows = connection.execute(same_day.where(patient_record.c.id != patient.id)).all()
        wanted = search.keys_of(patient)
        alike = [(_likeness(row, wanted), row) for row in rows]
        close = sorted((pair for pair in alike if pair[0] >= _ALIKE), key=lambda pair: (-pair[0], pair[1].family_key))
        return tuple(patient_from(row) for _, row in close)

    def next_clinic_no(self) -> str:
        """The number the next person would get; it is only theirs once they are registered."""
        with self._database.reading() as connection:
            return _next_clinic_no(connection, hold=False)

    def former_details(self, patient_id: str) -> tuple[Patient, ...]:
        """What somebody's details were before each change, the oldest first."""
        past = patient_version_record.c
        theirs = select(patient_version_record).where(past.patient_id == patient_id).order_by(past.version)
        with self._database.reading() as connection:
            rows = connection.execute(theirs).all()
        return tuple(_details_from(row) for row in rows)

    def count_patients(self) -> int:
        with self._database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(patient_record)).scalar_one())


def patient_from(row: Row[Any]) -> Patient:
    details = {name: getattr(row, name) for name in LINK_IDS if name != "access"}
    return Patient(id=row.id, version=row.version, access=tuple(json.loads(row.access)), **details)


def _checked(patient: Patient) -> Patient:
    """The patient with text both databases can hold; PatientInvalid when a name is missing."""
    texts: dict[str, Any] = {
        name: value.strip() for name, value in columns_of(patient).items() if isinstance(value, str)
    }
    patient = replace(patient, **texts)
    for name, label in (("family", "family name"), ("given", "first name")):
        if not texts[name]:
            raise PatientInvalid(f"The {label} is missing. Fill it in to register this person.")
    return patient


def _row_of(patient: Patient) -> dict[str, Any]:
    return {**columns_of(patient), "access": json.dumps(patient.access), **search.keys_of(patient)}


def _version_row(patient: Patient, *, by: str, at: datetime) -> dict[str, Any]:
    details = {**columns_of(patient), "birth_date": patient.birth_date.isoformat()}
    return {
        "patient_id": patient.id,
        "version": patient.version,
        "details": json.dumps(details),
        "replaced_at": at,
        "replaced_by": by,
    }


def _keep_words(connection: Connection, patient: Patient) -> None:
    words = [{"word": word, "patient_id": patient.id} for word in search.later_words(patient)]
    if words:
        connection.execute(patient_word_record.insert(), words)


def _refuse_taken_number(connection: Connection, patient: Patient) -> None:
    """Say in words what the unique index would refuse."""
    number = patient_record.c
    others = select(number.id).where(
        number.clinic_key == search.fold_number(patient.clinic_no), number.id != patient.id
    )
    if connection.execute(others.limit(1)).first() is not None:
        raise EditConflict(_NUMBER_TAKEN)


def _next_clinic_no(connection: Connection, *, hold: bool = True) -> str:
    if hold and connection.dialect.name == "postgresql":
        # Two desks that register at the same moment take turns; SQLite's writers already do.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _NUMBERING_LOCK})
    highest = connection.execute(select(func.max(patient_record.c.clinic_value))).scalar()
    return str((highest or 0) + 1).zfill(_CLINIC_NO_DIGITS)


def _matching_ids(connection: Connection, query: search.Query, limit: int) -> list[str]:
    found: dict[str, None] = {}
    if query.names and query.number:
        for one in search.by_number(query, search.MOST_CANDIDATES):
            found.update(_fitting(connection, query, one))
        return list(found)[:limit]
    found.update(_by_range(connection, query, limit))
    if len(found) < limit:
        for one in search.later_word_searches(query):
            found.update(_fitting(connection, query, one))
    return list(found)[:limit]


def _by_range(connection: Connection, query: search.Query, limit: int) -> dict[str, None]:
    rows: dict[str, str] = {}
    for one in search.searches(query, limit):
        found = connection.execute(one.statement, one.values)
        rows.update((row[0], f"{row[1]} {row[2]}") for row in found if row[0] not in rows)
        if len(rows) >= limit and len(query.names) < 2:
            break
    if len(query.names) < 2:
        return dict.fromkeys(rows)
    # "smith jo" may be Smith, Jo or Johnson, Smitha: whole words first, whichever way round they were typed.
    return dict.fromkeys(sorted(rows, key=lambda one: -query.whole_words(rows[one])))


def _fitting(connection: Connection, query: search.Query, candidates: search.Search) -> dict[str, None]:
    """The candidates whom every typed word fits, by name."""
    fitting = [
        (family_key, given_key, born, one)
        for one, family_key, given_key, born, preferred in connection.execute(candidates.statement, candidates.values)
        if query.fits(f"{family_key} {given_key} {search.fold_name(preferred) if preferred else ''}", born)
    ]
    return {one: None for *_, one in sorted(fitting)}


def _likeness(row: Row[Any], wanted: dict[str, str | int | None]) -> float:
    """How alike two names are, from 0 to 1, whichever way round family and first name were typed."""
    theirs = f"{row.family_key} {row.given_key}"
    straight, swapped = (
        f"{wanted[a]} {wanted[b]}" for a, b in (("family_key", "given_key"), ("given_key", "family_key"))
    )
    return max(difflib.SequenceMatcher(None, theirs, name).ratio() for name in (straight, swapped))


def _details_from(row: Row[Any]) -> Patient:
    details = json.loads(row.details)
    details["access"] = tuple(details["access"])
    details["birth_date"] = date.fromisoformat(details["birth_date"])
    return Patient(**details)
