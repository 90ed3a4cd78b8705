"""Close-ups of the foot: from the inside, with its arch, and from above, beside a line."""

from collections.abc import Mapping

from reports.figures.geometry import Point, capsule, closed_curve, ellipse, open_curve, segments, toward, turned
from reports.figures.shapes import Shape

Drawn = tuple[tuple[Shape, ...], Mapping[str, Point]]


def foot_from_inside(*, arch: float, big_toe: float) -> Drawn:
    """A large foot on the floor from its inner side. arch: how far it is domed, in units of the small figure."""
    dome = arch * 2.7
    draw_in = arch * 2.2  # doming shortens the foot: the ball comes back towards the heel
    ball = 37 - draw_in
    outline = [
        -7 + 62j, -9 + 44j, -9.5 + 28j, -12.5 + 18j, -14 + 9j, -11.5 + 2j, -5 + 0j, 2 + 0.4j,
        9 + (2.2 + dome) * 1j, 18 + (4.2 + dome * 1.6) * 1j, 26 - draw_in * 0.5 + (2.6 + dome) * 1j,
        ball - 4 + 0.2j, ball + 3 + 0j, ball + 9 + 0.9j, ball + 9.6 + 6j, ball + 4 + (9.5 + dome * 0.1) * 1j,
        28 - draw_in * 0.6 + (15.5 + dome * 0.75) * 1j, 20 + (21.5 + dome * 0.6) * 1j, 13 + 29j, 10.5 + 42j, 11.5 + 62j,
    ]  # fmt: skip
    hinge = complex(ball + 4.5, 4.0)
    toe = [turned(point, big_toe, hinge) for point in (hinge - 1 + 4.4j, hinge + 9 + 3.2j, hinge + 13.5 + 0.4j)]
    toe += [turned(point, big_toe, hinge) for point in (hinge + 12 - 3.2j, hinge + 6 - 3.6j, hinge - 1 - 4.0j)]
    nail = [turned(point, big_toe, hinge) for point in (hinge + 9.4 + 2.2j, hinge + 12.2 + 1.2j)]
    others = [capsule(hinge + 1 + 1.0j, hinge + 9.5 - 1.2j, 3.4, 2.6)]
    ankle = open_curve([-2.5 + 27j, 0.5 + 29.4j, 3.6 + 27.4j])
    sole = open_curve([4 + (3.4 + dome) * 1j, 17 + (7.6 + dome * 1.6) * 1j, 28 - draw_in * 0.6 + (4.6 + dome) * 1j])
    shapes = (
        Shape(tuple(others), "far_limb", "line", 1.0, 20),
        Shape((closed_curve(outline), closed_curve(toe)), "near_limb", "line", 1.0, 30),
        Shape((ankle, sole), "", "line", 0.9, 31),
        Shape((segments(nail),), "", "line", 0.8, 32),
    )
    points = {"heel": -5 + 0j, "ball": complex(ball, 0), "arch": 18 + (4.2 + dome * 1.6) * 1j, "toe": toe[2]}
    return shapes, points


def foot_from_above(*, out: float) -> Drawn:
    """Both feet from above, toes up the page, each turned out by this many degrees."""
    shapes: list[Shape] = []
    points: dict[str, Point] = {}
    for side, centre in ((-1, -13.0 + 0j), (1, 13.0 + 0j)):
        heel = centre
        turn = toward(-side * out)

        def at(place: Point, side: int = side, heel: Point = heel, turn: Point = turn) -> Point:
            return heel + complex(place.real * -side, place.imag) * turn

        sole = [-5.0 + 0j, -5.4 + 7j, -5.4 + 15j, -7.0 + 27j, -7.6 + 34j, -3 + 39j, 4 + 40j, 8.0 + 38j, 7.9 + 29j]
        sole += [5.8 + 18j, 5.2 + 8j, 4.8 + 0j, 3.2 - 4.2j, -0.2 - 5.6j, -3.6 - 4.2j]
        toes = [(5.4 + 40.5j, 3.1, 4.6), (0.6 + 41.3j, 2.1, 3.4), (-2.6 + 39.6j, 1.9, 3.0)]
        toes += [(-5.2 + 37.4j, 1.7, 2.7), (-7.2 + 34.6j, 1.6, 2.3)]
        lean = -side * out
        curves = [closed_curve([at(place) for place in sole])]
        curves += [ellipse(at(place), across, long, lean) for place, across, long in toes]
        nails = [ellipse(at(place + long * 0.42j), across * 0.5, long * 0.28, lean) for place, across, long in toes]
        shin = [ellipse(at(3.5j), 4.7, 5.4, lean)]
        shapes.append(Shape(tuple(curves), "near_limb", "line", 0.9, 30))
        shapes.append(Shape(tuple(nails), "head", "line", 0.35, 31))
        shapes.append(Shape(tuple(shin), "near_limb", "line", 0.6, 31))
        name = "left" if side < 0 else "right"
        points |= {f"heel_{name}": at(-5.6j), f"toe_{name}": at(0.6 + 44j)}
        points[f"ankle_{name}"] = at(4j)
    return tuple(shapes), points
