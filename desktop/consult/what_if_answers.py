"""What if an answer were different: the answers worth trying, and what would change, as plain view data."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from desktop.consult.reasons import answer_words, asked_behind, key_of
from forms.assessment import Assessment, assess_after
from forms.conditions import NOT_APPLICABLE
from forms.questionnaire import Item
from forms.response import Value
from forms.rules.explain import band_words
from forms.rules.impression import FlagReview
from forms.rules.what_if import Difference, difference

_MOST = 14
# Of each driver the strongest findings; a driver that is far behind has little to tell.
_MOST_OF_DRIVER = 4
_TRIED_TYPES = ("choice", "quantity", "boolean")


class TriedAnswer(Struct, frozen=True):
    """One answer that matters: where it is kept, the question, and the answer as it stands ("" for a blank)."""

    key: str
    item: Item
    answer: str


class DriverShift(Struct, frozen=True):
    """One driver before and after."""

    driver: str
    title: str
    points: str
    band: str


class WhatIfView(Struct, frozen=True):
    """What would differ, in words. tier: the new tier where it changes, else ""."""

    tier: str
    tier_words: str
    flags: tuple[str, ...]
    drivers: tuple[DriverShift, ...]
    lead: str
    consider: tuple[str, ...]
    programme: tuple[str, ...]
    is_empty: bool


def answers_that_matter(assessment: Assessment) -> tuple[TriedAnswer, ...]:
    """Those behind the warnings and the strongest findings, and the open ones that could move the drivers most."""
    found: dict[str, TriedAnswer] = {}
    facts = assessment.facts
    for link_id in dict.fromkeys(_link_ids(assessment)):
        item = facts.questionnaire.items.get(link_id)
        if item is None or item.is_derived or item.type not in _TRIED_TYPES:
            continue
        if facts.known(link_id) is NOT_APPLICABLE or item.private:
            continue
        key = key_of(link_id, facts)
        found[key] = TriedAnswer(key, item, answer_words(item, facts.response.value(key)))
    return tuple(found.values())[:_MOST]


def _link_ids(assessment: Assessment) -> Iterator[str]:
    facts, impression = assessment.facts, assessment.impression
    for question in assessment.next_questions:
        yield question.item
    for flag in impression.flags:
        yield from asked_behind(flag.reads, facts)[:1]
    for finding in sorted(impression.findings, key=lambda finding: -finding.points):
        strongest = sorted(finding.basis, key=lambda basis: -abs(basis.points))[:_MOST_OF_DRIVER]
        for basis in strongest:
            yield from asked_behind(basis.reads, facts)[:1]


def try_answers(
    assessment: Assessment, changes: Mapping[str, Value | None], reviews: tuple[FlagReview, ...]
) -> WhatIfView:
    """What would differ with these answers. Nothing is kept."""
    after = assess_after(assessment, assessment.response.with_answers(changes), reviews)
    found = difference(assessment, after)
    rulebook = assessment.content.rulebook
    lead = ""
    if found.lead_before != found.lead_after:
        lead = f"{rulebook.driver(found.lead_after).title} leads." if found.lead_after else "No driver leads."
    consider = {one.id: one.consider for one in rulebook.differentials}
    return WhatIfView(
        tier=found.tier_after if found.tier_before != found.tier_after else "",
        tier_words=_tier_words(found, assessment),
        flags=tuple(_flags(found, assessment)),
        drivers=tuple(_drivers(found, assessment)),
        lead=lead,
        consider=(
            *(f"Consider also: {consider[one]}." for one in found.differentials.came if one in consider),
            *(f"No longer to consider: {consider[one]}." for one in found.differentials.went if one in consider),
        ),
        programme=tuple(_programme(found, assessment)),
        is_empty=found.is_empty,
    )


def _tier_words(found: Difference, assessment: Assessment) -> str:
    tiers = assessment.content.rulebook.tiers
    if found.tier_before == found.tier_after:
        return ""
    return f"{tiers[found.tier_before].word} becomes {tiers[found.tier_after].word}"


def _flags(found: Difference, assessment: Assessment) -> Iterator[str]:
    tiers = assessment.content.rulebook.tiers
    for flag in found.flags:
        if flag.after is None or flag.after == "none":
            yield f"{flag.title}: the warning goes."
        elif flag.before is None or flag.before == "none":
            yield f"{flag.title}: a new warning, {tiers[flag.after].word}."
        else:
            yield f"{flag.title}: {tiers[flag.before].word} becomes {tiers[flag.after].word}."


def _drivers(found: Difference, assessment: Assessment) -> Iterator[DriverShift]:
    for driver in found.drivers:
        before, after = (str(one).replace("-", "\u2212") for one in (driver.points_before, driver.points_after))
        bands = band_words(driver.band_before), band_words(driver.band_after)
        yield DriverShift(
            driver.driver,
            assessment.content.rulebook.driver(driver.driver).title,
            f"{before} → {after}" if before != after else before,
            f"{bands[0]} → {bands[1]}" if bands[0] != bands[1] else bands[0],
        )


def _programme(found: Difference, assessment: Assessment) -> Iterator[str]:
    change = found.programme
    if change is None:
        return
    library = assessment.content.programme.exercises
    if change.phase_before != change.phase_after:
        before, after = (f"phase {one}" if one else "no programme" for one in (change.phase_before, change.phase_after))
        yield f"Instead of {before}: {after}."
    if change.exercises.came:
        yield f"In: {', '.join(library[one].name for one in change.exercises.came)}."
    if change.exercises.went:
        yield f"Out: {', '.join(library[one].name for one in change.exercises.went)}."
    if change.done_differently:
        yield f"Done differently: {', '.join(library[one].name for one in change.done_differently)}."
    if change.review_days_before != change.review_days_after and change.review_days_after:
        yield f"Review in {change.review_days_after} days."
