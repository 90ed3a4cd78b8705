"""What the parts of the store share: a database, and the small steps between rows and values."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Connection

from forms.records.database import Database


class Shelf:
    """One part of the store: methods over a few tables."""

    def __init__(self, database: Database) -> None:
        self._database = database


def columns_of(value: Any) -> dict[str, Any]:
    """The fields of a frozen value under their own names: the columns of its row."""
    columns = {name: getattr(value, name) for name in value.__struct_fields__}
    return {name: clean(column) if isinstance(column, str) else column for name, column in columns.items()}


def insert_or_ignore(connection: Connection, table: Table, rows: list[Mapping[str, Any]], *, on: str) -> int:
    """Insert the rows whose `on` is not there yet; how many were new."""
    statement = _insert_new(connection.dialect.name, table, on)
    return sum(connection.execute(statement, row).rowcount for row in rows)


def insert_or_replace(connection: Connection, table: Table, row: Mapping[str, Any], *, on: str) -> None:
    """Insert a row, or give the row with the same `on` its new values."""
    statement = _insert_into(connection.dialect.name, table)
    connection.execute(statement.values(row).on_conflict_do_update(index_elements=[on], set_=dict(row)))


@cache
def _insert_new(dialect: str, table: Table, on: str) -> Any:
    # Made once: an answer is saved at every key, and building its statement costs as much as running it.
    statement = _insert_into(dialect, table).inline().on_conflict_do_nothing(index_elements=[on])
    # PostgreSQL's driver forgets how many rows were new unless it is asked to remember.
    return statement.execution_options(preserve_rowcount=True)


def _insert_into(dialect: str, table: Table) -> Any:
    """The dialect's own INSERT. Here, not above: PostgreSQL's dialect costs a desk with a file a fifth of its start."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert(table)
    from sqlalchemy.dialects.postgresql import insert as postgres_insert

    return postgres_insert(table)


def clean(text: str) -> str:
    """Text as both databases can hold it: PostgreSQL refuses U+0000, and half of a surrogate pair is no text."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
