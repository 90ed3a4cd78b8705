"""What do you think? Asked before the results show, so that a ranking is questioned and not followed (HZ04)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.consult.own_view import NOT_SURE
from desktop.widgets.card import Card
from desktop.widgets.check_rows import CheckRows
from desktop.widgets.styled_label import StyledLabel
from desktop.widgets.text_box import TextArea


class OwnViewCard(Card):
    """Signals:
    entered: the physio's own view; carries the drivers chosen (none for "not sure yet") and the words.
    """

    entered = Signal(object, str)

    def __init__(self, drivers: Sequence[tuple[str, str]], parent: QWidget | None) -> None:
        super().__init__("", parent)
        question = self.tr("Your view first: what do you think contributes?")
        self.title.setText(question)
        self.title.show()
        why = self.tr("The results show once you have said what you think. What you say stays in the record.")
        self.body.addWidget(StyledLabel(why, "body", self, role="text_quiet"))
        options = [(driver, f"{driver}  {title}") for driver, title in drivers]
        self.rows = CheckRows(
            [*options, (NOT_SURE, self.tr("Not sure yet"))], question, self, exclusive=frozenset((NOT_SURE,))
        )
        self.body.addWidget(self.rows)
        label = StyledLabel(self.tr("Anything to note? You may leave this blank."), "question", self)
        self.body.addWidget(label)
        self.words = TextArea(label.text(), self, least_lines=2, most_lines=6)
        self.body.addWidget(self.words)

    @property
    def is_ready(self) -> bool:
        return bool(self.rows.chosen())

    def enter(self) -> None:
        """Take the view as it stands, when there is one."""
        if self.is_ready:
            drivers = tuple(code for code in self.rows.chosen() if code != NOT_SURE)
            self.entered.emit(drivers, self.words.toPlainText())
