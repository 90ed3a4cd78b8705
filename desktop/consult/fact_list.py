"""Facts to read: what it is quiet at the left, the fact beside it, a blank said to be blank."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.theme import px
from desktop.widgets.styled_label import StyledLabel


class FactList(QWidget):
    """A dense table without lines."""

    def __init__(self, facts: Sequence[tuple[str, str]], parent: QWidget | None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(self, 16))
        grid.setVerticalSpacing(px(self, 6))
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 5)
        for row, (what, fact) in enumerate(facts):
            said = StyledLabel(fact or self.tr("not answered"), "body", self, role="" if fact else "text_quiet")
            grid.addWidget(StyledLabel(what, "secondary", self), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, row, 1, Qt.AlignmentFlag.AlignTop)
