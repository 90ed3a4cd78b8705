"""A physio's own words in one place of a letter: kept as they are typed, shown on paper once they are finished."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme import px
from desktop.widgets.styled_label import StyledLabel
from desktop.widgets.text_box import KEEP_PAUSE_MS, TextArea, TypingPause
from forms.letters import MOST_CHARACTERS, MOST_LINES, is_too_long

# The room left is worth saying only when it is getting short.
_SAY_ROOM_AT = 200


class LetterField(QWidget):
    """Ctrl+Enter finishes and goes on.

    Signals:
        written: what stands here now, at every key; carries it.
        paused: nobody has typed for a moment: time to keep it.
        finished: the words are finished: nobody has typed for longer, or the keyboard has gone elsewhere.
        left: Ctrl+Enter was pressed.
    """

    written = Signal(str)
    paused = Signal()
    finished = Signal()
    left = Signal()

    def __init__(self, label: str, hint: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._is_showing = self._is_unfinished = False
        name = StyledLabel(label, "strong", self)
        self.area = TextArea(label, self, least_lines=3, most_lines=9)
        name.setBuddy(self.area)
        self._hint = StyledLabel(hint, "secondary", self)
        self._room = StyledLabel("", "secondary", self)
        self._room.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 6))
        for part in (name, self.area, self._room, self._hint):
            layout.addWidget(part)
        self.set_hint(hint)
        self._keep = TypingPause(self, KEEP_PAUSE_MS)
        self._finish = TypingPause(self)
        self._keep.timeout.connect(self.paused)
        self._finish.timeout.connect(self.finish)
        self.area.textChanged.connect(self._on_text_changed)
        self.area.installEventFilter(self)

    def words(self) -> str:
        return self.area.toPlainText()

    def show_words(self, words: str) -> None:
        """What stands in the record; what is being typed is left alone."""
        if words in (self._shown, self.words()):
            return
        self._shown = words
        self._is_showing = True
        self.area.setPlainText(words)
        self._is_showing = False

    @property
    def hint(self) -> str:
        return self._hint.text()

    def set_hint(self, hint: str) -> None:
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.area.setAccessibleDescription(hint)

    @Slot()
    def finish(self) -> None:
        """Take what stands here as finished, if it is not yet."""
        self._keep.stop()
        self._finish.stop()
        if self._is_unfinished:
            self._is_unfinished = False
            self.finished.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.finish()
        elif isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if event.type() == QEvent.Type.ShortcutOverride:
                    # The page has this key too, for printing.
                    event.accept()
                    return True
                if event.type() == QEvent.Type.KeyPress:
                    self.finish()
                    self.left.emit()
                    return True
        return super().eventFilter(watched, event)

    @Slot()
    def _on_text_changed(self) -> None:
        words = self.words()
        self._show_room(words)
        if self._is_showing or words == self._shown:
            return
        self._shown = words
        self._is_unfinished = True
        self._keep.start()
        self._finish.start()
        self.written.emit(words)

    def _show_room(self, words: str) -> None:
        left = MOST_CHARACTERS - len(words)
        self._room.setVisible(left < _SAY_ROOM_AT or is_too_long(words))
        self.area.set_wrong(is_too_long(words))
        if left < 0:
            self._room.setText(self.tr("Too long by {count} characters").format(count=-left))
        elif is_too_long(words):
            self._room.setText(self.tr("Too long: at most {count} lines").format(count=MOST_LINES))
        else:
            self._room.setText(self.tr("Characters left: {count}").format(count=left))
