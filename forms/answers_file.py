"""Reading an answers file: strict, with every problem in it listed at once. Nothing is guessed.

The contract is in the README: `{"intake_date": "2026-03-02", "patient": {...}, "answers": {"pain_side": "R", ...}}`.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct, field

from forms.checking import value_issues
from forms.errors import AnswersError
from forms.facts import parse_date
from forms.loading import suggestion
from forms.patient import LINK_IDS
from forms.questionnaire import Block, Item, Questionnaire
from forms.response import QuestionnaireResponse, Value, entry_key

MOST_BYTES = 5_000_000

# Numbers with more digits than this are no answers, and Python would refuse to read or to convert some of them.
_MOST_DIGITS = 300

# A message shows at most this much of a word found in the file.
_MOST_SHOWN = 60

# A file that is wrong throughout is not spelt out to the end, and near misses are looked for (slowly) only at first.
_MOST_LISTED = 500
_MOST_SUGGESTED = 50

_PATIENT_NAMES: Final[Mapping[str, str]] = {
    **LINK_IDS,
    **{link_id.removeprefix("pt_"): link_id for link_id in LINK_IDS.values()},
    "age": "age",
}


class AnswersFile(Struct, frozen=True):
    """What an answers file says.

    response: the answers, those on the patient among them. patient: link id of section 6.1 (and `name`, where the
    file gives the name in one piece) -> value.
    """

    response: QuestionnaireResponse
    patient: Mapping[str, Value]

    @property
    def patient_name(self) -> str:
        """The name to print; empty when the file gives none."""
        whole = self.patient.get("name")
        parts = (self.patient.get("pt_given"), self.patient.get("pt_family"))
        return str(whole) if whole else " ".join(str(part) for part in parts if part)


def read_answers(content: bytes, questionnaire: Questionnaire) -> AnswersFile:
    """The answers in a file; AnswersError lists every problem with its place and what would be right."""
    document, problems = _parse(content)
    reader = _Reader(questionnaire, problems)
    answers = reader.read(document)
    if reader.problems:
        every = tuple(dict.fromkeys(reader.problems))
        more = (f"... and {len(every) - _MOST_LISTED} problems more.",) if len(every) > _MOST_LISTED else ()
        raise AnswersError(every[:_MOST_LISTED] + more)
    assert reader.intake_date is not None
    response = QuestionnaireResponse(reader.intake_date).with_answers({**reader.person, **answers})
    patient = {**reader.person, **{key: value for key, value in answers.items() if key.startswith("pt_")}}
    if reader.name:
        patient["name"] = reader.name
    return AnswersFile(response, MappingProxyType(patient))


# --- JSON ----------------------------------------------------------------------------------------------------------


class _Unreadable(Struct, frozen=True):
    """Stands where the JSON held something that is no value: NaN, Infinity, a number too large to read."""

    why: str


def _parse(content: bytes) -> tuple[Mapping[str, Any], list[str]]:
    """The outermost object, and the keys given twice; AnswersError when it is not one."""
    if len(content) > MOST_BYTES:
        raise AnswersError((f"The file is too large: an answers file has at most {MOST_BYTES // 1_000_000} MB.",))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnswersError((f"The file is not UTF-8 text (byte {error.start}). Save it as UTF-8.",)) from None
    problems: list[str] = []

    def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if key in seen:
                problems.append(f"{_shown(key)} is given twice in the same place; keep one.")
            seen[key] = value
        return seen

    try:
        document = json.loads(
            text, object_pairs_hook=once_each, parse_constant=_constant, parse_int=_whole, parse_float=_decimal
        )
    except RecursionError:
        raise AnswersError(("The file is nested too deeply to be an answers file.",)) from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise AnswersError((f"The file is not JSON: {error.msg} ({place}). Mend it there.",)) from None
    if not isinstance(document, dict):
        raise AnswersError(('The file must hold one object: {"intake_date": "2026-03-02", "answers": {...}}.',))
    return document, problems


def _constant(text: str) -> _Unreadable:
    return _Unreadable(f"{text} is not a number here; leave the answer out or write null")


def _whole(text: str) -> Any:
    return int(text) if len(text) <= _MOST_DIGITS else _Unreadable("this number is too large")


def _decimal(text: str) -> Any:
    number = float(text) if len(text) <= _MOST_DIGITS else math.inf
    return number if math.isfinite(number) else _Unreadable("this number is too large")


def _shown(text: str) -> str:
    """A word of the file, fit for a message: quoted, short, and printable on any terminal."""
    return json.dumps(text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 3] + "...")


# --- Meaning -------------------------------------------------------------------------------------------------------

_BAD: Final = object()
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


class _Reader(Struct):
    """Walks the document, collecting values and problems side by side."""

    questionnaire: Questionnaire
    problems: list[str]
    intake_date: date | None = None
    name: str = ""
    person: dict[str, Value] = field(default_factory=dict)

    def read(self, document: Mapping[str, Any]) -> dict[str, Value]:
        known = ("intake_date", "patient", "answers")
        for key in document:
            if key not in known:
                self._problem("", f"unknown key {_shown(key)}.{self._near(key, known)}")
        self.intake_date = self._intake_date(document.get("intake_date"))
        answers = document.get("answers")
        if not isinstance(answers, dict):
            missing = 'is missing; write "answers": {...}' if answers is None else "must be an object: link id -> value"
            self._problem('"answers"', missing + ".")
            answers = {}
        patient = document.get("patient")
        if isinstance(patient, dict):
            self._read_patient(patient)
        elif patient is not None:
            self._problem('"patient"', "must be an object.")
        found = self._read_answers(answers)
        for key in self.person:
            if key in found and found[key] != self.person[key]:
                self._problem(f"answers.{key}", 'differs from the same detail under "patient"; give it once.')
        return found

    def _problem(self, place: str, text: str) -> None:
        self.problems.append(f"{place}: {text}" if place else text[:1].upper() + text[1:])

    def _near(self, word: str, allowed: Iterable[str], otherwise: str = "") -> str:
        if len(word) > _MOST_SHOWN or len(self.problems) > _MOST_SUGGESTED:
            return otherwise
        return suggestion(word, allowed) or otherwise

    def _intake_date(self, value: Any) -> date | None:
        if value is None:
            self._problem('"intake_date"', 'is missing; write the day of the intake, as in "2026-03-02".')
            return None
        day = parse_date(value) if isinstance(value, str) else None
        if day is None or not 1900 <= day.year <= 2199:
            self._problem('"intake_date"', 'must be a date that exists, as in "2026-03-02".')
            return None
        return day

    def _read_patient(self, patient: Mapping[str, Any]) -> None:
        given: dict[str, str] = {}
        for key, value in patient.items():
            if key == "name":
                self._read_name(value)
                continue
            link_id = next((one for one in (_PATIENT_NAMES.get(key, key), f"pt_{key}") if self._is_detail(one)), "")
            if not link_id:
                names = [*_PATIENT_NAMES, "name", *filter(self._is_detail, self.questionnaire.items)]
                self._problem("patient", f"unknown key {_shown(key)}.{self._near(key, names)}")
                continue
            if link_id in given:
                self._problem(f"patient.{key}", f'is the same detail as "{given[link_id]}"; give it once.')
                continue
            given[link_id] = key
            found = self._value(self.questionnaire.items[link_id], value, f"patient.{key}")
            if found is not None:
                self.person[link_id] = found

    def _is_detail(self, link_id: str) -> bool:
        return link_id in self.questionnaire.items and (link_id == "age" or link_id.startswith("pt_"))

    def _read_name(self, value: Any) -> None:
        if value is None:
            return
        if not isinstance(value, str) or len(value) > 160 or not _is_plain(value):
            self._problem("patient.name", "must be text of at most 160 characters.")
        else:
            self.name = value.strip()

    def _read_answers(self, answers: Mapping[str, Any]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        items, blocks = self.questionnaire.items, self.questionnaire.blocks
        listed = {block_id for block_id in blocks if isinstance(answers.get(block_id), list) and answers[block_id]}
        for key, value in answers.items():
            if key in blocks:
                self._read_block(blocks[key], value, found)
                continue
            item = items.get(key)
            if item is None:
                near = self._near(key, [*items, *blocks], " Keys are link ids of the form.")
                self._problem("answers", f"unknown key {_shown(key)}.{near}")
            elif item.type == "display":
                self._problem(f"answers.{key}", "is a text of the form, not a question; leave it out.")
            elif item.block in listed and value is not None:
                self._problem(f"answers.{key}", f'belongs to the list "{item.block}", which is given too; keep one.')
            else:
                read = self._value(item, value, f"answers.{key}")
                if read is not None:
                    found[entry_key(item.block, 1, key) if item.block else key] = read
        return found

    def _read_block(self, block: Block, value: Any, found: dict[str, Value]) -> None:
        place = f"answers.{block.id}"
        if value is None:
            return
        if not isinstance(value, list):
            self._problem(place, "must be a list of objects, one for each entry.")
            return
        if len(value) > block.most:
            self._problem(place, f"has {len(value)} entries; at most {block.most} are allowed.")
        for number, entry in enumerate(value[: block.most], 1):
            here = f"{place}[{number - 1}]"
            if not isinstance(entry, dict):
                self._problem(here, "must be an object: link id -> value.")
                continue
            for key, one in entry.items():
                if key not in block.items:
                    self._problem(here, f"unknown key {_shown(key)}.{self._near(key, block.items)}")
                    continue
                read = self._value(self.questionnaire.items[key], one, f"{here}.{key}")
                if read is not None:
                    found[entry_key(block.id, number, key)] = read

    def _value(self, item: Item, raw: Any, place: str) -> Value | None:
        """The value of one question; None when it is unanswered, or wrong (and then a problem is noted)."""
        may_be_text = item.type in ("string", "text") or item.open_text
        if raw is None or raw == [] or (raw == "" and may_be_text):
            return None
        value = self._converted(item, raw, place)
        if value is _BAD:
            return None
        # Without an intake date nothing can be said about the future, and that problem is listed already.
        authored = self.intake_date or date.max
        problems = [issue for issue in value_issues(item, value, authored) if issue.severity == "error"]
        for issue in problems:
            what = f"{_shown(value)}: " if issue.code == "code" and isinstance(value, str) else ""
            self._problem(place, what + issue.text[:1].lower() + issue.text[1:])
        return None if problems else value

    def _converted(self, item: Item, raw: Any, place: str) -> Any:
        """The raw JSON value as this type of question stores it, or _BAD."""
        if item.repeats and not isinstance(raw, _Unreadable):
            return self._several(item, raw, place)
        return self._one(item, raw, place)

    def _several(self, item: Item, raw: Any, place: str) -> Any:
        if not isinstance(raw, list):
            # A safety question counts as wholly answered by its list: one bare code says too little.
            if item.asked_each or isinstance(raw, bool | dict):
                return self._refuse('must be a list, as in ["..."]', place)
            raw = [raw]
        read = [self._one(item, one, f"{place}[{position}]") for position, one in enumerate(raw)]
        return _BAD if _BAD in read else tuple(read)

    def _one(self, item: Item, raw: Any, place: str) -> Any:
        if isinstance(raw, _Unreadable):
            return self._refuse(raw.why, place)
        if isinstance(raw, str) and not _is_plain(raw):
            return self._refuse("holds characters that cannot be kept (half a surrogate pair, or a null)", place)
        if item.type == "boolean":
            return self._of_type(raw, bool, "must be true or false", place)
        if item.type == "quantity":
            is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
            return float(raw) if is_number else self._refuse("must be a number, without quotes", place)
        if item.type == "choice":
            return self._code(item, raw, place)
        if item.type == "date":
            if item.widget == "month" and isinstance(raw, str) and _MONTH.fullmatch(raw):
                raw += "-01"  # where the month is enough it counts from the first, as in the window
            return self._of_type(raw, str, 'must be a date in quotes, as in "2026-03-02"', place)
        return self._of_type(raw, str, "must be text in quotes", place)

    def _code(self, item: Item, raw: Any, place: str) -> Any:
        if isinstance(raw, bool):
            return self._refuse(f"must be one of the answers in quotes.{_all_codes(item)}", place)
        if isinstance(raw, int | float):
            # Coded numbers may be written as numbers: 8332, or a power grade of 4 or 4.5.
            raw = str(int(raw)) if raw == int(raw) else repr(raw)
        if not isinstance(raw, str):
            return self._refuse("must be one answer in quotes, not a list or an object", place)
        if item.option(raw) is not None:
            return raw
        for option in item.options:
            if raw in option.also:
                return option.code
        is_marked = item.asked_each and raw[:1] in ("-", "?") and item.option(raw[1:]) is not None
        if is_marked or item.open_text:
            return raw
        near = self._near(raw, item.codes, _all_codes(item))
        return self._refuse(f"{_shown(raw)} is not an answer to this question.{near}", place)

    def _of_type(self, raw: Any, kind: type, text: str, place: str) -> Any:
        return raw if isinstance(raw, kind) else self._refuse(text, place)

    def _refuse(self, text: str, place: str) -> Any:
        self._problem(place, text if text.endswith((".", "?")) else text + ".")
        return _BAD


def _all_codes(item: Item) -> str:
    return f" Allowed here: {', '.join(item.codes)}."


def _is_plain(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
