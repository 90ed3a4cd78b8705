"""A 0-10 scale: eleven large segments, words at both ends. The digits answer; a quick 1 then 0 is ten."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme import px
from desktop.widgets.segmented_row import SegmentedRow
from desktop.widgets.styled_label import StyledLabel

_SECOND_DIGIT_MS = 700


class ScaleRow(QWidget):
    """A row of whole numbers.

    Signals:
        chosen: a person chose this number; None when they took it back.
        finished: a person pressed Enter.
    """

    chosen = Signal(object)
    finished = Signal()

    def __init__(
        self,
        question: str,
        parent: QWidget | None,
        *,
        low: int = 0,
        high: int = 10,
        low_words: str = "",
        high_words: str = "",
        words_kind: str = "secondary",
    ) -> None:
        super().__init__(parent)
        numbers = [(str(number), str(number).replace("-", "−")) for number in range(low, high + 1)]
        self.row = _DigitRow(numbers, question, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 4))
        layout.addWidget(self.row)
        if low_words or high_words:
            ends = QHBoxLayout()
            ends.setSpacing(px(self, 16))
            for words, side in ((low_words, Qt.AlignmentFlag.AlignLeft), (high_words, Qt.AlignmentFlag.AlignRight)):
                label = StyledLabel(words, words_kind, self)
                label.setAlignment(side | Qt.AlignmentFlag.AlignTop)
                ends.addWidget(label, 1)
            layout.addLayout(ends)
            for button, words in ((self.row.buttons[0], low_words), (self.row.buttons[-1], high_words)):
                button.setAccessibleName(f"{button.text()}, {words}" if words else button.text())
        self.row.chosen.connect(self._on_chosen)
        self.row.finished.connect(self.finished)

    def number(self) -> float | None:
        code = self.row.code()
        return None if code is None else float(code)

    def set_number(self, number: float | None) -> None:
        self.row.set_code(None if number is None else str(round(number)))

    def focus_first(self) -> None:
        self.row.focus_first()

    def natural_width(self) -> int:
        return self.row.natural_width()

    def sizeHint(self) -> QSize:
        return QSize(self.natural_width(), super().sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    @Slot(object)
    def _on_chosen(self, code: str | None) -> None:
        self.chosen.emit(None if code is None else float(code))


class _DigitRow(SegmentedRow):
    """Digits are the labels here, so they are the keys as well, of one or two figures."""

    def __init__(self, options: list[tuple[str, str]], question: str, parent: QWidget) -> None:
        super().__init__(options, question, parent, keys=False, numbers=True)
        self._typed = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SECOND_DIGIT_MS)
        self._pause.timeout.connect(self._on_pause)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Minus and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._typed = "-"
            self._pause.start()
            return
        super().keyPressEvent(event)

    def answer_key(self, text: str) -> bool:
        if not (text.isascii() and text.isdigit()):
            return False
        for wanted in (self._typed + text, text):
            button = self.button(wanted)
            if button is not None:
                self._typed = wanted
                self._pause.start()
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                button.click()
                return True
        return False

    @Slot()
    def _on_pause(self) -> None:
        self._typed = ""
