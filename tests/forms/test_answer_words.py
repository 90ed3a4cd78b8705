"""Answers in words: what a person would say, with "not sure" and a blank kept apart."""

from typing import Any

import pytest

from forms.answer_words import value_in_words
from forms.content import load_questionnaire

FORM = load_questionnaire()


@pytest.mark.parametrize(
    ("link_id", "value", "words"),
    [
        ("pain_side", "R", "Right"),
        ("pain_extent", "unsure", "Not sure"),
        ("sit_tol_min", 30, "30 min"),
        ("occ_sit_h", 6.5, "6.5 h"),
        ("ex_hip_ir_L", 25, "25°"),
        ("inj_year", 1998, "1998"),
        ("nprs_leg", 0, "0"),
        ("onset_date", "2026-01-26", "26 January 2026"),
        ("img_finding", ("bulge", "facet"), "Bulge (whole rim, beyond the edge), Facet joint change"),
        ("pain_side", None, "not answered"),
        ("img_finding", (), "not answered"),
        ("id_checked", True, "yes"),
        ("id_checked", False, "no"),
        ("occ_isco", "8332", "8332 Heavy truck and lorry drivers"),
        ("img_hospital", "St Elsewhere", "St Elsewhere"),
    ],
)
def test_a_value_reads_as_a_person_would_say_it(link_id: str, value: Any, words: str) -> None:
    assert value_in_words(FORM.items[link_id], value) == words


def test_a_question_asked_option_by_option_says_what_is_doubtful() -> None:
    item = FORM.items["rf_systemic"]
    loss, sweats = (next(o.label for o in item.options if o.code == code) for code in ("weight_loss", "night_sweats"))
    assert value_in_words(item, ("weight_loss", "?night_sweats")) == f"{loss}; not sure: {sweats}"
    assert value_in_words(item, ("-weight_loss", "-night_sweats")) == f"no: {loss}, {sweats}"
