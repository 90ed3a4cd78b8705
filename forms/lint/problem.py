"""One thing wrong with a content pack, and where in its files it stands."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning"]

_ID_LINE = re.compile(r'^\s*(?:id|code|key|number)\s*=\s*"?([^"\s#]+)"?')


class Problem(Struct, frozen=True):
    """What is wrong, where, and what to do. code: the kind of problem; place: the entry, as in `rule B05`.

    file: empty where the text names it already.
    """

    severity: Severity
    code: str
    file: str
    line: int
    place: str
    text: str

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    def __str__(self) -> str:
        if not self.file:
            return self.text
        place = f", {self.place}" if self.place else ""
        return f"{self.file}, line {self.line}{place}: {self.severity}: {self.text}"


class PackFiles:
    """The files of a pack, and on which line something stands."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self._lines: dict[str, tuple[str, ...]] = {}

    def lines(self, file: str) -> tuple[str, ...]:
        if file not in self._lines:
            self._lines[file] = tuple(self.files[file].decode("utf-8-sig", "replace").splitlines())
        return self._lines[file]

    def names(self, *folders: str) -> tuple[str, ...]:
        """The files below these folders, in order of name."""
        return tuple(name for name in sorted(self.files) if name.startswith(folders))

    @cached_property
    def _entries(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """id -> every file and line that gives an entry this id."""
        found: dict[str, list[tuple[str, int]]] = {}
        for name in self.names("questionnaires/", "rules/", "programme/", "exercises/", "advice/", "messages/"):
            for number, line in enumerate(self.lines(name), 1):
                match = _ID_LINE.match(line)
                if match:
                    found.setdefault(match.group(1), []).append((name, number))
        return {key: tuple(places) for key, places in found.items()}

    def find(self, folder: str, *ids: str) -> tuple[str, int]:
        """File and line of the entry with the first of these ids that is there; the folder and line 1 when none is."""
        for one in ids:
            for file, line in self._entries.get(one, ()):
                if file.startswith(folder):
                    return file, line
        return folder, 1

    def line_of(self, file: str, text: str, start: int = 1) -> int:
        """The line at or after `start` that holds the first line of a text; `start` when it is not found."""
        wanted = next((line.strip() for line in text.splitlines() if line.strip()), "")
        if file not in self.files or not wanted:
            return start
        escaped = wanted.replace('"', '\\"')
        for number, line in enumerate(self.lines(file)[start - 1 :], start):
            if wanted in line or escaped in line:
                return number
        return start

    def line_of_key(self, file: str, key: str, start: int = 1) -> int:
        """The line at or after `start`, and before the next entry, where `key =` stands."""
        for number, line in enumerate(self.lines(file)[start - 1 :], start):
            if number > start and re.match(r"\s*\[\[\w+\]\]", line):
                break
            if re.match(rf"\s*{re.escape(key)}\s*=", line):
                return number
        return start
