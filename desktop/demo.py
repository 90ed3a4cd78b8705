"""`sciatica-intake demo`: a throw-away clinic with the worked examples, in a window or walked through off-screen.

Nothing of it is left afterwards but what the walk puts into its output folder.
"""

import os
import secrets
import sys
import tempfile
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.app import make_application
from desktop.demo_clinic import DESK, demo_data, furnish, one_click
from desktop.desk import Desk
from desktop.main_window import MainWindow
from desktop.start.opening import Opened
from desktop.theme import Theme
from desktop.wheel_guard import WheelGuard
from forms.errors import SciaticaIntakeError

_KEY_BYTES = 32


def open_demo() -> int:
    """The demo in the window, with one click to sign in; returns when the window is closed."""
    with tempfile.TemporaryDirectory(prefix="sciatica-intake-demo-", ignore_cleanup_errors=True) as folder:
        # The demo remembers nothing, and does not touch what the real program remembers.
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, folder)
        app = make_application()
        WheelGuard(app)
        window = MainWindow()
        place = Path(folder, "records.db")
        desk = Desk(window, place, desk=DESK, one_click=one_click(), open_now=partial(open_clinic, place))
        desk.show_first()
        window.restore_place()
        window.show()
        QTimer.singleShot(0, desk, desk.start)
        return app.exec()


def open_clinic(place: Path, *, without: str = "") -> Opened:
    """Make and fill the clinic; its key exists in this process only."""
    from forms.content import load_content
    from forms.records.store import open_store

    content = load_content()
    key = secrets.token_bytes(_KEY_BYTES)
    store = open_store(place, key)
    now = datetime.now().astimezone()
    furnish(store, content, now=now, today=now.date(), without=without)
    return Opened(store, content, store.practitioners(), demo_data()["details"]["clinic_name"])


def walk_off_screen(output: Path) -> int:
    """Walk one example from the desk to the signed sheet, without a display; leaves the PDF and pictures."""
    from desktop.demo_walk import Walk

    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(f"The folder {output} cannot be made: {error.strerror}. Name another one with --output.", file=sys.stderr)
        return 2
    if not isinstance(QApplication.instance(), QApplication):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="sciatica-intake-demo-", ignore_cleanup_errors=True) as folder:
        for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(form, QSettings.Scope.UserScope, folder)
        make_application(Theme("light"))
        place = Path(folder, "records.db")
        walk = Walk(output, place, partial(open_clinic, place, without=demo_data()["walk"]["example"]))
        try:
            left = walk.go()
        except SciaticaIntakeError as error:
            print(error, file=sys.stderr)
            return 2
        finally:
            walk.close()
    assert QGuiApplication.instance() is not None
    print(f"Walked {walk.title} through the window, from registering to the signed sheet. Left in {output}:")
    for path, what in left:
        print(f"  {path.name:<28}{what}")
    return 0
