"""From a sentence to its answers, from an answer to what it influenced, and why not the other driver."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from forms.answers_file import read_answers
from forms.assessment import Assessment, assess_all
from forms.conditions import NOT_APPLICABLE
from forms.content import Content, read_content, shipped_files
from forms.rules.trace import Influenced, Read, influence, read_answer, trace, why_not
from forms.rules.what_if import what_if
from tests.forms.rules.factories import INTAKE, assessed, quiet_answers
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


@cache
def _clinics_content() -> Content:
    """A clinic's own pack: what the shipped one has no example of."""
    files = dict(shipped_files())

    def add(name: str, old: str, new: str) -> None:
        text = files[name].decode()
        assert old in text, old
        files[name] = text.replace(old, new, 1).encode()

    cast = 'id = "cast_off"\ntype = "date"\nlabel = "When did the cast come off?"\nblock = "injuries"'
    add(
        "questionnaires/08_injuries.toml",
        '[[item]]\nid = "inj_stiff"',
        f'[[item]]\n{cast}\nshown_when = "inj_type = fracture"\n\n[[item]]\nid = "inj_stiff"',
    )
    add("rules/red_flags/RF27_rash.toml", 'item = "rf_rash"', 'item = "rf_rash"\nasks = ["rf_rash", "smoke"]')
    add("rules/drivers/B_hip.toml", '"agg_hip_twist = yes"', '"agg_hip_twist = yes and onset_date < intake_date"')
    crossed = 'when = "ex_xslr_pos = yes"'
    add("rules/drivers/D_root.toml", crossed, f'group = "Dtension"\n{crossed}')
    slump = 'points = 2\nwhen = "ex_slump_pos = yes"'
    add("rules/drivers/D_root.toml", slump, slump.replace("2", "1"))
    add("exercises/E42.toml", 'grade = "U"', 'grade = "U"\neasier_kit = ["chair"]')
    return read_content(files)


def at_the_clinic(**answers: Any) -> Assessment:
    document = {"intake_date": INTAKE.isoformat(), "answers": {**quiet_answers(), **answers}}
    content = _clinics_content()
    return assess_all(read_answers(json.dumps(document).encode(), content.questionnaire).response, content)


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


def test_an_answer_given_directly_counts_until_its_own_questions_are_answered() -> None:
    given = {"ex_myotome_deficit": "no", "img_done": "mri", "img_side": "L"}
    assert read_answer(assessed(pain_side="L", **given), "ex_myotome_deficit").worked_out_from == ()
    power = {f"ex_mrc_{root}_{side}": "5" for root in ("L2", "L3", "L4", "L5", "S1") for side in "LR"}
    tested = read_answer(assessed(pain_side="L", **given, **power | {"ex_mrc_L5_L": "3"}), "ex_myotome_deficit")
    assert (tested.words, tested.answered) == ("Yes", "answered")
    assert "ex_mrc_L5_L" in {read.link_id for read in tested.worked_out_from}


def test_an_age_that_was_typed_counts_where_the_date_of_birth_cannot_be_right() -> None:
    typed = PEOPLE["EX05"].response.with_answers({"pt_dob": "1850-01-01", "age": 42})
    assert read_answer(assess_all(typed, CONTENT), "age") == Read("age", "Age", "42 years", "answered")


def test_what_nobody_gave_shows_the_blanks_it_waits_for() -> None:
    waiting = read_answer(assessed(), "age")
    assert (waiting.words, waiting.answered) == ("not answered", "blank")
    assert [(read.link_id, read.answered) for read in waiting.worked_out_from] == [("pt_dob", "blank")]


def test_which_nerve_a_scan_fits_is_followed_to_the_painful_and_the_worse_side() -> None:
    scan = {"img_done": "mri", "img_side": "R", "img_root_name": "S1", "pain_sites": ["sole"], "worse_side": "R"}

    def looked_at(side: str) -> dict[str, str]:
        found = read_answer(assessed(pain_side=side, **scan), "img_concordance")
        return {read.link_id: read.answered for read in found.worked_out_from}

    assert looked_at("R").keys() >= {"img_done", "img_side", "img_root_name", "pain_side", "pain_sites"}
    assert "worse_side" not in looked_at("R")
    assert looked_at("both")["worse_side"] == "answered"


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
    # Nobody was scanned, and still this is what the side of a scan would decide.
    assert influenced(PEOPLE["EX01"], "img_side")["rule", "D01"] == "does_not_hold"


def test_a_core_answer_says_which_drivers_it_informs() -> None:
    core = {one.id for one in influence(PEOPLE["EX10"], "agg_sitting") if one.kind == "core"}
    assert core == {driver.id for driver in CONTENT.rulebook.drivers if "agg_sitting" in driver.core}


@pytest.mark.parametrize(
    ("answer", "kind", "sentence", "state", "says"),
    [
        ("neu_weak", "flag", "RF30", "holds", "Mild weakness, said or measured: the physio retests power before any"),
        ("pt_dob", "flag", "RF25", "undecided", "Age"),
        ("age", "rule", "C08", "does_not_hold", "Ankle bend short in absolute terms."),
        ("worst_site", "core", "D", "holds", "Counts towards enough information for: Lumbar nerve root"),
        ("pt_dob", "differential", "DX_LSS", "does_not_hold", "Spinal stenosis or neurogenic claudication: Walking or"),
        ("pain_side", "message", "IMG_CONCORD", "holds", "Your scan and your symptoms point to the same nerve (S1, r"),
        ("img_calcified", "message", "IMG_CALC_PHYSIO", "undecided", ""),
        ("nprs_leg", "caution", "X_IRR", "holds", "Very sore, or slow to settle: Easier version of every exercise"),
        ("age", "caution", "X_EXT", "does_not_hold", "Bending back makes the leg worse: Stenosis pattern, spondylo"),
        ("worst_site", "phase", "phase 2", "does_not_hold", "Phase 2: Restore"),
        ("ex_rep_move", "list", "D-ext", "holds", "Exercises: nerve root, eased by bending back"),
        ("neu_weak", "review", "review 7", "holds", "Review in 7 days: Weakness: the physio tests your power again."),
        ("occ_drive_h", "advice", "ADV_05", "does_not_hold", "Driving"),
        ("age", "asks", "ecq1", "undecided", "Asks: Pain in the leg when you walk?"),
    ],
)
def test_what_an_answer_influences_is_said_in_words(
    answer: str, kind: str, sentence: str, state: str, says: str
) -> None:
    found: dict[tuple[str, str], Influenced] = {(one.kind, one.id): one for one in influence(PEOPLE["EX05"], answer)}
    one = found[kind, sentence]
    assert (one.state, one.says[: len(says)]) == (state, says)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("D01", "rule"), ("RF30", "flag"), ("DX_LSS", "differential"), ("IMG_CONCORD", "message"), ("E04", "exercise"),
        ("X_IRR", "caution"), ("phase 1", "phase"), ("D-ext", "list"), ("ADV_05", "advice"), ("review 7", "review"),
    ],
)  # fmt: skip
def test_a_sentence_says_what_kind_it_is(sentence: str, kind: str) -> None:
    assert trace(PEOPLE["EX05"], sentence).kind == kind


def test_a_core_answer_that_is_still_blank_does_not_count_yet() -> None:
    assert influenced(assessed(), "pain_extent")["core", "D"] == "does_not_hold"
    assert influenced(assessed(pain_extent="foot"), "pain_extent")["core", "D"] == "holds"


def test_the_shortest_way_between_an_answer_and_a_sentence_is_named() -> None:
    found = {one.id: one.through for one in influence(PEOPLE["EX05"], "pt_dob")}
    assert found["RF25"] == ("age",)  # and not by way of the question that age itself answers
    # Of two ways as short, the one that stands first in the rule.
    assert {one.id: one.through for one in influence(PEOPLE["EX05"], "img_done")}["IMG_CONCORD"] == ("img_usable",)


def test_a_rule_of_a_clinic_that_counts_from_the_day_of_the_intake_names_it() -> None:
    found = trace(at_the_clinic(agg_hip_twist="yes", onset_date="2026-02-01"), "B04")
    assert [(read.link_id, read.words) for read in found.reads] == [
        ("agg_hip_twist", "Yes"),
        ("onset_date", "1 February 2026"),
        ("intake_date", "2 March 2026"),
    ]
    assert "B04" in {one.id for one in influence(at_the_clinic(), "agg_hip_twist")}


def test_a_warning_looks_at_every_question_it_asks_for() -> None:
    assert influenced(at_the_clinic(), "smoke")["flag", "RF27"] == "holds"  # nobody has answered it
    assert influenced(at_the_clinic(smoke="never"), "smoke")["flag", "RF27"] == "does_not_hold"
    assert ("flag", "RF27") not in influenced(assessed(), "smoke")


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


@pytest.mark.parametrize(
    ("person", "driver", "reach", "is_open"),
    [
        # 11 and the notch 2, the piriformis tests 3, one stretch 1, several 1.
        ("EX12", "B", 18, True),
        # 1 and a tension test 2 (one of two), crossed 3, weakness 3, reflex 2, and three that give 1 each.
        ("EX12", "D", 14, True),
        ("EX05", "D", 23, False),  # supported already
        ("EX01", "A", 16, False),
        ("EX11", "A", 3, False),  # too few points are open
        ("EX11", "D", 10, True),  # its history anchors it
        ("EX04", "D", 6, True),  # exactly the points that are needed
    ],
)
def test_how_far_a_driver_could_come_with_what_is_open(person: str, driver: str, reach: int, is_open: bool) -> None:
    found = why_not(PEOPLE[person], driver)
    assert (found.could_reach, found.is_open) == (reach, is_open)


def test_a_driver_that_has_its_finding_needs_nothing_but_points() -> None:
    ankle = why_not(assessed(pain_side="L", ex_df_seen="yes", ex_wblt_L=8, ex_wblt_R=11), "C")
    assert [(one.rule, one.state) for one in ankle.anchors] == [("C07", "holds")]
    assert (ankle.band, ankle.is_open) == ("insufficient_information", True)


def test_a_weaker_finding_of_a_bracket_that_already_counts_adds_nothing() -> None:
    hours = {"agg_sitting": "yes", "pain_side": "both", "back_pocket": "L"}
    found = why_not(assessed(occ_sit_h=9, **hours), "A")
    assert {"A02", "A03"} <= {rule.rule for rule in found.open_rules}  # the hours of driving are not known
    told = why_not(assessed(occ_sit_h=9, occ_drive_h=0, occ_isco="2", **hours), "A")
    assert found.could_reach == told.could_reach + 1  # A03 alone


def test_of_a_bracket_in_which_two_count_the_stronger_is_what_a_third_has_to_beat() -> None:
    tension = {"pain_side": "L", "pain_extent": "foot", "worst_site": "leg"}
    open_still = why_not(at_the_clinic(**tension, ex_slr_pos="yes", ex_slump_pos="yes"), "D")
    crossed = why_not(at_the_clinic(**tension, ex_slr_pos="yes", ex_slump_pos="yes", ex_xslr_pos="yes"), "D")
    assert crossed.points == open_still.points + 1  # 3 for the crossed test, where 2 counted
    assert crossed.could_reach == open_still.could_reach


@pytest.mark.parametrize(
    ("answers", "lacks"),
    [
        (
            {"worst_site": "back", "neu_sensory": "none", "neu_weak": "none"},
            (
                "It has 0 points; 6 are needed.",
                "Not one of the findings that could support it is there yet; some are not answered.",
            ),
        ),
        (
            {"worst_activity": "stand", "neu_sensory": "none", "neu_weak": "none"},
            (
                "It has 0 points; 6 are needed.",
                "Not one of the findings that could support it is there yet; some are not answered.",
                "Not enough information: 1 more of these must be answered: Which part is worst? "
                "Does coughing, sneezing or straining send pain down the leg?",
            ),
        ),
    ],
)
def test_what_a_driver_lacks_is_said_in_whole_sentences(answers: dict[str, str], lacks: tuple[str, ...]) -> None:
    assert why_not(assessed(pain_extent="thigh", **answers), "D").lacks == lacks


def test_a_driver_with_points_enough_and_no_anchor_left_to_find_is_not_open() -> None:
    buttock = {"buttock_deep": "yes", "agg_sitting": "yes", "sit_tol_min": 10, "trn_cue_squeeze": "often"}
    clean = {"trn_activities": ["none"], "worst_site": "buttock", "ex_apt_pos": "no", "ex_notch_tender": "no"}
    may = assessed(pain_side="L", **buttock, **clean)
    assert (why_not(may, "B").band, why_not(may, "B").is_open) == ("possible", True)
    refused = assessed(pain_side="L", **buttock, **clean, ex_sps_pos="no", ex_pace_pos="yes", ex_freiberg_pos="yes")
    assert why_not(refused, "B").could_reach >= 6
    assert not why_not(refused, "B").is_open


def test_exactly_the_points_that_are_needed_are_enough() -> None:
    six = assessed(
        pain_side="L", pain_extent="foot", worst_site="leg", neu_sensory="foot", neu_weak="none", agg_cough="no"
    )
    found = why_not(six, "D")
    assert (found.points, found.points_needed, found.lacks) == (6, 6, ())
    assert why_not(PEOPLE["EX12"], "D").lacks[0] == "It has 1 point; 6 are needed."


def test_what_would_add_points_is_open_or_absent_and_what_speaks_against_is_neither() -> None:
    found = why_not(PEOPLE["EX12"], "B")
    assert [rule.rule for rule in found.open_rules] == ["B11", "B12", "B13", "B15"]
    assert [one.id for one in found.absent] == ["B07", "B09", "B14", "B16"]
    minus = {rule.id for rule in CONTENT.rulebook.driver("B").rules if rule.points < 0}
    assert minus & {rule.rule for rule in PEOPLE["EX12"].impression.finding("B").undecided}


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"neu_sensory": "foot"}, "holds"),
        ({}, "undecided"),
        ({"neu_sensory": "none"}, "does_not_hold"),
        ({"worst_site": "back"}, "does_not_hold"),
    ],
)
def test_a_history_anchor_stands_when_all_its_parts_do(answers: dict[str, str], state: str) -> None:
    found = why_not(assessed(pain_side="L", **{"pain_extent": "foot", "worst_site": "leg", **answers}), "D")
    (history,) = (one for one in found.anchors if one.rule == "history")
    assert history.state == state
    assert history.says == (
        "Pain travels below the knee. Leg is worse than back. Numbness or pins and needles below the knee."
    )
    assert [read.link_id for read in history.reads] == ["pain_extent", "worst_site", "neu_sensory"]
    assert not any(one.rule == "history" for one in why_not(assessed(), "C").anchors)


def test_a_bracket_that_already_counts_can_only_add_what_is_above_it() -> None:
    legs = {"pain_side": "L", "pain_extent": "foot", "worst_site": "leg"}
    before = why_not(assessed(**legs), "D")
    after = why_not(assessed(**legs, ex_slr_pos="yes"), "D")
    assert "D12" in {rule.rule for rule in after.open_rules}
    assert (after.points - before.points, after.could_reach) == (2, before.could_reach)


# --- what else looks at an answer -----------------------------------------------------------------------------------


def influenced(assessment: Assessment, link_id: str) -> dict[tuple[str, str], str]:
    return {(one.kind, one.id): one.state for one in influence(assessment, link_id)}


def test_pain_decides_the_phase() -> None:
    found = influenced(PEOPLE["EX01"], "nprs_leg")
    phases = {name: state for (kind, name), state in found.items() if kind == "phase"}
    assert phases == {"phase 1": "does_not_hold", "phase 2": "holds", "phase 3": "does_not_hold"}
    assert found["asks", "severe_now"] == "does_not_hold"


def test_weakness_and_calcium_bring_the_review_forward() -> None:
    assert influenced(PEOPLE["EX05"], "neu_weak")["review", "review 7"] == "holds"
    assert influenced(PEOPLE["EX05"], "img_calcified")["review", "review 28"] == "undecided"
    no = assess_all(PEOPLE["EX05"].response.with_answer("scans/1/img_calcified", "no"), CONTENT)
    assert influenced(no, "img_calcified")["review", "review 28"] == "does_not_hold"


def test_repeated_movement_chooses_the_list_of_exercises() -> None:
    lists = {one: state for (kind, one), state in influenced(PEOPLE["EX05"], "ex_rep_dir").items() if kind == "list"}
    used = {activity.list for activity in PEOPLE["EX05"].care_plan.activities}
    assert {one for one, state in lists.items() if state == "holds"} == used & lists.keys()
    assert "does_not_hold" in lists.values()


def test_smoking_brings_its_leaflet() -> None:
    smoker = assess_all(PEOPLE["EX02"].response.with_answer("smoke", "current"), CONTENT)
    assert influenced(smoker, "smoke")["advice", "ADV_14"] == "holds"


def test_an_answer_says_which_questions_it_opens() -> None:
    found = influenced(PEOPLE["EX01"], "agg_sitting")
    assert (found["asks", "ease_stand_up"], found["asks", "sit_tall_eases"]) == ("holds", "holds")
    assert influenced(assessed(agg_sitting="no"), "agg_sitting")["asks", "ease_stand_up"] == "does_not_hold"
    assert influenced(assessed(), "agg_sitting")["asks", "ease_stand_up"] == "undecided"
    assert influenced(assessed(inj_any="yes"), "inj_any")["asks", "inj_part"] == "holds"
    assert influenced(assessed(inj_any="no"), "inj_any")["asks", "inj_part"] == "does_not_hold"


def test_a_warning_that_waits_for_an_answer_is_neither_raised_nor_out() -> None:
    assert influenced(assessed(), "ex_babinski")["flag", "RF10"] == "undecided"
    assert influenced(assessed(ex_babinski="abnormal"), "ex_babinski")["flag", "RF10"] == "holds"
    assert influenced(assessed(rf_rash="no"), "rf_rash")["flag", "RF27"] == "does_not_hold"


def test_what_holds_is_named_first_and_what_waits_before_what_does_not_hold() -> None:
    states = [one.state for one in influence(PEOPLE["EX05"], "img_side")]
    assert states == sorted(states, key=("holds", "undecided", "does_not_hold").index)
    assert len(set(states)) > 1


def test_an_adaptation_and_what_is_left_out_stand_under_the_answer_behind_them() -> None:
    pregnant = assess_all(PEOPLE["EX05"].response.with_answer("rf_preg", "yes"), CONTENT)
    under = {one.id: one for one in influence(pregnant, "rf_preg") if one.kind == "exercise"}
    assert (under["E01"].state, under["E01"].through) == ("holds", ("X_PREG",))
    assert under["E01"].says == "Calf-rest breathing is done differently: Lie on your side, not flat on your back."
    assert under["E04"].says == "Front lying to elbows is left out: Pregnant, or birth in the last 6 weeks"
    assert under["E04"].state == "does_not_hold"
    # Nothing stands under an answer whose caution is not in force.
    assert not [one for one in influence(pregnant, "med_osteoporosis") if one.kind == "exercise"]


def test_a_recent_injury_is_behind_its_caution_and_no_other_question_is() -> None:
    injuries = [{"inj_part": "ankle", "inj_side": "L", "inj_type": "fracture", "inj_year": 2026}]
    sitting = {"occ_sit_h": 8, "occ_drive_h": 0, "occ_unbroken_min": 90, "agg_sitting": "yes", "sit_tall_eases": "yes"}
    hurt = assessed(pain_side="L", inj_any="yes", injuries=injuries, **sitting)
    cautions = {one for kind, one in influenced(hurt, "inj_year") if kind == "caution"}
    assert cautions == {"X_ANK"}
    assert influenced(hurt, "inj_year")["caution", "X_ANK"] == "holds"


# --- exercises ------------------------------------------------------------------------------------------------------


def test_an_exercise_done_differently_rests_on_the_caution_too() -> None:
    pregnant = assess_all(PEOPLE["EX05"].response.with_answer("rf_preg", "yes"), CONTENT)
    found = trace(pregnant, "E01")
    assert "X_PREG" in found.rests_on
    assert {"rf_preg", "kit_home"} <= {read.link_id for read in found.reads}
    assert "X_PREG" not in trace(PEOPLE["EX05"], "E01").rests_on
    assert found.says == "Calf-rest breathing. Lead: nerve root, eased by bending back."


def test_an_exercise_left_out_for_two_reasons_names_both() -> None:
    both = PEOPLE["EX11"].response.with_answers({"rf_preg": "yes", "med_osteoporosis": "yes"})
    found = trace(assess_all(both, CONTENT), "E07")
    assert found.says == (
        "One knee hug is left out. Pregnant, or birth in the last 6 weeks. Thin bones or a spinal fracture."
    )
    assert found.rests_on == ("X_PREG", "X_OSTEO")


def test_an_exercise_that_is_for_everybody_rests_on_no_driver() -> None:
    back = {"pain_extent": "back_only", "worst_site": "back", "neu_sensory": "none", "neu_weak": "none"}
    no = {"agg_cough": "no", "buttock_deep": "no", "agg_sitting": "no", "inj_any": "no", "inj_stiff": "no"}
    calm = {"foot_turnout": "no", "trn_activities": ["none"], "trn_cue_squeeze": "never", "nprs_back": 5, "nprs_leg": 3}
    desk = {"occ_sit_h": 1, "occ_drive_h": 0, "occ_unbroken_min": 10, "kit_home": ["mat", "chair"]}
    everybody = assessed(pain_side="L", **back, **no, **calm, **desk)
    (activity,) = (one for one in everybody.care_plan.activities if one.exercise == "E03")
    assert (activity.list, trace(everybody, "E03").rests_on) == ("U", ())
    assert trace(PEOPLE["EX05"], "E38").rests_on == ()


def test_an_exercise_from_a_differentials_list_rests_on_that_differential() -> None:
    assert trace(PEOPLE["EX11"], "E07").rests_on == ("DX_LSS",)


def test_an_exercise_that_was_never_reached_says_so() -> None:
    found = trace(PEOPLE["EX01"], "E41")
    assert (found.says, found.state) == (
        "Light Romanian deadlift was not next on a list that was used.",
        "does_not_hold",
    )
    assert found.rests_on == ()
    pregnant = assess_all(PEOPLE["EX05"].response.with_answer("rf_preg", "yes"), CONTENT)  # others are left out
    assert (trace(pregnant, "E41").says, trace(pregnant, "E41").rests_on) == (found.says, ())


def test_an_exercise_that_needs_kit_reads_the_kit_and_one_that_needs_none_does_not() -> None:
    bare = assess_all(PEOPLE["EX01"].response.with_answer("kit_home", ("none",)), CONTENT)
    found = trace(bare, "E26")
    assert found.says == "Hands-and-knees rock-back is left out. The kit is not at home."
    assert "kit_home" in {read.link_id for read in found.reads}
    assert "kit_home" not in {read.link_id for read in trace(bare, "E38").reads}
    assert "kit_home" not in {read.link_id for read in trace(bare, "E42").reads}
    easier_on_a_chair = trace(at_the_clinic(kit_home=["none"]), "E42")
    assert "kit_home" in {read.link_id for read in easier_on_a_chair.reads}


# --- answers in words -----------------------------------------------------------------------------------------------


def test_every_entry_of_a_list_of_injuries_is_read_out() -> None:
    injuries = [{"inj_part": "ankle", "inj_side": "L", "inj_type": "fracture"}, {"inj_part": "toes", "inj_side": "R"}]
    hurt = assessed(pain_side="L", inj_any="yes", injuries=injuries)
    assert read_answer(hurt, "inj_part").words == "Ankle; Toes"
    assert read_answer(hurt, "inj_type").words == "A broken bone; not answered"
    assert read_answer(assessed(inj_any="yes"), "inj_part").words == "not answered"


def test_a_list_of_injuries_is_answered_once_one_of_them_is() -> None:
    def read(*injuries: dict[str, str]) -> Read:
        return read_answer(assessed(pain_side="L", inj_any="yes", injuries=list(injuries)), "inj_immobilised")

    ankle, toes = {"inj_part": "ankle"}, {"inj_part": "toes"}
    yes = read(ankle, toes | {"inj_immobilised": "yes"})
    assert (yes.words, yes.answered) == ("not answered; Yes", "answered")
    unsure = read(ankle, toes | {"inj_immobilised": "unsure"})
    assert (unsure.words, unsure.answered) == ("not answered; Not sure", "unsure")
    assert read(ankle, toes).answered == "blank"
    old = assessed(inj_any="no", injuries=[ankle, toes])
    assert (read_answer(old, "inj_part").words, read_answer(old, "inj_part").answered) == (
        "does not apply",
        "does_not_apply",
    )


def test_a_day_in_a_list_is_read_out_as_a_day_and_only_where_it_is_asked() -> None:
    broken, sprained = {"inj_type": "fracture", "cast_off": "2025-05-01"}, {"inj_type": "sprain"}
    hurt = at_the_clinic(inj_any="yes", injuries=[sprained, broken])
    assert read_answer(hurt, "cast_off") == Read(
        "cast_off", "When did the cast come off?", "does not apply; 1 May 2025", "answered"
    )


def test_of_several_scans_the_one_that_answers_is_read_out() -> None:
    scans = [{"img_done": "xray", "img_date": "2026-01-05"}, {"img_done": "mri", "img_verified": "yes"}]
    assert (
        read_answer(assessed(scans=scans), "img_done").words == read_answer(assessed(img_done="mri"), "img_done").words
    )


def test_the_day_of_the_intake_is_an_answer_like_any_other() -> None:
    assert read_answer(assessed(), "intake_date") == Read("intake_date", "Intake date", "2 March 2026", "answered")


def test_what_does_not_apply_is_said_in_words() -> None:
    assert read_answer(PEOPLE["EX10"], "worse_side").words == "does not apply"


@pytest.mark.parametrize("name", ["pain_side", "ease_stand_up", "A"])
def test_a_question_or_a_driver_is_no_sentence(name: str) -> None:
    with pytest.raises(KeyError):
        trace(PEOPLE["EX01"], name)


def test_only_given_answers_are_what_a_sentence_rests_on() -> None:
    found = trace(PEOPLE["EX10"], "RF11")
    assert found.reads and found.answers == ()


def test_what_strengthens_a_differential_is_among_what_it_reads() -> None:
    assert {"pain_side", "rf_both_legs"} <= {read.link_id for read in trace(PEOPLE["EX11"], "DX_LSS").reads}


def test_a_caution_rests_on_the_warning_or_the_pattern_behind_it() -> None:
    assert trace(PEOPLE["EX11"], "X_EXT").rests_on == ("DX_LSS",)
    assert trace(PEOPLE["EX11"], "X_DVT").rests_on == ("RF17",)
    assert trace(PEOPLE["EX11"], "X_PREG").rests_on == ()
