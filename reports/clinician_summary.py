"""The clinician's page: flags, drivers with their reasons, examination, decision, programme, versions, signature.

For the record and for colleagues. It carries points and rule ids, so it is never given to the patient.
"""

import datetime
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from reports import flowables, paper, styles, text
from reports.flowables import Shape
from reports.inputs import Printing, in_words
from reports.tagging import Element
from reports.wording import SUMMARY, SummaryWords

Tier = Literal["none", "routine", "soon", "urgent", "emergency"]


class FlagLine(Struct, frozen=True):
    """One safety prompt: what fired it, and whether it is still open. id: "" for several in one line."""

    id: str
    tier: Tier
    tier_word: str
    because: str
    state: str


class Reason(Struct, frozen=True):
    """One rule that fired, with its points and the grade of its evidence."""

    rule: str
    because: str
    points: int
    grade: str


class DriverReasons(Struct, frozen=True):
    """One driver with everything for it, against it and missing."""

    id: str
    name: str
    points: int
    band: str
    anchor: str | None
    fits: tuple[Reason, ...]
    does_not_fit: tuple[Reason, ...]
    missing: tuple[str, ...]
    note: str = ""


class ExaminationLine(Struct, frozen=True):
    test: str
    result: str


class ProgrammeLine(Struct, frozen=True):
    id: str
    name: str
    dose: str


class ClinicianSummary(Struct, frozen=True):
    """Everything on the clinician's page."""

    printing: Printing
    assessed_on: datetime.date
    story: str
    tier: Tier
    tier_word: str
    tier_note: str
    flags: tuple[FlagLine, ...]
    outcome: str
    drivers: tuple[DriverReasons, ...]
    examination: tuple[ExaminationLine, ...]
    decision: str
    programme: tuple[ProgrammeLine, ...]
    programme_note: str = ""
    messages: tuple[str, ...] = ()
    differentials: tuple[str, ...] = ()
    decision_support: str = ""
    words: SummaryWords = SUMMARY


_TIERS: dict[Tier, tuple[Shape, Color]] = {
    "emergency": ("octagon", styles.EMERGENCY),
    "urgent": ("triangle", styles.URGENT),
    "soon": ("diamond", styles.SOON),
    "routine": ("circle", styles.ROUTINE),
}
# Colleagues read at arm's length with good light: tables while they fit, then run-on lines, ever smaller.
_TABLE_SIZES = (10.5, 10.0, 9.5, 9.0)
_LINE_SIZES = (9.5, 9.0, 8.5, 8.0)


def build_clinician_summary(summary: ClinicianSummary) -> bytes:
    """One page; a record too long for one page at the smallest size goes on overleaf."""
    width, height = paper.content_width(summary.printing), paper.content_height(summary.printing)
    for size, in_lines in (*((size, False) for size in _TABLE_SIZES), *((size, True) for size in _LINE_SIZES)):
        root, story = _story(summary, size, in_lines=in_lines)
        if flowables.height_of(story, width) <= height:
            break
    return paper.build(story, root, summary.printing, title=summary.words.title)


def _story(summary: ClinicianSummary, size: float, *, in_lines: bool) -> tuple[Element, list[Flowable]]:
    root = Element("Document")
    family = styles.styles_for(size)
    story = [
        *_top(summary, root, family),
        *_safety(summary, root, family, in_lines=in_lines),
        *_drivers(summary, root, family),
        *_lists(summary, root, family),
        *_decision(summary, root, family, in_lines=in_lines),
    ]
    return root, story


def _heading(words: str, family: styles.Styles, section: Element) -> Flowable:
    heading = text.paragraph(words, family.heading, section.add("H2"))
    heading.spaceBefore = family.body.fontSize * 0.7
    heading.spaceAfter = family.body.fontSize * 0.2
    heading.keepWithNext = True
    return heading


def _top(summary: ClinicianSummary, root: Element, family: styles.Styles) -> list[Flowable]:
    about = f"{summary.words.assessed} {in_words(summary.assessed_on)}"
    if summary.decision_support:
        about += f" · {summary.decision_support}"
    story: list[Flowable] = [
        text.paragraph(summary.words.title, family.title, root.add("H1")),
        text.paragraph(about, family.quiet, root.add("P")),
    ]
    if summary.story:
        story.append(text.paragraph(summary.story, family.body, root.add("P")))
    return story


def _safety(summary: ClinicianSummary, root: Element, family: styles.Styles, *, in_lines: bool) -> list[Flowable]:
    section = root.add("Sect")
    story: list[Flowable] = [_heading(summary.words.safety, family, section)]
    shape, colour = _TIERS.get(summary.tier, ("circle", styles.QUIET))
    words = text.paragraph(
        f"**{summary.tier_word}.** {summary.tier_note}", family.body, section.add("P"), emphasis=True
    )
    story.append(_marked(words, shape, colour, family) if summary.tier != "none" else words)
    if summary.flags and in_lines:
        for tier in dict.fromkeys(flag.tier_word for flag in summary.flags):
            flags = [
                f"**{flag.id}** {flag.because.rstrip('.')} ({flag.state})"
                if flag.id
                else f"{flag.because} ({flag.state})"
                for flag in summary.flags
                if flag.tier_word == tier
            ]
            lines = f"**{tier}:** {'; '.join(flags)}."
            story.append(text.paragraph(lines, family.body, section.add("P"), emphasis=True))
    elif summary.flags:
        rows = [(flag.id, flag.tier_word, flag.because, flag.state) for flag in summary.flags]
        story.append(_table(summary.words.flags, rows, (0.09, 0.13, 0.6, 0.18), summary, section, family))
    return story


def _flag(flag: FlagLine) -> str:
    name = f"**{flag.id}** " if flag.id else ""
    return f"{name}{flag.because.rstrip('.')} ({flag.state})"


def _marked(words: Flowable, shape: Shape, colour: Color, family: styles.Styles) -> Flowable:
    size = family.body.fontSize * 1.3
    mark = flowables.Mark(shape, colour, size)
    return flowables.SideBySide([mark], [words], left_width=size, gap=size * 0.5, page_height=400)


def _drivers(summary: ClinicianSummary, root: Element, family: styles.Styles) -> list[Flowable]:
    section = root.add("Sect")
    story: list[Flowable] = [_heading(summary.words.drivers, family, section)]
    if summary.outcome:
        story.append(text.paragraph(summary.outcome, family.body, section.add("P")))
    words = summary.words
    rows = [(_driver(driver, words), _reasons(driver, words)) for driver in summary.drivers]
    if rows:
        story.append(_table(words.driver_table, rows, (0.24, 0.76), summary, section, family))
    return story


def _driver(driver: DriverReasons, words: SummaryWords) -> str:
    anchor = f", {words.anchor} {driver.anchor}" if driver.anchor else ""
    return f"{driver.id} {driver.name}\n{driver.band}, {driver.points} {words.points}{anchor}"


def _reasons(driver: DriverReasons, words: SummaryWords) -> str:
    lines = []
    for label, reasons in ((words.fit, driver.fits), (words.do_not_fit, driver.does_not_fit)):
        if reasons:
            lines.append(f"**{label}** " + "; ".join(_reason(reason, words) for reason in reasons) + ".")
    if driver.missing:
        missing = "; ".join(driver.missing)
        lines.append(f"**{words.missing}** {missing}{'' if missing.endswith('…') else '.'}")
    if driver.note:
        lines.append(driver.note)
    return "\n".join(lines) or words.no_rule


def _reason(reason: Reason, words: SummaryWords) -> str:
    opinion = f", {words.expert_opinion}" if reason.grade.startswith("D") else ""
    return f"{reason.rule} {reason.because.rstrip('.')} ({reason.points:+d}, {words.grade} {reason.grade}{opinion})"


def _lists(summary: ClinicianSummary, root: Element, family: styles.Styles) -> list[Flowable]:
    story: list[Flowable] = []
    if summary.examination:
        section = root.add("Sect")
        tests = "; ".join(f"{line.test} **{line.result}**" for line in summary.examination)
        story += [
            _heading(summary.words.examination, family, section),
            text.paragraph(f"{tests}.", family.body, section.add("P"), emphasis=True),
        ]
    for heading, lines in (
        (summary.words.consider, summary.differentials),
        (summary.words.messages, summary.messages),
    ):
        if lines:
            section = root.add("Sect")
            story.append(_heading(heading, family, section))
            story += flowables.bulleted(lines, section, family.body, gap=2)
    return story


def _decision(summary: ClinicianSummary, root: Element, family: styles.Styles, *, in_lines: bool) -> list[Flowable]:
    section = root.add("Sect")
    story: list[Flowable] = [_heading(summary.words.decision, family, section)]
    for words in (summary.decision, summary.programme_note):
        if words:
            story.append(text.paragraph(words, family.body, section.add("P")))
    if summary.programme and in_lines:
        lines = "; ".join(f"**{line.id} {line.name}** {line.dose.rstrip('.')}" for line in summary.programme)
        story.append(text.paragraph(f"{lines}.", family.body, section.add("P"), emphasis=True))
    elif summary.programme:
        rows = [(line.id, line.name, line.dose) for line in summary.programme]
        story.append(_table(summary.words.programme_table, rows, (0.08, 0.32, 0.6), summary, section, family))
    signature = summary.printing.approved_by
    if signature:
        signed = f"{summary.words.signed} {signature.name}, {signature.registration}, {in_words(signature.signed_on)}."
    else:
        signed = summary.words.not_signed
    story.append(text.paragraph(signed, family.strong, section.add("P")))
    versions = f"{summary.words.versions} {summary.printing.versions.content}, {summary.printing.versions.sha256}."
    story.append(text.paragraph(versions, family.quiet, section.add("P")))
    return story


def _table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    summary: ClinicianSummary,
    section: Element,
    family: styles.Styles,
) -> Flowable:
    width = paper.content_width(summary.printing)
    size = family.body.fontSize
    return flowables.grid(
        header,
        rows,
        [width * share for share in shares],
        section,
        head_style=family.cell_head,
        cell_style=family.cell,
        padding=size * 0.24,
        emphasis=True,
        before=size * 0.4,
        after=size * 0.5,
    )
