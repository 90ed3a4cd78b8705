"""The records are found, made and opened, and a setup that was stopped goes on."""

from pathlib import Path

import pytest

from desktop.start import opening
from desktop.start.opening import FirstRun, Opened, new_user_name, open_records, records_place, secret_problem, set_up
from forms.errors import SciaticaIntakeError, StoreCorrupt, StoreError, WrongKey
from forms.records import encryption

_PASSPHRASE = "river stone lamp chair"


def first_run(**changes: object) -> FirstRun:
    said: dict[str, object] = {
        "details": {"clinic_name": "Riverside", "clinic_phone": "01632 960 120", "emergency_number": "999"},
        "name": "Jo Hart",
        "role": "lead",
        "registration": "PH1",
        "secret": "a good long secret",
        "passphrase": _PASSPHRASE,
    }
    return FirstRun(**{**said, **changes})  # type: ignore[arg-type]


def test_records_live_where_the_system_keeps_them_unless_a_place_is_named(tmp_path: Path) -> None:
    assert Path(records_place(None)).name == "records.db"
    assert records_place(str(tmp_path / "here.db")) == tmp_path / "here.db"
    assert records_place("postgresql+psycopg://desk@server/clinic") == "postgresql+psycopg://desk@server/clinic"


def test_a_place_without_records_asks_for_the_setup_and_makes_nothing(tmp_path: Path) -> None:
    assert open_records(tmp_path / "records.db") == "setup"
    assert list(tmp_path.iterdir()) == []


def test_a_setup_makes_encrypted_records_with_the_clinic_and_the_first_account(tmp_path: Path) -> None:
    place = tmp_path / "new folder" / "records.db"
    done = set_up(place, first_run())
    done.opened.store.close()
    assert done.user_name == "jo.hart"
    assert b"Riverside" not in place.read_bytes()
    opened = opening.open_with_passphrase(place, _PASSPHRASE)
    assert isinstance(opened, Opened)
    with opened.store:
        assert opened.clinic_name == "Riverside"
        assert [(one.name, one.role, one.registration) for one in opened.people] == [("Jo Hart", "lead", "PH1")]
        assert encryption.secret_matches(opened.people[0].secret_hash, "a good long secret")


def test_records_behind_a_passphrase_ask_for_it_and_refuse_a_wrong_one(tmp_path: Path) -> None:
    place = tmp_path / "records.db"
    set_up(place, first_run()).opened.store.close()
    assert open_records(place) == "passphrase"
    with pytest.raises(WrongKey, match="recovery key"):
        opening.open_with_passphrase(place, "something else entirely")


def test_the_printed_recovery_key_opens_the_records_and_sets_a_new_passphrase(tmp_path: Path) -> None:
    place = tmp_path / "records.db"
    done = set_up(place, first_run())
    done.opened.store.close()
    typed = done.recovery_key.lower().replace("-", " ")
    opened = opening.open_with_recovery_key(place, typed, "another good passphrase")
    assert isinstance(opened, Opened)
    opened.store.close()
    again = opening.open_with_passphrase(place, "another good passphrase")
    assert isinstance(again, Opened)
    again.store.close()


def test_a_setup_stopped_after_the_key_was_made_goes_on_with_it(tmp_path: Path) -> None:
    place = tmp_path / "records.db"
    encryption.create_key(place, passphrase=_PASSPHRASE)
    assert open_records(place) == "passphrase"
    assert opening.open_with_passphrase(place, _PASSPHRASE) == "setup"
    done = set_up(place, first_run())
    with done.opened.store:
        assert done.recovery_key
        assert encryption.unlock_with_recovery_key(place, done.recovery_key) == done.opened.key


def test_records_without_their_key_file_are_never_taken_for_new(tmp_path: Path) -> None:
    place = tmp_path / "records.db"
    set_up(place, first_run()).opened.store.close()
    encryption.key_file(place).unlink()
    with pytest.raises(StoreError, match="backup"):
        open_records(place)


def test_a_damaged_key_file_is_named(tmp_path: Path) -> None:
    place = tmp_path / "records.db"
    set_up(place, first_run()).opened.store.close()
    encryption.key_file(place).write_text("{")
    with pytest.raises(StoreCorrupt, match="key file"):
        open_records(place)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SciaticaIntakeError, match="--records"):
        set_up(tmp_path / "file" / "deeper" / "records.db", first_run())


def test_without_a_keyring_a_setup_without_passphrase_is_refused(tmp_path: Path) -> None:
    assert not opening.keyring_is_usable()
    with pytest.raises(StoreError, match="passphrase"):
        set_up(tmp_path / "records.db", first_run(passphrase=None))


def test_secrets_never_show_in_a_repr(tmp_path: Path) -> None:
    done = set_up(tmp_path / "records.db", first_run())
    with done.opened.store:
        shown = repr(done) + repr(first_run())
    assert done.recovery_key not in shown
    assert "a good long secret" not in shown
    assert _PASSPHRASE not in shown


@pytest.mark.parametrize(
    ("secret", "again", "is_fine"),
    [("long enough", "long enough", True), ("short", "short", False), ("long enough", "long enougj", False)],
)
def test_a_new_secret_is_long_and_typed_twice_alike(secret: str, again: str, is_fine: bool) -> None:
    assert (secret_problem(secret, again) == "") is is_fine


def test_user_names_are_made_of_names_and_never_taken_twice() -> None:
    assert new_user_name("Jo Hart", []) == "jo.hart"
    assert new_user_name("Jo Hart", ["jo.hart", "jo.hart2"]) == "jo.hart3"
    assert new_user_name("…", []) == "colleague"
