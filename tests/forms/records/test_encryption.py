"""The key of the records: the ways to it, and that nothing else opens them."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.errors import StoreCorrupt, StoreError, WrongKey
from forms.records import encryption
from forms.records.encryption import (
    change_passphrase,
    change_recovery_key,
    create_key,
    has_key,
    keep_in_keyring,
    key_belongs_to,
    key_file,
    keyring_is_usable,
    opens_with_passphrase,
    passphrase_problem,
    unlock_with_keyring,
    unlock_with_passphrase,
    unlock_with_recovery_key,
)

PASSPHRASE = "zwölf kleine Nerven"


class _Keyring(keyring.backend.KeyringBackend):
    """A keyring that works, as a desktop's would."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class _BrokenKeyring(_Keyring):
    """One that answers everything with an error, as a desktop's does once its session has ended."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("the bus is gone")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError("the bus is gone")


class _ForgetfulKeyring(_Keyring):
    """One that keeps nothing and does not say so."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return None


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    """Tests never touch the keyring of whoever runs them."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def working_keyring() -> _Keyring:
    backend = _Keyring()
    keyring.set_keyring(backend)
    return backend


@pytest.fixture(scope="module")
def cheap() -> Iterator[None]:
    """Argon2id at its lowest cost, for the tests that derive hundreds of keys."""
    before = dict(encryption._COST)
    encryption._COST.update(time=1, memory_kib=64, lanes=1)
    yield
    encryption._COST.update(before)


def test_a_passphrase_opens_what_it_closed(file: Path) -> None:
    made = create_key(file, passphrase=PASSPHRASE)
    assert made.kept == "passphrase"
    assert len(made.key) == 32
    assert opens_with_passphrase(file)
    assert unlock_with_passphrase(file, PASSPHRASE) == made.key
    assert unlock_with_recovery_key(file, made.recovery_key) == made.key
    assert unlock_with_keyring(file) is None
    assert key_belongs_to(file, made.key)
    assert not key_belongs_to(file, bytes(32))


def test_a_passphrase_may_be_composed_or_decomposed(file: Path) -> None:
    made = create_key(file, passphrase="zwo\u0308lf kleine Nerven")
    assert unlock_with_passphrase(file, "zw\u00f6lf kleine Nerven ") == made.key


def test_a_keyring_opens_without_asking(file: Path, working_keyring: _Keyring) -> None:
    made = create_key(file)
    assert made.kept == "keyring"
    assert unlock_with_keyring(file) == made.key
    assert not opens_with_passphrase(file)
    with pytest.raises(WrongKey, match="recovery key"):
        unlock_with_passphrase(file, PASSPHRASE)
    assert unlock_with_recovery_key(file, made.recovery_key) == made.key


def test_two_clinics_on_one_computer_keep_their_own_keys(tmp_path: Path, working_keyring: _Keyring) -> None:
    one, other = create_key(tmp_path / "one"), create_key(tmp_path / "other")
    assert unlock_with_keyring(tmp_path / "one") == one.key != other.key == unlock_with_keyring(tmp_path / "other")


def test_a_keyring_that_holds_another_key_is_not_believed(file: Path, working_keyring: _Keyring) -> None:
    create_key(file)
    for wrong in ("AAAA", "not base64!", ""):
        working_keyring.kept = dict.fromkeys(working_keyring.kept, wrong)
        assert unlock_with_keyring(file) is None


@pytest.mark.parametrize(
    "backend", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring, _BrokenKeyring, _ForgetfulKeyring]
)
def test_without_a_keyring_that_keeps_things_a_passphrase_is_asked_for(
    file: Path, backend: type[keyring.backend.KeyringBackend]
) -> None:
    keyring.set_keyring(backend())
    with pytest.raises(StoreError, match="Choose a passphrase"):
        create_key(file)
    assert not has_key(file)
    made = create_key(file, passphrase=PASSPHRASE)
    assert not keep_in_keyring(file, made.key)
    assert unlock_with_keyring(file) is None


def test_fail_and_null_are_no_keyrings() -> None:
    assert not keyring_is_usable()
    keyring.set_keyring(keyring.backends.null.Keyring())
    assert not keyring_is_usable()
    keyring.set_keyring(_Keyring())
    assert keyring_is_usable()


def test_without_a_desktop_session_nothing_waits_for_anybody(tmp_path: Path) -> None:
    program = "from forms.records.encryption import keyring_is_usable; print(keyring_is_usable())"
    environment = {"PATH": "", "HOME": str(tmp_path), "PYTHONPATH": str(Path(encryption.__file__).parents[2])}
    result = subprocess.run(
        [sys.executable, "-c", program], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=30, check=True,
    )  # fmt: skip
    if sys.platform == "linux":
        assert result.stdout.strip() == "False"


def test_after_recovery_on_a_new_computer_the_keyring_can_take_over(file: Path) -> None:
    made = create_key(file, passphrase=PASSPHRASE)
    keyring.set_keyring(_Keyring())
    assert unlock_with_keyring(file) is None
    assert keep_in_keyring(file, unlock_with_recovery_key(file, made.recovery_key))
    assert unlock_with_keyring(file) == made.key


def test_a_new_passphrase_replaces_the_old_one_only(file: Path) -> None:
    made = create_key(file, passphrase=PASSPHRASE)
    change_passphrase(file, made.key, "a different sentence")
    assert unlock_with_passphrase(file, "a different sentence") == made.key
    with pytest.raises(WrongKey, match="Try again"):
        unlock_with_passphrase(file, PASSPHRASE)
    assert unlock_with_recovery_key(file, made.recovery_key) == made.key


def test_a_new_recovery_key_replaces_the_old_one_only(file: Path) -> None:
    made = create_key(file, passphrase=PASSPHRASE)
    fresh = change_recovery_key(file, made.key)
    assert unlock_with_recovery_key(file, fresh) == made.key == unlock_with_passphrase(file, PASSPHRASE)
    with pytest.raises(WrongKey, match="other records"):
        unlock_with_recovery_key(file, made.recovery_key)


def test_only_the_key_itself_can_change_how_it_is_wrapped(file: Path) -> None:
    create_key(file, passphrase=PASSPHRASE)
    before = key_file(file).read_bytes()
    for change in (
        lambda: change_passphrase(file, bytes(32), PASSPHRASE),
        lambda: change_recovery_key(file, bytes(32)),
    ):
        with pytest.raises(WrongKey, match="nothing was changed"):
            change()
    assert key_file(file).read_bytes() == before


def test_a_key_is_never_made_over_another(file: Path) -> None:
    create_key(file, passphrase=PASSPHRASE)
    with pytest.raises(StoreError, match="already"):
        create_key(file, passphrase=PASSPHRASE)


@pytest.mark.parametrize("short", ["", "short", "   padded    ", "123456789"])
def test_a_short_passphrase_is_refused(file: Path, short: str) -> None:
    assert passphrase_problem(short) is not None
    with pytest.raises(StoreError, match="characters or more"):
        create_key(file, passphrase=short)
    assert not has_key(file)
    assert passphrase_problem(PASSPHRASE) is None


def test_a_recovery_key_can_be_typed_as_people_do(file: Path) -> None:
    made = create_key(file, passphrase=PASSPHRASE)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}", made.recovery_key)
    for typed in (
        made.recovery_key.lower(),
        made.recovery_key.replace("-", " "),
        made.recovery_key.replace("-", ""),
        made.recovery_key.replace("0", "O").replace("1", "l"),
        f"  {made.recovery_key}\n",
    ):
        assert unlock_with_recovery_key(file, typed) == made.key


def test_a_mistyped_recovery_key_is_told_from_a_wrong_one(tmp_path: Path, file: Path) -> None:
    made = create_key(file, passphrase=PASSPHRASE)
    signs = made.recovery_key
    swapped = signs[:2] + signs[3] + signs[2] + signs[4:] if signs[2] != signs[3] else "Z" + signs[1:]
    for typed in ("", signs[:-1], signs + "A", ("A" if signs[0] != "A" else "B") + signs[1:], swapped, "Ω" * 30):
        with pytest.raises(WrongKey, match="mistyped"):
            unlock_with_recovery_key(file, typed)
    other = create_key(tmp_path / "other", passphrase=PASSPHRASE).recovery_key
    with pytest.raises(WrongKey, match="other records"):
        unlock_with_recovery_key(file, other)


def test_nothing_in_the_key_file_or_a_repr_gives_the_key_away(file: Path) -> None:
    made = create_key(file, passphrase=PASSPHRASE)
    text = key_file(file).read_text()
    for secret in (made.key.hex(), encryption._base64(made.key), made.recovery_key, PASSPHRASE):
        assert secret not in text
        assert secret not in repr(made)
    assert key_file(file).stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_the_same_key_and_passphrase_are_never_wrapped_alike(file: Path, cheap: None) -> None:
    wraps = [encryption._wrap(bytes(32), PASSPHRASE) for _ in range(50)]
    assert len({wrap["wrapped"] for wrap in wraps}) == len({wrap["salt"] for wrap in wraps}) == 50


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.binary(min_size=32, max_size=32), secret=st.text(min_size=1), data=st.data())
def test_a_wrap_opens_with_its_secret_alone_and_only_untouched(
    cheap: None, key: bytes, secret: str, data: st.DataObject
) -> None:
    wrap = encryption._wrap(key, secret)
    assert encryption._unwrap(wrap, secret, "no") == key
    with pytest.raises(WrongKey):
        encryption._unwrap(wrap, secret + "x", "no")
    part = data.draw(st.sampled_from(["salt", "wrapped"]))
    raw = bytearray(encryption._from_base64(wrap[part]))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(WrongKey):
        encryption._unwrap({**wrap, part: encryption._base64(bytes(raw))}, secret, "no")
    with pytest.raises(WrongKey):
        encryption._unwrap({**wrap, "cost": {**wrap["cost"], "time": 2}}, secret, "no")


def test_a_missing_key_file_says_where_to_look(file: Path) -> None:
    for attempt in (lambda: unlock_with_passphrase(file, PASSPHRASE), lambda: unlock_with_keyring(file)):
        with pytest.raises(StoreError, match=r"missing.*backup"):
            attempt()


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: "",
        lambda file: "[]",
        lambda file: '"text"',
        lambda file: "\x00\xff",
        lambda file: json.dumps(file)[:-20],
        lambda file: json.dumps({**file, "format": 2}),
        lambda file: json.dumps({name: value for name, value in file.items() if name != "recovery"}),
        lambda file: json.dumps({**file, "passphrase": {**file["passphrase"], "salt": "AA=="}}),
        lambda file: json.dumps({**file, "passphrase": {**file["passphrase"], "cost": {"time": 1}}}),
        lambda file: json.dumps(
            {**file, "passphrase": {**file["passphrase"], "cost": {"time": 1, "memory_kib": 1 << 40, "lanes": 1}}}
        ),
        lambda file: json.dumps({**file, "passphrase": {**file["passphrase"], "mac": None}}),
    ],
)
def test_a_damaged_or_hostile_key_file_is_refused_before_it_is_used(file: Path, damage: object) -> None:
    create_key(file, passphrase=PASSPHRASE)
    whole = json.loads(key_file(file).read_text())
    key_file(file).write_text(damage(whole), encoding="latin-1")  # type: ignore[operator]
    with pytest.raises(StoreCorrupt, match="backup"):
        unlock_with_passphrase(file, PASSPHRASE)


def test_a_key_file_that_cannot_be_written_is_said_and_nothing_half_is_left(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder exists"):
        create_key(tmp_path / "absent" / "clinic", passphrase=PASSPHRASE)
    assert list(tmp_path.iterdir()) == []
