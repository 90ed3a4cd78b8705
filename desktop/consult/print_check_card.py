"""Whether the patient can read the paper: what to mend, how, and why it goes out all the same."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.consult.columns import clear
from desktop.consult.papers import FinishedPaper
from desktop.consult.reason_form import ReasonForm
from desktop.theme import px
from desktop.widgets.buttons import QuietButton
from desktop.widgets.card import Card
from desktop.widgets.issue_label import IssueLabel
from desktop.widgets.styled_label import StyledLabel
from forms.records.entries import REASON_LENGTH
from reports.paper_issues import PaperIssue, failing

_MOST_SHOWN = 12


class PrintCheckCard(Card):
    """Signals:
    reason_given: why the paper on view goes out as it is.
    """

    reason_given = Signal(str)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(self.tr("Easy to read?"), parent, margin=18)
        self.body.setSpacing(px(self, 8))
        self._holder = QWidget(self)
        self._list = QVBoxLayout(self._holder)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(px(self, 10))
        self._state = StyledLabel("", "secondary", self)
        self.let_out = QuietButton(self.tr("Let it go out as it is"), self)
        self.form = ReasonForm(self, least=REASON_LENGTH)
        self.form.hide()
        self.body.addWidget(self._holder)
        self.body.addWidget(self._state)
        self.body.addWidget(self.let_out, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.form)
        self._paper: FinishedPaper | None = None
        self._reason = ""
        self.let_out.clicked.connect(self.ask)
        self.form.given.connect(self._on_given)
        self.form.cancelled.connect(self._show_state)

    def show_paper(self, paper: FinishedPaper, reason: str) -> None:
        """What is wrong with this paper. reason: why it goes out all the same, once somebody has said so."""
        if paper is self._paper and reason == self._reason:
            return
        self._paper, self._reason = paper, reason
        self.form.hide()
        clear(self._list)
        # What stops the paper comes first.
        issues = sorted(paper.issues, key=lambda issue: not issue.is_failing)
        for issue in issues[:_MOST_SHOWN]:
            label = IssueLabel(self)
            label.show_text(self._said(issue), "warning" if issue.is_failing else "information")
            self._list.addWidget(label)
        if len(issues) > _MOST_SHOWN:
            more = self.tr("and {count} more").format(count=len(issues) - _MOST_SHOWN)
            self._list.addWidget(StyledLabel(more, "secondary", self))
        self._holder.setVisible(bool(issues))
        self._show_state()

    def lines(self) -> tuple[IssueLabel, ...]:
        items = (self._list.itemAt(place) for place in range(self._list.count()))
        return tuple(one for item in items if item is not None and isinstance(one := item.widget(), IssueLabel))

    def state(self) -> str:
        return self._state.text()

    def _said(self, issue: PaperIssue) -> str:
        words = f"\n“{issue.words}”" if issue.words else ""
        return f"{issue.part}: {issue.wrong}{words}\n{issue.instead}"

    @Slot()
    def _show_state(self) -> None:
        paper = self._paper
        if paper is None:
            return
        fails = bool(failing(paper.issues))
        if self._reason:
            words = self.tr("It may go out as it is: {reason}").format(reason=self._reason)
        elif not fails and paper.issues:
            words = self.tr("Nothing that must be mended. Look at this once before it goes out.")
        elif not fails:
            words = self.tr("Yes: reading age 11 or below, no words to avoid, set as clear print asks.")
        elif paper.is_draft:
            words = self.tr("Mend this, or say why it goes out as it is once it is signed.")
        else:
            words = self.tr("It cannot be printed or saved until this is mended, or you say why.")
        self._state.setText(words)
        self.let_out.setVisible(fails and not self._reason and not paper.is_draft and self.form.isHidden())

    @Slot()
    def ask(self) -> None:
        """Why it goes out as it is."""
        question = self.tr("Why does it go out as it is? The reason stays in the record.")
        self.let_out.hide()
        self.form.ask(question, self.tr("Let it go out"))

    @Slot(str)
    def _on_given(self, reason: str) -> None:
        self.form.hide()
        self._show_state()
        self.reason_given.emit(reason)
