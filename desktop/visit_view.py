"""One open visit: its model, its saver, the patient's banner, and the intake and consult pages."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.background import BackgroundTask
from desktop.clash_notice import ClashNotice
from desktop.clinic import Clinic, OpenVisit, now_utc
from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from desktop.intake.intake_page import IntakePage
from desktop.other_desks import News, OtherDesks
from desktop.patient_banner import PatientBanner
from desktop.theme import px
from forms.checking import needed
from forms.errors import SciaticaIntakeError
from forms.response import Answer

if TYPE_CHECKING:
    from desktop.consult.consult_page import ConsultPage
    from desktop.intake.patient_page import PatientPage

# The page noted while somebody is past the intake.
CONSULT = "consult"
_INTAKE_STAGES = ("details", "intake")
_NOTE_PLACE_MS = 120


class VisitView(QWidget):
    """Signals:
    closed: back to the day list; everything is on disk.
    hand_requested: the patient is to answer on this screen.
    saving, saved, failed: as AnswerSaver says.
    """

    closed = Signal()
    hand_requested = Signal()
    saving = Signal()
    saved = Signal(object)
    failed = Signal(str)

    def __init__(self, clinic: Clinic, visit: OpenVisit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clinic = clinic
        self.model = IntakeModel(clinic, visit, clinic.user.role, self)
        self.saver = AnswerSaver(clinic.keep, now_utc, self)
        self.others = OtherDesks(partial(clinic.look, visit.encounter.id), self)
        self.banner = PatientBanner(self.model, self)
        self.clash = ClashNotice(self.model, self)
        self.intake: IntakePage | None = None
        self.consult: ConsultPage | None = None
        self.patient: PatientPage | None = None
        self._patient_model: IntakeModel | None = None
        self._place = ("", "")
        self._noted: tuple[str, str] | None = None
        self._is_noting = False
        self._has_left = False
        self._noting = QTimer(self)
        self._noting.setSingleShot(True)
        self._noting.setInterval(_NOTE_PLACE_MS)
        self._noting.timeout.connect(self._note_place)
        self.stack = QStackedWidget(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        around = QVBoxLayout()
        around.setContentsMargins(px(self, 24), px(self, 8), px(self, 24), 0)
        around.addWidget(self.clash)
        layout.addLayout(around)
        layout.addWidget(self.stack, 1)
        self.model.answer_given.connect(self.saver.add)
        self.model.answer_given.connect(self.others.note_mine)
        self.others.arrived.connect(self._on_news)
        self.model.answer_given.connect(self._on_answer_given)
        self.banner.hand_requested.connect(self.hand_requested)
        hand = QShortcut(QKeySequence("Ctrl+H"), self)
        hand.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        hand.activated.connect(self.hand_requested)
        self.saver.saving.connect(self.saving)
        self.saver.saved.connect(self.saved)
        self.saver.failed.connect(self.failed)
        self.others.start()

    @property
    def name(self) -> str:
        return self.model.visit.patient.display_name

    # --- which page

    def open_usual(self) -> None:
        """Where this person's work is: a physio goes to the consult once the desk has done its part."""
        facts = self.model.assessment.facts
        if (
            self.clinic.may("see the reasoning")
            and not needed(self.model.questionnaire, facts, role="reception").required
        ):
            self.show_consult()
        else:
            self.show_intake()

    def open_at(self, page: str, key: str) -> None:
        """Where the program was when it stopped."""
        if page == CONSULT and self.clinic.may("see the reasoning"):
            self.show_consult()
            if key and self.consult is not None:
                self.consult.go_to(key)
            return
        self.show_intake()
        assert self.intake is not None
        self.intake.focus_place(page, key)

    @Slot()
    def show_intake(self) -> None:
        if self.intake is None:
            self.intake = IntakePage(self.model, self.saver, self._stages(), self.stack)
            self.stack.addWidget(self.intake)
            self.intake.back_requested.connect(self.close_visit)
            self.intake.consult_requested.connect(self._on_consult_requested)
            self.intake.place_changed.connect(self._on_place_changed)
        self.stack.setCurrentWidget(self.intake)
        self._on_place_changed(self.intake.current_page, "")

    def _stages(self) -> tuple[str, ...]:
        """Whoever was here before is also asked what has changed since."""
        visits = self.clinic.visits_of(self.model.visit.patient.id)
        here = self.model.visit.encounter.opened_at
        return (*_INTAKE_STAGES, "follow_up") if any(one.opened_at < here for one in visits) else _INTAKE_STAGES

    @Slot()
    def show_consult(self) -> None:
        if self.intake is not None:
            self.intake.commit()
        # Late: reception never needs it, nor the paper it brings.
        from desktop.consult.consult_page import ConsultPage

        if self.consult is None:
            self.consult = ConsultPage(self.model, self.saver, self.stack)
            self.stack.addWidget(self.consult)
            self.consult.back_requested.connect(self.close_visit)
            self.consult.intake_requested.connect(self._on_intake_requested)
        self.stack.setCurrentWidget(self.consult)
        self._on_place_changed(CONSULT, "")

    @Slot()
    def _on_consult_requested(self) -> None:
        if self.clinic.may("see the reasoning"):
            self.show_consult()
        else:
            self.close_visit()

    @Slot(str)
    def _on_intake_requested(self, key: str) -> None:
        self.show_intake()
        if key and self.intake is not None:
            self.intake.go_to(key)

    # --- the patient's own screen

    def hand_over(self, parent: QWidget) -> "PatientPage | None":
        """A screen for the patient, with a model of its own; None when something here is not on disk yet."""
        if not self.flush():
            return None
        try:
            self.clinic.note_handed_over(self.model.visit.encounter.id)
        except SciaticaIntakeError as error:
            self.failed.emit(str(error))
            return None
        # Late: seldom needed.
        from desktop.intake.patient_page import PatientPage

        self._patient_model = IntakeModel(self.clinic, self.model.visit, "patient", self)
        self._patient_model.answer_given.connect(self.saver.add)
        self._patient_model.answer_given.connect(self.others.note_mine)
        self.patient = PatientPage(self._patient_model, self.saver, parent)
        return self.patient

    def take_back(self) -> None:
        """What the patient answered stands here as well; their screen is nobody's any more."""
        if self.patient is None or self._patient_model is None:
            return
        self.patient.commit()
        self.patient = None
        model, self._patient_model = self._patient_model, None
        self.model.take_over(model.visit)

    # --- other desks

    @Slot(object)
    def _on_news(self, news: News) -> None:
        for model in (self.model, self._patient_model):
            if model is not None:
                model.take_in(news.answers, news.reviews)
        if news.clashes:
            self.clash.ask(news.clashes)

    # --- undo

    def undo(self) -> None:
        self._go_to_changed(self.model.undo())

    def redo(self) -> None:
        self._go_to_changed(self.model.redo())

    def _go_to_changed(self, key: str | None) -> None:
        if key is not None and self.stack.currentWidget() is self.intake and self.intake is not None:
            self.intake.go_to(key)

    def read_details(self) -> None:
        """The clinic's details are different now: what stands on papers, and what they lack."""
        if self.consult is not None:
            self.consult.model.read_details()

    # --- saving and leaving

    def flush(self) -> bool:
        """Take what is half typed and write everything now; False when some of it could not be written."""
        for page in (self.intake, self.consult, self.patient):
            commit = getattr(page, "commit", None)
            if commit is not None:
                commit()
        return self.saver.flush()

    @property
    def unsaved(self) -> int:
        return len(self.saver.unsaved)

    @Slot()
    def close_visit(self) -> None:
        """Back to the day list, once everything is on disk."""
        if self.flush():
            self.stop_noting()
            self.closed.emit()

    def stop_noting(self) -> None:
        """Whoever leaves is nowhere any more: no late note may bring the visit back at the next sign-in."""
        self._has_left = True
        self.others.stop()
        self._noting.stop()

    # --- the place, for a program that is killed

    @Slot(str, str)
    def _on_place_changed(self, page: str, key: str) -> None:
        self._place = (page, key)
        if not self._noting.isActive() and not self._has_left:
            self._noting.start()

    @Slot(object)
    def _on_answer_given(self, answer: Answer) -> None:
        """Past the intake, the place is the question answered last."""
        if self.consult is not None and self.stack.currentWidget() is self.consult:
            self._on_place_changed(CONSULT, answer.key)

    @Slot()
    def _note_place(self) -> None:
        if self._is_noting or self._place == self._noted:
            return
        self._is_noting = True
        self._noted = place = self._place
        encounter_id = self.model.visit.encounter.id

        def note() -> None:
            self.clinic.remember_place(encounter_id, *place)

        task = BackgroundTask(note, self)
        task.succeeded.connect(self._on_place_noted)
        task.failed.connect(self._on_place_not_noted)
        task.start()

    @Slot(object)
    def _on_place_noted(self, _nothing: object) -> None:
        self._is_noting = False
        if self._place != self._noted and not self._has_left:
            self._noting.start()

    @Slot(object)
    def _on_place_not_noted(self, _error: object) -> None:
        # The answers say what is wrong with the records; the place is noted with the next move.
        self._is_noting = False
        self._noted = None
