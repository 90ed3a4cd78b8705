"""All of today's handouts to one printer, one after the other: how far it is, and a way to stop."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSettings, QThreadPool, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.background import BackgroundTask
from desktop.clinic import Clinic
from desktop.consult.papers import FinishedPaper, SizeName
from desktop.consult.printer_choice import PrinterChoice, has_printer
from desktop.consult.printing import PAPER_SIZE, PrintJob, prepare
from desktop.consult.signed_papers import note_paper
from desktop.reception.scrolling_part import ScrollingPart
from desktop.reception.todays_handouts import HandoutLine, handout, todays_handouts
from desktop.theme import px
from desktop.widgets.buttons import LinkButton, PrimaryButton
from desktop.widgets.card import Card
from desktop.widgets.check_rows import CheckRows
from desktop.widgets.date_text import date_words
from desktop.widgets.notice import Notice
from desktop.widgets.page_title import PageTitle
from desktop.widgets.styled_label import StyledLabel
from forms.errors import SciaticaIntakeError


class HandoutsPage(QWidget):
    """Signals:
    back_requested: to the day list.
    """

    back_requested = Signal()

    def __init__(self, clinic: Clinic, today: Callable[[], date], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._clinic, self._today = clinic, today
        self._lines: dict[str, HandoutLine] = {}
        self._queue: list[HandoutLine] = []
        self._sent, self._wanted = 0, 0
        self._not_sent: list[str] = []
        self._is_stopped = False
        self._printer: QPrinter | None = None
        self._job: PrintJob | None = None
        self.printers = PrinterChoice(self)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        title = PageTitle(self.tr("Today's handouts"), self.tr("Each is printed as it was signed."), self)
        self.said = Notice("none", "", "", self)
        self.said.hide()
        self._card = Card("", self, margin=12)
        self.rows: CheckRows | None = None
        self._others = StyledLabel("", "body", self, role="text_quiet")
        self._looking = StyledLabel(self.tr("Looking…"), "body", self, role="text_quiet")
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(self, 8), 0)
        column.setSpacing(px(self, 12))
        for widget in (title, self.said, self._looking, self._card, self._others):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = ScrollingPart(self)
        scroll.setWidget(inside)
        back = LinkButton(self.tr("Back to the day list"), self, icon_name="arrow_left")
        self._progress = StyledLabel("", "secondary", self, wraps=False)
        self.stop = LinkButton(self.tr("Stop printing"), self)
        self.go = PrimaryButton(self.tr("Print"), self)
        self.go.setToolTip(self.tr("Ctrl+Enter"))
        foot = QHBoxLayout()
        foot.setSpacing(px(self, 12))
        foot.addWidget(back)
        foot.addStretch(1)
        foot.addWidget(self._progress)
        foot.addWidget(self.stop)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 12))
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)
        back.clicked.connect(self.back_requested)
        self.go.clicked.connect(self.press_primary)
        self.stop.clicked.connect(self.stop_printing)
        self._show_progress("")

    # --- what is there

    def begin(self) -> None:
        """Look at the day, away from the window; a printing that is on its way goes on."""
        if self._is_busy:
            return
        self.said.hide()
        self._look()

    def _look(self) -> None:
        clinic, today = self._clinic, self._today()

        def look() -> tuple[HandoutLine, ...]:
            return todays_handouts(clinic, today)

        self._looking.show()
        self.go.setEnabled(False)
        task = BackgroundTask(look, self)
        task.succeeded.connect(self._on_found)
        task.failed.connect(self._on_look_failed)
        task.start(self._pool)

    @Slot(object)
    def _on_found(self, lines: tuple[HandoutLine, ...]) -> None:
        self._looking.hide()
        self._lines = {line.encounter_id: line for line in lines if not line.why_not}
        if self.rows is not None:
            self.rows.hide()
            self.rows.deleteLater()
            self.rows = None
        if self._lines:
            names = [(key, self._name(line)) for key, line in self._lines.items()]
            self.rows = CheckRows(names, self.tr("Handouts to print"), self._card, keys=False)
            self.rows.set_chosen(tuple(self._lines))
            self.rows.changed.connect(self._on_chosen)
            self._card.body.addWidget(self.rows)
        self._card.setVisible(bool(self._lines))
        others = [f"{self._name(line)}: {self._why(line.why_not)}" for line in lines if line.why_not]
        if others:
            self._others.setText("\n".join([self.tr("Not among them:"), *others]))
        elif not lines:
            self._others.setText(self.tr("Nobody has been here today."))
        self._others.setVisible(bool(others) or not lines)
        self._show_go()
        if self.rows is not None and self.isVisible():
            self.rows.focus_first()

    @Slot(object)
    def _on_look_failed(self, error: Exception) -> None:
        if not isinstance(error, SciaticaIntakeError):
            raise error
        self._looking.hide()
        self._say("urgent", self.tr("The day could not be read."), str(error))

    def _name(self, line: HandoutLine) -> str:
        words = self.tr("{name}, born {day}")
        return words.format(name=line.patient.display_name, day=date_words(line.patient.birth_date))

    def _why(self, why_not: str) -> str:
        words = {
            "not signed": self.tr("not signed"),
            "warnings are open": self.tr("warnings are open"),
            "changed since it was signed": self.tr("changed since it was signed"),
            "the rules are past their review date": self.tr("the rules are past their review date"),
            "printed already; print it again where it was signed": self.tr(
                "printed already; print it again where it was signed"
            ),
        }
        return words[why_not]

    @Slot(object)
    def _on_chosen(self, _codes: object) -> None:
        self._show_go()

    def _chosen(self) -> list[HandoutLine]:
        return [self._lines[key] for key in self.rows.chosen()] if self.rows is not None else []

    def _show_go(self) -> None:
        count = len(self._chosen())
        words = self.tr("Print 1 handout") if count == 1 else self.tr("Print %n handouts", "", count)
        self.go.setText(words if count else self.tr("Print"))
        self.go.setEnabled(bool(count) and not self._is_busy)
        self.go.updateGeometry()
        if self.rows is not None:
            self.rows.setEnabled(not self._is_busy)

    @property
    def _is_busy(self) -> bool:
        return self._printer is not None

    # --- printing

    @Slot()
    def press_primary(self) -> None:
        """Ask which printer, then send one handout after the other."""
        chosen = self._chosen()
        if not chosen or self._is_busy:
            return
        printer = self.ask_printer()
        if printer is None:
            return
        self._printer, self._queue = printer, chosen
        self._sent, self._wanted, self._not_sent, self._is_stopped = 0, len(chosen), [], False
        self.said.hide()
        self._show_go()
        self._next()

    def ask_printer(self) -> QPrinter | None:
        """The printer a person chose; None when there is none, or they thought better of it."""
        if not has_printer():
            self._say("soon", self.tr("No printer is set up on this computer."), "")
            return None
        printer = self.printers.ask()
        if printer is None:
            self._say("none", self.tr("Not printed."), "")
        return printer

    def hideEvent(self, event: QHideEvent) -> None:
        """Locked while the dialog asks: it goes too, or it would stand over the lock."""
        self.printers.dismiss()
        super().hideEvent(event)

    @Slot()
    def stop_printing(self) -> None:
        """No further handout; the one on its way is stopped after its page."""
        self._is_stopped = True
        if self._job is not None:
            self._job.stop()

    def _next(self) -> None:
        if not self._queue or self._is_stopped:
            self._end()
            return
        line, today, clinic = self._queue.pop(0), self._today(), self._clinic
        size: SizeName = "Letter" if str(QSettings().value(PAPER_SIZE, "A4")) == "Letter" else "A4"
        number = self._wanted - len(self._queue)
        words = self.tr("{number} of {count}: {name}")
        self._show_progress(words.format(number=number, count=self._wanted, name=line.patient.display_name))

        def make() -> tuple[HandoutLine, FinishedPaper | SciaticaIntakeError]:
            try:
                return line, handout(clinic, line, today, size)
            except SciaticaIntakeError as error:
                return line, error

        task = BackgroundTask(make, self)
        task.succeeded.connect(self._on_made)
        task.failed.connect(self._on_failed)
        task.start(self._pool)

    @Slot(object)
    def _on_made(self, made: tuple[HandoutLine, FinishedPaper | SciaticaIntakeError]) -> None:
        line, paper = made
        if not isinstance(paper, FinishedPaper):
            self._not_sent.append(f"{self._name(line)}: {paper}")
            self._next()
            return
        if self._is_stopped or self._printer is None:
            self._end()
            return
        self._line, self._paper = line, paper
        # Each is a job of its own: with both sides printed, everybody begins on a fresh sheet.
        prepare(self._printer, paper)
        self._job = PrintJob(self._printer, paper, self._pool, self)
        self._job.finished.connect(self._on_printed)
        self._job.failed.connect(self._on_print_failed)
        self._job.start()

    @Slot()
    def _on_printed(self) -> None:
        self._let_job_go()
        self._sent += 1
        try:
            note_paper(self._clinic, self._line.encounter_id, self._paper, "printed")
        except SciaticaIntakeError as error:
            self._not_sent.append(f"{self._name(self._line)}: {error}")
        self._next()

    @Slot(str)
    def _on_print_failed(self, words: str) -> None:
        self._let_job_go()
        self._not_sent.append(f"{self._name(self._line)}: {words}")
        self._is_stopped = True
        self._next()

    def _let_job_go(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, SciaticaIntakeError):
            raise error
        self._not_sent.append(str(error))
        self._end()

    def _end(self) -> None:
        left = [f"{self._name(line)}: {self.tr('not printed, you stopped')}" for line in self._queue]
        self._queue, self._printer = [], None
        self._show_progress("")
        self._looking.hide()
        words = self.tr("{sent} of {count} sent to the printer.").format(sent=self._sent, count=self._wanted)
        self._say("soon" if self._not_sent or left else "good", words, "\n".join([*self._not_sent, *left]))
        self._look()

    def _say(self, kind: str, title: str, text: str) -> None:
        self.said.show_message(kind, title, text)
        self.said.show()

    def _show_progress(self, words: str) -> None:
        self._progress.setText(words)
        self._progress.setVisible(bool(words))
        self.stop.setVisible(bool(words))
