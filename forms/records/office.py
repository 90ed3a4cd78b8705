"""The clinic's own particulars: its settings and the people with an account."""

from collections.abc import Mapping

from sqlalchemy import select

from forms.records.entries import Practitioner
from forms.records.shelf import Shelf, clean, columns_of, insert_or_replace
from forms.records.tables import practitioner_record, setting_record


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
