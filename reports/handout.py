"""The patient's handout: emergency card, what was found, the plan, one card for each exercise, and advice.

Everything arrives as finished texts. Nothing here reads rules, scores or the clock.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Spacer

from reports import flowables, paper, styles, text
from reports.flowables import Box, Shape
from reports.inputs import EmergencyCard, Printing, in_words
from reports.pictures import exercise_picture
from reports.safety_card import emergency_card
from reports.tagging import Element

TITLE = "Your home programme"
Light = Literal["green", "amber", "red"]


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """One exercise as this person should do it."""

    id: str
    name: str
    why: str
    position: str
    steps: tuple[str, ...]
    dose: tuple[Box, ...]
    easier: str = ""
    harder: str = ""
    stops: tuple[str, ...] = ()
    adaptation: str = ""
    side_words: str = ""
    dose_words: str = ""
    figure_id: str = ""


@dataclass(frozen=True, slots=True)
class PainLight:
    """One light of the traffic light for pain: always colour, word and shape."""

    light: Light
    word: str
    range: str
    meaning: str


@dataclass(frozen=True, slots=True)
class AdviceModule:
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything the patient's handout says."""

    printing: Printing
    card: EmergencyCard
    findings: tuple[str, ...]
    goal: str
    exercises: tuple[ExerciseCard, ...]
    pain_lights: tuple[PainLight, ...]
    pain_note: str = ""
    plan_note: str = ""
    rest_rule: str = ""
    side_words: str = ""
    advice: tuple[AdviceModule, ...] = ()
    review_date: datetime.date | None = None
    review_note: str = ""
    tick_log: bool = True


_LIGHTS: dict[Light, tuple[Shape, Color]] = {
    "green": ("circle", styles.GOOD),
    "amber": ("triangle", styles.URGENT),
    "red": ("octagon", styles.EMERGENCY),
}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PICTURE_WIDTH = 160.0
_SHORT = 80  # texts that stand side by side
_SHORT_FINDINGS = 260


def build_handout(handout: Handout, *, body_size: float = 12.0) -> bytes:
    """The whole pack as PDF bytes: same handout in, same bytes out."""
    root = Element("Document")
    family = styles.styles_for(body_size)
    story = [
        *_first_page(handout, root, family),
        *_exercises(handout, root, family),
        *_pain_lights(handout, root, family),
        *_advice(handout, root, family),
        *_review(handout, root, family),
        *_tick_log(handout, root, family),
    ]
    return paper.build(story, root, handout.printing, title=TITLE)


def _heading(words: str, family: styles.Styles, section: Element) -> Flowable:
    return text.paragraph(words, family.heading, section.add("H2"))


def _keep_together(handout: Handout, story: Sequence[Flowable], *, before: float = 0) -> list[Flowable]:
    """One piece, with its heading, on one page when a page can hold it."""
    return [flowables.Whole(story, page_height=paper.content_height(handout.printing), before=before)]


def _first_page(handout: Handout, root: Element, family: styles.Styles) -> list[Flowable]:
    person = handout.printing.person
    title = text.paragraph(TITLE, family.title, root.add("H1"))
    whose = f"For {person.printed_name}" + (f" · {handout.side_words}" if handout.side_words else "")
    line = text.paragraph(whose, family.body, root.add("P"))
    return [
        title,
        line,
        Spacer(0, 4),
        *emergency_card(handout.card, root, family, handout.printing),
        *_findings_and_goal(handout, root, family),
        *_plan(handout, root, family),
    ]


def _findings_and_goal(handout: Handout, root: Element, family: styles.Styles) -> list[Flowable]:
    """Side by side when both are short, so that the plan has room on the same page."""
    before = family.heading.spaceBefore * 0.6
    parts = [part for part in (_findings(handout, root, family), _goal(handout, root, family)) if part]
    short = sum(map(len, handout.findings)) <= _SHORT_FINDINGS and len(handout.goal) <= _SHORT
    if len(parts) == 2 and short:
        width = paper.content_width(handout.printing)
        page_height = paper.content_height(handout.printing)
        columns = flowables.SideBySide(
            *parts, left_width=width * 0.58, gap=width * 0.06, page_height=page_height, after=0
        )
        columns.spaceBefore = before
        return [columns]
    return [piece for part in parts for piece in _keep_together(handout, part, before=before)]


def _findings(handout: Handout, root: Element, family: styles.Styles) -> list[Flowable]:
    if not handout.findings:
        return []
    section = root.add("Sect")
    sentences = [text.paragraph(words, family.body, section.add("P"), emphasis=True) for words in handout.findings]
    return [_heading("What we found", family, section), *sentences]


def _goal(handout: Handout, root: Element, family: styles.Styles) -> list[Flowable]:
    goal = handout.goal.strip()
    if not goal:
        return []
    section = root.add("Sect")
    return [_heading("Your goal", family, section), text.paragraph(f"“{goal}”", family.body, section.add("P"))]


def _plan(handout: Handout, root: Element, family: styles.Styles) -> list[Flowable]:
    section = root.add("Sect")
    width = paper.content_width(handout.printing)
    story = [_heading("Your plan at a glance", family, section)]
    if handout.exercises:
        rows = [
            (str(number), exercise.name, _dose_in_words(exercise))
            for number, exercise in enumerate(handout.exercises, 1)
        ]
        story.append(
            flowables.grid(
                ("No.", "Exercise", "How much"),
                rows,
                (34, width * 0.33, width * 0.67 - 34),
                section,
                head_style=family.cell_head,
                cell_style=family.cell,
                padding=2.3,
                after=5,
            )
        )
    notes = " ".join(note for note in (handout.plan_note, _review_words(handout)) if note)
    if notes:
        story.append(text.paragraph(notes, family.body, section.add("P"), emphasis=True))
    if len(story) == 1:
        return []
    if len(handout.exercises) > 12:
        return story
    return _keep_together(handout, story, before=family.heading.spaceBefore)


def _dose_in_words(exercise: ExerciseCard) -> str:
    return exercise.dose_words or ", ".join(box.words for box in exercise.dose)


def _review_words(handout: Handout) -> str:
    return f"**We meet again on {in_words(handout.review_date)}.**" if handout.review_date else ""


def _exercises(handout: Handout, root: Element, family: styles.Styles) -> list[Flowable]:
    if not handout.exercises:
        return []
    section = root.add("Sect")
    heading = _heading("Your exercises", family, section)
    story: list[Flowable] = []
    for number, exercise in enumerate(handout.exercises, 1):
        card = _exercise_card(number, exercise, handout, section.add("Sect"), family)
        story += _keep_together(handout, [heading, *card] if number == 1 else card, before=family.body.fontSize * 1.1)
    return story


def _exercise_card(
    number: int, exercise: ExerciseCard, handout: Handout, section: Element, family: styles.Styles
) -> list[Flowable]:
    size = family.body.fontSize
    words: list[Flowable] = [text.paragraph(f"{number}. {exercise.name}", family.exercise, section.add("H3"))]
    picture = exercise_picture(exercise.figure_id or exercise.id, _PICTURE_WIDTH, exercise.name, section)
    if exercise.why:
        words.append(_gap(text.paragraph(exercise.why, family.quiet, section.add("P"), emphasis=True), size * 0.4))
    for words_of_note in (exercise.side_words, exercise.adaptation):
        if words_of_note:
            words.append(_gap(text.paragraph(words_of_note, family.strong, section.add("P")), size * 0.35))
    if exercise.position:
        start = text.paragraph(f"**Start:** {exercise.position}", family.body, section.add("P"), emphasis=True)
        words.append(start)
    words += flowables.numbered(exercise.steps, section, family.body, family.number, gap=size * 0.32)
    page_height = paper.content_height(handout.printing)
    story: list[Flowable] = [flowables.Rule(styles.ACCENT, 1.2, after=size * 0.65)]
    if picture is not None:
        story.append(flowables.SideBySide([picture], words, left_width=_PICTURE_WIDTH, gap=22, page_height=page_height))
    else:
        story.append(flowables.Stack(words))
    if exercise.dose:
        story.append(
            flowables.BoxRow(
                exercise.dose, section, family.dose, family.dose_label, before=size * 0.6, after=size * 0.5
            )
        )
    story += _card_foot(exercise, handout.printing, section, family)
    return story


def _card_foot(exercise: ExerciseCard, printing: Printing, section: Element, family: styles.Styles) -> list[Flowable]:
    """Easier, harder and stop, each introduced by its word."""
    levels = [
        _gap(text.paragraph(f"**{label}:** {words}", family.body, section.add("P"), emphasis=True), 2)
        for label, words in (("Easier", exercise.easier), ("Harder", exercise.harder))
        if words
    ]
    story: list[Flowable] = levels
    if len(levels) == 2 and len(exercise.easier) <= _SHORT and len(exercise.harder) <= _SHORT:
        half = (paper.content_width(printing) - 16) / 2
        story = [flowables.SideBySide([levels[0]], [levels[1]], left_width=half, gap=16, page_height=400, after=2)]
    if exercise.stops:
        words = " ".join(_sentence(stop) for stop in exercise.stops)
        stop = text.paragraph(f"**Stop if:** {words}", family.body, section.add("P"), emphasis=True)
        size = family.body.fontSize
        mark = flowables.Mark("octagon", styles.EMERGENCY, size * 1.05)
        story.append(
            flowables.SideBySide([mark], [_gap(stop, 0)], left_width=size * 1.1, gap=size * 0.5, page_height=400)
        )
    return story


def _sentence(words: str) -> str:
    words = words.strip()
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _gap(flowable: Flowable, after: float) -> Flowable:
    flowable.spaceAfter = after
    return flowable


def _pain_lights(handout: Handout, root: Element, family: styles.Styles) -> list[Flowable]:
    if not handout.pain_lights:
        return []
    section = root.add("Sect")
    size = family.body.fontSize
    story: list[Flowable] = [_heading("Traffic light for pain", family, section)]
    for light in handout.pain_lights:
        shape, colour = _LIGHTS[light.light]
        name = text.paragraph(f"{light.word}: {light.range}", family.strong, section.add("P"))
        meaning = _gap(text.paragraph(light.meaning, family.body, section.add("P"), emphasis=True), 0)
        mark = flowables.Mark(shape, colour, size * 2)
        story.append(
            flowables.SideBySide(
                [mark], [name, meaning], left_width=size * 2, gap=size, page_height=400, after=size * 0.7
            )
        )
    for words in (handout.pain_note, handout.rest_rule):
        if words:
            story.append(text.paragraph(words, family.body, section.add("P"), emphasis=True))
    return _keep_together(handout, story, before=family.heading.spaceBefore)


def _advice(handout: Handout, root: Element, family: styles.Styles) -> list[Flowable]:
    if not handout.advice:
        return []
    section = root.add("Sect")
    story: list[Flowable] = []
    for place, module in enumerate(handout.advice):
        part = section.add("Sect")
        piece = [_heading("Advice", family, section)] if place == 0 else []
        piece.append(_gap(text.paragraph(module.title, family.strong, part.add("H3")), 2))
        piece += [text.paragraph(words, family.body, part.add("P"), emphasis=True) for words in module.paragraphs]
        story += _keep_together(handout, piece, before=family.body.fontSize * 0.7)
    return story


def _review(handout: Handout, root: Element, family: styles.Styles) -> list[Flowable]:
    clinic = handout.printing.clinic
    section = root.add("Sect")
    story = [_heading("Your next visit", family, section)]
    if handout.review_date:
        story.append(text.paragraph(_review_words(handout), family.body, section.add("P"), emphasis=True))
    if handout.review_note:
        story.append(text.paragraph(handout.review_note, family.body, section.add("P"), emphasis=True))
    reach = " · ".join(part for part in (clinic.name, clinic.phone, clinic.hours, clinic.address) if part)
    if reach:
        story.append(text.paragraph(reach, family.body, section.add("P")))
    return _keep_together(handout, story, before=family.heading.spaceBefore)


def _tick_log(handout: Handout, root: Element, family: styles.Styles) -> list[Flowable]:
    """One week to tick, with a line for pain; long programmes have no room for it."""
    if not handout.tick_log or not 0 < len(handout.exercises) <= 8:
        return []
    section = root.add("Sect")
    width = paper.content_width(handout.printing)
    first = width - 44 * len(_DAYS)
    names = [
        text.fitted(f"{number}. {exercise.name}", family.cell_head, first - 10, lines=2)
        for number, exercise in enumerate(handout.exercises, 1)
    ]
    rows = [(name, *[""] * len(_DAYS)) for name in (*names, "Worst pain, 0 to 10")]
    week = [
        _heading("Your week: tick what you did", family, section),
        flowables.grid(
            ("Exercise", *_DAYS),
            rows,
            (first, *[44.0] * len(_DAYS)),
            section,
            head_style=family.cell_head,
            cell_style=family.cell,
            vertical=True,
            least_height=30,
        ),
    ]
    return [flowables.IfRoom(week, before=family.heading.spaceBefore)]
