"""The one place where a page asks for an exercise's drawing."""

import functools
import re

import resources
from reports.figures.figure import ExerciseFigure
from reports.figures.loading import load_figure
from reports.figures.paper import FigureDrawing
from reports.flowables import Picture
from reports.tagging import Element


def exercise_picture(figure_id: str, width: float, name: str, parent: Element) -> Picture | None:
    """The drawing of an exercise with its description, or nothing when there is none: the words stand alone."""
    figure = _figure(figure_id)
    if figure is None:
        return None
    return Picture(FigureDrawing(figure, width), figure.alt or name, parent)


@functools.cache
def _figure(figure_id: str) -> ExerciseFigure | None:
    if not re.fullmatch(r"\w{1,40}", figure_id):
        return None
    file = f"{figure_id}.toml"
    return load_figure(file) if resources.root().joinpath("figures", file).is_file() else None
