"""The physio's part of one visit: the view entered, the decisions on flags, the programme as changed, and its signing.

Views listen to it and hold nothing. What it works out is plain and lives beside it (`reasons`, `proposal`,
`obstacles`); what it keeps goes through the verbs of the clinic.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from desktop.clinic import ANSWERED_ELSEWHERE, Clinic
from desktop.consult.letter_words import LETTERS, LetterKind, LetterWords, WordsField
from desktop.consult.obstacles import Obstacle, find_obstacles
from desktop.consult.own_view import PhysioView, first_view, standing_choice
from desktop.consult.papers import FOR_PATIENTS, FinishedPaper, PaperKind, PaperOrder, SizeName
from desktop.consult.proposal import drivers_of, propose, redo
from desktop.consult.reasons import ImpressionView, build_impression
from desktop.consult.scores import ScoresView, build_scores
from desktop.consult.signed_papers import access_of, letterhead_of, moment_of, note_paper, printing_of
from desktop.consult.story import Story, build_story
from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from desktop.printed_codes import PrintedProgramme
from forms.assessment import Assessment
from forms.errors import SciaticaIntakeError
from forms.instruments.content import load_instruments
from forms.letters import Route, referral_routes
from forms.patient import new_id
from forms.programme.care_plan import CarePlan, Change, ProgrammeRefused, plan_from_json, plan_to_json
from forms.programme.changes import (
    add_exercise,
    cautions_against,
    clear_hard_stop,
    move_exercise,
    remove_exercise,
)
from forms.programme.starting import Weighed, start_from, wanted_today, weigh
from forms.records.entries import Programme, Signature
from forms.response import QuestionnaireResponse
from forms.translation import ENGLISH
from reports.paper_issues import failing


class ConsultModel(QObject):
    """One consult.

    Signals:
        changed: something a view may show is different: an answer, a decision, the programme, the signature.
        failed: what was asked could not be done; carries what to do, in words.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, intake: IntakeModel, saver: AnswerSaver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.intake = intake
        self._saver = saver
        clinic, encounter_id = intake.clinic, intake.visit.encounter.id
        self.details = clinic.settings()
        self.asks_own_view_first = clinic.asks_own_view_first
        self._views = clinic.views(encounter_id)
        self._programmes = clinic.store.programmes(encounter_id)
        newest = self._programmes[-1] if self._programmes else None
        self._draft_id = newest.id if newest is not None and newest.signature is None else ""
        self._changes = plan_from_json(newest.care_plan).changes if newest is not None else ()
        self._earlier = clinic.earlier_visit(encounter_id)
        self._first = clinic.first_visit(encounter_id)
        self._lost: tuple[Change, ...] = ()
        self._plan: CarePlan | None = None
        self._impression: ImpressionView | None = None
        self._is_as_signed: bool | None = None
        self._visits_before: tuple[QuestionnaireResponse, ...] | None = None
        self._codes: dict[str, tuple[str, ...]] = {}
        self._letters = {letter: clinic.letter_words(encounter_id, letter) for letter in LETTERS}
        self._kept_letters = dict(self._letters)
        self._routes: tuple[Route, ...] | None = None
        intake.assessed.connect(self._on_assessed)

    # --- what views ask

    @property
    def clinic(self) -> Clinic:
        return self.intake.clinic

    @property
    def assessment(self) -> Assessment:
        return self.intake.assessment

    @property
    def impression(self) -> ImpressionView:
        if self._impression is None:
            self._impression = build_impression(self.assessment, self.details, self.drivers)
        return self._impression

    @property
    def story(self) -> Story:
        return build_story(self.assessment)

    @property
    def scores(self) -> ScoresView:
        """The outcome measures, beside the visit before."""
        return build_scores(
            self.intake.response, self._earlier, load_instruments(), self.intake.questionnaire, self._first
        )

    @property
    def own_view(self) -> PhysioView | None:
        """What the physio thought before the results were shown."""
        return first_view(self._views)

    @property
    def choice(self) -> PhysioView | None:
        """The drivers chosen against the rules, if they were."""
        return standing_choice(self._views)

    @property
    def shows_results(self) -> bool:
        return self.own_view is not None or not self.asks_own_view_first

    @property
    def drivers(self) -> tuple[str, ...]:
        """The drivers the programme is made for, the lead first."""
        return drivers_of(self.assessment, self.choice.drivers if self.choice else None)

    @property
    def plan(self) -> CarePlan:
        """The programme as it stands, with the physio's changes."""
        if self._plan is None:
            proposal = propose(self.assessment, self.choice.drivers if self.choice else None)
            self._plan, self._lost = redo(self.clinic.content.programme, proposal, self._changes)
        return self._plan

    @property
    def lost_changes(self) -> tuple[Change, ...]:
        """Changes that an answer given since has made impossible."""
        _ = self.plan
        return self._lost

    @property
    def signed(self) -> Programme | None:
        """The programme signed last."""
        return next((one for one in reversed(self._programmes) if one.signature is not None), None)

    @property
    def is_signed(self) -> bool:
        """Whether what stands here is what was signed; any change since makes it a draft again."""
        signed = self.signed
        if signed is None:
            return False
        if self._is_as_signed is None:
            encounter_id = self.intake.visit.encounter.id
            self._is_as_signed = self.clinic.is_as_signed(encounter_id, self.assessment)
        return self._is_as_signed and plan_to_json(self.plan) == signed.care_plan

    @property
    def is_amended(self) -> bool:
        """Something was signed, and has been changed since."""
        return self.signed is not None and not self.is_signed

    @property
    def is_safety_first(self) -> bool:
        """Whether open warnings come before any programme: only the emergency card may be printed."""
        return self.assessment.impression.outcome == "safety_first"

    @property
    def missing_details(self) -> tuple[str, ...]:
        return self.clinic.missing_details(self.assessment, self.plan)

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        return find_obstacles(
            self.assessment,
            self.plan,
            has_own_view=self.shows_results,
            missing_details=self.missing_details,
            rules_expired=self.clinic.rules_expired,
        )

    def cautions_against(self, exercise_id: str) -> tuple[str, ...]:
        """Why an exercise is not offered to this person; empty when nothing speaks against it."""
        if self.plan.setting is None:
            return ()
        return cautions_against(self.clinic.content.programme, self.plan, exercise_id)

    @property
    def may_start_from_print(self) -> bool:
        """Whether a printed programme may take the place of the proposal: never while something blocks that."""
        return self.plan.setting is not None and not self.plan.is_blocked

    def open_code(self, typed: str) -> PrintedProgramme:
        """What a printed code holds; SciaticaIntakeError says why it does not open."""
        return self.clinic.open_code(self.intake.visit.encounter.id, typed)

    def weigh_printed(self, printed: PrintedProgramme) -> tuple[Weighed, ...]:
        """What today's answers make of each exercise of a printed programme; nothing where there is no programme."""
        if self.plan.setting is None:
            return ()
        content = self.clinic.content.programme
        return weigh(content, self.plan, wanted_today(printed.prescribed, content.exercises), "")

    def may_lift(self, code: str) -> bool:
        """Whether a caution that stops the pack can be lifted with a reason."""
        try:
            clear_hard_stop(self.plan, code, reason="asked")
        except ProgrammeRefused:
            return False
        return True

    def paper_order(
        self,
        kind: PaperKind,
        size: SizeName,
        at: datetime,
        languages: tuple[str, ...] = (ENGLISH,),
        layout: str = "standard",
        *,
        initials_only: bool = False,
    ) -> PaperOrder:
        """What a paper asked for now is made from; another order means that a paper made before is out of date."""
        signed = self._signed_for(kind)
        signature = signed.signature if signed is not None else None
        return PaperOrder(
            kind=kind,
            assessment=self.assessment,
            plan=self.plan,
            patient=self.intake.visit.patient,
            details=self.details,
            size=size,
            at=self._moment_for(kind, signature, at),
            signature=signature,
            drivers=self.drivers,
            programme_id=signed.id if signed is not None else "",
            decision="" if kind in FOR_PATIENTS else self.decision_words,
            languages=languages if kind in FOR_PATIENTS else (ENGLISH,),
            layout=layout if kind == "programme" else "standard",
            visits=(*self._earlier_visits(), self.intake.response) if kind == "outcome report" else (),
            initials_only=initials_only and kind in FOR_PATIENTS,
            code=self._code_of(signed) if kind == "programme" and signed is not None else (),
            route=self.route if kind == "referral letter" else "",
            note=self._own_words(kind, "note"),
            view=self._own_words(kind, "view"),
            ask=self._own_words(kind, "ask"),
        )

    def _signed_for(self, kind: PaperKind) -> Programme | None:
        """The signed programme that stands behind a paper. A letter with words of anybody but its signer is a draft."""
        if not self.is_signed or (kind in LETTERS and self.is_anothers(kind)):
            return None
        return self.signed

    def _moment_for(self, kind: PaperKind, signature: Signature | None, now: datetime) -> datetime:
        """The moment that stands on a paper: never one before its words were written."""
        if signature is None or kind == "emergency card":
            return now.astimezone()
        signed_at = moment_of(signature)
        if kind in LETTERS and self.letter(kind).has_own_words:
            return max(signed_at, self.letter(kind).at.astimezone())
        return signed_at

    def _own_words(self, kind: PaperKind, place: WordsField) -> str:
        if kind not in LETTERS:
            return ""
        return str(getattr(self.letter(kind), place)).strip()

    def _code_of(self, signed: Programme) -> tuple[str, ...]:
        """Worked out once: what is signed does not change, and an order is made at every look at the paper."""
        if signed.id not in self._codes and signed.signature is not None:
            day = moment_of(signed.signature).date()
            self._codes[signed.id] = self.clinic.programme_code(signed, day)
        return self._codes[signed.id]

    def _earlier_visits(self) -> tuple[QuestionnaireResponse, ...]:
        """Read once: what was answered then does not change any more while somebody looks at this visit."""
        if self._visits_before is None:
            self._visits_before = self.clinic.earlier_responses(self.intake.visit.encounter.id)
        return self._visits_before

    @property
    def access(self) -> tuple[str, ...]:
        """What would make reading easier, as recorded at reception: codes of `pt_access`."""
        return access_of(self.intake.response, self.intake.visit.patient)

    @property
    def decision_words(self) -> str:
        """What the physio thought and chose, with names and reasons, for the clinician's summary."""
        rulebook = self.clinic.content.rulebook
        parts = []
        for what, view in ((self.tr("Before the results"), self.own_view), (self.tr("Chosen"), self.choice)):
            if view is not None:
                named = ", ".join(rulebook.driver(one).title for one in view.drivers) or self.tr("no driver named")
                parts.append(f"{what}: {named}{f' ({view.words})' if view.words else ''}.")
        return " ".join(parts)

    # --- letters

    def letter(self, letter: LetterKind) -> LetterWords:
        """What stands in this letter now, on disk or not yet."""
        return self._letters[letter]

    @property
    def routes(self) -> tuple[Route, ...]:
        """Whom the open flags can be referred to, the one for the gravest first; some may lack the clinic's details."""
        if self._routes is None:
            self._routes = referral_routes(self.assessment.impression, self.clinic.content)
        return self._routes

    @property
    def route(self) -> str:
        """To whom the referral goes: as chosen, while that can be used, else the first that can; "" for nobody."""
        usable = [one.id for one in self.routes if not one.missing(self.details)]
        chosen = self.letter("referral letter").route
        return chosen if chosen in usable else next(iter(usable), "")

    def is_anothers(self, letter: LetterKind) -> bool:
        """Whether its words are not by whoever signed the programme: then nobody has signed the letter."""
        signed, words = self.signed if self.is_signed else None, self.letter(letter)
        return signed is not None and words.has_own_words and words.by != signed.by

    def write_letter(self, letter: LetterKind, **changes: str) -> None:
        """Take what stands in a letter now; `keep_letters` brings it to disk."""
        self._letters[letter] = self.clinic.rewrite_letter(self._letters[letter], **changes)

    def keep_letters(self) -> None:
        """Hand over for saving what has been written since the last time."""
        for letter, words in self._letters.items():
            if words != self._kept_letters[letter]:
                self._kept_letters[letter] = words
                self._saver.add(words)

    # --- what a physio does; each says whether it was done

    def enter_view(self, drivers: tuple[str, ...], words: str) -> bool:
        """What the physio thinks, before the results are shown."""
        return self._record("before_results", drivers, words)

    def choose_drivers(self, drivers: tuple[str, ...], reason: str) -> bool:
        """Make the programme for other drivers than the rules name."""
        return self._record("choice", drivers, reason)

    def back_to_rules(self) -> bool:
        return self._record("back_to_rules", (), "")

    def decide_flag(self, flag: str, decision: Literal["closed", "routine"], reason: str) -> bool:
        """Close a flag or lower it to routine."""
        found = next(one for one in self.assessment.impression.flags if one.id == flag)

        def decide() -> None:
            review = self.clinic.review_flag(
                self.intake.visit.encounter.id, flag=flag, tier=found.tier, decision=decision, reason=reason
            )
            self.intake.add_review(review)

        return self._try(decide)

    def add(self, exercise_id: str, reason: str = "") -> bool:
        content = self.clinic.content.programme
        return self._change(lambda plan: add_exercise(content, plan, exercise_id, reason=reason))

    def remove(self, exercise_id: str, reason: str = "") -> bool:
        content = self.clinic.content.programme
        return self._change(lambda plan: remove_exercise(content, plan, exercise_id, reason=reason))

    def move(self, exercise_id: str, by: int) -> bool:
        """Up (-1) or down (+1); at an end nothing happens."""
        plan, content = self.plan, self.clinic.content.programme
        to = plan.exercises.index(exercise_id) + by
        last = content.phases.pack.last
        room = len(plan.exercises) - (plan.exercises[-1] == last)
        if exercise_id == last or not 0 <= to < room:
            return False
        return self._change(lambda plan: move_exercise(content, plan, exercise_id, to=to))

    def lift(self, code: str, reason: str) -> bool:
        return self._change(lambda plan: clear_hard_stop(plan, code, reason=reason))

    def start_from_print(self, printed: PrintedProgramme, when: str) -> bool:
        """Put a printed programme in the place of the proposal and of what was changed in it; `when` it was signed."""
        if not self.may_start_from_print:
            self.failed.emit(self.tr("Settle first what blocks the programme. Then a printed one can be taken."))
            return False
        content = self.clinic.content.programme
        wanted = wanted_today(printed.prescribed, content.exercises)

        def start(plan: CarePlan) -> CarePlan:
            lifted = tuple(change for change in plan.changes if change.action == "clear")
            return start_from(content, replace(plan, changes=lifted), wanted, reason=when)

        if not self._change(start):
            return False
        return self._try(self._note_started)

    def _note_started(self) -> None:
        self.clinic.note_started_from_code(self.intake.visit.encounter.id)

    def read_details(self) -> None:
        """The clinic's details may be different now."""
        self.details = self.clinic.settings()
        self._forget()

    def undo_changes(self) -> bool:
        """Back to the proposal: every change is taken back."""
        return self._keep(())

    def sign(self, name: str, registration: str, asked: tuple[str, ...] = ()) -> bool:
        """Sign the programme as it stands. asked: blank answers that were asked for and stay unknown."""

        def sign() -> None:
            if not self._saver.flush():
                raise SciaticaIntakeError("Not signed: the answers could not be saved yet. Try again in a moment.")
            encounter_id = self.intake.visit.encounter.id
            now = self.clinic.store.response(encounter_id)
            if now.answers != self.intake.response.answers:
                # A signature is for what stands in the record, and for what its signer has seen.
                self.intake.take_over(replace(self.intake.visit, response=now))
                raise SciaticaIntakeError(ANSWERED_ELSEWHERE)
            draft = self.clinic.save_programme(encounter_id, self.plan, self._draft_id or new_id())
            self._draft_id = draft.id
            self.clinic.sign_programme(draft, self.assessment, name=name, registration=registration, asked=asked)
            self._draft_id = ""
            self._programmes = self.clinic.store.programmes(encounter_id)

        return self._try(sign)

    def note_paper(self, paper: FinishedPaper, happened: str) -> None:
        """Keep in the record what happened to a paper, and how to make it again."""
        if paper.kind in LETTERS:
            # An unsigned one rests on what is on disk.
            self.keep_letters()
            self._saver.flush()
        try:
            note_paper(self.clinic, self.intake.visit.encounter.id, paper, happened)
        except SciaticaIntakeError as error:
            self.failed.emit(str(error))

    def reason_to_let_out(self, paper: FinishedPaper) -> str:
        """Why this paper goes out although it is hard to read; "" while nobody has said so."""
        order = paper.order
        if not failing(paper.issues) or not order.programme_id:
            return ""
        return self.clinic.reason_to_let_out(self.intake.visit.encounter.id, order.programme_id, paper.issues)

    def why_not_out(self, paper: FinishedPaper) -> str:
        """What keeps this paper from being printed, saved or copied, in words; "" when nothing does."""
        if paper.kind != "programme":
            return ""
        try:
            self.clinic.require_readable(self.intake.visit.encounter.id, paper.order.programme_id, paper.issues)
        except SciaticaIntakeError as error:
            return str(error)
        return ""

    def let_out(self, paper: FinishedPaper, reason: str) -> bool:
        """Keep why this paper goes out although it is hard to read."""
        order = paper.order
        try:
            self.clinic.let_out(
                self.intake.visit.encounter.id,
                paper.content,
                paper.issues,
                reason,
                programme_id=order.programme_id,
                printing=printing_of(order),
                letterhead=letterhead_of(order.details),
            )
        except SciaticaIntakeError as error:
            self.failed.emit(str(error))
            return False
        return True

    def is_reprint(self, paper: FinishedPaper) -> bool:
        """Whether such a paper of what is signed has gone out before; the emergency card never waits for a question."""
        programme_id = paper.order.programme_id
        if paper.kind == "emergency card" or not programme_id:
            return False
        return self.clinic.is_reprint(self.intake.visit.encounter.id, paper.kind, programme_id)

    # --- keeping

    def _record(self, moment: Literal["before_results", "choice", "back_to_rules"], *what: object) -> bool:
        drivers, words = what
        assert isinstance(drivers, tuple) and isinstance(words, str)

        def record() -> None:
            view = self.clinic.record_view(self.intake.visit.encounter.id, moment, drivers, words)
            self._views = (*self._views, view)

        return self._try(record)

    def _change(self, change: Callable[[CarePlan], CarePlan]) -> bool:
        try:
            changed = change(self.plan)
        except ProgrammeRefused as refused:
            self.failed.emit(str(refused))
            return False
        return self._keep(changed.changes)

    def _keep(self, changes: tuple[Change, ...]) -> bool:
        """Keep the programme with these changes as a draft; after signing, that is a new one."""

        def keep() -> None:
            proposal = propose(self.assessment, self.choice.drivers if self.choice else None)
            plan, _lost = redo(self.clinic.content.programme, proposal, changes)
            draft_id = self._draft_id or new_id()
            self.clinic.save_programme(self.intake.visit.encounter.id, plan, draft_id)
            self._draft_id, self._changes = draft_id, changes

        return self._try(keep)

    def _try(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except SciaticaIntakeError as error:
            self.failed.emit(str(error))
            return False
        self._forget()
        return True

    def _forget(self) -> None:
        """What was worked out may be out of date."""
        self._plan = self._impression = self._is_as_signed = self._routes = None
        self.changed.emit()

    @Slot(object)
    def _on_assessed(self, _assessment: object) -> None:
        self._forget()
