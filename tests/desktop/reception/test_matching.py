"""Each result says why it matched."""

from datetime import date

import pytest

from desktop.reception.matching import why_matched
from desktop.reception.register_form import split_name
from tests.desktop.desks import a_patient

_CASEY = a_patient(preferred="Caz", clinic_no="000042", phone="+44 1632 960201", national_id="943 476 5919")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("lorri", ("family name",)),
        ("cas", ("first name",)),
        ("caz", ("called",)),
        ("casey lorri", ("family name", "first name")),
        ("test", ("family name",)),
        ("14.9.1979", ("date of birth",)),
        ("1979-09-14", ("date of birth",)),
        ("1979", ("date of birth",)),
        ("000042", ("clinic number",)),
        ("01632960201", ("phone",)),
        ("960201", ("phone",)),
        ("9434765919", ("health number",)),
        ("lorimore", ("similar spelling",)),
        ("casey lorimore", ("first name", "similar spelling")),
    ],
)
def test_it_says_what_the_words_fit(typed: str, why: tuple[str, ...]) -> None:
    assert why_matched(_CASEY, typed) == why


def test_accents_and_case_do_not_matter() -> None:
    assert why_matched(a_patient(family="Żółć", birth_date=date(1990, 1, 1)), "ZOLC") == ("family name",)


@pytest.mark.parametrize(
    ("typed", "given", "family"),
    [
        ("casey lorrimore", "Casey", "Lorrimore"),
        ("Lorrimore, casey", "Casey", "Lorrimore"),
        ("lorrimore", "", "Lorrimore"),
        ("anna maria de luca", "Anna maria de", "Luca"),
        ("000042", "", ""),
        ("", "", ""),
    ],
)
def test_the_words_searched_for_start_the_registration(typed: str, given: str, family: str) -> None:
    assert split_name(typed) == (given, family)
