"""The store: everything that is kept, behind one door. Domain values go in and come out.

`open_store` makes or updates the tables, so that whoever holds a Store can use it. Any thread may call it; writers
take turns. A method that returns has its change on disk.
"""

from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import text

from forms.errors import StoreCorrupt, WrongKey
from forms.records import encryption, schema
from forms.records.answers import AnswerLog
from forms.records.audit import Audit
from forms.records.conclusions import Conclusions
from forms.records.database import BUSY_SECONDS, CORRUPT, Database, open_database
from forms.records.office import Office
from forms.records.patients import Patients
from forms.records.visits import Visits

# Any number of ours will do, as long as every desk uses the same.
_SCHEMA_LOCK = 7200


class Store(Patients, Visits, AnswerLog, Conclusions, Office, Audit):
    """All records of one clinic. Close it when the program ends, or use it in a `with`."""

    @property
    def path(self) -> Path | None:
        """The file of the records; None on PostgreSQL."""
        return self._database.path

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(location: Path | str, key: bytes | None = None, *, busy_seconds: float = BUSY_SECONDS) -> Store:
    """The records at a path (an encrypted file, made when absent) or a `postgresql+psycopg://` address.

    key: the 32 bytes of `encryption`; PostgreSQL needs none. busy_seconds: how long to wait for other programs.
    Raises one of the StoreError family, whose text may be shown.
    """
    database = open_database(location, key, busy_seconds=busy_seconds)
    try:
        _prepare(database)
    except WrongKey:
        database.close()
        if database.path is not None and key is not None and encryption.key_belongs_to(database.path, key):
            raise StoreCorrupt(CORRUPT) from None
        raise
    except BaseException:
        database.close()
        raise
    return Store(database)


def _prepare(database: Database) -> None:
    """Bring the tables up to date, without taking the writer's lock when they already are."""
    with database.reading() as connection:
        version = schema.version_of(connection)
    if version is not None:
        schema.refuse_newer(version)
    if version == schema.VERSIONS[-1]:
        return
    with database.writing() as connection:
        if not database.is_sqlite:
            # Two desks that start for the first time must not both make the tables.
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _SCHEMA_LOCK})
        schema.bring_up_to_date(connection)
