"""Paper out of the printer: each page is drawn away from the window and laid on the sheet, one after the other."""

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSettings, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop.background import BackgroundTask
from desktop.consult.papers import FinishedPaper, PagePicture, render_page

# Enough for print that is read at arm's length; a page at this size is some ten megabytes while it is drawn.
_DOTS_AN_INCH = 200
_SIDES = "consult/print_sides"
PAPER_SIZE = "consult/paper_size"


def prepare(printer: QPrinter, paper: FinishedPaper) -> None:
    """The paper's own size and no margins of the printer's: the pages have theirs."""
    first = paper.pages[0]
    letter = first.width > 600
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    printer.setResolution(_DOTS_AN_INCH)
    printer.setDocName("Sciatica Intake")  # print queues are seen by others: no name, no number


def remember_sides(printer: QPrinter) -> None:
    """One side or both, as chosen last at this desk."""
    QSettings().setValue(_SIDES, printer.duplex().name)


def recall_sides(printer: QPrinter) -> None:
    """As it was chosen last; what cannot be read leaves the printer's own way."""
    kept = str(QSettings().value(_SIDES, ""))
    if kept in QPrinter.DuplexMode.__members__:
        printer.setDuplex(QPrinter.DuplexMode[kept])


class _Ending:
    """Ends a job whose page is gone; no part of the job itself, which is being destroyed then."""

    def __init__(self, painter: QPainter, printer: QPrinter) -> None:
        self._painter, self._printer = painter, printer

    def stop(self) -> None:
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()


class PrintJob(QObject):
    """One paper on one printer.

    Signals:
        progressed: a page is on its way; carries its number and how many there are.
        finished: every page has gone to the printer.
        failed: the printer did not take it, or it was stopped; carries what to do.
    """

    progressed = Signal(int, int)
    finished = Signal()
    failed = Signal(str)

    def __init__(self, printer: QPrinter, paper: FinishedPaper, pool: QThreadPool, parent: QObject) -> None:
        super().__init__(parent)
        self._printer, self._paper, self._pool = printer, paper, pool
        self._painter = QPainter()
        # Closed or signed out while printing: a printer let go under its painter takes the program down with it.
        self._ending = _Ending(self._painter, printer)
        self.destroyed.connect(self._ending.stop)
        chosen = printer.fromPage(), printer.toPage()
        first, last = chosen if chosen[0] else (1, len(paper.pages))
        # A printer that makes no copies by itself is sent the pages again.
        copies = 1 if printer.supportsMultipleCopies() else max(printer.copyCount(), 1)
        self._left = list(range(first - 1, min(last or first, len(paper.pages)))) * copies
        self._pages = len(self._left)
        self._is_first = True
        self._is_stopped = False

    def start(self) -> None:
        if not self._painter.begin(self._printer):
            self.failed.emit(self.tr("The printer did not start. Check that it is on and has paper, or save the PDF."))
            return
        self._next()

    @Slot()
    def stop(self) -> None:
        """Send no further page; what the printer has already may still come out."""
        self._is_stopped = True

    def _next(self) -> None:
        if self._is_stopped:
            self._ending.stop()
            self.failed.emit(self.tr("Stopped. Pages that were already sent may still come out of the printer."))
            return
        if not self._left:
            self._painter.end()
            self.finished.emit()
            return
        self.progressed.emit(self._pages - len(self._left) + 1, self._pages)
        content, page = self._paper.content, self._left.pop(0)

        def draw() -> PagePicture:
            return render_page(content, page, scale=_DOTS_AN_INCH / 72)

        task = BackgroundTask(draw, self)
        task.succeeded.connect(self._on_drawn)
        task.failed.connect(self._on_failed)
        task.start(self._pool)

    @Slot(object)
    def _on_drawn(self, picture: PagePicture) -> None:
        if not self._is_first and not self._printer.newPage():
            self._painter.end()
            self.failed.emit(self.tr("The printer stopped. Check it, then print again."))
            return
        self._is_first = False
        image = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
        rect = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        self._painter.drawImage(QRectF(0, 0, rect.width(), rect.height()), image)
        self._next()

    @Slot(object)
    def _on_failed(self, _error: Exception) -> None:
        self._painter.end()
        self.failed.emit(self.tr("A page could not be drawn. Save the PDF and print it from another program."))
