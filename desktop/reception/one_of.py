"""Several pages in one place, one in sight; unlike Qt's stack, only that one asks for room."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class OneOf(QWidget):
    """Add pages, then show one of them."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._current: QWidget | None = None

    def add_page(self, page: QWidget) -> None:
        """The first one added is in sight."""
        self._layout.addWidget(page)
        if self._current is None:
            self._current = page
        page.setVisible(page is self._current)

    def show_page(self, page: QWidget) -> None:
        if self._current is not None and self._current is not page:
            self._current.hide()
        self._current = page
        page.show()

    @property
    def page(self) -> QWidget | None:
        return self._current
