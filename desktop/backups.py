"""The verbs `backup` and `restore`: which records, what opens them, and what to say afterwards. No Qt."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from forms.errors import StoreError, WrongKey
from forms.records import encryption
from forms.records.backup import back_up, restore

# What a person is asked for -> what they type.
Ask = Callable[[str], str]

_ON_SERVER = (
    "These records are on a PostgreSQL server, which is backed up and restored with its own tools: "
    "pg_dump and pg_restore. Ask whoever looks after it."
)


def make_backup(records: Path | str, target: Path, *, by_recovery_key: bool, ask: Ask, today: date) -> str:
    """Copy the records to `target`, or under the day's name into a folder; returns what to tell the person."""
    records = _file(records)
    if not records.exists():
        raise StoreError(f"There are no records at {records}. Name them with --records.")
    if target.is_dir():
        target = target / f"{records.stem}-{today.isoformat()}{records.suffix}"
    if not target.parent.is_dir():
        raise StoreError(f"There is no folder {target.parent}. Make it, or choose another place for the backup.")
    back_up(records, key_of(records, by_recovery_key, ask), target)
    return (
        f"The backup is {target}, checked and encrypted. Keep {encryption.key_file(target).name} beside it: "
        "together with the passphrase or the printed recovery key it opens the backup."
    )


def bring_back(backup: Path, records: Path | str, *, by_recovery_key: bool, ask: Ask) -> str:
    """Put a backup in the place of the records; returns what to tell the person."""
    records = _file(records)
    if not backup.is_file():
        raise StoreError(f"There is no backup {backup}. Check the name and the folder.")
    # A backup that was copied without its key file opens with that of the records it was made from.
    key = key_of(backup if encryption.has_key(backup) else records, by_recovery_key, ask)
    try:
        records.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"The folder for the records cannot be made: {error.strerror}.") from None
    former = restore(backup, key, records)
    if former is None:
        return f"The records are restored to {records}."
    return f"The records are restored to {records}. What was there before is kept as {former.name}."


def ask_on_terminal(what: str) -> str:
    """What somebody types unseen; from a pipe, its next line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    import getpass  # here: it is rarely needed

    return getpass.getpass(f"{what}: ")


def _file(records: Path | str) -> Path:
    if isinstance(records, str):
        raise StoreError(_ON_SERVER)
    return records


def key_of(place: Path, by_recovery_key: bool, ask: Ask) -> bytes:
    """The key: from the keyring when it is there, else from the person."""
    if by_recovery_key:
        return encryption.unlock_with_recovery_key(place, _given(ask, "Recovery key"))
    key = encryption.unlock_with_keyring(place)
    if key is not None:
        return key
    if not encryption.opens_with_passphrase(place):
        raise WrongKey("This computer's keyring does not hold the key of these records. Add --recovery-key.")
    return encryption.unlock_with_passphrase(place, _given(ask, "Passphrase of the records"))


def _given(ask: Ask, what: str) -> str:
    typed = ask(what)
    if not typed.strip():
        raise WrongKey(f"{what}: nothing was typed, so nothing was done.")
    return typed
