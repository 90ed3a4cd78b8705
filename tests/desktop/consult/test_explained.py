"""Every page of the panel that says where things come from can be opened, and every way on from it leads somewhere."""

import pytest

from desktop.consult.explained import (
    DriverReasons,
    Linked,
    SentenceView,
    explain_answer,
    explain_driver,
    explain_sentence,
    grade_in_words,
)
from forms.assessment import Assessment
from forms.content import load_content
from tests.desktop.consult.people import DETAILS, an_assessment


def ways_on(found: SentenceView | DriverReasons) -> list[Linked]:
    if isinstance(found, SentenceView):
        return list(found.rests_on)
    return [*found.has, *found.against, *found.absent, *(line.sentence for line in found.open), *found.anchors]


def opened(assessment: Assessment, link: Linked) -> SentenceView | DriverReasons:
    if link.kind == "core":
        return explain_driver(assessment, link.id, DETAILS)
    return explain_sentence(assessment, link.id, DETAILS)


@pytest.mark.parametrize("example", ["EX01", "EX05", "EX07", "EX08", "EX10", "EX11"])
def test_every_way_on_leads_somewhere(example: str) -> None:
    assessment = an_assessment(example)
    items = assessment.content.questionnaire.items
    seen: set[tuple[str, str]] = set()
    waiting: list[Linked] = []
    for key in assessment.response.answers:
        view = explain_answer(assessment, key.rsplit("/", 1)[-1], DETAILS)
        assert view.answer.answer
        waiting += [*view.holds, *view.waits, *view.does_not_hold]
        assert all(row.link_id in items for row in view.opens)
    for driver in assessment.content.rulebook.drivers:
        waiting += ways_on(explain_driver(assessment, driver.id, DETAILS))
    while waiting:
        link = waiting.pop()
        if (link.kind, link.id) in seen or not link.id:
            continue
        seen.add((link.kind, link.id))
        page = opened(assessment, link)
        assert "{" not in link.says, "a detail of the clinic is not filled in"
        if isinstance(page, SentenceView):
            assert page.sentence.says and all(row.question for row in page.answers)
        waiting += ways_on(page)
    assert len(seen) > 100


@pytest.mark.parametrize("example", ["EX01", "EX05", "EX07", "EX11"])
def test_every_reason_leads_to_a_question_and_names_its_sources(example: str) -> None:
    assessment = an_assessment(example)
    items = assessment.content.questionnaire.items
    for finding in assessment.impression.findings:
        for basis in finding.basis:
            view = explain_sentence(assessment, basis.rule, DETAILS)
            asked = [row.key.rsplit("/", 1)[-1] for row in view.answers if row.key]
            assert asked and not any(items[one].is_derived for one in asked), basis.rule
            assert view.sources and all(source.title for source in view.sources), basis.rule
            assert view.grade, basis.rule


def test_an_answer_is_asked_where_it_is_kept() -> None:
    view = explain_sentence(an_assessment("EX05"), "D01", DETAILS)
    keys = {row.link_id: row.key for row in view.answers}
    assert keys["img_root"] == "scans/1/img_root"
    assert keys["img_side_match"] == ""  # worked out: nobody is asked it


def test_a_worked_out_answer_stands_over_what_it_follows_from() -> None:
    rows = explain_sentence(an_assessment("EX05"), "D01", DETAILS).answers
    names = [row.link_id for row in rows]
    assert names.index("img_side_match") < names.index("img_side")
    assert rows[names.index("img_side")].depth == rows[names.index("img_side_match")].depth + 1


def test_every_grade_of_the_pack_has_words() -> None:
    content = load_content()
    assessment = an_assessment("EX01")
    grades = {rule.grade for driver in content.rulebook.drivers for rule in driver.rules}
    grades |= {flag.grade for flag in content.rulebook.flags}
    for grade in grades - {""}:
        assert ":" in grade_in_words(grade, assessment), grade
