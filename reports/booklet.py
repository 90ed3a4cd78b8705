"""The exercise library as a booklet: a contents page, then every exercise by group, as on the handout."""

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak

from reports import flowables, paper, styles, text
from reports.exercise_card import ExerciseCard, ExerciseCards
from reports.inputs import Printing
from reports.layouts import Layout
from reports.setting import Air
from reports.tagging import Element


class BookletWords(Struct, frozen=True):
    title: str = "Exercise library"
    contents: str = "Contents"


class BookletGroup(Struct, frozen=True):
    """Exercises that belong together."""

    title: str
    exercises: tuple[ExerciseCard, ...]


class Booklet(Struct, frozen=True):
    """The whole library. intro: what to know before choosing from it."""

    printing: Printing
    groups: tuple[BookletGroup, ...]
    intro: tuple[str, ...] = ()
    words: BookletWords = field(default_factory=BookletWords)


_SIZE = 11.0
_AIR = Air(1.26, 1.0, 154)


def build_booklet(booklet: Booklet) -> bytes:
    """Laid out twice: the contents page needs to know where each exercise has come to stand."""
    pages: dict[str, int] = {}
    _built(booklet, pages)
    return _built(booklet, pages)


def _built(booklet: Booklet, pages: dict[str, int]) -> bytes:
    root = Element("Document")
    story = list(_story(booklet, root, pages))
    return paper.build(story, root, booklet.printing, title=booklet.words.title, needs_approval=False)


def _story(booklet: Booklet, root: Element, pages: dict[str, int]) -> Iterator[Flowable]:
    family = styles.styles_for(_SIZE)
    yield from _contents(booklet, root, family, pages)
    height = paper.content_height(booklet.printing)
    cards = ExerciseCards(booklet.printing, Layout("booklet", _SIZE), _AIR)
    number = 0
    yield PageBreak()
    for group in booklet.groups:
        section = root.add("Sect")
        heading: list[Flowable] = [text.paragraph(group.title, family.heading, section.add("H2"))]
        for exercise in group.exercises:
            number += 1
            made = [
                flowables.Here(exercise.id, pages),
                *cards.card(number, exercise, section.add("Sect"), above=heading),
            ]
            yield flowables.Whole([*heading, *made], page_height=height, before=_SIZE * 0.8)
            heading = []


def _contents(booklet: Booklet, root: Element, family: styles.Styles, pages: dict[str, int]) -> Iterator[Flowable]:
    section = root.add("Sect")
    yield text.paragraph(booklet.words.title, family.title, section.add("H1"))
    for words in booklet.intro:
        yield text.paragraph(words, family.body, section.add("P"))
    heading = text.paragraph(booklet.words.contents, family.heading, section.add("H2"))
    groups = list(_lines(booklet.groups, section, family, pages))
    yield flowables.Columns(groups, gap=24, page_height=paper.content_height(booklet.printing), heading=heading)


def _lines(
    groups: Sequence[BookletGroup], section: Element, family: styles.Styles, pages: dict[str, int]
) -> Iterator[list[Flowable]]:
    right = ParagraphStyle("contents page", parent=family.body, alignment=TA_RIGHT)
    number = 0
    for group in groups:
        own = section.add("Sect")
        title = text.paragraph(group.title, family.strong, own.add("H3"))
        title.spaceBefore = 8
        lines: list[Flowable] = [title]
        for exercise in group.exercises:
            number += 1
            entry = own.add("P")
            name = text.paragraph(f"{number}. {exercise.name} ({exercise.id})", family.body, entry.add("Span"))
            page = text.paragraph(str(pages.get(exercise.id, "")), right, entry.add("Span"))
            lines.append(flowables.SideBySide([name], [page], left_width=200, gap=4, page_height=700))
        yield lines
