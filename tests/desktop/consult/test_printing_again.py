"""A paper that has gone out before: whose it is must be said, and the record tells the two apart."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from pytestqt.qtbot import QtBot

from desktop.consult.papers import page_sizes, page_text
from desktop.consult.sign_page import SignPage
from forms.records.store import Store
from forms.response import Value
from reports.layouts import LAYOUTS
from tests.desktop.consult.signing import OpenSign, paper_of

Signed = Callable[..., SignPage]


@pytest.fixture
def signed(qtbot: QtBot, open_sign: OpenSign) -> Signed:
    """The sign page of a signed visit, its paper on view."""

    def opened(**answers: Value | None) -> SignPage:
        sign = open_sign(**answers)
        assert sign._model.sign("Jo", "PH 1")
        paper_of(sign, qtbot)
        return sign

    return opened


def to_a_file(path: Path, *, copies: int = 1) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setCopyCount(copies)
    return printer


def print_once(sign: SignPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(sign, "ask_printer", lambda _paper: to_a_file(path))
    with qtbot.waitSignal(sign.told, timeout=30_000) as told:
        sign.go.click()
    assert told.args == [True, "Sent to the printer."]


def type_birth_date(sign: SignPage, qtbot: QtBot, words: str) -> None:
    sign.birth_date.box.edit.clear()
    qtbot.keyClicks(sign.birth_date.box.edit, words)
    qtbot.keyClick(sign.birth_date.box.edit, Qt.Key.Key_Return)


def birth_date_of(sign: SignPage) -> str:
    return sign._model.intake.visit.patient.birth_date.strftime("%d %m %Y")


def events(sign: SignPage, store: Store) -> list[str]:
    (document,) = store.documents(sign._model.intake.visit.encounter.id)
    # The clock stands still in tests, so the order is not told.
    return sorted(event.what for event in store.document_events(document.id))


def test_the_second_time_the_date_of_birth_is_asked_for_and_the_keyboard_is_there(
    qtbot: QtBot, store: Store, signed: Signed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = signed()
    print_once(sign, qtbot, monkeypatch, tmp_path / "first.pdf")
    monkeypatch.setattr(sign, "ask_printer", lambda _paper: to_a_file(tmp_path / "second.pdf"))
    sign.go.click()
    assert sign.birth_date.isVisibleTo(sign) and sign.birth_date.box.edit.hasFocus()
    type_birth_date(sign, qtbot, "1 1 1950")
    assert "not the patient's date of birth" in sign.birth_date.problem.text()
    type_birth_date(sign, qtbot, "nonsense")
    assert "Type the day" in sign.birth_date.problem.text()
    assert not (tmp_path / "second.pdf").exists() and events(sign, store) == ["printed"]
    with qtbot.waitSignal(sign.told, timeout=30_000):
        type_birth_date(sign, qtbot, birth_date_of(sign))
    assert (tmp_path / "second.pdf").exists() and events(sign, store) == ["printed", "reprinted"]
    assert not sign.birth_date.isVisibleTo(sign)


def test_thinking_better_of_it_prints_nothing(
    qtbot: QtBot, store: Store, signed: Signed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = signed()
    print_once(sign, qtbot, monkeypatch, tmp_path / "first.pdf")
    sign.go.click()
    with qtbot.waitSignal(sign.told) as told:
        qtbot.keyClick(sign.birth_date.box.edit, Qt.Key.Key_Escape)
    assert told.args == [False, "Not printed."] and events(sign, store) == ["printed"]


def test_a_paper_of_the_visit_is_printed_again_as_it_was_whatever_stands_here_now(
    qtbot: QtBot, store: Store, signed: Signed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = signed()
    print_once(sign, qtbot, monkeypatch, tmp_path / "first.pdf")
    before = sign.paper
    assert before is not None
    sign._model.intake.give("sit_tol_min", 5.0)  # a new draft stands here now
    sign.refresh()
    assert not sign._model.is_signed
    sent: list[bytes] = []

    def ask(paper: object) -> QPrinter:
        sent.append(paper.content)  # type: ignore[attr-defined]
        return to_a_file(tmp_path / "again.pdf")

    monkeypatch.setattr(sign, "ask_printer", ask)
    (line,) = sign.papers.lines()
    assert line.accessibleName() == "Home programme"
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(sign.told, timeout=30_000) as told:
        type_birth_date(sign, qtbot, birth_date_of(sign))
    assert told.args == [True, "Sent to the printer."]
    assert sent == [before.content] and events(sign, store) == ["printed", "reprinted"]


def test_the_emergency_card_never_asks(
    qtbot: QtBot, signed: Signed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = signed()
    for name in ("first.pdf", "second.pdf"):
        monkeypatch.setattr(sign, "ask_printer", lambda _paper, name=name: to_a_file(tmp_path / name))
        with qtbot.waitSignal(sign.told, timeout=30_000) as told:
            sign.print_card()
        assert told.args == [True, "Sent to the printer."]
    assert (tmp_path / "second.pdf").exists() and not sign.birth_date.isVisibleTo(sign)


def test_a_printer_that_makes_no_copies_is_sent_the_pages_again(qtbot: QtBot, signed: Signed, tmp_path: Path) -> None:
    sign = signed()
    assert sign.paper is not None
    with qtbot.waitSignal(sign.told, timeout=60_000):
        sign.print_on(to_a_file(tmp_path / "two.pdf", copies=2), sign.paper)
    printer = to_a_file(tmp_path / "x.pdf", copies=2)
    expected = len(sign.paper.pages) * (1 if printer.supportsMultipleCopies() else 2)
    assert len(page_sizes((tmp_path / "two.pdf").read_bytes())) == expected


def test_how_far_it_is_is_said_and_it_can_be_stopped(
    qtbot: QtBot, store: Store, signed: Signed, tmp_path: Path
) -> None:
    sign = signed()
    assert sign.paper is not None
    with qtbot.waitSignal(sign.told, timeout=30_000) as told:
        sign.print_on(to_a_file(tmp_path / "stopped.pdf"), sign.paper)
        assert sign._progress.text() == f"Page 1 of {len(sign.paper.pages)} is going to the printer"
        assert sign.stop.isVisibleTo(sign)
        sign.stop.click()
    assert told.args is not None and told.args[0] is False and "Stopped" in told.args[1]
    assert not sign.stop.isVisibleTo(sign)
    assert store.documents(sign._model.intake.visit.encounter.id) == ()


def test_the_print_dialog_goes_when_the_desk_is_locked(
    qtbot: QtBot, signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = signed()
    monkeypatch.setattr(QPrinterInfo, "availablePrinters", lambda: [QPrinterInfo()])
    closed: list[bool] = []

    def lock() -> None:
        dialog = sign.printers.dialog
        assert isinstance(dialog, QPrintDialog) and dialog.isVisible()
        sign.hide()  # as the lock does
        closed.append(not dialog.isVisible())

    QTimer.singleShot(200, lock)
    told: list[str] = []
    sign.told.connect(lambda _done, words: told.append(words))
    sign.go.click()
    assert closed == [True] and told == ["Not printed."] and sign.printers.dialog is None


def test_only_initials_stand_on_the_paper_when_asked_for(qtbot: QtBot, signed: Signed) -> None:
    sign = signed()
    patient = sign._model.intake.visit.patient
    whole = sign.paper
    qtbot.mouseClick(sign.initials.button("initials"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sign.paper is not None and sign.paper is not whole, timeout=15_000)
    assert sign.paper is not None
    words = "".join(page_text(sign.paper.content, page) for page in range(len(sign.paper.pages)))
    assert patient.family not in words and f"{patient.given[0]}." in words
    # Whoever hands it over still sees whose it is.
    assert patient.display_name in sign.preview.whose.text()


def test_the_text_goes_to_the_clipboard_and_does_not_stay_there(qtbot: QtBot, store: Store, signed: Signed) -> None:
    sign = signed()
    with qtbot.waitSignal(sign.told, timeout=15_000):
        sign.copy.click()
    assert "Your home programme" in QGuiApplication.clipboard().text()
    assert events(sign, store) == ["copied"]
    sign._forget_copy.timeout.emit()
    assert QGuiApplication.clipboard().text() == ""


def test_a_size_picked_by_hand_is_not_said_to_have_been_asked_for(qtbot: QtBot, signed: Signed) -> None:
    sign = signed(pt_access=("large_print",))
    assert "asked for at the front desk" in sign._as_asked.text() and sign._as_asked.isVisibleTo(sign)
    qtbot.mouseClick(sign.layout_row.button("large_24"), Qt.MouseButton.LeftButton)
    assert not sign._as_asked.isVisibleTo(sign)


def test_every_readers_layout_can_be_chosen_but_for_the_one_between(qtbot: QtBot, signed: Signed) -> None:
    sign = signed()
    assert set(sign.layout_row.codes) == set(LAYOUTS) - {"large_14"}
    qtbot.mouseClick(sign.layout_row.button("high_contrast"), Qt.MouseButton.LeftButton)
    assert paper_of(sign, qtbot).order.layout == "high_contrast"
