"""One question answered differently at two desks: what both said, for a person to choose."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.intake.intake_model import IntakeModel
from desktop.other_desks import Clash
from desktop.widgets.buttons import QuietButton
from desktop.widgets.notice import Notice
from forms.answer_words import value_in_words


class ClashNotice(Notice):
    """Hidden while there is nothing to settle; several clashes are asked about one after the other."""

    def __init__(self, model: IntakeModel, parent: QWidget) -> None:
        super().__init__("soon", "", "", parent)
        self._model = model
        self._clashes: list[Clash] = []
        self.mine = QuietButton("", self)
        self.theirs = QuietButton("", self)
        for button in (self.mine, self.theirs):
            self.add_action(button)
        self.mine.clicked.connect(self._on_mine)
        self.theirs.clicked.connect(self._on_theirs)
        self.hide()

    def ask(self, clashes: tuple[Clash, ...]) -> None:
        """Ask about these too; a newer word on the same question takes the older one's place."""
        keys = {clash.theirs.key for clash in clashes}
        self._clashes = [one for one in self._clashes if one.theirs.key not in keys] + list(clashes)
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._clashes))
        if not self._clashes:
            return
        clash = self._clashes[0]
        key, item = clash.theirs.key, self._model.item(clash.theirs.key)
        mine_stands = self._model.response.value(key) == clash.mine
        self.mine.setText(self.tr("Leave mine") if mine_stands else self.tr("Put mine back"))
        self.theirs.setText(self.tr("Take theirs") if mine_stands else self.tr("Leave theirs"))
        words = self.tr("It was answered differently at “{desk}” meanwhile. Ask again, then choose.")
        if self._model.clinic.may_answer(item, self._model.role) and not self._model.is_delicate(key):
            words = self.tr("Here: {mine}. At “{desk}”: {theirs}. Ask again if you are not sure, then choose.")
        words = words.format(
            desk=clash.theirs.desk,
            mine=value_in_words(item, clash.mine),
            theirs=value_in_words(item, clash.theirs.value),
        )
        title = self.tr("Answered at two desks: {question}").format(question=self._model.label(key))
        self.show_message("soon", title, words)

    @Slot()
    def _on_mine(self) -> None:
        self._settle(mine=True)

    @Slot()
    def _on_theirs(self) -> None:
        self._settle(mine=False)

    def _settle(self, *, mine: bool) -> None:
        clash = self._clashes.pop(0)
        key = clash.theirs.key
        self._model.give(key, clash.mine if mine else clash.theirs.value)
        self._model.answer_changed.emit(key)
        self._show()
