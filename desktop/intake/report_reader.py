"""A radiology report, pasted or from a PDF, beside what it suggests; a person confirms each line, or all stated ones.

Nothing is filled in by itself. What is only probable is confirmed alone, what cannot be told is left blank and says
why, and the check against the report stays the physio's own question.
"""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QKeySequence, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.background import BackgroundTask
from desktop.intake.intake_model import IntakeModel
from desktop.intake.report_rows import (
    BlankRow,
    ReportEntry,
    ReportRow,
    entries_by_level,
    entry_of_report,
    free_entries,
    has_code,
    with_code,
    without_code,
)
from desktop.intake.report_text import ReportUnreadable, check_length, cleaned, read_pdf
from desktop.intake.scan_block import SCANS
from desktop.intake.suggestion_row import SuggestionRow
from desktop.theme import current_theme, px
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from desktop.widgets.file_chooser import FileChooser
from desktop.widgets.notice import Notice
from desktop.widgets.page_title import PageTitle
from desktop.widgets.segmented_row import SegmentedRow
from desktop.widgets.styled_label import StyledLabel
from desktop.widgets.text_box import TextArea
from forms.errors import SciaticaIntakeError
from forms.exchange.imaging_report import Quote, ReportReading, find_conclusion, read_report
from forms.response import entry_key

_WHOLE, _BY_LEVEL = "whole", "by_level"
_SEEN, _TEXT, _COPIED_BY = "img_report_seen", "img_text", "img_copied_by"


class _Line:
    """A row on the screen, and what it writes where."""

    def __init__(self, row: SuggestionRow, writes: dict[str, str], *, is_stated: bool) -> None:
        self.row = row
        self.writes = writes
        self.is_stated = is_stated


class ReportReader(QDialog):
    """One report and its suggestions; `open()` shows it."""

    def __init__(self, model: IntakeModel, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._model = model
        self._text = ""
        self._reading: ReportReading | None = None
        self._lines: list[_Line] = []
        self._numbers: tuple[int, ...] = ()
        self._task: BackgroundTask | None = None
        self._build()
        self._connect()
        self._show_nothing_yet()

    # --- what is asked

    @property
    def rows(self) -> tuple[SuggestionRow, ...]:
        return tuple(line.row for line in self._lines)

    @Slot()
    def read(self) -> None:
        """Read what stands in the box, away from the window."""
        self._read(cleaned(self.text.toPlainText()))

    def read_file(self, path: Path) -> None:
        """Read the text layer of a PDF, away from the window."""
        self._wait(self.tr("Reading the PDF …"))

        def work() -> str:
            return read_pdf(path)

        self._run(work, self._on_pdf_read)

    @Slot()
    def confirm_stated(self) -> None:
        """Write every suggestion that is plainly stated; what is only probable waits for its own button."""
        for line in self._lines:
            if line.is_stated and not line.row.is_confirmed:
                self._write(line)
        self._show_written()

    # --- building

    def _build(self) -> None:
        title = self.tr("Read a report")
        self.setWindowTitle(title)
        intro = self.tr("Paste the wording, or open the report as a PDF. Nothing is filled in until you confirm it.")
        self.text = TextArea(self.tr("The wording of the report"), self, least_lines=8, most_lines=200)
        self.text.setPlaceholderText(self.tr("Paste the report here"))
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.open_pdf = QuietButton(self.tr("Open a PDF"), self, icon_name="document")
        self.read_button = QuietButton(self.tr("Read it"), self, icon_name="search")
        self.read_button.setToolTip(self.tr("Read the wording (Ctrl+Enter)"))
        self._state = StyledLabel("", "secondary", self)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(self, 8))
        buttons.addWidget(self.open_pdf)
        buttons.addWidget(self._state, 1)
        buttons.addWidget(self.read_button)
        left = QVBoxLayout()
        left.setSpacing(px(self, 10))
        left.addWidget(self.text, 1)
        left.addLayout(buttons)
        self.notice = Notice("urgent", "", "", self)
        self.notice.hide()
        self.urgent = Banner("urgent", "", "", self)
        self.urgent.hide()
        self.ways = SegmentedRow(
            [(_WHOLE, self.tr("One entry for the report")), (_BY_LEVEL, self.tr("One entry for each level"))],
            self.tr("How the report is noted"),
            self,
        )
        self.ways.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(px(self, 6))
        inner = QWidget(self)
        holder = QVBoxLayout(inner)
        holder.setContentsMargins(0, 0, px(self, 8), 0)
        holder.addLayout(self._list)
        holder.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        self._inner = inner
        right = QVBoxLayout()
        right.setSpacing(px(self, 8))
        right.addWidget(self.urgent)
        right.addWidget(self.ways)
        right.addWidget(self._scroll, 1)
        halves = QHBoxLayout()
        halves.setSpacing(px(self, 20))
        halves.addLayout(left, 5)
        halves.addLayout(right, 6)
        self.close_button = LinkButton(self.tr("Close"), self)
        self.confirm_all = PrimaryButton("", self)
        foot = QHBoxLayout()
        foot.addWidget(self.close_button)
        foot.addStretch(1)
        foot.addWidget(self.confirm_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(self, 24), px(self, 18), px(self, 24), px(self, 16))
        layout.setSpacing(px(self, 12))
        layout.addWidget(PageTitle(title, intro, self))
        layout.addWidget(self.notice)
        layout.addLayout(halves, 1)
        layout.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(px(self, 1180), room.width()), min(px(self, 700), room.height()))

    def _connect(self) -> None:
        self.open_pdf.clicked.connect(self._on_open_clicked)
        self.read_button.clicked.connect(self.read)
        self.text.textChanged.connect(self._on_text_changed)
        self.ways.chosen.connect(self._on_way_chosen)
        self.confirm_all.clicked.connect(self._on_confirm_all)
        self.close_button.clicked.connect(self.close)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(self._on_ctrl_enter)

    # --- reading

    def _read(self, text: str) -> None:
        try:
            check_length(text)
        except ReportUnreadable as unreadable:
            self._tell(str(unreadable))
            return
        self._text = text
        # What is marked must be what was read, sign by sign.
        self.text.blockSignals(True)
        self.text.setPlainText(text)
        self.text.blockSignals(False)
        today = self._model.response.authored
        self._wait(self.tr("Reading …"))

        def work() -> ReportReading:
            return read_report(text, not_after=today)

        self._run(work, self._on_report_read)

    def _run(self, work: object, done: object) -> None:
        if self._task is not None:
            self._task.cancel()
        task = BackgroundTask(work, self)  # type: ignore[arg-type]
        task.succeeded.connect(done)
        task.failed.connect(self._on_failed)
        self._task = task
        task.start()

    def _wait(self, words: str) -> None:
        self.notice.hide()
        self._state.setText(words)
        for button in (self.open_pdf, self.read_button):
            button.setEnabled(False)

    def _ready(self) -> None:
        self._task = None
        self._state.setText("")
        for button in (self.open_pdf, self.read_button):
            button.setEnabled(True)

    @Slot(object)
    def _on_pdf_read(self, text: object) -> None:
        self._ready()
        self._read(str(text))

    @Slot(object)
    def _on_report_read(self, reading: object) -> None:
        self._ready()
        assert isinstance(reading, ReportReading)
        self._reading = reading
        # For good: what is written meanwhile must not move the rest to another entry.
        self._numbers = free_entries(self._model.response, self._model.questionnaire.blocks[SCANS])
        self.ways.setVisible(len(reading.levels) > 1)
        self.ways.set_code(_WHOLE)
        self._show_reading()
        first = next((line.row.button for line in self._lines if line.row.button is not None), None)
        (first or self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        self._ready()
        if isinstance(error, SciaticaIntakeError):
            self._tell(str(error))
        else:
            self._tell(self.tr("The report could not be read. Fill in the form by hand, as from a report on paper."))

    def _tell(self, words: str) -> None:
        self.notice.show_message("urgent", words)
        self.notice.show()

    # --- showing

    def _show_nothing_yet(self) -> None:
        self._clear()
        words = self.tr("What the report suggests will stand here, each with the words it came from.")
        self._list.addWidget(StyledLabel(words, "secondary", self._inner))
        self.urgent.hide()
        self.ways.hide()
        self._show_foot()

    def _clear(self) -> None:
        self._lines = []
        while self._list.count():
            entry = self._list.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _show_reading(self) -> None:
        reading = self._reading
        assert reading is not None
        self._clear()
        self._show_urgent(reading)
        questionnaire, block = self._model.questionnaire, self._model.questionnaire.blocks[SCANS]
        allowed = [
            link_id
            for link_id in block.items
            if self._model.clinic.may_answer(questionnaire.items[link_id], self._model.role)
        ]
        entries: tuple[ReportEntry, ...] = (entry_of_report(reading, questionnaire, allowed),)
        if self.ways.isVisibleTo(self) and self.ways.code() == _BY_LEVEL:
            entries = entries_by_level(reading, questionnaire, allowed)
        numbers = self._numbers
        if len(numbers) < len(entries):
            room = self.tr("The form has room for {most} scans. Remove one first, or note the report as one entry.")
            self._tell(room.format(most=block.most))
            entries = entries[: len(numbers)]
        urgent = {(blank.item, blank.quotes): blank for entry in entries for blank in entry.blanks if blank.is_urgent}
        for blank in urgent.values():
            self._add_blank(numbers[0], blank)
        for number, entry in zip(numbers, entries, strict=False):
            self._add_entry(number, entry, shows_heading=len(entries) > 1)
        self._add_not_taken(reading)
        self._mark()
        self._show_written()

    def _show_urgent(self, reading: ReportReading) -> None:
        self.urgent.setVisible(reading.has_urgent)
        if reading.has_urgent:
            title = self.tr("A person must read this report now")
            words = self.tr("Some of its words may mean something grave. Show it to a physio before anything else.")
            self.urgent.show_message("urgent", title, words)

    def _add_entry(self, number: int, entry: ReportEntry, *, shows_heading: bool) -> None:
        if shows_heading:
            words = self.tr("{level}, as an entry of its own").format(level=entry.level)
            self._list.addWidget(StyledLabel(words, "section", self._inner))
        if not entry.rows:
            words = self.tr("The report states nothing that the form asks. Read it yourself.")
            self._list.addWidget(StyledLabel(words, "body", self._inner))
        for row in entry.rows:
            self._add_row(number, row)
        self._add_copy(number)
        blanks = [blank for blank in entry.blanks if not blank.is_urgent]
        if blanks:
            heading = self.tr("Left blank, and why")
            self._list.addWidget(StyledLabel(heading, "strong", self._inner))
            for blank in blanks:
                self._add_blank(number, blank)

    def _add_not_taken(self, reading: ReportReading) -> None:
        """What the words could have meant, had the report not denied, doubted or only remembered it."""
        if reading.not_taken:
            heading = self.tr("Read, and not taken as found")
            self._list.addWidget(StyledLabel(heading, "strong", self._inner))
        for one in reading.not_taken:
            words = f"“{one.quote.words}”: {one.because}."
            self._list.addWidget(StyledLabel(words, "secondary", self._inner))

    def _add_row(self, number: int, row: ReportRow) -> None:
        note = row.note or ("" if row.is_stated else self.tr("Check this one in the report before you confirm it."))
        shown = SuggestionRow(row.question, row.answer, row.quotes, self._inner, note=note)
        self._take(shown, {entry_key(SCANS, number, row.item): row.code}, is_stated=row.is_stated)

    def _add_blank(self, number: int, blank: BlankRow) -> None:
        action = self.tr("Note “{answer}”").format(answer=blank.offer_words) if blank.offer else ""
        shown = SuggestionRow(blank.question, "", blank.quotes, self._inner, note=blank.because, action=action)
        writes = {entry_key(SCANS, number, blank.item): blank.offer} if blank.offer else {}
        self._take(shown, writes, is_stated=False)

    def _add_copy(self, number: int) -> None:
        """The conclusion word for word, and who copied it (knowledge base 3.6)."""
        items = self._model.questionnaire.items
        conclusion = find_conclusion(self._text)
        quote = conclusion or Quote(0, len(self._text), self._text.strip())
        whole, part = (items[_SEEN].option(code) for code in ("yes_full", "yes_part"))
        for option in (whole, part):
            if option is not None:
                shown = SuggestionRow(items[_SEEN].label, option.label, (), self._inner)
                self._take(shown, {entry_key(SCANS, number, _SEEN): option.code}, is_stated=False)
        most = items[_TEXT].max_length
        if len(quote.words) > most:
            words = self.tr("Too long to be kept here (at most {most} characters). Copy the conclusion by hand.")
            self._list.addWidget(StyledLabel(words.format(most=most), "secondary", self._inner))
            return
        name = self._model.clinic.user.name
        answer = self.tr("Keep this wording, copied by {name}").format(name=name)
        shown = SuggestionRow(items[_TEXT].label, answer, (quote,), self._inner)
        writes = {
            entry_key(SCANS, number, _TEXT): quote.words,
            entry_key(SCANS, number, _COPIED_BY): name,
        }
        self._take(shown, writes, is_stated=False)

    def _take(self, row: SuggestionRow, writes: dict[str, str], *, is_stated: bool) -> None:
        row.toggled.connect(self._on_toggled)
        row.looked_at.connect(self._on_looked_at)
        self._lines.append(_Line(row, writes, is_stated=is_stated))
        self._list.addWidget(row)

    # --- the words in the report

    def _mark(self, strong: tuple[Quote, ...] = ()) -> None:
        """Every word a suggestion came from, quietly; those of the line one is at, clearly."""
        theme = current_theme()
        soft, clear = QTextCharFormat(), QTextCharFormat()
        soft.setBackground(theme.colour("accent_soft"))
        clear.setBackground(theme.colour("accent"))
        clear.setForeground(QColor(theme.colour("accent_text")))
        marks = []
        for line in self._lines:
            if not any(key.endswith(_TEXT) for key in line.writes):
                marks += [self._selection(quote, soft) for quote in line.row.quotes]
        marks += [self._selection(quote, clear) for quote in strong]
        self.text.setExtraSelections(marks)
        if strong:
            cursor = self._cursor(strong[0])
            cursor.setPosition(cursor.anchor())
            self.text.setTextCursor(cursor)
            self.text.ensureCursorVisible()

    def _selection(self, quote: Quote, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor(quote)
        selection.format = look
        return selection

    def _cursor(self, quote: Quote) -> QTextCursor:
        # Qt counts in UTF-16: a sign beyond the first plane takes two places there, and one in Python.
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(_utf16(self._text[: quote.start]))
        cursor.setPosition(_utf16(self._text[: quote.end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    # --- writing

    def _write(self, line: _Line) -> None:
        for key, code in line.writes.items():
            self._model.give_elsewhere(key, with_code(self._model.item(key), self._model.value(key), code))

    def _take_back(self, line: _Line) -> None:
        for key, code in line.writes.items():
            self._model.give_elsewhere(key, without_code(self._model.item(key), self._model.value(key), code))

    def _show_written(self) -> None:
        model = self._model
        for line in self._lines:
            stands = bool(line.writes) and all(
                has_code(model.item(key), model.value(key), code) for key, code in line.writes.items()
            )
            line.row.show_confirmed(stands)
        # What is written already belongs to one way of noting it.
        self.ways.setEnabled(not any(line.row.is_confirmed for line in self._lines))
        self._show_foot()

    def _show_foot(self) -> None:
        waiting = sum(line.is_stated and not line.row.is_confirmed for line in self._lines)
        has_stated = any(line.is_stated for line in self._lines)
        if waiting:
            self.confirm_all.setText(self.tr("Confirm all that is stated (%n)", "", waiting))
        else:
            self.confirm_all.setText(self.tr("Done") if has_stated else self.tr("Confirm all that is stated"))
        self.confirm_all.setEnabled(has_stated)
        self.confirm_all.updateGeometry()

    # --- what a person did

    @Slot()
    def _on_text_changed(self) -> None:
        if self._reading is not None and cleaned(self.text.toPlainText()) != self._text:
            self._reading = None
            self.text.setExtraSelections([])
            self._show_nothing_yet()

    @Slot()
    def _on_ctrl_enter(self) -> None:
        if self._task is not None:
            return
        if self._reading is None:
            self.read()
        else:
            self._on_confirm_all()

    @Slot()
    def _on_confirm_all(self) -> None:
        if any(line.is_stated and not line.row.is_confirmed for line in self._lines):
            self.confirm_stated()
        elif self._lines:
            self.close()

    @Slot(object)
    def _on_way_chosen(self, _code: object) -> None:
        if self._reading is not None:
            self._show_reading()

    @Slot()
    def _on_toggled(self) -> None:
        line = next((line for line in self._lines if line.row is self.sender()), None)
        if line is None or not line.writes:
            return
        if line.row.is_confirmed:
            self._take_back(line)
        else:
            self._write(line)
        self._show_written()

    @Slot()
    def _on_looked_at(self) -> None:
        line = next((line for line in self._lines if line.row is self.sender()), None)
        if line is not None:
            self._mark(line.row.quotes)

    @Slot()
    def _on_open_clicked(self) -> None:
        chooser = FileChooser(self.tr("Open a report"), self.tr("PDF (*.pdf)"), self)
        chooser.fileSelected.connect(self._on_file_chosen)
        self.finished.connect(chooser.close)
        chooser.open()

    @Slot(str)
    def _on_file_chosen(self, name: str) -> None:
        self.read_file(Path(name))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
