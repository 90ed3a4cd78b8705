"""What if: the difference names what would change, nothing else, and leaves the response as it was."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from forms.answers_file import read_answers
from forms.assessment import Assessment, assess_all
from forms.content import load_content
from forms.examples import load_examples
from forms.rules.impression import FlagReview
from forms.rules.what_if import Difference, DriverChange, FlagChange, Listed, ProgrammeChange, difference, what_if
from tests.forms.rules.factories import assessed

CONTENT = load_content()


def _assessed(document: dict[str, Any]) -> Assessment:
    response = read_answers(json.dumps(document, default=str).encode(), CONTENT.questionnaire).response
    return assess_all(response, CONTENT)


PEOPLE = {example.id: _assessed(example.answers_object()) for example in load_examples()}


def asked(person: str, reviews: tuple[FlagReview, ...] = (), **changes: Any) -> Difference:
    return what_if(PEOPLE[person].response, changes, CONTENT, reviews)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_change_makes_no_difference(person: str) -> None:
    found = what_if(PEOPLE[person].response, {}, CONTENT)
    assert found.is_empty


@pytest.mark.parametrize("person", PEOPLE)
def test_the_way_back_is_the_mirror_of_the_way_there(person: str) -> None:
    before = PEOPLE[person]
    after = assess_all(before.response.with_answer("rf_bladder", "yes_new"), CONTENT)
    there, back = difference(before, after), difference(after, before)
    assert (there.tier_before, there.tier_after) == (back.tier_after, back.tier_before)
    assert {(flag.flag, flag.before, flag.after) for flag in there.flags} == {
        (flag.flag, flag.after, flag.before) for flag in back.flags
    }
    assert there.differentials.came == back.differentials.went
    assert (there.programme is None) == (back.programme is None)


def test_an_emergency_appears_and_takes_the_programme_away() -> None:
    found = asked("EX05", rf_bladder="yes_new")
    assert (found.tier_before, found.tier_after) == ("soon", "emergency")
    assert [(flag.flag, flag.before, flag.after) for flag in found.flags] == [("RF01", None, "emergency")]
    assert found.programme is not None
    assert found.programme.exercises.went == ("E01", "E04", "E09", "E39", "E38")
    assert found.programme.exercises.came == ()
    assert (found.programme.phase_before, found.programme.phase_after) == (1, None)
    assert found.outcome_after == "safety_first"


def test_one_answer_settles_a_hold() -> None:
    found = asked("EX10", rf_cancer="no")
    assert (found.hold_before, found.hold_after) == (True, False)
    assert [(flag.flag, flag.after) for flag in found.flags] == [("RF11", None)]
    assert (found.outcome_before, found.outcome_after) == ("safety_first", "insufficient_information")


def test_a_test_in_the_examination_changes_the_lead() -> None:
    found = asked("EX12", ex_apt_pos="yes")
    (hip,) = (driver for driver in found.drivers if driver.driver == "B")
    assert (hip.points_before, hip.points_after) == (11, 14)
    assert (hip.band_before, hip.band_after) == ("possible", "supported")
    assert (hip.anchor_before, hip.anchor_after) == (None, "B12")
    assert hip.came == ("B12",)
    assert (found.lead_before, found.lead_after) == ("A", "B")


def test_a_flag_that_a_physio_has_closed_stays_closed_on_both_sides() -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    review = FlagReview("RF30", "soon", "routine", "Stable 4/5.", "A. Physio", "PH000", at)
    assert asked("EX05", (review,), nprs_leg=7).tier_before == "routine"
    # A steadily worse leg is more than what was reviewed.
    (worse,) = (flag for flag in asked("EX05", (review,), rf_weak_worse="yes").flags if flag.flag == "RF08")
    assert worse.before is None


def test_a_question_of_a_block_may_be_named_alone() -> None:
    found = asked("EX05", img_side="L")
    assert [(driver.driver, driver.points_before, driver.points_after) for driver in found.drivers] == [
        ("B", -7, -5),
        ("D", 23, 19),
    ]
    assert "IMG_DISCORD" in found.messages.came
    assert "IMG_CONCORD" in found.messages.went


def test_kit_that_is_not_at_home_changes_the_pack_alone() -> None:
    found = asked("EX01", kit_home=("none",))
    assert found.programme is not None
    assert (found.programme.exercises.came, found.programme.exercises.went) == (("E06",), ("E26",))
    assert (found.flags, found.drivers, found.lead_before) == ((), (), found.lead_after)


def test_an_answer_taken_back_takes_its_points_back() -> None:
    found = asked("EX01", ex_sit_mod=None)
    (posture,) = found.drivers
    assert (posture.driver, posture.went, posture.anchor_before) == ("A", ("A10",), "A10")


def test_one_thing_that_differs_is_a_difference() -> None:
    nothing = asked("EX05")
    gained, lost = Listed(came=("A",)), Listed(went=("A",))
    phase = ProgrammeChange(1, 2, 14, 42, Listed(), (), Listed(), Listed())
    driver = DriverChange("A", 1, 2, "weak", "weak", None, None, ("A05",), ())
    changes: tuple[dict[str, Any], ...] = (
        {"tier_after": "urgent"},
        {"hold_after": True},
        {"outcome_after": "safety_first"},
        {"lead_after": None},
        {"flags": (FlagChange("RF01", "Bladder change", None, "emergency", "New."),)},
        {"drivers": (driver,)},
        {"programme": phase},
        *({name: change} for name in ("add_ons", "differentials", "messages") for change in (gained, lost)),
    )
    assert nothing.is_empty
    for change in changes:
        assert not replace(nothing, **change).is_empty, change


@pytest.mark.parametrize(
    ("person", "answers", "change"),
    [
        ("EX02", {"smoke": "current"}, {"advice": Listed(came=("ADV_14",))}),
        ("EX02", {"knee_ok": "no"}, {"done_differently": ("E15",)}),
        ("EX02", {"rf_rash": "yes"}, {"blocked_by": Listed(came=("RF27",))}),
    ],
)
def test_a_programme_that_differs_in_one_thing_alone_differs(
    person: str, answers: dict[str, Any], change: dict[str, Any]
) -> None:
    same = ProgrammeChange(2, 2, 42, 42, Listed(), (), Listed(), Listed())
    assert asked(person, **answers).programme == replace(same, **change)


def test_a_programme_reviewed_sooner_differs() -> None:
    scanned = PEOPLE["EX02"].response.with_answers({"scans/1/img_done": "ct"})
    same = ProgrammeChange(2, 2, 42, 42, Listed(), (), Listed(), Listed())
    assert what_if(scanned, {"img_calcified": "yes"}, CONTENT).programme == replace(same, review_days_after=28)


def test_an_adaptation_that_comes_or_goes_is_a_way_of_doing_it_differently() -> None:
    found = asked("EX05", rf_preg="yes")
    assert found.programme is not None
    assert "E01" in found.programme.done_differently


def test_another_variant_of_an_exercise_is_a_way_of_doing_it_differently() -> None:
    found = asked("EX04", nprs_leg=2, nprs_back=0, sit_tol_min=120, walk_tol_min=30)
    assert found.programme is not None
    assert (found.programme.phase_before, found.programme.phase_after) == (2, 3)
    assert "E32" in found.programme.done_differently  # on both feet, then on one


def test_a_question_of_a_block_without_an_entry_is_tried_in_its_first() -> None:
    person = assessed(pain_side="L")
    assert not any(key.startswith("injuries/") for key in person.response.answers)
    found = what_if(person.response, {"inj_any": "yes", "inj_part": "ankle", "inj_side": "L"}, CONTENT)
    assert [driver.came for driver in found.drivers] == [("C01",)]


def test_a_question_of_a_block_is_tried_in_the_entry_that_answers_for_it() -> None:
    scans = [
        {"img_done": "xray", "img_date": "2026-01-05"},
        {"img_done": "mri", "img_date": "2026-02-10", "img_verified": "yes", "img_side": "L", "img_root": "none"},
    ]
    known = {"pain_side": "L", "onset_date": "2026-01-01", "scans": scans}
    before = assessed(**known)
    found = what_if(before.response, {"img_root": "compression"}, CONTENT)
    (root,) = (driver for driver in found.drivers if driver.driver == "D")
    assert (root.came, root.went) == (("D01",), ("D21",))


def test_a_scan_nobody_entered_is_tried_as_the_first() -> None:
    person = assessed(pain_side="L", onset_date="2026-01-01")
    assert not any(key.startswith("scans/") for key in person.response.answers)
    scan = {
        "img_done": "mri",
        "img_date": "2026-02-10",
        "img_verified": "yes",
        "img_side": "L",
        "img_root": "compression",
    }
    found = what_if(person.response, scan, CONTENT)
    assert [driver.came for driver in found.drivers if driver.driver == "D"] == [("D01",)]


def test_a_question_of_a_block_may_be_named_with_its_entry() -> None:
    person = assessed(pain_side="L")
    found = what_if(
        person.response, {"inj_any": "yes", "injuries/1/inj_part": "ankle", "injuries/1/inj_side": "L"}, CONTENT
    )
    assert [driver.came for driver in found.drivers] == [("C01",)]


def test_what_is_at_hand_is_not_assessed_again() -> None:
    other = PEOPLE["EX08"]  # somebody else, so that it shows
    assert (
        what_if(PEOPLE["EX05"].response, {}, CONTENT, before=other).tier_before == other.impression.tier == "emergency"
    )


def test_a_driver_that_only_one_of_two_contents_knows_is_not_compared() -> None:
    fewer = replace(CONTENT, rulebook=replace(CONTENT.rulebook, drivers=CONTENT.rulebook.drivers[1:]))
    before = assess_all(PEOPLE["EX01"].response, fewer)
    assert [one.driver for one in difference(before, PEOPLE["EX01"]).drivers] == []


def test_the_stored_answers_are_not_touched() -> None:
    before = dict(PEOPLE["EX05"].response.answers)
    asked("EX05", rf_bladder="yes_new", img_side="L")
    assert dict(PEOPLE["EX05"].response.answers) == before


@pytest.mark.benchmark
@pytest.mark.parametrize("person", PEOPLE)
def test_what_if_takes_five_milliseconds_at_most(person: str) -> None:
    """Both sides assessed anew; the thread's own time, so that a busy machine does not count."""
    took = []
    for _ in range(21):
        start = time.thread_time()
        asked(person, sit_tol_min=15)
        took.append(time.thread_time() - start)
    assert sorted(took)[10] <= 0.005
