"""The card of one exercise: picture, why, numbered steps, dose, easier and harder ways, and when to stop."""

import copy
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace
from reportlab.platypus import Flowable, Spacer

from reports import flowables, styles, text
from reports.flowables import Box
from reports.inputs import Printing
from reports.layouts import Layout
from reports.pictures import exercise_picture
from reports.setting import GAP, LEAST_COLUMN, Air, Setting, after, one_idea_a_line
from reports.tagging import Element, TaggedParagraph
from reports.wording import HANDOUT, HandoutWords

_LEAST_GAP = 8.0
_SHARES = (0.5, 0.6, 0.7, 0.44, 0.38)  # of the width, for the left of two; the first is preferred
_RINGS_APART = 1.43  # in ems, from number to number
_PICTURE_FIRST = 230.0  # where it comes before the words
_SMALLER_PICTURES = (200.0, 162.0, 144.0, 126.0, 112.0, 100.0)  # 100 is 35 mm, the least at which a figure is clear
_CLOSER = 0.6  # of the gaps


class ExerciseCard(Struct, frozen=True):
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


class ExerciseCards(Setting):
    """Makes the cards of the exercises on one sheet."""

    def __init__(self, printing: Printing, layout: Layout, air: Air, words: HandoutWords = HANDOUT) -> None:
        super().__init__(printing, layout, air)
        self.words = words
        self.picture = _PICTURE_FIRST if layout.one_idea_a_line else air.picture

    def card(
        self, number: int, exercise: ExerciseCard, section: Element, *, above: Sequence[Flowable] = ()
    ) -> list[Flowable]:
        """The card as one page holds it below what is `above`: the picture gives way first, then the gaps.

        Where no page can hold it, it has its air, and goes on overleaf with its steps and stop signs together.
        """
        for tried in (self, *self._closer()):
            own = Element("Sect")
            made = tried._card(number, exercise, own)
            if flowables.height_of([*above, *made], self.width) <= self.page_height:
                break
        else:
            own = Element("Sect")
            made = self._under_each_other(number, exercise, own)
        section.kids += own.kids
        return made

    def _closer(self) -> Iterator["ExerciseCards"]:
        """The same, with ever less room for what is no text."""
        for gaps in (self.air.gaps, self.air.gaps * _CLOSER):
            for picture in _SMALLER_PICTURES:
                if picture < self.picture:
                    closer = copy.copy(self)
                    closer.air, closer.picture = replace(self.air, gaps=gaps), picture
                    yield closer

    def _card(self, number: int, exercise: ExerciseCard, section: Element) -> list[Flowable]:
        """Name and dose, then picture and words side by side; under each other where the words would be squeezed."""
        has_room = self.width - self.picture - GAP >= LEAST_COLUMN * self.size
        if not has_room or self.layout.one_idea_a_line:
            return self._under_each_other(number, exercise, section)
        story = self._top(number, exercise, section)
        picture = self._picture(exercise, section)
        words = [*self._why(exercise, section), *self._steps(exercise, section), *self._note(exercise, section)]
        if picture:
            words = [
                flowables.SideBySide(
                    picture,
                    words,
                    left_width=self.picture,
                    gap=GAP,
                    page_height=self.page_height,
                    after=self.gap(0.4),
                )
            ]
        return [*story, *words, *self._levels(exercise, section), *self._stops(exercise, section)]

    def _under_each_other(self, number: int, exercise: ExerciseCard, section: Element) -> list[Flowable]:
        """When to stop stands right under the steps. What goes overleaf says again which exercise it is."""
        story = self._top(number, exercise, section)
        if not self.layout.one_idea_a_line:
            story += self._picture(exercise, section)
        story += self._why(exercise, section)
        *steps, last = self._steps(exercise, section) or [Spacer(0, 0)]
        # Never a last step on one page and its stop signs on another.
        end = flowables.Whole(
            [last, *self._note(exercise, section), *self._stops(exercise, section)], page_height=self.page_height
        )
        again = text.paragraph(f"{number}. {exercise.name}", self.family.strong)
        how: list[Flowable] = [*steps, after(end, self.gap(0.5))]
        levels = self._levels(exercise, section)
        # Easier and harder ways go with the steps where a page can hold both: overleaf alone they would say little.
        room = self.page_height - flowables.height_of([again], self.width) - self.size
        if flowables.height_of([*how, *levels], self.width) <= room:
            parts = [[*how, *levels]]
        else:
            parts = [how, levels] if levels else [how]
        return [
            *story,
            *(
                flowables.Overleaf(part, again=again, page_height=self.page_height, after=self.gap(0.5))
                for part in parts
            ),
        ]

    def _top(self, number: int, exercise: ExerciseCard, section: Element) -> list[Flowable]:
        """The exercise's name and dose; for who reads little, the picture comes even before them."""
        story: list[Flowable] = [flowables.Rule(styles.ACCENT, 1.2, after=self.gap(0.55))]
        if self.layout.one_idea_a_line:
            story += self._picture(exercise, section)
        title = text.paragraph(f"{number}. {exercise.name}", self.family.exercise, section.add("H3"))
        story += self._titled(title, self._dose(exercise, section))
        for words in (exercise.side_words, exercise.adaptation):
            if words:
                story.append(after(text.paragraph(words, self.family.strong, section.add("P")), self.gap(0.4)))
        return story

    def _picture(self, exercise: ExerciseCard, section: Element) -> list[Flowable]:
        picture = exercise_picture(
            exercise.figure_id or exercise.id, self.picture, exercise.name, section, says=exercise.picture_says
        )
        return [] if picture is None else [picture]

    def _why(self, exercise: ExerciseCard, section: Element) -> list[Flowable]:
        return [after(self.text(exercise.why, section, self.aside), self.gap(0.3))] if exercise.why else []

    def _steps(self, exercise: ExerciseCard, section: Element) -> list[Flowable]:
        """How to begin, then the steps with their numbers."""
        start = f"**{self.words.start}** {exercise.position}"
        story = [after(self.text(start, section), self.gap(0.3))] if exercise.position else []
        steps = exercise.steps
        if self.layout.one_idea_a_line:
            steps = tuple(map(one_idea_a_line, steps))
        return story + flowables.numbered(
            steps,
            section,
            self.family.body,
            self.family.number,
            # However dense the sheet: the rings round the numbers stay apart.
            gap=max(self.gap(0.25), self.size * (_RINGS_APART - self.air.leading)),
        )

    def _note(self, exercise: ExerciseCard, section: Element) -> list[Flowable]:
        return [after(self.text(exercise.dose_note, section), self.gap(0.2))] if exercise.dose_note else []

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
                after=self.gap(0.5),
            )
        ]

    def _dose(self, exercise: ExerciseCard, section: Element) -> flowables.BoxRow | None:
        if not exercise.dose:
            return None
        return flowables.BoxRow(
            exercise.dose,
            section,
            self.family.dose,
            self.family.dose_label,
            before=self.gap(0.4),
            after=self.gap(0.6),
        )

    def _levels(self, exercise: ExerciseCard, section: Element) -> list[Flowable]:
        """Easier and harder, beside each other; the longer one has more of the width."""
        levels = [
            after(self.text(f"**{label}** {words}", section), self.gap(0.2))
            for label, words in ((self.words.easier, exercise.easier), (self.words.harder, exercise.harder))
            if words
        ]
        if len(levels) < 2 or not self.has_room_for(2):
            return levels

        pairs = (self._beside(levels, share) for share in _SHARES)
        best = next(pairs)
        one_line = self.family.body.leading * 1.5
        while best.wrap(self.width, self.page_height)[1] > one_line and (other := next(pairs, None)):
            if other.wrap(self.width, self.page_height)[1] < best.wrap(self.width, self.page_height)[1]:
                best = other
        return [best]

    def _beside(self, levels: Sequence[Flowable], share: float) -> flowables.SideBySide:
        left = (self.width - GAP) * share
        return flowables.SideBySide(
            levels[:1], levels[1:], left_width=left, gap=GAP, page_height=self.page_height, after=self.gap(0.2)
        )

    def _stops(self, exercise: ExerciseCard, section: Element) -> list[Flowable]:
        sentences = [f"**{self.words.stop_if}** {stop.rstrip('.')}." for stop in exercise.stops]
        between = "\n" if self.layout.one_idea_a_line else " "
        words = between.join(part for part in (*sentences, exercise.stop_note) if part).strip()
        if not words:
            return []
        size = self.size
        mark = flowables.Mark("octagon", styles.EMERGENCY, size * 1.1)
        stop = after(self.text(words, section), 0)
        return [
            flowables.SideBySide([mark], [stop], left_width=size * 1.1, gap=size * 0.5, page_height=self.page_height)
        ]
