"""The outcome report: each measure over the visits, the band that does not matter, and the numbers for who listens."""

import datetime

import pytest

from forms.response import QuestionnaireResponse
from reports.compose_outcomes import outcome_report, outcome_report_pdf
from reports.inputs import PageSize
from reports.outcome_report import OutcomeChart, OutcomePoint, OutcomeReport, build_outcome_report, spoken
from tests.reports import pdf
from tests.reports.factories import a_printing
from tests.reports.papers import a_paper
from tests.reports.test_handout import HOSTILE

PAPER = a_paper("EX01")
START = datetime.date(2026, 3, 2)


def a_visit(number: int, **answers: object) -> QuestionnaireResponse:
    return QuestionnaireResponse(START + datetime.timedelta(days=14 * number), answers)


def visits(*legs: int | None) -> list[QuestionnaireResponse]:
    return [a_visit(place, **({} if leg is None else {"nprs_leg": leg})) for place, leg in enumerate(legs)]


def a_chart(*values: float | None) -> OutcomeChart:
    points = tuple(OutcomePoint(START + datetime.timedelta(days=place), one) for place, one in enumerate(values))
    return OutcomeChart("Leg pain", "0 to 10.", 0, 10, True, points, (6.0, 10.0), "2 points matter.")


def test_each_score_is_marked_by_what_it_means_beside_the_first() -> None:
    (chart,) = outcome_report(PAPER, visits(8, 7, 6, 10)).charts
    assert [point.state for point in chart.points] == ["first", "same", "better", "worse"]


def test_the_band_is_as_wide_as_the_change_that_matters_and_stays_on_the_scale() -> None:
    (chart,) = outcome_report(PAPER, visits(9, 8)).charts
    assert chart.band == (7, 10)
    ticked = {"rmdq_finished": True, **{f"rmdq_{number:02}": True for number in range(1, 11)}}
    (roland,) = outcome_report(PAPER, [a_visit(0, **ticked)]).charts
    assert roland.band == (7, 13)
    (one_activity,) = outcome_report(PAPER, [a_visit(0, psfs_1=4)]).charts
    assert one_activity.band == (1, 7)


def test_a_missing_score_leaves_a_gap_and_is_said() -> None:
    report = outcome_report(PAPER, visits(8, None, 5))
    (chart,) = report.charts
    assert [point.value for point in chart.points] == [8, None, 5]
    assert "16 March 2026: not scored" in spoken(chart, report.words)
    assert "16 March 2026 not scored" in " ".join(pdf.texts(build_outcome_report(report)))


def test_visits_stand_in_order_of_their_dates() -> None:
    (chart,) = outcome_report(PAPER, list(reversed(visits(8, 7, 5)))).charts
    assert [point.value for point in chart.points] == [8, 7, 5]


def test_what_the_measures_say_together_stands_at_the_head() -> None:
    assert outcome_report(PAPER, visits(8, 5)).overall == "Better than at the first visit, by the rule for the chart."
    assert outcome_report(PAPER, visits(8)).overall == ""


def test_change_since_the_first_visit_has_no_band_and_no_start() -> None:
    (chart,) = outcome_report(PAPER, [a_visit(0), a_visit(1, groc=2)]).charts
    assert chart.band is None
    assert [point.state for point in chart.points] == ["plain", "plain"]


@pytest.mark.parametrize("count", [0, 1, 2, 12])
@pytest.mark.parametrize("size", PageSize)
def test_none_one_and_twelve_visits_print(count: int, size: PageSize) -> None:
    charts = (a_chart(*[number % 11 for number in range(count)]),) * 7 if count else ()
    data = build_outcome_report(OutcomeReport(a_printing(size=size), charts))
    assert len(pdf.texts(data)) <= 2
    assert ("No measure has been scored yet." in pdf.texts(data)[0]) == (count == 0)
    assert pdf.tags(data).count("Figure") == len(charts)
    assert pdf.broken_rules(data, "ua1") == []
    assert pdf.broken_rules(data, "2a") == []


def test_a_visit_without_any_score_says_so() -> None:
    assert "No measure has been scored yet." in pdf.texts(outcome_report_pdf(PAPER, [a_visit(0)]))[0]


def test_only_our_own_fonts_are_used() -> None:
    assert not {name for name in pdf.base_fonts(outcome_report_pdf(PAPER, visits(8, 5))) if "Helvetica" in name}


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_in_every_field_prints(words: str) -> None:
    chart = a_chart(8, None, 5)
    hostile = OutcomeChart(words, words, 0, 10, True, chart.points, chart.band, words)
    data = build_outcome_report(OutcomeReport(a_printing(), (hostile, chart), words))
    assert pdf.broken_rules(data, "ua1") == []
