"""Strict reading of TOML data files.

`tomli` checks the syntax; this checks the meaning: every key is asked for by name, what nobody
asked for is an error, and every message names the file, the line, the entry and what would be right.
"""

import difflib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, Literal, NamedTuple, overload

import tomli

from forms.errors import ContentError

_LONG_NUMBER = re.compile(r"\d{4000}")
# Control characters written as escapes, but for the tab and the ends of lines, and the overrides of direction.
_UNSEEN = re.compile(
    "[\u202a-\u202e\u2066-\u2069]"
    r"|(?<!\\)(?:\\\\)*\\(?:u00|U000000)(?:0[0-8bcef]|1[0-9a-f]|7f|[89][0-9a-f])",
    re.IGNORECASE,
)


def suggestion(word: str, allowed: Iterable[str]) -> str:
    """' Did you mean "…"?' for a near miss, else a short list of what is allowed, else nothing."""
    choices = sorted(set(allowed))
    near = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    if near:
        return f' Did you mean "{near[0]}"?'
    if 0 < len(choices) <= 12:
        return " Allowed here: " + ", ".join(choices) + "."
    return ""


class Review(NamedTuple):
    """When a data file was reviewed, by whom, and by when it is due again; None where the file does not say."""

    on: date | None
    by: tuple[str, ...]
    due: date | None


class DataFile:
    """One TOML file: its text, its tables, and where in it things stand."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        try:
            # Editors on Windows put a byte order mark in front, and show none.
            self.text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise ContentError(f"{name}, line {line}: not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
        self._lines = self.text.splitlines()
        try:
            parsed = tomli.loads(self.text)
        except tomli.TOMLDecodeError as error:
            line = min(error.lineno, max(1, len(self._lines)))
            place = f"{name}, line {line}, character {error.colno}"
            raise ContentError(f"{place}: {error.msg}. Mend the TOML syntax there.") from None
        except ValueError:
            line = self._line_with(_LONG_NUMBER)
            raise ContentError(f"{name}, line {line}: a number in it is too long to be read. Shorten it.") from None
        except RecursionError:
            raise ContentError(f"{name}: it is nested too deeply to be read. Make it flatter.") from None
        self._refuse_unseen()
        self.review = self._review(parsed)
        self.table = Table(self, parsed, place="", line=lambda: 1)

    def _refuse_unseen(self) -> None:
        """Characters that show nothing and change what is read: orders of direction, and what a paper cannot print."""
        # Most files are plain letters, and looking through all of them would take a while.
        is_plain = self.text.isascii() and "\\u00" not in self.text and "\\U00" not in self.text
        if not is_plain and _UNSEEN.search(self.text):
            line = self._line_with(_UNSEEN)
            raise ContentError(
                f"{self.name}, line {line}: a character that nobody can see stands there. Type the text anew."
            )

    def _line_with(self, pattern: re.Pattern[str]) -> int:
        return next((number for number, line in enumerate(self._lines, 1) if pattern.search(line)), 1)

    def _review(self, parsed: dict[str, Any]) -> "Review":
        """Who looked at the file, when, and by when it must be looked at again; any file may say so at its top."""
        own = {key: parsed.pop(key) for key in ("reviewed", "reviewed_by", "review_by") if key in parsed}
        for key in ("reviewed", "review_by"):
            if key in own and type(own[key]) is not date:
                line = self.line_of_key(key, 1)
                raise ContentError(f'{self.name}, line {line}: "{key}" must be a date without quotes: 2027-11-23.')
        reviewers = own.get("reviewed_by", [])
        if not isinstance(reviewers, list) or not all(isinstance(name, str) for name in reviewers):
            line = self.line_of_key("reviewed_by", 1)
            raise ContentError(f'{self.name}, line {line}: "reviewed_by" must be a list of names in quotes.')
        return Review(own.get("reviewed"), tuple(reviewers), own.get("review_by"))

    def line_of_entry(self, path: str, index: int, start: int) -> int:
        """The line of the index-th `[[path]]` header at or after line `start`; `start` when there is none."""
        header = re.compile(r"^\s*\[\[\s*" + re.escape(path) + r"\s*\]\]")
        seen = -1
        for number, line in enumerate(self._lines[start - 1 :], start):
            if header.match(line):
                seen += 1
                if seen == index:
                    return number
        return start

    def line_of_table(self, path: str, start: int) -> int:
        header = re.compile(r"^\s*\[\s*" + re.escape(path) + r"\s*\]")
        next_owner = re.compile(r"^\s*\[\[\s*" + re.escape(path.rpartition(".")[0]) + r"\s*\]\]")
        for number, line in enumerate(self._lines[start - 1 :], start):
            if header.match(line):
                return number
            if number > start and next_owner.match(line):
                break
        return start

    def line_of_key(self, key: str, start: int) -> int:
        """The line at or after `start` where `key =` stands; `start` when it is not found."""
        pattern = re.compile(r"^\s*[\"']?" + re.escape(key) + r"[\"']?\s*[=.]|[{,]\s*" + re.escape(key) + r"\s*=")
        for number, line in enumerate(self._lines[start - 1 :], start):
            if pattern.search(line):
                return number
        return start


_MISSING: Any = object()
_MOST_SHOWN = 60


def _shown(value: Any) -> str:
    """A value as it would be written, or what kind of thing it is where that is long."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return "a list of tables"
    if isinstance(value, date):
        return f"a date ({value.isoformat()})"
    written = repr(value)
    return written if len(written) <= _MOST_SHOWN else f"{written[:_MOST_SHOWN]}..."


class Table:
    """One table of a data file. Ask for each key once, then call `finish`."""

    def __init__(
        self, file: DataFile, values: Mapping[str, Any], *, place: str, line: Callable[[], int], path: str = ""
    ) -> None:
        self.file = file
        self._values = values
        self._place = place
        # Found only when something is wrong: looking up every line doubled the time a pack takes to load.
        self._line = line
        self._path = path
        self._asked: set[str] = set()

    def named(self, place: str) -> "Table":
        """Name this entry in later messages, as in `rule B05`."""
        self._place = place
        return self

    def fail(self, text: str, key: str | None = None) -> ContentError:
        """The error to raise for something wrong here, at `key` when given."""
        line = self._line_of_key(key) if key else self._line()
        place = f", {self._place}" if self._place else ""
        return ContentError(f"{self.file.name}, line {line}{place}: {text}")

    def _line_of_key(self, key: str) -> int:
        """Where a key stands, or the header of the table or entries under it."""
        value, start = self._values.get(key), self._line()
        if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
            path = f"{self._path}.{key}" if self._path else key
            return self._line_of(key, path, None if isinstance(value, dict) else 0)
        return self.file.line_of_key(key, start)

    def has(self, key: str) -> bool:
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        """Every key of a table whose keys are free (a map from code to value); marks them all as asked for."""
        self._asked.update(self._values)
        return tuple(self._values)

    def as_written(self) -> Mapping[str, Any]:
        """Everything here as it stands, for a reader of its own; marks it all as asked for."""
        self._asked.update(self._values)
        return self._values

    def only(self, allowed: Iterable[str]) -> None:
        """Refuse any other key, before the one it was meant to be is said to be missing."""
        for key in self._values:
            if key not in allowed:
                raise self.fail(f'unknown key "{key}".{suggestion(key, allowed)}', key)

    def _get(self, key: str, kind: type | tuple[type, ...], what: str, default: Any) -> Any:
        self._asked.add(key)
        value = self._values.get(key, default)
        if type(value) is kind or value is default is not _MISSING:
            return value
        if value is _MISSING:
            raise self._missing(key, what)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fail(f'"{key}" must be {what}, not {_shown(value)}.', key)
        return value

    def _missing(self, key: str, what: str) -> ContentError:
        spare = [one for one in self._values if one not in self._asked]
        near = difflib.get_close_matches(key, spare, n=1, cutoff=0.75)
        meant = f' Is "{near[0]}" meant to be it?' if near else ""
        return self.fail(f'"{key}" is missing; it must be {what}.{meant}', near[0] if near else None)

    def text(self, key: str, default: str = _MISSING) -> str:
        value: str = self._get(key, str, "text in quotes", default)
        if default is _MISSING and not value.strip():
            raise self.fail(f'"{key}" must not be empty.', key)
        return value

    def number(self, key: str, default: float | None = _MISSING) -> float | None:
        value: float | None = self._get(key, (int, float), "a number", default)
        if value is not None and not math.isfinite(value):
            raise self.fail(f'"{key}" must be an ordinary number, not {value}.', key)
        return value

    def whole(self, key: str, default: int = _MISSING) -> int:
        value: int = self._get(key, int, "a whole number", default)
        return value

    def flag(self, key: str, default: bool = _MISSING) -> bool:
        value: bool = self._get(key, bool, "true or false", default)
        return value

    def day(self, key: str) -> date:
        value: date = self._get(key, date, "a date without quotes: 2027-11-23", _MISSING)
        if type(value) is not date:
            raise self.fail(f'"{key}" must be a date alone, without a time: 2027-11-23.', key)
        return value

    def texts(self, key: str, default: tuple[str, ...] = _MISSING) -> tuple[str, ...]:
        value = self._get(key, list, "a list of texts", default)
        if not all(isinstance(entry, str) for entry in value):
            raise self.fail(f'"{key}" must be a list of texts, not {_shown(value)}.', key)
        return tuple(value)

    def numbers(self, key: str, default: tuple[float, ...] = _MISSING) -> tuple[float, ...]:
        value = self._get(key, list, "a list of numbers", default)
        if not all(
            isinstance(entry, (int, float)) and type(entry) is not bool and math.isfinite(entry) for entry in value
        ):
            raise self.fail(f'"{key}" must be a list of numbers, not {_shown(value)}.', key)
        return tuple(value)

    def one_of(self, key: str, allowed: Iterable[str], default: str = _MISSING) -> str:
        choices = tuple(allowed)
        value = self.text(key, default)
        if value not in choices and value != default:
            raise self.fail(f'"{key}" cannot be "{value}".{suggestion(value, choices)}', key)
        return value

    def some_of(self, key: str, allowed: Iterable[str], default: tuple[str, ...] = _MISSING) -> tuple[str, ...]:
        choices = tuple(allowed)
        values = self.texts(key, default)
        for value in values:
            if value not in choices:
                raise self.fail(f'"{key}" cannot hold "{value}".{suggestion(value, choices)}', key)
        return values

    @overload
    def table(self, key: str) -> "Table": ...

    @overload
    def table(self, key: str, *, required: Literal[False]) -> "Table | None": ...

    def table(self, key: str, *, required: bool = True) -> "Table | None":
        value = self._get(key, dict, "a table", _MISSING if required else None)
        if value is None:
            return None
        path = f"{self._path}.{key}" if self._path else key
        return Table(
            self.file, value, place=self._place or f"[{key}]", line=partial(self._line_of, key, path), path=path
        )

    def _line_of(self, key: str, path: str, index: int | None = None) -> int:
        """Where the table `[path]`, or the index-th `[[path]]`, begins; the key's own line for an inline one."""
        start = self._line()
        found = self.file.line_of_table(path, start) if index is None else self.file.line_of_entry(path, index, start)
        return found if found != start else self.file.line_of_key(key, start)

    def tables(self, key: str) -> Iterator["Table"]:
        """The entries of `[[key]]`, or of a list of inline tables; none when the key is absent."""
        entries = self._get(key, list, "a list of tables", ())
        path = f"{self._path}.{key}" if self._path else key
        for index, entry in enumerate(entries):
            if not isinstance(entry, dict):
                raise self.fail(f'every entry of "{key}" must be a table, not {_shown(entry)}.', key)
            line = partial(self._line_of, key, path, index)
            yield Table(self.file, entry, place=f"{self._place} {key} {index + 1}".strip(), line=line, path=path)

    def finish(self) -> None:
        """Refuse every key that nothing asked for."""
        for key in self._values:
            if key not in self._asked:
                raise self.fail(f'unknown key "{key}".{suggestion(key, self._asked)}', key)
