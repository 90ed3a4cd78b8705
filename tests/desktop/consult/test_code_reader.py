"""A printed programme at the next visit: scanned or typed, looked at, and taken where today's answers allow it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.consult.code_reader import CodeReader
from desktop.consult.consult_page import PROGRAMME, ConsultPage
from desktop.consult.papers import make_paper
from desktop.consult.programme_page import ProgrammePage
from forms.records.store import Store
from forms.response import Value
from reports.wording import HANDOUT
from tests.desktop.consult.people import NOON, a_consult, a_visit_again
from tests.desktop.fields.test_fields import unlabelled
from tests.reports.pdf import texts

Again = Callable[..., ProgrammePage]


@pytest.fixture
def first(store: Store, qtbot: QtBot, held: list[QWidget]) -> ConsultPage:
    """The visit at which the programme was signed."""
    page = a_consult(store, "EX01")
    qtbot.addWidget(page)
    held.append(page)
    page.model.enter_view(("A",), "")
    assert page.model.sign("Jo Physio-Demo", "PH 12345", page.model.plan.ask_before_signing)
    return page


@pytest.fixture
def again(first: ConsultPage, qtbot: QtBot, held: list[QWidget]) -> Again:
    """Opens the same person's next visit at the programme."""

    def opened(page: ConsultPage | None = None, **answers: Value | None) -> ProgrammePage:
        page = a_visit_again(first, answers) if page is None else page
        page.model.enter_view(("A",), "")
        qtbot.addWidget(page)
        page.resize(1366, 668)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        held.append(page)
        page.go_to_step(PROGRAMME)
        found = page.page(PROGRAMME)
        assert isinstance(found, ProgrammePage)
        return found

    return opened


def printed_code(page: ConsultPage) -> list[str]:
    """The groups as they stand on the handout that was signed."""
    paper = make_paper(page.model.paper_order("programme", "A4", NOON))
    after = " ".join(texts(paper.content)).partition(HANDOUT.code)[2].split()
    groups = []
    while after and len(after[0]) == 5 and after[0].isupper() | after[0].isdigit():
        groups.append(after.pop(0))
    return groups


def scan(reader: CodeReader, code: str, qtbot: QtBot) -> None:
    """As a scanner does it: it types, and presses Enter."""
    reader.code.setFocus()
    reader.code.selectAll()
    qtbot.keyClicks(reader.code, code)
    qtbot.keyClick(reader.code, Qt.Key.Key_Return)


def words_of(widget: QWidget) -> str:
    QApplication.processEvents()
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def test_a_code_from_the_paper_opens_what_was_printed_and_starts_it(
    first: ConsultPage, again: Again, qtbot: QtBot
) -> None:
    plan = first.model.plan
    programme = again()
    model, reader = programme._model, programme.code_reader
    model.remove(plan.exercises[0])
    scan(reader, "".join(printed_code(first)), qtbot)
    words = words_of(reader)
    assert "This person's programme, as it was printed" in words
    assert "Signed on 2 March 2026 by Jo Physio-Demo" in words
    library = model.clinic.content.programme.exercises
    for number, activity in enumerate(plan.activities, 1):
        dose = activity.dose.text.rstrip(".")
        assert f"{number}. {library[activity.exercise].name} {dose} · {activity.exercise}" in words
    bar = programme.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0)  # what the code holds has come into sight
    assert reader.message.visibleRegion().boundingRect().height() == reader.message.height()
    bar.setValue(bar.value() + reader.height() - programme.viewport().height())
    qtbot.mouseClick(reader.start, Qt.MouseButton.LeftButton)
    assert model.plan.exercises == plan.exercises
    assert [one.dose for one in model.plan.activities] == [one.dose for one in plan.activities]
    assert "Started from a printed programme: signed on 2 March 2026" in words_of(programme)
    assert not reader.start.isVisible() and reader.code.text() == ""
    said = [entry.what for entry in model.clinic.store.audit(model.intake.visit.encounter.id)]
    assert "opened a printed programme" in said and "started from a printed programme" in said


def test_what_was_started_is_there_when_the_visit_opens_again_and_can_be_taken_back(
    first: ConsultPage, again: Again, qtbot: QtBot
) -> None:
    programme = again()
    proposal = programme._model.plan.exercises
    assert programme._model.remove(proposal[0])
    scan(programme.code_reader, " ".join(printed_code(first)), qtbot)
    programme.code_reader.start.click()
    assert [one.action for one in programme._model.plan.changes] == ["start"]
    programme._model.undo_changes()
    assert programme._model.plan.exercises == proposal and programme._model.plan.changes == ()


def test_what_was_started_is_signed_and_printed_with_a_code_of_its_own(
    first: ConsultPage, again: Again, qtbot: QtBot
) -> None:
    programme, groups = again(), printed_code(first)
    model = programme._model
    scan(programme.code_reader, "".join(groups), qtbot)
    programme.code_reader.start.click()
    programme.cards[0].why.click()
    assert model.sign("Jo Physio-Demo", "PH 12345", model.plan.ask_before_signing) and model.is_signed
    paper = make_paper(model.paper_order("programme", "A4", NOON))
    assert HANDOUT.code in " ".join(texts(paper.content))
    # The same exercises, signed on the same day for the same person: nothing in the code differs.
    assert list(paper.order.code) == groups


def test_a_caution_of_today_is_named_and_leaves_the_exercise_out(
    first: ConsultPage, again: Again, qtbot: QtBot
) -> None:
    """A hip was replaced since: the squat on the paper is not for today, and comes back only with a reason."""
    programme = again(hip_replaced=("hip_L",), hip_replaced_date="2025-01-10", hip_precautions="yes")
    model = programme._model
    scan(programme.code_reader, "".join(printed_code(first)), qtbot)
    assert "Left out today: " + model.cautions_against("E26")[0] in words_of(programme.code_reader)
    programme.code_reader.start.click()
    assert model.plan.exercises == tuple(one for one in first.model.plan.exercises if one != "E26")
    assert model.plan.left_out[0].exercise == "E26"
    with qtbot.waitSignal(model.failed):
        assert not model.add("E26")
    assert model.add("E26", "The surgeon allows it without a band")
    assert "E26" in model.plan.exercises


def test_a_caution_of_today_makes_an_exercise_easier_and_says_so(
    first: ConsultPage, again: Again, qtbot: QtBot
) -> None:
    programme = again(knee_ok="no")
    scan(programme.code_reader, "".join(printed_code(first)), qtbot)
    assert words_of(programme.code_reader).count("Today in the easier way.") == 1
    programme.code_reader.start.click()
    assert {one.exercise: one.version for one in programme._model.plan.activities}["E26"] == "easier"


def test_an_answer_given_later_is_weighed_too(first: ConsultPage, again: Again, qtbot: QtBot) -> None:
    programme = again()
    scan(programme.code_reader, "".join(printed_code(first)), qtbot)
    programme.code_reader.start.click()
    assert "E26" in programme._model.plan.exercises
    for key, value in (("hip_replaced", ("hip_L",)), ("hip_precautions", "yes")):
        programme._model.intake.give(key, value)
    assert "E26" not in programme._model.plan.exercises and programme._model.plan.changes[0].action == "start"


def test_a_second_enter_of_the_scanner_starts_nothing(first: ConsultPage, again: Again, qtbot: QtBot) -> None:
    programme = again()
    scan(programme.code_reader, "".join(printed_code(first)), qtbot)
    qtbot.keyClick(programme.code_reader.code, Qt.Key.Key_Return)
    assert programme._model.plan.changes == ()
    said = [entry.what for entry in programme._model.clinic.store.audit(programme._model.intake.visit.encounter.id)]
    assert said.count("opened a printed programme") == 1


def test_a_slip_is_said_and_its_group_selected_to_be_typed_over(first: ConsultPage, again: Again, qtbot: QtBot) -> None:
    programme = again()
    reader, groups = programme.code_reader, printed_code(first)
    wrong = groups[3][:-1] + ("Z" if groups[3][-1] != "Z" else "Y")
    scan(reader, " ".join((*groups[:3], wrong, *groups[4:])), qtbot)
    assert f"Group 4 ({wrong}) has a mistake" in words_of(reader)
    assert reader.code.selectedText() == wrong and not reader.start.isVisible()
    qtbot.keyClicks(reader.code, groups[3])
    qtbot.keyClick(reader.code, Qt.Key.Key_Return)
    assert "This person's programme" in words_of(reader)


def test_somebody_elses_code_shows_nothing_of_it(first: ConsultPage, again: Again, store: Store, qtbot: QtBot) -> None:
    programme = again(a_consult(store, "EX02"))
    scan(programme.code_reader, "".join(printed_code(first)), qtbot)
    words = words_of(programme.code_reader)
    assert "another person's programme" in words and "Signed on" not in words
    library = programme._model.clinic.content.programme.exercises
    assert not any(library[one].name in words for one in first.model.plan.exercises)
    assert not programme.code_reader.start.isVisible()


@pytest.mark.parametrize("answers", [{"surg_12wk": "yes"}, {"rf_cancer": None}])
def test_nothing_starts_while_something_blocks_the_programme(
    first: ConsultPage, again: Again, qtbot: QtBot, answers: dict[str, Value | None]
) -> None:
    programme = again(**answers)
    model = programme._model
    assert model.plan.is_blocked
    scan(programme.code_reader, "".join(printed_code(first)), qtbot)
    assert "settle first what blocks" in words_of(programme.code_reader)
    assert not programme.code_reader.start.isVisible()
    printed = programme.code_reader.printed
    assert printed is not None
    with qtbot.waitSignal(model.failed):
        assert not model.start_from_print(printed, "signed on 2 March 2026")
    assert model.plan.changes == ()


def test_while_safety_comes_first_there_is_nothing_to_open(again: Again) -> None:
    programme = again(rf_saddle="yes")
    assert programme._model.is_safety_first and not programme.code_reader.isVisible()


def test_without_a_programme_of_today_the_printed_one_can_be_read_but_not_taken(
    first: ConsultPage, again: Again, qtbot: QtBot
) -> None:
    given = first.model.intake.response.answers
    programme = again(**{key: None for key in given if not key.startswith(("rf_", "pt_"))})
    assert programme._model.plan.setting is None and not programme._model.is_safety_first
    scan(programme.code_reader, "".join(printed_code(first)), qtbot)
    assert "1. Towel-roll opener" in words_of(programme.code_reader)
    assert not programme.code_reader.start.isVisible()


def test_typing_on_closes_what_was_open(first: ConsultPage, again: Again, qtbot: QtBot) -> None:
    programme = again()
    scan(programme.code_reader, "".join(printed_code(first)), qtbot)
    qtbot.keyClicks(programme.code_reader.code, "1")
    assert programme.code_reader.printed is None
    assert "Signed on" not in words_of(programme.code_reader)


def test_everything_in_it_has_a_name_and_a_key(first: ConsultPage, again: Again, qtbot: QtBot) -> None:
    programme = again()
    scan(programme.code_reader, "".join(printed_code(first)), qtbot)
    assert unlabelled(programme.code_reader) == []
    reader = programme.code_reader
    reader.code.setFocus()
    stops = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    assert stops == [reader.read, reader.close_it, reader.start]
    qtbot.keyClick(reader.start, Qt.Key.Key_Return)
    assert [one.action for one in programme._model.plan.changes] == ["start"]
