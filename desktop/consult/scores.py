"""The outcome measures of a visit: each score with its band, and whether it moved since the visit before.

A measure whose items may not be shown says what licence it needs; nothing is scored from a blank.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from forms.instruments.content import Instrument, Instruments
from forms.instruments.scoring import (
    Change,
    Score,
    change,
    has_not_improved,
    has_reached_success,
    response_to_treatment,
    score,
)
from forms.questionnaire import Questionnaire
from forms.response import QuestionnaireResponse, Value


class ScoreLine(Struct, frozen=True):
    """One measure. value: "5 of 10", or "" with `because`; moved: what it did since, and whether that matters.

    go_to: its first question.
    """

    id: str
    name: str
    value: str
    band: str
    because: str
    moved: str
    direction: str
    notes: tuple[str, ...]
    go_to: str


class LicenceLine(Struct, frozen=True):
    """A measure that is not here, or only as a number from the clinic's own form, and why."""

    name: str
    what: str
    licence: str
    is_score_only: bool
    go_to: str


class ScoresView(Struct, frozen=True):
    """All measures. overall: the rule for the chart over all of them, in words; "" with nothing to compare.

    think_again: what to do where weeks have brought no improvement; "" where they have, or nobody knows.
    """

    since: date | None
    lines: tuple[ScoreLine, ...]
    overall: str
    think_again: str
    licensed: tuple[LicenceLine, ...]


_OVERALL = {
    "improved": "Better than at that visit, by the rule for the chart.",
    "worse": "Worse than at that visit, by the rule for the chart.",
    "unchanged": "No change that matters since that visit.",
    "mixed": "Mixed: one measure is better, another worse.",
}


def build_scores(
    now: QuestionnaireResponse,
    before: tuple[date, QuestionnaireResponse] | None,
    instruments: Instruments,
    questionnaire: Questionnaire,
    first: tuple[date, QuestionnaireResponse] | None = None,
) -> ScoresView:
    """What the measures say today, and beside the visit before, in the order they are asked.

    first: the first visit of all, where it is another than the one before.
    """
    order = {link_id: place for place, link_id in enumerate(questionnaire.items)}
    answers, then = now.answers, before[1].answers if before is not None else None
    asked = [
        one
        for one in instruments.by_id.values()
        if one.scoring is not None and (before is not None or "baseline" in one.visits)
    ]
    first = first or before
    days = (now.authored - first[0]).days if first is not None else 0
    # A number from a licensed form is shown where one was entered.
    lines = (
        _line(one, answers, then, days)
        for one in sorted(asked, key=lambda one: order[one.scoring.items[0]] if one.scoring else 0)
        if one.embed or any(item in answers for item in (one.scoring.items if one.scoring else ()))
    )
    overall = response_to_treatment(instruments, then, answers) if then is not None else None
    return ScoresView(
        since=before[0] if before is not None else None,
        lines=tuple(lines),
        overall=_OVERALL[overall.response] if overall is not None and overall.response is not None else "",
        think_again=_think_again(now, first, instruments, days),
        licensed=tuple(_licence(one) for one in instruments.by_id.values() if not one.embed),
    )


def _think_again(
    now: QuestionnaireResponse, first: tuple[date, QuestionnaireResponse] | None, instruments: Instruments, days: int
) -> str:
    if first is None:
        return ""
    has_not = has_not_improved(instruments, first[1].answers, now.answers, days_since=days)
    return instruments.no_improvement.words if has_not else ""


def _line(
    instrument: Instrument, answers: Mapping[str, Value], then: Mapping[str, Value] | None, days_since: int
) -> ScoreLine:
    scoring = instrument.scoring
    assert scoring is not None
    today = score(instrument, answers)
    moved, direction = "", ""
    if then is not None and today.value is not None and not scoring.is_change:
        moved, direction = _moved(instrument, score(instrument, then), today)
    value = ""
    if today.value is not None:
        number = _number(today.value)
        value = number if scoring.is_change else f"{number} of {_number(scoring.high)}"
    return ScoreLine(
        instrument.id,
        instrument.name,
        value,
        today.band,
        today.because,
        moved,
        direction,
        tuple(_notes(instrument, today, days_since)),
        scoring.finished or scoring.items[0],
    )


def _moved(instrument: Instrument, before: Score, today: Score) -> tuple[str, str]:
    found = change(instrument, before, today)
    if found.difference is None:
        return found.because, ""
    return f"{_number(before.value or 0)} at that visit: {_difference(found)}", found.direction or ""


def _difference(found: Change) -> str:
    assert found.difference is not None
    if not found.difference:
        return "no change."
    size = _number(abs(found.difference))
    way = "more" if found.difference > 0 else "less"
    if not found.matters:
        return f"{size} {way}, not enough to matter. {found.because or found.words}".strip()
    better = {"improved": "better", "worse": "worse"}.get(found.direction or "", "")
    from_here = ""
    if found.matters_from_here is False:
        from_here = " From that start it takes more."
    return f"{size} {way}, {better} by enough to matter.{from_here}"


def _notes(instrument: Instrument, today: Score, days_since: int) -> Iterator[str]:
    yield from today.notes
    success = instrument.scoring.success if instrument.scoring is not None else None
    if success is not None and has_reached_success(instrument, today, days_since=days_since):
        yield success.words


def _licence(instrument: Instrument) -> LicenceLine:
    scoring = instrument.scoring
    go_to = scoring.items[0] if scoring is not None else ""
    return LicenceLine(instrument.name, instrument.what, instrument.licence, scoring is not None, go_to)


def _number(value: float) -> str:
    return f"{round(value, 1):g}".replace("-", "\u2212")
