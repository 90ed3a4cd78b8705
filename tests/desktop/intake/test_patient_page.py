"""The patient's own screen over a real store: large, one question at a time, no way out but handing back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.clinic import now_utc
from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from desktop.intake.page_list import PageList
from desktop.intake.patient_page import PatientPage
from desktop.theme import Theme, apply_theme
from forms.records.store import Store
from tests.desktop.open_visits import a_clinic, a_store, a_visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as store:
        yield store


@pytest.fixture
def page(store: Store, qtbot: QtBot, qapp: QApplication) -> PatientPage:
    apply_theme(qapp, Theme())
    clinic = a_clinic(store, "reception")
    model = IntakeModel(clinic, a_visit(store), "patient")
    saver = AnswerSaver(clinic.save_answers, now_utc)
    model.answer_given.connect(saver.add)
    page = PatientPage(model, saver)
    model.setParent(page)
    saver.setParent(page)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    return page


def model_of(page: PatientPage) -> IntakeModel:
    model = page.findChild(IntakeModel)
    assert isinstance(model, IntakeModel)
    return model


def walk_to(page: PatientPage, key: str) -> None:
    for _step in range(300):
        if key in page.shown_keys():
            return
        page.next_step()
    pytest.fail(f"{key} was never asked")


def buttons(page: PatientPage) -> set[str]:
    return {one.text() for one in page.findChildren(QAbstractButton) if one.isVisible() and not one.property("code")}


def test_it_begins_with_the_safety_script_and_a_single_way_on(page: PatientPage) -> None:
    said = " ".join(one.text() for one in page.findChildren(QWidget) if hasattr(one, "text") and one.isVisible())
    assert "We ask everyone with back or leg pain these questions" in said
    assert buttons(page) == {"I need help", "Begin"}


def test_one_question_is_on_view_with_what_its_answer_opens(page: PatientPage) -> None:
    walk_to(page, "pain_side")
    assert page.shown_keys() == ("pain_side",)
    model_of(page).give("pain_side", "both")
    assert page.shown_keys() == ("pain_side", "worse_side")
    assert buttons(page) == {"I need help", "Back", "Next"}
    assert page.findChild(PageList) is None


def test_private_questions_are_asked_here_and_the_desks_own_are_not(page: PatientPage) -> None:
    asked: list[str] = []
    for _step in range(300):
        page.next_step()
        asked += page.shown_keys()
        if "Finished" in buttons(page):
            break
    assert "rf_sexual" in asked
    assert "pt_family" not in asked
    assert "onset_days" not in asked


def test_progress_is_said_in_words(page: PatientPage) -> None:
    walk_to(page, "agg_sitting")
    assert page.progress().startswith("Question group 3 of ")
    assert page.progress().endswith(": What changes it")


def test_controls_are_56_high_and_questions_are_set_in_22_points(page: PatientPage, qtbot: QtBot) -> None:
    walk_to(page, "course")
    option = next(one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.property("code"))
    assert option.height() >= 56
    question = next(one for one in page.findChildren(QWidget) if one.isVisible() and one.font().pointSizeF() == 22)
    assert question.isVisible()
    before = model_of(page).value("course")
    qtbot.mouseClick(option, Qt.MouseButton.LeftButton)
    assert model_of(page).value("course") == option.property("code") != before


def test_finishing_writes_everything_and_asks_for_a_colleague(page: PatientPage, store: Store) -> None:
    walk_to(page, "course")
    model_of(page).give("course", "same")
    handed = QSignalSpy(page.handed_back)
    for _step in range(300):
        if handed.count():
            break
        page.next_step()
    assert handed.count() == 1
    visit = a_clinic(store).visit(model_of(page).visit.encounter.id)
    assert visit.response.value("course") == "same"


def test_back_from_the_first_question_is_the_welcome_and_goes_no_further(page: PatientPage) -> None:
    page.next_step()
    page.previous_step()
    page.previous_step()
    assert buttons(page) == {"I need help", "Begin"}


def test_a_cry_for_help_is_heard_and_what_alarms_staff_does_not_alarm_the_patient(page: PatientPage) -> None:
    helped, called = QSignalSpy(page.help_requested), QSignalSpy(page.staff_needed)
    page.ask_for_help()
    assert helped.count() == 1
    model_of(page).give("rf_saddle", "yes_new")
    assert [called.at(0)[0]] == ["emergency"]
    said = " ".join(one.text() for one in page.findChildren(QWidget) if hasattr(one, "text") and one.isVisible())
    assert "bring this screen to the desk" in said
    for word in ("mergency", "red flag", "cauda", "A&E"):
        assert word not in said


def test_at_200_per_cent_every_button_is_still_there(page: PatientPage, qapp: QApplication) -> None:
    apply_theme(qapp, Theme("light", 2.0))
    try:
        walk_to(page, "rf_bladder")
        QApplication.processEvents()
        assert page.height() == 768
        for button in page.findChildren(QAbstractButton):
            if button.isVisible() and button.text() in ("Back", "Next", "I need help"):
                at = button.mapTo(page, button.rect().bottomRight())
                assert page.rect().contains(at), button.text()
    finally:
        apply_theme(qapp, Theme())
