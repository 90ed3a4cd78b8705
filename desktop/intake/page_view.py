"""One page of the form: its questions under each other, shown and hidden as answers change."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.fields.body_map import BodyMapField
from desktop.fields.field import BODY_WIDTH, Field
from desktop.fields.make import make_cell, make_field
from desktop.intake.dense_rows import Pair, dense_rows
from desktop.intake.dense_table import DenseTable
from desktop.intake.intake_model import IntakeModel
from desktop.intake.scan_block import SCANS
from desktop.theme import current_theme, px
from desktop.widgets.buttons import LinkButton, QuietButton
from desktop.widgets.card import Card
from desktop.widgets.issue_label import Severity
from desktop.widgets.page_title import PageTitle
from desktop.widgets.styled_label import StyledLabel
from forms.checking import entry_numbers
from forms.questionnaire import Block, Item, Page
from forms.response import Value, entry_key

_SEVERITY: Mapping[str, Severity] = {"error": "error", "warning": "warning", "note": "information"}


# An examination is a table, not lines to read.
_TABLE_WIDTH = 1080


class _BlockParts(Struct):
    """What a repeating block is made of on the screen."""

    whole: QWidget
    body: QVBoxLayout
    add: QuietButton


class PageView(QWidget):
    """The fields of one page. It shows and asks; the model holds the answers.

    Signals:
        focus_moved: the keyboard came to a question; carries its key.
        last_finished: Enter was pressed in the last question.
    """

    focus_moved = Signal(str)
    last_finished = Signal()

    def __init__(self, page: Page, model: IntakeModel, parent: QWidget | None = None, *, touch: bool = False) -> None:
        super().__init__(parent)
        if touch:
            self.setFont(current_theme().font("patient_body"))
        self.page = page
        self._model = model
        self._touch = touch
        self._fields: dict[str, Field] = {}
        self._keys: dict[Field, str] = {}
        self._given_here: dict[str, Value | None] = {}
        self._cards: dict[tuple[str, int], Card] = {}
        self._blocks: dict[str, _BlockParts] = {}
        self._table: DenseTable | None = None
        self._shown_side = ""
        self._only: frozenset[str] | None = None
        self._says_required = False
        self._withheld: StyledLabel | None = None
        self._build()
        model.answer_changed.connect(self._on_answer_changed)
        model.shown_changed.connect(self._on_shown_changed)
        model.issues_changed.connect(self._on_issues_changed)
        model.assessed.connect(self._on_assessed)
        self._show_issues()

    # --- what the intake page asks

    def field(self, key: str) -> Field | None:
        return self._fields.get(key)

    def shown_keys(self) -> tuple[str, ...]:
        """The keys on view, from top to bottom."""
        return tuple(key for key in self._fields if self._is_shown(key))

    def show_group(self, link_ids: tuple[str, ...]) -> None:
        """Show these questions alone, as far as they are asked."""
        self._only = frozenset(link_ids)
        for key, field in self._fields.items():
            field.setVisible(self._is_shown(key))
        for block in self.page.blocks:
            self._show_block(block)

    def _is_shown(self, key: str) -> bool:
        is_here = self._only is None or key.rsplit("/", 1)[-1] in self._only
        return is_here and self._model.is_shown(key) and not self._would_tell(key)

    def _would_tell(self, key: str) -> bool:
        """Whether the question's mere presence would tell the desk an answer that it is not to read."""
        enable_when = self._model.item(key).enable_when
        return enable_when is not None and any(self._is_withheld(read) for read in enable_when.reads)

    def _is_withheld(self, key: str) -> bool:
        """The front desk may ask a delicate question, and does not read what somebody else has answered to it."""
        if not self._model.is_delicate(key):
            return False
        value = self._model.value(key)
        return value is not None and self._given_here.get(key) != value

    def focus(self, key: str) -> bool:
        """Put the keyboard into one question; False when it is not here."""
        field = self._fields.get(key)
        if field is None or not self._is_shown(key):
            return False
        field.focus_first()
        return True

    def focus_first(self) -> None:
        for key in self.shown_keys():
            if not self._model.item(key).is_derived:
                self._fields[key].focus_first()
                return

    def say_required(self) -> None:
        """From now on, say beside each question that it needs an answer: somebody tried to go on."""
        self._says_required = True
        self._show_issues()

    def commit(self) -> None:
        """Take what is half typed as meant."""
        for field in self._fields.values():
            field.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short: a wrapped label is measured at the width of its column, so the column must not be wider."""
        super().resizeEvent(event)
        widest = _TABLE_WIDTH if self._is_dense else BODY_WIDTH
        spare = max(px(self, 8), event.size().width() - px(self, widest))
        left = spare // 2 if self._touch else 0
        margins = self._column.contentsMargins()
        if margins.right() != spare - left:
            self._column.setContentsMargins(left, 0, spare - left, px(self, self._foot))

    @property
    def _is_dense(self) -> bool:
        """Whether this page is a physio's table of tests."""
        return self.page.stage == "examination" and not self._touch

    @property
    def _foot(self) -> int:
        """The room under the last question; a page that should fit one screen has little."""
        return 4 if self._is_dense or self._touch else 24

    # --- building

    def _build(self) -> None:
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, px(self, 8), px(self, self._foot))
        layout.setSpacing(px(self, 24))
        if not self._touch:  # there the words about progress name the page
            layout.addWidget(PageTitle(self.page.title, self.page.intro, self))
        if self._is_dense:
            layout.setSpacing(px(self, 2))
            self._place_table(layout)
            layout.addStretch(1)
            return
        blocks = {block.id: block for block in self.page.blocks}
        placed: set[str] = set()
        is_withheld = False
        for link_id in self.page.items:
            item = self._model.questionnaire.items[link_id]
            if item.block:
                if item.block not in placed:
                    placed.add(item.block)
                    self._place_block(blocks[item.block], layout)
            elif item.is_derived:
                continue
            elif self._model.clinic.may_answer(item, self._model.role):
                self._place_field(link_id, layout)
            elif item.private:
                is_withheld = True
        if is_withheld:
            words = self.tr("Some questions are private. The physio or the patient's own screen asks them.")
            self._withheld = StyledLabel(words, "secondary", self)
            layout.addWidget(self._withheld)
        layout.addStretch(1)

    def _place_table(self, layout: QVBoxLayout) -> None:
        """Tests of both sides as rows with two columns, the others below them."""
        self._table = table = DenseTable(self)
        asked = [
            self._worded(key)
            for key in self.page.items
            if self._model.clinic.may_answer(self._model.item(key), self._model.role)
        ]
        for row in dense_rows(tuple(asked)):
            fields = [self._take(item.link_id, self._cell(item, table)) for item in row.items]
            if isinstance(row, Pair):
                table.add_pair(fields[0], fields[1], row.label, hint=row.hint, run=row.run, caption=row.caption)
            else:
                table.add_one(fields[0], row.label, hint=row.hint, leads=row.leads)
        self._show_sides()
        layout.addWidget(table)

    def _cell(self, item: Item, table: DenseTable) -> Field:
        return make_cell(item, table, today=self._model.response.authored)

    def _worded(self, key: str) -> Item:
        return replace(self._model.item(key), label=self._model.label(key))

    def _place_field(self, key: str, layout: QVBoxLayout) -> None:
        today = self._model.response.authored
        field = make_field(self._worded(key), self, today=today, touch=self._touch)
        layout.addWidget(self._take(key, field))

    def _show_answer(self, key: str, field: Field) -> None:
        is_withheld = self._is_withheld(key)
        field.set_value(None if is_withheld else self._model.value(key))
        field.show_withheld(is_withheld)

    def _take(self, key: str, field: Field) -> Field:
        """From now on this field stands for this key."""
        self._fields[key] = field
        self._keys[field] = key
        self._show_answer(key, field)
        field.show_read_aloud(self._model.role == "reception")
        field.setVisible(self._is_shown(key))
        field.value_changed.connect(self._on_value_changed)
        field.value_typed.connect(self._on_value_typed)
        field.finished.connect(self._on_finished)
        self._watch_focus(field)
        if isinstance(field, BodyMapField):
            field.set_side(self._side())
        return field

    def _watch_focus(self, field: Field) -> None:
        for child in (field, *field.findChildren(QWidget)):
            if child.focusPolicy() != Qt.FocusPolicy.NoFocus:
                child.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            field = self._field_around(watched)
            if field is not None:
                self.focus_moved.emit(self._keys[field])
        return super().eventFilter(watched, event)

    def _field_around(self, watched: QObject | None) -> Field | None:
        while watched is not None and watched is not self:
            if isinstance(watched, Field) and watched in self._keys:
                return watched
            watched = watched.parent()
        return None

    # --- repeating blocks

    def _place_block(self, block: Block, layout: QVBoxLayout) -> None:
        whole = QWidget(self)
        inner = QVBoxLayout(whole)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(self, 16))
        if block.id == SCANS and not self._touch:
            self.read_report = QuietButton(self.tr("Read a report"), whole, icon_name="document")
            self.read_report.setToolTip(self.tr("Paste a report or open a PDF, and confirm what it says"))
            self.read_report.clicked.connect(self._on_read_report_clicked)
            inner.addWidget(self.read_report, 0, Qt.AlignmentFlag.AlignLeft)
        body = QVBoxLayout()
        body.setSpacing(px(self, 16))
        inner.addLayout(body)
        words = self.tr("Add another: {what}").format(what=block.entry_title.lower())
        add = QuietButton(words, whole, icon_name="plus")
        add.setProperty("block", block.id)
        add.clicked.connect(self._on_add_clicked)
        inner.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(whole)
        self._blocks[block.id] = _BlockParts(whole, body, add)
        self._show_block(block)

    def _show_block(self, block: Block) -> None:
        """Every entry the form asks for has a card; a block that does not apply is not there."""
        numbers = entry_numbers(self._model.assessment.facts, block)
        parts = self._blocks[block.id]
        is_here = self._only is None or not self._only.isdisjoint(block.items)
        parts.whole.setVisible(bool(numbers) and is_here)
        for number in numbers:
            if (block.id, number) not in self._cards:
                self._place_entry(block, number)
        cards = [number for name, number in self._cards if name == block.id]
        for number in cards:
            self._show_entry(block, number)
        parts.add.setVisible(len(cards) < block.most)

    def _place_entry(self, block: Block, number: int) -> None:
        place = len([key for key in self._cards if key[0] == block.id]) + 1
        card = Card(f"{block.entry_title} {place}", self)
        self._cards[block.id, number] = card
        for link_id in block.items:
            if self._model.clinic.may_answer(self._model.questionnaire.items[link_id], self._model.role):
                self._place_field(entry_key(block.id, number, link_id), card.body)
        row = QHBoxLayout()
        row.addStretch(1)
        remove = LinkButton(self.tr("Remove"), card)
        remove.setAccessibleName(self.tr("Remove {what}").format(what=card.title.text()))
        remove.setProperty("block", block.id)
        remove.setProperty("number", number)
        remove.clicked.connect(self._on_remove_clicked)
        row.addWidget(remove)
        card.body.addLayout(row)
        self._blocks[block.id].body.addWidget(card)
        self._show_entry(block, number)

    def _show_entry(self, block: Block, number: int) -> None:
        for link_id in block.items:
            key = entry_key(block.id, number, link_id)
            field = self._fields.get(key)
            if field is not None:
                field.setVisible(self._is_shown(key))

    @Slot()
    def _on_add_clicked(self) -> None:
        block = self._model.questionnaire.blocks[self.sender().property("block")]
        numbers = [number for name, number in self._cards if name == block.id]
        if len(numbers) >= block.most:
            return
        number = max(self._model.next_entry(block.id), *(one + 1 for one in numbers))
        self._place_entry(block, number)
        for link_id in block.items:
            field = self._fields.get(entry_key(block.id, number, link_id))
            if field is not None and field.isVisibleTo(self):
                field.focus_first()
                return

    @Slot()
    def _on_read_report_clicked(self) -> None:
        # Seldom needed, and brings the reading of PDFs.
        from desktop.intake.report_reader import ReportReader

        ReportReader(self._model, self.window()).open()

    @Slot()
    def _on_remove_clicked(self) -> None:
        sender = self.sender()
        block_id, number = sender.property("block"), sender.property("number")
        card = self._cards.pop((block_id, number))
        prefix = f"{block_id}/{number}/"
        for key in [key for key in self._fields if key.startswith(prefix)]:
            self._keys.pop(self._fields.pop(key))
        self._model.remove_entry(block_id, number)
        card.hide()
        card.deleteLater()

    # --- the model speaks

    @Slot(object)
    def _on_value_changed(self, value: object) -> None:
        field = self.sender()
        assert isinstance(field, Field)
        self._given_here[self._keys[field]] = value  # type: ignore[assignment]
        self._model.give(self._keys[field], value)  # type: ignore[arg-type]

    @Slot(object)
    def _on_value_typed(self, value: object) -> None:
        field = self.sender()
        assert isinstance(field, Field)
        self._given_here[self._keys[field]] = value  # type: ignore[assignment]
        self._model.keep(self._keys[field], value)  # type: ignore[arg-type]

    @Slot()
    def _on_finished(self) -> None:
        """Enter goes to the next question; from the last one it goes on."""
        field = self.sender()
        assert isinstance(field, Field)
        below = self._table.after(field) if self._table is not None else None
        if below is not None:
            below.focus_first()
            return
        if self._table is not None:
            self.last_finished.emit()
            return
        keys = self.shown_keys()
        here = keys.index(self._keys[field])
        if here + 1 < len(keys):
            self._fields[keys[here + 1]].focus_first()
        else:
            self.last_finished.emit()

    @Slot(str)
    def _on_answer_changed(self, key: str) -> None:
        field = self._fields.get(key)
        if field is not None:
            self._show_answer(key, field)

    @Slot(object)
    def _on_shown_changed(self, keys: frozenset[str]) -> None:
        for key in keys:
            field = self._fields.get(key)
            if field is not None:
                field.setVisible(self._is_shown(key))

    def _side(self) -> str:
        side = self._model.value(self._model.questionnaire.side_item)
        return side if isinstance(side, str) else ""

    def _show_sides(self) -> None:
        """The body charts and the table say which side hurts, as it stands now."""
        side = self._side()
        if side == self._shown_side:
            return
        self._shown_side = side
        if self._table is not None:
            self._table.set_painful(side)
        for field in self._fields.values():
            if isinstance(field, BodyMapField):
                field.set_side(side)

    @Slot(object)
    def _on_assessed(self, _assessment: object) -> None:
        self._show_sides()
        for block in self.page.blocks:
            self._show_block(block)

    @Slot(object)
    def _on_issues_changed(self, _issues: object) -> None:
        self._show_issues()

    def _show_issues(self) -> None:
        for key, field in self._fields.items():
            issues = [one for one in self._model.issues_of(key) if one.code != "required" or self._says_required]
            if issues:
                field.show_issue(issues[0].text, _SEVERITY[issues[0].severity])
            else:
                field.clear_issue()
