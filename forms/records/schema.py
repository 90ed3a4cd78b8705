"""Which version of the tables a database has, and bringing it to ours.

A fresh database is made straight from `tables.py` and stamped; Alembic (0.1 s of start-up) is only imported when
an older database must be brought forward. A test shows that both ways give the same tables.
"""

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from forms.errors import StoreCorrupt, StoreTooNew
from forms.records import guards
from forms.records.tables import metadata

# Oldest first; the last is ours. Each is a file in `migrations/versions`.
VERSIONS = ("0001", "0002", "0003", "0004")

# As Alembic would write it.
_VERSION_TABLE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


def version_of(connection: Connection) -> str | None:
    """The version a database is stamped with; None when it is empty."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise StoreCorrupt(
            "This database holds somebody else's tables. Choose another file or database for the records."
        )
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version is None:
        raise StoreCorrupt("The records do not say which version they are. Restore them from the last good backup.")
    return version


def refuse_newer(version: str) -> None:
    if version not in VERSIONS:
        raise StoreTooNew(
            f"These records were written by a newer version of the program (records {version}, this program knows "
            f"{VERSIONS[-1]}). Install the newer version on this computer; nothing has been changed."
        )


def bring_up_to_date(connection: Connection) -> None:
    """Create or upgrade the tables, inside the caller's transaction; refuse what a newer program wrote."""
    version = version_of(connection)
    if version is None:
        create(connection)
        return
    refuse_newer(version)
    if version != VERSIONS[-1]:
        upgrade(connection, VERSIONS[-1])


def create(connection: Connection) -> None:
    metadata.create_all(connection)
    dialect = connection.dialect.name
    guarded = (
        guards.statements,
        guards.content_statements,
        guards.key_statements,
        guards.letterhead_statements,
    )
    for statement in (statement for statements in guarded for statement in statements(dialect)):
        connection.execute(text(statement))
    connection.exec_driver_sql(_VERSION_TABLE)
    connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": VERSIONS[-1]})


def upgrade(connection: Connection, version: str) -> None:
    # Here, not above: Alembic costs 0.1 s and is needed once per release.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "forms.records:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, version)
