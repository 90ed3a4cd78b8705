"""What an impression says of itself: an emergency has no override, and what is closed keeps nobody from a programme."""

from datetime import UTC, datetime
from typing import Literal

import pytest
from msgspec.structs import replace

from forms.content import load_content
from forms.rules.engine import assess
from forms.rules.impression import TIERS, Basis, Finding, FlagReview, RedFlag, Tier, highest
from tests.forms.rules.factories import a_response_of

CONTENT = load_content()
IMPRESSION = assess(a_response_of({}), CONTENT)


def a_flag(tier: Tier, decision: Literal["closed", "routine"] | None = None) -> RedFlag:
    review = None
    if decision is not None:
        at = datetime(2026, 3, 2, tzinfo=UTC)
        review = FlagReview("RF01", tier, decision, "Asked again in person.", "Jo", "PH 1", at)
    return RedFlag("RF01", "rf_bladder", "Bladder change", tier, "", review=review)


@pytest.mark.parametrize("tier", TIERS)
def test_a_flag_nobody_reviewed_keeps_its_tier(tier: Tier) -> None:
    assert a_flag(tier).effective_tier == tier


@pytest.mark.parametrize("decision", ["closed", "routine"])
def test_an_emergency_has_no_override(decision: Literal["closed", "routine"]) -> None:
    assert a_flag("emergency", decision).effective_tier == "emergency"


@pytest.mark.parametrize(("decision", "tier"), [("closed", "none"), ("routine", "routine")])
def test_a_review_closes_a_flag_or_lowers_it(decision: Literal["closed", "routine"], tier: Tier) -> None:
    assert a_flag("urgent", decision).effective_tier == tier
    assert a_flag("soon", decision).effective_tier == tier


def test_soon_and_above_keep_a_programme_back_until_they_are_closed() -> None:
    flags = tuple(a_flag(tier) for tier in TIERS)
    blocking = replace(IMPRESSION, flags=flags).blocking_flags
    assert [flag.tier for flag in blocking] == [tier for tier in TIERS if tier not in ("none", "routine")]
    assert replace(IMPRESSION, flags=(a_flag("urgent", "closed"), a_flag("soon", "routine"))).blocking_flags == ()


def test_what_fits_and_what_does_not_are_told_apart_by_the_sign_of_their_points() -> None:
    basis = tuple(Basis(f"A{points}", points, points, "", "C", (), ()) for points in (-2, -1, 0, 1, 2))
    finding = Finding("A", 0, "weak", None, basis, (), (), ())
    assert [one.nominal_points for one in finding.fits] == [1, 2]
    assert [one.nominal_points for one in finding.does_not_fit] == [-2, -1]


def test_only_a_driver_in_the_band_supported_is_supported() -> None:
    first, *others = IMPRESSION.findings
    found = replace(IMPRESSION, findings=(replace(first, band="supported"), *others))
    assert found.supported == {first.driver} and IMPRESSION.supported == frozenset()


@pytest.mark.parametrize("tier", TIERS)
def test_the_highest_of_several_tiers_is_the_gravest(tier: Tier) -> None:
    assert highest([tier, "none"]) == tier and highest(["none", tier, "none"]) == tier
    assert highest([tier, "emergency"]) == "emergency" and highest([]) == "none"
