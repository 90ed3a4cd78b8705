"""A pasted radiology report, read into suggestions for the scan block: a code, the words it came from, how sure.

Nothing is filled in: a person confirms each suggestion, and `img_verified` stays the physio's. What the report
denies, doubts, remembers or only asks about is never suggested as found; what cannot be told is left blank, and
says why (knowledge base 3.3, 3.4, 3.6: nobody interprets).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from forms.exchange.report_dates import find_dates
from forms.exchange.report_mentions import Mention, Mentions, find_mentions
from forms.exchange.report_text import LevelWords, Sentence, sentences
from forms.exchange.report_words import ReportWords, load_report_words

Sure = Literal["stated", "provisional"]

_SHAPES = ("protrusion", "extrusion", "sequestration")
# What has a level and a side of its own; degeneration and facet change are often at every level.
_LOCAL = ("bulge", *_SHAPES, "stenosis_central", "stenosis_lateral", "spondylolisthesis", "fissure")
_OPEN = ("hedged", "softly_denied")
# "The extrusion on this MRI has become smaller" takes nothing from the MRI.
_STILL_A_SCAN = ("said", "still", "resolved", "changed")
_GRADES = ("contact", "deviation", "compression")
_ROOTS_WITH_CODE = ("L2", "L3", "L4", "L5", "S1")
_NOT_FINDINGS: tuple[str, ...] = ("history", "comparison", "technique")
_TURNED: dict[str, str] = {
    "denied": "the report says it is not there",
    "softly_denied": "the report all but denies it",
    "hedged": "the report does not say so for certain",
    "earlier": "the report speaks of an earlier finding and does not say that it is still there",
    "resolved": "the report says it has gone",
    "changed": "the report says it has become less; it does not say what is there now",
    "advice": "it stands in advice on what to do next",
}


class Quote(Struct, frozen=True):
    """Words of the report, and where they stand: `text[start:end]`."""

    start: int
    end: int
    words: str


class Suggestion(Struct, frozen=True):
    """One code to confirm. For a question with several answers there is one suggestion for each.

    note: what to check, for a provisional one.
    """

    item: str
    code: str
    quotes: tuple[Quote, ...]
    sure: Sure = "stated"
    note: str = ""


class LeftBlank(Struct, frozen=True):
    """A question the reader leaves open, and why. offer: the code for "the report is silent", if a person agrees.

    is_urgent: the words may mean something grave; a person must read them now.
    """

    item: str
    because: str
    quotes: tuple[Quote, ...] = ()
    offer: str = ""
    is_urgent: bool = False


class NotTaken(Struct, frozen=True):
    """A code the words could stand for, had the report not turned them round."""

    item: str
    code: str
    because: str
    quote: Quote


class LevelReading(Struct, frozen=True):
    """What the report says of one level alone."""

    level: str
    suggestions: tuple[Suggestion, ...]
    left_blank: tuple[LeftBlank, ...]


class ReportReading(Struct, frozen=True):
    """One report as the reader understands it. ignored: history and comparison, not read for findings."""

    suggestions: tuple[Suggestion, ...]
    left_blank: tuple[LeftBlank, ...]
    levels: tuple[LevelReading, ...]
    not_taken: tuple[NotTaken, ...]
    ignored: tuple[Quote, ...]

    def codes(self, item: str) -> tuple[str, ...]:
        """The codes suggested for one question."""
        return tuple(one.code for one in self.suggestions if one.item == item)

    def blank(self, item: str) -> LeftBlank | None:
        return next((one for one in self.left_blank if one.item == item), None)

    @property
    def has_urgent(self) -> bool:
        """Whether something grave is suggested or possible: a person must read the report now."""
        return any(one.is_urgent for one in self.left_blank) or any(
            one.code in ("fracture", "infection", "tumour", "cauda_compression") for one in self.suggestions
        )


def read_report(text: str, *, words: ReportWords | None = None, not_after: date | None = None) -> ReportReading:
    """Read a report; any text is read. `not_after`: the intake date; a scan cannot be later."""
    words = words or load_report_words()
    found = sentences(text, words)
    quote = _quoter(text)
    body = [one for one in found if one.section not in _NOT_FINDINGS]
    mentions = find_mentions(text, body, words)
    about = _About(text, quote, mentions.phrases, mentions, words)
    suggestions: list[Suggestion] = []
    blanks: list[LeftBlank] = []
    for part in (
        _what_and_when(text, found, words, quote, not_after),
        _levels(about),
        _findings(about),
        _details(about),
    ):
        for one in part:
            (suggestions if isinstance(one, Suggestion) else blanks).append(one)  # type: ignore[arg-type]
    return ReportReading(
        suggestions=tuple(suggestions),
        left_blank=tuple(blanks),
        levels=tuple(_level_reading(level, about) for level in _levels_found(about)),
        not_taken=tuple(
            NotTaken(one.phrase.item, one.code, _TURNED[one.status], quote(one.start, one.end))
            for one in mentions.phrases
            if not one.is_said and one.code and one.phrase.item in ("img_finding", "img_root", "img_calcified")
        ),
        ignored=tuple(quote(one.start, one.end) for one in found if one.section in ("history", "comparison")),
    )


def find_conclusion(text: str, *, words: ReportWords | None = None) -> Quote | None:
    """The conclusion, word for word; None where the report has no heading for one."""
    said = [one for one in sentences(text, words or load_report_words()) if one.section == "conclusion"]
    return _quoter(text)(said[0].start, said[-1].end) if said else None


class _About(Struct, frozen=True):
    """The mentions one reading is about: of the whole report, or of one level."""

    text: str
    quote: Callable[[int, int], Quote]
    phrases: tuple[Mention, ...]
    mentions: Mentions
    words: ReportWords
    level: str = ""

    def of(self, item: str) -> tuple[Mention, ...]:
        return tuple(one for one in self.phrases if one.phrase.item == item)

    def quotes(self, mentions: "Iterable[Mention]") -> tuple[Quote, ...]:
        return tuple(self.quote(one.start, one.end) for one in mentions)

    def at(self, level: str) -> "_About":
        return _About(
            self.text,
            self.quote,
            tuple(one for one in self.phrases if level in one.levels),
            self.mentions,
            self.words,
            level,
        )


_Part = Iterator[Suggestion | LeftBlank]


def _quoter(text: str) -> Callable[[int, int], Quote]:
    def quote(start: int, end: int) -> Quote:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Quote(start, end, text[start:end])

    return quote


# --- kind of scan, part, date ---------------------------------------------------------------------------------------


def _what_and_when(
    text: str, found: Sequence[Sentence], words: ReportWords, quote: Callable[[int, int], Quote], not_after: date | None
) -> _Part:
    """Looked for in the title and the technique first; what an earlier scan was, and when, is not asked."""
    for sections in (("opening", "technique"), ("findings", "conclusion")):
        here = [one for one in found if one.section in sections]
        kinds = _scan_words(text, here, words, "img_done")
        if kinds:
            break
    yield from _one_code("img_done", kinds, quote, "The report does not say what kind of scan it is.")
    lines = {sentence for _, sentence in kinds}
    parts = _scan_words(text, [one for one in here if one in lines], words, "img_region") if kinds else []
    parts = parts or _scan_words(text, here, words, "img_region")
    yield from _one_code("img_region", parts, quote, "The report does not say which part was scanned.")
    dates = find_dates(text, found, words, titles=tuple(lines))
    values = {one.value for one in dates}
    quotes = tuple(quote(one.start, one.end) for one in dates)
    only = next(iter(values)) if len(values) == 1 else None
    if only is not None and not_after is not None and only > not_after:
        yield LeftBlank("img_date", "The date found is later than today's intake.", quotes)
    elif only is not None:
        yield Suggestion("img_date", only.isoformat(), quotes, "stated" if dates[0].is_labelled else "provisional")
    elif None in values:
        yield LeftBlank("img_date", "Day and month could be either way round.", quotes)
    elif values:
        yield LeftBlank("img_date", "More than one date could be the scan's.", quotes)
    else:
        yield LeftBlank("img_date", "No date of the scan was found.")


def _scan_words(text: str, here: Sequence[Sentence], words: ReportWords, item: str) -> list[tuple[Mention, Sentence]]:
    found = []
    for mention in find_mentions(text, here, words, (item,)).phrases:
        sentence = here[mention.sentence]
        is_earlier = words.date_of_something_else.search(text, sentence.start, mention.start) is not None
        if mention.status in _STILL_A_SCAN and not is_earlier:
            found.append((mention, sentence))
    return found


def _one_code(
    item: str, found: Sequence[tuple[Mention, Sentence]], quote: Callable[[int, int], Quote], silent: str
) -> _Part:
    quotes = tuple(quote(mention.start, mention.end) for mention, _ in found)
    codes = {mention.code for mention, _ in found}
    if len(codes) == 1:
        yield Suggestion(item, codes.pop(), quotes)
    elif codes:
        yield LeftBlank(item, "More than one phrase fits.", quotes)
    else:
        yield LeftBlank(item, silent)


# --- levels ---------------------------------------------------------------------------------------------------------


def _counts(mention: Mention) -> bool:
    """Whether a mention gives its level, its side and its position to the scan."""
    if mention.phrase.item == "img_root":
        return (mention.is_said and mention.code != "none") or mention.status in _OPEN
    return mention.phrase.item == "img_finding" and mention.is_said and mention.code in _LOCAL


def _local(about: _About) -> tuple[Mention, ...]:
    found = tuple(one for one in about.phrases if _counts(one))
    if found:
        return found
    general = ("degeneration", "facet", "modic")
    return tuple(one for one in about.of("img_finding") if one.is_said and one.code in general)


def _levels_found(about: _About) -> tuple[str, ...]:
    names = {level for mention in _local(about) for level in mention.levels}
    return tuple(sorted(names))


def _levels(about: _About) -> _Part:
    local = _local(about)
    names = _levels_found(about)
    segments = {mention.segment for mention in local}
    for name in names:
        quotes = tuple(
            about.quote(words.start, words.end)
            for words in about.mentions.levels
            if name in words.levels and any(start <= words.start < end for start, end in segments)
        )
        if not quotes:  # the level stands in the sentence before
            quotes = tuple(about.quote(one.start, one.end) for one in about.mentions.levels if name in one.levels)
        yield Suggestion("img_level", name, quotes)
    unreadable = tuple(one for one in about.mentions.levels if not one.levels)
    if unreadable:
        yield LeftBlank("img_level", "These words name no single level.", _level_quotes(about, unreadable))
    elif not names:
        because = "The report ties no finding to a level." if local else "No finding was read, so no level."
        yield LeftBlank("img_level", because, _level_quotes(about, about.mentions.levels))


def _level_quotes(about: _About, levels: Sequence[LevelWords]) -> tuple[Quote, ...]:
    return tuple(about.quote(one.start, one.end) for one in levels)


def _level_reading(level: str, whole: _About) -> LevelReading:
    about = whole.at(level)
    parts = [*_findings(about), *_details(about)]
    return LevelReading(
        level,
        tuple(one for one in parts if isinstance(one, Suggestion)),
        tuple(one for one in parts if isinstance(one, LeftBlank)),
    )


# --- shape words ----------------------------------------------------------------------------------------------------


def _findings(about: _About) -> _Part:
    found = [one for one in about.of("img_finding") if not _is_named_better(one, about)]
    said = [one for one in found if one.is_said and one.code]
    abnormal = [one for one in said if one.code != "normal"]
    open_ones = [
        one for one in found if one.status in ("hedged", "earlier", "changed") or (one.is_said and not one.code)
    ]
    codes = dict.fromkeys(one.code for one in abnormal)
    for code in codes:
        mentions = [one for one in abnormal if one.code == code]
        stated = [one for one in mentions if not one.phrase.provisional]
        note = "" if stated else mentions[0].phrase.provisional
        yield Suggestion(
            "img_finding", code, about.quotes(stated or mentions), "provisional" if note else "stated", note
        )
    for mention in open_ones:
        if mention.code in codes or mention.code == "normal":
            continue
        reason = mention.phrase.why if mention.is_said else f"{_TURNED[mention.status].capitalize()}."
        yield LeftBlank("img_finding", reason, about.quotes([mention]), is_urgent=mention.phrase.urgent)
    normal = [one for one in said if one.code == "normal" and not one.levels]
    if normal and not abnormal and not open_ones and not about.level:
        yield Suggestion("img_finding", "normal", about.quotes(normal))
    elif not codes and not open_ones and not about.level:
        yield LeftBlank("img_finding", "No shape word was read in the findings or the conclusion.")


def _is_named_better(mention: Mention, about: _About) -> bool:
    """ "Herniation" counts only where no shape is named (3.4), at its level or, without one, anywhere."""
    if not mention.phrase.instead_of_none:
        return False
    shapes = (*_SHAPES, "bulge") if not mention.code else _SHAPES
    return any(
        one.code in shapes
        and one.is_said
        and not one.phrase.instead_of_none
        and (not mention.levels or not one.levels or set(mention.levels) & set(one.levels))
        for one in about.of("img_finding")
    )


# --- side, position, root, calcium, severity ------------------------------------------------------------------------


def _details(about: _About) -> _Part:
    segments = {one.segment for one in _local(about)}
    beside = [one for one in about.phrases if one.segment in segments and one.is_said]
    zones = [one for one in beside if one.phrase.item == "img_zone"]
    yield from _side(about, [one for one in beside if one.phrase.item == "img_side"], zones)
    yield from _plain(about, "img_zone", zones, "not_stated", "The report names no position.")
    yield from _root(about)
    yield from _root_name(about)
    if not about.level:
        yield from _calcified(about)
    severities = [one for one in beside if one.phrase.item == "img_severity"]
    if _is_of_some_levels(about, severities):
        yield LeftBlank("img_severity", "Only some of the levels have a severity word.", about.quotes(severities))
    else:
        yield from _plain(about, "img_severity", severities, "not_stated", "The report gives no severity word.")


def _plain(about: _About, item: str, found: Sequence[Mention], silent_code: str, silent: str) -> _Part:
    """One code where every word agrees; blank where they do not."""
    codes = {one.code for one in found}
    quotes = about.quotes(found)
    if not codes:
        yield LeftBlank(item, silent, offer=silent_code)
    elif codes == {""}:
        yield LeftBlank(item, found[0].phrase.why, quotes)
    elif len(codes) == 1:
        note = "The report says so of some of the levels only." if _is_of_some_levels(about, found) else ""
        yield Suggestion(item, codes.pop(), quotes, "provisional" if note else "stated", note)
    else:
        yield LeftBlank(item, "More than one phrase fits.", quotes)


def _is_of_some_levels(about: _About, found: Sequence[Mention]) -> bool:
    """Whether a word of the whole report was said of some of its levels, and not of the others."""
    said_of = {level for one in found for level in one.levels}
    return bool(said_of) and not about.level and not said_of >= set(_levels_found(about))


def _side(about: _About, sides: Sequence[Mention], zones: Sequence[Mention]) -> _Part:
    central = [one for one in zones if one.code == "central"]
    if not sides and central:
        note = "The report says central and names no side."
        yield Suggestion("img_side", "central_both", about.quotes(central), "provisional", note)
    elif central and {one.code for one in sides} != {"central_both"}:
        yield LeftBlank("img_side", "The report says central and names a side.", about.quotes([*central, *sides]))
    else:
        yield from _plain(about, "img_side", sides, "not_stated", "The report names no side.")


def _root(about: _About) -> _Part:
    found = about.of("img_root")
    said = [one for one in found if one.is_said and one.code in _GRADES]
    unclear = [one for one in found if (one.is_said and one.code == "unclear") or one.status in _OPEN]
    none = [one for one in found if _says_none(one)]
    grades = {one.code for one in said}
    against = [one for one in none if said and _speaks_against(one, said)]
    fitting = [*said, *unclear, *against]
    if not found:
        yield LeftBlank("img_root", "No word about nerve roots was read.", offer="not_mentioned")
    elif len(grades) > 1 or (said and (unclear or against)):
        note = "More than one phrase fits."
        yield Suggestion("img_root", "unclear", about.quotes(_in_order(fitting)), "stated", note)
    elif said:
        yield Suggestion("img_root", grades.pop(), about.quotes(said))
    elif unclear:
        both = " The report denies it as well." if none else ""
        note = f"The wording leaves it open.{both}"
        yield Suggestion("img_root", "unclear", about.quotes(_in_order([*unclear, *none])), "stated", note)
    elif none:
        yield Suggestion("img_root", "none", about.quotes(none))
    else:
        yield LeftBlank("img_root", f"{_TURNED[found[0].status].capitalize()}.", about.quotes(found))


def _says_none(mention: Mention) -> bool:
    if mention.code == "none":
        return mention.is_said
    # "Does not indent the theca" says nothing about roots.
    return mention.status == "denied" and (mention.code in _GRADES or mention.phrase.denies_all)


def _speaks_against(denial: Mention, said: Sequence[Mention]) -> bool:
    """Whether a denial contradicts what is said: "contacts, but does not compress" does not."""
    if denial.is_elsewhere:
        return False
    for one in said:
        if denial.levels and one.levels and not set(denial.levels) & set(one.levels):
            continue
        if denial.code not in _GRADES or _GRADES.index(denial.code) <= _GRADES.index(one.code):
            return True
    return False


def _root_name(about: _About) -> _Part:
    segments = {one.segment for one in about.of("img_root") if one.phrase.item == "img_root" and _counts(one)}
    if not segments:
        return
    found = [one for one in about.mentions.roots if one.segment in segments]
    names = dict.fromkeys(one.name for one in found)
    quotes = tuple(about.quote(one.start, one.end) for one in found)
    if not names:
        yield LeftBlank("img_root_name", "The report names no root.", offer="not_stated")
    elif len(names) > 1:
        yield LeftBlank("img_root_name", "The report names more than one root.", quotes)
    elif (name := next(iter(names))) in _ROOTS_WITH_CODE:
        yield Suggestion("img_root_name", name, quotes)
    else:
        yield LeftBlank("img_root_name", f"There is no code for {name}.", quotes)


def _calcified(about: _About) -> _Part:
    found = about.of("img_calcified")
    said = [one for one in found if one.is_said]
    denied = [one for one in found if one.status == "denied"]
    if said and not denied:
        yield Suggestion("img_calcified", "yes", about.quotes(said))
    elif denied and len(denied) == len(found):
        yield Suggestion("img_calcified", "no", about.quotes(denied))
    elif found:
        yield LeftBlank("img_calcified", "The wording leaves it open.", about.quotes(found))
    else:
        yield LeftBlank("img_calcified", "No word about calcium in a disc was read.", offer="not_mentioned")


def _in_order(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda one: one.start)
