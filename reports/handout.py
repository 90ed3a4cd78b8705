"""The patient's handout: emergency card, what was found, the plan, one card for each exercise, and advice.

Everything arrives as finished texts. Nothing here reads rules, scores or the clock.
"""

import datetime
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Spacer

from reports import flowables, fonts, paper, styles, text
from reports.exercise_card import ExerciseCard, ExerciseCards
from reports.flowables import Shape
from reports.inputs import EmergencyCard, Printing
from reports.layouts import STANDARD, Layout
from reports.programme_code import code_to_scan
from reports.safety_card import emergency_card
from reports.setting import GAP, Air, Setting, after
from reports.tagging import Element
from reports.wording import HANDOUT, HandoutWords

Light = Literal["green", "amber", "red"]


class PainLight(Struct, frozen=True):
    """One light of the traffic light for pain: always colour, word and shape."""

    light: Light
    word: str
    range: str
    meaning: str


class AdviceModule(Struct, frozen=True):
    title: str
    paragraphs: tuple[str, ...]


class Handout(Struct, frozen=True):
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
_MOST_PAGES = 4
_MOST_SAVED = 2  # pages between the airiest layout and the densest
_CARD_SIZES = (20.0, 18.0, 16.0, 14.0, 12.0)
# The airiest first.
_AIRS = (
    Air(1.32, 1.2, 162),
    Air(1.26, 1.0, 154),
    Air(1.21, 0.75, 144),
    Air(1.21, 0.6, 126),
)
# Only ordinary print goes on to these: whoever needs it larger needs its white as well, and may have more sheets.
_DENSEST = (Air(1.21, 0.45, 112), Air(1.21, 0.35, 100))
_ORDINARY = 12.0
# The week's log: a day's column in points, and how much of the width the days may take.
_LEAST_DAY, _LOG_PADDING, _MOST_DAYS = 33.0, 4.0, 0.68


@text.remembered()
def build_handout(handout: Handout, *, layout: Layout = STANDARD) -> bytes:
    """The whole pack as PDF bytes: same handout in, same bytes out."""
    laid = _fitted(handout, layout)
    return paper.build(laid.story, laid.root, handout.printing, title=handout.words.title)


def _fitted(handout: Handout, layout: Layout) -> "_Laid":
    """The layout on the fewest sheets, but four will do; among those the airiest."""
    airs = (*_AIRS, *_DENSEST) if layout.body_size <= _ORDINARY else _AIRS
    airiest = _laid(handout, layout, airs[0])
    if not _is_worth_saving(airiest.pages):
        return airiest
    best = _laid(handout, layout, airs[-1])
    if best.pages == airiest.pages:
        return airiest
    # Less air never takes more sheets: halving what is between finds the first that will do.
    low, high = 1, len(airs) - 1
    while low < high:
        middle = (low + high) // 2
        tried = _laid(handout, layout, airs[middle])
        if tried.pages == best.pages:
            best, high = tried, middle
        else:
            low = middle + 1
    return best


def _is_worth_saving(pages: int) -> bool:
    """Whether less air might bring it down to four sheets; a longer programme has all the air it needs."""
    return _MOST_PAGES < pages <= _MOST_PAGES + _MOST_SAVED


class _Laid(NamedTuple):
    pages: int
    root: Element
    story: list[Flowable]


def _laid(handout: Handout, layout: Layout, air: Air) -> _Laid:
    """With so much air: the week's log at the end, or right after the exercises where that saves a page."""
    sheet = _Sheet(handout, layout, air)
    both = []
    for log_early in (False, True):
        root, story = sheet.in_order(log_early=log_early)
        pages = max(flowables.pages_of(story, sheet.width, sheet.page_height), _MOST_PAGES)
        both.append(_Laid(pages, root, story))
        if not _is_worth_saving(pages):
            break
    return min(both, key=lambda laid: laid.pages)


class Passages(Setting):
    """What one handout says, part by part, for its reader and with so much air. Each part goes under `root`."""

    def __init__(self, handout: Handout, layout: Layout, air: Air, root: Element | None = None) -> None:
        super().__init__(handout.printing, layout, air)
        self.handout, self.words = handout, handout.words
        self.root = root or Element("Document")

    # --- page 1

    def top(self) -> list[Flowable]:
        """Whose it is, and the emergency card."""
        handout = self.handout
        title: list[Flowable] = [text.paragraph(self.words.title, self.family.title, self.root.add("H1"))]
        whose = f"{self.words.for_whom} {text.isolated(handout.printing.person.printed_name)}"
        whose += f" · {handout.side_words}" if handout.side_words else ""
        title += [text.paragraph(whose, self.family.body, self.root.add("P")), Spacer(0, 4)]
        return [*title, *self._emergency_card(title)]

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

    def findings(self) -> list[Flowable]:
        if not self.handout.findings:
            return []
        section = self.root.add("Sect")
        # Without exercises nothing was concluded: the person is waiting for the next step.
        title = self.words.findings if self.handout.exercises else self.words.waiting
        heading = self.heading(title, section)
        return self.whole([heading, *(self.text(words, section) for words in self.handout.findings)], 0)

    def plan(self) -> list[Flowable]:
        """The goal in the person's own words, then what to do how often."""
        if not self.handout.exercises:
            return []
        section = self.root.add("Sect")
        story = [self.heading(self.words.plan, section)]
        goal = self.handout.goal.strip()
        if goal:
            story.append(self.text(f"**{self.words.goal}** “{text.isolated(goal)}”", section))
        story.append(self._plan_table(section))
        notes = " ".join(note for note in (self.handout.plan_note, self._review_words()) if note)
        if notes:
            story.append(self.text(notes, section))
        if len(self.handout.exercises) > 12:
            return story
        return self.whole(story, self.size * 0.5)

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

    def exercises(self) -> list[Flowable]:
        if not self.handout.exercises:
            return []
        section = self.root.add("Sect")
        heading = self.heading(self.words.exercises, section)
        cards = ExerciseCards(self.handout.printing, self.layout, self.air, self.words)
        story: list[Flowable] = []
        for number, exercise in enumerate(self.handout.exercises, 1):
            above = [heading] if number == 1 else []
            card = cards.card(number, exercise, section.add("Sect"), above=above)
            story += self.whole([*above, *card], self.gap(0.8))
        return story

    # --- the rest

    def pain_lights(self) -> list[Flowable]:
        if not self.handout.pain_lights:
            return []
        section = self.root.add("Sect")
        story: list[Flowable] = [self.heading(self.words.lights, section)]
        story += [self._light(light, section) for light in self.handout.pain_lights]
        notes = " ".join(note for note in (self.handout.pain_note, self.handout.rest_rule) if note)
        if notes:
            story.append(self.text(notes, section))
        return self.whole(story)

    def _light(self, light: PainLight, section: Element) -> Flowable:
        size = self.size
        shape, colour = LIGHTS[light.light]
        words = self.text(f"**{light.word}: {_sentence(light.range)}** {light.meaning}", section)
        return flowables.SideBySide(
            [flowables.Mark(shape, colour, size * 1.5)],
            [Spacer(0, size * 0.12), after(words, 0)],
            left_width=size * 1.5,
            gap=size * 0.7,
            page_height=self.page_height,
            after=self.gap(0.45),
        )

    def advice(self) -> list[Flowable]:
        """The modules, and the next visit after them."""
        section = self.root.add("Sect")
        heading = self.heading(self.words.advice, section) if self.handout.advice else None
        modules = [self.module(module, section.add("Sect")) for module in self.handout.advice]
        modules += self.next_visit(section.add("Sect"))
        if not modules:
            return []
        before = self.family.heading.spaceBefore
        if self.has_room_for(2):
            return [
                flowables.Columns(modules, heading=heading, gap=GAP * 1.2, page_height=self.page_height, before=before)
            ]
        story = self.whole([*([heading] if heading is not None else []), *modules[0]])
        for module in modules[1:]:
            story += self.whole(module, self.gap(0.7))
        return story

    def module(self, module: AdviceModule, section: Element) -> list[Flowable]:
        """The title stays with the first paragraph."""
        title = after(text.paragraph(module.title, self.family.strong, section.add("H3")), self.size * 0.1)
        paragraphs = [after(self.text(words, section), self.gap(0.25)) for words in module.paragraphs]
        first = flowables.Stack([title, *paragraphs[:1]], before=self.gap(0.7), after=self.gap(0.25))
        return [first, *paragraphs[1:]]

    def next_visit(self, section: Element) -> list[list[Flowable]]:
        """When we meet again, and how to reach the clinic before that."""
        handout, clinic = self.handout, self.handout.printing.clinic
        notes = " ".join(note for note in (self._review_words(), handout.review_note) if note)
        reach = "\n".join(part for part in (clinic.name, clinic.address, clinic.phone, clinic.hours) if part)
        lines = tuple(words for words in (notes, reach) if words)
        if not lines and not handout.code:
            return []
        return [[*self.module(AdviceModule(self.words.next_visit, lines), section), *self._code(section)]]

    def _code(self, section: Element) -> list[Flowable]:
        """The programme as a code, for who opens it again."""
        if not self.handout.code:
            return []
        said = after(self.text(self.words.code, section), 0)
        style, height = self.family.body, self.page_height
        code = code_to_scan(self.handout.code, self.words.code_says, section, style, page_height=height)
        return [flowables.Stack([said, code], before=self.gap(0.4))]

    def tick_log(self) -> list[Flowable]:
        """One week to tick, with places for pain and a comment; long programmes have no room for it."""
        if not self.handout.tick_log or not 0 < len(self.handout.exercises) <= 8:
            return []
        section = self.root.add("Sect")
        days = self.words.days
        day = max(_LEAST_DAY, *(self._written(word) for word in days)) + 2 * _LOG_PADDING
        table = (
            self._days_across(day, section) if day * len(days) < self.width * _MOST_DAYS else self._days_down(section)
        )
        return self.whole([self.heading(self.words.log, section), table])

    def _written(self, words: str) -> float:
        style = self.family.cell_head
        return fonts.width_of(words, style.fontName, style.fontSize)

    def _days_across(self, day: float, section: Element) -> Flowable:
        """The exercises by name below each other, a column for each day."""
        words = self.words
        first = self.width - day * len(words.days)
        names = [
            text.fitted(f"{number}. {exercise.name}", self.family.cell_head, first - 2 * _LOG_PADDING - 2, lines=2)
            for number, exercise in enumerate(self.handout.exercises, 1)
        ]
        rows = [(name, *[""] * len(words.days)) for name in (*names, words.worst_pain)]
        table = self._log((words.exercise, *words.days), rows, (first, *[day] * len(words.days)), section)
        comment = after(text.paragraph(words.comment, self.family.strong, section.add("P")), 0)
        comment.wrap(self.width, self.page_height)
        line = flowables.SideBySide(
            [comment],
            [Spacer(0, self.size * 1.15), flowables.Rule(styles.BOX, 0.8)],
            left_width=flowables.written_width(comment) + 2,
            gap=self.size * 0.5,
            page_height=self.page_height,
        )
        return flowables.Stack([table, Spacer(0, self.size * 0.4), line], before=0)

    def _days_down(self, section: Element) -> Flowable:
        """In large print: the days below each other, the exercises by number, and more room for a comment."""
        words, size = self.words, self.size
        numbers = [str(number) for number in range(1, len(self.handout.exercises) + 1)]
        first = max(self._written(word) for word in (words.day, *words.days)) + 2 * _LOG_PADDING + 2
        # Wide enough for their longest word.
        pain, least = (
            max(self._written(word) for word in column.split()) + 2 * _LOG_PADDING + 2
            for column in (words.worst_pain, words.comment)
        )
        number = min(size * 2, (self.width - first - pain - least) / len(numbers))
        comment = self.width - first - pain - number * len(numbers)
        rows = [(day, *[""] * (len(numbers) + 2)) for day in words.days]
        head = (words.day, *numbers, words.worst_pain, words.comment)
        return self._log(head, rows, (first, *[number] * len(numbers), pain, comment), section)

    def _log(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], section: Element
    ) -> Flowable:
        is_airy = self.air.gaps > _DENSEST[0].gaps
        return flowables.grid(
            head,
            rows,
            widths,
            section,
            head_style=self.family.cell_head,
            cell_style=self.family.cell,
            vertical=True,
            padding=_LOG_PADDING if is_airy else _LOG_PADDING / 2,
            least_height=self.size * (1.8 if is_airy else 1.45),
        )


class _Sheet(Passages):
    """One handout in one language."""

    def __init__(self, handout: Handout, layout: Layout, air: Air) -> None:
        super().__init__(handout, layout, air)
        made = (self._first_page, self.exercises, self.tick_log, self.pain_lights, self.advice)
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

    def _first_page(self) -> list[Flowable]:
        return [*self.top(), *self.findings(), *self.plan()]


def _sentence(words: str) -> str:
    words = words.strip()
    return words if not words or words.endswith((".", "!", "?")) else f"{words}."
