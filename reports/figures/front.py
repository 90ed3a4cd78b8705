"""The figure seen from the front, or lying and seen from above: joints are given as places in the picture.

Limbs that point at the viewer look shorter, so angles would say little here; places say where things touch. A test
keeps every limb no longer than its bone. The person's right side is on the viewer's left.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct, field

from reports.figures.body import Profile, bone, flat_ended
from reports.figures.geometry import (
    Curve,
    Point,
    angle_of,
    capsule,
    circle,
    closed_curve,
    mix,
    open_curve,
    segments,
    toward,
)
from reports.figures.heads import facing_head
from reports.figures.pose import HAND, TRUNK
from reports.figures.shapes import Shape

FRONT_JOINTS = tuple(f"{joint}_{side}" for joint in ("knee", "ankle", "elbow", "wrist") for side in ("right", "left"))
SHOULDER_OUT, HIP_OUT = 8.5, 4.8
FEET = ("front", "out", "end", "down", "above", "none", "side_right", "side_left")
FRONT_HANDS = ("open", "fist", "none")


class FrontPose(Struct, frozen=True):
    """Places of the joints in the panel. Pairs are (right, left) of the person.

    trunk: direction from hip to shoulder; pelvis: the pelvis's own direction when it differs. head: the head's tilt
    to its right; look: where the face is turned, -1 (person's right) to 1 (left). behind: limbs drawn behind the
    trunk; pale: limbs in the far tone; tucked: legs whose shin goes away from the viewer; all as "arm_right",
    "leg_left" ...
    """

    hip: Point
    trunk: float
    pelvis: float | None
    head: float
    look: float
    feet: tuple[str, str]
    hands: tuple[str, str]
    behind: tuple[str, ...]
    pale: tuple[str, ...]
    tucked: tuple[str, ...]
    joints: Mapping[str, Point] = field(default_factory=lambda: MappingProxyType({}))


def front_points(pose: FrontPose) -> Mapping[str, Point]:
    """Every body point by name, the joints that were not given hanging as when standing."""
    up = toward(pose.trunk)
    right = up * 1j  # the person's right is the viewer's left
    level = toward(pose.trunk if pose.pelvis is None else pose.pelvis) * 1j
    shoulder = pose.hip + up * TRUNK
    head_up = toward(pose.trunk + pose.head)
    points: dict[str, Point] = {
        "hip": pose.hip,
        "shoulder": shoulder,
        "head": shoulder + head_up * 11.8,
        "crown": shoulder + head_up * 18.4,
        "belly": pose.hip + up * 11,
        "chest": pose.hip + up * 21,
    }
    for side, sign in (("right", 1), ("left", -1)):
        points[f"shoulder_{side}"] = shoulder + right * sign * SHOULDER_OUT - up * 3.7
        points[f"hip_{side}"] = pose.hip + level * sign * HIP_OUT
        points[f"side_{side}"] = pose.hip + level * sign * 9.2
        hanging = {
            f"knee_{side}": points[f"hip_{side}"] - up * 24.5,
            f"ankle_{side}": points[f"hip_{side}"] - up * 49,
            f"elbow_{side}": points[f"shoulder_{side}"] + right * sign * 4.2 - up * 16.4,
            f"wrist_{side}": points[f"shoulder_{side}"] + right * sign * 5.4 - up * 31.2,
        }
        points |= {name: pose.joints.get(name, place) for name, place in hanging.items()}
        fore = points[f"wrist_{side}"] - points[f"elbow_{side}"]
        points[f"palm_{side}"] = points[f"wrist_{side}"] + fore / abs(fore) * 4.0
        points[f"sole_{side}"] = points[f"ankle_{side}"] - 4j
    return points


def front_figure(pose: FrontPose) -> tuple[Shape, ...]:
    """The whole figure from the front."""
    points = front_points(pose)
    shapes: list[Shape] = []
    shapes += _trunk(pose, points)
    shapes += facing_head(points["head"], pose.trunk + pose.head, pose.look, 36)
    for index, side in enumerate(("right", "left")):
        shapes += _front_leg(pose, points, side, index)
        shapes += _front_arm(pose, points, side, index)
    return tuple(shapes)


# A thigh shorter than this in the picture points at the viewer; its trouser leg is not seen.
_SEEN = 8.0
# Half-widths along the trunk from hip (0) to shoulder (1).
_SHIRT = (
    (0.2, 7.7),
    (0.36, 7.6),
    (0.52, 7.7),
    (0.72, 8.8),
    (0.86, 9.6),
    (0.93, 9.6),
    (0.985, 8.2),
    (1.03, 5.8),
    (1.07, 3.9),
)
_PELVIS = ((-0.16, 3.0), (-0.1, 7.0), (0.0, 9.2), (0.12, 8.9), (0.26, 8.3))
_THIGH: Profile = ((0, 4.4, 4.4), (0.3, 5.7, 5.7), (0.7, 5.0, 5.0), (1, 4.2, 4.2))
_SHIN: Profile = ((0, 4.1, 4.1), (0.28, 4.5, 4.5), (0.6, 3.5, 3.5), (0.9, 2.5, 2.5), (1, 2.5, 2.5))
_SHORTS_LEG = ((0.0, 4.9), (0.15, 5.9), (0.35, 6.5), (0.6, 6.6))
_RAISED_LEG = ((0.0, 4.7), (0.3, 5.9), (0.6, 6.2))
_UPPER_ARM: Profile = ((0, 3.4, 3.4), (0.3, 3.5, 3.5), (0.7, 3.1, 3.1), (1, 2.8, 2.8))
_SLEEVE = ((0.0, 3.8), (0.3, 4.2), (0.62, 4.1))
_FOREARM: Profile = ((0, 2.8, 2.8), (0.25, 3.0, 3.0), (0.6, 2.5, 2.5), (1, 1.9, 1.9))


def _trunk(pose: FrontPose, points: Mapping[str, Point]) -> list[Shape]:
    shirt = _symmetrical(points["hip"], points["shoulder"], _SHIRT)
    up = toward(pose.trunk if pose.pelvis is None else pose.pelvis)
    pelvis = _hung(points["hip"], points["hip"] + up * TRUNK, _PELVIS)
    neck = capsule(points["shoulder"] + toward(pose.trunk, 2.2), points["head"], 3.3, 3.3)
    return [
        Shape((shirt,), "trunk", "line", z=30),
        Shape((neck,), "head", "line", z=30.5),
        *_shorts(pose, points, pelvis),
    ]


def _shorts(pose: FrontPose, points: Mapping[str, Point], pelvis: Curve) -> list[Shape]:
    """Seat and trouser legs in one piece, but for a leg that is behind or pale; a seam where the legs meet."""
    legs, hems, raised = [pelvis], [], []
    up = toward(pose.trunk if pose.pelvis is None else pose.pelvis)
    for side in ("right", "left"):
        hip, knee = points[f"hip_{side}"], points[f"knee_{side}"]
        if f"leg_{side}" not in pose.pale and abs(knee - hip) >= _SEEN:
            # A thigh that rises in front of the trunk keeps an outline of its own.
            if ((knee - hip) / up).real > 0:
                leg = (circle(hip, 4.7), _flat_ended(hip, knee, _RAISED_LEG))
                raised.append(Shape(leg, "shorts", "line", z=34.2))
                continue
            legs += [circle(hip, 4.3), _flat_ended(hip, knee, _SHORTS_LEG)]
            hems.append(mix(hip, knee, _SHORTS_LEG[-1][0]))
    shapes = [Shape(tuple(legs), "shorts", "line", z=34)]
    if len(hems) == 2 and abs(hems[0] - hems[1]) < 2.4 * _SHORTS_LEG[-1][1]:
        seam = segments([points["hip"] - up * 4.5, mix(hems[0], hems[1], 0.5)])
        shapes.append(Shape((seam,), "", "line", z=34.1))
    return shapes + raised


def _symmetrical(start: Point, end: Point, profile: Sequence[tuple[float, float]]) -> Curve:
    step = end - start
    side = step / abs(step) * 1j
    one = [start + step * share + side * wide for share, wide in profile]
    other = [start + step * share - side * wide for share, wide in profile]
    return closed_curve([*one, *reversed(other)])


def _hung(start: Point, end: Point, profile: Sequence[tuple[float, float]]) -> Curve:
    """Round below, straight at the waist; counter-clockwise."""
    step = end - start
    side = step / abs(step) * 1j
    left = [start + step * share + side * wide for share, wide in profile]
    right = [start + step * share - side * wide for share, wide in profile]
    hung = open_curve([*reversed(left), *right])
    return (*hung, hung[-1], hung[0], hung[0])


def _flat_ended(start: Point, end: Point, profile: Sequence[tuple[float, float]]) -> Curve:
    return flat_ended(start, end, [(share, wide, wide) for share, wide in profile])


def _front_leg(pose: FrontPose, points: Mapping[str, Point], side: str, index: int) -> list[Shape]:
    name = f"leg_{side}"
    tone, cloth = ("far_limb", "far_shorts") if name in pose.pale else ("near_limb", "shorts")
    hip, knee, ankle = points[f"hip_{side}"], points[f"knee_{side}"], points[f"ankle_{side}"]
    base = 20.0 if name in pose.behind else 32.0 if abs(knee - hip) >= _SEEN else 36.0
    thigh = (bone(hip, knee, _THIGH), circle(knee, 4.2))
    shin = (bone(knee, ankle, _SHIN), circle(knee, 4.1), circle(ankle, 2.5))
    foot = _foot(ankle, knee, pose.feet[index], 1 if side == "left" else -1)
    shapes = []
    if pose.feet[index] == "none":
        shapes.append(Shape(thigh, tone, "line", z=base))
    elif name in pose.tucked:
        shapes.append(Shape((*shin, *foot), "far_limb", "line", z=18))
        shapes.append(Shape(thigh, tone, "line", z=base))
    elif abs(angle_of((knee - hip) / (ankle - knee))) < 95:
        shapes.append(Shape((*thigh, *shin, *foot), tone, "line", z=base))
    else:
        shapes.append(Shape(thigh, tone, "line", z=base))
        shapes.append(Shape((*shin, *foot), tone, "line", z=base + 0.7))
        shapes.append(Shape((circle(knee, 3.9),), tone, z=base + 0.8))
    if name in pose.pale:
        shapes.append(Shape((circle(hip, 4.3), _flat_ended(hip, knee, _SHORTS_LEG)), cloth, "line", z=base + 0.6))
    return shapes


def _foot(ankle: Point, knee: Point, kind: str, outward: int) -> tuple[Curve, ...]:
    """A foot by the way it points: at the viewer, outwards, along the picture, or not seen."""
    if kind == "none":
        return ()
    if kind in ("side_right", "side_left"):
        sign = 1 if kind == "side_right" else -1
        local = [-2.4 + 1.6j, -3.8 - 2.2j, -3.2 - 3.9j, 2.4 - 3.7j, 8.6 - 4.0j, 11 - 3.2j, 9.6 - 1.9j, 5.6 - 0.4j]
        local += [2.6 + 2.2j]
        return (closed_curve([ankle + complex(point.real * sign, point.imag) for point in local]),)
    if kind == "down":
        along = (ankle - knee) / abs(ankle - knee)
        return (capsule(ankle, ankle + along * 8.5, 2.5, 2.5),)
    if kind == "above":
        along = (ankle - knee) / abs(ankle - knee)
        ring = [-4.6 + 0j, -3.4 - 2.4j, 3 - 2.6j, 8.4 - 3.3j, 10.6 - 1.8j, 11.2 + 0.8j, 9.6 + 2.6j, 3 + 2.4j]
        ring += [-3.4 + 2.4j]
        return (closed_curve([ankle + complex(point.real, point.imag * outward) * along for point in ring]),)
    splay = 2.6 if kind == "out" else 0.7
    local = [-2.3 + 1.2j, -2.9 - 1.6j, -3.6 - 3.0j, -3.0 - 4.0j, 0 - 4.1j]
    local += [3.0 + splay - 4.0j, 3.9 + splay - 3.0j, 3.2 + splay * 0.5 - 1.4j, 2.3 + 1.2j]
    turn = (ankle - knee) / abs(ankle - knee) * 1j if kind == "end" else 1
    return (closed_curve([ankle + complex(point.real * outward, point.imag) * turn for point in local]),)


def _front_arm(pose: FrontPose, points: Mapping[str, Point], side: str, index: int) -> list[Shape]:
    name = f"arm_{side}"
    tone, cloth = ("far_limb", "far_trunk") if name in pose.pale else ("near_limb", "trunk")
    base = 10.0 if name in pose.behind else 50.0
    shoulder, elbow, wrist = points[f"shoulder_{side}"], points[f"elbow_{side}"], points[f"wrist_{side}"]
    upper = (circle(shoulder, 3.4), bone(shoulder, elbow, _UPPER_ARM), circle(elbow, 2.8))
    lower = (circle(elbow, 2.8), bone(elbow, wrist, _FOREARM), circle(wrist, 1.95))
    palm = _palm(elbow, wrist, pose.hands[index], 1 if side == "right" else -1)
    sleeve = (circle(shoulder, 3.8), _flat_ended(shoulder, elbow, _SLEEVE))
    inward = points["shoulder"] - shoulder
    patch = circle(shoulder + inward * 0.24 - toward(pose.trunk, 0.9), 3.6)
    shapes = [Shape((*upper, *lower, *palm), tone, "line", z=base), Shape(sleeve, cloth, "line", z=base + 1)]
    if name not in pose.behind:
        shapes.append(Shape((patch,), cloth, z=base + 2))
    if abs(angle_of((elbow - shoulder) / (wrist - elbow))) > 75:
        shapes.append(Shape((*lower, *palm), tone, "line", z=base + 3))
        shapes.append(Shape((circle(elbow, 2.7),), tone, z=base + 4))
    return shapes


def _palm(elbow: Point, wrist: Point, kind: str, thumb: int) -> tuple[Curve, ...]:
    along = (wrist - elbow) / abs(wrist - elbow)
    side = along * 1j * thumb
    if kind == "none":
        return ()
    if kind == "fist":
        return (circle(wrist + along * 3.2, 3.1),)
    ring = [(-0.5, 1.8), (2.2, 2.1), (4.8, 2.0), (7.2, 1.4), (HAND, 0.0), (7.2, -1.2), (4.8, -1.8), (2.0, -2.0)]
    palm = closed_curve([wrist + along * ahead + side * up for ahead, up in [*ring, (-0.5, -1.8)]])
    return (palm, capsule(mix(wrist, wrist + along * 3, 0.6) + side * 1.4, wrist + along * 5 + side * 3.3, 1.2, 0.95))
