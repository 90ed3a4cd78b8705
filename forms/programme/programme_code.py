"""A signed programme as a code for its paper: scanned or typed at a later visit, it opens again with no server.

It holds what was prescribed (exercises in order, version, variant, side, dose where that is not the library's), which
content that was and the day it was signed. Nobody's name, birth date or number is in it.

A seal of 50 bits, made with a secret of the clinic's records, proves that whoever made the code held that secret: the
code comes from these records and nothing in it was changed. It does not prove who signed, that the paper around it is
genuine, or that the programme still suits anybody; it is no signature in law. Whose programme it is stands in a mark
of 25 bits, which tells "this person" from "somebody else" only to who holds the secret, and differs from code to code.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import get_args

from msgspec import Struct, to_builtins

from forms.programme.care_plan import Activity, Version, dose_from
from forms.programme.code_text import ALPHABET, BITS, CHECKED, CodeRefused, in_groups, symbols_of
from forms.programme.exercises import Dose, Exercise

# Under this name the store keeps the secret.
KEY_NAME = "programme codes"

_FORMAT = "1"
_SEAL = 10  # symbols
_WHOSE = 5
_HEAD = len(_FORMAT) + _SEAL + _WHOSE
_MARK_BITS = 32
_DAY_BITS = 16
_FIRST_DAY = date(2020, 1, 1)
_NUMBERED = re.compile(r"E(?!00)(\d\d|1[01]\d|12[0-7])")
_NUMBER_BITS = 7
_VERSIONS: tuple[Version, ...] = get_args(Version)
_SIDES = ("", "L", "R")
_AS_IN_LIBRARY, _LESS_OFTEN, _OTHER_DOSE = range(3)

NOT_OURS = (
    "This code was not made by this clinic's records, or it was changed. Nothing was opened. "
    "Check that it was read from the right paper, or build the programme anew."
)


class Prescribed(Struct, frozen=True):
    """One exercise as it was printed."""

    exercise: str
    version: Version
    variant: str
    side: str
    dose: Dose


class _Coded(Struct, frozen=True):
    """One exercise as the code holds it.

    variant: counted from 1, as the library lists them; 0 for none. times_a_day: where the dose is the library's, but
    done less often to keep the day short.
    """

    exercise: str
    version: Version
    variant: int
    side: str
    times_a_day: int | None
    other_dose: str


class ProgrammeCode(Struct, frozen=True):
    """A code that these records made. content_mark: how the hash of its content begins."""

    content_version: str
    content_mark: str
    signed_on: date
    symbols: str
    coded: tuple[_Coded, ...]

    @property
    def exercises(self) -> tuple[str, ...]:
        return tuple(one.exercise for one in self.coded)

    def is_of(self, patient_id: str, key: bytes) -> bool:
        """Whether it is this person's programme; by chance one other person in 33 million passes."""
        whose = self.symbols[_HEAD - _WHOSE : _HEAD]
        return hmac.compare_digest(whose, _whose(key, patient_id, self.symbols[_HEAD:]))

    def is_made_with(self, version: str, sha256: str) -> bool:
        """Whether this content is the one it was made with."""
        return version == self.content_version and sha256.startswith(self.content_mark)

    def prescribed(self, exercises: Mapping[str, Exercise]) -> tuple[Prescribed, ...]:
        """What was printed, in the words of the content it was made with. Another content would tell another thing."""
        return tuple(_prescribed(one, exercises) for one in self.coded)


def programme_code(
    activities: Sequence[Activity],
    exercises: Mapping[str, Exercise],
    *,
    content_version: str,
    content_sha256: str,
    signed_on: date,
    patient_id: str,
    key: bytes,
) -> tuple[str, ...]:
    """The code of a signed programme in groups to type; without what is between them it is what a scanner reads."""
    bits = _Writer()
    bits.put(int(content_sha256[: _MARK_BITS // 4], 16), _MARK_BITS)
    bits.put_text(content_version)
    bits.put((signed_on - _FIRST_DAY).days, _DAY_BITS)
    bits.put_number(len(activities))
    for activity in activities:
        _put(bits, activity, exercises[activity.exercise])
    body = bits.symbols()
    whose = _whose(key, patient_id, body)
    groups = in_groups(f"{_FORMAT}{_seal(key, whose, body)}{whose}{body}")
    printed = tuple(Prescribed(one.exercise, one.version, one.variant, one.side, one.dose) for one in activities)
    if printed != read_code(" ".join(groups), key).prescribed(exercises):
        raise ValueError("a code must give back the programme that it was made from")
    return groups


def read_code(typed: str, key: bytes) -> ProgrammeCode:
    """A code from a scanner or a keyboard; CodeRefused says what is wrong and what to do."""
    symbols = symbols_of(typed)
    if symbols[0] != _FORMAT:
        raise CodeRefused("This is no code of a programme that this version of the program knows. Nothing was opened.")
    seal, whose, body = symbols[1 : 1 + _SEAL], symbols[1 + _SEAL : _HEAD], symbols[_HEAD:]
    if not hmac.compare_digest(seal, _seal(key, whose, body)):
        raise CodeRefused(NOT_OURS)
    return _opened(symbols, _Reader(body))


def _seal(key: bytes, whose: str, body: str) -> str:
    return _digest(key, f"programme {_FORMAT} {whose} {body}", _SEAL)


def _whose(key: bytes, patient_id: str, body: str) -> str:
    return _digest(key, f"person {_FORMAT} {patient_id} {body}", _WHOSE)


def _digest(key: bytes, text: str, symbols: int) -> str:
    digest = int.from_bytes(hmac.digest(key, text.encode(), hashlib.sha256))
    return "".join(ALPHABET[digest >> BITS * number & 31] for number in range(symbols))


# --- one exercise


def _put(bits: "_Writer", activity: Activity, exercise: Exercise) -> None:
    numbered = _NUMBERED.fullmatch(activity.exercise)
    bits.put(int(numbered[1]) if numbered else 0, _NUMBER_BITS)
    if not numbered:
        bits.put_text(activity.exercise)
    bits.put(_VERSIONS.index(activity.version), 2)
    bits.put(_SIDES.index(activity.side), 2)
    bits.put(bool(activity.variant), 1)
    if activity.variant:
        bits.put_number(list(exercise.variants).index(activity.variant))
    times = activity.dose.least_times_a_day
    if activity.dose == exercise.dose:
        bits.put(_AS_IN_LIBRARY, 2)
    elif activity.dose == exercise.dose.at_times_a_day(times):
        bits.put(_LESS_OFTEN, 2)
        bits.put_number(times)
    else:
        bits.put(_OTHER_DOSE, 2)
        bits.put_text(json.dumps(to_builtins(activity.dose), ensure_ascii=False, separators=(",", ":")))


def _opened(symbols: str, bits: "_Reader") -> ProgrammeCode:
    mark = f"{bits.take(_MARK_BITS):0{_MARK_BITS // 4}x}"
    version = bits.text()
    day = _FIRST_DAY + timedelta(days=bits.take(_DAY_BITS))
    return ProgrammeCode(version, mark, day, symbols, tuple(_taken(bits) for _ in range(bits.number())))


def _taken(bits: "_Reader") -> _Coded:
    number = bits.take(_NUMBER_BITS)
    exercise = f"E{number:02}" if number else bits.text()
    version, side = _VERSIONS[bits.take(2)], _SIDES[bits.take(2)]
    variant = bits.number() + 1 if bits.take(1) else 0
    kind = bits.take(2)
    times = bits.number() if kind == _LESS_OFTEN else None
    return _Coded(exercise, version, variant, side, times, bits.text() if kind == _OTHER_DOSE else "")


def _prescribed(one: _Coded, exercises: Mapping[str, Exercise]) -> Prescribed:
    exercise = exercises[one.exercise]
    variant = list(exercise.variants)[one.variant - 1] if one.variant else ""
    dose = exercise.dose
    if one.other_dose:
        dose = dose_from(json.loads(one.other_dose))
    elif one.times_a_day is not None:
        dose = dose.at_times_a_day(one.times_a_day)
    return Prescribed(one.exercise, one.version, variant, one.side, dose)


# --- bits


class _Writer:
    """Numbers and texts put one after the other, in as few bits as they need."""

    def __init__(self) -> None:
        self._bits = ""

    def put(self, number: int, width: int) -> None:
        if not 0 <= number < 1 << width:
            raise ValueError("this does not fit into a code")
        self._bits += f"{number:0{width}b}"

    def put_number(self, number: int) -> None:
        """Four bits at a time, the lowest first; before each a bit says whether more follow."""
        while number > 15:
            self.put(16 | number & 15, 5)
            number >>= 4
        self.put(number, 5)

    def put_text(self, text: str) -> None:
        piece = text.encode()
        self.put_number(len(piece))
        for byte in piece:
            self.put(byte, 8)

    def symbols(self) -> str:
        """Filled up with zeros to whole groups."""
        filled = self._bits + "0" * (-len(self._bits) % (BITS * CHECKED))
        return "".join(ALPHABET[int(filled[at : at + BITS], 2)] for at in range(0, len(filled), BITS))


class _Reader:
    """The same, taken out again. It only ever reads what a seal covers, so that what was put in is there."""

    def __init__(self, symbols: str) -> None:
        self._bits = "".join(f"{ALPHABET.index(symbol):0{BITS}b}" for symbol in symbols)
        self._at = 0

    def take(self, width: int) -> int:
        self._at += width
        return int(self._bits[self._at - width : self._at], 2)

    def number(self) -> int:
        part = self.take(5)
        return part if part < 16 else part & 15 | self.number() << 4

    def text(self) -> str:
        return bytes(self.take(8) for _ in range(self.number())).decode()
