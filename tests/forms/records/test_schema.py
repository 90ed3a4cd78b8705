"""The tables: made fresh or by migrations they are the same, and a newer program's are left alone."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection

from forms.errors import StoreCorrupt, StoreTooNew
from forms.records import schema
from forms.records.database import Database, open_database
from forms.records.store import open_store
from forms.records.tables import metadata
from tests.forms.records.factories import KEY, an_answer, an_open_encounter


def _guards(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'"))
    else:
        found = connection.execute(text("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"))
    return {row[0] for row in found}


def _columns(connection: Connection) -> list[tuple[object, ...]]:
    """Every column and index as the database itself describes it; comparing metadata overlooks collations."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index')"))
        # Constraints may stand in any order.
        return sorted((row[0], *sorted("".join((row[1] or "").removesuffix(")").split()).split(","))) for row in rows)
    columns = connection.execute(
        text(
            "SELECT table_name, column_name, data_type, is_nullable, collation_name, column_default, is_identity "
            "FROM information_schema.columns WHERE table_schema = 'public'"
        )
    )
    indexes = connection.execute(text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"))
    return sorted((tuple(map(str, row)) for row in [*columns, *indexes]), key=repr)


def _migrated(location: str | Path) -> Database:
    database = open_database(location, KEY)
    with database.writing() as connection:
        schema.upgrade(connection, "head")
    return database


def test_migrations_lead_to_the_tables_the_program_uses(location: str | Path) -> None:
    database = _migrated(location)
    with database.writing() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    database.close()
    assert differences == []


def test_a_fresh_database_is_the_same_as_a_migrated_one(location: str | Path) -> None:
    migrated = _migrated(location)
    with migrated.reading() as connection:
        by_migration = (_columns(connection), _guards(connection))
    migrated.close()
    if isinstance(location, Path):
        location.unlink()
    else:
        with migrated.writing() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        migrated.close()
    with open_store(location, KEY) as store, store._database.reading() as connection:
        assert (_columns(connection), _guards(connection)) == by_migration


def test_a_migrated_database_opens(location: str | Path) -> None:
    _migrated(location).close()
    with open_store(location, KEY) as store:
        encounter = an_open_encounter(store)
        store.append_answers((an_answer(encounter),))
        assert len(store.answers(encounter.id)) == 1


def test_every_migration_is_known_and_in_order() -> None:
    directory = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))
    assert tuple(script.revision for script in reversed(list(directory.walk_revisions()))) == schema.VERSIONS


def test_records_of_a_newer_program_are_left_alone(location: str | Path) -> None:
    with open_store(location, KEY) as store, store._database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    with pytest.raises(StoreTooNew, match="Install the newer version") as raised:
        open_store(location, KEY)
    assert "0999" in str(raised.value)


def test_somebody_elses_tables_are_left_alone(location: str | Path) -> None:
    database = open_database(location, KEY)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE patient (name text)"))
    database.close()
    with pytest.raises(StoreCorrupt, match="somebody else"):
        open_store(location, KEY)


def test_two_desks_may_start_on_an_empty_database_at_once(location: str | Path) -> None:
    def start(_: int) -> None:
        open_store(location, KEY).close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, range(4)))


def test_opening_the_store_loads_neither_the_orm_nor_alembic_nor_a_keyring(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from forms.records.store import open_store; "
        "open_store(Path(sys.argv[1]), bytes(32)).close(); "
        "print([name for name in ('sqlalchemy.orm', 'alembic', 'keyring', 'PySide6', 'reportlab') "
        "if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "r")], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
