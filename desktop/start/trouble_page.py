"""When the records cannot be used: what happened, what to do, and a way to try again. Never a traceback."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.start.centred import CentredPage
from desktop.theme import px
from desktop.widgets.buttons import LinkButton, PrimaryButton
from desktop.widgets.page_title import PageTitle
from desktop.widgets.styled_label import StyledLabel


class TroublePage(CentredPage):
    """One trouble in words.

    Signals:
        retry_requested: whatever failed should be tried once more.
        close_requested: close the program.
    """

    retry_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=560)
        self._title = PageTitle("", "", self.card)
        self._text = StyledLabel("", "body", self.card)
        self._where = StyledLabel("", "secondary", self.card)
        self.retry = PrimaryButton(self.tr("Try again"), self.card)
        self.retry.setToolTip(self.tr("Ctrl+Enter"))
        close = LinkButton(self.tr("Close the program"), self.card)
        row = QHBoxLayout()
        row.addWidget(close)
        row.addStretch(1)
        row.addWidget(self.retry)
        self.card.body.addWidget(self._title)
        self.card.body.addWidget(self._text)
        self.card.body.addWidget(self._where)
        self.card.body.addSpacing(px(self, 12))
        self.card.body.addLayout(row)
        self.retry.clicked.connect(self.retry_requested)
        close.clicked.connect(self.close_requested)

    def show_trouble(self, title: str, text: str, where: str = "") -> None:
        """`where`: the place of the records, for whoever looks after the computer."""
        self._title.title.setText(title)
        self._text.setText(text)
        self._where.setText(where)
        self._where.setVisible(bool(where))
        self.retry.setFocus()

    def text(self) -> str:
        return self._text.text()

    def press_primary(self) -> None:
        self.retry.click()
