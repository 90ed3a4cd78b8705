"""Exercise figures on the screen."""

from PySide6.QtGui import QAccessible, QImage
from pytestqt.qtbot import QtBot

from desktop.widgets.figure_view import FigureView
from reports.figures.loading import load_figures
from reports.figures.paper import FigureDrawing

FIGURES = load_figures()


def _shown(qtbot: QtBot, exercise: str, *, width: int, height: int) -> QImage:
    view = FigureView(FIGURES[exercise], "Standing back bend", None)
    qtbot.addWidget(view)
    view.resize(width, height)
    return view.grab().toImage()


def test_a_screen_reader_hears_the_exercise_and_what_the_drawing_shows(qtbot: QtBot) -> None:
    view = FigureView(FIGURES["E06"], "Standing back bend", None)
    qtbot.addWidget(view)
    accessible = QAccessible.queryAccessibleInterface(view)
    assert accessible.text(QAccessible.Text.Name) == "Standing back bend"
    assert accessible.text(QAccessible.Text.Description) == FIGURES["E06"].alt


def test_the_view_keeps_the_proportions_that_paper_has(qtbot: QtBot) -> None:
    view = FigureView(FIGURES["E35"], "Bird-dog", None)
    qtbot.addWidget(view)
    assert abs(view.heightForWidth(400) - FigureDrawing(FIGURES["E35"], 400).height) < 1


def test_another_figure_replaces_the_picture_and_the_words(qtbot: QtBot) -> None:
    view = FigureView(FIGURES["E06"], "Standing back bend", None)
    qtbot.addWidget(view)
    view.resize(300, 250)
    before = view.grab().toImage()
    view.set_figure(FIGURES["E35"], "Bird-dog")
    assert view.grab().toImage() != before
    assert view.accessibleDescription() == FIGURES["E35"].alt


def test_every_figure_leaves_a_picture_inside_its_widget(qtbot: QtBot) -> None:
    for exercise in FIGURES:
        image = _shown(qtbot, exercise, width=320, height=260)
        corner = image.pixel(0, 0)
        inside = {image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}
        edge = {image.pixel(x, y) for x in range(image.width()) for y in (0, image.height() - 1)}
        assert len(inside) > 6, f"{exercise} painted almost nothing"
        assert edge == {corner}, f"{exercise} is cut at the edge"
