"""Equipment and arrows in outline: chair, wall, ball, band, towel, stick, step, weights, mat, pillow."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from reports.figures.geometry import (
    Curve,
    Point,
    angle_of,
    arc_points,
    box,
    capsule,
    circle,
    closed_curve,
    ellipse,
    mix,
    open_curve,
    polygon,
    rounded,
    segments,
    toward,
)
from reports.figures.shapes import LINE_WIDTH, Shape

BEHIND, AMONG, BEFORE = 5.0, 35.0, 60.0
ARROW_Z = 80.0


class Prop(Struct, frozen=True):
    """One piece of equipment. path: its places in the panel, resolved; size: what the kind takes it to mean."""

    kind: str
    path: tuple[Point, ...]
    size: tuple[float, ...] = ()
    z: float | None = None


def draw_prop(prop: Prop) -> tuple[Shape, ...]:
    """The shapes of one piece of equipment."""
    draw, layer = _KINDS[prop.kind]
    return draw(prop.path, prop.size, layer if prop.z is None else prop.z)


def arrow(path: tuple[Point, ...], *, is_double: bool = False, width: float = 2.0) -> tuple[Shape, ...]:
    """A curved movement arrow along the path, with a light edge so that it reads over a limb."""
    head = width * 3.1
    line = arc_points(*path) if len(path) == 3 else list(path)
    heads = [_arrow_head(line[-1], _arriving(line, head), head)]
    if is_double:
        backwards = line[::-1]
        heads.append(_arrow_head(line[0], _arriving(backwards, head), head))
        line = _cut(backwards, head * 0.75)[::-1]
    curve = open_curve(_cut(line, head * 0.75))
    return (
        Shape((curve,), "", "halo", width + 2.2, ARROW_Z),
        Shape(tuple(heads), "arrow", "halo", 1.1, ARROW_Z + 0.1),
        Shape((curve,), "", "arrow", width, ARROW_Z + 0.2),
        Shape(tuple(heads), "arrow", z=ARROW_Z + 0.3),
    )


def _arriving(line: list[Point], head: float) -> float:
    """The direction of an arrow head: the chord it covers, so that it sits on a tight curve without looking bent."""
    return angle_of(line[-1] - _cut(line, head)[-1])


def _cut(line: list[Point], length: float) -> list[Point]:
    """The line with this much of its end taken away."""
    left = list(line)
    while len(left) > 2 and abs(left[-1] - left[-2]) < length:
        length -= abs(left[-1] - left[-2])
        left.pop()
    gap = abs(left[-1] - left[-2])
    return [*left[:-1], mix(left[-1], left[-2], min(length / gap, 0.95))] if gap else left


def _arrow_head(tip: Point, direction: float, length: float) -> Curve:
    along = toward(direction, length)
    return rounded([tip, tip - along + along * 0.56j, tip - along * 0.82, tip - along - along * 0.56j], 0.4)


def next_step(centre: Point, *, is_down: bool = False) -> tuple[Shape, ...]:
    """The quiet chevron between one position and the next."""
    turn = -1j if is_down else 1
    points = [centre + p * turn for p in (-1.6 + 3.2j, 1.6 + 0j, -1.6 - 3.2j)]
    return (Shape((segments(points),), "", "soft_line", 1.7, ARROW_Z),)


def floor(left: float, right: float, height: float) -> Shape:
    """The ground: one firm line."""
    middle = height - 0.55
    return Shape((segments([complex(left, middle), complex(right, middle)]),), "", "floor", 1.1, 0)


Draw = Callable[[tuple[Point, ...], tuple[float, ...], float], tuple[Shape, ...]]


def _solid(*curves: Curve, z: float, fill: str = "prop") -> Shape:
    return Shape(curves, fill, "line", LINE_WIDTH * 0.9, z)


def _chair(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A plain chair. path: its back foot; size: seat height, depth, back height, and -1 when it faces left."""
    height, depth, back, facing = (*size, *(21.5, 26.0, 50.0, 1.0)[len(size) :])
    lean = max(back - height, 0.0) * 0.1

    def at(x: float, y: float) -> Point:
        return path[0] + complex(x * facing, y)

    def bar(left: float, bottom: float, right: float, top: float, radius: float) -> Curve:
        return rounded([at(left, bottom), at(right, bottom), at(right, top), at(left, top)], radius)

    legs = (bar(1.5, 0, 3.7, height, 0.2), bar(depth - 4.5, 0, depth - 2.3, height, 0.2))
    seat = bar(0, height - 3.2, depth, height, 1.4)
    post = rounded([at(0.4, height - 1.5), at(-lean, back), at(2.6 - lean, back), at(3.0, height - 1.5)], 1.0)
    return (
        Shape(legs, "prop", "line", LINE_WIDTH * 0.9, z),
        *((_solid(post, z=z + 0.1),) if back > height else ()),
        _solid(seat, z=z + 0.2),
    )


def _wall(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A wall seen edge on. path: foot of its face; size: height, and 1 when it stands to the right, -1 to the left."""
    height, side = (*size, *(104.0, 1.0)[len(size) :])
    foot = path[0]
    x, y, thick = foot.real, foot.imag, 5.0 * side
    body = box(min(x, x + thick), y - 1.1, max(x, x + thick), y + height)
    face = segments([complex(x + 0.4 * side, y - 1.1), complex(x + 0.4 * side, y + height)])
    return (Shape((body,), "prop_dark", z=z), Shape((face,), "", "line", 1.1, z + 0.1))


def _ball(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A spiky ball. size: radius."""
    radius = size[0] if size else 3.6
    spikes = tuple(circle(path[0] + toward(30 * step, radius * 0.96), radius * 0.2) for step in range(12))
    dots = tuple(circle(path[0] + toward(60 * step, radius * 0.5), radius * 0.1) for step in range(6))
    return (_solid(circle(path[0], radius), *spikes, z=z), Shape(dots, "line", z=z + 0.1))


def _roll(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A rolled towel, end on. size: radius."""
    radius = size[0] if size else 4.0
    spiral = open_curve([path[0] + toward(-40 + 75 * step, radius * (0.82 - 0.085 * step)) for step in range(9)])
    return (_solid(circle(path[0], radius), z=z), Shape((spiral,), "", "line", 0.55, z + 0.1))


def _pillow(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A pillow or cushion. path: middle of its underside; size: width, thickness, tilt."""
    width, thick, tilt = (*size, *(20.0, 6.0, 0.0)[len(size) :])
    turn = toward(tilt)
    half = width / 2
    ring = [
        -half + 0.3j * thick,
        -half * 0.8 + 0.05j * thick,
        0j,
        half * 0.8 + 0.05j * thick,
        half + 0.3j * thick,
        half * 0.96 + 0.75j * thick,
        half * 0.6 + 0.97j * thick,
        1j * thick,
        -half * 0.6 + 0.97j * thick,
        -half * 0.96 + 0.75j * thick,
    ]
    return (_solid(closed_curve([path[0] + point * turn for point in ring]), z=z),)


def _mat(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A mat edge on. path: its two ends, at the height of its top."""
    left, right = path[0], path[1]
    return (_solid(box(left.real, left.imag - 1.7, right.real, left.imag, 0.8), z=z, fill="prop_dark"),)


def _rug(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A mat from above. path: two opposite corners."""
    a, b = path[0], path[1]
    return (Shape((box(a.real, a.imag, b.real, b.imag, 3.0),), "prop_dark", "soft_line", 0.8, z),)


def _block(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A step or box. path: two opposite corners."""
    a, b = path[0], path[1]
    return (_solid(box(a.real, a.imag, b.real, b.imag, 0.8), z=z),)


def _wedge(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A wedge, thick end left. path: its sharp right end; size: length, height."""
    length, height = (*size, *(10.0, 3.0)[len(size) :])
    return (_solid(polygon([path[0], path[0] - length, path[0] - length + 1j * height]), z=z, fill="prop_dark"),)


def _stick(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A stick between two points. size: radius."""
    radius = size[0] if size else 1.1
    side = toward(angle_of(path[1] - path[0]), radius) * 1j
    return (_solid(rounded([path[0] + side, path[0] - side, path[1] - side, path[1] + side], 0.8), z=z),)


def _band(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A band, strap or towel through the points. size: width."""
    width = size[0] if size else 2.2
    curve = open_curve(path)
    return (
        Shape((curve,), "", "line", width + 1.3, z),
        Shape((curve,), "", "prop_dark", width - 0.1, z + 0.1),
    )


def _dumbbell(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A dumbbell. path: its middle; size: angle of its bar, half its length."""
    angle, half = (*size, *(0.0, 5.6)[len(size) :])
    along = toward(angle, 1.0)
    bar = capsule(path[0] - along * half, path[0] + along * half, 1.0, 1.0)
    ends = []
    for sign in (-1, 1):
        centre = path[0] + along * half * sign
        corners = [-1.9 - 3.7j, 1.9 - 3.7j, 1.9 + 3.7j, -1.9 + 3.7j]
        ends.append(rounded([centre + corner * along for corner in corners], 1.2))
    return (_solid(bar, z=z), _solid(*ends, z=z + 0.1))


def _plate(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A weight seen end on. size: radius."""
    radius = size[0] if size else 4.6
    return (_solid(circle(path[0], radius), z=z), _solid(circle(path[0], radius * 0.3), z=z + 0.1))


def _worktop(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A worktop over a cupboard. path: near top corner and far bottom corner."""
    top, foot = path[0], path[1]
    inset = 2.0 if foot.real > top.real else -2.0
    cupboard = box(min(top.real + inset, foot.real), foot.imag, max(top.real + inset, foot.real), top.imag - 2.6)
    slab = box(min(top.real, foot.real), top.imag - 2.8, max(top.real, foot.real), top.imag, 0.9)
    return (_solid(cupboard, z=z), _solid(slab, z=z + 0.1))


def _tape(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A line on the floor, or any plain quiet line. size: width."""
    return (Shape((segments(path),), "", "soft_line", size[0] if size else 1.2, z),)


def _crease(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A fine line on the body, such as the top of a bent knee. size: width."""
    return (Shape((open_curve(path),), "", "line", size[0] if size else 0.7, z),)


def _tension(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A gripping muscle: a hatched patch with rays. path: its middle; size: half-widths and turn."""
    across, up, tilt = (*size, *(4.2, 5.4, 0.0)[len(size) :])
    turn = toward(tilt)
    rays = []
    for angle in (120, 150, 180, 210, 240):
        step = toward(angle + tilt)
        rays.append(segments([path[0] + step * (up + 3.4), path[0] + step * (up + 6.4)]))
    hatch = []
    for share in (-0.75, -0.45, -0.15, 0.15, 0.45, 0.75):
        half = across * 0.86 * (1 - share * share) ** 0.5
        middle = path[0] + 1j * turn * up * share
        hatch.append(segments([middle - half * turn - 0.6j * turn, middle + half * turn + 0.6j * turn]))
    return (
        Shape((ellipse(path[0], across, up, tilt),), "halo", "mark", 0.6, z),
        Shape((*hatch, *rays), "", "mark", 1.0, z + 0.1),
    )


def _sight(path: tuple[Point, ...], size: tuple[float, ...], z: float) -> tuple[Shape, ...]:
    """A dashed helper line, such as where the eyes look or the body is straight."""
    start, end = path[0], path[1]
    count = max(2, round(abs(end - start) / 4.0))
    dashes = tuple(
        segments([mix(start, end, (step + 0.2) / count), mix(start, end, (step + 0.75) / count)])
        for step in range(count)
    )
    return (Shape(dashes, "", "arrow", 0.8, z),)


_KINDS: Mapping[str, tuple[Draw, float]] = MappingProxyType(
    {
        "ball": (_ball, AMONG),
        "band": (_band, BEFORE),
        "block": (_block, BEHIND),
        "chair": (_chair, BEHIND),
        "crease": (_crease, BEFORE),
        "dumbbell": (_dumbbell, BEFORE),
        "mat": (_mat, 1.0),
        "pillow": (_pillow, AMONG),
        "plate": (_plate, BEFORE),
        "roll": (_roll, AMONG),
        "rug": (_rug, 1.0),
        "sight": (_sight, BEFORE + 2),
        "stick": (_stick, BEFORE),
        "tape": (_tape, 2.0),
        "tension": (_tension, BEFORE + 1),
        "wall": (_wall, BEHIND),
        "wedge": (_wedge, BEHIND),
        "worktop": (_worktop, BEHIND),
    }
)
KINDS = tuple(_KINDS)
