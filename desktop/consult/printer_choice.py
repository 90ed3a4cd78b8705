"""Which printer: the system's dialog, which goes when the desk is locked under it."""

from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from desktop.consult.papers import FinishedPaper
from desktop.consult.printing import prepare, recall_sides, remember_sides


def has_printer() -> bool:
    return bool(QPrinterInfo.availablePrinters())


class PrinterChoice:
    """Asks for one page at a time; `dismiss` it when the page is hidden, or it would stand over the lock."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self.dialog: QPrintDialog | None = None

    def ask(self, paper: FinishedPaper | None = None) -> QPrinter | None:
        """The printer a person chose, one side or both as the last time; None when they thought better of it.

        paper: the one to print, so that its pages can be chosen.
        """
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if paper is not None:
            prepare(printer, paper)
        recall_sides(printer)
        self.dialog = QPrintDialog(printer, self._parent)
        if paper is not None:
            self.dialog.setMinMax(1, len(paper.pages))
        is_chosen = bool(self.dialog.exec())
        self.dialog = None
        if not is_chosen:
            return None
        remember_sides(printer)
        return printer

    def dismiss(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()
