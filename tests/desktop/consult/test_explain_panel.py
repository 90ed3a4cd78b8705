"""From any sentence to the answers it came from, and from any answer to everything it influenced, in the window."""

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.consult.answer_row import AnswerRow
from desktop.consult.consult_page import EXAMINATION, IMPRESSION, PROGRAMME, STORY, ConsultPage
from desktop.consult.impression_page import ImpressionPage
from desktop.consult.line_button import LineButton
from desktop.consult.programme_page import ProgrammePage
from desktop.theme import Theme, apply_theme
from desktop.visit_view import VisitView
from desktop.widgets.buttons import IconButton
from forms.records.store import Store
from forms.response import Value
from tests.desktop.consult.people import HELD, a_consult
from tests.desktop.consult.test_consult_page import words_of
from tests.desktop.fields.test_fields import unlabelled


def opened(qtbot: QtBot, store: Store, example: str, *, own_view: bool = True, **answers: Value | None) -> ConsultPage:
    page = a_consult(store, example, answers=answers)
    if own_view:
        page.model.enter_view(("A",), "")
    qtbot.addWidget(page)
    HELD.append(page)
    page.resize(1366, 668)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def impression_of(page: ConsultPage) -> ImpressionPage:
    page.go_to_step(IMPRESSION)
    QApplication.processEvents()
    found = page.page(IMPRESSION)
    assert isinstance(found, ImpressionPage)
    return found


def line(widget: QWidget, start: str) -> LineButton:
    return next(
        one for one in widget.findChildren(LineButton) if one.text().startswith(start) and one.isVisibleTo(widget)
    )


class TestFromASentence:
    def test_a_reason_shows_the_answer_it_read_and_the_answer_goes_to_its_question(
        self, qtbot: QtBot, store: Store
    ) -> None:
        page = opened(qtbot, store, "EX01")
        line(impression_of(page), "Sitting makes it worse").click()
        assert page.explain.isVisible()
        with qtbot.waitSignal(page.intake_requested) as asked:
            line(page.explain, "Does sitting make it worse?").click()
        assert asked.args == ["agg_sitting"]

    @pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
    def test_the_keyboard_alone_goes_from_a_reason_to_its_question_and_back(
        self, qtbot: QtBot, store: Store, key: Qt.Key
    ) -> None:
        page = opened(qtbot, store, "EX01")
        reason = line(impression_of(page), "Sitting makes it worse")
        reason.setFocus()
        qtbot.keyClick(reason, key)
        answer = page.focusWidget()
        assert isinstance(answer, LineButton) and page.explain.isAncestorOf(answer)
        with qtbot.waitSignal(page.intake_requested):
            qtbot.keyClick(answer, key)
        qtbot.keyClick(answer, Qt.Key.Key_Escape)
        assert page.explain.isHidden() and page.focusWidget() is reason

    def test_an_answer_of_the_examination_opens_there(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX01")
        line(impression_of(page), "In clinic: correcting").click()
        line(page.explain, "Familiar pain after correcting").click()
        assert page.step == EXAMINATION and page.explain.isHidden()

    def test_grade_and_source_stand_in_words(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX01")
        line(impression_of(page), "Drives for work").click()
        said = words_of(page.explain)
        rulebook = page.model.clinic.content.rulebook
        assert f"Grade C: {rulebook.scoring.words['grade C']}" in said
        assert rulebook.sources["V70"].title in said

    def test_what_was_worked_out_shows_what_it_follows_from(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        line(impression_of(page), "Scan shows the nerve root").click()
        said = words_of(page.explain)
        assert "Scan and pain are on the same side" in said and "Side of the finding" in said
        worked_out = line(page.explain, "Scan and pain are on the same side")
        assert not worked_out.isEnabled()  # nobody is asked it
        assert line(page.explain, "Side of the finding").isEnabled()

    def test_a_flag_shows_the_answers_that_raised_it(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        impression_of(page).flag_cards[0].why.click()
        assert "Is the leg weak (not just sore)?" in words_of(page.explain)

    def test_a_consideration_and_a_text_about_the_scan_say_where_they_come_from(
        self, qtbot: QtBot, store: Store
    ) -> None:
        page = opened(qtbot, store, "EX06")
        impression = impression_of(page)
        view = page.model.impression
        line(impression, view.scans[0].text).click()
        assert "About the scan" in words_of(page.explain)
        page.explain.put_away()
        line(impression, view.consider[0].title).click()
        assert "Consider" in words_of(page.explain) and "It rests on these answers" in words_of(page.explain)

    def test_an_exercise_says_why_it_is_in_the_programme(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX01")
        page.go_to_step(PROGRAMME)
        programme = page.page(PROGRAMME)
        assert isinstance(programme, ProgrammePage)
        programme.cards[0].why.click()
        said = words_of(page.explain)
        assert "And on these findings" in said and "Sits 6 hours or more a day." in said

    @pytest.mark.parametrize("example", ["EX01", "EX05", "EX08", "EX12"])
    def test_every_sentence_of_the_impression_leads_to_its_answers(
        self, qtbot: QtBot, store: Store, example: str
    ) -> None:
        page = opened(qtbot, store, example)
        impression = impression_of(page)
        view = page.model.impression
        assert impression.tiles is not None
        for driver in view.drivers:
            impression.show_driver(driver.id)
            assert impression.details is not None
            for row in impression.details.rows:
                row.click()
                assert "rests on these answers" in words_of(page.explain)
                page.explain.put_away()


class TestFromAnAnswer:
    def test_an_answer_of_the_story_shows_what_it_influenced(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        story = page.page(STORY)
        row = next(one for one in story.findChildren(AnswerRow) if one.line.key == "neu_weak")
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        said = words_of(page.explain)
        assert "Mild weakness" in said and "Patient notices weakness" in said

    def test_before_the_physios_own_view_an_answer_leads_to_its_question_and_to_no_result(
        self, qtbot: QtBot, store: Store
    ) -> None:
        page = opened(qtbot, store, "EX05", own_view=False)
        row = next(one for one in page.page(STORY).findChildren(AnswerRow) if one.line.key == "neu_weak")
        with qtbot.waitSignal(page.intake_requested) as asked:
            row.click()
        assert asked.args == ["neu_weak"] and page.explain.isHidden()
        impression_of(page).flag_cards[0].why.click()
        assert page.explain.isVisible()
        assert not any(one.isVisibleTo(page.explain) for one in page.explain.findChildren(IconButton)[1:])

    def test_one_goes_on_from_there_and_back_again(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        page.explain.explain_answer("neu_weak")
        line(page.explain, "Patient notices weakness").click()
        assert page.explain.back.isVisible()
        page.explain.back.click()
        assert "What this answer influenced" in words_of(page.explain) and not page.explain.back.isVisible()

    def test_an_answer_nothing_looks_at_says_so(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        page.explain.explain_answer("img_hospital")
        assert "Nothing was worked out from it" in words_of(page.explain)

    def test_a_correction_shows_in_the_open_panel(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        page.explain.explain_answer("neu_weak")
        page.model.intake.give("neu_weak", "none")
        assert "Patient notices weakness" in words_of(page.explain)  # it is looked at, and does not apply any more
        assert "A little" not in words_of(page.explain)


class TestWhyNot:
    @pytest.mark.parametrize("driver", ["A", "B", "C"])
    def test_every_driver_says_why_it_is_where_it_is(self, qtbot: QtBot, store: Store, driver: str) -> None:
        page = opened(qtbot, store, "EX05")
        impression = impression_of(page)
        impression.show_driver(driver)
        assert impression.details is not None
        impression.details.why.click()
        said = words_of(page.explain)
        for words in ("Why not", "points; 6 are needed.", "What it has", "What speaks against it", "strong enough"):
            assert words in said

    def test_everything_in_the_panel_has_a_spoken_name(self, qtbot: QtBot, store: Store) -> None:
        page = opened(qtbot, store, "EX05")
        page.explain.explain_driver("B")
        assert unlabelled(page.explain) == []
        page.explain.explain_sentence("D01")
        assert unlabelled(page.explain) == []

    def test_the_panel_keeps_inside_the_page_at_twice_the_text(self, qtbot: QtBot, store: Store) -> None:
        apply_theme(QApplication.instance(), Theme("light", 2.0))  # type: ignore[arg-type]
        page = opened(qtbot, store, "EX05")
        page.explain.explain_driver("B")
        assert page.rect().contains(page.explain.geometry())


def test_a_sentence_leads_to_its_question_and_the_correction_back_to_the_sentence(
    qtbot: QtBot, store: Store, held: list[QWidget]
) -> None:
    """The whole way round in the window: impression, panel, intake, another answer, impression."""
    first = a_consult(store, "EX05")
    first.model.enter_view(("D",), "")
    view = VisitView(first.model.clinic, first.model.clinic.visit(first.model.intake.visit.encounter.id))
    held += [first, view]
    qtbot.addWidget(view)
    view.others.stop()
    view.resize(1366, 768)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.show_consult()
    assert view.consult is not None
    line(impression_of(view.consult), "Pain travels below the knee").click()
    line(view.consult.explain, "How far down does it go at worst?").click()
    assert view.intake is not None and view.stack.currentWidget() is view.intake
    focus = view.focusWidget()
    field = view.intake.view(view.intake.current_page).field("pain_extent")
    assert field is not None and focus is not None and field.isAncestorOf(focus)
    thigh = [option.code for option in field.item.options].index("thigh") + 1
    qtbot.keyClick(focus, getattr(Qt.Key, f"Key_{thigh}"))
    qtbot.keyClick(view.focusWidget(), Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.consult)
    assert view.consult.step == IMPRESSION and view.consult.explain.isVisible()
    said = words_of(view.consult.explain)
    assert "It does not hold for the answers given." in said
    qtbot.waitUntil(lambda: QThreadPool.globalInstance().activeThreadCount() == 0)
    assert view.flush()
