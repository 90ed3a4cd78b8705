"""Outcome measures as data, read strictly from `instruments/`: an instrument without a licence does not load."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Literal

from msgspec import Struct

from forms.content import load_content, part, shipped_files
from forms.errors import ContentError
from forms.loading import DataFile, Table, suggestion
from forms.questionnaire import Questionnaire

Combine = Literal["single", "sum", "mean", "ticks"]
COMBINES: tuple[Combine, ...] = ("single", "sum", "mean", "ticks")
Better = Literal["lower", "higher"]
VISITS = ("baseline", "follow_up")

_FOLDER = "instruments"
_RESPONSE = f"{_FOLDER}/response.toml"


class Band(Struct, frozen=True):
    """A stretch of the score with a name; the first that fits counts. item: another answer it looks at instead."""

    label: str
    at_least: float | None
    at_most: float | None
    item: str = ""


class ChangeFrom(Struct, frozen=True):
    """What matters for people who start in this stretch."""

    at_least: float
    at_most: float
    points: float
    words: str


class MeaningfulChange(Struct, frozen=True):
    """How far the score must move to matter: in points, or in percent of the start."""

    points: float | None
    percent: float | None
    points_for_one: float | None
    words: str
    by_start: tuple[ChangeFrom, ...]


class Success(Struct, frozen=True):
    """The published mark of success, and how long after the first visit it was published for."""

    at_most: float
    after_days: int
    words: str


class Fits(Struct, frozen=True):
    """How the score stands to another answer: so much more than it, and no more."""

    item: str
    at_least_more: float
    at_most_more: float
    words: str


class Scoring(Struct, frozen=True):
    """How answers become a score.

    combine: one number as entered, the sum, the mean of what is given, or how many are ticked.
    needs_all: why a missing answer leaves no score; "" where the given ones are enough.
    finished: the tick that says blanks are meant. is_change: the answer is itself a change since the first visit.
    """

    items: tuple[str, ...]
    also: tuple[str, ...]
    combine: Combine
    item_low: float
    item_high: float
    low: float
    high: float
    better: Better
    needs_all: str
    finished: str
    is_change: bool
    bands: tuple[Band, ...]
    notes: tuple[Band, ...]
    change: MeaningfulChange | None
    success: Success | None
    fits: Fits | None


class Instrument(Struct, frozen=True):
    """One outcome measure. embed: whether its items may be shown; score: None where nothing may be entered."""

    id: str
    name: str
    what: str
    licence: str
    citation: str
    embed: bool
    visits: tuple[str, ...]
    loinc: str
    sources: tuple[str, ...]
    scoring: Scoring | None


class ResponseTest(Struct, frozen=True):
    """One line of the response rule: by how much one score must improve."""

    instrument: str
    points: float | None
    percent: float | None


class NoImprovement(Struct, frozen=True):
    """When to ask the physio to think again: so long after the first visit, one score has improved by less than this,
    and the person's own comparison with that visit is no higher than this."""

    after_days: int
    instrument: str
    less_than: float
    change: str
    at_most: float
    words: str


class Instruments(Struct, frozen=True):
    """Every instrument by id, and the rule by which the chart says improved, worse or unchanged."""

    by_id: Mapping[str, Instrument]
    response: tuple[ResponseTest, ...]
    no_improvement: NoImprovement

    def __getitem__(self, instrument_id: str) -> Instrument:
        return self.by_id[instrument_id]


@cache
def load_instruments() -> Instruments:
    """The shipped instruments."""
    content = load_content()
    return read_instruments(shipped_files(), content.questionnaire, content.rulebook.sources)


def read_instruments(files: Mapping[str, bytes], questionnaire: Questionnaire, sources: Collection[str]) -> Instruments:
    """Read `instruments/` of a pack; ContentError names the file, the line and what would be right."""
    found: dict[str, Instrument] = {}
    if _RESPONSE not in files:
        raise ContentError(f"{_RESPONSE} is missing from the content pack. Put the file back.")
    for name, content in sorted(part(files, _FOLDER).items()):
        if name != _RESPONSE:
            table = DataFile(name, content).table
            instrument = _instrument(table, questionnaire, sources)
            if instrument.id in found:
                raise table.fail(f'duplicate instrument "{instrument.id}".', "id")
            found[instrument.id] = instrument
    table = DataFile(_RESPONSE, files[_RESPONSE]).table
    instruments = Instruments(found, _response(table, found), _no_improvement(table, found))
    table.finish()
    return instruments


def _instrument(table: Table, questionnaire: Questionnaire, sources: Collection[str]) -> Instrument:
    instrument_id = table.text("id")
    table.named(f'instrument "{instrument_id}"')
    if not table.has("licence"):
        raise table.fail('"licence" is missing: an instrument whose terms nobody wrote down is not used.')
    embed = table.flag("embed")
    scoring = table.table("score", required=False)
    instrument = Instrument(
        id=instrument_id,
        name=table.text("name"),
        what=table.text("what"),
        licence=table.text("licence"),
        citation=table.text("citation", ""),
        embed=embed,
        visits=table.some_of("visits", VISITS),
        loinc=table.text("loinc", ""),
        sources=table.some_of("sources", sources),
        scoring=_scoring(scoring) if scoring is not None else None,
    )
    if not instrument.sources:
        raise table.fail("every clinical claim needs a source.", "sources")
    if embed and instrument.scoring is None:
        raise table.fail('an embedded instrument needs "score".')
    if instrument.scoring is not None:
        for item in (*instrument.scoring.items, *instrument.scoring.also):
            if item not in questionnaire.items:
                key = "items" if item in instrument.scoring.items else "also"
                raise table.table("score").fail(f'unknown item "{item}".{suggestion(item, questionnaire.items)}', key)
    table.finish()
    return instrument


def _scoring(table: Table) -> Scoring:
    low, high = _number(table, "low"), _number(table, "high")
    change = table.table("change", required=False)
    success = table.table("success", required=False)
    fits = table.table("fits", required=False)
    also = table.texts("also", ())
    scoring = Scoring(
        items=table.texts("items"),
        also=also,
        combine=table.one_of("combine", COMBINES),  # type: ignore[arg-type]
        item_low=_number(table, "item_low", low),
        item_high=_number(table, "item_high", high),
        low=low,
        high=high,
        better=table.one_of("better", ("lower", "higher")),  # type: ignore[arg-type]
        needs_all=table.text("needs_all", ""),
        finished=table.text("finished", ""),
        is_change=table.flag("is_change", False),
        bands=tuple(_band(entry, "label", also) for entry in table.tables("band")),
        notes=tuple(_band(entry, "words", also) for entry in table.tables("note")),
        change=_change(change) if change is not None else None,
        success=_success(success) if success is not None else None,
        fits=_fits(fits, also) if fits is not None else None,
    )
    if scoring.low >= scoring.high or scoring.item_low >= scoring.item_high:
        raise table.fail('"low" and "item_low" must be less than "high" and "item_high".', "low")
    if scoring.combine == "single" and len(scoring.items) != 1:
        raise table.fail('"single" takes one item.', "items")
    if scoring.combine == "ticks" and not scoring.finished:
        raise table.fail('"ticks" needs "finished": without it a blank page would score 0.')
    table.finish()
    return scoring


def _band(table: Table, key: str, also: tuple[str, ...]) -> Band:
    item = table.one_of("item", also, "")
    band = Band(table.text(key), table.number("at_least", None), table.number("at_most", None), item)
    table.finish()
    if band.at_least is None and band.at_most is None:
        raise table.fail('give "at_least", "at_most" or both.')
    return band


def _change(table: Table) -> MeaningfulChange:
    by_start = []
    for entry in table.tables("from"):
        by_start.append(
            ChangeFrom(
                _number(entry, "at_least"), _number(entry, "at_most"), _number(entry, "points"), entry.text("words")
            )
        )
        entry.finish()
    points, percent = table.number("points", None), table.number("percent", None)
    one = table.number("points_for_one", None)
    change = MeaningfulChange(points, percent, one, table.text("words"), tuple(by_start))
    table.finish()
    if (points is None) == (percent is None):
        raise table.fail('give "points" or "percent".')
    return change


def _success(table: Table) -> Success:
    success = Success(_number(table, "at_most"), table.whole("after_days"), table.text("words"))
    table.finish()
    return success


def _fits(table: Table, also: tuple[str, ...]) -> Fits:
    fits = Fits(
        table.one_of("item", also), _number(table, "at_least_more"), _number(table, "at_most_more"), table.text("words")
    )
    table.finish()
    return fits


def _number(table: Table, key: str, default: float | None = None) -> float:
    value = table.number(key) if default is None else table.number(key, default)
    assert value is not None
    return value


def _response(table: Table, known: Mapping[str, Instrument]) -> tuple[ResponseTest, ...]:
    tests = []
    for entry in table.tables("improved_when"):
        instrument = entry.one_of("instrument", known)
        points, percent = entry.number("points", None), entry.number("percent", None)
        entry.finish()
        if (points is None) == (percent is None):
            raise entry.fail('give "points" or "percent".')
        tests.append(ResponseTest(instrument, points, percent))
    return tuple(tests)


def _no_improvement(table: Table, known: Mapping[str, Instrument]) -> NoImprovement:
    entry = table.table("no_improvement")
    found = NoImprovement(
        after_days=entry.whole("after_days"),
        instrument=entry.one_of("instrument", known),
        less_than=_number(entry, "less_than"),
        change=entry.one_of("change", known),
        at_most=_number(entry, "at_most"),
        words=entry.text("words"),
    )
    entry.finish()
    return found
