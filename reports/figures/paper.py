"""Exercise figures on paper: shapes to PDF path operators, as a Flowable or straight onto a canvas."""

import functools
from collections.abc import Iterator, Mapping

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from reports.figures.figure import ExerciseFigure
from reports.figures.geometry import Curve
from reports.figures.loading import load_palette
from reports.figures.shapes import Shape

# Places are written as whole hundredths of a unit: shorter, quicker, and finer than any printer.
_GRID = 100
_START, _PIECE = "%d %d m", "\n%d %d %d %d %d %d c"


class FigureDrawing(Flowable):
    """One exercise's drawing, scaled to a width; its alt text is in `alt` for the tagged PDF."""

    def __init__(self, figure: ExerciseFigure, width: float) -> None:
        super().__init__()
        self.figure = figure
        self.alt = figure.alt
        self.width = width
        self.height = figure_height(figure, width)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        draw_figure(self.canv, self.figure, x=0, y=0, width=self.width)


def figure_height(figure: ExerciseFigure, width: float) -> float:
    return width * figure.height / figure.width


def draw_figure(canvas: Canvas, figure: ExerciseFigure, *, x: float, y: float, width: float) -> None:
    """Paint the figure with its lower left corner at (x, y), this many points wide."""
    scale = width / figure.width / _GRID
    canvas.saveState()
    canvas.transform(scale, 0, 0, scale, x, y)
    canvas.addLiteral(_operators(figure))
    canvas.restoreState()


# The same drawing is printed again and again in a batch; its operators never change.
@functools.lru_cache(maxsize=128)
def _operators(figure: ExerciseFigure) -> str:
    palette = load_palette("paper")
    lines = ["1 J 1 j"]
    for shape in figure.shapes:
        lines.extend(_painted(shape, palette))
    return "\n".join(lines)


def _painted(shape: Shape, palette: Mapping[str, str]) -> Iterator[str]:
    path = "\n".join(_path(curve, is_closed=bool(shape.fill)) for curve in shape.curves)
    if shape.line:
        width = shape.width * _GRID * (2 if shape.fill else 1)
        yield f"{_colour(palette[shape.line])} RG {width:.0f} w"
        yield path
        yield "S"
    if shape.fill:
        yield f"{_colour(palette[shape.fill])} rg"
        yield path
        yield "f"


def _path(curve: Curve, *, is_closed: bool) -> str:
    numbers = [round(number * _GRID) for point in curve for number in (point.real, point.imag)]
    return _pattern(len(curve) // 3, is_closed=is_closed) % tuple(numbers)


@functools.cache
def _pattern(pieces: int, *, is_closed: bool) -> str:
    return _START + _PIECE * pieces + ("\nh" if is_closed else "")


def _colour(text: str) -> str:
    return " ".join(f"{int(text[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))
