"""A letter to a colleague: who writes to whom about whom, then short sections, then the signature.

Read at arm's length by somebody with little time: one page as a rule, the gravest first.
"""

from collections.abc import Sequence

from msgspec import Struct, field
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Spacer

from reports import flowables, paper, styles, text
from reports.inputs import Printing, in_words
from reports.tagging import Element


class LetterWords(Struct, frozen=True):
    """What a letter says by itself."""

    to: str = "To"
    about: str = "About"
    born: str = "born"
    clinic_no: str = "clinic no."
    signed: str = "Signed:"
    to_sign: str = "Name, registration number and signature:"
    registration: str = "registration"


class LetterTable(Struct, frozen=True):
    """A small table inside a section. shares: how the width is shared out."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


class LetterSection(Struct, frozen=True):
    """A heading with sentences, lines and a table, as far as there are any. **Bold** is read in `lines` alone."""

    heading: str
    sentences: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    table: LetterTable | None = None
    quotes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.sentences or self.lines or self.quotes or (self.table and self.table.rows))


class Letter(Struct, frozen=True):
    """Everything in one letter. urgency: the tier in words, for the head of a referral; "" where there is none."""

    printing: Printing
    title: str
    to: tuple[str, ...]
    opening: str
    sections: tuple[LetterSection, ...]
    urgency: str = ""
    tier: str = "none"
    words: LetterWords = field(default_factory=LetterWords)


_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0)
_TIERS: dict[str, tuple[flowables.Shape, object]] = {
    "emergency": ("octagon", styles.EMERGENCY),
    "urgent": ("triangle", styles.URGENT),
    "soon": ("diamond", styles.SOON),
    "routine": ("circle", styles.ROUTINE),
}


def build_letter(letter: Letter) -> bytes:
    """On one page where a readable size allows it, else at the size that takes the fewest pages."""
    width, height = paper.content_width(letter.printing), paper.content_height(letter.printing)
    best: tuple[int, Element, list[Flowable]] | None = None
    for size in _SIZES:
        root, story = _Sheet(letter, size).made()
        pages = flowables.pages_of(story, width, height)
        if best is None or pages < best[0]:
            best = (pages, root, story)
        if pages == 1:
            break
    assert best is not None
    return paper.build(best[2], best[1], letter.printing, title=letter.title)


class _Headed(flowables.Stack):
    """A heading with what its section begins with: it never stands alone at the foot of a page."""

    def __init__(self, pieces: Sequence[Flowable], *, page_height: float, before: float) -> None:
        super().__init__(pieces, before)
        self.page_height = page_height

    def split(self, width: float, height: float) -> list[Flowable]:
        heading, *rest = self.flowables
        # On a fresh page there is no better place further on.
        if rest and height < self.page_height - 1:
            gap = max(heading.getSpaceAfter(), rest[0].getSpaceBefore())
            room = height - heading.getSpaceBefore() - heading.wrap(width, height)[1] - gap
            if rest[0].wrap(width, room)[1] > room and (room <= 0 or not rest[0].split(width, room)):
                return []
        return super().split(width, height)


class _Sheet:
    """The parts of one letter in one type size."""

    def __init__(self, letter: Letter, size: float) -> None:
        self.letter, self.size = letter, size
        self.family = styles.styles_for(size, leading=1.24)
        self.width = paper.content_width(letter.printing)
        self.page_height = paper.content_height(letter.printing)
        self.root = Element("Document")
        self.heading = ParagraphStyle(
            "letter heading",
            parent=self.family.heading,
            fontSize=size * 1.12,
            leading=size * 1.35,
            spaceBefore=size * 0.55,
            spaceAfter=size * 0.15,
        )

    def made(self) -> tuple[Element, list[Flowable]]:
        story = [*self._head(), *self._opening()]
        for section in self.letter.sections:
            if not section.is_empty:
                story += self._section(section)
        return self.root, [*story, *self._signature()]

    def _head(self) -> list[Flowable]:
        """Who it is for at the left, who writes at the right, then whom it is about."""
        clinic, person, words = self.letter.printing.clinic, self.letter.printing.person, self.letter.words
        section = self.root.add("Sect")
        title = text.paragraph(self.letter.title, self.family.title, section.add("H1"))
        to = [text.paragraph(words.to, self.family.quiet, section.add("P"))]
        to += [text.paragraph(line, self.family.strong, section.add("P")) for line in self.letter.to]
        right = ParagraphStyle("letter sender", parent=self.family.body, alignment=TA_RIGHT, spaceAfter=0)
        strong = ParagraphStyle("letter sender name", parent=self.family.strong, alignment=TA_RIGHT)
        sender = [text.paragraph(clinic.name, strong, section.add("P"))] if clinic.name else []
        sender += [
            text.paragraph(line, right, section.add("P"))
            for line in (clinic.address, clinic.phone, clinic.hours)
            if line
        ]
        day = in_words(self.letter.printing.printed_at.date())
        sender.append(text.paragraph(day, right, section.add("P")))
        half = self.width * 0.52
        addresses = flowables.SideBySide(
            to, sender, left_width=half, gap=self.size, page_height=self.page_height, after=self.size * 0.5
        )
        about = f"{words.about} {person.name}"
        if person.birth_date:
            about += f", {words.born} {in_words(person.birth_date)}"
        if person.clinic_no:
            about += f", {words.clinic_no} {person.clinic_no}"
        return [title, addresses, text.paragraph(about, self.family.strong, section.add("P"))]

    def _opening(self) -> list[Flowable]:
        section = self.root.add("Sect")
        story: list[Flowable] = [Spacer(0, self.size * 0.3)]
        if self.letter.urgency:
            words = text.paragraph(self.letter.urgency, self.family.strong, section.add("P"))
            shape, colour = _TIERS.get(self.letter.tier, _TIERS["routine"])
            mark = flowables.Mark(shape, colour, self.size * 1.3)
            story.append(
                flowables.SideBySide(
                    [mark],
                    [words],
                    left_width=self.size * 1.3,
                    gap=self.size * 0.6,
                    page_height=self.page_height,
                    after=self.size * 0.35,
                )
            )
        if self.letter.opening:
            story.append(text.paragraph(self.letter.opening, self.family.body, section.add("P")))
        return story

    def _section(self, part: LetterSection) -> list[Flowable]:
        section = self.root.add("Sect")
        first: list[Flowable] = [text.paragraph(part.heading, self.heading, section.add("H2"))]
        rest: list[Flowable] = []
        for words in part.sentences:
            rest.append(text.paragraph(words, self.family.body, section.add("P")))
        if part.lines:
            rest += flowables.bulleted(
                part.lines, section, self.family.body, gap=self.size * 0.15, indent=self.size * 1.1
            )
        if part.table and part.table.rows:
            rest.append(self._table(part.table, section))
        for words in part.quotes:
            quote = text.paragraph(words, self.family.body, section.add("BlockQuote").add("P"))
            rest.append(quote)
        headed = _Headed([*first, *rest[:1]], page_height=self.page_height, before=self.heading.spaceBefore)
        return [headed, *rest[1:]]

    def _table(self, table: LetterTable, section: Element) -> Flowable:
        return flowables.grid(
            table.header,
            table.rows,
            [self.width * share for share in table.shares],
            section,
            head_style=self.family.cell_head,
            cell_style=self.family.cell,
            padding=self.size * 0.16,
            before=self.size * 0.2,
            after=self.size * 0.3,
        )

    def _signature(self) -> Sequence[Flowable]:
        section = self.root.add("Sect")
        signature, words = self.letter.printing.approved_by, self.letter.words
        if signature is None:
            line = text.paragraph(words.to_sign, self.family.strong, section.add("P"))
            return [
                flowables.Whole(
                    [line, Spacer(0, self.size * 2), flowables.Rule(styles.QUIET)],
                    page_height=self.page_height,
                    before=self.size,
                )
            ]
        signed = (
            f"{words.signed} {signature.name}, {words.registration} {signature.registration}, "
            f"{in_words(signature.signed_on)}"
        )
        return [
            flowables.Whole(
                [text.paragraph(signed, self.family.strong, section.add("P"))],
                page_height=self.page_height,
                before=self.size * 0.8,
            )
        ]
