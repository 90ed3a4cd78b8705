"""The papers of the twelve worked examples, as a signed visit prints them."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

from forms.answers_file import read_answers
from forms.assessment import assess_all
from forms.clinic_details import load_locales
from forms.content import load_content
from forms.examples import load_examples
from forms.programme.care_plan import Activity
from forms.programme.choosing import may_go_harder
from forms.programme.exercises import Exercise
from reports.compose import Paper
from reports.inputs import PersonLine
from reports.said import said_in
from tests.reports.factories import PRINTED_AT, SIGNED

EXAMPLES = {example.id: example for example in load_examples()}
DETAILS = {
    **dict(load_locales()[0].details),
    "clinic_name": "Millbrook Physiotherapy",
    "clinic_phone": "01632 960 142",
    "clinic_hours": "Monday to Friday, 8 am to 6 pm",
    "clinic_address": "4 Mill Lane, Millbrook",
}


def a_paper(example_id: str, **more: Any) -> Paper:
    """The example as answered, with `more` answers, its own programme, signed."""
    content = load_content()
    document = EXAMPLES[example_id].answers_object()
    document = {**document, "answers": {**document["answers"], **more}}
    answers = read_answers(json.dumps(document).encode(), content.questionnaire)
    assessment = assess_all(answers.response, content)
    person = PersonLine("Casey Lorrimore-Test", datetime.date(1979, 9, 14), "1042")
    return Paper(assessment, assessment.care_plan, person, DETAILS, PRINTED_AT, SIGNED)


def harder_on(paper: Paper, activity: Activity, exercise: Exercise) -> tuple[str, ...]:
    """The harder way, in the language of `exercise`, where this person's paper may offer it."""
    programme, setting = paper.assessment.content.programme, paper.plan.setting
    return (exercise.harder,) if may_go_harder(programme, activity, setting) else ()


def told_of_exercises(paper: Paper, *languages: str) -> Iterator[tuple[str, str]]:
    """(language, words) for everything that the card of each exercise must say in each language."""
    for code in languages:
        exercises = said_in(code, paper.assessment).content.programme.exercises
        for activity in paper.plan.activities:
            exercise = exercises[activity.exercise]
            said = (exercise.name, exercise.why, exercise.position, *exercise.steps)
            yield from ((code, words) for words in (*said, *harder_on(paper, activity, exercise)))
