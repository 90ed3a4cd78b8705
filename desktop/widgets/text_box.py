"""One line to type in, with our frame; and a pause that tells typing from having typed."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.theme import control_height, px
from desktop.widgets.painting import frame

# Half a number or date is another number or date: a pause this long is taken as "I have written it".
PAUSE_MS = 600
# Whatever was typed must not be lost: after this pause it goes to the disk, a quarter of a second after the last key.
KEEP_PAUSE_MS = 100


def see_through(widget: QWidget) -> None:
    """Let what is painted behind an editor show; the other colours still follow the theme."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
    widget.setPalette(palette)


class TypingPause(QTimer):
    """Runs out when nobody has typed for a moment: start it at each key."""

    def __init__(self, parent: QWidget, wait_ms: int = PAUSE_MS) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(wait_ms)


def is_for_the_window(event: QEvent, *, can_undo: bool, can_redo: bool) -> bool:
    """Whether this key is Undo or Redo with nothing to undo or redo in the editor itself."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        return not can_undo
    return event.matches(QKeySequence.StandardKey.Redo) and not can_redo


class TextBox(QLineEdit):
    """A line edit. `spoken` names it for screen readers; `characters` is how wide it likes to be."""

    def __init__(self, spoken: str, parent: QWidget | None, *, characters: int = 40) -> None:
        super().__init__(parent)
        self.setFrame(False)
        see_through(self)
        self.setAccessibleName(spoken)
        self._characters = characters
        self._wrong = False
        self.setTextMargins(px(self, 8), 0, px(self, 8), 0)

    def event(self, event: QEvent) -> bool:
        if is_for_the_window(event, can_undo=self.isUndoAvailable(), can_redo=self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def set_wrong(self, wrong: bool) -> None:
        self._wrong = wrong
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).averageCharWidth() * self._characters + px(self, 24)
        return QSize(width, control_height(self))

    def minimumSizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).averageCharWidth() * min(self._characters, 10) + px(self, 24)
        return QSize(width, control_height(self))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame(self, painter, focused=self.hasFocus(), wrong=self._wrong)
        painter.end()
        super().paintEvent(event)


class TextArea(QPlainTextEdit):
    """Several lines to type in; it grows with what is written. Tab moves on, Ctrl+Enter finishes."""

    def __init__(self, spoken: str, parent: QWidget | None, *, least_lines: int = 3, most_lines: int = 10) -> None:
        super().__init__(parent)
        self._least, self._most = least_lines, most_lines
        self._wrong = False
        self.setAccessibleName(spoken)
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        see_through(self)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(px(self, 9))
        self.textChanged.connect(self.updateGeometry)

    def event(self, event: QEvent) -> bool:
        document = self.document()
        if is_for_the_window(event, can_undo=document.isUndoAvailable(), can_redo=document.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def set_wrong(self, wrong: bool) -> None:
        self._wrong = wrong
        self.viewport().update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        lines = min(max(round(self.document().size().height()), self._least), self._most)
        return QSize(metrics.averageCharWidth() * 64, lines * metrics.lineSpacing() + 2 * px(self, 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(self, 160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame(self.viewport(), painter, focused=self.hasFocus(), wrong=self._wrong)
        painter.end()
        super().paintEvent(event)
