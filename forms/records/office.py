"""The clinic's own particulars: its settings and the people with an account."""

import secrets
from collections.abc import Mapping

from sqlalchemy import select

from forms.records.entries import Practitioner
from forms.records.shelf import Shelf, clean, columns_of, insert_or_ignore, insert_or_replace
from forms.records.tables import clinic_key_record, practitioner_record, setting_record

_KEY_BYTES = 32


class Office(Shelf):
    def settings(self) -> dict[str, str]:
        """Every setting of the clinic (section 0.3 of the knowledge base: phones, names, hours)."""
        with self._database.reading() as connection:
            rows = connection.execute(select(setting_record).order_by(setting_record.c.name)).all()
        return {row.name: row.value for row in rows}

    def save_settings(self, changes: Mapping[str, str]) -> None:
        with self._database.writing() as connection:
            for name, value in changes.items():
                insert_or_replace(connection, setting_record, {"name": name, "value": clean(value)}, on="name")

    def clinic_key(self, name: str) -> bytes:
        """A secret of these records: random, made when first asked for, the same for every desk, never changed."""
        kept = select(clinic_key_record.c.key).where(clinic_key_record.c.name == name)
        with self._database.reading() as connection:
            key: bytes | None = connection.execute(kept).scalar()
        if key is not None:
            return key
        # Whichever desk comes first, both read what was kept.
        made = {"name": name, "key": secrets.token_bytes(_KEY_BYTES)}
        with self._database.writing() as connection:
            insert_or_ignore(connection, clinic_key_record, [made], on="name")
            made_first: bytes = connection.execute(kept).scalar_one()
        return made_first

    def save_practitioner(self, practitioner: Practitioner) -> None:
        with self._database.writing() as connection:
            insert_or_replace(connection, practitioner_record, columns_of(practitioner), on="user_name")

    def practitioner(self, user_name: str) -> Practitioner | None:
        return next((each for each in self.practitioners() if each.user_name == user_name), None)

    def practitioners(self) -> tuple[Practitioner, ...]:
        """Everybody who has or had an account, by name."""
        people = select(practitioner_record)
        with self._database.reading() as connection:
            rows = connection.execute(people.order_by(practitioner_record.c.name, practitioner_record.c.user_name))
            return tuple(Practitioner(**row) for row in rows.mappings())
