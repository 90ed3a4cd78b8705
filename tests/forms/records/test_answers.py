"""The answer log: in order, once each, and never changed."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from forms.errors import EditConflict, StoreError
from forms.records.answers import decode_value, encode_value
from forms.records.store import Store, open_store
from forms.response import Value, fold
from tests.forms.records.factories import KEY, NOON, a_patient, an_answer, an_encounter, an_open_encounter

VALUES: st.SearchStrategy[Value | None] = st.one_of(
    st.none(),
    st.text(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.text()).map(tuple),
)


@given(VALUES)
def test_every_value_reads_back_as_it_was(value: Value | None) -> None:
    read = decode_value(encode_value(value))
    assert read == value
    assert type(read) is type(value)


@given(st.text())
def test_what_is_stored_is_plain_ascii(value: str) -> None:
    assert encode_value(value).isascii()


def test_answers_come_back_in_the_order_they_were_given(store: Store) -> None:
    encounter = an_open_encounter(store)
    given_ = [an_answer(encounter, f"q{number % 3}", float(number)) for number in range(20)]
    store.append_answers(tuple(given_[:1]))
    store.append_answers(tuple(given_[1:]))
    assert store.answers(encounter.id) == tuple(given_)
    assert store.response(encounter.id) == fold(encounter.intake_date, given_)


def test_the_order_is_that_of_saving_whatever_the_desks_clocks_say(store: Store) -> None:
    encounter = an_open_encounter(store)
    store.append_answers((an_answer(encounter, value="R", at=NOON + timedelta(hours=1)),))
    store.append_answers((an_answer(encounter, value="L", at=NOON),))
    assert store.response(encounter.id).value("pain_side") == "L"


def test_an_answer_taken_back_is_unanswered_but_stays_in_the_log(store: Store) -> None:
    encounter = an_open_encounter(store)
    store.append_answers((an_answer(encounter), an_answer(encounter, value=None)))
    assert store.response(encounter.id).value("pain_side") is None
    assert len(store.answers(encounter.id)) == 2


def test_saving_twice_keeps_one_row(store: Store) -> None:
    encounter = an_open_encounter(store)
    first, second = an_answer(encounter), an_answer(encounter, "nprs_leg", 7)
    store.append_answers((first,))
    store.append_answers((first, second, second))
    assert store.answers(encounter.id) == (first, second)


def test_another_answer_under_a_used_id_is_refused_and_nothing_of_it_stays(store: Store) -> None:
    encounter = an_open_encounter(store)
    first = an_answer(encounter)
    store.append_answers((first,))
    with pytest.raises(EditConflict):
        store.append_answers((an_answer(encounter, "nprs_leg", 7), replace(first, value="L")))
    assert store.answers(encounter.id) == (first,)


def test_an_answer_to_no_encounter_is_refused(store: Store) -> None:
    stranger = an_encounter(a_patient())
    with pytest.raises(StoreError, match="not here"):
        store.append_answers((an_answer(stranger),))
    with pytest.raises(StoreError, match="Open it again"):
        store.response(stranger.id)


@pytest.mark.parametrize(
    "text",
    ["Łukasz Żółć", "<b>&amp;</b>", "'; DROP TABLE answer; --", "مرحبا", "a\x00b", "\ud800", "🦴" * 2000, "x" * 5000],
)
def test_any_text_survives(store: Store, text: str) -> None:
    encounter = an_open_encounter(store)
    store.append_answers((an_answer(encounter, "goal_text", text),))
    assert store.response(encounter.id).value("goal_text") == text


def test_an_instant_keeps_its_moment_whatever_its_time_zone(store: Store) -> None:
    encounter = an_open_encounter(store)
    there = NOON.astimezone(timezone(timedelta(hours=11)))
    store.append_answers((an_answer(encounter, at=there),))
    (kept,) = store.answers(encounter.id)
    assert kept.at == there
    assert kept.at.utcoffset() == timedelta(0)


def test_two_threads_may_write_at_once(store: Store) -> None:
    encounter = an_open_encounter(store)

    def save(thread: int) -> None:
        for number in range(25):
            store.append_answers((an_answer(encounter, f"q{thread}", number),))
            store.response(encounter.id)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(save, range(4)))
    assert len(store.answers(encounter.id)) == 100
    assert set(store.response(encounter.id).answers.values()) == {24}


def test_two_programs_may_write_at_once(location: str | Path) -> None:
    with open_store(location, KEY) as one, open_store(location, KEY) as other:
        encounter = an_open_encounter(one)

        def save(store: Store) -> None:
            for number in range(25):
                store.append_answers((an_answer(encounter, value=number),))

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(save, (one, other)))
        assert len(one.answers(encounter.id)) == len(other.answers(encounter.id)) == 50


def test_a_retried_batch_in_any_grouping_leaves_the_same_log(store: Store) -> None:
    encounter = an_open_encounter(store)
    answers = [an_answer(encounter, f"q{number}", number) for number in range(12)]
    chance: Callable[[int, int], int] = random.Random(7).randint
    sent = 0
    while sent < len(answers):
        batch = tuple(answers[max(0, sent - chance(0, 3)) : sent + chance(1, 4)])
        store.append_answers(batch)
        sent = answers.index(batch[-1]) + 1
    assert store.answers(encounter.id) == tuple(answers)
