"""The pages before the day begins: by keyboard, with what is wrong said in place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.start.clinic_lines import ClinicLines
from desktop.start.opening import FirstRun
from desktop.start.recovery_key_page import RecoveryKeyPage, paint_sheet
from desktop.start.setup_page import SetupPage
from desktop.start.sign_in_page import Person, SignInPage
from desktop.start.trouble_page import TroublePage
from desktop.start.unlock_page import UnlockPage
from forms.clinic_details import DETAILS, load_locales

_PEOPLE = (Person("sam", "Sam Desk", "Reception"), Person("jo", "Jo Hart", "Lead physiotherapist"))


def fill_clinic(page: SetupPage) -> None:
    page.clinic.lines["clinic_name"].set_text("Riverside")
    page.clinic.lines["clinic_phone"].set_text("01632 960 120")


def fill_you(page: SetupPage) -> None:
    page.you.name.set_text("Jo Hart")
    page.you.registration.set_text("PH1")
    page.you.secret.set_text("a good long secret")
    page.you.again.set_text("a good long secret")


def test_the_setup_asks_for_every_local_detail_of_the_knowledge_base(qtbot: QtBot) -> None:
    lines = ClinicLines()
    qtbot.addWidget(lines)
    assert set(lines.details()) == set(DETAILS)


def test_the_first_country_fills_in_its_numbers_and_another_replaces_them(qtbot: QtBot) -> None:
    lines = ClinicLines()
    qtbot.addWidget(lines)
    lines.show()
    assert lines.details()["emergency_number"] == "999"
    for locale in load_locales():
        button = lines.country.button(locale.code)
        assert button is not None
        button.click()
        assert lines.details()["emergency_number"] == locale.details["emergency_number"]


def test_three_steps_end_in_a_first_run(qtbot: QtBot) -> None:
    page = SetupPage()
    qtbot.addWidget(page)
    page.set_ways_to_keep(has_keyring=False, encrypts=True)
    page.show()
    fill_clinic(page)
    page.press_primary()
    fill_you(page)
    page.press_primary()
    assert page.step() == 2
    page.key.first.set_text("river stone lamp chair")
    page.key.again.set_text("river stone lamp chair")
    with qtbot.waitSignal(page.finished) as caught:
        page.press_primary()
    first: FirstRun = caught.args[0]
    assert first.details["clinic_name"] == "Riverside"
    assert (first.name, first.role, first.registration) == ("Jo Hart", "lead", "PH1")
    assert first.passphrase == "river stone lamp chair"


def test_with_a_keyring_no_passphrase_is_needed(qtbot: QtBot) -> None:
    page = SetupPage()
    qtbot.addWidget(page)
    page.set_ways_to_keep(has_keyring=True, encrypts=True)
    page.show()
    fill_clinic(page)
    page.press_primary()
    fill_you(page)
    page.press_primary()
    with qtbot.waitSignal(page.finished) as caught:
        page.press_primary()
    assert caught.args[0].passphrase is None


def test_on_a_server_there_is_no_step_for_the_key(qtbot: QtBot) -> None:
    page = SetupPage()
    qtbot.addWidget(page)
    page.set_ways_to_keep(has_keyring=False, encrypts=False)
    page.show()
    fill_clinic(page)
    page.press_primary()
    fill_you(page)
    with qtbot.waitSignal(page.finished):
        page.press_primary()


def test_a_step_with_gaps_stays_and_says_which(qtbot: QtBot) -> None:
    page = SetupPage()
    qtbot.addWidget(page)
    page.show()
    page.press_primary()
    assert page.step() == 0
    assert page.clinic.lines["clinic_name"].issue_text()
    assert page.clinic.lines["clinic_hours"].issue_text() == ""


def test_a_setup_that_failed_keeps_everything_typed(qtbot: QtBot) -> None:
    page = SetupPage()
    qtbot.addWidget(page)
    page.show()
    fill_clinic(page)
    page.press_primary()
    page.show_issue("The disk is full.")
    assert page.go.isEnabled()
    assert page.clinic.details()["clinic_name"] == "Riverside"


def test_signing_in_by_keyboard_alone(qtbot: QtBot) -> None:
    page = SignInPage()
    qtbot.addWidget(page)
    page.show()
    page.set_people(_PEOPLE)
    qtbot.keyClick(page.focusWidget(), "2")
    qtbot.keyClicks(page.secret.edit, "my secret")
    with qtbot.waitSignal(page.sign_in_requested) as caught:
        qtbot.keyClick(page.secret.edit, Qt.Key.Key_Return)
    assert caught.args == ["jo", "my secret"]


def test_the_one_who_signed_in_last_need_only_type_the_passphrase(qtbot: QtBot) -> None:
    page = SignInPage()
    qtbot.addWidget(page)
    page.show()
    page.set_people(_PEOPLE, chosen="sam")
    assert page.focusWidget() is page.secret.edit


def test_a_wrong_passphrase_is_said_under_the_line_and_selected(qtbot: QtBot) -> None:
    page = SignInPage()
    qtbot.addWidget(page)
    page.show()
    page.set_people(_PEOPLE, chosen="sam")
    page.secret.set_text("wrong")
    page.press_primary()
    page.show_issue("That is not your passphrase.")
    assert page.secret.issue_text() == "That is not your passphrase."
    assert page.secret.edit.selectedText() == "wrong"
    assert page.go.isEnabled()


def test_one_click_signs_in_where_that_is_wanted(qtbot: QtBot) -> None:
    page = SignInPage()
    qtbot.addWidget(page)
    page.show()
    page.set_people(_PEOPLE, one_click=True)
    assert not page.secret.isVisible()
    with qtbot.waitSignal(page.sign_in_requested) as caught:
        qtbot.keyClick(page.focusWidget(), "1")
    assert caught.args == ["sam", ""]


def test_many_colleagues_are_found_by_typing(qtbot: QtBot) -> None:
    page = SignInPage()
    qtbot.addWidget(page)
    page.show()
    page.set_people([Person(f"p{n}", f"Person {n}", "Physiotherapist") for n in range(20)])
    editors = [widget for widget in page.findChildren(QWidget) if widget.accessibleName().endswith("this list")]
    assert editors


def test_the_recovery_key_can_be_used_instead_of_the_passphrase(qtbot: QtBot) -> None:
    page = UnlockPage()
    qtbot.addWidget(page)
    page.show()
    page.switch.click()
    qtbot.keyClicks(page.recovery.edit, "AAAAA-BBBBB")
    with qtbot.waitSignal(page.recovery_key_given) as caught:
        qtbot.keyClick(page.recovery.edit, Qt.Key.Key_Return)
    assert caught.args == ["AAAAA-BBBBB", ""]
    page.show_issue("The recovery key is mistyped.")
    assert page.recovery.issue_text() == "The recovery key is mistyped."


def test_the_recovery_key_is_left_only_when_it_is_put_away_and_is_gone_then(qtbot: QtBot) -> None:
    page = RecoveryKeyPage()
    qtbot.addWidget(page)
    page.show()
    page.show_key("7KQ2M-0XW9A-PDJ4T-V8RHC-3ZN6E-GBY5S", "Riverside")
    page.press_primary()
    assert not page.go.isEnabled()
    page.away.click()
    with qtbot.waitSignal(page.finished):
        page.press_primary()
    assert "7KQ2M" not in "".join(label.text() for label in page.findChildren(type(page._label)))


def test_the_printed_sheet_carries_the_key(qtbot: QtBot) -> None:
    sheets = []
    for key in ("7KQ2M-0XW9A-PDJ4T-V8RHC-3ZN6E-GBY5S", "8KQ2M-0XW9A-PDJ4T-V8RHC-3ZN6E-GBY5S"):
        image = QImage(600, 840, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        paint_sheet(painter, key, "Riverside")
        painter.end()
        sheets.append(image)
    assert sheets[0] != sheets[1]


def test_a_trouble_is_said_with_a_way_to_try_again(qtbot: QtBot) -> None:
    page = TroublePage()
    qtbot.addWidget(page)
    page.show()
    page.show_trouble("The disk is full", "Free some space, then try again.")
    assert "Free some space" in page.text()
    with qtbot.waitSignal(page.retry_requested):
        page.press_primary()


@pytest.mark.parametrize("build", [SetupPage, SignInPage, UnlockPage, RecoveryKeyPage, TroublePage])
def test_every_control_of_these_pages_is_named(qtbot: QtBot, build: type[QWidget]) -> None:
    page = build()
    qtbot.addWidget(page)
    page.show()
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(page):
            continue
        if widget.objectName().startswith("qt_") or isinstance(widget, QComboBox):
            continue
        name = widget.accessibleName() or getattr(widget, "text", str)()
        assert name, f"{type(widget).__name__} has no name"
