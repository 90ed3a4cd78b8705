"""What must hold whatever is answered (hazards HZ01, HZ06 and HZ10): people are made from the shipped form itself."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from forms.assessment import Assessment, assess_all
from forms.content import load_content
from forms.exchange.assessment_json import assessment_object
from forms.facts import is_answered
from forms.questionnaire import Item
from forms.response import QuestionnaireResponse, Value, entry_key
from forms.rules.explain import in_words
from forms.rules.impression import Finding, FlagReview, RedFlag, tier_rank
from forms.rules.red_flags import unanswered_items
from tests.forms.rules.factories import INTAKE, a_response_of, quiet_answers

CONTENT = load_content()
FORM = CONTENT.questionnaire
RULEBOOK = CONTENT.rulebook
QUIET = a_response_of(quiet_answers()).answers

few = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
many = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])


# --- people from the form ------------------------------------------------------------------------------------------


def _one_code(item: Item) -> st.SearchStrategy[Value]:
    return st.sampled_from(item.codes)


def _several_codes(item: Item) -> st.SearchStrategy[Value]:
    """Any list a person can leave: "none" alone, some codes, nothing but "not sure", or option by option with gaps."""
    plain = [option.code for option in item.options if not option.is_exclusive and not option.is_unknown]
    alone = [(option.code,) for option in item.options if option.is_exclusive or option.is_unknown]
    some = st.lists(st.sampled_from(plain), min_size=1, max_size=4, unique=True).map(tuple)
    kinds: list[st.SearchStrategy[Any]] = [some, some, *([st.sampled_from(alone)] if alone else [])]
    if item.asked_each:
        marked = st.fixed_dictionaries({code: st.sampled_from(["", "-", "-", "?", None]) for code in plain})
        kinds.append(marked.map(lambda marks: tuple(f"{m}{code}" for code, m in marks.items() if m is not None)))
    return st.one_of(kinds).filter(bool)


def _amount(item: Item) -> st.SearchStrategy[Value]:
    if item.unit == "year":
        return st.integers(INTAKE.year - 30, INTAKE.year).map(float)
    low, high = item.low or 0.0, item.high if item.high is not None else 200.0
    step = item.step or 1.0
    steps = st.integers(0, int((high - low) / step))
    return st.one_of(steps.map(lambda n: low + n * step), st.sampled_from([low, high]))


def _day(item: Item) -> st.SearchStrategy[Value]:
    if item.link_id == "pt_dob":
        return st.integers(10 * 365, 95 * 365).map(lambda days: (INTAKE - timedelta(days=days)).isoformat())
    days = st.one_of(st.sampled_from([0, 1, 3, 4, 14, 15, 42, 43, 365, 366]), st.integers(0, 900))
    return days.map(lambda n: (INTAKE - timedelta(days=n)).isoformat())


def values_of(item: Item) -> st.SearchStrategy[Value]:
    if item.type == "choice":
        return _several_codes(item) if item.repeats else _one_code(item)
    if item.type == "quantity":
        return _amount(item)
    if item.type == "date":
        return _day(item)
    if item.type == "boolean":
        return st.booleans()
    return st.just(("Walk again",) if item.repeats else "Words")


def _keys() -> Iterator[tuple[str, Item]]:
    for item in FORM.items.values():
        if item.type == "display":
            continue
        for number in (1, 2, 3) if item.block else (0,):
            yield entry_key(item.block, number, item.link_id) if number else item.link_id, item


KEYS: Mapping[str, Item] = dict(_keys())
QUESTIONS = tuple(dict.fromkeys(link_id for flag in RULEBOOK.flags for link_id in (*flag.asks, *flag.asks_then)))
# What the safety rules read comes up more often than what nobody reads.
READ_BY_FLAGS = {name for flag in RULEBOOK.flags for row in flag.rows for name in row.when.reads}
LIKELY = [key for key, item in KEYS.items() if item.link_id in READ_BY_FLAGS or item.flag]
VALUES = {key: values_of(item) for key, item in KEYS.items()}


@st.composite
def answers(draw: st.DrawFn, quiet: bool | None = None) -> dict[str, Value]:
    """A blank form or a quiet person, with up to forty answers given at random over it, some taken back."""
    is_quiet = draw(st.booleans()) if quiet is None else quiet
    found = dict(QUIET) if is_quiet else {}
    anything = st.sampled_from(list(KEYS))
    for key in draw(st.lists(st.one_of(st.sampled_from(LIKELY), anything), max_size=40, unique=True)):
        found[key] = draw(VALUES[key])
    for key in draw(st.lists(st.sampled_from(QUESTIONS), max_size=2)):
        found.pop(key, None)
    return found


@st.composite
def scanned(draw: st.DrawFn) -> dict[str, Value]:
    """A person whose checked scan has something to say: left to chance alone, one hardly ever turns up."""
    found = draw(answers(quiet=True))
    for link_id in ("img_done", "img_root", "img_side", "img_finding", "img_date"):
        key = entry_key("scans", 1, link_id)
        found[key] = draw(VALUES[key])
    sure: dict[str, Value] = {"img_done": "mri", "img_verified": "yes", "img_region": "lumbar"}
    found |= {entry_key("scans", 1, link_id): value for link_id, value in sure.items()}
    found |= {"pain_side": draw(st.sampled_from("LR")), "pain_extent": "foot", "onset_date": draw(VALUES["onset_date"])}
    return found


def assessed(given_answers: Mapping[str, Value]) -> Assessment:
    return assess_all(QuestionnaireResponse(INTAKE).with_answers(given_answers), CONTENT)


def rank(assessment: Assessment) -> int:
    return tier_rank(assessment.impression.tier)


def open_flags(assessment: Assessment) -> dict[str, RedFlag]:
    return {flag.id: flag for flag in assessment.impression.flags}


def is_no(item: Item, value: Value | None) -> bool:
    return value == ((item.exclusive_code,) if item.repeats else "no")


def raising_answers(item: Item) -> list[Value]:
    """Every way to answer this safety question with a warning."""
    if item.repeats:
        return [(o.code,) for o in item.options if not o.is_exclusive and not o.is_unknown]
    return [code for code in item.known_codes if code.startswith("yes")]


ASKED = [link_id for link_id in QUESTIONS if raising_answers(FORM.items[link_id]) and FORM.items[link_id].flag]


MOTOR = ("rf_foot_drop", "rf_weak_worse", "rf_stairs")


# --- more warnings, more blanks ------------------------------------------------------------------------------------


def _waits_for_a_word(assessment: Assessment) -> bool:
    """Whether a motor flag is urgent only until the person says more.

    A marked weakness is denied thrice (RF30), or weakness is found and nobody said since when (RF07, RF09): a yes
    settles the contradiction, and "for more than 14 days" dates the weakness. It stays open, at its own tier.
    """
    flags = open_flags(assessment)
    undated = any("not known" in flags[one].because for one in ("RF07", "RF09") if one in flags)
    return undated or assessment.facts.known("rf_mild_weak") == "conflict"


@few
@given(answers(), st.sampled_from(ASKED), st.data())
def test_adding_a_red_flag_never_lowers_the_tier(person: dict[str, Value], link_id: str, data: st.DataObject) -> None:
    before = assessed({**person, link_id: ("none",) if FORM.items[link_id].repeats else "no"})
    after = assessed({**person, link_id: data.draw(st.sampled_from(raising_answers(FORM.items[link_id])))})
    if _waits_for_a_word(before) and link_id in MOTOR:
        assert {"RF07", "RF08", "RF09"} & {flag.id for flag in after.impression.blocking_flags}
    else:
        assert rank(after) >= rank(before)
    assert after.impression.hold_physio_now or not before.impression.hold_physio_now


@few
@given(answers(), st.sampled_from(ASKED))
def test_one_more_code_in_a_list_of_warnings_never_lowers_the_tier(person: dict[str, Value], link_id: str) -> None:
    item = FORM.items[link_id]
    assume(item.repeats)
    codes = [code for (code,) in raising_answers(item)]
    ranks = [rank(assessed({**person, link_id: tuple(codes[:count]) or ("none",)})) for count in range(len(codes) + 1)]
    assert ranks == sorted(ranks)


@few
@given(answers(), st.sampled_from(ASKED), st.sampled_from(["blank", "unsure", "private"]))
@example(dict(QUIET), "rf_cancer", "blank")
@example({**QUIET, "rf_sexual": "yes_new", "ex_toe_walk_L": "unable"}, "rf_foot_drop", "blank")
@example({**QUIET, "rf_sexual": "yes_new", "ex_toe_walk_L": "unable"}, "rf_stairs", "unsure")
def test_a_no_that_turns_blank_never_lowers_the_tier_nor_clears_a_hold(
    person: dict[str, Value], link_id: str, how: str
) -> None:
    item = FORM.items[link_id]
    said_no: dict[str, Value] = {**person, link_id: ("none",) if item.repeats else "no"}
    unknown: Value | None = None
    if how != "blank" and item.option(how) is not None:
        unknown = (how,) if item.repeats else how
    before = assessed(said_no)
    after = assess_all(QuestionnaireResponse(INTAKE).with_answers({**said_no, link_id: unknown}), CONTENT)
    assert rank(after) >= rank(before)
    assert after.impression.hold_physio_now or not before.impression.hold_physio_now


@few
@given(answers(), st.sampled_from(ASKED))
def test_not_sure_and_private_are_no_better_than_a_blank(person: dict[str, Value], link_id: str) -> None:
    item = FORM.items[link_id]
    person.pop(link_id, None)
    blank = assessed(person)
    for option in item.options:
        if option.is_unknown:
            unsure = assessed({**person, link_id: (option.code,) if item.repeats else option.code})
            assert unsure.impression.flags == blank.impression.flags
            assert unsure.impression.outcome == blank.impression.outcome


@many
@given(answers())
def test_every_safety_question_without_an_answer_keeps_its_flag_open(person: dict[str, Value]) -> None:
    assessment = assessed(person)
    found = open_flags(assessment)
    for flag in RULEBOOK.flags:
        blanks = unanswered_items(flag, assessment.facts) if flag.unanswered != "none" else ()
        if blanks:
            assert tier_rank(found[flag.id].tier) >= tier_rank("urgent" if flag.unanswered == "hold" else "soon")
        if blanks and flag.unanswered == "hold":
            assert assessment.impression.hold_physio_now
            assert assessment.impression.outcome == "safety_first"


def _rests_on(names: tuple[str, ...]) -> set[str]:
    """The answers a flag rests on, with those that decide whether they are asked at all."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        item = FORM.items[name]
        waiting += item.enable_when.reads if item.enable_when is not None else ()
        waiting += item.derivation.reads if item.derivation is not None else ()
    return found


@many
@given(answers(), st.sampled_from(list(KEYS)), st.data())
def test_filling_in_a_blank_never_removes_an_emergency_that_did_not_rest_on_it(
    person: dict[str, Value], key: str, data: st.DataObject
) -> None:
    person.pop(key, None)
    before = open_flags(assessed(person))
    emergencies = {flag.id for flag in before.values() if flag.tier == "emergency"}
    after = open_flags(assessed({**person, key: data.draw(VALUES[key])}))
    for flag_id in emergencies:
        if KEYS[key].link_id not in _rests_on(before[flag_id].reads):
            assert after[flag_id].tier == "emergency"


# --- whatever is answered ------------------------------------------------------------------------------------------


@many
@given(answers())
def test_the_tier_is_the_highest_open_flag_and_says_what_it_rests_on(person: dict[str, Value]) -> None:
    impression = assessed(person).impression
    assert tier_rank(impression.tier) == max((tier_rank(flag.tier) for flag in impression.flags), default=0)
    for flag in impression.flags:
        assert flag.because
        assert flag.reads
        assert flag.staff
    if impression.tier in ("urgent", "emergency") or impression.hold_physio_now:
        assert impression.outcome == "safety_first"


@many
@given(answers())
def test_no_programme_is_released_while_a_flag_is_open(person: dict[str, Value]) -> None:
    assessment = assessed(person)
    plan = assessment.care_plan
    if assessment.impression.blocking_flags or assessment.impression.hold_physio_now:
        assert plan.is_blocked
        assert "X_RF" in plan.hard_stops
    if assessment.impression.outcome in ("safety_first", "insufficient_information"):
        assert plan.exercises == ()


def _every_flag_closed(assessment: Assessment) -> tuple[FlagReview, ...]:
    at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    return tuple(
        FlagReview(flag.id, flag.tier, "closed", "Examined today; nothing found.", "A Physio", "PH000000", at)
        for flag in assessment.impression.flags
    )


@few
@given(answers())
def test_closing_every_flag_lifts_neither_an_emergency_nor_a_blank(person: dict[str, Value]) -> None:
    before = assessed(person)
    after = assess_all(before.response, CONTENT, _every_flag_closed(before))
    if before.impression.tier == "emergency":
        assert after.impression.tier == "emergency"
        assert after.care_plan.exercises == ()
    if before.impression.hold_physio_now:
        assert after.impression.hold_physio_now
        assert after.care_plan.is_blocked


@many
@given(answers(quiet=True))
def test_a_caution_never_leaves_a_removed_exercise_in_the_pack(person: dict[str, Value]) -> None:
    closed = assessed(person)
    plan = assess_all(closed.response, CONTENT, _every_flag_closed(closed)).care_plan
    library, phases = CONTENT.programme.exercises, CONTENT.programme.phases
    for activity in plan.activities:
        exercise = library[activity.exercise]
        for caution in plan.cautions:
            avoid = exercise.avoids(caution.code)
            assert activity.exercise not in caution.always_remove
            if avoid is None:
                continue
            if avoid.adaptation:
                assert avoid.adaptation in activity.differences(exercise)
            elif caution.effect == "support":
                assert caution.print in activity.support
            else:
                assert caution.effect == "easier"
                assert activity.version == "easier"
        assert plan.setting is not None
        assert activity.exercise not in plan.setting.kept_out
    assert len(set(plan.exercises)) == len(plan.exercises) <= phases.pack.others + 1
    assert all(not group <= set(plan.exercises) for group in phases.pack.never_together)
    assert plan.minutes_a_day <= plan.minutes_allowed
    assert len(plan.advice) <= CONTENT.programme.advice_rules.most


@few
@given(answers(), st.randoms(use_true_random=False))
def test_the_same_answers_give_the_same_words_in_whatever_order_they_came(
    person: dict[str, Value], shuffled: Any
) -> None:
    keys = list(person)
    shuffled.shuffle(keys)
    one, other = assessed(person), assessed({key: person[key] for key in keys})
    assert json.dumps(assessment_object(one)) == json.dumps(assessment_object(other))
    assert in_words(one) == in_words(other)


# --- drivers -------------------------------------------------------------------------------------------------------


def _counted(finding: Finding) -> int:
    """The points by the knowledge base: of a bracket group only the highest, every minus always."""
    rules = {rule.id: rule for rule in RULEBOOK.driver(finding.driver).rules}
    groups: dict[str, list[int]] = {}
    total = 0
    for basis in finding.basis:
        group = rules[basis.rule].group
        if group and basis.nominal_points > 0:
            groups.setdefault(group, []).append(basis.points)
        else:
            total += basis.points
    return total + sum(max(points) for points in groups.values())


@many
@given(st.one_of(answers(), scanned()))
def test_a_drivers_points_are_those_of_its_fired_rules(person: dict[str, Value]) -> None:
    assessment = assessed(person)
    is_old = assessment.facts.known("img_is_old") == "yes"
    for finding in assessment.impression.findings:
        driver = RULEBOOK.driver(finding.driver)
        rules = {rule.id: rule for rule in driver.rules}
        assert finding.points == _counted(finding)
        for basis in finding.basis:
            rule = rules[basis.rule]
            assert basis.nominal_points == rule.points
            halved = int(rule.points / 2) if rule.is_imaging and is_old else rule.points
            assert basis.points == halved
            assert not (is_old and rule.is_imaging and finding.anchor == rule.id)
        answered = [one for one in driver.core if is_answered(FORM.items[one], assessment.facts.known(one))]
        if len(answered) < driver.core_needed:
            assert finding.band == "insufficient_information"
        if finding.band == "supported":
            assert finding.points >= 6
            assert finding.anchor is not None


@many
@given(st.one_of(answers(), scanned()))
def test_no_scan_rule_fires_unless_a_physio_checked_a_scan_that_matches(person: dict[str, Value]) -> None:
    assessment = assessed(person)
    facts = assessment.facts
    fired = {rule for finding in assessment.impression.findings for rule in finding.fired}
    imaging = {rule.id for driver in RULEBOOK.drivers for rule in driver.rules if rule.is_imaging}
    if fired & imaging:
        assert facts.known("img_verified") == "yes"
        assert facts.known("img_concordance") != "mismatch"
    assert not {"B16", "B20"} <= fired


@many
@given(answers())
def test_a_blank_form_about_a_driver_never_makes_it_lead(person: dict[str, Value]) -> None:
    impression = assessed(person).impression
    named = [driver for driver in (impression.lead, *impression.add_ons) if driver is not None]
    for driver in named:
        assert impression.finding(driver).band in ("supported", "possible")
    if impression.finding("D").band == "supported":
        assert impression.lead == "D"
    assert len(set(named)) == len(named) <= 3
