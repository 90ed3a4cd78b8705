"""Forms to fill in by hand on a day without the computer, laid out so that they are typed in quickly afterwards.

Each question carries its code at the edge, and each option the key that answers it on the screen.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak

from forms.body_chart import BodyView, Point, body_views
from reports import flowables, fonts, paper, styles, text
from reports.inputs import EmergencyCard, Printing
from reports.safety_card import emergency_card
from reports.tagging import Element

Kind = Literal["ticks", "each", "scale", "line", "text", "date", "number", "words"]


class FormOption(Struct, frozen=True):
    """One option, and the key that answers it on the screen; "" where it is found by its letters."""

    key: str
    label: str


class FormQuestion(Struct, frozen=True):
    """One question. For `each`, `options` are answered one by one with `answers`. only_if: when it is asked."""

    code: str
    label: str
    kind: Kind
    options: tuple[FormOption, ...] = ()
    answers: tuple[FormOption, ...] = ()
    unit: str = ""
    hint: str = ""
    only_if: str = ""
    body_chart: bool = False


class FormPage(Struct, frozen=True):
    """A page of the screen: its title and its questions in the same order."""

    title: str
    questions: tuple[FormQuestion, ...] = ()
    intro: str = ""


class ScriptPart(Struct, frozen=True):
    """A heading of the sheet for staff, and its lines; **bold** is read in the lines."""

    heading: str
    lines: tuple[str, ...]


class FormPart(Struct, frozen=True):
    """One part of a pack, from a new page on: a form, the sheet for staff, or the emergency card."""

    title: str
    intro: str = ""
    pages: tuple[FormPage, ...] = ()
    script: tuple[ScriptPart, ...] = ()
    card: EmergencyCard | None = None
    write_in: tuple[str, ...] = ()


class BlankForm(Struct, frozen=True):
    """A form, or a pack of several."""

    printing: Printing
    title: str
    parts: tuple[FormPart, ...]


_SIZE = 9.5
_GAP = 18.0
_EACH = 156.0  # three short answers beside what they answer
_CHART_HEIGHT = 150.0
_CHART_SAYS = "The body from the front and from behind, to shade. L is the person's left, R the right."


def build_blank_form(form: BlankForm) -> bytes:
    """The forms; nothing on them needs approval, because nothing on them is about anybody yet."""
    sheet = _Sheet(form)
    return paper.build(sheet.made(), sheet.root, form.printing, title=form.title, needs_approval=False)


class _Sheet:
    """The parts of one pack."""

    def __init__(self, form: BlankForm) -> None:
        self.form = form
        self.family = styles.styles_for(_SIZE, leading=1.22)
        self.root = Element("Document")
        self.width = paper.content_width(form.printing)
        self.page_height = paper.content_height(form.printing)
        self.code = ParagraphStyle("code", parent=self.family.footer, alignment=TA_RIGHT, fontSize=6.6, leading=8)
        self.label = ParagraphStyle("label", parent=self.family.strong, spaceAfter=1)
        self.hint = ParagraphStyle("hint", parent=self.family.quiet, fontSize=8.3, leading=10, spaceAfter=1)
        self.heading = ParagraphStyle(
            "page heading", parent=self.family.heading, fontSize=13, leading=16, spaceBefore=0, spaceAfter=4
        )

    def made(self) -> list[Flowable]:
        story: list[Flowable] = []
        for number, part in enumerate(self.form.parts):
            if number:
                story.append(PageBreak())
            story += self._part(part, is_first=number == 0)
        return story

    def _part(self, part: FormPart, *, is_first: bool) -> Iterator[Flowable]:
        tag = "H1" if is_first else "H2"
        if part.card is not None:
            yield from emergency_card(part.card, self.root, styles.styles_for(15), self.form.printing, heading_tag=tag)
            return
        section = self.root.add("Sect")
        title = ParagraphStyle("form title", parent=self.family.title, fontSize=17, leading=20, spaceAfter=3)
        yield text.paragraph(part.title, title, section.add(tag))
        if part.intro:
            yield text.paragraph(part.intro, self.family.body, section.add("P"), emphasis=True)
        if part.write_in:
            row = [text.paragraph(words, self.family.quiet, section.add("P")) for words in part.write_in]
            yield _WriteIn(row, before=4, after=10)
        under = "H2" if is_first else "H3"
        for page in part.pages:
            yield self._page(page, section.add("Sect"), under)
        if part.script:
            yield self._script(part.script, section, under)

    def _page(self, page: FormPage, section: Element, tag: str) -> Flowable:
        head: list[Flowable] = [text.paragraph(page.title, self.heading, section.add(tag))]
        if page.intro:
            head.append(text.paragraph(page.intro, self.family.body, section.add("P")))
        heading = flowables.Stack([flowables.Rule(styles.ACCENT, 1.2, after=3), *head], after=3)
        column = (self.width - _GAP) / 2
        groups = [[flowables.Stack(list(self._question(one, section, column)), after=8)] for one in page.questions]
        return flowables.Columns(groups, heading=heading, gap=_GAP, page_height=self.page_height, before=9)

    def _script(self, script: Sequence[ScriptPart], section: Element, tag: str) -> Flowable:
        groups: list[list[Flowable]] = []
        small = ParagraphStyle("script", parent=self.family.body, fontSize=8.8, leading=10.8, spaceAfter=1)
        for part in script:
            own = section.add("Sect")
            lines: list[Flowable] = [text.paragraph(part.heading, self.label, own.add(tag))]
            lines += [text.paragraph(words, small, own.add("P"), emphasis=True) for words in part.lines]
            groups.append([flowables.Stack(lines, after=6)])
        return flowables.Columns(groups, gap=_GAP, page_height=self.page_height, before=4)

    # --- one question

    def _question(self, one: FormQuestion, section: Element, width: float) -> Iterator[Flowable]:
        own = section.add("Sect")
        label = text.paragraph(one.label, self.label, own.add("P"))
        code = text.paragraph(one.code, self.code, own.add("P"))
        code.wrap(width, self.page_height)
        room = width - min(flowables.written_width(code), width / 2) - 5
        yield flowables.SideBySide([label], [code], left_width=room, gap=4, page_height=self.page_height, after=1)
        for words in (one.only_if, one.hint):
            if words:
                yield text.paragraph(words, self.hint, own.add("P"))
        if one.body_chart:
            yield flowables.Picture(_BodyChart(_CHART_HEIGHT), _CHART_SAYS, own)
        if one.kind in ("ticks", "scale"):
            gap = 3.0 if one.kind == "scale" else 9.0
            yield _Ticks(one.options, own, self.family.body, gap=gap, after=1)
        elif one.kind == "each":
            for option in one.options:
                words = text.paragraph(option.label, self.family.body, own.add("P"))
                ticks = _Ticks(one.answers, own, self.family.body)
                left = width - _EACH
                yield flowables.SideBySide(
                    [words], [ticks], left_width=left, gap=4, page_height=self.page_height, after=2
                )
        elif one.kind in ("line", "number", "date"):
            words = {"number": one.unit, "date": "day / month / year"}.get(one.kind, "")
            yield _Blank(text.paragraph(words, self.hint, own.add("P")) if words else None, lines=1)
        elif one.kind == "text":
            yield _Blank(None, lines=2)


class _Ticks(Flowable):
    """Boxes to tick, each with its key in bold and its words, as many on a line as there is room for."""

    def __init__(
        self,
        options: Sequence[FormOption],
        parent: Element,
        style: ParagraphStyle,
        *,
        gap: float = 9.0,
        after: float = 0,
    ) -> None:
        super().__init__()
        self.gap, self.spaceAfter = gap, after
        self.box = style.fontSize * 0.92
        row = parent.add("L")
        plain = ParagraphStyle("tick", parent=style, spaceAfter=0)
        self.cells = []
        for option in options:
            words = f"**{option.key}** {option.label}" if option.key and option.key != option.label else option.label
            self.cells.append(text.paragraph(words, plain, row.add("LI").add("LBody"), emphasis=True))

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.places = width, list[tuple[float, float, float, float]]()
        lead, gap = self.box + 3, self.gap
        x = y = tallest = 0.0
        for cell in self.cells:
            cell.wrap(width - lead, 10_000)
            natural = min(max(cell.getActualLineWidths0(), default=0) + 1.5, width - lead)
            if x and x + lead + natural > width:
                x, y, tallest = 0.0, y + tallest + 1.5, 0.0
            height = cell.wrap(natural, 10_000)[1]
            self.places.append((x, y, natural, height))
            x, tallest = x + lead + natural + gap, max(tallest, height)
        self.height = y + tallest
        return width, self.height

    def draw(self) -> None:
        lead = self.box + 3
        with self.canv.artifact():
            self.canv.saveState()
            self.canv.setStrokeColor(styles.QUIET)
            self.canv.setLineWidth(0.8)
            for x, y, _, _height in self.places:
                self.canv.rect(x + 0.5, self.height - y - self.box - 1, self.box - 1, self.box - 1)
            self.canv.restoreState()
        for cell, (x, y, width, height) in zip(self.cells, self.places, strict=True):
            cell.wrapOn(self.canv, width, 10_000)
            cell.drawOn(self.canv, x + lead, self.height - y - height)


class _Blank(Flowable):
    """Lines to write on, with the unit at the end."""

    def __init__(self, unit: Flowable | None, *, lines: int) -> None:
        super().__init__()
        self.unit, self.lines = unit, lines

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, 17.0 * self.lines
        self.room = min(width * 0.4, 84.0) if self.unit is not None else 0.0
        if self.unit is not None:
            self.unit.wrap(self.room, 10_000)
        return width, self.height

    def draw(self) -> None:
        with self.canv.artifact():
            self.canv.saveState()
            self.canv.setStrokeColor(styles.QUIET)
            self.canv.setLineWidth(0.7)
            for line in range(self.lines):
                self.canv.line(0, 17.0 * line + 2, self.width - self.room - (4 if self.room else 0), 17.0 * line + 2)
            self.canv.restoreState()
        if self.unit is not None:
            self.unit.wrapOn(self.canv, self.room, 10_000)
            self.unit.drawOn(self.canv, self.width - self.room, 2)


class _WriteIn(Flowable):
    """Labels over one line, each with room to write after it."""

    def __init__(self, labels: Sequence[Flowable], *, before: float, after: float) -> None:
        super().__init__()
        self.labels = tuple(labels)
        self.spaceBefore, self.spaceAfter = before, after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, 24.0
        return width, self.height

    def draw(self) -> None:
        column = self.width / len(self.labels)
        for place, label in enumerate(self.labels):
            label.wrapOn(self.canv, column - 8, 100)
            label.drawOn(self.canv, place * column, 12)
            with self.canv.artifact():
                self.canv.saveState()
                self.canv.setStrokeColor(styles.QUIET)
                self.canv.setLineWidth(0.7)
                self.canv.line(place * column, 0, (place + 1) * column - 8, 0)
                self.canv.restoreState()


# --- the body, to shade


class _BodyChart(Flowable):
    """The body from the front and from behind, as outlines to shade."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.height = height

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        self.width = self.height * sum(view.width + 0.1 for view in _charts())
        return self.width, self.height

    def draw(self) -> None:
        x = 0.0
        self.canv.saveState()
        self.canv.setStrokeColor(styles.TEXT)
        self.canv.setLineWidth(0.9)
        self.canv.setLineCap(1)
        for view in _charts():
            width = (view.width + 0.1) * self.height
            self._draw_view(view, x + width / 2)
            x += width
        self.canv.restoreState()

    def _draw_view(self, view: BodyView, middle: float) -> None:
        for line in (*view.outline, *view.strokes):
            for sign in (1, -1) if view.is_mirrored else (1,):
                self._draw_line([(middle + sign * x * self.height, (1 - y) * self.height) for x, y in line])
        beside = view.width / 2 * self.height
        left_is_right = view.person_left == "right"
        self.canv.setFont(fonts.SEMIBOLD, 8)
        self.canv.setFillColor(styles.TEXT)
        self.canv.drawCentredString(middle - beside, self.height * 0.8, "R" if left_is_right else "L")
        self.canv.drawCentredString(middle + beside, self.height * 0.8, "L" if left_is_right else "R")

    def _draw_line(self, points: Sequence[Point]) -> None:
        """A smooth line through every point (Catmull-Rom, as cubic curves)."""
        path = self.canv.beginPath()
        path.moveTo(*points[0])
        for place in range(len(points) - 1):
            before, start = points[max(place - 1, 0)], points[place]
            end, after = points[place + 1], points[min(place + 2, len(points) - 1)]
            path.curveTo(
                start[0] + (end[0] - before[0]) / 6,
                start[1] + (end[1] - before[1]) / 6,
                end[0] - (after[0] - start[0]) / 6,
                end[1] - (after[1] - start[1]) / 6,
                *end,
            )
        self.canv.drawPath(path)


def _charts() -> tuple[BodyView, ...]:
    return tuple(view for view in body_views() if view.id in ("front", "back"))
