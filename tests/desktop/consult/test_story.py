"""The story says what was said, and that a blank is a blank."""

from desktop.consult.story import build_story
from tests.desktop.consult.people import an_assessment


def test_a_blank_is_never_a_no() -> None:
    story = build_story(an_assessment("EX01", med_anticoag=None, rf_cancer=None))
    health = next(group for group in story.groups if group.id == "health")
    assert next(line.answer for line in health.lines if line.key == "med_anticoag") == ""
    assert [line.answer for line in story.safety.others if line.key == "rf_cancer"] == [""]


def test_no_to_each_of_them_is_a_no_and_one_yes_says_which() -> None:
    options = [
        option.code
        for option in an_assessment("EX01").content.questionnaire.items["rf_systemic"].options
        if not option.is_exclusive and not option.is_unknown
    ]
    all_no = tuple(f"-{code}" for code in options)
    calm = build_story(an_assessment("EX12", rf_systemic=all_no)).safety
    assert "rf_systemic" not in {line.key for line in calm.others}
    one_yes = build_story(an_assessment("EX12", rf_systemic=(options[0], *all_no[1:]))).safety
    said = next(line.answer for line in one_yes.others if line.key == "rf_systemic")
    assert ": no" not in said and ";" not in said


def test_safety_answers_that_are_not_no_stand_first() -> None:
    safety = build_story(an_assessment("EX08")).safety
    assert safety.others[0].answer.startswith("Yes")
    assert safety.answered_no == 1
    assert safety.unanswered > 10


def test_the_side_and_the_marks_of_the_body_chart_are_kept_apart() -> None:
    story = build_story(an_assessment("EX01", pain_sites=("buttock_centre", "thigh_back")))
    assert (story.side, story.sites) == ("R", ("buttock_centre", "thigh_back"))


def test_each_scan_has_a_group_of_its_own() -> None:
    story = build_story(an_assessment("EX05", **{"scans/2/img_done": "xray"}))
    assert [group.id for group in story.groups if group.id.startswith("scan")] == ["scan", "scan 2"]
