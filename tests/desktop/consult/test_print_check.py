"""A programme that is hard to read goes out only once a physio has said why, from the window and from the verbs."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.clinic import NOT_READABLE, Clinic
from desktop.consult.consult_page import SIGN
from desktop.consult.sign_page import SignPage
from forms.content import load_content
from forms.errors import PermissionDenied, SciaticaIntakeError
from forms.records.entries import REASON_LENGTH
from forms.records.store import Store
from tests.desktop.consult.people import HELD, NOON, PHYSIO, consult_of
from tests.desktop.consult.signing import OpenSign, paper_of

WARD = {"ed_name": "the acute admissions ward"}  # what reception may type: a word of the trade
REASON = "It is the name over the door there."


def hard_paper(open_sign: OpenSign, store: Store, qtbot: QtBot, *, is_signed: bool = True) -> SignPage:
    store.save_settings(WARD)
    sign = open_sign("EX01")
    if is_signed:
        assert sign._model.sign("Jo Physio-Demo", "PH 12345")
    paper_of(sign, qtbot)
    return sign


def type_reason(sign: SignPage, qtbot: QtBot, words: str = REASON) -> None:
    qtbot.keyClicks(sign.print_check.form.text, words)
    qtbot.keyClick(sign.print_check.form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def events(store: Store, sign: SignPage) -> list[str]:
    documents = store.documents(sign._model.intake.visit.encounter.id)
    return sorted(event.what for one in documents for event in store.document_events(one.id))


def test_a_paper_that_can_be_read_says_so_in_a_line(qtbot: QtBot, open_sign: OpenSign) -> None:
    sign = open_sign("EX01")
    assert paper_of(sign, qtbot).issues == ()
    assert sign.print_check.isVisibleTo(sign)
    assert sign.print_check.lines() == ()
    assert sign.print_check.state().startswith("Yes: reading age 11")
    assert not sign.print_check.let_out.isVisibleTo(sign)


def test_what_is_wrong_is_said_before_signing_with_what_to_say_instead(
    qtbot: QtBot, open_sign: OpenSign, store: Store
) -> None:
    sign = hard_paper(open_sign, store, qtbot, is_signed=False)
    (line,) = sign.print_check.lines()
    for words in ("Stop and get help today", "“acute”", "Say sudden and severe."):
        assert words in line.text()
    assert line.accessibleName() == line.text()
    assert "once it is signed" in sign.print_check.state()
    assert not sign.print_check.let_out.isVisibleTo(sign)
    assert sign.go.isEnabled(), "signing does not wait for it"


def test_the_patients_own_words_are_pointed_out_and_stop_nothing(
    qtbot: QtBot, open_sign: OpenSign, store: Store, tmp_path: Path
) -> None:
    sign = open_sign("EX01", goals=("Dance again in spite of my slipped disc",))
    assert sign._model.sign("Jo", "PH 1")
    paper_of(sign, qtbot)
    (line,) = sign.print_check.lines()
    assert "patient's own words" in line.text()
    assert line.severity() == "information"
    with qtbot.waitSignal(sign.told, timeout=30_000) as told:
        sign.save_to(tmp_path / "out.pdf")
    assert told.args == [True, "The PDF is saved."]
    assert events(store, sign) == ["saved"]


def test_nothing_goes_out_until_somebody_says_why(
    qtbot: QtBot, open_sign: OpenSign, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = hard_paper(open_sign, store, qtbot)
    monkeypatch.setattr(sign, "ask_printer", lambda _paper: pytest.fail("asked for a printer"))
    told: list[tuple[bool, str]] = []
    sign.told.connect(lambda done, words: told.append((done, words)))
    sign.go.click()
    sign.save.click()
    sign.copy_text()
    sign.save_to(tmp_path / "out.pdf")
    assert told == [(False, NOT_READABLE)] * 4
    assert events(store, sign) == []
    assert list(tmp_path.glob("*.pdf")) == []
    form = sign.print_check.form
    assert form.isVisibleTo(sign) and form.text.hasFocus()
    assert form.text.accessibleName()


def test_once_somebody_has_said_why_it_is_printed_and_saved_and_the_reason_is_kept(
    qtbot: QtBot, open_sign: OpenSign, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = hard_paper(open_sign, store, qtbot)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    monkeypatch.setattr(sign, "ask_printer", lambda _paper: printer)
    sign.go.click()
    type_reason(sign, qtbot, "Too short")
    assert events(store, sign) == [] and len("Too short") < REASON_LENGTH
    type_reason(sign, qtbot, ": " + REASON)
    assert sign.print_check.state() == f"It may go out as it is: Too short: {REASON}"
    with qtbot.waitSignal(sign.told, timeout=30_000) as told:
        sign.go.click()
    assert told.args == [True, "Sent to the printer."]
    with qtbot.waitSignal(sign.told, timeout=30_000):
        sign.save_to(tmp_path / "saved.pdf")
    let_out, *others = events(store, sign)
    assert let_out.startswith("let out ") and let_out.endswith(f": Too short: {REASON}")
    assert others == ["printed", "saved"]
    # One paper, and whatever happened to it.
    assert len(store.documents(sign._model.intake.visit.encounter.id)) == 1
    (line,) = sign.papers.lines()
    assert REASON in line.accessibleDescription()


def test_the_log_says_that_it_went_out_and_not_what_was_typed(qtbot: QtBot, open_sign: OpenSign, store: Store) -> None:
    sign = hard_paper(open_sign, store, qtbot)
    sign.go.click()
    type_reason(sign, qtbot)
    log = store.audit(sign._model.intake.visit.encounter.id)
    (entry,) = [one for one in log if one.what.startswith("let out")]
    assert entry.detail == "unwanted_word"
    assert not any(REASON in f"{one.what} {one.detail}" for one in log)


def test_a_paper_that_may_go_out_has_not_gone_out(qtbot: QtBot, open_sign: OpenSign, store: Store) -> None:
    sign = hard_paper(open_sign, store, qtbot)
    sign.go.click()
    type_reason(sign, qtbot)
    sign._show_papers()
    assert sign.papers.lines() == ()


def test_the_reason_holds_when_the_visit_is_opened_again_and_for_no_other_paper(
    qtbot: QtBot, open_sign: OpenSign, store: Store
) -> None:
    sign = hard_paper(open_sign, store, qtbot)
    sign.print_check.let_out.click()
    type_reason(sign, qtbot)
    encounter_id = sign._model.intake.visit.encounter.id
    again = consult_of(Clinic(store, load_content(), PHYSIO, "front", clock=lambda: NOON), encounter_id)
    HELD.append(again)
    qtbot.addWidget(again)
    again.resize(1366, 668)
    again.show()
    again.go_to_step(SIGN)
    found = again.page(SIGN)
    assert isinstance(found, SignPage)
    paper = paper_of(found, qtbot)
    assert found._model.why_not_out(paper) == ""
    assert REASON in found.print_check.state()
    issue = replace(paper.issues[0], words="another word")
    assert found._model.why_not_out(replace(paper, issues=(issue,))) == NOT_READABLE


def test_the_emergency_card_never_waits(qtbot: QtBot, open_sign: OpenSign, store: Store, tmp_path: Path) -> None:
    store.save_settings(WARD)
    sign = open_sign("EX08")
    paper = paper_of(sign, qtbot)
    assert (paper.kind, paper.issues) == ("emergency card", ())
    assert not sign.print_check.isVisibleTo(sign)
    with qtbot.waitSignal(sign.told, timeout=30_000) as told:
        sign.save_to(tmp_path / "card.pdf")
    assert told.args == [True, "The PDF is saved."]


def test_a_paper_for_colleagues_is_not_asked_to_be_easy(qtbot: QtBot, open_sign: OpenSign, store: Store) -> None:
    sign = hard_paper(open_sign, store, qtbot)
    qtbot.mouseClick(sign.kind_row.button("clinician summary"), Qt.MouseButton.LeftButton)
    paper = paper_of(sign, qtbot)
    assert sign._model.why_not_out(paper) == ""
    assert not sign.print_check.isVisibleTo(sign)


def test_the_reason_can_be_thought_better_of(qtbot: QtBot, open_sign: OpenSign, store: Store) -> None:
    sign = hard_paper(open_sign, store, qtbot)
    qtbot.mouseClick(sign.print_check.let_out, Qt.MouseButton.LeftButton)
    assert not sign.print_check.let_out.isVisibleTo(sign)
    qtbot.keyClick(sign.print_check.form.text, Qt.Key.Key_Escape)
    assert not sign.print_check.form.isVisibleTo(sign)
    assert sign.print_check.let_out.isVisibleTo(sign)
    assert events(store, sign) == []


class TestVerbs:
    """The clinic refuses by itself, whatever the window does."""

    def test_refused_without_a_reason_and_let_out_with_one(
        self, qtbot: QtBot, open_sign: OpenSign, store: Store
    ) -> None:
        sign = hard_paper(open_sign, store, qtbot)
        paper, clinic, visit = paper_of(sign, qtbot), sign._model.clinic, sign._model.intake.visit.encounter.id
        programme_id = paper.order.programme_id
        with pytest.raises(SciaticaIntakeError, match="not easy to read"):
            clinic.require_readable(visit, programme_id, paper.issues)
        with pytest.raises(SciaticaIntakeError, match="20 characters"):
            clinic.let_out(visit, paper.content, paper.issues, " too short ", programme_id=programme_id)
        with pytest.raises(SciaticaIntakeError, match="Sign the programme first"):
            clinic.let_out(visit, paper.content, paper.issues, REASON, programme_id="")
        clinic.let_out(visit, paper.content, paper.issues, f"  {REASON} ", programme_id=programme_id)
        clinic.require_readable(visit, programme_id, paper.issues)
        assert clinic.reason_to_let_out(visit, programme_id, paper.issues) == REASON
        assert clinic.reason_to_let_out(visit, "another programme", paper.issues) == ""
        clinic.require_readable(visit, "another programme", ())

    @pytest.mark.parametrize("role", ["reception", "patient", "admin"])
    def test_only_a_physio_or_a_lead_gives_the_reason(
        self, role: str, qtbot: QtBot, open_sign: OpenSign, store: Store, held: list[QWidget]
    ) -> None:
        sign = hard_paper(open_sign, store, qtbot)
        paper, visit = paper_of(sign, qtbot), sign._model.intake.visit.encounter.id
        other = Clinic(store, load_content(), replace(PHYSIO, role=role), "front", clock=lambda: NOON)
        with pytest.raises(PermissionDenied):
            other.let_out(visit, paper.content, paper.issues, REASON, programme_id=paper.order.programme_id)
        with pytest.raises(PermissionDenied):
            other.require_readable(visit, paper.order.programme_id, ())
        assert events(store, sign) == []
