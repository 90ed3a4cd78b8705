"""A dose as plain boxes: its numbers, and what each of them counts."""

import re
from collections.abc import Iterator

from forms.programme.exercises import Dose, Range
from reports.flowables import Box
from reports.wording import PATIENT, PatientWords


def dose_boxes(dose: Dose, said: Dose | None = None, words: PatientWords = PATIENT) -> tuple[Box, ...]:
    """The numbers of a dose, a box each. said: the same dose in the language of `words`, where that is not English."""
    said = said or dose
    return (*_amount_boxes(dose, said, words), *_often_boxes(dose, said, words))


def dose_note(said: Dose) -> str:
    """What the sentences of a dose say beyond its numbers."""
    more = [*said.amount.split(". ")[1:], *said.often.split(". ")[1:]]
    return " ".join(f"{capital(sentence)}." for sentence in more)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _amount_boxes(dose: Dose, said: Dose, words: PatientWords) -> Iterator[Box]:
    numbers = dose.amount.split(". ")[0].removeprefix(PATIENT.dose.start_with)
    if _PLAIN_AMOUNT.fullmatch(numbers):
        return _number_boxes(dose, words)
    return _phrase_boxes(said.amount.split(". ")[0].removeprefix(words.dose.start_with), words)


def _phrase_boxes(phrase: str, words: PatientWords) -> Iterator[Box]:
    """A box for each part of a phrase, its number first: "after every 30" and "minutes of sitting"."""
    joined = "|".join(map(re.escape, (words.dose.to, words.dose.or_one_more)))
    number_first = re.compile(rf"((?:[^\d]* )?\d+(?: (?:{joined}) \d+)?) (.+)")
    for part in re.split(rf", | (?={re.escape(words.dose.at)} \d)", phrase):
        split = number_first.fullmatch(part)
        yield Box(split[1], split[2]) if split else Box(part)


def _number_boxes(dose: Dose, words: PatientWords) -> Iterator[Box]:
    say = words.dose
    if dose.minutes is not None:
        yield _box(dose.minutes, say.minute, say.minutes, words)
    if dose.hold_s is not None and dose.amount.startswith("Hold"):
        yield _box(dose.hold_s, say.second_hold, say.seconds_hold, words)
    if dose.reps is not None:
        yield _box(dose.reps, say.time, say.times, words)
    if dose.sets is not None:
        one, more = (say.set, say.sets) if dose.reps is not None else (say.time, say.times)
        yield _box(dose.sets, one, more, words)
    side = _SIDE.search(dose.amount)
    if side:
        yield Box(say.each, {"way": say.way, "side": say.side, "leg": say.leg}[side[1]])


def _often_boxes(dose: Dose, said: Dose, words: PatientWords) -> Iterator[Box]:
    say = words.dose
    if not _PLAIN_OFTEN.fullmatch(dose.often):
        yield from _phrase_boxes(said.often.split(". ")[0], words)
    elif dose.days_a_week is not None:
        yield _box(dose.days_a_week, say.day_a_week, say.days_a_week, words)
    elif dose.times_a_day is not None and dose.times_a_day.high > 1:
        yield _box(dose.times_a_day, say.times_a_day, say.times_a_day, words)
    else:
        yield Box(say.once, say.a_day)


_AMOUNT = r"\d+(?: (?:to|or) \d+)?"
_SIDE = re.compile(r"each (way|side|leg)")
# The library's doses are written in English; whether one is numbers alone is read from that.
_PLAIN_AMOUNT = re.compile(
    rf"(?:Hold )?{_AMOUNT}(?: (?:minutes?|seconds|times))?(?: over)?(?: each (?:way|side|leg))?"
    rf"(?:, {_AMOUNT} (?:sets?|times)(?: over)?(?: each (?:way|side|leg))?)?"
)
_PLAIN_OFTEN = re.compile(rf"once a day|{_AMOUNT} times a day|{_AMOUNT} days a week")


def _box(amount: Range, one: str, more: str, words: PatientWords) -> Box:
    low, high = words.page.number(amount.low), words.page.number(amount.high)
    if amount.low == amount.high:
        return Box(low, one if amount.low == 1 else more)
    joined = words.dose.or_one_more if amount.high - amount.low == 1 else words.dose.to
    return Box(f"{low} {joined} {high}", more)
