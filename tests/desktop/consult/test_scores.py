"""Scores on the story: band, and movement since the visit before; what may not be asked says what it needs."""

from collections.abc import Mapping
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.consult.consult_page import STORY
from desktop.consult.scores import ScoreLine, ScoresView, build_scores
from desktop.consult.story_page import StoryPage
from desktop.theme import Theme, apply_theme
from desktop.visit_view import VisitView
from forms.content import load_questionnaire
from forms.instruments.content import load_instruments
from forms.records.store import Store
from forms.response import QuestionnaireResponse, Value
from tests.desktop.consult.people import FIRST_VISIT, SECOND_VISIT, a_consult, a_second_visit, a_visit_again
from tests.desktop.consult.test_consult_page import words_of
from tests.desktop.fields.test_fields import unlabelled

THEN, TODAY = date(2026, 1, 5), date(2026, 3, 2)


def scores(now: Mapping[str, Value], before: Mapping[str, Value] | None = None) -> ScoresView:
    earlier = (THEN, QuestionnaireResponse(THEN, dict(before))) if before is not None else None
    return build_scores(QuestionnaireResponse(TODAY, dict(now)), earlier, load_instruments(), load_questionnaire())


def line(view: ScoresView, instrument: str) -> ScoreLine:
    return next(one for one in view.lines if one.id == instrument)


def test_a_score_has_its_band() -> None:
    assert (line(scores({"nprs_leg": 8}), "nprs_leg").value, line(scores({"nprs_leg": 8}), "nprs_leg").band) == (
        "8 of 10",
        "severe",
    )


def test_a_blank_is_never_a_score() -> None:
    found = line(scores({"sbi_leg": 5, "sbi_numb": 4, "sbi_weak": 3}), "leg_bother")
    assert found.value == "" and found.because == "All four answers are needed."


@pytest.mark.parametrize(
    ("now", "words"),
    [(8, "no change."), (7, "1 less, not enough to matter."), (5, "3 less, better by enough to matter."),
     (10, "2 more, worse by enough to matter.")],
)  # fmt: skip
def test_movement_since_the_visit_before_says_whether_it_matters(now: int, words: str) -> None:
    found = line(scores({"nprs_leg": now}, {"nprs_leg": 8}), "nprs_leg")
    assert found.moved.startswith("8 at that visit: ") and words in found.moved


@pytest.mark.parametrize(("first", "told"), [(date(2025, 3, 2), True), (date(2025, 3, 3), False), (THEN, False)])
def test_the_mark_of_success_at_a_year_is_told_from_a_year_on(first: date, told: bool) -> None:
    answers: dict[str, Value] = dict.fromkeys(("sbi_leg", "sbi_numb", "sbi_weak", "sbi_sit"), 1)
    before, now = QuestionnaireResponse(THEN, answers), QuestionnaireResponse(TODAY, answers)
    start = (first, QuestionnaireResponse(first, answers))
    view = build_scores(now, (THEN, before), load_instruments(), load_questionnaire(), start)
    assert ("6.5 or less at 12 months counts as success." in line(view, "leg_bother").notes) is told
    assert line(scores(answers), "leg_bother").notes == ()


def test_from_a_high_start_it_takes_more() -> None:
    assert "From that start it takes more." in line(scores({"nprs_leg": 6}, {"nprs_leg": 8}), "nprs_leg").moved


def test_a_first_visit_has_nothing_beside_it_and_no_question_on_change() -> None:
    view = scores(FIRST_VISIT)
    assert view.since is None and view.overall == "" and all(not one.moved for one in view.lines)
    assert "groc" not in {one.id for one in view.lines}


def test_the_chart_rule_speaks_for_all_measures() -> None:
    assert scores(SECOND_VISIT, FIRST_VISIT).overall.startswith("Better than at that visit")


def test_no_better_since_the_first_visit_asks_the_physio_to_think_again() -> None:
    assert scores({"nprs_leg": 7, "groc": 0}, {"nprs_leg": 8}).think_again.startswith("No improvement at 6 weeks")
    assert scores({"nprs_leg": 6, "groc": 0}, {"nprs_leg": 8}).think_again == ""
    assert scores({"nprs_leg": 7}, {"nprs_leg": 8}).think_again == ""
    assert scores({"nprs_leg": 7, "groc": 0}).think_again == ""


def test_it_is_the_first_visit_that_counts_and_not_the_one_before() -> None:
    first, before = date(2026, 1, 5), date(2026, 2, 23)
    now = QuestionnaireResponse(TODAY, {"nprs_leg": 5, "groc": 0})
    for at_first, words in ((6, "No improvement at 6 weeks"), (8, "")):
        view = build_scores(
            now,
            (before, QuestionnaireResponse(before, {"nprs_leg": 5})),
            load_instruments(),
            load_questionnaire(),
            (first, QuestionnaireResponse(first, {"nprs_leg": at_first})),
        )
        assert view.think_again[: len("No improvement at 6 weeks")] == words


def test_every_measure_that_may_not_be_asked_says_what_it_needs() -> None:
    licensed = {one.name: one for one in scores({}).licensed}
    assert "Oxford University Innovation" in licensed["MSK-HQ"].licence and not licensed["MSK-HQ"].go_to
    assert licensed["STarT Back"].is_score_only and licensed["STarT Back"].go_to == "startback_total"


def test_the_ticks_of_a_finished_roland_morris_sheet_are_counted() -> None:
    ticked = {"rmdq_02": True, "rmdq_17": True}
    assert line(scores({**ticked, "rmdq_finished": True}), "rmdq").value == "2 of 24"
    unfinished = line(scores(ticked), "rmdq")
    assert (unfinished.value, unfinished.because) == (
        "",
        "A blank counts as not ticked only once the page is marked finished.",
    )


def test_a_number_from_a_licensed_form_is_shown_once_entered() -> None:
    assert "dn4" not in {one.id for one in scores({}).lines}
    found = line(scores({"dn4_score": 5}), "dn4")
    assert (found.value, found.band) == ("5 of 10", "suggests neuropathic pain")


class TestInTheWindow:
    @pytest.fixture(autouse=True)
    def look(self, qapp: QApplication) -> None:
        apply_theme(qapp, Theme("light"))

    def test_the_story_shows_scores_beside_the_visit_before(
        self, qtbot: QtBot, store: Store, held: list[QWidget]
    ) -> None:
        page = a_second_visit(store)
        qtbot.addWidget(page)
        held.append(page)
        page.resize(1366, 668)
        page.show()
        story = page.page(STORY)
        assert isinstance(story, StoryPage)
        said = words_of(story)
        assert "Leg pain: 3 of 10, mild" in said and "Beside the visit of 5 January 2026" in said
        assert "better by enough to matter" in story.scores.lines["nprs_leg"].accessibleDescription()
        assert unlabelled(story) == []

    def test_reading_the_visit_before_is_noted(self, qtbot: QtBot, store: Store, held: list[QWidget]) -> None:
        page = a_second_visit(store)
        qtbot.addWidget(page)
        held.append(page)
        first = min(store.encounters_of(page.model.intake.visit.patient.id), key=lambda one: one.opened_at)
        assert [entry.what for entry in store.audit(first.id)][-1] == "viewed a visit"

    def test_no_improvement_since_the_first_visit_stands_on_the_story(
        self, qtbot: QtBot, store: Store, held: list[QWidget]
    ) -> None:
        page = a_second_visit(store, answers={"nprs_leg": 7, "groc": -1})
        again = a_visit_again(page, {"nprs_leg": 8, "groc": 0})
        for one in (page, again):
            qtbot.addWidget(one)
            held.append(one)
        assert "No improvement at 6 weeks: re-examine" in words_of(page.page(STORY))
        assert "No improvement at 6 weeks: re-examine" in words_of(again.page(STORY))

    def test_a_blank_score_goes_to_its_question_and_a_licensed_one_to_its_field(
        self, qtbot: QtBot, store: Store, held: list[QWidget]
    ) -> None:
        page = a_consult(store, "EX05")
        qtbot.addWidget(page)
        held.append(page)
        page.show()
        story = page.page(STORY)
        assert isinstance(story, StoryPage)
        with qtbot.waitSignal(page.intake_requested) as asked:
            story.scores.lines["leg_bother"].click()
        assert asked.args == ["sbi_leg"]
        story.scores.more.click()
        startback = next(one for one in story.scores.licences if one.property("key") == "startback_total")
        with qtbot.waitSignal(page.intake_requested) as asked:
            startback.click()  # type: ignore[attr-defined]
        assert asked.args == ["startback_total"]
        assert not next(one for one in story.scores.licences if "MSK-HQ" in one.accessibleName()).isEnabled()

    def test_only_who_was_here_before_is_asked_what_has_changed(
        self, qtbot: QtBot, store: Store, held: list[QWidget]
    ) -> None:
        second = a_second_visit(store).model
        view = VisitView(second.clinic, second.clinic.visit(second.intake.visit.encounter.id))
        qtbot.addWidget(view)
        held.append(view)
        view.others.stop()
        view.show_intake()
        assert view.intake is not None
        view.intake.go_to("groc")
        assert view.intake.current_page == "follow_up"
        first = a_consult(store, "EX01").model
        new = VisitView(first.clinic, first.clinic.visit(first.intake.visit.encounter.id))
        qtbot.addWidget(new)
        held.append(new)
        new.others.stop()
        new.show_intake()
        assert new.intake is not None
        new.intake.go_to("groc")
        assert new.intake.current_page != "follow_up"
