"""What keeps a page cheap, counted and not timed."""

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.fields.make import make_field
from desktop.theme import Theme, apply_theme
from desktop.widgets import option_button
from tests.desktop.fields.examples import EXAMPLES, TODAY, an_item


@pytest.mark.parametrize(("name", "most"), [("yes_no", 6), ("rows", 7), ("number", 8), ("date", 6), ("line", 4)])
def test_a_field_is_made_of_few_widgets(name: str, most: int, qtbot: QtBot) -> None:
    field = make_field(an_item(name), None, today=TODAY)
    qtbot.addWidget(field)
    assert 1 + len(field.findChildren(QWidget)) <= most + 1


def test_an_option_is_measured_once_for_a_font(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply_theme(qapp, Theme())
    made: list[object] = []

    def counted(*arguments: object) -> QFontMetrics:
        made.append(arguments)
        return QFontMetrics(*arguments)  # type: ignore[call-overload, no-any-return]

    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    fields = [make_field(an_item("rows"), page, today=TODAY) for _ in range(5)]
    for field in fields:
        layout.addWidget(field)
    monkeypatch.setattr(option_button, "QFontMetrics", counted)
    page.show()
    for width in (900, 700, 800, 900):
        page.resize(width, 700)
        QApplication.processEvents()
    assert len(made) <= sum(len(field.item.options) for field in fields)


def test_issues_and_read_aloud_cost_nothing_until_they_are_wanted(qtbot: QtBot) -> None:
    for name in EXAMPLES:
        field = make_field(an_item(name), None, today=TODAY)
        qtbot.addWidget(field)
        before = len(field.findChildren(QWidget))
        field.show_issue("Mend this.")
        assert len(field.findChildren(QWidget)) == before + 1
