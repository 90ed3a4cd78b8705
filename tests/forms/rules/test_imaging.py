"""Whether a scan's level and side fit the symptoms, and how its texts are filled in (knowledge base 3.1 to 3.7)."""

from typing import Any

import pytest
from msgspec.structs import replace

from forms.conditions import NOT_APPLICABLE, parse_condition
from forms.content import load_content
from forms.facts import Facts
from forms.questionnaire_file import vocabulary_of
from forms.rules.imaging import concordance_computation, find_messages, scan_roots
from forms.rules.rulebook import CoarseArea
from tests.forms.rules.factories import a_response, assessed

MRI: dict[str, Any] = {"pain_side": "L", "img_done": "mri", "img_verified": "yes", "img_side": "L"}
FULL = {f"ex_mrc_{root}_{side}": "5" for root in ("L2", "L3", "L4", "L5", "S1") for side in "LR"}
EVEN = {f"ex_reflex_{jerk}_{side}": "2" for jerk in ("knee", "ankle") for side in "LR"}


def concordance(**answers: Any) -> str | None:
    found: str | None = assessed(**{**MRI, **answers}).facts.known("img_concordance")
    return found


def texts(**answers: Any) -> dict[str, str]:
    return {one.id: one.text for one in assessed(**{**MRI, **answers}).impression.messages}


# --- which roots a scan points to ----------------------------------------------------------------------------------

_DISCS = {"L2/3": ("L3", "L2"), "L3/4": ("L4", "L3"), "L4/5": ("L5", "L4"), "L5/S1": ("S1", "L5")}


@pytest.mark.parametrize("level", _DISCS)
@pytest.mark.parametrize(
    ("zone", "hits"),
    [
        ("off_centre", (0,)),
        ("central", (0,)),
        ("foraminal", (1,)),
        ("far_lateral", (1,)),
        ("not_stated", (0, 1)),
        (None, (0, 1)),
    ],
)
def test_a_disc_hits_the_root_that_its_level_and_position_say(level: str, zone: str | None, hits: tuple[int]) -> None:
    facts = assessed(**MRI, img_level=[level], img_zone=zone).facts
    table = load_content().rulebook.concordance
    assert scan_roots(facts, table) == {_DISCS[level][place] for place in hits}


def test_the_root_that_the_report_names_is_believed_before_the_level() -> None:
    facts = assessed(**MRI, img_level=["L4/5"], img_zone="off_centre", img_root="contact", img_root_name="S1").facts
    assert scan_roots(facts, load_content().rulebook.concordance) == {"S1"}


def test_a_scan_with_neither_root_nor_level_points_to_none() -> None:
    assert scan_roots(assessed(**MRI).facts, load_content().rulebook.concordance) == frozenset()


# --- whether they fit ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "fits"),
    [
        # One of area, movement, feeling and reflex that maps to the same root makes a match.
        ({"img_level": ["L4/5"], "img_zone": "off_centre", "pain_sites": ["big_toe"]}, "match"),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", "neu_sites": ["foot_top"]}, "match"),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", **FULL, "ex_mrc_L5_L": "4"}, "match"),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", **FULL, "ex_mrc_L5_L": "weak_not_graded"}, "match"),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", "ex_sens_L5_L": "reduced"}, "match"),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", "ex_sens_L5_L": "absent"}, "match"),
        ({"img_level": ["L5/S1"], "img_zone": "off_centre", **EVEN, "ex_reflex_ankle_L": "1"}, "match"),
        ({"img_level": ["L3/4"], "img_zone": "off_centre", **EVEN, "ex_reflex_knee_L": "0"}, "match"),
        # The foot is L5's and S1's: enough to fit, too coarse to contradict.
        ({"img_level": ["L4/5"], "img_zone": "off_centre", "pain_extent": "foot"}, "match"),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", "neu_sensory": "foot"}, "match"),
        ({"img_level": ["L2/3"], "img_zone": "off_centre", "pain_extent": "foot"}, "partial"),
        # Where the map shows which part of the lower leg and foot it is, the map speaks.
        (
            {"img_level": ["L4/5"], "img_zone": "off_centre", "pain_extent": "foot", "pain_sites": ["foot_outer"]},
            "partial",
        ),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", "neu_sensory": "foot", "neu_sites": ["heel"]}, "partial"),
        (
            {"img_level": ["L4/5"], "img_zone": "off_centre", "pain_extent": "foot", "pain_sites": ["thigh_back"]},
            "match",
        ),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", "neu_sensory": "foot", "pain_sites": ["heel"]}, "match"),
        # The same side, and nothing that maps to a root.
        ({"img_level": ["L4/5"], "img_zone": "off_centre"}, "partial"),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", **FULL, **EVEN}, "partial"),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", **FULL, "ex_mrc_L5_L": "4.5"}, "partial"),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", "ex_sens_L5_L": "normal"}, "partial"),
        ({"pain_sites": ["big_toe"]}, "partial"),
        # What is weak, numb or quiet on the other side says nothing about this one.
        ({"img_level": ["L4/5"], "img_zone": "off_centre", **FULL, "ex_mrc_L5_R": "3"}, "partial"),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", "ex_sens_L5_R": "absent"}, "partial"),
        ({"img_level": ["L5/S1"], "img_zone": "off_centre", **EVEN, "ex_reflex_ankle_R": "1"}, "partial"),
        # A reflex that was tested on one side only cannot be compared.
        ({"img_level": ["L5/S1"], "img_zone": "off_centre", "ex_reflex_ankle_L": "1"}, "partial"),
        ({"img_level": ["L5/S1"], "img_zone": "off_centre", "ex_reflex_ankle_R": "1"}, "partial"),
        # One of several that fits is enough, however far another lies.
        ({"img_level": ["L5/S1"], "img_zone": "off_centre", "pain_sites": ["shin_inner", "heel"]}, "match"),
        # A neighbour is no contradiction, and no match.
        ({"img_level": ["L4/5"], "img_zone": "off_centre", "pain_sites": ["heel"]}, "partial"),
        ({"img_level": ["L4/5"], "img_zone": "off_centre", **FULL, "ex_mrc_L4_L": "4"}, "partial"),
        # Two roots away, or the other side.
        ({"img_level": ["L5/S1"], "img_zone": "off_centre", "pain_sites": ["shin_inner"]}, "mismatch"),
        ({"img_level": ["L5/S1"], "img_zone": "off_centre", **FULL, "ex_mrc_L4_L": "3"}, "mismatch"),
        ({"img_level": ["L2/3"], "img_zone": "off_centre", **EVEN, "ex_reflex_ankle_L": "1"}, "mismatch"),
        ({"img_side": "R"}, "mismatch"),
        ({"img_side": "R", "img_level": ["L4/5"], "pain_sites": ["big_toe"]}, "mismatch"),
        # The right leg is looked at where the right one hurts.
        ({"pain_side": "R", "img_side": "R", "img_level": ["L5/S1"], **EVEN, "ex_reflex_ankle_R": "1"}, "match"),
        ({"pain_side": "R", "img_side": "R", "img_level": ["L5/S1"], **EVEN, "ex_reflex_ankle_L": "1"}, "partial"),
        # Both legs: the worse one decides, and where neither is worse either side fits.
        ({"pain_side": "both", "worse_side": "R", "img_level": ["L4/5"]}, "mismatch"),
        ({"pain_side": "both", "worse_side": "equal", "img_level": ["L4/5"]}, "partial"),
        ({"img_side": "central_both", "img_level": ["L4/5"], "pain_sites": ["big_toe"]}, "match"),
        # No side is no match, and no contradiction.
        ({"img_side": "not_stated", "img_level": ["L4/5"], "pain_sites": ["big_toe"]}, None),
        ({"pain_side": "central", "img_level": ["L4/5"], "pain_sites": ["big_toe"]}, None),
        ({"pain_side": None, "img_level": ["L4/5"], "pain_sites": ["big_toe"]}, None),
        ({"img_side": None, "img_level": ["L4/5"], "pain_sites": ["big_toe"]}, None),
        # A level two roots off speaks even where no side is given.
        ({"img_side": "not_stated", "img_root_name": "S1", "img_root": "contact", "pain_sites": ["knee"]}, "mismatch"),
    ],
)
def test_a_scan_fits_by_side_and_by_area_movement_feeling_or_reflex(answers: dict[str, Any], fits: str | None) -> None:
    assert concordance(**answers) == fits


@pytest.mark.parametrize("done", [None, "unsure"])
def test_a_scan_of_an_unknown_kind_neither_fits_nor_contradicts(done: str | None) -> None:
    assert concordance(img_done=done, img_side="R", img_level=["L4/5"], pain_sites=["big_toe"]) is None


@pytest.mark.parametrize("done", ["none", "xray", "type_unknown"])
def test_whether_it_fits_is_asked_of_an_mri_or_ct_only(done: str) -> None:
    assert assessed(pain_side="L", img_done=done, img_side="R").facts.known("img_concordance") is NOT_APPLICABLE


# --- what is said --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "percent"), [(20, 30), (29, 30), (30, 40), (47, 50), (50, 60), (79, 77), (80, 84), (101, 84)]
)
def test_the_figure_is_that_of_the_decade_at_or_below_the_age(age: int, percent: int) -> None:
    said = texts(age=age, img_finding=["bulge"], img_root="none")["IMG_AGE"]
    assert f"The disc bulge on your scan is found in about {percent} of every 100 people" in said


@pytest.mark.parametrize("age", [12, 19, None])
def test_under_twenty_or_at_an_unknown_age_no_figure_is_given(age: int | None) -> None:
    assert "IMG_AGE" not in texts(age=age, img_finding=["bulge"], img_root="none")


def test_where_the_report_leaves_two_roots_open_both_are_named() -> None:
    said = texts(img_level=["L4/5"], img_root="compression", pain_sites=["big_toe"])["IMG_CONCORD"]
    assert said == "Your scan and your symptoms point to the same nerve (L4 or L5, left)."


@pytest.mark.parametrize(("side", "words"), [("L", "left"), ("R", "right"), ("central_both", "both sides")])
def test_the_side_is_said_as_the_report_has_it(side: str, words: str) -> None:
    answers = {"pain_side": "both", "worse_side": "equal", "img_level": ["L4/5"], "img_zone": "central"}
    said = texts(**answers, img_root="deviation", img_side=side, pain_sites=["foot_top"])["IMG_CONCORD"]
    assert f"(L5, {words})" in said


@pytest.mark.parametrize(("side", "words"), [("L", "left"), ("R", "right")])
def test_a_scan_of_both_sides_is_said_of_the_side_that_hurts(side: str, words: str) -> None:
    answers = {"pain_side": side, "img_level": ["L4/5"], "img_zone": "central"}
    said = texts(**answers, img_root="deviation", img_side="central_both", pain_sites=["foot_top"])["IMG_CONCORD"]
    assert f"(L5, {words})" in said


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        (["degeneration", "extrusion"], "About 2 in 3 shrink"),
        (["bulge", "extrusion"], "About 2 in 3 shrink"),
        (["extrusion", "bulge"], "About 2 in 3 shrink"),
        (["bulge", "protrusion"], "Around 4 in 10 shrink"),
        (["protrusion", "extrusion", "sequestration"], "About 9 in 10 shrink"),
        (["facet", "bulge"], "Bulges usually stay as they are"),
    ],
)
def test_of_several_shapes_the_largest_is_spoken_of_however_they_were_ticked(shapes: list[str], said: str) -> None:
    assert said in texts(img_finding=shapes)["IMG_SHRINK"]


# --- what a clinic's own tables may hold --------------------------------------------------------------------------


def test_a_coarse_area_that_no_map_shows_more_finely_is_enough_to_fit() -> None:
    content = load_content()
    table = replace(content.rulebook.concordance, coarse_areas=(CoarseArea("worst_site", "leg", ("L5",)),))
    fits = concordance_computation(table)
    level = {"img_level": ["L4/5"], "img_zone": "off_centre"}
    assert fits(content.facts(a_response(**MRI, **level, worst_site="leg"))) == "match"
    assert fits(content.facts(a_response(**MRI, **level, worst_site="buttock"))) == "partial"


def test_a_grade_of_power_that_counts_as_no_number_is_no_weakness() -> None:
    content = load_content()
    form = content.questionnaire
    link_id = "ex_mrc_L5_L"
    plain = tuple(replace(option, number=None) for option in form.items[link_id].options)
    items = {**form.items, link_id: replace(form.items[link_id], options=plain)}
    response = a_response(**MRI, img_level=["L4/5"], img_zone="off_centre", **{link_id: "3"})
    fits = concordance_computation(content.rulebook.concordance)
    assert fits(content.facts(response)) == "match"
    assert fits(Facts(replace(form, items=items), response, content.computations)) == "partial"


def filled(text: str, **answers: Any) -> str | None:
    """A text about the scan that is said to everybody; None where it is not."""
    content = load_content()
    always = parse_condition("true", vocabulary_of(content.questionnaire))
    rule = replace(content.rulebook.messages[0], when=always, text=text)
    facts = content.facts(a_response(**{**MRI, **answers}))
    return next((one.text for one in find_messages(facts, replace(content.rulebook, messages=(rule,)))), None)


@pytest.mark.parametrize(
    ("text", "answers", "said"),
    [
        ("Plain.", {}, "Plain."),
        ("{pct}", {"age": 47, "img_finding": ["bulge"]}, "50"),
        ("{finding}", {"age": 47, "img_finding": ["bulge"]}, "disc bulge"),
        # The first that was ticked of those that come with age.
        (
            "{finding}",
            {"age": 47, "img_finding": ["protrusion", "extrusion", "facet", "bulge"]},
            "age change in the small back joints",
        ),
        ("{pct}", {"age": 47, "img_finding": ["protrusion", "extrusion", "facet", "bulge"]}, "18"),
        ("{finding}", {"age": 47, "img_finding": ["protrusion"]}, None),
        ("{finding}", {"age": 47, "img_finding": ["extrusion"]}, None),
        ("{finding}", {"age": 47}, None),
        ("{finding}", {"age": 12, "img_finding": ["bulge"]}, None),
        ("{finding}", {"img_finding": ["bulge"]}, None),
        ("{shrink}", {}, None),
        ("{shrink}", {"img_finding": ["facet"]}, None),
        ("{root}", {}, None),
        ("{root}", {"img_level": ["L4/5"], "img_zone": "off_centre"}, "L5"),
        ("{side}", {}, "left"),
        ("{side}", {"img_side": None}, "side not stated"),
        ("{side}", {"img_side": "not_stated"}, "side not stated"),
        ("{side}", {"img_done": "none"}, "side not stated"),
    ],
)
def test_a_text_is_said_only_with_every_figure_it_needs(text: str, answers: dict[str, Any], said: str | None) -> None:
    assert filled(text, **answers) == said


def test_a_text_is_said_only_where_its_condition_holds() -> None:
    assert assessed(pain_side="L").impression.messages == ()


def test_an_age_in_whole_years_is_an_age() -> None:
    content = load_content()
    facts = content.facts(a_response(**MRI, img_finding=["bulge"], img_root="none").with_answer("age", 47))
    assert type(facts.known("age")) is int
    assert "IMG_AGE" in {one.id for one in find_messages(facts, content.rulebook)}
