"""What a drawing is made of: filled and outlined paths, each with a colour role.

Painters (paper and screen) know nothing of people; they draw shapes in order. A shape with both a fill and a line is
stroked first and filled after, so that overlapping pieces of one shape melt into one outline.
"""

from msgspec import Struct
from msgspec.structs import replace

from reports.figures.geometry import Curve, Point, shifted

ROLES = (
    "near_limb",
    "far_limb",
    "trunk",
    "far_trunk",
    "shorts",
    "far_shorts",
    "head",
    "hair",
    "line",
    "soft_line",
    "prop",
    "prop_dark",
    "floor",
    "arrow",
    "halo",
    "mark",
    "ghost",
    "ghost_line",
)
LINE_WIDTH = 0.78


class Shape(Struct, frozen=True):
    """One or more curves painted alike.

    fill, line: colour roles, or empty. width: how far the line reaches beyond a filled shape; the whole width of an
    unfilled line. z: painting order, low first.
    """

    curves: tuple[Curve, ...]
    fill: str = ""
    line: str = ""
    width: float = LINE_WIDTH
    z: float = 0.0

    def moved(self, step: Point) -> "Shape":
        curves = tuple([shifted(curve, step) for curve in self.curves])
        return Shape(curves, self.fill, self.line, self.width, self.z)

    def as_ghost(self, z: float) -> "Shape":
        """The same shape in the quiet colours of a position that was left."""
        return replace(self, fill="ghost" if self.fill else "", line="ghost_line" if self.line else "", z=z)
