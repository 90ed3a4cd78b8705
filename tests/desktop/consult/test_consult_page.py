"""The physio's part in the window, driven as a physio drives it."""

import gc
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.consult.columns import Columns
from desktop.consult.consult_page import EXAMINATION, IMPRESSION, PROGRAMME, SIGN, STEPS, STORY, ConsultPage
from desktop.consult.impression_page import ImpressionPage
from desktop.consult.papers import page_sizes
from desktop.consult.programme_page import ProgrammePage
from desktop.consult.sign_page import SignPage
from desktop.consult.story_page import StoryPage
from desktop.intake.intake_page import IntakePage
from desktop.theme import Theme, apply_theme
from desktop.widgets.file_chooser import FileChooser
from forms.records.store import Store
from forms.response import Value
from tests.desktop.consult.people import a_consult, consult_of
from tests.desktop.fields.test_fields import unlabelled
from tests.reports.pdf import texts

Open = Callable[..., ConsultPage]


@pytest.fixture
def open_consult(qtbot: QtBot, store: Store, held: list[QWidget]) -> Open:
    def opened(example: str, *, own_view: bool = True, **answers: Value | None) -> ConsultPage:
        page = a_consult(store, example, answers=answers)
        if own_view:
            page.model.enter_view(("A",), "")
        qtbot.addWidget(page)
        page.resize(1366, 668)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        held.append(page)
        return page

    return opened


def words_of(widget: QWidget) -> str:
    """Everything a label or a button in it says and shows."""
    QApplication.processEvents()  # what was put into a layout is shown when the loop comes round
    said = [*widget.findChildren(QLabel), *widget.findChildren(QAbstractButton)]
    return " ".join(one.text() for one in said if one.isVisibleTo(widget))


def impression_of(page: ConsultPage) -> ImpressionPage:
    page.go_to_step(IMPRESSION)
    found = page.page(IMPRESSION)
    assert isinstance(found, ImpressionPage)
    return found


def programme_of(page: ConsultPage) -> ProgrammePage:
    page.go_to_step(PROGRAMME)
    found = page.page(PROGRAMME)
    assert isinstance(found, ProgrammePage)
    return found


def sign_page_of(page: ConsultPage, qtbot: QtBot) -> SignPage:
    page.go_to_step(SIGN)
    found = page.page(SIGN)
    assert isinstance(found, SignPage)
    qtbot.waitUntil(lambda: found.preview.is_drawn, timeout=15_000)
    return found


class TestSteps:
    def test_ctrl_enter_walks_the_steps(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        assert page.step == STORY
        qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert page.step == EXAMINATION
        page.go_to_step(IMPRESSION)
        qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert page.step == PROGRAMME
        qtbot.keyClick(page, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
        assert page.step == IMPRESSION

    def test_in_the_examination_ctrl_enter_turns_its_pages(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        page.go_to_step(EXAMINATION)
        examination = page.page(EXAMINATION)
        assert isinstance(examination, IntakePage)
        first = examination.current_page
        qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert page.step == EXAMINATION and examination.current_page != first

    def test_every_step_has_a_key(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        for number, step in enumerate(STEPS, 1):
            qtbot.keyClick(page, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.AltModifier)
            qtbot.waitUntil(lambda step=step: page.step == step)

    def test_the_examination_opens_with_the_keyboard_in_its_first_test(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        qtbot.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: page.step == EXAMINATION)
        focus = page.focusWidget()
        assert focus is not None and page.page(EXAMINATION).isAncestorOf(focus)

    def test_what_went_wrong_with_the_program_is_never_called_urgent(self, open_consult: Open) -> None:
        page = open_consult("EX01")
        page.model.failed.emit("The PDF was not saved.")
        assert page.notice.accessibleName() == "The PDF was not saved."

    def test_the_examination_ends_at_the_impression(self, open_consult: Open) -> None:
        page = open_consult("EX01")
        page.go_to_step(EXAMINATION)
        examination = page.page(EXAMINATION)
        assert isinstance(examination, IntakePage)
        examination.consult_requested.emit()
        assert page.step == IMPRESSION

    def test_the_story_calls_a_blank_not_answered(self, open_consult: Open) -> None:
        page = open_consult("EX01", med_anticoag=None)
        story = page.page(STORY)
        assert isinstance(story, StoryPage)
        assert "not answered" in words_of(story)

    @pytest.mark.parametrize("example", ["EX05", "EX06", "EX08", "EX12"])
    def test_nothing_is_cut_off_at_the_side_at_twice_the_text(
        self, qapp: QApplication, open_consult: Open, example: str
    ) -> None:
        apply_theme(qapp, Theme("light", 2.0))
        page = open_consult(example)
        for step in (STORY, IMPRESSION, PROGRAMME):
            page.go_to_step(step)
            QApplication.processEvents()
            columns = page.page(step)
            assert isinstance(columns, Columns)
            assert columns.widget().width() <= columns.viewport().width(), step

    @pytest.mark.parametrize("example", ["EX01", "EX08"])
    @pytest.mark.parametrize("step", [STORY, IMPRESSION, PROGRAMME, SIGN])
    def test_everything_the_keyboard_reaches_has_a_spoken_name(
        self, open_consult: Open, example: str, step: str
    ) -> None:
        page = open_consult(example)
        page.go_to_step(step)
        QApplication.processEvents()
        assert unlabelled(page) == []


class TestOwnView:
    def test_no_result_shows_before_the_physio_said_what_they_think(self, open_consult: Open) -> None:
        page = open_consult("EX12", own_view=False)
        impression = impression_of(page)
        assert impression.tiles is None and impression.details is None
        assert "points" not in words_of(impression)
        assert programme_of(page).cards == []

    def test_saying_so_shows_the_results_and_is_kept(self, qtbot: QtBot, open_consult: Open, store: Store) -> None:
        page = open_consult("EX12", own_view=False)
        impression = impression_of(page)
        qtbot.mouseClick(impression.own_view.rows.button("B"), Qt.MouseButton.LeftButton)
        impression.own_view.words.setPlainText("Clenches")
        page.next_step()
        assert impression.tiles is not None and sorted(impression.tiles.tiles) == ["A", "B", "C", "D"]
        again = consult_of(page.model.clinic, page.model.intake.visit.encounter.id)
        qtbot.addWidget(again)
        assert again.model.own_view is not None
        assert (again.model.own_view.drivers, again.model.own_view.words) == (("B",), "Clenches")

    def test_then_the_keyboard_is_at_the_next_step(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX12", own_view=False)
        impression = impression_of(page)
        qtbot.mouseClick(impression.own_view.rows.button("B"), Qt.MouseButton.LeftButton)
        page.next_step()
        QApplication.processEvents()
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
        assert page.step == PROGRAMME

    def test_not_sure_yet_is_a_view(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX12", own_view=False)
        impression = impression_of(page)
        qtbot.mouseClick(impression.own_view.rows.button("not_sure"), Qt.MouseButton.LeftButton)
        page.next_step()
        assert page.model.own_view is not None and page.model.own_view.drivers == ()

    def test_a_clinic_that_turned_it_off_sees_results_at_once(self, store: Store, open_consult: Open) -> None:
        store.save_settings({"own_view_first": "no"})
        page = open_consult("EX12", own_view=False)
        assert impression_of(page).tiles is not None


class TestImpression:
    @pytest.mark.parametrize(("example", "own_view"), [("EX01", True), ("EX05", True), ("EX12", False)])
    def test_at_its_top_it_says_whose_rules_these_are_and_who_decides(
        self, open_consult: Open, example: str, own_view: bool
    ) -> None:
        impression = impression_of(open_consult(example, own_view=own_view))
        QApplication.processEvents()
        words = "Decision support. Rules version 1.0, released 23 November 2026. The clinician decides."
        (line,) = [one for one in impression.findChildren(QLabel) if one.text() == words and one.isVisible()]
        assert impression.verticalScrollBar().value() == 0
        foot = line.mapTo(impression.viewport(), line.rect().bottomLeft()).y()
        assert foot <= impression.banner.mapTo(impression.viewport(), impression.banner.rect().topLeft()).y()

    def test_the_lead_shows_its_reasons_and_a_tile_those_of_another_driver(self, open_consult: Open) -> None:
        impression = impression_of(open_consult("EX01"))
        assert impression.tiles is not None and impression.details is not None
        assert impression.details.driver.id == "A"
        QApplication.processEvents()
        impression.tiles.tiles["B"].click()
        assert impression.details.driver.id == "B" and impression.details.isVisible()

    def test_every_driver_stands_above_the_fold_of_a_small_screen(self, open_consult: Open) -> None:
        page = open_consult("EX05")  # with a warning that is open
        impression = impression_of(page)
        QApplication.processEvents()
        assert impression.tiles is not None
        for tile in impression.tiles.tiles.values():
            foot = tile.mapTo(impression.viewport(), tile.rect().bottomLeft()).y()
            assert 0 < foot < impression.viewport().height()

    def test_a_flag_is_closed_with_a_reason_of_twenty_characters(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX05")
        impression = impression_of(page)
        card = impression.flag_cards[0]
        card.close_flag.click()
        card.form.text.setPlainText("Too short")
        assert not card.form.confirm.isEnabled()
        card.form.text.setPlainText("Retested today: power 4 of 5 and stable.")
        card.form.confirm.click()
        assert impression.flag_cards == ()
        assert "Closed by Jo Physio-Demo, PH 12345" in words_of(impression)
        assert page.model.plan.blocked_by == ()

    def test_a_flag_is_lowered_to_routine(self, open_consult: Open) -> None:
        page = open_consult("EX05")
        card = impression_of(page).flag_cards[0]
        card.to_routine.click()
        card.form.given.emit("Retested today: power 4 of 5 and stable.")
        assert page.model.assessment.impression.tier == "routine"

    def test_an_emergency_offers_no_way_round(self, open_consult: Open) -> None:
        page = open_consult("EX08")
        impression = impression_of(page)
        assert [hasattr(card, "close_flag") for card in impression.flag_cards] == [False, False, False]
        assert "An emergency has no override" in words_of(impression)
        assert "Not for use until flag closed." in words_of(impression)

    def test_other_drivers_are_chosen_with_a_reason_and_taken_back(self, open_consult: Open) -> None:
        page = open_consult("EX12")
        impression = impression_of(page)
        impression.choice.change.click()
        impression.choice.rows.set_chosen(("C",))
        assert not impression.choice.form.confirm.isEnabled()
        impression.choice.form.text.setPlainText("Stiff ankle on the painful side")
        impression.choice.form.confirm.click()
        assert page.model.drivers == ("C",)
        assert "Stiff ankle on the painful side" in words_of(impression)
        impression.choice.rules.click()
        assert page.model.drivers == ("A", "B")


class TestProgramme:
    def test_each_exercise_has_a_card_with_its_dose(self, open_consult: Open) -> None:
        page = open_consult("EX01")
        programme = programme_of(page)
        assert tuple(card.exercise for card in programme.cards) == page.model.plan.exercises
        assert page.model.plan.activities[0].dose.text in words_of(programme.cards[0])

    def test_alt_down_moves_an_exercise_and_the_keyboard_stays_with_it(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        programme = programme_of(page)
        first, second = page.model.plan.exercises[:2]
        qtbot.keyClick(programme.cards[0].down, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert page.model.plan.exercises[:2] == (second, first)
        assert programme.cards[1].down.hasFocus()

    def test_a_move_takes_the_card_along_and_tab_follows_the_new_order(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        programme = programme_of(page)
        first, second, *rest = programme.cards
        qtbot.mouseClick(first.down, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        assert programme.cards == [second, first, *rest]  # the same cards, so that nothing is drawn anew
        assert second.accessibleName().startswith("1. ") and first.accessibleName().startswith("2. ")
        assert second.y() < first.y() < rest[0].y()
        stops = [second.down, second.remove, first.why, first.up, first.down, first.remove, rest[0].why, rest[0].up]
        stops[0].setFocus()
        for stop in stops[1:]:
            qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
            assert page.focusWidget() is stop
        assert "Moved" in words_of(programme)

    def test_walking_stays_last_and_is_not_moved(self, open_consult: Open) -> None:
        page = open_consult("EX01")
        programme = programme_of(page)
        before = page.model.plan.exercises
        programme.cards[3].move_requested.emit(before[3], 1)
        programme.cards[4].move_requested.emit(before[4], -1)
        assert page.model.plan.exercises == before

    def test_leaving_the_walking_alone_asks_why(self, open_consult: Open) -> None:
        page = open_consult("EX01")
        programme = programme_of(page)
        for _ in range(3):
            programme.cards[0].remove.click()
        assert len(page.model.plan.exercises) == 2
        last = programme.cards[0]
        last.remove.click()
        assert len(page.model.plan.exercises) == 2
        assert "no exercise to do beside the walking" in words_of(last.form)
        last.form.text.setPlainText("Wants to walk only, agreed for two weeks")
        last.form.confirm.click()
        assert page.model.plan.exercises == ("E38",)
        assert page.model.plan.changes[-1].reason == "Wants to walk only, agreed for two weeks"

    def test_taking_walking_out_asks_why(self, open_consult: Open) -> None:
        page = open_consult("EX01")
        walking = programme_of(page).cards[-1]
        walking.remove.click()
        assert "E38" in page.model.plan.exercises
        walking.form.text.setPlainText("Recent foot operation")
        walking.form.confirm.click()
        assert "E38" not in page.model.plan.exercises

    def test_an_exercise_is_found_by_a_few_letters_and_added(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        finder = programme_of(page).finder
        qtbot.keyClicks(finder.search, "un-cl")
        qtbot.keyClick(finder.search, Qt.Key.Key_Return)
        assert page.model.plan.exercises[-2] == "E12"

    def test_what_a_caution_speaks_against_is_added_with_a_reason_only(self, open_consult: Open) -> None:
        page = open_consult("EX01", med_anticoag="yes")
        finder = programme_of(page).finder
        finder.want("E10", "Spiky-ball hip release")
        assert "E10" not in page.model.plan.exercises
        finder.form.text.setPlainText("Soft ball, light pressure, agreed with the GP")
        finder.form.confirm.click()
        assert "E10" in page.model.plan.exercises

    def test_changes_outlive_the_program(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        page.model.remove("E22")
        again = consult_of(page.model.clinic, page.model.intake.visit.encounter.id)
        qtbot.addWidget(again)
        assert again.model.plan.exercises == page.model.plan.exercises
        assert len(again.model.clinic.store.programmes(page.model.intake.visit.encounter.id)) == 1

    def test_there_is_none_while_safety_comes_first(self, open_consult: Open) -> None:
        page = open_consult("EX08")
        programme = programme_of(page)
        assert programme.cards == []
        assert "Safety first" in words_of(programme)


class TestSigning:
    def test_signing_makes_the_draft_final(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        sign = sign_page_of(page, qtbot)
        assert "DRAFT" in sign.preview.whose.text()
        assert not sign.save.isVisible()
        page.next_step()
        assert page.model.is_signed
        qtbot.waitUntil(lambda: "DRAFT" not in sign.preview.whose.text(), timeout=15_000)
        assert "Casey Lorrimore-Test, born 14 September 1979" in sign.preview.whose.text()
        assert sign.save.isVisible()

    def test_what_was_said_of_the_signed_paper_goes_once_it_is_a_draft_again(
        self, qtbot: QtBot, open_consult: Open
    ) -> None:
        page = open_consult("EX01")
        sign = sign_page_of(page, qtbot)
        page.next_step()
        assert page.notice.isVisible()
        page.model.remove("E22")
        assert not page.notice.isVisible()
        assert sign.state.accessibleName() == "Changed since it was signed"

    def test_a_missing_registration_number_is_asked_for(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        sign = sign_page_of(page, qtbot)
        sign.registration.set_text("")
        sign.go.click()
        assert sign.registration.issue_text()
        assert page.model.signed is None

    def test_what_stands_in_the_way_is_listed_and_keeps_it_from_being_signed(
        self, qtbot: QtBot, open_consult: Open
    ) -> None:
        page = open_consult("EX12")
        sign = sign_page_of(page, qtbot)
        assert not sign.go.isEnabled()
        page.next_step()
        assert page.model.signed is None

    def test_blank_answers_may_stay_once_they_were_asked_for(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01", med_osteoporosis=None)
        sign = sign_page_of(page, qtbot)
        assert not sign.go.isEnabled()
        qtbot.mouseClick(sign.asked.button("asked"), Qt.MouseButton.LeftButton)
        sign.go.click()
        assert page.model.is_signed

    def test_a_change_after_signing_starts_a_new_draft_and_keeps_the_signed_one(
        self, qtbot: QtBot, open_consult: Open, store: Store
    ) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        signed = page.model.signed
        page.model.remove("E22")
        assert page.model.is_amended and not page.model.is_signed
        assert "Changed since it was signed" in words_of(programme_of(page))
        programmes = store.programmes(page.model.intake.visit.encounter.id)
        assert signed in programmes and len(programmes) == 2

    def test_a_new_answer_after_signing_is_seen(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        page.model.intake.give("sit_tall_eases", "no")
        assert page.model.is_amended
        assert page._saver.flush()


def wheel_over(widget: QWidget, turned: int, modifiers: Qt.KeyboardModifier) -> None:
    place = QPointF(widget.rect().center())
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            place, widget.mapToGlobal(place), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip


class TwoSidedPrinter(QPrinter):
    """Without a real printer Qt forgets what it is told of sides."""

    sides = QPrinter.DuplexMode.DuplexNone

    def duplex(self) -> QPrinter.DuplexMode:
        return self.sides

    def setDuplex(self, duplex: QPrinter.DuplexMode) -> None:
        self.sides = duplex


class TestPaper:
    def test_pages_turn_and_zoom_by_key(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        preview = sign_page_of(page, qtbot).preview
        qtbot.keyClick(preview, Qt.Key.Key_PageDown)
        assert preview.page == 1
        qtbot.waitUntil(lambda: preview.is_drawn, timeout=10_000)
        width = preview._sheet.width()
        qtbot.keyClick(preview, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
        assert preview._sheet.width() > width
        qtbot.waitUntil(lambda: preview.is_drawn, timeout=10_000)
        qtbot.keyClick(preview, Qt.Key.Key_PageUp)
        qtbot.keyClick(preview, Qt.Key.Key_PageUp)
        assert preview.page == 0

    def test_the_paper_under_the_keys_turns_its_pages_and_does_not_keep_the_keys(
        self, qtbot: QtBot, open_consult: Open
    ) -> None:
        preview = sign_page_of(open_consult("EX01"), qtbot).preview
        paper = preview._scroll
        qtbot.keyClick(paper, Qt.Key.Key_PageDown)
        assert preview.page == 1
        qtbot.keyClick(paper, Qt.Key.Key_End)
        last = preview.page
        assert last >= 1 and not preview.next.isEnabled()
        qtbot.keyClick(paper, Qt.Key.Key_Home)
        assert preview.page == 0

    def test_the_whole_page_can_be_in_sight_and_the_wheel_zooms_with_ctrl(
        self, qtbot: QtBot, open_consult: Open
    ) -> None:
        preview = sign_page_of(open_consult("EX01"), qtbot).preview
        qtbot.keyClick(preview._scroll, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
        assert preview._sheet.height() <= preview._scroll.viewport().height()
        for _ in range(12):
            wheel_over(preview._scroll.viewport(), 120, Qt.KeyboardModifier.ControlModifier)
        assert "400 %" in preview._where.text()
        for _ in range(12):
            wheel_over(preview._scroll.viewport(), -120, Qt.KeyboardModifier.ControlModifier)
        assert "50 %" in preview._where.text()
        wheel_over(preview._scroll.viewport(), 120, Qt.KeyboardModifier.NoModifier)
        assert "50 %" in preview._where.text()

    def test_the_page_in_sight_is_read_out_and_no_other(self, qtbot: QtBot, open_consult: Open) -> None:
        preview = sign_page_of(open_consult("EX01"), qtbot).preview
        paper = preview._scroll
        qtbot.waitUntil(lambda: preview.is_drawn, timeout=15_000)
        first = paper.accessibleDescription()
        assert "Casey" in first and paper.accessibleName().startswith("The paper Page 1 of")
        preview.next_page()
        assert paper.accessibleDescription() == ""
        qtbot.waitUntil(lambda: preview.is_drawn, timeout=15_000)
        assert paper.accessibleDescription() not in ("", first)

    def test_a_signed_paper_is_saved_where_asked_under_a_name_that_tells_nothing(
        self, qtbot: QtBot, open_consult: Open, store: Store, tmp_path: Path
    ) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        sign = sign_page_of(page, qtbot)
        sign.save.click()
        chooser = sign.findChild(FileChooser)
        assert chooser is not None and chooser.isVisible()
        suggested = [Path(name).name for name in chooser.selectedFiles()]
        chooser.selectFile(str(tmp_path / "handout"))
        with qtbot.waitSignal(sign.told, timeout=10_000) as told:
            chooser.accept()
        assert told.args == [True, "The PDF is saved."]
        assert (tmp_path / "handout.pdf").read_bytes().startswith(b"%PDF")
        assert suggested == ["programme-2026-03-02.pdf"]
        documents = store.documents(page.model.intake.visit.encounter.id)
        assert [(one.kind, one.programme_id is not None) for one in documents] == [("programme", True)]

    def test_a_place_that_cannot_be_written_is_said_in_words(
        self, qtbot: QtBot, open_consult: Open, store: Store, tmp_path: Path
    ) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        sign = sign_page_of(page, qtbot)
        with qtbot.waitSignal(sign.told, timeout=10_000) as told:
            sign.save_to(tmp_path / "no such folder" / "handout.pdf")
        assert told.args[0] is False and "folder" in told.args[1]
        assert store.documents(page.model.intake.visit.encounter.id) == ()

    def test_every_page_goes_to_the_printer_and_it_is_noted(
        self, qtbot: QtBot, open_consult: Open, store: Store, tmp_path: Path
    ) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        sign = sign_page_of(page, qtbot)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        paper = sign._paper
        assert paper is not None
        with qtbot.waitSignal(sign.told, timeout=30_000) as told:
            sign.print_on(printer, paper)
        assert told.args == [True, "Sent to the printer."]
        printed = page_sizes((tmp_path / "printed.pdf").read_bytes())
        assert [round(size.width) for size in printed] == [595] * len(paper.pages)
        (document,) = store.documents(page.model.intake.visit.encounter.id)
        assert [event.what for event in store.document_events(document.id)] == ["printed"]

    def test_the_emergency_card_is_printed_in_an_emergency_without_a_signature(
        self, qtbot: QtBot, open_consult: Open, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = open_consult("EX08", own_view=False)
        sign = sign_page_of(page, qtbot)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "card.pdf"))
        monkeypatch.setattr(sign, "ask_printer", lambda _paper: printer)
        with qtbot.waitSignal(sign.told, timeout=30_000):
            page.next_step()
        assert (tmp_path / "card.pdf").stat().st_size > 1000
        assert [one.kind for one in store.documents(page.model.intake.visit.encounter.id)] == ["emergency card"]

    def test_without_a_printer_the_page_says_what_to_do(
        self, qtbot: QtBot, open_consult: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        sign = sign_page_of(page, qtbot)
        monkeypatch.setattr(QPrinterInfo, "availablePrinters", lambda: [])
        with qtbot.waitSignal(sign.told) as told:
            page.next_step()
        assert told.args == [False, "No printer is set up on this computer. Save the PDF instead."]

    def test_pressing_print_twice_prints_once_and_says_so(
        self, qtbot: QtBot, open_consult: Open, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        sign = sign_page_of(page, qtbot)
        places = [tmp_path / "first.pdf", tmp_path / "second.pdf", tmp_path / "third.pdf"]
        monkeypatch.setattr(sign, "ask_printer", lambda _paper: to_a_file(places.pop(0)))
        told: list[str] = []
        sign.told.connect(lambda _done, words: told.append(words))
        sign.go.click()
        sign.go.click()
        qtbot.waitUntil(lambda: "Sent to the printer." in told, timeout=30_000)
        assert told == [
            "The paper before is still going to the printer. Print again when it has.",
            "Sent to the printer.",
        ]
        assert [one.name for one in tmp_path.glob("*.pdf")] == ["first.pdf"]
        sign.go.click()
        assert not sign.birth_date.isHidden()  # the second time somebody is asked whose it is
        assert [one.name for one in tmp_path.glob("*.pdf")] == ["first.pdf"]

    def test_a_programme_signed_before_does_not_go_out_once_the_rules_are_past_their_review(
        self, qtbot: QtBot, open_consult: Open, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        sign = sign_page_of(page, qtbot)
        qtbot.waitUntil(lambda: sign.paper is not None, timeout=15_000)
        monkeypatch.setattr(page.model.clinic, "_clock", lambda: datetime(2040, 1, 1, tzinfo=UTC))
        monkeypatch.setattr(sign, "ask_printer", lambda _paper: to_a_file(tmp_path / "printed.pdf"))
        told: list[str] = []
        sign.told.connect(lambda _done, words: told.append(words))
        sign.print_paper()
        sign.save_to(tmp_path / "saved.pdf")
        assert len(told) == 2 and all("review date" in words for words in told)
        assert list(tmp_path.glob("*.pdf")) == []
        with qtbot.waitSignal(sign.told, timeout=30_000):
            sign.print_card()  # which never waits
        assert [one.kind for one in store.documents(page.model.intake.visit.encounter.id)] == ["emergency card"]

    def test_closing_while_printing_stops_the_job_and_leaves_no_paper_noted(
        self, qtbot: QtBot, open_consult: Open, store: Store, tmp_path: Path, held: list[QWidget]
    ) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        sign = sign_page_of(page, qtbot)
        encounter, paper = page.model.intake.visit.encounter.id, sign.paper
        assert paper is not None
        sign.print_on(to_a_file(tmp_path / "printed.pdf"), paper)
        held.clear()
        with qtbot.waitSignal(page.destroyed):
            page.close()
            page.deleteLater()
        del page, sign
        gc.collect()
        qtbot.wait(300)
        assert store.documents(encounter) == ()

    def test_both_sides_are_remembered_at_this_desk(
        self, qtbot: QtBot, open_consult: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        sign = sign_page_of(page, qtbot)
        monkeypatch.setattr(QPrinterInfo, "availablePrinters", lambda: [QPrinterInfo()])
        monkeypatch.setattr("desktop.consult.printer_choice.QPrinter", TwoSidedPrinter)
        offered: list[QPrinter.DuplexMode] = []

        def choose(dialog: QPrintDialog) -> bool:
            offered.append(dialog.printer().duplex())
            dialog.printer().setDuplex(QPrinter.DuplexMode.DuplexLongSide)
            return True

        monkeypatch.setattr(QPrintDialog, "exec", choose)
        paper = sign.paper
        assert paper is not None
        sign.ask_printer(paper)
        sign.ask_printer(paper)
        assert offered[0] is not QPrinter.DuplexMode.DuplexLongSide
        assert offered[1] is QPrinter.DuplexMode.DuplexLongSide

    def test_the_paper_size_is_remembered(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        sign = sign_page_of(page, qtbot)
        qtbot.mouseClick(sign.size_row.button("Letter"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: sign._paper is not None and round(sign._paper.pages[0].width) == 612, timeout=15_000)
        again = consult_of(page.model.clinic, page.model.intake.visit.encounter.id)
        qtbot.addWidget(again)
        other = again.page(SIGN)
        assert isinstance(other, SignPage)
        assert other.size_row.code() == "Letter"


def to_a_file(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


class TestTheRightPaper:
    """What is saved or printed is never another paper than the one that stands here now."""

    def test_right_after_signing_the_draft_on_hand_is_neither_saved_nor_printed(
        self, qtbot: QtBot, open_consult: Open, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = open_consult("EX01")
        sign = sign_page_of(page, qtbot)
        monkeypatch.setattr(sign, "ask_printer", lambda _paper: to_a_file(tmp_path / "printed.pdf"))
        told: list[bool] = []
        sign.told.connect(lambda done, _words: told.append(done))
        page.next_step()
        assert page.model.is_signed and sign.paper is None
        assert not sign.save.isEnabled() and not sign.go.isEnabled()
        assert "Making the paper…" in words_of(sign)
        sign.save.click()
        page.next_step()
        sign.print_paper()
        sign.save_to(tmp_path / "saved.pdf")
        assert told[-1] is False
        assert list(tmp_path.glob("*.pdf")) == []
        qtbot.waitUntil(sign.go.isEnabled, timeout=15_000)
        assert sign.save.isEnabled() and "Making the paper…" not in words_of(sign)
        with qtbot.waitSignal(sign.told, timeout=10_000):
            sign.save_to(tmp_path / "saved.pdf")
        saved = " ".join(texts((tmp_path / "saved.pdf").read_bytes()))
        assert "DRAFT" not in saved and "PH 12345" in saved
        (document,) = store.documents(page.model.intake.visit.encounter.id)
        assert document.sha256 == hashlib.sha256((tmp_path / "saved.pdf").read_bytes()).hexdigest()

    def test_another_size_waits_for_its_own_paper(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        sign = sign_page_of(page, qtbot)
        qtbot.waitUntil(sign.go.isEnabled, timeout=15_000)
        qtbot.mouseClick(sign.size_row.button("Letter"), Qt.MouseButton.LeftButton)
        assert not sign.go.isEnabled() and not sign.save.isEnabled()
        qtbot.waitUntil(sign.go.isEnabled, timeout=15_000)
        assert sign.paper is not None and round(sign.paper.pages[0].width) == 612

    def test_a_change_of_the_plan_or_an_answer_puts_the_signed_paper_out_of_reach(
        self, qtbot: QtBot, open_consult: Open, tmp_path: Path
    ) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        sign = sign_page_of(page, qtbot)
        qtbot.waitUntil(lambda: sign.paper is not None, timeout=15_000)
        page.go_to_step(PROGRAMME)  # the page is not on view while it changes
        page.model.remove("E22")
        assert sign.paper is None
        sign.save_to(tmp_path / "saved.pdf")
        page.go_to_step(SIGN)
        assert sign.go.text() == "Sign" and not sign.save.isVisible()
        qtbot.waitUntil(lambda: sign.paper is not None, timeout=15_000)
        assert sign.paper is not None and sign.paper.is_draft
        sign.save_to(tmp_path / "saved.pdf")
        sign.print_paper()
        page.model.intake.give("sit_tall_eases", "no")
        assert sign.paper is None
        qtbot.waitUntil(lambda: sign.paper is not None, timeout=15_000)
        assert not (tmp_path / "saved.pdf").exists()
        assert page._saver.flush()

    def test_what_changed_while_the_printer_was_chosen_is_not_printed(
        self, qtbot: QtBot, open_consult: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        sign = sign_page_of(page, qtbot)

        def choose(_paper: object) -> QPrinter:
            page.model.remove("E22")
            return to_a_file(tmp_path / "printed.pdf")

        monkeypatch.setattr(sign, "ask_printer", choose)
        with qtbot.waitSignal(sign.told) as told:
            sign.go.click()
        assert told.args[0] is False and not (tmp_path / "printed.pdf").exists()
        qtbot.waitUntil(lambda: sign.paper is not None, timeout=15_000)


class TestTheSummary:
    def test_one_page_for_the_clinician_is_shown_saved_printed_and_noted(
        self, qtbot: QtBot, open_consult: Open, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = open_consult("EX01")
        page.model.sign("Jo", "PH 1")
        sign = sign_page_of(page, qtbot)
        qtbot.mouseClick(sign.kind_row.button("clinician summary"), Qt.MouseButton.LeftButton)
        assert sign.paper is None and not sign.go.isEnabled()
        qtbot.waitUntil(lambda: sign.preview.is_drawn and sign.paper is not None, timeout=15_000)
        assert "not for the patient" in sign.preview.whose.text()
        assert sign.paper is not None and len(sign.paper.pages) == 1
        rulebook = page.model.clinic.content.rulebook
        shown = " ".join(" ".join(texts(sign.paper.content)).split())
        assert f"Before the results: {rulebook.driver('A').title}" in shown
        monkeypatch.setattr(sign, "ask_printer", lambda _paper: to_a_file(tmp_path / "printed.pdf"))
        assert sign.go.text() == "Print the summary"
        with qtbot.waitSignal(sign.told, timeout=30_000):
            page.next_step()
        with qtbot.waitSignal(sign.told, timeout=10_000):
            sign.save_to(tmp_path / "summary.pdf")
        (document,) = store.documents(page.model.intake.visit.encounter.id)
        events = sorted(event.what for event in store.document_events(document.id))
        assert (document.kind, events) == ("clinician summary", ["printed", "saved"])

    def test_it_hides_while_the_physios_own_view_is_still_to_come(self, qtbot: QtBot, open_consult: Open) -> None:
        page = open_consult("EX01", own_view=False)
        page.go_to_step(SIGN)
        waiting = page.page(SIGN)
        assert isinstance(waiting, SignPage)
        assert not waiting.kind_row.isVisible()
        # An emergency may be referred at once; what the answers point to waits there too.
        sign = sign_page_of(open_consult("EX08", own_view=False), qtbot)
        qtbot.mouseClick(sign.kind_row.button("clinician summary"), Qt.MouseButton.LeftButton)
        assert sign.paper is None and sign.preview.isHidden()
