"""Beside the page: try another answer and see warnings, drivers and programme move. Nothing is saved; Escape leaves."""

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPaintEvent, QPen, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.consult.columns import clear
from desktop.consult.consult_model import ConsultModel
from desktop.consult.driver_tiles import driver_role
from desktop.consult.line_button import LineButton
from desktop.consult.reasons import answer_words
from desktop.consult.what_if_answers import DriverShift, TriedAnswer, WhatIfView, answers_that_matter, try_answers
from desktop.fields.field import Field
from desktop.fields.make import make_cell
from desktop.theme import current_theme, px
from desktop.widgets.banner import Banner, tier_word
from desktop.widgets.buttons import IconButton, LinkButton
from desktop.widgets.card import Card
from desktop.widgets.painting import begin, rounded
from desktop.widgets.styled_label import StyledLabel
from forms.response import Value


class WhatIfPanel(Card):
    """Signals:
    opened: the panel shows something now.
    closed: the panel was put away; every answer is as it was.
    """

    opened = Signal()
    closed = Signal()

    def __init__(self, model: ConsultModel, parent: QWidget | None) -> None:
        super().__init__("", parent, margin=18)
        self.setAutoFillBackground(True)  # at its round corners no bits of the page beneath
        self._model = model
        self.changes: dict[str, Value | None] = {}
        self.rows: dict[str, LineButton] = {}
        self._tried: dict[str, TriedAnswer] = {}
        self._cell: Field | None = None
        self._cell_key = ""
        self._cell_holder: QWidget | None = None
        self._came_from: QWidget | None = None
        self._build()
        model.changed.connect(self._on_changed)
        self.hide()

    # --- what the page asks

    @Slot()
    def begin(self) -> None:
        """Start from the answers as they are."""
        if self.isHidden():
            self._came_from = QApplication.focusWidget()
        self.changes = {}
        self.show()
        self.opened.emit()
        self.raise_()
        self._fill()
        first = next(iter(self.rows.values()), None)
        (first or self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def put_away(self) -> None:
        """Leave; what was tried is forgotten."""
        if self.isHidden():
            return
        came_from, self._came_from = self._came_from, None
        self.changes = {}
        self.hide()
        if came_from is not None and isValid(came_from) and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def show_field(self, key: str) -> Field:
        """Open the controls of one answer under its line."""
        self._close_cell()
        tried = self._tried[key]
        cell = make_cell(tried.item, self._inner, today=self._model.assessment.response.authored)
        cell.set_value(self.changes.get(key, self._model.assessment.response.value(key)))
        cell.setAccessibleName(tried.item.label)
        cell.value_changed.connect(self._on_value_changed)
        holder = QWidget(self._inner)
        line = QHBoxLayout(holder)
        line.setContentsMargins(px(self, 36), px(self, 2), 0, px(self, 8))
        line.addWidget(cell)
        line.addStretch(1)
        self._cell, self._cell_key, self._cell_holder = cell, key, holder
        self._list.insertWidget(self._list.indexOf(self.rows[key]) + 1, holder)
        holder.show()
        cell.focus_first()
        return cell

    # --- building

    def _build(self) -> None:
        title = StyledLabel(self.tr("What if …"), "section", self)
        self._not_saved = StyledLabel(self.tr("Not saved"), "strong", self, role="soon", wraps=False)
        self.reset = LinkButton(self.tr("Start over"), self, icon_name="undo")
        self.reset.setToolTip(self.tr("Back to the answers given"))
        self.close_button = IconButton("close", self.tr("Leave; every answer stays as it was (Escape)"), self)
        head = QHBoxLayout()
        head.setSpacing(px(self, 10))
        head.addWidget(title)
        head.addWidget(self.reset)
        head.addStretch(1)
        head.addWidget(self._not_saved)
        head.addWidget(self.close_button)
        explain = self.tr("Try another answer and see what would change. The record stays as it is.")
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = QWidget(self._scroll)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, px(self, 10), 0)
        self._list = QVBoxLayout()
        self._list.setSpacing(px(self, 1))
        column.addLayout(self._list)
        column.addStretch(1)
        self._scroll.setWidget(self._inner)
        self._then = QScrollArea(self)
        self._then.setWidgetResizable(True)
        self._then.setFrameShape(QFrame.Shape.NoFrame)
        self._then.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._then.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        said = QWidget(self._then)
        self._then.setWidget(said)
        for part in (self._scroll.viewport(), self._inner, self._then.viewport(), said):
            part.setAutoFillBackground(False)
        self.tier = Banner("none", "", "", said)
        self.tier.hide()
        self._result = QVBoxLayout(said)
        self._result.setContentsMargins(0, 0, px(self, 10), 0)
        self._result.setSpacing(px(self, 3))
        self.body.setSpacing(px(self, 6))
        self.body.addLayout(head)
        self.body.addWidget(StyledLabel(explain, "secondary", self))
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._then)
        self.setAccessibleName(self.tr("What if: not saved"))
        self.close_button.clicked.connect(self.put_away)
        self.reset.clicked.connect(self._on_reset)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.put_away)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A broken edge: what is in here is not the record."""
        super().paintEvent(event)
        painter = begin(self)
        pen = QPen(current_theme().colour("soon"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawPath(rounded(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(self, 12)))
        painter.end()

    # --- showing

    def _fill(self) -> None:
        self._close_cell()
        clear(self._list)
        self.rows = {}
        # What is tried out stays on the list, also when it matters no longer.
        self._tried = {one.key: one for one in answers_that_matter(self._model.assessment)}
        for tried in self._tried.values():
            row = LineButton(tried.item.label, self._inner, icon_name="chevron_right", quiet=self._words(tried))
            row.setProperty("key", tried.key)
            row.setToolTip(self.tr("Try another answer"))
            row.clicked.connect(self._on_row_clicked)
            self.rows[tried.key] = row
            self._list.addWidget(row)
            row.show()
        self._show_result()

    def _words(self, tried: TriedAnswer) -> str:
        given = tried.answer or self.tr("not answered")
        if tried.key not in self.changes:
            return given
        now = answer_words(tried.item, self.changes[tried.key]) or self.tr("not answered")
        return self.tr("if: {now} (is: {given})").format(now=now, given=given)

    def _show_result(self) -> None:
        self._result.removeWidget(self.tier)
        clear(self._result)
        self.reset.setVisible(bool(self.changes))
        self.tier.hide()
        self._then.setVisible(bool(self.changes))
        if not self.changes:
            return
        view = try_answers(self._model.assessment, self.changes, self._model.intake.reviews)
        self._result.addWidget(self._line(self.tr("Then"), "strong"))
        if view.tier:
            word = tier_word(view.tier) or self.tr("No flag")
            self.tier.show_message(view.tier, view.tier_words if view.tier != "none" else word)
            self._result.addWidget(self.tier)
            self.tier.show()
        if view.drivers:
            self._result.addWidget(self._drivers(view.drivers))
        for text in self._sentences(view):
            self._result.addWidget(self._line(text, "body"))
        for place in range(self._result.count()):
            entry = self._result.itemAt(place)
            line = entry.widget() if entry is not None else None
            if line is not None:
                line.show()  # at once: what is hidden has no height
        self._fit_result()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_result()

    def _fit_result(self) -> None:
        """As high as what it says, and at most half of the panel: the answers need the rest."""
        width = self._then.viewport().width()
        wanted = self._result.totalHeightForWidth(width) if self._result.hasHeightForWidth() else 0
        wanted = max(wanted, self._result.sizeHint().height() if not wanted else 0)
        self._then.setFixedHeight(min(wanted + px(self, 4), max(self.height() // 2 - px(self, 30), px(self, 60))))

    def _sentences(self, view: WhatIfView) -> tuple[str, ...]:
        if view.is_empty:
            return (self.tr("Nothing would change."),)
        lead = (view.lead,) if view.lead else ()
        return (*view.flags, *lead, *view.consider, *view.programme)

    def _drivers(self, shifts: tuple[DriverShift, ...]) -> QWidget:
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(self, 10))
        grid.setVerticalSpacing(px(self, 2))
        grid.setColumnStretch(1, 1)
        for number, shift in enumerate(shifts):
            role = driver_role(shift.driver)
            letter = StyledLabel(shift.driver, "strong", holder, role=role, wraps=False)
            grid.addWidget(letter, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(StyledLabel(shift.band, "body", holder, role=role), number, 1)
            points = self.tr("{points} points").format(points=shift.points)
            grid.addWidget(StyledLabel(points, "strong", holder, wraps=False), number, 2, Qt.AlignmentFlag.AlignTop)
            letter.setAccessibleName(shift.title)
            letter.setToolTip(shift.title)
        return holder

    def _line(self, text: str, kind: str) -> StyledLabel:
        return StyledLabel(text, kind, self)

    def _close_cell(self) -> None:
        holder, self._cell_holder = self._cell_holder, None
        self._cell, self._cell_key = None, ""
        if holder is not None:
            self._list.removeWidget(holder)
            holder.hide()
            holder.deleteLater()

    # --- what a person did

    @Slot()
    def _on_row_clicked(self) -> None:
        key = str(self.sender().property("key"))
        if key == self._cell_key:
            self._close_cell()
        else:
            self.show_field(key)

    @Slot(object)
    def _on_value_changed(self, value: object) -> None:
        key = self._cell_key
        if value == self._model.assessment.response.value(key):
            self.changes.pop(key, None)
        else:
            self.changes[key] = value  # type: ignore[assignment]
        self.rows[key].set_quiet(self._words(self._tried[key]), is_answer=key in self.changes)
        self._show_result()

    @Slot()
    def _on_reset(self) -> None:
        self.changes = {}
        self._fill()
        next(iter(self.rows.values()), self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_changed(self) -> None:
        """A real answer has changed: what was tried was tried on other ground."""
        if not self.isHidden():
            self.changes = {}
            self._fill()
