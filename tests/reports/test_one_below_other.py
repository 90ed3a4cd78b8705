"""Large print in two languages: each passage at the size its reader needs, in one language and then in the other."""

from functools import cache

import pytest
from msgspec.structs import replace

from reports.compose import Paper, handout_pdf, safety_card_pdf
from reports.inputs import PageSize
from reports.layouts import EASY_READ, HIGH_CONTRAST, LAYOUTS
from reports.printed import read_printed
from reports.said import said_in
from tests.reports import pdf
from tests.reports.papers import EXAMPLES, a_paper, told_of_exercises
from tests.reports.test_bilingual import letters, whole
from tests.reports.test_examples import PROGRAMMES, SAFETY_FIRST
from tests.reports.test_languages import plain
from tests.reports.test_layouts import GOAL, NAME, colours_of, sizes_of
from tests.reports.test_programme_code import with_code

LARGE = [name for name, layout in LAYOUTS.items() if layout.body_size >= 16]


def in_both(example: str, layout: str = "large_18", first: str = "en", second: str = "es") -> Paper:
    return replace(a_paper(example), language=first, second=second, layout=LAYOUTS[layout])


@cache
def printed(example: str, layout: str = "large_18") -> bytes:
    return handout_pdf(in_both(example, layout))


@pytest.mark.parametrize("layout", LARGE)
@pytest.mark.parametrize("example", ["EX01", "EX05", "EX08"])
def test_it_is_sound_for_every_reader(example: str, layout: str) -> None:
    assert pdf.broken_rules(printed(example, layout), "ua1") == []
    assert pdf.broken_rules(printed(example, layout), "2a") == []


@pytest.mark.parametrize("layout", LARGE)
def test_its_text_has_the_size_that_was_chosen(layout: str) -> None:
    sizes = sizes_of(printed("EX01", layout))
    assert LAYOUTS[layout].body_size in sizes and min(sizes) >= 12


@pytest.mark.parametrize("size", PageSize)
@pytest.mark.parametrize("layout", LARGE)
def test_head_and_foot_grow_and_warn_in_both_languages_on_every_page(layout: str, size: PageSize) -> None:
    paper = replace(in_both("EX02", layout), size=size)
    for page in pdf.texts(handout_pdf(paper)):
        assert "born 14 September 1979 · clinic no. 1042" in page
        # The number of the page stands beside these words and may come between them.
        assert all(word in page for word in ["Stop", "if", "the", "emergency", "signs", "appear."])
        assert all(word in page for word in ["Pare", "si", "aparecen", "las", "señales", "de", "emergencia."])
        assert "Use until 13 April 2026" in page


@pytest.mark.parametrize("layout", ["large_18", "large_24"])
@pytest.mark.parametrize("example", PROGRAMMES)
def test_every_step_stands_in_both_languages(example: str, layout: str) -> None:
    paper, page = in_both(example, layout), letters(whole(printed(example, layout)))
    for code, words in told_of_exercises(paper, "en", "es"):
        assert letters(plain(words)) in page, (code, words)


@pytest.mark.parametrize("layout", ["large_16", "large_24", "easy_read"])
def test_an_exercise_is_read_in_one_language_and_then_in_the_other(layout: str) -> None:
    paper = in_both("EX01", layout)
    page = whole(printed("EX01", layout)).partition("Your exercises")[2]
    places = []
    for number, activity in enumerate(paper.plan.activities, 1):
        for code in ("en", "es"):
            exercise = said_in(code, paper.assessment).content.programme.exercises[activity.exercise]
            last = plain(exercise.steps[-1]).split(". ")[0]
            places += [page.index(f"{number}. {exercise.name}"), page.index(last)]
    assert places == sorted(places)


@pytest.mark.parametrize("layout", LARGE)
def test_a_listener_hears_each_exercise_in_one_language_and_then_in_the_other(layout: str) -> None:
    heard = pdf.heard(printed("EX01", layout))
    assert [language for tag, language in heard if tag == "H1"] == ["en-GB", "es"]
    # Five exercises, and advice of seven parts with the next visit.
    assert [language for tag, language in heard if tag == "H3"] == ["en-GB", "es"] * 12
    assert [language for tag, language in heard if tag == "Figure"] == ["en-GB", "es"] * 5


@pytest.mark.parametrize("layout", LARGE)
def test_each_part_says_its_language(layout: str) -> None:
    data = printed("EX01", layout)
    assert data.count(b"/Lang (es)") == data.count(b"/Lang (en-GB)") - 1 > 10


def test_every_picture_is_described_in_the_language_of_its_words() -> None:
    paper = in_both("EX01")
    english, spanish = (
        [said_in(code, paper.assessment).text(words) for words in pdf.descriptions(handout_pdf(a_paper("EX01")))]
        for code in ("en", "es")
    )
    assert pdf.descriptions(printed("EX01")) == [words for pair in zip(english, spanish, strict=True) for words in pair]


@pytest.mark.parametrize("layout", LARGE)
@pytest.mark.parametrize("example", ["EX01", "EX05"])
def test_the_emergency_card_has_a_page_for_each_language_before_anything_else(example: str, layout: str) -> None:
    first, second, third, *_ = pdf.texts(printed(example, layout))
    assert "Your home programme" in first and "Stop and get help today" in first and "Staff initials" in first
    assert "Su programa para casa" in second and "Pare y busque ayuda hoy" in second
    assert "Iniciales (personal)" in second and "Su programa para casa" not in first
    assert "What we found" in third or "What happens next" in third


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("example", ["EX01", "EX12"])
def test_no_heading_stands_alone_at_the_foot_of_a_page(example: str, layout: str) -> None:
    heading = LAYOUTS[layout].body_size * 1.3
    for data in (printed(example, layout), handout_pdf(with_code(in_both(example, layout, "es", "en")))):
        runs = [run for run in read_printed(data) if not run.is_artifact]
        for page in {run.page for run in runs}:
            lowest = min((run for run in runs if run.page == page), key=lambda run: run.baseline)
            assert lowest.size < heading, (page, lowest)


@pytest.mark.parametrize("layout", LARGE)
@pytest.mark.parametrize("example", SAFETY_FIRST)
def test_the_card_alone_has_a_page_for_each_language_and_no_small_print(example: str, layout: str) -> None:
    data = printed(example, layout)
    one, other = pdf.texts(data)
    assert "Stop and get help today" in one and "pain after a fall" in one
    assert "Pare y busque ayuda hoy" in other and "dolor después de una caída" in other
    assert min(sizes_of(data)) >= 12
    assert data == safety_card_pdf(in_both(example, layout))


def test_easy_read_begins_with_the_picture_in_both() -> None:
    tags = pdf.tags(handout_pdf(in_both("EX01", EASY_READ.id)))
    exercises = [tag for tag in tags if tag in ("Figure", "H3")]
    assert exercises[:10] == ["Figure", "H3"] * 5


def test_for_the_strongest_contrast_all_words_are_black() -> None:
    assert colours_of(printed("EX01", HIGH_CONTRAST.id)) == {(0, 0, 0)}


def test_a_draft_says_so_in_both_languages_and_has_no_code() -> None:
    data = handout_pdf(replace(in_both("EX02"), signature=None))
    assert "DRAFT - not approved" in whole(data) and "BORRADOR - sin aprobar" in whole(data)
    assert "scan or type this code" not in whole(data)


@pytest.mark.parametrize("layout", LARGE)
def test_the_code_stands_once_under_the_words_of_both(layout: str) -> None:
    data = handout_pdf(with_code(in_both("EX01", layout)))
    assert sum("square code" in words for words in pdf.descriptions(data)) == 1
    assert whole(data).count("to open this programme again") == 1
    assert pdf.broken_rules(data, "ua1") == []


@pytest.mark.parametrize("layout", LARGE)
def test_a_long_name_and_goal_keep_their_words(layout: str) -> None:
    paper = in_both("EX02", layout)
    paper = replace(
        paper,
        plan=replace(paper.plan, goal=GOAL),
        person=replace(paper.person, name=NAME),
    )
    words = whole(handout_pdf(paper))
    assert NAME in words and words.count("Walk to the shop") >= 2


@pytest.mark.parametrize("layout", ["large_18", "large_24", "easy_read"])
def test_no_exercises_and_many_can_be_printed(layout: str) -> None:
    paper = in_both("EX02", layout)
    library = paper.assessment.content.programme.exercises
    many = tuple(replace(paper.plan.activities[0], exercise=one, dose=library[one].dose) for one in library)
    for activities in ((), many):
        data = handout_pdf(replace(paper, plan=paper.plan.with_activities(activities)))
        assert pdf.broken_rules(data, "ua1") == []


def test_the_same_visit_prints_the_same_bytes() -> None:
    assert handout_pdf(in_both("EX07")) == handout_pdf(in_both("EX07"))


def test_every_example_is_known_here() -> None:
    assert set(SAFETY_FIRST) < set(EXAMPLES)
