"""Every line stands where it stood when somebody last looked, give or take a few points."""

import pytest

from tests.reports.golden import FOLDER, PAPERS, Line, differences, kept, lines_of


@pytest.mark.parametrize("name", PAPERS)
def test_every_line_stands_where_it_stood(name: str) -> None:
    found = list(differences(kept(name), lines_of(PAPERS[name]())))
    assert not found, (
        "\n".join(found[:12]) + "\nLook at it as a picture. If it is right so: python -m tests.reports.golden"
    )


def test_nothing_is_kept_of_papers_that_are_no_more() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(PAPERS)


def test_a_line_that_moved_or_went_is_named() -> None:
    page = [Line(60, 700, "Your exercises"), Line(60, 660, "1. Towel-roll opener")]
    assert list(differences([page], [page])) == []
    assert list(differences([page], [[page[0], Line(62, 657, "1. Towel-roll opener")]])) == []
    assert list(differences([page], [[page[0], Line(60, 640, "1. Towel-roll opener")]])) == [
        "page 1: “1. Towel-roll opener” stands +0 pt to the right and -20 pt up"
    ]
    assert list(differences([page], [page[:1]])) == ["page 1: “1. Towel-roll opener” is not there"]
    assert next(differences([page], [page, page])) == "2 pages, and it had 1"
