"""Our drivers' rules beside two other rule engines, on the same answers in the same run.

First all three have to agree, for every worked example: which rules fire, and which cannot be decided yet. What applies
to the person, what is derived and which side hurts are worked out by us beforehand and handed to all three.
"""

import importlib
import json
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from forms.assessment import assess_all
from forms.content import Content, load_content, part, read_content, shipped_files
from forms.examples import load_examples
from forms.facts import Facts
from forms.questionnaire_file import vocabulary_of
from forms.response import QuestionnaireResponse
from forms.rules.engine import rule_holds
from forms.rules.rulebook import read_rulebook
from tests.benchmarks.figures import Figures, timed
from tests.benchmarks.other_languages import CEL, ZEN, answers_of, cel_program, rules_in, zen_decision
from tests.benchmarks.visits import example_answers

pytestmark = pytest.mark.benchmark

_RUNS = 200

# The answers as an engine is given them -> rule id -> whether it fires; with "open_" before it, whether it is open.
Verdicts = dict[str, bool]
Engine = Callable[[dict[str, dict[str, object]]], Verdicts]


def installed(name: str, figures: Figures) -> ModuleType:
    """The other engine, which is here for the benchmark alone (`python3 start.py benchmark` brings it)."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        figures.leave_out(f"{name}, beside our rules", str(error))
        pytest.skip(f"not measured: {error}")


def zen_engine(content: Content, module: ModuleType, *, with_open: bool) -> Engine:
    decision = module.ZenEngine().create_decision(zen_decision(rules_in(ZEN, content), with_open=with_open))
    return lambda answers: decision.evaluate(answers)["result"]


def cel_engine(content: Content, module: ModuleType, *, with_open: bool) -> Engine:
    program = module.compile(cel_program(rules_in(CEL, content), with_open=with_open))
    return program.execute


def ours(facts: Facts, content: Content) -> Verdicts:
    gate = content.rulebook.scoring.imaging_gate.holds(facts)
    truths = {rule.id: rule_holds(rule, facts, gate) for driver in content.rulebook.drivers for rule in driver.rules}
    fires = {rule: truth is True for rule, truth in truths.items()}
    return fires | {f"open_{rule}": truth is None for rule, truth in truths.items()}


def people() -> Iterator[tuple[str, QuestionnaireResponse]]:
    """Every worked example, and each with a fifth of its answers missing, in turns."""
    for example in load_examples():
        response = example_answers(example.id)
        yield example.id, response
        keys = list(response.answers)
        for turn in range(5):
            yield f"{example.id}, part {turn + 1}", response.with_answers(dict.fromkeys(keys[turn::5]))


_ENGINES = {"GoRules Zen": ("zen", zen_engine), "CEL": ("cel", cel_engine)}


@pytest.mark.parametrize("name", _ENGINES)
def test_the_drivers_rules_beside_another_engine(name: str, figures: Figures) -> None:
    content = load_content()
    package, make = _ENGINES[name]
    module = installed(package, figures)
    fires, whole = make(content, module, with_open=False), make(content, module, with_open=True)
    for person, response in people():
        facts = content.facts(response)
        given, expected = answers_of(facts, content), ours(facts, content)
        assert whole(given) == expected, person
        assert fires(given) == {rule: expected[rule] for rule in fires(given)}, person
    given = answers_of(content.facts(example_answers("EX05")), content)
    figures.add_times(f"{name}: which of the drivers' rules fire, EX05", timed(lambda: fires(given), _RUNS))
    figures.add_times(f"{name}: which fire, which are open, EX05", timed(lambda: whole(given), _RUNS))


def test_our_drivers_rules_alone(figures: Figures) -> None:
    content = load_content()
    facts = content.facts(example_answers("EX05"))
    count = len(rules_in(ZEN, content))
    alone = timed(lambda: ours(facts, content), _RUNS)
    figures.add_times(f"ours: which of {count} rules fire, which are open, EX05", alone)
    whole = timed(lambda: assess_all(facts.response, content), _RUNS)
    figures.add_times("ours: the whole pack with every reason, EX05", whole, target=2)


def test_reading_rules_beside_other_engines(figures: Figures) -> None:
    content, rules = load_content(), part(shipped_files(), "rules")
    vocabulary = vocabulary_of(content.questionnaire)
    figures.add_times("ours: read and check every file of rules", timed(lambda: read_rulebook(rules, vocabulary)))
    figures.add_times("ours: read and check the whole pack", timed(lambda: read_content(shipped_files())), target=150)
    zen, cel = installed("zen", figures), installed("cel", figures)
    decision = zen_decision(rules_in(ZEN, content), with_open=True)
    program = cel_program(rules_in(CEL, content), with_open=True)
    given = json.dumps(answers_of(content.facts(example_answers("EX05")), content))
    # Zen reads an expression when it is first needed.
    load_zen = timed(lambda: zen.ZenEngine().create_decision(decision).evaluate(given))
    figures.add_times("GoRules Zen: read the drivers' rules, decide once", load_zen)
    figures.add_times("CEL: compile the drivers' rules", timed(lambda: cel.compile(program)))
