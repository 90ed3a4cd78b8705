"""From an assessment to finished texts: what each paper says. How it looks is the business of the other modules."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from forms import clinic_details
from forms.assessment import Assessment
from forms.clinic_details import filled, intended_purpose, load_locales
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
    return clinic_details.missing_details(assessment.content.programme, plan, details)


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
            outcome=_outcome_line(assessment),
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
    activities = () if plan.is_blocked else plan.activities
    # While a warning is open there is no programme, only what helps anybody (as knowledge base 2.2, 5).
    advice = programme.advice_rules.when_unsure if plan.is_blocked else plan.advice
    side = assessment.facts.known("pain_side")
    return Handout(
        printing=paper.printing(use_until=review),
        card=_card(paper),
        findings=_findings(paper),
        goal=plan.goal,
        exercises=tuple(_card_of(activity, paper) for activity in activities),
        pain_lights=tuple(
            PainLight(light.code, light.name, light.range, light.meaning)  # type: ignore[arg-type]
            for light in programme.traffic_light.lights
        )
        if activities
        else (),
        pain_note=programme.traffic_light.good_sign,
        rest_rule=programme.stop_codes.then,
        side_words=_SIDES.get(side, "") if isinstance(side, str) else "",
        advice=tuple(_advice(advice_id, paper) for advice_id in advice),
        review_date=review,
    )


def _findings(paper: Paper) -> tuple[str, ...]:
    """How it stands, kindly, then what the answers point to in the plain words of each driver; never scores."""
    assessment, impression = paper.assessment, paper.assessment.impression
    texts = assessment.content.programme.findings
    if paper.plan.is_blocked:
        return (texts.blocked,)
    drivers = paper.drivers
    if drivers is None:
        drivers = tuple(one for one in (impression.lead, *impression.add_ons) if one)
    plain = [assessment.content.rulebook.driver(one).plain for one in drivers]
    sentences = [texts.openings[_outcome(paper, drivers)], " ".join(plain)]
    # What is said of a scan stands in the advice about it, once.
    if not any(assessment.content.programme.advice[one].inserts for one in paper.plan.advice):
        sentences += [message.text for message in impression.messages if message.audience == "patient"]
    return tuple(sentence for sentence in sentences if sentence)


def _outcome(paper: Paper, drivers: tuple[str, ...]) -> str:
    """The outcome this paper is written for: a physio's own choice of drivers stands above the rules'."""
    if paper.drivers is None:
        return paper.assessment.impression.outcome
    return ("no_clear_driver", "drivers", "combination")[min(len(drivers), 2)]


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
    stops = (*(programme.stop_codes.texts[code] for code in exercise.stop), exercise.stop_text)
    differences = activity.differences(exercise)
    return ExerciseCard(
        id=exercise.id,
        name=exercise.name,
        why=exercise.why,
        position=exercise.position,
        steps=exercise.steps,
        dose=dose_boxes(activity.dose),
        often=_capital(activity.dose.often),
        dose_note=dose_note(activity.dose),
        easier="" if exercise.easier in differences else exercise.easier,
        harder=exercise.harder,
        stops=tuple(text for text in stops if text),
        stop_note=exercise.stop_note,
        adaptation=" ".join(text for text in (*differences, exercise.avoid_text) if text),
        side_words=activity.side_words,
        figure_id=exercise.id,
    )


def dose_boxes(dose: Dose) -> tuple[Box, ...]:
    """The numbers of a dose, a box each."""
    return (*_amount_boxes(dose), *_often_boxes(dose))


def dose_note(dose: Dose) -> str:
    """What the sentences of a dose say beyond its numbers."""
    more = [*dose.amount.split(". ")[1:], *dose.often.split(". ")[1:]]
    return " ".join(f"{_capital(sentence)}." for sentence in more)


def _amount_boxes(dose: Dose) -> Iterator[Box]:
    numbers = dose.amount.split(". ")[0].removeprefix("Start with ")
    return _number_boxes(dose) if _PLAIN_AMOUNT.fullmatch(numbers) else _phrase_boxes(numbers)


def _phrase_boxes(words: str) -> Iterator[Box]:
    """A box for each part of a phrase, its number first: "after every 30" and "minutes of sitting"."""
    for part in re.split(r", | (?=on \d)", words):
        split = _NUMBER_FIRST.fullmatch(part)
        yield Box(split[1], split[2]) if split else Box(part)


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
        yield from _phrase_boxes(dose.often.split(". ")[0])
    elif dose.days_a_week is not None:
        yield _box(dose.days_a_week, "day a week", "days a week")
    elif dose.times_a_day is not None and dose.times_a_day.high > 1:
        yield _box(dose.times_a_day, "time a day", "times a day")
    else:
        yield Box("once", "a day")


_AMOUNT = r"\d+(?: (?:to|or) \d+)?"
_NUMBER_FIRST = re.compile(rf"((?:[^\d]* )?{_AMOUNT}) (.+)")
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
    return AdviceModule(paper.fill(advice.title), tuple(paper.fill(text) for text in paragraphs))


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
        missing=tuple(dict.fromkeys(_label(link_id, assessment) for link_id in finding.missing)),
        note=driver.note,
    )


def _outcome_line(assessment: Assessment) -> str:
    impression, rulebook = assessment.impression, assessment.content.rulebook
    words = _capital(outcome_words(impression.outcome))
    drivers = [f"{one} {rulebook.driver(one).title}" for one in (impression.lead, *impression.add_ons) if one]
    return f"{words}: {' + '.join(drivers)}." if drivers else f"{words}."


def _label(link_id: str, assessment: Assessment) -> str:
    """A question's label, as far as it fits among others."""
    label = assessment.content.questionnaire.items[link_id].label.partition("?")[0].rstrip(".: ")
    if len(label) <= _MOST_OF_A_LABEL:
        return label
    return f"{label[:_MOST_OF_A_LABEL].rsplit(' ', 1)[0].rstrip(',;:')} …"


_MOST_OF_A_LABEL = 64


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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
