"""The patient's own screen: one question at a time, large, and nothing to get lost in.

No page list, no issues, no names of others, no way out but handing back: the shell asks a colleague's secret then.
"""

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from desktop.intake.page_view import PageView
from desktop.intake.question_groups import question_groups
from desktop.theme import current_theme, px, theme_watcher
from desktop.widgets.buttons import PrimaryButton, QuietButton
from desktop.widgets.card import Card
from desktop.widgets.styled_label import StyledLabel
from forms.assessment import Assessment
from forms.questionnaire import Page

_STAGES = ("details", "intake")
# What is said before the safety questions is said before all of them here.
_SCRIPT = "safety_script"
_CALLS_STAFF = ("emergency", "urgent")


class _Step(Struct, frozen=True):
    """One view: a group of questions of one page."""

    page: Page
    link_ids: tuple[str, ...]


class PatientPage(QWidget):
    """For a model of role "patient". It starts with a welcome and ends with thanks.

    Signals:
        handed_back: the patient has finished; ask for a colleague's secret before anything else is shown.
        help_requested: the patient wants somebody to come.
        staff_needed: an answer needs a colleague now; carries the tier, which the patient does not see.
    """

    handed_back = Signal()
    help_requested = Signal()
    staff_needed = Signal(str)

    def __init__(self, model: IntakeModel, saver: AnswerSaver, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._saver = saver
        self._steps = self._find_steps()
        self._pages = tuple(dict.fromkeys(step.page.id for step in self._steps))
        self._views: dict[str, PageView] = {}
        self._place = -1  # -1 the welcome, one past the last step the thanks
        self._called = ""
        self.setFont(current_theme().font("patient_body"))
        self._build()
        self._connect()
        self._show()
        self._call_staff(model.assessment)

    # --- what the shell asks

    def commit(self) -> None:
        """Take what is half typed as meant."""
        for view in self._views.values():
            view.commit()

    def progress(self) -> str:
        """Where one is, in words."""
        return self._progress.text()

    def shown_keys(self) -> tuple[str, ...]:
        """The questions on view."""
        step = self._step()
        return () if step is None else self._view(step.page).shown_keys()

    # --- going about

    @Slot()
    def next_step(self) -> None:
        step = self._step()
        if step is not None:
            self._view(step.page).commit()
        if self._place >= len(self._steps):
            self.commit()
            self._saver.flush()
            self.handed_back.emit()
            return
        self._go(1)

    @Slot()
    def previous_step(self) -> None:
        self.commit()
        self._go(-1)

    @Slot()
    def ask_for_help(self) -> None:
        self._say(self.tr("Please ask at the desk. Your answers are kept; you can go on at any time."))
        self.help_requested.emit()

    def _go(self, by: int) -> None:
        """To the next view that has something to ask."""
        self._place += by
        while 0 <= self._place < len(self._steps) and not self._has_questions(self._steps[self._place]):
            self._place += by
        self._place = max(self._place, -1)
        if not self._called:
            self._note.hide()
        self._show()

    def _step(self) -> _Step | None:
        return self._steps[self._place] if 0 <= self._place < len(self._steps) else None

    def _has_questions(self, step: _Step) -> bool:
        items = self._model.questionnaire.items
        return any(
            bool(items[link_id].block) or (items[link_id].type != "display" and self._model.is_shown(link_id))
            for link_id in step.link_ids
        )

    def _find_steps(self) -> tuple[_Step, ...]:
        model = self._model
        found = []
        for page in model.pages(_STAGES):
            asked = {
                link_id
                for link_id in page.items
                if link_id != _SCRIPT and model.clinic.may_answer(model.questionnaire.items[link_id], "patient")
            }
            found += [_Step(page, group) for group in question_groups(page, model.questionnaire, asked)]
        return tuple(found)

    # --- building

    def _build(self) -> None:
        self._progress = StyledLabel("", "patient_secondary", self)
        self._help = QuietButton(self.tr("I need help"), self)
        self._note = Card("", self, margin=20)
        self._note_words = StyledLabel("", "patient_body", self._note)
        self._note.body.addWidget(self._note_words)
        self._note.hide()
        self._stack = QStackedWidget(self)
        self._welcome = self._card(self._welcome_title(), self._welcome_text())
        thanks = self.tr("Thank you. This is the end of the questions.")
        self._thanks = self._card(thanks, self.tr("Please give the screen back at the desk. Nothing is lost."))
        self._back = QuietButton(self.tr("Back"), self)
        self._next = PrimaryButton(self.tr("Next"), self)
        for button in (self._back, self._next):
            button.side = 44

        head = QHBoxLayout()
        head.setSpacing(px(self, 16))
        head.addWidget(self._progress, 1)
        head.addWidget(self._help)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(self, 32), px(self, 10), px(self, 32), px(self, 12))
        layout.setSpacing(px(self, 10))
        layout.addLayout(head)
        layout.addWidget(self._note)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
        # Its own minimum, or wrapped lines at their narrowest would make the window tall.
        self.setMinimumSize(px(self, 400), px(self, 240))

    def _connect(self) -> None:
        self._help.clicked.connect(self.ask_for_help)
        self._back.clicked.connect(self.previous_step)
        self._next.clicked.connect(self.next_step)
        self._model.assessed.connect(self._call_staff)
        theme_watcher().changed.connect(self._on_theme_changed)

    def _card(self, title: str, text: str) -> QWidget:
        """A calm page of words, in the middle."""
        page = QWidget(self)
        card = Card("", page, margin=40)
        card.setMaximumWidth(px(self, 720))
        heading = StyledLabel(title, "patient_question", card)
        heading.setObjectName("heading")
        card.body.addWidget(heading)
        card.body.addWidget(StyledLabel(text, "patient_body", card))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 20)
        row.addStretch(1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(2)
        self._scrolled().setWidget(page)
        return page

    def _welcome_title(self) -> str:
        patient = self._model.visit.patient
        return self.tr("Welcome, {name}").format(name=patient.preferred or patient.given)

    def _welcome_text(self) -> str:
        not_you = self.tr("If this is not your name, please press “I need help”.")
        return f"{self._model.label(_SCRIPT)}\n\n{not_you}"

    def _view(self, page: Page) -> PageView:
        if page.id not in self._views:
            scroll = self._scrolled()
            view = PageView(page, self._model, scroll.viewport(), touch=True)
            view.last_finished.connect(self.next_step)
            scroll.setWidget(view)
            self._views[page.id] = view
        return self._views[page.id]

    def _scrolled(self) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack.addWidget(scroll)
        return scroll

    # --- showing

    def _show(self) -> None:
        step = self._step()
        if step is None:
            self._stack.setCurrentWidget(self._scroll_of(self._welcome if self._place < 0 else self._thanks))
            self._next.setFocus()
        else:
            view = self._view(step.page)
            view.show_group(step.link_ids)
            scroll = self._scroll_of(view)
            self._stack.setCurrentWidget(scroll)
            scroll.verticalScrollBar().setValue(0)
            # A ring around the first answer would look like a suggestion; Tab comes to it next.
            scroll.setFocus()
        self._progress.setText(self._progress_words(step))
        self._back.setVisible(self._place >= 0)
        is_over = self._place >= len(self._steps)
        self._next.setText(self.tr("Begin") if self._place < 0 else self.tr("Finished") if is_over else self.tr("Next"))
        self._next.updateGeometry()

    def _scroll_of(self, view: QWidget) -> QScrollArea:
        viewport = view.parent()
        scroll = viewport.parent() if viewport is not None else None
        assert isinstance(scroll, QScrollArea)
        return scroll

    def _progress_words(self, step: _Step | None) -> str:
        if step is None:
            return ""
        words = self.tr("Question group {here} of {count}: {title}")
        here = self._pages.index(step.page.id) + 1
        return words.format(here=here, count=len(self._pages), title=step.page.title)

    def _say(self, text: str) -> None:
        self._note_words.setText(text)
        self._note.setAccessibleName(text)
        self._note.show()

    @Slot(object)
    def _call_staff(self, assessment: Assessment) -> None:
        """Staff are called at once; what the patient reads has no alarm in it."""
        flags = [flag for flag in assessment.impression.flags if not flag.is_unanswered]
        tier = next((one for one in _CALLS_STAFF if any(flag.effective_tier == one for flag in flags)), "")
        if tier and tier != self._called:
            self._called = tier
            self._say(self.tr("Please bring this screen to the desk now. A colleague would like to talk with you."))
            self.staff_needed.emit(tier)

    @Slot(object)
    def _on_theme_changed(self, _theme: object) -> None:
        self.setFont(current_theme().font("patient_body"))
