"""Beside the page: where a sentence comes from, what an answer influenced, why a driver is where it is.

It reads like a small book: every sentence and every answer in it leads on, and Back leads back. Escape puts it away.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.consult.columns import clear
from desktop.consult.consult_model import ConsultModel
from desktop.consult.explained import (
    AnswerRow,
    DriverReasons,
    InfluenceView,
    Linked,
    SentenceView,
    explain_answer,
    explain_driver,
    explain_sentence,
)
from desktop.consult.line_button import LineButton
from desktop.theme import px
from desktop.widgets.buttons import IconButton, LinkButton
from desktop.widgets.card import Card
from desktop.widgets.styled_label import StyledLabel

_SENTENCE, _ANSWER, _DRIVER = "sentence", "answer", "driver"
# More than these are folded away at first: what does not hold is long, and seldom what one looks for.
_MOST = 5
_INDENT = 18
_NUMBERED = ("rule", "flag", "differential", "message", "exercise", "caution", "advice")
# Whether these hold is seen: the exercise is on the page, or it is not.
_SELF_EVIDENT = ("exercise", "advice", "message")


class ExplainPanel(Card):
    """Signals:
    answer_requested: show the question of this key, to correct its answer.
    opened: the panel shows something now.
        closed: the panel was put away.
    """

    answer_requested = Signal(str)
    opened = Signal()
    closed = Signal()

    def __init__(self, model: ConsultModel, parent: QWidget | None) -> None:
        super().__init__("", parent, margin=18)
        self.setAutoFillBackground(True)  # at its round corners no bits of the page beneath
        self._model = model
        self._history: list[tuple[str, str]] = []
        self._came_from: QWidget | None = None
        self._is_stale = False
        self._rest: dict[QWidget, list[QWidget]] = {}
        self.back = LinkButton(self.tr("Back"), self, icon_name="arrow_left")
        self._what = StyledLabel("", "secondary", self)
        self.close_button = IconButton("close", self.tr("Close (Escape)"), self)
        head = QHBoxLayout()
        head.setSpacing(px(self, 8))
        head.addWidget(self.back)
        head.addWidget(self._what, 1)
        head.addWidget(self.close_button)
        self._inner = QWidget(self)
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, px(self, 10), 0)
        self._column.setSpacing(px(self, 3))
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QWidget(self._scroll)
        holder = QVBoxLayout(whole)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self._inner)
        holder.addStretch(1)
        self._scroll.setWidget(whole)
        for part in (self._scroll.viewport(), whole):
            part.setAutoFillBackground(False)
        self.body.setSpacing(px(self, 6))
        self.body.addLayout(head)
        self.body.addWidget(self._scroll, 1)
        self.setAccessibleName(self.tr("Where this comes from"))
        self.back.clicked.connect(self.go_back)
        self.close_button.clicked.connect(self.put_away)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.put_away)
        model.changed.connect(self._on_changed)
        self.hide()

    # --- what pages ask

    @Slot(str)
    def explain_sentence(self, sentence_id: str) -> None:
        """Show where a rule, flag, differential, message, caution, advice or exercise comes from."""
        self._open(_SENTENCE, sentence_id)

    @Slot(str)
    def explain_answer(self, key: str) -> None:
        """Show everything the answer of this key influenced; before the physio's own view, only its question."""
        if not self._model.shows_results:
            self.answer_requested.emit(key)
            return
        self._open(_ANSWER, key.rsplit("/", 1)[-1])

    @Slot(str)
    def explain_driver(self, driver: str) -> None:
        """Show why a driver is where it is, and what it would take."""
        self._open(_DRIVER, driver)

    @Slot()
    def go_back(self) -> None:
        if len(self._history) > 1:
            self._history.pop()
            self._show()

    @Slot()
    def put_away(self) -> None:
        if not self.isHidden():
            came_from, self._came_from = self._came_from, None
            self.hide()
            self._history.clear()
            if came_from is not None and isValid(came_from) and came_from.isVisible():
                came_from.setFocus(Qt.FocusReason.OtherFocusReason)
            self.closed.emit()

    # --- showing

    def _open(self, kind: str, name: str) -> None:
        if self.isHidden():
            self._history.clear()
            self._came_from = QApplication.focusWidget()
        if (kind, name) not in self._history[-1:]:
            self._history.append((kind, name))
        self.show()
        self.opened.emit()
        self.raise_()
        self._show()

    def _show(self) -> None:
        self._is_stale = False
        kind, name = self._history[-1]
        clear(self._column)
        self._rest.clear()
        self.back.setVisible(len(self._history) > 1)
        assessment, details = self._model.assessment, self._model.details
        if kind == _SENTENCE:
            self._show_sentence(explain_sentence(assessment, name, details))
        elif kind == _ANSWER:
            self._show_answer(explain_answer(assessment, name, details))
        else:
            self._show_driver(explain_driver(assessment, name, details))
        folded = {row for rows in self._rest.values() for row in rows}
        for place in range(self._column.count()):
            entry = self._column.itemAt(place)
            row = entry.widget() if entry is not None else None
            if row is not None and row not in folded:
                row.show()  # at once, or it could not take the keyboard yet
        self._scroll.verticalScrollBar().setValue(0)
        first = next((one for one in self._inner.findChildren(LineButton) if one.isEnabled()), None)
        (first or self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_sentence(self, view: SentenceView) -> None:
        self._what.setText(self._kind_words(view.sentence))
        self._add(view.sentence.says, "strong")
        if view.sentence.kind not in _SELF_EVIDENT:
            self._add(self._state_words(view.sentence), "secondary")
        if view.answers:
            self._heading(self.tr("It rests on these answers"))
            for row in view.answers:
                self._add_answer(row)
        if view.rests_on:
            self._heading(self.tr("And on these findings"))
            self._add_links(view.rests_on, shows_state=False)
        if view.grade or view.sources:
            self._heading(self.tr("How well it is known"))
            if view.grade:
                self._add(view.grade, "body")
            for source in view.sources:
                self._add(f"{source.title} ({source.key})", "secondary")
                self._column.addSpacing(px(self, 3))

    def _show_answer(self, view: InfluenceView) -> None:
        answer = view.answer
        self._what.setText(self.tr("What this answer influenced"))
        self._add(answer.question, "body")
        self._add(answer.answer, "strong")
        if answer.key:
            correct = LineButton(self.tr("Go to the question, to correct it"), self._inner, icon_name="edit")
            correct.setProperty("key", answer.key)
            correct.clicked.connect(self._on_answer_clicked)
            self._column.addWidget(correct)
        for heading, found in (
            (self.tr("It made a difference here"), view.holds),
            (self.tr("Not decided: something else is missing"), view.waits),
            (self.tr("Looked at, and does not apply"), view.does_not_hold),
        ):
            if found:
                self._heading(heading)
                self._add_links(found, shows_state=False)
        if view.opens:
            self._heading(self.tr("Asked because of it"))
            self._fold([self._answer_button(row) for row in view.opens])
        if not (view.holds or view.waits or view.does_not_hold or view.opens):
            self._add(self.tr("Nothing was worked out from it. It is shown and kept."), "body")

    def _show_driver(self, view: DriverReasons) -> None:
        title = self.tr("Why {driver}?") if view.is_supported else self.tr("Why not {driver}?")
        self._what.setText(title.format(driver=view.title))
        number = str(view.points).replace("-", "\u2212")
        points = self.tr("1 point") if view.points == 1 else self.tr("{count} points").format(count=number)
        band = f"{view.band[:1].upper()}{view.band[1:]}"
        self._add(f"{band}, {points}." if view.is_supported else f"{band}.", "strong")
        for text in view.lacks:
            self._add(text, "body")
        if not view.is_supported:
            self._add(self._outlook(view), "body")
        for heading, links in ((self.tr("What it has"), view.has), (self.tr("What speaks against it"), view.against)):
            self._heading(heading)
            if links:
                self._add_links(links, shows_state=False, is_of_driver=True)
            else:
                self._add(self.tr("Nothing so far."), "secondary")
        if view.open:
            self._heading(self.tr("What could still come"))
            rows: list[QWidget] = []
            for line in view.open:
                rows.append(self._link_button(line.sentence, shows_state=False, is_of_driver=True))
                rows += [self._answer_button(row, depth=1) for row in line.waits_for]
            self._fold(rows, most=_MOST + 1)
        if view.anchors:
            self._heading(self.tr("Findings strong enough to support it"))
            self._add_links(view.anchors, shows_state=True, is_of_driver=True)
        if view.absent:
            self._heading(self.tr("Asked, and not found"))
            self._add_links(view.absent, shows_state=False, is_of_driver=True)

    # --- words

    def _outlook(self, view: DriverReasons) -> str:
        reach = self.tr("With what is still open it could reach {count} points.").format(
            count=str(view.could_reach).replace("-", "\u2212")
        )
        if view.is_open:
            return f"{reach} {self.tr('The open answers alone could support it.')}"
        return f"{reach} {self.tr('For support, an answer already given would have to be different.')}"

    def _kind_words(self, sentence: Linked) -> str:
        words = {
            "rule": self.tr("Finding"),
            "flag": self.tr("Safety warning"),
            "differential": self.tr("Consider"),
            "message": self.tr("About the scan"),
            "exercise": self.tr("Exercise"),
            "caution": self.tr("Caution"),
            "phase": self.tr("Phase"),
            "list": self.tr("Exercise list"),
            "advice": self.tr("Advice"),
            "review": self.tr("Review"),
            "core": self.tr("Driver"),
            "asks": self.tr("Question"),
        }[sentence.kind]
        parts = [words]
        if sentence.driver:
            parts.append(f"{sentence.driver} {sentence.points}")
        if sentence.id and sentence.kind in (
            "rule",
            "flag",
            "differential",
            "message",
            "exercise",
            "caution",
            "advice",
        ):
            parts.append(sentence.id)
        return " · ".join(parts)

    def _state_words(self, sentence: Linked) -> str:
        return {
            "holds": self.tr("It holds for the answers given."),
            "undecided": self.tr("It cannot be decided yet: an answer is missing."),
            "does_not_hold": self.tr("It does not hold for the answers given."),
        }[sentence.state]

    # --- lines

    def _add(self, text: str, kind: str) -> None:
        # Room at the side goes round a wrapping label's layout: its own margins would cut its last line off.
        holder = QWidget(self._inner)
        line = QVBoxLayout(holder)
        line.setContentsMargins(px(self, 10), 0, 0, 0)
        line.addWidget(StyledLabel(text, kind, holder))
        self._column.addWidget(holder)

    def _heading(self, words: str) -> None:
        self._column.addSpacing(px(self, 10))
        self._add(words, "strong")

    def _add_links(self, found: Sequence[Linked], *, shows_state: bool, is_of_driver: bool = False) -> None:
        self._fold([self._link_button(one, shows_state=shows_state, is_of_driver=is_of_driver) for one in found])

    def _fold(self, rows: Sequence[QWidget], *, most: int = _MOST) -> None:
        """Show the first few; the rest when asked for."""
        for number, row in enumerate(rows):
            self._column.addWidget(row)
            row.setVisible(number < most)
        hidden = list(rows[most:])
        if hidden:
            more = LinkButton(self.tr("Show {count} more").format(count=len(hidden)), self._inner)
            self._rest[more] = hidden
            more.clicked.connect(self._on_more_clicked)
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _link_button(self, one: Linked, *, shows_state: bool, is_of_driver: bool = False) -> LineButton:
        """is_of_driver: on a driver's own page, where its points stand in front and its name goes without saying."""
        icon = {"holds": "check", "undecided": "circle", "does_not_hold": "minus"}[one.state]
        quiet = one.id if is_of_driver else self._kind_words(one)
        if shows_state:
            quiet = " · ".join(part for part in (quiet, self._short_state(one)) if part)
        if one.via:
            quiet = f"{quiet} · {self.tr('through: {what}').format(what=one.via)}"
        button = LineButton(
            one.says,
            self._inner,
            lead=one.points if is_of_driver else "",
            icon_name=icon,
            quiet=quiet,
            role="accent" if one.state == "holds" else "text_quiet",
            is_faint=one.state == "does_not_hold",
        )
        button.setProperty("kind", _DRIVER if one.kind == "core" else _SENTENCE)
        button.setProperty("name", one.id)
        button.setToolTip(self.tr("Where this comes from") if one.id else "")
        button.setEnabled(bool(one.id))
        button.clicked.connect(self._on_link_clicked)
        return button

    def _short_state(self, one: Linked) -> str:
        return {
            "holds": self.tr("found"),
            "undecided": self.tr("not answered yet"),
            "does_not_hold": self.tr("not found"),
        }[one.state]

    def _add_answer(self, row: AnswerRow) -> None:
        self._column.addWidget(self._answer_button(row))

    def _answer_button(self, row: AnswerRow, *, depth: int = 0) -> QWidget:
        """The answer goes to its question; the arrow beside it to what the answer influenced."""
        holder = QWidget(self._inner)
        line = QHBoxLayout(holder)
        line.setContentsMargins(px(self, _INDENT) * (row.depth + depth), 0, 0, 0)
        line.setSpacing(0)
        quiet = self.tr("{answer} (worked out)").format(answer=row.answer) if row.is_worked_out else row.answer
        button = LineButton(
            row.question,
            holder,
            icon_name="edit" if row.key else "info",
            quiet=quiet,
            is_answer=row.is_answered,
            is_faint=not row.is_answered,
        )
        button.setProperty("key", row.key)
        button.setEnabled(bool(row.key))
        button.setToolTip(self.tr("Go to this question, to correct it") if row.key else "")
        button.clicked.connect(self._on_answer_clicked)
        line.addWidget(button, 1)
        spoken = self.tr("What this answer influenced: {question}").format(question=row.question)
        on = IconButton("chevron_right", spoken, holder)
        on.setProperty("kind", _ANSWER)
        on.setProperty("name", row.link_id)
        on.clicked.connect(self._on_link_clicked)
        is_question = row.link_id in self._model.clinic.content.questionnaire.items
        leads_on = is_question and self._model.shows_results
        on.setVisible(leads_on and (_ANSWER, row.link_id) not in self._history[-1:])
        line.addWidget(on, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    # --- what a person did

    @Slot()
    def _on_link_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._open(str(sender.property("kind")), str(sender.property("name")))

    @Slot()
    def _on_answer_clicked(self) -> None:
        sender = self.sender()
        if sender is not None and sender.property("key"):
            self.answer_requested.emit(str(sender.property("key")))

    @Slot()
    def _on_more_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, LinkButton):
            for row in self._rest.pop(sender, ()):
                row.show()
            sender.hide()

    @Slot()
    def _on_changed(self) -> None:
        if self._history and not self.isHidden():
            if self.isVisible():
                self._show()
            else:  # somebody is correcting the answer in the intake
                self._is_stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale and self._history:
            self._show()
