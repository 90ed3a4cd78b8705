"""Opening a printed programme: a line for the scanner or the keyboard, what the code holds, and starting from it."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.consult.columns import clear
from desktop.printed_codes import PrintedProgramme
from desktop.theme import px
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import LinkButton, QuietButton
from desktop.widgets.card import Card
from desktop.widgets.date_text import date_words
from desktop.widgets.styled_label import StyledLabel
from desktop.widgets.text_box import TextBox
from forms.errors import SciaticaIntakeError
from forms.programme.code_text import CodeRefused, place_of
from forms.programme.exercises import Exercise
from forms.programme.programme_code import Prescribed
from forms.programme.starting import Weighed

OpenCode = Callable[[str], PrintedProgramme]
Weigh = Callable[[PrintedProgramme], tuple[Weighed, ...]]


class CodeReader(Card):
    """A scanner types the code and presses Enter, as a person does.

    Signals:
        answered: what the code holds, or why it does not open, stands here now.
        start_requested: make the programme of this visit from what was opened; carries the PrintedProgramme.
    """

    answered = Signal()
    start_requested = Signal(object)

    def __init__(self, open_code: OpenCode, weigh: Weigh, parent: QWidget | None) -> None:
        super().__init__(self.tr("Open a printed programme"), parent, margin=18)
        self._open_code, self._weigh = open_code, weigh
        self._may_start = False
        self._phase: int | None = None
        self._today: dict[str, Exercise] = {}
        self.printed: PrintedProgramme | None = None
        label = StyledLabel(self.tr("Scan the square on the handout, or type the groups beside it"), "body", self)
        self.code = TextBox(label.text(), self, characters=24)
        label.setBuddy(self.code)
        self.read = QuietButton(self.tr("Open"), self)
        row = QHBoxLayout()
        row.setSpacing(px(self, 8))
        row.addWidget(self.code, 1)
        row.addWidget(self.read)
        self.message = Banner("routine", "", "", self)
        self.message.hide()
        holder = QWidget(self)
        self._lines = QVBoxLayout(holder)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(px(self, 3))
        self.close_it = LinkButton(self.tr("Close it"), self)
        self.start = QuietButton(self.tr("Start from this programme"), self)
        foot = QHBoxLayout()
        foot.setSpacing(px(self, 8))
        foot.addStretch(1)
        foot.addWidget(self.close_it)
        foot.addWidget(self.start)
        for part in (label, self.message, holder):
            self.body.addWidget(part)
        self.body.insertLayout(self.body.indexOf(self.message), row)
        self.body.addLayout(foot)
        self.code.returnPressed.connect(self._on_read)
        self.code.textEdited.connect(self._on_edited)
        self.read.clicked.connect(self._on_read)
        self.start.clicked.connect(self._on_start)
        self.close_it.clicked.connect(self.reset)
        self._show_foot()

    def set_today(self, exercises: dict[str, Exercise], *, phase: int | None, may_start: bool) -> None:
        """What the visit is like now: its library and phase, and whether a programme may be started."""
        self._today, self._phase, self._may_start = exercises, phase, may_start
        if self.printed is not None:
            self._show(self.printed)

    @Slot()
    def reset(self) -> None:
        """Close what was opened."""
        self.code.clear()
        self.code.set_wrong(False)
        self.message.hide()
        self._forget()

    def _forget(self) -> None:
        self.printed = None
        clear(self._lines)
        self._show_foot()

    def _show_foot(self) -> None:
        self.close_it.setVisible(self.printed is not None)
        self.start.setVisible(self.printed is not None and self._may_start)

    # --- what the code holds

    def _show(self, printed: PrintedProgramme) -> None:
        clear(self._lines)
        self.code.set_wrong(False)
        when = date_words(printed.signed_on)
        if printed.signed_by:
            text = self.tr("Signed on {day} by {name}; these records hold the same programme.")
        else:
            text = self.tr("Signed on {day}; made by these records, which no longer hold that visit.")
        text = text.format(day=when, name=printed.signed_by)
        self.message.show_message("good", self.tr("This person's programme, as it was printed"), text)
        self.message.show()
        if not self._may_start:
            blocked = self.tr("It cannot be taken now: settle first what blocks the programme of today.")
            self._lines.addWidget(StyledLabel(blocked, "body", self, role="soon"))
        weighed = self._weigh(printed)
        # Without a programme of today there is nothing to weigh against.
        for number, prescribed in enumerate(printed.prescribed):
            self._add_lines(number, prescribed, printed, weighed[number] if weighed else None)
        self._show_foot()

    def _add_lines(
        self, number: int, prescribed: Prescribed, printed: PrintedProgramme, weighed: Weighed | None
    ) -> None:
        exercise = printed.content.programme.exercises[prescribed.exercise]
        self._lines.addSpacing(px(self, 6))
        self._lines.addWidget(StyledLabel(f"{number + 1}. {exercise.name}", "strong", self))
        how = " · ".join((prescribed.dose.text.rstrip("."), *self._details(prescribed, exercise)))
        self._lines.addWidget(StyledLabel(how, "body", self))
        for note in self._today_says(prescribed, exercise, weighed):
            self._lines.addWidget(StyledLabel(f"→ {note}", "body", self, role="soon"))

    def _details(self, prescribed: Prescribed, exercise: Exercise) -> Iterator[str]:
        """What is not the usual way, and which side."""
        yield prescribed.exercise
        if prescribed.version == "easier":
            yield self.tr("the easier way")
        elif prescribed.version == "no_kit":
            yield self.tr("the way without kit")
        if prescribed.variant:
            yield exercise.variants[prescribed.variant].rstrip(".")
        if prescribed.side:
            yield self.tr("left side") if prescribed.side == "L" else self.tr("right side")

    def _today_says(self, prescribed: Prescribed, then: Exercise, weighed: Weighed | None) -> Iterator[str]:
        """What would be different if it were taken today."""
        today = self._today.get(prescribed.exercise)
        if today is not None and today != then:
            yield self.tr("The rules describe it differently today.")
        if weighed is None:
            return
        if weighed.activity is None:
            because = " ".join(f"{one.because.rstrip('.')}." for one in weighed.left_out)
            yield self.tr("Left out today: {because}").format(because=because)
            return
        activity = weighed.activity
        taken = self._today[activity.exercise]
        if activity.exercise != prescribed.exercise:
            yield self.tr("Today instead: {name}.").format(name=taken.name)
        elif activity.version != prescribed.version:
            yield self.tr("Today in the easier way.")
        for adaptation in activity.adaptations:
            yield adaptation.text
        if activity.exercise == prescribed.exercise and activity.dose != prescribed.dose:
            yield self.tr("Today's dose: {dose}").format(dose=activity.dose.text)
        if activity.side != prescribed.side:
            yield self.tr("Today's answers give another side than the paper.")
        if self._phase is not None and self._phase not in taken.phases:
            yield self.tr("Not usual in phase {phase}.").format(phase=self._phase)

    # --- what a person did

    @Slot()
    def _on_read(self) -> None:
        if self.printed is not None:
            return
        try:
            self.printed = self._open_code(self.code.text())
        except SciaticaIntakeError as error:
            self._show_trouble(str(error), error.groups if isinstance(error, CodeRefused) else ())
        else:
            self._show(self.printed)
            # The keyboard stays here: a scanner that sends a second Enter must not start anything.
            self.code.selectAll()
        self.answered.emit()

    def _show_trouble(self, text: str, groups: Sequence[int]) -> None:
        self.code.set_wrong(True)
        self.message.show_message("none", self.tr("Not opened"), text)
        self.message.show()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        # A mistake is selected to be typed over; else the next scan takes the place of all that was there.
        start, end = place_of(self.code.text(), groups[0]) if len(groups) == 1 else (0, len(self.code.text()))
        self.code.setSelection(start, end - start)

    @Slot()
    def _on_edited(self) -> None:
        self.code.set_wrong(False)
        if self.printed is not None:
            self.message.hide()
            self._forget()

    @Slot()
    def _on_start(self) -> None:
        if self.printed is not None:
            self.start_requested.emit(self.printed)
