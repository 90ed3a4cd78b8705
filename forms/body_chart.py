"""The body as drawings: outlines and regions, read from `resources/body/`; no window needed.

Lengths are fractions of a drawing's height, x from its middle line, so that nothing depends on pixels.
"""

from functools import cache

from msgspec import Struct

import resources
from forms.loading import DataFile, Table

Point = tuple[float, float]
Ellipse = tuple[float, float, float, float]
VIEWS = ("front", "back", "foot_above", "foot_below")


class Region(Struct, frozen=True):
    """One part one may mark: a polygon or an ellipse (centre, half width, half height), clipped by the outline."""

    code: str
    points: tuple[Point, ...] = ()
    ellipse: Ellipse | None = None


class BodyView(Struct, frozen=True):
    """One drawing. `is_mirrored`: only the viewer's right half is written.

    person_left: on which side of the drawing the patient's own left is; empty for a foot.
    """

    id: str
    title: str
    width: float
    is_mirrored: bool
    person_left: str
    outline: tuple[tuple[Point, ...], ...]
    toes: tuple[Ellipse, ...]
    strokes: tuple[tuple[Point, ...], ...]
    regions: tuple[Region, ...]


@cache
def body_views() -> tuple[BodyView, ...]:
    """Every drawing, in the order shown."""
    return tuple(read_view(name, resources.read_bytes(f"body/{name}.toml")) for name in VIEWS)


def read_view(name: str, content: bytes) -> BodyView:
    """One drawing; ContentError names what is wrong."""
    table = DataFile(f"body/{name}.toml", content).table
    view = BodyView(
        id=name,
        title=table.text("title"),
        width=table.number("width") or 0.0,
        is_mirrored=table.flag("mirror"),
        person_left=table.text("person_left", ""),
        outline=tuple(_line(entry) for entry in table.tables("outline")),
        toes=tuple(_toe(entry) for entry in table.tables("toe")),
        strokes=tuple(_line(entry) for entry in table.tables("stroke")),
        regions=tuple(_region(entry) for entry in table.tables("region")),
    )
    table.finish()
    return view


def _line(table: Table) -> tuple[Point, ...]:
    points = _points(table)
    table.finish()
    return points


def _toe(table: Table) -> Ellipse:
    ellipse = _ellipse(table)
    table.finish()
    return ellipse


def _region(table: Table) -> Region:
    code = table.text("code")
    table.named(f"region {code}")
    region = Region(code, ellipse=_ellipse(table)) if table.has("ellipse") else Region(code, points=_points(table))
    table.finish()
    return region


def _points(table: Table) -> tuple[Point, ...]:
    numbers = table.numbers("points")
    if len(numbers) % 2 or len(numbers) < 6:
        raise table.fail('"points" must be x, y, x, y ... of three points or more.', "points")
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _ellipse(table: Table) -> Ellipse:
    numbers = table.numbers("ellipse")
    if len(numbers) != 4:
        raise table.fail('"ellipse" must be x, y, half width, half height.', "ellipse")
    return (numbers[0], numbers[1], numbers[2], numbers[3])
