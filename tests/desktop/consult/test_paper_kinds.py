"""Every paper of a visit can be had in the window, each when it may be, and none is taken for another."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.consult.sign_page import SignPage
from tests.desktop.consult.signing import OpenSign, first_page, paper_of


def choose(sign: SignPage, kind: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(sign.kind_row.button(kind), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("clinician summary", "Clinician summary"),
        ("letter to the GP", "Casey Lorrimore-Test"),
        ("outcome report", "Casey Lorrimore-Test"),
    ],
)
def test_a_paper_for_colleagues_is_shown_and_is_not_for_the_patient(
    kind: str, says: str, qtbot: QtBot, open_sign: OpenSign
) -> None:
    sign = open_sign("EX01", cons_gp_share="yes", nprs_leg=6.0)
    choose(sign, kind, qtbot)
    paper = paper_of(sign, qtbot)
    assert paper.kind == kind
    assert says in first_page(paper)
    assert not sign.language_row.isVisible()
    assert not sign.layout_row.isVisible()
    assert sign.go.isEnabled()


def test_a_letter_that_may_not_go_says_why_and_shows_no_other_paper_in_its_place(
    qtbot: QtBot, open_sign: OpenSign
) -> None:
    sign = open_sign("EX01")
    paper_of(sign, qtbot)
    choose(sign, "letter to the GP", qtbot)
    qtbot.waitUntil(lambda: "GP" in sign._waiting.text(), timeout=15_000)
    assert not sign.preview.isVisible()
    assert not sign.go.isEnabled()
    choose(sign, "programme", qtbot)
    assert paper_of(sign, qtbot).kind == "programme"
    qtbot.waitUntil(sign.preview.isVisible)


def test_an_emergency_can_be_referred_before_anybody_has_thought_of_drivers(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign("EX08", view=False)
    assert paper_of(sign, qtbot).kind == "emergency card"
    choose(sign, "referral letter", qtbot)
    paper = paper_of(sign, qtbot)
    assert paper.kind == "referral letter"
    assert "Referral" in first_page(paper)
    assert sign.go.isEnabled()
    choose(sign, "clinician summary", qtbot)
    assert sign.paper is None
    assert not sign.go.isEnabled()


@pytest.mark.parametrize("kind", ["clinician summary", "letter to the GP", "outcome report"])
def test_in_an_emergency_nothing_but_card_and_referral_is_printed(kind: str, qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign("EX08", nprs_leg=6.0, cons_gp_share="yes")
    choose(sign, kind, qtbot)
    qtbot.waitUntil(lambda: "only the emergency card" in sign._waiting.text(), timeout=15_000)
    assert not sign.go.isEnabled()
    assert not sign.save.isEnabled()


def test_nothing_open_means_nothing_to_refer(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign("EX01")
    choose(sign, "referral letter", qtbot)
    qtbot.waitUntil(lambda: "nothing to refer" in sign._waiting.text(), timeout=15_000)
    assert not sign.go.isEnabled()


def test_the_outcomes_are_those_of_every_visit(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign("EX05", second=True)
    choose(sign, "outcome report", qtbot)
    paper = paper_of(sign, qtbot)
    assert len(paper.order.visits) == 2
    words = first_page(paper)
    assert all(f"{visit.authored.day} " in words for visit in paper.order.visits)
