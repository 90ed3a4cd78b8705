"""The release of a content pack: who stands for it, file by file, and the signatures that prove it (HZ05, HZ10).

It is one file, `release.toml` at the pack's root: version, day, the hash of the whole and of every file, and two
people, the first of whom proposed and the second confirmed it. Each signed with a key of their own (Ed25519).

What a signature proves: whoever has that key and its passphrase signed exactly these bytes under that name. What it
does not prove: that the key belongs to that person, that two keys belong to two people, or that the content is right.
For the first two a clinic asks the person (`key_mark` is short enough to read out) and keeps the answer in its records;
the last is what the people confirm in their own words.
"""

import hashlib
import json
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from forms.content import RELEASE, Content, content_files, fingerprint
from forms.loading import DataFile, Table

NEEDED = 2

_FORMAT = 1
_MARK_SIGNS, _MARK_GROUP = 20, 4


class Releaser(Struct, frozen=True):
    """Somebody who signed: who, on which day, what they confirm in their words; key and signature in hexadecimal."""

    name: str
    registration: str
    on: str
    confirms: str
    key: str
    signature: str = ""

    @property
    def shown(self) -> str:
        return f"{self.name} ({self.registration})"

    def may_be(self, other: "Releaser") -> bool:
        """Whether name, registration number or key are those of the other: then it is not a second person."""
        return (
            _folded(self.name) == _folded(other.name)
            or _folded(self.registration) == _folded(other.registration)
            or self.key == other.key
        )


class Previous(Struct, frozen=True):
    """What a release takes the place of."""

    version: str
    sha256: str


class Release(Struct, frozen=True):
    """What is released. files: path -> SHA-256, the pack's own cases with it; sha256: the hash a visit keeps."""

    version: str
    released: str
    sha256: str
    files: Mapping[str, str]
    previous: Previous | None = None
    people: tuple[Releaser, ...] = ()

    def is_of(self, other: "Release") -> bool:
        """Whether both are about the very same content."""
        return (self.version, self.released, self.sha256, self.files) == (
            other.version,
            other.released,
            other.sha256,
            other.files,
        )

    @property
    def is_whole(self) -> bool:
        """Whether two different people signed it, and every signature is true."""
        people = self.people
        return (
            len(people) == NEEDED
            and not people[1].may_be(people[0])
            and all(is_true(self, person) for person in people)
        )


def new_release(content: Content, files: Mapping[str, bytes], previous: Previous | None = None) -> Release:
    """What there is to sign about these files; nobody has yet."""
    hashes = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    return Release(
        content.version, content.rulebook.scoring.released, fingerprint(content_files(files)), hashes, previous
    )


# --- signatures


def signed(release: Release, person: Releaser, private_key: bytes) -> Release:
    """The release with one more signature. private_key: its 32 bytes."""
    # Here, because only a release needs it.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    person = replace(person, key=public_key(private_key))
    signature = Ed25519PrivateKey.from_private_bytes(private_key).sign(_statement(release, person))
    return replace(release, people=(*release.people, replace(person, signature=signature.hex())))


def is_true(release: Release, person: Releaser) -> bool:
    """Whether this person's key signed this very release under this name."""
    # Here for the same reason.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(person.key))
        key.verify(bytes.fromhex(person.signature), _statement(release, person))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(private_key: bytes) -> str:
    # Here for the same reason.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw().hex()


def key_mark(key: str) -> str:
    """A public key as people compare it: `1a2b-3c4d-5e6f-7a8b-9c0d`."""
    signs = hashlib.sha256(key.encode()).hexdigest()[:_MARK_SIGNS]
    return "-".join(signs[start : start + _MARK_GROUP] for start in range(0, _MARK_SIGNS, _MARK_GROUP))


def _statement(release: Release, person: Releaser) -> bytes:
    """What is signed: everything the file says, but for the signatures and what the other person says."""
    previous = release.previous
    said = {
        "what": "sciatica-intake content release",
        "format": _FORMAT,
        "version": release.version,
        "released": release.released,
        "sha256": release.sha256,
        "files": dict(release.files),
        "previous": [previous.version, previous.sha256] if previous is not None else None,
        "person": [person.name, person.registration, person.on, person.confirms, person.key],
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _folded(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


# --- the file


def read_release(data: bytes) -> Release:
    """`release.toml` as it stands; ContentError when it cannot be read. Whether it is true is another question."""
    table = DataFile(RELEASE, data).table
    if table.whole("format") != _FORMAT:
        raise table.fail("a newer version of the program wrote this. Use that version.", "format")
    release = Release(
        version=table.text("version"),
        released=table.text("released"),
        sha256=table.text("sha256"),
        files=_hashes(table),
        previous=_previous(table.table("previous", required=False)),
        people=tuple(_releaser(entry) for entry in table.tables("signed")),
    )
    table.finish()
    return release


def _hashes(table: Table) -> dict[str, str]:
    files = table.table("files")
    return {name: files.text(name) for name in files.keys()}


def _previous(table: Table | None) -> Previous | None:
    if table is None:
        return None
    previous = Previous(table.text("version"), table.text("sha256"))
    table.finish()
    return previous


def _releaser(entry: Table) -> Releaser:
    person = Releaser(
        *(entry.text(key) for key in ("name", "registration", "on", "confirms", "key", "signature")),
    )
    entry.finish()
    return person


def release_text(release: Release) -> str:
    """The file to write."""
    lines = [
        "# Who released this pack. Written by `sciatica-intake release`; a change by hand breaks the signatures.",
        f"format = {_FORMAT}",
        *_pairs(version=release.version, released=release.released, sha256=release.sha256),
    ]
    if release.previous is not None:
        lines += ["", "[previous]", *_pairs(version=release.previous.version, sha256=release.previous.sha256)]
    for person in release.people:
        lines += [
            "",
            "[[signed]]",
            *_pairs(
                name=person.name,
                registration=person.registration,
                on=person.on,
                confirms=person.confirms,
                key=person.key,
                signature=person.signature,
            ),
        ]
    lines += ["", "[files]", *(f"{_quoted(name)} = {_quoted(sha256)}" for name, sha256 in release.files.items())]
    return "\n".join(lines) + "\n"


def _pairs(**values: str) -> list[str]:
    return [f"{key} = {_quoted(value)}" for key, value in values.items()]


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's, but that TOML wants DEL escaped too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
