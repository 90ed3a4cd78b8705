"""From a sentence to its answers, from an answer to what it influenced, and why not the other driver."""

import re
from collections.abc import Iterator

import pytest

from forms.assessment import Assessment, assess_all
from forms.conditions import NOT_APPLICABLE
from forms.rules.trace import Read, influence, read_answer, trace, why_not
from forms.rules.what_if import what_if
from tests.forms.rules.factories import assessed
from tests.forms.rules.test_what_if import CONTENT, PEOPLE

FORBIDDEN = re.compile(r"diagnos|probab|%|cause is|the cause", re.IGNORECASE)


def shown(assessment: Assessment) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every sentence of an assessment, with the answers the engine says it rests on."""
    impression = assessment.impression
    for finding in impression.findings:
        for basis in finding.basis:
            yield basis.rule, basis.reads
    for flag in impression.flags:
        yield flag.id, flag.reads
    for differential in impression.differentials:
        yield differential.id, differential.reads
    for message in impression.messages:
        yield message.id, ()
    for exercise in assessment.care_plan.exercises:
        yield exercise, ()
    for advice in assessment.care_plan.advice:
        yield advice, ()
    for caution in assessment.care_plan.cautions:
        yield caution.code, ()


@pytest.mark.parametrize("person", PEOPLE)
def test_every_sentence_leads_back_to_answers_in_words(person: str) -> None:
    assessment = PEOPLE[person]
    for sentence, reads in shown(assessment):
        found = trace(assessment, sentence)
        assert found.state == "holds", sentence
        assert {read.link_id for read in found.reads} >= set(reads), sentence
        assert found.says and not re.search(r"(?<!{)\b[a-z]+_[a-z_]+", found.says)  # no code, but for the clinic's own
        for read in found.reads:
            assert read.label and read.words, sentence


@pytest.mark.parametrize("person", PEOPLE)
def test_every_answer_that_a_sentence_rests_on_knows_of_the_sentence(person: str) -> None:
    assessment = PEOPLE[person]
    for sentence, reads in shown(assessment):
        for link_id in reads:
            touched = {one.id for one in influence(assessment, link_id) if one.state == "holds"}
            assert sentence in touched


@pytest.mark.parametrize("person", PEOPLE)
def test_an_answer_that_influences_nothing_changes_nothing_when_it_is_taken_back(person: str) -> None:
    assessment = PEOPLE[person]
    for key in assessment.response.answers:
        link_id = key.rsplit("/", 1)[-1]
        if not influence(assessment, link_id):
            assert what_if(assessment.response, {key: None}, CONTENT, before=assessment).is_empty, key


def test_a_worked_out_answer_is_followed_to_those_that_were_given() -> None:
    found = trace(PEOPLE["EX05"], "D01")
    answers = {read.link_id: read.words for read in found.answers}
    assert answers["img_root"].startswith("Squeezed")
    assert (answers["img_side"], answers["pain_side"], answers["img_verified"]) == ("Right", "Right", "Yes")
    assert "img_usable" not in answers
    assert (found.grade, found.sources) == ("B", ("V47", "V48", "V54"))


def test_an_answer_given_directly_does_not_pretend_to_be_worked_out() -> None:
    assert read_answer(PEOPLE["EX05"], "ex_myotome_deficit") == Read(
        "ex_myotome_deficit", "Weakness in one root's muscles", "Yes", "answered"
    )


def test_unsure_a_blank_and_what_does_not_apply_are_told_apart() -> None:
    assessment = PEOPLE["EX10"]
    assert read_answer(assessment, "pain_extent").answered == "unsure"
    assert read_answer(assessment, "rf_cancer").answered == "blank"
    assert assessment.facts.known("worse_side") is NOT_APPLICABLE
    assert read_answer(assessment, "worse_side").answered == "does_not_apply"


def test_an_unanswered_safety_question_is_what_its_warning_rests_on() -> None:
    found = trace(PEOPLE["EX10"], "RF11")
    assert [(read.link_id, read.words) for read in found.reads] == [("rf_cancer", "not answered")]


def test_an_exercise_rests_on_the_findings_of_its_driver() -> None:
    found = trace(PEOPLE["EX05"], "E04")
    assert {"D01", "D11", "D14"} <= set(found.rests_on)
    assert not set(found.rests_on) & {"D12", "A01"}  # D12 shares a bracket; A is another driver
    assert {"ex_rep_dir", "ex_rep_move"} <= {read.link_id for read in found.reads}


def test_an_exercise_that_is_left_out_names_the_caution_and_its_answers() -> None:
    response = PEOPLE["EX11"].response.with_answer("med_osteoporosis", "yes")
    assessment = assess_all(response, CONTENT)
    left = next(one for one in assessment.care_plan.left_out if one.code == "X_OSTEO")
    found = trace(assessment, left.exercise)
    assert found.state == "does_not_hold"
    assert "X_OSTEO" in found.rests_on
    assert left.because.rstrip(".") in found.says
    assert {read.link_id: read.words for read in found.answers}["med_osteoporosis"] == "Yes"
    under = [one for one in influence(assessment, "med_osteoporosis") if one.kind == "exercise"]
    assert left.exercise in {one.id for one in under}
    assert {one.through for one in under} == {("X_OSTEO",)}


def test_the_side_of_a_scan_reaches_all_that_it_decides() -> None:
    found = {one.id: one for one in influence(PEOPLE["EX05"], "img_side")}
    assert found["D01"].through == ("img_side_match",)
    assert found["B20"].through == ("img_usable", "img_concordance")
    assert found["IMG_CONCORD"].state == "holds"
    assert found["IMG_DISCORD"].state == "does_not_hold"


def test_a_core_answer_says_which_drivers_it_informs() -> None:
    core = {one.id for one in influence(PEOPLE["EX10"], "agg_sitting") if one.kind == "core"}
    assert core == {driver.id for driver in CONTENT.rulebook.drivers if "agg_sitting" in driver.core}


def test_what_nothing_looks_at_influences_nothing() -> None:
    assert influence(PEOPLE["EX01"], "img_hospital") == ()


def test_an_unknown_sentence_is_an_error() -> None:
    with pytest.raises(KeyError):
        trace(PEOPLE["EX01"], "Z99")


# --- why not the hip? -----------------------------------------------------------------------------------------------


def test_why_not_the_hip_when_the_tests_speak_against_it() -> None:
    found = why_not(PEOPLE["EX05"], "B")
    assert found.lacks == (
        "It has \u22127 points; 6 are needed.",
        "Not one of the findings that could support it is there.",
    )
    assert [basis.rule for basis in found.against] == ["B20", "B21", "B22", "B23", "B24"]
    assert [(one.rule, one.state) for one in found.anchors] == [("B12", "does_not_hold"), ("history", "does_not_hold")]
    assert not found.is_open


def test_why_not_the_hip_before_it_was_examined() -> None:
    found = why_not(PEOPLE["EX12"], "B")
    assert found.points >= found.points_needed
    assert found.is_open
    piriformis = next(one for one in found.anchors if one.rule == "B12")
    assert {read.link_id: read.words for read in piriformis.reads} == {
        "ex_apt_pos": "Not done",
        "ex_sps_pos": "Not done",
    }
    assert "B12" in {rule.rule for rule in found.open_rules}


def test_what_is_said_to_be_open_can_be_reached() -> None:
    found = why_not(PEOPLE["EX12"], "B")
    answers = {
        "ex_apt_pos": "yes",
        "ex_sps_pos": "yes",
        "ex_fair_pos": "yes",
        "ex_pace_pos": "yes",
        "ex_notch_tender": "yes",
    }
    change = what_if(PEOPLE["EX12"].response, answers, CONTENT)
    (hip,) = (driver for driver in change.drivers if driver.driver == "B")
    assert hip.band_after == "supported"
    assert hip.points_after <= found.could_reach


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("driver", "ABCD")
def test_every_driver_that_is_not_supported_says_what_it_lacks(person: str, driver: str) -> None:
    found = why_not(PEOPLE[person], driver)
    assert (found.lacks == ()) == (found.band == "supported")
    assert found.could_reach >= found.points
    assert not any(FORBIDDEN.search(line) for line in found.lacks)


def test_a_driver_short_of_information_names_the_questions() -> None:
    found = why_not(assessed(), "A")
    assert found.band == "insufficient_information"
    assert found.lacks[-1].startswith("Not enough information:")
    assert all(CONTENT.questionnaire.items[one].label in found.lacks[-1] for one in found.missing_core)
