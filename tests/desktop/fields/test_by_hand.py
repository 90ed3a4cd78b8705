"""What a person's hand does in each kind of field: keys, clicks, and what comes out of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.fields.asked_each_field import AskedEachField
from desktop.fields.body_map import BodyMapField
from desktop.fields.choice_field import ChoiceField
from desktop.fields.choices_field import ChoicesField
from desktop.fields.date_field import DateField
from desktop.fields.field import Field
from desktop.fields.lines_field import LinesField
from desktop.fields.make import make_field
from desktop.fields.quantity_field import QuantityField
from desktop.fields.scale_field import ScaleField, end_words
from desktop.fields.text_field import TextField
from desktop.fields.text_list_field import TextListField
from desktop.intake.answer_saver import GATHER_MS
from desktop.theme import Theme, apply_theme
from desktop.widgets.radio_rows import RadioRows
from desktop.widgets.segmented_row import SegmentedRow
from desktop.widgets.text_box import KEEP_PAUSE_MS, PAUSE_MS
from forms.content import load_questionnaire
from forms.facts import is_answered
from tests.desktop.fields.examples import TODAY, an_item


@pytest.fixture(autouse=True)
def our_look(qapp: QApplication) -> None:
    apply_theme(qapp, Theme())


def shown(name: str, qtbot: QtBot, **changes: object) -> Field:
    field = make_field(an_item(name, **changes), None, today=TODAY)
    qtbot.addWidget(field)
    field.resize(900, 700)
    field.show()
    QTest.qWaitForWindowExposed(field)
    field.activateWindow()
    field.focus_first()
    return field


def said(spy: QSignalSpy) -> list[object]:
    return [spy.at(index)[0] for index in range(spy.count())]


def key(field: Field, *keys: Qt.Key | str) -> None:
    """Press keys where the keyboard is now."""
    for one in keys:
        target = field.focusWidget()
        assert target is not None
        if isinstance(one, str):
            QTest.keyClicks(target, one)
        else:
            QTest.keyClick(target, one)


def of_type(field: Field, kind: type[QWidget]) -> QWidget:
    found = field.findChild(kind)
    assert found is not None
    return found


# --- one answer


@pytest.mark.parametrize("name", ["yes_no", "rows"])
def test_a_number_key_chooses(name: str, qtbot: QtBot) -> None:
    field = shown(name, qtbot)
    spy = QSignalSpy(field.value_changed)
    key(field, "2")
    assert said(spy) == [field.item.options[1].code]
    assert field.value() == field.item.options[1].code


@pytest.mark.parametrize("name", ["yes_no", "rows", "choices"])
def test_arrows_move_and_only_space_chooses(name: str, qtbot: QtBot) -> None:
    field = shown(name, qtbot)
    spy = QSignalSpy(field.value_changed)
    key(field, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert said(spy) == []
    key(field, Qt.Key.Key_Space)
    third = field.item.options[2].code
    assert said(spy) == [(third,) if field.item.repeats else third]


@pytest.mark.parametrize("name", ["yes_no", "rows", "scale", "body", "line", "number", "date", "asked_each", "tick"])
def test_enter_goes_on(name: str, qtbot: QtBot) -> None:
    field = shown(name, qtbot)
    spy = QSignalSpy(field.finished)
    key(field, Qt.Key.Key_Return)
    assert spy.count() == 1


def test_choosing_again_keeps_the_answer_and_delete_takes_it_back(qtbot: QtBot) -> None:
    field = shown("yes_no", qtbot)
    spy = QSignalSpy(field.value_changed)
    key(field, "1", "1", Qt.Key.Key_Delete)
    assert said(spy) == ["yes", None]


def test_a_click_anywhere_on_a_row_chooses_it(qtbot: QtBot) -> None:
    field = shown("rows", qtbot)
    assert isinstance(field, ChoiceField)
    row = field.rows.buttons[3]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.rect().topRight() + row.rect().bottomLeft() / 2)
    assert field.value() == field.item.options[3].code


def test_a_group_of_options_is_one_stop_for_tab(qtbot: QtBot) -> None:
    field = shown("rows", qtbot)
    stops = [b for b in field.findChildren(QAbstractButton) if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) == 1
    field.set_value("same")
    stops = [b for b in field.findChildren(QAbstractButton) if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [b.property("code") for b in stops] == ["same"]


def test_up_to_nine_options_lie_open_and_longer_lists_are_searchable(qtbot: QtBot) -> None:
    for item in load_questionnaire().items.values():
        if item.type != "choice" or item.repeats:
            continue
        field = make_field(item, None)
        qtbot.addWidget(field)
        assert isinstance(field, ChoiceField)
        assert (field._filter is not None) == (len(item.options) > 9), item.link_id


def test_yes_no_unsure_is_one_segmented_row(qtbot: QtBot) -> None:
    yes_no, rows = shown("yes_no", qtbot), shown("rows", qtbot)
    assert isinstance(yes_no, ChoiceField)
    assert isinstance(rows, ChoiceField)
    assert isinstance(yes_no.rows, SegmentedRow)
    assert isinstance(rows.rows, RadioRows)


def test_typing_narrows_a_long_list_and_enter_takes_the_only_one_left(qtbot: QtBot) -> None:
    field = shown("long_choices", qtbot)
    assert isinstance(field, ChoicesField)
    key(field, "row")
    assert [b.text() for b in field.rows.buttons if b.isVisible()] == ["Rowing"]
    key(field, Qt.Key.Key_Return)
    assert field.value() == ("rowing",)
    assert all(b.isVisible() for b in field.rows.buttons)


def test_own_words_are_an_answer_where_the_form_allows_them(qtbot: QtBot) -> None:
    field = shown("rows", qtbot, open_text=True)
    assert isinstance(field, ChoiceField)
    assert field.own_words is not None
    spy = QSignalSpy(field.value_changed)
    field.own_words.box.setFocus()
    key(field, "only after football", Qt.Key.Key_Return)
    assert said(spy) == ["only after football"]
    field.rows.focus_first()
    key(field, "1")
    assert field.value() == "improving"
    assert field.own_words.box.text() == ""
    field.set_value("since the flood")
    assert field.value() == "since the flood"


# --- several answers


def test_none_of_these_stands_alone(qtbot: QtBot) -> None:
    field = shown("long_choices", qtbot)
    assert isinstance(field, ChoicesField)
    spy = QSignalSpy(field.value_changed)
    for code in ("running", "rowing", "none", "yoga"):
        button = field.rows.button(code)
        assert button is not None
        button.click()
    assert said(spy) == [("running",), ("running", "rowing"), ("none",), ("yoga",)]


def test_unticking_the_last_one_leaves_the_question_open(qtbot: QtBot) -> None:
    field = shown("choices", qtbot)
    spy = QSignalSpy(field.value_changed)
    key(field, "1", "1")
    assert said(spy) == [("ache",), None]


# --- asked one by one


def answered(field: Field) -> bool | None:
    return is_answered(field.item, field.value())


def test_each_option_is_said_on_its_own(qtbot: QtBot) -> None:
    field = shown("asked_each", qtbot)
    key(field, "1", "2", "3")  # after a number key the next one has the keyboard
    assert field.value() == ("weight_loss", "-night_sweats", "?very_tired_unwell")


def test_one_yes_alone_never_counts_as_the_whole_answer(qtbot: QtBot) -> None:
    field = shown("asked_each", qtbot)
    key(field, "1")
    assert field.value() == ("weight_loss", "unsure")
    assert answered(field) is False
    field.set_value(field.value())
    assert field.value() == ("weight_loss", "unsure")
    key(field, "2", "2")
    assert field.value() == ("weight_loss", "-night_sweats", "-very_tired_unwell")
    assert answered(field) is True


def test_no_to_each_is_none_of_these(qtbot: QtBot) -> None:
    field = shown("asked_each", qtbot)
    key(field, "2", "2", "2")
    assert field.value() == ("none",)


def test_none_of_these_is_one_press_but_never_sweeps_away_a_yes(qtbot: QtBot) -> None:
    field = shown("asked_each", qtbot)
    assert isinstance(field, AskedEachField)
    spy = QSignalSpy(field.value_changed)
    field.none_button.click()
    assert said(spy) == [("none",)]
    field.lines[0].row.focus_first()
    key(field, "1")
    assert not field.none_button.isEnabled()


@pytest.mark.parametrize(
    ("stored", "shown_as"),
    [
        (("weight_loss",), ("yes", "no", "no")),  # a plain list is complete
        (("none",), ("no", "no", "no")),
        (("unsure",), ("unsure", "unsure", "unsure")),
        (("-night_sweats",), (None, "no", None)),
        (("weight_loss", "unsure"), ("yes", None, None)),
    ],
)
def test_every_way_of_writing_the_answer_is_understood(
    stored: tuple[str, ...], shown_as: tuple[str | None, ...], qtbot: QtBot
) -> None:
    field = shown("asked_each", qtbot)
    assert isinstance(field, AskedEachField)
    field.set_value(stored)
    assert tuple(line.row.code() for line in field.lines) == shown_as


# --- numbers


def test_a_number_is_taken_once_it_is_written(qtbot: QtBot) -> None:
    field = shown("number", qtbot)
    spy = QSignalSpy(field.value_changed)
    key(field, "40")
    assert said(spy) == []  # "4" was never an answer
    key(field, Qt.Key.Key_Return)
    assert said(spy) == [40.0]


def test_a_pause_is_enough(qtbot: QtBot) -> None:
    field = shown("number", qtbot)
    with qtbot.waitSignal(field.value_changed, timeout=3000) as caught:
        key(field, "35")
    assert caught.args == [35.0]


def test_an_emptied_number_is_unanswered_and_never_nought(qtbot: QtBot) -> None:
    field = shown("number", qtbot)
    field.set_value(40.0)
    field.focus_first()
    spy = QSignalSpy(field.value_changed)
    key(field, Qt.Key.Key_Delete, Qt.Key.Key_Return)
    assert said(spy) == [None]


def test_a_comma_is_a_decimal_point_and_a_word_is_said_to_be_none(qtbot: QtBot) -> None:
    field = shown("number", qtbot)
    key(field, "2,5", Qt.Key.Key_Return)
    assert field.value() == 2.5
    assert isinstance(field, QuantityField)
    finished = QSignalSpy(field.finished)
    field.box.edits[0].clear()
    key(field, "lots", Qt.Key.Key_Return)
    assert "number" in field.issue_text()
    assert field.value() is None
    assert finished.count() == 0
    field.box.edits[0].clear()
    key(field, "30", Qt.Key.Key_Return)
    assert field.issue_text() == ""
    assert field.value() == 30


def test_the_arrow_keys_step_and_stop_at_the_limits(qtbot: QtBot) -> None:
    field = shown("number", qtbot, step=5.0, high=240.0, low=0.0)
    field.set_value(230.0)
    key(field, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert field.value() == 240
    key(field, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert field.value() == 235


@pytest.mark.parametrize(("name", "value"), [("weight", 70.04), ("weight", 88.9), ("height", 171.0), ("height", 182.9)])
def test_looking_at_another_unit_keeps_every_digit(name: str, value: float, qtbot: QtBot) -> None:
    field = shown(name, qtbot)
    assert isinstance(field, QuantityField)
    field.set_value(value)
    spy = QSignalSpy(field.value_changed)
    for _ in range(2):
        field.box._switch.click()
        field.commit()
        assert field.value() == value
    assert said(spy) == []


def test_stone_and_pounds_are_stored_in_kilograms(qtbot: QtBot) -> None:
    field = shown("weight", qtbot)
    assert isinstance(field, QuantityField)
    field.box._switch.click()
    stones, pounds = field.box.edits
    QTest.keyClicks(stones, "11")
    QTest.keyClicks(pounds, "4")
    field.commit()
    assert field.value() == 71.7
    assert stones.accessibleName().endswith("stone")


def test_thirteen_and_a_bit_pounds_never_show_as_fourteen(qtbot: QtBot) -> None:
    field = shown("weight", qtbot)
    assert isinstance(field, QuantityField)
    field.box._switch.click()
    field.set_value(69.85)  # 10 st 13.99 lb
    assert [edit.text() for edit in field.box.edits] == ["11", "0"]


# --- scales


def test_digits_answer_a_scale_and_a_quick_one_then_nought_is_ten(qtbot: QtBot) -> None:
    field = shown("scale", qtbot)
    key(field, "7")
    assert field.value() == 7
    field.set_value(None)
    assert isinstance(field, ScaleField)
    field.scale.row._on_pause()
    key(field, "1", "0")
    assert field.value() == 10


def test_the_ends_of_a_scale_have_words(qtbot: QtBot) -> None:
    assert end_words("0 is no pain, 10 is the worst pain you can imagine.", 0, 10) == (
        "no pain",
        "the worst pain you can imagine",
    )
    assert end_words("-3 is much worse, 0 the same, +3 much better.", -3, 3) == ("much worse", "much better")
    assert end_words("Score only.", 0, 9) is None
    field = shown("scale", qtbot)
    assert isinstance(field, ScaleField)
    assert field.scale.row.buttons[0].accessibleName() == "0, no pain"


# --- words and dates


def test_a_line_is_taken_when_it_is_written_and_kept_trimmed(qtbot: QtBot) -> None:
    field = shown("line", qtbot)
    spy = QSignalSpy(field.value_changed)
    key(field, " Casey ")
    assert said(spy) == []
    key(field, Qt.Key.Key_Return)
    assert said(spy) == ["Casey"]
    assert isinstance(field, TextField)
    field.set_value("Casey")  # what comes back from the model must not disturb the typing
    assert field.box.text() == " Casey "


def test_several_lines_are_taken_with_their_breaks(qtbot: QtBot) -> None:
    field = shown("lines", qtbot)
    assert isinstance(field, LinesField)
    finished = QSignalSpy(field.finished)
    key(field, "One")
    QTest.keyClick(field.area, Qt.Key.Key_Return)
    key(field, "two")
    QTest.keyClick(field.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == "One\ntwo"
    assert finished.count() == 1


def test_the_room_left_is_said_when_it_gets_short(qtbot: QtBot) -> None:
    field = shown("lines", qtbot, max_length=20)
    key(field, "eighteen letters ..")
    assert isinstance(field, LinesField)
    assert field._room.text() == "Characters left: 1"
    assert field._room.isVisible()


def test_three_goals_with_enter_between(qtbot: QtBot) -> None:
    field = shown("texts", qtbot)
    assert isinstance(field, TextListField)
    finished = QSignalSpy(field.finished)
    key(field, "Dance", Qt.Key.Key_Return, "Drive", Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert field.value() == ("Dance", "Drive")
    assert finished.count() == 1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2026-02-09", "2026-02-09"),
        ("9.2.26", "2026-02-09"),
        ("09/02/2026", "2026-02-09"),
        ("9 feb", "2026-02-09"),
        ("9th February 2026", "2026-02-09"),
        ("Nov", "2025-11-01"),
        ("november 2024", "2024-11-01"),
        ("11/2024", "2024-11-01"),
        ("yesterday", "2026-03-01"),
        ("3 weeks ago", "2026-02-09"),
        ("a month ago", "2026-02-01"),
        ("31.2.2026", None),
        ("soon", None),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, stored: str | None, qtbot: QtBot) -> None:
    field = shown("date", qtbot)
    key(field, typed, Qt.Key.Key_Return)
    assert field.value() == stored
    assert bool(field.issue_text()) == (stored is None)


def test_where_the_day_matters_a_month_alone_is_asked_about(qtbot: QtBot) -> None:
    field = shown("date", qtbot, widget="")
    key(field, "feb 2026", Qt.Key.Key_Return)
    assert field.value() is None
    assert "day" in field.issue_text()


def test_a_date_says_back_what_it_understood(qtbot: QtBot) -> None:
    field = shown("date", qtbot)
    assert isinstance(field, DateField)
    key(field, "9/2/26")
    assert field.box._echo.text() == "9 February 2026 · 3 weeks ago"


# --- ticks and the body


def test_a_tick_is_true_then_false_and_never_touched_is_neither(qtbot: QtBot) -> None:
    field = shown("tick", qtbot)
    spy = QSignalSpy(field.value_changed)
    assert field.value() is None
    key(field, Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert said(spy) == [True, False]


def test_a_click_on_the_body_and_a_tick_in_the_list_are_one_answer(qtbot: QtBot) -> None:
    field = shown("body", qtbot)
    assert isinstance(field, BodyMapField)
    spy = QSignalSpy(field.value_changed)
    spot = field.chart.point_of("calf").toPoint()
    QTest.mouseClick(field.chart, Qt.MouseButton.LeftButton, pos=spot)
    assert field.rows.chosen() == ("calf",)
    knee = field.rows.button("knee")
    assert knee is not None
    knee.click()
    QTest.mouseClick(field.chart, Qt.MouseButton.LeftButton, pos=spot)
    assert [set(value) for value in said(spy)] == [{"calf"}, {"calf", "knee"}, {"knee"}]  # type: ignore[call-overload]


def test_every_part_of_the_body_question_can_be_pressed_on_the_drawing(qtbot: QtBot) -> None:
    field = shown("body", qtbot)
    assert isinstance(field, BodyMapField)
    for option in field.item.options:
        field.set_value(None)
        QTest.mouseClick(field.chart, Qt.MouseButton.LeftButton, pos=field.chart.point_of(option.code).toPoint())
        assert field.value() == (option.code,)


def test_every_part_can_be_reached_and_marked_from_the_keyboard(qtbot: QtBot) -> None:
    field = shown("body", qtbot)
    assert isinstance(field, BodyMapField)
    seen = set()
    for _ in range(60):
        code = field.chart.current_code()
        if code not in seen:
            seen.add(code)
            assert code in field.chart._labels
            key(field, Qt.Key.Key_Space)
            assert code in (field.value() or ())  # type: ignore[operator]
            assert field.chart.accessibleDescription().endswith(", marked")
        key(field, Qt.Key.Key_Right)
    assert seen == set(field.item.codes)


def test_the_mirrored_half_is_the_same_part(qtbot: QtBot) -> None:
    field = shown("body", qtbot)
    assert isinstance(field, BodyMapField)
    spot = field.chart.point_of("thigh_back", view="back")
    middle = field.chart._frames()["back"].center().x()
    spot.setX(2 * middle - spot.x())
    QTest.mouseClick(field.chart, Qt.MouseButton.LeftButton, pos=spot.toPoint())
    assert field.value() == ("thigh_back",)


def test_a_mark_is_drawn_on_the_painful_side_alone(qtbot: QtBot) -> None:
    field = shown("body", qtbot)
    assert isinstance(field, BodyMapField)
    field.set_value(("calf",))
    field.rows.focus_first()
    right = field.chart.point_of("calf", view="back")
    left = right.toPoint()
    left.setX(round(2 * field.chart._frames()["back"].center().x() - right.x()))
    accent = Theme().colour("accent").name()
    for side, marks in (("R", (True, False)), ("L", (False, True)), ("both", (True, True)), ("", (True, True))):
        field.set_side(side)
        picture = field.chart.grab().toImage()
        found = tuple(picture.pixelColor(at).name() == accent for at in (right.toPoint(), left))
        assert found == marks, side


def test_a_word_that_is_no_part_is_kept(qtbot: QtBot) -> None:
    field = shown("body", qtbot)
    field.set_value(("calf", "left eyebrow"))
    assert field.value() == ("calf", "left eyebrow")


def test_a_month_comes_back_as_the_month_and_a_day_as_the_day(qtbot: QtBot) -> None:
    field = shown("date", qtbot)
    assert isinstance(field, DateField)
    field.set_value("2026-02-01")
    assert field.box.edit.text() == "February 2026"
    assert field.value() == "2026-02-01"
    spy = QSignalSpy(field.value_changed)
    field.commit()
    assert spy.count() == 0
    field.set_value("2026-02-09")
    assert field.box.edit.text() == "9 February 2026"
    birth = shown("date", qtbot, widget="")
    assert isinstance(birth, DateField)
    birth.set_value("2026-02-01")
    assert birth.box.edit.text() == "1 February 2026"


def test_the_body_shrinks_where_there_is_little_room_and_is_marked_all_the_same(qtbot: QtBot) -> None:
    field = shown("body", qtbot)
    assert isinstance(field, BodyMapField)
    field.resize(340, field.heightForWidth(340))
    QApplication.processEvents()
    chart = field.chart
    assert chart.width() <= 340
    assert field.minimumSizeHint().width() <= 340
    for code in ("calf", "buttock_centre", "groin"):
        spot = chart.point_of(code)
        assert chart.rect().contains(spot.toPoint()), code
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=spot.toPoint())
        assert code in (field.value() or ()), code


# --- words: saved soon, and undone in order


@pytest.mark.parametrize("name", ["line", "lines", "texts"])
def test_words_are_an_answer_well_within_a_quarter_of_a_second(name: str, qtbot: QtBot) -> None:
    assert KEEP_PAUSE_MS + GATHER_MS <= 200
    field = shown(name, qtbot)
    with qtbot.waitSignal(field.value_changed, timeout=PAUSE_MS):
        key(field, "worse at night")


@pytest.mark.parametrize(("name", "typed", "value"), [("number", "15", 15.0), ("date", "2 March 2026", "2026-03-02")])
def test_a_number_or_date_is_kept_at_once_and_an_answer_after_a_pause(
    name: str, typed: str, value: object, qtbot: QtBot
) -> None:
    field = shown(name, qtbot)
    answered = QSignalSpy(field.value_changed)
    with qtbot.waitSignal(field.value_typed, timeout=PAUSE_MS - 100) as kept:
        key(field, typed)
    assert kept.args == [value]
    assert answered.count() == 0
    qtbot.waitUntil(lambda: answered.count() == 1, timeout=5 * PAUSE_MS)
    assert field.value() == value


def test_a_number_written_and_taken_back_at_once_ends_as_it_stood(qtbot: QtBot) -> None:
    field = shown("number", qtbot)
    field.set_value(30.0)
    answered = QSignalSpy(field.value_changed)
    with qtbot.waitSignal(field.value_typed, timeout=PAUSE_MS - 100):
        key(field, "4")
    QTest.keyClick(field.focusWidget(), Qt.Key.Key_Backspace)
    field.commit()
    assert field.value() == 30.0
    assert answered.at(answered.count() - 1)[0] == 30.0


@pytest.mark.parametrize("name", ["line", "lines", "number"])
def test_undo_with_nothing_typed_here_belongs_to_the_window(name: str, qtbot: QtBot) -> None:
    field = shown(name, qtbot)
    undone = QShortcut(QKeySequence.StandardKey.Undo, field)
    spy = QSignalSpy(undone.activated)
    key(field, "3")
    QTest.keyClick(field.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert spy.count() == 0  # the letter was taken back where it was typed
    for _ in range(2):  # an area keeps a step of its own for its first letter
        QTest.keyClick(field.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert spy.count() >= 1
