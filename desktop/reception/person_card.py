"""Somebody who is registered: make sure it is this person, then start a visit or go on with one."""

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.clinic import Clinic
from desktop.reception.line_list import Line, LineList
from desktop.reception.scrolling_part import ScrollingPart
from desktop.theme import px
from desktop.widgets.buttons import LinkButton, PrimaryButton
from desktop.widgets.card import Card
from desktop.widgets.date_text import date_words
from desktop.widgets.page_title import PageTitle
from desktop.widgets.styled_label import StyledLabel
from forms.encounter import FINISHED, Encounter
from forms.patient import Patient


class PersonCard(QWidget):
    """Signals:
    start_requested: a new visit of this Patient.
    visit_requested: go on with this visit; carries its id.
    back_requested: it is somebody else.
    """

    start_requested = Signal(object)
    visit_requested = Signal(str)
    back_requested = Signal()

    def __init__(self, clinic: Clinic, today: date, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._clinic = clinic
        self._today = today
        self._patient: Patient | None = None
        self._open_visit = ""
        self._title = PageTitle("", "", self)
        self._facts = Card(self.tr("Make sure it is this person"), self)
        ask = self.tr("Ask for the name, the date of birth and one more of these before you go on.")
        self._facts.body.addWidget(StyledLabel(ask, "body", self._facts))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(self, 24))
        self._grid.setVerticalSpacing(px(self, 6))
        self._grid.setColumnStretch(1, 1)
        self._facts.body.addLayout(self._grid)
        self._visits_title = StyledLabel(self.tr("Visits"), "section", self)
        self.visits = LineList(self.tr("Visits"), self)
        back = LinkButton(self.tr("Somebody else"), self, icon_name="arrow_left")
        self.go = PrimaryButton("", self)
        self.go.setToolTip(self.tr("Ctrl+Enter"))
        foot = QHBoxLayout()
        foot.addWidget(back)
        foot.addStretch(1)
        foot.addWidget(self.go)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(self, 8), 0)
        column.setSpacing(px(self, 12))
        for widget in (self._title, self._facts, self._visits_title):
            column.addWidget(widget)
        column.addWidget(self.visits)
        column.addStretch(1)
        scroll = ScrollingPart(self)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 12))
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)
        self.visits.set_whole(True)
        back.clicked.connect(self.back_requested)
        self.go.clicked.connect(self.press_primary)
        self.visits.chosen.connect(self.visit_requested)

    def show_person(self, patient: Patient) -> None:
        """`patient` with their visits; the button goes on with the one that is not finished."""
        self._patient = patient
        visits = self._clinic.visits_of(patient.id) if self._clinic.may("open a visit") else ()
        unfinished = [one for one in visits if one.status != FINISHED]
        self._open_visit = unfinished[0].id if unfinished else ""
        self._title.title.setText(patient.display_name)
        age = self.tr("{years} years").format(years=patient.age_on(self._today))
        self._title.intro.setText(f"{date_words(patient.birth_date)} · {age}")
        self._title.intro.show()
        self._show_facts(patient)
        self.visits.set_lines([self._visit_line(one) for one in visits])
        self._visits_title.setVisible(bool(visits))
        self.visits.setVisible(bool(visits))
        self.go.setText(self.tr("Go on with the visit") if self._open_visit else self.tr("Start a visit"))
        self.go.setEnabled(self._clinic.may("open a visit"))
        self.go.updateGeometry()
        self.go.setFocus()

    def _show_facts(self, patient: Patient) -> None:
        while (entry := self._grid.takeAt(0)) is not None:
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        facts = (
            (self.tr("Clinic number"), patient.clinic_no),
            (self.tr("Phone"), patient.phone),
            (self.tr("Health number"), patient.national_id),
            (self.tr("Address"), patient.address),
        )
        for row, (label, text) in enumerate((label, text) for label, text in facts if text):
            name = StyledLabel(label, "body", self._facts, role="text_quiet", wraps=False)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(StyledLabel(text, "strong", self._facts), row, 1)

    def _visit_line(self, visit: Encounter) -> Line:
        state = self.tr("finished") if visit.status == FINISHED else self.tr("not finished")
        day = self.tr("Today") if visit.intake_date == self._today else date_words(visit.intake_date)
        return Line(visit.id, day, aside=state)

    @Slot()
    def press_primary(self) -> None:
        if self._open_visit:
            self.visit_requested.emit(self._open_visit)
        elif self._patient is not None and self.go.isEnabled():
            self.start_requested.emit(self._patient)
