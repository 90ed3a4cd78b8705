"""Several lines in the person's own words, with room left to see when there is a limit."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.fields.field import Field
from desktop.widgets.styled_label import StyledLabel
from desktop.widgets.text_box import KEEP_PAUSE_MS, TextArea, TypingPause
from forms.questionnaire import Item
from forms.response import Value

# The room left is worth saying only when it is getting short.
_SAY_ROOM_AT = 60


class LinesField(Field):
    """For a `text` item. Ctrl+Enter goes on."""

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False, bare: bool = False) -> None:
        super().__init__(item, parent, touch=touch, bare=bare)
        self.area = TextArea(item.label, self, least_lines=1 if bare else 3)
        self._is_showing = False
        self._pause = TypingPause(self, KEEP_PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self._add(self.area, buddy=self.area)
        self._room = StyledLabel("", "secondary", self)
        self._room.hide()
        self._layout.addWidget(self._room)
        self.area.textChanged.connect(self._on_text_changed)
        self.area.installEventFilter(self)

    def value(self) -> Value | None:
        return self.area.toPlainText().strip() or None

    def focus_first(self) -> None:
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def commit(self) -> None:
        self._pause.stop()
        self._tell(self.value())

    def _show_value(self, value: Value | None) -> None:
        self._pause.stop()
        text = "" if value is None else str(value)
        if text != self.area.toPlainText().strip():
            self._is_showing = True
            self.area.setPlainText(text)
            self._is_showing = False

    def _mark_wrong(self, wrong: bool) -> None:
        self.area.set_wrong(wrong)

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.commit()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.commit()
                self.finished.emit()
                return True
        return False

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._is_showing:
            self._pause.start()
        if self.item.max_length:
            left = self.item.max_length - len(self.area.toPlainText().strip())
            self._room.setVisible(left < _SAY_ROOM_AT)
            if left < 0:
                self._room.setText(self.tr("Too long by {count}").format(count=-left))
            else:
                self._room.setText(self.tr("Characters left: {count}").format(count=left))
