"""Where the records are, what opens them, and the first-run setup. No Qt: it runs in a thread.

The store and the rules are imported inside the functions: the first window is painted before they are needed.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from forms.errors import SciaticaIntakeError

if TYPE_CHECKING:
    from forms.content import Content
    from forms.records.entries import Practitioner
    from forms.records.store import Store

SHORTEST_SECRET = 8

# What stands between the start and the sign-in page.
Need = Literal["setup", "passphrase", "recovery key"]


class Opened(NamedTuple):
    """The records are open. key: kept to make a new recovery key; None on PostgreSQL."""

    store: "Store"
    content: "Content"
    people: "tuple[Practitioner, ...]"
    clinic_name: str
    key: bytes | None = None

    def __repr__(self) -> str:
        return object.__repr__(self)  # tracebacks and logs show reprs


class FirstRun(NamedTuple):
    """What a clinic says at its first start. passphrase: None keeps the key in the system's keyring."""

    details: Mapping[str, str]
    name: str
    role: str
    registration: str
    secret: str
    passphrase: str | None = None

    def __repr__(self) -> str:
        return object.__repr__(self)  # tracebacks and logs show reprs


class SetUp(NamedTuple):
    """The finished setup. recovery_key: shown once and kept nowhere; "" on PostgreSQL."""

    opened: Opened
    user_name: str
    recovery_key: str

    def __repr__(self) -> str:
        return object.__repr__(self)  # tracebacks and logs show reprs


def records_place(given: str | None) -> Path | str:
    """Where the records are: the place named on the command line, else the one of this system."""
    if given is not None and given.startswith("postgresql"):
        return given
    if given is not None:
        return Path(given).expanduser().absolute()
    # 10 ms of start-up that a named place does not need.
    import platformdirs

    return platformdirs.user_data_path("sciatica-intake", appauthor=False) / "records.db"


def secret_problem(secret: str, again: str) -> str:
    """What is wrong with a new sign-in passphrase, in words; empty when it will do."""
    if len(secret.strip()) < SHORTEST_SECRET:
        return f"Use {SHORTEST_SECRET} characters or more. Three or four ordinary words are easy to remember."
    if secret != again:
        return "The two do not match. Type the same passphrase twice."
    return ""


def keyring_is_usable() -> bool:
    from forms.records import encryption

    return encryption.keyring_is_usable()


def open_records(place: Path | str) -> Opened | Need:
    """Open the records without asking anybody; else say what is needed first."""
    from forms.records import encryption

    if not isinstance(place, Path):
        return _opened(place, None)
    if not encryption.has_key(place) and not place.exists():
        return "setup"
    key = encryption.unlock_with_keyring(place)
    if key is not None:
        return _opened(place, key)
    return "passphrase" if encryption.opens_with_passphrase(place) else "recovery key"


def open_with_passphrase(place: Path, passphrase: str) -> Opened | Need:
    from forms.records import encryption

    return _opened(place, encryption.unlock_with_passphrase(place, passphrase))


def open_with_recovery_key(place: Path, recovery_key: str, new_passphrase: str = "") -> Opened | Need:
    """Open with the printed key. From then on the keyring opens them, or the new passphrase when one is given."""
    from forms.records import encryption

    key = encryption.unlock_with_recovery_key(place, recovery_key)
    if new_passphrase:
        encryption.change_passphrase(place, key, new_passphrase)
    else:
        encryption.keep_in_keyring(place, key)
    return _opened(place, key)


def set_up(place: Path | str, first: FirstRun) -> SetUp:
    """Make the key, the records, the clinic's details and the first account.

    Stopped half-way, the next start takes it up again: the key is there, the account is not.
    """
    from forms.records import encryption
    from forms.records.entries import Practitioner
    from forms.records.store import open_store

    key, recovery_key = None, ""
    if isinstance(place, Path):
        key, recovery_key = _key_of_new_records(place, first)
    store = open_store(place, key)
    store.save_settings(first.details)
    user_name = new_user_name(first.name, (one.user_name for one in store.practitioners()))
    store.save_practitioner(
        Practitioner(
            user_name=user_name,
            name=first.name.strip(),
            role=first.role,
            registration=first.registration.strip(),
            secret_hash=encryption.hash_secret(first.secret),
        )
    )
    return SetUp(_with_content(store, key), user_name, recovery_key)


def new_user_name(name: str, taken: Iterable[str]) -> str:
    """`Jo Hart` -> `jo.hart`, or `jo.hart2` when somebody has that name."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()
    base = ".".join(words) or "colleague"
    used = set(taken)
    number = 2
    found = base
    while found in used:
        found, number = f"{base}{number}", number + 1
    return found


def _key_of_new_records(place: Path, first: FirstRun) -> tuple[bytes, str]:
    from forms.records import encryption

    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SciaticaIntakeError(
            f"The folder for the records cannot be made: {error.strerror}. Name another place with --records."
        ) from None
    if not encryption.has_key(place):
        made = encryption.create_key(place, passphrase=first.passphrase)
        return made.key, made.recovery_key
    # A setup that was stopped half-way: nothing is in these records yet.
    key = encryption.unlock_with_keyring(place)
    if key is None:
        key = encryption.unlock_with_passphrase(place, first.passphrase or "")
    return key, encryption.change_recovery_key(place, key)


def _opened(place: Path | str, key: bytes | None) -> "Opened | Need":
    from forms.records.store import open_store

    store = open_store(place, key)
    if not store.practitioners():
        store.close()
        return "setup"
    return _with_content(store, key)


def _with_content(store: "Store", key: bytes | None) -> Opened:
    from forms.content import load_content

    people = tuple(one for one in store.practitioners() if one.active)
    return Opened(store, load_content(), people, store.settings().get("clinic_name", ""), key)
