"""Visits: the day list, and coming back to where a desk was working."""

from datetime import date, timedelta

import pytest

from forms.encounter import ARRIVED, CANCELLED, FINISHED, IN_PROGRESS, STATUSES
from forms.errors import StoreError
from forms.records.entries import Place
from forms.records.store import Store
from tests.forms.records.factories import NOON, a_patient, an_answer, an_encounter, an_open_encounter

TODAY = date(2026, 3, 2)


def test_an_encounter_reads_back_whole_and_opens_once(store: Store) -> None:
    encounter = an_open_encounter(store)
    store.open_encounter(encounter)
    assert store.encounter(encounter.id) == encounter
    assert store.encounters_of(encounter.patient_id) == (encounter,)
    assert store.encounter("none") is None


def test_somebodys_visits_come_newest_first(store: Store) -> None:
    patient = store.register_patient(a_patient())
    visits = [store.open_encounter(an_encounter(patient, intake_date=TODAY - timedelta(days=n))) for n in (7, 0, 30)]
    assert [visit.intake_date for visit in store.encounters_of(patient.id)] == sorted(
        (visit.intake_date for visit in visits), reverse=True
    )


def test_an_encounter_of_nobody_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="not here"):
        store.open_encounter(an_encounter(a_patient()))


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_is_kept(store: Store, status: str) -> None:
    encounter = an_open_encounter(store)
    store.set_status(encounter.id, status)
    kept = store.encounter(encounter.id)
    assert kept is not None
    assert kept.status == status


def test_a_status_of_no_visit_or_no_meaning_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="day list"):
        store.set_status("none", FINISHED)
    with pytest.raises(ValueError, match="in_progress"):
        store.set_status(an_open_encounter(store).id, "in_progress")


def test_the_day_list_is_in_the_order_people_came(store: Store) -> None:
    first, second = (store.register_patient(a_patient(family=name)) for name in ("Zed", "Abe"))
    later = store.open_encounter(an_encounter(second, opened_at=NOON + timedelta(minutes=5)))
    sooner = store.open_encounter(an_encounter(first))
    store.open_encounter(an_encounter(first, intake_date=TODAY - timedelta(days=1)))
    visits = store.visits_on(TODAY)
    assert [visit.encounter for visit in visits] == [sooner, later]
    assert [visit.patient for visit in visits] == [first, second]


def test_nobody_who_is_still_here_is_forgotten_overnight(store: Store) -> None:
    patient = store.register_patient(a_patient())
    yesterday = TODAY - timedelta(days=1)
    here = [
        store.open_encounter(an_encounter(patient, status=status, intake_date=yesterday, opened_at=NOON + timedelta(n)))
        for n, status in enumerate((ARRIVED, IN_PROGRESS))
    ]
    for status in (FINISHED, CANCELLED):
        store.open_encounter(an_encounter(patient, status=status))
    assert [visit.encounter for visit in store.visits_in_progress()] == here


def test_a_desk_that_was_never_used_has_nothing_to_recover(store: Store) -> None:
    assert store.start_session("front", NOON) is None
    assert store.start_session("front", NOON) is None
    assert store.last_place("front") is None


def test_a_session_without_a_goodbye_is_recovered_at_the_same_question(store: Store) -> None:
    encounter = an_open_encounter(store)
    store.start_session("front", NOON)
    store.append_answers((an_answer(encounter), an_answer(encounter, value="L"), an_answer(encounter, "nprs_leg", 5)))
    newest = an_answer(encounter, "nprs_leg", None)
    store.append_answers((newest, an_answer(encounter, "goal", "", at=NOON)))
    place = Place("front", encounter.id, "pain", "nprs_leg", NOON)
    store.remember_place(Place("front", encounter.id, "pain", "pain_side", NOON))
    store.remember_place(place)

    recovery = store.start_session("front", NOON + timedelta(hours=1))

    assert recovery is not None
    assert recovery.place == place
    assert recovery.answers == 2
    assert recovery.last_answer_at == newest.at
    assert store.start_session("back", NOON) is None


def test_after_a_goodbye_there_is_nothing_to_recover_but_the_place_is_known(store: Store) -> None:
    encounter = an_open_encounter(store)
    place = Place("front", encounter.id, "pain", "nprs_leg", NOON)
    store.start_session("front", NOON)
    store.remember_place(place)
    store.end_session("front")
    assert store.start_session("front", NOON) is None
    assert store.last_place("front") == place


def test_a_closed_visit_is_not_recovered(store: Store) -> None:
    encounter = an_open_encounter(store)
    store.start_session("front", NOON)
    store.remember_place(Place("front", encounter.id, "pain", "nprs_leg", NOON))
    store.forget_place("front")
    assert store.last_place("front") is None
    assert store.start_session("front", NOON) is None
