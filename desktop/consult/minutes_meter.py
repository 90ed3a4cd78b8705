"""How many minutes a day the programme takes, of those allowed, as a bar and in words."""

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import current_theme, px
from desktop.widgets.painting import begin, box, rounded
from desktop.widgets.styled_label import StyledLabel


class _Bar(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.is_over = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(self, 160), px(self, 10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = rect.height() / 2
        box(painter, rounded(rect, radius), fill=theme.colour("surface_sunken"), edge=theme.colour("line"))
        if self.share > 0:
            part = QRectF(rect)
            part.setWidth(max(rect.width() * min(self.share, 1.0), rect.height()))
            colour = theme.colour("urgent" if self.is_over else "accent")
            box(painter, rounded(part, radius), fill=colour, edge=colour)
        painter.end()


class MinutesMeter(QWidget):
    """The words say the same as the bar."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._words = StyledLabel("", "number", self)
        self._bar = _Bar(self)
        self._note = StyledLabel(self.tr("Walking and breaks from sitting come on top."), "secondary", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 6))
        for widget in (self._words, self._bar, self._note):
            layout.addWidget(widget)

    def show_minutes(self, minutes: float, allowed: float) -> None:
        self._bar.share = minutes / allowed if allowed else 0.0
        self._bar.is_over = minutes > allowed
        words = self.tr("{minutes} of {allowed} minutes a day")
        text = words.format(minutes=minutes_words(minutes), allowed=f"{allowed:g}")
        if self._bar.is_over:
            text += " · " + self.tr("too long")
        self._words.setText(text)
        self._words.set_role("urgent" if self._bar.is_over else "text")
        self._bar.update()


def minutes_words(minutes: float) -> str:
    """Whole minutes, rounded up so that a day is never promised shorter than it is."""
    return f"{math.ceil(minutes - 1e-6)}"
