"""Before the screen is handed to a patient: is this the person whose record is open (HZ02)?"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme import px
from desktop.widgets.buttons import LinkButton, PrimaryButton
from desktop.widgets.card import Card
from desktop.widgets.date_text import date_words
from desktop.widgets.page_title import PageTitle
from desktop.widgets.styled_label import StyledLabel
from forms.patient import Patient


class HandOverDialog(QDialog):
    """Accepted when name and date of birth were asked for and are these."""

    def __init__(self, patient: Patient, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = self.tr("Hand the screen to the patient")
        self.setWindowTitle(title)
        ask = self.tr("Ask for their full name and date of birth. Hand over only when they say this:")
        card = Card("", self, margin=18)
        self.name = StyledLabel(patient.display_name, "title", card)
        self.born = StyledLabel(self.tr("born {day}").format(day=date_words(patient.birth_date)), "section", card)
        card.body.addWidget(self.name)
        card.body.addWidget(self.born)
        if patient.clinic_no:
            number = self.tr("clinic number {number}").format(number=patient.clinic_no)
            card.body.addWidget(StyledLabel(number, "body", card, role="text_quiet"))
        after = self.tr("They see their own questions and nothing else. Your passphrase opens the program again.")
        self.go = PrimaryButton(self.tr("It is this person"), self)
        self.go.setDefault(True)
        self.cancel = LinkButton(self.tr("Cancel"), self)
        foot = QHBoxLayout()
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(self, 28), px(self, 24), px(self, 28), px(self, 20))
        layout.setSpacing(px(self, 14))
        layout.addWidget(PageTitle(title, ask, self))
        layout.addWidget(card)
        layout.addWidget(StyledLabel(after, "body", self))
        layout.addStretch(1)
        layout.addLayout(foot)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.accept)
        room = self.screen().availableSize()
        width = min(px(self, 520), room.width())
        self.resize(width, min(max(layout.totalHeightForWidth(width), px(self, 400)), room.height()))
