"""One choice in one joined row: yes / no / not sure. Stands upright where there is no room."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import control_height, px
from desktop.widgets.option_button import Segment
from desktop.widgets.option_group import OptionGroup


class _RowSizes(NamedTuple):
    """Worked out once for a font: layouts ask dozens of times."""

    widest: int
    natural: int
    narrowest: int
    least: int
    height: int
    gap: int


class SegmentedRow(OptionGroup):
    """Joined segments; at most one is chosen.

    Signals:
        chosen: a person chose this code; None when they took the answer back.
    """

    chosen = Signal(object)

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        question: str,
        parent: QWidget | None,
        *,
        keys: bool = True,
        shows_keys: bool = True,
        numbers: bool = False,
    ) -> None:
        super().__init__(parent)
        self._segments = tuple(
            Segment(code, label, question, str(number) if keys and number <= 9 else "", self)
            for number, (code, label) in enumerate(options, 1)
        )
        for segment in self._segments:
            segment.is_number = numbers
            segment.shows_key = keys and shows_keys
        self._sizes: _RowSizes | None = None
        self.adopt(self._segments)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.picked.connect(self._on_picked)
        self.cleared.connect(self._on_cleared)

    def code(self) -> str | None:
        return next((str(button.property("code")) for button in self.buttons if button.isChecked()), None)

    def set_code(self, code: str | None) -> None:
        for button in self.buttons:
            button.setChecked(button.property("code") == code)
        self.set_tab_stop(None)

    def natural_width(self) -> int:
        return self._measured().natural

    def narrowest_width(self) -> int:
        """The least width at which the row still lies flat."""
        return self._measured().narrowest

    def sizeHint(self) -> QSize:
        sizes = self._measured()
        return QSize(sizes.natural, sizes.height)

    def minimumSizeHint(self) -> QSize:
        sizes = self._measured()
        return QSize(sizes.widest, sizes.height)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        sizes = self._measured()
        lines = -(-len(self._segments) // self._per_line(width))
        return lines * sizes.height + (lines - 1) * sizes.gap

    def _measured(self) -> "_RowSizes":
        if self._sizes is None:
            widest = max(segment.natural_width() for segment in self._segments)
            count = len(self._segments)
            least = self._segments[0].minimumSizeHint().width() if self._segments[0].is_number else widest
            self._sizes = _RowSizes(widest, widest * count, least * count, least, control_height(self), px(self, 4))
        return self._sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._sizes = None
            self.updateGeometry()
            self._place()

    def _per_line(self, width: int) -> int:
        count = len(self._segments)
        if width >= self.narrowest_width():
            return count
        if not self._segments[0].is_number:
            return 1
        fit = max(width // self._measured().least, 1)
        lines = -(-count // fit)
        return -(-count // lines)

    def _place(self) -> None:
        per_line = self._per_line(self.width())
        height, gap = self._measured().height, self._measured().gap
        wide = min(self.width(), self.natural_width() if per_line == len(self._segments) else self.width())
        for index, segment in enumerate(self._segments):
            line, column = divmod(index, per_line)
            left, right = wide * column // per_line, wide * (column + 1) // per_line
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                left, right = wide - right, wide - left
            segment.is_first = column == 0
            segment.is_last = column == per_line - 1 or index == len(self._segments) - 1
            segment.setGeometry(left, line * (height + gap), right - left, height)

    @Slot(object)
    def _on_picked(self, code: str) -> None:
        self.set_code(code)
        self.chosen.emit(code)

    @Slot()
    def _on_cleared(self) -> None:
        if self.code() is not None:
            self.set_code(None)
            self.chosen.emit(None)
