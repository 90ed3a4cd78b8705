"""The handout in two languages: side by side, line by line, each picture once. (`one_below_other`: in large print.)

A listener hears one language after the other: each half of a block is an element of its own, with its language.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Spacer

from reports import flowables, paper, styles, text
from reports.exercise_card import ExerciseCard
from reports.handout import LIGHTS, AdviceModule, Handout
from reports.inputs import EmergencyCard, Printing
from reports.layouts import STANDARD, Layout
from reports.one_below_other import build_cards_in_large_print, build_one_below_other
from reports.pictures import exercise_picture
from reports.programme_code import code_to_scan
from reports.safety_card import card_contents, in_a_panel, record_label
from reports.setting import Air
from reports.tagging import Element
from reports.two_languages import both, joined
from reports.wording import CardWords

_GAP = 20.0
_LARGEST_OF_TWO = 14.0  # two columns of larger type break every other phrase
# The airiest that takes no more sheets than a denser one would.
_AIRS = (Air(1.21, 1.0, 176), Air(1.21, 1.0, 124), Air(1.21, 0.7, 124))
_CARD_SIZES = (15.0, 14.0, 13.0, 12.0)


@text.remembered()
def build_bilingual(first: Handout, second: Handout, *, layout: Layout = STANDARD) -> bytes:
    """Both handouts as one: `first` on the left or above, and the language of the document."""
    if layout.body_size > _LARGEST_OF_TWO:
        return build_one_below_other(first, second, layout)
    sheets = [_Sheet(first, second, layout.body_size, air) for air in _AIRS]
    stories = [sheet.story() for sheet in sheets]
    pages = [
        flowables.pages_of(story, sheet.width, sheet.page_height) for sheet, story in zip(sheets, stories, strict=True)
    ]
    best = pages.index(min(pages))
    sheet = sheets[best]
    return paper.build(stories[best], sheet.root, sheet.printing, title=both(first.words.title, second.words.title))


def build_bilingual_card(
    cards: tuple[EmergencyCard, EmergencyCard],
    printing: tuple[Printing, Printing],
    words: tuple[CardWords, CardWords],
) -> bytes:
    """The emergency card alone, as large as one page allows; in large print a page for each language."""
    whole = joined(*printing)
    if whole.is_large:
        return build_cards_in_large_print(cards, printing, words)
    width, height = paper.content_width(whole), paper.content_height(whole)
    for size in _CARD_SIZES:
        root = Element("Document")
        story = _card(cards, printing, root, styles.styles_for(size), heading_tag="H1")
        if flowables.height_of(story, width) <= height:
            break
    return paper.build(story, root, whole, title=both(words[0].title, words[1].title), needs_approval=False)


def _card(
    cards: tuple[EmergencyCard, EmergencyCard],
    printing: tuple[Printing, Printing],
    root: Element,
    family: styles.Styles,
    *,
    heading_tag: str = "H2",
) -> list[Flowable]:
    section = root.add("Sect")
    size = family.body.fontSize
    inner = paper.content_width(printing[0]) - 2 * size * 0.9
    column = (inner - _GAP) / 2
    title = ParagraphStyle("card title of two", parent=family.card_title, fontSize=size * 1.3, leading=size * 1.5)
    family = replace(family, card_title=title)
    halves = [
        card_contents(
            card, section.add("Sect", lang=of.words.language), family, of, width=column, heading_tag=heading_tag
        )
        for card, of in zip(cards, printing, strict=True)
    ]
    height = paper.content_height(printing[0]) - 2 * size
    rows = _rows(halves[0], halves[1], column=column, height=height)
    langs = [of.words.language for of in printing]
    labels = [
        flowables.Stack(
            [record_label(words, family, section, lang=lang) for words, lang in zip(pair, langs, strict=True)]
        )
        for pair in zip(*(card.record_labels for card in cards), strict=True)
    ]
    return in_a_panel(rows, labels, family, printing[0])


def _rows(left: Sequence[Flowable], right: Sequence[Flowable], *, column: float, height: float) -> list[Flowable]:
    """The same lines beside each other, each pair beginning at one height."""
    rows: list[Flowable] = []
    for one, other in zip_longest(left, right):
        pair = [part for part in (one, other) if part is not None]
        row = flowables.SideBySide(
            [one] if one is not None else [],
            [other] if other is not None else [],
            left_width=column,
            gap=_GAP,
            page_height=height,
            after=max(part.getSpaceAfter() for part in pair),
        )
        row.spaceBefore = max(part.getSpaceBefore() for part in pair)
        rows.append(row)
    return rows


class _Half(Struct, frozen=True):
    """One language of the sheet, and the element that its words belong to."""

    handout: Handout
    section: Element


class _Sheet:
    """The parts of a handout in two languages."""

    def __init__(self, first: Handout, second: Handout, body_size: float, air: Air) -> None:
        self.handouts = (first, second)
        self.air = air
        self.family = styles.styles_for(body_size, leading=air.leading)
        self.size = body_size
        self.printing = joined(first.printing, second.printing)
        self.width = paper.content_width(self.printing)
        self.page_height = paper.content_height(self.printing)
        self.column = (self.width - _GAP) / 2
        self.root = Element("Document")

    def story(self) -> list[Flowable]:
        parts = (
            self._top,
            self._findings,
            self._plan,
            self._exercises,
            self._lights,
            self._advice,
            self._code,
            self._log,
        )
        return [flowable for part in parts for flowable in part()]

    # --- small help

    def _halves(self, parent: Element) -> tuple[_Half, _Half]:
        one, other = (
            _Half(handout, parent.add("Sect", lang=handout.printing.words.language)) for handout in self.handouts
        )
        return one, other

    def gap(self, ems: float) -> float:
        """Round a card, and between its parts; lines of text keep their distance."""
        return self.size * ems * self.air.gaps

    def _in_rows(self, left: Sequence[Flowable], right: Sequence[Flowable]) -> list[Flowable]:
        return _rows(left, right, column=self.column, height=self.page_height)

    def _text(self, words: str, half: _Half, style: ParagraphStyle | None = None, *, tag: str = "P") -> Flowable:
        made = text.paragraph(words, style or self.family.body, half.section.add(tag), emphasis=True)
        made.spaceAfter = self.size * 0.25
        return made

    def _heading(self, words: str, half: _Half) -> Flowable:
        made = text.paragraph(words, self.family.heading, half.section.add("H2"))
        made.spaceBefore, made.spaceAfter = 0, self.size * 0.3
        return made

    def _whole(self, story: Sequence[Flowable], *, before: float = 1.0) -> Flowable:
        return flowables.Whole(story, page_height=self.page_height, before=self.gap(before))

    # --- page 1

    def _top(self) -> list[Flowable]:
        one, other = self._halves(self.root)
        title = self.family.title
        smaller = ParagraphStyle("title of two", parent=title, fontSize=self.size * 1.5, leading=self.size * 1.8)
        tops = [
            [
                self._text(half.handout.words.title, half, smaller, tag="H1"),
                self._text(self._whose(half.handout), half),
            ]
            for half in (one, other)
        ]
        above = [*self._in_rows(*tops), Spacer(0, 2)]
        return [*above, *self._emergency_card(above)]

    def _emergency_card(self, above: Sequence[Flowable]) -> list[Flowable]:
        """In the size of the rest, or as large as lets it stand whole under the titles."""
        first, second = self.handouts
        cards, printing = (first.card, second.card), (first.printing, second.printing)
        room = self.page_height - flowables.height_of(above, self.width)
        for size in (self.size, *(size for size in _CARD_SIZES if size < self.size)):
            own, family = Element("Document"), styles.styles_for(size, leading=self.air.leading)
            card = _card(cards, printing, own, family)
            if flowables.height_of(card, self.width) <= room:
                break
        self.root.kids += own.kids
        return card

    def _whose(self, handout: Handout) -> str:
        # A name is as it was typed: it is no word of either language.
        whose = f"{handout.words.for_whom} {text.isolated(handout.printing.person.printed_name)}"
        return f"{whose} · {handout.side_words}" if handout.side_words else whose

    def _findings(self) -> list[Flowable]:
        if not self.handouts[0].findings:
            return []
        halves = self._halves(self.root.add("Sect"))
        sides = [
            [
                self._heading(
                    half.handout.words.findings if half.handout.exercises else half.handout.words.waiting, half
                ),
                self._stack([self._text(words, half) for words in half.handout.findings]),
            ]
            for half in halves
        ]
        return [self._whole(self._in_rows(*sides), before=0)]

    def _plan(self) -> list[Flowable]:
        first, second = self.handouts
        if not first.exercises:
            return []
        section = self.root.add("Sect")
        halves = self._halves(section)
        story = self._in_rows(*([self._heading(half.handout.words.plan, half)] for half in halves))
        goal = first.goal.strip()
        if goal:
            # What the person said is no text of either language: it stands once, under both labels.
            story += self._in_rows(*([self._text(f"**{half.handout.words.goal}**", half)] for half in halves))
            story.append(text.paragraph(f"“{text.isolated(goal)}”", self.family.body, section.add("P")))
        story.append(self._plan_table(section, first, second))
        notes = [[self._text(words, half)] for half in self._halves(section) if (words := self._review(half.handout))]
        if len(notes) == 2:
            story += self._in_rows(*notes)
        return story if len(first.exercises) > 8 else [self._whole(story, before=0.4)]

    def _plan_table(self, section: Element, first: Handout, second: Handout) -> Flowable:
        number = self.size * 2.6
        name = (self.width - number) * 0.46
        rows = [
            (str(count), (one.name, other.name), (_often(one), _often(other)))
            for count, (one, other) in enumerate(zip(first.exercises, second.exercises, strict=True), 1)
        ]
        head = (first.words.number, _pair(first, second, "exercise"), _pair(first, second, "often"))
        widths = (number, name, self.width - number - name)
        return self._grid(section, head, rows, widths, padding=self.size * 0.2)

    def _grid(
        self,
        section: Element,
        head: Sequence[str | tuple[str, str]],
        rows: Sequence[Sequence[str | tuple[str, str]]],
        widths: Sequence[float],
        *,
        padding: float,
        **more: bool | float,
    ) -> Flowable:
        """A table whose cells say the same twice: one language over the other, each marked."""
        table = section.add("Table")
        made = []
        for number, row in enumerate((head, *rows)):
            line = table.add("TR")
            cells = []
            for column, words in enumerate(row):
                is_head = number == 0 or column == 0
                scope = flowables.scope("Column" if number == 0 else "Row") if is_head else None
                cell = line.add("TH" if is_head else "TD", attributes=scope)
                cells.append(self._cell(words, cell, self.family.cell_head if is_head else self.family.cell))
            made.append(cells)
        return flowables.Grid(made, widths, padding=padding, after=self.size * 0.4, **more)  # type: ignore[arg-type]

    def _cell(self, words: str | tuple[str, str], cell: Element, style: ParagraphStyle) -> Flowable:
        if isinstance(words, str):
            return text.paragraph(words, style, cell)
        parts = [
            text.paragraph(one, style, cell.add("P", lang=handout.printing.words.language))
            for one, handout in zip(words, self.handouts, strict=True)
        ]
        return flowables.Stack(parts)

    def _review(self, handout: Handout) -> str:
        day = handout.review_date
        said = handout.printing.words.day_in_words(day) if day else ""
        return f"**{handout.words.meet_again} {said}.**" if said else ""

    # --- the exercises

    def _exercises(self) -> list[Flowable]:
        first, second = self.handouts
        if not first.exercises:
            return []
        section = self.root.add("Sect")
        heading = self._in_rows(
            *([self._heading(half.handout.words.exercises, half)] for half in self._halves(section))
        )
        story: list[Flowable] = []
        for number, cards in enumerate(zip(first.exercises, second.exercises, strict=True), 1):
            card = self._exercise(number, cards, section.add("Sect"))
            story.append(self._whole([*heading, *card] if number == 1 else card))
        return story

    def _exercise(self, number: int, cards: tuple[ExerciseCard, ExerciseCard], section: Element) -> list[Flowable]:
        """The picture with both names and doses beside it; below, the words of both, step by step."""
        one = cards[0]
        picture = exercise_picture(one.figure_id or one.id, self.air.picture, one.name, section, says=one.picture_says)
        halves = self._halves(section)
        heads: list[Flowable] = []
        for card, half in zip(cards, halves, strict=True):
            title = self._text(f"{number}. {card.name}", half, self.family.exercise, tag="H3")
            heads.append(title)
            if card.dose:
                heads.append(
                    flowables.BoxRow(
                        card.dose, half.section, self.family.dose, self.family.dose_label, after=self.gap(0.7)
                    )
                )
        top: list[Flowable] = heads
        if picture is not None:
            top = [
                flowables.SideBySide(
                    [picture],
                    heads,
                    left_width=self.air.picture,
                    gap=_GAP,
                    page_height=self.page_height,
                    after=self.gap(0.4),
                )
            ]
        words = [self._how(card, half) for card, half in zip(cards, halves, strict=True)]
        rows = self._in_rows(*words)
        # Where no page can hold the card: the last step, what is easier or harder, and the stop signs stay together.
        end = self._whole(rows[-3:], before=0)
        return [flowables.Rule(styles.ACCENT, 1.2, after=self.gap(0.5)), *top, *rows[:-3], end]

    def _how(self, card: ExerciseCard, half: _Half) -> list[Flowable]:
        """Before the steps, each step, after them, when to stop: each of these begins at one height in both."""
        words = half.handout.words
        before = [self._text(said, half, self.family.strong) for said in (card.side_words, card.adaptation) if said]
        if card.why:
            before.append(self._text(card.why, half, self.family.quiet))
        if card.position:
            before.append(self._text(f"**{words.start}** {card.position}", half))
        steps = flowables.numbered(card.steps, half.section, self.family.body, self.family.number, gap=self.size * 0.24)
        after = [self._text(card.dose_note, half)] if card.dose_note else []
        for label, said in ((words.easier, card.easier), (words.harder, card.harder)):
            if said:
                after.append(self._text(f"**{label}** {said}", half))
        stops = " ".join([*(f"**{words.stop_if}** {stop.rstrip('.')}." for stop in card.stops), card.stop_note]).strip()
        mark = flowables.Mark("octagon", styles.EMERGENCY, self.size * 1.1)
        return [
            *([self._stack(before)] if before else []),
            *steps,
            *([self._stack(after)] if after else []),
            *([self._marked(mark, self._text(stops, half))] if stops else []),
        ]

    def _stack(self, parts: Sequence[Flowable]) -> Flowable:
        return flowables.Stack(parts, after=self.size * 0.25)

    def _marked(self, mark: flowables.Mark, said: Flowable) -> Flowable:
        said.spaceAfter = 0
        return flowables.SideBySide(
            [mark],
            [said],
            left_width=mark.size,
            gap=self.size * 0.5,
            page_height=self.page_height,
            after=self.size * 0.35,
        )

    # --- the rest

    def _lights(self) -> list[Flowable]:
        if not self.handouts[0].pain_lights:
            return []
        halves = self._halves(self.root.add("Sect"))
        return [self._whole(self._in_rows(*(list(self._light_lines(half)) for half in halves)))]

    def _light_lines(self, half: _Half) -> Iterator[Flowable]:
        handout = half.handout
        yield self._heading(handout.words.lights, half)
        for light in handout.pain_lights:
            shape, colour = LIGHTS[light.light]
            said = self._text(f"**{light.word}: {light.range.rstrip('.')}.** {light.meaning}", half)
            yield self._marked(flowables.Mark(shape, colour, self.size * 1.4), said)
        for note in (handout.pain_note, handout.rest_rule):
            if note:
                yield self._text(note, half)

    def _advice(self) -> list[Flowable]:
        section = self.root.add("Sect")
        modules = list(zip(*(self._modules(handout) for handout in self.handouts), strict=True))
        if not modules:
            return []
        halves = self._halves(section)
        heading = self._in_rows(*([self._heading(half.handout.words.advice, half)] for half in halves))
        story: list[Flowable] = []
        for number, pair in enumerate(modules):
            columns = [
                list(self._module(module, half))
                for module, half in zip(pair, self._halves(section.add("Sect")), strict=True)
            ]
            rows = self._in_rows([self._stack(columns[0])], [self._stack(columns[1])])
            story.append(self._whole([*heading, *rows] if number == 0 else rows, before=0.7))
        return story

    def _modules(self, handout: Handout) -> list[AdviceModule]:
        notes = " ".join(note for note in (self._review(handout), handout.review_note) if note)
        clinic = handout.printing.clinic
        reach = "\n".join(part for part in (clinic.name, clinic.address, clinic.phone, clinic.hours) if part)
        lines = tuple(words for words in (notes, reach) if words)
        last = [AdviceModule(handout.words.next_visit, lines)] if lines else []
        return [*handout.advice, *last]

    def _module(self, module: AdviceModule, half: _Half) -> Iterator[Flowable]:
        yield self._text(module.title, half, self.family.strong, tag="H3")
        for words in module.paragraphs:
            yield self._text(words, half)

    def _code(self) -> list[Flowable]:
        first, second = self.handouts
        if not first.code:
            return []
        section = self.root.add("Sect")
        said = self._in_rows(*([self._text(half.handout.words.code, half)] for half in self._halves(section)))
        alt = both(first.words.code_says, second.words.code_says)
        code = code_to_scan(first.code, alt, section, self.family.body, page_height=self.page_height)
        return [self._whole([*said, code], before=0.7)]

    def _log(self) -> list[Flowable]:
        """One week to tick; long programmes have no room for it."""
        first, second = self.handouts
        if not first.tick_log or not 0 < len(first.exercises) <= 8:
            return []
        section = self.root.add("Sect")
        heading = self._in_rows(*([self._heading(half.handout.words.log, half)] for half in self._halves(section)))
        day = 38.0
        rest = self.width - day * len(first.words.days)
        names = [
            (f"{number}. {one.name}", other.name)
            for number, (one, other) in enumerate(zip(first.exercises, second.exercises, strict=True), 1)
        ]
        names.append((first.words.worst_pain, second.words.worst_pain))
        style = self.family.cell_head
        rows = [
            (tuple(text.fitted(name, style, rest - 10) for name in pair), *[""] * len(first.words.days))
            for pair in names
        ]
        days = zip(first.words.days, second.words.days, strict=True)
        table = self._grid(
            section,
            (_pair(first, second, "exercise"), *days),
            rows,  # type: ignore[arg-type]
            (rest, *[day] * len(first.words.days)),
            padding=4,
            vertical=True,
            least_height=22,
        )
        comment = self._in_rows(*([self._text(half.handout.words.comment, half)] for half in self._halves(section)))
        line = flowables.Rule(styles.BOX, 0.8, before=self.size * 1.7)
        return [self._whole([*heading, table, *comment, line])]


def _often(card: ExerciseCard) -> str:
    return card.often or ", ".join(box.words for box in card.dose)


def _pair(first: Handout, second: Handout, name: str) -> tuple[str, str]:
    return getattr(first.words, name), getattr(second.words, name)
