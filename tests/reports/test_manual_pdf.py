"""The rule manual on paper says what the page says, with numbered pages, and can be read aloud."""

import re
from functools import cache
from pathlib import Path

from desktop.cli import run
from forms.content import load_content
from reports.manual import rule_manual
from reports.manual.pdf import rule_manual_pdf
from reports.manual.tree import read_tree
from tests.reports.pdf import broken_rules, texts, title

CONTENT = load_content()


@cache
def manual() -> bytes:
    return rule_manual_pdf(CONTENT)


@cache
def pages() -> tuple[str, ...]:
    return texts(manual())


def test_it_is_accessible_and_fit_for_the_archive() -> None:
    assert [rule for profile in ("ua1", "2a") for rule in broken_rules(manual(), profile)] == []
    assert title(manual()) == "Rule manual"


def test_everything_with_an_id_stands_in_it() -> None:
    said = "".join(pages()).replace(" ", "")
    rulebook, programme = CONTENT.rulebook, CONTENT.programme
    wanted = [
        *CONTENT.questionnaire.items,
        *(flag.id for flag in rulebook.flags),
        *(rule.because for driver in rulebook.drivers for rule in driver.rules),
        *(source.title for source in rulebook.sources.values()),
        *(step for exercise in programme.exercises.values() for step in exercise.steps),
    ]
    assert not [one for one in wanted if one.replace("**", "").replace(" ", "") not in said]


def test_the_contents_name_the_page_where_each_chapter_begins() -> None:
    contents = pages()[1]
    chapters = [one for one in read_tree(rule_manual(CONTENT)).find("main").nodes if one.id]
    assert len(chapters) > 8
    for chapter in chapters:
        heading = chapter.find("h2").words()
        number = re.search(rf"{re.escape(heading)} (\d+)", contents)
        assert number is not None, heading
        assert heading in pages()[int(number[1]) - 1], heading


def test_the_same_content_gives_the_same_bytes() -> None:
    assert rule_manual_pdf(CONTENT) == manual()


def test_the_command_makes_a_pdf_where_one_is_named(tmp_path: Path) -> None:
    target = tmp_path / "manual.pdf"
    assert run(["manual", str(target)]) == 0
    assert target.read_bytes() == manual()
