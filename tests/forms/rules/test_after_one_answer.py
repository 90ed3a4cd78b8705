"""An assessment carried on from the one before is the assessment made afresh: every value, every conclusion.

Thousands of edits, possible and impossible ones, each compared whole. The edits are made by chance from fixed seeds.
"""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from forms.assessment import Assessment, assess_after, assess_all
from forms.checking import asked
from forms.conditions import parse_condition
from forms.content import Content, load_content, read_content, shipped_files
from forms.examples import load_examples
from forms.facts import Facts, changed_keys, highest_amount
from forms.questionnaire import Item
from forms.questionnaire_file import vocabulary_of
from forms.response import QuestionnaireResponse, Value, entry_key
from forms.rules import engine
from forms.rules.imaging import find_messages
from forms.rules.impression import Differential, FlagReview
from forms.rules.red_flags import find_flags
from forms.rules.rests_on import find_rests_on
from forms.rules.rulebook import Rulebook
from tests.forms.rules.factories import INTAKE, a_response_of, quiet_answers
from tests.forms.rules.test_properties import KEYS

CONTENT = load_content()
FORM = CONTENT.questionnaire
BLANK = QuestionnaireResponse(INTAKE)
QUIET = a_response_of(quiet_answers())
# Older forms' questions, and an entry of a block that holds nothing this form knows.
STRANGE = ("no_such_question", "scans/4/no_such_question", "injuries/1/no_such_question", "img_root")


def values_of(item: Item, chance: random.Random) -> list[Value | None]:
    """A few answers of every sort a person, a file or another version of the form can leave."""
    if item.type == "choice":
        codes = [option.code for option in item.options]
        if not item.repeats:
            return [*codes, "no_such_code"]
        some = tuple(chance.sample(codes, min(len(codes), chance.randint(1, 4))))
        marked = tuple(chance.choice(("", "-", "?")) + code for code in codes)
        return [some, marked, (chance.choice(codes),), *((code,) for code in codes if code == item.exclusive_code)]
    if item.type == "quantity":
        low, high = item.low or 0.0, highest_amount(item, INTAKE) or 200.0
        return [low, high, round(chance.uniform(low, high)), float(chance.randint(int(low), int(high))), high + 1, True]
    if item.type == "date":
        days = chance.choice((0, 1, 14, 15, 100, 800, 20_000, -2))
        return [(INTAKE - timedelta(days=days)).isoformat(), "2026-02-30"]
    if item.type == "boolean":
        return [True, False, 1.0]
    return [("Walk",) if item.repeats else "Words", ""]


def an_edit(chance: random.Random) -> dict[str, Value | None]:
    """Mostly one answer; sometimes a few at once, as when another desk's arrive."""
    keys = [chance.choice(list(KEYS)) for _ in range(chance.choice((1, 1, 1, 1, 3, 12)))]
    edit = {key: chance.choice([*values_of(KEYS[key], chance), None]) for key in keys}
    if chance.random() < 0.03:
        edit[chance.choice(STRANGE)] = chance.choice(("yes", None))
    return edit


def everything(assessment: Assessment) -> dict[str, Any]:
    """All that is worked out, the values written so that 1, 1.0 and True differ."""
    facts = assessment.facts
    entries = [
        (entry, link_id)
        for block in FORM.blocks.values()
        for entry in facts.entries(block.id)
        for link_id in block.items
    ]
    return {
        "impression": assessment.impression,
        "known": {link_id: repr(facts.known(link_id)) for link_id in FORM.items},
        "enabled": {link_id: facts.is_enabled(link_id) for link_id in FORM.items},
        "entries": [(one.number, own, repr(one.known(own)), one.is_enabled(own)) for one, own in entries],
        "blocks": [(facts.feeding_entry(block), facts.is_complete(block)) for block in FORM.blocks],
        "side": facts.affected_side(),
        "asked": [question.key for question in asked(facts)],
    }


def assert_carried_on(before: Assessment, response: QuestionnaireResponse, what: object) -> Assessment:
    after, afresh = assess_after(before, response), assess_all(response, before.content, before.reviews)
    found, expected = everything(after), everything(afresh)
    for part in expected:
        assert found[part] == expected[part], (part, what)
    return after


@pytest.mark.parametrize("start", ["blank", "quiet", "EX05", "EX12"])
def test_every_answer_to_every_question_from_where_a_person_stands(start: str) -> None:
    before = assess_all(people()[start], CONTENT)
    everything(before)
    chance = random.Random(start)
    for key, item in KEYS.items():
        value = chance.choice([*values_of(item, chance), None])
        assert_carried_on(before, before.response.with_answer(key, value), (key, value))


@pytest.mark.parametrize("seed", range(8))
def test_a_long_row_of_edits_ends_where_starting_afresh_ends(seed: int) -> None:
    chance = random.Random(seed)
    assessment = assess_all(chance.choice(list(people().values())), CONTENT)
    for number in range(100):
        edit = an_edit(chance)
        assessment = assert_carried_on(assessment, assessment.response.with_answers(edit), (seed, number, edit))


def test_a_programme_and_the_next_questions_follow_as_they_would_afresh() -> None:
    chance = random.Random(3)
    for response in people().values():
        edited = response.with_answers(an_edit(chance))
        after, afresh = assess_after(assess_all(response, CONTENT), edited), assess_all(edited, CONTENT)
        assert after.care_plan == afresh.care_plan
        assert after.next_questions == afresh.next_questions


def test_what_cannot_have_changed_is_taken_over_and_not_concluded_again() -> None:
    before = assess_all(people()["EX07"], CONTENT)
    old, new = before.impression, assess_after(before, before.response.with_answer("smoke", "current")).impression
    for part in ("findings", "differentials"):
        pairs = list(zip(getattr(old, part), getattr(new, part), strict=True))
        assert pairs
        assert all(one is other for one, other in pairs), part
    assert old.messages is new.messages


def test_a_review_counts_at_once_and_a_later_answer_opens_the_flag_again() -> None:
    chance = random.Random(5)
    for response in people().values():
        before = assess_all(response, CONTENT)
        for flag in before.impression.flags:
            review = FlagReview(flag.id, flag.tier, "closed", "seen", "Jo", "PH1", datetime(2026, 3, 2, tzinfo=UTC))
            reviewed = assess_after(before, response, (review,))
            assert reviewed.impression == assess_all(response, CONTENT, (review,)).impression
            edited = response.with_answers(an_edit(chance))
            assert assess_after(reviewed, edited).impression == assess_all(edited, CONTENT, (review,)).impression
            assert assess_after(reviewed, response, ()).impression == before.impression


def test_another_day_of_intake_is_assessed_afresh() -> None:
    before = assess_all(QUIET, CONTENT)
    later = replace(QUIET, authored=INTAKE + timedelta(days=400))
    assert everything(assess_after(before, later)) == everything(assess_all(later, CONTENT))


def test_the_assessment_before_stays_as_it_was() -> None:
    before = assess_all(QUIET, CONTENT)
    was = everything(before)
    assess_after(before, QUIET.with_answer("pain_side", "both"))
    assert everything(before) == was


def test_an_answer_of_another_type_is_another_answer() -> None:
    one = BLANK.with_answer("id_checked", True)
    assert changed_keys(one, BLANK.with_answer("id_checked", 1.0)) == ("id_checked",)
    assert changed_keys(one, BLANK) == ("id_checked",)
    assert changed_keys(one, one.with_answer("id_checked", True)) == ()


# --- what each conclusion says it rests on ------------------------------------------------------------------------


class Watched(Facts):
    """Facts that note which questions are asked for directly, not those behind an answer that is worked out."""

    def __init__(self, content: Content, response: QuestionnaireResponse) -> None:
        super().__init__(content.questionnaire, response, content.computations)
        self.seen: set[str] = set()
        self._depth = 0

    def known(self, link_id: str) -> Any:
        if not self._depth:
            self.seen.add(link_id)
        self._depth += 1
        try:
            return super().known(link_id)
        finally:
            self._depth -= 1

    def affected_side(self) -> str | None:
        if not self._depth:  # said each time: once remembered, it asks for nothing
            self.seen |= {FORM.side_item, FORM.worse_side_item}
        return super().affected_side()

    def during(self, work: Callable[..., object], *given: object) -> set[str]:
        self.seen = set()
        work(*given)
        return self.seen


def test_no_conclusion_looks_at_a_question_that_it_does_not_name() -> None:
    rulebook, rests_on = CONTENT.rulebook, CONTENT.rests_on
    scoring = rulebook.scoring
    looked = 0
    for response in some_people():
        facts = Watched(CONTENT, response)
        for driver, named in zip(rulebook.drivers, rests_on.drivers, strict=True):
            gate, is_old = scoring.imaging_gate.holds(facts), scoring.imaging_old.holds(facts) is True
            seen = facts.during(engine._finding, driver, facts, scoring, gate, is_old)
            assert seen <= named, driver.id
            looked += len(seen)
        for flag, named in zip(rulebook.flags, rests_on.flags, strict=True):
            alone = replace(rulebook, flags=(flag,))
            assert facts.during(find_flags, facts, alone) <= named, flag.id
        for rule, named in zip(rulebook.differentials, rests_on.differentials, strict=True):
            alone = replace(rulebook, differentials=(rule,))
            assert facts.during(find_differentials, facts, alone) <= named, rule.id
        assert facts.during(find_messages, facts, rulebook) <= rests_on.messages
    assert looked > 1000


def test_a_conclusion_rests_on_what_no_worked_example_happens_to_decide() -> None:
    scoring = CONTENT.rulebook.scoring
    scan = FORM.seen_by(scoring.imaging_gate) | FORM.seen_by(scoring.imaging_old)
    for driver, named in zip(CONTENT.rulebook.drivers, CONTENT.rests_on.drivers, strict=True):
        assert scan.union(driver.core) <= named, driver.id
    for flag, named in zip(CONTENT.rulebook.flags, CONTENT.rests_on.flags, strict=True):
        assert flag.asks_when is None or FORM.seen_by(flag.asks_when) <= named, flag.id


@pytest.mark.parametrize("gap", ["finding", "pct", "shrink", "root", "side"])
def test_a_text_rests_on_what_fills_its_gaps_though_its_condition_reads_none_of_it(gap: str) -> None:
    always = parse_condition("true", vocabulary_of(FORM))
    rule = replace(CONTENT.rulebook.messages[0], when=always, text=f"{{{gap}}}")
    alone = replace(CONTENT.rulebook, messages=(rule,))
    named = find_rests_on(alone, FORM).messages
    seen: set[str] = set()
    for response in some_people():
        facts = Watched(CONTENT, response)
        seen |= facts.during(find_messages, facts, alone)
    assert seen
    assert seen <= named


def test_no_value_is_worked_out_from_a_question_that_does_not_move_it() -> None:
    moved_by = FORM.moved_by
    for response in some_people():
        for link_id in FORM.items:
            facts = Watched(CONTENT, response)
            facts._depth = -1  # the question itself, and then what it asks for

            for seen in facts.during(facts.known, link_id) | facts.during(facts.is_enabled, link_id):
                assert link_id in moved_by[seen], (link_id, seen)


def test_a_condition_about_the_entries_of_a_block_sees_the_whole_block() -> None:
    files = dict(shipped_files())
    name = "rules/drivers/C_foot.toml"
    rule = b'when = "any(injuries, true)"'
    files[name] = files[name].replace(b'when = "inj_major = yes"', rule)
    assert files[name] != shipped_files()[name]
    content = read_content(files)
    gate = FORM.blocks["injuries"].gate
    some = QUIET.with_answer(gate, "yes")
    before = assess_all(some, content)
    fires = "C03" in before.impression.finding("C").fired
    for key in (
        *(entry_key("injuries", 2, own) for own in FORM.blocks["injuries"].items),
        "injuries/1/of_an_older_form",
    ):
        after, afresh = (
            assess_after(before, some.with_answer(key, "yes")),
            assess_all(some.with_answer(key, "yes"), content),
        )
        assert after.impression == afresh.impression, key
        assert ("C03" in after.impression.finding("C").fired) != fires


def find_differentials(facts: Facts, rulebook: Rulebook) -> list[Differential]:
    return list(engine._differentials(facts, rulebook, None))


def people() -> dict[str, QuestionnaireResponse]:
    from tests.benchmarks.visits import example_answers

    examples = {example.id: example_answers(example.id) for example in load_examples()}
    return {"blank": BLANK, "quiet": QUIET, **examples}


def some_people() -> Iterator[QuestionnaireResponse]:
    chance = random.Random(11)
    for response in people().values():
        yield response
        for _ in range(3):
            for _ in range(25):
                response = response.with_answers(an_edit(chance))
            yield response
