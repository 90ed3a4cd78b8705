"""Whose record this is, on every screen of a visit (HZ02): name, date of birth, clinic number, side, tier."""

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.intake.intake_model import IntakeModel
from desktop.reception.day import raised_flags
from desktop.theme import current_theme, px
from desktop.widgets.banner import TierShape, tier_word
from desktop.widgets.buttons import QuietButton
from desktop.widgets.date_text import date_words
from desktop.widgets.painting import begin
from desktop.widgets.styled_label import StyledLabel
from forms.assessment import Assessment
from forms.checking import INTAKE_STAGES
from forms.rules.impression import highest


class PatientBanner(QWidget):
    """Follows the model: the register's name and what was answered since.

    Signals:
        hand_requested: the patient is to answer on this screen.
    """

    hand_requested = Signal()

    def __init__(self, model: IntakeModel, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._model = model
        self._name = StyledLabel("", "section", self)
        self._facts = StyledLabel("", "body", self, role="text_quiet")
        self._shape = TierShape("none", self, size=22)
        self._tier = StyledLabel("", "strong", self, wraps=False)
        tier = QHBoxLayout()
        tier.setSpacing(px(self, 8))
        tier.addWidget(self._shape)
        tier.addWidget(self._tier)
        self.hand = QuietButton(self.tr("Hand to patient"), self)
        self.hand.setToolTip(self.tr("The patient answers on this screen (Ctrl+H)"))
        self.hand.clicked.connect(self.hand_requested)
        layout = QGridLayout(self)
        layout.setContentsMargins(px(self, 24), px(self, 8), px(self, 24), px(self, 8))
        layout.setHorizontalSpacing(px(self, 20))
        layout.setVerticalSpacing(0)
        layout.addWidget(self._name, 0, 0)
        layout.addWidget(self._facts, 1, 0)
        layout.addLayout(tier, 0, 1, 2, 1)
        layout.addWidget(self.hand, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.setColumnStretch(0, 1)
        model.assessed.connect(self._on_assessed)
        model.answer_given.connect(self._on_answered)
        model.answer_changed.connect(self._on_answered)
        self._show()

    def words(self) -> str:
        """What the banner says, in one line."""
        return f"{self._name.text()} · {self._facts.text()}"

    def tier(self) -> str:
        return self._tier.text()

    def _show(self) -> None:
        patient = self._model.visit.patient
        intake_date = self._model.visit.encounter.intake_date
        facts = [
            self.tr("born {day}").format(day=date_words(patient.birth_date)),
            self.tr("{years} years").format(years=patient.age_on(intake_date)),
            self.tr("clinic number {number}").format(number=patient.clinic_no),
        ]
        side = self._model.response.value("pain_side")
        if side:
            options = self._model.item("pain_side").options
            label = next((option.label for option in options if option.code == side), "")
            facts.append(self.tr("side: {side}").format(side=label.lower()) if label else "")
        self._name.setText(patient.display_name)
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        self.setAccessibleName(self.words())
        self._show_tier(self._model.assessment)

    def _show_tier(self, assessment: Assessment) -> None:
        questionnaire = self._model.questionnaire
        open_stages = {questionnaire.page_of(key.rsplit("/", 1)[-1]).stage for key in self._model.left.required}
        raised = raised_flags(assessment, is_complete=open_stages.isdisjoint(INTAKE_STAGES))
        tier = highest([flag.effective_tier for flag in raised])
        self._shape.setVisible(tier != "none")
        self._tier.setVisible(tier != "none")
        if tier != "none":
            self._shape.set_tier(tier)
            self._tier.setText(tier_word(tier))
            self._tier.set_role(tier)
        else:
            self._tier.setText("")

    @Slot(object)
    def _on_assessed(self, assessment: Assessment) -> None:
        self._show_tier(assessment)

    @Slot(object)
    def _on_answered(self, _what: object) -> None:
        self._show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        painter.fillRect(self.rect(), theme.colour("surface_raised"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.colour("line"))
        painter.end()
