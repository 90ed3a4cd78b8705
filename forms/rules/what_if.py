"""What if an answer were different: the same assessment twice, and what changed between them.

Pure. The stored response is not touched; nothing is saved.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from forms.assessment import Assessment, assess_after, assess_all
from forms.content import Content
from forms.response import QuestionnaireResponse, Value, entry_key
from forms.rules.impression import Band, FlagReview, Outcome, RedFlag, Tier


class FlagChange(Struct, frozen=True):
    """A warning that appears (`before` None), goes (`after` None) or changes its tier."""

    flag: str
    title: str
    before: Tier | None
    after: Tier | None
    because: str


class DriverChange(Struct, frozen=True):
    """One driver before and after: points, band, and the rules that came and went."""

    driver: str
    points_before: int
    points_after: int
    band_before: Band
    band_after: Band
    anchor_before: str | None
    anchor_after: str | None
    came: tuple[str, ...]
    went: tuple[str, ...]


class Listed(Struct, frozen=True):
    """What a list gained and lost, in its own order."""

    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.came and not self.went


class ProgrammeChange(Struct, frozen=True):
    """How the proposal differs. `done_differently`: exercises in both, with another version or adaptation."""

    phase_before: int | None
    phase_after: int | None
    review_days_before: int | None
    review_days_after: int | None
    exercises: Listed
    done_differently: tuple[str, ...]
    advice: Listed
    blocked_by: Listed


class Difference(Struct, frozen=True):
    """Everything that would differ. `programme` is None when the proposal stays as it is."""

    tier_before: Tier
    tier_after: Tier
    hold_before: bool
    hold_after: bool
    outcome_before: Outcome
    outcome_after: Outcome
    lead_before: str | None
    lead_after: str | None
    add_ons: Listed
    flags: tuple[FlagChange, ...]
    drivers: tuple[DriverChange, ...]
    differentials: Listed
    messages: Listed
    programme: ProgrammeChange | None

    @property
    def is_empty(self) -> bool:
        return (
            (self.tier_before, self.hold_before, self.outcome_before, self.lead_before)
            == (self.tier_after, self.hold_after, self.outcome_after, self.lead_after)
            and not (self.flags or self.drivers or self.programme)
            and self.add_ons.is_empty
            and self.differentials.is_empty
            and self.messages.is_empty
        )


def what_if(
    response: QuestionnaireResponse,
    changes: Mapping[str, Value | None],
    content: Content,
    reviews: tuple[FlagReview, ...] = (),
    *,
    before: Assessment | None = None,
) -> Difference:
    """What would differ with these answers; None takes one back to blank.

    A question of a repeating block may be named alone: the entry that answers for the block is meant.
    before: the assessment of `response` where the caller has it already; it saves half the work.
    """
    now = before or assess_all(response, content, reviews)
    keyed = {_key(link_id, now): value for link_id, value in changes.items()}
    return difference(now, assess_after(now, response.with_answers(keyed), reviews))


def difference(before: Assessment, after: Assessment) -> Difference:
    """What differs between two assessments of one person: other answers, or another version of the content."""
    old, new = before.impression, after.impression
    return Difference(
        tier_before=old.tier,
        tier_after=new.tier,
        hold_before=old.hold_physio_now,
        hold_after=new.hold_physio_now,
        outcome_before=old.outcome,
        outcome_after=new.outcome,
        lead_before=old.lead,
        lead_after=new.lead,
        add_ons=_listed(old.add_ons, new.add_ons),
        flags=tuple(_flags(old.flags, new.flags)),
        drivers=tuple(_drivers(before, after)),
        differentials=_listed((one.id for one in old.differentials), (one.id for one in new.differentials)),
        messages=_listed((one.id for one in old.messages), (one.id for one in new.messages)),
        programme=_programme(before, after),
    )


def _key(link_id: str, assessment: Assessment) -> str:
    item = assessment.content.questionnaire.items.get(link_id)
    if item is None or not item.block:
        return link_id
    return entry_key(item.block, assessment.facts.feeding_entry(item.block) or 1, link_id)


def _listed(before: Iterable[str], after: Iterable[str]) -> Listed:
    old, new = tuple(before), tuple(after)
    return Listed(tuple(one for one in new if one not in old), tuple(one for one in old if one not in new))


def _flags(before: Iterable[RedFlag], after: Iterable[RedFlag]) -> Iterable[FlagChange]:
    old, new = ({flag.id: flag for flag in flags} for flags in (before, after))
    for flag_id in dict.fromkeys((*new, *old)):
        then, now = old.get(flag_id), new.get(flag_id)
        tiers = (then.effective_tier if then else None, now.effective_tier if now else None)
        if tiers[0] != tiers[1]:
            shown = now or old[flag_id]
            yield FlagChange(flag_id, shown.title, *tiers, shown.because)


def _drivers(before: Assessment, after: Assessment) -> Iterable[DriverChange]:
    known = {finding.driver: finding for finding in before.impression.findings}
    for new in after.impression.findings:
        old = known.get(new.driver)
        if old is None or (old.points, old.band, old.anchor, old.fired) == (
            new.points,
            new.band,
            new.anchor,
            new.fired,
        ):
            continue
        rules = _listed(old.fired, new.fired)
        yield DriverChange(
            new.driver, old.points, new.points, old.band, new.band, old.anchor, new.anchor, rules.came, rules.went
        )


def _programme(before: Assessment, after: Assessment) -> ProgrammeChange | None:
    old, new = before.care_plan, after.care_plan
    ways = ({one.exercise: (one.version, one.variant, one.adaptations) for one in p.activities} for p in (old, new))
    old_ways, new_ways = ways
    change = ProgrammeChange(
        phase_before=old.phase,
        phase_after=new.phase,
        review_days_before=old.review_days,
        review_days_after=new.review_days,
        exercises=_listed(old.exercises, new.exercises),
        done_differently=tuple(one for one in new_ways if one in old_ways and old_ways[one] != new_ways[one]),
        advice=_listed(old.advice, new.advice),
        blocked_by=_listed(old.blocked_by, new.blocked_by),
    )
    is_same = (
        (old.phase, old.review_days) == (new.phase, new.review_days)
        and change.exercises.is_empty
        and change.advice.is_empty
        and change.blocked_by.is_empty
        and not change.done_differently
    )
    return None if is_same else change
