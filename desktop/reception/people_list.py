"""Finding somebody: results as you type, each with why it matched."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.background import BackgroundTask
from desktop.clinic import Clinic
from desktop.reception.line_list import Line, LineList
from desktop.reception.matching import Why, why_matched
from desktop.theme import px
from desktop.widgets.buttons import QuietButton
from desktop.widgets.date_text import date_words
from desktop.widgets.search_box import SearchBox
from desktop.widgets.styled_label import StyledLabel
from forms.patient import Patient

_MOST = 20


class PeopleList(QWidget):
    """Signals:
    person_chosen: carries the Patient.
    new_requested: nobody fits; carries what was typed.
    failed: the records could not be searched; carries what to do.
    sought: the words changed; carries them.
    """

    person_chosen = Signal(object)
    new_requested = Signal(str)
    failed = Signal(str)
    sought = Signal(str)

    def __init__(self, clinic: Clinic, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._clinic = clinic
        self._found: dict[str, Patient] = {}
        self._asked = 0
        self.search = SearchBox(self.tr("Find or add a person"), self)
        self.search.setToolTip(self.tr("Ctrl+F: name, date of birth, clinic number or phone"))
        self.search.setAccessibleDescription(self.tr("Name, date of birth, clinic number or phone"))
        self._hint = StyledLabel("", "secondary", self)
        self.results = LineList(self.tr("People found"), self)
        self.add = QuietButton(self.tr("Add a new person"), self, icon_name="plus")
        self.add.setToolTip(self.tr("Ctrl+N"))
        self.add.setVisible(clinic.may("register a person"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 8))
        layout.addWidget(self.search)
        layout.addWidget(self._hint)
        layout.addWidget(self.results, 1)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._filler = QWidget(self)
        layout.addWidget(self._filler, 1)
        self.search.sought.connect(self._on_sought)
        self.search.down_requested.connect(self.results.go_to_first)
        self.search.finished.connect(self._on_finished)
        self.results.up_requested.connect(self.focus_first)
        self.results.chosen.connect(self._on_chosen)
        self.add.clicked.connect(self._on_add_clicked)
        self._compact = False
        self._show((), "")

    def set_compact(self, compact: bool) -> None:
        """Only the search line and the button, where the day needs the room."""
        self._compact = compact
        self._arrange()

    def _arrange(self) -> None:
        self.results.setVisible(bool(self._found))
        self._filler.setVisible(not self._found and not self._compact)
        self._hint.setVisible(not self._found)

    def typed(self) -> str:
        return self.search.text().strip()

    def focus_first(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def _show(self, people: tuple[Patient, ...], typed: str) -> None:
        self._found = {one.id: one for one in people}
        self.results.set_lines([self._line(one, typed) for one in people])
        if not typed:
            self._hint.setText(self.tr("Name, date of birth, clinic number or phone."))
        elif not people:
            self._hint.setText(self.tr("Nobody fits. Check the spelling, or add a new person."))
        self._arrange()

    def _line(self, patient: Patient, typed: str) -> Line:
        facts = self.tr("born {day} · no. {number}").format(
            day=date_words(patient.birth_date), number=patient.clinic_no
        )
        why = self.tr("fits: {what}").format(what=", ".join(self._words(one) for one in why_matched(patient, typed)))
        return Line(patient.id, patient.display_name, f"{facts}\n{why}" if why_matched(patient, typed) else facts)

    def _words(self, why: Why) -> str:
        words: dict[Why, str] = {
            "family name": self.tr("family name"),
            "first name": self.tr("first name"),
            "called": self.tr("the name they like"),
            "date of birth": self.tr("date of birth"),
            "clinic number": self.tr("clinic number"),
            "health number": self.tr("health number"),
            "similar spelling": self.tr("similar spelling"),
            "phone": self.tr("phone"),
        }
        return words[why]

    @Slot(str)
    def _on_sought(self, words: str) -> None:
        typed = words.strip()
        self.sought.emit(typed)
        self._asked += 1
        asked = self._asked
        if not typed:
            self._show((), "")
            return

        def look() -> tuple[int, str, tuple[Patient, ...]]:
            return asked, typed, self._clinic.find_people(typed, limit=_MOST)

        task = BackgroundTask(look, self)
        task.succeeded.connect(self._on_found)
        task.failed.connect(self._on_failed)
        task.start()

    @Slot(object)
    def _on_found(self, found: tuple[int, str, tuple[Patient, ...]]) -> None:
        asked, typed, people = found
        # A slow answer to older words must not replace a newer one.
        if asked == self._asked:
            self._show(people, typed)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(str(error))

    @Slot()
    def _on_finished(self) -> None:
        """Enter takes the only result, else goes into the list, else adds a person."""
        if len(self._found) == 1:
            self.person_chosen.emit(next(iter(self._found.values())))
        elif self._found:
            self.results.go_to_first()
        elif self.typed():
            self._on_add_clicked()

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        self.person_chosen.emit(self._found[key])

    @Slot()
    def _on_add_clicked(self) -> None:
        self.new_requested.emit(self.typed())
