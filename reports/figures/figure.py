"""One exercise's drawing: its panels from start to end, as shapes in a box.

The box always has the same width, so that people are the same size from card to card and pictures line up; only a
tall or wide movement makes it larger.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from reports.figures.geometry import Point, extent
from reports.figures.props import floor, next_step
from reports.figures.shapes import Shape

BOX_WIDTH, BOX_HEIGHT = 136.0, 112.0
_MARGIN, _GAP, _LOWEST = 3.0, 9.0, 64.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One position: its shapes in its own coordinates.

    ground: the height of its floor, None when it is seen from above. points: named body points, for checks.
    contacts: (body point, what it must touch) claims that a test measures.
    """

    shapes: tuple[Shape, ...]
    ground: float | None = 0.0
    points: Mapping[str, Point] = field(default_factory=lambda: MappingProxyType({}))


# Compared by identity, so that painters can keep what they made of it.
@dataclass(frozen=True, slots=True, eq=False)
class ExerciseFigure:
    """A drawing ready to paint: shapes sorted by painting order, inside (0, 0) to (width, height), y upwards."""

    exercise: str
    alt: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    panels: tuple[Panel, ...]


def compose(exercise: str, alt: str, layout: str, panels: tuple[Panel, ...]) -> ExerciseFigure:
    """Panels side by side ("row") or one above the other ("column"), with floor lines and the small steps between."""
    place = _in_a_row if layout == "row" else _in_a_column
    placed, extras = place(panels)
    shapes = [shape for panel in placed for shape in panel] + extras
    left, bottom, right, top = extent(curve for shape in shapes for curve in shape.curves)
    width, height = _fitted(right - left + 2 * _MARGIN, top - bottom + 2 * _MARGIN)
    spare = complex((width - (right - left)) / 2 - left, (height - (top - bottom)) / 2 - bottom)
    floors = _floors(layout, panels, placed, spare, width)
    moved = [shape.moved(spare) for shape in shapes] + floors
    ordered = tuple(sorted(moved, key=lambda shape: shape.z))
    return ExerciseFigure(exercise, alt, width, height, ordered, panels)


def _fitted(width: float, height: float) -> tuple[float, float]:
    """The common width, larger only for a wide or tall movement, and the height that this drawing needs."""
    scale = max(1.0, width / BOX_WIDTH, height / BOX_HEIGHT)
    return BOX_WIDTH * scale, max(height, _LOWEST)


def _in_a_row(panels: tuple[Panel, ...]) -> tuple[list[list[Shape]], list[Shape]]:
    placed: list[list[Shape]] = []
    steps: list[Shape] = []
    edges = [_extent(panel) for panel in panels]
    spare = BOX_WIDTH - 2 * _MARGIN - sum(right - left for left, _, right, _ in edges)
    gap = min(max(_GAP + 2, spare / (len(panels) + 1)), 30.0) if len(panels) > 1 else 0.0
    # One height for all the small steps: about the middle of the tallest position.
    middle = max(top for *_, top in edges) * 0.45
    x = 0.0
    for index, (panel, (left, _, right, _)) in enumerate(zip(panels, edges, strict=True)):
        if index:
            steps.extend(next_step(complex(x + gap / 2, middle)))
            x += gap
        placed.append([shape.moved(complex(x - left, 0)) for shape in panel.shapes])
        x += right - left
    return placed, steps


def _in_a_column(panels: tuple[Panel, ...]) -> tuple[list[list[Shape]], list[Shape]]:
    placed: list[list[Shape]] = []
    steps: list[Shape] = []
    edges = [_extent(panel) for panel in panels]
    centre = sum((left + right) / 2 for left, _, right, _ in edges) / len(edges)
    y = 0.0
    for index, (panel, (_, bottom, _, top)) in enumerate(zip(panels, edges, strict=True)):
        if index:
            steps.extend(next_step(complex(centre, y - _GAP / 2), is_down=True))
            y -= _GAP
        placed.append([shape.moved(complex(0, y - top)) for shape in panel.shapes])
        y -= top - bottom
    return placed, steps


def _floors(
    layout: str, panels: tuple[Panel, ...], placed: list[list[Shape]], spare: Point, width: float
) -> list[Shape]:
    """One floor line for a row, one for each panel of a column."""
    floors = []
    for panel, shapes in zip(panels, placed, strict=True):
        if panel.ground is None:
            continue
        drop = shapes[0].curves[0][0].imag - panel.shapes[0].curves[0][0].imag
        floors.append(floor(_MARGIN, width - _MARGIN, panel.ground + drop + spare.imag))
    return floors[:1] if layout == "row" else floors


def _extent(panel: Panel) -> tuple[float, float, float, float]:
    left, bottom, right, top = extent(curve for shape in panel.shapes for curve in shape.curves)
    return left, bottom if panel.ground is None else min(bottom, panel.ground - 1.1), right, top
