"""Where a sentence comes from, what an answer influenced, and why a driver is where it is: as plain view data."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from desktop.consult.reasons import SourceView, asked_behind, key_of, sources
from forms.assessment import Assessment
from forms.clinic_details import filled
from forms.rules.engine import HISTORY_ANCHOR
from forms.rules.explain import band_words, signed
from forms.rules.impression import Basis
from forms.rules.trace import Influenced, Kind, Read, State, Trace, influence, read_answer, trace, why_not


class AnswerRow(Struct, frozen=True):
    """One answer a sentence rests on. key: where it is asked; "" for what nobody is asked.

    depth: 1 and more for what a worked-out answer follows from.
    """

    link_id: str
    key: str
    question: str
    answer: str
    is_answered: bool
    is_worked_out: bool
    depth: int = 0


class Linked(Struct, frozen=True):
    """Another sentence to go to; id "" where it has no page. points and driver: of a rule; via: what is between."""

    id: str
    kind: Kind
    says: str
    state: State
    points: str = ""
    driver: str = ""
    via: str = ""


class SentenceView(Struct, frozen=True):
    """One sentence, what it rests on, and how well that is known."""

    sentence: Linked
    grade: str
    sources: tuple[SourceView, ...]
    answers: tuple[AnswerRow, ...]
    rests_on: tuple[Linked, ...]


class InfluenceView(Struct, frozen=True):
    """One answer, and everything that looks at it; `opens`: the questions that are asked because of it."""

    answer: AnswerRow
    holds: tuple[Linked, ...]
    waits: tuple[Linked, ...]
    does_not_hold: tuple[Linked, ...]
    opens: tuple[AnswerRow, ...]


class OpenLine(Struct, frozen=True):
    """A finding that is not decided, and the questions it waits for."""

    sentence: Linked
    waits_for: tuple[AnswerRow, ...]


class DriverReasons(Struct, frozen=True):
    """Why a driver is where it is, and what it would take."""

    driver: str
    title: str
    band: str
    points: int
    is_supported: bool
    lacks: tuple[str, ...]
    could_reach: int
    points_needed: int
    is_open: bool
    has: tuple[Linked, ...]
    against: tuple[Linked, ...]
    open: tuple[OpenLine, ...]
    absent: tuple[Linked, ...]
    anchors: tuple[Linked, ...]


def explain_sentence(assessment: Assessment, sentence_id: str, details: dict[str, str]) -> SentenceView:
    """Where a sentence of the impression or the programme comes from."""
    found = trace(assessment, sentence_id)
    return SentenceView(
        sentence=_linked(assessment, found.id, found.kind, filled(found.says, details), found.state),
        grade=grade_in_words(found.grade, assessment),
        sources=sources(found.sources, assessment),
        answers=tuple(_rows(assessment, found.reads)),
        rests_on=tuple(_rested_on(assessment, one, details) for one in found.rests_on),
    )


def explain_answer(assessment: Assessment, link_id: str, details: dict[str, str]) -> InfluenceView:
    """Everything one answer influenced."""
    found = influence(assessment, link_id)
    opened = [one.id for one in found if one.kind == "asks" and one.state == "holds"]
    said = [_of_influence(assessment, one, details) for one in found if one.kind != "asks"]
    return InfluenceView(
        answer=next(_rows(assessment, (read_answer(assessment, link_id),))),
        holds=tuple(one for one in said if one.state == "holds"),
        waits=tuple(one for one in said if one.state == "undecided"),
        does_not_hold=tuple(one for one in said if one.state == "does_not_hold"),
        opens=tuple(_row(assessment, read_answer(assessment, one), 0) for one in opened),
    )


def explain_driver(assessment: Assessment, driver_id: str, details: dict[str, str]) -> DriverReasons:
    """What a driver has, what it lacks, what speaks against it, and what could still come."""
    found = why_not(assessment, driver_id)
    driver = assessment.content.rulebook.driver(driver_id)

    def of_basis(bases: Iterable[Basis]) -> tuple[Linked, ...]:
        return tuple(
            Linked(one.rule, "rule", filled(one.because, details), "holds", signed(one.points), driver.title)
            for one in bases
        )

    return DriverReasons(
        driver=driver_id,
        title=driver.title,
        band=band_words(found.band),
        points=found.points,
        is_supported=found.band == "supported",
        lacks=found.lacks,
        could_reach=found.could_reach,
        points_needed=found.points_needed,
        is_open=found.is_open,
        has=of_basis(found.fits),
        against=of_basis(found.against),
        open=tuple(
            OpenLine(
                Linked(one.rule, "rule", filled(one.because, details), "undecided", signed(one.points), driver.title),
                tuple(_row(assessment, read_answer(assessment, name), 0) for name in one.waits_for),
            )
            for one in found.open_rules
        ),
        absent=tuple(_of_trace(assessment, one, details) for one in found.absent),
        anchors=tuple(
            # The history is several findings at once, and has no page of its own.
            _linked(
                assessment, "" if one.rule == HISTORY_ANCHOR else one.rule, "rule", filled(one.says, details), one.state
            )
            for one in found.anchors
        ),
    )


def grade_in_words(grade: str, assessment: Assessment) -> str:
    """`Grade C: indirect ...`; "" where the sentence has no grade."""
    if not grade:
        return ""
    meaning = assessment.content.rulebook.scoring.words.get(f"grade {grade}", "")
    return f"Grade {grade}: {meaning}" if meaning else f"Grade {grade}"


def _linked(assessment: Assessment, sentence_id: str, kind: Kind, says: str, state: State, via: str = "") -> Linked:
    if kind == "rule":
        for driver in assessment.content.rulebook.drivers:
            for rule in driver.rules:
                if rule.id == sentence_id:
                    return Linked(sentence_id, kind, says, state, signed(rule.points), driver.title, via)
    return Linked(sentence_id, kind, says, state, via=via)


def _rested_on(assessment: Assessment, sentence_id: str, details: dict[str, str]) -> Linked:
    """A sentence behind another; advice may rest on a driver as a whole."""
    for driver in assessment.content.rulebook.drivers:
        if driver.id == sentence_id:
            finding = assessment.impression.finding(sentence_id)
            state: State = "holds" if finding.band in ("supported", "possible") else "does_not_hold"
            return Linked(sentence_id, "core", f"{driver.title}: {band_words(finding.band)}", state)
    return _of_trace(assessment, trace(assessment, sentence_id), details)


def _of_trace(assessment: Assessment, found: Trace, details: dict[str, str]) -> Linked:
    return _linked(assessment, found.id, found.kind, filled(found.says, details), found.state)


def _of_influence(assessment: Assessment, found: Influenced, details: dict[str, str]) -> Linked:
    items = assessment.content.questionnaire.items
    via = ", ".join(items[one].label if one in items else one for one in found.through)
    return _linked(assessment, found.id, found.kind, filled(found.says, details), found.state, via)


def _rows(assessment: Assessment, reads: Iterable[Read], depth: int = 0) -> Iterator[AnswerRow]:
    """Each answer, and under a worked-out one those it follows from, each once."""
    seen: set[str] = set()

    def walk(reads: Iterable[Read], depth: int) -> Iterator[AnswerRow]:
        for read in reads:
            if read.link_id not in seen:
                seen.add(read.link_id)
                yield _row(assessment, read, depth)
                yield from walk(read.worked_out_from, depth + 1)

    yield from walk(reads, depth)


def _row(assessment: Assessment, read: Read, depth: int) -> AnswerRow:
    facts = assessment.facts
    item = facts.questionnaire.items.get(read.link_id)
    is_worked_out = item is not None and item.is_derived
    asked: tuple[str, ...] = (read.link_id,) if item is not None and not is_worked_out else ()
    if is_worked_out and not read.worked_out_from:  # given as it stands: its own questions are still blank
        asked = asked_behind((read.link_id,), facts)[:1]
    return AnswerRow(
        link_id=read.link_id,
        key=key_of(asked[0], facts) if asked else "",
        question=read.label,
        answer=read.words,
        is_answered=read.answered == "answered",
        is_worked_out=is_worked_out,
        depth=depth,
    )
