"""The side-view figure with volume: contours of trunk, limbs, head, hands and feet around a skeleton.

Each limb is one union of contours and joint discs with a single outline, so that joints blend. Shirt and shorts are
unions too; a plain patch under the near shoulder lets the sleeve grow out of the shirt.
"""

from collections.abc import Sequence

from msgspec import Struct

from reports.figures.geometry import (
    Curve,
    Point,
    angle_of,
    capsule,
    circle,
    closed_curve,
    open_curve,
    segments,
    toward,
)
from reports.figures.heads import facing_head, side_head
from reports.figures.pose import (
    ANKLE_UP,
    BALL_AHEAD,
    Arm,
    Leg,
    Pose,
    Skeleton,
)
from reports.figures.shapes import Shape

# (share of the bone, front width, back width), front being the side the face is on.
Profile = Sequence[tuple[float, float, float]]
_THIGH: Profile = ((0, 6.7, 7.0), (0.25, 6.7, 6.6), (0.55, 5.9, 5.5), (0.85, 4.7, 4.4), (1, 4.2, 4.1))
_SHIN: Profile = ((0, 4.1, 4.1), (0.14, 3.8, 4.5), (0.34, 3.3, 5.0), (0.6, 2.8, 3.9), (0.86, 2.4, 2.6), (1, 2.5, 2.5))
_SHORTS_LEG: Profile = ((0, 6.5, 6.9), (0.25, 7.1, 7.1), (0.56, 6.8, 6.4))
_UPPER_ARM: Profile = ((0, 3.9, 4.1), (0.3, 3.9, 3.8), (0.7, 3.3, 3.2), (1, 2.9, 2.9))
_SLEEVE: Profile = ((0, 4.3, 4.4), (0.3, 4.7, 4.5), (0.62, 4.6, 4.4))
_FOREARM: Profile = ((0, 2.9, 2.9), (0.25, 3.2, 3.0), (0.6, 2.7, 2.6), (1, 2.0, 2.0))
_SHIRT: Profile = (
    (0.16, 6.7, 7.4),
    (0.3, 7.0, 6.3),
    (0.45, 6.9, 5.9),
    (0.6, 7.0, 6.4),
    (0.76, 7.2, 7.0),
    (0.9, 6.6, 6.8),
    (1.0, 5.5, 5.8),
    (1.07, 3.7, 4.2),
)
_PELVIS: Profile = ((-0.21, 3.4, 3.4), (-0.13, 6.0, 7.2), (0.0, 6.6, 8.6), (0.12, 6.9, 8.2), (0.25, 7.0, 6.9))
# A fold sharper than this shows the lower part of the limb as a piece of its own.
_SHARP_KNEE, _SHARP_ELBOW = 95.0, 75.0
# Turned this far, the face is seen from the front.
_FACING = 45.0


class Tones(Struct, frozen=True):
    """The colour roles of one side's limbs."""

    limb: str
    shirt: str
    shorts: str


NEAR = Tones("near_limb", "trunk", "shorts")
FAR = Tones("far_limb", "far_trunk", "far_shorts")


def side_figure(body: Skeleton, pose: Pose) -> tuple[Shape, ...]:
    """The whole figure, far side first."""
    return (
        *_arm(body.far_arm, FAR, z=10, patch=()),
        *_leg(body.far_leg, FAR, z=20),
        Shape((circle(body.hip, 6.4), _shorts_leg(body.far_leg)), "far_shorts", "line", z=22),
        *_head(body, pose, z=28),
        *_trunk(body, pose, z=30),
        *_leg(body.near_leg, NEAR, z=40),
        Shape((*_pelvis(body), _shorts_leg(body.near_leg)), "shorts", "line", z=42),
        *_arm(body.near_arm, NEAR, z=35 if pose.is_arm_behind_leg else 50, patch=_shoulder_patch(body, pose)),
    )


def bone(start: Point, end: Point, profile: Profile) -> Curve:
    """The contour of one limb segment; its ends are rounded by the joints' discs."""
    return flat_ended(start, end, profile)


def flat_ended(start: Point, end: Point, profile: Profile) -> Curve:
    """A sleeve or trouser leg: smooth sides, straight hem; counter-clockwise like every other contour."""
    step = end - start
    front = step / abs(step) * 1j
    behind = open_curve([start + step * share - front * wide for share, _, wide in profile])
    ahead = open_curve([start + step * share + front * wide for share, wide, _ in reversed(profile)])
    return (*behind, behind[-1], ahead[0], *ahead, ahead[-1], behind[0], behind[0])


def _leg(leg: Leg, tones: Tones, z: float) -> tuple[Shape, ...]:
    fold = abs(_between(leg.knee - leg.hip, leg.ankle - leg.knee))
    upper = (bone(leg.hip, leg.knee, _THIGH), circle(leg.knee, 4.2))
    lower = (bone(leg.knee, leg.ankle, _SHIN), circle(leg.ankle, 2.55), side_foot(leg))
    if fold < _SHARP_KNEE:
        return (Shape((*upper, *lower), tones.limb, "line", z=z), *_foot_lines(leg, z + 0.5))
    return (
        Shape((*lower, circle(leg.knee, 4.2)), tones.limb, "line", z=z),
        *_foot_lines(leg, z + 0.2),
        Shape(upper, tones.limb, "line", z=z + 0.5),
        Shape((_kneecap(leg),), tones.limb, z=z + 0.6),
    )


def _kneecap(leg: Leg) -> Curve:
    return circle(leg.knee, 3.9)


def _shorts_leg(leg: Leg) -> Curve:
    return flat_ended(leg.hip, leg.knee, _SHORTS_LEG)


def side_foot(leg: Leg) -> Curve:
    """A bare foot from the side: heel, arch, ball and toes; the toes may bend up from the ball."""
    hinge = complex(BALL_AHEAD, -ANKLE_UP + 1.4)
    bend = toward(leg.toe_angle - leg.foot_angle)
    hind = [-2.5 + 1.6j, -3.1 - 0.6j, -4.0 - 2.2j, -3.4 - 3.8j, -1.6 - 4.0j, 2.4 - 3.75j, 6.2 - 4.0j]
    toes = [8.6 - 4.0j, 10.7 - 3.8j, 11.2 - 2.9j, 10.3 - 2.1j, 8.3 - 1.5j]
    top = [6.0 - 0.4j, 3.6 + 0.9j, 2.6 + 2.2j]
    local = [*hind, *(hinge + (point - hinge) * bend for point in toes), *top]
    turn = toward(leg.foot_angle)
    return closed_curve([leg.ankle + point * turn for point in local])


def _foot_lines(leg: Leg, z: float) -> tuple[Shape, ...]:
    """The one line that says toes."""
    hinge = complex(BALL_AHEAD, -ANKLE_UP + 1.4)
    bend = toward(leg.toe_angle - leg.foot_angle)
    turn = toward(leg.foot_angle)
    points = [leg.ankle + (hinge + (point - hinge) * bend) * turn for point in (8.9 - 2.9j, 10.2 - 3.0j)]
    return (Shape((segments(points),), "", "line", 0.55, z),)


def _arm(arm: Arm, tones: Tones, z: float, patch: tuple[Curve, ...]) -> tuple[Shape, ...]:
    fold = abs(_between(arm.elbow - arm.shoulder, arm.wrist - arm.elbow))
    upper = (circle(arm.shoulder, 4.0), bone(arm.shoulder, arm.elbow, _UPPER_ARM), circle(arm.elbow, 2.95))
    lower = (bone(arm.elbow, arm.wrist, _FOREARM), circle(arm.wrist, 2.05), *hand(arm))
    sleeve = (circle(arm.shoulder, 4.3), flat_ended(arm.shoulder, arm.elbow, _SLEEVE))
    dressed = (Shape(sleeve, tones.shirt, "line", z=z + 1), *((Shape(patch, tones.shirt, z=z + 2),) if patch else ()))
    if fold < _SHARP_ELBOW:
        return (Shape((*upper, *lower), tones.limb, "line", z=z), *dressed)
    return (
        Shape(upper, tones.limb, "line", z=z),
        *dressed,
        Shape((*lower, circle(arm.elbow, 2.95)), tones.limb, "line", z=z + 3),
        Shape((circle(arm.elbow, 2.7),), tones.limb, z=z + 4),
    )


def hand(arm: Arm) -> tuple[Curve, ...]:
    """A mitten hand with a thumb, or a fist around something held."""
    along = toward(arm.hand_angle)
    side = along * 1j

    def at(ahead: float, up: float) -> Point:
        return arm.wrist + along * ahead + side * up

    if arm.hand == "fist":
        return (circle(at(3.6, 0), 3.2), capsule(at(0, 0), at(2.5, 0), 2.0, 2.4))
    palm = closed_curve(
        [at(-0.5, 1.9), at(2.2, 2.2), at(4.8, 2.1), at(7.2, 1.5), at(8.1, 0.1), at(7.3, -1.2), at(4.8, -2.0)]
        + [at(2.0, -2.1), at(-0.5, -1.9)]
    )
    if arm.hand == "flat":
        return (palm,)
    return (palm, capsule(at(1.6, 1.2), at(4.9, 3.3), 1.25, 0.95))


def _trunk(body: Skeleton, pose: Pose, z: float) -> tuple[Shape, ...]:
    shirt = [_spine_contour(body, _belly(pose))]
    if pose.turn:
        shirt += [circle(body.near_arm.shoulder, 4.6), circle(body.far_arm.shoulder, 4.6)]
        shirt += [capsule(body.near_arm.shoulder, body.far_arm.shoulder, 4.4, 4.4)]
    return (Shape(tuple(shirt), "trunk", "line", z=z),)


def _belly(pose: Pose) -> Profile:
    return [(share, front + (pose.belly if 0.2 < share < 0.62 else 0), back) for share, front, back in _SHIRT]


def _spine_contour(body: Skeleton, profile: Profile) -> Curve:
    ahead, behind = _sides(body, profile)
    return closed_curve([*ahead, *reversed(behind)])


def _sides(body: Skeleton, profile: Profile) -> tuple[list[Point], list[Point]]:
    """The front and the back of the trunk, from below upwards."""
    ahead, behind = [], []
    for share, front, back in profile:
        place, forward = _spine_frame(body, share)
        ahead.append(place + forward * front)
        behind.append(place - forward * back)
    return ahead, behind


def _spine_frame(body: Skeleton, share: float) -> tuple[Point, Point]:
    """A place along the spine (beyond its ends too) and the forward direction there."""
    inside = min(max(share, 0.0), 1.0)
    a, b = body.along_spine(max(inside - 0.02, 0.0)), body.along_spine(min(inside + 0.02, 1.0))
    up = (b - a) / abs(b - a)
    return body.along_spine(inside) + up * (share - inside) * 30, up * -1j


def _pelvis(body: Skeleton) -> tuple[Curve, ...]:
    """The seat of the shorts: round below, straight at the waist."""
    ahead, behind = _sides(body, _PELVIS)
    hung = open_curve([*reversed(behind), *ahead])
    return ((*hung, hung[-1], hung[0], hung[0]), circle(body.hip, 6.5))


def _shoulder_patch(body: Skeleton, pose: Pose) -> tuple[Curve, ...]:
    if pose.turn:
        return (circle(body.near_arm.shoulder + (body.hip - body.shoulder) / 30 * 1.5, 4.2),)
    low, _ = _spine_frame(body, 0.89)
    high, _ = _spine_frame(body, 0.99)
    return (circle(low, 4.9), circle(high, 4.6))


def _head(body: Skeleton, pose: Pose, z: float) -> tuple[Shape, ...]:
    turn = toward(body.head_angle)
    neck = capsule(body.along_spine(0.97), body.head + (-1.2 - 1.5j) * turn, 4.2, 3.5)
    if pose.turn >= _FACING:
        return (Shape((neck,), "head", "line", z=z), *facing_head(body.head, body.head_angle + 90, 0.35, z + 4))
    return side_head(body.head, body.head_angle, neck, z)


def _between(first: Point, second: Point) -> float:
    return angle_of(second / first)
