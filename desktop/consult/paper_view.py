"""A PDF in the window: one page at a time, drawn away from the window, with the keys one expects."""

from PySide6.QtCore import QRectF, QSize, Qt, QThreadPool, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.background import BackgroundTask
from desktop.consult.papers import FinishedPaper, PagePicture, page_text, render_page
from desktop.theme import current_theme, px
from desktop.widgets.buttons import IconButton, LinkButton
from desktop.widgets.painting import begin
from desktop.widgets.styled_label import StyledLabel

# As wide as there is room, the whole page in sight, or a factor of the paper's own size.
FIT_WIDTH = 0.0
FIT_PAGE = -1.0
_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_SETTLE_MS = 120
# Pixels across a page at most: some ninety megabytes while it is in sight, and finer than any printer's.
_WIDEST = 4000
_SCROLLING_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class _Sheet(QWidget):
    """The page itself, white in every theme: it is paper."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture: PagePicture | None = None  # the image's pixels are its bytes
        self._image: QImage | None = None
        self.wanted = QSize(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: PagePicture | None) -> None:
        """The page as drawn; None leaves white paper. Nothing of the picture before is kept."""
        self._image = self._picture = None
        if picture is not None:
            self._picture = picture
            size, kind = (picture.width, picture.height), QImage.Format.Format_RGB32
            self._image = QImage(picture.pixels, *size, picture.stride, kind)
        self.update()

    def sizeHint(self) -> QSize:
        return self.wanted

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRectF(self.rect())
        painter.fillRect(rect, Qt.GlobalColor.white)
        if self._image is not None:
            painter.drawImage(rect, self._image)
        painter.setPen(current_theme().colour("edge"))
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


class _Desk(QScrollArea):
    """Scrolls by arrow and wheel, and leaves the other keys and Ctrl+wheel to the view: alone, it would keep them.

    Signals:
        zoom_turned: the wheel was turned with Ctrl held; True away from the person, for larger.
    """

    zoom_turned = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _SCROLLING_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif turned:
            event.accept()
            self.zoom_turned.emit(turned > 0)


class PaperView(QWidget):
    """Page Up and Page Down turn pages, Home and End go to the first and the last. Ctrl with plus, minus or the wheel
    zooms, Ctrl+0 fits the width, Ctrl+9 the whole page.

    Signals:
        failed: a page could not be drawn; carries what to do.
    """

    failed = Signal(str)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._paper: FinishedPaper | None = None
        self._page = 0
        self._zoom = FIT_WIDTH
        self._drawn: tuple[int, int] | None = None
        self._asked: tuple[int, int] | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self._build()

    def _build(self) -> None:
        self.whose = StyledLabel("", "strong", self)
        self._where = StyledLabel("", "secondary", self, wraps=False)
        self.previous = IconButton("arrow_up", self.tr("Page before (Page Up)"), self)
        self.next = IconButton("arrow_down", self.tr("Next page (Page Down)"), self)
        self.smaller = IconButton("minus", self.tr("Smaller (Ctrl+-)"), self)
        self.larger = IconButton("plus", self.tr("Larger (Ctrl++)"), self)
        self.fit = LinkButton(self.tr("Fit width"), self)
        self.fit.setToolTip(self.tr("As wide as there is room (Ctrl+0)"))
        self.whole = LinkButton(self.tr("Whole page"), self)
        self.whole.setToolTip(self.tr("All of the page in sight (Ctrl+9)"))
        tools = QHBoxLayout()
        tools.setSpacing(px(self, 2))
        tools.addWidget(self.whose, 1)
        for widget in (self._where, self.previous, self.next, self.smaller, self.larger, self.fit, self.whole):
            tools.addWidget(widget)
        self._sheet = _Sheet(self)
        self._scroll = _Desk(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll.setWidget(self._sheet)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(self.tr("The paper"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 8))
        layout.addLayout(tools)
        layout.addWidget(self._scroll, 1)
        self.setFocusProxy(self._scroll)
        self.previous.clicked.connect(self.previous_page)
        self.next.clicked.connect(self.next_page)
        self.smaller.clicked.connect(self.zoom_out)
        self.larger.clicked.connect(self.zoom_in)
        self.fit.clicked.connect(self.zoom_fit)
        self.whole.clicked.connect(self.zoom_whole)
        self._scroll.zoom_turned.connect(self._on_zoom_turned)
        self._show_where()

    # --- what is shown

    @property
    def page(self) -> int:
        """The page on view, counted from 0."""
        return self._page

    @property
    def is_drawn(self) -> bool:
        """Whether the page on view has been drawn at its size."""
        return self._paper is not None and self._key() == self._drawn

    def show_paper(self, paper: FinishedPaper, whose: str) -> None:
        """Show this paper; `whose` names the person in words, against the wrong paper for the wrong person."""
        self._paper = paper
        self._forget_picture()
        self._page = min(self._page, len(paper.pages) - 1)
        self.whose.setText(whose)
        self._lay_out()

    def clear(self) -> None:
        self._paper = None
        self._forget_picture()
        self._page = 0
        self.whose.setText("")
        self._sheet.wanted = QSize(1, 1)
        self._sheet.resize(1, 1)
        self._show_where()

    def _forget_picture(self) -> None:
        self._drawn = None
        self._sheet.show_picture(None)
        self._scroll.setAccessibleDescription("")

    # --- going about

    @Slot()
    def next_page(self) -> None:
        if self._paper is not None and self._page + 1 < len(self._paper.pages):
            self._turn(self._page + 1)

    @Slot()
    def previous_page(self) -> None:
        if self._page:
            self._turn(self._page - 1)

    @Slot()
    def zoom_in(self) -> None:
        self._set_zoom(next((zoom for zoom in _ZOOMS if zoom > self._factor() + 0.01), _ZOOMS[-1]))

    @Slot()
    def zoom_out(self) -> None:
        self._set_zoom(next((zoom for zoom in reversed(_ZOOMS) if zoom < self._factor() - 0.01), _ZOOMS[0]))

    @Slot()
    def zoom_fit(self) -> None:
        self._set_zoom(FIT_WIDTH)

    @Slot()
    def zoom_whole(self) -> None:
        self._set_zoom(FIT_PAGE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_PageDown:
            self.next_page()
        elif event.key() == Qt.Key.Key_PageUp:
            self.previous_page()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._paper is not None:
            self._turn(0 if event.key() == Qt.Key.Key_Home else len(self._paper.pages) - 1)
        elif control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif control and event.key() == Qt.Key.Key_Minus:
            self.zoom_out()
        elif control and event.key() == Qt.Key.Key_0:
            self.zoom_fit()
        elif control and event.key() == Qt.Key.Key_9:
            self.zoom_whole()
        else:
            super().keyPressEvent(event)

    @Slot(bool)
    def _on_zoom_turned(self, is_larger: bool) -> None:
        if is_larger:
            self.zoom_in()
        else:
            self.zoom_out()

    def _turn(self, page: int) -> None:
        self._page = page
        self._scroll.verticalScrollBar().setValue(0)
        self._lay_out()

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom in (FIT_WIDTH, FIT_PAGE):
            self._lay_out()

    # --- drawing

    def _factor(self) -> float:
        """Pixels of the window for a point of the paper, relative to the paper's own size on this screen."""
        if self._paper is None:
            return 1.0
        if self._zoom not in (FIT_WIDTH, FIT_PAGE):
            return self._zoom
        page, dots = self._paper.pages[self._page], self.logicalDpiX() / 72
        # The bar is reckoned with before it is there, or the page would be too wide once it is.
        room = self._scroll.width() - self._scroll.verticalScrollBar().sizeHint().width() - px(self, 4)
        factor = room / (page.width * dots)
        if self._zoom == FIT_PAGE:
            factor = min(factor, (self._scroll.height() - px(self, 4)) / (page.height * dots))
        return max(factor, 0.2)

    def _key(self) -> tuple[int, int]:
        return self._page, min(round(self._sheet.wanted.width() * self.devicePixelRatioF()), _WIDEST)

    def _lay_out(self) -> None:
        if self._paper is None:
            return
        size = self._paper.pages[self._page]
        scale = self._factor() * self.logicalDpiX() / 72
        self._sheet.wanted = QSize(round(size.width * scale), round(size.height * scale))
        self._sheet.resize(self._sheet.wanted)
        self._sheet.setAccessibleName(self._where_words())
        self._show_where()
        if self._drawn is not None and self._drawn[0] == self._page:
            # The old picture of this page, stretched, until the new one is drawn.
            if not self.is_drawn:
                self._settle.start()
        else:
            self._forget_picture()  # never that of another page
            self._ask()
        self._sheet.update()

    @Slot()
    def _ask(self) -> None:
        if self._paper is None or self.is_drawn or self._asked == self._key():
            return
        content, page = self._paper.content, self._page
        self._asked = self._key()
        scale = self._asked[1] / self._paper.pages[page].width

        def draw() -> tuple[bytes, tuple[int, int], PagePicture, str]:
            return content, key, render_page(content, page, scale=scale), page_text(content, page)

        key = self._asked
        task = BackgroundTask(draw, self)
        task.succeeded.connect(self._on_drawn)
        task.failed.connect(self._on_failed)
        task.start(self._pool)

    @Slot(object)
    def _on_drawn(self, outcome: tuple[bytes, tuple[int, int], PagePicture, str]) -> None:
        content, key, picture, text = outcome
        self._asked = None
        if self._paper is None or content is not self._paper.content:
            self._ask()
            return
        if key == self._key():
            # Only what is in sight is kept: a page is drawn in less time than it takes to look for it.
            self._drawn = key
            self._sheet.show_picture(picture)
            self._scroll.setAccessibleDescription(text)  # the page read out, for whoever does not see the picture
        else:
            self._ask()

    @Slot(object)
    def _on_failed(self, _error: Exception) -> None:
        self._asked = None
        self.failed.emit(self.tr("This page could not be drawn. Save the PDF and open it in another program."))

    # --- words

    def _where_words(self) -> str:
        if self._paper is None:
            return ""
        return self.tr("Page {page} of {pages}").format(page=self._page + 1, pages=len(self._paper.pages))

    def _show_where(self) -> None:
        words = self._where_words()
        self._scroll.setAccessibleName(f"{self.tr('The paper')} {words}".strip())
        if words:
            words += " · " + self.tr("{percent} %").format(percent=round(self._factor() * 100))
        self._where.setText(words)
        pages = len(self._paper.pages) if self._paper is not None else 0
        self.previous.setEnabled(self._page > 0)
        self.next.setEnabled(self._page + 1 < pages)
        for button in (self.smaller, self.larger, self.fit, self.whole):
            button.setEnabled(self._paper is not None)
