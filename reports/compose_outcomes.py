"""From a patient's visits to the outcome report: the scores of each, and what moved by enough to matter."""

from collections.abc import Sequence

from forms.instruments.content import Instrument, load_instruments
from forms.instruments.scoring import Score, change, response_to_treatment, score
from forms.response import QuestionnaireResponse
from reports.compose import Paper
from reports.outcome_report import OutcomeChart, OutcomePoint, OutcomeReport, State, build_outcome_report

_OVERALL = {
    "improved": "Better than at the first visit, by the rule for the chart.",
    "worse": "Worse than at the first visit, by the rule for the chart.",
    "unchanged": "No change that matters since the first visit.",
    "mixed": "Mixed: one measure is better, another worse.",
}


def outcome_report_pdf(paper: Paper, visits: Sequence[QuestionnaireResponse]) -> bytes:
    """The measures over these visits, in order of their dates."""
    return build_outcome_report(outcome_report(paper, visits))


def outcome_report(paper: Paper, visits: Sequence[QuestionnaireResponse]) -> OutcomeReport:
    """What the report says; a measure that no visit scored is left out."""
    instruments = load_instruments()
    in_order = sorted(visits, key=lambda visit: visit.authored)
    order = {link_id: place for place, link_id in enumerate(paper.assessment.content.questionnaire.items)}
    scored = [one for one in instruments.by_id.values() if one.scoring is not None]
    scored.sort(key=lambda one: order.get(one.scoring.items[0], len(order)) if one.scoring else 0)
    charts = [_chart(one, in_order) for one in scored]
    overall = ""
    if len(in_order) > 1:
        response = response_to_treatment(instruments, in_order[0].answers, in_order[-1].answers).response
        overall = _OVERALL.get(response or "", "")
    return OutcomeReport(paper.printing(), tuple(one for one in charts if one is not None), overall)


def _chart(instrument: Instrument, visits: Sequence[QuestionnaireResponse]) -> OutcomeChart | None:
    scoring = instrument.scoring
    assert scoring is not None
    scores = [score(instrument, visit.answers) for visit in visits]
    start = next((one for one in scores if one.value is not None), None)
    if start is None:
        return None
    points = tuple(
        OutcomePoint(visit.authored, one.value, _state(instrument, start, one))
        for visit, one in zip(visits, scores, strict=True)
    )
    last = next(one for one in reversed(scores) if one.value is not None)
    return OutcomeChart(
        name=instrument.name,
        what=instrument.what,
        low=scoring.low,
        high=scoring.high,
        lower_is_better=scoring.better == "lower",
        points=points,
        band=_band(instrument, start),
        summary=change(instrument, start, last).words if last is not start else "",
    )


def _state(instrument: Instrument, start: Score, now: Score) -> State:
    """How a score stands beside the first one; plain where the two cannot be compared."""
    if now is start:
        return "plain" if instrument.scoring is not None and instrument.scoring.is_change else "first"
    found = change(instrument, start, now)
    if found.direction is None:
        return "plain"
    states: dict[str, State] = {"improved": "better", "worse": "worse", "unchanged": "same"}
    return states[found.direction]


def _band(instrument: Instrument, start: Score) -> tuple[float, float] | None:
    """How far from the start a change does not matter, within the scale."""
    scoring = instrument.scoring
    if scoring is None or scoring.change is None or start.value is None or scoring.is_change:
        return None
    rule = scoring.change
    points = rule.points_for_one if rule.points_for_one is not None and len(start.answered) == 1 else rule.points
    room = start.value * rule.percent / 100 if rule.percent is not None else points
    if not room:
        return None
    return max(start.value - room, scoring.low), min(start.value + room, scoring.high)
