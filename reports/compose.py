"""From an assessment to finished texts: what each paper says. How it looks is the business of the other modules."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from msgspec import Struct

from forms import clinic_details
from forms.answer_words import amount_in_words
from forms.assessment import Assessment
from forms.clinic_details import filled, intended_purpose, load_locales
from forms.errors import PaperError
from forms.programme.care_plan import HOLD, Activity, CarePlan
from forms.programme.choosing import may_go_harder
from forms.programme.exercises import Exercise
from forms.response import Value
from forms.rules.explain import band_words, flag_sentence, outcome_words
from forms.rules.impression import Basis, Finding, RedFlag, tier_rank
from forms.translation import ENGLISH
from reports.bilingual import build_bilingual, build_bilingual_card
from reports.brand import clinic_of
from reports.clinician_summary import (
    ClinicianSummary,
    DriverReasons,
    ExaminationLine,
    FlagLine,
    ProgrammeLine,
    Reason,
    build_clinician_summary,
)
from reports.doses import capital, dose_boxes, dose_note
from reports.exercise_card import ExerciseCard
from reports.handout import AdviceModule, Handout, PainLight, build_handout
from reports.inputs import EmergencyCard, PageSize, PersonLine, Printing, Signature, Versions, in_words
from reports.layouts import STANDARD, Layout
from reports.pictures import picture_in_words
from reports.safety_card import build_safety_card
from reports.said import Said, said_in
from reports.wording import FOR_COLLEAGUES, words_in

_NUMBERS = ("_phone", "_line", "_number")


class Paper(Struct, frozen=True):
    """What every paper of a visit needs besides the assessment. `details` are the clinic's settings.

    drivers: for whom the plan was built, the lead first, where a physio chose; None: as the rules say.
    language: of what the patient reads, `en` or a code of `forms.translation.languages`. second: another one beside
    it, or "". layout: of the handout, for its reader.
    code: the signed programme as `forms.programme.programme_code` puts it; a draft has none.
    """

    assessment: Assessment
    plan: CarePlan
    person: PersonLine
    details: Mapping[str, str]
    printed_at: datetime.datetime
    signature: Signature | None = None
    size: PageSize = PageSize.A4
    drivers: tuple[str, ...] | None = None
    language: str = ENGLISH
    second: str = ""
    layout: Layout = STANDARD
    code: tuple[str, ...] = ()

    def fill(self, text: str) -> str:
        """The text with the clinic's details in it; a phone number is never broken across two lines."""
        whole = {key: detail.replace(" ", "\u00a0") for key, detail in self.details.items() if key.endswith(_NUMBERS)}
        return filled(text, {**self.details, **whole})

    def printing(self, said: Said | None = None, *, use_until: datetime.date | None = None) -> Printing:
        """What stands in the margins: in the patient's language on what is theirs, else in English."""
        purpose = intended_purpose()
        protocol = self.assessment.impression.protocol
        return Printing(
            person=self.person,
            clinic=clinic_of(self.details),
            versions=Versions(protocol.version, protocol.sha256),
            printed_at=self.printed_at,
            intended_purpose=said.text(purpose) if said is not None else purpose,
            approved_by=self.signature,
            use_until=use_until,
            size=self.size,
            words=said.words.page if said is not None else FOR_COLLEAGUES,
            reader_size=self.layout.body_size if said is not None else STANDARD.body_size,
            is_black=said is not None and self.layout.is_black,
        )


def draft_paper(
    assessment: Assessment,
    patient: Mapping[str, Value],
    *,
    languages: tuple[str, ...] = (),
    layout: Layout = STANDARD,
) -> Paper:
    """The paper of an answers file, marked DRAFT. Dated by its intake date: the same file gives the same bytes.

    languages: none for English, one, or two.
    """
    if len(languages) > 2:
        raise PaperError("A handout holds two languages at most. Leave one out.")
    first, second = languages[0] if languages else ENGLISH, languages[1] if len(languages) > 1 else ""
    parts = [str(patient[key]) for key in ("pt_given", "pt_family") if patient.get(key)]
    birth_date = patient.get("pt_dob")
    person = PersonLine(
        name=str(patient.get("name") or " ".join(parts) or words_in(first, assessment.content.files).page.no_name),
        birth_date=datetime.date.fromisoformat(birth_date) if isinstance(birth_date, str) else None,
        clinic_no=str(patient.get("pt_clinic_no") or ""),
    )
    at = datetime.datetime.combine(assessment.response.authored, datetime.time(12, 0))
    details = dict(load_locales()[0].details)
    return Paper(assessment, assessment.care_plan, person, details, at, language=first, second=second, layout=layout)


def handout_pdf(paper: Paper) -> bytes:
    """The patient's pack; the emergency card alone while safety comes first (knowledge base 1.1 and 2.2)."""
    if paper.assessment.impression.outcome == "safety_first":
        return safety_card_pdf(paper)
    handouts = [handout for _, handout in what_is_said(paper)]
    if len(handouts) > 1:
        return build_bilingual(*handouts, layout=paper.layout)
    return build_handout(*handouts, layout=paper.layout)


def what_is_said(paper: Paper) -> tuple[tuple[Said, Handout], ...]:
    """The patient's pack as finished texts, in each of its languages."""
    return tuple((said, _handout(paper, said)) for said in _languages(paper))


def left_in_english(paper: Paper) -> tuple[str, ...]:
    """What a paper in another language says in English, because the pack has no words for it yet."""
    programme = paper.assessment.content.programme
    texts = [*programme.emergency_card.texts]
    if paper.assessment.impression.outcome != "safety_first":
        texts += [text for one in paper.plan.activities for text in _library_texts(programme.exercises[one.exercise])]
        for advice_id in paper.plan.advice:
            advice = programme.advice[advice_id]
            texts += [advice.title, *advice.paragraphs]
    return tuple(dict.fromkeys(text for said in _languages(paper) for text in said.left_in_english(texts)))


def _library_texts(exercise: Exercise) -> tuple[str, ...]:
    return (exercise.name, exercise.why, exercise.position, *exercise.steps, exercise.easier, exercise.harder)


def safety_card_pdf(paper: Paper) -> bytes:
    """The emergency card alone."""
    said = _languages(paper)
    cards = [(_card(paper, one), paper.printing(one), one.words.card) for one in said]
    return build_safety_card(*cards[0]) if len(cards) == 1 else build_bilingual_card(*zip(*cards, strict=True))


def _languages(paper: Paper) -> list[Said]:
    """The languages the patient's papers are in; the same one twice is one."""
    codes = dict.fromkeys(code for code in (paper.language, paper.second) if code)
    return [said_in(code, paper.assessment) for code in codes]


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
            flags=tuple(_flag_lines(paper)),
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
            .replace("{date}", in_words(datetime.date.fromisoformat(scoring.released))),
        )
    )


def _blocked_note(plan: CarePlan) -> str:
    named = ", ".join("safety questions without a clear answer" if one == HOLD else one for one in plan.blocked_by)
    return f"Not printed while open: {named}." if named else ""


# --- the handout


def _handout(paper: Paper, said: Said) -> Handout:
    assessment, plan = paper.assessment, paper.plan
    programme, words = said.content.programme, said.words.sentences
    sides = {"L": words.left_side, "R": words.right_side, "both": words.both_sides}
    review = _review_date(paper)
    activities = () if plan.is_blocked else plan.activities
    # While a warning is open there is no programme, only what helps anybody (as knowledge base 2.2, 5).
    advice = programme.advice_rules.when_unsure if plan.is_blocked else plan.advice
    side = assessment.facts.known("pain_side")
    return Handout(
        printing=paper.printing(said, use_until=review),
        card=_card(paper, said),
        findings=_findings(paper, said),
        goal=plan.goal,
        exercises=tuple(_card_of(activity, paper, said) for activity in activities),
        pain_lights=tuple(
            PainLight(light.code, light.name, light.range, light.meaning)  # type: ignore[arg-type]
            for light in programme.traffic_light.lights
        )
        if activities
        else (),
        pain_note=programme.traffic_light.good_sign,
        rest_rule=programme.stop_codes.then,
        side_words=sides.get(side, "") if isinstance(side, str) else "",
        # "Your scan" says nothing while the report is unchecked, and a heading over nothing is worse than none.
        advice=tuple(module for one in advice if (module := _advice(one, paper, said)).paragraphs),
        review_date=review,
        code=paper.code if activities and paper.signature else (),
        words=said.words.handout,
    )


def _findings(paper: Paper, said: Said) -> tuple[str, ...]:
    """How it stands, kindly, then what the answers point to in the plain words of each driver; never scores."""
    impression, content = paper.assessment.impression, said.content
    texts = content.programme.findings
    if paper.plan.is_blocked:
        return (texts.blocked,)
    drivers = paper.drivers
    if drivers is None:
        drivers = tuple(one for one in (impression.lead, *impression.add_ons) if one)
    plain = [content.rulebook.driver(one).plain for one in drivers]
    sentences = [texts.openings[_outcome(paper, drivers)], " ".join(plain)]
    # What is said of a scan stands in the advice about it, once.
    if not any(content.programme.advice[one].inserts for one in paper.plan.advice):
        sentences += [message.text for message in said.messages()]
    return tuple(sentence for sentence in sentences if sentence)


def _outcome(paper: Paper, drivers: tuple[str, ...]) -> str:
    """The outcome this paper is written for: a physio's own choice of drivers stands above the rules'."""
    if paper.drivers is None:
        return paper.assessment.impression.outcome
    return ("no_clear_driver", "drivers", "combination")[min(len(drivers), 2)]


def _card(paper: Paper, said: Said) -> EmergencyCard:
    card = said.content.programme.emergency_card
    return EmergencyCard(
        title=card.title,
        lead=paper.fill(card.go_now),
        signs=tuple(paper.fill(sign) for sign in card.signs),
        say=f"{card.say_intro} “{card.say}” {card.show}",
        same_day_lead=paper.fill(card.ring_us),
        same_day=tuple(paper.fill(sign) for sign in card.ring_signs),
        record_labels=card.boxes,
    )


def _card_of(prescribed: Activity, paper: Paper, said: Said) -> ExerciseCard:
    programme = said.content.programme
    activity = said.activity(prescribed, paper.plan)
    exercise = programme.exercises[activity.exercise]
    stops = (*(programme.stop_codes.texts[code] for code in exercise.stop), exercise.stop_text)
    differences = activity.differences(exercise)
    return ExerciseCard(
        id=exercise.id,
        name=exercise.name,
        why=exercise.why,
        position=exercise.position,
        steps=exercise.steps,
        dose=dose_boxes(prescribed.dose, activity.dose, said.words),
        often=capital(activity.dose.often),
        dose_note=dose_note(activity.dose),
        easier="" if exercise.easier in differences else exercise.easier,
        harder=exercise.harder if may_go_harder(programme, prescribed, paper.plan.setting) else "",
        stops=tuple(text for text in stops if text),
        stop_note=exercise.stop_note,
        adaptation=" ".join(text for text in (*differences, exercise.avoid_text) if text),
        side_words=activity.side_words,
        figure_id=exercise.id,
        picture_says=said.text(picture_in_words(exercise.id)),
    )


def _advice(advice_id: str, paper: Paper, said: Said) -> AdviceModule:
    advice = said.content.programme.advice[advice_id]
    paragraphs: Iterable[str] = advice.paragraphs
    if advice.inserts:
        paragraphs = [*paragraphs, *(message.text for message in said.messages())]
    return AdviceModule(paper.fill(advice.title), tuple(paper.fill(text) for text in paragraphs))


def _review_date(paper: Paper) -> datetime.date | None:
    if paper.plan.review_days is None:
        return None
    start = paper.signature.signed_on if paper.signature else paper.assessment.response.authored
    return start + datetime.timedelta(days=paper.plan.review_days)


# --- the clinician's page


def _flag_lines(paper: Paper) -> Iterator[FlagLine]:
    """Each flag that an answer raised; after those of its tier, what has no answer yet by name on one line."""
    tiers = paper.assessment.content.rulebook.tiers
    gravest_first = sorted(paper.assessment.impression.flags, key=lambda flag: -tier_rank(flag.effective_tier))
    for tier, group in groupby(gravest_first, key=lambda flag: flag.effective_tier):
        flags = tuple(group)
        blank = [flag for flag in flags if flag.is_unanswered and flag.review is None]
        yield from (_flag_line(flag, paper) for flag in flags if flag not in blank)
        if blank:
            names = "; ".join(f"{flag.id} {flag.title}" for flag in blank)
            yield FlagLine("", tier, tiers[tier].word, f"No clear answer yet: {names}", "open")


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
    words = capital(outcome_words(impression.outcome))
    if impression.outcome == "safety_first":  # a driver named after these words would read as the warning
        return f"{words}."
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
                lines.append(ExaminationLine(item.label, amount_in_words(value, item.unit)))
    return tuple(lines)
