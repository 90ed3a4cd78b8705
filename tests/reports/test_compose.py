"""The dose of an exercise as short boxes: nothing of the sentence is lost, and nothing is added."""

import re

import pytest

from forms.content import load_content
from reports.doses import dose_boxes, dose_note

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
