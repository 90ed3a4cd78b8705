"""The figure seen from the front, or lying and seen from above: joints are given as places in the picture.

Limbs that point at the viewer look shorter, so angles would say little here; places say where things touch. A test
keeps every limb no longer than its bone. The person's right side is on the viewer's left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from reports.figures.body import Profile, bone, flat_ended
from reports.figures.geometry import Curve, Point, angle_of, capsule, circle, closed_curve, ellipse, mix, open_curve, toward
from reports.figures.pose import HAND, TRUNK
from reports.figures.shapes import Shape

FRONT_JOINTS = tuple(f"{joint}_{side}" for joint in ("knee", "ankle", "elbow", "wrist") for side in ("right", "left"))
SHOULDER_OUT, HIP_OUT = 8.6, 5.0
_FEET = ("front", "out", "down", "top", "none", "side_right", "side_left")


@dataclass(frozen=True, slots=True)
class FrontPose:
    """Places of the joints in the panel. Pairs are (right, left) of the person.

    trunk: direction from hip to shoulder; pelvis: the pelvis's own direction when it differs. head: the head's tilt
    to its right; look: where the face is turned, -1 (person's right) to 1 (left). behind: limbs drawn behind the
    trunk; pale: limbs in the far tone; both as "arm_right", "leg_left" ...
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
        points[f"shoulder_{side}"] = shoulder + right * sign * SHOULDER_OUT - up * 1.2
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
    shapes += _head(pose, points)
    for index, side in enumerate(("right", "left")):
        shapes += _front_leg(pose, points, side, index)
        shapes += _front_arm(pose, points, side, index)
    return tuple(shapes)


# Half-widths along the trunk from hip (0) to shoulder (1).
_SHIRT = ((0.2, 8.0), (0.36, 7.5), (0.52, 7.6), (0.72, 9.0), (0.88, 9.9), (0.97, 9.0), (1.03, 5.6), (1.08, 3.6))
_PELVIS = ((-0.16, 3.0), (-0.1, 7.0), (0.0, 9.2), (0.12, 9.0), (0.26, 8.2))
_THIGH: Profile = ((0, 5.6, 5.6), (0.3, 6.2, 6.2), (0.7, 5.0, 5.0), (1, 4.2, 4.2))
_SHIN: Profile = ((0, 4.1, 4.1), (0.28, 4.5, 4.5), (0.6, 3.5, 3.5), (0.9, 2.5, 2.5), (1, 2.5, 2.5))
_SHORTS_LEG = ((0.0, 5.9), (0.3, 6.8), (0.6, 6.7))
_UPPER_ARM: Profile = ((0, 3.8, 3.8), (0.3, 3.8, 3.8), (0.7, 3.2, 3.2), (1, 2.9, 2.9))
_SLEEVE = ((0.0, 4.3), (0.3, 4.6), (0.62, 4.5))
_FOREARM: Profile = ((0, 2.9, 2.9), (0.25, 3.1, 3.1), (0.6, 2.6, 2.6), (1, 2.0, 2.0))


def _trunk(pose: FrontPose, points: Mapping[str, Point]) -> list[Shape]:
    shirt = _symmetrical(points["hip"], points["shoulder"], _SHIRT)
    up = toward(pose.trunk if pose.pelvis is None else pose.pelvis)
    pelvis = _symmetrical(points["hip"], points["hip"] + up * TRUNK, _PELVIS)
    collar_centre = points["shoulder"] + toward(pose.trunk, 1.6)
    collar = ellipse(collar_centre, 3.3, 2.2, pose.trunk - 90)
    neck = capsule(points["shoulder"] - toward(pose.trunk, 0.5), points["head"], 3.2, 3.4)
    return [
        Shape((shirt,), "trunk", "line", z=30),
        Shape((collar,), "head", "line", 0.6, z=30.5),
        Shape((neck,), "head", z=30.6),
        Shape((neck,), "head", "line", z=29),
        Shape((pelvis,), "shorts", "line", z=34),
    ]


def _symmetrical(start: Point, end: Point, profile: Sequence[tuple[float, float]]) -> Curve:
    step = end - start
    side = step / abs(step) * 1j
    one = [start + step * share + side * wide for share, wide in profile]
    other = [start + step * share - side * wide for share, wide in profile]
    return closed_curve([*one, *reversed(other)])


def _flat_ended(start: Point, end: Point, profile: Sequence[tuple[float, float]]) -> Curve:
    return flat_ended(start, end, [(share, wide, wide) for share, wide in profile])


def _head(pose: FrontPose, points: Mapping[str, Point]) -> list[Shape]:
    turn = toward(pose.trunk + pose.head - 90)
    centre = points["head"]
    shift = pose.look * 2.6

    def at(places: Sequence[Point]) -> list[Point]:
        return [centre + place * turn for place in places]

    face = [6.6j, 3.9 + 5.2j, 5.5 + 1.6j, 5.2 - 2.2j, 3.3 - 5.2j, -6.4j, -3.3 - 5.2j, -5.2 - 2.2j, -5.5 + 1.6j]
    face += [-3.9 + 5.2j]
    hair = [-5.9 - 0.4j, -4.6 + 1.4j + shift * 0.3, -3.4 + 3.4j + shift * 0.4, 0.4 + 4.1j + shift * 0.5]
    hair += [3.6 + 3.2j + shift * 0.4, 4.7 + 1.4j + shift * 0.3, 5.9 - 0.4j, 6.3 + 3.2j, 4.4 + 6.4j, 7.7j]
    hair += [-4.4 + 6.4j, -6.3 + 3.2j]
    eyes = [circle(centre + (x + shift + 0.4j) * turn, 0.72) for x in (-2.2, 2.2) if abs(x + shift) < 4.7]
    nose = open_curve(at([0.1 + shift * 1.25 - 0.6j, 0.7 + shift * 1.3 - 1.9j, -0.3 + shift * 1.25 - 2.2j]))
    ears = [ellipse(centre + (x - 0.6j) * turn, 1.1, 1.7, angle_of(turn)) for x in (-5.5, 5.5)]
    return [
        Shape(tuple(ears), "head", "line", 0.7, z=35.9),
        Shape((closed_curve(at(face)),), "head", "line", z=36),
        Shape((closed_curve(at(hair)),), "hair", "line", 0.5, z=36.2),
        Shape((nose,), "", "line", 0.55, z=36.3),
        Shape(tuple(eyes), "line", z=36.4),
    ]


def _front_leg(pose: FrontPose, points: Mapping[str, Point], side: str, index: int) -> list[Shape]:
    name = f"leg_{side}"
    tone, cloth = ("far_limb", "far_shorts") if name in pose.pale else ("near_limb", "shorts")
    base = 20.0 if name in pose.behind else 32.0
    hip, knee, ankle = points[f"hip_{side}"], points[f"knee_{side}"], points[f"ankle_{side}"]
    thigh = (circle(hip, 5.6), bone(hip, knee, _THIGH), circle(knee, 4.25))
    shin = (bone(knee, ankle, _SHIN), circle(knee, 4.2), circle(ankle, 2.5))
    foot = _foot(ankle, knee, pose.feet[index], 1 if side == "left" else -1)
    leg = [] if _short(hip, knee) else [_flat_ended(hip, knee, _SHORTS_LEG)]
    whole = abs(angle_of((knee - hip) / (ankle - knee or 1))) < 95
    if pose.feet[index] == "none":
        return [
            Shape(thigh, tone, "line", z=base),
            Shape((circle(hip, 5.9), *leg), cloth, "line", z=base + 0.6),
            *_blend(cloth, base, hip),
        ]
    if whole:
        shapes = [Shape((*thigh, *shin, *foot), tone, "line", z=base)]
    else:
        shapes = [Shape(thigh, tone, "line", z=base), Shape((*shin, *foot), tone, "line", z=base + 0.7)]
        shapes.append(Shape((circle(knee, 3.9),), tone, z=base + 0.8))
    shapes.append(Shape((circle(hip, 5.9), *leg), cloth, "line", z=base + 0.6))
    return shapes + _blend(cloth, base, hip)


def _blend(cloth: str, base: float, hip: Point) -> list[Shape]:
    """Lets the trouser leg grow out of the pelvis without a line across."""
    return [Shape((circle(hip, 4.6),), cloth, z=max(base + 0.65, 34.1))] if cloth == "shorts" else []


def _short(hip: Point, knee: Point) -> bool:
    return abs(knee - hip) < 4


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
    splay = 2.6 if kind == "out" else 0.7
    local = [-2.3 + 1.2j, -2.9 - 1.6j, -3.6 - 3.0j, -3.0 - 4.0j, 0 - 4.1j]
    local += [3.0 + splay - 4.0j, 3.9 + splay - 3.0j, 3.2 + splay * 0.5 - 1.4j, 2.3 + 1.2j]
    return (closed_curve([ankle + complex(point.real * outward, point.imag) for point in local]),)


def _front_arm(pose: FrontPose, points: Mapping[str, Point], side: str, index: int) -> list[Shape]:
    name = f"arm_{side}"
    tone, cloth = ("far_limb", "far_trunk") if name in pose.pale else ("near_limb", "trunk")
    base = 10.0 if name in pose.behind else 50.0
    shoulder, elbow, wrist = points[f"shoulder_{side}"], points[f"elbow_{side}"], points[f"wrist_{side}"]
    upper = (circle(shoulder, 3.9), bone(shoulder, elbow, _UPPER_ARM), circle(elbow, 2.95))
    lower = (circle(elbow, 2.95), bone(elbow, wrist, _FOREARM), circle(wrist, 2.05))
    palm = _palm(elbow, wrist, pose.hands[index], 1 if side == "right" else -1)
    sleeve = (circle(shoulder, 4.3), _flat_ended(shoulder, elbow, _SLEEVE))
    inward = points["shoulder"] - shoulder
    patch = circle(shoulder + inward * 0.3 - toward(pose.trunk, 1.4), 4.4)
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
    ring = [(-0.5, 1.9), (2.2, 2.4), (4.8, 2.2), (7.2, 1.5), (HAND, 0.0), (7.2, -1.3), (4.8, -2.0), (2.0, -2.3)]
    palm = closed_curve([wrist + along * ahead + side * up for ahead, up in [*ring, (-0.5, -1.9)]])
    return (palm, capsule(mix(wrist, wrist + along * 3, 0.6) + side * 1.4, wrist + along * 5 + side * 3.3, 1.2, 0.95))
