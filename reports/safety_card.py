"""The emergency card: page 1 of every pack, and a sheet of its own."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from reports import flowables, paper, styles, text
from reports.inputs import EmergencyCard, Printing
from reports.tagging import Element, TaggedParagraph
from reports.wording import CARD, CardWords

# The largest of these that keeps the card on one sheet.
_SIZES = (22.0, 21.0, 20.0, 19.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)


def build_safety_card(card: EmergencyCard, printing: Printing, words: CardWords = CARD) -> bytes:
    """The card alone, as large as one page allows. It is given at once, so it never waits for a signature."""
    root = Element("Document")
    story = card_on_a_page(card, root, printing, below=paper.purpose(printing, Element("Document")))
    return paper.build(story, root, printing, title=words.title, needs_approval=False)


def card_on_a_page(
    card: EmergencyCard, root: Element, printing: Printing, *, below: Sequence[Flowable] = ()
) -> list[Flowable]:
    """The card as large as lets it stand whole on a page, with room for what comes below it."""
    width, height = paper.content_width(printing), paper.content_height(printing)
    for size in _SIZES:
        own = Element("Document")
        story = emergency_card(card, own, styles.styles_for(size), printing, heading_tag="H1")
        if flowables.height_of([*story, *below], width) <= height:
            break
    root.kids += own.kids
    return story


def emergency_card(
    card: EmergencyCard, root: Element, family: styles.Styles, printing: Printing, *, heading_tag: str = "H2"
) -> list[Flowable]:
    """The card as flowables: one bordered panel, large type, with a box to note who was told and when."""
    section = root.add("Sect")
    width = paper.content_width(printing)
    contents = card_contents(card, section, family, printing, width=width, heading_tag=heading_tag)
    labels = [record_label(words, family, section) for words in card.record_labels]
    return in_a_panel(contents, labels, family, printing)


def card_contents(
    card: EmergencyCard,
    section: Element,
    family: styles.Styles,
    printing: Printing,
    *,
    width: float,
    heading_tag: str = "H2",
) -> list[Flowable]:
    """What the card says, in this width: when to go, the signs, what to say, and when to ring."""
    size = family.body.fontSize
    title = text.paragraph(card.title, family.card_title, section.add(heading_tag))
    mark = flowables.Mark("octagon", styles.EMERGENCY, size * 1.9)
    inner_height = paper.content_height(printing) - 2 * size
    gap = size * 0.12
    contents: list[Flowable] = [
        flowables.SideBySide([mark], [title], left_width=size * 2, gap=size * 0.8, page_height=inner_height),
        _spaced(text.paragraph(card.lead, family.card_body, section.add("P"), emphasis=True), size * 0.3),
    ]
    contents += flowables.bulleted(card.signs, section, family.card_strong, gap=gap, indent=size * 1.3)
    for words, style in ((card.say, family.card_strong), (card.same_day_lead, family.card_body)):
        if words:
            contents.append(_spaced(text.paragraph(words, style, section.add("P"), emphasis=True), size * 0.35))
    same_day = flowables.bulleted(card.same_day, section, family.card_body, gap=gap, indent=size * 1.3)
    return [*contents, *_in_two_columns(same_day, width, size, inner_height)]


def record_label(words: str, family: styles.Styles, section: Element, *, lang: str | None = None) -> TaggedParagraph:
    """What is to be written by hand. On the largest card it steps back, so that there is room to write."""
    style = family.small if family.small.fontSize >= _LEAST_LABEL else family.quiet
    return text.paragraph(words, style, section.add("P", lang=lang))


def in_a_panel(
    contents: list[Flowable], labels: Sequence[Flowable], family: styles.Styles, printing: Printing
) -> list[Flowable]:
    """The bordered panel, with places to write below what it says."""
    size = family.body.fontSize
    if labels:
        contents = [*contents, _RecordBoxes(labels, before=size * 0.6)]
    page_height = paper.content_height(printing)
    return [
        flowables.Panel(
            contents, colour=styles.EMERGENCY, padding=size * 0.9, page_height=page_height, after=size * 0.9
        )
    ]


def _in_two_columns(items: list[Flowable], width: float, size: float, inner_height: float) -> list[Flowable]:
    """A short list beside itself, read down and then across, where there is room for two columns."""
    column = (width - 2 * size - size) / 2
    if len(items) < 4 or column < _LEAST_COLUMN * size:
        return items
    half = (len(items) + 1) // 2
    return [flowables.SideBySide(items[:half], items[half:], left_width=column, gap=size, page_height=inner_height)]


def _spaced(flowable: Flowable, space: float) -> Flowable:
    flowable.spaceBefore = flowable.spaceAfter = space
    return flowable


_TALLEST_LABELS = 200.0
_LEAST_COLUMN = 9  # in ems; the large card alone has that few
_LEAST_LABEL = 16
_LEAST_LINE = 40.0  # to write a date or initials on


class _RecordBoxes(Flowable):
    """Places to write by hand: a label over an empty line."""

    def __init__(self, labels: Sequence[Flowable], *, before: float) -> None:
        super().__init__()
        self.labels = tuple(labels)
        self.spaceBefore = before

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.gap = width, 14.0
        room = width - self.gap * (len(self.labels) - 1)
        for label in self.labels:
            label.wrap(room, 200)
        written = [flowables.written_width(label) + 6 for label in self.labels]
        # Each its own words and the same room to write after them, where they leave enough.
        line = (room - sum(written)) / len(self.labels)
        even = room / len(self.labels)
        self.columns = [one + line for one in written] if line >= _LEAST_LINE else [even] * len(self.labels)
        wrapped = (label.wrap(column, 200)[1] for label, column in zip(self.labels, self.columns, strict=True))
        self.height = max(wrapped) + 6
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        return flowables.unstacked(self.labels, width, height) if self.height > _TALLEST_LABELS else []

    def draw(self) -> None:
        left = 0.0
        for label, column in zip(self.labels, self.columns, strict=True):
            label.wrapOn(self.canv, column, 200)
            label.drawOn(self.canv, left, 4)
            with self.canv.artifact():
                self.canv.saveState()
                self.canv.setStrokeColor(styles.QUIET)
                self.canv.setLineWidth(0.8)
                written = flowables.written_width(label) + 6
                self.canv.line(left + min(written, column * 0.7), 3, left + column, 3)
                self.canv.restoreState()
            left += column + self.gap
