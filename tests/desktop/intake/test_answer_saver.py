"""Saving as you go: on disk within a quarter of a second, in order, and again when the store was away."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.clinic import now_utc
from desktop.intake.answer_saver import GATHER_MS, AnswerSaver
from forms.errors import StoreLocked
from forms.records.store import Store
from forms.response import Answer
from tests.desktop.open_visits import a_clinic, a_store, a_visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as store:
        yield store


def an_answer(store: Store, encounter_id: str, key: str, value: str) -> Answer:
    return a_clinic(store).new_answer(encounter_id, key, value, "physio")


def test_an_answer_goes_to_disk_by_itself_and_is_said_to_be_saved(store: Store, qtbot: QtBot) -> None:
    visit = a_visit(store)
    saver = AnswerSaver(a_clinic(store).save_answers, now_utc)
    with qtbot.waitSignal(saver.saved, timeout=5000):
        saver.add(an_answer(store, visit.encounter.id, "agg_sitting", "yes"))
    assert store.response(visit.encounter.id).value("agg_sitting") == "yes"
    assert saver.unsaved == ()


def test_answers_reach_the_log_in_the_order_they_were_given(store: Store, qtbot: QtBot) -> None:
    visit = a_visit(store)
    saver = AnswerSaver(a_clinic(store).save_answers, now_utc)
    keys = ["agg_sitting", "agg_bend", "agg_cough", "agg_walk"]
    for place, key in enumerate(keys):
        saver.add(an_answer(store, visit.encounter.id, key, "yes"))
        if place == 1:
            qtbot.waitUntil(lambda: not saver.unsaved, timeout=2000)
    qtbot.waitUntil(lambda: not saver.unsaved, timeout=2000)
    assert [one.key for one in store.answers(visit.encounter.id) if one.key.startswith("agg")] == keys


def test_a_store_that_was_away_gets_everything_once_it_is_back(store: Store, qtbot: QtBot) -> None:
    visit = a_visit(store)
    clinic = a_clinic(store)
    away = [True]

    def save(answers: tuple[Answer, ...]) -> None:
        if away[0]:
            raise StoreLocked("Another program holds the records. Close it; your answers are kept here meanwhile.")
        clinic.save_answers(answers)

    saver = AnswerSaver(save, now_utc)
    with qtbot.waitSignal(saver.failed, timeout=1000) as failure:
        saver.add(an_answer(store, visit.encounter.id, "agg_sitting", "yes"))
    assert "Close it" in failure.args[0]
    saver.add(an_answer(store, visit.encounter.id, "agg_sitting", "no"))
    assert len(saver.unsaved) == 1
    assert not saver.flush()
    away[0] = False
    assert saver.flush()
    assert store.response(visit.encounter.id).value("agg_sitting") == "no"


def test_an_error_nobody_foresaw_is_said_and_the_answer_is_tried_again(store: Store, qtbot: QtBot) -> None:
    visit = a_visit(store)
    clinic = a_clinic(store)
    broken = [True]

    def save(answers: tuple[Answer, ...]) -> None:
        if broken[0]:
            raise RuntimeError
        clinic.save_answers(answers)

    saver = AnswerSaver(save, now_utc)
    with qtbot.captureExceptions() as caught:
        with qtbot.waitSignal(saver.failed, timeout=2000):
            saver.add(an_answer(store, visit.encounter.id, "agg_sitting", "yes"))
        qtbot.waitUntil(lambda: bool(caught), timeout=2000)
    assert len(saver.unsaved) == 1
    broken[0] = False
    with qtbot.waitSignal(saver.saved, timeout=5000):
        pass
    assert store.response(visit.encounter.id).value("agg_sitting") == "yes"


def test_the_window_is_never_kept_waiting_by_a_slow_store(qtbot: QtBot, store: Store) -> None:
    visit = a_visit(store)
    seen: list[str] = []
    may_finish = threading.Event()

    def slowly(answers: tuple[Answer, ...]) -> None:
        assert may_finish.wait(20)
        seen.extend(one.key for one in answers)

    saver = AnswerSaver(slowly, now_utc)
    keys = ["agg_sitting", "agg_bend", "agg_cough"]
    for key in keys:
        saver.add(an_answer(store, visit.encounter.id, key, "yes"))
        qtbot.wait(70)
    # All three were taken while the first was still being written.
    assert seen == []
    assert [one.key for one in saver.unsaved] == keys
    may_finish.set()
    assert saver.flush()
    assert set(seen) == set(keys)


def test_a_late_word_about_answers_already_flushed_says_nothing_of_newer_ones(qtbot: QtBot, store: Store) -> None:
    visit = a_visit(store)
    may_finish = threading.Event()
    calls: list[tuple[str, ...]] = []

    def save(answers: tuple[Answer, ...]) -> None:
        calls.append(tuple(one.key for one in answers))
        if len(calls) == 1:
            assert may_finish.wait(20)
        if len(calls) == 3:
            raise StoreLocked("Another program holds the records.")

    saver = AnswerSaver(save, now_utc)
    saver.add(an_answer(store, visit.encounter.id, "agg_sitting", "yes"))
    qtbot.waitUntil(lambda: len(calls) == 1, timeout=5000)
    assert saver.flush(wait_ms=10)
    saver.add(an_answer(store, visit.encounter.id, "agg_bend", "yes"))
    with qtbot.waitSignal(saver.failed, timeout=5000):
        qtbot.wait(100)
        may_finish.set()
    assert [one.key for one in saver.unsaved] == ["agg_bend"]
    assert saver.flush()
    assert calls == [("agg_sitting",), ("agg_sitting",), ("agg_bend",), ("agg_bend",)]


def test_answers_wait_for_each_other_far_less_than_a_quarter_of_a_second() -> None:
    assert GATHER_MS <= 100
