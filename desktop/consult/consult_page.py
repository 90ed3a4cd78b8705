"""The physio's part of a visit: story, examination, impression, programme, sign and print, one step at a time."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.clinic import now_utc
from desktop.consult.consult_model import ConsultModel
from desktop.consult.explain_panel import ExplainPanel
from desktop.consult.impression_page import ImpressionPage
from desktop.consult.minutes_meter import minutes_words
from desktop.consult.programme_page import ProgrammePage
from desktop.consult.sign_page import SignPage
from desktop.consult.step_bar import StepBar
from desktop.consult.story_page import StoryPage
from desktop.consult.what_if_panel import WhatIfPanel
from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from desktop.intake.intake_page import IntakePage
from desktop.theme import px
from desktop.widgets.banner import tier_word
from desktop.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from desktop.widgets.notice import Notice

STORY, EXAMINATION, IMPRESSION, PROGRAMME, SIGN = "story", "examination", "impression", "programme", "sign"
STEPS = (STORY, EXAMINATION, IMPRESSION, PROGRAMME, SIGN)
_TOLD_MS = 8000
_PANEL_WIDTH = 470


class ConsultPage(QWidget):
    """Ctrl+Enter is the next step, Alt+1 to Alt+5 go to any.

    Signals:
        back_requested: back to the day list.
        intake_requested: show the intake's question of this key; "" shows the intake.
    """

    back_requested = Signal()
    intake_requested = Signal(str)

    def __init__(
        self,
        model: IntakeModel,
        saver: AnswerSaver,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        super().__init__(parent)
        self._intake = model
        self._saver = saver
        self._clock = clock
        self.model = ConsultModel(model, saver, self)
        self._step = ""
        self._pages: dict[str, QWidget] = {}
        self._build()
        self._connect()
        self.go_to_step(STORY)

    # --- what the shell asks

    @property
    def step(self) -> str:
        return self._step

    def page(self, step: str) -> QWidget:
        """The page of a step, built on first use."""
        if step not in self._pages:
            page = self._make_page(step)
            self._pages[step] = page
            self._stack.addWidget(page)
        return self._pages[step]

    def go_to_step(self, step: str) -> None:
        if self._step in (EXAMINATION, SIGN) and step != self._step:
            self.commit()
        if step != self._step:
            self.explain.put_away()
            self.what_if.put_away()
        page = self.page(step)
        self._step = step
        self._bar.show_step(step)
        self._stack.setCurrentWidget(page)
        self._foot.setVisible(step not in (EXAMINATION, SIGN))
        for shortcut in self._shortcuts:  # the examination has the same keys of its own
            shortcut.setEnabled(step != EXAMINATION)
        self.refresh()
        if not self._holds_focus():
            self._focus_page()

    def go_to(self, key: str) -> None:
        """Show the answer of this key: here when it belongs to the examination, else in the intake."""
        if not key:
            return
        stage = self._intake.questionnaire.page_of(key.rsplit("/", 1)[-1]).stage
        if stage == EXAMINATION:
            self.go_to_step(EXAMINATION)
            examination = self.page(EXAMINATION)
            assert isinstance(examination, IntakePage)
            examination.go_to(key)
        else:
            self.intake_requested.emit(key)

    def commit(self) -> None:
        """Take what is half typed as meant."""
        examination = self._pages.get(EXAMINATION)
        if isinstance(examination, IntakePage):
            examination.commit()
        sign = self._pages.get(SIGN)
        if isinstance(sign, SignPage):
            sign.commit()

    def refresh(self) -> None:
        """Show everything on view as it stands."""
        page = self._pages.get(self._step)
        if isinstance(page, StoryPage | ImpressionPage | ProgrammePage | SignPage):
            page.refresh()
        self._show_states()
        self._show_foot()

    # --- building

    def _build(self) -> None:
        titles = {
            STORY: self.tr("Story"),
            EXAMINATION: self.tr("Examination"),
            IMPRESSION: self.tr("Impression"),
            PROGRAMME: self.tr("Programme"),
            SIGN: self.tr("Sign and print"),
        }
        self._bar = StepBar(tuple((step, titles[step]) for step in STEPS), self)
        self._back = LinkButton(self.tr("Day list"), self, icon_name="arrow_left")
        self._to_intake = LinkButton(self.tr("Intake"), self, icon_name="edit")
        self._to_intake.setToolTip(self.tr("The questions the person answered"))
        self._head_links = QWidget(self)
        links = QHBoxLayout(self._head_links)
        links.setContentsMargins(0, 0, 0, 0)
        links.setSpacing(0)
        links.addWidget(self._back)
        links.addWidget(self._to_intake)
        head = QHBoxLayout()
        head.setSpacing(px(self, 12))
        head.addWidget(self._head_links, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._bar, 1)
        self.notice = Notice("none", "", "", self)
        self.notice.hide()
        self._notice_over = QTimer(self)
        self._notice_over.setSingleShot(True)
        self._notice_over.setInterval(_TOLD_MS)
        self._stack = QStackedWidget(self)
        self._previous = QuietButton(self.tr("Back"), self)
        self._previous.setToolTip(self.tr("Step before (Ctrl+Backspace)"))
        self._next = PrimaryButton("", self)
        self._next.setToolTip(self.tr("Go on (Ctrl+Enter)"))
        self._foot = QWidget(self)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(px(self, 12))
        foot.addStretch(1)
        foot.addWidget(self._previous)
        foot.addWidget(self._next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(self, 24), px(self, 10), px(self, 24), px(self, 14))
        layout.setSpacing(px(self, 10))
        layout.addLayout(head)
        layout.addWidget(self.notice)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._foot)
        self.explain = ExplainPanel(self.model, self)
        self.what_if = WhatIfPanel(self.model, self)

    def _connect(self) -> None:
        self._bar.step_chosen.connect(self.go_to_step)
        self._back.clicked.connect(self.back_requested)
        self._to_intake.clicked.connect(self._on_intake_clicked)
        self._previous.clicked.connect(self.previous_step)
        self._next.clicked.connect(self.next_step)
        self._notice_over.timeout.connect(self.notice.hide)
        self.explain.answer_requested.connect(self.go_to)
        self.explain.opened.connect(self._on_explain_opened)
        self.what_if.opened.connect(self._on_what_if_opened)
        for panel in (self.explain, self.what_if):
            panel.closed.connect(self._on_panel_closed)
        self.model.changed.connect(self._on_changed)
        self.model.failed.connect(self._on_failed)
        self._shortcuts = [
            self._shortcut(keys, slot)
            for keys, slot in (
                ("Ctrl+Return", self.next_step),
                ("Ctrl+Enter", self.next_step),
                ("Ctrl+Backspace", self.previous_step),
            )
        ]
        for number, step in enumerate(STEPS, 1):
            # A step's button answers its own key, so that no function has to remember which step it was.
            self._bar.buttons[step].setShortcut(QKeySequence(f"Alt+{number}"))

    def _shortcut(self, keys: str, slot: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)
        return shortcut

    def _make_page(self, step: str) -> QWidget:
        if step == EXAMINATION:
            examination = IntakePage(self._intake, self._saver, (EXAMINATION,), self)
            margins = examination.layout()
            assert margins is not None
            margins.setContentsMargins(0, px(self, 6), 0, 0)
            examination.consult_requested.connect(self._on_examined)
            examination.back_requested.connect(self.back_requested)
            return examination
        if step == STORY:
            story = StoryPage(self.model, self)
            story.answer_requested.connect(self.go_to)
            story.influence_requested.connect(self.explain.explain_answer)
            return story
        if step == IMPRESSION:
            impression = ImpressionPage(self.model, self)
            impression.answer_requested.connect(self.go_to)
            impression.sentence_requested.connect(self.explain.explain_sentence)
            impression.driver_requested.connect(self.explain.explain_driver)
            impression.what_if_requested.connect(self.what_if.begin)
            impression.own_view.rows.changed.connect(self._on_view_changed)
            return impression
        if step == PROGRAMME:
            programme = ProgrammePage(self.model, self._today, self)
            programme.answer_requested.connect(self.go_to)
            programme.sentence_requested.connect(self.explain.explain_sentence)
            programme.impression_requested.connect(self._on_impression_requested)
            return programme
        sign = SignPage(self.model, self._clock, self)
        sign.answer_requested.connect(self.go_to)
        sign.step_requested.connect(self.go_to_step)
        sign.told.connect(self._on_told)
        return sign

    def _today(self) -> date:
        return self._clock().astimezone().date()

    # --- states

    def _show_states(self) -> None:
        model, impression = self.model, self.model.assessment.impression
        left = len(self._intake.left.required)
        notes = {
            STORY: self.tr("{count} needed").format(count=left) if left else self.tr("complete"),
            EXAMINATION: self.tr("not examined") if impression.provisional else self.tr("nerves examined"),
            IMPRESSION: tier_word(impression.tier) or self.tr("no flag"),
        }
        if impression.hold_physio_now and impression.tier == "urgent":
            notes[IMPRESSION] = self.tr("ask now")
        done = {STORY: not left, EXAMINATION: not impression.provisional, IMPRESSION: False}
        # While somebody examines, each answer would make a programme that nobody looks at.
        if self._step != EXAMINATION:
            settled = not impression.blocking_flags and not impression.provisional
            done[IMPRESSION] = model.shows_results and settled
            done |= {PROGRAMME: model.is_signed, SIGN: model.is_signed}
            notes |= {PROGRAMME: self._programme_note(), SIGN: self._sign_note()}
        for step, note in notes.items():
            self._bar.buttons[step].show_state(note, is_done=done[step])

    def _programme_note(self) -> str:
        plan = self.model.plan
        if not self.model.shows_results:
            return self.tr("your view first")
        if plan.phase is None:
            return self.tr("none yet")
        count, minutes = len(plan.activities), minutes_words(plan.minutes_a_day)
        return self.tr("{count} exercises, {minutes} min").format(count=count, minutes=minutes)

    def _sign_note(self) -> str:
        if self.model.is_signed:
            return self.tr("signed")
        return self.tr("sign again") if self.model.is_amended else self.tr("draft")

    def _show_foot(self) -> None:
        words = {
            STORY: self.tr("To the examination"),
            IMPRESSION: self.tr("To the programme"),
            PROGRAMME: self.tr("To sign and print"),
        }
        if self.model.is_safety_first and self.model.shows_results:
            words[IMPRESSION] = self.tr("To the emergency card")
        ready = True
        if self._step == IMPRESSION and not self.model.shows_results:
            words[IMPRESSION] = self.tr("Show the results")
            page = self._pages[IMPRESSION]
            ready = isinstance(page, ImpressionPage) and page.is_ready
        self._next.setText(words.get(self._step, ""))
        self._next.setEnabled(ready)
        self._next.updateGeometry()
        self._previous.setEnabled(self._step != STORY)

    def _focus_page(self) -> None:
        """Put the keyboard where the next thing is done."""
        page = self._pages[self._step]
        if isinstance(page, SignPage):
            page.preview.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(page, ImpressionPage) and not self.model.shows_results:
            page.own_view.rows.focus_first()
        elif isinstance(page, IntakePage):
            page.view(page.current_page).focus_first()
        elif self._foot.isVisibleTo(self):
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_next(self) -> None:
        """Where the keyboard was may be gone with what was entered."""
        if self._step == IMPRESSION and self.model.shows_results:
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _holds_focus(self) -> bool:
        focus = self.focusWidget()
        page = self._pages.get(self._step)
        return focus is not None and page is not None and focus.isVisibleTo(self) and page.isAncestorOf(focus)

    # --- going about

    @Slot()
    def next_step(self) -> None:
        """The one next thing: on, or what the step is for."""
        if self._step == EXAMINATION:
            return  # its own page goes on
        page = self._pages[self._step]
        if isinstance(page, SignPage):
            page.do_primary()
        elif isinstance(page, ImpressionPage) and not self.model.shows_results:
            page.own_view.enter()
            self._focus_next()
        elif self._step == IMPRESSION and self.model.is_safety_first:
            self.go_to_step(SIGN)
        else:
            self.go_to_step(STEPS[STEPS.index(self._step) + 1])

    @Slot()
    def previous_step(self) -> None:
        if self._step not in (STORY, EXAMINATION):
            self.go_to_step(STEPS[STEPS.index(self._step) - 1])

    @Slot()
    def _on_examined(self) -> None:
        self.go_to_step(IMPRESSION)

    @Slot()
    def _on_impression_requested(self) -> None:
        self.go_to_step(IMPRESSION)

    @Slot()
    def _on_intake_clicked(self) -> None:
        self.intake_requested.emit("")

    @Slot(object)
    def _on_view_changed(self, _codes: object) -> None:
        self._show_foot()

    @Slot()
    def _on_changed(self) -> None:
        if self._notice_over.isActive():
            self.notice.hide()  # what was done well may be undone by what has changed
        if self.isVisible():
            self.refresh()

    @Slot()
    def _on_panel_closed(self) -> None:
        """The keyboard goes back to the page."""
        if not self._holds_focus():
            self._focus_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_panels()

    @Slot()
    def _on_explain_opened(self) -> None:
        self.what_if.put_away()
        self._place_panels()

    @Slot()
    def _on_what_if_opened(self) -> None:
        self.explain.put_away()
        self._place_panels()

    def _place_panels(self) -> None:
        """Over the right of the page, so that what was asked about keeps its place."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        room = self._stack.geometry()
        width = px(self, _PANEL_WIDTH)
        if room.width() < 2 * width:  # what would be left of the page could not be read
            width = room.width()
        for panel in (self.explain, self.what_if):
            panel.setGeometry(room.right() + 1 - width, room.top(), width, room.height())

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    # --- telling

    @Slot(str)
    def _on_failed(self, words: str) -> None:
        self._on_told(False, words)

    @Slot(bool, str)
    def _on_told(self, was_done: bool, words: str) -> None:
        self.notice.show_message("good" if was_done else "urgent", words)
        self.notice.show()
        if was_done:
            self._notice_over.start()
        else:
            self._notice_over.stop()
