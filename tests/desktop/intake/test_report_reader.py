"""A report beside what it suggests: nothing is written until a person says so, line by line."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.clinic import now_utc
from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from desktop.intake.intake_page import IntakePage
from desktop.intake.report_reader import ReportReader
from desktop.intake.report_text import MOST_CHARACTERS
from desktop.intake.suggestion_row import SuggestionRow
from desktop.theme import Theme, apply_theme
from forms.records.store import Store
from tests.desktop.fields.test_fields import unlabelled
from tests.desktop.intake.test_report_text import a_pdf
from tests.desktop.open_visits import a_clinic, a_store, a_visit

ONE_LEVEL = """MRI LUMBAR SPINE
Date of scan: 20/02/2026
FINDINGS: L5-S1: right paracentral disc herniation compresses the right S1 nerve root.
IMPRESSION: Right L5-S1 herniation with S1 compression.
"""
TWO_LEVELS = """MRI LUMBAR SPINE
IMPRESSION: Left paracentral protrusion at L4-L5 and right paracentral protrusion at L5-S1. No nerve root impingement.
"""


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    apply_theme(qapp, Theme("light"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return a_store(tmp_path)


Open = Callable[..., ReportReader]


@pytest.fixture
def open_reader(qtbot: QtBot, store: Store) -> Iterator[Open]:
    readers: list[ReportReader] = []  # held until the end: let go while shown, one may be collected mid-paint

    def opened(role: str = "reception", model: IntakeModel | None = None) -> ReportReader:
        if model is None:
            model = IntakeModel(a_clinic(store, role), a_visit(store, "EX12"), role)
            for key in [key for key in model.response.answers if key.startswith("scans/")]:
                model.give(key, None)
        reader = ReportReader(model, None)
        reader.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        model.setParent(reader)
        qtbot.addWidget(reader)
        with qtbot.waitActive(reader):
            reader.show()
            reader.activateWindow()
        readers.append(reader)
        return reader

    yield opened
    for reader in readers:
        reader.close()


def read(qtbot: QtBot, reader: ReportReader, text: str) -> None:
    reader.text.setPlainText(text)
    reader.read()
    qtbot.waitUntil(lambda: bool(reader.rows), timeout=15_000)


def row(reader: ReportReader, *words: str) -> SuggestionRow:
    return next(one for one in reader.rows if all(word in said(one) for word in words))


def press(qtbot: QtBot, reader: ReportReader, *words: str) -> None:
    button = row(reader, *words).button
    assert button is not None
    button.click()


def said(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def scans(reader: ReportReader) -> dict[str, object]:
    answers = reader._model.response.answers
    return {key.removeprefix("scans/"): value for key, value in answers.items() if key.startswith("scans/")}


class TestConfirming:
    def test_reading_writes_nothing(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, ONE_LEVEL)
        assert scans(reader) == {}

    def test_one_line_is_confirmed_and_taken_back(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, ONE_LEVEL)
        press(qtbot, reader, "Levels", "L5/S1")
        assert scans(reader) == {"1/img_level": ("L5/S1",)}
        press(qtbot, reader, "Levels", "L5/S1")
        assert scans(reader) == {}

    def test_all_that_is_stated_leaves_out_what_is_only_probable(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, ONE_LEVEL)
        probable = row(reader, "Shape words", "Protrusion")  # "herniation" names no shape
        reader.confirm_all.click()
        assert scans(reader) == {
            "1/img_done": "mri",
            "1/img_date": "2026-02-20",
            "1/img_region": "lumbar",
            "1/img_level": ("L5/S1",),
            "1/img_side": "R",
            "1/img_zone": "off_centre",
            "1/img_root": "compression",
            "1/img_root_name": "S1",
        }
        assert not probable.is_confirmed
        assert probable.button is not None
        probable.button.click()
        assert scans(reader)["1/img_finding"] == ("protrusion",)

    @pytest.mark.parametrize("role", ["reception", "physio"])
    def test_the_check_against_the_report_is_never_suggested(self, qtbot: QtBot, open_reader: Open, role: str) -> None:
        reader = open_reader(role)
        read(qtbot, reader, ONE_LEVEL)
        for one in reader.rows:
            if one.button is not None and not one.is_confirmed:
                one.button.click()
        assert not any(key.endswith(("img_verified", "img_verified_by")) for key in scans(reader))

    def test_a_line_shows_its_words_and_marks_them_in_the_report(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, ONE_LEVEL)
        one = row(reader, "Nerve root wording")
        assert "“compresses" in said(one)
        one.looked_at.emit()
        marked = [mark.cursor.selectedText() for mark in reader.text.extraSelections()]  # type: ignore[attr-defined]
        assert any(text.startswith("compresses") for text in marked)

    def test_signs_beyond_the_first_plane_do_not_shift_the_marks(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, "\U0001f600\U0001f600 " + ONE_LEVEL)
        marked = {mark.cursor.selectedText() for mark in reader.text.extraSelections()}  # type: ignore[attr-defined]
        assert "MRI" in marked

    def test_what_is_left_blank_says_why_and_offers_that_the_report_is_silent(
        self, qtbot: QtBot, open_reader: Open
    ) -> None:
        reader = open_reader()
        read(qtbot, reader, ONE_LEVEL)
        blank = row(reader, "Calcium in the disc?", "No word about calcium")
        assert blank.button is not None
        blank.button.click()
        assert scans(reader) == {"1/img_calcified": "not_mentioned"}

    def test_the_conclusion_is_kept_word_for_word_with_who_copied_it(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, ONE_LEVEL)
        press(qtbot, reader, "Conclusion copied word for word")
        press(qtbot, reader, "Written report seen?", "Yes, part of it")
        name = reader._model.clinic.user.name
        assert scans(reader) == {
            "1/img_text": "Right L5-S1 herniation with S1 compression.",
            "1/img_copied_by": name,
            "1/img_report_seen": "yes_part",
        }
        assert row(reader, f"copied by {name}").is_confirmed

    def test_words_that_may_be_grave_stand_first_with_an_urgent_call(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, "MRI lumbar spine. Metastasis in L3 cannot be excluded.")
        assert reader.urgent.isVisible()
        assert "Metastasis" in said(reader.rows[0])
        reader.confirm_all.click()
        assert "1/img_finding" not in scans(reader)


class TestEntries:
    def test_levels_with_findings_of_their_own_may_each_have_an_entry(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, TWO_LEVELS)
        assert reader.ways.isVisible()
        by_level = reader.ways.button("by_level")
        assert by_level is not None
        by_level.click()
        reader.confirm_all.click()
        found = scans(reader)
        assert (found["1/img_level"], found["1/img_side"]) == (("L4/5",), "L")
        assert (found["2/img_level"], found["2/img_side"]) == (("L5/S1",), "R")

    def test_a_second_report_goes_into_an_entry_of_its_own(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, ONE_LEVEL)
        reader.confirm_all.click()
        model = reader._model
        model.setParent(None)
        second = open_reader(model=model)
        read(qtbot, second, "CT lumbar spine. Left L4-L5 protrusion. No nerve root compression.")
        second.confirm_all.click()
        found = scans(second)
        assert (found["1/img_done"], found["2/img_done"]) == ("mri", "ct")

    def test_a_full_block_says_what_to_do(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        for number in range(1, 5):
            reader._model.give(f"scans/{number}/img_level", ("L4/5",))
        reader.text.setPlainText(ONE_LEVEL)
        reader.read()
        qtbot.waitUntil(reader.notice.isVisible, timeout=15_000)
        assert "room for 4 scans" in said(reader.notice)

    def test_the_page_behind_shows_what_was_confirmed(self, qtbot: QtBot, store: Store) -> None:
        clinic = a_clinic(store, "reception")
        model = IntakeModel(clinic, a_visit(store, "EX12"), "reception")
        page = IntakePage(model, AnswerSaver(clinic.save_answers, now_utc, model))
        qtbot.addWidget(page)
        page.go_to_page("imaging")
        page.resize(1366, 700)
        page.show()
        view = page.view("imaging")
        qtbot.mouseClick(view.read_report, Qt.MouseButton.LeftButton)
        reader = page.findChild(ReportReader)
        assert reader is not None and reader.isVisible()
        read(qtbot, reader, ONE_LEVEL)
        reader.confirm_all.click()
        field = view.field("scans/1/img_root")
        assert field is not None and field.value() == "compression" and field.isVisibleTo(view)
        assert model.undo() == "scans/1/img_root_name"
        reader.close()


class TestByHand:
    def test_the_keyboard_alone_reads_confirms_and_leaves(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        reader.text.setFocus()
        reader.text.setPlainText(ONE_LEVEL)
        qtbot.keyClick(reader.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: bool(reader.rows), timeout=15_000)
        focus = reader.focusWidget()
        assert focus is reader.rows[0].button
        qtbot.keyClick(focus, Qt.Key.Key_Space)
        assert scans(reader) == {"1/img_done": "mri"}
        qtbot.keyClick(focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert scans(reader)["1/img_root"] == "compression"
        qtbot.keyClick(focus, Qt.Key.Key_Escape)
        assert not reader.isVisible()

    def test_everything_has_a_spoken_name_and_no_two_buttons_sound_alike(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, ONE_LEVEL)
        assert unlabelled(reader) == []
        names = [one.button.accessibleName() for one in reader.rows if one.button is not None]
        assert len(names) == len(set(names))

    def test_other_words_take_the_suggestions_away(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, ONE_LEVEL)
        reader.text.appendPlainText("No nerve root compression.")
        assert reader.rows == () and not reader.confirm_all.isEnabled()


class TestFiles:
    def test_a_pdf_is_read(self, qtbot: QtBot, open_reader: Open, tmp_path: Path) -> None:
        path = tmp_path / "report.pdf"
        path.write_bytes(a_pdf(ONE_LEVEL))
        reader = open_reader()
        reader.read_file(path)
        qtbot.waitUntil(lambda: bool(reader.rows), timeout=15_000)
        assert "right paracentral" in reader.text.toPlainText()
        reader.confirm_all.click()
        assert scans(reader)["1/img_root"] == "compression"

    def test_a_pdf_without_text_says_so_and_the_form_is_as_it_was(
        self, qtbot: QtBot, open_reader: Open, tmp_path: Path
    ) -> None:
        path = tmp_path / "report.pdf"
        path.write_bytes(a_pdf(""))
        reader = open_reader()
        reader.read_file(path)
        qtbot.waitUntil(reader.notice.isVisible, timeout=15_000)
        assert "without text" in said(reader.notice) and reader.open_pdf.isEnabled()

    def test_the_file_dialog_is_ours_and_goes_with_the_window(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        reader.open_pdf.click()
        chooser = reader.findChild(QFileDialog)
        assert chooser is not None and chooser.isVisible()
        assert chooser.testOption(QFileDialog.Option.DontUseNativeDialog)
        reader.close()
        assert not chooser.isVisible()


class TestHostileText:
    def test_a_megabyte_is_refused_in_words(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        reader.text.setPlainText("L4-L5 protrusion.\n" * 60_000)
        reader.read()
        assert "too long for one report" in said(reader.notice) and reader.rows == ()

    def test_markup_stays_text(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, "<b>MRI</b> lumbar spine <img src='http://example.org/x.png'> <h1>protrusion at L4-L5</h1>")
        assert "<b>MRI</b>" in reader.text.toPlainText()
        assert all(label.textFormat() == Qt.TextFormat.PlainText for label in reader._inner.findChildren(QLabel))

    def test_control_characters_are_read_past(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        read(qtbot, reader, "MRI\x00 lumbar\x07 spine.\u202e Left L4-L5 protrusion.\x1b[31m")
        assert row(reader, "Levels", "L4/5") and "\x00" not in reader.text.toPlainText()

    def test_the_longest_text_that_is_read_does_not_hold_the_window_up(self, qtbot: QtBot, open_reader: Open) -> None:
        reader = open_reader()
        reader.text.setPlainText("Nothing to see here. " * (MOST_CHARACTERS // 21 - 1))
        reader.read()
        assert not reader.read_button.isEnabled()  # the work is elsewhere, and says so
        qtbot.waitUntil(reader.read_button.isEnabled, timeout=60_000)


def test_the_form_opens_without_what_reads_reports() -> None:
    heavy = ("report_", "imaging_report", "reportlab", "pdfium")
    code = f"import sys, desktop.intake.page_view; print([n for n in sys.modules if any(one in n for one in {heavy})])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
