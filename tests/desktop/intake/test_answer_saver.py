"""Saving as you go: on disk within a quarter of a second, in order, and again when the store was away."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.clinic import now_utc
from desktop.intake.answer_saver import AnswerSaver
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


def test_an_answer_is_on_disk_within_250_ms(store: Store, qtbot: QtBot) -> None:
    visit = a_visit(store)
    saver = AnswerSaver(a_clinic(store).save_answers, now_utc)
    with qtbot.waitSignal(saver.saved, timeout=250):
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


def test_the_window_is_never_kept_waiting_by_a_slow_store(qtbot: QtBot, store: Store) -> None:
    visit = a_visit(store)
    seen: list[str] = []

    def slowly(answers: tuple[Answer, ...]) -> None:
        seen.extend(one.key for one in answers)
        time.sleep(0.2)

    saver = AnswerSaver(slowly, now_utc)
    longest = 0.0
    for key in ("agg_sitting", "agg_bend", "agg_cough"):
        started = time.perf_counter()
        saver.add(an_answer(store, visit.encounter.id, key, "yes"))
        longest = max(longest, time.perf_counter() - started)
        qtbot.wait(70)
    assert longest < 0.2
    assert saver.flush()
    assert set(seen) == {"agg_sitting", "agg_bend", "agg_cough"}
