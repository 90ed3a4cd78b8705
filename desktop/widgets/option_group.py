"""What every group of options does the same: number keys, arrows, one tab stop, Delete to take back."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

_BACK = (Qt.Key.Key_Up, Qt.Key.Key_Left)
_FORTH = (Qt.Key.Key_Down, Qt.Key.Key_Right)


class OptionGroup(QWidget):
    """The base of rows and segments; it never shows itself.

    Arrow keys only move: passing over an option must not answer the question. Space or a number key chooses.

    Signals:
        picked: a person pressed the option with this code, by hand or by key.
        cleared: a person took the answer back.
        finished: a person pressed Enter.
        keyed: a number key has just answered.
    """

    picked = Signal(object)
    cleared = Signal()
    finished = Signal()
    keyed = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.buttons: tuple[QAbstractButton, ...] = ()
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.buttonClicked.connect(self._on_button_clicked)

    def adopt(self, buttons: Sequence[QAbstractButton]) -> None:
        """Take these as the options, in this order."""
        self.buttons = tuple(buttons)
        for button in self.buttons:
            self._group.addButton(button)
            button.installEventFilter(self)
        self.set_tab_stop(None)

    def button(self, code: str) -> QAbstractButton | None:
        return next((button for button in self.buttons if button.property("code") == code), None)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(str(button.property("code")) for button in self.buttons)

    def set_tab_stop(self, wanted: QAbstractButton | None) -> None:
        """One stop for Tab: the given option, else the first chosen, else the first."""
        if wanted is None:
            wanted = next((button for button in self.buttons if button.isChecked()), None)
        if wanted is None and self.buttons:
            wanted = self.buttons[0]
        for button in self.buttons:
            policy = Qt.FocusPolicy.StrongFocus if button is wanted else Qt.FocusPolicy.ClickFocus
            if button.focusPolicy() != policy:
                button.setFocusPolicy(policy)

    def focus_first(self) -> None:
        """Put the keyboard on the chosen option, else the first."""
        stop = next((b for b in self.buttons if b.focusPolicy() == Qt.FocusPolicy.StrongFocus), None)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if not plain:
            super().keyPressEvent(event)
        elif key in _BACK or key in _FORTH:
            self._step(-1 if key in _BACK else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else len(self.buttons) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif not self.answer_key(event.text()):
            super().keyPressEvent(event)

    def answer_key(self, text: str) -> bool:
        """Press the option whose quiet key this is; whether there was one."""
        if not text:
            return False
        for button in self.buttons:
            if button.property("key") == text and button.isVisibleTo(self) and button.isEnabled():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                button.click()
                self.keyed.emit()
                return True
        return False

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            if isinstance(watched, QAbstractButton):
                self.set_tab_stop(watched)
        return False

    def _step(self, by: int) -> None:
        shown = [button for button in self.buttons if button.isVisibleTo(self)]
        if not shown:
            return
        at = next((i for i, button in enumerate(shown) if button.hasFocus()), 0)
        self._focus(shown[(at + by) % len(shown)])

    def _go(self, index: int) -> None:
        self._focus(self.buttons[index])

    def _focus(self, button: QAbstractButton) -> None:
        self.set_tab_stop(button)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QAbstractButton)
    def _on_button_clicked(self, button: QAbstractButton) -> None:
        self.picked.emit(button.property("code"))
