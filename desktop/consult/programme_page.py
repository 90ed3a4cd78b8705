"""The home programme as proposed: each exercise with its drawing, what was left out, and what the physio changes."""

import itertools
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.consult.activity_card import ActivityCard
from desktop.consult.code_reader import CodeReader
from desktop.consult.columns import Columns, clear
from desktop.consult.consult_model import ConsultModel
from desktop.consult.exercise_finder import ExerciseFinder
from desktop.consult.fact_list import FactList
from desktop.consult.library import Found, find_exercises
from desktop.consult.line_button import LineButton
from desktop.consult.minutes_meter import MinutesMeter
from desktop.consult.reasons import key_of
from desktop.printed_codes import PrintedProgramme
from desktop.theme import px
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import LinkButton, QuietButton
from desktop.widgets.card import Card
from desktop.widgets.date_text import date_words
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.styled_label import StyledLabel
from forms.clinic_details import filled
from forms.programme.care_plan import HOLD, Activity, CarePlan
from forms.programme.changes import unusual_to_remove
from reports.figures.figure import ExerciseFigure
from reports.figures.loading import load_figures

Today = Callable[[], date]


class ProgrammePage(Columns):
    """Signals:
    answer_requested: show the question of this key.
    sentence_requested: show where a sentence comes from; carries its id.
    impression_requested: back to the impression, where something is to be settled first.
    """

    answer_requested = Signal(str)
    sentence_requested = Signal(str)
    impression_requested = Signal()

    def __init__(self, model: ConsultModel, today: Today, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._model = model
        self._today = today
        self._content = model.clinic.content.programme
        self._figures: Mapping[str, ExerciseFigure] = load_figures()
        self._shown: tuple[object, ...] = ()
        self.cards: list[ActivityCard] = []
        whole = self.widget()
        self.finder = ExerciseFinder(self._find, model.cautions_against, whole)
        self.finder.add_requested.connect(self._on_add_requested)
        self.code_reader = CodeReader(model.open_code, model.weigh_printed, whole)
        self.code_reader.answered.connect(self._on_code_answered)
        self._reveals_code = False
        self.verticalScrollBar().rangeChanged.connect(self._reveal_code)
        self.code_reader.start_requested.connect(self._on_start_requested)
        self._notice = Banner("routine", "", "", whole)

    def refresh(self) -> None:
        model = self._model
        plan = model.plan
        shown = (plan, model.shows_results, model.is_amended, model.lost_changes)
        if shown == self._shown:
            return
        self._shown = shown
        keep = self.verticalScrollBar().value()
        for column in (self.top, self.main, self.side):
            for kept in (self.finder, self.code_reader, self._notice, *self.cards):
                column.removeWidget(kept)
            clear(column)
        for kept in (self.finder, self.code_reader, self._notice):
            kept.hide()
        # A card of an exercise that stays as it is stays too, in its new place: making one takes 20 ms.
        before, self.cards = {card.exercise: card for card in self.cards}, []
        if not model.shows_results:
            self._fill_empty(
                self.tr("Your view comes first"),
                self.tr("Say on the impression page what you think, then the programme shows."),
                self.tr("Go to the impression"),
            )
        elif plan.phase is None:
            self._fill_nothing()
            if not model.is_safety_first:
                self._show_code_reader(self.top)
        else:
            self._fill(plan, before)
        for card in before.values():
            if card not in self.cards:
                card.hide()
                card.deleteLater()
        self.verticalScrollBar().setValue(keep)

    def _find(self, typed: str) -> tuple[Found, ...]:
        return find_exercises(self._content, typed, already=self._model.plan.exercises)

    # --- parts

    def _fill_empty(self, title: str, text: str, action: str) -> None:
        empty = EmptyState(title, text, self.widget())
        button = QuietButton(action, empty)
        button.clicked.connect(self.impression_requested)
        empty.add_action(button)
        self.top.addWidget(empty)

    def _fill_nothing(self) -> None:
        if self._model.assessment.impression.outcome == "safety_first":
            self._fill_empty(
                self.tr("Safety first: there is no programme"),
                self.tr("Settle the open warnings. The emergency card can be printed at any time."),
                self.tr("See the warnings"),
            )
        else:
            self._fill_empty(
                self.tr("Not enough information for a programme"),
                self.tr("Answer what is missing for each driver. The emergency card and first advice can be printed."),
                self.tr("See what is missing"),
            )

    def _fill(self, plan: CarePlan, before: Mapping[str, ActivityCard]) -> None:
        self._show_notice(plan)
        last = self._content.phases.pack.last
        for number, activity in enumerate(plan.activities, 1):
            card = before.get(activity.exercise)
            if card is None or card.activity != activity:
                card = self._card(number, activity)
            card.set_number(number)
            card.set_unusual(unusual_to_remove(self._content, plan, activity.exercise))
            self.cards.append(card)
            self.main.addWidget(card)
        movable = [card for card in self.cards if card.exercise != last]
        for card in movable:
            card.set_ends(is_first=card is movable[0], is_last=card is movable[-1])
        self._order_tabs()
        self.side.addWidget(self._overview(plan))
        if plan.ask_before_signing:
            self.side.addWidget(self._to_ask(plan))
        self.side.addWidget(self.finder)
        self.finder.show()
        self._show_code_reader(self.side)
        if plan.left_out:
            self.side.addWidget(self._left_out(plan))
        self.side.addWidget(self._advice(plan))
        if plan.changes:
            self.side.addWidget(self._changes(plan))

    def _show_code_reader(self, column: QVBoxLayout) -> None:
        model = self._model
        exercises = dict(self._content.exercises)
        self.code_reader.set_today(exercises, phase=model.plan.phase, may_start=model.may_start_from_print)
        column.addWidget(self.code_reader)
        self.code_reader.show()

    def _order_tabs(self) -> None:
        """Tab goes from card to card as they stand, not as they were made."""
        stops = [
            child
            for card in self.cards
            for child in card.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        for one, after in itertools.pairwise(stops):
            QWidget.setTabOrder(one, after)

    def _card(self, number: int, activity: Activity) -> ActivityCard:
        exercise = self._content.exercises[activity.exercise]
        card = ActivityCard(
            number,
            activity,
            exercise,
            self._figures.get(exercise.id),
            self.widget(),
            is_last_always=exercise.id == self._content.phases.pack.last,
        )
        card.move_requested.connect(self._on_move_requested)
        card.reason_requested.connect(self.sentence_requested)
        card.remove_requested.connect(self._on_remove_requested)
        return card

    def _show_notice(self, plan: CarePlan) -> None:
        tier, title, text = "", "", ""
        if self._model.is_amended:
            tier = "soon"
            title = self.tr("Changed since it was signed")
            text = self.tr("This is a new draft; what was signed stays in the record. Sign again to print this one.")
        elif self._model.lost_changes:
            tier = "routine"
            title = self.tr("The answers changed")
            started = self.tr("the start from a printed programme")
            lost = ", ".join(one.what if one.action != "start" else started for one in self._model.lost_changes)
            text = self.tr("The proposal was made anew. Changes of yours that no longer fit: {lost}.").format(lost=lost)
        elif plan.is_blocked:
            tier = "soon"
            title = self.tr("Not to be printed yet")
            text = self.tr("Settle first: {blocks}.").format(blocks=", ".join(self._blocks(plan)))
        if tier:
            self._notice.show_message(tier, title, text)
            self.top.addWidget(self._notice)
            self._notice.show()

    def _blocks(self, plan: CarePlan) -> tuple[str, ...]:
        """What blocks the programme, by name."""
        names = {flag.id: flag.title for flag in self._model.impression.flags}
        names |= {caution.code: caution.title for caution in plan.cautions}
        names[HOLD] = self.tr("safety questions without an answer")
        return tuple(names.get(block, block) for block in plan.blocked_by)

    def _overview(self, plan: CarePlan) -> Card:
        phase = self._content.phases.phase(plan.phase or 1)
        title = self.tr("Phase {number}: {title}").format(number=phase.number, title=phase.title)
        card = Card(title, self.widget(), margin=18)
        meter = MinutesMeter(card)
        meter.show_minutes(plan.minutes_a_day, plan.minutes_allowed)
        card.body.addWidget(meter)
        lines = [
            (self.tr("Usual length"), phase.usual_length),
            (self.tr("Moves on when"), plan.move_on),
            (self.tr("Goal"), plan.goal),
        ]
        if plan.review_days is not None:
            day = self._today() + timedelta(days=plan.review_days)
            when = f"{date_words(day)}. {plan.review_because}".strip()
            lines.insert(0, (self.tr("Review"), when))
        card.body.addWidget(FactList(lines, card))
        return card

    def _to_ask(self, plan: CarePlan) -> Card:
        card = Card(self.tr("Ask before signing"), self.widget(), margin=18)
        card.body.setSpacing(px(self, 2))
        facts = self._model.assessment.facts
        for link_id in plan.ask_before_signing:
            button = LineButton(facts.questionnaire.items[link_id].label, card, icon_name="arrow_right", role="soon")
            button.setProperty("key", key_of(link_id, facts))
            button.setToolTip(self.tr("Go to this question"))
            button.clicked.connect(self._on_line_clicked)
            card.body.addWidget(button)
        return card

    def _left_out(self, plan: CarePlan) -> Card:
        card = Card(self.tr("Left out, and why"), self.widget(), margin=18)
        card.body.setSpacing(px(self, 2))
        for one in plan.left_out:
            name = self._content.exercises[one.exercise].name
            button = LineButton(name, card, icon_name="minus", role="text_quiet", quiet=one.because)
            button.setProperty("exercise", one.exercise)
            button.setToolTip(self.tr("Add it all the same"))
            button.setEnabled(one.exercise not in plan.exercises)
            button.clicked.connect(self._on_left_out_clicked)
            card.body.addWidget(button)
        return card

    def _advice(self, plan: CarePlan) -> Card:
        card = Card(self.tr("Advice that is printed"), self.widget(), margin=18)
        card.body.setSpacing(0)
        for advice_id in plan.advice:
            title = filled(self._content.advice[advice_id].title, self._model.details)
            button = LineButton(title, card, icon_name="info")
            button.setProperty("sentence", advice_id)
            button.setToolTip(self.tr("Where this comes from"))
            button.clicked.connect(self._on_sentence_clicked)
            card.body.addWidget(button)
        return card

    def _changes(self, plan: CarePlan) -> Card:
        card = Card(self.tr("What you changed"), self.widget(), margin=18)
        card.body.setSpacing(px(self, 4))
        words = {
            "add": self.tr("Added {what}"),
            "remove": self.tr("Took out {what}"),
            "move": self.tr("Moved {what}"),
            "clear": self.tr("Lifted {what}"),
            "start": self.tr("Started from a printed programme"),
        }
        for change in plan.changes:
            exercise = self._content.exercises.get(change.what)
            text = words[change.action].format(what=exercise.name if exercise else change.what)
            card.body.addWidget(StyledLabel(f"{text}: {change.reason}" if change.reason else text, "body", card))
        undo = LinkButton(self.tr("Back to the proposal"), card, icon_name="undo")
        undo.clicked.connect(self._on_undo_clicked)
        card.body.addWidget(undo, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    # --- what a person did

    @Slot(str, int)
    def _on_move_requested(self, exercise: str, by: int) -> None:
        if self._model.move(exercise, by):
            card = next((card for card in self.cards if card.exercise == exercise), None)
            if card is not None:
                card.focus_button(by)
                self.ensureWidgetVisible(card)

    @Slot(str, str)
    def _on_remove_requested(self, exercise: str, reason: str) -> None:
        self._model.remove(exercise, reason)

    @Slot(str, str)
    def _on_add_requested(self, exercise: str, reason: str) -> None:
        if self._model.add(exercise, reason):
            self.finder.reset()

    @Slot()
    def _on_code_answered(self) -> None:
        self._reveals_code = True
        QTimer.singleShot(0, self, self._reveal_code)

    @Slot()
    def _reveal_code(self) -> None:
        """Bring what a code holds into sight, again and again until the page has grown to hold it."""
        if self._reveals_code:
            reader = self.code_reader
            self._reveals_code = reader.height() < reader.heightForWidth(reader.width())
            self.verticalScrollBar().setValue(reader.y() - px(self, 12))

    @Slot(object)
    def _on_start_requested(self, printed: object) -> None:
        if isinstance(printed, PrintedProgramme):
            when = self.tr("signed on {day}").format(day=date_words(printed.signed_on))
            if self._model.start_from_print(printed, when):
                self.code_reader.reset()
                self.verticalScrollBar().setValue(0)

    @Slot()
    def _on_left_out_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, LineButton):
            self.finder.want(str(sender.property("exercise")), sender.text())
            self.ensureWidgetVisible(self.finder)

    @Slot()
    def _on_line_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.answer_requested.emit(str(sender.property("key")))

    @Slot()
    def _on_sentence_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.sentence_requested.emit(str(sender.property("sentence")))

    @Slot()
    def _on_undo_clicked(self) -> None:
        self._model.undo_changes()
