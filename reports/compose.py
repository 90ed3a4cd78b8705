"""From an assessment to finished texts: what each paper says. How it looks is the business of the other modules."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from forms.assessment import Assessment
from forms.clinic_details import filled, intended_purpose, load_locales, unfilled
from forms.programme.care_plan import Activity, CarePlan
from forms.programme.exercises import Dose, Range
from forms.response import Value
from forms.rules.explain import band_words, flag_sentence, outcome_words
from forms.rules.impression import Basis, Finding, RedFlag
from reports.clinician_summary import (
    ClinicianSummary,
    DriverReasons,
    ExaminationLine,
    FlagLine,
    ProgrammeLine,
    Reason,
    build_clinician_summary,
)
from reports.flowables import Box
from reports.handout import AdviceModule, ExerciseCard, Handout, PainLight, build_handout
from reports.inputs import ClinicDetails, EmergencyCard, PageSize, PersonLine, Printing, Signature, Versions
from reports.safety_card import build_safety_card

_SIDES = {"L": "left side", "R": "right side", "both": "both sides"}


@dataclass(frozen=True, slots=True)
class Paper:
    """What every paper of a visit needs besides the assessment. `details` are the clinic's settings.

    drivers: for whom the plan was built, the lead first, where a physio chose; None: as the rules say.
    """

    assessment: Assessment
    plan: CarePlan
    person: PersonLine
    details: Mapping[str, str]
    printed_at: datetime.datetime
    signature: Signature | None = None
    size: PageSize = PageSize.A4
    drivers: tuple[str, ...] | None = None

    def fill(self, text: str) -> str:
        return filled(text, self.details)

    def printing(self, *, use_until: datetime.date | None = None) -> Printing:
        protocol = self.assessment.impression.protocol
        return Printing(
            person=self.person,
            clinic=ClinicDetails(
                self.details.get("clinic_name", ""),
                self.details.get("clinic_phone", ""),
                self.details.get("clinic_hours", ""),
                self.details.get("clinic_address", ""),
            ),
            versions=Versions(protocol.version, protocol.sha256),
            printed_at=self.printed_at,
            intended_purpose=intended_purpose(),
            approved_by=self.signature,
            use_until=use_until,
            size=self.size,
        )


def draft_handout(assessment: Assessment, patient: Mapping[str, Value]) -> bytes:
    """The paper of an answers file, marked DRAFT. Dated by its intake date: the same file gives the same bytes."""
    parts = [str(patient[key]) for key in ("pt_given", "pt_family") if patient.get(key)]
    birth_date = patient.get("pt_dob")
    person = PersonLine(
        name=str(patient.get("name") or " ".join(parts) or "Name not given"),
        birth_date=datetime.date.fromisoformat(birth_date) if isinstance(birth_date, str) else None,
        clinic_no=str(patient.get("pt_clinic_no") or ""),
    )
    at = datetime.datetime.combine(assessment.response.authored, datetime.time(12, 0))
    details = dict(load_locales()[0].details)
    return handout_pdf(Paper(assessment, assessment.care_plan, person, details, at))


def handout_pdf(paper: Paper) -> bytes:
    """The patient's pack; the emergency card alone while safety comes first (knowledge base 1.1 and 2.2)."""
    if paper.assessment.impression.outcome == "safety_first":
        return safety_card_pdf(paper)
    return build_handout(_handout(paper))


def safety_card_pdf(paper: Paper) -> bytes:
    """The emergency card alone."""
    return build_safety_card(_card(paper), paper.printing())


def missing_details(assessment: Assessment, plan: CarePlan, details: Mapping[str, str]) -> tuple[str, ...]:
    """The clinic's details the handout needs and does not have; the print button waits for them."""
    programme = assessment.content.programme
    texts = [*programme.emergency_card.texts]
    for advice_id in plan.advice:
        texts += programme.advice[advice_id].paragraphs
    return unfilled(texts, details)


def clinician_summary_pdf(paper: Paper, *, decision: str = "") -> bytes:
    """One page for the clinician: flags, drivers with reasons, examination, decision, programme."""
    assessment, impression = paper.assessment, paper.assessment.impression
    rulebook = assessment.content.rulebook
    scoring = rulebook.scoring
    exercises = assessment.content.programme.exercises
    story = assessment.response.value("pc_text")
    return build_clinician_summary(
        ClinicianSummary(
            printing=paper.printing(),
            assessed_on=assessment.response.authored,
            story=str(story or ""),
            tier=impression.tier,
            tier_word=rulebook.tiers[impression.tier].word,
            tier_note=scoring.words["provisional"] if impression.provisional else "",
            flags=tuple(_flag_line(flag, paper) for flag in impression.flags),
            outcome=outcome_words(impression.outcome),
            drivers=tuple(_driver_reasons(finding, assessment) for finding in impression.findings),
            examination=_examination(assessment),
            decision=decision,
            programme=tuple(
                ProgrammeLine(one.exercise, exercises[one.exercise].name, one.dose.text)
                for one in paper.plan.activities
            ),
            programme_note=_blocked_note(paper.plan),
            messages=tuple(message.text for message in impression.messages),
            differentials=tuple(f"{one.consider}: {one.because}" for one in impression.differentials),
            decision_support=scoring.words["decision_support"]
            .replace("{v}", scoring.version)
            .replace("{date}", scoring.released),
        )
    )


def _blocked_note(plan: CarePlan) -> str:
    return f"Not printed while open: {', '.join(plan.blocked_by)}" if plan.blocked_by else ""


# --- the handout


def _handout(paper: Paper) -> Handout:
    assessment, plan = paper.assessment, paper.plan
    programme = assessment.content.programme
    review = _review_date(paper)
    side = assessment.facts.known("pain_side")
    is_printable = not plan.is_blocked
    return Handout(
        printing=paper.printing(use_until=review),
        card=_card(paper),
        findings=_findings(paper) if is_printable else (_REVIEW_FIRST,),
        goal=plan.goal,
        exercises=tuple(_card_of(activity, paper) for activity in plan.activities) if is_printable else (),
        pain_lights=tuple(
            PainLight(light.code, light.name, light.range, light.meaning)  # type: ignore[arg-type]
            for light in programme.traffic_light.lights
        ),
        pain_note=programme.traffic_light.good_sign,
        rest_rule=programme.stop_codes.then,
        side_words=_SIDES.get(side, "") if isinstance(side, str) else "",
        advice=tuple(_advice(advice_id, paper) for advice_id in plan.advice),
        review_date=review,
        tick_log=is_printable and bool(plan.activities),
    )


_REVIEW_FIRST = "Your physio would like to check something with you before giving you exercises."


def _findings(paper: Paper) -> tuple[str, ...]:
    """What the answers point to, in the plain words of each driver; never scores."""
    assessment, impression = paper.assessment, paper.assessment.impression
    drivers = paper.drivers
    if drivers is None:
        drivers = tuple(one for one in (impression.lead, *impression.add_ons) if one)
    sentences = [assessment.content.rulebook.driver(one).plain for one in drivers]
    sentences += [message.text for message in impression.messages if message.audience == "patient"]
    return tuple(sentences)


def _card(paper: Paper) -> EmergencyCard:
    card = paper.assessment.content.programme.emergency_card
    return EmergencyCard(
        title=card.title,
        lead=paper.fill(card.go_now),
        signs=tuple(paper.fill(sign) for sign in card.signs),
        say=f"{card.say_intro} “{card.say}” {card.show}",
        same_day_lead=paper.fill(card.ring_us),
        same_day=tuple(paper.fill(sign) for sign in card.ring_signs),
        record_labels=card.boxes,
    )


def _card_of(activity: Activity, paper: Paper) -> ExerciseCard:
    programme = paper.assessment.content.programme
    exercise = programme.exercises[activity.exercise]
    stops = [programme.stop_codes.texts[code] for code in exercise.stop]
    changes = (*activity.differences(exercise), exercise.avoid_text)
    return ExerciseCard(
        id=exercise.id,
        name=exercise.name,
        why=exercise.why,
        position=exercise.position,
        steps=exercise.steps,
        dose=dose_boxes(activity.dose),
        dose_words=activity.dose.text,
        easier="" if activity.version != "standard" else exercise.easier,
        harder=exercise.harder,
        stops=tuple(text for text in (*stops, exercise.stop_text) if text),
        adaptation=" ".join(text for text in changes if text),
        side_words=activity.side_words,
        figure_id=exercise.id,
    )


def dose_boxes(dose: Dose) -> tuple[Box, ...]:
    """The numbers of a dose, a box each; a sentence that says more than numbers keeps its words."""
    return (*_amount_boxes(dose), *_often_boxes(dose))


def _amount_boxes(dose: Dose) -> Iterator[Box]:
    numbers, *more = dose.amount.split(". ")
    yield from _number_boxes(dose) if _PLAIN_AMOUNT.fullmatch(numbers) else (Box(numbers),)
    yield from map(Box, more)


def _number_boxes(dose: Dose) -> Iterator[Box]:
    if dose.minutes is not None:
        yield _box(dose.minutes, "minute", "minutes")
    if dose.hold_s is not None and dose.amount.startswith("Hold"):
        yield _box(dose.hold_s, "second hold", "seconds hold")
    if dose.reps is not None:
        yield _box(dose.reps, "time", "times")
    if dose.sets is not None:
        yield _box(dose.sets, "set", "sets") if dose.reps is not None else _box(dose.sets, "time", "times")
    side = _SIDE.search(dose.amount)
    if side:
        yield Box("each", side[1])


def _often_boxes(dose: Dose) -> Iterator[Box]:
    if not _PLAIN_OFTEN.fullmatch(dose.often):
        yield from map(Box, dose.often.split(". "))
    elif dose.days_a_week is not None:
        yield _box(dose.days_a_week, "day a week", "days a week")
    elif dose.times_a_day is not None and dose.times_a_day.high > 1:
        yield _box(dose.times_a_day, "time a day", "times a day")
    else:
        yield Box("once", "a day")


_AMOUNT = r"\d+(?: (?:to|or) \d+)?"
_SIDE = re.compile(r"each (way|side|leg)")
_PLAIN_AMOUNT = re.compile(
    rf"(?:Hold )?{_AMOUNT}(?: (?:minutes?|seconds|times))?(?: over)?(?: each (?:way|side|leg))?"
    rf"(?:, {_AMOUNT} (?:sets?|times)(?: over)?(?: each (?:way|side|leg))?)?"
)
_PLAIN_OFTEN = re.compile(rf"once a day|{_AMOUNT} times a day|{_AMOUNT} days a week")


def _box(amount: Range, one: str, more: str) -> Box:
    if amount.low == amount.high:
        return Box(f"{amount.low:g}", one if amount.low == 1 else more)
    joined = "or" if amount.high - amount.low == 1 else "to"
    return Box(f"{amount.low:g} {joined} {amount.high:g}", more)


def _advice(advice_id: str, paper: Paper) -> AdviceModule:
    assessment = paper.assessment
    advice = assessment.content.programme.advice[advice_id]
    paragraphs: Iterable[str] = advice.paragraphs
    if advice.inserts:
        messages = [message.text for message in assessment.impression.messages if message.audience == "patient"]
        paragraphs = [*paragraphs, *messages]
    return AdviceModule(advice.title, tuple(paper.fill(text) for text in paragraphs))


def _review_date(paper: Paper) -> datetime.date | None:
    if paper.plan.review_days is None:
        return None
    start = paper.signature.signed_on if paper.signature else paper.assessment.response.authored
    return start + datetime.timedelta(days=paper.plan.review_days)


# --- the clinician's page


def _flag_line(flag: RedFlag, paper: Paper) -> FlagLine:
    word = paper.assessment.content.rulebook.tiers[flag.effective_tier].word
    state = "open" if flag.review is None else f"{flag.review.decision} by {flag.review.by}: {flag.review.reason}"
    return FlagLine(flag.id, flag.effective_tier, word, paper.fill(flag_sentence(flag)), state)


def _driver_reasons(finding: Finding, assessment: Assessment) -> DriverReasons:
    driver = assessment.content.rulebook.driver(finding.driver)
    return DriverReasons(
        id=driver.id,
        name=driver.title,
        points=finding.points,
        band=band_words(finding.band),
        anchor=finding.anchor,
        fits=tuple(_reason(basis) for basis in finding.fits),
        does_not_fit=tuple(_reason(basis) for basis in finding.does_not_fit),
        missing=finding.missing,
        note=driver.note,
    )


def _reason(basis: Basis) -> Reason:
    return Reason(basis.rule, basis.because, basis.points, basis.grade)


def _examination(assessment: Assessment) -> tuple[ExaminationLine, ...]:
    """Every examination answer that was recorded, in the words of the form."""
    questionnaire = assessment.content.questionnaire
    lines = []
    for page in questionnaire.pages:
        if page.stage != "examination":
            continue
        for link_id in page.items:
            item = questionnaire.items[link_id]
            value = assessment.facts.known(link_id)
            if isinstance(value, str):
                option = item.option(value)
                lines.append(ExaminationLine(item.label, option.label if option else value))
            elif isinstance(value, (int, float)) and item.type == "quantity":
                lines.append(ExaminationLine(item.label, f"{value:g} {item.unit}".strip()))
    return tuple(lines)
