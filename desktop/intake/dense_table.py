"""A physio's page of tests as one table: labels left of the controls, the patient's left and right side by side.

Tests of both sides come first, one row each; the others follow, two to a line where there is room. The table lays
itself out: a page of fifty cells must come up at once, and nested layouts would ask every one of them dozens of times.
"""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct, field
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.fields.field import Field
from desktop.theme import current_theme, px
from desktop.widgets.issue_label import IssueLabel
from desktop.widgets.painting import begin, box, rounded
from desktop.widgets.styled_label import StyledLabel

# Lengths on the grid, for this widget's own font.
_LINE_GAP = 3
_RUN_GAP = 8
_GAP = 16
_LABEL = 330
_LEAST_LABEL = 130
_TWO_TO_A_LINE = 860
_WRITING = 280
_MOVES = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}


class _Row(Struct):
    """One test: its words, one control or one for each side, and what is wrong with them."""

    fields: tuple[Field, ...]
    label: StyledLabel
    hint: StyledLabel | None
    run: int
    caption: StyledLabel | None = None
    sides: tuple[StyledLabel, ...] = ()
    issue: IssueLabel | None = None
    area: QRect = field(default_factory=QRect)

    @property
    def is_shown(self) -> bool:
        return any(not one.isHidden() for one in self.fields)


class _Shape(NamedTuple):
    """How the rows of both sides stand: label beside or above, sides as columns or under one another."""

    width: int
    label: int
    cell: int
    starts: tuple[int, int]
    is_beside: bool
    has_columns: bool


class DenseTable(QWidget):
    """Put rows into it with `add_pair` and `add_one`.

    Arrows and Tab go across, Enter goes down: all of one side, then all of the other.
    """

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._pairs: list[_Row] = []
        self._leads: list[_Row] = []
        self._ones: list[_Row] = []
        self._heads = tuple(StyledLabel("", "strong", self) for _side in range(2))
        self._arranged = -1
        self._height = 0
        # Not Minimum: the hint's height is that of another width, and would make the page scroll for nothing.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_painful("")

    # --- what stands in it

    def add_pair(self, left: Field, right: Field, label: str, *, hint: str, run: int, caption: str = "") -> None:
        """A test of both sides. Rows of one `run` belong together; `caption` stands above the first of them."""
        row = self._row((left, right), label, hint, run)
        if caption:
            row.caption = StyledLabel(caption, "strong", self)
        row.sides = tuple(StyledLabel(words, "secondary", self, wraps=False) for words in self._side_words())
        self._pairs.append(row)

    def add_one(self, one: Field, label: str, *, hint: str, leads: bool = False) -> None:
        """A test without a side; a field that is not bare brings its own label. `leads`: above the tests of sides."""
        row = self._row((one,), label if one.bare else "", hint if one.bare else "", 0)
        (self._leads if leads else self._ones).append(row)

    def _row(self, fields: tuple[Field, ...], label: str, hint: str, run: int) -> _Row:
        words = StyledLabel(label, "body", self)
        more = StyledLabel(hint, "secondary", self) if hint else None
        for one in fields:
            one.installEventFilter(self)
            one.issue_changed.connect(self._on_issue_changed)
            for child in one.findChildren(QWidget):
                if child.focusPolicy() != Qt.FocusPolicy.NoFocus:
                    child.installEventFilter(self)
        return _Row(fields, words, more, run)

    def set_painful(self, side: str) -> None:
        """Say in words which side hurts: L, R, or both."""
        marks = {"L": (True, False), "R": (False, True), "both": (True, True)}.get(side, (False, False))
        for head, words, hurts in zip(self._heads, self._side_words(), marks, strict=True):
            head.setText(self.tr("{side} · painful").format(side=words) if hurts else words)
        self._forget()

    def painful_words(self) -> tuple[str, str]:
        """What stands above the two columns."""
        return self._heads[0].text(), self._heads[1].text()

    def _side_words(self) -> tuple[str, str]:
        return self.tr("Left"), self.tr("Right")

    def _rows(self) -> Iterator[_Row]:
        yield from self._leads
        yield from self._pairs
        yield from self._ones

    def after(self, one: Field) -> Field | None:
        """Where Enter goes: down this side's column of the run, then to the other side's, then on."""
        order = self._enter_order()
        place = order.index(one)
        return next((other for other in order[place + 1 :] if not other.isHidden()), None)

    def _enter_order(self) -> list[Field]:
        order: list[Field] = [row.fields[0] for row in self._leads]
        for run in dict.fromkeys(row.run for row in self._pairs):
            rows = [row for row in self._pairs if row.run == run]
            order += [row.fields[0] for row in rows] + [row.fields[1] for row in rows]
        return order + [row.fields[0] for row in self._ones]

    # --- sizes

    def sizeHint(self) -> QSize:
        width = px(self, _TWO_TO_A_LINE)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self, 280), px(self, 40))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, place=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange):
            self._forget()

    def _forget(self) -> None:
        self._arranged = -1
        self.updateGeometry()
        if self.isVisible():
            self._settle()

    def _settle(self) -> None:
        self._arranged = self.width()
        self._height = self._arrange(self.width(), place=True)
        self.update()

    # --- laying out

    def _arrange(self, width: int, *, place: bool) -> int:
        """The height at this width; with `place`, everything is put there as well."""
        if not place and width == self._arranged:
            return self._height
        top = self._arrange_ones(self._leads, width, 0, place=place)
        top = self._arrange_pairs(width, top, place=place)
        bottom = self._arrange_ones(self._ones, width, top, place=place)
        return max(bottom, 1)

    def _arrange_pairs(self, width: int, top: int, *, place: bool) -> int:
        rows = [row for row in self._pairs if row.is_shown]
        for head in self._heads:
            self._put(head, None, place=place)
        for row in self._pairs:
            if not row.is_shown:
                self._put_away(row, place=place)
        if not rows:
            return top
        gap = px(self, _GAP)
        cells = (self._natural(one) for row in rows for one in row.fields)
        cell = max(*cells, *(head.sizeHint().width() for head in self._heads))
        room = width - 2 * (cell + gap)
        wanted = min(max(row.label.sizeHint().width() for row in rows), px(self, _LABEL))
        is_beside = room >= min(wanted, px(self, _LEAST_LABEL + 60))
        has_columns = is_beside or 2 * cell + gap <= width
        label = min(wanted, room) if is_beside else width
        starts = (label + gap, label + 2 * gap + cell) if is_beside else (0, cell + gap)
        if has_columns:
            top = self._arrange_heads(starts, top, cell, place=place)
        run = rows[0].run
        for row in rows:
            if row.run != run:
                top, run = top + px(self, _RUN_GAP), row.run
            shape = _Shape(width, label, cell, starts, is_beside, has_columns)
            top = self._arrange_pair(row, top, shape, place=place)
        return top + px(self, _RUN_GAP)

    def _arrange_heads(self, starts: tuple[int, int], top: int, cell: int, *, place: bool) -> int:
        high = max(head.heightForWidth(cell) for head in self._heads)
        for head, left in zip(self._heads, starts, strict=True):
            self._put(head, QRect(left, top, cell, high), place=place)
        return top + high + px(self, _LINE_GAP)

    def _arrange_pair(self, row: _Row, top: int, shape: "_Shape", *, place: bool) -> int:
        gap = px(self, _LINE_GAP)
        width, label, cell, starts, is_beside, has_columns = shape
        if row.caption is not None:
            high = row.caption.heightForWidth(width)
            self._put(row.caption, QRect(0, top, width, high), place=place)
            top += high + gap
        begins = top
        words = self._words_height(row, label)
        heights = [self._height_of(one, cell if has_columns else width - px(self, 56)) for one in row.fields]
        if is_beside:
            high = max(words, *heights)
            self._put_words(row, QRect(0, top, label, high), words, place=place)
            for one, left, own in zip(row.fields, starts, heights, strict=True):
                self._put(one, QRect(left, top + (high - own) // 2, min(self._natural(one), cell), own), place=place)
            top += high + gap
        else:
            self._put_words(row, QRect(0, top, label, words), words, place=place)
            top += words + gap
            if has_columns:
                for one, left, own in zip(row.fields, starts, heights, strict=True):
                    self._put(one, QRect(left, top, min(self._natural(one), cell), own), place=place)
                top += max(heights) + gap
            else:
                for one, side, own in zip(row.fields, row.sides, heights, strict=True):
                    left = px(self, 56)
                    self._put(side, QRect(0, top, left, min(own, px(self, 28))), place=place)
                    self._put(one, QRect(left, top, min(self._natural(one), width - left), own), place=place)
                    top += own + gap
            top += gap
        if has_columns:
            for side in row.sides:
                self._put(side, None, place=place)
        top = self._arrange_issue(row, starts[0], top, width, place=place)
        if place:
            row.area = QRect(0, begins, width, top - begins)
        return top

    def _arrange_ones(self, ones: list[_Row], width: int, top: int, *, place: bool) -> int:
        rows = [row for row in ones if row.is_shown]
        for row in ones:
            if not row.is_shown:
                self._put_away(row, place=place)
        columns = 2 if width >= px(self, _TWO_TO_A_LINE) else 1
        between = px(self, 32)
        wide = (width - between * (columns - 1)) // columns
        short = [self._natural(row.fields[0]) for row in rows]
        # Controls stand under one another: as far right as the widest of the short ones leaves room for.
        cell = max((one for one in short if one <= wide * 0.6), default=0)
        for start in range(0, len(rows), columns):
            line = rows[start : start + columns]
            bottoms = [
                self._arrange_one(row, QRect(column * (wide + between), top, wide, 0), cell, place=place)
                for column, row in enumerate(line)
            ]
            for column, row in enumerate(line if place else ()):
                row.area = QRect(column * (wide + between), top, wide, max(bottoms) - top)
            top = max(bottoms) + px(self, _LINE_GAP)
        return top

    def _arrange_one(self, row: _Row, room: QRect, cell: int, *, place: bool) -> int:
        one, gap, top = row.fields[0], px(self, _LINE_GAP), room.top()
        natural = self._natural(one)
        label = room.width() - cell - px(self, _GAP)
        is_beside = (natural <= cell and label >= px(self, _LEAST_LABEL)) or not row.label.text()
        if not row.label.text():
            label = 0
            cell = room.width()
        if is_beside:
            wide = min(natural, cell) if row.label.text() else room.width()
            words, own = self._words_height(row, label), self._height_of(one, wide)
            high = max(words, own)
            self._put_words(row, QRect(room.left(), top, label, high), words, place=place)
            left = room.left() + room.width() - cell
            self._put(one, QRect(left, top + (high - own) // 2, wide, own), place=place)
            bottom = top + high + gap
        else:
            words = self._words_height(row, room.width())
            self._put_words(row, QRect(room.left(), top, room.width(), words), words, place=place)
            wide = min(natural, room.width())
            own = self._height_of(one, wide)
            self._put(one, QRect(room.left(), top + words + gap, wide, own), place=place)
            bottom = top + words + own + 3 * gap
        return self._arrange_issue(row, room.left(), bottom, room.right() + 1, place=place)

    def _arrange_issue(self, row: _Row, left: int, top: int, right: int, *, place: bool) -> int:
        if row.issue is None:
            return top
        is_wrong = any(one.issue is not None for one in row.fields)
        high = row.issue.heightForWidth(right - left)
        self._put(row.issue, QRect(left, top, right - left, high) if is_wrong else None, place=place)
        return top + (high + px(self, _LINE_GAP) if is_wrong else 0)

    # --- the parts of a row

    def _natural(self, one: Field) -> int:
        if one.item.type in ("string", "text"):
            return px(self, _WRITING)
        return one.sizeHint().width()

    def _height_of(self, one: Field, width: int) -> int:
        return one.heightForWidth(width) if one.hasHeightForWidth() else one.sizeHint().height()

    def _words_height(self, row: _Row, width: int) -> int:
        if not row.label.text() or width <= 0:
            return 0
        return row.label.heightForWidth(width) + (row.hint.heightForWidth(width) if row.hint else 0)

    def _put_words(self, row: _Row, area: QRect, high: int, *, place: bool) -> None:
        if not row.label.text():
            self._put(row.label, None, place=place)
            return
        if not place:
            return
        own = row.label.heightForWidth(area.width())
        top = area.top() + (area.height() - high) // 2
        self._put(row.label, QRect(area.left(), top, area.width(), own), place=place)
        if row.hint is not None:
            self._put(row.hint, QRect(area.left(), top + own, area.width(), high - own), place=place)

    def _put_away(self, row: _Row, *, place: bool) -> None:
        row.area = QRect()
        for widget in (row.label, row.hint, row.caption, row.issue, *row.sides):
            if widget is not None:
                self._put(widget, None, place=place)

    def _put(self, widget: QWidget, area: QRect | None, *, place: bool) -> None:
        if not place:
            return
        if not isinstance(widget, Field):  # whether a question is asked is the model's to say
            widget.setVisible(area is not None)
        if area is None:
            return
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            area = QRect(self.width() - area.left() - area.width(), area.top(), area.width(), area.height())
        widget.setGeometry(area)

    # --- what is wrong

    @Slot()
    def _on_issue_changed(self) -> None:
        sender = self.sender()
        row = next(row for row in self._rows() if sender in row.fields)
        said = next((one.issue for one in row.fields if one.issue is not None), None)
        if not row.fields[0].bare:
            return
        if said is not None:
            if row.issue is None:
                row.issue = IssueLabel(self)
            row.issue.show_text(*said)
        self._forget()

    # --- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(watched, Field):
            if kind in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.LayoutRequest):
                self._forget()
        elif kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QLineEdit):
            return self._leaves(watched, event) and self._move(event)
        return False

    def _leaves(self, edit: QLineEdit, event: QKeyEvent) -> bool:
        """Whether this arrow has nothing left to do inside the line."""
        is_whole = edit.hasSelectedText() and edit.selectedText() == edit.text()
        if event.key() == Qt.Key.Key_Left:
            return is_whole or (edit.cursorPosition() == 0 and not edit.hasSelectedText())
        if event.key() == Qt.Key.Key_Right:
            return is_whole or (edit.cursorPosition() == len(edit.text()) and not edit.hasSelectedText())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._move(event):
            super().keyPressEvent(event)

    def _move(self, event: QKeyEvent) -> bool:
        step = _MOVES.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        here = next((one for row in self._rows() for one in row.fields if one.isAncestorOf(self.focusWidget())), None)
        target = self._neighbour(here, *step) if here is not None else None
        if target is not None:
            target.focus_first()
        return target is not None

    def _neighbour(self, here: Field, across: int, down: int) -> Field | None:
        """The nearest control in this direction: in the same line for left and right, else the next line's nearest."""
        centre = here.geometry().center()
        found: list[tuple[int, int, Field]] = []
        for row in self._rows():
            for one in row.fields:
                if one is here or one.isHidden():
                    continue
                away = one.geometry().center() - centre
                if down and away.y() * down > here.height() // 2:
                    found.append((abs(away.y()) // max(here.height(), 1), abs(away.x()), one))
                elif across and away.x() * across > 0 and abs(away.y()) <= here.height() // 2:
                    found.append((0, abs(away.x()), one))
        return min(found, key=lambda place: place[:2])[2] if found else None

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet ground under the row that has the keyboard, so that the eye finds its label."""
        focus = self.focusWidget()
        if focus is None or not focus.hasFocus():
            return
        row = next((row for row in self._rows() if any(one.isAncestorOf(focus) for one in row.fields)), None)
        if row is None:
            return
        inset = px(self, 2)
        area = QRectF(row.area).adjusted(-px(self, 6), -inset, px(self, 6), -inset)
        soft = current_theme().colour("accent_soft")
        painter = begin(self)
        box(painter, rounded(area, px(self, 6)), fill=soft, edge=soft)
        painter.end()
