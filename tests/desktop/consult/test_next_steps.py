"""The next best questions: with how far and why, worked out away from the window, one press from being asked."""

from threading import get_ident

import pytest
from pytestqt.qtbot import QtBot

from desktop.consult import next_questions_card
from desktop.consult.consult_page import EXAMINATION, IMPRESSION, ConsultPage
from desktop.consult.impression_page import ImpressionPage
from desktop.consult.line_button import LineButton
from desktop.consult.next_questions_card import NextQuestionsCard
from desktop.consult.next_steps import find_next_steps
from desktop.intake.intake_page import IntakePage
from forms.assessment import assess_all
from forms.records.store import Store
from tests.desktop.consult.people import HELD, a_consult, an_assessment


def opened(qtbot: QtBot, store: Store, example: str) -> tuple[ConsultPage, NextQuestionsCard]:
    page = a_consult(store, example)
    page.model.enter_view(("A",), "")
    qtbot.addWidget(page)
    HELD.append(page)
    page.resize(1366, 668)
    page.show()
    page.go_to_step(IMPRESSION)
    impression = page.page(IMPRESSION)
    assert isinstance(impression, ImpressionPage)
    qtbot.waitUntil(lambda: bool(impression.next_questions.steps), timeout=10_000)
    return page, impression.next_questions


def test_each_step_says_how_far_and_what_an_answer_would_change() -> None:
    steps = find_next_steps(an_assessment("EX12"), ())
    ranking = [step for step in steps if not step.tier]
    assert len(ranking) == 3
    piriformis = next(step for step in ranking if step.key == "ex_apt_pos")
    assert piriformis.how_far == "up to 3 points for B (B12)"
    assert piriformis.effects == ("“Yes”: B becomes supported, B leads.",)


def test_what_is_said_of_an_answer_comes_true() -> None:
    before = an_assessment("EX12")
    after = assess_all(before.response.with_answer("ex_apt_pos", "yes"), before.content)
    assert after.impression.finding("B").band == "supported" and after.impression.lead == "B"


def test_what_could_raise_the_tier_stands_first() -> None:
    steps = find_next_steps(an_assessment("EX12"), ())
    assert [bool(step.tier) for step in steps] == [True, True, False, False, False]
    assert steps[0].how_far == "“Foot slaps”: Urgent, Foot drop or severe leg weakness (RF07)."


def test_a_press_goes_to_the_test_in_the_examination(qtbot: QtBot, store: Store) -> None:
    page, card = opened(qtbot, store, "EX12")
    line = next(one for one in card.findChildren(LineButton) if one.property("key") == "ex_apt_pos")
    line.click()
    assert page.step == EXAMINATION
    examination = page.page(EXAMINATION)
    assert isinstance(examination, IntakePage)
    assert examination.current_page == page.model.intake.questionnaire.page_of("ex_apt_pos").id


def test_a_press_goes_to_the_question_in_the_intake(qtbot: QtBot, store: Store) -> None:
    page, card = opened(qtbot, store, "EX01")
    line = next(one for one in card.findChildren(LineButton) if one.property("key") == "back_pocket")
    with qtbot.waitSignal(page.intake_requested) as asked:
        line.click()
    assert asked.args == ["back_pocket"]


def test_it_is_worked_out_away_from_the_window(qtbot: QtBot, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []

    def watched(*arguments: object) -> object:
        threads.append(get_ident())
        return find_next_steps(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(next_questions_card, "find_next_steps", watched)
    opened(qtbot, store, "EX12")
    assert threads and get_ident() not in threads


def test_an_answer_given_since_is_asked_no_longer(qtbot: QtBot, store: Store) -> None:
    page, card = opened(qtbot, store, "EX12")
    page.model.intake.give("ex_apt_pos", "yes")
    qtbot.waitUntil(lambda: all(step.key != "ex_apt_pos" for step in card.steps), timeout=10_000)
