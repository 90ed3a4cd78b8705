"""What a physio adds to the letter on view: to whom a referral goes, and words of their own."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.consult.columns import clear
from desktop.consult.letter_field import LetterField
from desktop.consult.letter_routes import RouteLine
from desktop.consult.letter_words import LetterWords, WordsField
from desktop.theme import px
from desktop.widgets.card import Card
from desktop.widgets.issue_label import IssueLabel
from desktop.widgets.radio_rows import RadioRows
from desktop.widgets.styled_label import StyledLabel


class LetterCard(Card):
    """Signals:
    written: what stands in one place now, at every key; carries which place, and the words.
    paused: time to keep what was written.
    finished: time to show the letter with it.
    route_chosen: to whom the referral goes; carries the route's id.
    left: the last place is done; the keyboard goes on to the letter.
    """

    written = Signal(str, str)
    paused = Signal()
    finished = Signal()
    route_chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(self.tr("Your part of the letter"), parent, margin=18)
        self._before: QWidget | None = None
        self._lines: tuple[RouteLine, ...] | None = None
        self.rows: RadioRows | None = None
        self._to = QWidget(self)
        to = QVBoxLayout(self._to)
        to.setContentsMargins(0, 0, 0, 0)
        to.setSpacing(px(self, 8))
        self._question = StyledLabel(self.tr("To whom it goes"), "strong", self._to)
        self._usable = QVBoxLayout()
        self._closed = QVBoxLayout()
        self._closed.setSpacing(px(self, 6))
        self.where = StyledLabel("", "secondary", self._to)
        self.moved = IssueLabel(self._to)
        to.addWidget(self._question)
        to.addLayout(self._usable)
        to.addWidget(self.moved)
        to.addLayout(self._closed)
        to.addWidget(self.where)
        first = self.tr("It stands first in the letter, as you write it. You may leave it blank.")
        self.note = LetterField(self.tr("From the physiotherapist"), first, self)
        self.view = LetterField(self.tr("Physiotherapist's view"), "", self)
        self.ask = LetterField(self.tr("What we ask"), "", self)
        self.unsigned = IssueLabel(self)
        self.unprintable = IssueLabel(self)
        for part in (self._to, self.note, self.view, self.ask, self.unsigned, self.unprintable):
            self.body.addWidget(part)
        for field in self.fields.values():
            field.written.connect(self._on_written)
            field.paused.connect(self.paused)
            field.finished.connect(self.finished)
            field.left.connect(self._on_left)
        self.unsigned.hide()
        self.unprintable.hide()
        self.moved.hide()

    @property
    def fields(self) -> dict[WordsField, LetterField]:
        return {"note": self.note, "view": self.view, "ask": self.ask}

    @property
    def first(self) -> QWidget:
        """Where a person begins to write: the whole place, for of a text area only the line of its cursor is brought
        into sight.
        """
        return self.view if self.view.isVisibleTo(self) else self.note

    def follow(self, before: QWidget) -> None:
        """Stand in the order of Tab after this widget, whenever the choices are made anew."""
        self._before = before

    def show_referral(self, words: LetterWords, lines: Sequence[RouteLine], chosen: str, where: str) -> None:
        """The choices, the one that is chosen, and the words. where: how the clinic's missing details are added."""
        self._show_fields("note")
        self._to.show()
        self._show_routes(tuple(lines), where)
        if self.rows is not None:
            self.rows.set_code(chosen)
        is_moved = bool(words.route) and words.route != chosen
        self.moved.setVisible(is_moved)
        if is_moved:
            gone = self.tr("Whom you had chosen cannot be used any more. Look to whom it goes now.")
            self.moved.show_text(gone, "warning")
        self.note.show_words(words.note)

    def show_gp_letter(self, words: LetterWords, recorded: str) -> None:
        """The two places of the letter to the family doctor. recorded: what it says where no view is written."""
        self._show_fields("view", "ask")
        self._to.hide()
        left_blank = self.tr("Left blank, the letter says what you entered in this visit: {words}")
        nothing = self.tr("Left blank, this part is left out.")
        self.view.set_hint(left_blank.format(words=recorded) if recorded else nothing)
        asks = self.tr(
            "What the safety prompts ask of the family doctor stands there by itself. "
            "With nothing to ask it says “For your records.”"
        )
        self.ask.set_hint(asks)
        self.view.show_words(words.view)
        self.ask.show_words(words.ask)

    def say_unsigned(self, *, is_anothers: bool) -> None:
        """Whether the words are somebody else's than whose signature the programme has."""
        self.unsigned.setVisible(is_anothers)
        if is_anothers:
            why = self.tr("Somebody else signed the programme, so this letter is a draft: sign it by hand.")
            self.unsigned.show_text(why, "information")

    def say_unprintable(self, notes: Sequence[str]) -> None:
        """What will be printed in another way than it was typed."""
        self.unprintable.setVisible(bool(notes))
        if notes:
            self.unprintable.show_text("\n".join(notes), "information")

    def finish(self) -> None:
        """Take what is being typed as finished."""
        for field in self.fields.values():
            field.finish()

    def closed(self) -> tuple[str, ...]:
        """Whom it cannot go to yet, and why, as shown."""
        items = (self._closed.itemAt(place) for place in range(self._closed.count()))
        return tuple(one.text() for item in items if item and isinstance(one := item.widget(), IssueLabel))

    def _show_fields(self, *shown: WordsField) -> None:
        for name, field in self.fields.items():
            field.setVisible(name in shown)

    def _show_routes(self, lines: tuple[RouteLine, ...], where: str) -> None:
        if lines == self._lines:
            return
        self._lines = lines
        clear(self._usable)
        clear(self._closed)
        usable = [(one.id, one.words) for one in lines if not one.missing]
        closed = [one for one in lines if one.missing]
        said = [self._said(one) for one in closed]
        # No stop for Tab: whoever does not see what is not possible hears it with what is, or with the words.
        question = self._question.text()
        spoken = " ".join((f"{question}.", *said, where)) if said else question
        self.rows = RadioRows(usable, spoken, self._to, keys=False) if usable else None
        self.note.area.setAccessibleDescription(self.note.hint if usable else f"{spoken} {self.note.hint}")
        if self.rows is not None:
            self._usable.addWidget(self.rows)
            self.rows.chosen.connect(self._on_route_chosen)
            self.rows.finished.connect(self._on_route_done)
            self._order_tabs(self.rows)
        for words in said:
            label = IssueLabel(self._to)
            label.show_text(words, "information")
            self._closed.addWidget(label)
        self.where.setText(where)
        self.where.setVisible(bool(closed))

    def _said(self, line: RouteLine) -> str:
        words = self.tr("{who}: not possible yet. The clinic's details lack: {missing}.")
        return words.format(who=line.words, missing="; ".join(line.missing))

    def _order_tabs(self, rows: RadioRows) -> None:
        """What is made later stands last in the order of Tab, unless it is said."""
        last = self._before
        for button in rows.buttons:
            if last is not None:
                QWidget.setTabOrder(last, button)
            last = button
        if last is not None:
            QWidget.setTabOrder(last, self.note.area)

    @Slot(object)
    def _on_route_chosen(self, route: str | None) -> None:
        # Taking the choice back leaves the letter without anybody to go to, so it stays.
        self.route_chosen.emit(route or "")

    @Slot()
    def _on_route_done(self) -> None:
        self.note.area.setFocus()

    @Slot(str)
    def _on_written(self, words: str) -> None:
        place = next((name for name, field in self.fields.items() if field is self.sender()), None)
        if place is not None:
            self.written.emit(place, words)

    @Slot()
    def _on_left(self) -> None:
        if self.sender() is self.view:
            self.ask.area.setFocus()
        else:
            self.left.emit()
