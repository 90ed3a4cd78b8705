"""What a visit led to: flag reviews, impressions, programmes and papers."""

from typing import Any

from msgspec.structs import replace
from sqlalchemy import Select, Table, func, insert, select, update
from sqlalchemy.engine import Row

from forms.errors import EditConflict, StoreError
from forms.records.entries import (
    Document,
    DocumentEvent,
    FlagReview,
    KeptContent,
    Letterhead,
    Programme,
    Signature,
    StoredImpression,
)
from forms.records.shelf import Shelf, columns_of, insert_or_ignore
from forms.records.tables import (
    answer_record,
    content_record,
    document_event_record,
    document_record,
    flag_review_record,
    impression_record,
    letterhead_record,
    programme_record,
)

_SIGNED = "This programme is signed, so it is never changed. Make a new one instead."


class Conclusions(Shelf):
    def add_flag_review(self, review: FlagReview) -> None:
        self._add(flag_review_record, review)

    def flag_reviews(self, encounter_id: str) -> tuple[FlagReview, ...]:
        """The oldest first; of two about one flag the later counts."""
        return tuple(FlagReview(**row) for row in self._of_encounter(flag_review_record, encounter_id))

    def add_impression(self, impression: StoredImpression) -> None:
        self._add(impression_record, impression)

    def impressions(self, encounter_id: str) -> tuple[StoredImpression, ...]:
        return tuple(StoredImpression(**row) for row in self._of_encounter(impression_record, encounter_id))

    def save_programme(self, programme: Programme) -> None:
        """Keep a draft, again and again under one id, or the signed programme, once and for all."""
        row = _programme_row(programme)
        with self._database.writing() as connection:
            kept = connection.execute(_programme(programme.id)).one_or_none()
            if kept is None:
                connection.execute(insert(programme_record), row)
            elif kept.signed_at is None:
                connection.execute(update(programme_record).where(programme_record.c.id == programme.id).values(row))
            elif _programme_from(kept) != programme:
                raise EditConflict(_SIGNED)

    def keeps_content(self, sha256: str) -> bool:
        """Whether a content pack is here already."""
        known = select(content_record.c.sha256).where(content_record.c.sha256 == sha256)
        with self._database.reading() as connection:
            return connection.execute(known).first() is not None

    def keep_content(self, content: KeptContent) -> None:
        """Keep a content pack that a paper rests on; one that is here already stays as it is."""
        with self._database.writing() as connection:
            insert_or_ignore(connection, content_record, [columns_of(content)], on="sha256")

    def content(self, sha256: str) -> KeptContent | None:
        """The content pack with this hash, as it was when something was concluded with it."""
        with self._database.reading() as connection:
            row = connection.execute(select(content_record).where(content_record.c.sha256 == sha256)).one_or_none()
        return None if row is None else KeptContent(**row._mapping)

    def contents_beginning(self, mark: str) -> tuple[KeptContent, ...]:
        """Every content pack whose hash begins so."""
        alike = select(content_record).where(content_record.c.sha256.startswith(mark, autoescape=True))
        with self._database.reading() as connection:
            rows = connection.execute(alike.order_by(content_record.c.sha256)).all()
        return tuple(KeptContent(**row._mapping) for row in rows)

    def sign_programme(
        self, programme_id: str, signature: Signature, impression: StoredImpression, content: KeptContent | None = None
    ) -> Programme:
        """Sign the draft as it is kept, together with what was concluded and the content that rests on, or not at all.

        EditConflict when it is signed already. content: None where `keeps_content` says that it is here.
        """
        signed = {
            "signed_name": signature.name,
            "signed_registration": signature.registration,
            "signed_at": signature.at,
        }
        unsigned = update(programme_record).where(
            programme_record.c.id == programme_id, programme_record.c.signed_at.is_(None)
        )
        answers = answer_record.c
        last = select(func.max(answers.number)).where(answers.encounter_id == impression.encounter_id)
        with self._database.writing() as connection:
            changed = connection.execute(unsigned.values(signed)).rowcount
            row = connection.execute(_programme(programme_id)).one_or_none()
            if row is None:
                raise StoreError("This programme is not in the records. Save it, then sign it.")
            if changed != 1:
                raise EditConflict(_SIGNED)
            if content is not None:
                insert_or_ignore(connection, content_record, [columns_of(content)], on="sha256")
            concluded = replace(impression, answers_to=connection.execute(last).scalar())
            insert_or_ignore(connection, impression_record, [columns_of(concluded)], on="id")
        return _programme_from(row)

    def programme(self, programme_id: str) -> Programme | None:
        with self._database.reading() as connection:
            row = connection.execute(_programme(programme_id)).one_or_none()
        return None if row is None else _programme_from(row)

    def programmes(self, encounter_id: str) -> tuple[Programme, ...]:
        """Drafts and signed programmes of an encounter, the oldest first."""
        theirs = select(programme_record).where(programme_record.c.encounter_id == encounter_id)
        with self._database.reading() as connection:
            rows = connection.execute(theirs.order_by(programme_record.c.at, programme_record.c.id)).all()
        return tuple(_programme_from(row) for row in rows)

    def add_document(self, document: Document, letterhead: Letterhead | None = None) -> None:
        """Keep a paper, with the clinic's details on it where they are not here yet."""
        with self._database.writing() as connection:
            if letterhead is not None:
                insert_or_ignore(connection, letterhead_record, [columns_of(letterhead)], on="sha256")
            insert_or_ignore(connection, document_record, [columns_of(document)], on="id")

    def document(self, document_id: str) -> Document | None:
        wanted = select(document_record).where(document_record.c.id == document_id)
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else Document(**row._mapping)

    def letterhead(self, sha256: str) -> Letterhead | None:
        wanted = select(letterhead_record).where(letterhead_record.c.sha256 == sha256)
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else Letterhead(**row._mapping)

    def documents(self, encounter_id: str) -> tuple[Document, ...]:
        return tuple(Document(**row) for row in self._of_encounter(document_record, encounter_id))

    def add_document_event(self, happened: DocumentEvent) -> None:
        self._add(document_event_record, happened)

    def document_events(self, document_id: str) -> tuple[DocumentEvent, ...]:
        log = document_event_record.c
        theirs = select(document_event_record).where(log.document_id == document_id).order_by(log.at, log.id)
        with self._database.reading() as connection:
            rows = connection.execute(theirs).mappings().all()
        return tuple(DocumentEvent(**row) for row in rows)

    def _add(self, table: Table, value: Any) -> None:
        with self._database.writing() as connection:
            insert_or_ignore(connection, table, [columns_of(value)], on="id")

    def _of_encounter(self, table: Table, encounter_id: str) -> tuple[Any, ...]:
        theirs = select(table).where(table.c.encounter_id == encounter_id).order_by(table.c.at, table.c.id)
        with self._database.reading() as connection:
            return tuple(connection.execute(theirs).mappings().all())


def _programme(programme_id: str) -> Select[Any]:
    return select(programme_record).where(programme_record.c.id == programme_id)


def _programme_row(programme: Programme) -> dict[str, Any]:
    row = columns_of(programme)
    signature = row.pop("signature")
    row["signed_name"] = signature and signature.name
    row["signed_registration"] = signature and signature.registration
    row["signed_at"] = signature and signature.at
    return row


def _programme_from(row: Row[Any]) -> Programme:
    columns = dict(row._mapping)
    name, registration, at = (columns.pop(f"signed_{part}") for part in ("name", "registration", "at"))
    return Programme(**columns, signature=None if at is None else Signature(name, registration, at))
