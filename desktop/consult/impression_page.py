"""What the answers point to: warnings first, then the drivers with their reasons, then what else to think of."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.consult.choice_card import ChoiceCard
from desktop.consult.columns import Columns, clear
from desktop.consult.consult_model import ConsultModel
from desktop.consult.driver_details import DriverDetails
from desktop.consult.driver_tiles import DriverTiles
from desktop.consult.flag_card import FlagCard
from desktop.consult.line_button import LineButton
from desktop.consult.next_questions_card import NextQuestionsCard
from desktop.consult.own_view_card import OwnViewCard
from desktop.consult.proposal import may_choose
from desktop.consult.reasons import ConsiderView, FlagView, ImpressionView, ScanView
from desktop.theme import px
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import LinkButton
from desktop.widgets.card import Card
from desktop.widgets.styled_label import StyledLabel


class ImpressionPage(Columns):
    """Signals:
    answer_requested: show the answer or question of this key.
    sentence_requested: show where a sentence comes from; carries its id.
    what_if_requested: try other answers, without keeping them.
    driver_requested: show why a driver is where it is; carries its id.
    """

    answer_requested = Signal(str)
    sentence_requested = Signal(str)
    driver_requested = Signal(str)
    what_if_requested = Signal()

    def __init__(self, model: ConsultModel, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._model = model
        self._shown: tuple[object, ...] = ()
        words = model.clinic.content.rulebook.scoring.words
        self._headings = words["fits"], words["does_not_fit"]
        self._provisional_words = words["provisional"]
        drivers = [(driver.id, driver.title) for driver in model.clinic.content.rulebook.drivers]
        whole = self.widget()
        self.banner = Banner("none", "", "", whole)
        self._flags: list[FlagCard] = []
        self.own_view = OwnViewCard(drivers, whole)
        self.choice = ChoiceCard(drivers, whole)
        self.tiles: DriverTiles | None = None
        self.details: DriverDetails | None = None
        self._driver = ""
        self._results: Card | None = None
        self.next_questions = NextQuestionsCard(model, whole)
        self.next_questions.answer_requested.connect(self.answer_requested)
        self.own_view.entered.connect(self._on_view_entered)
        self.choice.chosen.connect(self._on_choice_made)
        self.choice.rules_wanted.connect(self._on_rules_wanted)

    @property
    def flag_cards(self) -> tuple[FlagCard, ...]:
        return tuple(self._flags)

    @property
    def is_ready(self) -> bool:
        """Whether the next step is worth going to: the results show, or a view can be entered now."""
        return self._model.shows_results or self.own_view.is_ready

    def refresh(self) -> None:
        """Show the impression as it stands; what has not changed stays as it is."""
        model = self._model
        view = model.impression
        shown = (view, model.shows_results, model.drivers, model.own_view, model.choice)
        if model.shows_results:
            self.next_questions.refresh()
        if shown == self._shown:
            return
        self._shown = shown
        keep = self.verticalScrollBar().value()
        for column in (self.top, self.main, self.side):
            for kept in (self.banner, self.own_view, self.choice, self.next_questions):
                column.removeWidget(kept)
            clear(column)
        self.own_view.hide()
        self.choice.hide()
        self.next_questions.hide()
        self._fill_top(view)
        if model.shows_results:
            self._fill_results(view)
        else:
            self.main.addWidget(self.own_view)
            self.own_view.show()
        self.verticalScrollBar().setValue(keep)

    # --- parts

    def _fill_top(self, view: ImpressionView) -> None:
        # Above everything the rules say, as the knowledge base has it (7.1).
        self.top.addWidget(StyledLabel(view.decision_support, "secondary", self.widget()))
        self.banner.show_message(view.tier, view.tier_title, view.tier_text)
        self.top.addWidget(self.banner)
        self.banner.show()
        self._flags = []
        self.tiles = self.details = self._results = None
        blanks = [flag for flag in view.flags if flag.is_unanswered]
        said: frozenset[str] = frozenset()
        for flag in view.flags:
            if not flag.is_unanswered:
                self._add_flag(flag, said)
                said |= frozenset(FlagCard.sentences(flag))
        if blanks:
            self.top.addWidget(self._blanks(blanks))
        for flag in view.decided_flags:
            self.top.addWidget(self._decided(flag))

    def _add_flag(self, flag: FlagView, said_above: frozenset[str]) -> None:
        user = self._model.clinic.user
        signed_by = self.tr("Signed by {name}, {registration}").format(
            name=user.name, registration=user.registration or self.tr("no registration number")
        )
        card = FlagCard(flag, signed_by, self.widget(), said_above=said_above)
        card.answer_requested.connect(self.answer_requested)
        card.reason_requested.connect(self.sentence_requested)
        card.decided.connect(self._on_flag_decided)
        self._flags.append(card)
        self.top.addWidget(card)

    def _blanks(self, flags: list[FlagView]) -> Card:
        """Safety questions without a usable answer, in one card: each is a warning, and all are mended alike."""
        title = self.tr("1 safety question without a usable answer")
        if len(flags) > 1:
            title = self.tr("{count} safety questions without a usable answer").format(count=len(flags))
        card = Card(title, self.widget(), margin=18)
        card.body.setSpacing(px(self, 2))
        explain = self.tr("Blank, not sure or private is never taken for a no. Ask, and record the answer.")
        card.body.addWidget(StyledLabel(explain, "secondary", card))
        for flag in flags:
            first = flag.answers[0] if flag.answers else None
            button = LineButton(
                first.question if first is not None else flag.title,
                card,
                icon_name="triangle" if flag.own_tier == "urgent" else "diamond",
                role=flag.tier,
                quiet=f"{flag.id} · {(first.answer if first else '') or self.tr('not answered')}",
            )
            button.setProperty("key", first.key if first is not None else "")
            button.setAccessibleDescription(self.tr("Go to this question"))
            button.clicked.connect(self._on_line_clicked)
            card.body.addWidget(button)
        return card

    def _decided(self, flag: FlagView) -> QWidget:
        words = f"{flag.id} {flag.title}. {flag.decided}"
        return StyledLabel(words, "secondary", self.widget())

    def _fill_results(self, view: ImpressionView) -> None:
        self.main.addWidget(self._outcome(view))
        self.side.addWidget(self.next_questions)
        self.next_questions.show()
        if view.is_for_use:
            self.choice.show_choice(
                self._model.drivers,
                self._model.own_view,
                self._model.choice,
                may_choose=may_choose(self._model.assessment),
            )
            self.side.addWidget(self.choice)
            self.choice.show()
        if view.consider:
            self.side.addWidget(self._consider(view.consider))
        if view.scans:
            self.side.addWidget(self._scans(view.scans))

    def _outcome(self, view: ImpressionView) -> QWidget:
        """What it comes to, every driver beside the others, and the reasons of one of them."""
        card = self._results = Card("", self.widget(), margin=16)
        card.body.setSpacing(px(self, 8))
        words = QVBoxLayout()
        words.setSpacing(0)
        if self._model.assessment.impression.provisional:
            words.addWidget(StyledLabel(self._provisional_words, "strong", card, role="soon"))
        title = f"{view.outcome}: {view.lead_words}" if view.lead_words else view.outcome
        words.addWidget(StyledLabel(title, "section", card))
        for note in view.notes:
            words.addWidget(StyledLabel(note, "strong", card, role="urgent"))
        head = QHBoxLayout()
        head.setSpacing(px(self, 12))
        head.addLayout(words, 1)
        self.what_if = LinkButton(self.tr("What if …"), card)
        self.what_if.setShortcut(QKeySequence("Alt+W"))
        self.what_if.setToolTip(self.tr("Try another answer without saving it (Alt+W)"))
        self.what_if.clicked.connect(self.what_if_requested)
        head.addWidget(self.what_if, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        known = [driver.id for driver in view.drivers]
        lead = next((driver.id for driver in view.drivers if driver.place == "lead"), known[0])
        shown = self._driver if self._driver in known else lead
        self.tiles = DriverTiles(view.drivers, shown, card, is_faint=not view.is_for_use)
        self.tiles.chosen.connect(self._on_driver_chosen)
        card.body.addWidget(self.tiles)
        self.details = self._details_of(shown, card)
        card.body.addWidget(self.details)
        return card

    def _details_of(self, driver_id: str, card: Card) -> DriverDetails:
        view = self._model.impression
        driver = next(one for one in view.drivers if one.id == driver_id)
        details = DriverDetails(driver, self._headings, card, faint=not view.is_for_use)
        details.answer_requested.connect(self.answer_requested)
        details.reason_requested.connect(self.sentence_requested)
        details.driver_requested.connect(self.driver_requested)
        return details

    def show_driver(self, driver_id: str) -> None:
        """Show the reasons of this driver."""
        if self.tiles is not None and driver_id in self.tiles.tiles:
            self.tiles.tiles[driver_id].setChecked(True)

    def _consider(self, views: tuple[ConsiderView, ...]) -> Card:
        card = Card(self.tr("Consider"), self.widget(), margin=18)
        card.body.setSpacing(px(self, 4))
        for view in views:
            card.body.addWidget(self._sentence(view.id, view.title, f"{view.id} · {view.grade}", card))
            against = self.tr("Against: {features}").format(features=view.against) if view.against else ""
            words = QVBoxLayout()
            words.setContentsMargins(px(self, 36), 0, 0, px(self, 6))
            words.setSpacing(px(self, 3))
            for text in (view.because, view.next_step, against):
                if text:
                    words.addWidget(StyledLabel(text, "body", card))
            card.body.addLayout(words)
        return card

    def _scans(self, views: tuple[ScanView, ...]) -> Card:
        card = Card(self.tr("About the scan"), self.widget(), margin=18)
        card.body.setSpacing(px(self, 4))
        for view in views:
            small = view.grade
            if view.is_physio_only:
                small = self.tr("For you only, not printed") + " · " + small
            card.body.addWidget(self._sentence(view.id, view.text, small, card))
        return card

    def _sentence(self, sentence_id: str, text: str, small: str, card: Card) -> LineButton:
        """A sentence that leads to where it comes from."""
        button = LineButton(text, card, icon_name="info", quiet=small)
        button.setProperty("sentence", sentence_id)
        button.setToolTip(self.tr("Where this comes from"))
        button.clicked.connect(self._on_sentence_clicked)
        return button

    # --- what a person did

    @Slot()
    def _on_line_clicked(self) -> None:
        sender = self.sender()
        if sender is not None and sender.property("key"):
            self.answer_requested.emit(str(sender.property("key")))

    @Slot()
    def _on_sentence_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.sentence_requested.emit(str(sender.property("sentence")))

    @Slot(str)
    def _on_driver_chosen(self, driver_id: str) -> None:
        self._driver = driver_id
        if self._results is None or self.details is None:
            return
        old, self.details = self.details, self._details_of(driver_id, self._results)
        self._results.body.replaceWidget(old, self.details)
        old.hide()
        old.deleteLater()
        self.details.show()

    @Slot(object, str)
    def _on_view_entered(self, drivers: tuple[str, ...], words: str) -> None:
        self._model.enter_view(drivers, words)

    @Slot(object, str)
    def _on_choice_made(self, drivers: tuple[str, ...], reason: str) -> None:
        self._model.choose_drivers(drivers, reason)

    @Slot()
    def _on_rules_wanted(self) -> None:
        self._model.back_to_rules()

    @Slot(str, str, str)
    def _on_flag_decided(self, flag: str, decision: str, reason: str) -> None:
        self._model.decide_flag(flag, "routine" if decision == "routine" else "closed", reason)
