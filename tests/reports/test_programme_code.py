"""The code on a signed handout: the square and the groups say the same, and a draft has neither."""

import datetime
import re

import pypdfium2
import pytest
from msgspec.structs import replace

from forms.programme.programme_code import programme_code, read_code
from reports.compose import Paper, handout_pdf
from reports.layouts import LAYOUTS
from reports.print_check import check_paper
from reports.programme_code import modules_of
from reports.wording import HANDOUT
from tests.reports.papers import a_paper
from tests.reports.pdf import broken_rules, descriptions, texts

KEY = bytes(range(32))
PATIENT = "5c" * 16
_DOTS = 4.0  # a point
_MM = 72 / 25.4


def with_code(paper: Paper, times: int = 1) -> Paper:
    """The signed paper with the code of its programme, or of one that is as many times as long."""
    content = paper.assessment.content
    code = programme_code(
        paper.plan.activities * times,
        content.programme.exercises,
        content_version=content.version,
        content_sha256=content.sha256,
        signed_on=datetime.date(2026, 3, 2),
        patient_id=PATIENT,
        key=KEY,
    )
    return replace(paper, code=code)


def square_on(pdf: bytes, says: str = HANDOUT.code_says) -> tuple[int, tuple[float, ...]]:
    """The page, counted from 0, and the corners in points of the picture that says this."""
    figures = [one for one in re.findall(rb"obj\n(.*?)endobj", pdf, re.DOTALL) if says.encode() in one]
    assert len(figures) == 1
    corners = re.search(rb"/BBox \[([^\]]*)\]", figures[0])
    page = re.search(rb"/Pg (\d+) 0 R", figures[0])
    assert corners is not None and page is not None
    pages = re.search(rb"/Kids \[([^\]]*)\]", pdf)
    assert pages is not None
    numbers = [int(number) for number in re.findall(rb"(\d+) 0 R", pages[1])]
    return numbers.index(int(page[1])), tuple(float(number) for number in corners[1].split())


def modules_seen(pdf: bytes, count: int) -> list[list[bool]]:
    """The picture as a scanner sees it: whether the middle of each module is dark, white all round included."""
    number, (left, _, right, top) = square_on(pdf)
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[number]
        height = page.get_height()
        picture = page.render(scale=_DOTS).to_pil().convert("L")
    finally:
        document.close()
    module = (right - left) / count
    return [
        [
            picture.getpixel(
                (int((left + (x + 0.5) * module) * _DOTS), int((height - top + (y + 0.5) * module) * _DOTS))
            )
            < 128
            for x in range(count)
        ]
        for y in range(count)
    ]


@pytest.mark.parametrize("layout", ["standard", "large_24", "easy_read"])
def test_the_square_on_the_sheet_is_the_code_with_white_all_round(layout: str) -> None:
    paper = with_code(replace(a_paper("EX01"), layout=LAYOUTS[layout]))
    pdf = handout_pdf(paper)
    wanted = modules_of("".join(paper.code))
    size = len(wanted)
    seen = modules_seen(pdf, size + 8)
    assert [row[4:-4] for row in seen[4:-4]] == [list(row) for row in wanted]
    edge = [*seen[:4], *seen[-4:], *(row[:4] for row in seen), *(row[-4:] for row in seen)]
    assert not any(dark for row in edge for dark in row)
    _, (left, bottom, right, top) = square_on(pdf)
    assert min(right - left, top - bottom) >= 20 * _MM
    assert (right - left) / (size + 8) >= 0.5 * _MM


@pytest.mark.parametrize("layout", ["standard", "large_24", "easy_read"])
def test_the_groups_on_the_sheet_can_be_typed_back(layout: str) -> None:
    paper = with_code(replace(a_paper("EX01"), layout=LAYOUTS[layout]))
    words = " ".join(texts(handout_pdf(paper)))
    assert words.count(HANDOUT.code) == 1
    printed = words.partition(HANDOUT.code)[2].split()[: len(paper.code)]
    assert tuple(printed) == paper.code
    exercises = paper.assessment.content.programme.exercises
    opened = read_code(" ".join(printed), KEY).prescribed(exercises)
    assert [(one.exercise, one.dose) for one in opened] == [(one.exercise, one.dose) for one in paper.plan.activities]


def test_a_listener_hears_what_the_square_is() -> None:
    pdf = handout_pdf(with_code(a_paper("EX01")))
    assert HANDOUT.code_says in descriptions(pdf)
    assert broken_rules(pdf, "ua1") == [] and broken_rules(pdf, "2a") == []


def test_two_languages_share_one_square() -> None:
    paper = with_code(replace(a_paper("EX01"), second="es"))
    pdf = handout_pdf(paper)
    words = " ".join(texts(pdf))
    assert words.count("this code to open this programme again") == 1
    assert words.count("este código para abrir de nuevo este programa") == 1
    assert words.count(" ".join(paper.code[:3])) == 1
    assert broken_rules(pdf, "ua1") == []


def test_a_draft_has_no_code() -> None:
    paper = replace(with_code(a_paper("EX01")), signature=None)
    pdf = handout_pdf(paper)
    assert HANDOUT.code not in " ".join(texts(pdf)) and HANDOUT.code_says not in descriptions(pdf)


def test_a_blocked_programme_has_no_code() -> None:
    paper = with_code(a_paper("EX01"))
    blocked = replace(paper, plan=replace(paper.plan, blocked_by=("RF16",)))
    assert paper.code[0] not in " ".join(texts(handout_pdf(blocked)))


def test_a_very_long_programme_still_has_a_square_that_can_be_read() -> None:
    paper = with_code(a_paper("EX01"), times=12)
    pdf = handout_pdf(paper)
    wanted = modules_of("".join(paper.code))
    assert len(read_code("".join(paper.code), KEY).exercises) == 60
    assert [row[4:-4] for row in modules_seen(pdf, len(wanted) + 8)[4:-4]] == [list(row) for row in wanted]


def test_the_same_signed_programme_always_prints_the_same() -> None:
    assert handout_pdf(with_code(a_paper("EX01"))) == handout_pdf(with_code(a_paper("EX01")))


def test_a_code_is_not_read_as_words_before_printing() -> None:
    """Chance may spell anything, and a dozen words of one sentence each would make the rest look easier to read."""
    paper = a_paper("EX01")
    spelt = replace(paper, code=("CRUMBLING", "DAMAGE"))
    assert check_paper(spelt, handout_pdf(spelt)) == check_paper(paper, handout_pdf(paper))
