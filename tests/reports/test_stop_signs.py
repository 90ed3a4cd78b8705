"""When to stop an exercise stands where its last step stands, whatever the size of the type and of the paper."""

import pytest
from msgspec.structs import replace

from reports.compose import Paper, handout_pdf
from reports.inputs import PageSize
from reports.layouts import LAYOUTS
from reports.said import said_in
from tests.reports import pdf
from tests.reports.papers import EXAMPLES, a_paper, harder_on

PAPERS = {
    example: paper for example in EXAMPLES if (paper := a_paper(example)).plan.activities and not paper.plan.is_blocked
}
ON_LETTER = [("en", layout, PageSize.LETTER) for layout in LAYOUTS if layout != "standard"]
# The Spanish is longer, and the largest type is where cards outgrow a page: on both sizes of paper.
WHERE_PAGES_ARE_SHORT = [
    *ON_LETTER,
    *(("es", layout, PageSize.LETTER) for layout in ("large_18", "easy_read", "large_24")),
    *((language, "large_24", PageSize.A4) for language in ("en", "es")),
]


@pytest.mark.parametrize(("language", "layout", "size"), WHERE_PAGES_ARE_SHORT)
@pytest.mark.parametrize("example", PAPERS)
def test_stop_signs_stay_with_the_last_step(example: str, language: str, layout: str, size: PageSize) -> None:
    paper = replace(PAPERS[example], language=language, layout=LAYOUTS[layout], size=size)
    assert_stops_stand_with_steps(pdf.texts(handout_pdf(paper)), paper)


@pytest.mark.parametrize("layout", ["large_14", "large_16", "large_24", "easy_read_18"])
@pytest.mark.parametrize("example", PAPERS)
def test_stop_signs_stay_with_the_last_step_in_two_languages(example: str, layout: str) -> None:
    paper = replace(PAPERS[example], second="es", layout=LAYOUTS[layout], size=PageSize.LETTER)
    pages = pdf.texts(handout_pdf(paper))
    for language in ("en", "es"):
        assert_stops_stand_with_steps(pages, replace(paper, language=language))


def assert_stops_stand_with_steps(pages: tuple[str, ...], paper: Paper) -> None:
    said = said_in(paper.language, paper.assessment)
    programme, words = said.content.programme, said.words.handout
    assert not any(page.startswith(words.stop_if) for page in pages)
    titles = [f"{n}. {programme.exercises[one.exercise].name}" for n, one in enumerate(paper.plan.activities, 1)]
    for activity, after in zip(paper.plan.activities, [*titles[1:], words.lights], strict=True):
        exercise = programme.exercises[activity.exercise]
        (about,) = [part for page in pages if (part := between(page, exercise.steps[-1], after))]
        stops = (*(programme.stop_codes.texts[code] for code in exercise.stop), exercise.stop_text)
        for stop in (*(f"{words.stop_if} {stop}." for stop in stops if stop), exercise.stop_note):
            assert plain(stop) in about, exercise.id


@pytest.mark.parametrize(("language", "layout"), [("en", "large_24"), ("es", "large_24"), ("es", "large_18")])
@pytest.mark.parametrize("example", PAPERS)
def test_what_goes_overleaf_says_which_exercise_it_is(example: str, language: str, layout: str) -> None:
    paper = replace(PAPERS[example], language=language, layout=LAYOUTS[layout])
    pages = pdf.texts(handout_pdf(paper))
    exercises = said_in(language, paper.assessment).content.programme.exercises
    for number, activity in enumerate(paper.plan.activities, 1):
        exercise = exercises[activity.exercise]
        for words in (exercise.steps[-1], exercise.easier, *harder_on(paper, activity, exercise)):
            with_it = [page for page in pages if plain(words) in page]
            assert words == exercise.easier or with_it, words  # a lowered dose may already say it
            assert all(f"{number}. {exercise.name}" in page for page in with_it), words


def between(page: str, start: str, end: str) -> str:
    """What a page says from these words on, up to those, or nothing."""
    _, found, rest = page.partition(plain(start))
    return found + rest.partition(end)[0] if found else ""


def plain(words: str) -> str:
    return " ".join(words.replace("**", "").split())
