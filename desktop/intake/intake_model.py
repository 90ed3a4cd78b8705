"""The answers of one open visit, and everything worked out from them. Views listen; none of them holds an answer.

An answer given here makes a new response, is handed over to be saved, and what changed is announced. What is worked
out (what is shown, what is wrong, the impression) is pure and lives in `forms`.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop.clinic import Clinic, OpenVisit
from forms.assessment import Assessment, assess_after, assess_all
from forms.checking import Asked, Issue, Needed, asked, check, is_asked, needed, page_keys
from forms.clinic_details import filled
from forms.questionnaire import Item, Page, Questionnaire
from forms.response import Answer, QuestionnaireResponse, Value
from forms.rules.impression import FlagReview

# What is asked in a first visit; follow-up measures come later.
_ASKED = ("details", "intake", "examination")


class _Step(Struct, frozen=True):
    """One change that can be undone: the key, and its value before and after."""

    key: str
    before: Value | None
    after: Value | None


class IntakeModel(QObject):
    """One visit being filled in.

    Signals:
        answer_given: an answer to save; carries the Answer row.
        answer_changed: the value of a key was changed other than by its own field (undo, recovery); carries the key.
        shown_changed: questions appeared or went; carries a frozenset of keys.
        issues_changed: what is wrong or doubtful; carries a tuple of Issue.
        assessed: a new Assessment.
        left_changed: what is still to answer; carries a Needed.
    """

    answer_given = Signal(object)
    answer_changed = Signal(str)
    shown_changed = Signal(object)
    issues_changed = Signal(object)
    assessed = Signal(object)
    left_changed = Signal(object)

    def __init__(self, clinic: Clinic, visit: OpenVisit, role: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clinic = clinic
        self.visit = visit
        self.role = role
        self.reviews = visit.reviews
        self._details = clinic.settings()
        # What is on disk of answers still being written; the response does not have it yet.
        self._kept: dict[str, Value | None] = {}
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._work_out(assess_all(visit.response, clinic.content, visit.reviews))

    # --- what views ask

    @property
    def questionnaire(self) -> Questionnaire:
        return self.clinic.content.questionnaire

    @property
    def response(self) -> QuestionnaireResponse:
        return self.visit.response

    @property
    def assessment(self) -> Assessment:
        return self._assessment

    @property
    def issues(self) -> tuple[Issue, ...]:
        return self._issues

    @property
    def left(self) -> Needed:
        return self._left

    def value(self, key: str) -> Value | None:
        """What the field of this key shows: the answer given, or what was worked out."""
        item = self.item(key)
        return self.assessment.facts.answer(key) if item.is_derived else self.response.value(key)

    def item(self, key: str) -> Item:
        return self.questionnaire.items[key.rsplit("/", 1)[-1]]

    def is_delicate(self, key: str) -> bool:
        """Whether this desk may ask the question, but is not to read what others answered to it."""
        return self.role == "reception" and self.item(key).reception_view == "tier"

    def is_shown(self, key: str) -> bool:
        if "/" in key:  # a new entry of a block has no answer yet, and is on view all the same
            return is_asked(self._assessment.facts, self.item(key), key)
        return key in self._shown

    def pages(self, stages: tuple[str, ...]) -> tuple[Page, ...]:
        return tuple(page for page in self.questionnaire.pages if page.stage in stages)

    def issues_of(self, key: str) -> tuple[Issue, ...]:
        return self._issues_by_key.get(key, ())

    def keys_of(self, page: Page) -> tuple[str, ...]:
        """The keys of a page in order; the questions of a repeating block once an entry."""
        return page_keys(self._assessment.facts, page)

    def label(self, key: str) -> str:
        """The question in the clinic's own words (`{gp_name}` and the like filled in)."""
        return filled(self.item(key).label, self._details)

    # --- what people do

    def give(self, key: str, value: Value | None) -> None:
        """An answer given, changed or (None) taken back."""
        before = self.response.value(key)
        if value == before:
            if self._is_news(key, value):
                self._log(key, value)
            return
        self._undo.append(_Step(key, before, value))
        self._redo.clear()
        self._apply({key: value})

    def give_elsewhere(self, key: str, value: Value | None) -> None:
        """An answer given other than in its own field: a suggestion that a person confirmed."""
        if value != self.response.value(key):
            self.give(key, value)
            self.answer_changed.emit(key)

    def keep(self, key: str, value: Value | None) -> None:
        """Put on disk what stands in a field, perhaps half written. Nothing is worked out from it: `give` follows."""
        if value != self._kept.get(key, self.response.value(key)):
            self._kept[key] = value
            self._log(key, value)

    def can_undo(self) -> bool:
        return bool(self._undo)

    def can_redo(self) -> bool:
        return bool(self._redo)

    def undo(self) -> str | None:
        """Take the last change back; returns its key."""
        if not self._undo:
            return None
        step = self._undo.pop()
        self._redo.append(step)
        self._apply({step.key: step.before})
        self.answer_changed.emit(step.key)
        return step.key

    def redo(self) -> str | None:
        if not self._redo:
            return None
        step = self._redo.pop()
        self._undo.append(step)
        self._apply({step.key: step.after})
        self.answer_changed.emit(step.key)
        return step.key

    def remove_entry(self, block: str, number: int) -> None:
        """Take back every answer of one entry of a repeating block; each can be undone."""
        prefix = f"{block}/{number}/"
        for key in [key for key in {**self.response.answers, **self._kept} if key.startswith(prefix)]:
            self.give(key, None)

    def next_entry(self, block: str) -> int:
        """The number a new entry gets: numbers are never used twice in a visit."""
        used = self.response.entries(block)
        undone = [int(step.key.split("/")[1]) for step in self._undo if step.key.startswith(block + "/")]
        return max((*used, *undone, 0)) + 1

    def take_over(self, visit: OpenVisit) -> None:
        """Answers given on another screen meanwhile: the patient's own. They are saved; nobody undoes them by key."""
        before, after = self.response.answers, visit.response.answers
        changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        if not changed:
            return
        self._undo.clear()
        self._redo.clear()
        self._adopt(visit.response, changed)

    def take_in(self, answers: tuple[Answer, ...], reviews: tuple[FlagReview, ...]) -> None:
        """What other desks answered and decided meanwhile; it is in the log. Nobody here undoes it by key.

        What somebody is writing here this moment stays until it is finished.
        """
        changes = {one.key: one.value for one in answers if one.value != self.response.value(one.key)}
        being_written = {key: changes.pop(key) for key in self._kept.keys() & changes.keys()}
        self._kept.update(being_written)
        if len(reviews) < len(self.reviews):
            reviews = self.reviews  # read before the newest one made here was written
        if not changes and reviews == self.reviews:
            return
        self._undo = [step for step in self._undo if step.key not in changes]
        self._redo = [step for step in self._redo if step.key not in changes]
        self.reviews = reviews
        self.visit = replace(self.visit, reviews=reviews)
        self._adopt(self.response.with_answers(changes), changes)

    def _adopt(self, response: QuestionnaireResponse, changed: Iterable[str]) -> None:
        """Go on from answers that were given, and saved, elsewhere."""
        self.visit = replace(self.visit, response=response)
        self._refresh()
        for key in changed:
            self.answer_changed.emit(key)

    def add_review(self, review: FlagReview) -> None:
        """A physio decided on a flag."""
        self.reviews = (*self.reviews, review)
        self.visit = replace(self.visit, reviews=self.reviews)
        self._refresh()

    # --- working out

    def _apply(self, changes: Mapping[str, Value | None]) -> None:
        fresh = [key for key, value in changes.items() if self._is_news(key, value)]
        self.visit = replace(self.visit, response=self.response.with_answers(changes))
        for key in fresh:
            self._log(key, changes[key])
        self._refresh()

    def _is_news(self, key: str, value: Value | None) -> bool:
        """Whether the log says something else yet; what was kept of this key is finished herewith."""
        before = self.response.value(key)
        return value != self._kept.pop(key, before)

    def _log(self, key: str, value: Value | None) -> None:
        self.answer_given.emit(self.clinic.new_answer(self.visit.encounter.id, key, value, self.role))

    def _refresh(self) -> None:
        shown_before, issues_before, left_before = self._shown, self._issues, self._left
        before, content = self._assessment, self.clinic.content
        if before.content is content:
            self._work_out(assess_after(before, self.response, self.reviews))
        else:
            self._work_out(assess_all(self.response, content, self.reviews))
        if shown_before != self._shown:
            self.shown_changed.emit(shown_before ^ self._shown)
        if issues_before != self._issues:
            self.issues_changed.emit(self._issues)
        if left_before != self._left:
            self.left_changed.emit(self._left)
        self.assessed.emit(self._assessment)

    def _work_out(self, assessment: Assessment) -> None:
        self._assessment = assessment
        # The form is walked once for all three: this runs on every key.
        questions = asked(self._assessment.facts)
        self._shown = frozenset(question.key for question in questions)
        self._issues = self._find_issues(questions)
        self._issues_by_key = _by_key(self._issues)
        self._left = self._find_left(questions)

    def _find_issues(self, questions: tuple[Asked, ...]) -> tuple[Issue, ...]:
        contradictions = self.clinic.content.contradictions
        facts = self._assessment.facts
        return check(self.questionnaire, facts, contradictions=contradictions, questions=questions)

    def _find_left(self, questions: tuple[Asked, ...]) -> Needed:
        role = "physio" if self.role == "lead" else self.role
        facts = self._assessment.facts
        return needed(self.questionnaire, facts, stages=_ASKED, role=role, questions=questions)  # type: ignore[arg-type]


def _by_key(issues: tuple[Issue, ...]) -> Mapping[str, tuple[Issue, ...]]:
    found: dict[str, tuple[Issue, ...]] = {}
    for issue in issues:
        found[issue.link_id] = (*found.get(issue.link_id, ()), issue)
    return found
