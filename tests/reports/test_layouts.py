"""What each reader's layout promises: the week's log, a head and foot that grow, the picture first, plain black."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from reports.compose import Paper, handout_pdf, safety_card_pdf
from reports.handout import build_handout
from reports.inputs import PageSize
from reports.layouts import EASY_LARGE, EASY_READ, HIGH_CONTRAST, LARGE_PRINT, LAYOUTS, STANDARD, Layout, layout_for
from reports.printed import read_printed
from reports.setting import one_idea_a_line
from tests.reports import pdf
from tests.reports.factories import SIGNED, a_handout, a_printing, the_exercises
from tests.reports.papers import EXAMPLES, a_paper
from tests.reports.test_handout import HOSTILE
from tests.reports.test_programme_code import with_code

LARGE = (LARGE_PRINT, LAYOUTS["large_24"], EASY_READ, EASY_LARGE, HIGH_CONTRAST)
WITH_EXERCISES = ("EX01", "EX02", "EX03", "EX12")


def sizes_of(data: bytes) -> set[float]:
    """Every size of type on the paper, in points."""
    return {round(run.size, 1) for run in read_printed(data)}


def colours_of(data: bytes) -> set[object]:
    return {run.colour for run in read_printed(data)}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_weeks_log_is_there_for_every_reader(layout: Layout, language: str) -> None:
    paper = replace(a_paper("EX02"), layout=layout, language=language)
    words = " ".join(" ".join(pdf.texts(handout_pdf(paper))).split())
    days, log, comment = (
        ("Mon Tue", "Your week", "Comments") if language == "en" else ("lun", "Su semana", "Comentarios")
    )
    assert log in words and days.split()[0] in words and comment in words


@pytest.mark.parametrize("example", WITH_EXERCISES)
def test_the_usual_handout_has_four_pages_at_most(example: str) -> None:
    assert len(pdf.texts(handout_pdf(with_code(a_paper(example))))) <= 4


@pytest.mark.parametrize("size", PageSize)
@pytest.mark.parametrize("layout", LARGE, ids=lambda one: one.id)
def test_head_and_foot_can_be_read_by_who_needs_large_print(layout: Layout, size: PageSize) -> None:
    data = handout_pdf(replace(a_paper("EX01"), layout=layout, size=size))
    assert min(sizes_of(data)) >= 12
    pages = pdf.texts(data)
    for page in pages:
        words = " ".join(page.split())
        assert "Casey Lorrimore-Test born 14 September 1979 · clinic no. 1042" in words
        # The number of the page stands beside these words and may come between them.
        assert "signs appear." in words and "Use until" in words
    assert "not for use without a physiotherapist's review" in " ".join(" ".join(pages).split())


def test_the_usual_foot_stays_as_it_is() -> None:
    assert min(sizes_of(handout_pdf(a_paper("EX01")))) < 8


def test_the_emergency_card_alone_follows_its_reader() -> None:
    card = safety_card_pdf(replace(a_paper("EX01"), layout=LAYOUTS["large_24"]))
    assert len(pdf.texts(card)) == 1 and min(sizes_of(card)) >= 12


@pytest.mark.parametrize("make", [handout_pdf, safety_card_pdf])
def test_for_the_strongest_contrast_all_words_are_black(make: Callable[[Paper], bytes]) -> None:
    assert len(colours_of(make(a_paper("EX01")))) > 2
    assert colours_of(make(replace(a_paper("EX01"), layout=HIGH_CONTRAST))) == {(0, 0, 0)}


def test_easy_read_shows_the_picture_before_the_name() -> None:
    usual, easy = (pdf.tags(handout_pdf(replace(a_paper("EX01"), layout=one))) for one in (STANDARD, EASY_READ))
    assert usual.index("H3") < usual.index("Figure")
    assert easy.index("Figure") < easy.index("H3")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Fine. Carry on.", 1),
        ("Too much. Stop.", 1),
        ("Stand up. Breathe out!", 2),
        ("Work on a firm seat. Sit tall and breathe out.", 2),
    ],
)
def test_a_single_word_is_no_idea_of_its_own(words: str, lines: int) -> None:
    assert len(one_idea_a_line(words).splitlines()) == lines


def test_both_needs_are_met_at_once() -> None:
    assert layout_for(("large_print", "reading_help")) is EASY_LARGE
    assert EASY_LARGE.body_size == LARGE_PRINT.body_size and EASY_LARGE.one_idea_a_line
    assert layout_for(("large_print",)) is LARGE_PRINT and layout_for(("hearing",)) is STANDARD


def test_every_example_is_known_here() -> None:
    assert set(WITH_EXERCISES) <= set(EXAMPLES)


NAME = ("Wilhelmina-Alexandrina " * 4)[:80].strip()
GOAL = ("Walk to the shop and back with my dog. " * 16)[:600].strip()


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_long_name_and_goal_keep_their_words_and_stay_on_the_page(layout: Layout) -> None:
    printing = a_printing(person=replace(a_printing().person, name=NAME), reader_size=layout.body_size)
    data = build_handout(a_handout(printing=printing, goal=GOAL), layout=layout)
    words = " ".join(" ".join(pdf.texts(data)).split())
    assert NAME in words and all(words.count(one) for one in GOAL.split())
    assert all("born 14 September 1979 · clinic no. 1042" in " ".join(page.split()) for page in pdf.texts(data))
    width, height = printing.size.value
    for run in read_printed(data):
        left, bottom, right, top = run.box
        assert left >= 36 and bottom >= 9 and right <= width - 30 and top <= height - 9
    assert pdf.broken_rules(data, "ua1") == []


@pytest.mark.parametrize("second", ["", "es"])
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_however_long_the_name_of_who_approved_it_the_foot_warns(layout: Layout, second: str) -> None:
    signature = replace(SIGNED, name="Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley of the Old Mill House")
    for page in pdf.texts(handout_pdf(replace(a_paper("EX05"), layout=layout, second=second, signature=signature))):
        words = page.partition("Approved by")[2]
        assert "Wilhelmina" in words and SIGNED.registration in words
        # The number of the page stands beside these words and may come between them.
        assert all(
            word in words
            for word in ["For", "this", "person", "only.", "Stop", "if", "the", "emergency", "signs", "appear."]
        )
        if second:
            assert "emergency signs appear. Solo" in words and words.count("emergencia. ") == 1


@pytest.mark.parametrize("count", [0, 60])
@pytest.mark.parametrize("layout", [LAYOUTS["large_24"], EASY_LARGE, HIGH_CONTRAST], ids=lambda one: one.id)
def test_none_and_sixty_exercises_print_for_every_reader(layout: Layout, count: int) -> None:
    one = the_exercises()[0]
    many = tuple(replace(one, id=f"X{number}", name=f"Exercise {number:02d}") for number in range(count))
    printing = a_printing(reader_size=layout.body_size)
    pages = [
        " ".join(page.split())
        for page in pdf.texts(build_handout(a_handout(printing=printing, exercises=many), layout=layout))
    ]
    assert all(any(f"{number + 1}. Exercise {number:02d}" in page for page in pages) for number in range(count))
    assert f"of {len(pages)}" in pages[-1]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("layout", [LARGE_PRINT, EASY_READ], ids=lambda one: one.id)
def test_hostile_text_in_every_field_prints_large(layout: Layout, words: str) -> None:
    handout = pdf.with_every_text(a_handout(printing=a_printing(reader_size=layout.body_size)), words)
    assert pdf.broken_rules(build_handout(handout, layout=layout), "ua1") == []
