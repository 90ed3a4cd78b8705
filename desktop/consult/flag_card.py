"""One open warning: why, what was answered, what to do; and a physio's decision on it."""

import re
from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.consult.line_button import LineButton
from desktop.consult.reason_form import ReasonForm
from desktop.consult.reasons import FlagView
from desktop.theme import px
from desktop.widgets.banner import TierShape, tier_word
from desktop.widgets.buttons import LinkButton, QuietButton
from desktop.widgets.card import Card
from desktop.widgets.styled_label import StyledLabel
from forms.records.entries import REASON_LENGTH

# The first answer is the one that raised the flag; the others stand behind it.
_MOST_ANSWERS = 1


class FlagCard(Card):
    """Signals:
    answer_requested: show the answer of this key.
    reason_requested: show where this flag comes from; carries its id.
    decided: the physio decided; carries the flag, "closed" or "routine", and the reason.
    """

    answer_requested = Signal(str)
    reason_requested = Signal(str)
    decided = Signal(str, str, str)

    def __init__(
        self, flag: FlagView, signed_by: str, parent: QWidget | None, *, said_above: frozenset[str] = frozenset()
    ) -> None:
        super().__init__("", parent, margin=18)
        self.flag = flag
        self._signed_by = signed_by
        self._decision: Literal["closed", "routine"] = "closed"
        self.body.setSpacing(px(self, 6))
        head = QHBoxLayout()
        head.setSpacing(px(self, 12))
        head.addWidget(TierShape(flag.tier, self, size=26), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(StyledLabel(f"{tier_word(flag.tier)} · {flag.title}", "section", self, role=flag.tier))
        words.addWidget(StyledLabel(flag.because, "body", self))
        head.addLayout(words, 1)
        self.why = LinkButton(f"{flag.id} · {flag.grade}", self, icon_name="info")
        self.why.setAccessibleName(self.tr("Where this comes from: {flag}").format(flag=flag.title))
        self.why.setToolTip(self.tr("Where this comes from"))
        self.why.clicked.connect(self._on_why_clicked)
        head.addWidget(self.why, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self._add_answers()
        new = [sentence for sentence in self.sentences(flag) if sentence not in said_above]
        self._said_above = len(new) < len(self.sentences(flag))
        if new:
            self.body.addWidget(StyledLabel(" ".join(new), "body", self))
        if self._said_above:
            self.body.addWidget(StyledLabel(self.tr("What is written above counts here too."), "secondary", self))
        self._add_decision()
        self.setAccessibleName(f"{tier_word(flag.tier)}: {flag.title}")

    @staticmethod
    def sentences(flag: FlagView) -> tuple[str, ...]:
        """What to do and to know, sentence by sentence; the first staff text is the tier's own, in the banner."""
        text = " ".join((flag.note, *flag.staff[1:])).strip()
        return tuple(re.split(r"(?<=[.!?]) (?=[A-Z0-9])", text)) if text else ()

    def _add_answers(self) -> None:
        self._rest: list[QWidget] = []
        for number, line in enumerate(self.flag.answers):
            answer = line.answer or self.tr("Not answered")
            button = LineButton(line.question, self, icon_name="edit", quiet=answer, is_answer=bool(line.answer))
            button.setProperty("key", line.key)
            button.setToolTip(self.tr("Go to this answer"))
            button.clicked.connect(self._on_answer_clicked)
            self.body.addWidget(button)
            if number >= _MOST_ANSWERS:
                button.hide()
                self._rest.append(button)
        if self._rest:
            words = self.tr("Show {count} more answers").format(count=len(self._rest))
            self.more = LinkButton(words, self, icon_name="chevron_down")
            self.more.clicked.connect(self._on_more_clicked)
            self.more.hide()

    def _add_decision(self) -> None:
        flag = self.flag
        if flag.own_tier == "emergency" and not self._said_above:
            words = self.tr("An emergency has no override. Correct the answer if it was entered by mistake.")
            self.body.addWidget(StyledLabel(words, "strong", self))
        elif flag.is_hold:
            self.body.addWidget(StyledLabel(self.tr("Stays until a physio records an answer."), "secondary", self))
        if not flag.can_decide:
            if self._rest:
                self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
                self.more.show()
            return
        self.close_flag = QuietButton(self.tr("Close this flag"), self)
        self.to_routine = QuietButton(self.tr("Lower to routine"), self)
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, px(self, 4), 0, 0)
        row.setSpacing(px(self, 8))
        row.addWidget(self.close_flag)
        row.addWidget(self.to_routine)
        row.addStretch(1)
        if self._rest:
            row.addWidget(self.more)
            self.more.show()
        self.form = ReasonForm(self, least=REASON_LENGTH)
        self.form.hide()
        self.body.addWidget(self._buttons)
        self.body.addWidget(self.form)
        self.close_flag.clicked.connect(self._on_close_clicked)
        self.to_routine.clicked.connect(self._on_lower_clicked)
        self.form.given.connect(self._on_given)
        self.form.cancelled.connect(self._buttons.show)

    def _ask(self, question: str, confirm: str) -> None:
        self._buttons.hide()
        self.form.ask(question, confirm, signed_by=self._signed_by)

    @Slot()
    def _on_close_clicked(self) -> None:
        self._decision = "closed"
        self._ask(self.tr("Why is this flag closed? The reason stays in the record."), self.tr("Close this flag"))

    @Slot()
    def _on_lower_clicked(self) -> None:
        self._decision = "routine"
        self._ask(self.tr("Why is it routine? The reason stays in the record."), self.tr("Lower to routine"))

    @Slot(str)
    def _on_given(self, reason: str) -> None:
        self.decided.emit(self.flag.id, self._decision, reason)

    @Slot()
    def _on_why_clicked(self) -> None:
        self.reason_requested.emit(self.flag.id)

    @Slot()
    def _on_more_clicked(self) -> None:
        self.more.hide()
        for button in self._rest:
            button.show()

    @Slot()
    def _on_answer_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.answer_requested.emit(str(sender.property("key")))
