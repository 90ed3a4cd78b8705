"""The emergency card alone: one page, large, at once."""

import pytest

from reports.inputs import PageSize
from reports.safety_card import build_safety_card
from tests.reports import pdf
from tests.reports.factories import a_card, a_printing

CARD = build_safety_card(a_card(), a_printing(approved_by=None))


@pytest.mark.parametrize("size", PageSize)
def test_it_is_one_page(size: PageSize) -> None:
    assert len(pdf.texts(build_safety_card(a_card(), a_printing(size=size)))) == 1


def test_it_never_waits_for_a_signature() -> None:
    (words,) = pdf.texts(CARD)
    assert "DRAFT" not in words
    assert "For this person only. Stop if the emergency signs appear." in words


def test_it_says_where_to_go_and_what_to_say() -> None:
    (words,) = pdf.texts(CARD)
    assert "Go to A&E now, or ring 999" in words
    assert "Say: “I am worried about cauda equina syndrome.” Show this card." in words
    assert "01632 960 142" in words


def test_it_keeps_the_rules_of_accessible_and_archival_pdf() -> None:
    assert pdf.broken_rules(CARD, "ua1") == []
    assert pdf.broken_rules(CARD, "2a") == []


def test_its_title_is_the_first_heading() -> None:
    assert pdf.tags(CARD).count("H1") == 1


def test_a_very_long_card_goes_on_overleaf() -> None:
    data = build_safety_card(pdf.with_every_text(a_card(), "word " * 200), a_printing())
    pages = pdf.texts(data)
    assert sum(page.count("word") for page in pages) >= 200 * 10
    assert pdf.broken_rules(data, "ua1") == []
