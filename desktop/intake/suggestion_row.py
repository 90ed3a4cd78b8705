"""One line of what a report suggests: the question, the answer, the words that say so, and a button to confirm it."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme import current_theme, px
from desktop.widgets.buttons import QuietButton
from desktop.widgets.painting import begin, box, rounded
from desktop.widgets.styled_label import StyledLabel
from forms.exchange.imaging_report import Quote

# A quote is there to be recognised; the whole sentence is marked in the report beside it.
_MOST_QUOTED = 90


class SuggestionRow(QWidget):
    """Signals:
    toggled: confirmed or taken back.
    looked_at: the person is at this line: show its words in the report.
    """

    toggled = Signal()
    looked_at = Signal()

    def __init__(
        self,
        question: str,
        answer: str,
        quotes: tuple[Quote, ...],
        parent: QWidget | None,
        *,
        note: str = "",
        action: str = "",
    ) -> None:
        super().__init__(parent)
        self.quotes = quotes
        self._confirm_words = action or self.tr("Confirm")
        self._is_confirmed = False
        words = QVBoxLayout()
        words.setSpacing(px(self, 1))
        said = "  ".join(f"“{_short(quote.words)}”" for quote in _different(quotes)[:3])
        words.addWidget(StyledLabel(f"{question} · {said}" if said else question, "secondary", self))
        if answer:
            words.addWidget(StyledLabel(answer, "strong", self))
        if note:
            words.addWidget(StyledLabel(note, "secondary", self, role="soon"))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(self, 10), px(self, 5), px(self, 6), px(self, 5))
        row.setSpacing(px(self, 10))
        row.addLayout(words, 1)
        self.button: QuietButton | None = None
        self._spoken = f"{question}: {answer}"
        if answer or action:
            self.button = QuietButton(self._confirm_words, self)
            self.button.clicked.connect(self.toggled)
            self.button.installEventFilter(self)
            row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_confirmed(False)

    def show_confirmed(self, is_confirmed: bool) -> None:
        """Say whether the answer stands in the form now."""
        self._is_confirmed = is_confirmed
        if self.button is not None:
            words = self.tr("Take back") if is_confirmed else self._confirm_words
            self.button.setText(words)
            self.button.setAccessibleName(f"{words}: {self._spoken}")
            self.button.updateGeometry()
        self.update()

    @property
    def is_confirmed(self) -> bool:
        return self._is_confirmed

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.looked_at.emit()
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.looked_at.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fill, edge = ("good_soft", "good") if self._is_confirmed else ("surface_raised", "line")
        box(painter, rounded(rect, px(self, 8)), fill=theme.colour(fill), edge=theme.colour(edge))
        painter.end()


def _different(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Each wording once."""
    return tuple({quote.words.casefold(): quote for quote in quotes}.values())


def _short(words: str) -> str:
    """One line of it."""
    line = " ".join(words.split())
    return line if len(line) <= _MOST_QUOTED else f"{line[: _MOST_QUOTED - 1]}…"
