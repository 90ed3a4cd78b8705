"""The language of the screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.fields.make import make_field
from desktop.i18n import set_language, set_stretched
from tests.desktop.fields.examples import an_item


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    locale = QLocale()
    yield
    set_language(qapp, "en")
    QLocale.setDefault(locale)


def test_english_is_british_and_reads_from_the_left(qapp: QApplication) -> None:
    set_language(qapp, "en")
    assert QLocale().territory() == QLocale.Country.UnitedKingdom
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_stretched_words_reach_the_fields_and_can_be_taken_back(qapp: QApplication, qtbot: QtBot) -> None:
    set_stretched(qapp)
    field = make_field(an_item("weight"), None)
    qtbot.addWidget(field)
    assert "~" in field.box._switch.text()  # type: ignore[attr-defined]
    set_language(qapp, "en")
    again = make_field(an_item("weight"), None)
    qtbot.addWidget(again)
    assert "~" not in again.box._switch.text()  # type: ignore[attr-defined]
