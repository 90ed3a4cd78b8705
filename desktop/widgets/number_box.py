"""A number with its unit beside it, stepper keys, and other units to write it in. Blank is blank, never 0."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QWidget

from desktop.theme import control_height, current_theme, px
from desktop.widgets.buttons import LinkButton
from desktop.widgets.icon import paint_icon
from desktop.widgets.measures import Measure, measures
from desktop.widgets.painting import begin, box, frame, ring, rounded
from desktop.widgets.text_box import KEEP_PAUSE_MS, TypingPause, is_for_the_window, see_through

_UNIT_WORDS = {
    "min": "minutes",
    "h": "hours",
    "deg": "degrees",
    "st": "stone",
    "lb": "pounds",
    "ft": "feet",
    "in": "inches",
    "kg": "kilograms",
    "cm": "centimetres",
    "y": "years",
}


def unit_words(unit: str) -> str:
    """A unit as it is said."""
    return _UNIT_WORDS.get(unit, unit)


def number_text(number: float) -> str:
    """As a person writes it: no trailing zeros."""
    return f"{round(number, 2):g}" if abs(number) < 100_000 else str(round(number))


class NumberBox(QWidget):
    """One amount in its stored unit. Without `steppers`, the arrow keys are left to the table it stands in.

    Signals:
        changed: a person wrote or stepped another amount and paused; carries it, None when emptied.
        typed: an amount stands there, perhaps not finished; carries it.
        finished: a person pressed Enter.
    """

    changed = Signal(object)
    typed = Signal(object)
    finished = Signal()

    def __init__(
        self,
        spoken: str,
        parent: QWidget | None,
        *,
        unit: str = "",
        low: float | None = None,
        high: float | None = None,
        step: float | None = None,
        body_units: bool = False,
        steppers: bool = True,
    ) -> None:
        super().__init__(parent)
        self._spoken = spoken
        self._steppers = steppers
        self._low, self._high, self._step = low, high, step or 1.0
        self._number: float | None = None
        self._is_half_told = False
        self._measures = measures(unit, body=body_units)
        self._measure = self._measures[0]
        self._frames: list[_NumberFrame] = []
        self._pause = TypingPause(self)
        self._pause.timeout.connect(self.commit)
        self._keep = TypingPause(self, KEEP_PAUSE_MS)
        self._keep.timeout.connect(self._on_keep)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(px(self, 6))
        self._build_parts()
        self._less = _Stepper("minus", f"{spoken}: less", self)
        self._more = _Stepper("plus", f"{spoken}: more", self)
        self._switch = LinkButton("", self)
        self._less.clicked.connect(self._on_less)
        self._more.clicked.connect(self._on_more)
        self._switch.clicked.connect(self._on_switch)
        for widget in (self._less, self._more, self._switch):
            self._layout.addWidget(widget)
        if steppers:
            self._layout.addStretch(1)
        self._show_switch()

    # --- the value

    def number(self) -> float | None:
        return self._number

    def set_number(self, number: float | None) -> None:
        """Show this amount; silent. What is being typed stays when it already means this."""
        if number == self._number and not self.is_unreadable():
            return
        self._stop()
        self._number, self._is_half_told = number, False
        self._show_number()

    def is_unreadable(self) -> bool:
        """Whether something stands there that is no number."""
        return any(one.edit.text().strip() and _read(one.edit.text()) is None for one in self._frames)

    def set_wrong(self, wrong: bool) -> None:
        for one in self._frames:
            one.set_wrong(wrong)

    @property
    def edits(self) -> tuple[QLineEdit, ...]:
        return tuple(one.edit for one in self._frames)

    def focus_first(self) -> None:
        self._frames[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._frames[0].edit.selectAll()

    @Slot()
    def commit(self) -> None:
        """Take what was typed as meant, now."""
        self._stop()
        number = self._written()
        if number == self._number and not self._is_half_told:
            return
        self._number, self._is_half_told = number, False
        self.changed.emit(number)

    @Slot()
    def _on_keep(self) -> None:
        if not self.is_unreadable():
            self._is_half_told = True
            self.typed.emit(self._written())

    def _start(self) -> None:
        self._keep.start()
        self._pause.start()

    def _stop(self) -> None:
        self._keep.stop()
        self._pause.stop()

    def _written(self) -> float | None:
        read = [_read(one.edit.text()) for one in self._frames]
        if all(number is None for number in read) or self.is_unreadable():
            return None
        if self._number is not None and self._texts(self._number) == tuple(one.edit.text() for one in self._frames):
            return self._number  # only looked at, perhaps in another unit: the stored amount keeps its digits
        numbers = tuple(number or 0.0 for number in read)
        return self._measure.join(numbers) if len(numbers) > 1 else numbers[0]

    def _texts(self, number: float) -> tuple[str, ...]:
        return tuple(number_text(part) for part in self._measure.split(number))

    # --- parts and units

    def _build_parts(self) -> None:
        for old in self._frames:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._frames = []
        for index, (unit, _size) in enumerate(self._measure.parts):
            spoken = f"{self._spoken}, {unit_words(unit)}" if unit else self._spoken
            one = _NumberFrame(spoken, unit, self, wide=len(self._measure.parts) == 1 and self._steppers)
            one.edit.textEdited.connect(self._on_text_edited)
            one.edit.editingFinished.connect(self.commit)
            one.edit.returnPressed.connect(self.finished)
            one.edit.installEventFilter(self)
            self._layout.insertWidget(index, one)
            self._frames.append(one)

    def _show_number(self) -> None:
        texts = ("",) * len(self._frames) if self._number is None else self._texts(self._number)
        for one, text in zip(self._frames, texts, strict=True):
            one.edit.setText(text)

    def _show_switch(self) -> None:
        single = len(self._measure.parts) == 1 and self._steppers
        self._less.setVisible(single)
        self._more.setVisible(single)
        self._switch.setVisible(len(self._measures) > 1)
        if len(self._measures) > 1:
            other = unit_words(self._other().name)
            self._switch.setText(self.tr("in {unit}").format(unit=other))
            self._switch.setAccessibleName(f"{self._spoken}, {self._switch.text()}")

    def _other(self) -> Measure:
        return self._measures[1 - self._measures.index(self._measure)]

    @Slot()
    def _on_switch(self) -> None:
        self.commit()
        self._measure = self._other()
        self._build_parts()
        self._show_number()
        self._show_switch()
        self.focus_first()

    # --- keys and steppers

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {
                Qt.Key.Key_Up: 1,
                Qt.Key.Key_Down: -1,
                Qt.Key.Key_PageUp: 10,
                Qt.Key.Key_PageDown: -10,
            }.get(Qt.Key(event.key()))
            if by is not None and len(self._frames) == 1 and self._steppers:
                self._step_by(by)
                return True
        return False

    def _step_by(self, steps: int) -> None:
        now = _read(self._frames[0].edit.text())
        if now is None:
            number = self._low if self._low is not None else 0.0
        else:
            number = round(now + steps * self._step, 6)
        if self._low is not None:
            number = max(number, self._low)
        if self._high is not None:
            number = min(number, self._high)
        self._frames[0].edit.setText(number_text(number))
        self._start()

    @Slot()
    def _on_less(self) -> None:
        self._step_by(-1)

    @Slot()
    def _on_more(self) -> None:
        self._step_by(1)

    @Slot(str)
    def _on_text_edited(self, _text: str) -> None:
        self._start()


def _read(text: str) -> float | None:
    """The number a person wrote; a comma is a decimal point. None for blank, and for what is no number."""
    plain = text.strip().replace(",", ".").replace("−", "-")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None


class NumberEdit(QLineEdit):
    """The line inside the frame; a class of its own, so that the style sheet can leave it bare."""

    def event(self, event: QEvent) -> bool:
        if is_for_the_window(event, can_undo=self.isUndoAvailable(), can_redo=self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)


class _NumberFrame(QWidget):
    """The box around one number and its unit."""

    def __init__(self, spoken: str, unit: str, parent: QWidget, *, wide: bool) -> None:
        super().__init__(parent)
        self._unit = unit_words(unit) if wide else unit
        self._wide = wide
        self._wrong = False
        self.edit = NumberEdit(self)
        self.edit.setFrame(False)
        see_through(self.edit)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.edit.setMaxLength(12)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.edit.setAccessibleName(spoken)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)

    def set_wrong(self, wrong: bool) -> None:
        self._wrong = wrong
        self.update()

    def _unit_width(self) -> int:
        width = QFontMetrics(self.font()).horizontalAdvance(self._unit)
        return width + px(self, 20) if self._unit else px(self, 8)

    def sizeHint(self) -> QSize:
        return QSize(px(self, 64 if self._wide else 52) + self._unit_width(), control_height(self))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: object) -> None:
        del event
        inset = px(self, 8)
        self.edit.setGeometry(inset, 2, self.width() - self._unit_width() - inset + px(self, 4), self.height() - 4)

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        frame(self, painter, focused=self.edit.hasFocus(), wrong=self._wrong)
        if self._unit:
            painter.setFont(self.font())
            painter.setPen(current_theme().colour("text_quiet"))
            left = self.width() - self._unit_width() + px(self, 8)
            painter.drawText(
                QRectF(left, 0, self._unit_width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self._unit
            )
        painter.end()


class _Stepper(QAbstractButton):
    """Less or more, for the mouse and for fingers; the keyboard has the arrow keys."""

    def __init__(self, icon_name: str, spoken: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoRepeat(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(control_height(self), control_height(self))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        fill = "surface_sunken" if self.isDown() else ("hover" if self.underMouse() else "surface_raised")
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        box(painter, rounded(rect, px(self, 6)), fill=theme.colour(fill), edge=theme.colour("line"))
        size = px(self, 16)
        at = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
        paint_icon(painter, self._icon_name, at, theme.colour("text"))
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), px(self, 6))
        painter.end()
