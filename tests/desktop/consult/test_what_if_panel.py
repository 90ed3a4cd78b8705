"""Trying another answer: warnings, drivers and programme move in the panel alone; the record never does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.consult.consult_page import IMPRESSION, PROGRAMME, ConsultPage
from desktop.consult.impression_page import ImpressionPage
from desktop.consult.what_if_answers import answers_that_matter, try_answers
from forms.records.store import Store
from forms.response import Value
from tests.desktop.consult.people import HELD, a_consult, an_assessment
from tests.desktop.consult.test_consult_page import words_of
from tests.desktop.fields.test_fields import unlabelled


def opened(qtbot: QtBot, store: Store, example: str) -> ConsultPage:
    page = a_consult(store, example)
    page.model.enter_view(("A",), "")
    qtbot.addWidget(page)
    HELD.append(page)
    page.resize(1366, 668)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.go_to_step(IMPRESSION)
    QApplication.processEvents()
    return page


def attempt(page: ConsultPage, key: str, value: Value | None) -> None:
    field = page.what_if.show_field(key)
    field.set_value(value)
    field.value_changed.emit(value)


class TestTrying:
    def test_a_worse_answer_shows_the_new_tier_and_the_programme_gone(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        page.what_if.begin()
        attempt(page, "neu_weak", "marked")
        said = words_of(page.what_if)
        assert "Soon becomes Urgent" in said and "no programme" in said
        assert page.what_if.rows["neu_weak"].accessibleDescription() == "if: A lot (is: A little)"

    def test_drivers_move_with_points_and_band(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX12")
        page.what_if.begin()
        attempt(page, "ex_apt_pos", "yes")
        said = words_of(page.what_if)
        assert "possible → supported" in said and "11 → 14 points" in said
        assert "Hip muscle, deep gluteal leads." in said

    def test_an_answer_that_matters_not_says_so(self, qtbot: QtBot, store: Store) -> None:
        assessment = an_assessment("EX12")
        assert try_answers(assessment, {"img_hospital": "x"}, ()).is_empty

    def test_nothing_is_saved_and_the_page_stays_as_it_was(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        encounter = page.model.intake.visit.encounter.id
        before, rows = page.model.impression, store.answers(encounter)
        page.what_if.begin()
        attempt(page, "neu_weak", "marked")
        assert page.model.impression == before
        assert page.model.intake.response.value("neu_weak") == "mild"
        assert store.answers(encounter) == rows and not page.model.intake.can_undo()
        assert "Not saved" in words_of(page.what_if)

    def test_the_answer_as_it_is_ends_the_trial(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        page.what_if.begin()
        attempt(page, "neu_weak", "marked")
        attempt(page, "neu_weak", "mild")
        assert page.what_if.changes == {} and "Then" not in words_of(page.what_if)

    def test_several_answers_are_tried_together_and_all_forgotten_at_once(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        page.what_if.begin()
        attempt(page, "neu_weak", "none")
        attempt(page, "pain_extent", "thigh")
        assert set(page.what_if.changes) == {"neu_weak", "pain_extent"}
        page.what_if.reset.click()
        assert page.what_if.changes == {}


class TestLeaving:
    def test_the_keyboard_alone_tries_an_answer_and_escape_leaves(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        impression = page.page(IMPRESSION)
        assert isinstance(impression, ImpressionPage)
        impression.what_if.setFocus()
        qtbot.keyClick(page, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(page.what_if.isVisible)
        row = page.what_if.rows["neu_weak"]
        row.setFocus()
        qtbot.keyClick(row, Qt.Key.Key_Space)
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_3)
        assert page.what_if.changes == {"neu_weak": "marked"}
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Escape)
        assert page.what_if.isHidden() and page.what_if.changes == {}
        assert page.focusWidget() is impression.what_if

    def test_another_step_ends_it(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        page.what_if.begin()
        page.go_to_step(PROGRAMME)
        assert page.what_if.isHidden()

    def test_only_one_panel_stands_beside_the_page(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        page.what_if.begin()
        page.explain.explain_sentence("D01")
        assert page.what_if.isHidden() and page.explain.isVisible()

    def test_a_real_answer_starts_the_trial_over(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        page.what_if.begin()
        attempt(page, "neu_weak", "marked")
        page.model.intake.give("agg_cough", "no")
        assert page.what_if.changes == {}

    def test_everything_in_it_has_a_spoken_name(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        page.what_if.begin()
        for key in list(page.what_if.rows):
            page.what_if.show_field(key)
            assert unlabelled(page.what_if) == []


@pytest.mark.parametrize("example", ["EX01", "EX05", "EX08", "EX11", "EX12"])
def test_the_answers_offered_are_asked_of_this_person_and_few(example: str) -> None:
    assessment = an_assessment(example)
    found = answers_that_matter(assessment)
    assert 3 <= len(found) <= 14
    assert len({one.key for one in found}) == len(found)
    assert not any(one.item.is_derived or one.item.private for one in found)
