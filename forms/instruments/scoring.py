"""Scores, their bands, and whether a change matters (knowledge base 5 and 6.13). Pure; a blank is never 0."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from forms.instruments.content import Band, Instrument, Instruments, MeaningfulChange, Scoring
from forms.response import Value

Direction = Literal["improved", "worse", "unchanged"]
Response = Literal["improved", "worse", "unchanged", "mixed"]

# Thirds do not add up in binary fractions: a mean that moves from 2⅓ to 4⅓ has moved by 2.
_DIGITS = 9


class Score(Struct, frozen=True):
    """A score, or why there is none: `value` is None and `because` says what is missing.

    answered: the items it was made from. notes: what to bear in mind at this score.
    """

    instrument: str
    value: float | None
    band: str = ""
    because: str = ""
    answered: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Change(Struct, frozen=True):
    """From one score to the next: `difference` is now minus then, or None and `because` says why.

    matters: as much as the measure asks for. matters_from_here: as much as it takes from this start; None where the
    evidence does not say.
    """

    instrument: str
    difference: float | None
    direction: Direction | None
    matters: bool
    words: str = ""
    matters_from_here: bool | None = None
    because: str = ""


class OverallResponse(Struct, frozen=True):
    """What the chart says, and the instruments that say so. "mixed": one is better and another worse."""

    response: Response | None
    improved: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    because: str = ""


def score(instrument: Instrument, answers: Mapping[str, Value]) -> Score:
    """The score of one visit's answers."""
    scoring = instrument.scoring
    if scoring is None:
        return Score(instrument.id, None, because=f"Not scored here. {instrument.licence}")
    given = {item: answers[item] for item in scoring.items if _is_given(answers.get(item))}
    reason = _what_is_missing(scoring, given, answers)
    if reason:
        return Score(instrument.id, None, because=reason, answered=tuple(given))
    value = _combined(scoring, given)
    if scoring.fits is not None:
        other = _number(answers.get(scoring.fits.item))
        if other is not None and not scoring.fits.at_least_more <= value - other <= scoring.fits.at_most_more:
            return Score(instrument.id, None, because=scoring.fits.words, answered=tuple(given))
    band, why = _band(scoring, value, answers)
    notes = tuple(note.label for note in scoring.notes if _is_inside(note, value))
    return Score(instrument.id, value, band, why, tuple(given), notes)


def change(instrument: Instrument, baseline: Score, now: Score) -> Change:
    """How far the score has moved, and whether that matters."""
    reason = _why_not_compared(instrument, baseline, now)
    if reason or instrument.scoring is None or baseline.value is None or now.value is None:
        return Change(instrument.id, None, None, matters=False, because=reason)
    difference = round(now.value - baseline.value, _DIGITS)
    rule = instrument.scoring.change
    if rule is None:
        return Change(instrument.id, difference, None, matters=False, because="No size of change is known to matter.")
    if rule.percent is not None and baseline.value == 0 and difference:
        return Change(instrument.id, difference, None, matters=False, because="A percentage of 0 says nothing.")
    points = rule.points_for_one if rule.points_for_one is not None and len(now.answered) == 1 else rule.points
    matters = _reaches(abs(difference), baseline.value, points=points, percent=rule.percent)
    start = next((one for one in rule.by_start if one.at_least <= baseline.value <= one.at_most), None)
    return Change(
        instrument.id,
        difference,
        _direction(instrument.scoring, difference) if matters else "unchanged",
        matters=matters,
        words=_words(rule, start.words if start else ""),
        matters_from_here=abs(difference) >= start.points if start else None,
    )


def has_reached_success(instrument: Instrument, now: Score, *, days_since: int) -> bool | None:
    """Whether the score is as low as the published mark of success, this long after the first visit or later.

    None where there is no mark or no score.
    """
    if instrument.scoring is None or instrument.scoring.success is None or now.value is None:
        return None
    success = instrument.scoring.success
    return days_since >= success.after_days and now.value <= success.at_most


def has_not_improved(
    instruments: Instruments, first: Mapping[str, Value], now: Mapping[str, Value], *, days_since: int
) -> bool | None:
    """Whether the physio is to think again this long after the first visit; None where an answer is missing."""
    rule = instruments.no_improvement
    if days_since < rule.after_days:
        return False
    compared = score(instruments[rule.change], now).value
    if compared is not None and compared > rule.at_most:
        return False
    instrument = instruments[rule.instrument]
    difference = change(instrument, score(instrument, first), score(instrument, now)).difference
    if instrument.scoring is None or difference is None:
        return None
    improved_by = -difference if instrument.scoring.better == "lower" else difference
    if improved_by >= rule.less_than:
        return False
    return None if compared is None else True


def response_to_treatment(
    instruments: Instruments, baseline: Mapping[str, Value], now: Mapping[str, Value]
) -> OverallResponse:
    """Improved, worse or unchanged, by the rule for the chart; None when no measure was taken both times."""
    better: list[str] = []
    worse: list[str] = []
    compared: list[str] = []
    for test in instruments.response:
        instrument = instruments[test.instrument]
        start, end = score(instrument, baseline), score(instrument, now)
        scoring = instrument.scoring
        if scoring is None or start.value is None or end.value is None or _why_not_compared(instrument, start, end):
            continue
        if test.percent is not None and start.value == 0:
            continue
        compared.append(instrument.id)
        difference = round(end.value - start.value, _DIGITS)
        if _reaches(abs(difference), start.value, points=test.points, percent=test.percent):
            (better if _direction(scoring, difference) == "improved" else worse).append(instrument.id)
    if not compared:
        return OverallResponse(None, because="No measure was taken both times.")
    response: Response = "mixed" if better and worse else "improved" if better else "worse" if worse else "unchanged"
    return OverallResponse(response, tuple(better), tuple(worse), tuple(compared))


# --- one score ------------------------------------------------------------------------------------------------------


def _is_given(value: Value | None) -> bool:
    return value is not None and value != ""


def _is_ticked(value: Value | None) -> bool:
    return value is True or value == "yes"


def _number(value: Value | None) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _what_is_missing(scoring: Scoring, given: Mapping[str, Value], answers: Mapping[str, Value]) -> str:
    """Why there is no score; "" when there is one."""
    if scoring.combine == "ticks":
        return "" if _is_ticked(answers.get(scoring.finished)) else scoring.needs_all
    if not given:
        return "Not answered."
    if scoring.needs_all and len(given) < len(scoring.items):
        return scoring.needs_all
    numbers = [_number(value) for value in given.values()]
    if any(number is None or not scoring.item_low <= number <= scoring.item_high for number in numbers):
        return f"Each answer must be a number from {scoring.item_low:g} to {scoring.item_high:g}."
    return ""


def _combined(scoring: Scoring, given: Mapping[str, Value]) -> float:
    if scoring.combine == "ticks":
        return float(sum(_is_ticked(value) for value in given.values()))
    total = sum(number for value in given.values() if (number := _number(value)) is not None)
    return total / len(given) if scoring.combine == "mean" else total


def _band(scoring: Scoring, value: float, answers: Mapping[str, Value]) -> tuple[str, str]:
    """The name of the band, or why it cannot be told."""
    for band in scoring.bands:
        looked_at = _number(answers.get(band.item)) if band.item else value
        if looked_at is None:
            return "", "The sub-score is missing."
        if _is_inside(band, looked_at):
            return band.label, ""
    return "", ""


def _is_inside(band: Band, value: float) -> bool:
    return (band.at_least is None or value >= band.at_least) and (band.at_most is None or value <= band.at_most)


# --- two scores -----------------------------------------------------------------------------------------------------


def _why_not_compared(instrument: Instrument, baseline: Score, now: Score) -> str:
    scoring = instrument.scoring
    if scoring is None:
        return f"Not scored here. {instrument.licence}"
    if scoring.is_change:
        return "The answer is itself the change since the first visit."
    if baseline.value is None:
        return f"Then: {baseline.because}"
    if now.value is None:
        return f"Now: {now.because}"
    if scoring.combine == "mean" and baseline.answered != now.answered:
        return "Not the same activities were scored both times."
    return ""


def _reaches(moved: float, start: float, *, points: float | None, percent: float | None) -> bool:
    """Whether a movement is large enough; 30% of 10 is met by 3, whatever binary fractions make of it."""
    if percent is not None:
        return moved > 0 and moved * 100 >= percent * start
    return points is not None and moved >= points


def _direction(scoring: Scoring, difference: float) -> Direction:
    return "improved" if (difference < 0) == (scoring.better == "lower") else "worse"


def _words(rule: MeaningfulChange, from_here: str) -> str:
    return f"{rule.words} {from_here}".strip()
