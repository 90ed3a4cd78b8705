"""A single choice laid open: one row an option, the whole row a target, number keys 1 to 9."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.widgets.option_button import RadioRow
from desktop.widgets.option_group import OptionGroup
from desktop.widgets.rows import lay_rows


class RadioRows(OptionGroup):
    """Radio rows; at most one is chosen.

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
        columns: int = 1,
        keys: bool = True,
    ) -> None:
        super().__init__(parent)
        rows = [
            RadioRow(code, label, question, str(number) if keys and number <= 9 else "", self)
            for number, (code, label) in enumerate(options, 1)
        ]
        self.adopt(rows)
        lay_rows(self, rows, columns)
        self.picked.connect(self._on_picked)
        self.cleared.connect(self._on_cleared)

    def code(self) -> str | None:
        return next((str(button.property("code")) for button in self.buttons if button.isChecked()), None)

    def set_code(self, code: str | None) -> None:
        for button in self.buttons:
            button.setChecked(button.property("code") == code)
        self.set_tab_stop(None)

    @Slot(object)
    def _on_picked(self, code: str) -> None:
        self.set_code(code)
        self.chosen.emit(code)

    @Slot()
    def _on_cleared(self) -> None:
        if self.code() is not None:
            self.set_code(None)
            self.chosen.emit(None)
