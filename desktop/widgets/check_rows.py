"""Several answers at once: rows with ticks; an exclusive one ("none of these") stands alone."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.widgets.option_button import CheckRow
from desktop.widgets.option_group import OptionGroup
from desktop.widgets.rows import lay_rows


class CheckRows(OptionGroup):
    """Check rows. `exclusive`: the codes that cannot stand beside another.

    Signals:
        changed: a person changed the choice; carries the codes in the order shown.
    """

    changed = Signal(object)

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        question: str,
        parent: QWidget | None,
        *,
        exclusive: frozenset[str] = frozenset(),
        columns: int = 1,
        keys: bool = True,
    ) -> None:
        super().__init__(parent)
        self._exclusive = exclusive
        rows = [
            CheckRow(code, label, question, str(number) if keys and number <= 9 else "", self)
            for number, (code, label) in enumerate(options, 1)
        ]
        self.adopt(rows)
        lay_rows(self, rows, columns)
        self.picked.connect(self._on_picked)
        self.cleared.connect(self._on_cleared)

    def chosen(self) -> tuple[str, ...]:
        return tuple(str(button.property("code")) for button in self.buttons if button.isChecked())

    def set_chosen(self, codes: Sequence[str]) -> None:
        for button in self.buttons:
            button.setChecked(button.property("code") in codes)

    @Slot(object)
    def _on_picked(self, code: str) -> None:
        chosen = set(self.chosen())
        if code in chosen and code in self._exclusive:
            chosen = {code}
        elif code in chosen:
            chosen -= self._exclusive
        self.set_chosen(tuple(chosen))
        self.changed.emit(self.chosen())

    @Slot()
    def _on_cleared(self) -> None:
        if self.chosen():
            self.set_chosen(())
            self.changed.emit(())
