"""The dose of an exercise as short boxes: nothing of the sentence is lost, and nothing is added. Empty advice."""

import re

import pytest

from forms.content import load_content
from reports.compose import what_is_said
from reports.doses import dose_boxes, dose_note
from tests.reports.papers import a_paper

EXERCISES = load_content().programme.exercises


def test_a_plain_dose_is_a_box_for_each_number() -> None:
    words = [box.words for box in dose_boxes(EXERCISES["E07"].dose)]
    assert words == ["10 to 20 seconds hold", "5 times", "each leg", "2 times a day"]


def test_a_dose_done_less_often_says_so_in_its_box() -> None:
    assert dose_boxes(EXERCISES["E03"].dose.at_times_a_day(1))[-1].words == "once a day"


@pytest.mark.parametrize("exercise_id", sorted(EXERCISES))
def test_every_number_of_the_dose_stands_in_a_box_or_in_the_note(exercise_id: str) -> None:
    dose = EXERCISES[exercise_id].dose
    said = " ".join((*(box.words for box in dose_boxes(dose)), dose_note(dose)))
    assert sorted(re.findall(r"\d+", said)) == sorted(re.findall(r"\d+", dose.text))


@pytest.mark.parametrize(("verified", "is_said"), [("yes", True), ("no", False)])
def test_your_scan_is_no_heading_over_nothing(verified: str, is_said: bool) -> None:
    paper = a_paper("EX07", img_verified=verified, img_calcified="no")
    assert "ADV_15" in paper.plan.advice
    ((_, handout),) = what_is_said(paper)
    assert ("Your scan" in [module.title for module in handout.advice]) is is_said
