"""What stands in the way of signing."""

from desktop.consult.obstacles import Obstacle, find_obstacles
from forms.response import Value
from tests.desktop.consult.people import an_assessment


def obstacles(example: str, *, has_own_view: bool = True, **changes: Value | None) -> tuple[Obstacle, ...]:
    assessment = an_assessment(example, **changes)
    return find_obstacles(assessment, assessment.care_plan, has_own_view=has_own_view, missing_details=())


def test_nothing_stands_in_the_way_of_an_examined_person_without_flags() -> None:
    assert obstacles("EX01") == ()


def test_the_own_view_stands_in_the_way() -> None:
    assert [one.kind for one in obstacles("EX01", has_own_view=False)] == ["own_view"]


def test_an_open_flag_stands_in_the_way_by_name() -> None:
    found = obstacles("EX05")
    assert [(one.kind, one.about) for one in found] == [("flag", "RF30")]
    assert found[0].text == "Soon: Mild weakness is open."


def test_blank_safety_questions_are_counted_and_lead_to_the_first() -> None:
    found = obstacles("EX01", rf_cancer=None, rf_cord=None)
    assert [(one.kind, one.text) for one in found] == [("hold", "2 safety questions have no usable answer.")]
    assert found[0].key in ("rf_cord", "rf_cancer")


def test_an_unfinished_examination_leads_to_what_is_left_of_it() -> None:
    found = obstacles("EX01", ex_slump_pos=None)
    assert [(one.kind, one.key) for one in found] == [("examination", "ex_slump_pos")]


def test_a_blank_that_a_caution_waits_for_may_stay_blank_once_asked() -> None:
    found = obstacles("EX01", med_osteoporosis=None)
    assert found and all(one.kind == "ask" and one.is_asked for one in found)


def test_a_recent_operation_stops_the_pack() -> None:
    assessment = an_assessment("EX01", surg_12wk="yes")
    assert "X_SURG" in [one.about for one in obstacles("EX01", surg_12wk="yes") if one.kind == "stop"]
    assert "X_SURG" in assessment.care_plan.hard_stops


def test_expired_rules_stand_in_the_way() -> None:
    assessment = an_assessment("EX01")
    plan = assessment.care_plan
    found = find_obstacles(assessment, plan, has_own_view=True, missing_details=("gp_name",), rules_expired=True)
    assert [one.kind for one in found] == ["expired", "detail"]
