"""What the person said, on one screen, before any examination."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.consult.answer_list import AnswerList
from desktop.consult.body_picture import BodyPicture
from desktop.consult.columns import Columns, clear
from desktop.consult.consult_model import ConsultModel
from desktop.consult.line_button import LineButton
from desktop.consult.reasons import AnswerLine
from desktop.consult.scores import ScoresView
from desktop.consult.scores_card import ScoresCard
from desktop.consult.story import SITES, Story
from desktop.theme import px
from desktop.widgets.card import Card
from desktop.widgets.styled_label import StyledLabel


class StoryPage(Columns):
    """Signals:
    answer_requested: show the question of this key.
    influence_requested: show what the answer of this key influenced.
    """

    answer_requested = Signal(str)
    influence_requested = Signal(str)

    def __init__(self, model: ConsultModel, parent: QWidget | None) -> None:
        super().__init__(parent, main=1, side=1, last=1)
        self._model = model
        self._shown: tuple[Story, ScoresView] | None = None

    def refresh(self) -> None:
        story, scores = self._model.story, self._model.scores
        if (story, scores) == self._shown:
            return
        self._shown = (story, scores)
        for column in (self.main, self.side, self.last):
            clear(column)
        self.main.addWidget(self._words(story))
        self.side.addWidget(self._body(story))
        self.last.addWidget(self._safety(story))
        places = {"problem": self.main, "pain": self.main, "changes": self.side}
        titles = self._titles()
        # The scan is looked at before the medicines.
        for group in sorted(story.groups, key=lambda group: group.id == "health"):
            name, _, number = group.id.partition(" ")
            lines = tuple(line for line in group.lines if line.key != SITES)
            if not lines:
                continue
            card = Card(f"{titles[name]} {number}".strip(), self.widget(), margin=16)
            card.body.setSpacing(px(self, 4))
            card.body.addWidget(self._list(lines, card))
            places.get(name, self.last).addWidget(card)
        self.scores = ScoresCard(scores, self.widget())
        self.scores.answer_requested.connect(self.answer_requested)
        self.scores.influence_requested.connect(self.influence_requested)
        # Who comes back is asked first of all how it went.
        self.side.insertWidget(0 if scores.since is not None else self.side.count(), self.scores)

    def _list(self, lines: Sequence[AnswerLine], card: Card) -> AnswerList:
        answers = AnswerList(lines, card)
        answers.answer_requested.connect(self.influence_requested)
        return answers

    def _titles(self) -> dict[str, str]:
        return {
            "problem": self.tr("Where and since when"),
            "pain": self.tr("Pain, feeling and power"),
            "changes": self.tr("What changes it"),
            "life": self.tr("Work and training"),
            "health": self.tr("Health and medicines"),
            "scan": self.tr("Scan"),
        }

    def _words(self, story: Story) -> Card:
        card = Card(self.tr("In their own words"), self.widget(), margin=16)
        card.body.setSpacing(px(self, 4))
        said = story.own_words
        if said.answer:
            card.body.addWidget(StyledLabel(f"“{said.answer}”", "body", card))
        lines = (story.goals,) if said.answer else (said, story.goals)
        card.body.addWidget(self._list(lines, card))
        return card

    def _body(self, story: Story) -> Card:
        card = Card(self.tr("Where it hurts"), self.widget(), margin=16)
        item = self._model.clinic.content.questionnaire.items[SITES]
        names = [option.label for code in story.sites if (option := item.option(code)) is not None]
        words = ", ".join(names) if names else self.tr("No part of the body chart is marked.")
        if names:
            picture = BodyPicture(card)
            picture.show_marks(story.sites, story.side, words)
            card.body.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        label = StyledLabel(words, "secondary", card)
        card.body.addWidget(label)
        return card

    def _safety(self, story: Story) -> Card:
        safety = story.safety
        card = Card(self.tr("Safety questions"), self.widget(), margin=16)
        card.body.setSpacing(px(self, 4))
        words = self.tr("{no} of {asked} answered no.").format(no=safety.answered_no, asked=safety.asked)
        if safety.unanswered:
            words += " " + self.tr("{count} not answered.").format(count=safety.unanswered)
        card.body.addWidget(StyledLabel(words, "body", card))
        for line in safety.others:
            card.body.addWidget(self._safety_line(line, card))
        return card

    def _safety_line(self, line: AnswerLine, card: Card) -> LineButton:
        answer = line.answer or self.tr("not answered")
        said = bool(line.answer)
        button = LineButton(
            line.question, card, icon_name="info" if said else "edit", quiet=answer, is_faint=not said, is_answer=said
        )
        button.setProperty("key", line.key)
        button.setToolTip(self.tr("What this answer influenced") if said else self.tr("Go to this question"))
        button.clicked.connect(self._on_said_clicked if said else self._on_line_clicked)
        return button

    @Slot()
    def _on_line_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.answer_requested.emit(str(sender.property("key")))

    @Slot()
    def _on_said_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.influence_requested.emit(str(sender.property("key")))
