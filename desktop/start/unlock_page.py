"""Opening the records with their passphrase, or with the printed recovery key."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.start.centred import CentredPage
from desktop.start.form_line import FormLine
from desktop.theme import px
from desktop.widgets.buttons import LinkButton, PrimaryButton
from desktop.widgets.page_title import PageTitle


class UnlockPage(CentredPage):
    """Signals:
    passphrase_given: carries the passphrase.
    recovery_key_given: carries the recovery key, and a new passphrase or "".
    """

    passphrase_given = Signal(str)
    recovery_key_given = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_recovery = False
        self._title = PageTitle("", "", self.card)
        self.passphrase = FormLine(self.tr("Passphrase of the records"), self.card, secret=True)
        self.recovery = FormLine(
            self.tr("Recovery key"),
            self.card,
            hint=self.tr("Six groups of five letters and digits, on the sheet printed at the first start."),
        )
        self.new_passphrase = FormLine(
            self.tr("New passphrase"),
            self.card,
            hint=self.tr("Only if the old one is forgotten: 10 characters or more."),
            secret=True,
            optional=True,
        )
        self.switch = LinkButton("", self.card)
        self.open = PrimaryButton(self.tr("Open the records"), self.card)
        self.open.setToolTip(self.tr("Enter"))
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self.open)
        for widget in (self._title, self.passphrase, self.recovery, self.new_passphrase):
            self.card.body.addWidget(widget)
        self.card.body.addSpacing(px(self, 8))
        self.card.body.addLayout(row)
        self.open.clicked.connect(self.press_primary)
        self.switch.clicked.connect(self._on_switch_clicked)
        for line in (self.passphrase, self.recovery, self.new_passphrase):
            line.edit.returnPressed.connect(self.press_primary)
        self.ask_for(recovery=False)

    def ask_for(self, *, recovery: bool, can_switch: bool = True) -> None:
        """Ask for the recovery key instead of the passphrase, or the other way round."""
        self._by_recovery = recovery
        self._title.title.setText(self.tr("Use the recovery key") if recovery else self.tr("Unlock the records"))
        self._title.intro.setText(
            self.tr("It opens the records on a new computer, or when the passphrase is forgotten.")
            if recovery
            else self.tr("The clinic's records are encrypted. Their passphrase opens them on this computer.")
        )
        self._title.intro.show()
        self.passphrase.setVisible(not recovery)
        self.recovery.setVisible(recovery)
        self.new_passphrase.setVisible(recovery)
        self.switch.setText(self.tr("Use the passphrase") if recovery else self.tr("Use the recovery key"))
        self.switch.setVisible(can_switch)
        self.switch.updateGeometry()
        self.focus_first()

    def focus_first(self) -> None:
        (self.recovery if self._by_recovery else self.passphrase).edit.setFocus()

    def set_busy(self, busy: bool) -> None:
        self.open.setEnabled(not busy)
        self.open.setText(self.tr("Opening…") if busy else self.tr("Open the records"))

    def show_issue(self, text: str) -> None:
        self.set_busy(False)
        line = self.recovery if self._by_recovery else self.passphrase
        line.show_issue(text)
        line.edit.setFocus()
        line.edit.selectAll()

    @Slot()
    def press_primary(self) -> None:
        if not self.open.isEnabled():
            return
        line = self.recovery if self._by_recovery else self.passphrase
        if not line.check_filled():
            return
        self.set_busy(True)
        if self._by_recovery:
            self.recovery_key_given.emit(self.recovery.text(), self.new_passphrase.text())
        else:
            self.passphrase_given.emit(self.passphrase.edit.text())

    @Slot()
    def _on_switch_clicked(self) -> None:
        self.ask_for(recovery=not self._by_recovery)
