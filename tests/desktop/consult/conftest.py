"""A clinic with an encrypted store of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.consult.consult_page import SIGN, ConsultPage
from desktop.consult.sign_page import SignPage
from desktop.theme import Theme, apply_theme
from forms.records.store import Store
from forms.response import Value
from tests.desktop.consult.people import HELD, a_consult, a_second_visit, a_store
from tests.desktop.consult.signing import OpenSign


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    apply_theme(qapp, Theme("light"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as store:
        yield store


@pytest.fixture
def held() -> Iterator[list[QWidget]]:
    """Pages held until the end, as the window holds them: let go while shown, one may be collected mid-paint."""
    pages: list[QWidget] = []
    yield pages
    for page in pages:
        page.close()


@pytest.fixture(autouse=True)
def hold(held: list[QWidget]) -> Iterator[None]:
    """What a test put into HELD stays until it is over."""
    yield
    held += HELD
    HELD.clear()


@pytest.fixture
def open_sign(qtbot: QtBot, store: Store) -> Iterator[OpenSign]:
    """Opens an example where it is signed. second: its second visit; view: the physio has said what they think."""
    pages: list[ConsultPage] = []

    def opened(
        example: str = "EX01", *, language: str = "", second: bool = False, view: bool = True, **answers: Value
    ) -> SignPage:
        given = dict(answers) or None
        page = a_second_visit(store, example) if second else a_consult(store, example, language=language, answers=given)
        if view:
            page.model.enter_view(("A",), "")
        qtbot.addWidget(page)
        page.resize(1366, 668)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        pages.append(page)
        page.go_to_step(SIGN)
        found = page.page(SIGN)
        assert isinstance(found, SignPage)
        return found

    yield opened
    for page in pages:
        page.close()
