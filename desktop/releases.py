"""The verbs `release-key` and `release`: two people with keys of their own stand for a content pack. No Qt."""

import json
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from desktop.backups import Ask
from desktop.check import check_pack, pack_files, release_file
from forms.content import RELEASE, content_files, load_content, read_content
from forms.errors import SciaticaIntakeError, StoreCorrupt
from forms.lint.release import faults_of
from forms.release import (
    Previous,
    Release,
    Releaser,
    is_true,
    key_mark,
    new_release,
    public_key,
    read_release,
    release_text,
    signed,
)

KEY_SUFFIX = ".signing-key"
_KEY_FORMAT = 1


class NotReleased(SciaticaIntakeError):
    """The pack is as it was: what stands in the way is said."""


# --- a person's key


def make_key(file: Path, *, name: str, registration: str, ask: Ask) -> str:
    """Write a new key, wrapped by a passphrase; returns what to tell the person."""
    from forms.records.encryption import wrap_secret, write_whole  # here: only a release needs the store's module

    if file.suffix != KEY_SUFFIX:
        raise NotReleased(f"Put {KEY_SUFFIX} at the end of the key's name, so that nobody takes it for anything else.")
    if file.exists():
        raise NotReleased(f"{file} exists, and a key is never written over. Choose another name.")
    if not file.parent.is_dir():
        raise NotReleased(f"There is no folder {file.parent}. Make it, or choose another place for the key.")
    who = _said(name, "name"), _said(registration, "registration number")
    passphrase = ask("New passphrase for this key")
    if ask("The same passphrase again").strip() != passphrase.strip():
        raise NotReleased("The two do not match, so no key was made. Type the same passphrase twice.")
    private = _new_private_key()
    kept = {"name": who[0], "registration": who[1], "key": public_key(private)}
    guarded = {"format": _KEY_FORMAT, **kept, "private": wrap_secret(private, passphrase)}
    write_whole(file, json.dumps(guarded, indent=1).encode())
    return (
        f"The key of {who[0]} ({who[1]}) is {file}. Its mark is {key_mark(kept['key'])}.\n"
        "Keep the file to yourself, and a copy put away; it never goes into a pack or to a colleague. "
        "Give the mark to the lead of the clinic in person: it is how they know that a signature is yours."
    )


def _new_private_key() -> bytes:
    import secrets  # here: it is needed once in a person's life

    return secrets.token_bytes(32)


def _said(text: str, what: str) -> str:
    text = text.strip()
    if not text or not text.isprintable():
        raise NotReleased(f"Say the {what} in ordinary letters and figures.")
    return text


def _open_key(file: Path, ask: Ask) -> tuple[Releaser, bytes]:
    """Whose key it is, and its private half."""
    from forms.records.encryption import unwrap_secret  # here for the same reason

    try:
        kept = json.loads(file.read_bytes())
        who = Releaser(_said(kept["name"], "name"), _said(kept["registration"], "number"), "", "", kept["key"])
        wrap, form = kept["private"], kept["format"]
    except OSError as error:
        raise NotReleased(f"The key {file} cannot be read: {error.strerror}. `release-key` makes one.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreCorrupt(f"{file} is no key, or is damaged. Take the copy that was put away.") from None
    if form != _KEY_FORMAT:
        raise NotReleased(f"A newer version of the program made the key {file}. Use that version.")
    private = unwrap_secret(wrap, ask(f"Passphrase of {who.name}'s key"))
    if public_key(private) != who.key:
        raise StoreCorrupt(f"{file} is damaged: its two halves do not belong together. Take the copy put away.")
    return who, private


# --- the release


def release_pack(folder: Path, key_file: Path, *, confirms: str, ask: Ask, today: date) -> str:
    """Propose the pack as it stands, or confirm what somebody else proposed; returns what to tell the person."""
    confirms = _said(confirms, "words of what you confirm")
    now, proposed = _what_to_sign(folder)
    for fault in faults_of(now):
        raise NotReleased(f"Not released: {fault.text} It stands in rules/scoring.toml.")
    who, private = _open_key(key_file, ask)
    me = replace(who, on=today.isoformat(), confirms=confirms)
    if any(me.may_be(other) for other in now.people):
        raise NotReleased(
            f"Not released: {now.people[0].shown} proposed this, and a second person confirms it. "
            "Name, registration number and key must all be another's."
        )
    # Last, because it takes seconds: everything before it is said at once.
    problems, _ = check_pack(folder, today=today, with_release=False)
    blocking = [one for one in problems if one.is_error or one.code == "review_due"]
    if blocking:
        listed = "\n".join(map(str, blocking))
        raise NotReleased(f"{listed}\nNot released: mend this first.")
    whole = signed(now, me, private)
    _write(folder, whole)
    warned = "".join(f"{one}\n" for one in problems)
    return warned + _told(whole, fell=proposed if proposed is not None and not now.people else None)


def _what_to_sign(folder: Path) -> tuple[Release, Release | None]:
    """What this call signs, with whoever proposed it already; and a proposal that was on the table before."""
    files = pack_files(folder)
    content = read_content(content_files(files))
    text = release_file(folder)
    if text is None:
        return new_release(content, files, _shipped(content.sha256)), None
    before = read_release(text)
    same = before.is_of(new_release(content, files))
    if before.is_whole:
        if same:
            raise NotReleased(f"Version {before.version} is released already, and nothing has changed since.")
        return new_release(content, files, Previous(before.version, before.sha256)), None
    if len(before.people) != 1 or not is_true(before, before.people[0]):
        raise NotReleased(
            f"The {RELEASE} in {folder} does not hold: `check` says why. Take the last good copy of it, or delete it "
            "to begin anew."
        )
    if same:
        return before, before
    return new_release(content, files, before.previous), before


def _shipped(sha256: str) -> Previous | None:
    """What a first release takes the place of: the content that comes with the program, unless it is that."""
    ours = load_content()
    return None if ours.sha256 == sha256 else Previous(ours.version, ours.sha256)


def _write(folder: Path, release: Release) -> None:
    from reports.saving import save_file  # here: it is the house's way to write a file, and no paper

    file = folder / RELEASE
    save_file(release_text(release).encode(), file, what="release")
    # It is written to be read by whoever reads the pack, as the second person does.
    file.chmod(0o644)


def _told(release: Release, *, fell: Release | None) -> str:
    first = release.people[0]
    if len(release.people) == 1:
        dropped = ""
        if fell is not None:
            dropped = f"What {fell.people[0].shown} had proposed was about other files, and is dropped.\n"
        return (
            f"{dropped}{first.shown} proposes version {release.version}, hash {release.sha256[:16]}. "
            "A second person now looks at the pack and runs `release` on it with a key of their own."
        )
    second = release.people[1]
    return (
        f"Version {release.version} is released: proposed by {first.shown}, confirmed by {second.shown}. "
        f"From now on `check` finds every change. Keys: {key_mark(first.key)}, {key_mark(second.key)}."
    )
