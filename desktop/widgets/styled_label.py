"""A text in one of the theme's kinds of type; it follows a change of text size or colours."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.theme import current_theme, theme_watcher

_QUIET = frozenset(("secondary", "patient_secondary"))


class StyledLabel(QLabel):
    """A wrapping label; `kind` is a name of `theme.TYPE_SCALE`, `role` a colour role (quiet for secondary text)."""

    def __init__(self, text: str, kind: str, parent: QWidget | None, *, role: str = "", wraps: bool = True) -> None:
        super().__init__(text, parent)
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
            self.updateGeometry()

    @Slot(object)
    def _on_theme_changed(self, _theme: object) -> None:
        self._dress()
