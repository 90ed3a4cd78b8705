"""One answer to read: the question quiet at the left, the answer beside it. Pressing it shows what it influenced."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.consult.reasons import AnswerLine
from desktop.consult.row_button import RowButton
from desktop.theme import current_theme, px
from desktop.widgets.painting import begin, box, ring, rounded

_WRAP = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value
_HIGH = 10_000
# The part of the width the question has.
_QUESTION = 0.55


class AnswerRow(RowButton):
    """A whole row that is a target; a blank is said to be blank."""

    def __init__(self, line: AnswerLine, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.line = line
        self.setText(line.answer or self.tr("not answered"))
        self.setAccessibleName(f"{line.question} {self.text()}")
        self.setToolTip(self.tr("What this answer influenced"))

    def _rects(self, width: int) -> tuple[QRectF, QRectF]:
        """Where the question and the answer stand, each as high as it is."""
        side, gap, top = px(self, 6), px(self, 14), px(self, 3)
        left = int((width - 2 * side - gap) * _QUESTION)
        right = width - 2 * side - gap - left
        quiet = QFontMetrics(self._small()).boundingRect(0, 0, max(left, 40), _HIGH, _WRAP, self.line.question).height()
        said = QFontMetrics(self.font()).boundingRect(0, 0, max(right, 40), _HIGH, _WRAP, self.text()).height()
        drop = QFontMetrics(self.font()).ascent() - QFontMetrics(self._small()).ascent()
        return QRectF(side, top + drop, left, quiet + 2), QRectF(side + left + gap, top, right, said + 2)

    def _small(self) -> QFont:
        return current_theme().font("secondary")

    def _height_at(self, width: int) -> int:
        question, answer = self._rects(width)
        return int(max(question.bottom(), answer.bottom())) + px(self, 2)

    def sizeHint(self) -> QSize:
        width = px(self, 320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self, 140), px(self, 24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        if self.underMouse() or self.isDown():
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            box(painter, rounded(rect, px(self, 6)), fill=theme.colour("hover"), edge=theme.colour("hover"))
        question, answer = self._rects(self.width())
        painter.setFont(self._small())
        painter.setPen(theme.colour("text_quiet"))
        painter.drawText(question, _WRAP, self.line.question)
        painter.setFont(self.font())
        painter.setPen(theme.colour("text" if self.line.answer else "text_quiet"))
        painter.drawText(answer, _WRAP, self.text())
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), px(self, 6))
        painter.end()
