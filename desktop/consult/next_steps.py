"""The next best questions: which unanswered ones could raise the tier or move the drivers, how far, and why.

Found by trying their answers; it takes longer than a key press, so the window asks for it elsewhere.
"""

from collections.abc import Iterator

from msgspec import Struct

from desktop.consult.reasons import key_of
from forms.answer_words import amount_in_words
from forms.assessment import Assessment, assess_after, assess_all
from forms.questionnaire import Item
from forms.response import Value
from forms.rules.explain import band_words
from forms.rules.impression import FlagReview, Question, Tier
from forms.rules.next_tier import tier_questions
from forms.rules.what_if import Difference, difference

_MOST_TIER = 2
_MOST_EFFECTS = 2


class NextStep(Struct, frozen=True):
    """One question to ask next; drivers by their letters. tier: what one answer would raise it to; "" where none."""

    key: str
    question: str
    how_far: str
    effects: tuple[str, ...]
    tier: Tier | str = ""


def find_next_steps(assessment: Assessment, reviews: tuple[FlagReview, ...]) -> tuple[NextStep, ...]:
    """The safety ones first, then the three that could move the drivers most (knowledge base 2.1)."""
    # Made anew: the window goes on using its own while this runs.
    own = assess_all(assessment.response, assessment.content, reviews)
    return (*_tier_steps(own), *(_step(question, own, reviews) for question in own.next_questions))


def _tier_steps(assessment: Assessment) -> Iterator[NextStep]:
    content, items = assessment.content, assessment.facts.questionnaire.items
    titles = {flag.id: flag.title for flag in content.rulebook.flags}
    open_already = {link_id for flag in assessment.impression.flags if flag.is_unanswered for link_id in flag.reads}
    found = tier_questions(
        assessment.facts, content.rulebook, assessment.impression, content.computations, most=_MOST_TIER + 5
    )
    # A safety question nobody answered has a warning of its own on the page already.
    for one in [one for one in found if one.item not in open_already][:_MOST_TIER]:
        item = items[one.item]
        option = item.option(one.code)
        answer = option.label if option is not None else one.code
        word = content.rulebook.tiers[one.tier].word
        yield NextStep(
            key=key_of(one.item, assessment.facts),
            question=item.label,
            how_far=f"“{answer}”: {word}, {titles[one.flag]} ({one.flag}).",
            effects=(),
            tier=one.tier,
        )


def _step(question: Question, assessment: Assessment, reviews: tuple[FlagReview, ...]) -> NextStep:
    item = assessment.facts.questionnaire.items[question.item]
    points = "1 point" if question.most == 1 else f"{question.most} points"
    drivers = " and ".join(question.drivers)
    effects = tuple(_effects(item, assessment, reviews))
    return NextStep(
        key=key_of(question.item, assessment.facts),
        question=item.label,
        how_far=f"up to {points} for {drivers} ({', '.join(question.rules)})",
        effects=effects or ("Points only: the bands and the lead stay.",),
    )


def _effects(item: Item, assessment: Assessment, reviews: tuple[FlagReview, ...]) -> Iterator[str]:
    """What some of the answers would change, beyond points."""
    told: dict[str, str] = {}
    for words, value in _answers(item):
        key = key_of(item.link_id, assessment.facts)
        after = assess_after(assessment, assessment.response.with_answer(key, value), reviews)
        change = ", ".join(_changes(difference(assessment, after), assessment))
        if change:
            told.setdefault(change, words)
    for change, words in list(told.items())[:_MOST_EFFECTS]:
        yield f"“{words}”: {change}."


def _answers(item: Item) -> Iterator[tuple[str, Value]]:
    if item.type == "choice":
        for option in item.options:
            if not option.is_unknown:
                yield option.label, (option.code,) if item.repeats else option.code
    elif item.type == "quantity" and item.low is not None and item.high is not None:
        for number in (item.low, (item.low + item.high) / 2, item.high):
            yield amount_in_words(number, item.unit), number


def _changes(found: Difference, assessment: Assessment) -> Iterator[str]:
    rulebook = assessment.content.rulebook
    if found.tier_before != found.tier_after:
        yield f"safety becomes {rulebook.tiers[found.tier_after].word}"
    for driver in found.drivers:
        if driver.band_before != driver.band_after:
            yield f"{driver.driver} becomes {band_words(driver.band_after)}"
    if found.lead_before != found.lead_after:
        yield f"{found.lead_after} leads" if found.lead_after else "no driver leads"
