"""The one contract of every question on the screen.

A field shows an item, holds what stands in its controls, and says when a person changes it. It decides nothing:
`set_value` is silent, `value_changed` comes only from a person's hand.
"""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import current_theme, px, theme_watcher
from desktop.widgets.issue_label import IssueLabel, Severity
from desktop.widgets.styled_label import StyledLabel
from forms.questionnaire import Item
from forms.response import Value

# A line longer than this is hard to follow back to its start: about 75 characters.
BODY_WIDTH = 640


class Field(QWidget):
    """The base of all fields: label, hint, controls, and the place for what is wrong.

    `touch`: the patient's own screen, with larger type and targets. `bare`: the controls alone, for a table that has
    the label beside them and says under the row what is wrong.

    Signals:
        value_changed: a person changed the answer; carries the value, None when it was taken back.
        value_typed: this stands in the controls, perhaps half written: to be kept, not yet to be reasoned on.
        finished: a person pressed Enter here: go on to the next question.
        issue_changed: what is wrong was said or taken back (a bare field does not show it itself).
    """

    value_changed = Signal(object)
    value_typed = Signal(object)
    finished = Signal()
    issue_changed = Signal()

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False, bare: bool = False) -> None:
        super().__init__(parent)
        self.item = item
        self.touch = touch
        self.bare = bare
        self.issue: tuple[str, Severity] | None = None
        # What the form says of the answer, and what the field says of what stands in it and cannot be read.
        self._said: tuple[str, Severity] | None = None
        self._complaint = ""
        self._told: Value | None = None
        self._is_half_told = False
        self._issue: IssueLabel | None = None
        self._aloud: StyledLabel | None = None
        self._withheld: StyledLabel | None = None
        if touch:
            self.setFont(current_theme().font("patient_body"))
            theme_watcher().changed.connect(self._on_theme_changed)
        self.label = StyledLabel(item.label, self._label_kind(), self)
        self.label.setMaximumWidth(px(self, BODY_WIDTH))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(px(self, 4))
        self._layout.addWidget(self.label)
        self.label.setVisible(not bare)
        self.setAccessibleName(item.label)
        if self._shows_help() and not bare:
            self.hint = StyledLabel(item.help, "patient_secondary" if touch else "secondary", self)
            self.hint.setMaximumWidth(px(self, BODY_WIDTH))
            self._layout.addWidget(self.hint)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # --- the contract

    def value(self) -> Value | None:
        """What stands in the controls; None when blank or not to be understood."""
        raise NotImplementedError

    def set_value(self, value: Value | None) -> None:
        """Show this answer. Silent."""
        self._told, self._is_half_told = value, False
        self._show_value(value)
        self._complain("")

    def focus_first(self) -> None:
        """Put the keyboard where answering begins."""
        raise NotImplementedError

    def commit(self) -> None:
        """Take what is half typed as meant: call it before leaving the page, saving or signing."""

    def show_issue(self, text: str, severity: Severity = "error") -> None:
        """Say under the field what is wrong and how to mend it; what cannot be read at all is said first."""
        self._said = (text, severity)
        self._show_said()

    def clear_issue(self) -> None:
        self._said = None
        self._show_said()

    def _complain(self, text: str) -> None:
        """Say that what stands here cannot be read, until it can be ("" takes it back), whatever else is said."""
        self._complaint = text
        self._show_said()

    def _show_said(self) -> None:
        wanted: tuple[str, Severity] | None = (self._complaint, "error") if self._complaint else self._said
        if wanted == self.issue:
            return
        self.issue = wanted
        text, severity = wanted or ("", "error")
        if not self.bare and wanted is not None:
            if self._issue is None:
                self._issue = IssueLabel(self)
                self._issue.setMaximumWidth(px(self, BODY_WIDTH))
                self._layout.addWidget(self._issue)
            self._issue.show_text(text, severity)
        if self._issue is not None:
            self._issue.setVisible(wanted is not None)
        self._mark_wrong(wanted is not None and severity == "error")
        self.setAccessibleDescription(text)
        self.issue_changed.emit()

    def issue_text(self) -> str:
        """What is shown as wrong now; empty when nothing is."""
        return self.issue[0] if self.issue is not None else ""

    def show_read_aloud(self, shown: bool) -> None:
        """The sentence that staff read to the patient, where the item has one."""
        if shown and self._aloud is None and self.item.read_aloud:
            words = self.tr("Read aloud: “{sentence}”").format(sentence=self.item.read_aloud)
            self._aloud = StyledLabel(words, "secondary", self)
            self._aloud.setMaximumWidth(px(self, BODY_WIDTH))
            self._layout.insertWidget(self._layout.indexOf(self.label) + 1, self._aloud)
        if self._aloud is not None:
            self._aloud.setVisible(shown)

    def show_withheld(self, withheld: bool) -> None:
        """Say that there is an answer which is not for this pair of eyes; the controls stay blank."""
        if withheld and self._withheld is None:
            words = self.tr("Answered already; the physio sees the answer. Answer again only to correct it.")
            self._withheld = StyledLabel(words, "secondary", self)
            self._withheld.setMaximumWidth(px(self, BODY_WIDTH))
            self._layout.insertWidget(self._layout.indexOf(self.label) + 1, self._withheld)
        if self._withheld is not None:
            self._withheld.setVisible(withheld)

    # --- for the fields themselves

    def _show_value(self, value: Value | None) -> None:
        raise NotImplementedError

    def _mark_wrong(self, wrong: bool) -> None:
        """Mark the controls as well, where they have a frame."""

    def _label_kind(self) -> str:
        """The kind of type the label is set in."""
        return "patient_question" if self.touch else "question"

    def _shows_help(self) -> bool:
        return bool(self.item.help)

    def _add(self, body: QWidget, *, buddy: QWidget | None = None, is_wide: bool = True) -> None:
        """Take the controls; `is_wide` ones fill the width of a line of text, others keep their own."""
        if buddy is not None:
            self.label.setBuddy(buddy)
        body.setMaximumWidth(px(self, BODY_WIDTH))
        if not self.bare:
            self._layout.addSpacing(px(self, 4))
        if is_wide:
            self._layout.addWidget(body)
        else:
            self._layout.addWidget(body, 0, Qt.AlignmentFlag.AlignLeft)

    def _tell(self, value: Value | None) -> None:
        """Emit what a person answered, once."""
        if value != self._told or self._is_half_told:
            self._told, self._is_half_told = value, False
            self.value_changed.emit(value)

    def _tell_typed(self, value: Value | None) -> None:
        """Emit what stands there for now: a rule must not see the 1 of 150, and a crash must not lose the 15."""
        if value != self._told or self._is_half_told:
            self._is_half_told = True
            self.value_typed.emit(value)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Take an answer back with the mouse; the keyboard has Delete."""
        if self.value() is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Clear this answer")).triggered.connect(self.clear_by_hand)
        menu.popup(event.globalPos())

    @Slot()
    def clear_by_hand(self) -> None:
        """A person takes the answer back."""
        self._show_value(None)
        self._tell(None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_layout"):
            self._rescale()

    def _rescale(self) -> None:
        layout: QBoxLayout = self._layout
        for index in range(layout.count()):
            entry = layout.itemAt(index)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.setMaximumWidth(px(self, BODY_WIDTH))

    @Slot(object)
    def _on_theme_changed(self, _theme: object) -> None:
        self.setFont(current_theme().font("patient_body"))
