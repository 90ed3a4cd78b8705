"""The window: header, notices, and one page at a time. It decides nothing; `desk.py` does."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.header import Header
from desktop.theme import px
from desktop.widgets.buttons import LinkButton, QuietButton
from desktop.widgets.notice import Notice

_WIDTH, _HEIGHT = 1366, 768


class MainWindow(QWidget):
    """Signals:
    undo_requested, redo_requested: take the last answer back, or give it again.
    retry_requested: try again to save.
    close_anyway_requested: close although something is not saved.
    notice_closed: the notice has been read.
    """

    undo_requested = Signal()
    redo_requested = Signal()
    retry_requested = Signal()
    close_anyway_requested = Signal()
    notice_closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sciatica Intake")
        self.setMinimumSize(720, 480)
        self.may_close: Callable[[], bool] | None = None
        self._is_alone = False
        self.header = Header(self)
        self.notice = Notice("good", "", "", self)
        self._read = QuietButton(self.tr("Understood"), self.notice)
        self.notice.add_action(self._read)
        self.trouble = Notice("emergency", "", "", self)
        self._retry = QuietButton(self.tr("Try again"), self.trouble)
        self._leave = LinkButton(self.tr("Close anyway"), self.trouble)
        self.trouble.add_action(self._leave)
        self.trouble.add_action(self._retry)
        self.stack = QStackedWidget(self)
        notices = QVBoxLayout()
        notices.setContentsMargins(px(self, 24), px(self, 8), px(self, 24), 0)
        notices.addWidget(self.trouble)
        notices.addWidget(self.notice)
        self._notices = QWidget(self)
        self._notices.setLayout(notices)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._notices)
        layout.addWidget(self.stack, 1)
        self._notices.hide()
        self.notice.hide()
        self.trouble.hide()
        self._read.clicked.connect(self.hide_notice)
        self._retry.clicked.connect(self.retry_requested)
        self._leave.clicked.connect(self.close_anyway_requested)
        self._shortcuts: list[QShortcut] = []
        for keys, signal in (
            (QKeySequence.StandardKey.Undo, self.undo_requested),
            (QKeySequence("Ctrl+Y"), self.redo_requested),
            (QKeySequence("Ctrl+Shift+Z"), self.redo_requested),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.activated.connect(signal)
            self._shortcuts.append(shortcut)

    # --- pages

    def add_page(self, page: QWidget) -> None:
        """A page that may stand in the window; Ctrl+Enter presses its primary action."""
        self.stack.addWidget(page)
        primary = getattr(page, "press_primary", None)
        if primary is not None:
            for keys in ("Ctrl+Return", "Ctrl+Enter"):
                shortcut = QShortcut(QKeySequence(keys), page)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(primary)

    def show_page(self, page: QWidget) -> None:
        if self.stack.indexOf(page) < 0:
            self.add_page(page)
        self.stack.setCurrentWidget(page)

    def remove_page(self, page: QWidget) -> None:
        self.stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    def set_alone(self, alone: bool) -> None:
        """Nothing but the page: no header, no menus, no notices, and none of their keys."""
        self._is_alone = alone
        self.header.set_reachable(not alone)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(not alone)
        self._arrange_notices()

    @property
    def page(self) -> QWidget | None:
        return self.stack.currentWidget()

    # --- notices

    def show_notice(self, title: str, text: str) -> None:
        """Something good to know, such as what was recovered."""
        self.notice.show_message("good", title, text)
        self.notice.show()
        self._arrange_notices()

    def hide_notice(self) -> None:
        self.notice.hide()
        self._arrange_notices()
        self.notice_closed.emit()

    def show_trouble(self, title: str, text: str, *, can_leave: bool = False, can_retry: bool = True) -> None:
        """Something is not saved: what to do, and what else may be done."""
        self.trouble.show_message("emergency", title, text)
        self._leave.setVisible(can_leave)
        self._retry.setVisible(can_retry)
        self.trouble.show()
        self._arrange_notices()

    def hide_trouble(self) -> None:
        self.trouble.hide()
        self._arrange_notices()

    def _arrange_notices(self) -> None:
        shown = not (self.notice.isHidden() and self.trouble.isHidden())
        self._notices.setVisible(shown and not self._is_alone)

    # --- the window itself

    def restore_place(self) -> None:
        """Where and how large the window was; sensible the first time."""
        settings = QSettings()
        kept = settings.value("window/geometry")
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            available = self.screen().availableSize()
            self.resize(min(_WIDTH, available.width()), min(_HEIGHT, available.height()))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.may_close is not None and not self.may_close():
            event.ignore()
            return
        QSettings().setValue("window/geometry", self.saveGeometry())
        super().closeEvent(event)
