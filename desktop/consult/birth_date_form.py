"""Asks for the patient's date of birth before a paper goes out once more: it is noticed when it is somebody else's."""

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme import px
from desktop.widgets.buttons import LinkButton, QuietButton
from desktop.widgets.date_box import DateBox
from desktop.widgets.issue_label import IssueLabel
from desktop.widgets.styled_label import StyledLabel


class BirthDateForm(QWidget):
    """Signals:
    given: a date was written and confirmed; carries it.
    cancelled: nothing is to be printed.
    """

    given = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None, *, today: date) -> None:
        super().__init__(parent)
        question = self.tr("It has been printed before. To print it again, ask for the date of birth and type it here.")
        self.box = DateBox(self.tr("The patient's date of birth"), self, today=today)
        self.problem = IssueLabel(self)
        self.problem.hide()
        self.confirm = QuietButton(self.tr("Print again"), self, icon_name="print")
        self.cancel = LinkButton(self.tr("Cancel"), self)
        foot = QHBoxLayout()
        foot.setSpacing(px(self, 8))
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.confirm)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(self, 8), 0, 0)
        layout.setSpacing(px(self, 6))
        layout.addWidget(StyledLabel(question, "strong", self))
        layout.addWidget(self.box)
        layout.addWidget(self.problem)
        layout.addLayout(foot)
        self.box.finished.connect(self._on_confirmed)
        self.confirm.clicked.connect(self._on_confirmed)
        self.cancel.clicked.connect(self._on_cancelled)

    def ask(self) -> None:
        """Open it empty, with the keyboard in it."""
        self.box.set_day(None)
        self.box.edit.clear()
        self._say("")
        self.show()
        self.box.focus_first()

    def refuse(self) -> None:
        """The date was not this patient's."""
        self._say(self.tr("This is not the patient's date of birth. Nothing is printed. Check whose record is open."))
        self.box.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancelled()
        else:
            super().keyPressEvent(event)

    def _say(self, words: str) -> None:
        if words:
            self.problem.show_text(words, "error")
        self.problem.setVisible(bool(words))
        self.box.set_wrong(bool(words))

    @Slot()
    def _on_confirmed(self) -> None:
        self.box.commit()
        day = self.box.day()
        if day is None:
            self._say(self.tr("Type the day, the month and the year, as in 14 9 1979."))
            self.box.focus_first()
            return
        self.given.emit(day)

    @Slot()
    def _on_cancelled(self) -> None:
        self.hide()
        self.cancelled.emit()
