"""The papers of a visit that have gone out, each to print once more exactly as it was."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.consult.columns import clear
from desktop.consult.let_out import let_out_reason
from desktop.consult.line_button import LineButton
from desktop.theme import px
from desktop.widgets.card import Card
from desktop.widgets.date_text import date_words
from forms.records.entries import Document, DocumentEvent

Papers = tuple[tuple[Document, tuple[DocumentEvent, ...]], ...]


class PapersCard(Card):
    """Signals:
    again_requested: this paper once more; carries the Document.
    """

    again_requested = Signal(object)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(self.tr("Papers of this visit"), parent, margin=18)
        holder = QWidget(self)
        self._lines = QVBoxLayout(holder)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(px(self, 2))
        self.body.addWidget(holder)
        self._shown: Papers | None = None

    def show_papers(self, papers: Papers) -> None:
        """The newest first; what was not kept whole is named and cannot be printed again from here."""
        if papers == self._shown:
            return
        self._shown = papers
        clear(self._lines)
        gone = [(document, events) for document, events in papers if any(map(_is_going, events))]
        for document, events in reversed(gone):
            can_print = document.printing is not None
            quiet = self.tr("{what} · record {hash}").format(what=self._what(events), hash=document.sha256[:12])
            icon = "print" if can_print else "document"
            line = LineButton(self._name(document), self, icon_name=icon, quiet=quiet)
            line.setProperty("document", document)
            line.setEnabled(can_print)
            line.setToolTip(self.tr("Print it again, exactly as it was") if can_print else "")
            line.clicked.connect(self._on_clicked)
            self._lines.addWidget(line)
        self.setVisible(bool(gone))

    def lines(self) -> tuple[LineButton, ...]:
        items = (self._lines.itemAt(place) for place in range(self._lines.count()))
        return tuple(one for item in items if item is not None and isinstance(one := item.widget(), LineButton))

    def _name(self, document: Document) -> str:
        names = {
            "programme": self.tr("Home programme"),
            "emergency card": self.tr("Emergency card"),
            "clinician summary": self.tr("Clinician summary"),
            "letter to the GP": self.tr("Letter to the GP"),
            "referral letter": self.tr("Referral letter"),
            "outcome report": self.tr("Outcome report"),
        }
        return names.get(document.kind, document.kind)

    def _what(self, events: tuple[DocumentEvent, ...]) -> str:
        words = {
            "printed": self.tr("printed {when}"),
            "reprinted": self.tr("printed again {when}"),
            "saved": self.tr("saved {when}"),
            "copied": self.tr("text copied {when}"),
        }
        said = []
        for event in [one for one in events if _is_going(one)][-2:]:
            at = event.at.astimezone()
            when = f"{date_words(at.date())}, {at:%H:%M}"
            said.append(words.get(event.what, event.what + " {when}").format(when=when))
        for kept in filter(None, (let_out_reason(event.what) for event in events)):
            said.append(self.tr("let out: {reason}").format(reason=kept.reason))
        return " · ".join(said)

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        document = sender.property("document") if sender is not None else None
        if isinstance(document, Document):
            self.again_requested.emit(document)


def _is_going(event: DocumentEvent) -> bool:
    """Whether the paper went somewhere; a reason alone says that it may."""
    return let_out_reason(event.what) is None
