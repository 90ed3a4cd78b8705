"""The harder way of an exercise is not offered to somebody whose cautions ask for another way (knowledge base 4.2)."""

from typing import Any

import pytest

from reports.compose import Paper, handout_pdf, what_is_said
from reports.exercise_card import ExerciseCard
from tests.reports.papers import a_paper
from tests.reports.pdf import texts

THIN_BONES = {"med_osteoporosis": "yes", "frag_signs": ["none"]}


def cards(paper: Paper) -> dict[str, ExerciseCard]:
    ((_, handout),) = what_is_said(paper)
    return {card.id: card for card in handout.exercises}


@pytest.mark.parametrize(
    ("example", "answers", "exercise"),
    [
        ("EX01", {}, "E22"),
        ("EX02", {}, "E10"),
        ("EX02", {}, "E15"),
        ("EX07", {}, "E08"),
        # Kit alone takes no progression away: a weight can be borrowed.
        ("EX02", {"kit_home": ["chair"]}, "E14"),
    ],
)
def test_without_a_caution_the_harder_way_is_there(example: str, answers: dict[str, Any], exercise: str) -> None:
    assert cards(a_paper(example, **answers))[exercise].harder


@pytest.mark.parametrize(
    ("example", "answers", "exercise"),
    [
        # Done in the way that a caution asks for: no roller, on the wall, half way.
        ("EX01", THIN_BONES, "E22"),
        ("EX02", THIN_BONES, "E10"),
        ("EX11", {}, "E18"),
        # The easier way, and with support.
        ("EX07", {"nprs_leg": 7}, "E09"),
        ("EX04", {"fall_risk": "yes"}, "E32"),
        # The harder way is another exercise, and that one is kept from this person.
        ("EX02", {"med_conditions": ["hernia"]}, "E15"),
        ("EX02", {"med_conditions": ["hernia"], "kit_home": ["chair"]}, "E14"),
        # The list's own way: at the wall, not on the floor.
        ("EX02", {"sleep_wakes": "most_nights"}, "E10"),
    ],
)
def test_beside_a_caution_it_is_not(example: str, answers: dict[str, Any], exercise: str) -> None:
    assert cards(a_paper(example, **answers))[exercise].harder == ""


def test_nobody_with_thin_bones_reads_that_a_foam_roller_comes_next() -> None:
    with_roller, without = ("".join(texts(handout_pdf(a_paper("EX01", **more)))) for more in ({}, THIN_BONES))
    assert "Harder: Use a foam roller" in with_roller
    assert "Do not use a foam roller" in without and "Harder: Use a foam roller" not in without
