"""Backups: encrypted, whole, read back before they count, and never in the way of what is there."""

from pathlib import Path

import pytest

from forms.encounter import Encounter
from forms.errors import StoreCorrupt, StoreError, StoreLocked, WrongKey
from forms.records.backup import back_up, problem_with, restore
from forms.records.encryption import create_key, key_file, unlock_with_recovery_key
from forms.records.store import Store, open_store
from tests.forms.records.factories import KEY, a_patient, an_answer, an_encounter, an_open_encounter

SECRET = "Unmistakable-Surname"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "monday.records"


def _filled(store: Store, answers: int = 3) -> Encounter:
    encounter = store.open_encounter(an_encounter(store.register_patient(a_patient(family=SECRET))))
    store.append_answers(tuple(an_answer(encounter, f"q{n}", n) for n in range(answers)))
    return encounter


def test_a_backup_of_an_open_store_holds_everything_and_is_encrypted(
    file: Path, sqlite_store: Store, copy: Path
) -> None:
    encounter = _filled(sqlite_store)
    back_up(file, KEY, copy)
    assert SECRET.encode() not in copy.read_bytes()
    assert b"SQLite" not in copy.read_bytes()[:100]
    assert problem_with(copy, KEY) is None
    with open_store(copy, KEY) as restored:
        assert restored.answers(encounter.id) == sqlite_store.answers(encounter.id)
    with pytest.raises(WrongKey):
        open_store(copy, bytes(32))


def test_the_work_goes_on_while_and_after_a_backup_is_made(file: Path, sqlite_store: Store, copy: Path) -> None:
    encounter = _filled(sqlite_store)
    back_up(file, KEY, copy)
    sqlite_store.append_answers((an_answer(encounter, "later", 1),))
    back_up(file, KEY, copy)
    with open_store(copy, KEY) as restored:
        assert len(restored.answers(encounter.id)) == 4
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_restoring_brings_back_what_was_and_keeps_what_is_there_now(file: Path, copy: Path) -> None:
    with open_store(file, KEY) as store:
        encounter = _filled(store)
        back_up(file, KEY, copy)
        store.append_answers((an_answer(encounter, "later", 1),))
    former = restore(copy, KEY, file)
    with open_store(file, KEY) as store:
        assert len(store.answers(encounter.id)) == 3
        store.append_answers((an_answer(encounter, "again", 1),))
    assert former is not None
    with open_store(former, KEY) as store:
        assert len(store.answers(encounter.id)) == 4


def test_damaged_records_are_replaced_and_kept(file: Path, copy: Path) -> None:
    with open_store(file, KEY) as store:
        encounter = _filled(store)
        back_up(file, KEY, copy)
    file.write_bytes(b"\xff" * 8192)
    former = restore(copy, KEY, file)
    assert former is not None
    assert former.read_bytes() == b"\xff" * 8192
    with open_store(file, KEY) as store:
        assert len(store.answers(encounter.id)) == 3


def test_lost_records_come_back_on_a_new_computer_with_the_recovery_key(file: Path, copy: Path, tmp_path: Path) -> None:
    made = create_key(file, passphrase="four ordinary words")
    with open_store(file, made.key) as store:
        encounter = _filled(store)
    back_up(file, made.key, copy)
    key = unlock_with_recovery_key(copy, made.recovery_key)
    new = tmp_path / "new-computer.records"
    assert restore(copy, key, new) is None
    assert key_file(new).read_bytes() == key_file(file).read_bytes()
    with open_store(new, unlock_with_recovery_key(new, made.recovery_key)) as store:
        assert len(store.answers(encounter.id)) == 3


def test_a_damaged_backup_replaces_nothing(file: Path, copy: Path) -> None:
    with open_store(file, KEY) as store:
        _filled(store, 400)
    back_up(file, KEY, copy)
    before = file.read_bytes()
    content = bytearray(copy.read_bytes())
    for damaged in (bytes(content[:-4096]), b"", b"x" * 9000, _with_a_flipped_bit(content)):
        copy.write_bytes(damaged)
        with pytest.raises(StoreCorrupt, match="nothing has been changed"):
            restore(copy, KEY, file)
        assert file.read_bytes() == before
    with pytest.raises(StoreError, match="no backup"):
        restore(copy.with_name("absent"), KEY, file)


def test_records_in_use_are_not_replaced(file: Path, sqlite_store: Store, copy: Path) -> None:
    encounter = _filled(sqlite_store)
    back_up(file, KEY, copy)
    with pytest.raises(StoreLocked, match="Close the other program"):
        restore(copy, KEY, file)
    assert len(sqlite_store.answers(encounter.id)) == 3
    assert sorted(path.name for path in file.parent.iterdir() if ".part" in path.name) == []


def test_a_failed_backup_leaves_the_older_one(file: Path, sqlite_store: Store, copy: Path) -> None:
    an_open_encounter(sqlite_store)
    back_up(file, KEY, copy)
    before = copy.read_bytes()
    with pytest.raises(WrongKey):
        back_up(file, bytes(32), copy)
    with pytest.raises(StoreError, match="folder exists"):
        back_up(file, KEY, copy.parent / "absent" / "copy")
    with pytest.raises(StoreError, match="another name"):
        back_up(file, KEY, file)
    with pytest.raises(StoreError, match="no records"):
        back_up(file.with_name("absent"), KEY, copy)
    assert copy.read_bytes() == before
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def _with_a_flipped_bit(content: bytearray) -> bytes:
    flipped = bytearray(content)
    flipped[len(flipped) // 2] ^= 1
    return bytes(flipped)
