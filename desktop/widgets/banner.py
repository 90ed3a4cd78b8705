"""A message across a screen, with its urgency as shape, word and colour."""

from PySide6.QtCore import QCoreApplication, QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import current_theme, px
from desktop.widgets.painting import begin, box, paint_tier, rounded
from desktop.widgets.styled_label import StyledLabel


def tier_word(tier: str) -> str:
    """The word that always stands beside the shape."""
    translate = QCoreApplication.translate
    words = {
        "emergency": translate("Banner", "Emergency"),
        "urgent": translate("Banner", "Urgent"),
        "soon": translate("Banner", "Soon"),
        "routine": translate("Banner", "Routine"),
    }
    return words.get(tier, "")


class TierShape(QWidget):
    """The shape of a tier alone; put its word beside it."""

    def __init__(self, tier: str, parent: QWidget | None, *, size: int = 24) -> None:
        super().__init__(parent)
        self._tier = tier
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_tier(self, tier: str) -> None:
        self._tier = tier
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(self, self._size), px(self, self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        paint_tier(painter, self._tier, QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()


class Banner(QWidget):
    """`tier`: emergency, urgent, soon, routine, good or none. The first line has the tier's word before it."""

    def __init__(self, tier: str, title: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tier = tier
        self._shape = TierShape(tier, self, size=28)
        self._title = StyledLabel("", "section", self)
        self._text = StyledLabel("", "body", self)
        words = QVBoxLayout()
        words.setSpacing(px(self, 2))
        words.addWidget(self._title)
        words.addWidget(self._text)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(px(self, 16), px(self, 12), px(self, 16), px(self, 12))
        self._row.setSpacing(px(self, 14))
        self._row.addWidget(self._shape)
        self._row.addLayout(words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_message(tier, title, text)

    def show_message(self, tier: str, title: str, text: str = "") -> None:
        """Say something else; the tier may change as well."""
        self._tier = tier
        word = tier_word(tier)
        self._title.setText(f"{word} · {title}" if word else title)
        self._title.set_role(tier if tier in ("emergency", "urgent", "soon", "routine") else "text")
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._shape.set_tier(tier)
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(text)
        self.update()

    def add_action(self, button: QPushButton) -> None:
        """Put a button at the end of the banner."""
        self._row.addWidget(button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        fill, edge = (f"{self._tier}_soft", self._tier) if self._tier != "none" else ("surface_raised", "line")
        rect = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        path = rounded(rect, px(self, 10))
        box(painter, path, fill=theme.colour(fill), edge=theme.colour(edge), width=1.0)
        painter.end()
