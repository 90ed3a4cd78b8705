"""Two languages side by side: everything in both, each marked with its language, each picture once."""

import re
from functools import cache

import pypdfium2
import pytest
from msgspec.structs import replace

from forms.content import load_content
from reports.compose import Paper, handout_pdf, safety_card_pdf
from reports.inputs import PageSize
from reports.layouts import LAYOUTS, STANDARD, Layout
from tests.reports import pdf
from tests.reports.papers import EXAMPLES, a_paper, told_of_exercises
from tests.reports.test_examples import PROGRAMMES, SAFETY_FIRST
from tests.reports.test_languages import plain


def in_both(example: str, first: str = "en", second: str = "es") -> Paper:
    return replace(a_paper(example), language=first, second=second)


@cache
def printed(example: str) -> bytes:
    return handout_pdf(in_both(example))


def whole(data: bytes) -> str:
    return " ".join(pdf.texts(data))


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_paper_in_two_languages_is_sound(example: str) -> None:
    assert pdf.broken_rules(printed(example), "ua1") == []
    assert pdf.broken_rules(printed(example), "2a") == []


@pytest.mark.parametrize("example", PROGRAMMES)
def test_every_step_stands_in_both_languages(example: str) -> None:
    paper, page = in_both(example), letters(whole(printed(example)))
    for code, words in told_of_exercises(paper, "en", "es"):
        assert letters(plain(words)) in page, (code, words)


def letters(words: str) -> str:
    """Without spaces and step numbers: two columns are read back line by line."""
    return re.sub(r"\s", "", words)


@pytest.mark.parametrize("example", PROGRAMMES)
def test_each_picture_is_printed_once(example: str) -> None:
    described = pdf.descriptions(printed(example))
    assert len(described) == len(in_both(example).plan.activities)
    assert all(words.startswith(("Start", "Seen", "Close", "Both", "Three", "Floor")) for words in described)


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_part_says_its_language(example: str) -> None:
    data = printed(example)
    assert b"/Lang (en-GB)" in data
    # Not once for the file but for each half of each block.
    assert data.count(b"/Lang (es)") == data.count(b"/Lang (en-GB)") - 1 > 0


def test_the_first_language_is_that_of_the_file_and_of_the_margins() -> None:
    data = handout_pdf(in_both("EX02", "es", "en"))
    assert data.count(b"/Lang (es)") == data.count(b"/Lang (en-GB)") + 1
    assert "Página 1 de" in pdf.texts(data)[0]
    assert pdf.title(data) == "Su programa para casa · Your home programme"


def test_what_warns_stands_in_both_languages_at_the_foot_of_every_page() -> None:
    for page in pdf.texts(printed("EX02")):
        assert "Stop if the emergency signs appear." in page
        assert "Pare si aparecen las señales de emergencia." in page


def test_a_draft_says_so_in_both_languages() -> None:
    page = whole(handout_pdf(replace(in_both("EX02"), signature=None)))
    assert "DRAFT - not approved" in page
    assert "BORRADOR - sin aprobar" in page


@pytest.mark.parametrize("example", SAFETY_FIRST)
def test_the_card_alone_is_one_sheet_with_both(example: str) -> None:
    (page,) = pdf.texts(printed(example))
    assert "Stop and get help today" in page
    assert "Pare y busque ayuda hoy" in page
    assert printed(example) == safety_card_pdf(in_both(example))


@pytest.mark.parametrize("size", PageSize)
@pytest.mark.parametrize("layout", [STANDARD, LAYOUTS["large_14"]], ids=lambda one: one.id)
@pytest.mark.parametrize("first", ["en", "es"])
def test_the_card_stands_whole_on_the_first_page(first: str, layout: Layout, size: PageSize) -> None:
    paper = in_both("EX01", first, "es" if first == "en" else "en")
    page, *_ = pdf.texts(handout_pdf(replace(paper, layout=layout, size=size)))
    assert "Stop and get help today" in page and "pain after a fall" in page and "Staff initials" in page
    assert "Pare y busque ayuda hoy" in page and "dolor después de una caída" in page


def test_cards_stand_two_to_a_page_where_a_page_can_hold_them() -> None:
    cards = [page for page in pdf.texts(printed("EX01")) if "Start:" in page]
    assert "1. Towel-roll opener" in cards[0] and "2. One-minute seat break" in cards[0]
    assert "3. Open book" in cards[1] and "4. Hands-and-knees rock-back" in cards[1]


def test_the_same_line_begins_at_the_same_height_in_both() -> None:
    document = pypdfium2.PdfDocument(printed("EX02"))
    leaf = document[0].get_textpage()
    heights = [_height_of(leaf, words) for words in ("a foot that suddenly drags", "un pie que de pronto")]
    document.close()
    assert abs(heights[0] - heights[1]) < 1


def _height_of(leaf: pypdfium2.PdfTextPage, words: str) -> float:
    searcher = leaf.search(words)
    index, _ = searcher.get_next()
    return float(leaf.get_charbox(index, loose=True)[3])


def test_a_language_beside_itself_is_printed_once() -> None:
    assert handout_pdf(in_both("EX02", "es", "es")) == handout_pdf(in_both("EX02", "es", ""))


def test_the_same_visit_prints_the_same_bytes() -> None:
    assert handout_pdf(in_both("EX07")) == handout_pdf(in_both("EX07"))


def test_what_a_person_typed_stands_once_under_both_labels() -> None:
    goal = "Dance at my daughter's wedding " * 18
    paper = in_both("EX02")
    paper = replace(paper, plan=replace(paper.plan, goal=goal.strip()))
    page = letters(whole(handout_pdf(paper)))
    assert page.count(letters("Dance at my daughter's wedding")) == 18
    assert "Your goal:" in whole(handout_pdf(paper))
    assert "Su meta:" in whole(handout_pdf(paper))


def test_a_phone_number_is_never_parted() -> None:
    """In narrow columns a number would end on the next line."""
    document = pypdfium2.PdfDocument(printed("EX08"))
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert text.replace("\u00a0", " ").count("01632 960 142") == 2


def test_no_exercises_and_many_can_be_printed() -> None:
    paper = in_both("EX02")
    plan = paper.plan
    library = load_content().programme.exercises
    many = tuple(replace(plan.activities[0], exercise=one, dose=library[one].dose) for one in library)
    for activities in ((), many):
        data = handout_pdf(replace(paper, plan=plan.with_activities(activities)))
        assert pdf.broken_rules(data, "ua1") == []
