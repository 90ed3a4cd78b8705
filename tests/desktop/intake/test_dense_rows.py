"""How the items of an examination page become rows of a table."""

import pytest

from desktop.intake.dense_rows import Pair, Single, dense_rows
from desktop.intake.question_groups import question_groups
from forms.content import load_questionnaire


def rows_of(page_id: str) -> tuple[Pair | Single, ...]:
    questionnaire = load_questionnaire()
    page = next(page for page in questionnaire.pages if page.id == page_id)
    return dense_rows(tuple(questionnaire.item(key) for key in page.items if not questionnaire.item(key).is_derived))


def test_left_and_right_of_a_test_share_a_row_named_without_the_side() -> None:
    first = rows_of("exam_power")[0]
    assert isinstance(first, Pair)
    assert first.label == "Hip lift (L2)"
    assert [item.side for item in first.items] == ["L", "R"]


def test_what_all_rows_of_a_run_begin_with_is_said_once_above_them() -> None:
    feeling = [row for row in rows_of("exam_power") if row.items[0].link_id.startswith("ex_sens")]
    assert [row.caption for row in feeling if isinstance(row, Pair)] == ["Light touch or pin", "", "", "", ""]
    assert feeling[0].label == "Upper front thigh (L2)"


def test_the_question_about_both_feet_stands_above_the_one_about_each() -> None:
    rows = rows_of("exam_other")
    assert isinstance(rows[0], Single) and rows[0].items[0].link_id == "ex_pulses"
    assert isinstance(rows[1], Pair)


@pytest.mark.parametrize("page", [page for page in load_questionnaire().pages if page.stage == "examination"])
def test_no_examination_question_is_lost(page: object) -> None:
    questionnaire = load_questionnaire()
    asked = [key for key in page.items if not questionnaire.item(key).is_derived]  # type: ignore[attr-defined]
    found = [item.link_id for row in rows_of(page.id) for item in row.items]  # type: ignore[attr-defined]
    assert sorted(found) == sorted(asked)


def test_a_patient_sees_a_question_with_what_its_answer_opens_and_a_block_with_its_gate() -> None:
    questionnaire = load_questionnaire()
    groups = {page.id: question_groups(page, questionnaire, frozenset(page.items)) for page in questionnaire.pages}
    assert ("pain_side", "worse_side") in groups["problem"]
    assert any({"rf_saddle", "rf_saddle_since"} == set(group) for group in groups["safety"])
    injuries = next(group for group in groups["injuries"] if "inj_any" in group)
    assert "inj_part" in injuries
    for page in questionnaire.pages:
        assert [key for group in groups[page.id] for key in group] == list(page.items)
