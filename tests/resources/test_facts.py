"""What the knowledge base says of each scan finding, exercise and list, typed from it: no single fact may go.

The inventory beside this file counts the items; this holds what stands in them.
"""

import pytest

from forms.content import load_content

CONTENT = load_content()
PROGRAMME = CONTENT.programme

# 3.1: percent of people with no pain, at 20, 30, 40, 50, 60, 70 and 80.
PREVALENCE = {
    "degeneration": (37, 52, 68, 80, 88, 93, 96),
    "signal_loss": (17, 33, 54, 73, 86, 94, 97),
    "height_loss": (24, 34, 45, 56, 67, 76, 84),
    "bulge": (30, 40, 50, 60, 69, 77, 84),
    "protrusion": (29, 31, 33, 36, 38, 40, 43),
    "fissure": (19, 20, 22, 23, 25, 27, 29),
    "facet": (4, 9, 18, 32, 50, 69, 83),
    "spondylolisthesis": (3, 5, 8, 14, 23, 35, 50),
}
# 4.4: phases; when to stop; cautions, with a star where a bracket adapts instead of removing.
EXERCISES = {
    "E01": ((1,), "S1 S4", "X_PREG*"),
    "E02": ((1,), "S1 S2", "X_PREG X_OSTEO* X_THR"),
    "E03": ((1,), "S1", "X_PREG"),
    "E04": ((1,), "S1 S2", "X_EXT X_PREG"),
    "E05": ((1, 2), "S1 S2", "X_EXT X_PREG X_OSTEO*"),
    "E06": ((1, 2), "S1 S4", "X_EXT X_FALL"),
    "E07": ((1,), "S1 S2", "X_FLEX X_THR X_OSTEO X_PREG"),
    "E08": ((1, 2), "S1 S2", "X_IRR X_PHT"),
    "E09": ((1, 2), "S1 S2", "X_IRR X_PHT X_THR X_PREG"),
    "E10": ((1, 2), "S1 S2", "X_PRESS X_DVT X_IRR X_THR X_OSTEO*"),
    "E11": ((1, 2), "S1 S2", "X_THR X_GTPS X_IRR X_PREG*"),
    "E12": ((1, 2, 3), "S1", ""),
    "E13": ((1, 2), "S1", "X_THR X_KNEE"),
    "E14": ((2,), "S1 S3", "X_PHT* X_THR"),
    "E15": ((2,), "S1 S3", "X_THR X_KNEE"),
    "E16": ((3,), "S1 S3 S4", "X_BP X_KNEE X_THR"),
    "E17": ((2,), "S1 S3", "X_GTPS*"),
    "E18": ((2,), "S1 S3", "X_PREG* X_EXT*"),
    "E19": ((3,), "S1 S3", "X_FALL X_GTPS*"),
    "E20": ((2, 3), "S1 S3", "X_FALL*"),
    "E21": ((1, 2), "S4 S1", "X_OSTEO*"),
    "E22": ((1, 2), "S4", "X_OSTEO* X_PREG"),
    "E23": ((1, 2), "S1 S4", "X_OSTEO*"),
    "E24": ((1, 2, 3), "S1", ""),
    "E25": ((1, 2, 3), "S1", "X_EXT* X_FALL"),
    "E26": ((1, 2), "S1", "X_KNEE X_THR"),
    "E27": ((1, 2, 3), "S3", "X_ANK X_FALL"),
    "E28": ((2,), "S3", "X_ANK"),
    "E29": ((1, 2, 3), "S1", "X_ANK X_FALL"),
    "E30": ((1, 2, 3), "S3", "X_ANK"),
    "E31": ((1, 2), "", ""),
    "E32": ((2, 3), "S2", "X_FALL X_ANK"),
    "E33": ((2, 3), "S1", "X_FALL"),
    "E34": ((2, 3), "S1", "X_FALL X_GTPS*"),
    "E35": ((2,), "S1", "X_KNEE"),
    "E36": ((2,), "S1", "X_PREG X_BP"),
    "E37": ((2, 3), "S3", "X_GTPS*"),
    "E38": ((1, 2, 3), "S1 S2 S4", "X_FALL"),
    "E39": ((1, 2), "S1 S4", "X_THR* X_FALL"),
    # "(anterior)" names the operation and is no adaptation.
    "E40": ((2,), "S1", "X_KNEE X_EXT X_THR"),
    "E41": ((3,), "S1 S2 S3", "X_PHT X_BP X_OSTEO*"),
    "E42": ((1,), "S1", "X_FALL"),
}
# 4.5: the lists, phase by phase.
LISTS = {
    "A": ("E21 E25 E24 E01 E38", "E22 E25 E23 E26 E06 E40 E38", "E25 E14 E35 E37 E38"),
    "B": ("E12 E01 E10(wall) E13 E09 E38", "E10 E12 E15 E11 E14 E13 E26 E18 E38", "E16 E12 E41 E20 E17 E19 E38"),
    "C": ("E27 E31 E29 E30 E38", "E27 E28 E32 E33 E34 E13 E38", "E20 E32(single) E17 E16 E33 E38"),
    "D-ext": ("E01 E04 E09 E39 E38", "E05 E08 E18 E36 E39 E06 E38", "E14 E15 E37 E32 E41 E38"),
    "D-flex": ("E01 E07 E02 E09 E38", "E07 E08 E18 E36 E39 E38", "E39 E20 E37 E32 E14 E38"),
    "D-none": ("E01 E02 E03 E09 E38", "E08 E18 E36 E35 E39 E38", "E14 E15 E37 E32 E41 E38"),
    "U": ("E01 E02 E39 E38", "E03 E18 E35 E39 E38", "E14 E15 E37 E38"),
    "LSS": ("E01 E07 E02 E39 E38", "E07 E02 E39 E18(half) E38", "E39 E20 E37 E38"),
    "GTPS": ("E42 E01 E39 E38", "E42 E18 E39 E17(small) E38", "E20 E16 E17 E38"),
    "PHT": ("E18(long_hold) E39 E01 E38", "E18 E14(small) E39 E32 E38", "E41 E20 E16 E38"),
}
# 3.2: what may be printed of each shape.
SHRINKING = {
    "bulge": "Bulges usually stay as they are and often cause no trouble",
    "protrusion": "Around 4 in 10 shrink",
    "extrusion": "About 2 in 3 shrink",
    "sequestration": "About 9 in 10 shrink",
}
# 3.7: areas of skin and reflexes by which a root is known.
ROOTS = {
    "L2": ({"thigh_front"}, set()),
    "L3": ({"thigh_front", "knee"}, {"ex_reflex_knee"}),
    "L4": ({"knee", "shin_inner"}, {"ex_reflex_knee"}),
    "L5": ({"shin_outer", "foot_top", "big_toe"}, set()),
    "S1": ({"calf", "foot_outer", "heel"}, {"ex_reflex_ankle"}),
}


def test_every_figure_stands_in_its_decade() -> None:
    assert CONTENT.rulebook.decades == (20, 30, 40, 50, 60, 70, 80)
    assert {key: one.percent for key, one in CONTENT.rulebook.prevalence.items()} == PREVALENCE


def test_every_shape_shrinks_as_often_as_it_should() -> None:
    assert {key: one.words for key, one in CONTENT.rulebook.shrinkage.items()} == SHRINKING


def test_every_root_has_its_areas_and_reflexes() -> None:
    roots = CONTENT.rulebook.concordance.roots
    assert {one.id: (set(one.sites), set(one.reflex_items)) for one in roots} == ROOTS


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_an_exercise_keeps_its_phases_stops_and_cautions(exercise_id: str) -> None:
    phases, stops, cautions = EXERCISES[exercise_id]
    exercise = PROGRAMME.exercises[exercise_id]
    assert exercise.phases == phases
    assert set(exercise.stop) == set(stops.split())
    assert {f"{one.code}{'*' if one.adaptation else ''}" for one in exercise.avoid} == set(cautions.split())
    assert exercise.harder
    assert exercise.easier or exercise.easier_exercise


def test_every_list_is_the_knowledge_bases_own_in_its_order() -> None:
    found = {
        one.id: tuple(
            " ".join(f"{entry.exercise}({entry.variant})" if entry.variant else entry.exercise for entry in entries)
            for entries in (one.entries[phase] for phase in (1, 2, 3))
        )
        for one in PROGRAMME.lists
    }
    assert found == LISTS
