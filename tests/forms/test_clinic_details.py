"""The clinic's own words in the texts: whatever a clinic types, the sentence around it still reads."""

import pytest

from forms.clinic_details import as_texts_use_them, filled
from forms.content import load_content
from forms.translation import read_translation

ENGLISH = "Leg pain that comes with periods should be talked over with your {gp_name}."


@pytest.mark.parametrize("typed", ["GP", "the GP", "The GP", " a GP ", "your GP", "our  GP", "el GP", "su GP", "la GP"])
def test_a_name_for_the_doctor_takes_its_article_from_the_text(typed: str) -> None:
    details = as_texts_use_them({"gp_name": typed})
    spanish = read_translation(load_content().files, "es").text(ENGLISH)
    assert filled(ENGLISH, details) == "Leg pain that comes with periods should be talked over with your GP."
    assert filled(spanish, details) == "Si el dolor de pierna viene con la regla, hable con su médico (GP)."


@pytest.mark.parametrize("name", ["family doctor", "Theodora Hart", "Anne Hart", "médico de zona", "la", "The ", ""])
def test_a_name_that_only_begins_like_an_article_stays(name: str) -> None:
    assert as_texts_use_them({"gp_name": name})["gp_name"] == name.strip()


def test_where_the_text_has_no_article_the_clinic_keeps_its_own() -> None:
    details = {"ed_name": "the Emergency Department", "clinic_name": "The Hub", "local_ces_route": "the on-call team"}
    assert as_texts_use_them(details) == details
