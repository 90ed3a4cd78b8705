"""Registering somebody: the register's questions as the form asks them, and a warning when they may be here already."""

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.background import BackgroundTask
from desktop.clinic import Clinic
from desktop.fields.date_field import DateField
from desktop.fields.field import Field
from desktop.fields.make import make_field
from desktop.reception.scrolling_part import ScrollingPart
from desktop.theme import px
from desktop.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from desktop.widgets.card import Card
from desktop.widgets.date_text import date_words
from desktop.widgets.notice import Notice
from desktop.widgets.page_title import PageTitle
from forms.checking import value_issues
from forms.errors import SciaticaIntakeError
from forms.patient import LINK_IDS, Patient
from forms.response import Value

_FIRST = ("family", "given", "birth_date", "sex", "phone", "preferred")
_MORE = ("national_id", "clinic_no", "email", "address")
_NEEDED = ("family", "given", "birth_date")


class RegisterForm(QWidget):
    """Signals:
    registered: a new person is kept; carries the Patient.
    known_chosen: they are here already; carries the Patient found.
    back_requested: nothing is registered.
    """

    registered = Signal(object)
    known_chosen = Signal(object)
    back_requested = Signal()

    def __init__(self, clinic: Clinic, today: date, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._clinic = clinic
        self._today = today
        self._alike: tuple[Patient, ...] = ()
        self._asked = 0
        items = clinic.content.questionnaire.items
        title = PageTitle(self.tr("Register a person"), self.tr("Name and date of birth are enough to begin."), self)
        card = Card("", self)
        card.body.setSpacing(px(self, 16))
        self.fields: dict[str, Field] = {
            name: make_field(items[LINK_IDS[name]], card, today=today) for name in (*_FIRST, *_MORE)
        }
        self._more = LinkButton(self.tr("More details"), card, icon_name="chevron_down")
        self._duplicate = Notice("soon", "", "", self)
        self._open_known = QuietButton(self.tr("Open"), self._duplicate)
        self._duplicate.add_action(self._open_known)
        self._duplicate.hide()
        self._problem = Notice("urgent", "", "", self)
        self._problem.hide()
        for name in _FIRST:
            card.body.addWidget(self.fields[name])
        card.body.addWidget(self._more)
        for name in _MORE:
            card.body.addWidget(self.fields[name])
            self.fields[name].hide()
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(self, 8), 0)
        column.setSpacing(px(self, 12))
        column.addWidget(title)
        column.addWidget(self._problem)
        column.addWidget(self._duplicate)
        column.addWidget(card)
        column.addStretch(1)
        scroll = ScrollingPart(self)
        scroll.setWidget(inside)
        self._scroll = scroll
        back = LinkButton(self.tr("Back to the day list"), self, icon_name="arrow_left")
        self.go = PrimaryButton(self.tr("Register and start the visit"), self)
        self.go.setToolTip(self.tr("Ctrl+Enter"))
        foot = QHBoxLayout()
        foot.addWidget(back)
        foot.addStretch(1)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 12))
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)
        order = (*_FIRST, *_MORE)
        for name in order:
            self.fields[name].value_changed.connect(self._on_value_changed)
            self.fields[name].finished.connect(self._on_finished)
        self._more.clicked.connect(self._on_more_clicked)
        self._open_known.clicked.connect(self._on_open_known_clicked)
        back.clicked.connect(self.back_requested)
        self.go.clicked.connect(self.press_primary)

    def begin(self, typed: str = "") -> None:
        """An empty form, with what was typed into the search line where it belongs."""
        for field in self.fields.values():
            field.set_value(None)
            field.clear_issue()
        self._problem.hide()
        self._show_alike(())
        given, family = split_name(typed)
        self.fields["given"].set_value(given or None)
        self.fields["family"].set_value(family or None)
        first = next((name for name in _NEEDED if self.fields[name].value() is None), "family")
        self._scroll.verticalScrollBar().setValue(0)
        self.fields[first].focus_first()

    @property
    def is_begun(self) -> bool:
        """Whether something is typed that nobody has kept yet."""
        return any(field.value() is not None or field.issue_text() for field in self.fields.values())

    @Slot()
    def press_primary(self) -> None:
        """Check, register, and go on to the visit."""
        for field in self.fields.values():
            field.commit()
        patient = self._checked()
        if patient is None:
            return
        try:
            kept = self._clinic.register_patient(patient)
        except SciaticaIntakeError as error:
            self._problem.show_message("urgent", self.tr("Not registered"), str(error))
            self._problem.show()
            self._scroll.verticalScrollBar().setValue(0)
            return
        self._problem.hide()
        self.registered.emit(kept)

    def _checked(self) -> Patient | None:
        """The person as typed; None when something must be mended first, with the keyboard there."""
        first: Field | None = None
        for name, field in self.fields.items():
            problem = self._problem_of(name, field)
            if problem:
                field.show_issue(problem)
                first = first or field
            elif field.value() is not None or not field.issue_text():
                field.clear_issue()
        if first is not None:
            self._scroll.ensureWidgetVisible(first)
            first.focus_first()
            return None
        return self._patient()

    def _problem_of(self, name: str, field: Field) -> str:
        value = field.value()
        if value is None:
            if isinstance(field, DateField) and field.box.is_unreadable():
                return field.issue_text()  # "needed" beside something typed helps nobody
            if field.issue_text() and name not in _NEEDED:
                return field.issue_text()
            return self.tr("This is needed.") if name in _NEEDED else ""
        issues = value_issues(field.item, value, self._today, key=field.item.link_id)
        return next((issue.text for issue in issues if issue.severity == "error"), "")

    def _patient(self) -> Patient | None:
        values: dict[str, Value | None] = {name: field.value() for name, field in self.fields.items()}
        if any(values[name] is None for name in _NEEDED):
            return None
        texts = {name: str(value or "") for name, value in values.items() if name != "birth_date"}
        return Patient(birth_date=date.fromisoformat(str(values["birth_date"])), **texts)  # type: ignore[arg-type]

    def _show_alike(self, alike: tuple[Patient, ...]) -> None:
        self._alike = alike
        self._duplicate.setVisible(bool(alike))
        if not alike:
            return
        one = alike[0]
        words = self.tr("{name}, born {day}, clinic number {number}. Open the one you know instead of a second one.")
        text = words.format(name=one.display_name, day=date_words(one.birth_date), number=one.clinic_no)
        self._duplicate.show_message("soon", self.tr("This may be somebody who is here already"), text)
        self._scroll.verticalScrollBar().setValue(0)

    @property
    def alike(self) -> tuple[Patient, ...]:
        """Who the person being typed may be."""
        return self._alike

    @Slot(object)
    def _on_value_changed(self, _value: object) -> None:
        field = self.sender()
        if isinstance(field, Field) and field.value() is not None:
            field.clear_issue()
        patient = self._patient()
        if patient is None:
            self._show_alike(())
            return
        self._asked += 1
        asked = self._asked

        def look() -> tuple[int, tuple[Patient, ...]]:
            return asked, self._clinic.near_duplicates(patient)

        task = BackgroundTask(look, self)
        task.succeeded.connect(self._on_alike_found)
        task.start()

    @Slot(object)
    def _on_alike_found(self, found: tuple[int, tuple[Patient, ...]]) -> None:
        asked, alike = found
        if asked == self._asked and self._patient() is not None:
            self._show_alike(alike)

    @Slot()
    def _on_finished(self) -> None:
        """Enter goes on to the next question, and at the end registers."""
        shown = [field for field in self.fields.values() if field.isVisibleTo(self)]
        at = shown.index(self.sender()) + 1  # type: ignore[arg-type]
        if at < len(shown):
            self._scroll.ensureWidgetVisible(shown[at])
            shown[at].focus_first()
        else:
            self.press_primary()

    @Slot()
    def _on_more_clicked(self) -> None:
        self._more.hide()
        for name in _MORE:
            self.fields[name].show()
        self.fields[_MORE[0]].focus_first()

    @Slot()
    def _on_open_known_clicked(self) -> None:
        if self._alike:
            self.known_chosen.emit(self._alike[0])


def split_name(typed: str) -> tuple[str, str]:
    """What was typed to search as first name and family name; nothing when it was a number or a date."""
    words = typed.strip()
    if any(sign.isdigit() for sign in words):
        return "", ""
    if "," in words:
        family, given = words.split(",", 1)
        return _capital(given), _capital(family)
    given, _, family = words.rpartition(" ")
    return _capital(given), _capital(family)


def _capital(name: str) -> str:
    name = name.strip()
    return name[:1].upper() + name[1:]
