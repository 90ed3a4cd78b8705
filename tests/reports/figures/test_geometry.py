"""The plane geometry under the figures."""

import math

from hypothesis import given
from hypothesis import strategies as st

from reports.figures.geometry import arc_points, circle, closed_curve, extent, reach, rounded

_places = st.builds(complex, st.floats(-60, 60), st.floats(-60, 60))
_bones = st.floats(5, 30)


@given(_places, _places, _bones, _bones, st.sampled_from((-1, 1)))
def test_a_reaching_limb_keeps_its_bones(
    root: complex, target: complex, first: float, second: float, bend: int
) -> None:
    middle, end = reach(root, target, first, second, bend=bend)
    assert math.isclose(abs(middle - root), first, abs_tol=1e-3)
    assert math.isclose(abs(end - middle), second, abs_tol=1e-3)


@given(_places, _places, _bones, _bones)
def test_a_reaching_limb_arrives_when_the_bones_are_long_enough(
    root: complex, target: complex, first: float, second: float
) -> None:
    gap = abs(target - root)
    _, end = reach(root, target, first, second, bend=1)
    if abs(first - second) + 0.01 < gap < first + second - 0.01:
        assert abs(end - target) < 1e-3


def test_a_closed_curve_runs_counter_clockwise_whichever_way_it_was_given() -> None:
    square = [0j, 10 + 0j, 10 + 10j, 10j]
    assert set(closed_curve(square)[::3]) == set(closed_curve(square[::-1])[::3])
    assert closed_curve(square)[:4:3] == (0j, 10 + 0j)
    assert closed_curve(square[::-1])[:4:3] == (0j, 10 + 0j)


def test_a_circle_reaches_as_far_as_its_radius() -> None:
    assert extent([circle(5 + 5j, 3)]) == (2, 2, 8, 8)


def test_an_arc_goes_through_its_three_places_on_one_circle() -> None:
    points = arc_points(0j, 5 + 5j, 10 + 0j)
    assert abs(points[0]) < 1e-9 and abs(points[-1] - 10) < 1e-9
    assert all(math.isclose(abs(point - 5), 5, abs_tol=1e-6) for point in points)


def test_rounded_corners_stay_inside_the_polygon() -> None:
    left, bottom, right, top = extent([rounded([0j, 10 + 0j, 10 + 4j, 4j], 1)])
    assert (left, bottom, right, top) == (0, 0, 10, 4)
