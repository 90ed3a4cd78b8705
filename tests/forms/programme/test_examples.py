"""The worked examples of the knowledge base, from their drivers to their packs, advice and review days."""

import pytest

from tests.forms.programme.people import example, plan_for

DIFFERENTIALS = {"EX11": frozenset({"DX_LSS"})}


def plan_of(name: str):  # type: ignore[no-untyped-def]
    facts, expect = example(name)
    drivers = expect["drivers"]
    supported = frozenset(driver for driver, finding in drivers.items() if finding["band"] == "supported")
    plan = plan_for(
        facts,
        outcome=expect["outcome"],
        lead=expect.get("lead") or None,
        add_ons=tuple(expect.get("add_ons", ())),
        supported=supported,
        differentials=DIFFERENTIALS.get(name, frozenset()),
        tier="emergency" if expect["tier"] == "emergency" else "none",  # a physio has settled the lesser flags
        hold=expect.get("hold", False),
    )
    return plan, expect


@pytest.mark.parametrize("name", ["EX01", "EX02", "EX03", "EX04", "EX05", "EX06", "EX07", "EX11", "EX12"])
def test_the_example_gets_its_phase_and_its_pack(name: str) -> None:
    plan, expect = plan_of(name)
    assert (plan.phase, list(plan.exercises)) == (expect["phase"], expect["pack"])
    assert not plan.is_over_time
    assert plan.blocked_by == ()
    assert plan.ask_before_signing == ()


@pytest.mark.parametrize(
    ("name", "days"),
    [("EX01", 42), ("EX02", 42), ("EX03", 42), ("EX04", 42), ("EX05", 7), ("EX06", 42), ("EX07", 28), ("EX11", 42)],
)
def test_the_example_comes_back_in_time(name: str, days: int) -> None:
    plan, _ = plan_of(name)
    assert plan.review_days == days


@pytest.mark.parametrize(
    ("name", "modules"),
    [
        ("EX01", {"ADV_04", "ADV_05"}),
        ("EX02", {"ADV_07"}),
        ("EX03", {"ADV_09", "ADV_10", "ADV_17"}),
        ("EX04", {"ADV_17"}),
        ("EX05", {"ADV_12", "ADV_13", "ADV_15"}),
        ("EX06", {"ADV_04", "ADV_05", "ADV_15"}),
        ("EX07", {"ADV_12", "ADV_13", "ADV_15"}),
        ("EX11", set()),
        ("EX12", {"ADV_04", "ADV_10"}),
    ],
)
def test_the_example_gets_its_advice(name: str, modules: set[str]) -> None:
    plan, _ = plan_of(name)
    assert set(plan.advice) == {"ADV_01", "ADV_02", "ADV_03", "ADV_16"} | modules


@pytest.mark.parametrize("name", ["EX08", "EX09"])
def test_an_emergency_has_no_programme_at_all(name: str) -> None:
    plan, expect = plan_of(name)
    assert expect["outcome"] == "safety_first"
    assert plan.activities == ()
    assert plan.advice == ()
    assert plan.is_blocked


def test_too_few_answers_give_one_leaflet_and_no_exercises() -> None:
    facts, _ = example("EX10")
    plan = plan_for(facts, outcome="insufficient_information", lead=None, supported=frozenset())
    assert plan.activities == ()
    assert plan.advice == ("ADV_02",)


def test_a_sore_leg_starts_with_the_easier_slider() -> None:
    plan, _ = plan_of("EX05")
    slider = next(activity for activity in plan.activities if activity.exercise == "E09")
    assert slider.version == "easier"
    assert "X_FLEX" in {caution.code for caution in plan.cautions}


def test_long_front_lying_is_done_less_often_to_keep_the_day_short() -> None:
    plan, _ = plan_of("EX05")
    front_lying = next(activity for activity in plan.activities if activity.exercise == "E04")
    assert front_lying.note
    assert plan.minutes_a_day <= plan.minutes_allowed == 15


def test_the_bridge_is_half_a_lift_where_bending_back_hurts() -> None:
    plan, _ = plan_of("EX11")
    bridge = next(activity for activity in plan.activities if activity.exercise == "E18")
    assert bridge.variant == "half"
    assert bridge.adaptations[0].code == "X_EXT"
