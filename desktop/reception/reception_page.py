"""The front desk: find or add a person on the left, the day on the right."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.background import BackgroundTask
from desktop.clinic import Clinic, OpenVisit
from desktop.reception.day import DayLine, day_lines
from desktop.reception.day_list import DayList
from desktop.reception.one_of import OneOf
from desktop.reception.people_list import PeopleList
from desktop.reception.person_card import PersonCard
from desktop.reception.register_form import RegisterForm
from desktop.reception.scrolling_part import ScrollingPart
from desktop.theme import px
from desktop.widgets.buttons import QuietButton
from desktop.widgets.notice import Notice
from forms.errors import SciaticaIntakeError
from forms.patient import Patient

if TYPE_CHECKING:
    from desktop.reception.handouts_page import HandoutsPage

_LOOK_AGAIN_MS = 10_000
_SIDE = 360
_BESIDE = 900


def _local_today() -> date:
    return datetime.now().astimezone().date()


class ReceptionPage(QWidget):
    """Signals:
    visit_opened: a visit is to be worked on; carries the OpenVisit.
    registering_ended: the person is registered, or is not going to be.
    """

    visit_opened = Signal(object)
    registering_ended = Signal()

    def __init__(
        self, clinic: Clinic, parent: QWidget | None = None, *, today: Callable[[], date] = _local_today
    ) -> None:
        super().__init__(parent)
        self._clinic = clinic
        self._today = today
        self._is_looking = False
        self.people = PeopleList(clinic, self)
        self.day = DayList(today(), self)
        self.person = PersonCard(clinic, today(), self)
        self.register: RegisterForm | None = None
        self.handouts: HandoutsPage | None = None
        self.day.handouts.setVisible(clinic.may("print a programme"))
        self._trouble = Notice("urgent", "", "", self)
        self._again = QuietButton(self.tr("Try again"), self._trouble)
        self._trouble.add_action(self._again)
        self._trouble.hide()
        self.stack = OneOf(self)
        self.stack.add_page(self.day)
        self.stack.add_page(self.person)
        self._inside = QWidget(self)
        self._panes = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._inside)
        self._panes.setContentsMargins(0, 0, 0, 0)
        self._panes.setSpacing(px(self, 32))
        self._panes.addWidget(self.people)
        self._panes.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(self, 24), px(self, 20), px(self, 24), px(self, 20))
        layout.setSpacing(px(self, 12))
        layout.addWidget(self._trouble)
        scroll = ScrollingPart(self)
        scroll.setWidget(self._inside)
        layout.addWidget(scroll, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.refresh)
        self._connect()

    def _connect(self) -> None:
        self.people.person_chosen.connect(self._on_person_chosen)
        self.people.new_requested.connect(self._on_new_requested)
        self.people.failed.connect(self._show_trouble)
        self.people.sought.connect(self._on_sought)
        self.person.start_requested.connect(self._on_start_requested)
        self.person.visit_requested.connect(self.open_visit)
        self.person.back_requested.connect(self.show_day)
        self.day.visit_chosen.connect(self.open_visit)
        self.day.called.connect(self._on_called)
        self.day.handouts.clicked.connect(self.show_handouts)
        self._again.clicked.connect(self.refresh)
        for keys, act in (("Ctrl+F", self.people.focus_first), ("Ctrl+N", self._on_new_shortcut)):
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # --- the day

    @Slot()
    def show_day(self) -> None:
        """Back to the list of today."""
        self.stack.show_page(self.day)
        self.people.search.clear()
        self._arrange()
        self.people.focus_first()
        self.refresh()

    @Slot()
    def show_handouts(self) -> None:
        """All of today's handouts, to print together."""
        # Here, because it loads what prints.
        from desktop.reception.handouts_page import HandoutsPage

        if not self._clinic.may("print a programme"):
            return
        if self.handouts is None:
            self.handouts = HandoutsPage(self._clinic, self._today, self)
            self.stack.add_page(self.handouts)
            self.handouts.back_requested.connect(self.show_day)
        self.stack.show_page(self.handouts)
        self._arrange()
        self.handouts.begin()

    @Slot()
    def refresh(self) -> None:
        """Look at the day again, off the GUI thread."""
        if self._is_looking:
            return
        self._is_looking = True
        today = self._today()
        self.day.set_today(today)

        def look() -> tuple[DayLine, ...]:
            return day_lines(self._clinic, today)

        task = BackgroundTask(look, self)
        task.succeeded.connect(self._on_day_found)
        task.failed.connect(self._on_day_failed)
        task.start()

    @Slot(object)
    def _on_day_found(self, lines: tuple[DayLine, ...]) -> None:
        self._is_looking = False
        self._trouble.hide()
        self.day.show_day(lines)

    @Slot(object)
    def _on_day_failed(self, error: Exception) -> None:
        self._is_looking = False
        if not isinstance(error, SciaticaIntakeError):
            raise error
        self._show_trouble(str(error))

    @Slot(str)
    def _on_called(self, encounter_id: str) -> None:
        line = next((line for line in self.day.lines if line.encounter_id == encounter_id), None)
        if line is None or line.call is None:
            return
        flags = line.call.flags
        if self._try(lambda: self._clinic.note_physio_called(encounter_id, flags)):
            self.refresh()

    # --- people and visits

    @Slot(object)
    def _on_person_chosen(self, patient: Patient) -> None:
        if self._try(lambda: self.person.show_person(patient)):
            self.stack.show_page(self.person)
            self._arrange()

    @Slot(str)
    def _on_new_requested(self, typed: str) -> None:
        if not self._clinic.may("register a person"):
            return
        if self.register is None:
            self.register = RegisterForm(self._clinic, self._today(), self)
            self.stack.add_page(self.register)
            self.register.registered.connect(self._on_start_requested)
            self.register.known_chosen.connect(self._on_person_chosen)
            self.register.back_requested.connect(self.show_day)
            for ended in (self.register.registered, self.register.known_chosen, self.register.back_requested):
                ended.connect(self.registering_ended)
        self.stack.show_page(self.register)
        self._arrange()
        self.register.begin(typed)

    @property
    def is_registering(self) -> bool:
        """Whether somebody is half registered."""
        return self.register is not None and self.register.isVisibleTo(self) and self.register.is_begun

    @Slot()
    def _on_new_shortcut(self) -> None:
        self._on_new_requested(self.people.typed())

    @Slot(object)
    def _on_start_requested(self, patient: Patient) -> None:
        opened: list[OpenVisit] = []
        if self._try(lambda: opened.append(self._clinic.open_encounter(patient, self._today()))):
            self.visit_opened.emit(opened[0])

    @Slot(str)
    def open_visit(self, encounter_id: str) -> None:
        opened: list[OpenVisit] = []
        if self._try(lambda: opened.append(self._clinic.visit(encounter_id))):
            self.visit_opened.emit(opened[0])

    def press_primary(self) -> None:
        """Ctrl+Enter: the primary action of what is in sight."""
        page = self.stack.page
        if self.handouts is not None and page is self.handouts:
            self.handouts.press_primary()
        elif isinstance(page, RegisterForm | PersonCard):
            page.press_primary()

    # --- trouble

    def _try(self, work: Callable[[], object]) -> bool:
        """Do it, or say in words why not."""
        try:
            work()
        except SciaticaIntakeError as error:
            self._show_trouble(str(error))
            return False
        self._trouble.hide()
        return True

    @Slot(str)
    def _show_trouble(self, text: str) -> None:
        self._trouble.show_message("urgent", self.tr("That did not work"), text)
        self._trouble.show()

    # --- room

    @Slot(str)
    def _on_sought(self, _typed: str) -> None:
        self._arrange()

    def _arrange(self) -> None:
        """Side by side where there is room; else one after the other, results before the day."""
        beside = self.width() >= px(self, _BESIDE)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._panes.setDirection(across if beside else down)
        self._panes.setStretchFactor(self.people, 0)
        if beside:
            self.people.setFixedWidth(px(self, _SIDE))
        else:
            self.people.setMinimumWidth(0)
            self.people.setMaximumWidth(16_777_215)
        on_day = self.stack.page is self.day
        self.people.setVisible(beside or on_day)
        self.stack.setVisible(beside or not (on_day and self.people.typed()))
        self.day.list.set_whole(not beside)
        self.people.set_compact(not beside and on_day and not self.people.typed())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self.refresh()
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
