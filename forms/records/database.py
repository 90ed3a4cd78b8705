"""One database: how it is opened, one writer at a time, and its troubles in words.

SQLite is SQLCipher with a raw key: the key is derived once, not at every connection. The engine's pool is set
here because SQLAlchemy gives encrypted SQLite one connection per thread and never closes them.
"""

import contextlib
import os
import select
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from forms.errors import (
    EditConflict,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
    WrongKey,
)

KEY_BYTES = 32
BUSY_SECONDS = 5.0
_CONNECTIONS = 4
_RESTED_SECONDS = 30.0
_ENOUGH_DISK = 1 << 20
_PLAIN_SQLITE = b"SQLite format 3\x00"
# SQLCipher 4 writes whole pages of this size.
_PAGE_BYTES = 4096

LOCKED = (
    "The records are in use by another program, so this could not be saved yet. "
    "Close the other program (a backup, or a second window), then try again."
)
READ_ONLY = (
    "The records cannot be written: the file or its folder is read-only. "
    "Ask whoever looks after this computer for permission to write there."
)
FULL = "The disk is full, so this could not be saved. Free some space, then try again; what was saved before is safe."
CORRUPT = (
    "The records file is damaged, or is not a records file of this program. "
    "Do not delete it. Restore the last backup (sciatica-intake restore)."
)
WRONG_KEY = (
    "This key does not open the records. Use the passphrase or the printed recovery key of these records. "
    "If the key is certainly right, the beginning of the file is damaged: restore the last backup."
)
CANNOT_OPEN = "The records file cannot be opened. Check that its folder exists and that you may read it."
LOST = (
    "The records file is no longer where it was, so this could not be saved yet. "
    "Put it back, or connect its drive again: {path}"
)
NO_SERVER = (
    "The clinic's PostgreSQL server did not answer, or refused this program. "
    "Check that it is running, the network, and the address, name and password in the settings."
)
NO_RECORD = "This belongs to a record that is not here (any more). Open the patient again from the list."
TAKEN = "Somebody else has just used the same number or name. Look at the list again and choose another."
UNCHANGEABLE = "This part of the record is only ever added to, so it cannot be changed. Add a correction instead."


class Database:
    """An engine with one writer at a time.

    reading: some selects (on SQLite they see one state). writing: a transaction, alone. writing_one: a single
    statement that is its own transaction. When the last two return the change is on disk. Any thread may call them.
    """

    def __init__(self, engine: Engine, path: Path | None) -> None:
        self.engine = engine
        self.path = path
        self._writer = threading.Lock()
        self._to_write = engine.execution_options(writes=True)
        # A server is asked once for a single statement, instead of three times with BEGIN and COMMIT around it.
        self._by_statement = engine if self.is_sqlite else engine.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def is_sqlite(self) -> bool:
        return self.path is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with in_words(self.path), self._by_statement.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing_one(self) -> Iterator[Connection]:
        if self.is_sqlite:
            with self.writing() as connection:
                yield connection
            return
        with in_words(None), self._by_statement.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        # Our own threads wait here in turn; SQLite's busy timeout, which polls, is left for other programs.
        with self._writer, in_words(self.path), self._to_write.connect() as connection:
            if self.path is not None and not self.path.exists():
                # Some systems let a deleted file be written to until it is closed: nothing would be left of it.
                raise StoreError(LOST.format(path=self.path))
            with connection.begin():
                yield connection

    def close(self) -> None:
        if self.is_sqlite:
            # What SQLite learns about the data here is how it chooses among the search indexes next time.
            with contextlib.suppress(StoreError), self.writing() as connection:
                connection.exec_driver_sql("PRAGMA optimize")
        self.engine.dispose()


def open_database(location: Path | str, key: bytes | None, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """The database at a path (SQLCipher) or a `postgresql+psycopg://` address. Nothing is read yet."""
    if isinstance(location, str) and location.startswith("postgresql"):
        return Database(_postgres_engine(location, busy_seconds), None)
    if key is None or len(key) != KEY_BYTES:
        raise WrongKey(f"The key of the records has {KEY_BYTES} bytes; this one does not.")
    path = Path(location)
    with in_words(path):
        _refuse_strange_file(path)
    return Database(_sqlcipher_engine(path, key, busy_seconds), path)


def connect_sqlcipher(path: Path, key: bytes, *, busy_seconds: float = BUSY_SECONDS) -> Any:
    """A plain SQLCipher connection, as the engine's pool and the backup use it."""
    connection = sqlcipher.connect(str(path), timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    # SQLCipher reports every failed page on stderr, beside the error it raises.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA foreign_keys = ON")
    # Without it INSERT OR REPLACE removes rows behind the append-only triggers.
    connection.execute("PRAGMA recursive_triggers = ON")
    return connection


def _sqlcipher_engine(path: Path, key: bytes, busy_seconds: float) -> Engine:
    def connect() -> Any:
        connection = connect_sqlcipher(path, key, busy_seconds=busy_seconds)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            # 32 MB: a clinic's search indexes stay decrypted in memory.
            connection.execute("PRAGMA cache_size = -32000")
        except sqlcipher.Error:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=busy_seconds,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # The driver runs in autocommit. A writer takes the lock at once: a read lock that grows into a write lock
    # fails with "locked" however long the busy timeout is.
    writes = connection.get_execution_options().get("writes", False)
    # Straight to the driver: around two words SQLAlchemy's machinery costs a tenth of a save.
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres_engine(address: str, busy_seconds: float) -> Engine:
    try:
        url = make_url(address)
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=_CONNECTIONS,
            max_overflow=0,
            pool_timeout=busy_seconds,
            hide_parameters=True,
            connect_args={
                "connect_timeout": max(2, int(busy_seconds)),
                "options": f"-c lock_timeout={int(busy_seconds * 1000)} -c timezone=UTC",
            },
        )
        event.listen(engine, "checkout", _still_there)
        event.listen(engine, "checkin", _put_back)
        return engine
    except (ArgumentError, ModuleNotFoundError, ValueError):
        # Not chained: the text would show the password inside the address.
        raise StoreError(
            "The database address cannot be used. Write it as postgresql+psycopg://name:password@server/database."
        ) from None


def _still_there(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Make sure of a pooled connection without asking the server each time, which would double the cost of a save.

    A server that hung up has left an end-of-file to read; a connection that rested long is asked all the same.
    """
    rested = time.monotonic() - record.info.get("put_back", time.monotonic())
    if rested < _RESTED_SECONDS and not select.select([connection.fileno()], [], [], 0)[0]:
        return
    import psycopg  # here: clinics with one computer never load it

    try:
        connection.autocommit = True
        connection.execute("SELECT 1")
        connection.autocommit = False
    except psycopg.Error as error:
        # The pool takes this as "make a new connection".
        raise DisconnectionError from error


def _put_back(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info["put_back"] = time.monotonic()


def _refuse_strange_file(path: Path) -> None:
    """Find out, before any key is tried, that a file cannot be ours."""
    if path.is_dir():
        raise StoreCorrupt("The place given for the records is a folder. Name a file inside it.")
    if not path.exists():
        if not path.parent.is_dir():
            raise StoreError(CANNOT_OPEN)
        return
    if not os.access(path, os.R_OK):
        raise StoreError(CANNOT_OPEN)
    with path.open("rb") as file:
        start = file.read(len(_PLAIN_SQLITE))
    # SQLite would take a file of a few bytes for an empty one and write over it.
    if start == _PLAIN_SQLITE or 0 < path.stat().st_size < _PAGE_BYTES:
        raise StoreCorrupt(CORRUPT)


@contextmanager
def in_words(path: Path | None) -> Iterator[None]:
    """Turn the drivers' errors into ours. Neither the statement nor its parameters are passed on."""
    try:
        yield
    except PoolTimeout:
        raise StoreLocked(LOCKED) from None
    except DBAPIError as error:
        raise _meaning(error.orig, path) from None
    except SQLAlchemyError as error:
        raise StoreError(f"The records answered with something unexpected ({type(error).__name__}).") from None
    except sqlcipher.Error as error:
        raise _meaning(error, path) from None
    except OSError as error:
        raise _meaning_of_os_error(error) from None


def _meaning(error: BaseException | None, path: Path | None) -> StoreError:
    if path is None:
        return _meaning_on_postgres(error)
    return _meaning_on_sqlite(error, path)


def _meaning_on_sqlite(error: BaseException | None, path: Path) -> StoreError:
    name: str = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreLocked(LOCKED)
    if name == "SQLITE_FULL":
        return StoreFull(FULL)
    if name == "SQLITE_NOTADB":
        return StoreCorrupt(CORRUPT) if path.stat().st_size % _PAGE_BYTES else WrongKey(WRONG_KEY)
    if name.startswith("SQLITE_CORRUPT"):
        return StoreCorrupt(CORRUPT)
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return StoreReadOnly(READ_ONLY)
    if name.startswith("SQLITE_CONSTRAINT"):
        return _meaning_of_constraint(str(error))
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_IOERR")):
        return _meaning_of_no_access(path)
    return StoreError(f"The records could not be used ({name or 'no reason given'}). Nothing saved before is lost.")


def _meaning_of_constraint(said: str) -> StoreError:
    # sqlcipher3 gives no extended error codes, so the beginning of SQLite's own sentence must tell.
    if said.startswith("FOREIGN KEY"):
        return StoreError(NO_RECORD)
    if said.startswith("UNIQUE"):
        return EditConflict(TAKEN)
    if said.startswith(("NOT NULL", "CHECK", "datatype")):
        return StoreError("Something that must be filled in is missing, so this was not saved.")
    return StoreError(UNCHANGEABLE)


def _meaning_of_no_access(path: Path) -> StoreError:
    """SQLite says "cannot open" and "I/O error" for several things that a person must solve differently."""
    folder = path.parent
    if folder.is_dir() and shutil.disk_usage(folder).free < _ENOUGH_DISK:
        return StoreFull(FULL)
    if folder.is_dir() and not (os.access(folder, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))):
        return StoreReadOnly(READ_ONLY)
    return StoreError(CANNOT_OPEN)


# SQLSTATE classes and codes of PostgreSQL -> what to say.
_POSTGRES: tuple[tuple[str, type[StoreError], str], ...] = (
    ("53100", StoreFull, FULL),
    ("55P03", StoreLocked, LOCKED),
    ("40P01", StoreLocked, LOCKED),
    ("40001", StoreLocked, LOCKED),
    ("25006", StoreReadOnly, READ_ONLY),
    ("42501", StoreReadOnly, "This account may not write to the clinic's database. Ask whoever looks after it."),
    ("23001", StoreError, UNCHANGEABLE),
    ("23503", StoreError, NO_RECORD),
    ("23505", EditConflict, TAKEN),
    ("XX001", StoreCorrupt, "The clinic's database is damaged. Ask whoever looks after it to restore the last backup."),
    ("53", StoreLocked, "The clinic's database has no room for another desk at the moment. Try again in a minute."),
    ("23", StoreError, "Something that must be filled in is missing, so this was not saved."),
)


def _meaning_on_postgres(error: BaseException | None) -> StoreError:
    code = getattr(error, "sqlstate", None) or ""
    for start, kind, text in _POSTGRES:
        if code.startswith(start):
            return kind(text)
    # A server that cannot be reached sends no code; any other error without one is ours.
    if code.startswith(("08", "28", "3D", "57")) or (not code and type(error).__name__ == "OperationalError"):
        return StoreError(NO_SERVER)
    named = code or type(error).__name__
    return StoreError(f"The clinic's database refused this ({named}). Nothing saved before is lost.")


def _meaning_of_os_error(error: OSError) -> StoreError:
    if error.errno == 28:
        return StoreFull(FULL)
    if isinstance(error, PermissionError):
        return StoreReadOnly(READ_ONLY)
    return StoreError(CANNOT_OPEN)
