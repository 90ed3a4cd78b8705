"""Each desktop test has a world of its own: no modal dialog, private settings, nothing left running."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QSettings, QStandardPaths, QThreadPool
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox


@pytest.fixture(autouse=True)
def no_modal_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A modal dialog would hang the run; fail instead."""

    def refuse(*_arguments: object, **_named: object) -> None:
        pytest.fail("a modal dialog was opened")

    monkeypatch.setattr(QDialog, "exec", refuse)
    monkeypatch.setattr(QMessageBox, "exec", refuse)
    for name in ("question", "warning", "critical", "information", "about"):
        monkeypatch.setattr(QMessageBox, name, refuse)
    for name in ("getSaveFileName", "getOpenFileName", "getOpenFileNames", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, refuse)


@pytest.fixture(autouse=True)
def private_settings(tmp_path: Path) -> None:
    """No test reads or writes the settings of the person who runs it, or writes numbers the way they do."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    QStandardPaths.setTestModeEnabled(True)
    for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(tmp_path))


@pytest.fixture(autouse=True)
def nothing_left_running(qapp: QApplication) -> Iterator[None]:
    """A background job may not outlive its test, and what a test deleted is really gone before the next."""
    yield
    assert QThreadPool.globalInstance().waitForDone(2000), "a background job outlived its test"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
