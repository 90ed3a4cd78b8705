"""Red flags: which warnings the answers raise, at which tier, and which questions nobody has answered.

Knowledge base 1.1: a blank, "unsure" or "private" answer is never a no. For the questions marked `hold` it behaves
as urgent until a physio records an answer; for the others it counts as soon.
"""

from collections.abc import Mapping

from forms.facts import Facts, is_answered
from forms.rules.impression import TIERS, FlagReview, RedFlag, Tier, tier_rank
from forms.rules.rests_on import Earlier
from forms.rules.rulebook import Flag, FlagRow, Rulebook

_UNANSWERED_TIER: Mapping[str, Tier] = {"hold": "urgent", "soon": "soon"}


def find_flags(
    facts: Facts, rulebook: Rulebook, reviews: tuple[FlagReview, ...] = (), earlier: Earlier | None = None
) -> tuple[RedFlag, ...]:
    """Every open flag, the most urgent first. earlier: from where to take over flags that cannot have changed."""
    worsening = rulebook.scoring.worsening.holds(facts) is True
    newest, before, known = _newest(reviews), {}, {}
    if earlier is not None:
        before, known = {flag.id: flag for flag in earlier.impression.flags}, _newest(earlier.reviews)
    found: list[RedFlag | None] = []
    for place, flag in enumerate(rulebook.flags):
        review = newest.get(flag.id)
        if (
            earlier is not None
            and earlier.changed.isdisjoint(earlier.rests_on.flags[place])
            and review == known.get(flag.id)
        ):
            found.append(before.get(flag.id))
        else:
            found.append(_flag(flag, facts, rulebook, worsening, review))
    return tuple(sorted((flag for flag in found if flag is not None), key=lambda flag: -tier_rank(flag.tier)))


def _newest(reviews: tuple[FlagReview, ...]) -> dict[str, FlagReview]:
    return {review.flag: review for review in reviews}


def unanswered_items(flag: Flag, facts: Facts) -> tuple[str, ...]:
    """The questions of a flag that apply, or may apply, and have no usable answer; one that is not asked has none."""
    asks = flag.asks
    if flag.asks_when is not None and flag.asks_when.holds(facts):
        asks += flag.asks_then
    items = facts.questionnaire.items
    return tuple(link_id for link_id in asks if not is_answered(items[link_id], facts.known(link_id)))


def _flag(flag: Flag, facts: Facts, rulebook: Rulebook, worsening: bool, review: FlagReview | None) -> RedFlag | None:
    fired: FlagRow | None = None
    open_rows: list[FlagRow] = []
    for row in flag.rows:
        truth = row.when.holds(facts)
        if truth and (fired is None or tier_rank(row.tier) > tier_rank(fired.tier)):
            fired = row
        elif truth is None:
            open_rows.append(row)
    blanks = unanswered_items(flag, facts) if flag.unanswered != "none" else ()
    if fired is None and not blanks:
        return None
    blank_tier: Tier = _UNANSWERED_TIER[flag.unanswered] if blanks else "none"
    tier: Tier = fired.tier if fired is not None else "none"
    is_raised = worsening and flag.is_raised_by_worsening and tier in ("routine", "soon")
    if is_raised:
        tier = TIERS[tier_rank(tier) + 1]
    # What the flag rests on; None: on a blank, which weighs more than what fired.
    basis = fired if tier_rank(tier) >= tier_rank(blank_tier) else None
    if basis is None:
        tier = blank_tier
    is_hold = bool(blanks) and flag.unanswered == "hold"
    # Each of them once: the rows of a flag read much the same questions.
    rank = tier_rank(tier)
    reads = dict.fromkeys(link_id for row in open_rows if tier_rank(row.tier) > rank for link_id in row.when.reads)
    missing = tuple([link_id for link_id in reads if facts.known(link_id) is None])
    return RedFlag(
        id=flag.id,
        item=flag.item if basis is not None else blanks[0],
        title=flag.title,
        tier=tier,
        because=basis.because if basis is not None else _unanswered_because(blanks, facts, rulebook),
        reads=basis.when.reads if basis is not None else blanks,
        is_unanswered=basis is None,
        is_hold=is_hold,
        is_raised=is_raised,
        staff=tuple(text for text in (rulebook.tiers[tier].staff, flag.staff_extra) if text),
        leaflet=flag.leaflet,
        acts=flag.acts,
        reception_view=flag.reception_view,
        reception_text=flag.reception_text,
        note=flag.note,
        grade=flag.grade,
        sources=flag.sources,
        missing=missing,
        review=_standing(review, tier, is_hold=is_hold),
    )


def _standing(review: FlagReview | None, tier: Tier, *, is_hold: bool) -> FlagReview | None:
    """The review while it stands: a blank needs an answer, and a raised tier opens the flag again."""
    if review is None or is_hold or tier_rank(tier) > tier_rank(review.tier):
        return None
    return review


def _unanswered_because(blanks: tuple[str, ...], facts: Facts, rulebook: Rulebook) -> str:
    labels = [facts.questionnaire.items[link_id].label for link_id in blanks]
    return rulebook.hold["because"].replace("{question}", " ".join(labels))
