"""What a page of questions costs: building 20 fields and painting them, and the whole form page by page."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.fields.make import make_field
from desktop.theme import Theme, apply_theme
from forms.content import load_questionnaire
from forms.questionnaire import Item
from tests.desktop.fields.examples import TODAY

pytestmark = pytest.mark.benchmark


def milliseconds(work: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return min(taken)


def a_page(items: list[Item]) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    page = QWidget()
    layout = QVBoxLayout(page)
    for item in items:
        layout.addWidget(make_field(item, page, today=TODAY))
    layout.addStretch(1)
    scroll.setWidget(page)
    scroll.resize(900, 700)
    return scroll


def open_page(items: list[Item]) -> None:
    page = a_page(items)
    page.show()
    QApplication.processEvents()
    page.close()
    page.deleteLater()


@pytest.fixture(autouse=True)
def our_look(qapp: QApplication) -> None:
    apply_theme(qapp, Theme())


def test_a_page_of_twenty_questions(qtbot: QtBot) -> None:
    form = load_questionnaire()
    items = [item for item in form.items.values() if not item.is_derived and item.widget != "body_map"][30:50]
    open_page(items)
    taken = milliseconds(lambda: open_page(items))
    print(f"\n20 questions, build and paint: {taken:.1f} ms")
    assert taken <= 80


def test_every_page_of_the_form(qtbot: QtBot) -> None:
    form = load_questionnaire()
    pages = [[form.item(link_id) for link_id in page.items] for page in form.pages]
    pages = [[item for item in items if not item.is_derived] for items in pages]
    open_page(pages[0])
    taken = {
        page.id: milliseconds(lambda items=items: open_page(items), 3)
        for page, items in zip(form.pages, pages, strict=True)
    }
    count = sum(len(items) for items in pages)
    print(f"\n{count} questions on {len(pages)} pages: {sum(taken.values()):.0f} ms; worst {max(taken, key=taken.get)}")
    for name, each in taken.items():
        print(f"  {name:20} {each:6.1f} ms  {len(form.pages[list(taken).index(name)].items)} items")
    assert max(taken.values()) <= 150
