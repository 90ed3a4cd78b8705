"""Draws every screen, light and dark, at 100 % and 200 % text: `python -m tests.screens.gallery FOLDER [name ...]`.

Each module beside this one that has `screens()` takes part: it yields a name and a function that builds a widget.
"""

import importlib
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget

import tests.screens
from desktop.app import make_application
from desktop.theme import Scheme, Theme, apply_theme

SIZE = (1366, 768)
SCALES = (1.0, 2.0)


def all_screens() -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Every screen of every module here, by name."""
    for module in sorted(pkgutil.iter_modules(tests.screens.__path__), key=lambda one: one.name):
        found = getattr(importlib.import_module(f"tests.screens.{module.name}"), "screens", None)
        if found is not None:
            yield from found()


def draw(app: QApplication, build: Callable[[], QWidget], theme: Theme, path: Path) -> None:
    """Build one screen in one look, let it settle, and save it."""
    apply_theme(app, theme)
    widget = build()
    if widget.width() < 400 or (widget.isWindow() and not widget.isVisible() and widget.width() == 640):
        widget.resize(*SIZE)
    widget.show()
    for _ in range(3):
        QThreadPool.globalInstance().waitForDone(2000)
        QApplication.processEvents()
    widget.grab().save(str(path))
    widget.hide()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def main(folder: Path, wanted: list[str]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder / ".settings"))
    app = make_application(Theme("light"))
    count = 0
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for name, build in all_screens():
        if wanted and not any(part in name for part in wanted):
            continue
        for scheme in schemes:
            for scale in SCALES:
                draw(app, build, Theme(scheme, scale), folder / f"{name}_{scheme}_{round(scale * 100)}.png")
                count += 1
    print(f"{count} pictures in {folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2:]))
