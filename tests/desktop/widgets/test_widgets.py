"""The small controls on their own: buttons, banners, icons, labels."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import resources
from desktop.theme import Theme, apply_theme, control_height
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import IconButton, LinkButton, PrimaryButton, QuietButton
from desktop.widgets.icon import icon
from desktop.widgets.painting import TIER_SHAPES
from desktop.widgets.search_box import SearchBox
from desktop.widgets.segmented_row import SegmentedRow
from desktop.widgets.styled_label import StyledLabel

ICONS = sorted(entry.name.removesuffix(".svg") for entry in (resources.root() / "icons").iterdir())


@pytest.fixture(autouse=True)
def our_look(qapp: QApplication) -> None:
    apply_theme(qapp, Theme())


def test_a_tier_has_a_word_and_a_shape_of_its_own(qtbot: QtBot) -> None:
    tiers = ("emergency", "urgent", "soon", "routine")
    titles = []
    for tier in tiers:
        banner = Banner(tier, "Call a physio")
        qtbot.addWidget(banner)
        titles.append(banner.accessibleName())
    assert titles == [f"{word} · Call a physio" for word in ("Emergency", "Urgent", "Soon", "Routine")]
    assert len({TIER_SHAPES[tier] for tier in tiers}) == 4


def test_a_banner_changes_what_it_says(qtbot: QtBot) -> None:
    banner = Banner("soon", "One")
    qtbot.addWidget(banner)
    banner.show_message("none", "Nothing was found", "Go on.")
    assert banner.accessibleName() == "Nothing was found"
    assert banner.accessibleDescription() == "Go on."


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_in_the_colour_of_its_role(name: str, qapp: QApplication) -> None:
    picture = icon(name, "accent").pixmap(48, 48).toImage()
    solid = {
        picture.pixelColor(x, y).name() for x in range(48) for y in range(48) if picture.pixelColor(x, y).alpha() == 255
    }
    assert solid == {Theme().colour("accent").name()}


def test_an_icon_follows_the_theme(qapp: QApplication) -> None:
    made = icon("check", "text")
    apply_theme(qapp, Theme("dark"))
    picture = made.pixmap(48, 48).toImage()
    apply_theme(qapp, Theme())
    solid = {
        picture.pixelColor(x, y).name() for x in range(48) for y in range(48) if picture.pixelColor(x, y).alpha() == 255
    }
    assert solid == {Theme("dark").colour("text").name()}


@pytest.mark.parametrize("kind", [PrimaryButton, QuietButton, LinkButton])
def test_a_button_is_pressed_by_space_and_is_as_high_as_a_control(kind: type[PrimaryButton], qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    button = kind("&Next page", page)
    page.show()
    spy = QSignalSpy(button.clicked)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert spy.count() == 1
    assert button.sizeHint().height() == control_height(button)


def test_a_picture_button_says_what_it_does(qtbot: QtBot) -> None:
    button = IconButton("print", "Print", None)
    qtbot.addWidget(button)
    assert button.accessibleName() == "Print"
    assert button.toolTip() == "Print"


def test_the_search_line_says_every_change_and_escape_empties_it(qtbot: QtBot) -> None:
    box = SearchBox("Find or add a person", None)
    qtbot.addWidget(box)
    spy = QSignalSpy(box.sought)
    QTest.keyClicks(box, "Ca")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert [spy.at(index)[0] for index in range(spy.count())] == ["C", "Ca", ""]


def test_typed_markup_stays_text(qtbot: QtBot) -> None:
    label = StyledLabel("a <b>bold</b> claim", "body", None)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_segmented_row_stands_upright_where_there_is_no_room(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    row = SegmentedRow([("a", "First of them"), ("b", "The second"), ("c", "And a third")], "Which?", page)
    layout.addWidget(row)
    layout.addStretch(1)
    page.show()
    page.resize(700, 400)
    assert len({button.y() for button in row.buttons}) == 1
    page.resize(220, 400)
    assert len({button.y() for button in row.buttons}) == 3
    assert all(button.geometry().right() <= row.width() for button in row.buttons)
