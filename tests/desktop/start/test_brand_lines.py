"""The clinic's logo and colour in the dialog of its details: checked, kept, and taken away again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.clinic import Clinic
from desktop.start.account_dialogs import DetailsDialog
from forms.clinic_details import ACCENT, LOGO
from forms.errors import SciaticaIntakeError
from reports.brand import clinic_of
from tests.desktop.open_visits import a_clinic, a_store
from tests.reports.test_brand import a_picture


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    with a_store(tmp_path) as store:
        yield a_clinic(store, "lead")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def a_dialog(clinic: Clinic, window: QWidget) -> DetailsDialog:
    dialog = DetailsDialog(clinic, window)
    dialog.show()
    return dialog


def test_a_picture_is_kept_with_the_details_and_taken_away_again(
    clinic: Clinic, window: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    picture = tmp_path / "logo.png"
    picture.write_bytes(a_picture())
    dialog = a_dialog(clinic, window)
    assert dialog.brand.state.text() == "No logo is printed."
    with qtbot.waitSignal(dialog.brand.logo_changed):
        dialog.brand.read_picture(picture)
    dialog.brand.accent.set_text("0b6b6b")
    dialog.press_primary()
    assert clinic_of(clinic.settings()).logo.startswith(b"\x89PNG")
    assert clinic.settings()[ACCENT] == "#0B6B6B"

    again = a_dialog(clinic, window)
    assert again.brand.state.text() == "A logo is printed at the head of every page."
    again.brand.remove.click()
    again.press_primary()
    assert clinic.settings()[LOGO] == ""


def test_what_is_no_picture_is_refused_in_words(clinic: Clinic, window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    picture = tmp_path / "logo.png"
    picture.write_bytes(b"<svg/>")
    dialog = a_dialog(clinic, window)
    dialog.brand.read_picture(picture)
    qtbot.waitUntil(lambda: "Save the logo as PNG" in dialog.brand.issue_text())
    assert dialog.brand.choose.isEnabled()


def test_a_pale_colour_is_refused_with_the_nearest_usable_one(clinic: Clinic, window: QWidget) -> None:
    dialog = a_dialog(clinic, window)
    dialog.brand.accent.set_text("#5CC8C2")
    dialog.press_primary()
    assert "nearest that can be used is #" in dialog.problem.text()
    assert ACCENT not in clinic.settings()


def test_only_a_lead_or_an_admin_changes_them(clinic: Clinic) -> None:
    physio = a_clinic(clinic.store, "physio")
    with pytest.raises(SciaticaIntakeError):
        physio.save_settings({ACCENT: "#0B6B6B"})
