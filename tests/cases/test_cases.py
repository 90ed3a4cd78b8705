"""The twelve worked examples and our own cases, run through the real content: reasons, not only winners.

A case in a TOML file beside this one is a quiet person (every safety question no) with some answers, and what must
follow. The worked examples ship in `resources/examples/`.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from forms.answers_file import read_answers
from forms.assessment import Assessment, assess_all
from forms.content import load_content, shipped_files
from forms.errors import ContentError
from forms.examples import Example, load_examples
from forms.exchange.assessment_json import assessment_object
from forms.response import Answer, QuestionnaireResponse, fold
from forms.rules.cases import RuleCase, differences, failures, read_cases, read_examples
from forms.rules.impression import FlagReview
from tests.forms.rules.factories import a_response_of, quiet_answers

EXAMPLES = {example.id: example for example in load_examples()}
CASES = [
    pytest.param(case, id=f"{path.stem}: {case.name}")
    for path in sorted(Path(__file__).parent.glob("*.toml"))
    for case in read_cases(path.name, path.read_bytes())
]


def expect(assessment: Assessment, wanted: Mapping[str, Any]) -> None:
    """Hold the assessment against everything expected."""
    found = list(differences(assessment, wanted))
    assert not found, "\n".join((*found, json.dumps(assessment_object(assessment), indent=1)))


# --- the worked examples -------------------------------------------------------------------------------------------


def response_of(example: Example, **changes: Any) -> QuestionnaireResponse:
    document = example.answers_object()
    document["answers"] |= changes
    return read_answers(json.dumps(document).encode(), load_content().questionnaire).response


def a_review(flag: str, decision: str, tier: str) -> FlagReview:
    return FlagReview(
        flag=flag,
        tier=tier,  # type: ignore[arg-type]
        decision=decision,  # type: ignore[arg-type]
        reason="Power retested today and unchanged.",
        by="A Physio",
        registration="PH000000",
        at=datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
    )


def test_all_twelve_worked_examples_are_there() -> None:
    assert sorted(EXAMPLES) == [f"EX{number:02}" for number in range(1, 13)]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_a_worked_example_leads_where_the_knowledge_base_says(example: Example) -> None:
    expect(assess_all(response_of(example), load_content()), example.expected["expect"])


@pytest.mark.parametrize(
    ("example", "step"),
    [pytest.param(e, step, id=e.id) for e in EXAMPLES.values() for step in e.expected["then"]],
)
def test_what_happens_next_in_a_worked_example(example: Example, step: Mapping[str, Any]) -> None:
    response = response_of(example, **step.get("answers", {}))
    tiers = {flag.id: flag.tier for flag in assess_all(response, load_content()).impression.flags}
    reviews = tuple(a_review(flag, decision, tiers[flag]) for flag, decision in step.get("reviews", {}).items())
    expect(assess_all(response, load_content(), reviews), step["expect"])


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_every_person_of_an_example_is_marked_as_invented(example: Example) -> None:
    invented = ("Test", "Demo", "Sample", "Mock", "Fictive", "Example", "Dummy", "Notreal", "Invented", "Pretend")
    assert example.family.endswith((*invented, "Specimen", "Placeholder"))


# --- "must fail if" ------------------------------------------------------------------------------------------------


def test_the_emergency_of_ex08_fires_at_the_first_bladder_answer() -> None:
    first = a_response_of({"rf_bladder": "yes_new"})
    impression = assess_all(first, load_content()).impression
    assert (impression.tier, impression.flags[0].id) == ("emergency", "RF01")


def test_ex08_yields_no_programme_and_a_review_does_not_unlock_one() -> None:
    response = response_of(EXAMPLES["EX08"])
    flags = assess_all(response, load_content()).impression.flags
    reviews = tuple(a_review(flag.id, "closed", flag.tier) for flag in flags)
    for assessment in (assess_all(response, load_content()), assess_all(response, load_content(), reviews)):
        assert assessment.impression.tier == "emergency"
        assert assessment.impression.outcome == "safety_first"
        assert assessment.care_plan.exercises == ()
        assert assessment.care_plan.is_blocked


def test_ex08_tells_nobody_that_it_is_not_urgent_and_names_no_driver_at_the_desk() -> None:
    flags = assess_all(response_of(EXAMPLES["EX08"]), load_content()).impression.flags
    words = " ".join(" ".join((*flag.staff, flag.leaflet, flag.reception_text)) for flag in flags).lower()
    assert "get the duty physio now" in words
    assert "not urgent" not in words
    for driver in load_content().rulebook.drivers:
        assert driver.label.lower() not in words


def test_the_flags_of_ex08_are_there_when_the_form_is_opened_again() -> None:
    response = response_of(EXAMPLES["EX08"])
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    log = [
        Answer(str(number), "visit", key, value, "patient", "desk", now, "front", "1")
        for number, (key, value) in enumerate(response.answers.items())
    ]
    reopened = fold(date(2026, 3, 2), log)
    first, again = (assess_all(one, load_content()).impression.flags for one in (response, reopened))
    assert again == first
    assert {"RF01", "RF02", "RF05"} <= {flag.id for flag in again}


def test_the_blanks_of_ex10_are_neither_no_nor_nought() -> None:
    impression = assess_all(response_of(EXAMPLES["EX10"], rf_cancer="no"), load_content()).impression
    for finding in impression.findings:
        rules = load_content().rulebook.driver(finding.driver).rules
        assert finding.basis == ()
        assert [one.rule for one in finding.undecided] == [rule.id for rule in rules]


def test_no_default_driver_is_shown_for_ex10() -> None:
    assessment = assess_all(response_of(EXAMPLES["EX10"], rf_cancer="no"), load_content())
    assert (assessment.impression.lead, assessment.impression.add_ons) == (None, ())
    assert assessment.care_plan.exercises == ()


def test_ex12_stays_provisional_until_it_is_examined() -> None:
    assert assess_all(response_of(EXAMPLES["EX12"]), load_content()).impression.provisional
    examined = response_of(
        EXAMPLES["EX12"],
        ex_slr_pos="no",
        ex_slump_pos="no",
        ex_myotome_deficit="no",
        ex_reflex_reduced="no",
        ex_sens_loss="no",
    )
    assert not assess_all(examined, load_content()).impression.provisional


# --- our own cases -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_a_case(case: RuleCase) -> None:
    assert not failures(case, load_content(), quiet_answers())


def test_a_case_that_comes_out_otherwise_says_what_was_found() -> None:
    text = b"""
[[case]]
name = "a case gone wrong"
answers = { rf_bladder = "yes_new" }
expect = { tier = "soon", lead = "A", not_messages = ["IMG_NONE"], drivers = { D = { points = 9 } } }
"""
    (case,) = read_cases("cases/own.toml", text)
    told = failures(case, load_content(), quiet_answers())
    assert tuple(one.text for one in told) == (
        'tier: expected "soon", found "emergency"',
        'lead: expected "A", found ""',
        "driver D, points: expected 9, found 0",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[case]]\nname = "x"\nanswers = {}', 'own.toml, line 1, case "x": "expect" is missing'),
        ('\n[[case]]\nname = "x"\nanswers = {}\nexpect = { teir = "none" }', 'own.toml, line 5.*"teir".*"tier"'),
        ('[[case]]\nname = "x"\nanswer = {}\nexpect = {}', 'unknown key "answer".*"answers"'),
    ],
)
def test_a_case_that_cannot_be_read_names_its_file_and_line(text: str, told: str) -> None:
    with pytest.raises(ContentError, match=told):
        read_cases("own.toml", text.encode())


def test_the_worked_examples_are_cases_too() -> None:
    examples = read_examples(shipped_files())
    assert len(examples) == 12
    assert not [one.text for case in examples for one in failures(case, load_content(), quiet_answers())]


def test_a_case_with_an_answer_that_the_form_does_not_know_fails() -> None:
    case = RuleCase("own.toml", 1, "x", {"pain_sid": "L"}, {})
    assert "pain_sid" in " ".join(map(str, failures(case, load_content(), quiet_answers())))
