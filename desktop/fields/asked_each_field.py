"""A safety question asked option by option, so that "no fever" can be said on its own.

The value marks each option: "code" yes, "-code" no, "?code" not sure. While some are still open and nothing in
the tuple says so, the item's "unsure" code is added: a list without any mark would count as wholly answered.
"""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.fields.field import Field
from desktop.theme import current_theme, px
from desktop.widgets.buttons import LinkButton
from desktop.widgets.painting import begin
from desktop.widgets.segmented_row import SegmentedRow
from desktop.widgets.styled_label import StyledLabel
from forms.questionnaire import AnswerOption, Item
from forms.response import Value

_MARKS = {"yes": "", "no": "-", "unsure": "?"}
_OPEN = "unsure"


class AskedEachField(Field):
    """For a `choice` item with `asked_each`."""

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False) -> None:
        super().__init__(item, parent, touch=touch)
        self.asked = tuple(option for option in item.options if not option.is_exclusive and not option.is_unknown)
        self._open_code = next((option.code for option in item.options if option.is_unknown), _OPEN)
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.lines = tuple(_AskedLine(option, item.label, body, touch=touch) for option in self.asked)
        for line in self.lines:
            layout.addWidget(line)
            line.chosen.connect(self._on_chosen)
            line.row.keyed.connect(self._on_keyed)
            line.row.finished.connect(self.finished)
        none = item.option(item.exclusive_code) if item.exclusive_code else None
        self.none_button = LinkButton(none.label if none else self.tr("No to all of these"), body)
        self.none_button.setAccessibleDescription(item.label)
        self.none_button.clicked.connect(self._on_none_clicked)
        layout.addSpacing(px(self, 4))
        layout.addWidget(self.none_button, 0, Qt.AlignmentFlag.AlignRight)
        self._add(body)

    def value(self) -> Value | None:
        answers = [(line.option.code, line.row.code()) for line in self.lines]
        if all(answer is None for _code, answer in answers):
            return None
        if self.item.exclusive_code and all(answer == "no" for _code, answer in answers):
            return (self.item.exclusive_code,)
        marked = tuple(_MARKS[answer] + code for code, answer in answers if answer is not None)
        says_it_is_open = any(entry[0] in "-?" for entry in marked)
        if any(answer is None for _code, answer in answers) and not says_it_is_open:
            return (*marked, self._open_code)
        return marked

    def focus_first(self) -> None:
        first = next((line for line in self.lines if line.row.code() is None), self.lines[0])
        first.row.focus_first()

    def _show_value(self, value: Value | None) -> None:
        entries = value if isinstance(value, tuple) else ((value,) if isinstance(value, str) else ())
        marks = {entry for entry in entries if entry != self._open_code}
        if entries and not marks:
            rest: str | None = "unsure"
        elif self.item.exclusive_code in marks:
            rest = "no"
        elif entries and len(marks) == len(entries) and not any(entry[:1] in ("-", "?") for entry in entries):
            rest = "no"  # a plain list is complete: what it does not name is no
        else:
            rest = None
        for line in self.lines:
            said = (answer for answer, mark in _MARKS.items() if mark + line.option.code in marks)
            line.row.set_code(next(said, rest))
        self._guard_none()

    def _guard_none(self) -> None:
        """A yes is taken back one by one, never swept away by one press."""
        self.none_button.setEnabled(not any(line.row.code() == "yes" for line in self.lines))

    @Slot()
    def _on_chosen(self) -> None:
        self._guard_none()
        self._tell(self.value())

    @Slot()
    def _on_keyed(self) -> None:
        """After a number key the next question has the keyboard: 2 2 2 2 answers four."""
        at = next((i for i, line in enumerate(self.lines) if line.row.isAncestorOf(self.focusWidget())), -1)
        if 0 <= at < len(self.lines) - 1:
            self.lines[at + 1].row.focus_first()

    @Slot()
    def _on_none_clicked(self) -> None:
        for line in self.lines:
            line.row.set_code("no")
        self._tell(self.value())
        self.finished.emit()


class _AskedLine(QWidget):
    """One option and its yes / no / not sure.

    Signals:
        chosen: a person answered, or took the answer back.
    """

    chosen = Signal()

    def __init__(self, option: AnswerOption, question: str, parent: QWidget, *, touch: bool) -> None:
        super().__init__(parent)
        self.option = option
        label = StyledLabel(option.label, "patient_body" if touch else "body", self)
        words = [("yes", self.tr("Yes")), ("no", self.tr("No")), ("unsure", self.tr("Not sure"))]
        self.row = SegmentedRow(words, f"{question} {option.label}", self, shows_keys=False)
        for button in self.row.buttons:
            button.setAccessibleName(f"{option.label}: {button.text()}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, px(self, 6), 0, px(self, 6))
        layout.setSpacing(px(self, 16))
        layout.addWidget(label, 1)
        layout.addWidget(self.row)
        self.row.chosen.connect(self._on_chosen)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        painter.setPen(QPen(current_theme().colour("line"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    @Slot(object)
    def _on_chosen(self, _code: object) -> None:
        self.chosen.emit()
