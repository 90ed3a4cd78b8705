"""The recovery key, shown once: to print and put away. Never saved to a file: that would lie beside what it opens."""

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFont, QGuiApplication, QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from desktop.start.centred import CentredPage
from desktop.theme import current_theme, px
from desktop.widgets.buttons import PrimaryButton, QuietButton
from desktop.widgets.card import Card
from desktop.widgets.option_button import CheckRow
from desktop.widgets.page_title import PageTitle
from desktop.widgets.styled_label import StyledLabel


class RecoveryKeyPage(CentredPage):
    """Signals:
    finished: the key has been put away.
    """

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=600)
        self._clinic = ""
        self._key = ""
        title = PageTitle(
            self.tr("Print your recovery key"),
            self.tr(
                "It opens the records when this computer breaks or a passphrase is forgotten. "
                "It is shown only now, and kept nowhere. Without it, lost records stay lost."
            ),
            self.card,
        )
        frame = Card("", self.card, margin=16)
        self._label = StyledLabel("", "number", frame)
        self._label.setAccessibleName(self.tr("Recovery key"))
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        frame.body.addWidget(self._label)
        self.print = QuietButton(self.tr("Print…"), self.card, icon_name="print")
        self.copy = QuietButton(self.tr("Copy"), self.card)
        self._copied = StyledLabel("", "secondary", self.card)
        tools = QHBoxLayout()
        tools.setSpacing(px(self, 8))
        for widget in (self.print, self.copy):
            tools.addWidget(widget)
        tools.addWidget(self._copied, 1)
        self.away = CheckRow(
            "away",
            self.tr("It is printed or written down, and put away where only a lead can reach it"),
            title.title.text(),
            "",
            self.card,
        )
        self.go = PrimaryButton(self.tr("Go on"), self.card)
        self.go.setToolTip(self.tr("Ctrl+Enter"))
        self.go.setEnabled(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.go)
        self.card.body.addWidget(title)
        self.card.body.addWidget(frame)
        self.card.body.addLayout(tools)
        self.card.body.addSpacing(px(self, 8))
        self.card.body.addWidget(self.away)
        self.card.body.addSpacing(px(self, 8))
        self.card.body.addLayout(foot)
        self.print.clicked.connect(self._on_print_clicked)
        self.copy.clicked.connect(self._on_copy_clicked)
        self.away.toggled.connect(self.go.setEnabled)
        self.go.clicked.connect(self._on_go_clicked)

    def show_key(self, recovery_key: str, clinic: str) -> None:
        self._key, self._clinic = recovery_key, clinic
        groups = recovery_key.split("-")
        half = (len(groups) + 1) // 2
        self._label.setText("\n".join(" – ".join(part) for part in (groups[:half], groups[half:]) if part))
        self.away.setChecked(False)
        self._copied.setText("")
        self.print.setFocus()

    def press_primary(self) -> None:
        if self.go.isEnabled():
            self.go.click()

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._key)
        self._copied.setText(self.tr("Copied. Paste it into your password safe."))

    @Slot()
    def _on_print_clicked(self) -> None:
        # 8 ms of start-up, needed once in the life of a clinic.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(self._printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._on_print_accepted)
        QDialog.open(dialog)  # the stubs know only the old one with a slot

    @Slot()
    def _on_print_accepted(self) -> None:
        painter = QPainter(self._printer)
        paint_sheet(painter, self._key, self._clinic)
        painter.end()

    @Slot()
    def _on_go_clicked(self) -> None:
        self._key = ""
        self._label.setText("")
        self.finished.emit()


def paint_sheet(painter: QPainter, recovery_key: str, clinic: str) -> None:
    """The sheet to put away, on whatever is painted on."""
    device = painter.device()
    dots = device.logicalDpiY() / 72
    page = QRectF(0, 0, device.width(), device.height()).adjusted(56 * dots, 56 * dots, -56 * dots, -56 * dots)
    translate = QCoreApplication.translate
    lines = (
        (20.0, True, translate("RecoveryKeyPage", "Recovery key of the clinic's records")),
        (14.0, False, clinic),
        (18.0, True, "\n".join((recovery_key[:17], recovery_key[18:]))),
        (
            12.0,
            False,
            translate(
                "RecoveryKeyPage",
                "Whoever has this sheet and the records file can read every record. Keep it locked away from the "
                "computer. To use it: start the program, choose “Use the recovery key”, and type the letters and "
                "digits above; capitals and hyphens do not matter.",
            ),
        ),
    )
    top = page.top()
    for points, bold, text in lines:
        font = QFont(current_theme().font())
        font.setPointSizeF(points)
        font.setBold(bold)
        painter.setFont(font)
        wrap = Qt.TextFlag.TextWordWrap.value
        rect = QRectF(page.left(), top, page.width(), page.bottom() - top)
        used = painter.boundingRect(rect, wrap, text)
        painter.drawText(rect, wrap, text)
        top = used.bottom() + 16 * dots
