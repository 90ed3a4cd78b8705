"""The patient's handout: emergency card, what was found, the plan, one card for each exercise, and advice.

Everything arrives as finished texts. Nothing here reads rules, scores or the clock.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Spacer

from reports import flowables, paper, styles, text
from reports.flowables import Box, Shape
from reports.inputs import EmergencyCard, Printing
from reports.layouts import STANDARD, Layout
from reports.pictures import exercise_picture
from reports.programme_code import code_to_scan
from reports.safety_card import emergency_card
from reports.tagging import Element, TaggedParagraph
from reports.wording import HANDOUT, HandoutWords

Light = Literal["green", "amber", "red"]


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """One exercise as this person should do it.

    often: how often, for the plan. dose_note: what the numbers leave out. stops: each goes on after "Stop if".
    stop_note: a warning that is a sentence of its own. picture_says: the picture in words, where not its own.
    """

    id: str
    name: str
    why: str
    position: str
    steps: tuple[str, ...]
    dose: tuple[Box, ...]
    easier: str = ""
    harder: str = ""
    stops: tuple[str, ...] = ()
    stop_note: str = ""
    adaptation: str = ""
    side_words: str = ""
    often: str = ""
    dose_note: str = ""
    figure_id: str = ""
    picture_says: str = ""


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
    code: tuple[str, ...] = ()
    words: HandoutWords = HANDOUT


LIGHTS: dict[Light, tuple[Shape, Color]] = {
    "green": ("circle", styles.GOOD),
    "amber": ("triangle", styles.URGENT),
    "red": ("octagon", styles.EMERGENCY),
}
_GAP = 18.0
_LEAST_GAP = 8.0
_MOST_PAGES = 4
_MOST_SAVED = 2  # pages between the airiest layout and the densest
_SHARES = (0.5, 0.6, 0.7, 0.44, 0.38)  # of the width, for the left of two; the first is preferred
_RINGS_APART = 1.43  # in ems, from number to number
_PICTURE_FIRST = 230.0  # where it comes before the words
_CARD_SIZES = (20.0, 18.0, 16.0, 14.0, 12.0)
_SENTENCE_END = re.compile(r"(?<=[.!?]) +(?=[A-ZÁÉÍÓÚÑ¿¡])")
_LEAST_COLUMN = 17  # in ems: narrower columns break every other phrase


@dataclass(frozen=True, slots=True)
class _Air:
    """How much white there is: line spacing and gaps in ems, and how large the pictures are."""

    leading: float
    gaps: float
    picture: float


# The first that keeps a programme to four sheets; a longer one has all the air it needs.
_AIRS = (
    _Air(1.32, 1.2, 162),
    _Air(1.26, 1.0, 154),
    _Air(1.21, 0.75, 144),
    _Air(1.21, 0.6, 126),
)
# Only ordinary print goes on to these: whoever needs it larger needs its white as well, and may have more sheets.
_DENSEST = (_Air(1.21, 0.45, 112), _Air(1.21, 0.35, 100))  # 100 is 35 mm, the least at which a figure is clear
_ORDINARY = 12.0


def build_handout(handout: Handout, *, layout: Layout = STANDARD) -> bytes:
    """The whole pack as PDF bytes: same handout in, same bytes out."""
    root, story = _fitted(handout, layout)
    return paper.build(story, root, handout.printing, title=handout.words.title)


def card_maker(
    printing: Printing, *, body_size: float = 12.0
) -> Callable[[int, ExerciseCard, Element], list[Flowable]]:
    """The handout's own card of an exercise, for whoever else prints exercises."""
    empty = Handout(printing, EmergencyCard("", "", (), "", "", ()), (), "", (), ())
    return _Sheet(empty, Layout("card", body_size), _AIRS[1])._card


def _fitted(handout: Handout, layout: Layout) -> tuple[Element, list[Flowable]]:
    """The layout on the fewest sheets, but four will do; among those one with the week's log; then the airiest."""
    fitted = None
    airs = (*_AIRS, *_DENSEST) if layout.body_size <= _ORDINARY else _AIRS
    for sheet in (_Sheet(handout, layout, air) for air in airs):
        for log_early in (False, True):
            root, story = sheet.in_order(log_early=log_early)
            pages = max(flowables.pages_of(story, sheet.width, sheet.page_height), _MOST_PAGES)
            has_log = all(piece.is_shown for piece in story if isinstance(piece, flowables.IfRoom))
            if fitted is None or (pages, not has_log) < fitted[0]:
                fitted = (pages, not has_log), root, story
            if fitted[0] == (_MOST_PAGES, False) or pages > _MOST_PAGES + _MOST_SAVED:
                return fitted[1:]
    assert fitted is not None
    return fitted[1:]


class _Sheet:
    """The parts of one handout, laid out for its reader and with so much air."""

    def __init__(self, handout: Handout, layout: Layout, air: _Air) -> None:
        self.handout, self.words, self.layout, self.air = handout, handout.words, layout, air
        self.family = styles.styles_for(layout.body_size, leading=air.leading)
        self.size = layout.body_size
        self.width = paper.content_width(handout.printing)
        self.page_height = paper.content_height(handout.printing)
        made = (self._first_page, self._exercises, self._tick_log, self._pain_lights, self._advice)
        self.parts = [self._part(make) for make in made]

    def _part(self, make: Callable[[], list[Flowable]]) -> tuple[Element, list[Flowable]]:
        self.root = Element("Document")
        return self.root, make()

    def in_order(self, *, log_early: bool) -> tuple[Element, list[Flowable]]:
        """As read and as heard: the week's log right after the exercises, or at the end where there is room for it."""
        first, exercises, log, *rest = self.parts
        parts = [first, exercises, log, *rest] if log_early else [first, exercises, *rest, log]
        root = Element("Document")
        root.kids = [kid for part, _ in parts for kid in part.kids]
        return root, [flowable for _, story in parts for flowable in story]

    # --- small help

    def _text(self, words: str, section: Element, style: ParagraphStyle | None = None, *, tag: str = "P") -> Flowable:
        if self.layout.one_idea_a_line:
            words = one_idea_a_line(words)
        return text.paragraph(words, style or self.family.body, section.add(tag), emphasis=True)

    def _heading(self, words: str, section: Element) -> Flowable:
        return text.paragraph(words, self.family.heading, section.add("H2"))

    def _whole(self, story: Sequence[Flowable], before: float | None = None) -> list[Flowable]:
        """One piece, with its heading, on one page when a page can hold it."""
        space = self.family.heading.spaceBefore if before is None else before
        return [flowables.Whole(story, page_height=self.page_height, before=space)]

    def _gap(self, ems: float) -> float:
        return self.size * ems * self.air.gaps

    def _has_room_for(self, columns: int) -> bool:
        return (self.width - _GAP * (columns - 1)) / columns >= _LEAST_COLUMN * self.size

    # --- page 1

    def _first_page(self) -> list[Flowable]:
        handout = self.handout
        title: list[Flowable] = [text.paragraph(self.words.title, self.family.title, self.root.add("H1"))]
        whose = f"{self.words.for_whom} {text.isolated(handout.printing.person.printed_name)}"
        whose += f" · {handout.side_words}" if handout.side_words else ""
        title += [text.paragraph(whose, self.family.body, self.root.add("P")), Spacer(0, 4)]
        return [*title, *self._emergency_card(title), *self._findings(), *self._plan()]

    def _emergency_card(self, above: Sequence[Flowable]) -> list[Flowable]:
        """In the size of the rest, or as large as lets it stand whole under the title: it is read in a hurry."""
        family = self.family
        if self.size > _ORDINARY:
            room = self.page_height - flowables.height_of(above, self.width)
            for size in (self.size, *(size for size in _CARD_SIZES if size < self.size)):
                family = styles.styles_for(size, leading=self.air.leading)
                tried = emergency_card(self.handout.card, Element("Document"), family, self.handout.printing)
                if flowables.height_of(tried, self.width) <= room:
                    break
        return emergency_card(self.handout.card, self.root, family, self.handout.printing)

    def _findings(self) -> list[Flowable]:
        if not self.handout.findings:
            return []
        section = self.root.add("Sect")
        # Without exercises nothing was concluded: the person is waiting for the next step.
        title = self.words.findings if self.handout.exercises else self.words.waiting
        heading = self._heading(title, section)
        return self._whole([heading, *(self._text(words, section) for words in self.handout.findings)], 0)

    def _plan(self) -> list[Flowable]:
        """The goal in the person's own words, then what to do how often."""
        if not self.handout.exercises:
            return []
        section = self.root.add("Sect")
        story = [self._heading(self.words.plan, section)]
        goal = self.handout.goal.strip()
        if goal:
            story.append(self._text(f"**{self.words.goal}** “{text.isolated(goal)}”", section))
        story.append(self._plan_table(section))
        notes = " ".join(note for note in (self.handout.plan_note, self._review_words()) if note)
        if notes:
            story.append(self._text(notes, section))
        if len(self.handout.exercises) > 12:
            return story
        return self._whole(story, self.size * 0.5)

    def _plan_table(self, section: Element) -> Flowable:
        number, words = self.size * 2.6, self.words
        rows = [
            (str(count), exercise.name, exercise.often or ", ".join(box.words for box in exercise.dose))
            for count, exercise in enumerate(self.handout.exercises, 1)
        ]
        name = (self.width - number) * (0.44 if self.size <= _ORDINARY else 0.5)
        return flowables.grid(
            (words.number, words.exercise, words.often),
            rows,
            (number, name, self.width - number - name),
            section,
            head_style=self.family.cell_head,
            cell_style=self.family.cell,
            padding=self.size * 0.2,
            after=self.size * 0.4,
        )

    def _review_words(self) -> str:
        day = self.handout.review_date
        return f"**{self.words.meet_again} {self.handout.printing.words.day_in_words(day)}.**" if day else ""

    # --- the exercises

    def _exercises(self) -> list[Flowable]:
        if not self.handout.exercises:
            return []
        section = self.root.add("Sect")
        heading = self._heading(self.words.exercises, section)
        story: list[Flowable] = []
        for number, exercise in enumerate(self.handout.exercises, 1):
            card = self._card(number, exercise, section.add("Sect"))
            story += self._whole([heading, *card] if number == 1 else card, self._gap(0.8))
        return story

    def _card(self, number: int, exercise: ExerciseCard, section: Element) -> list[Flowable]:
        """Name and dose, then picture and words side by side; under each other where the words would be squeezed."""
        size, family = self.size, self.family
        title = text.paragraph(f"{number}. {exercise.name}", family.exercise, section.add("H3"))
        story: list[Flowable] = [flowables.Rule(styles.ACCENT, 1.2, after=self._gap(0.55))]
        story += self._titled(title, self._dose(exercise, section))
        for words in (exercise.side_words, exercise.adaptation):
            if words:
                story.append(_after(text.paragraph(words, family.strong, section.add("P")), self._gap(0.4)))
        is_beside = (self.width - self.air.picture - _GAP) >= _LEAST_COLUMN * size and not self.layout.one_idea_a_line
        width = _PICTURE_FIRST if self.layout.one_idea_a_line else self.air.picture
        picture = exercise_picture(
            exercise.figure_id or exercise.id, width, exercise.name, section, says=exercise.picture_says
        )
        how = list(self._how(exercise, section))
        if picture is None or not is_beside:
            story += [*([picture] if picture is not None else []), *how]
        else:
            story.append(
                flowables.SideBySide(
                    [picture],
                    how,
                    left_width=self.air.picture,
                    gap=_GAP,
                    page_height=self.page_height,
                    after=self._gap(0.4),
                )
            )
        return [*story, *self._levels(exercise, section), *self._stops(exercise, section)]

    def _titled(self, title: TaggedParagraph, dose: flowables.BoxRow | None) -> list[Flowable]:
        """The dose at the end of the name's line where it fits there, else on a line of its own."""
        if dose is None:
            return [title]
        title.wrap(self.width, self.page_height)
        name = max(title.getActualLineWidths0(), default=0) + 2
        if name + _LEAST_GAP + dose.natural_width() > self.width:
            return [title, dose]
        dose.at_the_right = True
        return [
            flowables.SideBySide(
                [title],
                [dose],
                left_width=name,
                gap=_LEAST_GAP,
                page_height=self.page_height,
                after=self._gap(0.5),
            )
        ]

    def _how(self, exercise: ExerciseCard, section: Element) -> Iterator[Flowable]:
        if exercise.why:
            yield _after(self._text(exercise.why, section, self.family.quiet), self._gap(0.3))
        if exercise.position:
            yield _after(self._text(f"**{self.words.start}** {exercise.position}", section), self._gap(0.3))
        steps = exercise.steps
        if self.layout.one_idea_a_line:
            steps = tuple(map(one_idea_a_line, steps))
        yield from flowables.numbered(
            steps,
            section,
            self.family.body,
            self.family.number,
            # However dense the sheet: the rings round the numbers stay apart.
            gap=max(self._gap(0.25), self.size * (_RINGS_APART - self.air.leading)),
        )
        if exercise.dose_note:
            yield _after(self._text(exercise.dose_note, section), self._gap(0.2))

    def _dose(self, exercise: ExerciseCard, section: Element) -> flowables.BoxRow | None:
        if not exercise.dose:
            return None
        return flowables.BoxRow(
            exercise.dose,
            section,
            self.family.dose,
            self.family.dose_label,
            before=self._gap(0.4),
            after=self._gap(0.6),
        )

    def _levels(self, exercise: ExerciseCard, section: Element) -> list[Flowable]:
        """Easier and harder, beside each other; the longer one has more of the width."""
        levels = [
            _after(self._text(f"**{label}** {words}", section), self._gap(0.2))
            for label, words in ((self.words.easier, exercise.easier), (self.words.harder, exercise.harder))
            if words
        ]
        if len(levels) < 2 or not self._has_room_for(2):
            return levels

        pairs = (self._beside(levels, share) for share in _SHARES)
        best = next(pairs)
        one_line = self.family.body.leading * 1.5
        while best.wrap(self.width, self.page_height)[1] > one_line and (other := next(pairs, None)):
            if other.wrap(self.width, self.page_height)[1] < best.wrap(self.width, self.page_height)[1]:
                best = other
        return [best]

    def _beside(self, levels: Sequence[Flowable], share: float) -> flowables.SideBySide:
        left = (self.width - _GAP) * share
        return flowables.SideBySide(
            levels[:1], levels[1:], left_width=left, gap=_GAP, page_height=self.page_height, after=self._gap(0.2)
        )

    def _stops(self, exercise: ExerciseCard, section: Element) -> list[Flowable]:
        sentences = [f"**{self.words.stop_if}** {stop.rstrip('.')}." for stop in exercise.stops]
        words = " ".join([*sentences, exercise.stop_note]).strip()
        if not words:
            return []
        size = self.size
        mark = flowables.Mark("octagon", styles.EMERGENCY, size * 1.1)
        stop = _after(self._text(words, section), 0)
        return [
            flowables.SideBySide([mark], [stop], left_width=size * 1.1, gap=size * 0.5, page_height=self.page_height)
        ]

    # --- the rest

    def _pain_lights(self) -> list[Flowable]:
        if not self.handout.pain_lights:
            return []
        section = self.root.add("Sect")
        story: list[Flowable] = [self._heading(self.words.lights, section)]
        story += [self._light(light, section) for light in self.handout.pain_lights]
        notes = " ".join(note for note in (self.handout.pain_note, self.handout.rest_rule) if note)
        if notes:
            story.append(self._text(notes, section))
        return self._whole(story)

    def _light(self, light: PainLight, section: Element) -> Flowable:
        size = self.size
        shape, colour = LIGHTS[light.light]
        words = self._text(f"**{light.word}: {_sentence(light.range)}** {light.meaning}", section)
        return flowables.SideBySide(
            [flowables.Mark(shape, colour, size * 1.5)],
            [Spacer(0, size * 0.12), _after(words, 0)],
            left_width=size * 1.5,
            gap=size * 0.7,
            page_height=self.page_height,
            after=self._gap(0.45),
        )

    def _advice(self) -> list[Flowable]:
        """The modules, and the next visit after them."""
        section = self.root.add("Sect")
        heading = self._heading(self.words.advice, section) if self.handout.advice else None
        modules = [self._module(module, section.add("Sect")) for module in self.handout.advice]
        modules += self._next_visit(section.add("Sect"))
        if not modules:
            return []
        before = self.family.heading.spaceBefore
        if self._has_room_for(2):
            return [
                flowables.Columns(modules, heading=heading, gap=_GAP * 1.2, page_height=self.page_height, before=before)
            ]
        story = self._whole([*([heading] if heading is not None else []), *modules[0]])
        for module in modules[1:]:
            story += self._whole(module, self._gap(0.7))
        return story

    def _module(self, module: AdviceModule, section: Element) -> list[Flowable]:
        """The title stays with the first paragraph."""
        title = _after(text.paragraph(module.title, self.family.strong, section.add("H3")), self.size * 0.1)
        paragraphs = [_after(self._text(words, section), self._gap(0.25)) for words in module.paragraphs]
        first = flowables.Stack([title, *paragraphs[:1]], before=self._gap(0.7), after=self._gap(0.25))
        return [first, *paragraphs[1:]]

    def _next_visit(self, section: Element) -> list[list[Flowable]]:
        """When we meet again, and how to reach the clinic before that."""
        handout, clinic = self.handout, self.handout.printing.clinic
        notes = " ".join(note for note in (self._review_words(), handout.review_note) if note)
        reach = "\n".join(part for part in (clinic.name, clinic.address, clinic.phone, clinic.hours) if part)
        lines = tuple(words for words in (notes, reach) if words)
        if not lines and not handout.code:
            return []
        return [[*self._module(AdviceModule(self.words.next_visit, lines), section), *self._code(section)]]

    def _code(self, section: Element) -> list[Flowable]:
        """The programme as a code, for who opens it again."""
        if not self.handout.code:
            return []
        said = _after(self._text(self.words.code, section), 0)
        style, height = self.family.body, self.page_height
        code = code_to_scan(self.handout.code, self.words.code_says, section, style, page_height=height)
        return [flowables.Stack([said, code], before=self._gap(0.4))]

    def _tick_log(self) -> list[Flowable]:
        """One week to tick, with a line for pain; long programmes have no room for it."""
        if not self.handout.tick_log or not 0 < len(self.handout.exercises) <= 8:
            return []
        section = self.root.add("Sect")
        day = 41.0
        first = self.width - day * len(self.words.days)
        names = [
            text.fitted(f"{number}. {exercise.name}", self.family.cell_head, first - 10, lines=2)
            for number, exercise in enumerate(self.handout.exercises, 1)
        ]
        rows = [(name, *[""] * len(self.words.days)) for name in (*names, self.words.worst_pain)]
        week = [
            self._heading(self.words.log, section),
            flowables.grid(
                (self.words.exercise, *self.words.days),
                rows,
                (first, *[day] * len(self.words.days)),
                section,
                head_style=self.family.cell_head,
                cell_style=self.family.cell,
                vertical=True,
                padding=4,
                least_height=22,
            ),
        ]
        return [flowables.IfRoom(week, before=self.family.heading.spaceBefore)]


def one_idea_a_line(words: str) -> str:
    """Every sentence on a line of its own."""
    return _SENTENCE_END.sub("\n", words)


def _sentence(words: str) -> str:
    words = words.strip()
    return words if not words or words.endswith((".", "!", "?")) else f"{words}."


def _after(flowable: Flowable, space: float) -> Flowable:
    flowable.spaceAfter = space
    return flowable
