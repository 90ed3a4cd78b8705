"""The outcome measures on the story: score, band, and what it did since the visit before; licensed ones greyed."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.consult.line_button import LineButton
from desktop.consult.scores import LicenceLine, ScoreLine, ScoresView
from desktop.theme import px
from desktop.widgets.buttons import LinkButton
from desktop.widgets.card import Card
from desktop.widgets.date_text import date_words
from desktop.widgets.styled_label import StyledLabel

_ROLES = {"improved": "good", "worse": "urgent"}


class ScoresCard(Card):
    """Signals:
    answer_requested: show the question of this key.
    influence_requested: show what the answer of this key influenced.
    """

    answer_requested = Signal(str)
    influence_requested = Signal(str)

    def __init__(self, view: ScoresView, parent: QWidget | None) -> None:
        super().__init__(self.tr("Scores"), parent, margin=16)
        self.body.setSpacing(px(self, 2))
        if view.since is not None:
            since = self.tr("Beside the visit of {day}.").format(day=date_words(view.since))
            self.body.addWidget(StyledLabel(f"{since} {view.overall}".strip(), "secondary", self))
        if view.think_again:
            self.body.addWidget(StyledLabel(view.think_again, "strong", self))
        self.lines: dict[str, LineButton] = {}
        for line in view.lines:
            self.lines[line.id] = self._add_line(line)
        self.licences: list[QWidget] = []
        self.more = LinkButton(self.tr("Measures not asked here, and why"), self, icon_name="lock")
        self.more.clicked.connect(self._on_more_clicked)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for licence in view.licensed:
            self._add_licence(licence)

    def _add_line(self, line: ScoreLine) -> LineButton:
        parts = [part for part in (line.value, line.band) if part]
        quiet = "\n".join(part for part in (line.moved, line.because, *line.notes) if part)
        title = f"{line.name}: {', '.join(parts)}" if parts else line.name
        button = LineButton(
            title,
            self,
            icon_name="check" if line.value else "edit",
            role=_ROLES.get(line.direction, "text_quiet"),
            quiet=quiet or ("" if line.value else self.tr("not answered")),
            is_faint=not line.value,
        )
        button.setProperty("key", line.go_to)
        button.setToolTip(self.tr("What this answer influenced") if line.value else self.tr("Go to this question"))
        button.clicked.connect(self._on_answered_clicked if line.value else self._on_blank_clicked)
        self.body.addWidget(button)
        return button

    def _add_licence(self, line: LicenceLine) -> None:
        words = self.tr("Score only, from the clinic's own licensed form.") if line.is_score_only else ""
        button = LineButton(
            f"{line.name}. {line.what}",
            self,
            icon_name="edit" if line.go_to else "lock",
            role="text_quiet",
            quiet=" ".join(part for part in (words, line.licence) if part),
            is_faint=True,
        )
        button.setProperty("key", line.go_to)
        button.setEnabled(bool(line.go_to))
        button.setToolTip(self.tr("Enter the score") if line.go_to else "")
        button.clicked.connect(self._on_blank_clicked)
        button.hide()
        self.licences.append(button)
        self.body.addWidget(button)

    @Slot()
    def _on_more_clicked(self) -> None:
        self.more.hide()
        for button in self.licences:
            button.show()

    @Slot()
    def _on_answered_clicked(self) -> None:
        self.influence_requested.emit(str(self.sender().property("key")))

    @Slot()
    def _on_blank_clicked(self) -> None:
        self.answer_requested.emit(str(self.sender().property("key")))
