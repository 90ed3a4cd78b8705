"""The head from the side and from the front: face, hair as a plain cap, ear, eye. Enough to see where it looks."""

from collections.abc import Sequence

from reports.figures.geometry import Curve, Point, circle, closed_curve, open_curve, toward
from reports.figures.shapes import Shape


def side_head(centre: Point, direction: float, neck: Curve, z: float) -> tuple[Shape, ...]:
    """Neck, face with nose and chin, hair as a plain cap, an ear and an eye: enough to see where it looks."""
    turn = toward(direction)

    def at(points: Sequence[Point]) -> list[Point]:
        return [centre + point * turn for point in points]

    face = [6.6j, 3.6 + 5.6j, 5.2 + 3.3j, 5.5 + 1.5j, 5.75 + 0.5j, 6.8 - 0.8j, 6.7 - 1.5j, 5.7 - 1.9j]
    face += [5.8 - 3.4j, 5.2 - 5.4j, 3.6 - 6.3j, 0.6 - 5.2j, -2.6 - 4.6j, -5.4 - 2.4j, -6.2 + 1.2j, -4.2 + 5.0j]
    hair = [4.7 + 4.5j, 2.6 + 3.7j, 1.2 + 2.2j, 0.9 + 0.2j, 0.4 - 2.0j, -1.4 - 3.0j, -2.8 - 4.6j]
    hair += [-5.4 - 5.0j, -7.0 - 2.6j, -7.3 + 1.0j, -6.2 + 4.8j, -3.0 + 7.4j, 0.6 + 7.9j, 3.5 + 6.9j]
    eye = centre + (3.6 + 1.1j) * turn
    return (
        Shape((neck, closed_curve(at(face))), "head", "line", z=z),
        Shape((closed_curve(at(hair)),), "hair", "line", 0.5, z=z + 4),
        Shape((circle(eye, 0.75),), "line", z=z + 4.2),
        Shape((open_curve(at([5.3 - 3.5j, 4.6 - 3.7j, 3.8 - 3.5j])),), "", "line", 0.5, z=z + 4.2),
    )


def facing_head(centre: Point, crown: float, look: float, z: float) -> tuple[Shape, ...]:
    """The face from the front. crown: the direction of the top of the head; look: -1 (viewer's left) to 1."""
    turn = toward(crown - 90)
    shift = look * 2.6

    def at(places: Sequence[Point]) -> list[Point]:
        return [centre + place * turn for place in places]

    face = [6.6j, 3.9 + 5.2j, 5.5 + 1.6j, 5.2 - 2.2j, 3.3 - 5.2j, -6.4j, -3.3 - 5.2j, -5.2 - 2.2j, -5.5 + 1.6j]
    face += [-3.9 + 5.2j]
    hair = [-5.6 - 2.6j, -4.9 - 0.6j, -4.5 + 1.6j + shift * 0.3, -3.0 + 3.5j + shift * 0.4, 0.8 + 4.3j + shift * 0.5]
    hair += [3.8 + 3.2j + shift * 0.4, 4.7 + 1.2j + shift * 0.3, 4.9 - 0.6j, 5.6 - 2.6j, 6.4 - 1.8j, 6.5 + 2.4j]
    hair += [4.7 + 6.4j, 7.8j, -4.7 + 6.4j, -6.5 + 2.4j, -6.4 - 1.8j]
    eyes = [circle(centre + (x + shift + 0.4j) * turn, 0.72) for x in (-2.2, 2.2) if abs(x + shift) < 4.7]
    nose = open_curve(at([0.1 + shift * 1.25 - 0.6j, 0.7 + shift * 1.3 - 1.9j, -0.3 + shift * 1.25 - 2.2j]))
    mouth = open_curve(at([shift - 1.6 - 3.7j, shift + 0.1 - 4.1j, shift + 1.7 - 3.7j]))
    return (
        Shape((closed_curve(at(face)),), "head", "line", z=z),
        Shape((closed_curve(at(hair)),), "hair", "line", 0.5, z=z + 0.2),
        Shape((nose,), "", "line", 0.55, z=z + 0.3),
        Shape((mouth,), "", "line", 0.5, z=z + 0.3),
        Shape(tuple(eyes), "line", z=z + 0.4),
    )
