"""The clinic's own keys: made once, the same at every desk, never changed, and not among the settings."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from forms.records.store import Store, open_store
from tests.forms.records.factories import KEY


def test_a_key_is_random_and_stays(location: str | Path) -> None:
    with open_store(location, KEY) as store:
        first, other = store.clinic_key("programme codes"), store.clinic_key("something else")
    assert len(first) == 32 and first != other
    with open_store(location, KEY) as store:
        assert store.clinic_key("programme codes") == first


def test_desks_that_make_a_key_at_the_same_time_get_the_same(location: str | Path) -> None:
    desks = [open_store(location, KEY, busy_seconds=5.0) for _ in range(6)]
    with ThreadPoolExecutor(len(desks)) as pool:
        keys = list(pool.map(Store.clinic_key, desks, ["programme codes"] * len(desks)))
    for desk in desks:
        desk.close()
    assert len(set(keys)) == 1


def test_no_setting_holds_a_key(store: Store) -> None:
    store.clinic_key("programme codes")
    assert store.settings() == {}
