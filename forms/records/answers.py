"""The answer log: one row per answer, only ever added to, in the order it was given."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from forms.errors import EditConflict, StoreError
from forms.records.shelf import Shelf, columns_of, insert_or_ignore
from forms.records.tables import answer_record, encounter_record
from forms.response import Answer, QuestionnaireResponse, Value, fold

# PostgreSQL gives a number before it commits, so a lower one may appear after a higher one was read.
_LATE_NUMBERS = 1000

_SAME_ID = "Two different answers carry the same id, so the second was not saved. Type that answer again."
_NO_ENCOUNTER = "This visit is not in the records. Open it again from the day list."


class AnswerLog(Shelf):
    def append_answers(self, answers: tuple[Answer, ...]) -> None:
        """Add answers to the log. When this returns they are on disk, all of them.

        An answer whose id is there already is not added again: after a crash it is safe to send everything
        that was not acknowledged once more.
        """
        rows: list[Any] = [_row_of(answer) for answer in answers]
        database = self._database
        with database.writing_one() if len(rows) == 1 else database.writing() as connection:
            if insert_or_ignore(connection, answer_record, rows, on="id") != len(rows):
                _refuse_changed(connection, answers)

    def answers(self, encounter_id: str, *, to: int | None = None) -> tuple[Answer, ...]:
        """Everything ever answered in this encounter, in the order of the log. to: the last number wanted."""
        log = select(answer_record).where(answer_record.c.encounter_id == encounter_id)
        if to is not None:
            log = log.where(answer_record.c.number <= to)
        with self._database.reading() as connection:
            rows = connection.execute(log.order_by(answer_record.c.number)).all()
        return tuple(_answer_from(row) for row in rows)

    def answers_after(self, encounter_id: str, number: int) -> tuple[tuple[Answer, ...], int]:
        """What came to the log after this number (0: everything), and the number it ends with now.

        On PostgreSQL some rows before it come again: know them by their ids.
        """
        late = 0 if self._database.is_sqlite else _LATE_NUMBERS
        newer = select(answer_record).where(
            answer_record.c.encounter_id == encounter_id, answer_record.c.number > number - late
        )
        with self._database.reading() as connection:
            rows = connection.execute(newer.order_by(answer_record.c.number)).all()
        return tuple(_answer_from(row) for row in rows), max([number, *(row.number for row in rows)])

    def response(self, encounter_id: str) -> QuestionnaireResponse:
        """The answers of this encounter as they stand."""
        intake = select(encounter_record.c.intake_date).where(encounter_record.c.id == encounter_id)
        with self._database.reading() as connection:
            authored = connection.execute(intake).scalar()
        if authored is None:
            raise StoreError(_NO_ENCOUNTER)
        return fold(authored, self.answers(encounter_id))


def encode_value(value: Value | None) -> str:
    """An answer as JSON text. ASCII only, so that both databases hold every character anybody can type or paste."""
    return json.dumps(value, allow_nan=False)


def decode_value(text: str) -> Value | None:
    value = json.loads(text)
    return tuple(value) if isinstance(value, list) else value


def _row_of(answer: Answer) -> dict[str, Any]:
    return {**columns_of(answer), "value": encode_value(answer.value)}


def _answer_from(row: Any) -> Answer:
    return Answer(
        id=row.id,
        encounter_id=row.encounter_id,
        key=row.key,
        value=decode_value(row.value),
        role=row.role,
        typed_by=row.typed_by,
        at=row.at,
        desk=row.desk,
        form_version=row.form_version,
    )


def _refuse_changed(connection: Connection, answers: tuple[Answer, ...]) -> None:
    """A row that was skipped must say the same as the one that is there; else an answer would vanish in silence."""
    kept = select(answer_record).where(answer_record.c.id.in_([answer.id for answer in answers]))
    said = {row.id: (row.encounter_id, row.key, row.value) for row in connection.execute(kept)}
    if any(said[answer.id] != (answer.encounter_id, answer.key, encode_value(answer.value)) for answer in answers):
        raise EditConflict(_SAME_ID)
