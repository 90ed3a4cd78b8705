"""The key of the records: 32 random bytes, and the ways a person gets at them.

It is kept in the system's keyring where there is one, and wrapped in a small file beside the database by a passphrase
where there is none. A recovery key, printed once and put away, always unwraps it too. Whoever has the file alone has
nothing: without a passphrase or recovery key it is as good as random.

Wrapping uses no cipher: no dependency on every platform brought one when the format was made. Argon2id turns the
secret and a fresh salt into 64 bytes: the first half is a one-time pad over the key (used once, since the salt is new
each time), the second half keys an HMAC-SHA256 over everything else in the wrap (encrypt, then authenticate).
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.low_level import Type, hash_secret_raw
from msgspec import Struct

from forms.errors import StoreCorrupt, StoreError, WrongKey
from forms.records.database import KEY_BYTES, in_words

SHORTEST_PASSPHRASE = 10

_SERVICE = "sciatica-intake"
_FORMAT = 1
_SALT_BYTES = 16
# About 0.1 s and 64 MB on a clinic's PC; written into each wrap so that they can rise later.
_COST = {"time": 3, "memory_kib": 65536, "lanes": 4}
# What a hostile key file may ask of this computer at most.
_HIGHEST_COST = {"time": 20, "memory_kib": 1 << 20, "lanes": 16}

# Crockford's alphabet: no I, L, O or U, which people misread.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110")
_RECOVERY_SIGNS = 26  # 130 random bits
_CHECK_SIGNS = 4  # one mistake in a million goes unnoticed
_GROUP = 5

_WRONG_PASSPHRASE = "That is not the passphrase of these records. Try again, or use the printed recovery key."
_WRONG_RECOVERY = "That recovery key belongs to other records. Look for the sheet printed for these."
_MISTYPED = "The recovery key is mistyped: it has six groups of five letters and digits. Compare it with the sheet."
_NO_PASSPHRASE = (
    "These records have no passphrase: their key is in this system's keyring. Use the printed recovery key."
)
_NO_KEY_FILE = (
    "The key file beside the records is missing: it has their name and ends in .key. Put it back from the backup."
)
_DAMAGED = "The key file beside the records is damaged. Put it back from the backup."

Kept = Literal["keyring", "passphrase"]


class NewKey(Struct, frozen=True):
    """A fresh key. recovery_key is shown once, to print, and kept nowhere; kept: what opens the records day by day."""

    key: bytes
    recovery_key: str
    kept: Kept

    def __repr__(self) -> str:
        # A key must not reach a log through a careless f-string.
        return f"NewKey(kept={self.kept!r})"


def key_file(database: Path) -> Path:
    return database.with_name(database.name + ".key")


def has_key(database: Path) -> bool:
    """Whether a key was ever made for these records."""
    return key_file(database).exists()


def opens_with_passphrase(database: Path) -> bool:
    """Whether these records ask for a passphrase (else the keyring or the recovery key opens them)."""
    return "passphrase" in _read(database)


def passphrase_problem(passphrase: str) -> str | None:
    """What is wrong with a new passphrase, in words; None when it will do."""
    if len(_normal(passphrase)) < SHORTEST_PASSPHRASE:
        return f"Use {SHORTEST_PASSPHRASE} characters or more; four or five ordinary words are easy to remember."
    return None


def create_key(database: Path, *, passphrase: str | None = None) -> NewKey:
    """Make the key of new records: kept in the keyring, or wrapped by a passphrase when one is given.

    Without a passphrase and without a usable keyring this raises a StoreError that asks for one.
    """
    if has_key(database):
        raise StoreError("These records have a key already. Open them with it, or choose another place for new ones.")
    if passphrase is not None and (problem := passphrase_problem(passphrase)):
        raise StoreError(problem)
    key, recovery_key = secrets.token_bytes(KEY_BYTES), _new_recovery_key()
    file: dict[str, Any] = {
        "format": _FORMAT,
        "id": secrets.token_hex(16),
        "check": _check_of(key),
        "recovery": _wrap(key, _recovery_signs(recovery_key)),
    }
    if passphrase is not None:
        file["passphrase"] = _wrap(key, _normal(passphrase))
    elif not _put_in_keyring(file["id"], key):
        raise StoreError("This computer has no keyring to keep the key in. Choose a passphrase for the records.")
    _write(database, file)
    return NewKey(key, recovery_key, "keyring" if passphrase is None else "passphrase")


def unlock_with_keyring(database: Path) -> bytes | None:
    """The key, when this system's keyring holds it; None when it does not, or there is none. Never asks anybody."""
    file = _read(database)
    keyring = _usable_keyring()
    if keyring is None:
        return None
    try:
        kept = keyring.get_password(_SERVICE, file["id"])
    except Exception:  # noqa: BLE001 - keyring backends raise whatever their system raises; all of it means "not here"
        return None
    key = _from_base64(kept or "")
    return key if hmac.compare_digest(_check_of(key), file["check"]) else None


def unlock_with_passphrase(database: Path, passphrase: str) -> bytes:
    file = _read(database)
    if "passphrase" not in file:
        raise WrongKey(_NO_PASSPHRASE)
    return _unwrap(file["passphrase"], _normal(passphrase), _WRONG_PASSPHRASE)


def unlock_with_recovery_key(database: Path, recovery_key: str) -> bytes:
    return _unwrap(_read(database)["recovery"], _recovery_signs(recovery_key), _WRONG_RECOVERY)


def change_passphrase(database: Path, key: bytes, passphrase: str) -> None:
    """Wrap the key with a new passphrase; the old one opens nothing any more (except older copies of the file)."""
    if problem := passphrase_problem(passphrase):
        raise StoreError(problem)
    _write(database, {**_of_this_key(database, key), "passphrase": _wrap(key, _normal(passphrase))})


def change_recovery_key(database: Path, key: bytes) -> str:
    """A new recovery key to print, for when the sheet is lost; the old one opens nothing any more."""
    recovery_key = _new_recovery_key()
    _write(database, {**_of_this_key(database, key), "recovery": _wrap(key, _recovery_signs(recovery_key))})
    return recovery_key


def keep_in_keyring(database: Path, key: bytes) -> bool:
    """Also keep the key in this system's keyring, as after a recovery on a new computer. False when there is none."""
    return _put_in_keyring(_of_this_key(database, key)["id"], key)


def key_belongs_to(database: Path, key: bytes) -> bool:
    """Whether the key file says that this is the key of these records; False also when there is no key file."""
    try:
        return hmac.compare_digest(_read(database)["check"], _check_of(key))
    except StoreError:
        return False


def keyring_is_usable() -> bool:
    """Whether this system keeps secrets for us without asking anybody anything."""
    return _usable_keyring() is not None


def hash_secret(secret: str) -> str:
    """Somebody's sign-in secret as an Argon2id hash with its salt and cost."""
    return PasswordHasher().hash(_normal(secret))


def secret_matches(secret_hash: str, secret: str) -> bool:
    try:
        return PasswordHasher().verify(secret_hash, _normal(secret))
    except (Argon2Error, InvalidHashError):
        return False


def _normal(passphrase: str) -> str:
    # The same keys give composed letters on one system and decomposed ones on another.
    return unicodedata.normalize("NFKC", passphrase.strip())


def _check_of(key: bytes) -> str:
    return hmac.new(key, b"sciatica-intake: this is the key", hashlib.sha256).hexdigest()


def wrap_secret(secret: bytes, passphrase: str) -> dict[str, Any]:
    """Another 32 bytes that a passphrase guards, as the key of the records is guarded: what to write into a file."""
    if problem := passphrase_problem(passphrase):
        raise StoreError(problem)
    return _wrap(secret, _normal(passphrase))


def unwrap_secret(wrap: Any, passphrase: str) -> bytes:
    """What `wrap_secret` was given; WrongKey for another passphrase, StoreCorrupt for what it never wrote."""
    try:
        _check_wrap(wrap)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreCorrupt("The key file is damaged. Take the copy that was put away.") from None
    return _unwrap(wrap, _normal(passphrase), "That is not the passphrase of this key. Try again.")


def _wrap(key: bytes, secret: str) -> dict[str, Any]:
    wrap: dict[str, Any] = {"salt": _base64(secrets.token_bytes(_SALT_BYTES)), "cost": dict(_COST)}
    pad, seal = _derived(wrap, secret)
    wrap["wrapped"] = _base64(_xor(key, pad))
    wrap["mac"] = _mac(wrap, seal)
    return wrap


def _unwrap(wrap: dict[str, Any], secret: str, refusal: str) -> bytes:
    pad, seal = _derived(wrap, secret)
    if not hmac.compare_digest(_mac(wrap, seal), wrap["mac"]):
        raise WrongKey(refusal)
    return _xor(_from_base64(wrap["wrapped"]), pad)


def _derived(wrap: dict[str, Any], secret: str) -> tuple[bytes, bytes]:
    cost = wrap["cost"]
    derived = hash_secret_raw(
        secret.encode("utf-8", "surrogatepass"),
        _from_base64(wrap["salt"]),
        time_cost=cost["time"],
        memory_cost=cost["memory_kib"],
        parallelism=cost["lanes"],
        hash_len=2 * KEY_BYTES,
        type=Type.ID,
    )
    return derived[:KEY_BYTES], derived[KEY_BYTES:]


def _mac(wrap: dict[str, Any], seal: bytes) -> str:
    sealed = json.dumps({name: wrap[name] for name in ("salt", "cost", "wrapped")}, sort_keys=True)
    return hmac.new(seal, sealed.encode(), hashlib.sha256).hexdigest()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _new_recovery_key() -> str:
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_SIGNS))
    signs += _check_signs(signs)
    return "-".join(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))


def _check_signs(signs: str) -> str:
    number = int.from_bytes(hashlib.sha256(signs.encode()).digest()[:4])
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_CHECK_SIGNS))


def _recovery_signs(typed: str) -> str:
    """What was typed as its 30 signs, whatever the case, the spaces and the look-alikes; WrongKey when mistyped."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_MISREAD)
    body, check = signs[:_RECOVERY_SIGNS], signs[_RECOVERY_SIGNS:]
    if len(signs) != _RECOVERY_SIGNS + _CHECK_SIGNS or check != _check_signs(body):
        raise WrongKey(_MISTYPED)
    return signs


def _of_this_key(database: Path, key: bytes) -> dict[str, Any]:
    file = _read(database)
    if not hmac.compare_digest(file["check"], _check_of(key)):
        raise WrongKey("This is not the key of these records, so nothing was changed.")
    return file


def _read(database: Path) -> dict[str, Any]:
    try:
        text = key_file(database).read_bytes()
    except FileNotFoundError:
        raise StoreError(_NO_KEY_FILE) from None
    except OSError:
        raise StoreError("The key file beside the records cannot be read. Check its permissions.") from None
    try:
        file = json.loads(text)
        _check_shape(file)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreCorrupt(_DAMAGED) from None
    return dict(file)


def _check_shape(file: dict[str, Any]) -> None:
    """ValueError, KeyError or TypeError when this is not a key file of ours; a file may have been tampered with."""
    if file["format"] != _FORMAT or not file["id"].isalnum() or len(file["check"]) != 64 or not file["check"].isascii():
        raise ValueError
    for name in ("recovery", "passphrase"):
        if name == "passphrase" and name not in file:
            continue
        _check_wrap(file[name])


def _check_wrap(wrap: Any) -> None:
    if len(_from_base64(wrap["salt"])) != _SALT_BYTES or len(_from_base64(wrap["wrapped"])) != KEY_BYTES:
        raise ValueError
    if not wrap["mac"].isascii() or set(wrap["cost"]) != set(_HIGHEST_COST):
        raise ValueError
    cost = wrap["cost"]
    if not all(type(cost[part]) is int and 1 <= cost[part] <= most for part, most in _HIGHEST_COST.items()):
        raise ValueError
    if cost["memory_kib"] < 8 * cost["lanes"]:
        raise ValueError


def _write(database: Path, file: dict[str, Any]) -> None:
    """Replace the key file in one step: half of one would lock the clinic out."""
    write_whole(key_file(database), json.dumps(file, indent=1).encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a small private file so that it is there whole or not at all, and on disk when this returns."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    with in_words(path):
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Put a new name in a folder on disk; Windows does so by itself and cannot open folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put_in_keyring(name: str, key: bytes) -> bool:
    keyring = _usable_keyring()
    if keyring is None:
        return False
    try:
        keyring.set_password(_SERVICE, name, _base64(key))
        return bool(keyring.get_password(_SERVICE, name) == _base64(key))
    except Exception:  # noqa: BLE001 - keyring backends raise whatever their system raises; all of it means "not kept"
        return False


def _usable_keyring() -> Any | None:
    """The backend that keeps secrets encrypted and asks nobody, or None."""
    # Here, not above: 56 ms of start-up that PostgreSQL desks and passphrases never need.
    import keyring

    try:
        backend = keyring.get_keyring()
    except Exception:  # noqa: BLE001 - a misconfigured backend raises anything, and means "none"
        return None
    for candidate in getattr(backend, "backends", None) or [backend]:
        if _is_quiet(candidate):
            return candidate
    return None


def _is_quiet(backend: Any) -> bool:
    refuse = _NOT_KEYRINGS.get(type(backend).__module__.removeprefix("keyring.backends."))
    if refuse is not None:
        return not refuse()
    # keyrings.alt keeps secrets in plain files.
    return not type(backend).__module__.startswith("keyrings.")


def _always() -> bool:
    return True


def _secret_service_would_ask() -> bool:
    """A locked collection opens a dialog on the desktop, or waits for one for ever where nobody looks."""
    try:
        import secretstorage  # comes with keyring, on Linux only

        with closing(secretstorage.dbus_init()) as bus:
            return bool(secretstorage.get_default_collection(bus).is_locked())
    except Exception:  # noqa: BLE001 - no bus, no service, no collection: then it cannot be used without asking
        return True


# Backends that keep nothing, or would open a dialog to be unlocked -> whether to refuse them.
_NOT_KEYRINGS: dict[str, Callable[[], bool]] = {
    "fail": _always,
    "null": _always,
    "kwallet": _always,
    "libsecret": _always,
    "SecretService": _secret_service_would_ask,
}
