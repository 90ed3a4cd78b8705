"""Finding people while somebody types: how names are folded, and which index answers which words.

Every search is a range of one B-tree, ordered by the same index and cut at the limit, so it costs the same among a
hundred people and a million. Accents are folded here, not in the database, so that SQLite and PostgreSQL agree.
"""

import copy
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import BindParameter, ColumnElement, Integer, Select, and_, bindparam, select

from forms.patient import Patient
from forms.records.tables import patient_record, patient_word_record

_LETTERS_WITHOUT_ACCENT = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ß": "ss", "ŧ": "t"}
)
_LAST_CHARACTER = "\U0010ffff"
# Longer than any name the form accepts; PostgreSQL cannot index a value of several thousand characters.
_KEY_LENGTH = 80
_WORDS_LOOKED_AT = 6
MOST_CANDIDATES = 200
_PHONE_FRAGMENT = 3
_WHOLE_PHONE = 9
_ISO_MONTH = len("1980-05")
_ISO_DATE = len("1980-05-02")

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[./-])?(\d{1,2})[./-](\d{4})")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
# Dates on their way: "1", "19", "1980-0", "1980-05-", "2/0", "02/05/19".
_YEAR_BEGUN = re.compile(r"1|2|18|19|20|(?:18|19|20)\d")
_ISO_BEGUN = re.compile(r"(?:18|19|20)\d\d-(?:[01]?|(?:0[1-9]|1[0-2])-[0-3]?)")
_DAY_FIRST_BEGUN = re.compile(r"\d{1,2}[./](?:\d{0,2}|\d{1,2}[./]\d{0,3})")

_p = patient_record.c


def fold_name(text: str) -> str:
    """`Żółć-O’Brien` -> `zolc obrien`: lower case, no accents, words with one space between them."""
    # Twice: a styled capital becomes a plain one only when it is decomposed.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    spaced = "".join(_folded(letter) for letter in plain.translate(_LETTERS_WITHOUT_ACCENT))
    return " ".join(spaced.split())[:_KEY_LENGTH].rstrip()


def _folded(letter: str) -> str:
    if letter.isalnum():
        return letter
    return "" if letter in "'’ʼ`´." else " "


def fold_number(text: str) -> str:
    """`AB-00 12` -> `ab0012`: a clinic number or health number without what people put between the signs."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())[:_KEY_LENGTH]


def digits_of(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())[:_KEY_LENGTH]


def keys_of(patient: Patient) -> dict[str, str | int | None]:
    """The searched columns of one patient."""
    family, given, phone = fold_name(patient.family), fold_name(patient.given), digits_of(patient.phone)
    born, number = patient.birth_date.isoformat(), fold_number(patient.clinic_no)
    return {
        "family_key": family,
        "given_key": given,
        "initials": family[:1] + given[:1],
        "birth_key": born,
        "birth_month": born[:7],
        "clinic_key": number,
        "phone_key": phone,
        "phone_reversed": phone[::-1],
        "national_key": fold_number(patient.national_id),
        # Numbers of this clinic's own run; a longer one came from elsewhere and must not push the run upwards.
        "clinic_value": int(number) if number.isascii() and number.isdigit() and len(number) <= 9 else None,
    }


def later_words(patient: Patient) -> tuple[str, ...]:
    """The words somebody may type first though the name does not begin with them."""
    later = (*fold_name(patient.family).split()[1:], *fold_name(patient.given).split()[1:])
    return tuple(dict.fromkeys((*later, *fold_name(patient.preferred).split())))


class Query:
    """What was typed, sorted into words of a name, a birth date (or its beginning) and digits."""

    def __init__(self, typed: str) -> None:
        names: list[str] = []
        self.born = ""
        self.number = ""
        for word in typed.split()[:_WORDS_LOOKED_AT]:
            if born := _birth_prefix(word):
                self.born = born
            elif _DAY_FIRST_BEGUN.fullmatch(word):
                continue
            elif any(letter.isdigit() for letter in word):
                self.number += fold_number(word)
            else:
                names += fold_name(word).split()
        self.names = tuple(names[:_WORDS_LOOKED_AT])
        if self.names and _YEAR_BEGUN.fullmatch(self.number):
            self.born, self.number = self.number, ""
        # A year alone may as well be the beginning of a number.
        if self.born and len(self.born) == 4 and not self.names and not self.number:
            self.number = self.born

    def reading(self, names: tuple[str, ...]) -> "Query":
        """The same search with other names: what somebody may have meant."""
        meant = copy.copy(self)
        meant.names = names
        return meant

    def whole_words(self, patient_names: str) -> int:
        """How many of the typed names are a whole word of somebody's, not the beginning of one."""
        return len(set(self.names) & set(patient_names.split()))

    def fits(self, patient_names: str, born: str) -> bool:
        words = patient_names.split()
        return born.startswith(self.born) and all(any(word.startswith(name) for word in words) for name in self.names)


def _birth_prefix(word: str) -> str:
    """`1980`, `1980-05`, `5/1980`, `2/5/1980` or `1980-05-02` as the beginning of an ISO date; else ''.

    A date still being typed (`1980-0`) is the beginning it looks like.
    """
    if _YEAR.fullmatch(word) or (_ISO_BEGUN.fullmatch(word) and not _ISO.fullmatch(word)):
        return word
    if match := _ISO.fullmatch(word):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(word):
        day, month, year = match.groups()
    else:
        return ""
    try:
        whole = date(int(year), int(month), int(day or 1)).isoformat()
    except ValueError:
        return ""
    return whole if day else whole[:7]


class Search(Struct, frozen=True):
    """A statement made once, and what to look for this time.

    Rows: id, folded family name, folded first name, birth date, and (where people are looked at one by one) the name
    they like to be called.
    """

    statement: Select[Any]
    values: Mapping[str, str | int]


_ROW = (_p.id, _p.family_key, _p.given_key, _p.birth_key)
_NAMED_ROW = (*_ROW, _p.preferred)
_BY_NAME = (_p.family_key, _p.given_key, _p.birth_key, _p.id)


def searches(query: Query, limit: int) -> Iterator[Search]:
    """The searches for one query, the likeliest first; run them in turn until there are enough people."""
    if query.names:
        yield from _by_name(query, limit)
        return
    if query.number:
        yield from by_number(query, limit)
    if query.born:
        yield Search(_born_statement(_birth_kind(query.born)), {**_born(query), "most": limit})


def later_word_searches(query: Query) -> Iterator[Search]:
    """Candidates by each word of the query as a later word of a name; the caller keeps those that fit."""
    # A single letter begins the later words of half the town; it narrows, but it cannot lead.
    leading = [name for name in query.names if len(name) > 1]
    for name in sorted(leading, key=len, reverse=True):
        yield Search(_later_word_statement(), {**_start("word", name), "most": MOST_CANDIDATES})


def _by_name(query: Query, limit: int) -> Iterator[Search]:
    whole = " ".join(query.names)
    kind = _birth_kind(query.born)
    fixed: dict[str, str | int] = {**_born(query), "most": limit}
    yield Search(_family_statement(kind), {**_start("family", whole), **fixed})
    yield Search(_given_statement(kind), {**_start("given", whole), **fixed})
    for cut in range(1, len(query.names)):
        first, second = " ".join(query.names[:cut]), " ".join(query.names[cut:])
        for family, given in ((second, first), (first, second)):
            names = {**_start("family", family), **_start("given", given), "initials": family[:1] + given[:1]}
            yield Search(_both_statement(kind), {**names, **fixed})


def by_number(query: Query, limit: int) -> Iterator[Search]:
    columns = [("clinic_key", query.number), ("national_key", query.number)]
    digits = digits_of(query.number)
    if digits == query.number and len(digits) >= _PHONE_FRAGMENT:
        # A whole number typed with its leading 0 also finds the same number kept with a country code.
        ending = digits.lstrip("0") if len(digits) >= _WHOLE_PHONE else digits
        columns += [("phone_key", digits), ("phone_reversed", ending[::-1])]
    for column, start in columns:
        yield Search(_number_statement(column), {**_start("number", start), "most": limit})


# --- the statements. Made once: building one costs as much as running it, and somebody is typing.

_BirthKind = Literal["", "year", "month", "part of a month", "day"]
_MOST: BindParameter[int] = bindparam("most", type_=Integer)


def _birth_kind(prefix: str) -> _BirthKind:
    if len(prefix) < _ISO_MONTH:
        return "year" if prefix else ""
    if len(prefix) == _ISO_DATE:
        return "day"
    return "month" if len(prefix) == _ISO_MONTH else "part of a month"


def _born(query: Query) -> dict[str, str]:
    """The values of the condition that `_born_in` makes."""
    kind = _birth_kind(query.born)
    if not kind:
        return {}
    if kind == "day":
        return {"born": query.born}
    month = {"month": query.born[:_ISO_MONTH]} if kind != "year" else {}
    return month if kind == "month" else {**month, **_start("born", query.born)}


def _born_in(kind: _BirthKind) -> tuple[ColumnElement[bool], ...]:
    month = _p.birth_month == bindparam("month")
    conditions: dict[_BirthKind, tuple[ColumnElement[bool], ...]] = {
        "": (),
        "year": (_begins(_p.birth_key, "born"),),
        "month": (month,),
        "part of a month": (month, _begins(_p.birth_key, "born")),
        "day": (_p.birth_key == bindparam("born"),),
    }
    return conditions[kind]


@cache
def _family_statement(kind: _BirthKind) -> Select[Any]:
    return select(*_ROW).where(_begins(_p.family_key, "family"), *_born_in(kind)).order_by(*_BY_NAME).limit(_MOST)


@cache
def _given_statement(kind: _BirthKind) -> Select[Any]:
    by_given = select(*_ROW).where(_begins(_p.given_key, "given"), *_born_in(kind))
    return by_given.order_by(_p.given_key, _p.family_key, _p.birth_key, _p.id).limit(_MOST)


@cache
def _both_statement(kind: _BirthKind) -> Select[Any]:
    # The initials narrow "s x" to a few hundred rows before the ranges are looked at.
    names = (_p.initials == bindparam("initials"), _begins(_p.family_key, "family"), _begins(_p.given_key, "given"))
    return select(*_ROW).where(*names, *_born_in(kind)).order_by(*_BY_NAME).limit(_MOST)


@cache
def _born_statement(kind: _BirthKind) -> Select[Any]:
    statement = select(*_ROW).where(*_born_in(kind)).limit(_MOST)
    if kind == "year":
        # A year's people in the order of the index; by name, all of them would have to be sorted first.
        return statement.order_by(_p.birth_key, _p.family_key, _p.given_key, _p.id)
    return statement.order_by(*_BY_NAME)


@cache
def _number_statement(column: str) -> Select[Any]:
    key = _p[column]
    return select(*_NAMED_ROW).where(_begins(key, "number")).order_by(key).limit(_MOST)


@cache
def _later_word_statement() -> Select[Any]:
    word = patient_word_record.c
    # The people first, then their details: PostgreSQL otherwise walks the whole name index for the order.
    chosen = select(word.patient_id).where(_begins(word.word, "word")).order_by(word.word).limit(_MOST)
    return select(*_NAMED_ROW).where(_p.id.in_(chosen))


def _begins(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Whether a column begins with what `_start` says of this name."""
    return and_(column >= bindparam(name), column < bindparam(f"{name}_end"))


def _start(name: str, text: str) -> dict[str, str]:
    return {name: text, f"{name}_end": text + _LAST_CHARACTER}
