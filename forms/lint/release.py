"""Whether a pack's release holds: every file as it was signed, two people, true signatures, a higher version."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from forms.content import RELEASE, Content, load_content, shipped_files
from forms.lint.problem import PackFiles, Problem
from forms.loading import DataFile
from forms.release import NEEDED, Release, is_true, new_release, read_release

_VERSION = re.compile(r"\d{1,6}(\.\d{1,6})*")
_ANEW = "Have two people look at it and release it anew."


def release_problems(manifest: bytes, content: Content, files: Mapping[str, bytes], today: date) -> Iterator[Problem]:
    """Everything that speaks against a release. manifest: its file; files: the pack's, with its cases."""
    release, here = read_release(manifest), PackFiles({RELEASE: manifest})
    now = new_release(content, files)
    yield from _changes(release, now, here)
    yield from _people(release, DataFile(RELEASE, manifest), today)
    for fault in (*faults_of(release), *_not_yet(release, today)):
        yield Problem("error", fault.code, RELEASE, here.line_of_key(RELEASE, fault.key), "", fault.text)


def _changes(release: Release, now: Release, here: PackFiles) -> Iterator[Problem]:
    """Each file that is not the one that was signed, named where it is; where it is gone, where it was listed."""
    shipped = shipped_files()
    for name in sorted({*release.files, *now.files}):
        if release.files.get(name) == now.files.get(name):
            continue
        if name not in now.files:
            said = f"{name} was signed with release {release.version} and is gone. {_ANEW}"
            yield Problem("error", "release_changed", RELEASE, here.line_of(RELEASE, f'"{name}"'), "", said)
            continue
        what = "was added" if name not in release.files else "has changed"
        is_ours = name in shipped and now.files[name] == hashlib.sha256(shipped[name]).hexdigest()
        whose = " (it comes with the program)" if is_ours else ""
        said = f"this file {what}{whose} since release {release.version} was signed. {_ANEW}"
        yield Problem("error", "release_changed", name, 1, "", said)
    same_files = release.files == now.files
    for key, signed, real in (
        ("version", release.version, now.version),
        ("released", release.released, now.released),
        ("sha256", release.sha256, now.sha256),
    ):
        # Where files changed, they are named already, and the hash of the whole follows from them.
        if signed != real and (same_files or key != "sha256"):
            said = f'"{key}" is {signed}, and that of the content is {real}. {_ANEW}'
            yield Problem("error", "release_changed", RELEASE, here.line_of_key(RELEASE, key), "", said)


def _people(release: Release, file: DataFile, today: date) -> Iterator[Problem]:
    people = release.people
    if len(people) < NEEDED:
        who = f"only {people[0].shown} signed this" if people else "nobody signed this"
        said = f"{who}. Two people release content: a second one confirms it with `release`."
        yield Problem("error", "release_one_person", RELEASE, 1, "", said)
    if len(people) > NEEDED:
        said = f"{len(people)} people signed this, and a release has {NEEDED}."
        yield Problem("error", "release_people", RELEASE, 1, "", said)
    for number, person in enumerate(people):
        line = file.line_of_entry("signed", number, 1)
        if not is_true(release, person):
            said = f"the signature of {person.shown} is not true: another key made it, or what it stands under changed."
            yield Problem("error", "release_signature", RELEASE, line, "", said)
        if any(person.may_be(other) for other in people[:number]):
            said = f"{person.shown} has the name, number or key of who proposed this. One person is not two."
            yield Problem("error", "release_one_person", RELEASE, line, "", said)
        day = _day(person.on)
        if day is None or day > today:
            said = f"{person.shown} signed this on {person.on}, which is no day up to today."
            yield Problem("error", "release_date", RELEASE, line, "", said)


class Fault(Struct, frozen=True):
    """What is wrong with what the content says of itself, whoever signs it: the kind, the key and words."""

    code: str
    key: str
    text: str


def faults_of(release: Release) -> Iterator[Fault]:
    """A version that is not raised, a day that is none."""
    previous, ours = release.previous, load_content()
    number, before = _number(release.version), _number(previous.version) if previous is not None else None
    if number is None:
        yield Fault("release_version", "version", f'"{release.version}" is no version. Use numbers with dots: 1.2.')
    elif previous is not None and before is not None and release.sha256 != previous.sha256 and number <= before:
        said = f"{release.version} is not higher than {previous.version}, which it takes the place of. Raise it."
        yield Fault("release_version", "version", said)
    if release.version == ours.version and release.sha256 != ours.sha256:
        said = f"the content that comes with the program is {ours.version} too, and is another. Raise the version."
        yield Fault("release_version", "version", said)
    if _day(release.released) is None:
        said = f'"{release.released}" is no date. Use year, month and day: 2026-11-23.'
        yield Fault("release_date", "released", said)


def _not_yet(release: Release, today: date) -> Iterator[Fault]:
    day = _day(release.released)
    if day is not None and day > today:
        said = f"{release.released} has not come yet. Use the content from that day on."
        yield Fault("release_date", "released", said)


def _number(version: str) -> tuple[int, ...] | None:
    if not _VERSION.fullmatch(version):
        return None
    numbers = [int(part) for part in version.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()  # 1.0 is 1
    return tuple(numbers)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
