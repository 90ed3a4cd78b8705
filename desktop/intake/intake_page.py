"""The questionnaire of an open visit: pages at the left, questions in the middle, what to look at on the right.

Pages are built when first shown. Ctrl+Enter goes on, Ctrl+J jumps to the first answer that is needed.
"""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.clinic import Clinic
from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from desktop.intake.issue_panel import IssuePanel
from desktop.intake.page_list import PageList, PageState
from desktop.intake.page_view import PageView
from desktop.reception.day import raised_flags, urgency
from desktop.theme import px
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from forms.assessment import Assessment
from forms.checking import has_answer
from forms.clinic_details import filled
from forms.questionnaire import Page
from forms.rules.impression import highest

# Below this width (at 100 % text) the list of issues makes room for the questions.
_ROOM_FOR_ISSUES = 1080
# The physio's tables need the width themselves, and say under each row what is wrong.
_ROOM_BESIDE_TABLES = 1640

# The next page is made ready while somebody answers this one, so that turning to it takes no time.
_BUILD_AHEAD_MS = 350


class IntakePage(QWidget):
    """The form of one visit.

    Signals:
        back_requested: back to where one came from.
        consult_requested: the intake is done; the physio's part comes next.
        place_changed: the person is now at this page and question; carries both.
    """

    back_requested = Signal()
    consult_requested = Signal()
    place_changed = Signal(str, str)

    def __init__(
        self,
        model: IntakeModel,
        saver: AnswerSaver,
        stages: tuple[str, ...] = ("details", "intake"),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._saver = saver
        self._stages = stages
        self._pages = tuple(page for page in model.pages(stages) if self._has_questions(page))
        self._views: dict[str, PageView] = {}
        self._current = ""
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._on_build_ahead)
        self._build()
        self._connect()
        self._show_left()
        self._show_safety(model.assessment)
        self._show_issues()
        self.go_to_page(self._pages[0].id)

    # --- what the shell asks

    @property
    def current_page(self) -> str:
        return self._current

    def view(self, page_id: str) -> PageView:
        """The page's view, built on first use."""
        if page_id not in self._views:
            page = next(page for page in self._pages if page.id == page_id)
            scroll = QScrollArea(self)
            scroll.setObjectName(page_id)
            scroll.setWidgetResizable(True)
            scroll.setFrameShape(QFrame.Shape.NoFrame)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._stack.addWidget(scroll)
            # Born where it stays: moving a page of fields to another parent styles every widget again.
            view = PageView(page, self._model, scroll.viewport())
            view.focus_moved.connect(self._on_focus_moved)
            view.last_finished.connect(self.next_page)
            scroll.setWidget(view)
            self._views[page_id] = view
        return self._views[page_id]

    def go_to_page(self, page_id: str) -> None:
        view = self.view(page_id)
        if self._current and self._current != page_id:
            self._views[self._current].commit()
        self._current = page_id
        scroll = self._scroll_of(view)
        self._stack.setCurrentWidget(scroll)
        self._list.show_page(page_id)
        last = page_id == self._pages[-1].id
        self._next.setText(self._last_words() if last else self.tr("Next page"))
        self._previous.setEnabled(page_id != self._pages[0].id)
        self._next.updateGeometry()
        self._ahead.start(_BUILD_AHEAD_MS)
        self.place_changed.emit(page_id, "")

    def go_to(self, key: str) -> None:
        """Open the page of a question and put the keyboard into it."""
        link_id = key.rsplit("/", 1)[-1]
        page = self._model.questionnaire.page_of(link_id)
        if page.id not in {one.id for one in self._pages}:
            return
        self.go_to_page(page.id)
        view = self._views[page.id]
        if view.focus(key):
            QTimer.singleShot(0, self, self._on_reveal_focus)

    def focus_place(self, page_id: str, key: str) -> None:
        """Open where somebody left off; an unknown place opens the first page."""
        if key and key.rsplit("/", 1)[-1] in self._model.questionnaire.items:
            self.go_to(key)
        elif page_id in {page.id for page in self._pages}:
            self.go_to_page(page_id)
            self._views[page_id].focus_first()

    def commit(self) -> None:
        """Take what is half typed as meant: before saving, leaving or signing."""
        for view in self._views.values():
            view.commit()

    # --- going about

    @Slot()
    def next_page(self) -> None:
        view = self._views[self._current]
        view.commit()
        view.say_required()
        place = [page.id for page in self._pages].index(self._current)
        if place + 1 < len(self._pages):
            self.go_to_page(self._pages[place + 1].id)
            self._views[self._current].focus_first()
        else:
            self.consult_requested.emit()

    @Slot()
    def previous_page(self) -> None:
        place = [page.id for page in self._pages].index(self._current)
        if place:
            self.go_to_page(self._pages[place - 1].id)
            self._views[self._current].focus_first()

    @Slot()
    def jump_to_needed(self) -> None:
        """To the first question that is needed, else the first that is left."""
        left = self._needed()
        for key in (*left[1], *left[0]):
            self._say_required_everywhere()
            self.go_to(key)
            return

    # --- building

    def _has_questions(self, page: Page) -> bool:
        clinic, role = self._model.clinic, self._model.role
        return any(clinic.may_answer(self._model.questionnaire.items[link_id], role) for link_id in page.items)

    def _build(self) -> None:
        self._list = PageList(tuple((page.id, page.title) for page in self._pages), self)
        self._stack = QStackedWidget(self)
        self._issues = IssuePanel(self)
        self._safety = Banner("none", "", "", self)
        self._left_button = QuietButton("", self, icon_name="arrow_right", icon_last=True)
        self._left_button.setToolTip(self.tr("Go to the first one that is needed (Ctrl+J)"))
        self._back = LinkButton(self.tr("Day list"), self, icon_name="arrow_left")
        self._back.setVisible(self._stages != ("examination",))  # the consult has its own way back
        self.to_consult = LinkButton(self.tr("Consult"), self, icon_name="arrow_right")
        self.to_consult.setShortcut(QKeySequence("Alt+C"))
        self.to_consult.setToolTip(self.tr("To the story and the impression (Alt+C)"))
        self.to_consult.setVisible(self._back.isVisibleTo(self) and self._model.clinic.may("see the reasoning"))
        self._previous = QuietButton(self.tr("Back"), self)
        self._previous.setToolTip(self.tr("Page before (Ctrl+Backspace)"))
        self._next = PrimaryButton(self.tr("Next page"), self)
        self._next.setToolTip(self.tr("Go on (Ctrl+Enter)"))

        side = QVBoxLayout()
        side.setSpacing(px(self, 12))
        ways = QHBoxLayout()
        ways.setSpacing(0)
        ways.addWidget(self._back)
        ways.addWidget(self.to_consult)
        ways.addStretch(1)
        side.addLayout(ways)
        list_scroll = QScrollArea(self)
        list_scroll.setWidgetResizable(True)
        list_scroll.setFrameShape(QFrame.Shape.NoFrame)
        list_scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        list_scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        list_scroll.setWidget(self._list)
        side.addWidget(list_scroll, 1)
        self._side = QWidget(self)
        self._side.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)

        foot = QHBoxLayout()
        foot.setSpacing(px(self, 12))
        foot.addWidget(self._left_button)
        foot.addStretch(1)
        foot.addWidget(self._previous)
        foot.addWidget(self._next)

        middle = QVBoxLayout()
        middle.setSpacing(px(self, 16))
        middle.addWidget(self._safety)
        middle.addWidget(self._stack, 1)
        middle.addLayout(foot)

        row = QHBoxLayout(self)
        row.setContentsMargins(px(self, 24), px(self, 16), px(self, 24), px(self, 20))
        row.setSpacing(px(self, 32))
        row.addWidget(self._side)
        row.addLayout(middle, 1)
        row.addWidget(self._issues)
        # Its own minimum, or the wrapped lines of a banner at their narrowest would make the window tall.
        self.setMinimumSize(px(self, 520), px(self, 240))
        self._rescale()

    def _connect(self) -> None:
        self._list.page_chosen.connect(self._on_page_chosen)
        self._issues.issue_chosen.connect(self.go_to)
        self._left_button.clicked.connect(self.jump_to_needed)
        self._back.clicked.connect(self.back_requested)
        self.to_consult.clicked.connect(self._on_consult_wanted)
        self._previous.clicked.connect(self.previous_page)
        self._next.clicked.connect(self.next_page)
        self._model.issues_changed.connect(self._on_issues_changed)
        self._model.assessed.connect(self._on_assessed)
        self._shortcuts = [
            self._shortcut("Ctrl+Return", self.next_page),
            self._shortcut("Ctrl+Enter", self.next_page),
            self._shortcut("Ctrl+Backspace", self.previous_page),
            self._shortcut("Ctrl+J", self.jump_to_needed),
        ]

    def _shortcut(self, keys: str, slot: object) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)
        return shortcut

    def _scroll_of(self, view: PageView) -> QScrollArea:
        parent: QObject | None = view.parent()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parent()
        assert isinstance(parent, QScrollArea)
        return parent

    def _last_words(self) -> str:
        if self._stages == ("examination",):
            return self.tr("To the impression")
        if self._model.clinic.may("see the reasoning"):
            return self.tr("To the consult")
        return self.tr("Finish intake")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rescale()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_issues"):
            self._rescale()

    def _rescale(self) -> None:
        self._side.setFixedWidth(min(px(self, 216), 420))
        self._issues.setFixedWidth(px(self, 264))
        self._show_panel()

    def _show_panel(self) -> None:
        """The list of issues stands there only when it has something to say, and room to say it."""
        needed = _ROOM_BESIDE_TABLES if "examination" in self._stages else _ROOM_FOR_ISSUES
        self._issues.setVisible(self._issues.count > 0 and self.width() >= px(self, needed))

    # --- what changed

    @Slot()
    def _on_consult_wanted(self) -> None:
        """From anywhere in the form, so that a corrected answer is seen at once for what it changes."""
        self.commit()
        self.consult_requested.emit()

    @Slot()
    def _on_reveal_focus(self) -> None:
        view = self._views[self._current]
        focus = self.focusWidget()
        if focus is not None and view.isAncestorOf(focus):
            self._scroll_of(view).ensureWidgetVisible(focus, 0, px(self, 120))

    @Slot()
    def _on_build_ahead(self) -> None:
        place = [page.id for page in self._pages].index(self._current)
        if place + 1 < len(self._pages):
            self.view(self._pages[place + 1].id)

    @Slot(str)
    def _on_page_chosen(self, page_id: str) -> None:
        self.go_to_page(page_id)
        self._views[page_id].focus_first()

    @Slot(str)
    def _on_focus_moved(self, key: str) -> None:
        self.place_changed.emit(self._current, key)

    @Slot(object)
    def _on_issues_changed(self, _issues: object) -> None:
        self._show_issues()

    @Slot(object)
    def _on_assessed(self, assessment: Assessment) -> None:
        if self._ahead.isActive():  # in a pause, not between two answers
            self._ahead.start(_BUILD_AHEAD_MS)
        self._show_safety(assessment)
        self._show_left()

    def _needed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The keys that are left and those that are needed, on the pages here, for whoever is answering."""
        here = {page.id for page in self._pages}
        page_of = self._model.questionnaire.page_of
        left = self._model.left
        return (
            tuple(key for key in left.unanswered if page_of(key.rsplit("/", 1)[-1]).id in here),
            tuple(key for key in left.required if page_of(key.rsplit("/", 1)[-1]).id in here),
        )

    def _show_left(self) -> None:
        left, required = self._needed()
        if left:
            words = self.tr("%n left", "", len(left))
            if required:
                words += ", " + self.tr("%n needed", "", len(required))
        else:
            words = self.tr("All answered")
        self._left_button.setText(words)
        self._left_button.setEnabled(bool(left))
        self._left_button.updateGeometry()
        by_page: dict[str, list[int]] = {page.id: [0, 0] for page in self._pages}
        page_of = self._model.questionnaire.page_of
        for place, keys in enumerate((left, required)):
            for key in keys:
                page_id = page_of(key.rsplit("/", 1)[-1]).id
                if page_id in by_page:
                    by_page[page_id][place] += 1
        answered = self._answered_pages()
        for page_id, (open_count, needed_count) in by_page.items():
            self._list.set_state(page_id, PageState(open_count, needed_count, page_id in answered))

    def _answered_pages(self) -> frozenset[str]:
        model = self._model
        return frozenset(
            model.questionnaire.page_of(key.rsplit("/", 1)[-1]).id
            for key, value in model.response.answers.items()
            if has_answer(model.item(key), value)
        )

    def _show_issues(self) -> None:
        here = {page.id for page in self._pages}
        page_of = self._model.questionnaire.page_of
        issues = [
            (issue, self._model.label(issue.link_id))
            for issue in self._model.issues
            if issue.code != "required" and page_of(issue.link_id.rsplit("/", 1)[-1]).id in here
        ]
        self._issues.show_issues(tuple(issues))
        self._show_panel()

    def _say_required_everywhere(self) -> None:
        for view in self._views.values():
            view.say_required()

    def _show_safety(self, assessment: Assessment) -> None:
        """The tier and what to do at the desk; no clinical words beyond those a role may see."""
        rulebook = assessment.content.rulebook
        raised = raised_flags(assessment, is_complete=False)
        urgent = [flag for flag in raised if urgency(flag) in ("emergency", "urgent")]
        self._safety.setVisible(bool(urgent))
        if not urgent:
            return
        tier = highest([urgency(flag) for flag in urgent])
        details = self._details(self._model.clinic)
        first = [flag for flag in urgent if urgency(flag) == tier]
        staff = list(dict.fromkeys(text for flag in first for text in flag.staff))
        self._safety.show_message(tier, rulebook.tiers[tier].time_limit, self._joined(staff, details))

    @staticmethod
    def _joined(texts: Iterable[str], details: dict[str, str]) -> str:
        return " ".join(filled(text, details) for text in texts)

    @staticmethod
    def _details(clinic: Clinic) -> dict[str, str]:
        return clinic.settings()
