"""One example walked through the same windows that people use: registered, asked, examined, signed, printed."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop import demo_hand
from desktop.consult.consult_page import EXAMINATION, IMPRESSION, SIGN, ConsultPage
from desktop.consult.impression_page import ImpressionPage
from desktop.consult.sign_page import SignPage
from desktop.demo_clinic import DESK, demo_data, example_answers, example_patient, one_click
from desktop.desk import Desk
from desktop.intake.intake_page import IntakePage
from desktop.main_window import MainWindow
from desktop.reception.day import DayLine
from desktop.start.opening import Opened
from desktop.visit_view import VisitView
from forms.errors import SciaticaIntakeError
from forms.examples import load_examples

_PATIENCE_SECONDS = 20.0
_ROUNDS = 4
# Pages of the form -> the picture taken of them once they are answered.
_PICTURES = {
    "problem": ("04_intake", "the questions, page by page"),
    "exam_nerve": ("07_examination", "the examination"),
}


class Walk:
    """Does what a receptionist and a physio do. `open_now` makes the clinic."""

    def __init__(self, output: Path, place: Path, open_now: Callable[[], Opened]) -> None:
        self._output = output
        self._left: list[tuple[Path, str]] = []
        self.example = next(one for one in load_examples() if one.id == demo_data()["walk"]["example"])
        self.title = f"{self.example.id}, {self.example.title.lower()},"
        self.window = MainWindow()
        self.window.resize(1366, 768)
        self.desk = Desk(self.window, place, desk=DESK, one_click=one_click(), open_now=open_now)

    def go(self) -> list[tuple[Path, str]]:
        """The whole way; returns what was left, each with a few words."""
        self.desk.show_first()
        self.window.show()
        self.desk.start()
        self._wait(lambda: self.desk.opened is not None)
        self._picture("01_sign_in", "choose your name")
        self._sign_in("reception")
        self._register()
        self._fill(self._intake(), self._answers("details", "intake"))
        self._wait(lambda: self.window.page is self.desk.reception)
        self._wait(lambda: any(line.patient.family == self.example.family for line in self._day_lines()))
        self._picture("05_ready_for_the_physio", "the day list, with nobody forgotten")
        self.desk.sign_out()
        self._sign_in("lead")
        self._consult()
        return self._left

    def close(self) -> None:
        self.desk.may_close()
        self.window.may_close = None
        self.window.close()

    # --- the front desk

    def _sign_in(self, role: str) -> None:
        assert self.desk.opened is not None
        user = next(one for one in self.desk.opened.people if one.role == role)
        button = self.desk.sign_in.button_of(user.user_name)
        assert button is not None
        demo_hand.press(button)
        self._wait(lambda: self.desk.reception is not None and self.window.page is self.desk.reception)
        self._wait(lambda: bool(self._day_lines()))

    def _day_lines(self) -> tuple[DayLine, ...]:
        return self.desk.reception.day.lines if self.desk.reception is not None else ()

    def _register(self) -> None:
        page = self.desk.reception
        assert page is not None
        self._picture("02_reception", "the front desk: the day, and who needs a physio now")
        patient = example_patient(self.example, int(self.example.id.removeprefix("EX")))
        demo_hand.type_into(page.people.search, f"{patient.given} {patient.family}")
        self._settle()
        page.people.add.click()
        form = page.register
        assert form is not None
        for name in ("family", "given", "birth_date", "phone"):
            value = getattr(patient, name)
            demo_hand.answer(form.fields[name], value.isoformat() if name == "birth_date" else value)
        self._settle()
        self._picture("03_register", "registering a person")
        demo_hand.press(form.go)
        self._wait(lambda: isinstance(self.window.page, VisitView))

    def _visit(self) -> VisitView:
        assert self.desk.visit is not None
        return self.desk.visit

    def _intake(self) -> IntakePage:
        intake = self._visit().intake
        assert intake is not None
        return intake

    # --- answers

    def _answers(self, *stages: str) -> dict[str, object]:
        model = self._visit().model
        found = {**example_answers(self.example, model.clinic.content), **demo_data()["walk"]["answers"]}
        page_of = model.questionnaire.page_of
        return {key: value for key, value in found.items() if page_of(key.rsplit("/", 1)[-1]).stage in stages}

    def _fill(self, intake: IntakePage, answers: dict[str, object]) -> None:
        """Page by page, question by question as they appear, with the button that goes on."""
        model = self._visit().model
        seen: set[str] = set()
        while intake.current_page not in seen:
            seen.add(intake.current_page)
            self._settle()
            view = intake.view(intake.current_page)
            done: set[str] = set()
            while True:
                # Answers bring further questions, so look again after each.
                key = next((one for one in view.shown_keys() if one in answers and one not in done), None)
                if key is None:
                    break
                done.add(key)
                field = view.field(key)
                if field is not None and model.value(key) is None and not model.item(key).is_derived:
                    demo_hand.answer(field, answers[key])  # type: ignore[arg-type]
            self._settle()
            picture = _PICTURES.get(intake.current_page)
            if picture is not None:
                self._picture(*picture)
            # The last page stays where it is, and leads elsewhere.
            intake.next_page()

    # --- the physio

    def _consult(self) -> None:
        """Story, examination, impression, programme, signature, paper."""
        self._open_visit()
        consult = self._visit().consult
        assert consult is not None
        self._picture("06_story", "what the person said")
        self._ask_in_private(consult)
        consult.next_step()
        examination = consult.page(EXAMINATION)
        assert isinstance(examination, IntakePage)
        self._fill(examination, self._answers("examination"))
        impression = consult.page(IMPRESSION)
        assert isinstance(impression, ImpressionPage)
        lead = self._visit().model.assessment.impression.lead
        view = impression.own_view.rows.button(lead or "")
        if view is not None:
            demo_hand.press(view)
        consult.next_step()
        self._picture("08_impression", "what the answers point to, and why")
        consult.next_step()
        self._picture("09_programme", "the home programme, each exercise with its reason")
        consult.next_step()
        self._sign(consult)

    def _ask_in_private(self, consult: ConsultPage) -> None:
        """What the desk may not ask, the physio does."""
        visit = self._visit()
        answers = self._answers("intake")
        for key in (key for key in visit.model.left.required if key in answers):
            consult.intake_requested.emit(key)
            intake = self._intake()
            field = intake.view(intake.current_page).field(key)
            assert field is not None
            demo_hand.answer(field, answers[key])  # type: ignore[arg-type]
        visit.show_consult()

    def _open_visit(self) -> None:
        page = self.desk.reception
        assert page is not None
        demo_hand.type_into(page.people.search, self.example.family)
        self._wait(lambda: len(page.people.results.lines) == 1)
        QTest.keyClick(page.people.search, Qt.Key.Key_Return)
        demo_hand.press(page.person.go)
        self._wait(lambda: self.desk.visit is not None and self.desk.visit.consult is not None)

    def _sign(self, consult: ConsultPage) -> None:
        sign = consult.page(SIGN)
        assert isinstance(sign, SignPage)
        self._wait(lambda: sign.preview.is_drawn)
        asked = sign.asked.buttons[0]
        if asked.isVisible():
            demo_hand.press(asked)
        demo_hand.press(sign.go)
        self._wait(lambda: consult.model.is_signed)
        # The draft stays in sight until the signed paper is made.
        self._wait(lambda: sign.preview.is_drawn and sign.paper is not None and not sign.paper.is_draft)
        self._picture("10_signed", "signed: the paper as it is printed")
        handout = self._output / "handout.pdf"
        handout.unlink(missing_ok=True)
        sign.save_to(handout)
        # Written, and noted in the record: the clinic is thrown away after this.
        model = consult.model
        self._wait(lambda: handout.exists() and bool(model.clinic.papers(model.intake.visit.encounter.id)))
        self._left.append((handout, "the pack that the person takes home"))

    # --- patience and pictures

    def _settle(self) -> None:
        # A wrapped text asks for its height a round later, and its page a round after that.
        for _ in range(_ROUNDS):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        # Without a loop of its own nothing that was let go would ever go.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _wait(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE_SECONDS
        while not is_so():
            if time.monotonic() > end:
                raise SciaticaIntakeError("The demo did not get on. This computer may be very busy; try once more.")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        self._settle()

    def _picture(self, name: str, what: str, widget: QWidget | None = None) -> None:
        self._wait(lambda: self.desk.visit is None or not self.desk.visit.unsaved)
        path = self._output / f"{name}.png"
        if not (widget or self.window).grab().save(str(path)):
            raise SciaticaIntakeError(f"{path} cannot be written. Name another folder with --output.")
        self._left.append((path, what))
