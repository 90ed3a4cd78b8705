"""How a page is set for its reader: the size of its type, how much white there is, and one idea a line where asked."""

import re
from collections.abc import Sequence

from msgspec import Struct
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from reports import flowables, paper, styles, text
from reports.inputs import LARGE_PRINT, Printing
from reports.layouts import Layout
from reports.tagging import Element

GAP = 18.0
LEAST_COLUMN = 17  # in ems: narrower columns break every other phrase
_SENTENCE_END = re.compile(r"(?<=[.!?]) +(?=[A-ZÁÉÍÓÚÑ¿¡])")


class Air(Struct, frozen=True):
    """How much white there is: line spacing and gaps in ems, and how large the pictures are."""

    leading: float
    gaps: float
    picture: float


class Setting:
    """What every part of one handout shares: its layout, its styles, its air and the room on a page."""

    def __init__(self, printing: Printing, layout: Layout, air: Air) -> None:
        self.layout, self.air, self.size = layout, air, layout.body_size
        self.family = styles.styles_for(layout.body_size, leading=air.leading)
        self.width, self.page_height = paper.content_width(printing), paper.content_height(printing)

    def text(self, words: str, section: Element, style: ParagraphStyle | None = None, *, tag: str = "P") -> Flowable:
        if self.layout.one_idea_a_line:
            words = one_idea_a_line(words)
        return text.paragraph(words, style or self.family.body, section.add(tag), emphasis=True)

    @property
    def aside(self) -> ParagraphStyle:
        """What is said beside the point: grey in ordinary print, and as dark as the rest for who sees badly."""
        return self.family.quiet if self.size < LARGE_PRINT and not self.layout.is_black else self.family.body

    def heading(self, words: str, section: Element) -> Flowable:
        return text.paragraph(words, self.family.heading, section.add("H2"))

    def whole(self, story: Sequence[Flowable], before: float | None = None) -> list[Flowable]:
        """One piece, with its heading, on one page when a page can hold it."""
        space = self.family.heading.spaceBefore if before is None else before
        return [flowables.Whole(story, page_height=self.page_height, before=space)]

    def gap(self, ems: float) -> float:
        return self.size * ems * self.air.gaps

    def has_room_for(self, columns: int) -> bool:
        return (self.width - GAP * (columns - 1)) / columns >= LEAST_COLUMN * self.size


def one_idea_a_line(words: str) -> str:
    """Every sentence on a line of its own; a single word ("Fine.") is no idea and stays with its neighbour."""
    lines: list[str] = []
    for sentence in _SENTENCE_END.split(words):
        if lines and (len(sentence.split()) == 1 or len(lines[-1].split()) == 1):
            lines[-1] += f" {sentence}"
        else:
            lines.append(sentence)
    return "\n".join(lines)


def after(flowable: Flowable, space: float) -> Flowable:
    flowable.spaceAfter = space
    return flowable
