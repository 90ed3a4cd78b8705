"""The wheel scrolls the page; it must never change an answer (qgis/QGIS#4245).

Our own fields do not listen to the wheel. This guards the plain Qt ones, in every window: a wheel turn over a
closed combo box, a number box or a slider goes to the page behind it. It watches windows, not widgets: a filter
on the application would see every event of every widget, and made a page half as slow again.
"""

from PySide6.QtCore import QEvent, QObject, QPointF, Slot
from PySide6.QtGui import QGuiApplication, QWheelEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollBar,
    QTabBar,
    QWidget,
)

_ANSWERS = (QComboBox, QAbstractSpinBox, QAbstractSlider, QTabBar)


class WheelGuard(QObject):
    """Install one, with the application as its parent."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusWindowChanged.connect(self._on_focus_window_changed)
        self._watch_windows()

    def watch(self, window: QWidget) -> None:
        """Guard this window from its first moment, before it has had the focus."""
        window.winId()
        handle = window.windowHandle()
        if handle is not None:
            self._watch(handle)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel or not isinstance(event, QWheelEvent):
            return False
        top = next((w for w in QApplication.topLevelWidgets() if w.windowHandle() is watched), None)
        under = top.childAt(event.position().toPoint()) if top is not None else None
        answer = _answer_at(under)
        if answer is None:
            return False
        self._scroll_page(answer, event)
        return True

    def _scroll_page(self, answer: QWidget, event: QWheelEvent) -> None:
        page = answer.parentWidget()
        while page is not None and not isinstance(page, QAbstractScrollArea):
            page = page.parentWidget()
        if page is None:
            return
        viewport = page.viewport()
        at = viewport.mapFromGlobal(event.globalPosition())
        turned = QWheelEvent(
            QPointF(at),
            event.globalPosition(),
            event.pixelDelta(),
            event.angleDelta(),
            event.buttons(),
            event.modifiers(),
            event.phase(),
            event.inverted(),
        )
        QApplication.sendEvent(viewport, turned)

    def _watch(self, window: QWindow) -> None:
        # Installing again only moves a filter to the front; there is never a second one.
        window.installEventFilter(self)

    def _watch_windows(self) -> None:
        for window in QGuiApplication.topLevelWindows():
            self._watch(window)

    @Slot(QWindow)
    def _on_focus_window_changed(self, _window: QWindow | None) -> None:
        self._watch_windows()


def _answer_at(widget: QWidget | None) -> QWidget | None:
    """The control under the wheel that would change its value, if there is one."""
    while widget is not None and not widget.isWindow():
        if isinstance(widget, QScrollBar):
            return None
        if isinstance(widget, _ANSWERS):
            return widget
        if isinstance(widget, QAbstractScrollArea):
            return None
        widget = widget.parentWidget()
    return None
