"""Outcome measures: every threshold of knowledge base 5 at -1, 0 and +1; a missing answer is never 0."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.content import load_content, shipped_files
from forms.errors import ContentError
from forms.instruments.content import load_instruments, read_instruments
from forms.instruments.scoring import change, has_not_improved, has_reached_success, response_to_treatment, score

ALL = load_instruments()
SBI = ("sbi_leg", "sbi_numb", "sbi_weak", "sbi_sit")


def value(instrument: str, **answers: Any) -> float | None:
    return score(ALL[instrument], answers).value


def band(instrument: str, **answers: Any) -> str:
    return score(ALL[instrument], answers).band


def moved(instrument: str, then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[float | None, str | None, bool]:
    found = change(ALL[instrument], score(ALL[instrument], then), score(ALL[instrument], now))
    return found.difference, found.direction, found.matters


def rmdq(ticks: int, *, finished: bool = True) -> dict[str, Any]:
    ticked: dict[str, Any] = {f"rmdq_{number:02}": True for number in range(1, ticks + 1)}
    return {**ticked, "rmdq_finished": finished}


# --- licences -------------------------------------------------------------------------------------------------------

EMBEDDED = {"nprs_back", "nprs_leg", "leg_bother", "psfs", "rmdq", "groc"}
SCORE_ONLY = {"startback", "dn4", "slanss"}
NEITHER = {"odi", "paindetect", "eq5d", "mskhq"}


def test_only_what_may_be_embedded_is() -> None:
    assert {one.id for one in ALL.by_id.values() if one.embed} == EMBEDDED
    assert {one.id for one in ALL.by_id.values() if not one.embed and one.scoring} == SCORE_ONLY
    assert {one.id for one in ALL.by_id.values() if one.scoring is None} == NEITHER


def test_every_instrument_says_its_licence_and_its_source() -> None:
    assert all(one.licence and one.sources for one in ALL.by_id.values())


def test_what_may_not_be_entered_has_no_score_and_says_why() -> None:
    found = score(ALL["eq5d"], {"eq5d": 1})
    assert found.value is None
    assert "Licence" in found.because


def _changed(name: str, old: str, new: str) -> dict[str, bytes]:
    files = dict(shipped_files())
    text = files[name].decode()
    assert old in text
    files[name] = re.sub(re.escape(old), new, text, count=1).encode()
    return files


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("dn4", "licence = ", "license = ", '"licence" is missing'),
        ("psfs", 'licence = "Listed as free', 'licence = "" # ', "must not be empty"),
        ("psfs", '"psfs_3"', '"psfs_4"', 'Did you mean "psfs_'),
        ("psfs", '"V103"', '"V1030"', 'Did you mean "V103"'),
        ("rmdq", 'finished = "rmdq_finished"', "", "a blank page would score 0"),
        ("nprs_leg", 'better = "lower"', 'better = "less"', '"better" cannot be "less"'),
        ("response", 'instrument = "psfs"', 'instrument = "pfss"', 'Did you mean "psfs"'),
        ("groc", "is_change = true", "is_chang = true", 'unknown key "is_chang"'),
    ],
)
def test_a_mistake_in_an_instrument_keeps_it_out(name: str, old: str, new: str, said: str) -> None:
    content = load_content()
    files = _changed(f"instruments/{name}.toml", old, new)
    with pytest.raises(ContentError, match=re.escape(said)):
        read_instruments(files, content.questionnaire, content.rulebook.sources)


# --- scores and bands ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pain", "named"),
    [
        (0, "none"),
        (1, "mild"),
        (2, "mild"),
        (3, "mild"),
        (4, "moderate"),
        (6, "moderate"),
        (7, "severe"),
        (10, "severe"),
    ],
)
@pytest.mark.parametrize("place", ["back", "leg"])
def test_pain_is_banded(place: str, pain: int, named: str) -> None:
    assert band(f"nprs_{place}", **{f"nprs_{place}": pain}) == named


@pytest.mark.parametrize("outside", [-1, 11, "much", True])
def test_a_pain_score_out_of_range_is_no_score(outside: Any) -> None:
    assert value("nprs_leg", nprs_leg=outside) is None


def test_the_bother_score_adds_four_and_needs_all_four() -> None:
    assert value("leg_bother", sbi_leg=6, sbi_numb=6, sbi_weak=6, sbi_sit=6) == 24
    assert value("leg_bother", sbi_leg=0, sbi_numb=0, sbi_weak=0, sbi_sit=0) == 0
    for missing in SBI:
        found = score(ALL["leg_bother"], {item: 3 for item in SBI if item != missing})
        assert found.value is None
        assert found.because == "All four answers are needed."


@pytest.mark.parametrize(
    ("total", "days", "reached"),
    [(6, 365, True), (7, 365, False), (5, 400, True), (6, 364, False), (6, 0, False)],
)
def test_success_of_the_bother_score_is_six_and_a_half_or_less_after_a_year(
    total: int, days: int, reached: bool
) -> None:
    answers = dict.fromkeys(SBI, 0) | {"sbi_leg": min(total, 6), "sbi_sit": max(0, total - 6)}
    assert has_reached_success(ALL["leg_bother"], score(ALL["leg_bother"], answers), days_since=days) is reached


def test_own_activities_are_averaged_over_those_named() -> None:
    assert value("psfs", psfs_1=3, psfs_2=4, psfs_3=5) == 4
    assert value("psfs", psfs_1=3, psfs_2=4) == 3.5
    assert value("psfs", psfs_2=0) == 0
    assert value("psfs") is None


def test_a_blank_statement_counts_only_once_the_page_is_finished() -> None:
    assert value("rmdq", **rmdq(7)) == 7
    assert value("rmdq", **rmdq(0)) == 0
    assert value("rmdq", **rmdq(24)) == 24
    assert value("rmdq", **rmdq(7, finished=False)) is None
    assert value("rmdq") is None


@pytest.mark.parametrize(("ticks", "warned"), [(3, True), (4, False), (5, False), (19, False), (20, False), (21, True)])
def test_at_its_ends_the_disability_score_is_less_sensitive(ticks: int, warned: bool) -> None:
    assert bool(score(ALL["rmdq"], rmdq(ticks)).notes) is warned


@pytest.mark.parametrize(
    ("total", "sub", "named"),
    [
        (2, 0, "low"), (3, 0, "low"), (3, 3, "low"), (4, 0, "medium"), (4, 3, "medium"), (4, 4, "high"),
        (5, 3, "medium"), (7, 3, "medium"), (8, 4, "high"), (9, 5, "high"), (3, None, "low"),
    ],
)  # fmt: skip
def test_start_back_is_banded_by_total_and_sub_score(total: int, sub: int | None, named: str) -> None:
    answers = {"startback_total": total} | ({} if sub is None else {"startback_sub": sub})
    assert band("startback", **answers) == named


def test_start_back_from_four_waits_for_its_sub_score() -> None:
    found = score(ALL["startback"], {"startback_total": 4})
    assert (found.value, found.band, found.because) == (4, "", "The sub-score is missing.")


@pytest.mark.parametrize(
    ("total", "sub", "fits"), [(3, 4, False), (4, 4, True), (5, 4, True), (8, 4, True), (9, 4, False), (5, 0, False)]
)
def test_a_total_that_its_sub_score_contradicts_is_no_score(total: int, sub: int, fits: bool) -> None:
    assert (value("startback", startback_total=total, startback_sub=sub) is not None) is fits


@pytest.mark.parametrize(("found", "suggests"), [(3, False), (4, True), (5, True)])
def test_dn4_suggests_neuropathic_pain_from_four(found: int, suggests: bool) -> None:
    assert bool(band("dn4", dn4_score=found)) is suggests


@pytest.mark.parametrize(("found", "noted"), [(2, False), (3, True), (4, False)])
def test_dn4_at_three_depends_on_the_items_used(found: int, noted: bool) -> None:
    assert bool(score(ALL["dn4"], {"dn4_score": found}).notes) is noted


@pytest.mark.parametrize(("found", "suggests"), [(11, False), (12, True), (13, True)])
def test_s_lanss_suggests_neuropathic_pain_from_twelve(found: int, suggests: bool) -> None:
    assert bool(band("slanss", slanss_score=found)) is suggests


@pytest.mark.parametrize(("steps", "matters"), [(-3, False), (0, False), (1, False), (2, True), (3, True)])
def test_two_steps_better_since_the_first_visit_matter(steps: int, matters: bool) -> None:
    assert bool(band("groc", groc=steps)) is matters


def test_the_change_since_the_first_visit_is_not_compared_again() -> None:
    assert moved("groc", {"groc": 0}, {"groc": 3}) == (None, None, False)


# --- change ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "direction", "matters"),
    [(7, "unchanged", False), (6, "unchanged", False), (5, "unchanged", False), (4, "improved", True),
     (3, "improved", True), (8, "worse", True), (9, "worse", True)],
)  # fmt: skip
def test_two_points_of_pain_matter(now: int, direction: str, matters: bool) -> None:
    assert moved("nprs_leg", {"nprs_leg": 6}, {"nprs_leg": now}) == (now - 6, direction, matters)


@pytest.mark.parametrize(
    ("start", "fall", "matters"),
    [
        (1, 0, False), (1, 1, True), (4, 0, False), (4, 1, True), (4, 2, True), (5, 1, False), (5, 2, True),
        (5, 3, True), (7, 1, False), (7, 2, True),
        (8, 2, False), (8, 3, True), (8, 4, True), (10, 2, False), (10, 3, True),
    ],
)  # fmt: skip
def test_what_matters_depends_on_the_start(start: int, fall: int, matters: bool) -> None:
    leg = ALL["nprs_leg"]
    found = change(leg, score(leg, {"nprs_leg": start}), score(leg, {"nprs_leg": start - fall}))
    assert found.matters_from_here is matters


def test_from_no_pain_the_evidence_does_not_say() -> None:
    leg = ALL["nprs_leg"]
    assert change(leg, score(leg, {"nprs_leg": 0}), score(leg, {"nprs_leg": 2})).matters_from_here is None


@pytest.mark.parametrize(("fall", "direction"), [(4, "unchanged"), (5, "improved"), (6, "improved")])
def test_five_points_of_bother_are_more_than_error(fall: int, direction: str) -> None:
    then = dict.fromkeys(SBI, 5)
    now = then | {"sbi_leg": 5 - min(fall, 5), "sbi_sit": 5 - max(0, fall - 5)}
    assert moved("leg_bother", then, now)[1] == direction


@pytest.mark.parametrize(
    ("rise", "direction"),
    [((2, 2, 1), "unchanged"), ((2, 2, 2), "improved"), ((3, 2, 2), "improved"),
     ((-2, -2, -2), "worse"), ((-2, -2, -1), "unchanged")],
)  # fmt: skip
def test_two_points_of_the_mean_activity_matter(rise: tuple[int, int, int], direction: str) -> None:
    then = {"psfs_1": 2, "psfs_2": 2, "psfs_3": 3}
    now = {key: then[key] + more for key, more in zip(then, rise, strict=True)}
    assert moved("psfs", then, now)[1] == direction


@pytest.mark.parametrize(("rise", "direction"), [(2, "unchanged"), (3, "improved"), (4, "improved")])
def test_one_activity_alone_must_move_three(rise: int, direction: str) -> None:
    assert moved("psfs", {"psfs_1": 3}, {"psfs_1": 3 + rise})[1] == direction


def test_other_activities_are_not_compared() -> None:
    assert moved("psfs", {"psfs_1": 3}, {"psfs_1": 6, "psfs_2": 9}) == (None, None, False)


@pytest.mark.parametrize(
    ("start", "now", "direction"),
    [(10, 8, "unchanged"), (10, 7, "improved"), (10, 6, "improved"), (10, 12, "unchanged"), (10, 13, "worse"),
     (20, 15, "unchanged"), (20, 14, "improved"), (3, 2, "improved"), (4, 3, "unchanged"), (0, 0, "unchanged")],
)  # fmt: skip
def test_three_tenths_less_disability_matters(start: int, now: int, direction: str) -> None:
    assert moved("rmdq", rmdq(start), rmdq(now))[1] == direction


def test_a_percentage_of_nothing_is_not_worked_out() -> None:
    assert moved("rmdq", rmdq(0), rmdq(3)) == (3, None, False)


def test_a_score_that_is_missing_is_not_a_change() -> None:
    leg = ALL["nprs_leg"]
    found = change(leg, score(leg, {}), score(leg, {"nprs_leg": 2}))
    assert (found.difference, found.direction) == (None, None)
    assert found.because == "Then: Not answered."


# --- the chart ------------------------------------------------------------------------------------------------------

START = {"nprs_leg": 6, "psfs_1": 3, "psfs_2": 3, "psfs_3": 3, **rmdq(10)}


@pytest.mark.parametrize(
    ("now", "response"),
    [
        ({}, "unchanged"),
        ({"nprs_leg": 5}, "unchanged"), ({"nprs_leg": 4}, "improved"), ({"nprs_leg": 3}, "improved"),
        ({"nprs_leg": 7}, "unchanged"), ({"nprs_leg": 8}, "worse"), ({"nprs_leg": 9}, "worse"),
        ({"psfs_1": 8}, "unchanged"), ({"psfs_1": 9}, "improved"), ({"psfs_1": 10}, "improved"),
        ({"psfs_1": 0, "psfs_2": 1}, "unchanged"), ({"psfs_1": 0, "psfs_2": 0}, "worse"),
        ({"nprs_leg": 4, "psfs_1": 0, "psfs_2": 0}, "mixed"),
    ],
)  # fmt: skip
def test_the_chart_says_improved_worse_or_unchanged(now: Mapping[str, Any], response: str) -> None:
    assert response_to_treatment(ALL, START, {**START, **now}).response == response


@pytest.mark.parametrize(
    ("ticks", "response"), [(6, "improved"), (7, "improved"), (8, "unchanged"), (12, "unchanged"), (13, "worse")]
)
def test_the_chart_counts_three_tenths_less_disability(ticks: int, response: str) -> None:
    now = {key: kept for key, kept in START.items() if not key.startswith("rmdq")} | rmdq(ticks)
    assert response_to_treatment(ALL, START, now).response == response


def test_the_chart_is_silent_when_nothing_was_measured_twice() -> None:
    assert response_to_treatment(ALL, START, {}).response is None
    assert response_to_treatment(ALL, {"nprs_leg": 6}, {"psfs_1": 3}).response is None


# Knowledge base 4.5, step 7: leg pain changed by under 2, and the comparison 0 or worse, at six weeks.
@pytest.mark.parametrize(
    ("days", "leg", "groc", "has_not"),
    [
        (41, 6, 0, False),
        (42, 6, 0, True),
        (200, 6, -3, True),
        (42, 5, 0, True),
        (42, 4, 0, False),
        (42, 9, 0, True),
        (42, 6, 1, False),
        (42, 4, -1, False),
        # A blank is neither better nor worse.
        (42, 6, None, None),
        (42, None, 0, None),
        (42, None, 1, False),
        (42, None, None, None),
    ],
)
def test_no_better_after_six_weeks_asks_the_physio_to_think_again(
    days: int, leg: int | None, groc: int | None, has_not: bool | None
) -> None:
    now = {key: value for key, value in {"nprs_leg": leg, "groc": groc}.items() if value is not None}
    assert has_not_improved(ALL, {"nprs_leg": 6}, now, days_since=days) is has_not


def test_without_leg_pain_at_the_first_visit_nobody_can_say_whether_it_is_better() -> None:
    assert has_not_improved(ALL, {}, {"nprs_leg": 6, "groc": 0}, days_since=60) is None


@given(
    st.dictionaries(st.sampled_from([*SBI, "nprs_leg", "psfs_1", "psfs_2", "groc", "dn4_score"]), st.integers(-2, 12))
)
def test_a_score_is_in_its_range_or_there_is_none_and_it_says_why(answers: dict[str, Any]) -> None:
    for instrument in ALL.by_id.values():
        found = score(instrument, answers)
        if found.value is None:
            assert found.because
        else:
            assert instrument.scoring is not None
            assert instrument.scoring.low <= found.value <= instrument.scoring.high
