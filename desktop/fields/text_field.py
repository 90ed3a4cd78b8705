"""One line of text, a telephone number, an address for mail, a health number."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from desktop.fields.field import Field
from desktop.widgets.text_box import KEEP_PAUSE_MS, TextBox, TypingPause
from forms.questionnaire import Item
from forms.response import Value

_HINTS = {
    "phone": Qt.InputMethodHint.ImhDialableCharactersOnly,
    "email": Qt.InputMethodHint.ImhEmailCharactersOnly,
    "nhs_number": Qt.InputMethodHint.ImhPreferNumbers,
}
_CHARACTERS = {"phone": 24, "nhs_number": 16}


class TextField(Field):
    """For a `string` item."""

    def __init__(self, item: Item, parent: QWidget | None, *, touch: bool = False, bare: bool = False) -> None:
        super().__init__(item, parent, touch=touch, bare=bare)
        self.box = TextBox(item.label, self, characters=_CHARACTERS.get(item.format, 52))
        if item.max_length:
            self.box.setMaxLength(item.max_length)
        if item.format in _HINTS:
            self.box.setInputMethodHints(_HINTS[item.format])
        self._pause = TypingPause(self, KEEP_PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self._add(self.box, buddy=self.box, is_wide=bare)
        self.box.textEdited.connect(self._on_text_edited)
        self.box.editingFinished.connect(self.commit)
        self.box.returnPressed.connect(self.finished)

    def value(self) -> Value | None:
        return self.box.text().strip() or None

    def focus_first(self) -> None:
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def commit(self) -> None:
        self._pause.stop()
        self._tell(self.value())

    def _show_value(self, value: Value | None) -> None:
        self._pause.stop()
        text = "" if value is None else str(value)
        if text != self.box.text().strip():
            self.box.setText(text)

    def _mark_wrong(self, wrong: bool) -> None:
        self.box.set_wrong(wrong)

    @Slot(str)
    def _on_text_edited(self, _text: str) -> None:
        self._pause.start()
