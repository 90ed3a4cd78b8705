"""The contract of every kind of question, one test a promise, all kinds through each."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.fields.field import Field
from desktop.fields.make import make_field
from desktop.theme import Theme, apply_theme, current_theme
from tests.desktop.fields.examples import EXAMPLES, TODAY, an_item

KINDS = tuple(EXAMPLES)


@pytest.fixture(autouse=True)
def our_look(qapp: QApplication) -> None:
    if current_theme() != Theme() or not qapp.styleSheet():
        apply_theme(qapp, Theme())


def a_field(name: str, qtbot: QtBot, **changes: object) -> Field:
    field = make_field(an_item(name, **changes), None, today=TODAY)
    qtbot.addWidget(field)
    field.resize(900, 700)
    field.show()
    QTest.qWaitForWindowExposed(field)
    return field


def spoken_label(widget: QWidget) -> str:
    accessible = QAccessible.queryAccessibleInterface(widget)
    labels = [other.text(QAccessible.Text.Name) for other, _ in accessible.relations()]
    if labels and labels[0]:
        return str(labels[0])
    return "" if isinstance(widget, QComboBox) else str(accessible.text(QAccessible.Text.Name))


def unlabelled(page: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisibleTo(page)
        and not widget.objectName().startswith("qt_")
        and not spoken_label(widget)
    ]


@pytest.mark.parametrize("name", KINDS)
def test_what_is_shown_is_what_is_held(name: str, qtbot: QtBot) -> None:
    field = a_field(name, qtbot)
    assert field.value() is None
    for value in (EXAMPLES[name][1], EXAMPLES[name][2]):
        field.set_value(value)
        assert field.value() == value
    field.set_value(None)
    assert field.value() is None


@pytest.mark.parametrize("name", KINDS)
def test_showing_an_answer_is_silent(name: str, qtbot: QtBot) -> None:
    field = a_field(name, qtbot)
    spy = QSignalSpy(field.value_changed)
    for value in (EXAMPLES[name][1], EXAMPLES[name][2], None):
        field.set_value(value)
        field.commit()
    assert spy.count() == 0


@pytest.mark.parametrize("name", KINDS)
def test_looking_at_a_field_and_leaving_it_answers_nothing(name: str, qtbot: QtBot) -> None:
    field = a_field(name, qtbot)
    field.set_value(EXAMPLES[name][1])
    spy = QSignalSpy(field.value_changed)
    field.activateWindow()
    field.focus_first()
    QTest.keyClick(field.focusWidget() or field, Qt.Key.Key_Tab)
    field.commit()
    assert spy.count() == 0
    assert field.value() == EXAMPLES[name][1]


@pytest.mark.parametrize("name", KINDS)
def test_every_stop_has_a_name_that_can_be_spoken(name: str, qtbot: QtBot) -> None:
    assert unlabelled(a_field(name, qtbot)) == []


@pytest.mark.parametrize("name", KINDS)
def test_the_wheel_changes_no_answer(name: str, qtbot: QtBot) -> None:
    page = QScrollArea()
    qtbot.addWidget(page)
    field = make_field(an_item(name), None, today=TODAY)
    page.setWidget(field)
    field.set_value(EXAMPLES[name][1])
    page.resize(500, 120)
    page.show()
    spy = QSignalSpy(field.value_changed)
    for widget in [field, *field.findChildren(QWidget)]:
        at = QPointF(widget.rect().center())
        turn = QWheelEvent(
            at,
            widget.mapToGlobal(at),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, turn)
    assert spy.count() == 0
    assert field.value() == EXAMPLES[name][1]


@pytest.mark.parametrize("name", KINDS)
def test_an_issue_is_shown_in_words_and_goes_again(name: str, qtbot: QtBot) -> None:
    field = a_field(name, qtbot)
    field.show_issue("Write how many minutes.")
    assert field.issue_text() == "Write how many minutes."
    assert field.accessibleDescription() == "Write how many minutes."
    field.show_issue("Is that right?", "warning")
    assert field.issue_text() == "Is that right?"
    field.clear_issue()
    assert field.issue_text() == ""
    assert field.accessibleDescription() == ""


@pytest.mark.parametrize("name", KINDS)
def test_focus_lands_inside_the_field(name: str, qtbot: QtBot) -> None:
    field = a_field(name, qtbot)
    field.activateWindow()
    field.focus_first()
    inside = field.focusWidget()
    assert inside is not None
    assert field.isAncestorOf(inside)


@pytest.mark.parametrize("name", KINDS)
def test_a_person_can_take_an_answer_back(name: str, qtbot: QtBot) -> None:
    field = a_field(name, qtbot)
    field.set_value(EXAMPLES[name][1])
    spy = QSignalSpy(field.value_changed)
    field.clear_by_hand()
    assert field.value() is None
    assert [list(said) for said in (spy.at(i) for i in range(spy.count()))] == [[None]]


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("touch", [False, True])
def test_at_200_per_cent_nothing_is_clipped(name: str, touch: bool, qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, Theme("light", 2.0))
    try:
        page = QWidget()
        qtbot.addWidget(page)
        layout = QVBoxLayout(page)
        field = make_field(an_item(name), page, today=TODAY, touch=touch)
        field.set_value(EXAMPLES[name][1])
        layout.addWidget(field)
        page.resize(1300, 200)
        page.show()
        page.resize(1300, max(page.heightForWidth(1300), page.sizeHint().height()))
        QApplication.processEvents()
        clipped = []
        for widget in field.findChildren(QWidget):
            if not widget.isVisibleTo(field) or widget.objectName().startswith("qt_"):
                continue
            needed = widget.minimumSizeHint()
            if widget.hasHeightForWidth():
                needed.setHeight(widget.heightForWidth(widget.width()))
            if needed.isValid() and (widget.height() < needed.height() or widget.width() < needed.width()):
                clipped.append((type(widget).__name__, widget.size(), needed))
        assert clipped == []
    finally:
        apply_theme(qapp, Theme())


def test_the_text_size_changes_while_a_field_is_open(qapp: QApplication, qtbot: QtBot) -> None:
    fields = [a_field(name, qtbot) for name in KINDS]
    touched = make_field(an_item("yes_no"), None, touch=True)
    qtbot.addWidget(touched)
    small = [field.sizeHint().height() for field in fields]
    points = touched.font().pointSizeF()
    try:
        apply_theme(qapp, Theme("dark", 2.0))
        assert all(field.sizeHint().height() > was for field, was in zip(fields, small, strict=True))
        assert touched.font().pointSizeF() == 2 * points
    finally:
        apply_theme(qapp, Theme())
