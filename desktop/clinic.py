"""The verbs behind the buttons, each with its permission check. No Qt: they work and are tested without a window.

Roles are enforced here; the screens only reflect them (knowledge base 0.4).
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from desktop.consult.let_out import let_out_event, let_out_reason
from desktop.consult.letter_words import LetterKind, LetterWords, newest, words_from, words_to_json
from desktop.consult.own_view import Moment, PhysioView, view_from_json, view_to_json
from desktop.printed_codes import PrintedProgramme, code_of, open_code
from forms.assessment import Assessment, assess_all
from forms.clinic_details import ACCENT, as_texts_use_them, missing_details
from forms.content import Content, packed
from forms.encounter import FINISHED, IN_PROGRESS, Encounter
from forms.errors import PermissionDenied, SciaticaIntakeError
from forms.exchange.assessment_json import assessment_text
from forms.lint.evidence import red_flags_due
from forms.patient import LINK_IDS, Patient, new_id
from forms.programme.care_plan import CarePlan, plan_from_json, plan_to_json
from forms.programme.code_text import CodeRefused
from forms.questionnaire import Item
from forms.records.entries import (
    REASON_LENGTH,
    AuditEntry,
    Document,
    DocumentEvent,
    KeptContent,
    Letterhead,
    Place,
    Practitioner,
    Programme,
    Recovery,
    Signature,
    StoredImpression,
    Visit,
)
from forms.records.entries import FlagReview as StoredReview
from forms.records.store import Store
from forms.replay import Replay, replay
from forms.response import Answer, QuestionnaireResponse, Value, fold
from forms.rules.impression import FlagReview, Tier
from reports.paper_issues import PaperIssue, failing, mark_of

Clock = Callable[[], datetime]

# Who may do what. A patient answers under the account of whoever handed over the screen, as role "patient".
_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "find people": ("reception", "physio", "lead", "admin"),
    "register a person": ("reception", "physio", "lead"),
    "open a visit": ("reception", "physio", "lead"),
    "answer": ("patient", "reception", "physio", "lead"),
    "see the reasoning": ("physio", "lead"),
    "review a red flag": ("physio", "lead"),
    "change a programme": ("physio", "lead"),
    "sign a programme": ("physio", "lead"),
    "print a programme": ("physio", "lead"),
    "write a letter": ("physio", "lead"),
    "open a printed programme": ("physio", "lead"),
    "print the emergency card": ("reception", "physio", "lead"),
    "change the clinic's details": ("lead", "admin"),
    "manage accounts": ("lead", "admin"),
    "read the audit log": ("lead", "admin"),
}

ANSWERED_ELSEWHERE = (
    "Not signed: somebody changed answers of this visit at another desk meanwhile. They stand here now: "
    "look at them, then sign."
)

NOT_READABLE = "This paper is not easy to read yet. Mend what is listed, or say why it goes out as it is."

# What happened to a paper that has left a printer.
_PRINTED = ("printed", "reprinted")

# What the audit log says of a call; the day list finds it again by these words.
PHYSIO_CALLED = "called a physio"

# The clinic's setting that a physio says what they think before the results show: yes (usual) or no.
OWN_VIEW_FIRST = "own_view_first"

_ROLE_WORDS = {
    "reception": "Reception",
    "patient": "A patient",
    "physio": "A physio",
    "lead": "A lead",
    "admin": "An admin",
}
_ANSWERED_AS: Mapping[str, str] = {"lead": "physio", "admin": "reception"}


def now_utc() -> datetime:
    return datetime.now(UTC)


class OpenVisit(Struct, frozen=True):
    """One visit as it stands: whose it is, what was answered, decided and planned."""

    encounter: Encounter
    patient: Patient
    response: QuestionnaireResponse
    reviews: tuple[FlagReview, ...]
    programmes: tuple[Programme, ...]

    @property
    def signed(self) -> Programme | None:
        """The newest signed programme, if there is one."""
        return next((one for one in reversed(self.programmes) if one.signature is not None), None)


class Look(Struct, frozen=True):
    """What the records hold of one visit: the newest rows of the log, the number of the last, every review."""

    answers: tuple[Answer, ...]
    number: int
    reviews: tuple[FlagReview, ...]


class Clinic:
    """One signed-in person at one desk, and everything they may do."""

    def __init__(self, store: Store, content: Content, user: Practitioner, desk: str, clock: Clock = now_utc) -> None:
        self.store = store
        self.content = content
        self.user = user
        self.desk = desk
        self._clock = clock

    # --- permissions

    def may(self, verb: str) -> bool:
        return self.user.role in _ALLOWED[verb]

    def _require(self, verb: str) -> None:
        if not self.may(verb):
            who = _ROLE_WORDS.get(self.user.role, self.user.role)
            raise PermissionDenied(f"{who} may not {verb}. Ask a colleague who may: {', '.join(_ALLOWED[verb])}.")

    def may_answer(self, item: Item, role: str) -> bool:
        """Whether this role may enter this question's answer."""
        return not item.is_derived and _ANSWERED_AS.get(role, role) in item.who

    # --- people

    def find_people(self, typed: str, *, limit: int = 10) -> tuple[Patient, ...]:
        self._require("find people")
        return self.store.find_patients(typed, limit=limit)

    def near_duplicates(self, patient: Patient) -> tuple[Patient, ...]:
        self._require("find people")
        return self.store.near_duplicates(patient)

    def register_patient(self, patient: Patient) -> Patient:
        """Keep a new person; a blank clinic number becomes the next free one."""
        self._require("register a person")
        kept = self.store.register_patient(patient)
        self._note("registered a person", detail=kept.id)
        return kept

    def update_patient(self, patient: Patient) -> Patient:
        self._require("register a person")
        return self.store.update_patient(patient, by=self.user.user_name, at=self._clock())

    # --- visits

    def visits_on(self, day: date) -> tuple[Visit, ...]:
        self._require("find people")
        return self.store.visits_on(day)

    def visits_in_progress(self) -> tuple[Visit, ...]:
        self._require("find people")
        return self.store.visits_in_progress()

    def visits_of(self, patient_id: str) -> tuple[Encounter, ...]:
        self._require("find people")
        return self.store.encounters_of(patient_id)

    def open_encounter(self, patient: Patient, intake_date: date) -> OpenVisit:
        """A new visit. Identity is carried over from the register; no clinical answer ever is (1.1, rule 2)."""
        self._require("open a visit")
        encounter = self.store.open_encounter(
            Encounter(
                patient_id=patient.id,
                intake_date=intake_date,
                opened_at=self._clock(),
                opened_by=self.user.user_name,
                desk=self.desk,
                status=IN_PROGRESS,
            )
        )
        self.store.append_answers(
            tuple(self.new_answer(encounter.id, key, value, "reception") for key, value in _identity(patient).items())
        )
        self._note("opened a visit", encounter.id)
        return self.visit(encounter.id)

    def visit(self, encounter_id: str) -> OpenVisit:
        """A visit as it stands now; reading it is noted."""
        self._require("open a visit")
        encounter = self.store.encounter(encounter_id)
        if encounter is None:
            raise SciaticaIntakeError("This visit is no longer in the records. Go back to the day list.")
        patient = self.store.patient(encounter.patient_id)
        if patient is None:
            raise SciaticaIntakeError("The person of this visit is no longer in the records. Go back to the day list.")
        self._note("viewed a visit", encounter_id)
        return OpenVisit(
            encounter,
            patient,
            self.store.response(encounter_id),
            reviews_of(self.store, encounter_id),
            self.store.programmes(encounter_id),
        )

    def earlier_visit(self, encounter_id: str) -> tuple[date, QuestionnaireResponse] | None:
        """The same person's visit before this one: its day and its answers; reading it is noted. None without one."""
        before = self._visits_before(encounter_id)
        return (before[-1].intake_date, self._read_again(before[-1])) if before else None

    def first_visit(self, encounter_id: str) -> tuple[date, QuestionnaireResponse] | None:
        """The same person's first visit where another lies in between; reading it is noted. None without one."""
        before = self._visits_before(encounter_id)
        return (before[0].intake_date, self._read_again(before[0])) if len(before) > 1 else None

    def earlier_responses(self, encounter_id: str) -> tuple[QuestionnaireResponse, ...]:
        """The same person's answers at every visit before this one, the oldest first; reading each is noted."""
        return tuple(self._read_again(one) for one in self._visits_before(encounter_id))

    def _visits_before(self, encounter_id: str) -> list[Encounter]:
        self._require("see the reasoning")
        here = self.store.encounter(encounter_id)
        if here is None:
            return []
        before = (one for one in self.store.encounters_of(here.patient_id) if one.opened_at < here.opened_at)
        return sorted(before, key=lambda one: (one.intake_date, one.opened_at))

    def _read_again(self, encounter: Encounter) -> QuestionnaireResponse:
        self._note("viewed a visit", encounter.id)
        return self.store.response(encounter.id)

    def finish_visit(self, encounter_id: str) -> None:
        self._require("open a visit")
        self.store.set_status(encounter_id, FINISHED)
        self._note("finished a visit", encounter_id)

    def glance(self, visit: Visit) -> OpenVisit:
        """A line of the day list with its answers. Nobody looks at one record, so nothing is noted."""
        self._require("open a visit")
        return OpenVisit(
            visit.encounter,
            visit.patient,
            self.store.response(visit.encounter.id),
            reviews_of(self.store, visit.encounter.id),
            self.store.programmes(visit.encounter.id),
        )

    def note_handed_over(self, encounter_id: str) -> None:
        """Somebody asked for name and date of birth and gave the screen to the patient."""
        self._require("answer")
        self._note("handed the screen to the patient", encounter_id)

    def note_physio_called(self, encounter_id: str, flags: tuple[str, ...]) -> None:
        """Somebody called a physio to this person because of these flags; who and when stay in the record."""
        self._require("open a visit")
        self._note(PHYSIO_CALLED, encounter_id, detail=" ".join(flags))

    def physio_calls(self, encounter_id: str) -> tuple[AuditEntry, ...]:
        """Each time a physio was called to this person, the oldest first; `detail` names the flags."""
        self._require("open a visit")
        return tuple(entry for entry in self.store.audit(encounter_id) if entry.what == PHYSIO_CALLED)

    def look(self, encounter_id: str, number: int) -> Look:
        """What came to an open visit's log after this number, from whichever desk, and every review."""
        self._require("open a visit")
        answers, last = self.store.answers_after(encounter_id, number)
        return Look(answers, last, reviews_of(self.store, encounter_id))

    # --- answers

    def new_answer(self, encounter_id: str, key: str, value: Value | None, role: str) -> Answer:
        """One row for the answer log, with an id that makes saving it twice harmless."""
        return Answer(
            id=new_id(),
            encounter_id=encounter_id,
            key=key,
            value=value,
            role=_ANSWERED_AS.get(role, role),
            typed_by=self.user.user_name,
            at=self._clock(),
            desk=self.desk,
            form_version=self.content.questionnaire.version,
        )

    def save_answers(self, answers: tuple[Answer, ...]) -> None:
        """Append to the log; when this returns, they are on disk."""
        self._require("answer")
        items = self.content.questionnaire.items
        for answer in answers:
            if not self.may_answer(items[answer.key.rsplit("/", 1)[-1]], answer.role):
                raise PermissionDenied("This question is for somebody else to answer.")
        self.store.append_answers(answers)

    def keep(self, given: tuple[Answer | LetterWords, ...]) -> None:
        """Answers, and words of letters, each to its place in the record; when this returns, they are on disk."""
        answers = tuple(one for one in given if isinstance(one, Answer))
        if answers:
            self.save_answers(answers)
        for one in given:
            if isinstance(one, LetterWords):
                self.keep_letter_words(one)

    def remember_place(self, encounter_id: str, page: str, key: str) -> None:
        """Note where the person is, so that a program killed now opens here again."""
        self.store.remember_place(Place(self.desk, encounter_id, page, key, self._clock()))

    def forget_place(self) -> None:
        self.store.forget_place(self.desk)

    def start_session(self) -> Recovery | None:
        """What this desk left open when the program last ended without saying goodbye."""
        return self.store.start_session(self.desk, self._clock())

    def end_session(self) -> None:
        self.store.end_session(self.desk)

    # --- reasoning

    def assess(self, visit: OpenVisit) -> Assessment:
        return assess_all(visit.response, self.content, visit.reviews)

    def _conclusion(self, encounter_id: str, text: str) -> StoredImpression:
        return StoredImpression(
            encounter_id=encounter_id,
            impression=text,
            content_version=self.content.version,
            content_sha256=self.content.sha256,
            at=self._clock(),
            by=self.user.user_name,
        )

    def _content_to_keep(self) -> KeptContent | None:
        """The content in use, unless the records have it already."""
        content = self.content
        if self.store.keeps_content(content.sha256):
            return None
        return KeptContent(
            sha256=content.sha256, version=content.version, files=packed(content.files), at=self._clock()
        )

    def replay(self, encounter_id: str) -> Replay | None:
        """What was concluded when the visit was last signed, reached again from the same answers and content.

        None when nothing was signed, or by a version of the program that did not keep its content yet.
        """
        self._require("see the reasoning")
        encounter = self.store.encounter(encounter_id)
        self._note("replayed a visit", encounter_id)
        return None if encounter is None else replay_signed(self.store, encounter)

    def review_flag(
        self, encounter_id: str, *, flag: str, tier: Tier, decision: Literal["closed", "routine"], reason: str
    ) -> FlagReview:
        """A physio closes or lowers a flag, with the reason; it stays in the record. An emergency has no override."""
        self._require("review a red flag")
        if tier == "emergency":
            raise PermissionDenied("An emergency has no override. Correct the answer if it was entered by mistake.")
        stored = StoredReview(
            encounter_id=encounter_id,
            flag=flag,
            tier=tier,
            decision=decision,
            reason=reason,
            by=self.user.name,
            registration=self.user.registration,
            at=self._clock(),
        )
        self.store.add_flag_review(stored)
        self._note(f"reviewed {flag}: {decision}", encounter_id)
        return _review(stored)

    @property
    def asks_own_view_first(self) -> bool:
        """Whether a physio says what they think before the results show; on unless the clinic turned it off (HZ04)."""
        return self.store.settings().get(OWN_VIEW_FIRST, "yes") != "no"

    def record_view(self, encounter_id: str, moment: Moment, drivers: tuple[str, ...], words: str) -> PhysioView:
        """Keep what the physio thinks beside what the rules say. A choice against the rules needs its reason."""
        self._require("see the reasoning")
        if moment == "choice" and not words.strip():
            raise SciaticaIntakeError("Say why you choose other drivers: the reason stays in the record.")
        view = PhysioView(moment, drivers, words.strip(), self.user.name, self._clock())
        self.store.add_impression(self._conclusion(encounter_id, view_to_json(view)))
        # The words are clinical, so they stay in the visit's record; the log names the drivers only.
        self._note(f"recorded a view: {moment.replace('_', ' ')}", encounter_id, detail=" ".join(drivers))
        return view

    def views(self, encounter_id: str) -> tuple[PhysioView, ...]:
        """Every view recorded in this visit, the oldest first."""
        self._require("see the reasoning")
        found = (view_from_json(one.impression) for one in self.store.impressions(encounter_id))
        return tuple(view for view in found if view is not None)

    def is_as_signed(self, encounter_id: str, assessment: Assessment) -> bool:
        """Whether the answers still lead to exactly what was concluded when the programme was last signed."""
        kept = [one for one in self.store.impressions(encounter_id) if _is_conclusion(one)]
        return bool(kept) and kept[-1].impression == assessment_text(assessment)

    # --- letters

    def letter_words(self, encounter_id: str, letter: LetterKind) -> LetterWords:
        """What a physio added to this letter, as it stands; nothing yet for a letter that nobody has written in."""
        self._require("write a letter")
        states = (words_from(one) for one in self.store.impressions(encounter_id))
        found = newest((one for one in states if one is not None), letter)
        return found or LetterWords(encounter_id=encounter_id, letter=letter, by=self.user.user_name, at=self._clock())

    def rewrite_letter(self, words: LetterWords, **changes: str) -> LetterWords:
        """The letter with these fields as they are now, for `keep`."""
        return words.rewritten(by=self.user.user_name, at=self._clock(), **changes)

    def keep_letter_words(self, words: LetterWords) -> None:
        """Keep a letter as it stands now, beside how it stood before; keeping one state twice keeps one row."""
        self._require("write a letter")
        before = self.letter_words(words.encounter_id, words.letter)
        self.store.add_impression(
            replace(self._conclusion(words.encounter_id, words_to_json(words)), id=words.id, at=words.at, by=words.by)
        )
        # A line for each person and day, not for each pause in typing. The words stay in the visit's record.
        if not before.number or (before.by, before.at.date()) != (words.by, words.at.date()):
            self._note(f"wrote in the {words.letter}", words.encounter_id)

    # --- programme and paper

    def save_programme(self, encounter_id: str, plan: CarePlan, programme_id: str | None = None) -> Programme:
        """Keep a draft; the same id again replaces it until it is signed."""
        self._require("change a programme")
        programme = Programme(
            id=programme_id or new_id(),
            encounter_id=encounter_id,
            care_plan=plan_to_json(plan),
            content_version=self.content.version,
            content_sha256=self.content.sha256,
            at=self._clock(),
            by=self.user.user_name,
        )
        self.store.save_programme(programme)
        return programme

    def sign_programme(
        self,
        programme: Programme,
        assessment: Assessment,
        *,
        name: str,
        registration: str,
        asked: tuple[str, ...] = (),
    ) -> Programme:
        """Sign a draft. Refused while a flag is open or a name or registration number is missing (4.5, rule 8).

        asked: the blank answers a caution waits for that the physio has asked for and leaves unknown (HZ06).
        """
        self._require("sign a programme")
        if self.store.response(programme.encounter_id).answers != assessment.response.answers:
            raise SciaticaIntakeError(ANSWERED_ELSEWHERE)
        # What is on the screen was worked out answer by answer; what is signed rests on all of them at once.
        afresh = assess_all(assessment.response, self.content, reviews_of(self.store, programme.encounter_id))
        if assessment_text(afresh) != assessment_text(assessment):
            raise SciaticaIntakeError(
                "Not signed: the answers in the record lead to something else than what is shown. "
                "Close this visit, open it again, and look at it once more."
            )
        blocking = assessment.impression.blocking_flags
        if blocking or assessment.impression.hold_physio_now:
            named = ", ".join(flag.title for flag in blocking)
            raise SciaticaIntakeError(f"Not signed: open warnings first ({named}).")
        if assessment.impression.provisional:
            raise SciaticaIntakeError("Not signed: the nerve examination is not complete yet.")
        plan = plan_from_json(programme.care_plan)
        lifted = {change.what for change in plan.changes if change.action == "clear"}
        stops = dict.fromkeys((*plan.blocked_by, *(set(assessment.care_plan.blocked_by) - lifted)))
        if stops:
            raise SciaticaIntakeError(f"Not signed: settle what blocks the programme first ({', '.join(stops)}).")
        blank = [link_id for link_id in plan.ask_before_signing if link_id not in asked]
        if blank:
            raise SciaticaIntakeError(f"Not signed: ask for the blank answers first ({', '.join(blank)}).")
        missing = self.missing_details(assessment, plan)
        if missing:
            raise SciaticaIntakeError(
                f"Not signed: the paper needs details of the clinic that are not filled in ({', '.join(missing)}). "
                "A lead or admin can add them in the settings."
            )
        if self.rules_expired:
            raise SciaticaIntakeError("Not signed: the rules are past their review date. Ask a lead for newer ones.")
        if not name.strip() or not registration.strip():
            raise SciaticaIntakeError("Not signed: fill in your name and registration number.")
        signature = Signature(name.strip(), registration.strip(), self._clock())
        concluded = self._conclusion(programme.encounter_id, assessment_text(assessment))
        signed = self.store.sign_programme(programme.id, signature, concluded, self._content_to_keep())
        unknown = " ".join(link_id for link_id in plan.ask_before_signing if link_id in asked)
        self._note("signed a programme", programme.encounter_id, detail=unknown)
        return signed

    @property
    def rules_expired(self) -> bool:
        """Whether the warnings are past the day by which they had to be reviewed: then nothing is printed (HZ05)."""
        due = self._red_flags_due
        return due is None or self._clock().astimezone().date() > due

    @cached_property
    def _red_flags_due(self) -> date | None:
        return red_flags_due(self.content, self.content.files)

    def missing_details(self, assessment: Assessment, plan: CarePlan) -> tuple[str, ...]:
        """The clinic's details that the paper of this plan needs and does not have."""
        return missing_details(assessment.content.programme, plan, self.store.settings())

    def note_document(
        self,
        encounter_id: str,
        kind: str,
        content: bytes,
        *,
        happened: str,
        programme_id: str | None = None,
        printing: str | None = None,
        letterhead: Letterhead | None = None,
    ) -> Document:
        """Record that a paper was made and what happened to it, by the hash of its bytes; the same bytes are one paper.

        printing, letterhead: how to make it again (`desktop.consult.signed_papers`).
        """
        document = self._document(
            encounter_id, kind, content, programme_id=programme_id, printing=printing, letterhead=letterhead
        )
        self._note_event(document, happened)
        self._note(f"{happened} {kind}", encounter_id)
        return document

    def _document(
        self,
        encounter_id: str,
        kind: str,
        content: bytes,
        *,
        programme_id: str | None,
        printing: str | None,
        letterhead: Letterhead | None,
    ) -> Document:
        """The paper of these bytes as it is in the record, put there when it is new."""
        self._require_paper(kind)
        sha256 = hashlib.sha256(content).hexdigest()
        same = (one for one in self.store.documents(encounter_id) if (one.kind, one.sha256) == (kind, sha256))
        document = next(same, None)
        if document is None:
            document = Document(
                encounter_id=encounter_id,
                kind=kind,
                sha256=sha256,
                at=self._clock(),
                by=self.user.user_name,
                programme_id=programme_id,
                printing=printing,
                letterhead=letterhead.sha256 if letterhead is not None else None,
            )
            self.store.add_document(document, letterhead)
        return document

    def keep_basis(self, encounter_id: str, response: QuestionnaireResponse) -> int | None:
        """The number of the last answer that an unsigned letter rests on, with the content in use kept beside it.

        None where the record holds other answers by now.
        """
        self._require("write a letter")
        answers, last = self.store.answers_after(encounter_id, 0)
        if fold(response.authored, answers).answers != response.answers:
            return None
        content = self._content_to_keep()
        if content is not None:
            self.store.keep_content(content)
        return last

    def _note_event(self, document: Document, what: str) -> None:
        event = DocumentEvent(document_id=document.id, what=what, at=self._clock(), by=self.user.user_name)
        self.store.add_document_event(event)

    def require_readable(self, encounter_id: str, programme_id: str, issues: tuple[PaperIssue, ...]) -> None:
        """Asked before a patient's paper is printed, saved or copied.

        Refused while something on it fails and no physio has said why it goes out all the same (`let_out`).
        """
        self._require("print a programme")
        if failing(issues) and not self.reason_to_let_out(encounter_id, programme_id, issues):
            raise SciaticaIntakeError(NOT_READABLE)

    def let_out(
        self,
        encounter_id: str,
        content: bytes,
        issues: tuple[PaperIssue, ...],
        reason: str,
        *,
        programme_id: str,
        printing: str | None = None,
        letterhead: Letterhead | None = None,
    ) -> None:
        """Keep why a programme goes out although it is hard to read; it holds for these issues and this programme."""
        self._require("print a programme")
        if not programme_id:
            raise SciaticaIntakeError("Sign the programme first: a draft does not go out.")
        if len(reason.strip()) < REASON_LENGTH:
            raise SciaticaIntakeError(f"Say why it goes out as it is, in at least {REASON_LENGTH} characters.")
        document = self._document(
            encounter_id, "programme", content, programme_id=programme_id, printing=printing, letterhead=letterhead
        )
        # The words stay with the paper in the visit's record; the log names only what kinds of trouble there were.
        self._note_event(document, let_out_event(mark_of(issues), reason.strip()))
        kinds = " ".join(sorted({one.code for one in failing(issues)}))
        self._note("let out a programme that is hard to read", encounter_id, detail=kinds)

    def reason_to_let_out(self, encounter_id: str, programme_id: str, issues: tuple[PaperIssue, ...]) -> str:
        """Why a paper of this programme with just these issues goes out; "" while nobody has said so."""
        mark = mark_of(issues)
        reasons = [
            kept.reason
            for document, events in self.papers(encounter_id)
            if document.programme_id == programme_id
            for event in events
            if (kept := let_out_reason(event.what)) is not None and kept.mark == mark
        ]
        return reasons[-1] if reasons else ""

    def papers(self, encounter_id: str) -> tuple[tuple[Document, tuple[DocumentEvent, ...]], ...]:
        """Every paper of a visit with what happened to it, the oldest first."""
        self._require("print a programme")
        found = self.store.documents(encounter_id)
        return tuple((document, self.store.document_events(document.id)) for document in found)

    def is_reprint(self, encounter_id: str, kind: str, programme_id: str) -> bool:
        """Whether such a paper of this signed programme has gone out of a printer before."""
        before = (
            one for one in self.store.documents(encounter_id) if (one.kind, one.programme_id) == (kind, programme_id)
        )
        return any(event.what in _PRINTED for document in before for event in self.store.document_events(document.id))

    def confirm_birth_date(self, encounter_id: str, day: date) -> bool:
        """Whether the patient was born then, as asked before a paper goes out once more. A wrong date is noted."""
        self._require("print a programme")
        encounter = self.store.encounter(encounter_id)
        patient = self.store.patient(encounter.patient_id) if encounter is not None else None
        is_right = patient is not None and patient.birth_date == day
        if not is_right:
            self._note("named a wrong date of birth before a reprint", encounter_id)
        return is_right

    def _require_paper(self, kind: str) -> None:
        self._require("print the emergency card" if kind == "emergency card" else "print a programme")

    def programme_code(self, programme: Programme, signed_on: date) -> tuple[str, ...]:
        """The code on the paper of a signed programme, in groups; none for a draft. signed_on: as the paper says."""
        self._require("print a programme")
        return code_of(self.store, self.content, programme, signed_on)

    def open_code(self, encounter_id: str, typed: str) -> PrintedProgramme:
        """What a printed code holds that was scanned or typed in this visit; CodeRefused says why it does not open.

        What opens, what nobody here made and what is somebody else's is noted; a slip of the finger is not.
        """
        self._require("open a printed programme")
        encounter = self.store.encounter(encounter_id)
        if encounter is None:
            raise SciaticaIntakeError("This visit is no longer in the records. Go back to the day list.")
        try:
            printed = open_code(self.store, self.content, encounter.patient_id, typed)
        except CodeRefused as refused:
            if not refused.groups:
                self._note("was refused a printed programme", encounter_id)
            raise
        self._note("opened a printed programme", encounter_id)
        return printed

    def note_started_from_code(self, encounter_id: str) -> None:
        """The programme of this visit was started from a printed one."""
        self._require("change a programme")
        self._note("started from a printed programme", encounter_id)

    # --- the clinic itself

    def settings(self) -> dict[str, str]:
        # Here rather than where texts are filled: a letterhead from before is printed again byte for byte.
        return as_texts_use_them(self.store.settings())

    def save_settings(self, changes: Mapping[str, str]) -> None:
        """Keep these; PaperError when the colour of the papers is too pale to read."""
        self._require("change the clinic's details")
        if ACCENT in changes:
            # Here, because it loads what reads pictures.
            from reports.brand import check_accent

            changes = {**changes, ACCENT: check_accent(changes[ACCENT])}
        self.store.save_settings(changes)
        self._note("changed the clinic's details")

    def people(self) -> tuple[Practitioner, ...]:
        """Everybody with an account in use."""
        return tuple(one for one in self.store.practitioners() if one.active)

    def add_colleague(self, colleague: Practitioner) -> None:
        """Give somebody an account; an account that exists is never replaced."""
        self._require("manage accounts")
        if self.store.practitioner(colleague.user_name) is not None:
            raise SciaticaIntakeError("Somebody has this account already. Choose another name for it.")
        self.store.save_practitioner(colleague)
        self._note("added an account", detail=f"{colleague.user_name} {colleague.role}")

    def note_signed_in(self) -> None:
        self._note("signed in", detail=self.desk)

    def _note(self, what: str, encounter_id: str | None = None, *, detail: str = "") -> None:
        self.store.add_audit(
            at=self._clock(), who=self.user.user_name, what=what, encounter_id=encounter_id, detail=detail
        )


def reviews_of(store: Store, encounter_id: str) -> tuple[FlagReview, ...]:
    """What physios decided on the flags of a visit, the oldest first."""
    return tuple(_review(one) for one in store.flag_reviews(encounter_id))


def replay_signed(store: Store, encounter: Encounter) -> Replay | None:
    """The conclusion a visit was last signed with, reached again; None as `Clinic.replay` says."""
    signed = [one for one in store.impressions(encounter.id) if one.answers_to is not None]
    kept = store.content(signed[-1].content_sha256) if signed else None
    if kept is None:
        return None
    concluded = signed[-1]
    return replay(
        concluded.impression,
        piece=kept.files,
        sha256=kept.sha256,
        intake_date=encounter.intake_date,
        log=store.answers(encounter.id, to=concluded.answers_to),
        reviews=tuple(one for one in reviews_of(store, encounter.id) if one.at <= concluded.at),
    )


def _is_conclusion(stored: StoredImpression) -> bool:
    """Whether the rules concluded it; a physio's view and the words of a letter stand beside that."""
    return view_from_json(stored.impression) is None and words_from(stored) is None


def _identity(patient: Patient) -> dict[str, Value]:
    """The register's particulars as answers of the details page."""
    answers: dict[str, Value] = {}
    for name, link_id in LINK_IDS.items():
        value = getattr(patient, name)
        if isinstance(value, date):
            value = value.isoformat()
        if value:
            answers[link_id] = value
    return answers


def _review(stored: StoredReview) -> FlagReview:
    return FlagReview(
        flag=stored.flag,
        tier=stored.tier,  # type: ignore[arg-type]
        decision=stored.decision,  # type: ignore[arg-type]
        reason=stored.reason,
        by=stored.by,
        registration=stored.registration,
        at=stored.at,
    )
