"""A few short texts, such as one to three goals."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.fields.field import Field
from desktop.theme import px
from desktop.widgets.text_box import KEEP_PAUSE_MS, TextBox, TypingPause
from forms.questionnaire import Item
from forms.response import Value

_MOST = 3


class TextListField(Field):
    """For a `string` item that repeats. The value is the tuple of texts; blank lines between are dropped."""

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False) -> None:
        super().__init__(item, parent, touch=touch)
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 8))
        most = round(item.high) if item.high else _MOST
        self.boxes = tuple(TextBox(f"{item.label} {number}", body, characters=52) for number in range(1, most + 1))
        self._pause = TypingPause(self, KEEP_PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        for number, box in enumerate(self.boxes, 1):
            box.setPlaceholderText(f"{number}")
            if item.max_length:
                box.setMaxLength(item.max_length)
            layout.addWidget(box)
            box.textEdited.connect(self._on_text_edited)
            box.editingFinished.connect(self.commit)
            box.returnPressed.connect(self._on_return_pressed)
        self._add(body)

    def value(self) -> Value | None:
        return tuple(text for box in self.boxes if (text := box.text().strip())) or None

    def focus_first(self) -> None:
        empty = next((box for box in self.boxes if not box.text()), self.boxes[0])
        empty.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def commit(self) -> None:
        self._pause.stop()
        self._tell(self.value())

    def _show_value(self, value: Value | None) -> None:
        self._pause.stop()
        texts = value if isinstance(value, tuple) else ((value,) if isinstance(value, str) else ())
        if texts == (self.value() or ()):
            return
        for index, box in enumerate(self.boxes):
            box.setText(texts[index] if index < len(texts) else "")

    def _mark_wrong(self, wrong: bool) -> None:
        self.boxes[0].set_wrong(wrong)

    @Slot()
    def _on_return_pressed(self) -> None:
        """Enter goes to the next line while this one holds something, else on to the next question."""
        at = next((index for index, box in enumerate(self.boxes) if box.hasFocus()), len(self.boxes) - 1)
        if at < len(self.boxes) - 1 and self.boxes[at].text().strip():
            self.boxes[at + 1].setFocus()
        else:
            self.commit()
            self.finished.emit()

    @Slot(str)
    def _on_text_edited(self, _text: str) -> None:
        self._pause.start()
