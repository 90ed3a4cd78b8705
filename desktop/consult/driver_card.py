"""One driver: its letter and hue, its band and points, what fits, what does not, and what is missing."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.consult.line_button import LineButton
from desktop.consult.reason_row import ReasonRow
from desktop.consult.reasons import DriverView, MissingLine, ReasonLine
from desktop.theme import current_theme, px
from desktop.widgets.buttons import LinkButton
from desktop.widgets.card import Card
from desktop.widgets.painting import begin, box, rounded
from desktop.widgets.styled_label import StyledLabel

_MOST_MISSING = 4


def driver_role(driver_id: str) -> str:
    """The colour role of a driver's hue."""
    return f"driver_{driver_id.lower()}"


class DriverLetter(QWidget):
    """The letter of a driver in its hue."""

    def __init__(self, driver_id: str, parent: QWidget | None, *, is_faint: bool = False, size: int = 34) -> None:
        super().__init__(parent)
        self._id = driver_id
        self._is_faint = is_faint
        self._size = size
        self.setAccessibleName(driver_id)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(self, self._size), px(self, self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin(self)
        theme = current_theme()
        hue = theme.colour("text_quiet" if self._is_faint else driver_role(self._id))
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill = theme.colour("surface_raised") if self._is_faint else hue
        box(painter, rounded(rect, px(self, 8)), fill=fill, edge=hue, width=1.5)
        painter.setFont(theme.font("section"))
        painter.setPen(hue if self._is_faint else theme.colour("surface_raised"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._id)
        painter.end()


class DriverCard(Card):
    """Signals:
    answer_requested: show the answer or question of this key.
    """

    answer_requested = Signal(str)

    def __init__(self, driver: DriverView, headings: tuple[str, str], parent: QWidget | None, *, faint: bool) -> None:
        super().__init__("", parent, margin=20)
        self._driver = driver
        self._role = driver_role(driver.id)
        self._faint = faint
        self.body.setSpacing(px(self, 2))
        self.body.addLayout(self._head())
        if driver.note:
            self.body.addWidget(StyledLabel(driver.note, "secondary", self))
        for heading, lines in zip(headings, (driver.fits, driver.does_not_fit), strict=True):
            if lines:
                self._add_heading(heading)
                self._add_reasons(lines)
        if not driver.fits and not driver.does_not_fit:
            self.body.addWidget(StyledLabel(self.tr("Nothing answered so far speaks for or against it."), "body", self))
        if driver.missing:
            self._add_heading(self.tr("Missing"))
            self._add_missing(driver.missing)
        self.setAccessibleName(f"{driver.id} {driver.title}: {driver.band_words}")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._faint:
            return
        painter = begin(self)
        bar = QRectF(0, px(self, 16), px(self, 4), px(self, 42))
        box(painter, rounded(bar, 2), fill=current_theme().colour(self._role), edge=current_theme().colour(self._role))
        painter.end()

    def _head(self) -> QHBoxLayout:
        driver = self._driver
        head = QHBoxLayout()
        head.setSpacing(px(self, 12))
        head.addWidget(DriverLetter(driver.id, self, is_faint=self._faint), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(StyledLabel(driver.title, "section", self, role="text_quiet" if self._faint else ""))
        band = driver.band_words
        if driver.place:
            place = self.tr("leads the programme") if driver.place == "lead" else self.tr("added to the programme")
            band = f"{band} · {place}"
        words.addWidget(StyledLabel(band, "body", self, role="text_quiet" if self._faint else self._role))
        head.addLayout(words, 1)
        label = StyledLabel(self._points_words(), "number", self, role="text_quiet" if self._faint else "", wraps=False)
        head.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _points_words(self) -> str:
        points = self._driver.points
        number = str(points).replace("-", "\u2212")
        return self.tr("1 point") if points == 1 else self.tr("{number} points").format(number=number)

    def _add_heading(self, words: str) -> None:
        self.body.addSpacing(px(self, 10))
        self.body.addWidget(StyledLabel(words, "strong", self))

    def _add_reasons(self, lines: Sequence[ReasonLine]) -> None:
        for line in lines:
            row = ReasonRow(line, self._role, self, is_faint=self._faint)
            row.answer_requested.connect(self.answer_requested)
            self.body.addWidget(row)

    def _add_missing(self, lines: Sequence[MissingLine]) -> None:
        self._rest: list[QWidget] = []
        for number, line in enumerate(lines):
            button = LineButton(line.label, self, icon_name="circle", role="edge", is_faint=True)
            button.setProperty("key", line.key)
            button.setToolTip(self.tr("Go to this question"))
            button.clicked.connect(self._on_missing_clicked)
            self.body.addWidget(button)
            if number >= _MOST_MISSING:
                button.hide()
                self._rest.append(button)
        if self._rest:
            words = self.tr("Show {count} more").format(count=len(self._rest))
            self.more = LinkButton(words, self, icon_name="chevron_down")
            self.more.clicked.connect(self._on_more_clicked)
            self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _on_missing_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.answer_requested.emit(str(sender.property("key")))

    @Slot()
    def _on_more_clicked(self) -> None:
        self.more.hide()
        for button in self._rest:
            button.show()
