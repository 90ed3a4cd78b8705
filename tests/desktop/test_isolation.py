"""The fixtures of this folder keep what they promise."""

from pathlib import Path

import keyring
import keyring.errors
import platformdirs
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot


def test_a_modal_dialog_fails_the_test_instead_of_hanging_it(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    with pytest.raises(pytest.fail.Exception, match="modal dialog"):
        dialog.exec()
    with pytest.raises(pytest.fail.Exception, match="modal dialog"):
        QMessageBox.question(dialog, "title", "text")


def test_settings_go_to_the_test_s_own_folder(tmp_path: Path) -> None:
    settings = QSettings("Clinic", "Sciatica Intake")
    settings.setValue("key", "value")
    settings.sync()
    assert Path(settings.fileName()).is_relative_to(tmp_path)
    assert Path(settings.fileName()).is_file()


def test_a_window_shown_off_screen_logs_nothing_that_fails_the_suite(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setMinimumSize(200, 100)
    window.show()
    window.raise_()
    window.activateWindow()
    assert window.isVisible()


def test_the_person_s_own_folders_and_keyring_are_out_of_reach() -> None:
    assert not platformdirs.user_data_path("sciatica-intake").is_relative_to(Path.home() / ".local")
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.set_password("sciatica-intake", "test", "secret")
