"""Who somebody is: names, ages and health numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from forms.patient import LINK_IDS, Patient, is_nhs_number


def a_patient(**details: object) -> Patient:
    return Patient(**{"family": "Żółć", "given": "Łukasz", "birth_date": date(1980, 2, 29), **details})  # type: ignore[arg-type]


def test_the_display_name_shows_what_somebody_likes_to_be_called() -> None:
    assert a_patient().display_name == "Łukasz Żółć"
    assert a_patient(preferred="Luke").display_name == "Łukasz (Luke) Żółć"
    assert a_patient(preferred="Łukasz").display_name == "Łukasz Żółć"
    assert a_patient(preferred="Luke").called == "Luke"
    assert a_patient().sort_name == "Żółć, Łukasz"


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2026, 2, 28), 45), (date(2026, 3, 1), 46), (date(2024, 2, 28), 43), (date(2024, 2, 29), 44)],
)
def test_age_counts_whole_years_even_from_a_leap_day(day: date, age: int) -> None:
    assert a_patient().age_on(day) == age


def test_a_patient_in_a_traceback_is_only_an_id() -> None:
    patient = a_patient(phone="07700 900123")
    assert repr(patient) == f"Patient({patient.id})"


def test_every_detail_has_its_link_id() -> None:
    assert set(LINK_IDS) == {field.name for field in fields(Patient)} - {"id", "version"}


@pytest.mark.parametrize("number", ["943 476 5919", "9434765919", "943-476-5919", "4010232137"])
def test_well_formed_health_numbers_are_accepted(number: str) -> None:
    assert is_nhs_number(number)


@pytest.mark.parametrize(
    "number", ["", "943 476 591", "9434765918", "94347659190", "943476591X", "９４３４７６５９１９"]
)
def test_malformed_health_numbers_are_refused(number: str) -> None:
    assert not is_nhs_number(number)


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_never_passes(nine: str, place: int, step: int) -> None:
    whole = [nine + str(digit) for digit in range(10) if is_nhs_number(nine + str(digit))]
    assert len(whole) <= 1
    for number in whole:
        wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
        assert not is_nhs_number(wrong)
