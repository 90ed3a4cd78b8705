"""Which unanswered question could raise the tier of this intake, and how high, found by trying its answers.

The questions that move the drivers are in `next_question`; a safety question nobody answered is a warning by itself.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from forms.facts import Computation, Facts
from forms.questionnaire import Item
from forms.rules.impression import ClinicalImpression, Tier, tier_rank
from forms.rules.next_question import is_worth_asking
from forms.rules.rulebook import FlagRow, Rulebook


class TierQuestion(Struct, frozen=True):
    """One question, the highest tier one answer to it would lead to, by which flag, and that answer's code."""

    item: str
    tier: Tier
    flag: str
    code: str


def tier_questions(
    facts: Facts,
    rulebook: Rulebook,
    impression: ClinicalImpression,
    computations: dict[str, Computation] | None = None,
    *,
    most: int = 3,
) -> tuple[TierQuestion, ...]:
    """The questions that could raise the tier above what it is, the gravest first; for each flag the first asked."""
    now = tier_rank(impression.tier)
    side = facts.affected_side()
    # The painful side is examined first.
    order = {
        link_id: (side is not None and item.side not in ("", side), place)
        for place, (link_id, item) in enumerate(facts.questionnaire.items.items())
    }
    best: dict[str, TierQuestion] = {}
    for flag in rulebook.flags:
        for row in flag.rows:
            if tier_rank(row.tier) <= now or row.when.holds(facts) is not None:
                continue
            for item in _blanks_behind(row.when.reads, facts):
                known = best.get(flag.id)
                if known is not None and not _is_before((row.tier, item.link_id), (known.tier, known.item), order):
                    continue
                code = _raising(item, row, facts, computations)
                if code is not None:
                    best[flag.id] = TierQuestion(item.link_id, row.tier, flag.id, code)
    ranked = sorted(best.values(), key=lambda one: (-tier_rank(one.tier), order[one.item]))
    return tuple(ranked[:most])


def _is_before(one: tuple[Tier, str], other: tuple[Tier, str], order: dict[str, tuple[bool, int]]) -> bool:
    """Whether a tier is higher, or as high for a question asked sooner."""
    return (-tier_rank(one[0]), order[one[1]]) < (-tier_rank(other[0]), order[other[1]])


def _blanks_behind(reads: Iterable[str], facts: Facts) -> tuple[Item, ...]:
    """The questions nobody answered behind these names, those that may be asked of this person."""
    found: dict[str, Item] = {}
    for item in _asked(reads, facts):
        if facts.known(item.link_id) is None and is_worth_asking(item, facts):
            found[item.link_id] = item
    return tuple(found.values())


def _asked(reads: Iterable[str], facts: Facts) -> Iterator[Item]:
    for link_id in reads:
        item = facts.questionnaire.items[link_id]
        if item.derivation is None:
            yield item
        else:
            yield from _asked(item.derivation.reads, facts)


def _raising(item: Item, row: FlagRow, facts: Facts, computations: dict[str, Computation] | None) -> str | None:
    """The first answer with which this row would hold; None without one."""
    for code in item.known_codes:
        value = (code,) if item.repeats else code
        tried = Facts(facts.questionnaire, facts.response.with_answer(item.link_id, value), computations)
        if row.when.holds(tried):
            return code
    return None
