"""The impression as plain view data: what each card and line of the screen says, and which answer it goes to."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from forms.answer_words import NOT_ANSWERED, value_in_words
from forms.assessment import Assessment
from forms.clinic_details import filled
from forms.conditions import NOT_APPLICABLE
from forms.facts import Facts
from forms.questionnaire import Item
from forms.response import Value, entry_key
from forms.rules.explain import band_words, outcome_words, signed
from forms.rules.impression import Basis, Finding, FlagReview, RedFlag, Tier, tier_rank

# Bands in which a driver is worth its full card; the others stand below, quieter.
_STRONG = ("supported", "possible")


class SourceView(Struct, frozen=True):
    """Where a rule comes from. address: "" where there is none."""

    key: str
    title: str
    address: str


class ReasonLine(Struct, frozen=True):
    """One rule that fired. answered: the first question behind it and its answer, in words."""

    rule: str
    points: str
    text: str
    grade: str
    answered: str
    counts: bool = True


class MissingLine(Struct, frozen=True):
    """A question whose answer would be used."""

    key: str
    label: str


class DriverView(Struct, frozen=True):
    """One driver's card."""

    id: str
    title: str
    what: str
    note: str
    band: str
    band_words: str
    points: int
    is_strong: bool
    place: str
    fits: tuple[ReasonLine, ...]
    does_not_fit: tuple[ReasonLine, ...]
    missing: tuple[MissingLine, ...]


class AnswerLine(Struct, frozen=True):
    """A question with what was answered; `answer` is "" where nothing usable was."""

    key: str
    question: str
    answer: str


class FlagView(Struct, frozen=True):
    """One warning. can_decide: a physio may close it or lower it to routine."""

    id: str
    title: str
    tier: Tier
    own_tier: Tier
    because: str
    answers: tuple[AnswerLine, ...]
    staff: tuple[str, ...]
    note: str
    grade: str
    is_unanswered: bool
    is_hold: bool
    can_decide: bool
    decided: str


class ConsiderView(Struct, frozen=True):
    """Something else to consider."""

    id: str
    title: str
    because: str
    against: str
    next_step: str
    grade: str


class ScanView(Struct, frozen=True):
    """A text about the scan; some are for the physio alone."""

    id: str
    text: str
    is_physio_only: bool
    grade: str


class ImpressionView(Struct, frozen=True):
    """Everything the impression screen says."""

    tier: Tier
    tier_title: str
    tier_text: str
    is_for_use: bool
    outcome: str
    lead_words: str
    notes: tuple[str, ...]
    decision_support: str
    flags: tuple[FlagView, ...]
    decided_flags: tuple[FlagView, ...]
    drivers: tuple[DriverView, ...]
    consider: tuple[ConsiderView, ...]
    scans: tuple[ScanView, ...]


def build_impression(
    assessment: Assessment, details: Mapping[str, str], drivers: tuple[str, ...] = ()
) -> ImpressionView:
    """What the impression screen says of an assessment.

    details: the clinic's own names and numbers. drivers: those the programme is made for, the lead first.
    """
    impression, rulebook = assessment.impression, assessment.content.rulebook
    scoring = rulebook.scoring
    words = scoring.words
    flags = tuple(_flag(flag, assessment, details) for flag in impression.flags)
    is_for_use = impression.outcome != "safety_first"
    tier_title, tier_text = _tier_words(assessment, details)
    notes = []
    if not is_for_use:
        notes.append(words["not_for_use"])
    if impression.examine_roots_first:
        notes.append(words["examine_first"])
    return ImpressionView(
        tier=impression.tier,
        tier_title=tier_title,
        tier_text=tier_text,
        is_for_use=is_for_use,
        outcome=_capital(outcome_words(impression.outcome)),
        lead_words=lead_words(assessment, impression.lead, impression.add_ons) if is_for_use else "",
        notes=tuple(notes),
        decision_support=words["decision_support"]
        .replace("{v}", scoring.version)
        .replace("{date}", _day(scoring.released)),
        flags=tuple(flag for flag in flags if not flag.decided),
        decided_flags=tuple(flag for flag in flags if flag.decided),
        drivers=_drivers(assessment, drivers if is_for_use else ()),
        consider=tuple(
            ConsiderView(
                one.id,
                one.consider,
                one.because,
                one.against,
                one.next_step,
                grade_words(one.grade, assessment),
            )
            for one in impression.differentials
        ),
        scans=tuple(
            ScanView(
                message.id,
                message.text,
                message.audience == "physio",
                grade_words(message.grade, assessment),
            )
            for message in impression.messages
        ),
    )


def lead_words(assessment: Assessment, lead: str | None, add_ons: Iterable[str]) -> str:
    """The drivers by name, the lead first; "" without one."""
    rulebook = assessment.content.rulebook
    return " + ".join(rulebook.driver(one).title for one in (lead, *add_ons) if one)


def grade_words(grade: str, assessment: Assessment) -> str:
    """`Grade C`, with expert opinion said in words."""
    opinion = assessment.content.rulebook.scoring.words["expert_opinion"]
    return f"Grade {grade}, {opinion}" if grade == "D" else f"Grade {grade}"


def sources(keys: Iterable[str], assessment: Assessment) -> tuple[SourceView, ...]:
    known = assessment.content.rulebook.sources
    return tuple(SourceView(key, known[key].title, known[key].address) for key in keys if key in known)


# --- answers in words ----------------------------------------------------------------------------------------------


def answer_words(item: Item, value: Value | None) -> str:
    """A stored answer in the words of the form; "" where nothing was answered."""
    words = value_in_words(item, value)
    return "" if words == NOT_ANSWERED else words[:1].upper() + words[1:]


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def key_of(link_id: str, facts: Facts) -> str:
    """The key a question's answer is kept under: inside a repeating block, that of the entry that counts."""
    item = facts.questionnaire.items[link_id]
    return entry_key(item.block, facts.feeding_entry(item.block) or 1, link_id) if item.block else link_id


def asked_behind(link_ids: Iterable[str], facts: Facts) -> tuple[str, ...]:
    """The questions people answer behind these names: a derived answer stands for what it is worked out from."""
    found: dict[str, None] = {}
    for link_id in link_ids:
        _walk(link_id, facts, found, set())
    return tuple(found)


def _walk(link_id: str, facts: Facts, found: dict[str, None], seen: set[str]) -> None:
    if link_id in seen or link_id not in facts.questionnaire.items:
        return
    seen.add(link_id)
    derivation = facts.questionnaire.items[link_id].derivation
    if derivation is None:
        found[link_id] = None
    else:
        for read in derivation.reads:
            _walk(read, facts, found, seen)


def answer_behind(reads: Iterable[str], facts: Facts) -> str:
    """The key of the first answer these names rest on; "" where no question is behind them."""
    asked = asked_behind(reads, facts)
    answered = (link_id for link_id in asked if facts.response.value(key_of(link_id, facts)) is not None)
    chosen = next(answered, asked[0] if asked else "")
    return key_of(chosen, facts) if chosen else ""


def answers_behind(reads: Iterable[str], facts: Facts) -> tuple[AnswerLine, ...]:
    """Every question these names rest on that applies, with its answer."""
    lines = []
    for link_id in asked_behind(reads, facts):
        item = facts.questionnaire.items[link_id]
        key = key_of(link_id, facts)
        if facts.known(link_id) is NOT_APPLICABLE:
            continue
        lines.append(AnswerLine(key, item.label, answer_words(item, facts.response.value(key))))
    return tuple(lines)


# --- flags ---------------------------------------------------------------------------------------------------------


def _tier_words(assessment: Assessment, details: Mapping[str, str]) -> tuple[str, str]:
    impression, rulebook = assessment.impression, assessment.content.rulebook
    if impression.tier == "none":
        return rulebook.scoring.words["no_flags"], ""
    tier = rulebook.tiers[impression.tier]
    if impression.hold_physio_now and impression.tier == "urgent":
        return rulebook.hold["word"], filled(rulebook.hold["staff"], details)
    return tier.meaning, filled(f"{tier.time_limit} {tier.staff}", details)


def _flag(flag: RedFlag, assessment: Assessment, details: Mapping[str, str]) -> FlagView:
    facts = assessment.facts
    answers = [line for line in answers_behind(flag.reads, facts) if line.answer or flag.is_unanswered]
    blocks = tier_rank(flag.tier) >= tier_rank("soon")
    return FlagView(
        id=flag.id,
        title=flag.title,
        tier=flag.effective_tier,
        own_tier=flag.tier,
        because=filled(flag.because, details),
        answers=tuple(answers),
        staff=tuple(filled(text, details) for text in flag.staff),
        note=filled(flag.note, details),
        grade=grade_words(flag.grade, assessment),
        is_unanswered=flag.is_unanswered,
        is_hold=flag.is_hold,
        can_decide=blocks and flag.tier != "emergency" and not flag.is_hold and flag.review is None,
        decided=_decided(flag.review, assessment) if flag.review is not None and flag.tier != "emergency" else "",
    )


def _decided(review: FlagReview, assessment: Assessment) -> str:
    did = "Closed" if review.decision == "closed" else "Lowered to routine"
    who = f"{review.by}, {review.registration}" if review.registration else review.by
    at = review.at.astimezone()
    return f"{did} by {who}, {at.day} {at:%B %Y, %H:%M}: {review.reason}"


# --- drivers -------------------------------------------------------------------------------------------------------


def _drivers(assessment: Assessment, made_for: tuple[str, ...]) -> tuple[DriverView, ...]:
    findings = sorted(assessment.impression.findings, key=lambda finding: -finding.points)
    return tuple(_driver(finding, assessment, made_for) for finding in findings)


def _driver(finding: Finding, assessment: Assessment, made_for: tuple[str, ...]) -> DriverView:
    driver = assessment.content.rulebook.driver(finding.driver)
    place = ""
    if finding.driver in made_for:
        place = "lead" if finding.driver == made_for[0] else "add-on"
    return DriverView(
        id=driver.id,
        title=driver.title,
        what=driver.what,
        note=driver.note,
        band=finding.band,
        band_words=_capital(band_words(finding.band)),
        points=finding.points,
        is_strong=finding.band in _STRONG,
        place=place,
        fits=tuple(_reason(basis, assessment) for basis in finding.fits),
        does_not_fit=tuple(_reason(basis, assessment) for basis in finding.does_not_fit),
        missing=tuple(_missing(finding, assessment.facts)),
    )


def _reason(basis: Basis, assessment: Assessment) -> ReasonLine:
    facts = assessment.facts
    key = answer_behind(basis.reads, facts)
    answered = ""
    if key:
        item = facts.questionnaire.items[key.rsplit("/", 1)[-1]]
        words = answer_words(item, facts.response.value(key))
        answered = f"{item.label} {words}".strip()
    return ReasonLine(
        rule=basis.rule,
        points=signed(basis.points),
        text=basis.because,
        grade=grade_words(basis.grade, assessment),
        answered=answered,
        counts=basis.counts,
    )


def _missing(finding: Finding, facts: Facts) -> Iterator[MissingLine]:
    """What is worked out is named by its own words, and goes to the first answer it waits for."""
    items = facts.questionnaire.items
    told: set[str] = set()
    for link_id in finding.missing:
        blanks = (one for one in asked_behind((link_id,), facts) if facts.known(one) is None)
        wanted = next((one for one in blanks if facts.is_enabled(one) is not False), "")
        label = items[link_id].label
        if wanted and label not in told and wanted not in told:
            told |= {label, wanted}
            yield MissingLine(key_of(wanted, facts), label)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
