"""Today: who is here, how far each has come, and who needs a physio now."""

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.reception.call_banner import CallBanner
from desktop.reception.day import DayLine, Group
from desktop.reception.line_list import Line, LineList
from desktop.theme import px
from desktop.widgets.buttons import QuietButton
from desktop.widgets.card import Card
from desktop.widgets.date_text import date_words
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.page_title import PageTitle


class DayList(QWidget):
    """Signals:
    visit_chosen: carries the encounter id.
    called: somebody has called a physio to this visit; carries its id.
    """

    visit_chosen = Signal(str)
    called = Signal(str)

    def __init__(self, today: date, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._today = today
        self._lines: tuple[DayLine, ...] = ()
        self._banners: list[CallBanner] = []
        self._title = PageTitle(self.tr("Today"), date_words(today), self)
        self.handouts = QuietButton(self.tr("Today's handouts"), self, icon_name="print")
        self.handouts.hide()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.handouts, 0, Qt.AlignmentFlag.AlignTop)
        self._calls = QVBoxLayout()
        self._calls.setSpacing(px(self, 8))
        self.list = LineList(self.tr("Today's visits"), self)
        self._empty = EmptyState(
            self.tr("Nobody is here yet"),
            self.tr("Find the first person on the left, or add them. Their visit then stands here."),
            self,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(self, 8))
        layout.addLayout(head)
        layout.addLayout(self._calls)
        self._sheet = Card("", self, margin=8)
        self._sheet.body.addWidget(self.list)
        self._sheet.hide()
        layout.addWidget(self._sheet, 1)
        layout.addWidget(self._empty, 1)
        self.list.chosen.connect(self.visit_chosen)

    @property
    def lines(self) -> tuple[DayLine, ...]:
        return self._lines

    @property
    def call_banners(self) -> tuple[CallBanner, ...]:
        return tuple(self._banners)

    def set_today(self, today: date) -> None:
        self._today = today
        self._title.intro.setText(date_words(today))

    def show_day(self, lines: tuple[DayLine, ...]) -> None:
        if lines == self._lines:
            return
        self._lines = lines
        shown: list[Line] = []
        groups: tuple[tuple[Group, str], ...] = (
            ("here", self.tr("Here now")),
            ("earlier", self.tr("Not finished, from an earlier day")),
            ("finished", self.tr("Finished today")),
        )
        for group, name in groups:
            members = [line for line in lines if line.group == group]
            if members:
                shown.append(Line("", f"{name} · {len(members)}"))
                shown += [self._line(line) for line in members]
        self.list.set_lines(shown)
        self._sheet.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        self._show_calls([line for line in lines if line.call is not None])

    def _show_calls(self, calls: list[DayLine]) -> None:
        """The unanswered ones first."""
        calls.sort(key=lambda line: bool(line.call and line.call.called_by))
        while len(self._banners) < len(calls):
            banner = CallBanner(self)
            banner.called.connect(self.called)
            self._banners.append(banner)
            self._calls.addWidget(banner)
        while len(self._banners) > len(calls):
            banner = self._banners.pop()
            banner.hide()
            banner.deleteLater()
        for banner, line in zip(self._banners, calls, strict=True):
            assert line.call is not None
            who = f"{line.opened_at.astimezone():%H:%M} {line.patient.display_name}"
            banner.show_call(line.encounter_id, who, line.call)

    def _line(self, line: DayLine) -> Line:
        when = f"{line.opened_at.astimezone():%H:%M}" if line.intake_date == self._today else ""
        facts = self.tr("born {day} · no. {number}").format(
            day=date_words(line.patient.birth_date), number=line.patient.clinic_no
        )
        if not when:
            facts = f"{date_words(line.intake_date)} · {facts}"
        tier = "" if line.tier == "none" else line.tier
        return Line(line.encounter_id, line.patient.display_name, facts, when, self._state(line), tier)

    def _state(self, line: DayLine) -> str:
        words = {
            "not started": self.tr("not started"),
            "filling in": self.tr("filling in · {left} left, {needed} needed").format(
                left=line.left, needed=line.required
            ),
            "ready": self.tr("ready for the physio, who has {count} private to ask").format(count=line.private)
            if line.private
            else self.tr("ready for the physio"),
            "signed": self.tr("programme signed"),
            "finished": self.tr("finished"),
            "unknown": "",
        }
        return words[line.state]

    @Slot()
    def focus_first(self) -> None:
        self.list.go_to_first()
