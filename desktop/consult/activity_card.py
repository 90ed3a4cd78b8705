"""One exercise of the programme: its drawing, why it is there, how much, and what is done differently."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.consult.line_button import LineButton
from desktop.consult.minutes_meter import minutes_words
from desktop.consult.reason_form import ReasonForm
from desktop.theme import px
from desktop.widgets.buttons import IconButton
from desktop.widgets.card import Card
from desktop.widgets.figure_view import FigureView
from desktop.widgets.styled_label import StyledLabel
from forms.programme.care_plan import Activity
from forms.programme.exercises import Exercise
from reports.figures.figure import ExerciseFigure

_PICTURE = 168


class ActivityCard(Card):
    """Alt+Up and Alt+Down move it, Delete takes it out, while the keyboard is in it.

    Signals:
        move_requested: carries the exercise and -1 (up) or 1 (down).
        reason_requested: show why it is in the programme; carries the exercise.
        remove_requested: carries the exercise, and the reason where there must be one.
    """

    move_requested = Signal(str, int)
    reason_requested = Signal(str)
    remove_requested = Signal(str, str)

    def __init__(
        self,
        number: int,
        activity: Activity,
        exercise: Exercise,
        figure: ExerciseFigure | None,
        parent: QWidget | None,
        *,
        is_last_always: bool,
    ) -> None:
        super().__init__("", parent, margin=16)
        self.exercise = exercise.id
        self.activity = activity
        self._is_last_always = is_last_always
        self._unusual = ""
        self._name = exercise.name
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(px(self, 18))
        if figure is not None:
            picture = FigureView(figure, exercise.name, self)
            picture.setFixedWidth(px(self, _PICTURE))
            picture.setFixedHeight(min(picture.heightForWidth(px(self, _PICTURE)), px(self, 150)))
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words(activity, exercise), 1)
        row.addLayout(self._tools(exercise))
        self.body.addLayout(row)
        self.form = ReasonForm(self)
        self.form.hide()
        self.form.given.connect(self._on_reason_given)
        self.body.addWidget(self.form)
        self.set_number(number)
        for button in (self.up, self.down, self.remove):
            button.installEventFilter(self)

    def set_number(self, number: int) -> None:
        """Where it stands in the programme, counted from 1."""
        title = f"{number}. {self._name}"
        self._title.setText(title)
        self.setAccessibleName(title)

    def _words(self, activity: Activity, exercise: Exercise) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(px(self, 3))
        self._title = StyledLabel("", "section", self)
        words.addWidget(self._title)
        words.addWidget(StyledLabel(exercise.why, "body", self))
        words.addSpacing(px(self, 4))
        words.addWidget(StyledLabel(activity.dose.text, "strong", self))
        for text in activity.differences(exercise):
            words.addWidget(StyledLabel(f"→ {text}", "body", self, role="soon"))
        small = [exercise.id]
        if activity.side_words:
            small.append(activity.side_words.rstrip("."))
        if activity.minutes_a_day > 0:
            small.append(self.tr("{minutes} min a day").format(minutes=minutes_words(activity.minutes_a_day)))
        if activity.instead_of:
            small.append(self.tr("instead of {exercise}").format(exercise=activity.instead_of))
        self.why = LineButton(activity.because.rstrip("."), self, icon_name="info", quiet=" · ".join(small))
        self.why.setAccessibleName(
            self.tr("Why {name}: {because}").format(name=exercise.name, because=activity.because)
        )
        self.why.setToolTip(self.tr("Where this comes from"))
        self.why.clicked.connect(self._on_why_clicked)
        words.addWidget(self.why)
        words.addStretch(1)
        return words

    def _tools(self, exercise: Exercise) -> QVBoxLayout:
        self.up = IconButton("arrow_up", self.tr("Move up: {name} (Alt+Up)").format(name=exercise.name), self)
        self.down = IconButton("arrow_down", self.tr("Move down: {name} (Alt+Down)").format(name=exercise.name), self)
        self.remove = IconButton("close", self.tr("Take out: {name} (Delete)").format(name=exercise.name), self)
        self.up.setVisible(not self._is_last_always)
        self.down.setVisible(not self._is_last_always)
        self.up.clicked.connect(self._on_up)
        self.down.clicked.connect(self._on_down)
        self.remove.clicked.connect(self._on_remove)
        tools = QVBoxLayout()
        tools.setSpacing(0)
        for button in (self.up, self.down, self.remove):
            tools.addWidget(button)
        tools.addStretch(1)
        return tools

    def set_unusual(self, why: str) -> None:
        """Why taking it out needs a reason; "" where it does not."""
        self._unusual = why

    def set_ends(self, *, is_first: bool, is_last: bool) -> None:
        """At an end there is no further to go."""
        self.up.setEnabled(not is_first)
        self.down.setEnabled(not is_last)

    def focus_button(self, by: int) -> None:
        """Put the keyboard back where it was after a move."""
        wanted = self.up if by < 0 else self.down
        (wanted if wanted.isEnabled() else self.remove).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if alt and event.key() == Qt.Key.Key_Up:
                self._on_up()
                return True
            if alt and event.key() == Qt.Key.Key_Down:
                self._on_down()
                return True
            if event.key() == Qt.Key.Key_Delete:
                self._on_remove()
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _on_up(self) -> None:
        self.move_requested.emit(self.exercise, -1)

    @Slot()
    def _on_down(self) -> None:
        self.move_requested.emit(self.exercise, 1)

    @Slot()
    def _on_why_clicked(self) -> None:
        self.reason_requested.emit(self.exercise)

    @Slot()
    def _on_remove(self) -> None:
        if not self._unusual:
            self.remove_requested.emit(self.exercise, "")
            return
        question = self.tr("{unusual} Why is {name} left out?").format(unusual=self._unusual, name=self._name)
        self.form.ask(question, self.tr("Leave it out"))

    @Slot(str)
    def _on_reason_given(self, reason: str) -> None:
        self.remove_requested.emit(self.exercise, reason)
