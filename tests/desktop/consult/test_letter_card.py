"""A physio's part of a letter, on the real page: to whom, in what words, seen as printed and never lost."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.consult import sign_page
from desktop.consult.consult_page import SIGN, STORY, ConsultPage
from desktop.consult.letter_words import LetterKind
from desktop.consult.papers import FinishedPaper, PaperOrder, make_paper
from desktop.consult.sign_page import SignPage
from forms.letters import MOST_CHARACTERS
from forms.records.store import Store, open_store
from forms.response import Value
from tests.desktop.consult.people import KEY, PHYSIO, consult_of
from tests.desktop.consult.signing import OpenSign, first_page, paper_of
from tests.desktop.consult.test_paper_kinds import choose
from tests.desktop.consult.test_printing_again import birth_date_of, print_once, to_a_file, type_birth_date
from tests.reports.test_handout import HOSTILE

REFERRAL: LetterKind = "referral letter"
GP: LetterKind = "letter to the GP"
Opened = Callable[..., SignPage]


@pytest.fixture
def open_letter(qtbot: QtBot, open_sign: OpenSign) -> Opened:
    """Opens the letter of an example, once it has been made."""

    def opened(kind: LetterKind, example: str = "", **answers: Value) -> SignPage:
        sign = open_sign(example or ("EX09" if kind == REFERRAL else "EX01"), **{"cons_gp_share": "yes", **answers})
        choose(sign, kind, qtbot)
        paper_of(sign, qtbot)
        return sign

    return opened


def consult_with(sign: SignPage) -> ConsultPage:
    page: QWidget | None = sign
    while page is not None and not isinstance(page, ConsultPage):
        page = page.parentWidget()
    assert page is not None
    return page


def write(sign: SignPage, qtbot: QtBot, words: str, place: str = "note") -> FinishedPaper:
    """Type into a place of the letter, and wait for the letter with it."""
    before = sign.paper
    area = getattr(sign.letter, place).area
    area.setFocus()
    qtbot.keyClicks(area, words)
    qtbot.waitUntil(lambda: sign.paper is not None and sign.paper is not before, timeout=15_000)
    return paper_of(sign, qtbot)


# --- to whom


def test_the_first_who_can_be_reached_is_chosen_and_who_cannot_says_what_is_missing_and_where(
    open_letter: Opened,
) -> None:
    sign = open_letter(REFERRAL)
    card = sign.letter
    assert card.isVisible() and card.rows is not None
    assert card.rows.codes == ("emergency_department",)
    assert card.rows.code() == "emergency_department"
    (closed,) = card.closed()
    assert closed.startswith("Spinal service") and "Phone of the local spinal service" in closed
    assert "The clinic's details" in card.where.text() and card.where.isVisible()
    spoken = card.rows.buttons[0].accessibleDescription()
    assert spoken == f"To whom it goes. {closed} {card.where.text()}"


def test_another_is_chosen_by_the_keyboard_and_stands_on_the_letter(
    qtbot: QtBot, store: Store, open_letter: Opened
) -> None:
    store.save_settings({"local_spinal_service_phone": "01632 960 122"})
    sign = open_letter(REFERRAL)
    rows = sign.letter.rows
    assert rows is not None and rows.codes == ("spinal_service", "emergency_department")
    assert "To Spinal service" in first_page(paper_of(sign, qtbot))
    assert rows.buttons[0].text() == "Spinal service · 01632 960 122"
    before = sign.paper
    rows.focus_first()
    focus = QApplication.focusWidget()
    qtbot.keyClick(focus, Qt.Key.Key_Down)
    assert sign.paper is before  # passing over an option chooses nothing
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert sign.paper is None and not sign.go.isEnabled()
    assert "To General Hospital emergency department" in first_page(paper_of(sign, qtbot))
    # Taken back, somebody is still written to.
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert rows.code() == "emergency_department"


def test_a_detail_that_is_filled_in_opens_its_route_at_once(qtbot: QtBot, store: Store, open_letter: Opened) -> None:
    sign = open_letter(REFERRAL)
    store.save_settings({"local_spinal_service_phone": "01632 960 122"})
    sign._model.read_details()
    assert sign.letter.closed() == () and not sign.letter.where.isVisible()
    rows = sign.letter.rows
    assert rows is not None and rows.code() == "spinal_service"
    assert "To Spinal service" in first_page(paper_of(sign, qtbot))


def test_a_choice_that_is_gone_is_said_and_not_replaced_in_silence(
    qtbot: QtBot, store: Store, open_letter: Opened
) -> None:
    store.save_settings({"local_spinal_service_phone": "01632 960 122"})
    sign = open_letter(REFERRAL)
    sign._model.write_letter(REFERRAL, route="spinal_service")
    store.save_settings({"local_spinal_service_phone": ""})
    sign._model.read_details()
    assert "cannot be used any more" in sign.letter.moved.text() and sign.letter.moved.isVisible()
    assert "To General Hospital emergency department" in first_page(paper_of(sign, qtbot))


def test_where_nothing_can_be_used_the_letter_waits_and_says_so(
    qtbot: QtBot, store: Store, open_sign: OpenSign
) -> None:
    store.save_settings({"ed_name": ""})
    sign = open_sign("EX09")
    choose(sign, REFERRAL, qtbot)
    qtbot.waitUntil(lambda: "needs the clinic's details" in sign._waiting.text(), timeout=15_000)
    assert sign.letter.rows is None and len(sign.letter.closed()) == 2
    assert all(line in sign.letter.note.area.accessibleDescription() for line in sign.letter.closed())
    assert not sign.go.isEnabled() and not sign.save.isEnabled()


def test_a_clinic_that_says_the_gp_gets_one_article(qtbot: QtBot, store: Store, open_letter: Opened) -> None:
    store.save_settings({"gp_name": "the GP"})
    words = first_page(paper_of(open_letter(GP), qtbot))
    assert "Letter to the GP" in words and "the the" not in words


def test_nothing_to_refer_asks_for_nothing(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign("EX01")
    assert not sign.letter.isVisible()
    choose(sign, REFERRAL, qtbot)
    assert not sign.letter.isVisible()


# --- in what words


def test_the_letter_waits_for_the_words_to_be_finished_and_nothing_old_can_go_out(
    qtbot: QtBot, open_letter: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = open_letter(REFERRAL)
    made: list[str] = []

    def counted(order: PaperOrder) -> FinishedPaper:
        made.append(order.note)
        return make_paper(order)

    monkeypatch.setattr(sign_page, "make_paper", counted)
    sign.letter.note.area.setFocus()
    qtbot.keyClicks(sign.letter.note.area, "R")
    assert sign.paper is None
    assert not (sign.go.isEnabled() or sign.save.isEnabled() or sign.copy.isEnabled())
    qtbot.keyClicks(sign.letter.note.area, "ang at 14:10.")
    assert made == []
    paper = paper_of(sign, qtbot)
    assert made == ["Rang at 14:10."]
    assert "From the physiotherapist Rang at 14:10." in first_page(paper)
    assert sign.go.isEnabled()


def test_leaving_the_field_finishes_the_words(qtbot: QtBot, open_letter: Opened) -> None:
    sign = open_letter(REFERRAL)
    sign.letter.note.area.setFocus()
    qtbot.keyClicks(sign.letter.note.area, "Rang.")
    assert sign._making is None
    qtbot.keyClick(sign.letter.note.area, Qt.Key.Key_Tab)
    assert not sign.letter.note.area.hasFocus()
    assert sign._making is not None and sign._making.note == "Rang."


def test_ctrl_enter_in_a_field_goes_on_and_prints_nothing(
    qtbot: QtBot, open_letter: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = open_letter(GP)
    monkeypatch.setattr(sign, "ask_printer", lambda _paper: pytest.fail("it went to the printer"))
    view, ask = sign.letter.view.area, sign.letter.ask.area
    view.setFocus()
    for area, goes_to in ((view, ask), (ask, sign.preview._scroll)):
        qtbot.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert goes_to.hasFocus()
    assert view.toPlainText() == ask.toPlainText() == ""


def test_both_places_of_the_letter_to_the_family_doctor_are_on_it(qtbot: QtBot, open_letter: Opened) -> None:
    sign = open_letter(GP)
    assert "Flexed posture" in sign.letter.view.area.accessibleDescription()
    assert "Physiotherapist's view Before the results" in first_page(paper_of(sign, qtbot))
    write(sign, qtbot, "Settling.", "view")
    paper = write(sign, qtbot, "Please review.", "ask")
    words = first_page(paper)
    assert "Physiotherapist's view Settling." in words and "What we ask Please review." in words
    assert "Before the results" not in words


def test_every_place_has_a_name_and_tab_comes_from_the_choice_of_paper(
    qtbot: QtBot, store: Store, open_letter: Opened
) -> None:
    store.save_settings({"local_spinal_service_phone": "01632 960 122"})
    sign = open_letter(REFERRAL)
    card, rows = sign.letter, sign.letter.rows
    assert rows is not None
    assert card.note.area.accessibleName() == "From the physiotherapist"
    assert {button.accessibleDescription() for button in rows.buttons} == {"To whom it goes"}
    sign.kind_row.focus_first()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert rows.buttons[0].hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert card.note.area.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert not card.isAncestorOf(QApplication.focusWidget())
    choose(sign, GP, qtbot)
    assert (card.view.area.accessibleName(), card.ask.area.accessibleName()) == (
        "Physiotherapist's view",
        "What we ask",
    )


@pytest.mark.parametrize(("kind", "place"), [(REFERRAL, "note"), (GP, "view"), (GP, "ask")])
def test_whatever_is_pasted_prints(qtbot: QtBot, open_letter: Opened, kind: LetterKind, place: str) -> None:
    sign = open_letter(kind)
    field = getattr(sign.letter, place)
    for words in (*HOSTILE, "x" * MOST_CHARACTERS):
        field.area.setPlainText(words)
        field.finish()
        paper = paper_of(sign, qtbot)
        assert paper.pages and first_page(paper)
        assert sign.go.isEnabled()
    sign._model.keep_letters()
    assert consult_with(sign)._saver.flush()


def test_what_cannot_be_printed_as_typed_is_said(qtbot: QtBot, open_letter: Opened) -> None:
    sign = open_letter(REFERRAL)
    sign.letter.note.area.setPlainText("Rang 🙂")
    sign.letter.note.finish()
    assert "(slightly smiling face)" in first_page(paper_of(sign, qtbot))
    qtbot.waitUntil(sign.letter.unprintable.isVisible)
    assert "(slightly smiling face)" in sign.letter.unprintable.text()
    sign.letter.note.area.setPlainText("Rang")
    sign.letter.note.finish()
    paper_of(sign, qtbot)
    qtbot.waitUntil(lambda: not sign.letter.unprintable.isVisible())


def test_too_many_words_are_refused_in_words_kept_and_mended(qtbot: QtBot, open_letter: Opened) -> None:
    sign = open_letter(REFERRAL)
    long = "word " * 500
    sign.letter.note.area.setPlainText(long)
    sign.letter.note.finish()
    qtbot.waitUntil(lambda: "“From the physiotherapist” is too long" in sign._waiting.text(), timeout=15_000)
    assert sign.letter.note._room.text() == "Too long by 500 characters"
    assert not sign.go.isEnabled() and not sign.preview.isVisible()
    assert consult_with(sign)._saver.flush()
    assert sign._model.clinic.letter_words(sign._model.letter(REFERRAL).encounter_id, REFERRAL).note == long
    sign.letter.note.area.setPlainText("Short.")
    sign.letter.note.finish()
    assert "Short." in first_page(paper_of(sign, qtbot))
    assert sign.preview.isVisible()


# --- never lost


def test_words_are_on_disk_a_moment_after_they_were_typed(
    qtbot: QtBot, store: Store, open_letter: Opened, tmp_path: Path
) -> None:
    """Read by another program while this one still has them open: what a crash would leave."""
    sign = open_letter(REFERRAL)
    encounter_id = sign._model.letter(REFERRAL).encounter_id
    sign.letter.note._finish.setInterval(60_000)
    qtbot.keyClicks(sign.letter.note.area, "Rang at 14:10.")
    assert sign.letter.note._is_unfinished

    def kept() -> bool:
        with open_store(tmp_path / "clinic.records", KEY) as other:
            return any("Rang at 14:10." in row.impression for row in other.impressions(encounter_id))

    qtbot.waitUntil(kept, timeout=5000)


@pytest.mark.parametrize("leaves_by", ["commit", "step", "paper"])
def test_words_typed_just_now_are_kept_however_the_page_is_left(
    qtbot: QtBot, open_letter: Opened, leaves_by: str
) -> None:
    sign = open_letter(REFERRAL)
    page = consult_with(sign)
    qtbot.keyClicks(sign.letter.note.area, "Rang.")
    if leaves_by == "commit":
        page.commit()  # closing, locking and going to another patient all do
    elif leaves_by == "step":
        page.go_to_step(STORY)
    else:
        choose(sign, "programme", qtbot)
    assert page._saver.flush()
    again = consult_of(page.model.clinic, page.model.intake.visit.encounter.id)
    qtbot.addWidget(again)
    again.go_to_step(SIGN)
    found = again.page(SIGN)
    assert isinstance(found, SignPage)
    choose(found, REFERRAL, qtbot)
    assert found.letter.note.words() == "Rang."
    assert "From the physiotherapist Rang." in first_page(paper_of(found, qtbot))


def test_an_answer_that_arrives_meanwhile_leaves_what_is_being_typed_alone(qtbot: QtBot, open_letter: Opened) -> None:
    sign = open_letter(REFERRAL)
    area = sign.letter.note.area
    qtbot.keyClicks(area, "Rang at ")
    sign._model.intake.give("sit_tol_min", 5.0)
    qtbot.keyClicks(area, "14:10.")
    assert area.toPlainText() == "Rang at 14:10."


def test_nothing_typed_reaches_a_log_a_file_name_or_a_temporary_file(
    qtbot: QtBot, store: Store, open_letter: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "temporary"
    beside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(beside))
    sign = open_letter(REFERRAL)
    write(sign, qtbot, "Zebedee")
    print_once(sign, qtbot, monkeypatch, tmp_path / "letter.pdf")
    assert list(beside.iterdir()) == []
    named = [path.name for path in tmp_path.rglob("*")]
    assert not any("ebedee" in name for name in named)
    entries = store.audit(sign._model.letter(REFERRAL).encounter_id)
    assert not any("ebedee" in f"{one.what} {one.detail}" for one in entries)
    assert {"printed referral letter", "wrote in the referral letter"} <= {one.what for one in entries}


# --- on paper


def signed_letter(qtbot: QtBot, open_sign: OpenSign) -> SignPage:
    sign = open_sign("EX01", cons_gp_share="yes")
    assert sign._model.sign("Jo", "PH 1")
    choose(sign, GP, qtbot)
    paper_of(sign, qtbot)
    return sign


def print_again(sign: SignPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, target: Path) -> list[bytes]:
    """The one paper that has gone out goes to the printer once more; what the printer was given."""
    sent: list[bytes] = []

    def ask(paper: FinishedPaper) -> QPrinter:
        sent.append(paper.content)
        return to_a_file(target)

    monkeypatch.setattr(sign, "ask_printer", ask)
    (line,) = sign.papers.lines()
    assert line.isEnabled()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(sign.told, timeout=30_000) as told:
        type_birth_date(sign, qtbot, birth_date_of(sign))
    assert told.args == [True, "Sent to the printer."]
    return sent


def test_a_printed_letter_is_printed_again_with_the_words_it_had(
    qtbot: QtBot, open_sign: OpenSign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = signed_letter(qtbot, open_sign)
    first = write(sign, qtbot, "Settling.", "view")
    print_once(sign, qtbot, monkeypatch, tmp_path / "first.pdf")
    write(sign, qtbot, " And walking.", "view")
    assert print_again(sign, qtbot, monkeypatch, tmp_path / "again.pdf") == [first.content]


def test_an_unsigned_referral_is_printed_again_too(
    qtbot: QtBot, store: Store, open_letter: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = open_letter(REFERRAL)
    first = write(sign, qtbot, "Rang.")
    assert first.is_draft
    print_once(sign, qtbot, monkeypatch, tmp_path / "first.pdf")
    write(sign, qtbot, " Again.")
    assert print_again(sign, qtbot, monkeypatch, tmp_path / "again.pdf") == [first.content]


def test_words_of_another_physio_take_the_signature_off_the_letter(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = signed_letter(qtbot, open_sign)
    assert not paper_of(sign, qtbot).is_draft
    sign._model.clinic.user = replace(PHYSIO, user_name="sam")
    paper = write(sign, qtbot, "Settling.", "view")
    words = first_page(paper)
    assert paper.is_draft and "DRAFT - not approved" in words and "Signed:" not in words
    assert sign.letter.unsigned.isVisible()
    choose(sign, "programme", qtbot)
    assert not paper_of(sign, qtbot).is_draft


def test_a_letter_is_not_checked_for_reading_age(qtbot: QtBot, open_letter: Opened) -> None:
    sign = open_letter(GP)
    paper = write(sign, qtbot, "Degenerative spondylolisthesis notwithstanding.", "view")
    assert paper.issues == () and not sign.print_check.isVisible()
    assert sign._model.why_not_out(paper) == ""


def test_at_large_text_the_fields_come_into_sight_with_the_letter(qtbot: QtBot, open_letter: Opened) -> None:
    sign = open_letter(GP)
    consult_with(sign).resize(700, 420)
    area, view = sign.letter.view.area, sign._side.viewport()

    def top() -> int:
        return area.mapTo(view, area.rect().topLeft()).y()

    choose(sign, "programme", qtbot)
    paper_of(sign, qtbot)
    sign._side.verticalScrollBar().setValue(0)
    choose(sign, GP, qtbot)
    assert sign._row.indexOf(sign._right) < 0
    qtbot.waitUntil(lambda: sign._side.verticalScrollBar().value() > 0, timeout=3000)
    assert top() >= 0 and top() + area.height() <= view.height()
