"""A person seen from the side: joint angles and contacts in, the place of every joint out.

Angles and bases are those of the knowledge base's drawing language (clinical.md 4.3): standing tall or lying
straight is 0, the figure faces right, and 100 units are its height. Contacts win over angles: a foot or hand with a
target is reached for by bending knee or elbow, so that it touches what it should whatever the angles say.
"""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from reports.figures.geometry import Point, angle_of, bezier, mix, reach, toward, turned

HEAD, NECK, TRUNK = 13.0, 5.0, 30.0
UPPER_ARM, FOREARM, HAND = 17.0, 15.0, 8.0
THIGH, SHIN = 24.5, 24.5
ANKLE_UP, HEEL_BACK, BALL_AHEAD, TOE_AHEAD = 4.0, 4.0, 7.0, 11.0
GRIP = 4.6  # from the wrist to the middle of the palm

SIDES = ("near", "far")
_TRUNK_ANGLE = {"stand": 90, "sit": 90, "kneel": 90, "half": 90, "supine": 183, "prone": 0, "quad": 0, "side": 90}
BASES = tuple(_TRUNK_ANGLE)
# The far limbs stand a little ahead of the near ones, or they would be hidden in an upright figure.
_FAR_FOOT_AHEAD, _FAR_ARM_AHEAD = 4.5, 7.0
_UPRIGHT = ("stand", "sit")


class Target(Struct, frozen=True):
    """A place to touch: `by` from the named body point `on`, or from the panel's origin when `on` is empty.

    tilt: the hand's or foot's own direction, in degrees; None lets the joint angles decide.
    toes: the toes' own direction where it differs from the foot's.
    is_flipped: the elbow bends to the other side, for arms that leave the plane of the picture.
    """

    by: Point = 0j
    on: str = ""
    tilt: float | None = None
    toes: float | None = None
    is_flipped: bool = False
    shortening: float = 1.0


class Pose(Struct, frozen=True):
    """One held position. Pairs are (near, far)."""

    base: str
    lean: float = 0.0
    low: float = 6.0
    mid: float = -6.0
    head: float = 0.0
    belly: float = 0.0
    turn: float = 0.0
    hip: tuple[float, float] = (0.0, 0.0)
    knee: tuple[float, float] = (0.0, 0.0)
    ank: tuple[float, float] | None = None
    sh: tuple[float, float] = (0.0, 0.0)
    elb: tuple[float, float] = (8.0, 8.0)
    wrist: tuple[float, float] = (0.0, 0.0)
    hands: tuple[str, str] = ("open", "open")
    pin: str = ""
    pin_at: Point | None = None
    targets: Mapping[str, Target] = field(default_factory=lambda: MappingProxyType({}))
    is_far_leg_beside: bool = False
    is_arm_behind_leg: bool = False


class Arm(Struct, frozen=True):
    shoulder: Point
    elbow: Point
    wrist: Point
    hand_angle: float
    hand: str = "open"

    @property
    def palm(self) -> Point:
        return self.wrist + toward(self.hand_angle, GRIP)


class Leg(Struct, frozen=True):
    hip: Point
    knee: Point
    ankle: Point
    foot_angle: float
    toe_angle: float

    def on_foot(self, ahead: float, up: float) -> Point:
        """A point of the foot, from the ankle along and above its sole."""
        return self.ankle + toward(self.foot_angle, 1) * complex(ahead, up)


class Skeleton(Struct, frozen=True):
    """Where every joint of a side-view figure is."""

    hip: Point
    shoulder: Point
    spine: tuple[Point, Point, Point, Point]
    head: Point
    head_angle: float
    near_arm: Arm
    far_arm: Arm
    near_leg: Leg
    far_leg: Leg

    def along_spine(self, share: float) -> Point:
        return bezier(*self.spine, share)

    def point(self, name: str) -> Point:
        """A body point by name; KeyError when there is no such point."""
        return self.points()[name]

    def points(self) -> Mapping[str, Point]:
        """Every body point that a target, a prop or an arrow may refer to."""
        up = (self.shoulder - self.hip) / abs(self.shoulder - self.hip)
        ahead = up * -1j
        places = {
            "hip": self.hip,
            "shoulder": self.shoulder,
            "head": self.head,
            "head_back": self.head + toward(self.head_angle) * (-6.0 + 0.5j),
            "buttock": self.hip - ahead * 8.6 - up * 2.0,
            "pelvis_back": self.hip - ahead * 7.4 + up * 4.5,
            "low_back": self.along_spine(0.4) - ahead * 5.6,
            "mid_back": self.along_spine(0.75) - ahead * 7.0,
            "belly": self.along_spine(0.35) + ahead * 6.8,
            "chest": self.along_spine(0.75) + ahead * 7.2,
        }
        for side, arm, leg in (("near", self.near_arm, self.near_leg), ("far", self.far_arm, self.far_leg)):
            places |= {
                f"shoulder_{side}": arm.shoulder,
                f"elbow_{side}": arm.elbow,
                f"wrist_{side}": arm.wrist,
                f"palm_{side}": arm.palm,
                f"tips_{side}": arm.wrist + toward(arm.hand_angle, HAND),
                f"thigh_{side}": mix(leg.hip, leg.knee, 0.6),
                f"knee_{side}": leg.knee,
                f"shin_{side}": mix(leg.knee, leg.ankle, 0.5),
                f"ankle_{side}": leg.ankle,
                f"sole_{side}": leg.on_foot(0, -ANKLE_UP),
                f"ball_{side}": leg.on_foot(BALL_AHEAD, -ANKLE_UP),
                f"heel_{side}": leg.on_foot(-HEEL_BACK + 1, -ANKLE_UP),
                f"toe_{side}": leg.on_foot(BALL_AHEAD, -ANKLE_UP + 1.6) + toward(leg.toe_angle, TOE_AHEAD - BALL_AHEAD),
            }
        return places


def solve(pose: Pose) -> Skeleton:
    """Joint places for a pose: angles first, then its contacts."""
    trunk = _TRUNK_ANGLE[pose.base] - pose.lean
    legs = tuple(_leg(pose, index, trunk) for index in (0, 1))
    hip = _pinned_hip(pose, legs)
    shoulder = hip + toward(trunk, TRUNK)
    spine = (
        hip,
        hip + toward(trunk - pose.low * 1.6, TRUNK * 0.36),
        shoulder - toward(trunk + pose.mid * 1.2, TRUNK * 0.36),
        shoulder,
    )
    top = trunk + pose.mid * 1.2
    head_up = top + pose.head * 0.45
    face = top - 90 + pose.head
    if pose.base in _UPRIGHT and pose.head == 0:
        face = face / 2  # people keep their eyes level
    forward = 1.0 if pose.base == "supine" else 2.2
    head = shoulder + toward(head_up, NECK + HEAD / 2) + toward(face, forward)
    near_leg, far_leg = (Leg(hip, hip + leg.knee, hip + leg.ankle, leg.foot_angle, leg.toe_angle) for leg in legs)
    near_arm, far_arm = (_arm(pose, index, trunk, shoulder, top) for index in (0, 1))
    body = Skeleton(hip, shoulder, spine, head, face, near_arm, far_arm, near_leg, far_leg)
    body = replace(body, far_leg=_placed_leg(pose, 1, body))
    body = replace(body, near_leg=_placed_leg(pose, 0, body))
    body = replace(body, near_arm=_placed_arm(pose, 0, body))
    return replace(body, far_arm=_placed_arm(pose, 1, body))


def ankle_over(sole: Point, tilt: float) -> Point:
    """The ankle over a foot on `sole`: a lifted heel turns about the ball, lifted toes about the heel."""
    pivot = complex(BALL_AHEAD, -ANKLE_UP) if tilt < 0 else complex(-HEEL_BACK + 1, -ANKLE_UP)
    return sole + pivot.real - pivot * toward(tilt)


def _leg(pose: Pose, index: int, trunk: float) -> Leg:
    """One leg by its joint angles, hanging from the origin."""
    thigh = trunk + 180 + pose.hip[index]
    shin = thigh - pose.knee[index]
    knee = toward(thigh, THIGH)
    if pose.ank is None:
        foot = 0.0 if pose.base in _UPRIGHT else shin + 90
    else:
        foot = shin + 90 + pose.ank[index]
    return Leg(0j, knee, knee + toward(shin, SHIN), foot, foot)


def _pinned_hip(pose: Pose, legs: tuple[Leg, ...]) -> Point:
    name, at = pose.pin or _PINS[pose.base][0], pose.pin_at if pose.pin_at is not None else _PINS[pose.base][1]
    if name == "hip":
        return at
    joint, _, side = name.partition("_")
    index = SIDES.index(side)
    leg = legs[index]
    if joint == "knee":
        return at - leg.knee
    target = pose.targets.get(f"foot_{side}")
    tilt = target.tilt if target is not None and target.tilt is not None else leg.foot_angle
    return ankle_over(at, tilt if abs(tilt) < 80 else 0.0) - leg.ankle


_PINS: Mapping[str, tuple[str, Point]] = MappingProxyType(
    {
        "stand": ("foot_near", 0j),
        "sit": ("hip", 28.5j),
        "supine": ("hip", 8.9j),
        "prone": ("hip", 7.4j),
        "side": ("hip", 0j),
        "quad": ("knee_near", 4.2j),
        "kneel": ("knee_near", 4.2j),
        "half": ("knee_near", 4.2j),
    }
)


def _placed_leg(pose: Pose, index: int, body: Skeleton) -> Leg:
    """The leg with its foot on its target; the near leg may refer to the far one."""
    side, leg = SIDES[index], (body.near_leg, body.far_leg)[index]
    target = pose.targets.get(f"foot_{side}") or _beside_near_foot(pose, index, leg)
    knee_target = pose.targets.get(f"knee_{side}")
    if knee_target is not None:
        knee = _place(knee_target, body)
        leg = replace(leg, knee=knee, ankle=knee + leg.ankle - leg.knee)
    if target is None:
        return leg
    tilt = leg.foot_angle if target.tilt is None else target.tilt
    place = _place(target, body)
    ankle = ankle_over(place, tilt) if abs(tilt) < 80 and not target.on else place
    if knee_target is None:
        bend = -1 if target.is_flipped else 1
        knee, ankle = reach(leg.hip, ankle, THIGH * target.shortening, SHIN * target.shortening, bend=bend)
    else:
        knee = leg.knee
    return Leg(leg.hip, knee, ankle, tilt, tilt if target.toes is None else target.toes)


def _beside_near_foot(pose: Pose, index: int, leg: Leg) -> Target | None:
    """Where the far foot stands when nothing is said and it does what the near one does."""
    if index == 0 or pose.base not in _UPRIGHT or pose.is_far_leg_beside:
        return None
    near = pose.targets.get("foot_near")
    is_same = pose.hip[0] == pose.hip[1] and pose.knee[0] == pose.knee[1] and pose.ank is None
    if not is_same or "knee_far" in pose.targets:
        return None
    sole = near.by if near else leg.ankle - ANKLE_UP * 1j
    return Target(
        by=sole + _FAR_FOOT_AHEAD, tilt=near.tilt if near and near.tilt else 0.0, toes=near.toes if near else None
    )


def _place(target: Target, body: Skeleton) -> Point:
    return target.by + (body.point(target.on) if target.on else 0)


def _arm(pose: Pose, index: int, trunk: float, shoulder: Point, top: float) -> Arm:
    ahead = toward(top - 90)
    root = shoulder
    if pose.turn:
        # The chest turned towards the viewer: the near shoulder goes back, the far one comes forward.
        root = shoulder + ahead * 8.5 * _share_seen(pose.turn) * (-1 if index == 0 else 1)
    shift = _FAR_ARM_AHEAD if index == 1 and pose.sh[0] == pose.sh[1] and not pose.turn else 0.0
    upper = trunk + 180 + pose.sh[index] + shift
    fore = upper + pose.elb[index]
    elbow = root + toward(upper, UPPER_ARM)
    return Arm(root, elbow, elbow + toward(fore, FOREARM), fore + pose.wrist[index], pose.hands[index])


def _share_seen(angle: float) -> float:
    """How much of a width shows when it is turned by this angle."""
    return toward(angle).imag


def _placed_arm(pose: Pose, index: int, body: Skeleton) -> Arm:
    """The arm with its palm on its target; the far hand may refer to the near one."""
    side, arm = SIDES[index], (body.near_arm, body.far_arm)[index]
    target, elbow_target = pose.targets.get(f"hand_{side}"), pose.targets.get(f"elbow_{side}")
    if elbow_target is not None:
        elbow = _place(elbow_target, body)
        arm = replace(arm, elbow=elbow, wrist=elbow + arm.wrist - arm.elbow)
    if target is None:
        return arm
    place = _place(target, body)
    if elbow_target is not None:
        along = angle_of(place - arm.elbow) if target.tilt is None else target.tilt
        return replace(arm, wrist=place - toward(along, GRIP), hand_angle=along)
    return _reaching_arm(arm, place, target, pose.wrist[index])


def _reaching_arm(arm: Arm, place: Point, target: Target, wrist_bend: float) -> Arm:
    upper, fore = UPPER_ARM * target.shortening, FOREARM * target.shortening
    bend = 1 if target.is_flipped else -1
    if target.tilt is None:
        elbow, palm = reach(arm.shoulder, place, upper, fore + GRIP, bend=bend)
        along = angle_of(palm - elbow)
        return Arm(arm.shoulder, elbow, elbow + toward(along, fore), along + wrist_bend, arm.hand)
    elbow, wrist = reach(arm.shoulder, place - toward(target.tilt, GRIP), upper, fore, bend=bend)
    return Arm(arm.shoulder, elbow, wrist, target.tilt, arm.hand)


def rotated(skeleton: Skeleton, angle: float) -> Skeleton:
    """The whole body turned about its hip, for lying figures seen from above."""
    about = skeleton.hip

    def spun(point: Point) -> Point:
        return turned(point, angle, about)

    def arm(limb: Arm) -> Arm:
        return Arm(spun(limb.shoulder), spun(limb.elbow), spun(limb.wrist), limb.hand_angle + angle, limb.hand)

    def leg(limb: Leg) -> Leg:
        return Leg(spun(limb.hip), spun(limb.knee), spun(limb.ankle), limb.foot_angle + angle, limb.toe_angle + angle)

    a, b, c, d = (spun(point) for point in skeleton.spine)
    return Skeleton(
        about,
        spun(skeleton.shoulder),
        (a, b, c, d),
        spun(skeleton.head),
        skeleton.head_angle + angle,
        arm(skeleton.near_arm),
        arm(skeleton.far_arm),
        leg(skeleton.near_leg),
        leg(skeleton.far_leg),
    )
