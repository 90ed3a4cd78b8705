"""The one place where a page asks for an exercise's drawing."""

import functools
import re

import resources
from reports.figures.figure import ExerciseFigure
from reports.figures.loading import load_figure
from reports.figures.paper import FigureDrawing
from reports.flowables import Picture
from reports.tagging import Element


def exercise_picture(figure_id: str, width: float, name: str, parent: Element, *, says: str = "") -> Picture | None:
    """The drawing of an exercise with its description, or nothing when there is none: the words stand alone.

    says: the description in another language.
    """
    figure = _figure(figure_id)
    if figure is None:
        return None
    return Picture(FigureDrawing(figure, width), says or figure.alt or name, parent)


def picture_in_words(figure_id: str) -> str:
    """What the drawing of an exercise shows, in English; nothing when there is none."""
    figure = _figure(figure_id)
    return figure.alt if figure is not None else ""


@functools.cache
def _figure(figure_id: str) -> ExerciseFigure | None:
    if not re.fullmatch(r"\w{1,40}", figure_id):
        return None
    file = f"{figure_id}.toml"
    return load_figure(file) if resources.root().joinpath("figures", file).is_file() else None
