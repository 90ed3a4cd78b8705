"""The pack in another language: the same ids, codes and conditions, with other words for people to read.

`resources/i18n/texts.toml` says which texts are translated. A language is a folder beside it; each text stands there
under its place in the pack, as in `[E10] name = "..."`. With it goes a short mark of the English it was made from
(`[english]`): where the English has changed since, English is printed until somebody has translated it anew.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

import tomli
from msgspec import Struct

from forms.errors import ContentError
from forms.loading import DataFile, suggestion
from forms.readability import MEASURES

ENGLISH = "en"
FOLDER = "i18n/"
TEXTS = "i18n/texts.toml"
LANGUAGE = "language.toml"
# What the paper itself says: read by `reports.wording`, which has the English.
PAPER = "paper.toml"

_MARKS = "english"
_NAMED_BY = ("id", "code", "key", "number")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_BOLD = re.compile(r"\*\*")

# Where a text stands: file without folder and ending, the entries round it by id, the key.
Address = tuple[str, ...]
Text = str | tuple[str, ...]


class ForbiddenWord(Struct, frozen=True):
    """A word that frightens, in this language; words that begin with it count too. instead: what to say, in English."""

    word: str
    of: str
    instead: str


class Language(Struct, frozen=True):
    """A language there are words in.

    called: how people name it at reception. reviewed_by: who checked the words, none while nobody has.
    readability: how its leaflets are measured, one of `forms.readability.MEASURES`; "" where nothing measures them.
    """

    code: str
    name: str
    english_name: str
    called: tuple[str, ...]
    forbidden: tuple[ForbiddenWord, ...] = ()
    readability: str = ""
    reviewed_by: tuple[str, ...] = ()

    def is_named_in(self, words: str) -> bool:
        """Whether free text names this language: "Spanish", "español (México)"."""
        said = set(re.findall(r"\w+", words.casefold()))
        return any(name.casefold() in said for name in (self.name, self.english_name, *self.called))


class Translated(Struct, frozen=True):
    """One text in the other language, and the file it stands in."""

    text: Text
    file: str


class Wrong(Struct, frozen=True):
    """Something amiss with a translation. Where it is no error, English is printed until it is mended."""

    code: str
    file: str
    line: int
    address: Address
    text: str
    is_error: bool = False

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, {'.'.join(self.address)}: {self.text}"


class Translation(Struct, frozen=True, dict=True):
    """The words of one language, as far as they fit the English they were made from."""

    language: Language
    english: Mapping[Address, Text]
    words: Mapping[Address, Translated]
    wrong: tuple[Wrong, ...]

    @cached_property
    def _by_english(self) -> Mapping[str, str]:
        pairs: dict[str, str] = {}
        for address, translated in self.words.items():
            for english, other in zip(lines_of(self.english[address]), lines_of(translated.text), strict=True):
                pairs.setdefault(english, other)
        return pairs

    def text(self, english: str) -> str:
        """The same in this language; as it is where there are no words for it."""
        return self._by_english.get(english, english)

    def knows(self, english: str) -> bool:
        return english in self._by_english

    def checked(self) -> "Translation":
        """Itself; ContentError when something in it is wrong rather than only missing."""
        error = next((one for one in self.wrong if one.is_error), None)
        if error is not None:
            raise ContentError(str(error))
        return self


# --- languages


def languages(files: Mapping[str, bytes]) -> tuple[Language, ...]:
    """Every language of the pack beside English, by code."""
    names = sorted(name for name in files if name.startswith(FOLDER) and name.endswith(f"/{LANGUAGE}"))
    return tuple(_language(DataFile(name, files[name])) for name in names)


def language_of(files: Mapping[str, bytes], code: str) -> Language:
    known = languages(files)
    found = next((one for one in known if one.code == code), None)
    if found is None:
        raise ContentError(f'There are no words in "{code}".{suggestion(code, [one.code for one in known])}')
    return found


def offered(preferred: str, files: Mapping[str, bytes]) -> str:
    """The code of the language that somebody's preferred language names; English where there are no words for it."""
    return next((one.code for one in languages(files) if one.is_named_in(preferred)), ENGLISH)


def _language(file: DataFile) -> Language:
    table = file.table
    code = table.text("code")
    if file.name != f"{FOLDER}{code}/{LANGUAGE}":
        raise table.fail(f'the language "{code}" belongs in the folder {FOLDER}{code}/.', "code")
    language = Language(
        code,
        table.text("name"),
        table.text("english_name"),
        table.texts("called"),
        tuple(_forbidden(entry) for entry in table.tables("forbidden")),
        table.one_of("readability", MEASURES, ""),
        file.review.by,
    )
    table.finish()
    return language


def _forbidden(table: Any) -> ForbiddenWord:
    word = ForbiddenWord(table.text("word"), table.text("of"), table.text("instead"))
    table.finish()
    return word


# --- the English texts of a pack


class _Kind(Struct, frozen=True):
    """Files whose texts under these keys are translated. where: only in entries that say so.

    is_leaflet: the texts of one file are read together.
    """

    files: str
    is_leaflet: bool
    keys: tuple[Address, ...]
    where: Mapping[str, str]

    def takes(self, path: Address, owners: Sequence[Mapping[str, Any]]) -> bool:
        if not any(len(key) == len(path) and all(map(fnmatchcase, path, key)) for key in self.keys):
            return False
        said = ((owner.get(name), wanted) for name, wanted in self.where.items() for owner in owners if name in owner)
        return all(wanted in value if isinstance(value, list) else value == wanted for value, wanted in said)


def _kinds(files: Mapping[str, bytes]) -> tuple[_Kind, ...]:
    if TEXTS not in files:
        return ()
    table = DataFile(TEXTS, files[TEXTS]).table
    kinds: list[_Kind] = []
    for entry in table.tables("texts"):
        where = entry.table("where", required=False)
        kinds.append(
            _Kind(
                entry.text("files"),
                entry.flag("leaflet", False),
                tuple(tuple(key.split(".")) for key in entry.texts("keys")),
                {name: where.text(name) for name in where.keys()} if where is not None else {},
            )
        )
        entry.finish()
    table.finish()
    return tuple(kinds)


def english_texts(files: Mapping[str, bytes]) -> dict[str, dict[Address, Text]]:
    """Every text of a pack that is translated: file -> place -> text."""
    kinds = _kinds(files)
    found: dict[str, dict[Address, Text]] = {}
    homes: dict[Address, str] = {}
    for name in sorted(files):
        kind = next((one for one in kinds if fnmatchcase(name, one.files)), None)
        if kind is None:
            continue
        found[name] = {(_stem(name), *path): text for path, text, _ in _texts(_parsed(files[name]), kind)}
        for address in found[name]:
            other = homes.setdefault(address, name)
            if other != name:
                place = ".".join(address)
                raise ContentError(f"{name}: {other} has a text {place} too; name one of them otherwise.")
    return found


def leaflets(files: Mapping[str, bytes]) -> tuple[tuple[Address, ...], ...]:
    """The places of the texts that are read together, leaflet by leaflet."""
    prose = [kind.files for kind in _kinds(files) if kind.is_leaflet]
    return tuple(
        tuple(texts)
        for name, texts in english_texts(files).items()
        if any(fnmatchcase(name, pattern) for pattern in prose)
    )


def _texts(
    table: dict[str, Any], kind: _Kind, path: Address = (), owners: tuple[dict[str, Any], ...] = ()
) -> Iterator[tuple[Address, Text, dict[str, Any]]]:
    """Each text below a table: its place, the text, and the table that holds it."""
    owners = (*owners, table)
    for key, value in table.items():
        here = (*path, key)
        if isinstance(value, dict):
            yield from _texts(value, kind, here, owners)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, entry in enumerate(value, 1):
                yield from _texts(entry, kind, (*here, _name_of(entry, number)), owners)
        elif value and isinstance(value, str | list) and kind.takes(here, owners):
            yield here, value if isinstance(value, str) else tuple(value), table


def _name_of(entry: Mapping[str, Any], number: int) -> str:
    return next((str(entry[key]) for key in _NAMED_BY if key in entry), str(number))


def translated_files(files: Mapping[str, bytes], translation: Translation) -> Mapping[str, bytes]:
    """The pack with every text that has words in the language replaced by them."""
    kinds, changed = _kinds(files), dict(files)
    stems = {address[0] for address in translation.words}
    for name, content in files.items():
        kind = next((one for one in kinds if fnmatchcase(name, one.files)), None)
        if kind is None or _stem(name) not in stems:
            continue
        table = _parsed(content)
        for path, _, owner in list(_texts(table, kind)):
            other = translation.words.get((_stem(name), *path))
            if other is not None:
                owner[path[-1]] = other.text
        changed[name] = _as_toml(table)
    return changed


def _stem(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".toml")


def _parsed(content: bytes) -> dict[str, Any]:
    return tomli.loads(content.decode("utf-8-sig"))


def _as_toml(table: Mapping[str, Any]) -> bytes:
    return "".join(f"{_quoted(key)} = {_value(value)}\n" for key, value in table.items()).encode()


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(key)} = {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


# --- the words of a language


def read_translation(files: Mapping[str, bytes], code: str) -> Translation:
    """The words of a language for a pack; what is wrong with them comes along (see `Translation.checked`)."""
    by_file = english_texts(files)
    english = {address: text for texts in by_file.values() for address, text in texts.items()}
    homes = {one: f"{FOLDER}{code}/{name.partition('/')[0]}.toml" for name, texts in by_file.items() for one in texts}
    own = [name for name in sorted(files) if name.startswith(f"{FOLDER}{code}/")]
    names = [name for name in own if not name.endswith((f"/{LANGUAGE}", f"/{PAPER}"))]
    return fitted(language_of(files, code), english, [DataFile(name, files[name]) for name in names], homes)


def fitted(
    language: Language, english: Mapping[Address, Text], sources: Sequence[DataFile], homes: Mapping[Address, str]
) -> Translation:
    """The words that fit this English, and what is wrong with the others.

    homes: the file where each text belongs.
    """
    words: dict[Address, Translated] = {}
    wrong: list[Wrong] = []
    for file in sources:
        parsed = tomli.loads(file.text)
        for key in ("reviewed", "reviewed_by", "review_by"):
            parsed.pop(key, None)
        marks = parsed.pop(_MARKS, {})
        for address, text in _leaves(parsed):
            found = list(_misfits(address, text, english, marks.get(".".join(address))))
            # The line is looked up only for what is wrong: it takes longer than all the rest.
            line = line_of(file, address) if found else 0
            wrong += [Wrong(code, file.name, line, address, said, is_error) for code, said, is_error in found]
            if not found:
                words[address] = Translated(text, file.name)
    spoken = {one.address for one in wrong} | set(words)
    headers = {file.name: _headers(file) for file in sources}
    for address, text in english.items():
        if address not in spoken:
            said = f'not in {language.english_name}: "{_short(text)}". Its mark is "{mark_of(text)}".'
            _, line = _entry_of(address, headers.get(homes[address], {}))
            wrong.append(Wrong("not_translated", homes[address], line, address, said))
    return Translation(language, english, words, tuple(wrong))


def _misfits(
    address: Address, text: Any, english: Mapping[Address, Text], mark: object
) -> Iterator[tuple[str, str, bool]]:
    """What keeps a text from being used: the kind of trouble, what to do, and whether it is an error."""
    source = english.get(address)
    if source is None:
        known = {".".join(one) for one in english if one[0] == address[0]} or {one[0] for one in english}
        yield "unknown_text", f"the pack has no such text.{suggestion('.'.join(address), known)}", True
    elif isinstance(source, str) != isinstance(text, str) or not _is_words(text):
        kind = "a text" if isinstance(source, str) else "a list of texts"
        yield "wrong_kind", f"this must be {kind}, as in English.", True
    elif mark != mark_of(source):
        told = "the English has changed" if mark else "the mark of the English is missing"
        said = (
            f'{told}: "{_short(source)}". Translate it anew, then set its mark under [english] to "{mark_of(source)}".'
        )
        yield "stale_translation", said, False
    elif len(lines_of(source)) != len(lines_of(text)):
        yield "wrong_kind", f"{len(text)} texts here, {len(source)} in English.", True
    else:
        for what, parts in (("what stands in braces", _PLACEHOLDER), ("what is **bold**", _BOLD)):
            pairs = zip(lines_of(source), lines_of(text), strict=True)
            if any(sorted(parts.findall(one)) != sorted(parts.findall(other)) for one, other in pairs):
                yield "changed_placeholder", f"{what} must be as in English.", True


def _is_words(text: Any) -> bool:
    return isinstance(text, str | tuple) and all(isinstance(one, str) and one.strip() for one in lines_of(text))


def mark_of(text: Text) -> str:
    """A short mark of an English text, kept with its translation."""
    return hashlib.sha256("\n".join(lines_of(text)).encode()).hexdigest()[:8]


def lines_of(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _short(text: Text) -> str:
    whole = " / ".join(" ".join(line.split()) for line in lines_of(text))
    return whole if len(whole) <= _MOST_SHOWN else f"{whole[:_MOST_SHOWN]}…"


_MOST_SHOWN = 90


def _leaves(table: Mapping[str, Any], path: Address = ()) -> Iterator[tuple[Address, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), tuple(value) if isinstance(value, list) else value


def line_of(file: DataFile, address: Address) -> int:
    """The line of a text: below the header of its entry, or of an entry round it."""
    length, start = _entry_of(address, _headers(file))
    return file.line_of_key(".".join(address[length:]), start)


def _headers(file: DataFile) -> dict[str, int]:
    return {line.strip(): number for number, line in enumerate(file.text.splitlines(), 1) if line.startswith("[")}


def _entry_of(address: Address, headers: Mapping[str, int]) -> tuple[int, int]:
    """How much of an address the nearest header names, and its line; 0 and the first line where none does."""
    for length in range(len(address) - 1, 0, -1):
        start = headers.get(f"[{'.'.join(address[:length])}]")
        if start:
            return length, start
    return 0, 1
