"""People for tests of the rules: somebody with nothing wrong on the safety questions, and whatever a test adds."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from forms.answers_file import read_answers
from forms.assessment import Assessment, assess_all
from forms.content import load_content, shipped_files
from forms.response import QuestionnaireResponse
from forms.rules.impression import FlagReview

INTAKE = date(2026, 3, 2)


@cache
def quiet_answers() -> Mapping[str, Any]:
    """Every safety question answered no, no illness and no medicine, and nothing else said."""
    answers: Mapping[str, Any] = tomllib.loads(shipped_files()["examples/defaults.toml"].decode())["answers"]
    return answers


def days_ago(days: int) -> str:
    return (INTAKE - timedelta(days=days)).isoformat()


def a_response(**answers: Any) -> QuestionnaireResponse:
    """The quiet person with these answers as well; None takes one back to blank."""
    return a_response_of({**quiet_answers(), **answers})


def a_response_of(answers: Mapping[str, Any]) -> QuestionnaireResponse:
    """A response read as an answers file is: a wrong id or code is an error, not a silent blank."""
    document = {"intake_date": INTAKE.isoformat(), "answers": dict(answers)}
    return read_answers(json.dumps(document).encode(), load_content().questionnaire).response


def assessed(reviews: tuple[FlagReview, ...] = (), **answers: Any) -> Assessment:
    return assess_all(a_response(**answers), load_content(), reviews)


def fired(driver: str, **answers: Any) -> tuple[str, ...]:
    """The rules of one driver that fire."""
    return assessed(**answers).impression.finding(driver).fired


def tier_of(flag_id: str, **answers: Any) -> str:
    """The tier of one flag; "none" when it is not raised."""
    return next((flag.tier for flag in assessed(**answers).impression.flags if flag.id == flag_id), "none")


def considered(**answers: Any) -> tuple[str, ...]:
    return tuple(one.id for one in assessed(**answers).impression.differentials)


def said(**answers: Any) -> tuple[str, ...]:
    """The ids of the texts about the scan."""
    return tuple(message.id for message in assessed(**answers).impression.messages)
