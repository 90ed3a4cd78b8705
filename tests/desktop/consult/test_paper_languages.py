"""The language of the paper: offered as the person prefers it, and changed by a hand."""

from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.consult.papers import FinishedPaper, make_paper
from desktop.consult.sign_page import SignPage
from forms.content import load_content, read_content
from tests.desktop.consult.signing import OpenSign, first_page, paper_of


def choose(sign: SignPage, code: str, qtbot: QtBot) -> FinishedPaper:
    qtbot.mouseClick(sign.language_row.button(code), Qt.MouseButton.LeftButton)
    return paper_of(sign, qtbot)


def test_without_a_wish_the_paper_is_english(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign()
    assert sign.language_row.code() == "en"
    assert "Your home programme" in first_page(paper_of(sign, qtbot))


def test_the_language_a_person_prefers_is_offered(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign(language="Spanish (some English)")
    assert sign.language_row.code() == "es"
    assert "Su programa para casa" in first_page(paper_of(sign, qtbot))


def test_staff_can_choose_another_language_or_two_side_by_side(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign()
    assert "Su programa para casa" in first_page(choose(sign, "es", qtbot))
    both = first_page(choose(sign, "es+en", qtbot))
    assert "Su programa para casa" in both
    assert "Your home programme" in both
    assert "Su programa" not in first_page(choose(sign, "en", qtbot))


def test_the_emergency_card_is_in_the_language_chosen(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign("EX08", language="español")
    paper = paper_of(sign, qtbot)
    assert paper.kind == "emergency card"
    assert "Pare y busque ayuda hoy" in first_page(paper)


def test_the_clinicians_summary_stays_english_and_asks_for_no_language(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign(language="Spanish")
    qtbot.mouseClick(sign.kind_row.button("clinician summary"), Qt.MouseButton.LeftButton)
    assert "Clinician summary" in first_page(paper_of(sign, qtbot))
    assert not sign.language_row.isVisible()


def test_a_language_cannot_be_left_unchosen(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign(language="Spanish")
    paper_of(sign, qtbot)
    qtbot.mouseClick(sign.language_row.button("es"), Qt.MouseButton.LeftButton)
    assert sign.language_row.code() == "es"


def test_a_signed_programme_can_be_printed_in_another_language(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign()
    paper_of(sign, qtbot)
    sign.go.click()
    paper = choose(sign, "es", qtbot)
    assert not paper.is_draft
    assert "Aprobado por Jo Physio-Demo" in first_page(paper)


def test_english_on_a_paper_in_another_language_is_said_before_it_is_printed(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign(language="Spanish")
    paper = paper_of(sign, qtbot)
    assert paper.left_in_english == ()
    assert not sign.untranslated.isVisible()
    files = dict(load_content().files)
    name = "advice/ADV_01.toml"
    files[name] = files[name].replace(b'"Pacing"', b'"Pacing yourself"')
    assessment = replace(paper.order.assessment, content=read_content(files))
    own = make_paper(replace(paper.order, assessment=assessment))
    assert own.left_in_english == ("Pacing yourself",)
    sign._say_untranslated(own)
    assert sign.untranslated.isVisible()
    assert "Pacing yourself" in sign.untranslated.text()


def test_print_is_as_large_as_was_asked_for_at_the_front_desk(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign(pt_access=("large_print",))
    assert sign.layout_row.code() == "large_18"
    large = len(paper_of(sign, qtbot).pages)
    qtbot.mouseClick(sign.layout_row.button("standard"), Qt.MouseButton.LeftButton)
    assert len(paper_of(sign, qtbot).pages) < large


def test_easy_read_is_for_who_asked_for_help_with_reading(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign(pt_access=("reading_help", "hearing"))
    assert sign.layout_row.code() == "easy_read"
    assert paper_of(sign, qtbot).order.layout == "easy_read"
