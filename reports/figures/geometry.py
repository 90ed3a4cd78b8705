"""Points, smooth curves and two-bone reaching: the plane geometry that every drawing is made of.

A point is a complex number (x + y j, y upwards), which makes turning and shifting plain arithmetic.
Angles are degrees, counter-clockwise from the right.
"""

import cmath
import itertools
import math
from collections.abc import Iterable, Sequence

Point = complex
# Start point, then (control, control, end) for each piece of a cubic Bezier path.
Curve = tuple[Point, ...]
# Left, bottom, right and top.
Extent = tuple[float, float, float, float]

_ROUND = 0.5522847498  # control length that makes four cubics a circle


def toward(angle: float, length: float = 1.0) -> Point:
    """The step of this length in this direction."""
    return cmath.rect(length, math.radians(angle))


def angle_of(step: Point) -> float:
    return math.degrees(cmath.phase(step))


def turned(point: Point, angle: float, about: Point = 0j) -> Point:
    return about + (point - about) * toward(angle)


def mix(start: Point, end: Point, share: float) -> Point:
    return start + (end - start) * share


def closed_curve(points: Sequence[Point]) -> Curve:
    """A smooth loop through the points (Catmull-Rom), counter-clockwise so that overlapping loops add up."""
    ring = list(points) if _area(points) >= 0 else list(reversed(points))
    count = len(ring)
    path = [ring[0]]
    for index in range(count):
        before, here, then, after = ring[index - 1], ring[index], ring[(index + 1) % count], ring[(index + 2) % count]
        path += [here + (then - before) / 6, then - (after - here) / 6, then]
    return tuple(path)


def open_curve(points: Sequence[Point]) -> Curve:
    """A smooth line through the points."""
    line = [points[0], *points, points[-1]]
    path = [points[0]]
    for index in range(1, len(points)):
        before, here, then, after = line[index - 1 : index + 3]
        path += [here + (then - before) / 6, then - (after - here) / 6, then]
    return tuple(path)


def polygon(points: Sequence[Point]) -> Curve:
    """Straight edges with sharp corners, closed."""
    ring = list(points) if _area(points) >= 0 else list(reversed(points))
    return segments([*ring, ring[0]])


def segments(points: Sequence[Point]) -> Curve:
    """Straight pieces from point to point."""
    path = [points[0]]
    for here, then in itertools.pairwise(points):
        path += [here, then, then]
    return tuple(path)


def rounded(points: Sequence[Point], radius: float) -> Curve:
    """A closed polygon with rounded corners."""
    ring = list(points) if _area(points) >= 0 else list(reversed(points))
    path: list[Point] = []
    for index, corner in enumerate(ring):
        into = _shortened(corner, ring[index - 1], radius)
        out = _shortened(corner, ring[(index + 1) % len(ring)], radius)
        path += [path[-1], into, into] if path else [into]
        path += [mix(into, corner, _ROUND), mix(out, corner, _ROUND), out]
    path += [path[-1], path[0], path[0]]
    return tuple(path)


def box(left: float, bottom: float, right: float, top: float, radius: float = 0.0) -> Curve:
    corners = [complex(left, bottom), complex(right, bottom), complex(right, top), complex(left, top)]
    return rounded(corners, radius) if radius else polygon(corners)


def circle(centre: Point, radius: float) -> Curve:
    return tuple([centre + radius * point for point in _UNIT_CIRCLE])


def ellipse(centre: Point, across: float, up: float, angle: float = 0.0) -> Curve:
    """An ellipse with the two half-axes, turned by angle."""
    turn = toward(angle)
    return tuple([centre + complex(p.real * across, p.imag * up) * turn for p in _UNIT_CIRCLE])


_K = _ROUND
_UNIT_CIRCLE: Curve = tuple(
    map(
        complex,
        (1, 1 + _K * 1j, _K + 1j, 1j, -_K + 1j, -1 + _K * 1j, -1, -1 - _K * 1j, -_K - 1j, -1j, _K - 1j, 1 - _K * 1j, 1),
    )
)


def capsule(start: Point, end: Point, first_radius: float, last_radius: float) -> Curve:
    """A rounded bar that tapers from one radius to another."""
    along = toward(angle_of(end - start))
    side = along * 1j
    return closed_curve(
        [
            start + side * first_radius,
            end + side * last_radius,
            end + (side + along) * last_radius * 0.72,
            end + along * last_radius,
            end + (along - side) * last_radius * 0.72,
            end - side * last_radius,
            start - side * first_radius,
            start - (side + along) * first_radius * 0.72,
            start - along * first_radius,
            start + (side - along) * first_radius * 0.72,
        ]
    )


def arc_points(start: Point, middle: Point, end: Point, count: int = 7) -> list[Point]:
    """Points on the circle through three points, from the first to the last; a straight line when they are in line."""
    a, b = middle - start, end - start
    cross = a.real * b.imag - a.imag * b.real
    if abs(cross) < 1e-3 * abs(b) ** 2:
        return [mix(start, end, step / (count - 1)) for step in range(count)]
    normal = (abs(a) ** 2 * b - abs(b) ** 2 * a) * -0.5j / cross
    centre = start + normal
    whole = angle_of((end - centre) / (start - centre))
    if cross > 0 and whole < 0:
        whole += 360
    elif cross < 0 and whole > 0:
        whole -= 360
    return [turned(start, whole * step / (count - 1), centre) for step in range(count)]


def bezier(start: Point, first: Point, second: Point, end: Point, share: float) -> Point:
    """The point at this share (0 to 1) of one cubic."""
    rest = 1 - share
    return rest**3 * start + 3 * rest * rest * share * first + 3 * rest * share * share * second + share**3 * end


def reach(root: Point, target: Point, first: float, second: float, *, bend: int) -> tuple[Point, Point]:
    """Where the middle joint and the end of two bones come to when the end reaches for the target.

    bend: -1 puts the middle joint to the right of the line from root to target, 1 to the left. A target out of
    reach is approached as near as the bones allow.
    """
    gap = abs(target - root)
    span = min(max(gap, abs(first - second) + 1e-6), first + second - 1e-6)
    line = (target - root) / gap if gap > 1e-9 else 1 + 0j
    cosine = (first * first + span * span - second * second) / (2 * first * span)
    opening = math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
    middle = root + line * toward(bend * opening, first)
    return middle, root + line * span


def extent(curves: Iterable[Curve]) -> Extent:
    """The edges of the curves' points (control points included, so never too small)."""
    points = [point for curve in curves for point in curve]
    across = [point.real for point in points]
    up = [point.imag for point in points]
    return min(across), min(up), max(across), max(up)


def shifted(curve: Curve, step: Point) -> Curve:
    # A list first: half the time of a generator, and a drawing has ten thousand points.
    return tuple([point + step for point in curve])


def _area(points: Sequence[Point]) -> float:
    turns = zip(points, [*points[1:], points[0]], strict=True)
    return sum(here.real * then.imag - then.real * here.imag for here, then in turns)


def _shortened(corner: Point, other: Point, radius: float) -> Point:
    gap = abs(other - corner)
    return corner + (other - corner) / gap * min(radius, gap / 2) if gap else corner
