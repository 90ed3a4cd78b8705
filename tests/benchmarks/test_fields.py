"""What a page of questions costs: building 20 fields and painting them, and the whole form page by page."""

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.fields.make import make_field
from desktop.theme import Theme, apply_theme
from forms.content import load_questionnaire
from forms.questionnaire import Item
from tests.benchmarks.figures import Figures, timed
from tests.desktop.fields.examples import TODAY

pytestmark = pytest.mark.benchmark


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


def test_a_page_of_twenty_questions(qtbot: QtBot, figures: Figures) -> None:
    form = load_questionnaire()
    items = [item for item in form.items.values() if not item.is_derived and item.widget != "body_map"][30:50]
    open_page(items)
    times = timed(lambda: open_page(items), 5)
    figures.add_times("20 fields of a page, built and painted", times)
    assert min(times.work) <= 80


def test_the_fields_of_every_page(qtbot: QtBot, figures: Figures) -> None:
    form = load_questionnaire()
    pages = {page.id: [form.items[key] for key in page.items if not form.items[key].is_derived] for page in form.pages}
    open_page(pages[form.pages[0].id])
    taken = {name: min(timed(lambda items=items: open_page(items), 3).work) for name, items in pages.items()}
    slowest = max(taken, key=lambda name: taken[name])
    figures.add(
        "fields of the slowest page, own work", taken[slowest], beside=f"{slowest}: {len(pages[slowest])} items"
    )
    assert taken[slowest] <= 150
