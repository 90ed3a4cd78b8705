"""One reason: its points, its words, its rule and grade; and where it comes from, shown when asked for."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.consult.line_button import LineButton
from desktop.consult.reasons import ReasonLine, SourceView
from desktop.theme import px
from desktop.widgets.buttons import LinkButton
from desktop.widgets.styled_label import StyledLabel


class SourceButton(LinkButton):
    """The keys of the sources; pressing it shows or hides their titles."""

    side = 6
    _column = 104

    def sizeHint(self) -> QSize:
        # One width for most, so that what stands before them makes a column.
        size = super().sizeHint()
        return QSize(max(size.width(), px(self, self._column)), px(self, 30))

    def __init__(self, sources: Sequence[SourceView], about: str, parent: QWidget | None) -> None:
        super().__init__(" ".join(source.key for source in sources), parent)
        self.setCheckable(True)
        self.setAccessibleName(self.tr("Sources of {rule}: {keys}").format(rule=about, keys=self.text()))
        self.setToolTip(self.tr("Show where this comes from"))


def source_words(sources: Sequence[SourceView]) -> str:
    """Every source with its title, a line each."""
    return "\n".join(f"{source.key}  {source.title}" for source in sources)


class ReasonRow(QWidget):
    """Signals:
    answer_requested: show the answer this rests on; carries its key.
    """

    answer_requested = Signal(str)

    def __init__(self, reason: ReasonLine, role: str, parent: QWidget | None, *, is_faint: bool = False) -> None:
        super().__init__(parent)
        self._key = reason.go_to
        quiet = f"{reason.rule} · {reason.grade}"
        text = reason.text
        if not reason.counts:
            text = self.tr("{reason} Not counted: a stronger finding of its kind counts.").format(reason=reason.text)
        self.line = LineButton(
            text,
            self,
            lead=reason.points if reason.counts else self.tr("({points})").format(points=reason.points),
            quiet=quiet,
            role=role,
            is_faint=is_faint or not reason.counts,
        )
        if reason.answered:
            self.line.setToolTip(self.tr("{answer}\nGo to this answer").format(answer=reason.answered))
        self.line.setEnabled(bool(reason.go_to))
        self.sources = SourceButton(reason.sources, reason.rule, self)
        self._titles = StyledLabel(source_words(reason.sources), "secondary", self)
        self._titles.hide()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(px(self, 4))
        layout.setVerticalSpacing(0)
        layout.addWidget(self.line, 0, 0)
        layout.addWidget(self.sources, 0, 1, Qt.AlignmentFlag.AlignTop)
        # Room around a wrapping label goes round its layout: its own margins would cut its last line off.
        under = QVBoxLayout()
        under.setContentsMargins(px(self, 44), 0, px(self, 8), 0)
        under.addWidget(self._titles)
        layout.addLayout(under, 1, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        self.line.clicked.connect(self._on_clicked)
        self.sources.toggled.connect(self._titles.setVisible)

    @Slot()
    def _on_clicked(self) -> None:
        self.answer_requested.emit(self._key)
