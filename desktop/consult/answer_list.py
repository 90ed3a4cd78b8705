"""Questions and answers to read: the question quiet at the left, the answer beside it, a blank said to be blank."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.consult.reasons import AnswerLine
from desktop.theme import px
from desktop.widgets.styled_label import StyledLabel


class AnswerList(QWidget):
    """A dense table without lines."""

    def __init__(self, lines: Sequence[AnswerLine], parent: QWidget | None, *, narrow: bool = False) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(self, 16))
        grid.setVerticalSpacing(px(self, 6))
        grid.setColumnStretch(0, 2 if narrow else 5)
        grid.setColumnStretch(1, 5 if narrow else 4)
        for row, line in enumerate(lines):
            question = StyledLabel(line.question, "secondary", self)
            answer = StyledLabel(line.answer or self.tr("not answered"), "body", self)
            if not line.answer:
                answer.set_role("text_quiet")
            grid.addWidget(question, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(answer, row, 1, Qt.AlignmentFlag.AlignTop)
