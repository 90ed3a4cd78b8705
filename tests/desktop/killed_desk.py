"""A desk to be killed: `python -m tests.desktop.killed_desk RECORDS` answers, says what is saved, and waits."""

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.app import make_application
from desktop.demo_hand import answer
from desktop.desk import Desk
from desktop.main_window import MainWindow
from desktop.theme import Theme
from forms.response import Value
from tests.desktop.desks import KEY, SECRET, a_patient

QUESTIONS: tuple[tuple[str, Value], ...] = (
    ("pain_side", "R"),
    ("pain_extent", "thigh"),
    ("agg_sitting", "yes"),
    ("sit_tol_min", 40),
)
DESK = "desk 1"


def open_with_key(place: Path) -> object:
    """The records of this test, by their known key."""
    from desktop.start.opening import Opened
    from forms.content import load_content
    from forms.records.store import open_store

    store = open_store(place, KEY)
    return Opened(store, load_content(), store.practitioners(), "Riverside")


def a_desk(place: Path) -> Desk:
    window = MainWindow()
    window.resize(1366, 768)
    desk = Desk(window, place, desk=DESK, open_now=lambda: open_with_key(place))  # type: ignore[arg-type,return-value]
    desk.show_first()
    window.show()
    desk.start()
    wait(lambda: desk.opened is not None)
    return desk


def sign_in(desk: Desk, user_name: str = "reception") -> None:
    button = desk.sign_in.button_of(user_name)
    assert button is not None
    button.click()
    desk.sign_in.secret.set_text(SECRET)
    desk.sign_in.press_primary()
    wait(lambda: desk.clinic is not None)


def wait(is_so: object, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < end
        QApplication.processEvents()
        time.sleep(0.005)


def main(place: Path) -> None:
    make_application(Theme("light"))
    desk = a_desk(place)
    sign_in(desk)
    assert desk.clinic is not None and desk.reception is not None
    desk.reception._on_start_requested(desk.clinic.register_patient(a_patient()))
    visit = desk.visit
    assert visit is not None and visit.intake is not None
    for key, value in QUESTIONS:
        visit.intake.go_to(key)
        field = visit.intake.view(visit.intake.current_page).field(key)
        assert field is not None
        answer(field, value)
    visit.intake.go_to("agg_bend")
    field = visit.intake.view(visit.intake.current_page).field("agg_bend")
    assert field is not None
    field.focus_first()
    desk.window.activateWindow()
    wait(lambda: not visit.unsaved and visit._noted == visit._place and not visit._is_noting)
    print("saved", *visit._place, flush=True)
    while True:
        QApplication.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
