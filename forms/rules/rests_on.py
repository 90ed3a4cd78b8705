"""Which questions each conclusion can rest on, so that after one more answer only what it can change is concluded anew.

Generous on purpose: a question too many costs a moment, one too few would leave a conclusion standing that is no
longer true. `tests/forms/rules/test_after_one_answer.py` holds it against concluding everything afresh.
"""

from collections.abc import Iterable

from msgspec import Struct

from forms.conditions import Condition
from forms.questionnaire import Questionnaire
from forms.rules.imaging import FILLED_IN_FROM
from forms.rules.impression import ClinicalImpression, FlagReview
from forms.rules.rulebook import Driver, Flag, Rulebook, Scoring


class RestsOn(Struct, frozen=True):
    """The questions behind every driver, flag and differential, in the rulebook's order, and behind all messages."""

    drivers: tuple[frozenset[str], ...]
    flags: tuple[frozenset[str], ...]
    differentials: tuple[frozenset[str], ...]
    messages: frozenset[str]


class Earlier(Struct, frozen=True):
    """What was concluded about the same person by the same rules.

    changed: the questions of which a condition sees something else since.
    """

    impression: ClinicalImpression
    reviews: tuple[FlagReview, ...]
    changed: frozenset[str]
    rests_on: RestsOn


def find_rests_on(rulebook: Rulebook, questionnaire: Questionnaire) -> RestsOn:
    """Work out, once for a content pack, what everything rests on."""
    scoring = rulebook.scoring
    return RestsOn(
        drivers=tuple(_of_driver(driver, scoring, questionnaire) for driver in rulebook.drivers),
        flags=tuple(_of_flag(flag, scoring, questionnaire) for flag in rulebook.flags),
        differentials=tuple(_seen((rule.when, rule.stronger_when), questionnaire) for rule in rulebook.differentials),
        messages=_seen((rule.when for rule in rulebook.messages), questionnaire) | FILLED_IN_FROM,
    )


def _of_driver(driver: Driver, scoring: Scoring, questionnaire: Questionnaire) -> frozenset[str]:
    conditions = [rule.when for rule in driver.rules]
    return _seen((*conditions, scoring.imaging_gate, scoring.imaging_old), questionnaire).union(driver.core)


def _of_flag(flag: Flag, scoring: Scoring, questionnaire: Questionnaire) -> frozenset[str]:
    conditions = [row.when for row in flag.rows]
    seen = _seen((*conditions, flag.asks_when, scoring.worsening), questionnaire)
    return seen.union(flag.asks, flag.asks_then)


def _seen(conditions: Iterable[Condition | None], questionnaire: Questionnaire) -> frozenset[str]:
    return frozenset().union(*(questionnaire.seen_by(one) for one in conditions if one is not None))
