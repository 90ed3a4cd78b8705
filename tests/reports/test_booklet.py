"""The exercise booklet: the whole library, found from its contents page."""

import re

import pytest
from msgspec.structs import replace

from forms.content import load_content
from reports.booklet import Booklet, BookletGroup, build_booklet
from reports.compose_booklet import booklet_pdf
from reports.inputs import PageSize
from tests.reports import pdf
from tests.reports.factories import PRINTED_AT, a_printing, the_exercises
from tests.reports.papers import DETAILS
from tests.reports.test_handout import HOSTILE

CONTENT = load_content()
BOOKLET = booklet_pdf(CONTENT, DETAILS, at=PRINTED_AT)
PAGES = pdf.texts(BOOKLET)


def test_every_exercise_stands_on_the_page_that_the_contents_name() -> None:
    named = re.findall(r"(\d+)\. ([^()]+?) \((E\d\d)\) (\d+)", PAGES[0])
    assert sorted(exercise for _, _, exercise, _ in named) == sorted(CONTENT.programme.exercises)
    for number, name, _, page in named:
        assert f"{number}. {name}" in PAGES[int(page) - 1]


def test_each_has_its_picture_in_words() -> None:
    assert pdf.tags(BOOKLET).count("Figure") == len(CONTENT.programme.exercises) == 42


def test_it_is_nobodys_programme() -> None:
    assert "Do only what your physiotherapist has chosen for you" in PAGES[0]
    assert "DRAFT" not in " ".join(PAGES)


@pytest.mark.parametrize("size", PageSize)
def test_it_keeps_the_rules_of_accessible_and_archival_pdf(size: PageSize) -> None:
    data = booklet_pdf(CONTENT, DETAILS, at=PRINTED_AT, size=size)
    assert pdf.broken_rules(data, "ua1") == []
    assert pdf.broken_rules(data, "2a") == []


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_in_every_field_prints(words: str) -> None:
    booklet = Booklet(a_printing(), (BookletGroup("Hip", the_exercises()[:2]),), ("Intro",))
    hostile = pdf.with_every_text(booklet, words)
    assert pdf.broken_rules(build_booklet(replace(hostile, words=booklet.words)), "ua1") == []
