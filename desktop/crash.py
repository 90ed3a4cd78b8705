"""The last resort: when something breaks, keep the answers and say what happened.

Qt goes on after an exception in a slot, so the program does too. The log says where it broke and the kind of
error, never its text nor a value: those may be about a patient.
"""

import faulthandler
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

_MOST_LOG_BYTES = 500_000


def describe(error: BaseException) -> str:
    """The kind of error and where it happened, without any value."""
    lines = [type(error).__name__]
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"  {Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        lines.append(f"after {describe(cause)}")
    return "\n".join(lines)


class CrashGuard(QObject):
    """Install one before the first window.

    log_file: where breakages are written. keep_answers: saves what is open, and says in a few words whether it could
    ("Everything you typed is saved."); it is set once there is something to keep.

    Signals:
        broke: something broke; carries its description. It may come from any thread.
    """

    broke = Signal(str)

    def __init__(self, log_file: Path, keep_answers: Callable[[], str] | None = None) -> None:
        super().__init__()
        self.keep_answers = keep_answers
        self._log_file = log_file
        self._seen: set[str] = set()
        self._is_telling = False
        self._dialog: QMessageBox | None = None
        self.broke.connect(self._on_broke, Qt.ConnectionType.AutoConnection)

    def install(self) -> None:
        """Take every uncaught error of every thread, and hard crashes too."""
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        # It stays open for as long as the process: a hard crash writes where it was.
        self._hard = self._log_file.with_suffix(".hard.log").open("a", encoding="utf-8")
        faulthandler.enable(self._hard)

    def remove(self) -> None:
        """Give the hooks back; for tests."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        faulthandler.disable()
        self._hard.close()

    def dialog(self) -> QMessageBox | None:
        """The message on screen now."""
        return self._dialog if self._dialog is not None and self._dialog.isVisible() else None

    def _on_exception(self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.exit(130)
            return
        self._take(error)

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._take(arguments.exc_value)

    def _take(self, error: BaseException) -> None:
        description = describe(error)
        # A paint event that fails fails at every repaint: once in the log, once on screen.
        is_new = description not in self._seen
        self._seen.add(description)
        if is_new:
            self._write(description)
            self.broke.emit(description)

    def _write(self, description: str) -> None:
        try:
            if self._log_file.exists() and self._log_file.stat().st_size > _MOST_LOG_BYTES:
                self._log_file.replace(self._log_file.with_suffix(".old.log"))
            with self._log_file.open("a", encoding="utf-8") as log:
                log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {description}\n")
        except OSError:
            print(description, file=sys.stderr)

    @Slot(str)
    def _on_broke(self, description: str) -> None:
        if self._is_telling:
            return
        self._is_telling = True
        try:
            self._tell(description)
        finally:
            self._is_telling = False

    def _tell(self, description: str) -> None:
        kept = self._keep()
        app = QApplication.instance()
        if not isinstance(app, QApplication) or self.dialog() is not None:
            return
        parent: QWidget | None = QApplication.activeWindow()
        box = QMessageBox(parent)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Something went wrong"))
        box.setText(self.tr("Something went wrong in the program."))
        box.setInformativeText(kept + " " + self.tr("You can go on; if it happens again, close and open the program."))
        box.setDetailedText(description)
        box.destroyed.connect(self._on_dialog_destroyed)
        self._dialog = box
        box.open()

    def _keep(self) -> str:
        if self.keep_answers is None:
            return ""
        try:
            return self.keep_answers()
        except Exception as error:
            self._write(f"and the answers could not be kept: {describe(error)}")
            return self.tr("The last answer may not be saved. Write it down before you close the program.")

    @Slot()
    def _on_dialog_destroyed(self) -> None:
        self._dialog = None
