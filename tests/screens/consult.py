"""The consult's screens for the gallery: four of the worked examples, at every step."""

import atexit
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.consult.consult_page import EXAMINATION, IMPRESSION, PROGRAMME, SIGN, STORY, ConsultPage
from desktop.consult.impression_page import ImpressionPage
from desktop.consult.letter_words import LetterKind
from desktop.consult.programme_page import ProgrammePage
from desktop.consult.sign_page import SignPage
from desktop.consult.story_page import StoryPage
from desktop.patient_banner import PatientBanner
from forms.response import Value
from tests.desktop.consult.people import NOON, a_consult, a_second_visit, a_store, a_visit_again
from tests.screens.shell import framed

_SHOWN = ("EX01", "EX05", "EX08", "EX12")
_DRAWN_WITHIN = 10.0


def screens() -> Iterable[tuple[str, Callable[[], QWidget]]]:
    """Name and maker of each screen."""
    for example in _SHOWN:
        for step in (STORY, EXAMINATION, IMPRESSION, PROGRAMME, SIGN):
            yield f"consult_{example}_{step}", partial(make, example, step)
    yield "consult_EX12_own_view", partial(make, "EX12", IMPRESSION, has_own_view=False)
    yield "consult_EX01_signed", partial(make, "EX01", SIGN, is_signed=True)
    yield "consult_EX01_printed_again", _printed_again
    yield "consult_EX01_hard_to_read", make_hard_to_read
    for name, act in _EXPLAINED.items():
        yield f"consult_explained_{name}", partial(make_explained, act)
    yield "consult_second_visit_story", make_second
    yield "consult_second_visit_no_better", partial(make_second, {"nprs_leg": 7, "groc": -1})
    for step in (STORY, IMPRESSION, PROGRAMME):
        yield f"consult_window_EX12_{step}", partial(make_framed, "EX12", step)
    for name, answers in _BROUGHT_BACK.items():
        yield f"consult_EX01_printed_{name}", partial(make_printed, answers)
    yield "consult_EX09_referral", partial(make_letter, "EX09", "referral letter", note=_RANG)
    yield "consult_EX01_gp_letter", partial(make_letter, "EX01", "letter to the GP", view=_SETTLING, ask=_REVIEW)
    yield "consult_EX05_close_flag", partial(make, "EX05", IMPRESSION, closes_flag=True)


def _sentence(consult: ConsultPage) -> None:
    consult.go_to_step(IMPRESSION)
    consult.explain.explain_sentence("D01")


def _answer(consult: ConsultPage) -> None:
    consult.go_to_step(STORY)
    consult.explain.explain_answer("neu_weak")


def _why_not(consult: ConsultPage) -> None:
    consult.go_to_step(IMPRESSION)
    consult.explain.explain_driver("B")


def _exercise(consult: ConsultPage) -> None:
    consult.go_to_step(PROGRAMME)
    consult.explain.explain_sentence(consult.model.plan.exercises[0])


def _what_if(consult: ConsultPage) -> None:
    consult.go_to_step(IMPRESSION)
    consult.what_if.begin()
    key = next(key for key, row in consult.what_if.rows.items() if row.text().startswith("Is the leg weak"))
    field = consult.what_if.show_field(key)
    field.set_value("marked")
    field.value_changed.emit("marked")


_EXPLAINED = {"what_if": _what_if, "sentence": _sentence, "answer": _answer, "why_not": _why_not, "exercise": _exercise}


def make_explained(act: Callable[[ConsultPage], None]) -> QWidget:
    """The panel that says where a sentence comes from, beside the page it was asked on."""
    consult = make("EX05", STORY)
    assert isinstance(consult, ConsultPage)
    consult.show()
    act(consult)
    return consult


# What is answered otherwise when somebody comes back with their handout.
_BROUGHT_BACK: dict[str, dict[str, Value | None]] = {
    "taken": {},
    "cautioned": {"knee_ok": "no", "hip_replaced": ("hip_L",), "hip_precautions": "yes"},
    "blocked": {"surg_12wk": "yes"},
}


def make_printed(answers: dict[str, Value | None]) -> QWidget:
    """Somebody back with the code of their handout; a programme of before, and what today makes of it."""
    folder = Path(tempfile.mkdtemp(prefix="sciatica-intake-screens-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    first = a_consult(a_store(folder), "EX01")
    first.model.enter_view(("A",), "")
    first.model.sign("Jo Physio-Demo", "PH 12345", first.model.plan.ask_before_signing)
    signed = first.model.signed
    assert signed is not None
    consult = a_visit_again(first, answers)
    first.close()
    consult.model.enter_view(("A",), "")
    consult.setAutoFillBackground(True)
    consult.resize(1366, 768)
    consult.go_to_step(PROGRAMME)
    programme = consult.page(PROGRAMME)
    assert isinstance(programme, ProgrammePage)
    consult.show()
    QApplication.processEvents()
    programme.code_reader.code.setText(" ".join(consult.model.clinic.programme_code(signed, NOON.date())))
    programme.code_reader.read.click()
    for _ in range(5):
        QApplication.processEvents()
    return consult


def make_second(answers: dict[str, Value] | None = None) -> QWidget:
    """The story of somebody who was here before: scores beside those of that visit."""
    folder = Path(tempfile.mkdtemp(prefix="sciatica-intake-screens-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    consult = a_second_visit(a_store(folder), answers=answers)
    consult.model.enter_view(("D",), "")
    consult.setAutoFillBackground(True)
    consult.resize(1366, 768)
    story = consult.page(STORY)
    assert isinstance(story, StoryPage)
    story.refresh()
    return consult


def make(
    example: str, step: str, *, has_own_view: bool = True, is_signed: bool = False, closes_flag: bool = False
) -> QWidget:
    """The consult of an example at one step, in a clinic of its own that is thrown away at the end."""
    folder = Path(tempfile.mkdtemp(prefix="sciatica-intake-screens-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    consult = a_consult(a_store(folder), example)
    if has_own_view:
        consult.model.enter_view(("B",), "Clenches while teaching.")
    if is_signed:
        consult.model.sign("Jo Physio-Demo", "PH 12345", tuple(consult.model.plan.ask_before_signing))
    consult.setAutoFillBackground(True)
    consult.resize(1366, 768)
    consult.go_to_step(step)
    page = consult.page(step)
    if closes_flag and isinstance(page, ImpressionPage):
        page.flag_cards[0].close_flag.click()
        page.flag_cards[0].form.text.setPlainText("Retested today: power 4 of 5")
    if isinstance(page, SignPage):
        consult.show()
        until = time.monotonic() + _DRAWN_WITHIN
        while not page.preview.is_drawn and page.preview.isVisible() and time.monotonic() < until:
            QApplication.processEvents()
    return consult


def _printed_again() -> QWidget:
    """A signed paper that has gone out, and is asked for once more."""
    consult = make("EX01", SIGN, is_signed=True)
    page = consult.page(SIGN) if isinstance(consult, ConsultPage) else None
    assert isinstance(page, SignPage) and page.paper is not None
    page._model.note_paper(page.paper, "printed")
    page.refresh()
    page.go.click()
    page.birth_date.refuse()
    return consult


def make_hard_to_read() -> QWidget:
    """A signed programme that does not go out yet, and the form that asks why it should."""
    folder = Path(tempfile.mkdtemp(prefix="sciatica-intake-screens-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    ward = "the acute admissions ward"
    goal = "Dance again in spite of my slipped disc"
    consult = a_consult(a_store(folder, ed_name=ward), "EX01", answers={"goals": (goal,)})
    consult.model.enter_view(("B",), "Clenches while teaching.")
    consult.model.sign("Jo Physio-Demo", "PH 12345", tuple(consult.model.plan.ask_before_signing))
    consult.setAutoFillBackground(True)
    consult.resize(1366, 768)
    consult.go_to_step(SIGN)
    page = consult.page(SIGN)
    assert isinstance(page, SignPage)
    consult.show()
    until = time.monotonic() + _DRAWN_WITHIN
    while not (page.paper and page.preview.is_drawn) and time.monotonic() < until:
        QApplication.processEvents()
    page.print_check.ask()
    return consult


_RANG = "Rang the registrar at 14:10 🙂\nSeen again today: the power of the big toe has not changed."
_SETTLING = "Settling, and back at work for half days."
_REVIEW = "Please review the pain relief at the next appointment."


def make_letter(example: str, kind: LetterKind, **words: str) -> QWidget:
    """A letter with words of the physio's own, in a clinic that lacks the phone of its spinal service."""
    folder = Path(tempfile.mkdtemp(prefix="sciatica-intake-screens-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    consult = a_consult(a_store(folder), example, answers={"cons_gp_share": "yes"})
    consult.model.enter_view(("B",), "Clenches while teaching.")
    consult.model.write_letter(kind, **words)
    consult.setAutoFillBackground(True)
    consult.resize(1366, 768)
    consult.go_to_step(SIGN)
    page = consult.page(SIGN)
    assert isinstance(page, SignPage)
    consult.show()
    button = page.kind_row.button(kind)
    assert button is not None
    button.click()
    until = time.monotonic() + _DRAWN_WITHIN
    while not (page.paper and page.preview.is_drawn) and time.monotonic() < until:
        QApplication.processEvents()
    return consult


def make_framed(example: str, step: str) -> QWidget:
    """A step as it stands in the window, under its header and the patient's banner."""
    folder = Path(tempfile.mkdtemp(prefix="sciatica-intake-screens-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    consult = a_consult(a_store(folder), example)
    consult.model.enter_view(("B",), "Clenches while teaching.")
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(PatientBanner(consult.model.intake, holder))
    layout.addWidget(consult, 1)
    consult.go_to_step(step)
    window = framed(holder, user="Jo Hand", role="Physio")
    window.resize(1366, 768)
    return window
