"""What thinking costs: the whole pack with every reason, again after one answer, and reading the pack from disk."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.consult.next_steps import find_next_steps
from forms.assessment import Assessment, assess_after, assess_all
from forms.checking import asked, check, needed
from forms.content import load_content, read_content, shipped_files
from forms.response import QuestionnaireResponse
from tests.benchmarks.figures import Figures, Times, timed
from tests.benchmarks.visits import example_answers

pytestmark = pytest.mark.benchmark

_RUNS = 60

# Every import and file is new to this process, as at a start; bytecode is there, as in an installed program.
_COLD = """
import json, time
started = time.perf_counter()
from forms.content import load_content
imported = time.perf_counter()
load_content()
loaded = time.perf_counter()
print(json.dumps([(imported - started) * 1000, (loaded - imported) * 1000]))
"""


@pytest.mark.parametrize("example", ["EX05", "EX12"])
def test_the_whole_pack_with_its_reasons(example: str, figures: Figures) -> None:
    content, answers = load_content(), example_answers(example)
    impression = timed(lambda: assess_all(answers, content), _RUNS)
    figures.add_times(f"whole pack with trace, {example}", impression, target=2)
    before = assess_all(answers, content)
    # A rating nothing much hangs on, and the painful side, on which much of the examination hangs.
    for key, values in (("nprs_leg", tuple(map(float, range(11)))), ("pain_side", ("L", "R", "both"))):
        after = iter([answers.with_answer(key, values[run % len(values)]) for run in range(_RUNS)])
        once = timed(lambda after=after: assess_after(before, next(after)), _RUNS)
        figures.add_times(f"after one answer to {key}, {example}", once, target=1)


def test_what_else_follows_from_an_answer(figures: Figures) -> None:
    content, answers = load_content(), example_answers("EX05")

    def fresh() -> Assessment:
        return assess_all(answers, content)

    facts = fresh().facts
    questions = asked(facts)
    figures.add_times("the questions that are asked", timed(lambda: asked(content.facts(answers)), _RUNS))
    issues = timed(lambda: check(content.questionnaire, facts, questions=questions), _RUNS)
    figures.add_times("what is wrong with the answers", issues)
    left = timed(lambda: needed(content.questionnaire, facts, questions=questions), _RUNS)
    figures.add_times("what is left to answer", left)
    figures.add_times("the programme, assessment included", timed(lambda: fresh().care_plan, _RUNS))
    figures.add_times("the next questions, assessment included", timed(lambda: fresh().next_questions, _RUNS))
    half = QuestionnaireResponse(answers.authored, dict(list(answers.answers.items())[::2]))
    half_filled = assess_all(half, content)
    steps = timed(lambda: find_next_steps(half_filled, ()), _RUNS)
    figures.add_times("the next questions and what each would change, half filled", steps, target=100)
    nobody = QuestionnaireResponse(answers.authored)
    figures.add_times("whole pack, nothing answered", timed(lambda: assess_all(nobody, content), _RUNS), target=2)


def test_reading_the_content(tmp_path: Path, figures: Figures) -> None:
    figures.add_times("read and check the content", timed(lambda: read_content(shipped_files())), target=150)
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def once() -> tuple[float, float]:
        imported, loaded = json.loads(subprocess.check_output([sys.executable, "-c", _COLD], env=environment))
        return imported, loaded

    once()
    runs = [once() for _ in range(7)]
    for place, what in enumerate(("import what reads the content, cold", "read and check the content, cold")):
        wall = tuple(run[place] for run in runs)
        figures.add_times(what, Times(wall, wall), target=150 if place else None)
