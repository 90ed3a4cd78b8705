"""The paper of each worked example: four sheets at most, nothing parted, every word of the programme on it."""

from collections.abc import Iterator

import pytest
from msgspec.structs import astuple, replace

from forms.readability import read
from reports.compose import clinician_summary_pdf, handout_pdf
from reports.handout import HandoutWords
from reports.inputs import PageSize
from reports.wording import HANDOUT
from tests.reports import pdf
from tests.reports.papers import EXAMPLES, a_paper, harder_on

PAPERS = {example: a_paper(example) for example in EXAMPLES}
SAFETY_FIRST = ("EX08", "EX09", "EX10")
WAITING = ("EX05",)
PROGRAMMES = tuple(example for example in EXAMPLES if example not in (*SAFETY_FIRST, *WAITING))
_PAGES: dict[str, tuple[str, ...]] = {}


def pages(example: str) -> tuple[str, ...]:
    if example not in _PAGES:
        _PAGES[example] = pdf.texts(handout_pdf(PAPERS[example]))
    return _PAGES[example]


def plain(words: str) -> str:
    return " ".join(words.replace("**", "").split())


@pytest.mark.parametrize("size", PageSize)
@pytest.mark.parametrize("example", PROGRAMMES)
def test_a_programme_takes_four_sheets_with_the_weeks_log(example: str, size: PageSize) -> None:
    made = pdf.texts(handout_pdf(replace(PAPERS[example], size=size)))
    assert len(made) == 4
    log = [page for page in made if HANDOUT.log in page]
    assert len(log) == 1
    assert HANDOUT.worst_pain in log[0]


@pytest.mark.parametrize("example", PROGRAMMES)
def test_a_goal_finds_room_on_the_first_sheet(example: str) -> None:
    goal = "Sit through a whole film with my family and drive home after it without having to stop and walk about."
    paper = PAPERS[example]
    made = pdf.texts(handout_pdf(replace(paper, plan=replace(paper.plan, goal=goal))))
    assert len(made) == 4
    assert f"Your goal: “{goal}”" in made[0]
    assert "We meet again on" in made[0]


@pytest.mark.parametrize("example", [*SAFETY_FIRST, *WAITING])
def test_without_a_programme_one_sheet_is_enough(example: str) -> None:
    assert len(pages(example)) == 1


@pytest.mark.parametrize("example", PROGRAMMES)
def test_card_findings_and_plan_stand_on_the_first_sheet(example: str) -> None:
    first = pages(example)[0]
    assert "Stop and get help today" in first
    assert "What we found" in first
    assert "Your plan at a glance" in first
    exercises = PAPERS[example].assessment.content.programme.exercises
    for number, activity in enumerate(PAPERS[example].plan.activities, 1):
        often = activity.dose.often[0].upper() + activity.dose.often[1:]
        assert f"{number} {exercises[activity.exercise].name} {often}" in first
    assert "We meet again on" in first


@pytest.mark.parametrize("example", PROGRAMMES)
def test_no_exercise_is_parted_between_sheets(example: str) -> None:
    content = PAPERS[example].assessment.content.programme
    for activity in PAPERS[example].plan.activities:
        exercise = content.exercises[activity.exercise]
        stops = [f"Stop if {content.stop_codes.texts[code]}." for code in exercise.stop]
        stops += [f"Stop if {exercise.stop_text}."] if exercise.stop_text else []
        whole = [exercise.why, exercise.position, *exercise.steps, *stops, exercise.stop_note]
        whole += [
            *harder_on(PAPERS[example], activity, exercise),
            activity.side_words,
            exercise.avoid_text,
            *activity.differences(exercise),
        ]
        assert any(all(plain(words) in page for words in whole) for page in pages(example)), exercise.id


@pytest.mark.parametrize("example", PROGRAMMES)
def test_every_leaflet_of_the_plan_is_printed(example: str) -> None:
    words = " ".join(pages(example))
    paper = PAPERS[example]
    for advice_id in paper.plan.advice:
        advice = paper.assessment.content.programme.advice[advice_id]
        for paragraph in (advice.title, *advice.paragraphs):
            assert plain(paper.fill(paragraph)) in words


@pytest.mark.parametrize("example", PROGRAMMES)
def test_no_heading_ends_a_sheet(example: str) -> None:
    leaflets = PAPERS[example].assessment.content.programme.advice.values()
    titles = (advice.title for advice in leaflets)
    headings = (HANDOUT.findings, HANDOUT.plan, HANDOUT.exercises, HANDOUT.lights, HANDOUT.advice, HANDOUT.log, *titles)
    for page in pages(example):
        # The margins are drawn last, so the body ends where the running head begins.
        body = page.split("Casey Lorrimore-Test · born")[0].strip()
        assert body
        assert not body.endswith(headings)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_sheet_carries_the_footer_that_must_appear(example: str) -> None:
    for page in pages(example):
        assert "born 14 September 1979 · clinic no. 1042" in page
        assert "Printed 2 March 2026, 14:02" in page
        assert "Rules and content" in page
        assert "For this person only. Stop if the emergency signs appear." in page
        assert "not for use without a physiotherapist's review." in page


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_patient_never_sees_scores_rule_ids_or_blanks_to_fill(example: str) -> None:
    words = " ".join(pages(example))
    for finding in PAPERS[example].assessment.impression.findings:
        for rule in finding.fired:
            assert rule not in words.split()
    assert "points" not in words.replace("points to", "").replace("point to", "")
    assert "{" not in words


def test_what_is_said_of_a_scan_is_said_once() -> None:
    assert " ".join(pages("EX07")).count("Your scan and your symptoms point to the same nerve") == 1


def test_an_open_warning_leaves_only_what_helps_anybody() -> None:
    (page,) = pages("EX05")
    content = PAPERS["EX05"].assessment.content.programme
    assert content.findings.blocked in page
    assert "What happens next" in page
    assert "What helps recovery" in page
    assert not any(exercise.name in page for exercise in content.exercises.values())
    assert "Traffic light" not in page


def test_too_few_answers_are_said_kindly() -> None:
    paper = a_paper("EX01")
    impression = replace(paper.assessment.impression, outcome="insufficient_information", lead=None, add_ons=())
    assessment = replace(paper.assessment, impression=impression)
    plan = replace(paper.plan, activities=(), advice=("ADV_02",))
    (page,) = pdf.texts(handout_pdf(replace(paper, assessment=assessment, plan=plan)))
    assert "We do not know enough yet to choose exercises for you." in page
    assert "Your plan at a glance" not in page


def test_the_first_words_can_be_read_at_eleven() -> None:
    texts = PAPERS["EX01"].assessment.content.programme.findings
    for words in texts.texts:
        assert read([words]).is_easy, words


def test_an_easier_way_that_is_the_way_is_not_offered_again() -> None:
    """EX11 does the soft bridge only half way, which is also its easier way."""
    words = " ".join(pages("EX11"))
    assert words.count("Lift only half way.") == 1


def test_doing_half_after_a_stop_makes_sense_without_numbers() -> None:
    then = PAPERS["EX01"].assessment.content.programme.stop_codes.then
    assert "first three" not in then
    assert then in " ".join(pages("EX01"))


def test_the_summary_names_what_is_missing_in_words() -> None:
    for example, paper in PAPERS.items():
        words = " ".join(pdf.texts(clinician_summary_pdf(paper)))
        for finding in paper.assessment.impression.findings:
            assert not [link_id for link_id in finding.missing if link_id in words], example


def test_the_summary_says_a_flag_once_and_its_outcome_in_a_sentence() -> None:
    words = " ".join(pdf.texts(clinician_summary_pdf(PAPERS["EX05"])))
    assert "Mild weakness: Mild weakness" not in words
    assert "One driver leads: D " in words


def _every_english_word(words: HandoutWords) -> Iterator[str]:
    for value in astuple(words):
        yield from value if isinstance(value, tuple) else (value,)


def test_every_heading_can_be_said_in_another_language() -> None:
    """No heading or label of the sheet is left in the code: with other words, none of these is printed."""
    other = HandoutWords(*[("·",) * 7 if isinstance(one, tuple) else "·" for one in astuple(HANDOUT)])
    from reports.handout import build_handout
    from tests.reports.factories import a_handout

    page = " ".join(pdf.texts(build_handout(a_handout(words=other, advice=(), review_note=""))))
    left = [word for word in _every_english_word(HANDOUT) if len(word) > 4 and word in page]
    assert left in ([], ["Stop if"])  # the footer has its own
