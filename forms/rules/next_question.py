"""The next best question: which unanswered item could move the drivers most, found by trying its answers.

Knowledge base 2.1, "What would change this": at most three, with the points they could add or take.
"""

from collections.abc import Iterable

from forms.facts import Computation, Facts
from forms.questionnaire import Item
from forms.rules.engine import rule_holds
from forms.rules.impression import ClinicalImpression, Question
from forms.rules.rulebook import Driver, Rule, Rulebook

_BAND_WEIGHT = {"supported": 3, "possible": 3, "weak": 2, "insufficient_information": 2, "not_supported": 1}


def next_questions(
    facts: Facts,
    rulebook: Rulebook,
    impression: ClinicalImpression,
    computations: dict[str, Computation] | None = None,
    *,
    most: int = 3,
) -> tuple[Question, ...]:
    """The unanswered questions that could change the ranking most, the strongest first."""
    candidates: dict[str, list[tuple[Driver, Rule]]] = {}
    for driver in rulebook.drivers:
        open_rules = {rule.rule: rule.waits_for for rule in impression.finding(driver.id).undecided}
        for rule in driver.rules:
            for link_id in open_rules.get(rule.id, ()):
                item = facts.questionnaire.items[link_id]
                if not item.is_derived and is_worth_asking(item, facts):
                    candidates.setdefault(link_id, []).append((driver, rule))
    order = {link_id: place for place, link_id in enumerate(facts.questionnaire.items)}
    # A driver that cannot be banded yet needs its core answers before anything else can move it.
    core = {
        link_id
        for finding in impression.findings
        if finding.band == "insufficient_information"
        for link_id in finding.missing_core
    }
    questions = [
        _question(link_id, rules, facts, rulebook, impression, computations) for link_id, rules in candidates.items()
    ]
    ranked = sorted(
        (question for question in questions if question[1].most),
        key=lambda pair: (pair[1].item not in core, -pair[0], -pair[1].most, order[pair[1].item]),
    )
    return tuple(question for _, question in ranked[:most])


def is_worth_asking(item: Item, facts: Facts) -> bool:
    """Whether the question may apply, and, for a test, whether nothing speaks against doing it."""
    may_apply = facts.is_enabled(item.link_id) is not False
    return may_apply and (item.suggest_when is None or item.suggest_when.holds(facts) is not False)


def _question(
    link_id: str,
    rules: list[tuple[Driver, Rule]],
    facts: Facts,
    rulebook: Rulebook,
    impression: ClinicalImpression,
    computations: dict[str, Computation] | None,
) -> tuple[float, Question]:
    """How far each driver's points could move, over every answer to one question."""
    highest: dict[str, int] = {}
    lowest: dict[str, int] = {}
    moved: dict[str, None] = {}
    for answer in _possible_answers(facts.questionnaire.items[link_id], rules):
        tried = Facts(facts.questionnaire, facts.response.with_answer(link_id, answer), computations)
        gate = rulebook.scoring.imaging_gate.holds(tried)
        gained: dict[str, int] = {}
        for driver, rule in rules:
            if rule_holds(rule, tried, gate):
                gained[driver.id] = gained.get(driver.id, 0) + rule.points
                moved[rule.id] = None
        for driver, _ in rules:
            points = gained.get(driver.id, 0)
            highest[driver.id] = max(highest.get(driver.id, points), points)
            lowest[driver.id] = min(lowest.get(driver.id, points), points)
    swings = {driver: highest[driver] - lowest[driver] for driver in highest if highest[driver] != lowest[driver]}
    weight = max((swing * _BAND_WEIGHT[impression.finding(driver).band] for driver, swing in swings.items()), default=0)
    most = max((max(abs(highest[d]), abs(lowest[d])) for d in swings), default=0)
    return weight, Question(link_id, most, tuple(moved), tuple(swings))


def _possible_answers(item: Item, rules: Iterable[tuple[Driver, Rule]]) -> list[str | float | tuple[str, ...]]:
    if item.type == "choice":
        return [(code,) for code in item.known_codes] if item.repeats else list(item.known_codes)
    if item.low is not None and item.high is not None:
        middle = (item.low + item.high) / 2
        return [item.low, middle, item.high]
    return []
