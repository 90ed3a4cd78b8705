"""Every paper of a visit can be had in the window, each when it may be, and none is taken for another."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.consult.consult_page import SIGN, ConsultPage
from desktop.consult.papers import FinishedPaper
from desktop.consult.sign_page import SignPage
from desktop.pdfium import PDFIUM
from desktop.theme import Theme, apply_theme
from forms.records.store import Store
from forms.response import Value
from tests.desktop.consult.people import a_consult, a_second_visit
from tests.reports.pdf import texts

Open = Callable[..., SignPage]


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    apply_theme(qapp, Theme("light"))


@pytest.fixture
def open_sign(qtbot: QtBot, store: Store) -> Iterator[Open]:
    pages: list[ConsultPage] = []

    def opened(example: str, *, second: bool = False, view: bool = True, **answers: Value) -> SignPage:
        page = a_second_visit(store, example) if second else a_consult(store, example, answers=dict(answers))
        if view:
            page.model.enter_view(("A",), "")
        qtbot.addWidget(page)
        page.resize(1366, 668)
        page.show()
        pages.append(page)
        page.go_to_step(SIGN)
        found = page.page(SIGN)
        assert isinstance(found, SignPage)
        return found

    yield opened
    for page in pages:
        page.close()


def choose(sign: SignPage, kind: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(sign.kind_row.button(kind), Qt.MouseButton.LeftButton)


def paper_of(sign: SignPage, qtbot: QtBot) -> FinishedPaper:
    qtbot.waitUntil(lambda: sign.paper is not None, timeout=15_000)
    assert sign.paper is not None
    return sign.paper


def words_of(paper: FinishedPaper) -> str:
    # The preview may be drawing a page meanwhile, and PDFium is used by one thread at a time.
    with PDFIUM:
        return texts(paper.content)[0]


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("clinician summary", "Clinician summary"),
        ("letter to the GP", "Casey Lorrimore-Test"),
        ("outcome report", "Casey Lorrimore-Test"),
    ],
)
def test_a_paper_for_colleagues_is_shown_and_is_not_for_the_patient(
    kind: str, says: str, qtbot: QtBot, open_sign: Open
) -> None:
    sign = open_sign("EX01", cons_gp_share="yes", nprs_leg=6.0)
    choose(sign, kind, qtbot)
    paper = paper_of(sign, qtbot)
    assert paper.kind == kind
    assert says in words_of(paper)
    assert not sign.language_row.isVisible()
    assert not sign.layout_row.isVisible()
    assert sign.go.isEnabled()


def test_a_letter_that_may_not_go_says_why_and_shows_no_other_paper_in_its_place(qtbot: QtBot, open_sign: Open) -> None:
    sign = open_sign("EX01")
    paper_of(sign, qtbot)
    choose(sign, "letter to the GP", qtbot)
    qtbot.waitUntil(lambda: "GP" in sign._waiting.text(), timeout=15_000)
    assert not sign.preview.isVisible()
    assert not sign.go.isEnabled()
    choose(sign, "programme", qtbot)
    assert paper_of(sign, qtbot).kind == "programme"
    qtbot.waitUntil(sign.preview.isVisible)


def test_an_emergency_can_be_referred_before_anybody_has_thought_of_drivers(qtbot: QtBot, open_sign: Open) -> None:
    sign = open_sign("EX08", view=False)
    assert paper_of(sign, qtbot).kind == "emergency card"
    choose(sign, "referral letter", qtbot)
    paper = paper_of(sign, qtbot)
    assert paper.kind == "referral letter"
    assert "Referral" in words_of(paper)
    assert sign.go.isEnabled()
    choose(sign, "clinician summary", qtbot)
    assert sign.paper is None
    assert not sign.go.isEnabled()


@pytest.mark.parametrize("kind", ["clinician summary", "letter to the GP", "outcome report"])
def test_in_an_emergency_nothing_but_card_and_referral_is_printed(kind: str, qtbot: QtBot, open_sign: Open) -> None:
    sign = open_sign("EX08", nprs_leg=6.0, cons_gp_share="yes")
    choose(sign, kind, qtbot)
    qtbot.waitUntil(lambda: "only the emergency card" in sign._waiting.text(), timeout=15_000)
    assert not sign.go.isEnabled()
    assert not sign.save.isEnabled()


def test_nothing_open_means_nothing_to_refer(qtbot: QtBot, open_sign: Open) -> None:
    sign = open_sign("EX01")
    choose(sign, "referral letter", qtbot)
    qtbot.waitUntil(lambda: "nothing to refer" in sign._waiting.text(), timeout=15_000)
    assert not sign.go.isEnabled()


def test_the_outcomes_are_those_of_every_visit(qtbot: QtBot, open_sign: Open) -> None:
    sign = open_sign("EX05", second=True)
    choose(sign, "outcome report", qtbot)
    paper = paper_of(sign, qtbot)
    assert len(paper.order.visits) == 2
    words = words_of(paper)
    assert all(f"{visit.authored.day} " in words for visit in paper.order.visits)
