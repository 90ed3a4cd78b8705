"""How the outcome measures went from visit to visit: a small chart each, and the same numbers as a table.

A grey band shows how far a score may move from its start without the change mattering. Marks differ in shape, so that
a black-and-white printer loses nothing; a screen reader hears the chart in words and reads the table.
"""

import datetime
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct, field
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from reports import flowables, fonts, paper, styles, text
from reports.inputs import Printing, in_words
from reports.tagging import Element

State = Literal["first", "same", "better", "worse", "plain"]


class OutcomeWords(Struct, frozen=True):
    title: str = "Outcome report"
    key: str = "What the marks mean"
    first: str = "First score"
    same: str = "No change that matters"
    better: str = "Better by enough to matter"
    worse: str = "Worse by enough to matter"
    band: str = "Grey band: a change that does not matter"
    table: str = "The numbers"
    visit: str = "Visit"
    missing: str = "not scored"
    lower: str = "lower is better"
    higher: str = "higher is better"
    none: str = "No measure has been scored yet."


class OutcomePoint(Struct, frozen=True):
    """One visit's score; None where there is none. state: how it stands beside the first score."""

    day: datetime.date
    value: float | None
    state: State = "plain"


class OutcomeChart(Struct, frozen=True):
    """One measure over the visits. band: from where to where a change from the start does not matter."""

    name: str
    what: str
    low: float
    high: float
    lower_is_better: bool
    points: tuple[OutcomePoint, ...]
    band: tuple[float, float] | None = None
    summary: str = ""


class OutcomeReport(Struct, frozen=True):
    """Every measure that was scored, and what they say together."""

    printing: Printing
    charts: tuple[OutcomeChart, ...]
    overall: str = ""
    words: OutcomeWords = field(default_factory=OutcomeWords)


_SIZE = 10.0
_GAP = 18.0
_HEIGHT = 112.0
_GREY = HexColor("#E4E4E0")
_EDGE = HexColor("#8A8F93")
_LEAST_LABEL = 34.0


def build_outcome_report(report: OutcomeReport) -> bytes:
    """The charts two by two, then the table."""
    root = Element("Document")
    family = styles.styles_for(_SIZE, leading=1.25)
    story = list(_story(report, root, family))
    return paper.build(story, root, report.printing, title=report.words.title)


def _story(report: OutcomeReport, root: Element, family: styles.Styles) -> Iterator[Flowable]:
    words, section = report.words, root.add("Sect")
    yield text.paragraph(words.title, family.title, section.add("H1"))
    if report.overall:
        yield text.paragraph(report.overall, family.strong, section.add("P"))
    if not report.charts:
        yield text.paragraph(words.none, family.body, section.add("P"))
        return
    yield _Key(words, section, family)
    width, height = paper.content_width(report.printing), paper.content_height(report.printing)
    column = (width - _GAP) / 2
    for place in range(0, len(report.charts), 2):
        pair = [_chart(one, words, root, family, column, height) for one in report.charts[place : place + 2]]
        yield flowables.SideBySide(
            pair[0], pair[1] if len(pair) > 1 else [], left_width=column, gap=_GAP, page_height=height, after=8
        )
    yield from _table(report, root, family, width)


def _chart(
    chart: OutcomeChart, words: OutcomeWords, root: Element, family: styles.Styles, width: float, page_height: float
) -> list[Flowable]:
    section = root.add("Sect")
    better = words.lower if chart.lower_is_better else words.higher
    heading = text.paragraph(chart.name, family.strong, section.add("H2"))
    story: list[Flowable] = [heading, text.paragraph(f"{chart.what} ({better})", family.small, section.add("P"))]
    story.append(flowables.Picture(_Plot(_drawing(chart, width)), spoken(chart, words), section))
    if chart.summary:
        story.append(text.paragraph(chart.summary, family.small, section.add("P")))
    return [flowables.Whole(story, page_height=page_height)]


def spoken(chart: OutcomeChart, words: OutcomeWords) -> str:
    """The chart in words: every visit with its score, and the band."""
    said = "; ".join(
        f"{in_words(point.day)}: {_number(point.value) if point.value is not None else words.missing}"
        for point in chart.points
    )
    band = f" {words.band}, {_number(chart.band[0])} to {_number(chart.band[1])}." if chart.band else ""
    return f"{chart.name}, {_number(chart.low)} to {_number(chart.high)}. {said}.{band}"


def _table(report: OutcomeReport, root: Element, family: styles.Styles, width: float) -> Iterator[Flowable]:
    """A row for each visit, a column for each measure."""
    section, words = root.add("Sect"), report.words
    yield text.paragraph(words.table, family.heading, section.add("H2"))
    days = list(dict.fromkeys(point.day for chart in report.charts for point in chart.points))
    scores = [{point.day: point.value for point in chart.points} for chart in report.charts]
    rows = []
    for day in sorted(days):
        found = [one.get(day) for one in scores]
        rows.append((in_words(day), *(words.missing if value is None else _number(value) for value in found)))
    first = min(96.0, width * 0.3)
    each = (width - first) / len(report.charts)
    yield flowables.grid(
        (words.visit, *(chart.name for chart in report.charts)),
        rows,
        (first, *[each] * len(report.charts)),
        section,
        head_style=family.small_strong,
        cell_style=family.small,
        padding=2.5,
    )


# --- drawing


class _Plot(Flowable):
    """A drawing of `reportlab.graphics` on our own canvas."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self.drawing = drawing

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.drawing.width, self.drawing.height

    def draw(self) -> None:
        renderPDF.draw(self.drawing, self.canv, 0, 0, showBoundary=False)


def _drawing(chart: OutcomeChart, width: float) -> Drawing:
    made = Drawing(width, _HEIGHT, initialFontName=fonts.REGULAR)
    left, right, bottom, top = 22.0, width - 8, 18.0, _HEIGHT - 10

    def y_of(value: float) -> float:
        share = (value - chart.low) / ((chart.high - chart.low) or 1)
        return bottom + (top - bottom) * min(max(share, 0.0), 1.0)

    if chart.band is not None:
        low, high = (y_of(edge) for edge in chart.band)
        made.add(Rect(left, low, right - left, max(high - low, 0.6), fillColor=_GREY, strokeColor=None))
        for edge in (low, high):
            made.add(Line(left, edge, right, edge, strokeColor=_EDGE, strokeWidth=0.5, strokeDashArray=[3, 2]))
    for value in (chart.low, (chart.low + chart.high) / 2, chart.high):
        made.add(Line(left - 3, y_of(value), left, y_of(value), strokeColor=styles.QUIET, strokeWidth=0.6))
        made.add(_label(left - 5, y_of(value) - 2.6, _number(value), anchor="end"))
    made.add(Line(left, bottom, left, top, strokeColor=styles.QUIET, strokeWidth=0.6))
    made.add(Line(left, bottom, right, bottom, strokeColor=styles.QUIET, strokeWidth=0.6))
    places = _places(len(chart.points), left + 12, right - 12)
    for run in _runs(chart.points):
        if len(run) > 1:
            corners = [number for at in run for number in (places[at], y_of(chart.points[at].value or 0.0))]
            made.add(PolyLine(corners, strokeColor=styles.ACCENT, strokeWidth=1.3))
    last_label = -_LEAST_LABEL
    for place, point in zip(places, chart.points, strict=True):
        if point.value is not None:
            for shape in _mark(point.state, place, y_of(point.value)):
                made.add(shape)
            above = y_of(point.value) + 5.5
            made.add(_label(place, above if above < top + 4 else y_of(point.value) - 12, _number(point.value)))
        else:
            made.add(_label(place, bottom + 3, "–"))
        if place - last_label >= _LEAST_LABEL:
            made.add(_label(place, bottom - 10, f"{point.day.day} {_MONTHS[point.day.month - 1]} {point.day:%y}"))
            last_label = place
    return made


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _label(x: float, y: float, words: str, *, anchor: str = "middle") -> String:
    return String(x, y, words, fontName=fonts.REGULAR, fontSize=7.2, fillColor=styles.TEXT, textAnchor=anchor)


def _places(count: int, left: float, right: float) -> list[float]:
    """As far apart as there is room for; a single visit stands in the middle."""
    if count == 1:
        return [(left + right) / 2]
    return [left + (right - left) * place / (count - 1) for place in range(count)]


def _runs(points: Sequence[OutcomePoint]) -> list[list[int]]:
    """Visits with a score that follow each other; a line never crosses a visit without one."""
    runs: list[list[int]] = [[]]
    for place, point in enumerate(points):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]


def _mark(state: State, x: float, y: float) -> list[Flowable]:
    """First: a square. No change that matters: an open ring. Better: a diamond. Worse: a triangle pointing down."""
    ink, size = styles.ACCENT, 3.4
    look = {"fillColor": ink, "strokeColor": ink, "strokeWidth": 1.2}
    if state == "first":
        return [Rect(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7, **look)]
    if state == "better":
        s = size * 1.35
        return [Polygon([x, y + s, x + s, y, x, y - s, x - s, y], **look)]
    if state == "worse":
        s = size * 1.25
        return [Polygon([x - s, y + s * 0.8, x + s, y + s * 0.8, x, y - s], **look)]
    fill = styles.WHITE if state == "same" else ink
    return [Circle(x, y, size * 0.9, fillColor=fill, strokeColor=ink, strokeWidth=1.2)]


class _Key(Flowable):
    """The four marks, each with its meaning beside it, and the band."""

    def __init__(self, words: OutcomeWords, parent: Element, family: styles.Styles) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 4, 8
        row = parent.add("L")
        self.states: tuple[State, ...] = ("first", "same", "better", "worse")
        said = (words.first, words.same, words.better, words.worse, words.band)
        self.cells = [text.paragraph(one, family.small, row.add("LI").add("LBody")) for one in said]

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.places = width, list[tuple[float, float, float]]()
        lead = 13.0
        x = y = tallest = 0.0
        for cell in self.cells:
            cell.wrap(width - lead, 10_000)
            natural = min(flowables.written_width(cell) + 2, width - lead)
            if x and x + lead + natural > width:
                x, y, tallest = 0.0, y + tallest + 2, 0.0
            height = cell.wrap(natural, 10_000)[1]
            self.places.append((x, y + height, natural))
            x, tallest = x + lead + natural + 12, max(tallest, height)
        self.height = y + tallest
        return width, self.height

    def draw(self) -> None:
        for number, (cell, (x, down, width)) in enumerate(zip(self.cells, self.places, strict=True)):
            drawing = Drawing(12, 10, initialFontName=fonts.REGULAR)
            if number < len(self.states):
                for shape in _mark(self.states[number], 5, 5):
                    drawing.add(shape)
            else:
                drawing.add(Rect(0, 1, 10, 8, fillColor=_GREY, strokeColor=_EDGE, strokeWidth=0.5))
            with self.canv.artifact():
                renderPDF.draw(drawing, self.canv, x, self.height - down, showBoundary=False)
            cell.wrapOn(self.canv, width, 10_000)
            cell.drawOn(self.canv, x + 13, self.height - down)


def _number(value: float) -> str:
    return f"{round(value, 1):g}".replace("-", "\u2212")
