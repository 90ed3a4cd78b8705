"""Asks why, in words that stay in the record; opens where the decision is made instead of in a dialog."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme import px
from desktop.widgets.buttons import LinkButton, QuietButton
from desktop.widgets.styled_label import StyledLabel
from desktop.widgets.text_box import TextArea


class ReasonForm(QWidget):
    """A question, a text of a least length that counts along, and who signs it.

    Signals:
        given: the reason was given; carries it.
        cancelled: nothing is to be done.
    """

    given = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None, *, least: int = 1) -> None:
        super().__init__(parent)
        self._least = least
        self._question = StyledLabel("", "strong", self)
        self.text = TextArea("", self, least_lines=2, most_lines=6)
        self._count = StyledLabel("", "secondary", self)
        self._signed = StyledLabel("", "secondary", self)
        self.confirm = QuietButton("", self)
        self.cancel = LinkButton(self.tr("Cancel"), self)
        foot = QHBoxLayout()
        foot.setSpacing(px(self, 8))
        foot.addWidget(self._count, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.confirm)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(self, 8), 0, 0)
        layout.setSpacing(px(self, 6))
        layout.addWidget(self._question)
        layout.addWidget(self.text)
        layout.addLayout(foot)
        layout.addWidget(self._signed)
        self.text.textChanged.connect(self._on_text_changed)
        self.text.installEventFilter(self)
        self.confirm.clicked.connect(self._on_confirmed)
        self.cancel.clicked.connect(self._on_cancelled)

    def ask(self, question: str, confirm: str, *, signed_by: str = "") -> None:
        """Open it with this question; what was typed before is gone."""
        self._question.setText(question)
        self.text.setAccessibleName(question)
        self.confirm.setText(confirm)
        self.confirm.updateGeometry()
        self._signed.setText(signed_by)
        self._signed.setVisible(bool(signed_by))
        self.text.clear()
        self._on_text_changed()
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            is_confirmed = is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.type() == QEvent.Type.ShortcutOverride and is_confirmed:
                # The page has this key too, for what the reason is given for.
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self._on_cancelled()
                return True
            if event.type() == QEvent.Type.KeyPress and is_confirmed:
                self._on_confirmed()
                return True
        return super().eventFilter(watched, event)

    def _reason(self) -> str:
        return self.text.toPlainText().strip()

    @Slot()
    def _on_text_changed(self) -> None:
        length = len(self._reason())
        self.confirm.setEnabled(length >= self._least)
        if self._least > 1:
            words = self.tr("{count} of at least {least} characters")
            self._count.setText(words.format(count=length, least=self._least))

    @Slot()
    def _on_confirmed(self) -> None:
        if len(self._reason()) >= self._least:
            self.given.emit(self._reason())

    @Slot()
    def _on_cancelled(self) -> None:
        self.hide()
        self.cancelled.emit()
