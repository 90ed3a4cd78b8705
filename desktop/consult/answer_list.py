"""Questions and answers to read: the question quiet at the left, the answer beside it, a blank said to be blank."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.consult.answer_row import AnswerRow
from desktop.consult.reasons import AnswerLine
from desktop.theme import px
from desktop.widgets.buttons import LinkButton


class _BlankLink(LinkButton):
    """Low, and in line with the questions above it."""

    side = 6

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(self, 28))


class AnswerList(QWidget):
    """A dense table without lines. Blanks are counted, and shown when asked for.

    Signals:
        answer_requested: a person pressed this answer; carries its key.
    """

    answer_requested = Signal(str)

    def __init__(self, lines: Sequence[AnswerLine], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.rows: list[AnswerRow] = []
        self.more: _BlankLink | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(self, 1))
        answered = [line for line in lines if line.answer]
        blank = [line for line in lines if not line.answer]
        for line in (*answered, *blank):
            row = AnswerRow(line, self)
            row.clicked.connect(self._on_clicked)
            row.setVisible(bool(line.answer))
            self.rows.append(row)
            column.addWidget(row)
        if blank:
            self.more = _BlankLink(self.tr("%n not answered", "", len(blank)), self)
            self.more.setToolTip("\n".join(line.question for line in blank))
            self.more.clicked.connect(self._on_more_clicked)
            column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, AnswerRow):
            self.answer_requested.emit(sender.line.key)

    @Slot()
    def _on_more_clicked(self) -> None:
        if self.more is not None:
            self.more.hide()
        for row in self.rows:
            row.show()
