"""One exercise's drawing: its panels from start to end, as shapes in a box.

The box always has the same width, so that people are the same size from card to card and pictures line up; only a
tall or wide movement makes it larger.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct, field

from reports.figures.geometry import Extent, Point, extent
from reports.figures.props import floor, next_step
from reports.figures.shapes import Shape

BOX_WIDTH, BOX_HEIGHT = 136.0, 112.0
_MARGIN, _GAP, _LOWEST = 3.0, 9.0, 64.0


class Panel(Struct, frozen=True):
    """One position: its shapes in its own coordinates.

    ground: the height of its floor, None when it is seen from above. points: named body points, for checks.
    contacts: (body point, what it must touch) claims that a test measures.
    """

    shapes: tuple[Shape, ...]
    ground: float | None = 0.0
    points: Mapping[str, Point] = field(default_factory=lambda: MappingProxyType({}))


# Compared by identity, so that painters can keep what they made of it.
class ExerciseFigure(Struct, frozen=True, eq=False):
    """A drawing ready to paint: shapes sorted by painting order, inside (0, 0) to (width, height), y upwards."""

    exercise: str
    alt: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    panels: tuple[Panel, ...]


def compose(exercise: str, alt: str, layout: str, panels: tuple[Panel, ...]) -> ExerciseFigure:
    """Panels side by side ("row") or one above the other ("column"), with floor lines and the small steps between."""
    extents = [extent(curve for shape in panel.shapes for curve in shape.curves) for panel in panels]
    place = _in_a_row if layout == "row" else _in_a_column
    steps, extras = place([_on_ground(panel, edges) for panel, edges in zip(panels, extents, strict=True)])
    placed = [_moved(edges, step) for edges, step in zip(extents, steps, strict=True)]
    placed += [extent(shape.curves) for shape in extras]
    lefts, bottoms, rights, tops = zip(*placed, strict=True)
    left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
    width, height = _fitted(right - left + 2 * _MARGIN, top - bottom + 2 * _MARGIN)
    spare = complex((width - (right - left)) / 2 - left, (height - (top - bottom)) / 2 - bottom)
    shapes = [shape.moved(step + spare) for panel, step in zip(panels, steps, strict=True) for shape in panel.shapes]
    shapes += [shape.moved(spare) for shape in extras]
    shapes += _floors(layout, panels, [step + spare for step in steps], width)
    return ExerciseFigure(exercise, alt, width, height, tuple(sorted(shapes, key=lambda shape: shape.z)), panels)


def _fitted(width: float, height: float) -> tuple[float, float]:
    """The common width, larger only for a wide or tall movement, and the height that this drawing needs."""
    scale = max(1.0, width / BOX_WIDTH, height / BOX_HEIGHT)
    return BOX_WIDTH * scale, max(height, _LOWEST)


def _in_a_row(edges: Sequence[Extent]) -> tuple[list[Point], list[Shape]]:
    """How far each panel is moved, and the small steps between them."""
    moves: list[Point] = []
    extras: list[Shape] = []
    spare = BOX_WIDTH - 2 * _MARGIN - sum(right - left for left, _, right, _ in edges)
    gap = min(max(_GAP + 2, spare / (len(edges) + 1)), 30.0) if len(edges) > 1 else 0.0
    # One height for all the small steps: about the middle of the tallest position.
    middle = max(top for *_, top in edges) * 0.45
    x = 0.0
    for index, (left, _, right, _) in enumerate(edges):
        if index:
            extras.extend(next_step(complex(x + gap / 2, middle)))
            x += gap
        moves.append(complex(x - left, 0))
        x += right - left
    return moves, extras


def _in_a_column(edges: Sequence[Extent]) -> tuple[list[Point], list[Shape]]:
    moves: list[Point] = []
    extras: list[Shape] = []
    centre = sum((left + right) / 2 for left, _, right, _ in edges) / len(edges)
    y = 0.0
    for index, (_, bottom, _, top) in enumerate(edges):
        if index:
            extras.extend(next_step(complex(centre, y - _GAP / 2), is_down=True))
            y -= _GAP
        moves.append(complex(0, y - top))
        y -= top - bottom
    return moves, extras


def _floors(layout: str, panels: tuple[Panel, ...], moves: Sequence[Point], width: float) -> list[Shape]:
    """One floor line for a row, one for each panel of a column."""
    floors = [
        floor(_MARGIN, width - _MARGIN, panel.ground + move.imag)
        for panel, move in zip(panels, moves, strict=True)
        if panel.ground is not None
    ]
    return floors[:1] if layout == "row" else floors


def _moved(edges: Extent, step: Point) -> Extent:
    left, bottom, right, top = edges
    return left + step.real, bottom + step.imag, right + step.real, top + step.imag


def _on_ground(panel: Panel, edges: Extent) -> Extent:
    """With the floor line, which is as wide as the drawing."""
    left, bottom, right, top = edges
    return left, bottom if panel.ground is None else min(bottom, panel.ground - 1.1), right, top
