"""Everything to look at in one list: what is wrong, doubtful or contradictory. A click goes to the question."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.intake.issue_row import IssueRow
from desktop.theme import px
from desktop.widgets.styled_label import StyledLabel
from forms.checking import Issue

# More would not be read; the count says how many there are.
_MOST = 40


class IssuePanel(QWidget):
    """The issues of the whole form.

    Signals:
        issue_chosen: a person wants to mend this one; carries its key.
    """

    issue_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = StyledLabel("", "strong", self)
        self._rows: list[IssueRow] = []
        self.count = 0
        self._group = QButtonGroup(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(px(self, 6))
        inner = QWidget(self)
        holder = QVBoxLayout(inner)
        holder.setContentsMargins(0, 0, px(self, 8), 0)
        holder.addLayout(self._list)
        holder.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 8))
        layout.addWidget(self._title)
        layout.addWidget(scroll, 1)
        self._group.buttonClicked.connect(self._on_clicked)

    def show_issues(self, issues: tuple[tuple[Issue, str], ...]) -> None:
        """Each issue with the label of its question."""
        self.count = len(issues)
        self._title.setText(self.tr("%n to look at", "", len(issues)) if issues else self.tr("Nothing to correct"))
        shown = issues[:_MOST]
        while len(self._rows) < len(shown):
            row = IssueRow(self)
            self._rows.append(row)
            self._group.addButton(row)
            self._list.addWidget(row)
        for place, row in enumerate(self._rows):
            if place < len(shown):
                issue, label = shown[place]
                row.show_issue(issue, label)
            row.setVisible(place < len(shown))

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        assert isinstance(button, IssueRow)
        self.issue_chosen.emit(button.key)
