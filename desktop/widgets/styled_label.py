"""A text in one of the theme's kinds of type; it follows a change of text size or colours."""

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.theme import current_theme, theme_watcher

_WRAP = Qt.TextFlag.TextWordWrap.value
_QUIET = frozenset(("secondary", "patient_secondary"))


class StyledLabel(QLabel):
    """A wrapping label; `kind` is a name of `theme.TYPE_SCALE`, `role` a colour role (quiet for secondary text)."""

    def __init__(self, text: str, kind: str, parent: QWidget | None, *, role: str = "", wraps: bool = True) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self._advance = -1
        self._wraps = wraps
        self.setText(text)
        self._kind = kind
        self._role = role or ("text_quiet" if kind in _QUIET else "")
        # What people typed must never be read as markup.
        self.setTextFormat(Qt.TextFormat.PlainText)
        if wraps:
            self.setWordWrap(True)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self._dress()
        theme_watcher().changed.connect(self._on_theme_changed)

    def setText(self, text: str) -> None:
        self._heights.clear()
        self._advance = -1
        super().setText(text)

    # QLabel lays a text out several times for each size it is asked for; one line is most of them.

    def sizeHint(self) -> QSize:
        return QSize(self._width(), self.heightForWidth(self._width()))

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        least = min(self._width(), metrics.averageCharWidth() * 12) if self._wraps else self._width()
        return QSize(least, metrics.height())

    def hasHeightForWidth(self) -> bool:
        return self._wraps

    def heightForWidth(self, width: int) -> int:
        found = self._heights.get(width)
        if found is None:
            metrics = self.fontMetrics()
            if width >= self._width() and "\n" not in self.text():
                found = metrics.height()
            else:
                found = metrics.boundingRect(0, 0, width, 10_000, _WRAP, self.text()).height()
            found = self._heights[width] = max(found, metrics.height())
        return found

    def _width(self) -> int:
        """How wide the text is on one line; with breaks in it, its longest line."""
        if self._advance < 0:
            metrics = self.fontMetrics()
            self._advance = max(metrics.horizontalAdvance(line) for line in self.text().split("\n")) + 2
        return self._advance

    def set_role(self, role: str) -> None:
        self._role = role
        self._dress()

    def _dress(self) -> None:
        theme = current_theme()
        self.setFont(theme.font(self._kind))
        if self._role:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, theme.colour(self._role))
            self.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._heights.clear()
            self._advance = -1
            self.updateGeometry()

    @Slot(object)
    def _on_theme_changed(self, _theme: object) -> None:
        self._dress()
