"""What would change this: the next best questions, each with how far it could move the result, and why."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.background import BackgroundTask
from desktop.consult.columns import clear
from desktop.consult.consult_model import ConsultModel
from desktop.consult.line_button import LineButton
from desktop.consult.next_steps import NextStep, find_next_steps
from desktop.theme import px
from desktop.widgets.card import Card
from desktop.widgets.styled_label import StyledLabel
from forms.assessment import Assessment


class NextQuestionsCard(Card):
    """Signals:
    answer_requested: show the question of this key.
    """

    answer_requested = Signal(str)

    def __init__(self, model: ConsultModel, parent: QWidget | None) -> None:
        super().__init__(self.tr("What would change this"), parent, margin=18)
        self._model = model
        self._shown_for: Assessment | None = None
        self._task: BackgroundTask | None = None
        self.body.setSpacing(px(self, 4))
        self._list = QVBoxLayout()
        self._list.setSpacing(px(self, 2))
        self.body.addLayout(self._list)
        self.steps: tuple[NextStep, ...] = ()

    def refresh(self) -> None:
        """Work it out anew when an answer has changed; what stands here stays until then."""
        assessment, reviews = self._model.assessment, self._model.intake.reviews
        if assessment is self._shown_for:
            return
        self._shown_for = assessment
        if self._task is not None:
            self._task.cancel()

        def work() -> tuple[Assessment, tuple[NextStep, ...]]:
            return assessment, find_next_steps(assessment, reviews)

        self._task = BackgroundTask(work, self)
        self._task.succeeded.connect(self._on_found)
        self._task.start()

    @Slot(object)
    def _on_found(self, found: tuple[Assessment, tuple[NextStep, ...]]) -> None:
        assessment, steps = found
        self._task = None
        if assessment is not self._shown_for:
            return
        self.steps = steps
        clear(self._list)
        for step in steps:
            quiet = "\n".join((step.how_far, *step.effects))
            button = LineButton(
                step.question,
                self,
                icon_name=_SHAPES.get(step.tier, "arrow_right"),
                role=step.tier or "accent",
                quiet=quiet,
            )
            button.setProperty("key", step.key)
            button.setToolTip(self.tr("Go to this question"))
            button.clicked.connect(self._on_clicked)
            self._list.addWidget(button)
        if not steps:
            words = self.tr("No open question could change the result.")
            self._list.addWidget(StyledLabel(words, "secondary", self))

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.answer_requested.emit(str(sender.property("key")))


_SHAPES = {"emergency": "octagon", "urgent": "triangle", "soon": "diamond", "routine": "circle"}
