"""What is wrong with an answer, under it, in words that mend it; a shape and a colour say so too."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import current_theme, px
from desktop.widgets.painting import begin, paint_tier

Severity = Literal["error", "warning", "information"]
_TIERS = {"error": "emergency", "warning": "soon", "information": "routine"}
_WRAP = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value


class IssueLabel(QWidget):
    """One message with its shape. It is not a stop for Tab; the field it belongs to speaks it."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._text = ""
        self._severity: Severity = "error"
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        return self._text

    def severity(self) -> Severity:
        return self._severity

    def show_text(self, text: str, severity: Severity) -> None:
        self._text = text
        self._severity = severity
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = max(width - px(self, 24), px(self, 40))
        height = QFontMetrics(self.font()).boundingRect(0, 0, room, 10_000, _WRAP, self._text).height()
        return max(height, px(self, 18)) + px(self, 2)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self._text) + px(self, 28)
        return QSize(min(width, px(self, 560)), px(self, 20))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self, 120), px(self, 20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        tier = _TIERS[self._severity]
        size = px(self, 16)
        paint_tier(painter, tier, QRectF(0, px(self, 2), size, size))
        painter.setFont(self.font())
        painter.setPen(current_theme().colour(tier if self._severity == "error" else "text"))
        left = px(self, 24)
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), _WRAP, self._text)
        painter.end()
