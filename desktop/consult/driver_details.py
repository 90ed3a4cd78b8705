"""What fits a driver, what does not, and what is missing; every sentence leads to where it comes from."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.consult.driver_tiles import driver_role
from desktop.consult.line_button import LineButton
from desktop.consult.reasons import DriverView, MissingLine, ReasonLine
from desktop.theme import px
from desktop.widgets.buttons import LinkButton
from desktop.widgets.styled_label import StyledLabel

_MOST_MISSING = 4


class _WhyLink(LinkButton):
    """Low: it stands in a line of small words."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(self, 26))


class DriverDetails(QWidget):
    """Signals:
    answer_requested: show the question of this key.
    reason_requested: show where this rule comes from; carries its id.
    driver_requested: show why the driver is where it is; carries its id.
    """

    answer_requested = Signal(str)
    reason_requested = Signal(str)
    driver_requested = Signal(str)

    def __init__(self, driver: DriverView, headings: tuple[str, str], parent: QWidget | None, *, faint: bool) -> None:
        super().__init__(parent)
        self.driver = driver
        self._role = driver_role(driver.id)
        self._faint = faint
        self.rows: list[LineButton] = []
        self._rest: list[QWidget] = []
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(px(self, 1))
        words = self.tr("Why this band?") if driver.band == "supported" else self.tr("Why not {driver}?")
        self.why = _WhyLink(words.format(driver=driver.title), self)
        self.why.clicked.connect(self._on_why_clicked)
        head = QHBoxLayout()
        head.addWidget(StyledLabel(driver.note, "secondary", self), 1)
        head.addWidget(self.why)
        self.body.addLayout(head)
        for heading, lines in zip(headings, (driver.fits, driver.does_not_fit), strict=True):
            if lines:
                self._add_heading(heading)
                for line in lines:
                    self._add_reason(line)
        if not driver.fits and not driver.does_not_fit:
            self.body.addSpacing(px(self, 8))
            self.body.addWidget(StyledLabel(self.tr("Nothing answered so far speaks for or against it."), "body", self))
        if driver.missing:
            self._add_heading(self.tr("Missing"))
            self._add_missing(driver.missing)
        self.setAccessibleName(f"{driver.id} {driver.title}: {driver.band_words}")

    def _add_heading(self, words: str) -> None:
        if self.rows:
            self.body.addSpacing(px(self, 8))
        self.body.addWidget(StyledLabel(words, "strong", self))

    def _add_reason(self, line: ReasonLine) -> None:
        text = line.text
        if not line.counts:
            text = self.tr("{reason} Not counted: a stronger finding of its kind counts.").format(reason=line.text)
        row = LineButton(
            text,
            self,
            lead=line.points if line.counts else self.tr("({points})").format(points=line.points),
            quiet=f"{line.rule} · {line.grade}",
            role=self._role,
            is_faint=self._faint or not line.counts,
        )
        row.setProperty("rule", line.rule)
        row.setToolTip(f"{line.answered}\n{self.tr('Where this comes from')}".strip())
        row.clicked.connect(self._on_reason_clicked)
        self.rows.append(row)
        self.body.addWidget(row)

    def _add_missing(self, lines: Sequence[MissingLine]) -> None:
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
    def _on_reason_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.reason_requested.emit(str(sender.property("rule")))

    @Slot()
    def _on_missing_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.answer_requested.emit(str(sender.property("key")))

    @Slot()
    def _on_why_clicked(self) -> None:
        self.driver_requested.emit(self.driver.id)

    @Slot()
    def _on_more_clicked(self) -> None:
        self.more.hide()
        for button in self._rest:
            button.show()
