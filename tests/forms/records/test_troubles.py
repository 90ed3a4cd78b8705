"""Bad days of a database: each is said in words that help, and loses nothing that was saved."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from forms.errors import (
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreLocked,
    WrongKey,
)
from forms.records.database import connect_sqlcipher
from forms.records.encryption import create_key
from forms.records.store import Store, open_store
from forms.response import Answer
from tests.forms.records.factories import KEY, NOON, a_patient, an_answer, an_encounter, an_open_encounter

ROOT = Path(__file__).parents[3]
SECRET = "Unmistakable-Surname"


@pytest.fixture
def filled(file: Path) -> Path:
    """Records on disk, several pages long, closed."""
    with open_store(file, KEY) as store:
        encounter = an_open_encounter(store)
        store.append_answers(tuple(an_answer(encounter, f"q{n}", "x" * 400) for n in range(200)))
    return file


def test_nothing_in_the_file_can_be_read_without_the_key(file: Path) -> None:
    with open_store(file, KEY) as store:
        encounter = store.open_encounter(an_encounter(store.register_patient(a_patient(family=SECRET))))
        store.append_answers((an_answer(encounter, "goal_text", SECRET),))
        for part in file.parent.iterdir():
            content = part.read_bytes()
            assert SECRET.encode() not in content, part
            assert b"patient" not in content, part
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(file).execute("SELECT * FROM patient")


@pytest.mark.skipif(sys.platform == "win32", reason="there an open file cannot be taken away")
def test_records_taken_away_while_open_are_missed_and_saved_again_once_they_are_back(file: Path) -> None:
    with open_store(file, KEY) as store:
        encounter = an_open_encounter(store)
        file.rename(file.with_name("taken"))
        with pytest.raises(StoreError, match="no longer where it was"):
            store.append_answers((an_answer(encounter, "q1", "kept"),))
        file.with_name("taken").rename(file)
        store.append_answers((an_answer(encounter, "q1", "kept"),))
    with open_store(file, KEY) as store:
        assert store.response(encounter.id).value("q1") == "kept"


def test_every_connection_is_durable_and_checks_references(sqlite_store: Store) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    engine = sqlite_store._database.engine
    connections = [engine.connect() for _ in range(4)]
    for connection in connections:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
        connection.close()
        assert found == wanted


@pytest.mark.parametrize("key", [bytes(32), bytes(31), b"", None])
def test_a_wrong_key_opens_nothing_and_changes_nothing(filled: Path, key: bytes | None) -> None:
    before = filled.read_bytes()
    with pytest.raises(WrongKey, match="key"):
        open_store(filled, key)
    assert filled.read_bytes() == before


def test_with_a_key_file_a_damaged_beginning_is_told_from_a_wrong_key(file: Path) -> None:
    made = create_key(file, passphrase="four ordinary words")
    with open_store(file, made.key) as store:
        an_open_encounter(store)
    with pytest.raises(WrongKey):
        open_store(file, bytes(32))
    _flip(file, 100)
    with pytest.raises(StoreCorrupt, match="backup"):
        open_store(file, made.key)


@pytest.mark.parametrize(
    "content", [b"not a database " * 1000, b"SQLite format 3\x00" + bytes(8176), b"\x00" * 5000, b"x"]
)
def test_a_file_that_is_not_ours_is_left_alone(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(StoreCorrupt, match="Do not delete it"):
        open_store(file, KEY)
    assert file.read_bytes() == content


def test_a_plain_sqlite_file_is_left_alone(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE mine (a)")
    connection.close()
    with pytest.raises(StoreCorrupt):
        open_store(file, KEY)


def test_a_file_cut_short_is_noticed(filled: Path) -> None:
    os.truncate(filled, filled.stat().st_size // 2 // 4096 * 4096)
    with pytest.raises(StoreCorrupt, match="backup"):
        _read_everything(filled)


def test_one_changed_bit_is_noticed_where_it_is_read(filled: Path) -> None:
    _flip(filled, filled.stat().st_size - 2000)
    with pytest.raises(StoreCorrupt, match="backup"):
        _read_everything(filled)


def test_a_folder_is_not_a_records_file(tmp_path: Path) -> None:
    with pytest.raises(StoreCorrupt, match="folder"):
        open_store(tmp_path, KEY)


def test_an_absent_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder exists"):
        open_store(tmp_path / "absent" / "clinic.records", KEY)


def test_another_program_that_writes_is_waited_for_then_named(file: Path, sqlite_store: Store) -> None:
    encounter = an_open_encounter(sqlite_store)
    other = connect_sqlcipher(file, KEY)
    other.execute("BEGIN IMMEDIATE")
    answer = an_answer(encounter)
    started = time.monotonic()
    with pytest.raises(StoreLocked, match="try again"):
        sqlite_store.append_answers((answer,))
    assert time.monotonic() - started >= 0.3
    assert sqlite_store.answers(encounter.id) == ()

    threading.Timer(0.1, lambda: other.execute("ROLLBACK")).start()
    sqlite_store.append_answers((answer,))
    assert sqlite_store.answers(encounter.id) == (answer,)
    other.close()


def test_a_locked_postgresql_row_is_waited_for_then_named(postgres_database: str) -> None:
    with open_store(postgres_database, busy_seconds=0.2) as store, open_store(postgres_database) as other:
        encounter = an_open_encounter(store)
        with other._database.writing() as connection:
            connection.execute(text("UPDATE encounter SET status = 'finished'"))
            with pytest.raises(StoreLocked):
                store.set_status(encounter.id, "arrived")
        store.set_status(encounter.id, "arrived")


def test_a_full_database_says_so_and_goes_on_when_there_is_room(sqlite_store: Store) -> None:
    encounter = an_open_encounter(sqlite_store)
    first = an_answer(encounter)
    sqlite_store.append_answers((first,))
    room = {"pages": 0}

    def limit(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {room['pages'] or 1 << 30}")

    engine = sqlite_store._database.engine
    event.listen(engine, "connect", limit)
    with engine.connect() as connection:
        room["pages"] = int(connection.execute(text("PRAGMA page_count")).scalar_one())
    engine.dispose()
    big = an_answer(encounter, "goal_text", "x" * 50_000)
    with pytest.raises(StoreFull, match="Free some space"):
        sqlite_store.append_answers((big,))
    assert sqlite_store.answers(encounter.id) == (first,)

    room["pages"] = 0
    engine.dispose()
    sqlite_store.append_answers((big,))
    assert sqlite_store.answers(encounter.id) == (first, big)


@pytest.fixture
def tiny_disk() -> Iterator[Path]:
    """A disk of 1.5 MB, where this account may make one."""
    folder = Path(tempfile.mkdtemp(prefix="tiny-disk-"))
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    try:
        if not made or made.returncode != 0:
            pytest.skip("only root on Linux can make a tiny disk; the test with max_page_count covers the same path")
        yield folder
    finally:
        if made and made.returncode == 0:
            subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def test_on_a_full_disk_every_acknowledged_answer_is_safe(tiny_disk: Path) -> None:
    file = tiny_disk / "clinic.records"
    with open_store(file, KEY) as store:
        encounter = an_open_encounter(store)
        answers = [an_answer(encounter, f"q{number}", "x" * 2000) for number in range(2000)]
        acknowledged: list[Answer] = []
        with pytest.raises(StoreFull, match="Free some space"):
            _save_each(store, answers, acknowledged)
        assert len(acknowledged) > 20
        assert store.answers(encounter.id) == tuple(acknowledged)
    # What the disk has no room for is moved where there is some, as a person would; the records go on there.
    with tempfile.TemporaryDirectory() as folder:
        for part in tiny_disk.iterdir():
            shutil.move(part, folder)
        with open_store(Path(folder) / file.name, KEY) as store:
            assert store.answers(encounter.id) == tuple(acknowledged)
            store.append_answers((answers[len(acknowledged)],))
            assert store.answers(encounter.id) == tuple(answers[: len(acknowledged) + 1])


_AS_NOBODY = """
import os, sys
from pathlib import Path
from tempfile import TemporaryDirectory
from forms.errors import SciaticaIntakeError
from forms.records.store import open_store
from tests.forms.records.factories import KEY, an_open_encounter
with TemporaryDirectory() as folder, open_store(Path(folder) / "records", KEY) as store:
    an_open_encounter(store)  # whatever is imported on the way is in before the account changes
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    with open_store(Path(sys.argv[1]), KEY) as store:
        an_open_encounter(store)
except SciaticaIntakeError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are set otherwise on Windows")
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "said"),
    [
        (0o777, 0o444, "StoreReadOnly The records cannot be written"),
        (0o555, 0o444, "StoreReadOnly The records cannot be written"),
        (0o555, 0o666, "StoreReadOnly The records cannot be written"),
        (0o777, 0o000, "StoreError The records file cannot be opened"),
        (0o555, None, "StoreReadOnly The records cannot be written"),
    ],
)
def test_a_file_or_folder_that_cannot_be_written_is_named(folder_mode: int, file_mode: int | None, said: str) -> None:
    # Not tmp_path: its parents are closed to the other account that root must become to be refused anything.
    folder = Path(tempfile.mkdtemp(prefix="read-only-"))
    file = folder / "clinic.records"
    try:
        if file_mode is not None:
            open_store(file, KEY).close()
            file.chmod(file_mode)
        folder.chmod(folder_mode)
        result = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY, str(file)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert result.stdout.startswith(said), result.stdout + result.stderr
    finally:
        folder.chmod(0o777)
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://clinic:hunter2@127.0.0.1:1/records",
        "postgresql+psycopg://clinic:hunter2@no-such-server.invalid/records",
    ],
)
def test_a_missing_postgresql_server_is_said_without_its_password(address: str) -> None:
    with pytest.raises(StoreError, match="Check that it is running") as raised:
        open_store(address, busy_seconds=2)
    assert "hunter2" not in _whole_text(raised.value)


@pytest.mark.parametrize(
    "address", ["postgresql://clinic:hunter2@host:nonsense/x", "postgresql+nodriver://a:hunter2@b/c"]
)
def test_an_address_that_cannot_be_used_shows_how_one_looks(address: str) -> None:
    with pytest.raises(StoreError, match="Write it as") as raised:
        open_store(address)
    assert "hunter2" not in _whole_text(raised.value)


def test_an_unknown_postgresql_database_or_account_is_said(postgres_database: str) -> None:
    with pytest.raises(StoreError, match="Check that it is running"):
        open_store(postgres_database.replace("/test_", "/absent_"))


def test_a_postgresql_server_that_comes_back_is_used_again(postgres_database: str) -> None:
    with open_store(postgres_database) as store, open_store(postgres_database) as admin:
        encounter = an_open_encounter(store)
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with admin._database.engine.connect() as connection:
            connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
            until = time.monotonic() + 30
            while connection.execute(text(f"SELECT count(*) {others}")).scalar() and time.monotonic() < until:
                connection.rollback()  # a transaction sees the activity as it was when it first looked
        answer = an_answer(encounter)
        store.append_answers((answer,))
        assert store.answers(encounter.id) == (answer,)


def test_no_error_repeats_what_somebody_typed(store: Store) -> None:
    patient = store.register_patient(a_patient(family=SECRET, clinic_no="7"))
    stranger = an_encounter(a_patient(family=SECRET))
    attempts: tuple[Callable[[], object], ...] = (
        lambda: store.register_patient(a_patient(family=SECRET, clinic_no="7")),
        lambda: store.update_patient(a_patient(family=SECRET), by=SECRET, at=NOON),
        lambda: store.open_encounter(stranger),
        lambda: store.append_answers((an_answer(stranger, "goal_text", SECRET),)),
        lambda: store.append_answers((an_answer(an_encounter(patient), "goal_text", SECRET, role=None),)),
        lambda: store.register_patient(a_patient(family=SECRET, birth_date="yesterday")),
    )
    for attempt in attempts:
        with pytest.raises(Exception) as raised:
            attempt()
        assert SECRET not in _whole_text(raised.value)


def _save_each(store: Store, answers: list[Answer], acknowledged: list[Answer]) -> None:
    for answer in answers:
        store.append_answers((answer,))
        acknowledged.append(answer)


def _whole_text(error: BaseException) -> str:
    """An error as a traceback would show it: what it says, and what it was raised from."""
    said = f"{error!r} {error}"
    inner = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return said if inner is None else said + _whole_text(inner)


def _read_everything(file: Path) -> None:
    with open_store(file, KEY) as store:
        for visit in store.visits_on(NOON.date()):
            store.answers(visit.encounter.id)
        with store._database.reading() as connection:
            for row in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all():
                connection.execute(text(f"SELECT * FROM {row[0]} NOT INDEXED")).all()


def _flip(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)
