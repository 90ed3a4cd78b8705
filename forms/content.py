"""The content pack: everything in `resources/` that a release signs, loaded whole, with its version and hash.

Loading is strict: the first mistake raises ContentError with the file, the line and what would be right.
"""

import gc
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

import resources
from forms.checking import Contradiction, read_contradictions
from forms.errors import ContentError
from forms.facts import Computation, Facts
from forms.programme.content import ProgrammeContent, read_programme
from forms.questionnaire import Questionnaire
from forms.questionnaire_file import read_questionnaire, vocabulary_of
from forms.response import QuestionnaireResponse
from forms.rules.imaging import concordance_computation
from forms.rules.impression import Protocol
from forms.rules.rests_on import RestsOn, find_rests_on
from forms.rules.rulebook import Rulebook, read_rulebook

if TYPE_CHECKING:
    from forms.translation import Translation

# Who released a pack, at its root. It speaks of the pack and is no part of it: it has no say in the hash.
RELEASE = "release.toml"
# A pack's own cases try the content and are no part of it either.
CASES = "cases/"

_CONTRADICTIONS = "rules/consistency.toml"


def walk(folder: Traversable | Path, prefix: str = "") -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every TOML file of a pack's folder: its path from there, and how to read it."""
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".toml") and f"{prefix}{entry.name}" != RELEASE:
            yield f"{prefix}{entry.name}", entry.read_bytes


def part(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """The files of one folder of the pack, with their full paths."""
    return {name: content for name, content in files.items() if name.startswith(folder + "/")}


def content_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What of a pack's files is content: all but its cases."""
    return {name: content for name, content in files.items() if not name.startswith(CASES)}


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


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files of a pack as one compressed piece, the same for the same files."""
    texts = {name: files[name].decode() for name in sorted(files)}
    return zlib.compress(json.dumps(texts, ensure_ascii=False).encode())


def unpacked(piece: bytes, sha256: str) -> dict[str, bytes]:
    """What `packed` was given; ContentError when it is not the pack of this hash."""
    try:
        texts: dict[str, str] = json.loads(zlib.decompress(piece))
        files = {name: text.encode() for name, text in texts.items()}
    except (zlib.error, ValueError, AttributeError):
        files = {}
    if fingerprint(files) != sha256:
        raise ContentError("The rules kept with this visit are damaged. Restore the records from the last good backup.")
    return files


@cache
def load_questionnaire() -> Questionnaire:
    """The shipped form."""
    return read_questionnaire(part(shipped_files(), "questionnaires"))


class Content(Struct, frozen=True, dict=True):
    """The form, the rules and the programme, loaded and checked against each other."""

    questionnaire: Questionnaire
    rulebook: Rulebook
    programme: ProgrammeContent
    contradictions: tuple[Contradiction, ...]
    sha256: str
    files: Mapping[str, bytes]

    def __repr__(self) -> str:
        return f"Content({self.version}, {self.sha256})"

    @property
    def version(self) -> str:
        return self.rulebook.scoring.version

    @property
    def protocol(self) -> Protocol:
        return Protocol(self.version, self.sha256)

    @cached_property
    def computations(self) -> dict[str, Computation]:
        return {"concordance": concordance_computation(self.rulebook.concordance)}

    @cached_property
    def rests_on(self) -> RestsOn:
        return find_rests_on(self.rulebook, self.questionnaire)

    def in_language(self, code: str) -> "Content":
        """The same content with the texts a patient reads in another language; English where there are none."""
        if code not in self._in_languages:
            # Here, because nobody needs it before something is printed in another language.
            from forms.translation import ENGLISH, translated_files

            if code == ENGLISH:
                return self
            other = read_content(translated_files(self.files, self.translation(code)))
            self._in_languages[code] = replace(other, sha256=self.sha256, files=self.files)
        return self._in_languages[code]

    def translation(self, code: str) -> "Translation":
        """The words of a language for this content; ContentError when they cannot be used."""
        if code not in self._translations:
            # Here for the same reason.
            from forms.translation import read_translation

            self._translations[code] = read_translation(self.files, code).checked()
        return self._translations[code]

    @cached_property
    def _in_languages(self) -> dict[str, "Content"]:
        return {}

    @cached_property
    def _translations(self) -> dict[str, "Translation"]:
        return {}

    def facts(self, response: QuestionnaireResponse) -> Facts:
        return Facts(self.questionnaire, response, self.computations)


def read_content(files: Mapping[str, bytes]) -> Content:
    """Load a whole pack from path -> bytes."""
    with _collecting_later():
        questionnaire = read_questionnaire(part(files, "questionnaires"))
        vocabulary = vocabulary_of(questionnaire)
        return Content(
            questionnaire=questionnaire,
            rulebook=read_rulebook(part(files, "rules"), vocabulary),
            programme=read_programme(files, vocabulary),
            contradictions=read_contradictions(_CONTRADICTIONS, files[_CONTRADICTIONS], questionnaire),
            sha256=fingerprint(files),
            files=files,
        )


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Much is made here and all of it kept: looking for garbage meanwhile finds none, and takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def load_content() -> Content:
    """The shipped pack."""
    with _collecting_later():
        content = read_content(shipped_files())
        gc.freeze()  # it stays as long as the program runs; no search for garbage need walk through it
    return content
