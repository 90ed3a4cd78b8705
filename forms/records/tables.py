"""The tables, once, for SQLite and PostgreSQL.

They are Core tables, not mapped classes: importing SQLAlchemy's ORM costs a fifth more start-up, and rows are
turned into the domain's frozen values at the door anyway. A change here needs a migration beside it
(`migrations/versions`); a test compares the two.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A moment: in UTC in the database, with its time zone in Python. SQLite would drop the zone in silence."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone cannot be kept")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _searched(name: str) -> Column[Any]:
    # Byte order on both databases: a prefix is then a plain range of the index (9.5 -> 0.3 ms on PostgreSQL).
    return Column(name, String().with_variant(String(collation="C"), "postgresql"), nullable=False)


def _id() -> Column[Any]:
    return Column("id", String(32), primary_key=True)


def _encounter_id(*, nullable: bool = False) -> Column[Any]:
    return Column("encounter_id", ForeignKey("encounter.id"), nullable=nullable, index=True)


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False)


def _at(name: str = "at") -> Column[Any]:
    return Column(name, Instant, nullable=False)


patient_record = Table(
    "patient",
    metadata,
    _id(),
    _text("family"),
    _text("given"),
    _text("preferred"),
    Column("birth_date", Date, nullable=False),
    _text("sex"),
    _text("gender"),
    _text("national_id"),
    _text("clinic_no"),
    _text("phone"),
    _text("email"),
    _text("address"),
    _text("gp"),
    _text("emergency_contact"),
    _text("language"),
    _text("interpreter"),
    _text("access"),
    Column("version", Integer, nullable=False),
    # Below: what is searched, folded by `search.fold_name` and kept beside what was typed.
    _searched("family_key"),
    _searched("given_key"),
    _searched("initials"),
    _searched("birth_key"),
    _searched("birth_month"),
    _searched("clinic_key"),
    _searched("phone_key"),
    _searched("phone_reversed"),
    _searched("national_key"),
    Column("clinic_value", Integer),
    # Each index carries the columns its searches filter and order by, so that they never touch the table.
    Index("ix_patient_by_family", "family_key", "given_key", "birth_key", "id"),
    Index("ix_patient_by_given", "given_key", "family_key", "birth_key", "id"),
    Index("ix_patient_by_initials", "initials", "family_key", "given_key", "birth_key", "id"),
    Index("ix_patient_by_birth", "birth_key", "family_key", "given_key", "id"),
    Index("ix_patient_by_month", "birth_month", "family_key", "given_key", "birth_key", "id"),
    # `00-12` and `0012` are read aloud alike, so they may not belong to two people.
    Index("ix_patient_by_clinic_no", "clinic_key", unique=True),
    Index("ix_patient_by_phone", "phone_key"),
    Index("ix_patient_by_phone_end", "phone_reversed"),
    Index("ix_patient_by_national_id", "national_key"),
    Index("ix_patient_by_clinic_value", "clinic_value"),
)

# The words of a name that do not begin it ("van der BERG", the name somebody likes to be called).
patient_word_record = Table(
    "patient_word",
    metadata,
    _searched("word"),
    Column("patient_id", ForeignKey("patient.id"), nullable=False, index=True),
    UniqueConstraint("word", "patient_id"),
)

# What a patient's details were before each change.
patient_version_record = Table(
    "patient_version",
    metadata,
    Column("patient_id", ForeignKey("patient.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    _text("details"),
    _at("replaced_at"),
    _text("replaced_by"),
)

encounter_record = Table(
    "encounter",
    metadata,
    _id(),
    Column("patient_id", ForeignKey("patient.id"), nullable=False, index=True),
    Column("intake_date", Date, nullable=False, index=True),
    Column("status", String(20), nullable=False, index=True),
    _at("opened_at"),
    _text("opened_by"),
    _text("desk"),
)

# The answer log. `number` is its order; `id` is made where the answer was given.
answer_record = Table(
    "answer",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("encounter_id", ForeignKey("encounter.id"), nullable=False),
    _text("key"),
    _text("value"),
    _text("role"),
    _text("typed_by"),
    _at(),
    _text("desk"),
    _text("form_version"),
    Index("ix_answer_by_encounter", "encounter_id", "number"),
    # A number is never used twice, even after the newest row is gone.
    sqlite_autoincrement=True,
)

desk_record = Table(
    "desk",
    metadata,
    Column("desk", Text, primary_key=True),
    Column("encounter_id", ForeignKey("encounter.id")),
    _text("page"),
    _text("key"),
    _at(),
    Column("is_open", Boolean, nullable=False),
)

flag_review_record = Table(
    "flag_review",
    metadata,
    _id(),
    _encounter_id(),
    _text("flag"),
    _text("tier"),
    _text("decision"),
    _text("reason"),
    _text("by"),
    _text("registration"),
    _at(),
    CheckConstraint("length(reason) >= 20", name="reason_given"),
)

impression_record = Table(
    "impression",
    metadata,
    _id(),
    _encounter_id(),
    _text("impression"),
    _text("content_version"),
    _text("content_sha256"),
    _at(),
    _text("by"),
    # The number of the last answer it rests on.
    Column("answers_to", Integer),
)

# The content packs that conclusions rest on, whole: old visits can be replayed.
content_record = Table(
    "content",
    metadata,
    Column("sha256", String(64), primary_key=True),
    _text("version"),
    Column("files", LargeBinary, nullable=False),
    _at(),
)

programme_record = Table(
    "programme",
    metadata,
    _id(),
    _encounter_id(),
    _text("care_plan"),
    _text("content_version"),
    _text("content_sha256"),
    _at(),
    _text("by"),
    Column("signed_name", Text),
    Column("signed_registration", Text),
    Column("signed_at", Instant),
)

document_record = Table(
    "document",
    metadata,
    _id(),
    _encounter_id(),
    Column("programme_id", ForeignKey("programme.id")),
    _text("kind"),
    _text("sha256"),
    _at(),
    _text("by"),
    # How it was printed, as JSON: with it and the letterhead the same bytes are made again.
    Column("printing", Text),
    Column("letterhead", Text),
)

# The clinic's details as they stood on papers, each once.
letterhead_record = Table(
    "letterhead",
    metadata,
    Column("sha256", String(64), primary_key=True),
    _text("details"),
)

document_event_record = Table(
    "document_event",
    metadata,
    _id(),
    Column("document_id", ForeignKey("document.id"), nullable=False, index=True),
    _text("what"),
    _at(),
    _text("by"),
)

audit_record = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _at(),
    _text("who"),
    _text("what"),
    _encounter_id(nullable=True),
    _text("detail"),
    Column("hash", String(64), nullable=False, unique=True),
)

setting_record = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    _text("value"),
)

# Secrets of these records, such as what the codes on its papers are sealed with. Not settings: papers print those.
clinic_key_record = Table(
    "clinic_key",
    metadata,
    Column("name", Text, primary_key=True),
    Column("key", LargeBinary, nullable=False),
)

practitioner_record = Table(
    "practitioner",
    metadata,
    Column("user_name", Text, primary_key=True),
    _text("name"),
    _text("role"),
    _text("registration"),
    _text("secret_hash"),
    Column("active", Boolean, nullable=False),
)
