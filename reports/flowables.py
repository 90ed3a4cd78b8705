"""Small building blocks of a page: steps, boxes, side-by-side, tables. Each knows what a listener should hear."""

import math
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfdoc import PDFArray
from reportlab.pdfbase.pdfmetrics import getAscent
from reportlab.platypus import Flowable

from reports import styles, text
from reports.tagging import Element, PDFName, TaggedCanvas, TaggedParagraph

_UNLIMITED = 100_000.0
_PARTED = 55.0  # how much shorter columns must become before a group is parted
Shape = Literal["octagon", "triangle", "diamond", "circle"]


def height_of(flowables: Sequence[Flowable], width: float) -> float:
    """How tall these stand under each other, with the space between them."""
    height = 0.0
    for place, flowable in enumerate(flowables):
        height += flowable.wrap(width, _UNLIMITED)[1]
        if place:
            height += max(flowable.getSpaceBefore(), flowables[place - 1].getSpaceAfter())
    return height


def draw_stack(canvas: TaggedCanvas, flowables: Sequence[Flowable], x: float, top: float, width: float) -> None:
    """Draw these under each other, from `top` downwards."""
    y = top
    for place, flowable in enumerate(flowables):
        if place:
            y -= max(flowable.getSpaceBefore(), flowables[place - 1].getSpaceAfter())
        _, height = flowable.wrapOn(canvas, width, _UNLIMITED)
        y -= height
        flowable.drawOn(canvas, x, y)


def written_width(flowable: Flowable) -> float:
    """How far the longest line of a paragraph reaches, or of several under each other, once they are wrapped."""
    if isinstance(flowable, Stack):
        return max(map(written_width, flowable.flowables), default=0.0)
    return float(max(flowable.getActualLineWidths0(), default=0.0))


def unstacked(flowables: Sequence[Flowable], width: float, height: float) -> list[Flowable]:
    """The same flowables one by one, the first made to fit this height; nothing when it cannot be."""
    first, *rest = flowables
    room = height - first.getSpaceBefore()
    if first.wrap(width, room)[1] <= room:
        return [first, *rest]
    parts = first.split(width, room)
    return [*parts, *rest] if parts else []


def pages_of(story: Sequence[Flowable], width: float, height: float) -> int:
    """How many pages a story takes, laid out without drawing it."""
    pages, left, waiting = 1, height, list(story)
    last_after = 0.0
    while waiting:
        flowable = waiting.pop(0)
        space = max(flowable.getSpaceBefore(), last_after) if left < height else 0.0
        needed = flowable.wrap(width, left - space)[1]
        if needed <= left - space:
            left, last_after = left - space - needed, flowable.getSpaceAfter()
            continue
        parts = flowable.split(width, left - space)
        if not parts and left == height:
            return pages + len(waiting)  # nothing can hold it; the real layout will say so
        if parts:
            waiting[:0] = parts[1:]
        else:
            waiting.insert(0, flowable)
        pages, left, last_after = pages + 1, height, 0.0
    return pages


class Here(Flowable):
    """Nothing to see; notes for a contents list on which page a part has come to stand."""

    def __init__(self, part: str, pages: dict[str, int]) -> None:
        super().__init__()
        self.part, self.pages = part, pages

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return 0.0, 0.0

    def draw(self) -> None:
        self.pages[self.part] = self.canv.getPageNumber()


class Rule(Flowable):
    """A thin line across; it means nothing to a listener."""

    def __init__(
        self, colour: Color = styles.LINE, thickness: float = 0.7, *, before: float = 0, after: float = 0
    ) -> None:
        super().__init__()
        self.colour, self.thickness = colour, thickness
        self.spaceBefore, self.spaceAfter = before, after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, self.thickness

    def draw(self) -> None:
        with self.canv.artifact():
            self.canv.saveState()
            self.canv.setStrokeColor(self.colour)
            self.canv.setLineWidth(self.thickness)
            self.canv.line(0, self.thickness / 2, self.width, self.thickness / 2)
            self.canv.restoreState()


class Labelled(Flowable):
    """A label (step number, bullet, lead word) hanging left of its text, as one list item."""

    def __init__(
        self,
        label: TaggedParagraph,
        content: TaggedParagraph,
        *,
        indent: float,
        after: float = 0,
        ring: bool = False,
    ) -> None:
        super().__init__()
        self.label, self.content, self.indent, self.ring = label, content, indent, ring
        self.spaceAfter = after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        self.height = max(
            self.label.wrap(self.indent, _UNLIMITED)[1], self.content.wrap(width - self.indent, _UNLIMITED)[1]
        )
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        self.content.wrap(width - self.indent, _UNLIMITED)
        parts = self.content.split(width - self.indent, height)
        if len(parts) < 2:
            return []
        blank = text.paragraph("", self.label.style)
        first = Labelled(self.label, parts[0], indent=self.indent, ring=self.ring)
        return [first, Labelled(blank, parts[1], indent=self.indent, after=self.spaceAfter)]

    def draw(self) -> None:
        style = self.content.style
        baseline = self.height - getAscent(style.fontName, style.fontSize)
        diameter = style.fontSize * 1.28
        if self.ring and self.label.frags:
            with self.canv.artifact():
                self.canv.saveState()
                self.canv.setStrokeColor(styles.ACCENT)
                self.canv.setLineWidth(0.9)
                # Round the middle of a figure, which stands two thirds of an em tall.
                self.canv.circle(diameter / 2 + 0.5, baseline + style.fontSize * 0.325, diameter / 2)
                self.canv.restoreState()
        self.label.wrapOn(self.canv, diameter + 1 if self.ring else self.indent, _UNLIMITED)
        lift = getAscent(self.label.style.fontName, self.label.style.fontSize)
        self.label.drawOn(self.canv, 0, baseline + lift - self.label.height)
        self.content.wrapOn(self.canv, self.width - self.indent, _UNLIMITED)
        self.content.drawOn(self.canv, self.indent, self.height - self.content.height)


def numbered(
    steps: Sequence[str], parent: Element, style: ParagraphStyle, number: ParagraphStyle, *, gap: float
) -> list[Flowable]:
    """Steps with their numbers in rings, as one list."""
    items = parent.add("L", attributes=_list_attributes("Decimal")) if steps else parent
    made: list[Flowable] = []
    for count, step in enumerate(steps, 1):
        item = items.add("LI")
        label = text.paragraph(str(count), number, item.add("Lbl"))
        content = text.paragraph(step, style, item.add("LBody"), emphasis=True)
        made.append(Labelled(label, content, indent=style.fontSize * 1.95, after=gap, ring=True))
    return made


def bulleted(
    lines: Sequence[str], parent: Element, style: ParagraphStyle, *, gap: float, indent: float = 14
) -> list[Flowable]:
    """Lines with a plain bullet, as one list."""
    items = parent.add("L", attributes=_list_attributes("Disc")) if lines else parent
    made: list[Flowable] = []
    for line in lines:
        item = items.add("LI")
        label = text.paragraph("•", style, item.add("Lbl"))
        content = text.paragraph(line, style, item.add("LBody"), emphasis=True)
        made.append(Labelled(label, content, indent=indent, after=gap))
    return made


def _list_attributes(numbering: str) -> dict[str, object]:
    return {"O": PDFName("List"), "ListNumbering": PDFName(numbering)}


class Stack(Flowable):
    """Flowables under each other as one piece; splits between them, and inside one only when it must."""

    def __init__(self, flowables: Sequence[Flowable], before: float = 0, after: float = 0) -> None:
        super().__init__()
        self.flowables = tuple(flowables)
        self.spaceBefore, self.spaceAfter = before, after
        self._wrapped_at: float | None = None

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        # Asked again and again while a layout is chosen.
        if self._wrapped_at != width:
            self.width, self.height = width, height_of(self.flowables, width)
            self._wrapped_at = width
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        return unstacked(self.flowables, width, height)

    def draw(self) -> None:
        draw_stack(self.canv, self.flowables, 0, self.height, self.width)


_MOST_OF_A_PAGE = 0.6


class Whole(Stack):
    """A piece that goes to the next page rather than break, unless no page could hold it."""

    def __init__(
        self, flowables: Sequence[Flowable], *, page_height: float, before: float = 0, after: float = 0
    ) -> None:
        super().__init__(flowables, before, after)
        self.page_height = page_height

    def split(self, width: float, height: float) -> list[Flowable]:
        # What no page could hold begins on a fresh one, unless most of this is left: a title alone says nothing.
        if height_of(self.flowables, width) <= self.page_height or height < self.page_height * _MOST_OF_A_PAGE:
            return []
        return unstacked(self.flowables, width, height)


class Overleaf(Whole):
    """The end of a piece that may have to go overleaf: where it begins a page, it says `again` what it belongs to."""

    def __init__(
        self, flowables: Sequence[Flowable], *, again: TaggedParagraph, page_height: float, after: float = 0
    ) -> None:
        super().__init__(flowables, page_height=page_height, after=after)
        self.again = again

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        needed = super().wrap(width, height)[1]
        above = self.again.wrap(width, _UNLIMITED)[1] + self.again.style.fontSize * 0.4
        # A page offers all its height to what begins it; what is drawn within a larger piece is offered no end of it.
        self.above = above if self.page_height - 1 < height < _UNLIMITED and needed + above <= height else 0.0
        return width, needed + self.above

    def draw(self) -> None:
        draw_stack(self.canv, self.flowables, 0, self.height, self.width)
        if self.above:
            with self.canv.artifact():
                self.again.wrapOn(self.canv, self.width, _UNLIMITED)
                self.again.drawOn(self.canv, 0, self.height + self.above - self.again.height)


class Panel(Flowable):
    """A bordered box around its contents; a box too tall for the page closes and goes on overleaf."""

    def __init__(
        self,
        flowables: Sequence[Flowable],
        *,
        colour: Color,
        thickness: float = 2.0,
        padding: float = 14,
        after: float = 0,
        page_height: float = 0,
    ) -> None:
        super().__init__()
        self.flowables = list(flowables)
        self.colour, self.thickness, self.padding = colour, thickness, padding
        self.page_height = page_height
        self.spaceAfter = after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        self.height = height_of(self.flowables, width - 2 * self.padding) + 2 * self.padding
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        if self.wrap(width, height)[1] <= self.page_height:
            return []
        room, inner = height - 2 * self.padding, width - 2 * self.padding
        taken: list[Flowable] = []
        waiting = list(self.flowables)
        while waiting and height_of([*taken, waiting[0]], inner) <= room:
            taken.append(waiting.pop(0))
        if waiting:
            left = room - height_of(taken, inner)
            if taken:
                left -= max(taken[-1].getSpaceAfter(), waiting[0].getSpaceBefore())
            waiting[0].wrap(inner, left)
            parts = waiting[0].split(inner, left)
            if len(parts) > 1:
                taken.append(parts[0])
                waiting[:1] = parts[1:]
        if not taken or not waiting:
            return []
        return [self._part(taken), self._part(waiting)]

    def _part(self, flowables: list[Flowable]) -> "Panel":
        return Panel(
            flowables,
            colour=self.colour,
            thickness=self.thickness,
            padding=self.padding,
            after=self.spaceAfter,
            page_height=self.page_height,
        )

    def draw(self) -> None:
        with self.canv.artifact():
            self.canv.saveState()
            self.canv.setStrokeColor(self.colour)
            self.canv.setLineWidth(self.thickness)
            inset = self.thickness / 2
            self.canv.roundRect(inset, inset, self.width - self.thickness, self.height - self.thickness, 8)
            self.canv.restoreState()
        draw_stack(self.canv, self.flowables, self.padding, self.height - self.padding, self.width - 2 * self.padding)


class SideBySide(Flowable):
    """Two columns of flowables, read left column first; under each other when no page could hold them."""

    def __init__(
        self,
        left: Sequence[Flowable],
        right: Sequence[Flowable],
        *,
        left_width: float,
        gap: float,
        page_height: float,
        after: float = 0,
    ) -> None:
        super().__init__()
        self.left, self.right = tuple(left), tuple(right)
        self.left_width, self.gap, self.page_height = left_width, gap, page_height
        self.spaceAfter = after
        self._wrapped_at: float | None = None

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        if self._wrapped_at != width:
            left, right = self.left_width, width - self.left_width - self.gap
            self.width, self.height = width, max(height_of(self.left, left), height_of(self.right, right))
            self._wrapped_at = width
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        if self.wrap(width, height)[1] <= self.page_height:
            return []
        return unstacked([*self.left, *self.right], width, height)

    def draw(self) -> None:
        draw_stack(self.canv, self.left, 0, self.height, self.left_width)
        start = self.left_width + self.gap
        draw_stack(self.canv, self.right, start, self.height, self.width - start)


class Columns(Flowable):
    """Groups of flowables in two columns of about the same height, read down and then across, under one heading.

    A page takes as many pieces as it holds; the rest goes on overleaf, and never under both columns of this page, where
    it would be read before what stands over it. A group is parted only where that saves much, and never right after
    its first piece.
    """

    def __init__(
        self,
        groups: Sequence[Sequence[Flowable]],
        *,
        gap: float,
        page_height: float,
        heading: Flowable | None = None,
        before: float = 0,
        is_rest: bool = False,
    ) -> None:
        super().__init__()
        self.groups, self.gap, self.page_height = tuple(map(tuple, groups)), gap, page_height
        self.heading, self.is_rest = heading, is_rest
        self.spaceBefore = before
        self.pieces = tuple(piece for group in self.groups for piece in group)
        self.starts = tuple(not place for group in self.groups for place, _ in enumerate(group))
        self._wrapped_at: float | None = None
        self.height = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self._arrange(width)
        return width, self.height if self._may_begin_in(height) else max(self.height, height + 1)

    def _may_begin_in(self, height: float) -> bool:
        """A page offers all its height to what begins it."""
        return not self.is_rest or height > self.page_height - 1

    def _arrange(self, width: float) -> None:
        if self._wrapped_at == width:
            return
        self.width = self._wrapped_at = width
        self.column = (width - self.gap) / 2
        self.top = 0.0
        if self.heading is not None:
            self.top = self.heading.wrap(width, _UNLIMITED)[1] + self.heading.getSpaceAfter()
        tallest = list(map(max, self._heights_left(), self._heights_right()))
        self.cut = min(
            range(len(tallest)), key=lambda cut: (tallest[cut] + (0 if self._is_between(cut) else _PARTED), -cut)
        )
        self.height = self.top + tallest[self.cut]

    def _heights_left(self) -> list[float]:
        """How tall the left column is with none, one, two ... of the pieces."""
        heights = [0.0]
        for place, piece in enumerate(self.pieces):
            heights.append(heights[-1] + self._space_over(place) + piece.wrap(self.column, _UNLIMITED)[1])
        return heights

    def _heights_right(self) -> list[float]:
        heights = self._heights_left()
        rest = [heights[-1] - height - self._space_over(cut) for cut, height in enumerate(heights[:-1])]
        return [*rest, 0.0]

    def _space_over(self, place: int) -> float:
        if place == 0:
            return 0.0
        return float(max(self.pieces[place].getSpaceBefore(), self.pieces[place - 1].getSpaceAfter()))

    def _is_between(self, cut: int) -> bool:
        """Whether a cut before this piece parts no group."""
        return cut == len(self.pieces) or self.starts[cut]

    def split(self, width: float, height: float) -> list[Flowable]:
        if not self._may_begin_in(height):
            return []
        self._arrange(width)
        if height_of(self.pieces[:1], self.column) > self.page_height:
            head = [self.heading] if self.heading is not None else []
            return unstacked([*head, *self.pieces], width, height)
        room = height - self.top
        taken = len(self.groups)
        while taken and self._part(self.groups[:taken]).wrap(width, room)[1] > room:
            taken -= 1
        if not taken:
            return []
        return [
            self._part(self.groups[:taken], heading=self.heading, before=self.spaceBefore),
            self._part(self.groups[taken:], is_rest=True),
        ]

    def _part(
        self,
        groups: Sequence[Sequence[Flowable]],
        heading: Flowable | None = None,
        before: float = 0,
        *,
        is_rest: bool = False,
    ) -> "Columns":
        return Columns(
            groups, gap=self.gap, page_height=self.page_height, heading=heading, before=before, is_rest=is_rest
        )

    def draw(self) -> None:
        if self.heading is not None:
            draw_stack(self.canv, [self.heading], 0, self.height, self.width)
        top = self.height - self.top
        draw_stack(self.canv, self.pieces[: self.cut], 0, top, self.column)
        draw_stack(self.canv, self.pieces[self.cut :], self.column + self.gap, top, self.column)


class Picture(Flowable):
    """A drawing with its description in words, centred in the width it is given."""

    def __init__(self, drawing: Flowable, alt: str, parent: Element) -> None:
        super().__init__()
        self.drawing = drawing
        self.element = parent.add("Figure", alt=text.clean(alt))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.drawn_width, self.height = self.drawing.wrap(width, height)
        self.width = width
        return width, self.height

    def draw(self) -> None:
        left = max((self.width - self.drawn_width) / 2, 0)
        x, y = self.canv.absolutePosition(left, 0)
        corners = [round(corner, 2) for corner in (x, y, x + self.drawn_width, y + self.height)]
        self.element.attributes = {
            "O": PDFName("Layout"),
            "Placement": PDFName("Block"),
            "BBox": PDFArray(corners),
        }
        with self.canv.content(self.element):
            self.drawing.drawOn(self.canv, left, 0)


class Box(Struct, frozen=True):
    """One plain box of a dose row: a number or phrase, and quietly what it counts."""

    value: str
    label: str = ""

    @property
    def words(self) -> str:
        return f"{self.value} {self.label}".strip()


class BoxRow(Flowable):
    """Plain boxes in a row, as wide as their words; a long one takes the next line.

    at_the_right: the row ends at the right edge.
    """

    def __init__(
        self,
        boxes: Sequence[Box],
        parent: Element,
        value_style: ParagraphStyle,
        label_style: ParagraphStyle,
        *,
        before: float = 0,
        after: float = 0,
    ) -> None:
        super().__init__()
        self.gap, self.padding = 5.0, (7.0, 3.0)
        self.at_the_right = False
        self.spaceBefore, self.spaceAfter = before, after
        row = parent.add("L")
        self.cells = []
        for box in boxes:
            cell = text.paragraph(f"{box.value} ", value_style, row.add("LI").add("LBody"))
            cell.frags += text.paragraph(box.label, label_style).frags
            self.cells.append(cell)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Places every box as (left, top, width, height), from the top of the row downwards."""
        self.width, self.places = width, list[tuple[float, float, float, float]]()
        across, down = self.padding
        x = y = tallest = 0.0
        for cell in self.cells:
            cell.wrap(width - 2 * across, _UNLIMITED)
            natural = max(cell.getActualLineWidths0(), default=0) + 1
            box = min(natural + 2 * across, width)
            if x and x + box > width:
                x, y, tallest = 0.0, y + tallest + self.gap, 0.0
            height = cell.wrap(box - 2 * across, _UNLIMITED)[1] + 2 * down
            self.places.append((x, y, box, height))
            x, tallest = x + box + self.gap, max(tallest, height)
        self.height = y + tallest
        if self.at_the_right and not y:
            self.places = [(left + width - x + self.gap, *more) for left, *more in self.places]  # type: ignore[misc]
        return width, self.height

    def natural_width(self) -> float:
        """How wide the boxes are in one row."""
        across = self.padding[0]
        for cell in self.cells:
            cell.wrap(_UNLIMITED, _UNLIMITED)
        boxes = [max(cell.getActualLineWidths0(), default=0) + 1 + 2 * across for cell in self.cells]
        return sum(boxes) + self.gap * (len(boxes) - 1)

    def split(self, width: float, height: float) -> list[Flowable]:
        return unstacked(self.cells, width, height)

    def draw(self) -> None:
        across, down = self.padding
        with self.canv.artifact():
            self.canv.saveState()
            self.canv.setStrokeColor(styles.BOX)
            self.canv.setLineWidth(0.9)
            for x, y, width, height in self.places:
                self.canv.roundRect(x, self.height - y - height, width, height, 5)
            self.canv.restoreState()
        for cell, (x, y, width, height) in zip(self.cells, self.places, strict=True):
            cell.wrapOn(self.canv, width - 2 * across, _UNLIMITED)
            cell.drawOn(self.canv, x + across, self.height - y - height + down)


class Grid(Flowable):
    """A table with ruled rows: header row, optional row headings, cells of paragraphs. Splits between rows."""

    def __init__(
        self,
        rows: Sequence[Sequence[Flowable]],
        widths: Sequence[float],
        *,
        padding: float = 5,
        vertical: bool = False,
        least_height: float = 0,
        before: float = 0,
        after: float = 0,
    ) -> None:
        super().__init__()
        self.rows, self.widths = tuple(tuple(row) for row in rows), tuple(widths)
        self.padding, self.vertical, self.least_height = padding, vertical, least_height
        self.spaceBefore, self.spaceAfter = before, after

    def _row_height(self, row: Sequence[Flowable]) -> float:
        tallest: float = max(
            cell.wrap(width - 2 * self.padding, _UNLIMITED)[1] for cell, width in zip(row, self.widths, strict=True)
        )
        return max(tallest + 2 * self.padding, self.least_height)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        self.heights = [self._row_height(row) for row in self.rows]
        self.width, self.height = sum(self.widths), sum(self.heights)
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        fit, used = 0, 0.0
        while fit < len(self.rows) and used + self.heights[fit] <= height:
            used += self.heights[fit]
            fit += 1
        if fit == len(self.rows):
            return [self]
        if fit == 0:
            # One row is taller than a page: its cells follow each other as plain paragraphs.
            rest = [self._part(self.rows[1:])] if self.rows[1:] else []
            return unstacked([*self.rows[0], *rest], width, height) if self.heights[0] > _TALLEST_ROW else []
        if fit == 1 and self.heights[1] <= _TALLEST_ROW:
            return []  # a header alone at the foot of a page says nothing
        return [self._part(self.rows[:fit]), self._part(self.rows[fit:])]

    def _part(self, rows: Sequence[Sequence[Flowable]]) -> "Grid":
        return Grid(
            rows,
            self.widths,
            padding=self.padding,
            vertical=self.vertical,
            least_height=self.least_height,
            after=self.spaceAfter,
        )

    def draw(self) -> None:
        with self.canv.artifact():
            self.canv.saveState()
            self.canv.setStrokeColor(styles.LINE)
            self.canv.setLineWidth(0.7)
            y = self.height
            self.canv.line(0, y, self.width, y)
            for height in self.heights:
                y -= height
                self.canv.line(0, y, self.width, y)
            if self.vertical:
                x = 0.0
                for width in (0.0, *self.widths):
                    x += width
                    self.canv.line(x, 0, x, self.height)
            self.canv.restoreState()
        y = self.height
        for row, height in zip(self.rows, self.heights, strict=True):
            x = 0.0
            for cell, width in zip(row, self.widths, strict=True):
                cell.wrapOn(self.canv, width - 2 * self.padding, _UNLIMITED)
                # A row made tall for writing in holds its words in the middle.
                lowered = max((self.least_height - 2 * self.padding - cell.height) / 2, 0)
                cell.drawOn(self.canv, x + self.padding, y - self.padding - cell.height - lowered)
                x += width
            y -= height


_TALLEST_ROW = 560.0


def grid(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    parent: Element,
    *,
    head_style: ParagraphStyle,
    cell_style: ParagraphStyle,
    row_heads: bool = True,
    emphasis: bool = False,
    vertical: bool = False,
    least_height: float = 0,
    padding: float = 5,
    before: float = 0,
    after: float = 0,
) -> Grid:
    """A tagged table from plain texts."""
    table = parent.add("Table")
    top = table.add("TR")
    made = [[text.paragraph(words, head_style, top.add("TH", attributes=scope("Column"))) for words in header]]
    for row in rows:
        line = table.add("TR")
        cells = []
        for column, words in enumerate(row):
            is_head = row_heads and column == 0
            cell = line.add("TH", attributes=scope("Row")) if is_head else line.add("TD")
            cells.append(text.paragraph(words, head_style if is_head else cell_style, cell, emphasis=emphasis))
        made.append(cells)
    return Grid(made, widths, vertical=vertical, least_height=least_height, padding=padding, before=before, after=after)


def scope(direction: str) -> dict[str, object]:
    """What a heading cell is the heading of: its Column or its Row."""
    return {"O": PDFName("Table"), "Scope": PDFName(direction)}


class Mark(Flowable):
    """A filled shape with its colour: the same sign on screen and paper. Its meaning always stands beside it."""

    def __init__(self, shape: Shape, colour: Color, size: float) -> None:
        super().__init__()
        self.shape, self.colour, self.size = shape, colour, size

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.size, self.size

    def draw(self) -> None:
        with self.canv.artifact():
            draw_shape(self.canv, self.shape, self.colour, self.size)


def draw_shape(canvas: TaggedCanvas, shape: Shape, colour: Color, size: float) -> None:
    """The shape in a square of this size, with a white sign inside that survives a black-and-white printer."""
    middle = size / 2
    canvas.saveState()
    canvas.setFillColor(colour)
    if shape == "circle":
        canvas.circle(middle, middle, middle, stroke=0, fill=1)
    else:
        path = canvas.beginPath()
        for place, (x, y) in enumerate(_corners(shape, size)):
            (path.lineTo if place else path.moveTo)(x, y)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
    canvas.setStrokeColor(styles.WHITE)
    canvas.setFillColor(styles.WHITE)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setLineWidth(size * 0.1)
    if shape == "circle":
        path = canvas.beginPath()
        path.moveTo(size * 0.28, size * 0.5)
        path.lineTo(size * 0.44, size * 0.34)
        path.lineTo(size * 0.73, size * 0.67)
        canvas.drawPath(path)
    elif shape == "octagon":
        canvas.line(size * 0.27, middle, size * 0.73, middle)
    else:
        canvas.line(middle, size * 0.36, middle, size * 0.62)
        canvas.circle(middle, size * 0.19, size * 0.055, stroke=0, fill=1)
    canvas.restoreState()


def _corners(shape: Shape, size: float) -> list[tuple[float, float]]:
    if shape == "triangle":
        return [(0, size * 0.04), (size, size * 0.04), (size / 2, size * 0.95)]
    if shape == "diamond":
        return [(size / 2, 0), (size, size / 2), (size / 2, size), (0, size / 2)]
    middle, reach = size / 2, size * 0.54
    turns = [math.pi / 8 + side * math.pi / 4 for side in range(8)]
    return [(middle + reach * math.cos(turn), middle + reach * math.sin(turn)) for turn in turns]
