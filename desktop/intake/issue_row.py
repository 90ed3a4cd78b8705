"""One issue in the list: its shape, the question it belongs to, and what to do."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.theme import current_theme, px
from desktop.widgets.icon import paint_icon
from desktop.widgets.painting import begin, box, ring, rounded
from forms.checking import Issue

_LOOKS = {"error": ("octagon", "emergency"), "warning": ("triangle", "urgent"), "note": ("info", "routine")}


class IssueRow(QAbstractButton):
    """A row that is a button: it goes to the question."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = ""
        self._text = ""
        self._look = _LOOKS["note"]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_issue(self, issue: Issue, label: str) -> None:
        self.key = issue.link_id
        self._text = issue.text
        self._look = _LOOKS[issue.severity]
        self.setText(label)
        self.setAccessibleName(f"{label}: {issue.text}")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        title, text = self._heights(width)
        return title + text + px(self, 18)

    def sizeHint(self) -> QSize:
        return QSize(px(self, 220), self.heightForWidth(px(self, 220)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self, 120), px(self, 44))

    def _face(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _heights(self, width: int) -> tuple[int, int]:
        room = max(width - px(self, 46), 40)
        wrap = Qt.TextFlag.TextWordWrap
        title = QFontMetrics(self._face()).boundingRect(0, 0, room, 4000, wrap, self.text()).height()
        text = QFontMetrics(self.font()).boundingRect(0, 0, room, 4000, wrap, self._text).height()
        return title, text

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = theme.colour("hover" if self.underMouse() else "surface_raised")
        box(painter, rounded(rect, px(self, 8)), fill=ground, edge=theme.colour("line"))
        name, role = self._look
        size = px(self, 18)
        paint_icon(painter, name, QRectF(px(self, 10), px(self, 10), size, size), theme.colour(role))
        left, room = px(self, 36), self.width() - px(self, 46)
        title, text = self._heights(self.width())
        wrap = Qt.TextFlag.TextWordWrap
        painter.setFont(self._face())
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(left, px(self, 8), room, title), wrap, self.text())
        painter.setFont(self.font())
        painter.setPen(theme.colour("text_quiet"))
        painter.drawText(QRectF(left, px(self, 10) + title, room, text), wrap, self._text)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), px(self, 8))
        painter.end()
