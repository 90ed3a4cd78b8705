"""The encounters, the day list, and the place where each desk was working."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.engine import Connection

from forms.encounter import ARRIVED, IN_PROGRESS, STATUSES, Encounter
from forms.errors import StoreError
from forms.records.entries import Place, Recovery, Visit
from forms.records.patients import patient_from
from forms.records.shelf import Shelf, columns_of, insert_or_ignore, insert_or_replace
from forms.records.tables import answer_record, desk_record, encounter_record, patient_record

_e = encounter_record.c
_ENCOUNTER = tuple(column.name for column in _e)


class Visits(Shelf):
    def open_encounter(self, encounter: Encounter) -> Encounter:
        """Keep a new encounter; opening the same one twice keeps one."""
        _known_status(encounter.status)
        with self._database.writing() as connection:
            insert_or_ignore(connection, encounter_record, [columns_of(encounter)], on="id")
        return encounter

    def encounter(self, encounter_id: str) -> Encounter | None:
        found = self._encounters(select(encounter_record).where(_e.id == encounter_id))
        return found[0] if found else None

    def encounters_of(self, patient_id: str) -> tuple[Encounter, ...]:
        """Somebody's visits, the newest first."""
        theirs = select(encounter_record).where(_e.patient_id == patient_id)
        return self._encounters(theirs.order_by(_e.intake_date.desc(), _e.opened_at.desc(), _e.id))

    def set_status(self, encounter_id: str, status: str) -> None:
        _known_status(status)
        with self._database.writing() as connection:
            changed = connection.execute(
                update(encounter_record).where(_e.id == encounter_id).values(status=status)
            ).rowcount
        if changed != 1:
            raise StoreError("This visit is not in the records. Open it again from the day list.")

    def visits_on(self, day: date) -> tuple[Visit, ...]:
        """The day list: everybody of that day, in the order they were opened."""
        with self._database.reading() as connection:
            return _visits(connection, _with_patient().where(_e.intake_date == day))

    def visits_in_progress(self) -> tuple[Visit, ...]:
        """Whoever has arrived or is being seen and has not finished, whatever the day: nobody is forgotten."""
        with self._database.reading() as connection:
            return _visits(connection, _with_patient().where(_e.status.in_((ARRIVED, IN_PROGRESS))))

    def all_visits(self) -> tuple[Visit, ...]:
        """Every visit there is, the oldest first."""
        with self._database.reading() as connection:
            return _visits(connection, _with_patient())

    def start_session(self, desk: str, at: datetime) -> Recovery | None:
        """Begin work at a desk. What was open there when its last session ended without `end_session`, if anything."""
        with self._database.writing() as connection:
            place = _place(connection, desk, only_open=True)
            recovery = None if place is None else _recovery(connection, place)
            if connection.execute(update(desk_record).where(desk_record.c.desk == desk).values(is_open=True)).rowcount:
                return recovery
            connection.execute(
                desk_record.insert(),
                {"desk": desk, "encounter_id": None, "page": "", "key": "", "at": at, "is_open": True},
            )
        return None

    def end_session(self, desk: str) -> None:
        """Say goodbye: the next start at this desk has nothing to recover."""
        with self._database.writing() as connection:
            connection.execute(update(desk_record).where(desk_record.c.desk == desk).values(is_open=False))

    def remember_place(self, place: Place) -> None:
        with self._database.writing_one() as connection:
            insert_or_replace(connection, desk_record, {**columns_of(place), "is_open": True}, on="desk")

    def last_place(self, desk: str) -> Place | None:
        with self._database.reading() as connection:
            return _place(connection, desk)

    def forget_place(self, desk: str) -> None:
        """Nobody is open at this desk any more; the session goes on."""
        with self._database.writing() as connection:
            connection.execute(
                update(desk_record).where(desk_record.c.desk == desk).values(encounter_id=None, page="", key="")
            )

    def _encounters(self, statement: Select[*tuple[Any, ...]]) -> tuple[Encounter, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(statement).mappings().all()
        return tuple(Encounter(**row) for row in rows)


def _known_status(status: str) -> None:
    if status not in STATUSES:
        raise ValueError(f"{status!r} is not an encounter status; use one of {', '.join(STATUSES)}")


def _with_patient() -> Select[*tuple[Any, ...]]:
    columns = [_e[name].label(f"encounter_{name}") for name in _ENCOUNTER]
    statement = select(*columns, *patient_record.c).join(patient_record, _e.patient_id == patient_record.c.id)
    return statement.order_by(_e.opened_at, _e.id)


def _visits(connection: Connection, statement: Select[*tuple[Any, ...]]) -> tuple[Visit, ...]:
    return tuple(
        Visit(
            Encounter(**{name: getattr(row, f"encounter_{name}") for name in _ENCOUNTER}),
            patient_from(row),
        )
        for row in connection.execute(statement)
    )


def _place(connection: Connection, desk: str, *, only_open: bool = False) -> Place | None:
    wanted = select(desk_record).where(desk_record.c.desk == desk, desk_record.c.encounter_id.is_not(None))
    if only_open:
        wanted = wanted.where(desk_record.c.is_open)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else Place(row.desk, row.encounter_id, row.page, row.key, row.at)


def _recovery(connection: Connection, place: Place) -> Recovery:
    log = answer_record.c
    newest = select(func.max(log.number)).where(log.encounter_id == place.encounter_id).group_by(log.key)
    rows = connection.execute(select(log.value, log.at).where(log.number.in_(newest))).all()
    answered = sum(row.value != "null" for row in rows)
    return Recovery(place, answered, max((row.at for row in rows), default=None))
