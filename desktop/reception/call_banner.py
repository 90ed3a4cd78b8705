"""A physio must come now: what the desk does meanwhile, and who has called. It cannot be dismissed (HZ09)."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.reception.day import Call
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import QuietButton


class CallBanner(QWidget):
    """One person's call. `who`: their time or name on the day list.

    Signals:
        called: somebody says that they have called a physio; carries the encounter id.
    """

    called = Signal(str)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._encounter_id = ""
        self._banner = Banner("urgent", "", "", self)
        self.button = QuietButton(self.tr("I have called"), self._banner, icon_name="phone")
        self._banner.add_action(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._banner)
        self.button.clicked.connect(self._on_clicked)

    def show_call(self, encounter_id: str, who: str, call: Call) -> None:
        self._encounter_id = encounter_id
        self.button.setVisible(not call.called_by)
        if call.called_by and call.called_at is not None:
            words = self.tr("{who}: a physio was called at {time} by {name}")
            title = words.format(who=who, time=f"{call.called_at.astimezone():%H:%M}", name=call.called_by)
        else:
            title = self.tr("Please call a physio now: {who}").format(who=who)
        self._banner.show_message(call.tier, title, "" if call.called_by else " ".join(call.staff))
        self.setAccessibleName(title)

    def title(self) -> str:
        return self._banner.accessibleName()

    def text(self) -> str:
        return self._banner.accessibleDescription()

    @Slot()
    def _on_clicked(self) -> None:
        self.called.emit(self._encounter_id)
