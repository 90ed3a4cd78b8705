"""The application: theme, crash guard, window and desk, joined in the order that paints soonest."""

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication

from desktop.crash import CrashGuard
from desktop.desk import Desk, saved_theme
from desktop.i18n import set_language
from desktop.lean_imports import read_no_sources
from desktop.main_window import MainWindow
from desktop.start.opening import records_place
from desktop.theme import Theme, apply_theme
from desktop.wheel_guard import WheelGuard


def make_application(theme: Theme | None = None) -> QApplication:
    """The one QApplication, in our look."""
    read_no_sources()
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    QCoreApplication.setOrganizationName("Sciatica Intake")
    QCoreApplication.setApplicationName("Sciatica Intake")
    set_language(app, "en")
    apply_theme(app, theme or saved_theme())
    return app


def open_application(records: str | None) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    app = make_application()
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation))
    guard = CrashGuard(folder / "trouble.log")
    guard.install()
    WheelGuard(app)
    window = MainWindow()
    desk = Desk(window, records_place(records))
    guard.keep_answers = desk.keep_answers
    desk.show_first()
    window.restore_place()
    window.show()
    # After the first paint: what follows loads the store and the rules in a thread.
    QTimer.singleShot(0, desk, desk.start)
    return app.exec()
