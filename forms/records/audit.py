"""The audit log: who did what, each entry sealed with the hash of the one before.

A changed, removed or inserted entry breaks the chain from there on. What a chain cannot show is that its newest
entries are missing; a clinic that needs that writes the newest hash down elsewhere (`last_audit_hash`).
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import func, select, text
from sqlalchemy.engine import Connection

from forms.records.entries import AuditEntry
from forms.records.shelf import Shelf, clean, columns_of
from forms.records.tables import audit_record

_BEGINNING = "0" * 64
# Any number of ours will do, as long as every desk uses the same.
_CHAIN_LOCK = 7202


class Audit(Shelf):
    def add_audit(
        self, *, who: str, what: str, at: datetime, encounter_id: str | None = None, detail: str = ""
    ) -> AuditEntry:
        """Note that something was done. Details name things by id, as more people read an audit log than a record."""
        entry: dict[str, Any] = {
            "at": at.astimezone(UTC),
            "who": clean(who),
            "what": clean(what),
            "encounter_id": encounter_id,
            "detail": clean(detail),
        }
        with self._database.writing() as connection:
            return _seal_and_add(connection, entry)

    def audit(self, encounter_id: str | None = None, *, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """The newest entries, oldest first; of one encounter, or of everything."""
        log = select(audit_record).order_by(audit_record.c.number.desc()).limit(limit)
        if encounter_id is not None:
            log = log.where(audit_record.c.encounter_id == encounter_id)
        with self._database.reading() as connection:
            rows = connection.execute(log).mappings().all()
        return tuple(AuditEntry(**row) for row in reversed(rows))

    def broken_audit_entry(self) -> int | None:
        """The number of the first entry that does not fit the one before it; None when the log is whole."""
        expected, before = 1, _BEGINNING
        with self._database.reading() as connection:
            for row in connection.execute(select(audit_record).order_by(audit_record.c.number)).mappings():
                entry = AuditEntry(**row)
                if entry.number != expected or entry.hash != _seal(before, entry):
                    return expected
                expected, before = expected + 1, entry.hash
        return None

    def last_audit_hash(self) -> str:
        with self._database.reading() as connection:
            return _newest(connection)[1]


def _seal_and_add(connection: Connection, entry: dict[str, Any]) -> AuditEntry:
    if connection.dialect.name == "postgresql":
        # Two desks writing at once take turns, or both would be sealed to the same entry.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})
    number, before = _newest(connection)
    unsealed = AuditEntry(**entry, number=number + 1, hash="")
    sealed = replace(unsealed, hash=_seal(before, unsealed))
    connection.execute(audit_record.insert(), columns_of(sealed))
    return sealed


def _newest(connection: Connection) -> tuple[int, str]:
    last = select(func.max(audit_record.c.number)).scalar_subquery()
    row = connection.execute(select(audit_record.c.number, audit_record.c.hash).where(audit_record.c.number == last))
    found = row.one_or_none()
    return (0, _BEGINNING) if found is None else (found.number, found.hash)


def _seal(before: str, entry: AuditEntry) -> str:
    parts = (before, entry.number, entry.at.isoformat(), entry.who, entry.what, entry.encounter_id, entry.detail)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
