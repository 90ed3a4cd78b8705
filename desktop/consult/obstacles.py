"""What stands in the way of signing, each with where to mend it."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from desktop.consult.reasons import asked_behind, key_of
from forms.assessment import Assessment
from forms.programme.care_plan import CarePlan
from forms.rules.impression import Tier, highest

Kind = Literal["own_view", "flag", "hold", "stop", "examination", "ask", "detail", "expired"]
RED_FLAGS = "X_RF"


class Obstacle(Struct, frozen=True):
    """One thing to settle. `about`: the flag, caution or detail it is about. key: the answer to go to, if any.

    detail: more words, for whoever wants them. is_asked: a blank answer that the physio may leave blank after asking.
    """

    kind: Kind
    about: str
    text: str
    key: str = ""
    detail: str = ""
    tier: Tier = "soon"
    is_asked: bool = False


def find_obstacles(
    assessment: Assessment,
    plan: CarePlan,
    *,
    has_own_view: bool,
    missing_details: tuple[str, ...],
    rules_expired: bool = False,
) -> tuple[Obstacle, ...]:
    """Everything that keeps the programme from being signed, the most serious first."""
    found = [*_warnings(assessment), *_stops(plan)]
    if not has_own_view:
        found.append(Obstacle("own_view", "", "Your own view is not entered yet."))
    found += [*_blanks(assessment, plan)]
    if rules_expired:
        found.append(Obstacle("expired", "", "The rules are past their review date. Ask a lead for a newer release."))
    found += [
        Obstacle("detail", name, f"The clinic's details lack: {name.replace('_', ' ')}.") for name in missing_details
    ]
    return tuple(found)


def _warnings(assessment: Assessment) -> Iterator[Obstacle]:
    impression, facts = assessment.impression, assessment.facts
    tiers = assessment.content.rulebook.tiers
    fired = [flag for flag in impression.blocking_flags if not flag.is_unanswered]
    blank = [flag for flag in impression.blocking_flags if flag.is_unanswered]
    for flag in fired:
        word = tiers[flag.effective_tier].word
        yield Obstacle("flag", flag.id, f"{word}: {flag.title} is open.", tier=flag.effective_tier)
    if blank:
        count = "1 safety question has" if len(blank) == 1 else f"{len(blank)} safety questions have"
        first = blank[0].reads[0] if blank[0].reads else blank[0].item
        tier = highest([flag.effective_tier for flag in blank])
        yield Obstacle("hold", blank[0].id, f"{count} no usable answer.", key_of(first, facts), tier=tier)


def _stops(plan: CarePlan) -> Iterator[Obstacle]:
    for stop in plan.hard_stops:
        if stop != RED_FLAGS:
            caution = next((one for one in plan.cautions if one.code == stop), None)
            said = caution.physio if caution is not None else ""
            yield Obstacle("stop", stop, said or f"{stop} stops the programme.")


def _blanks(assessment: Assessment, plan: CarePlan) -> Iterator[Obstacle]:
    facts = assessment.facts
    items = facts.questionnaire.items
    if assessment.impression.provisional:
        core = assessment.content.rulebook.scoring.exam_core
        open_core = [link_id for link_id in core if facts.known(link_id) is None]
        asked = asked_behind(open_core, facts)
        first = next((link_id for link_id in asked if facts.known(link_id) is None), asked[0])
        left = "; ".join(items[link_id].label for link_id in open_core)
        yield Obstacle("examination", open_core[0], "The nerve examination is not complete.", first, left)
    for link_id in plan.ask_before_signing:
        yield Obstacle("ask", link_id, items[link_id].label, key_of(link_id, facts), is_asked=True)
