"""Backups of the records file: an encrypted copy under the same key, verified before it counts.

The copy is made while the program runs, and is whole at one moment. The key file goes with it, so that the printed
recovery key opens a backup on a new computer.
"""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from forms.errors import StoreCorrupt, StoreError, StoreLocked
from forms.records import schema
from forms.records.database import LOCKED, connect_sqlcipher, in_words
from forms.records.encryption import key_file, sync_folder, write_whole

_BROKEN = "The copy does not read back as it should, so it was thrown away. Check the disk, then make another backup."
_UNUSABLE = "This backup is damaged or not a backup of these records. Use another one; nothing has been changed."


def back_up(database: Path, key: bytes, target: Path) -> None:
    """Copy the records to `target` and read the copy back. An older backup there is replaced only by a good one."""
    if target.resolve() == database.resolve():
        raise StoreError("A backup cannot replace the records themselves. Choose another name for it.")
    if not database.exists():
        raise StoreError("There are no records to back up at that place.")
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        with in_words(target):
            _copy(database, key, part)
            problem = problem_with(part, key)
            if problem is not None:
                raise StoreCorrupt(_BROKEN)
            part.replace(target)
            sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)
    if key_file(database).exists():
        write_whole(key_file(target), key_file(database).read_bytes())


def restore(backup: Path, key: bytes, database: Path) -> Path | None:
    """Put a verified backup in the place of the records. What was there is kept beside it; returns where.

    No program may have the records open; StoreLocked when one has.
    """
    if not backup.exists():
        raise StoreError("There is no backup at that place.")
    if problem_with(backup, key) is not None:
        raise StoreCorrupt(_UNUSABLE)
    part = database.with_name(f"{database.name}.{secrets.token_hex(4)}.part")
    try:
        with in_words(database):
            _copy(backup, key, part)
            former = _set_aside(database, key)
            part.replace(database)
            if key_file(backup).exists():
                write_whole(key_file(database), key_file(backup).read_bytes())
            sync_folder(database.parent)
    finally:
        part.unlink(missing_ok=True)
    return former


def problem_with(copy: Path, key: bytes) -> str | None:
    """Why a records file cannot be relied on, for a log; None when every page and index is whole and ours."""
    try:
        connection = connect_sqlcipher(copy, key)
        try:
            for check in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
                findings = [str(row[0]) for row in connection.execute(f"PRAGMA {check}") if row[0] != "ok"]
                if findings:
                    return f"{check}: {len(findings)} findings"
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            connection.close()
    except sqlcipher.Error as error:
        return getattr(error, "sqlite_errorname", "") or type(error).__name__
    return None if version and version[0] in schema.VERSIONS else "version"


def _copy(source: Path, key: bytes, target: Path) -> None:
    connection = connect_sqlcipher(source, key)
    try:
        # Under SQLCipher the new file is encrypted with the key of the old one; a test looks at its bytes.
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    descriptor = os.open(target, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _set_aside(database: Path, key: bytes) -> Path | None:
    """Rename the records, with what SQLite keeps beside them, so that nothing of the old meets the new."""
    if not database.exists():
        return None
    _refuse_open(database, key)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    former = database.with_name(f"{database.name}.before-restore-{stamp}")
    if key_file(database).exists():
        write_whole(key_file(former), key_file(database).read_bytes())
    # The write-ahead log first: whoever finds the old file must find its newest rows too.
    for ending in ("-wal", "-shm", ""):
        part = database.with_name(database.name + ending)
        if part.exists():
            part.replace(former.with_name(former.name + ending))
    return former


def _refuse_open(database: Path, key: bytes) -> None:
    """StoreLocked when a program has the records open; damaged records, or another key's, are no reason to stop."""
    connection = connect_sqlcipher(database, key, busy_seconds=0)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")
    except sqlcipher.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise StoreLocked(LOCKED) from None
    finally:
        connection.close()
