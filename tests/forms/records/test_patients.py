"""People: registered once, changed with their past kept, and found as somebody types."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import text

from forms.errors import EditConflict, StoreError
from forms.patient import PatientInvalid
from forms.records.search import fold_name
from forms.records.store import Store, open_store
from tests.forms.records.factories import KEY, NOON, a_patient

PEOPLE = (
    a_patient(family="Żółć", given="Łukasz", birth_date=date(1980, 5, 2), phone="+48 601 234 567"),
    a_patient(family="van der Berg", given="Anne-Marie", preferred="Mitzi", birth_date=date(1991, 4, 18)),
    a_patient(family="O’Brien", given="Séamus", birth_date=date(1962, 6, 7), phone="07700 900123"),
    a_patient(family="Smith", given="Jo", birth_date=date(1980, 5, 2), national_id="943 476 5919"),
    a_patient(family="Smith", given="John", birth_date=date(1996, 5, 2), phone="020 7946 0018"),
    a_patient(family="Smithson", given="Ada", birth_date=date(2001, 11, 20), clinic_no="AB-0007"),
    a_patient(family="Johnson", given="Smitha", birth_date=date(1954, 8, 25)),
    a_patient(family="Ødegård", given="Bjørn", birth_date=date(1970, 10, 19)),
    a_patient(family="Nguyễn", given="Thị Ánh", birth_date=date(1990, 7, 4)),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("smitn john", "Smith John"),  # a wrong letter
        ("jonh smith", "Smith John"),  # two letters swapped
        ("obrein seamus", "O’Brien Séamus"),
        ("odegaard", "Ødegård Bjørn"),  # one too many
        ("nguen", "Nguyễn Thị Ánh"),  # one missing
        ("van der burg", "van der Berg Anne-Marie"),
        ("mitzy", "van der Berg Anne-Marie"),  # the name they like to be called
        ("smithsen ada 2001", "Smithson Ada"),
        ("jonsn", "Johnson Smitha"),  # still being typed
    ],
)
def test_a_misspelt_name_finds_the_person(people: Store, typed: str, found: str) -> None:
    first = people.find_patients(typed)[0]
    assert f"{first.family} {first.given}" == found


@pytest.mark.parametrize("typed", ["zz", "qqqqqq", "smitn john 1950", "0999 smitn"])
def test_what_is_like_nobody_finds_nobody_under_another_spelling(people: Store, typed: str) -> None:
    assert people.find_patients(typed) == ()


def test_somebody_registered_or_renamed_just_now_is_found_misspelt(people: Store) -> None:
    assert people.find_patients("lorimore") == ()
    casey = people.register_patient(a_patient(family="Lorrimore", given="Casey", birth_date=date(1979, 9, 14)))
    assert people.find_patients("lorimore") == (casey,)
    renamed = people.update_patient(replace(casey, family="Prendergast"), by="sam", at=NOON)
    assert people.find_patients("pendergast") == (renamed,)
    assert people.find_patients("lorimore") == ()


@pytest.fixture
def people(store: Store) -> Store:
    for person in PEOPLE:
        store.register_patient(person)
    return store


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("smi", ["Smith Jo", "Smith John", "Smithson Ada", "Johnson Smitha"]),
        ("SMITH JO", ["Smith Jo", "Smith John", "Johnson Smitha"]),
        ("jo smith", ["Smith Jo", "Smith John", "Johnson Smitha"]),
        ("smith 1996", ["Smith John"]),
        ("s 1980-05", ["Smith Jo"]),
        ("smith 02/05/1980", ["Smith Jo"]),
        ("1980-05-02", ["Smith Jo", "Żółć Łukasz"]),
        ("5/1980", ["Smith Jo", "Żółć Łukasz"]),
        ("zolc", ["Żółć Łukasz"]),
        ("Żół", ["Żółć Łukasz"]),
        ("lukasz z", ["Żółć Łukasz"]),
        ("odegard", ["Ødegård Bjørn"]),
        ("bjorn", ["Ødegård Bjørn"]),
        ("seamus obr", ["O’Brien Séamus"]),
        ("o'brien", ["O’Brien Séamus"]),
        ("berg", ["van der Berg Anne-Marie"]),
        ("van der b", ["van der Berg Anne-Marie"]),
        ("berg anne", ["van der Berg Anne-Marie"]),
        ("marie berg", ["van der Berg Anne-Marie"]),
        ("mitzi", ["van der Berg Anne-Marie"]),
        ("mitzi berg 1991", ["van der Berg Anne-Marie"]),
        ("mitzi berg 1992", []),
        ("anh nguyen", ["Nguyễn Thị Ánh"]),
        ("0770 0900", ["O’Brien Séamus"]),
        ("900123", ["O’Brien Séamus"]),
        ("0018", ["Smith John"]),
        ("smith 0018", ["Smith John"]),
        ("601234567", ["Żółć Łukasz"]),
        ("9434765919", ["Smith Jo"]),
        ("ab0007", ["Smithson Ada"]),
        ("AB-0", ["Smithson Ada"]),
        ("xyz", []),
        ("", []),
        ("  ", []),
        ("%", []),
        ("smith_", ["Smith Jo", "Smith John", "Smithson Ada", "Johnson Smitha"]),
        ("31/02/1980", []),
    ],
)
def test_typing_finds(people: Store, typed: str, found: list[str]) -> None:
    assert [f"{person.family} {person.given}" for person in people.find_patients(typed)] == found


def test_no_more_are_found_than_asked_for(people: Store) -> None:
    assert len(people.find_patients("s", limit=2)) == 2


def test_nothing_anybody_types_breaks_the_search(people: Store) -> None:
    for typed in ("\x00", "\ud800", "🦴", "'; --", "x" * 5000, "1" * 5000, "a " * 500, "\\", "99/99/9999", "0000-00"):
        people.find_patients(typed)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


@pytest.mark.parametrize(
    ("name", "folded"),
    [("ŁÓDŹ", "lodz"), ("Straße", "strasse"), ("İpek", "ipek"), ("D’Arcy-Jones", "darcy jones"), ("Æsir", "aesir")],
)
def test_accents_are_folded(name: str, folded: str) -> None:
    assert fold_name(name) == folded


def test_a_registered_person_reads_back_whole(store: Store) -> None:
    person = a_patient(
        preferred="Cas", sex="female", gender="", national_id="9434765919", phone="020 7946 0018", email="c@e.org",
        address="1 Test Road\nTestton", gp="Dr Sample", emergency_contact="Sam, 020", language="pl", interpreter="yes",
        access=("large_print", "hearing"),
    )  # fmt: skip
    kept = store.register_patient(person)
    assert kept == replace(person, clinic_no="000001", version=1)
    assert store.patient(person.id) == kept
    assert store.patient_by_clinic_no("000001") == kept
    assert store.patient("nobody") is None
    assert store.patient_by_clinic_no("999999") is None


def test_registering_twice_keeps_one_person(store: Store) -> None:
    person = a_patient()
    assert store.register_patient(person) == store.register_patient(person)
    assert store.count_patients() == 1


def test_a_person_without_a_name_is_not_registered(store: Store) -> None:
    with pytest.raises(PatientInvalid, match="family name"):
        store.register_patient(a_patient(family=" \x00 "))
    assert store.count_patients() == 0


def test_clinic_numbers_run_on_and_are_never_shared(store: Store) -> None:
    store.register_patient(a_patient(clinic_no="000041"))
    store.register_patient(a_patient(clinic_no="X-99"))
    assert store.next_clinic_no() == "000042"
    assert store.register_patient(a_patient()).clinic_no == "000042"
    with pytest.raises(EditConflict, match="next free"):
        store.register_patient(a_patient(clinic_no="x 99"))
    assert store.count_patients() == 3


def test_two_desks_registering_at_once_get_different_numbers(location: str | Path) -> None:
    with open_store(location, KEY) as one, open_store(location, KEY) as other:

        def register(store: Store) -> list[str]:
            return [store.register_patient(a_patient()).clinic_no for _ in range(10)]

        with ThreadPoolExecutor(2) as pool:
            numbers = [number for desk in pool.map(register, (one, other)) for number in desk]
    assert len(set(numbers)) == 20


def test_changed_details_are_found_and_the_old_ones_are_kept(store: Store) -> None:
    before = store.register_patient(a_patient(family="van Test", phone="020 7946 0018"))
    after = store.update_patient(replace(before, family="Newname", phone="020 7946 0999"), by="reception", at=NOON)
    assert store.patient(before.id) == after
    assert store.find_patients("newname") == (after,)
    assert store.find_patients("0999") == (after,)
    assert store.find_patients("van") == store.find_patients("test") == store.find_patients("0018") == ()
    assert store.former_details(before.id) == (before,)


def test_of_two_desks_that_edit_one_person_the_slower_is_told(store: Store) -> None:
    seen = store.register_patient(a_patient())
    store.update_patient(replace(seen, phone="1"), by="front", at=NOON)
    with pytest.raises(EditConflict, match="meanwhile"):
        store.update_patient(replace(seen, phone="2"), by="back", at=NOON)
    kept = store.patient(seen.id)
    assert kept is not None
    assert kept.phone == "1"


def test_a_stranger_cannot_be_changed(store: Store) -> None:
    with pytest.raises(StoreError, match="Register them first"):
        store.update_patient(a_patient(), by="front", at=NOON)


@pytest.mark.parametrize(
    "typed",
    [
        {"given": "Lucasz", "family": "Zolc"},
        {"given": "Żółć", "family": "Łukasz"},
        {"given": "Łukasz", "family": "Żółc"},
    ],
)
def test_somebody_typed_a_little_differently_is_noticed(people: Store, typed: dict[str, str]) -> None:
    again = a_patient(birth_date=date(1980, 5, 2), **typed)
    assert [person.family for person in people.near_duplicates(again)] == ["Żółć"]


def test_another_person_of_the_same_day_or_name_is_no_duplicate(people: Store) -> None:
    assert people.near_duplicates(a_patient(family="Meyer", given="Tom", birth_date=date(1980, 5, 2))) == ()
    assert people.near_duplicates(a_patient(family="Żółć", given="Łukasz", birth_date=date(1980, 5, 3))) == ()
    kept = people.find_patients("zolc")[0]
    assert people.near_duplicates(kept) == ()


@pytest.mark.parametrize("typed", ["s", "smith", "sm jo", "smith 1980", "s 1980-05", "02/05/1980", "0770", "berg"])
def test_no_search_reads_a_whole_table(sqlite_store: Store, typed: str) -> None:
    from forms.records import search

    query = search.Query(typed)
    with sqlite_store._database.reading() as connection:
        for one in (*search.searches(query, 10), *search.later_word_searches(query)):
            statement = one.statement.params(**one.values)
            compiled = statement.compile(connection, compile_kwargs={"literal_binds": True})
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {compiled}")).all()
            assert not [row for row in plan if str(row[3]).startswith("SCAN patient")], plan
