"""A long list of options with a line above that narrows it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme import px
from desktop.widgets.option_group import OptionGroup
from desktop.widgets.search_box import SearchBox
from desktop.widgets.styled_label import StyledLabel


class OptionFilter(QWidget):
    """Holds rows and shows those that match; chosen ones always stay in sight.

    Signals:
        finished: a person pressed Enter in the search line; when one option alone is left, it is chosen first.
    """

    finished = Signal()

    def __init__(self, rows: OptionGroup, question: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.search = SearchBox(self.tr("Find in this list"), self)
        self.search.setAccessibleName(f"{question}: {self.search.accessibleName()}")
        self._nothing = StyledLabel(self.tr("Nothing in the list matches."), "secondary", self)
        self._nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 8))
        layout.addWidget(self.search)
        layout.addWidget(rows)
        layout.addWidget(self._nothing)
        self.search.sought.connect(self._on_sought)
        self.search.down_requested.connect(self._on_down_requested)
        self.search.finished.connect(self._on_finished)

    def show_all(self) -> None:
        self.search.clear()

    @Slot(str)
    def _on_sought(self, words: str) -> None:
        sought = words.casefold().split()
        found = 0
        for button in self.rows.buttons:
            label = button.text().casefold()
            matches = all(word in label for word in sought)
            found += matches
            button.setVisible(matches or button.isChecked())
        self._nothing.setVisible(not found)

    @Slot()
    def _on_down_requested(self) -> None:
        first = next((button for button in self.rows.buttons if button.isVisibleTo(self.rows)), None)
        if first is not None:
            self.rows.set_tab_stop(first)
            first.setFocus()

    @Slot()
    def _on_finished(self) -> None:
        shown = [b for b in self.rows.buttons if b.isVisibleTo(self.rows) and not b.isChecked()]
        if self.search.text() and len(shown) == 1:
            shown[0].click()
            self.show_all()
        else:
            self.finished.emit()
