"""Drawn screens, read back: no word that claims too much, and none that frightens where the patient looks on (HZ14)."""

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QGroupBox, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from forms.content import shipped_files
from forms.lint.checks import read_checks
from tests.screens import consult, intake

WORDS = read_checks(shipped_files()).words
# The intended purpose (knowledge base 7.1), read out with the paper's foot; RF12 word for word, a measure of the
# person's own weight.
IN_ITS_PLACE = ("It does not diagnose", "Lost 5% of your weight")
SCREENS: dict[str, Callable[[], QWidget]] = {
    name: build
    for name, build in (*consult.screens(), *intake.screens())
    if name.startswith(("consult_EX", "consult_explained", "patient_help", "intake_emergency", "intake_issues"))
}


def texts(screen: QWidget) -> Iterator[str]:
    """Everything a person reads on it or has read aloud."""
    for widget in (screen, *screen.findChildren(QWidget)):
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QGroupBox):
            yield widget.title()
        elif isinstance(widget, QPlainTextEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(row) for row in range(widget.count()))


@pytest.mark.parametrize("name", SCREENS)
def test_no_screen_says_a_forbidden_word(qtbot: QtBot, name: str) -> None:
    screen = SCREENS[name]()
    qtbot.addWidget(screen)
    screen.show()
    for _ in range(2):
        QThreadPool.globalInstance().waitForDone(2000)
        QApplication.processEvents()
    said = {_without(text) for text in texts(screen)}
    assert len(said) > 5
    for word in WORDS:
        if word.scope == "everybody" or name.startswith("patient"):
            assert [text for text in said if word.pattern.search(text)] == [], word.word


def _without(text: str) -> str:
    for allowed in IN_ITS_PLACE:
        text = text.replace(allowed, "")
    # How large the paper is shown is no probability.
    return re.sub(r"^(Page \d+ of \d+) · \d+ %$", r"\1", text)
