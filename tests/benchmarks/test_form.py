"""What a person at the form waits for: opening it, turning a page, and each answer with the rules live.

Settled means that nothing is left to do: what appears has appeared, issues and counts are right, all of it is painted.
The store is a real encrypted one, and answers are saved meanwhile.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop
from PySide6.QtWidgets import QApplication

from desktop.desk import keep_for_good
from desktop.intake.answer_saver import AnswerSaver
from desktop.intake.intake_model import IntakeModel
from desktop.intake.intake_page import IntakePage
from desktop.theme import Theme, apply_theme
from forms.questionnaire import Item
from forms.response import Value
from tests.benchmarks.figures import Figures, percentile, timed, together
from tests.benchmarks.visits import NOON, a_clinic, a_store, a_visit

pytestmark = pytest.mark.benchmark

_STAGES = ("details", "intake", "examination")
_EVENTS = QEventLoop.ProcessEventsFlag.AllEvents


class Form(Struct):
    """EX05 open for a physio: every page of the form with every question."""

    page: IntakePage
    model: IntakeModel
    saver: AnswerSaver

    def close(self) -> None:
        self.page.close()
        self.page.deleteLater()
        settle()


def settle() -> None:
    """Let everything happen that an action set off, painting included."""
    dispatcher = QAbstractEventDispatcher.instance()
    while dispatcher.processEvents(_EVENTS):
        pass


@pytest.fixture
def open_form(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[], Form]]:
    apply_theme(qapp, Theme())
    with a_store(tmp_path) as store:
        visit = a_visit(a_clinic(store), "EX05")
        keep_for_good()  # as a desk does once everything is loaded
        opened: list[Form] = []

        def opens() -> Form:
            model = IntakeModel(a_clinic(store), visit, "physio")
            saver = AnswerSaver(model.clinic.save_answers, lambda: NOON)
            model.answer_given.connect(saver.add)
            page = IntakePage(model, saver, _STAGES)
            page.resize(1280, 860)
            page.show()
            settle()
            opened.append(Form(page, model, saver))
            return opened[-1]

        yield opens
        for form in opened:
            form.saver.flush()


def test_opening_the_form(open_form: Callable[[], Form], figures: Figures) -> None:
    forms: list[Form] = []
    times = []
    for _ in range(7):
        times.append(timed(lambda: forms.append(open_form()), 1))
        forms[-1].close()
    count = len(forms[0].model.questionnaire.items)
    figures.add_times(f"open the form of {count} questions", together(times), target=150)


def test_turning_the_pages(open_form: Callable[[], Form], figures: Figures) -> None:
    form = open_form()
    pages = [page.id for page in form.model.pages(_STAGES)]

    def turn_to(page_id: str) -> None:
        form.page.go_to_page(page_id)
        settle()

    first = {page_id: timed(lambda page_id=page_id: turn_to(page_id), 1).median for page_id in pages[1:]}
    again = [timed(lambda page_id=page_id: turn_to(page_id), 1) for _ in range(5) for page_id in pages]
    figures.add_times("turn to a page", together(again), target=30)
    slowest = max(first, key=lambda page_id: first[page_id])
    beside = f"the worst of {len(first)}: {slowest}; usually it was built ahead"
    figures.add("turn to a page not built yet", first[slowest], beside=beside)
    figures.add("every page built and painted", sum(first.values()))


def test_an_answer_until_the_screen_is_settled(open_form: Callable[[], Form], figures: Figures) -> None:
    form = open_form()
    taken: list[tuple[float, float, str]] = []
    for page in form.model.pages(_STAGES):
        form.page.go_to_page(page.id)
        settle()
        view = form.page.view(page.id)
        for key in view.shown_keys():
            for value in _several_answers(form.model.item(key), form.model.value(key)):
                field = view.field(key)
                if field is None or not form.model.is_shown(key):
                    break
                started, worked = time.perf_counter(), time.thread_time()
                field.set_value(value)
                field.value_changed.emit(value)
                settle()
                work = (time.thread_time() - worked) * 1000
                taken.append(((time.perf_counter() - started) * 1000, work, key))
    wall, own = [one[0] for one in taken], [one[1] for one in taken]
    beside = (
        f"{len(taken)} answers of all kinds, median {percentile(wall, 0.5):.1f}, own work {percentile(own, 0.95):.1f}"
    )
    figures.add("an answer until the screen is settled, p95", percentile(wall, 0.95), target=16, beside=beside)
    worst = max(taken)
    figures.add("the same, worst", worst[0], target=50, beside=f"{worst[2]}, own work {max(own):.1f}")


def _several_answers(item: Item, before: Value | None) -> list[Value | None]:
    """A few answers to one question, the one it had at the end."""
    answers: list[Value | None]
    if item.is_derived or item.type == "display":
        return []
    if item.type == "choice":
        answers = [(option.code,) if item.repeats else option.code for option in item.options[:3]]
    elif item.type == "quantity":
        answers = [item.low or 1.0, item.high or 5.0]
    elif item.type == "boolean":
        answers = [True, False]
    elif item.type == "date":
        answers = ["2026-01-05", "2025-06-01"]
    else:
        answers = [("Some words",) if item.repeats else "Some words"]
    return [*(answer for answer in answers if answer != before), before]
