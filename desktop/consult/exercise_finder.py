"""Adding an exercise: type a few letters, choose, and say why where something speaks against it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.consult.columns import clear
from desktop.consult.library import Found
from desktop.consult.line_button import LineButton
from desktop.consult.reason_form import ReasonForm
from desktop.theme import px
from desktop.widgets.card import Card
from desktop.widgets.search_box import SearchBox
from desktop.widgets.styled_label import StyledLabel

Find = Callable[[str], tuple[Found, ...]]
Cautions = Callable[[str], tuple[str, ...]]


class ExerciseFinder(Card):
    """Signals:
    add_requested: carries the exercise, and the reason where a caution speaks against it.
    """

    add_requested = Signal(str, str)

    def __init__(self, find: Find, cautions: Cautions, parent: QWidget | None) -> None:
        super().__init__(self.tr("Add an exercise"), parent, margin=18)
        self._find, self._cautions = find, cautions
        self._wanted = ""
        self.search = SearchBox(self.tr("Name, number or purpose"), self, characters=24)
        self.body.addWidget(self.search)
        holder = QWidget(self)
        self._results = QVBoxLayout(holder)
        self._results.setContentsMargins(0, 0, 0, 0)
        self._results.setSpacing(px(self, 2))
        self.body.addWidget(holder)
        self._against = StyledLabel("", "body", self, role="soon")
        self._against.hide()
        self.body.addWidget(self._against)
        self.form = ReasonForm(self)
        self.form.hide()
        self.body.addWidget(self.form)
        self.buttons: list[LineButton] = []
        self.search.sought.connect(self._on_sought)
        self.search.down_requested.connect(self._on_down_requested)
        self.search.finished.connect(self._on_finished)
        self.form.given.connect(self._on_reason_given)
        self.form.cancelled.connect(self._against.hide)

    def want(self, exercise: str, name: str) -> None:
        """Add it, asking for a reason first where something speaks against it."""
        reasons = self._cautions(exercise)
        if not reasons:
            self.add_requested.emit(exercise, "")
            return
        self._wanted = exercise
        self._against.setText(" ".join(reasons))
        self._against.show()
        question = self.tr("Something speaks against {name}. Why add it all the same?").format(name=name)
        self.form.ask(question, self.tr("Add it"))

    def reset(self) -> None:
        self.search.clear()
        self._against.hide()
        self.form.hide()

    @Slot(str)
    def _on_sought(self, typed: str) -> None:
        clear(self._results)
        self.buttons = []
        found = self._find(typed)
        for one in found:
            quiet = ""
            if one.is_in:
                quiet = self.tr("already in the programme")
            elif self._cautions(one.exercise.id):
                quiet = self.tr("something speaks against it")
            button = LineButton(one.exercise.name, self, icon_name="plus", quiet=quiet, is_faint=one.is_in)
            button.setEnabled(not one.is_in)
            button.setProperty("exercise", one.exercise.id)
            button.setToolTip(f"{one.exercise.id} · {one.exercise.why}")
            button.clicked.connect(self._on_clicked)
            self.buttons.append(button)
            self._results.addWidget(button)
        if typed.strip() and not found:
            self._results.addWidget(StyledLabel(self.tr("Nothing in the library matches."), "secondary", self))

    @Slot()
    def _on_down_requested(self) -> None:
        wanted = next((button for button in self.buttons if button.isEnabled()), None)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_finished(self) -> None:
        wanted = next((button for button in self.buttons if button.isEnabled()), None)
        if wanted is not None:
            wanted.click()

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, LineButton):
            self.want(str(sender.property("exercise")), sender.text())

    @Slot(str)
    def _on_reason_given(self, reason: str) -> None:
        self.add_requested.emit(self._wanted, reason)
