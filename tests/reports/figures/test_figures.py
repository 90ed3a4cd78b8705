"""Every exercise's drawing: complete, inside its box, standing on the ground and touching what it should."""

import time
from io import BytesIO

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from forms.errors import ContentError
from reports.figures import paper
from reports.figures.figure import BOX_WIDTH, ExerciseFigure
from reports.figures.geometry import Point, extent
from reports.figures.loading import load_figure, load_figures, load_palette, read_figure
from reports.figures.pose import FOREARM, SHIN, THIGH, UPPER_ARM
from reports.figures.shapes import ROLES

FIGURES = load_figures()
ALL = sorted(FIGURES)
SKIN_AND_CLOTHES = {"near_limb", "far_limb", "trunk", "far_trunk", "shorts", "far_shorts", "head", "hair"}
PEOPLE = [name for name in ALL if name not in ("E31", "E33")]

FLOOR, STEP = 0.0, 10.0
# exercise, panel (0 is the start), body point, its height: what stands or rests on something level.
ON_LEVEL = [
    *((name, panel, "sole_near", FLOOR) for name in ("E06", "E10", "E12", "E14", "E27") for panel in (0, 1)),
    *((name, panel, "sole_near", FLOOR) for name in ("E29", "E30", "E41") for panel in (0, 1)),
    *((name, panel, "sole_far", FLOOR) for name in ("E08", "E09", "E18", "E21") for panel in (0, 1)),
    *((name, panel, "sole_far", FLOOR) for name in ("E24", "E29", "E30", "E40") for panel in (0, 1)),
    *((name, panel, "sole_near", FLOOR) for name in ("E03", "E18", "E22") for panel in (0, 1)),
    *(("E15", panel, "sole_far", FLOOR) for panel in (0, 1)),
    *(("E39", panel, "sole_near", FLOOR) for panel in (0, 1)),
    *((name, panel, "sole_left", FLOOR) for name in ("E13", "E19", "E42") for panel in (0, 1)),
    *((name, panel, "sole_right", FLOOR) for name in ("E13", "E19", "E42") for panel in (0, 1)),
    ("E34", 0, "sole_left", FLOOR),
    ("E34", 1, "sole_right", FLOOR),
    ("E32", 0, "sole_near", FLOOR),
    ("E32", 1, "ball_near", FLOOR),
    ("E32", 1, "ball_far", FLOOR),
    ("E38", 0, "heel_near", FLOOR),
    ("E38", 0, "ball_far", FLOOR),
    ("E38", 1, "heel_far", FLOOR),
    ("E38", 1, "ball_near", FLOOR),
    ("E36", 1, "heel_near", FLOOR),
    ("E20", 0, "sole_near", STEP),
    ("E20", 0, "sole_far", FLOOR),
    ("E20", 1, "sole_near", STEP),
    ("E28", 0, "sole_near", 12.0),
    ("E28", 1, "sole_near", 12.0),
    ("E28", 1, "ball_far", FLOOR),
    ("E16", 1, "ball_near", FLOOR),
]  # fmt: skip
# exercise, panel, body point, the wall's face, half the thickness of that part of the body.
ON_WALL = [
    *(("E27", panel, "palm_near", 17.2, 2.6) for panel in (0, 1)),
    ("E27", 1, "knee_near", 17.2, 4.2),
    *(("E29", panel, "palm_near", 58.0, 2.6) for panel in (0, 1)),
    *(("E30", panel, "palm_near", 54.0, 2.6) for panel in (0, 1)),
    *(("E42", panel, "knee_left", 15.2, 4.4) for panel in (0, 1)),
]
# exercise, panel, what touches, what is touched, how far apart their middles may be.
TOGETHER = [
    *(("E09", panel, "palm_near", "thigh_near", 5.0) for panel in (0, 1)),
    ("E07", 1, "palm_near", "thigh_near", 5.0),
    ("E11", 1, "palm_near", "thigh_far", 9.0),
    *(("E11", panel, "ankle_near", "knee_far", 9.5) for panel in (0, 1)),
    *(("E21", panel, "palm_near", "head_back", 6.0) for panel in (0, 1)),
    *(("E06", panel, "palm_near", "pelvis_back", 2.5) for panel in (0, 1)),
    *(("E08", panel, "palm_near", "thigh_near", 7.0) for panel in (0, 1)),
    *(("E01", panel, "palm_near", "belly", 6.5) for panel in (0, 1)),
]


def _point(exercise: str, panel: int, name: str) -> Point:
    return FIGURES[exercise].panels[panel].points[name]


def _pdf(figure: ExerciseFigure, width: float = 99.0) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(width, paper.figure_height(figure, width)), invariant=1)
    paper.draw_figure(canvas, figure, x=0, y=0, width=width)
    canvas.save()
    return buffer.getvalue()


def test_all_42_exercises_have_a_drawing() -> None:
    assert set(ALL) == {f"E{number:02d}" for number in range(1, 43)}


def test_the_floor_version_of_the_ball_release_has_its_own_drawing() -> None:
    floor = load_figure("E10-floor.toml")
    assert "elbows" in floor.alt
    assert all(abs(panel.points["sole_near"].imag) < 0.6 for panel in floor.panels)


@pytest.mark.parametrize("exercise", ALL)
def test_the_alt_text_tells_start_and_end_in_plain_words(exercise: str) -> None:
    alt = FIGURES[exercise].alt
    assert 60 < len(alt) < 320
    assert "Start:" in alt
    assert "End:" in alt or "Then:" in alt


@pytest.mark.parametrize("exercise", ALL)
def test_a_drawing_shows_more_than_one_position_and_a_movement(exercise: str) -> None:
    figure = FIGURES[exercise]
    assert len(figure.panels) >= 2
    assert any("arrow" in (shape.fill, shape.line) for shape in figure.shapes)


@pytest.mark.parametrize("exercise", ALL)
def test_every_shape_stays_inside_the_box(exercise: str) -> None:
    figure = FIGURES[exercise]
    for shape in figure.shapes:
        left, bottom, right, top = extent(shape.curves)
        reach = shape.width / (1 if shape.fill else 2)
        assert left - reach >= 0 and bottom - reach >= 0
        assert right + reach <= figure.width and top + reach <= figure.height


@pytest.mark.parametrize("exercise", ALL)
def test_people_are_nearly_the_same_size_on_every_card(exercise: str) -> None:
    assert BOX_WIDTH <= FIGURES[exercise].width < 1.3 * BOX_WIDTH
    assert FIGURES[exercise].height < FIGURES[exercise].width


@pytest.mark.parametrize("exercise", PEOPLE)
def test_weight_is_on_the_ground_and_nobody_sinks_into_it(exercise: str) -> None:
    for panel in FIGURES[exercise].panels:
        if panel.ground is None:
            continue
        lowest = min(extent(shape.curves)[1] for shape in panel.shapes if shape.fill in SKIN_AND_CLOTHES)
        support = STEP if (exercise, panel) == ("E20", FIGURES["E20"].panels[1]) else FLOOR
        assert -1.2 < lowest - support < 1.0


@pytest.mark.parametrize("exercise", PEOPLE)
def test_no_limb_is_longer_than_its_bone(exercise: str) -> None:
    for panel in FIGURES[exercise].panels:
        points = panel.points
        for side in ("near", "far", "right", "left"):
            if f"knee_{side}" not in points:
                continue
            hip = points.get(f"hip_{side}", points["hip"])
            assert abs(points[f"knee_{side}"] - hip) < THIGH * 1.05
            assert abs(points[f"ankle_{side}"] - points[f"knee_{side}"]) < SHIN * 1.05
            assert abs(points[f"elbow_{side}"] - points[f"shoulder_{side}"]) < UPPER_ARM * 1.06
            assert abs(points[f"wrist_{side}"] - points[f"elbow_{side}"]) < FOREARM * 1.1


@pytest.mark.parametrize(("exercise", "panel", "name", "height"), ON_LEVEL)
def test_feet_stand_on_the_floor_or_the_step(exercise: str, panel: int, name: str, height: float) -> None:
    assert abs(_point(exercise, panel, name).imag - height) < 0.6


@pytest.mark.parametrize(("exercise", "panel", "name", "wall", "thickness"), ON_WALL)
def test_hands_and_knees_meet_the_wall(exercise: str, panel: int, name: str, wall: float, thickness: float) -> None:
    assert abs(_point(exercise, panel, name).real + thickness - wall) < 1.4


@pytest.mark.parametrize(("exercise", "panel", "name", "other", "most"), TOGETHER)
def test_hands_hold_what_the_steps_say(exercise: str, panel: int, name: str, other: str, most: float) -> None:
    assert abs(_point(exercise, panel, name) - _point(exercise, panel, other)) < most


def test_sitting_hips_rest_on_the_chair() -> None:
    for exercise in ("E08", "E21", "E24", "E39"):
        hip = _point(exercise, 0, "hip")
        assert abs(hip.imag - 21.5 - 7.0) < 0.6


def test_the_ball_touches_wall_and_buttock() -> None:
    for panel in (0, 1):
        buttock = _point("E10", panel, "hip") - 8.6
        ball = next(shape for shape in FIGURES["E10"].panels[panel].shapes if shape.z == 60)
        left, _, right, _ = extent(ball.curves)
        assert abs(left + 17.2) < 1.2
        assert abs(right - buttock.real) < 1.5


def test_joints_bend_only_the_way_people_do() -> None:
    for exercise in PEOPLE:
        for panel in FIGURES[exercise].panels:
            if "knee_near" not in panel.points or exercise in ("E11",):
                continue
            for side in ("near", "far"):
                thigh = panel.points[f"knee_{side}"] - panel.points["hip"]
                shin = panel.points[f"ankle_{side}"] - panel.points[f"knee_{side}"]
                # Turning from thigh to shin is clockwise in a figure that faces right.
                assert (shin / thigh).imag < 0.05, f"{exercise}: the {side} knee bends backwards"


def test_near_limbs_are_darker_than_far_limbs_in_greyscale() -> None:
    for scheme in ("paper", "light"):
        colours = load_palette(scheme)
        for near, far in (("near_limb", "far_limb"), ("shorts", "far_shorts"), ("trunk", "far_trunk")):
            assert _grey(colours[near]) < _grey(colours[far])
        assert _grey(colours["far_limb"]) - _grey(colours["near_limb"]) > 0.15


def _grey(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_every_colour_role_that_a_shape_uses_is_known() -> None:
    used = {role for figure in FIGURES.values() for shape in figure.shapes for role in (shape.fill, shape.line) if role}
    assert used <= set(ROLES)


@pytest.mark.parametrize("exercise", ALL)
def test_the_same_data_makes_the_same_bytes(exercise: str) -> None:
    again = load_figure(f"{exercise}.toml")
    assert again.shapes == FIGURES[exercise].shapes
    assert _pdf(again) == _pdf(FIGURES[exercise])


@pytest.mark.parametrize("exercise", ALL)
def test_paper_shows_the_figure_inside_its_frame(exercise: str) -> None:
    page = pypdfium2.PdfDocument(_pdf(FIGURES[exercise]))[0]
    image = page.render(scale=2, grayscale=True).to_pil()
    dark = image.point(lambda value: 255 if value < 128 else 0)
    left, top, right, bottom = dark.getbbox()
    assert left > 0 and top > 0 and right < image.width and bottom < image.height
    assert right - left > image.width * 0.4


@pytest.mark.benchmark
def test_drawing_a_figure_on_paper_takes_under_three_milliseconds() -> None:
    figures = [FIGURES[name] for name in ALL]

    def cold_round() -> float:
        canvas = Canvas(BytesIO())
        paper._operators.cache_clear()
        start = time.process_time()
        for figure in figures:
            paper.draw_figure(canvas, figure, x=0, y=0, width=99)
        return (time.process_time() - start) / len(figures)

    assert min(cold_round() for _ in range(3)) < 0.003


def test_the_drawing_as_a_flowable_has_the_height_of_its_proportions() -> None:
    drawing = paper.FigureDrawing(FIGURES["E06"], 170)
    assert drawing.wrap(500, 500) == (170, 170 * FIGURES["E06"].height / FIGURES["E06"].width)
    assert drawing.alt == FIGURES["E06"].alt


MINIMAL = """
id = "E99"
alt = "Start: standing. End: standing."
[[panel]]
[panel.pose]
base = "stand"
"""


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ("lowback = 3\n", 'unknown key "lowback"'),
        ('hands = ["fsit"]\n', 'Did you mean "fist"?'),
        ("hip = [1, 2, 3]\n", "near and far"),
        ('hand_near = { on = "nose", at = [0, 0] }\n', "no body point 'nose'"),
        ('[[panel.prop]]\nkind = "chiar"\npath = [0, 0]\n', 'Did you mean "chair"?'),
        ('[[panel.prop]]\nkind = "ball"\non = ["toes"]\npath = [0, 0]\n', 'no body point "toes"'),
        ("[[panel.arrow]]\npath = [0, 0, 1]\n", "x, y, x, y"),
    ],
)
def test_a_mistake_in_pose_data_is_named_with_its_place(mistake: str, told: str) -> None:
    with pytest.raises(ContentError, match=r"E99\.toml, line \d+") as caught:
        read_figure("figures/E99.toml", (MINIMAL + mistake).encode())
    assert told in str(caught.value)


def test_a_drawing_under_another_exercises_name_is_refused() -> None:
    with pytest.raises(ContentError, match="must be the file's name"):
        read_figure("figures/E01.toml", MINIMAL.encode())
