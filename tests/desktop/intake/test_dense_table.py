"""The examination as a physio uses it: digits, Tab, arrows and Enter in a table of both sides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.fields.cell_field import CellField
from desktop.fields.field import Field
from desktop.intake.dense_table import DenseTable
from desktop.intake.intake_page import IntakePage
from desktop.theme import Theme, apply_theme
from forms.records.store import Store
from tests.desktop.intake.test_intake_page import model_of, open_page
from tests.desktop.open_visits import a_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as store:
        yield store


@pytest.fixture
def page(store: Store, qtbot: QtBot, qapp: QApplication) -> IntakePage:
    apply_theme(qapp, Theme())
    page = open_page(store, qtbot, "physio", "EX05", stages=("examination",))
    page.activateWindow()
    page.go_to_page("exam_power")
    return page


def cell(page: IntakePage, key: str) -> Field:
    field = page.view(page.current_page).field(key)
    assert field is not None
    return field


def here(page: IntakePage) -> str:
    """The question that has the keyboard."""
    focus: QWidget | None = page.focusWidget()
    while focus is not None and not isinstance(focus, Field):
        focus = focus.parentWidget()
    assert focus is not None
    return focus.item.link_id


def press(page: IntakePage, qtbot: QtBot, *keys: Qt.Key | str) -> None:
    for key in keys:
        if isinstance(key, str):
            qtbot.keyClicks(page.focusWidget(), key)
        else:
            qtbot.keyClick(page.focusWidget(), key)


def test_a_digit_is_the_grade_and_a_point_after_it_the_half(page: IntakePage, qtbot: QtBot) -> None:
    page.go_to("ex_mrc_L2_L")
    press(page, qtbot, "5")
    assert model_of(page).value("ex_mrc_L2_L") == "5"
    press(page, qtbot, Qt.Key.Key_Delete)
    assert model_of(page).value("ex_mrc_L2_L") is None
    press(page, qtbot, "4", ".")
    assert model_of(page).value("ex_mrc_L2_L") == "4.5"
    press(page, qtbot, "w")
    assert model_of(page).value("ex_mrc_L2_L") == "weak_not_graded"


def test_tab_goes_across_and_enter_down_one_side_then_the_other(page: IntakePage, qtbot: QtBot) -> None:
    page.go_to("ex_mrc_L2_L")
    press(page, qtbot, Qt.Key.Key_Tab)
    assert here(page) == "ex_mrc_L2_R"
    page.go_to("ex_mrc_L2_L")
    roots = ["L2", "L3", "L4", "L5", "S1"]
    for grade in ("5", "5", "4", "5", "5", "5", "5", "5", "5", "5"):
        press(page, qtbot, grade, Qt.Key.Key_Return)
    model = model_of(page)
    assert [model.value(f"ex_mrc_{root}_L") for root in roots] == ["5", "5", "4", "5", "5"]
    assert [model.value(f"ex_mrc_{root}_R") for root in roots] == ["5"] * 5
    assert here(page) == "ex_reflex_knee_L"


def test_arrows_go_to_the_neighbour(page: IntakePage, qtbot: QtBot) -> None:
    page.go_to("ex_mrc_L4_L")
    for key, expected in (
        (Qt.Key.Key_Right, "ex_mrc_L4_R"),
        (Qt.Key.Key_Down, "ex_mrc_L5_R"),
        (Qt.Key.Key_Left, "ex_mrc_L5_L"),
        (Qt.Key.Key_Up, "ex_mrc_L4_L"),
    ):
        press(page, qtbot, key)
        assert here(page) == expected


def test_arrows_leave_a_number_only_at_its_edge_and_never_change_it(page: IntakePage, qtbot: QtBot) -> None:
    page.go_to("ex_hip_ir_L")
    press(page, qtbot, "35", Qt.Key.Key_Left)
    assert here(page) == "ex_hip_ir_L"
    press(page, qtbot, Qt.Key.Key_Down)
    assert here(page) == "ex_hip_er_L"
    page.commit()
    assert model_of(page).value("ex_hip_ir_L") == 35
    assert model_of(page).value("ex_hip_er_L") is None


def test_a_click_chooses_the_option_under_it(page: IntakePage, qtbot: QtBot) -> None:
    field = cell(page, "ex_sens_L5_R")
    assert isinstance(field, CellField)
    place = field.cell.option_rect("reduced").center()
    qtbot.mouseClick(field.cell, Qt.MouseButton.LeftButton, pos=place)
    assert model_of(page).value("ex_sens_L5_R") == "reduced"


def test_none_of_several_stands_alone(page: IntakePage, qtbot: QtBot) -> None:
    page.go_to("ex_wasting")
    press(page, qtbot, "2", "3")
    assert model_of(page).value("ex_wasting") == ("thigh", "calf")
    press(page, qtbot, "1")
    assert model_of(page).value("ex_wasting") == ("none",)


def test_the_painful_side_is_said_in_words_and_follows_the_answer(page: IntakePage) -> None:
    table = page.view("exam_power").findChild(DenseTable)
    assert isinstance(table, DenseTable)
    assert table.painful_words() == ("Left", "Right · painful")
    model_of(page).give("pain_side", "L")
    assert table.painful_words() == ("Left · painful", "Right")


def test_a_cell_speaks_its_test_its_side_and_its_answer(page: IntakePage) -> None:
    field = cell(page, "ex_mrc_L5_R")
    assert isinstance(field, CellField)
    field.set_value("4")
    assert field.cell.accessibleName() == "Big-toe lift (L5), right"
    assert field.cell.accessibleDescription() == "4 weak against resistance"


def test_what_is_wrong_is_said_under_the_row(page: IntakePage) -> None:
    page.go_to_page("exam_foot")
    table = page.view("exam_foot").findChild(DenseTable)
    assert isinstance(table, DenseTable)
    before = table.heightForWidth(900)
    field = cell(page, "ex_wblt_R")
    field.show_issue("25 cm is the most.")
    assert table.heightForWidth(900) > before
    field.clear_issue()
    table.resize(table.width() + 1, table.height())
    assert table.heightForWidth(900) == before


def test_the_whole_page_of_power_reflexes_and_feeling_is_on_one_screen(page: IntakePage) -> None:
    page.resize(1366, 768 - 106)  # the window's header and the patient's banner take the rest
    QApplication.processEvents()
    view = page.view("exam_power")
    area = next(one for one in page.findChildren(QScrollArea) if one.widget() is view)
    for key in view.shown_keys():
        field = cell(page, key)
        bottom = field.mapTo(area.viewport(), field.rect().bottomLeft()).y()
        assert bottom <= area.viewport().height(), key
    assert area.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [1366, 1040])
def test_no_cell_is_cut_off_or_on_top_of_another(
    store: Store, qtbot: QtBot, qapp: QApplication, scale: float, width: int
) -> None:
    apply_theme(qapp, Theme("light", scale))
    try:
        page = open_page(store, qtbot, "physio", "EX05", stages=("examination",))
        page.resize(width, 700)
        for one in model_of(page).pages(("examination",)):
            page.go_to_page(one.id)
            QApplication.processEvents()
            view = page.view(one.id)
            table = view.findChild(DenseTable)
            assert isinstance(table, DenseTable)
            fields = [cell(page, key) for key in view.shown_keys()]
            for place, field in enumerate(fields):
                assert table.rect().contains(field.geometry()), field.item.link_id
                for other in fields[place + 1 :]:
                    assert not field.geometry().intersects(other.geometry()), (field.item.link_id, other.item.link_id)
    finally:
        apply_theme(qapp, Theme())
