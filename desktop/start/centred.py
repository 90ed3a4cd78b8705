"""A page of one sheet in the middle of the window; it scrolls when the window is small or the text large."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.theme import current_theme, px, theme_watcher
from desktop.widgets.card import Card


class CentredPage(QScrollArea):
    """Put the contents into `card.body`; what stands above the sheet goes into `above`."""

    def __init__(self, parent: QWidget | None, *, width: int = 480) -> None:
        super().__init__(parent)
        self._wide = width
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget(self)
        self.card = Card("", self._inside, margin=32)
        self.above = QVBoxLayout()
        self.above.setSpacing(px(self, 4))
        self._column = QVBoxLayout()
        self._column.setContentsMargins(px(self, 16), px(self, 32), px(self, 16), px(self, 32))
        self._column.setSpacing(px(self, 20))
        self._column.addStretch(2)
        self._column.addLayout(self.above)
        self._column.addWidget(self.card)
        self._column.addStretch(3)
        row = QHBoxLayout(self._inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addLayout(self._column, 0)
        row.addStretch(1)
        self.setWidget(self._inside)
        self._size()
        theme_watcher().changed.connect(self._on_theme_changed)

    def _on_theme_changed(self, _theme: object) -> None:
        self._size()

    def _size(self) -> None:
        wanted = round(self._wide * current_theme().text_scale * self.logicalDpiY() / 96)
        self.card.setFixedWidth(min(wanted, max(self.viewport().width() - px(self, 32), px(self, 280))))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._size()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "card"):
            self._size()
