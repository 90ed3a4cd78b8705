"""For which drivers the programme is made: as the rules say, or the physio's own choice with its reason."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.consult.own_view import PhysioView
from desktop.consult.reason_form import ReasonForm
from desktop.widgets.buttons import LinkButton
from desktop.widgets.card import Card
from desktop.widgets.check_rows import CheckRows
from desktop.widgets.styled_label import StyledLabel

NO_DRIVER = "none"


class ChoiceCard(Card):
    """Signals:
    chosen: other drivers than the rules name; carries them and the reason.
    rules_wanted: back to what the rules say.
    """

    chosen = Signal(object, str)
    rules_wanted = Signal()

    def __init__(self, drivers: Sequence[tuple[str, str]], parent: QWidget | None) -> None:
        super().__init__(self.tr("The programme is made for"), parent, margin=18)
        self._names = dict(drivers)
        self._current = StyledLabel("", "body", self)
        self._own = StyledLabel("", "secondary", self)
        self._why = StyledLabel("", "secondary", self)
        self.change = LinkButton(self.tr("Choose other drivers"), self)
        self.rules = LinkButton(self.tr("Back to what the rules say"), self, icon_name="undo")
        question = self.tr("Which drivers is the programme for? The first one leads.")
        options = [(driver, f"{driver}  {title}") for driver, title in drivers]
        self.rows = CheckRows(
            [*options, (NO_DRIVER, self.tr("No clear driver"))], question, self, exclusive=frozenset((NO_DRIVER,))
        )
        self.form = ReasonForm(self)
        for widget in (self._current, self._why, self._own, self.rows, self.form):
            self.body.addWidget(widget)
        self.body.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.rules, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows.hide()
        self.form.hide()
        self.change.clicked.connect(self._on_change_clicked)
        self.rules.clicked.connect(self.rules_wanted)
        self.form.given.connect(self._on_given)
        self.form.cancelled.connect(self._on_cancelled)

    def show_choice(
        self, drivers: tuple[str, ...], own: PhysioView | None, choice: PhysioView | None, *, may_choose: bool
    ) -> None:
        """Say for which drivers, what the physio thought first, and why another choice was made."""
        self._current.setText(self._named(drivers))
        self._own.setVisible(own is not None)
        if own is not None:
            thought = self._named(own.drivers) if own.drivers else self.tr("Not sure yet")
            note = f" “{own.words}”" if own.words else ""
            self._own.setText(self.tr("Your view before the results: {view}.{note}").format(view=thought, note=note))
        self._why.setVisible(choice is not None)
        if choice is not None:
            words = self.tr("Chosen by {name} instead of the rules: {reason}")
            self._why.setText(words.format(name=choice.by, reason=choice.words))
        self.rules.setVisible(choice is not None)
        self.change.setVisible(may_choose)
        self.rows.hide()
        self.form.hide()
        self.rows.set_chosen(drivers or (NO_DRIVER,))

    def _named(self, drivers: tuple[str, ...]) -> str:
        named = [f"{one} {self._names[one]}" for one in drivers]
        return " + ".join(named) if named else self.tr("No clear driver: the general list")

    @Slot()
    def _on_change_clicked(self) -> None:
        self.change.hide()
        self.rules.hide()
        self.rows.show()
        self.form.ask(self.tr("Why? The reason stays in the record."), self.tr("Make it for these"))
        self.rows.focus_first()

    @Slot(str)
    def _on_given(self, reason: str) -> None:
        self.chosen.emit(tuple(code for code in self.rows.chosen() if code != NO_DRIVER), reason)

    @Slot()
    def _on_cancelled(self) -> None:
        self.rows.hide()
        self.form.hide()
        self.change.show()
        self.rules.setVisible(self._why.isVisibleTo(self))
