"""The content pack: everything in `resources/` that a release signs, loaded whole, with its version and hash.

Loading is strict: the first mistake raises ContentError with the file, the line and what would be right.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

import resources
from forms.questionnaire import Questionnaire
from forms.questionnaire_file import read_questionnaire


def walk(folder: Traversable | Path, prefix: str = "") -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every TOML file below a folder: its path from there, and how to read it."""
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".toml"):
            yield f"{prefix}{entry.name}", entry.read_bytes


def part(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """The files of one folder of the pack, with their full paths."""
    return {name: content for name, content in files.items() if name.startswith(folder + "/")}


@cache
def shipped_files() -> Mapping[str, bytes]:
    """The pack that comes with the program: path under `resources/` -> bytes."""
    return {name: read() for name, read in walk(resources.root())}


def fingerprint(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of every name and content, in order of name."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()


@cache
def load_questionnaire() -> Questionnaire:
    """The shipped form."""
    return read_questionnaire(part(shipped_files(), "questionnaires"))
