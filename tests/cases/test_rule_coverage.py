"""Every rule and caution is seen at work: it fires in one shipped example or case, and is refused in another."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from forms.assessment import Assessment, assess_all
from forms.conditions import Truth
from forms.content import load_content
from forms.facts import Facts
from forms.programme.cautions import CautionsFound, find_cautions
from forms.response import QuestionnaireResponse
from forms.rules.cases import RuleCase
from forms.rules.engine import assess, rule_holds
from tests.cases.test_cases import CASES, EXAMPLES, response_of
from tests.forms.rules.factories import a_response_of, quiet_answers

CONTENT = load_content()
RULEBOOK = CONTENT.rulebook


def _responses() -> Iterator[tuple[str, QuestionnaireResponse]]:
    for example in EXAMPLES.values():
        yield example.id, response_of(example)
        for step in example.expected["then"]:
            yield f"{example.id}, later", response_of(example, **step.get("answers", {}))
    for parameter in CASES:
        case = parameter.values[0]
        assert isinstance(case, RuleCase)
        base = {} if case.nothing_else else dict(quiet_answers())
        yield str(parameter.id), a_response_of({**base, **case.answers})


@cache
def assessments() -> tuple[Assessment, ...]:
    return tuple(assess_all(response, CONTENT) for _, response in _responses())


def _truths(facts: Facts) -> Iterator[tuple[str, Truth]]:
    """Everything that can fire, by name, and whether it does."""
    gate = RULEBOOK.scoring.imaging_gate.holds(facts)
    for driver in RULEBOOK.drivers:
        for rule in driver.rules:
            yield rule.id, rule_holds(rule, facts, gate)
    for flag in RULEBOOK.flags:
        for number, row in enumerate(flag.rows, 1):
            yield f"{flag.id} row {number} ({row.tier})", row.when.holds(facts)
    for differential in RULEBOOK.differentials:
        yield differential.id, differential.when.holds(facts)
        if differential.stronger_when is not None:
            yield f"{differential.id} stronger", differential.stronger_when.holds(facts)
    for message in RULEBOOK.messages:
        yield message.id, message.when.holds(facts)


@cache
def seen() -> Mapping[str, Mapping[Truth, str]]:
    """name -> how it came out -> the first example or case in which it did."""
    found: dict[str, dict[Truth, str]] = defaultdict(dict)
    for label, response in _responses():
        for name, truth in _truths(CONTENT.facts(response)):
            found[name].setdefault(truth, label)
    return found


NAMES = [name for name, _ in _truths(CONTENT.facts(a_response_of({})))]


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_fires_in_one_example_or_case_and_is_refused_in_another(name: str) -> None:
    assert True in seen()[name], f"{name} fires nowhere"
    assert False in seen()[name], f"{name} is refused nowhere"


def test_every_row_of_a_flag_has_the_last_word_somewhere() -> None:
    decided = {(flag.id, flag.because) for _, response in _responses() for flag in assess(response, CONTENT).flags}
    every = {(flag.id, row.because) for flag in RULEBOOK.flags for row in flag.rows}
    assert sorted(every - decided) == []


@cache
def cautions() -> tuple[CautionsFound, ...]:
    return tuple(
        find_cautions(
            CONTENT.programme.cautions,
            one.facts,
            supported=one.impression.supported,
            differentials={differential.id for differential in one.impression.differentials},
            open_flags=[flag.id for flag in one.impression.blocking_flags],
        )
        for one in assessments()
    )


@pytest.mark.parametrize("code", [caution.code for caution in CONTENT.programme.cautions])
def test_a_caution_is_certain_in_one_example_or_case_and_not_in_force_in_another(code: str) -> None:
    certain = [{one.code for one in found.in_force if not one.is_unanswered} for found in cautions()]
    assert any(code in codes for codes in certain), f"{code} is in force nowhere"
    assert any(code not in {one.code for one in found.in_force} for found in cautions()), f"{code} is everywhere"


def test_every_phase_list_and_review_is_reached() -> None:
    plans = [one.care_plan for one in assessments()]
    programme = CONTENT.programme
    assert {plan.phase for plan in plans} == {None, *(phase.number for phase in programme.phases.phases)}
    assert {one.list for plan in plans for one in plan.activities} >= {one.id for one in programme.lists}
    assert {plan.review_days for plan in plans} >= {one.days for one in programme.reviews.reviews}
