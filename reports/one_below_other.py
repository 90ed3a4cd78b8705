"""The handout in two languages in large print: each passage in one, and below it in the other.

Beside each other their columns would be too narrow. A passage is what somebody reads at one go: a card, a module.
"""

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from reportlab.platypus import Flowable, PageBreak

from reports import paper, text
from reports.exercise_card import ExerciseCard, ExerciseCards
from reports.handout import Handout, Passages
from reports.inputs import EmergencyCard, Printing
from reports.layouts import Layout
from reports.programme_code import code_to_scan
from reports.safety_card import card_on_a_page
from reports.setting import Air, after
from reports.tagging import Element
from reports.two_languages import both, joined
from reports.wording import CardWords

_AIR = Air(1.32, 1.2, 162)
_MakePassage = Callable[[Passages], list[Flowable]]


@text.remembered()
def build_one_below_other(first: Handout, second: Handout, layout: Layout) -> bytes:
    """Both handouts as one; `first` is the language of the document and stands above."""
    sheet = _Sheet(first, second, layout)
    story = sheet.story()
    return paper.build(story, sheet.root, sheet.printing, title=both(first.words.title, second.words.title))


def build_cards_in_large_print(
    cards: tuple[EmergencyCard, EmergencyCard],
    printing: tuple[Printing, Printing],
    words: tuple[CardWords, CardWords],
) -> bytes:
    """The emergency card alone, whole on one page in each language: on one together it would be small print."""
    whole = joined(*printing)
    root = Element("Document")
    one, other = (root.add("Sect", lang=of.words.language) for of in printing)
    last = paper.purpose(whole, Element("Document"))
    story = [
        *card_on_a_page(cards[0], one, whole),
        PageBreak(),
        *card_on_a_page(cards[1], other, whole, below=last),
    ]
    return paper.build(story, root, whole, title=both(words[0].title, words[1].title), needs_approval=False)


class _Sheet:
    """The passages of a handout in two languages."""

    def __init__(self, first: Handout, second: Handout, layout: Layout) -> None:
        self.printing = joined(first.printing, second.printing)
        self.root = Element("Document")
        self.code = first.code
        lines = self.printing.approval_lines
        # The code says the same in every language: it stands once, at the end.
        handouts = (
            replace(one, code=(), printing=replace(one.printing, approval_lines=lines)) for one in (first, second)
        )
        self.languages = tuple(Passages(handout, layout, _AIR) for handout in handouts)

    def story(self) -> list[Flowable]:
        return [
            *self._in_both(lambda language: language.whole(language.top(), 0)),
            *self._in_both(lambda language: [*language.findings(), *language.plan()]),
            *self._exercises(),
            *self._in_both(Passages.pain_lights),
            *self._advice(),
            *self._code(),
            *self._in_both(Passages.tick_log),
        ]

    def _in_both(self, make: _MakePassage) -> list[Flowable]:
        """One passage, in each language under an element of its own."""
        story: list[Flowable] = []
        for language in self.languages:
            language.root = _of(language, self.root)
            made = make(language)
            if story and made:
                made[0].spaceBefore = max(made[0].getSpaceBefore(), language.family.heading.spaceBefore)
            story += made
        return story

    def _exercises(self) -> list[Flowable]:
        pairs = list(zip(*(language.handout.exercises for language in self.languages), strict=True))
        section = self.root.add("Sect")
        story: list[Flowable] = []
        for number, pair in enumerate(pairs, 1):
            story += self._exercise(number, pair, section.add("Sect"))
        return story

    def _exercise(self, number: int, pair: Sequence[ExerciseCard], section: Element) -> list[Flowable]:
        """The card in each language. A page seldom holds both, so each has the picture: it is done by looking at it."""
        story: list[Flowable] = []
        for language, exercise in zip(self.languages, pair, strict=True):
            half = _of(language, section)
            above = [language.heading(language.words.exercises, half)] if number == 1 else []
            cards = ExerciseCards(self.printing, language.layout, language.air, language.words)
            card = cards.card(number, exercise, half, above=above)
            story += language.whole([*above, *card], language.gap(0.8))
        return story

    def _advice(self) -> list[Flowable]:
        section = self.root.add("Sect")
        modules = list(zip(*(language.handout.advice for language in self.languages), strict=True))
        story: list[Flowable] = []
        for number, pair in enumerate(modules):
            part = section.add("Sect")
            above = self._headings(part) if number == 0 else []
            for language, module in zip(self.languages, pair, strict=True):
                made = language.module(module, _of(language, part))
                story += language.whole([*above, *made], language.gap(0.7) if number else None)
                above = []
        for language in self.languages:
            for block in language.next_visit(_of(language, section)):
                story += language.whole(block, language.gap(0.7))
        return story

    def _headings(self, section: Element) -> list[Flowable]:
        made: list[Flowable] = [
            language.heading(language.words.advice, _of(language, section)) for language in self.languages
        ]
        made[1].spaceBefore = 0
        return made

    def _code(self) -> list[Flowable]:
        if not self.code:
            return []
        section = self.root.add("Sect")
        said = [
            after(language.text(language.words.code, _of(language, section)), language.gap(0.3))
            for language in self.languages
        ]
        first, second = self.languages
        alt = both(first.words.code_says, second.words.code_says)
        code = code_to_scan(self.code, alt, section, first.family.body, page_height=first.page_height)
        return first.whole([*said, code], first.gap(0.7))


def _of(language: Passages, parent: Element) -> Element:
    return parent.add("Sect", lang=language.handout.printing.words.language)
