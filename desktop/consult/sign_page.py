"""Signing the programme, seeing the paper, saving it and printing it."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QThreadPool, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.background import BackgroundTask
from desktop.consult.birth_date_form import BirthDateForm
from desktop.consult.columns import clear
from desktop.consult.consult_model import ConsultModel
from desktop.consult.letter_card import LetterCard
from desktop.consult.letter_routes import route_lines
from desktop.consult.letter_words import LETTERS, LetterKind
from desktop.consult.line_button import LineButton
from desktop.consult.obstacles import Obstacle
from desktop.consult.paper_view import PaperView
from desktop.consult.papers import (
    FOR_PATIENTS,
    IN_AN_EMERGENCY,
    NOT_IN_AN_EMERGENCY,
    SIZES,
    FinishedPaper,
    PaperKind,
    PaperOrder,
    SizeName,
    make_paper,
    page_text,
    suggested_file_name,
)
from desktop.consult.papers_card import PapersCard
from desktop.consult.print_check_card import PrintCheckCard
from desktop.consult.printer_choice import PrinterChoice, has_printer
from desktop.consult.printing import PAPER_SIZE, PrintJob, prepare
from desktop.consult.reason_form import ReasonForm
from desktop.consult.signed_papers import paper_again
from desktop.start.form_line import FormLine
from desktop.theme import px
from desktop.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from desktop.widgets.card import Card
from desktop.widgets.check_rows import CheckRows
from desktop.widgets.date_text import date_words
from desktop.widgets.file_chooser import FileChooser
from desktop.widgets.issue_label import IssueLabel
from desktop.widgets.notice import Notice
from desktop.widgets.segmented_row import SegmentedRow
from desktop.widgets.styled_label import StyledLabel
from forms.errors import ContentError, PaperError, SciaticaIntakeError
from forms.records.entries import Document
from forms.translation import ENGLISH, languages, offered
from reports.layouts import STANDARD, layout_for

_PROGRAMME: PaperKind = "programme"
_CARD: PaperKind = "emergency card"
_SUMMARY: PaperKind = "clinician summary"
_BESIDE = 900
_SIDE = 400
_PAPER_HEIGHT = 420
_NO_LIMIT = 16_777_215
_ASKED = "asked"
_INITIALS = "initials"
_COPY_KEPT_MS = 120_000
# Between the codes of two languages that stand beside each other.
_BESIDE_EACH = "+"


class SignPage(QWidget):
    """Save and Print act on the paper on view, and only while it says what stands here now.

    Signals:
    answer_requested: show the question of this key.
    step_requested: another step, where something is to be settled; carries its id.
    told: something was done, or could not be; carries whether it was, and the words.
    """

    answer_requested = Signal(str)
    step_requested = Signal(str)
    told = Signal(bool, str)

    def __init__(self, model: ConsultModel, clock: Callable[[], datetime], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._model = model
        self._clock = clock
        self._paper: FinishedPaper | None = None
        self._making: PaperOrder | None = None
        self._on_view: FinishedPaper | None = None
        self._kind: PaperKind = _PROGRAMME
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._job: PrintJob | None = None
        self._is_printing = False  # from the question which printer until the last page has gone
        self.printers = PrinterChoice(self)
        self._again: FinishedPaper | Document | None = None  # waits for the date of birth
        self._happened = "printed"
        self._copied = ""
        self._forget_copy = QTimer(self)
        self._forget_copy.setSingleShot(True)
        self._forget_copy.setInterval(_COPY_KEPT_MS)
        self._forget_copy.timeout.connect(self._on_copy_over)
        kept = str(QSettings().value(PAPER_SIZE, "A4"))
        self._size: SizeName = "Letter" if kept == "Letter" else "A4"
        files = model.clinic.content.files
        self._spoken = languages(files)
        preferred = offered(model.intake.visit.patient.language, files)
        self._languages: tuple[str, ...] = (preferred,)
        self._layout = layout_for(model.access).id
        self._build()
        self._connect()
        user = model.clinic.user
        self.name.set_text(user.name)
        self.registration.set_text(user.registration)
        self.size_row.set_code(self._size)
        self.kind_row.set_code(self._kind)
        self.language_row.set_code(_BESIDE_EACH.join(self._languages))
        self.layout_row.set_code(self._layout)

    # --- building

    def _build(self) -> None:
        self.state = Notice("none", "", "", self)
        self._obstacles = Card(self.tr("What stands in the way"), self, margin=18)
        self._obstacles.body.setSpacing(px(self, 2))
        holder = QWidget(self._obstacles)
        self._lines = QVBoxLayout(holder)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(px(self, 2))
        self._obstacles.body.addWidget(holder)
        self.asked = CheckRows(
            [(_ASKED, self.tr("I have asked. These answers stay unknown."))],
            self.tr("Blank answers"),
            self._obstacles,
            keys=False,
        )
        self._obstacles.body.addWidget(self.asked)
        self.lift_form = ReasonForm(self._obstacles)
        self.lift_form.hide()
        self._lifted = ""
        self._obstacles.body.addWidget(self.lift_form)
        self._signing = Card(self.tr("Your signature"), self, margin=18)
        self.name = FormLine(self.tr("Name"), self._signing, characters=24)
        self.registration = FormLine(self.tr("Registration number"), self._signing, characters=24)
        self._signing.body.addWidget(self.name)
        self._signing.body.addWidget(self.registration)
        self._paper_card = paper = Card(self.tr("Paper"), self, margin=18)
        self.size_row = SegmentedRow([(size, size) for size in SIZES], self.tr("Paper size"), paper, keys=False)
        self.card = QuietButton(self.tr("Print the emergency card"), paper, icon_name="print")
        paper.body.addWidget(self.size_row)
        only = [(_INITIALS, self.tr("Initials instead of the name"))]
        self.initials = CheckRows(only, self.tr("Name on the paper"), paper, keys=False)
        paper.body.addWidget(self.initials)
        paper.body.addWidget(self.card, 0, Qt.AlignmentFlag.AlignLeft)
        paper.body.addWidget(StyledLabel(self.tr("It can be printed at any time, alone."), "secondary", paper))
        self.papers = PapersCard(self)
        self.birth_date = BirthDateForm(self.papers, today=self._clock().astimezone().date())
        self.birth_date.hide()
        self.papers.body.addWidget(self.birth_date)
        self._column = column = QVBoxLayout()
        column.setSpacing(px(self, 12))
        column.setContentsMargins(0, 0, px(self, 10), 0)
        self.print_check = PrintCheckCard(self)
        self.print_check.hide()
        for part in (self.state, self._obstacles, self._signing, self.print_check, paper, self.papers):
            column.addWidget(part)
        column.addStretch(1)
        inside = QWidget(self)
        inside.setLayout(column)
        self._side = QScrollArea(self)
        self._side.setWidgetResizable(True)
        self._side.setFrameShape(QFrame.Shape.NoFrame)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setWidget(inside)
        self.preview = PaperView(self)
        self._waiting = StyledLabel("", "body", self, role="text_quiet")
        self._right = QWidget(self)
        kinds: tuple[tuple[PaperKind, str], ...] = (
            (_PROGRAMME, self.tr("Patient")),
            (_SUMMARY, self.tr("Summary")),
            ("letter to the GP", self.tr("GP letter")),
            ("referral letter", self.tr("Referral")),
            ("outcome report", self.tr("Outcomes")),
        )
        self.kind_row = SegmentedRow(kinds, self.tr("Paper on view"), self._right, keys=False)
        # Made here, so that Tab comes to it after the choice of paper, wherever it stands.
        self.letter = LetterCard(self)
        self.letter.follow(self.kind_row.buttons[-1])
        self.letter.hide()
        self._column.insertWidget(self._column.indexOf(self._obstacles), self.letter)
        self._paper_column = right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(px(self, 8))
        layouts = (
            (STANDARD.id, self.tr("12 pt")),
            ("large_16", self.tr("16 pt")),
            ("large_18", self.tr("18 pt")),
            ("large_24", self.tr("24 pt")),
            ("easy_read", self.tr("Easy")),
            ("easy_read_18", self.tr("Easy 18 pt")),
            ("high_contrast", self.tr("High contrast")),
        )
        self.layout_row = SegmentedRow(layouts, self.tr("Size of print, or easy read"), self._right, keys=False)
        words = self.tr("The size of print was asked for at the front desk.")
        self._as_asked = StyledLabel(words, "secondary", self._right)
        self._as_asked.hide()
        right.addWidget(self.kind_row)
        self.language_row = SegmentedRow(
            self._language_choices(), self.tr("Language of the paper"), self._right, keys=False
        )
        self.untranslated = IssueLabel(self._right)
        self.untranslated.hide()
        right.addWidget(self.language_row)
        right.addWidget(self.layout_row)
        right.addWidget(self._as_asked)
        right.addWidget(self.untranslated)
        right.addWidget(self._waiting)
        right.addWidget(self.preview, 1)
        self._row = QHBoxLayout()
        self._row.setSpacing(px(self, 20))
        self._row.addWidget(self._side)
        self._row.addWidget(self._right, 1)
        self._progress = StyledLabel("", "secondary", self, wraps=False)
        self.stop = LinkButton(self.tr("Stop printing"), self)
        self.copy = QuietButton(self.tr("Copy the text"), self, icon_name="document")
        self.copy.setToolTip(self.tr("For another program; the clipboard is emptied after two minutes"))
        self.save = QuietButton(self.tr("Save the PDF"), self, icon_name="save")
        self.go = PrimaryButton("", self)
        foot = QHBoxLayout()
        foot.setSpacing(px(self, 12))
        foot.addWidget(self._progress)
        foot.addWidget(self.stop)
        foot.addStretch(1)
        foot.addWidget(self.copy)
        foot.addWidget(self.save)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 12))
        layout.addLayout(self._row, 1)
        layout.addLayout(foot)
        self._show_progress("")

    def _language_choices(self) -> list[tuple[str, str]]:
        """English, every language there are words in, and each of them with English beside it."""
        single = [(ENGLISH, "English"), *((one.code, one.name) for one in self._spoken)]
        both = self.tr("{language} and English")
        return single + [(f"{one.code}{_BESIDE_EACH}{ENGLISH}", both.format(language=one.name)) for one in self._spoken]

    def _connect(self) -> None:
        self.asked.changed.connect(self._on_asked_changed)
        self.lift_form.given.connect(self._on_lift_reason)
        self.size_row.chosen.connect(self._on_size_chosen)
        self.kind_row.chosen.connect(self._on_kind_chosen)
        self.language_row.chosen.connect(self._on_language_chosen)
        self.layout_row.chosen.connect(self._on_layout_chosen)
        self.print_check.reason_given.connect(self._on_let_out)
        self.card.clicked.connect(self.print_card)
        self.initials.changed.connect(self._on_initials_changed)
        self.papers.again_requested.connect(self._on_again_requested)
        self.birth_date.given.connect(self._on_birth_date_given)
        self.birth_date.cancelled.connect(self._on_birth_date_cancelled)
        self.copy.clicked.connect(self.copy_text)
        self.save.clicked.connect(self.save_pdf)
        self.go.clicked.connect(self.do_primary)
        self.preview.failed.connect(self._on_preview_failed)
        self.letter.written.connect(self._on_letter_written)
        self.letter.paused.connect(self._model.keep_letters)
        self.letter.finished.connect(self._on_letter_finished)
        self.letter.route_chosen.connect(self._on_route_chosen)
        self.letter.left.connect(self._on_letter_left)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The paper beside the rest; under it, in the same scroll, where there is no room."""
        fits = self.width() >= px(self, _BESIDE)
        is_beside = self._row.indexOf(self._right) >= 0
        if fits:
            self._side.setFixedWidth(px(self, _SIDE))
        else:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_NO_LIMIT)
        if fits and not is_beside:
            self._column.removeWidget(self._right)
            self._right.setMinimumHeight(0)
            self._row.addWidget(self._right, 1)
            self._column.insertWidget(self._column.indexOf(self._obstacles), self.letter)
        elif is_beside and not fits:
            self._row.removeWidget(self._right)
            self._right.setMinimumHeight(px(self, _PAPER_HEIGHT))
            # Before the rest of the papers: which paper is on view is chosen there.
            self._column.insertWidget(self._column.indexOf(self._paper_card), self._right)
            self._paper_column.insertWidget(self._paper_column.indexOf(self.kind_row) + 1, self.letter)

    # --- what is shown

    def refresh(self) -> None:
        model = self._model
        obstacles = model.obstacles
        is_signed = model.is_signed
        self._show_state(is_signed=is_signed)
        self._show_obstacles(() if is_signed else obstacles)
        safety_first = model.is_safety_first
        self._signing.setVisible(not is_signed and not safety_first)
        self._paper_card.setVisible(not safety_first)
        # A referral says nothing of drivers: it need not wait for the physio's own view of them.
        self.kind_row.setVisible(model.shows_results or safety_first)
        self._show_choices()
        self._show_letter()
        self._show_papers()
        self.go.setToolTip(self.tr("Ctrl+Enter"))
        self._make()
        self._show_actions()

    def _show_choices(self) -> None:
        """Language and size of print are the patient's."""
        is_theirs = self._kind in FOR_PATIENTS
        self.language_row.setVisible(bool(self._spoken) and is_theirs)
        self.layout_row.setVisible(self._model.shows_results and is_theirs and not self._model.is_safety_first)
        asked_for = layout_for(self._model.access).id
        is_as_asked = self._layout == asked_for != STANDARD.id
        self._as_asked.setVisible(self.layout_row.isVisibleTo(self) and is_as_asked)
        self.initials.setVisible(is_theirs)

    def _show_letter(self) -> None:
        """What the physio adds to the letter on view; nothing while it cannot be shown at all."""
        model, card = self._model, self.letter
        has_card = self._kind in LETTERS and not self._why_not()
        if has_card and self._kind == "referral letter":
            lines = route_lines(model.routes, model.assessment, model.details)
            card.show_referral(model.letter("referral letter"), lines, model.route, self._where_to_add())
            has_card = bool(lines)  # nothing is open: nobody to refer to
        elif has_card:
            card.show_gp_letter(model.letter("letter to the GP"), model.decision_words)
        if has_card:
            card.say_unsigned(is_anothers=model.is_anothers(self._letter))
        card.setVisible(has_card)

    @property
    def _letter(self) -> LetterKind:
        """The letter on view."""
        assert self._kind in LETTERS
        return self._kind

    def _where_to_add(self) -> str:
        """Where the clinic's missing details are filled in, by whoever may."""
        if self._model.clinic.may("change the clinic's details"):
            return self.tr("Add them in the menu under your name at the top: The clinic's details.")
        return self.tr("A lead or an administrator adds them in the menu under their name: The clinic's details.")

    def _show_actions(self) -> None:
        """What may be pressed now: nothing acts on a paper that is not the one asked for."""
        model, has_paper = self._model, self.paper is not None
        is_theirs, is_signed, safety_first = self._kind in FOR_PATIENTS, model.is_signed, model.is_safety_first
        if not is_theirs:
            words, ready = self._print_words(), has_paper
        elif safety_first:
            words, ready = self.tr("Print the emergency card"), True
        elif is_signed:
            words, ready = self.tr("Print"), has_paper
        else:
            words, ready = self.tr("Sign"), self._may_sign()
        self.go.setText(words)
        self.go.setEnabled(ready)
        self.go.updateGeometry()
        for button in (self.save, self.copy):
            button.setVisible(not is_theirs or is_signed or safety_first)
            button.setEnabled(has_paper)

    def _print_words(self) -> str:
        words = {_SUMMARY: self.tr("Print the summary"), "outcome report": self.tr("Print the report")}
        return words.get(self._kind, self.tr("Print the letter"))

    def _show_state(self, *, is_signed: bool) -> None:
        signed = self._model.signed
        self.state.setVisible(signed is not None)
        if signed is None or signed.signature is None:
            return
        signature = signed.signature
        at = signature.at.astimezone()
        who = self.tr("by {name}, {number}, on {day} at {time}").format(
            name=signature.name, number=signature.registration, day=date_words(at.date()), time=f"{at:%H:%M}"
        )
        if is_signed:
            self.state.show_message("good", self.tr("Signed"), who)
        else:
            text = self.tr("Signed {who}. What has changed since makes this a new draft: sign again to print it.")
            self.state.show_message("soon", self.tr("Changed since it was signed"), text.format(who=who))

    def _show_obstacles(self, obstacles: tuple[Obstacle, ...]) -> None:
        clear(self._lines)
        self._obstacles.setVisible(bool(obstacles))
        icons = {"stop": "octagon", "ask": "info", "detail": "settings", "expired": "calendar"}
        shapes = {"emergency": "octagon", "urgent": "triangle"}
        for obstacle in obstacles:
            text = self._said(obstacle)
            icon = icons.get(obstacle.kind, shapes.get(obstacle.tier, "diamond"))
            role = "text_quiet" if obstacle.is_asked else obstacle.tier
            button = LineButton(text, self._obstacles, icon_name=icon, role=role, quiet=obstacle.detail)
            button.setProperty("obstacle", obstacle)
            button.setEnabled(obstacle.kind not in ("detail", "expired"))
            button.clicked.connect(self._on_obstacle_clicked)
            self._lines.addWidget(button)
        self.asked.setVisible(any(obstacle.is_asked for obstacle in obstacles))
        if not any(obstacle.kind == "stop" for obstacle in obstacles):
            self.lift_form.hide()

    def _said(self, obstacle: Obstacle) -> str:
        if not obstacle.is_asked:
            return obstacle.text
        return self.tr("Not answered: {question}").format(question=obstacle.text)

    def _may_sign(self) -> bool:
        open_ones = [one for one in self._model.obstacles if not (one.is_asked and self.asked.chosen())]
        return not open_ones and self._model.clinic.may("sign a programme")

    # --- signing

    @Slot()
    def do_primary(self) -> None:
        """Sign, or print what is signed."""
        if not self.go.isEnabled():
            return
        if self._kind in FOR_PATIENTS and self._model.is_safety_first:
            self.print_card()
        elif self._kind not in FOR_PATIENTS or self._model.is_signed:
            self.print_paper()
        else:
            self.sign()

    def sign(self) -> None:
        filled = [line.check_filled() for line in (self.name, self.registration)]
        if not all(filled):
            (self.registration if filled[0] else self.name).edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        asked = tuple(one.about for one in self._model.obstacles if one.is_asked) if self.asked.chosen() else ()
        if self._model.sign(self.name.text(), self.registration.text(), asked):
            self.told.emit(True, self.tr("Signed. The paper can be printed and saved."))

    @Slot(object)
    def _on_asked_changed(self, _codes: object) -> None:
        self.refresh()

    @Slot()
    def _on_obstacle_clicked(self) -> None:
        sender = self.sender()
        obstacle = sender.property("obstacle") if sender is not None else None
        if not isinstance(obstacle, Obstacle):
            return
        if obstacle.key:
            self.answer_requested.emit(obstacle.key)
        elif obstacle.kind == "stop" and self._model.may_lift(obstacle.about):
            self._lifted = obstacle.about
            self.lift_form.ask(self.tr("Who cleared it, and when? The reason stays in the record."), self.tr("Lift it"))
        else:
            self.step_requested.emit("programme" if obstacle.kind == "stop" else "impression")

    @Slot(str)
    def _on_lift_reason(self, reason: str) -> None:
        self._model.lift(self._lifted, reason)

    # --- paper

    @property
    def paper(self) -> FinishedPaper | None:
        """The paper on hand, while it is the one asked for; else None, and nothing can be saved or printed."""
        paper = self._paper
        return paper if paper is not None and paper.order.kind == self._kind and self._is_current(paper) else None

    def _is_current(self, paper: FinishedPaper) -> bool:
        """Whether it would be made from the same programme, answers, signature and size now."""
        return paper.order == self._order(paper.order.kind)

    def _order(self, kind: PaperKind) -> PaperOrder:
        initials_only = bool(self.initials.chosen())
        now = self._clock()
        return self._model.paper_order(
            kind, self._size, now, self._languages, self._layout, initials_only=initials_only
        )

    def _why_not(self) -> str:
        """Why this kind of paper is not even shown now; "" when it is."""
        model = self._model
        if model.assessment.impression.tier == "emergency" and self._kind not in IN_AN_EMERGENCY:
            return NOT_IN_AN_EMERGENCY
        if model.shows_results or (model.is_safety_first and self._kind in IN_AN_EMERGENCY):
            return ""
        return self.tr("The paper shows once you have entered your own view.")

    def _make(self) -> None:
        """Make the paper again when what it says is different; away from the window."""
        why_not = self._why_not()
        if why_not:
            self._paper = self._making = None
            self.preview.clear()
            self.preview.hide()
            self.print_check.hide()
            self._waiting.setText(why_not)
            self._waiting.show()
            return
        if self.paper is not None:
            self._making = None
            self._waiting.hide()
            self._show_paper(self.paper)
            return
        order = self._order(self._kind)
        if self._making == order:
            return
        self._making = order
        self._waiting.setText(self.tr("Making the paper…"))
        self._waiting.show()

        def make() -> tuple[PaperOrder, FinishedPaper | PaperError | ContentError]:
            try:
                return order, make_paper(order)
            except (PaperError, ContentError) as error:
                return order, error

        task = BackgroundTask(make, self)
        task.succeeded.connect(self._on_made)
        task.failed.connect(self._on_not_made)
        task.start(self._pool)

    @Slot(object)
    def _on_made(self, outcome: tuple[PaperOrder, FinishedPaper | PaperError | ContentError]) -> None:
        order, paper = outcome
        if order is not self._making:
            return  # another one is on its way, or none is wanted
        if not isinstance(paper, FinishedPaper):
            self._on_not_made(paper)
            return
        self._making = None
        self._paper = paper
        self._waiting.hide()
        self._show_paper(paper)
        self._show_actions()

    def _show_paper(self, paper: FinishedPaper) -> None:
        if self.preview.isHidden() or self._on_view is not paper:
            self._on_view = paper
            self.preview.show()
            self.preview.show_paper(paper, self._whose(paper))
        self._say_untranslated(paper)
        self._show_print_check(paper)
        self.letter.say_unprintable(paper.unprintable)

    def _show_print_check(self, paper: FinishedPaper) -> None:
        self.print_check.setVisible(paper.kind == _PROGRAMME)
        self.print_check.show_paper(paper, self._model.reason_to_let_out(paper))

    @Slot(str)
    def _on_let_out(self, reason: str) -> None:
        paper = self.paper
        if paper is not None and self._model.let_out(paper, reason):
            self._show_print_check(paper)
            self.told.emit(True, self.tr("The reason is kept. The paper can be printed and saved."))

    def _waits_for_reason(self, paper: FinishedPaper) -> bool:
        """A programme that is hard to read goes out only with a reason; asks for it, and says so."""
        words = self._model.why_not_out(paper)
        if words:
            self.told.emit(False, words)
            self.print_check.ask()
            self._side.ensureWidgetVisible(self.print_check.form)
        return bool(words)

    def _say_untranslated(self, paper: FinishedPaper) -> None:
        """Nobody should be surprised by English on a paper that they asked for in another language."""
        if paper.left_in_english:
            words = self.tr("No words yet in this language, so printed in English: {texts}")
            self.untranslated.show_text(words.format(texts=" · ".join(paper.left_in_english)), "warning")
        self.untranslated.setVisible(bool(paper.left_in_english))

    @Slot(object)
    def _on_not_made(self, error: Exception) -> None:
        self._making = None
        is_said = isinstance(error, (PaperError, ContentError))
        words = str(error) if is_said else self.tr("The paper could not be made.")
        # What was on view is another paper: nobody may take it for the one asked for.
        self.preview.clear()
        self.preview.hide()
        self.print_check.hide()
        self._waiting.setText(words)
        self._waiting.show()
        self._show_actions()

    def _whose(self, paper: FinishedPaper) -> str:
        """The person in words: the wrong paper is noticed before it is given away."""
        patient = self._model.intake.visit.patient
        words = self.tr("For {name}, born {day}").format(name=patient.display_name, day=date_words(patient.birth_date))
        if patient.clinic_no:
            words += ", " + self.tr("clinic number {number}").format(number=patient.clinic_no)
        if paper.kind not in FOR_PATIENTS:
            words += " · " + self.tr("not for the patient")
        return words + (" · " + self.tr("DRAFT") if paper.is_draft else "")

    @Slot(str)
    def _on_preview_failed(self, words: str) -> None:
        self.told.emit(False, words)

    @Slot(object)
    def _on_size_chosen(self, size: str | None) -> None:
        if size is None:
            self.size_row.set_code(self._size)
            return
        self._size = "Letter" if size == "Letter" else "A4"
        QSettings().setValue(PAPER_SIZE, self._size)
        self._make()
        self._show_actions()

    @Slot(object)
    def _on_kind_chosen(self, kind: str | None) -> None:
        if kind is None:
            self.kind_row.set_code(self._kind)
            return
        self.commit()
        self._kind = kind  # type: ignore[assignment]
        self._show_choices()
        self._show_letter()
        # Once there is room for it in the column.
        QTimer.singleShot(0, self._show_letter_part)
        self.untranslated.hide()
        self.print_check.hide()
        self._make()
        self._show_actions()

    # --- the physio's part of a letter

    @Slot(str, str)
    def _on_letter_written(self, place: str, words: str) -> None:
        """At every key: what is on view is another letter from now on, so it can be neither printed nor saved."""
        self._model.write_letter(self._letter, **{place: words})
        self._making = None
        if self.paper is None and not self.preview.isHidden():
            self._waiting.setText(self.tr("The letter is made again when you pause."))
            self._waiting.show()
        self.letter.say_unsigned(is_anothers=self._model.is_anothers(self._letter))
        self._show_actions()

    @Slot()
    def _on_letter_finished(self) -> None:
        self._model.keep_letters()
        self._make()
        self._show_actions()

    @Slot(str)
    def _on_route_chosen(self, route: str) -> None:
        if route:
            self._model.write_letter("referral letter", route=route)
            self._on_letter_finished()
        self._show_letter()

    @Slot()
    def _show_letter_part(self) -> None:
        """Where there is no room beside the paper, what was asked for may stand below the edge."""
        if self.letter.isVisibleTo(self) and self._row.indexOf(self._right) < 0:
            self._side.ensureWidgetVisible(self.letter.first, 0, px(self, 12))

    @Slot()
    def _on_letter_left(self) -> None:
        self.preview.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> None:
        """Take what is half typed as meant."""
        self.letter.finish()
        self._model.keep_letters()

    @Slot(object)
    def _on_initials_changed(self, _codes: object) -> None:
        self._make()
        self._show_actions()

    @Slot(object)
    def _on_language_chosen(self, code: str | None) -> None:
        if code is None:
            self.language_row.set_code(_BESIDE_EACH.join(self._languages))
            return
        self._languages = tuple(code.split(_BESIDE_EACH))
        self._make()
        self._show_actions()

    @Slot(object)
    def _on_layout_chosen(self, layout: str | None) -> None:
        if layout is None:
            self.layout_row.set_code(self._layout)
            return
        self._layout = layout
        self._show_choices()
        self._make()
        self._show_actions()

    # --- saving and printing

    @Slot()
    def save_pdf(self) -> None:
        """Where the person at the desk says; nothing identifies the patient in the suggested name."""
        paper = self.paper
        if paper is None or not self.save.isEnabled() or self._waits_for_reason(paper):
            return
        day = self._clock().astimezone().date()
        name = suggested_file_name(paper.kind, day)
        kinds = self.tr("PDF (*.pdf)")
        chooser = FileChooser(self.tr("Save the PDF"), kinds, self, save_as=name, suffix="pdf")
        chooser.fileSelected.connect(self._on_file_chosen)
        chooser.open()

    @Slot(str)
    def _on_file_chosen(self, name: str) -> None:
        self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the paper there, away from the window."""
        # Here, because nothing before the first paper needs it.
        from reports.saving import save_pdf

        paper = self.paper
        if paper is None or (paper.is_draft and paper.kind in FOR_PATIENTS):
            self.told.emit(False, self.tr("Not saved: the paper is still being made. Try again in a moment."))
            return
        if self._is_refused(paper) or self._waits_for_reason(paper):
            return

        def write() -> FinishedPaper:
            save_pdf(paper.content, path)
            return paper

        task = BackgroundTask(write, self)
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_not_done)
        task.start(self._pool)

    @Slot(object)
    def _on_saved(self, paper: FinishedPaper) -> None:
        self._note(paper, "saved")
        self.told.emit(True, self.tr("The PDF is saved."))

    @Slot(object)
    def _on_not_done(self, error: Exception) -> None:
        is_said = isinstance(error, SciaticaIntakeError)
        self.told.emit(False, str(error) if is_said else self.tr("That could not be done."))

    @Slot()
    def copy_text(self) -> None:
        """The words of the paper for another program; they do not stay in the clipboard."""
        paper = self.paper
        if paper is None or not self.copy.isEnabled() or self._is_refused(paper) or self._waits_for_reason(paper):
            return

        def read() -> tuple[FinishedPaper, str]:
            return paper, "\n\n".join(page_text(paper.content, page) for page in range(len(paper.pages)))

        task = BackgroundTask(read, self)
        task.succeeded.connect(self._on_text_read)
        task.failed.connect(self._on_not_done)
        task.start(self._pool)

    @Slot(object)
    def _on_text_read(self, read: tuple[FinishedPaper, str]) -> None:
        paper, self._copied = read
        QGuiApplication.clipboard().setText(self._copied)
        self._forget_copy.start()
        self._note(paper, "copied")
        self.told.emit(True, self.tr("The text is in the clipboard for two minutes."))

    @Slot()
    def _on_copy_over(self) -> None:
        """What was copied since stays."""
        if self._copied and QGuiApplication.clipboard().text() == self._copied:
            QGuiApplication.clipboard().clear()
        self._copied = ""

    @Slot()
    def print_card(self) -> None:
        """The emergency card alone, at any time."""
        order = self._order(_CARD)

        def make() -> FinishedPaper:
            return make_paper(order)

        task = BackgroundTask(make, self)
        task.succeeded.connect(self._on_card_made)
        task.failed.connect(self._on_not_done)
        task.start(self._pool)

    @Slot(object)
    def _on_card_made(self, paper: FinishedPaper) -> None:
        if self._is_current(paper):
            self._print(paper)
        else:
            self.print_card()

    def print_paper(self) -> None:
        """Print what is on view, while it is what stands here now."""
        paper = self.paper
        if paper is not None and (not paper.is_draft or paper.kind not in FOR_PATIENTS):
            self._print(paper)

    def _is_refused(self, paper: FinishedPaper) -> bool:
        """No programme goes out from warnings past their review date, signed before or not (HZ05); says so."""
        refused = paper.kind == _PROGRAMME and self._model.clinic.rules_expired
        if refused:
            words = self.tr("Not printed: the rules are past their review date. Ask a lead for a newer release.")
            self.told.emit(False, words)
        return refused

    def _print(self, paper: FinishedPaper) -> None:
        if self._is_refused(paper) or self._waits_for_reason(paper):
            return
        if self._model.is_reprint(paper):
            self._ask_birth_date(paper)
        else:
            self._send(paper, "printed")

    def _send(self, paper: FinishedPaper, happened: str, *, is_kept: bool = False) -> None:
        """To the printer a person chooses. is_kept: made again from the record, whatever stands here now."""
        if self._is_printing:
            self.told.emit(False, self.tr("The paper before is still going to the printer. Print again when it has."))
            return
        self._is_printing = True
        printer = self.ask_printer(paper)
        if printer is not None and (is_kept or self._is_current(paper)):
            self.print_on(printer, paper, happened)
            return
        self._is_printing = False
        if printer is not None:
            self.told.emit(False, self.tr("Not printed: something changed meanwhile. Print again."))

    def ask_printer(self, paper: FinishedPaper) -> QPrinter | None:
        """The printer a person chose; None when there is none, or they thought better of it."""
        if not has_printer():
            self.told.emit(False, self.tr("No printer is set up on this computer. Save the PDF instead."))
            return None
        printer = self.printers.ask(paper)
        if printer is None:
            self.told.emit(False, self.tr("Not printed."))
        return printer

    def hideEvent(self, event: QHideEvent) -> None:
        """Locked or left while the dialog asks: it goes too, or it would stand over the lock."""
        self.printers.dismiss()
        super().hideEvent(event)

    def print_on(self, printer: QPrinter, paper: FinishedPaper, happened: str = "printed") -> None:
        """Send every page; the window stays usable meanwhile."""
        prepare(printer, paper)
        self._printing, self._is_printing, self._happened = paper, True, happened
        self._job = PrintJob(printer, paper, self._pool, self)
        self._job.progressed.connect(self._on_print_progressed)
        self._job.finished.connect(self._on_printed)
        self._job.failed.connect(self._on_print_failed)
        self.stop.clicked.connect(self._job.stop)
        self._job.start()

    @Slot(int, int)
    def _on_print_progressed(self, page: int, pages: int) -> None:
        self._show_progress(self.tr("Page {page} of {pages} is going to the printer").format(page=page, pages=pages))

    def _show_progress(self, words: str) -> None:
        self._progress.setText(words)
        self._progress.setVisible(bool(words))
        self.stop.setVisible(bool(words))

    @Slot()
    def _on_printed(self) -> None:
        self._end_job()
        self._note(self._printing, self._happened)
        self.told.emit(True, self.tr("Sent to the printer."))

    @Slot(str)
    def _on_print_failed(self, words: str) -> None:
        self._end_job()
        self.told.emit(False, words)

    def _end_job(self) -> None:
        self._is_printing = False
        self._show_progress("")
        if self._job is not None:
            self._job.deleteLater()
            self._job = None

    def _note(self, paper: FinishedPaper, happened: str) -> None:
        self._model.note_paper(paper, happened)
        self._show_papers()

    # --- printing once more

    def _show_papers(self) -> None:
        clinic = self._model.clinic
        may_see = clinic.may("print a programme")
        self.papers.show_papers(clinic.papers(self._model.intake.visit.encounter.id) if may_see else ())

    @Slot(object)
    def _on_again_requested(self, document: Document) -> None:
        self._ask_birth_date(document)

    def _ask_birth_date(self, again: FinishedPaper | Document) -> None:
        self._again = again
        self.birth_date.ask()
        # Once there is room for it in the column.
        QTimer.singleShot(0, self._show_birth_date)

    @Slot()
    def _show_birth_date(self) -> None:
        self._side.ensureWidgetVisible(self.birth_date.confirm)
        self._side.ensureWidgetVisible(self.birth_date.box)

    @Slot()
    def _on_birth_date_cancelled(self) -> None:
        self._again = None
        self.told.emit(False, self.tr("Not printed."))

    @Slot(object)
    def _on_birth_date_given(self, day: date) -> None:
        model, again = self._model, self._again
        if again is None:
            return
        try:
            is_right = model.clinic.confirm_birth_date(model.intake.visit.encounter.id, day)
        except SciaticaIntakeError as error:
            self._on_not_done(error)
            return
        if not is_right:
            self.birth_date.refuse()
            return
        self._again = None
        self.birth_date.hide()
        if isinstance(again, FinishedPaper):
            self._send(again, "reprinted")
            return
        clinic = model.clinic

        def make() -> FinishedPaper:
            return paper_again(clinic, again)

        task = BackgroundTask(make, self)
        task.succeeded.connect(self._on_made_again)
        task.failed.connect(self._on_not_done)
        task.start(self._pool)

    @Slot(object)
    def _on_made_again(self, paper: FinishedPaper) -> None:
        if not self._is_refused(paper):
            self._send(paper, "reprinted", is_kept=True)
