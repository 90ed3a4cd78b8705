"""What the impression screen says, before any window shows it."""

import re
from collections.abc import Iterator

import pytest
from msgspec import Struct

from desktop.consult.reasons import answer_words, build_impression
from forms.content import load_content
from forms.examples import load_examples
from tests.desktop.consult.people import an_assessment

EXAMPLES = tuple(example.id for example in load_examples())
ITEMS = load_content().questionnaire.items
WEIGHT_LOSS, NIGHT_SWEATS = (
    next(option.label for option in ITEMS["rf_systemic"].options if option.code == code)
    for code in ("weight_loss", "night_sweats")
)


def texts_of(value: object) -> Iterator[str]:
    """Every text in a tree of view data, without the titles of sources, which are names of papers."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_of(each)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from texts_of(getattr(value, name))


@pytest.mark.parametrize("example", EXAMPLES)
def test_no_diagnosis_and_no_probability_is_spoken_of(example: str) -> None:
    # A percentage of a study is evidence; it says nothing of how probable anything is in this person.
    words = " ".join(texts_of(build_impression(an_assessment(example), {}).drivers)).casefold()
    assert not re.search(r"diagnosis|probability|likelihood|cause is", words)


@pytest.mark.parametrize("example", EXAMPLES)
def test_what_is_missing_is_asked_of_people_and_not_answered_yet(example: str) -> None:
    assessment = an_assessment(example)
    for driver in build_impression(assessment, {}).drivers:
        for line in driver.missing:
            assert not ITEMS[line.key.rsplit("/", 1)[-1]].is_derived
            assert assessment.facts.known(line.key.rsplit("/", 1)[-1]) is None
        labels = [line.label for line in driver.missing]
        assert len(labels) == len(set(labels))


def test_a_weaker_finding_of_a_group_is_shown_and_said_not_to_count() -> None:
    root = next(one for one in build_impression(an_assessment("EX05"), {}).drivers if one.id == "D")
    assert [line.rule for line in root.fits if not line.counts] == ["D12"]


def test_expert_opinion_is_said_in_words() -> None:
    posture = next(one for one in build_impression(an_assessment("EX01"), {}).drivers if one.id == "A")
    assert {line.rule: line.grade for line in posture.fits}["A01"] == "Grade D, expert opinion"
    assert posture.note == "Contributing factor. Evidence is limited."


def test_drivers_stand_in_order_of_their_points_and_say_their_place() -> None:
    view = build_impression(an_assessment("EX12"), {}, ("A", "B"))
    assert [driver.id for driver in view.drivers] == ["B", "A", "D", "C"]
    assert {driver.id: driver.place for driver in view.drivers} == {"A": "lead", "B": "add-on", "C": "", "D": ""}


def test_no_flags_is_never_all_clear() -> None:
    view = build_impression(an_assessment("EX01"), {})
    assert view.tier_title.endswith("This does not rule out serious illness.")


def test_an_emergency_cannot_be_decided_on_and_results_are_not_for_use() -> None:
    view = build_impression(an_assessment("EX08"), {"ed_name": "the hospital", "emergency_number": "999"})
    assert not view.is_for_use
    assert view.notes == ("Not for use until flag closed.",)
    assert view.lead_words == ""
    assert not any(flag.can_decide for flag in view.flags if flag.own_tier == "emergency" or flag.is_hold)
    assert "the hospital" in view.tier_text
    bladder = view.flags[0]
    assert bladder.answers[0].answer == "Yes: new or worse in the last 14 days"


def test_an_unanswered_safety_question_says_so() -> None:
    view = build_impression(an_assessment("EX01", rf_cancer=None), {})
    flag = next(flag for flag in view.flags if flag.id == "RF11")
    assert flag.is_hold
    assert [line.answer for line in flag.answers] == [""]
    assert view.tier_title == "Physio to ask now"


@pytest.mark.parametrize(
    ("item", "value", "words"),
    [
        ("sit_tol_min", 40.0, "40 min"),
        ("onset_date", "2026-02-09", "9 February 2026"),
        ("pain_side", "R", "Right"),
        ("pain_side", None, ""),
        ("med_conditions", ("none",), "None of these"),
        ("rf_systemic", ("weight_loss", "-night_sweats"), WEIGHT_LOSS),
        ("rf_systemic", ("weight_loss", "?night_sweats"), f"{WEIGHT_LOSS}; not sure: {NIGHT_SWEATS}"),
        ("rf_systemic", ("-weight_loss", "-night_sweats"), f"No: {WEIGHT_LOSS}, {NIGHT_SWEATS}"),
    ],
)
def test_answers_are_said_in_the_words_of_the_form(item: str, value: object, words: str) -> None:
    assert answer_words(ITEMS[item], value) == words  # type: ignore[arg-type]
