"""Reads the pose data in `resources/figures/` and makes the drawings: one strict TOML file for each exercise.

A file has `id`, `alt`, `layout` ("row" or "column") and one [[panel]] for each position. A panel has a `view`, its
[panel.pose], and may have a [panel.ghost] (the position that was left), [[panel.prop]] and [[panel.arrow]]. A
[[prop]] outside the panels stands in all of them. Side-view poses give joint angles as in the knowledge base (4.3),
one number for both sides or near and far, and targets such as `hand_near = { on = "thigh_near", at = [0, 6] }` that
win over angles. Front-view poses give places. Places are in units of a hundredth of the person's height, the floor
at 0; `on` measures a place from a body point.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import resources
from forms.loading import DataFile, Table
from reports.figures.body import side_figure
from reports.figures.closeup import foot_from_above, foot_from_inside
from reports.figures.figure import ExerciseFigure, Panel, compose
from reports.figures.front import FEET, FRONT_HANDS, FRONT_JOINTS, FrontPose, front_figure, front_points
from reports.figures.geometry import Point
from reports.figures.pose import BASES, Pose, Skeleton, Target, rotated, solve
from reports.figures.props import KINDS, Prop, arrow, draw_prop
from reports.figures.shapes import ROLES, Shape

_FOLDER = "figures"
# Files such as E10-floor.toml hold another version of an exercise; load_figure reads them by name.
_EXERCISE = re.compile(r"E\d\d\.toml")
_LAYOUTS = ("row", "column")
_VIEWS = ("side", "front", "foot", "sole_prints")
_HANDS = ("open", "flat", "fist")
_PAIRS = ("hip", "knee", "sh", "elb", "wrist")
_NUMBERS = ("lean", "low", "mid", "head", "belly", "turn")
_LIMBS = tuple(f"{part}_{side}" for part in ("foot", "knee", "hand", "elbow") for side in ("near", "far"))
_FRONT_LIMBS = tuple(f"{limb}_{side}" for limb in ("arm", "leg") for side in ("right", "left"))

Palette = Mapping[str, str]


class _Figures(Mapping[str, ExerciseFigure]):
    """Every drawing by exercise id, each made when it is first asked for: a handout needs ten of them, not all."""

    def __init__(self) -> None:
        names = (entry.name for entry in (resources.root() / _FOLDER).iterdir())
        self._files = {name[:-5]: name for name in sorted(names) if _EXERCISE.fullmatch(name)}
        self._made: dict[str, ExerciseFigure] = {}

    def __getitem__(self, exercise: str) -> ExerciseFigure:
        if exercise not in self._made:
            self._made[exercise] = load_figure(self._files[exercise])
        return self._made[exercise]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def load_figures() -> Mapping[str, ExerciseFigure]:
    """Every exercise's drawing by its id, read when first asked for. Keep the mapping: it remembers what it made."""
    return _Figures()


def load_figure(file: str) -> ExerciseFigure:
    """One exercise's drawing from its file's name, as in `E06.toml`."""
    name = f"{_FOLDER}/{file}"
    return read_figure(name, resources.read_bytes(name))


def read_figure(name: str, content: bytes) -> ExerciseFigure:
    """One drawing from the bytes of a data file; ContentError says what is wrong and where."""
    table = DataFile(name, content).table
    exercise = table.text("id")
    if f"/{exercise}." not in name:
        raise table.fail(f'the id "{exercise}" must be the file\'s name.', "id")
    alt = table.text("alt")
    layout = table.one_of("layout", _LAYOUTS, "row")
    shared = tuple(table.tables("prop"))
    panels = tuple(_panel(entry, shared) for entry in table.tables("panel"))
    if not panels:
        raise table.fail('there is no [[panel]]; a figure needs at least "start".')
    table.finish()
    return compose(exercise, alt, layout, panels)


@functools.cache
def load_palette(name: str) -> Palette:
    """Colour by role ("#RRGGBB") for "paper", "light" or "dark"."""
    file = f"{_FOLDER}/palettes.toml"
    table = DataFile(file, resources.read_bytes(file)).table
    palettes = {}
    for key in ("paper", "light", "dark"):
        entry = table.table(key)
        palettes[key] = MappingProxyType({role: entry.text(role) for role in ROLES})
        entry.finish()
    table.finish()
    return palettes[name]


def _panel(table: Table, shared: tuple[Table, ...]) -> Panel:
    view = table.one_of("view", _VIEWS, "side")
    ground = None if table.flag("from_above", False) else table.number("ground", 0.0)
    spin = table.number("spin", 0.0) or 0.0
    shapes: list[Shape] = []
    points: dict[str, Point] = {}
    if view == "side":
        shapes, points = _side(table, spin)
    elif view == "front":
        pose = _front_pose(table.table("pose"))
        shapes, points = list(front_figure(pose)), dict(front_points(pose))
    elif view == "foot":
        shapes, points = _foot(table.table("pose"))
    else:
        shapes, points = _prints(table.table("pose"))
    for entry in (*shared, *table.tables("prop")):
        shapes.extend(draw_prop(_prop(entry, points)))
    for entry in table.tables("arrow"):
        shapes.extend(_arrow(entry, points))
    table.finish()
    return Panel(tuple(shapes), ground, MappingProxyType(points))


def _side(table: Table, spin: float) -> tuple[list[Shape], dict[str, Point]]:
    pose = _pose(table.table("pose"))
    body = _solved(pose, table, spin)
    shapes = list(side_figure(body, pose))
    ghost = table.table("ghost", required=False)
    if ghost is not None:
        ghost_pose = _pose(ghost)
        left = side_figure(_solved(ghost_pose, ghost, spin), ghost_pose)
        shapes += [shape.as_ghost(2 + shape.z / 100) for shape in left]
    return shapes, dict(body.points())


def _solved(pose: Pose, table: Table, spin: float) -> Skeleton:
    try:
        body = solve(pose)
    except KeyError as error:
        raise table.fail(f"there is no body point {error}.") from None
    return rotated(body, spin) if spin else body


def _pose(table: Table) -> Pose:
    base = table.one_of("base", BASES)
    given: dict[str, object] = {key: table.number(key) for key in _NUMBERS if table.has(key)}
    given |= {key: _pair(table, key) for key in _PAIRS if table.has(key)}
    if table.has("ank"):
        given["ank"] = _pair(table, "ank")
    hands = table.some_of("hands", _HANDS, ("open",))
    targets = {}
    for key in _LIMBS:
        entry = table.table(key, required=False)
        if entry is not None:
            targets[key] = _target(entry)
    pin = table.table("pin", required=False)
    if pin is not None:
        given |= {"pin": pin.text("point"), "pin_at": _point(pin, "at")}
        pin.finish()
    is_beside = table.flag("far_leg_hidden", False)
    is_arm_behind = table.flag("arm_behind_leg", False)
    table.finish()
    return Pose(
        base=base,
        hands=(hands[0], hands[-1]),
        targets=MappingProxyType(targets),
        is_far_leg_beside=is_beside,
        is_arm_behind_leg=is_arm_behind,
        **given,  # type: ignore[arg-type]  # keys and kinds were checked above
    )


def _pair(table: Table, key: str) -> tuple[float, float]:
    """One number for both sides, or near and far."""
    values = table.numbers(key)
    if len(values) not in (1, 2):
        raise table.fail(f'"{key}" takes one number for both sides, or near and far.', key)
    return values[0], values[-1]


def _point(table: Table, key: str) -> Point:
    values = table.numbers(key, (0.0, 0.0))
    if len(values) != 2:
        raise table.fail(f'"{key}" must be a place, [x, y].', key)
    return complex(values[0], values[1])


def _target(table: Table) -> Target:
    target = Target(
        by=_point(table, "at"),
        on=table.text("on", ""),
        tilt=table.number("tilt", None),
        toes=table.number("toes", None),
        is_flipped=table.flag("flip", False),
        shortening=table.number("shortening", 1.0) or 1.0,
    )
    table.finish()
    return target


def _path(table: Table, points: Mapping[str, Point]) -> tuple[Point, ...]:
    """Places of a prop or arrow: `path` is x, y, x, y ...; `on` names the body point each is measured from."""
    flat = table.numbers("path")
    if len(flat) < 2 or len(flat) % 2:
        raise table.fail('"path" must be x, y, x, y ...', "path")
    names = table.texts("on", ())
    places = [complex(x, y) for x, y in zip(flat[::2], flat[1::2], strict=True)]
    if len(names) not in (0, 1, len(places)):
        raise table.fail('"on" names one body point for the whole path, or one for each place of it.', "on")
    for name in names:
        if name and name not in points:
            raise table.fail(f'there is no body point "{name}".', "on")
    spread = names * len(places) if len(names) == 1 else names or ("",) * len(places)
    return tuple(place + (points[name] if name else 0) for place, name in zip(places, spread, strict=True))


def _prop(table: Table, points: Mapping[str, Point]) -> Prop:
    prop = Prop(
        kind=table.one_of("kind", KINDS),
        path=_path(table, points),
        size=table.numbers("size", ()),
        z=table.number("z", None),
    )
    table.finish()
    return prop


def _arrow(table: Table, points: Mapping[str, Point]) -> tuple[Shape, ...]:
    path, is_double = _path(table, points), table.flag("double", False)
    width = table.number("width", 2.0) or 2.0
    table.finish()
    if len(path) < 2:
        raise table.fail("an arrow needs at least two places.", "path")
    return arrow(path, is_double=is_double, width=width)


def _front_pose(table: Table) -> FrontPose:
    joints = {key: _point(table, key) for key in FRONT_JOINTS if table.has(key)}
    pose = FrontPose(
        hip=_point(table, "hip"),
        trunk=table.number("trunk", 90.0) or 0.0,
        pelvis=table.number("pelvis", None),
        head=table.number("head", 0.0) or 0.0,
        look=table.number("look", 0.0) or 0.0,
        feet=_marks(table, "feet", FEET, "front"),
        hands=_marks(table, "hands", FRONT_HANDS, "open"),
        behind=table.some_of("behind", _FRONT_LIMBS, ()),
        pale=table.some_of("pale", _FRONT_LIMBS, ()),
        tucked=table.some_of("tucked", _FRONT_LIMBS, ()),
        joints=MappingProxyType(joints),
    )
    table.finish()
    return pose


def _marks(table: Table, key: str, allowed: tuple[str, ...], default: str) -> tuple[str, str]:
    """One word for both sides, or right and left."""
    values = table.some_of(key, allowed, (default,))
    return values[0], values[-1]


def _foot(table: Table) -> tuple[list[Shape], dict[str, Point]]:
    shapes, points = foot_from_inside(
        arch=table.number("arch", 0.0) or 0.0, big_toe=table.number("big_toe", 0.0) or 0.0
    )
    table.finish()
    return list(shapes), dict(points)


def _prints(table: Table) -> tuple[list[Shape], dict[str, Point]]:
    shapes, points = foot_from_above(out=table.number("out", 0.0) or 0.0)
    table.finish()
    return list(shapes), dict(points)
