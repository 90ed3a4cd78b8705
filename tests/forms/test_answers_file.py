"""Answers files: what is accepted, and that every problem is named instead of guessed at."""

import json
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forms.answers_file import AnswersFile, read_answers
from forms.content import load_questionnaire
from forms.errors import AnswersError
from forms.facts import Facts

FORM = load_questionnaire()


def read(answers: Any = None, **more: Any) -> AnswersFile:
    document = {"intake_date": "2026-03-02", "answers": answers or {}} | more
    return read_answers(json.dumps(document).encode(), FORM)


def value(link_id: str, raw: Any) -> Any:
    return read({link_id: raw}).response.value(link_id)


def problems(answers: Any = None, **more: Any) -> tuple[str, ...]:
    with pytest.raises(AnswersError) as caught:
        read(answers, **more)
    return caught.value.problems


def problems_of(content: bytes) -> tuple[str, ...]:
    with pytest.raises(AnswersError) as caught:
        read_answers(content, FORM)
    return caught.value.problems


# --- What is accepted ----------------------------------------------------------------------------------------------


def test_the_example_of_the_contract_is_read() -> None:
    answers = {"pain_side": "R", "trn_activities": ["pilates", "barre"], "sit_tol_min": 30}
    response = read(answers).response
    assert response.authored == date(2026, 3, 2)
    assert dict(response.answers) == {"pain_side": "R", "trn_activities": ("pilates", "barre"), "sit_tol_min": 30.0}


@pytest.mark.parametrize(
    ("link_id", "raw", "expected"),
    [
        ("occ_isco", 8332, "8332"),
        ("occ_isco", "8332", "8332"),
        ("ex_mrc_L5_R", 4, "4"),
        ("ex_mrc_L5_R", 4.0, "4"),
        ("ex_mrc_L5_R", 4.5, "4.5"),
        ("ex_mrc_L5_R", "weak_not_graded", "weak_not_graded"),
        ("ex_reflex_ankle_L", 0, "0"),
        ("irritability", "over_60_min", "high"),
        ("hip_replaced", ["none"], ("no",)),
        ("surg_12wk", "none", "no"),
        ("surg_12wk", "knee arthroscopy", "knee arthroscopy"),
        ("pain_sites", "low_back", ("low_back",)),
        ("goals", ["Walk the dog", "Sit through a film"], ("Walk the dog", "Sit through a film")),
        ("goals", "Walk the dog", ("Walk the dog",)),
        ("rf_systemic", ["none"], ("none",)),
        ("rf_systemic", ["-weight_loss", "?night_sweats", "very_tired_unwell"], None),
        ("nprs_leg", 5, 5.0),
        ("onset_date", "2026-02-01", "2026-02-01"),
        ("onset_date", "2026-02", "2026-02-01"),
        ("id_checked", True, True),
        ("ex_myotome_deficit", "not_done", "not_done"),
        ("inj_same_side", "yes", "yes"),
        ("ex_foot_angle_L", -20, -20.0),
    ],
)
def test_a_value_is_stored_as_its_question_stores_it(link_id: str, raw: Any, expected: Any) -> None:
    assert value(link_id, raw) == (tuple(raw) if expected is None else expected)


@pytest.mark.parametrize("raw", [None, []])
@pytest.mark.parametrize("link_id", ["pain_side", "trn_activities", "nprs_leg", "onset_date", "pc_text"])
def test_null_and_an_empty_list_are_unanswered(link_id: str, raw: Any) -> None:
    assert dict(read({link_id: raw}).response.answers) == {}


def test_repeating_blocks_are_lists() -> None:
    scans = [{"img_done": "mri", "img_finding": "extrusion", "img_level": "L5/S1"}, {"img_done": "xray"}]
    answers = read({"scans": scans, "injuries": [{"inj_part": "ankle", "inj_year": 2020}]}).response.answers
    assert answers == {
        "scans/1/img_done": "mri",
        "scans/1/img_finding": ("extrusion",),
        "scans/1/img_level": ("L5/S1",),
        "scans/2/img_done": "xray",
        "injuries/1/inj_part": "ankle",
        "injuries/1/inj_year": 2020.0,
    }


def test_one_entry_may_be_given_flat() -> None:
    answers = read(
        {"img_done": "mri", "img_root": "compression", "inj_any": "yes", "inj_part": "knee"}
    ).response.answers
    assert answers == {
        "scans/1/img_done": "mri",
        "scans/1/img_root": "compression",
        "inj_any": "yes",
        "injuries/1/inj_part": "knee",
    }


def test_the_person_is_read_under_any_of_the_names_of_a_detail() -> None:
    patient = {"family": "Lorrimore-Test", "pt_given": "Casey", "birth_date": "1979-09-14", "sex": "female"}
    file = read(patient=patient)
    assert dict(file.patient) == {
        "pt_family": "Lorrimore-Test",
        "pt_given": "Casey",
        "pt_dob": "1979-09-14",
        "pt_sex": "female",
    }
    assert file.patient_name == "Casey Lorrimore-Test"
    assert Facts(FORM, file.response).known("age") == 46


def test_a_name_in_one_piece_and_an_age_will_do() -> None:
    file = read(patient={"name": "Casey Lorrimore-Test", "age": 46})
    assert file.patient_name == "Casey Lorrimore-Test"
    assert Facts(FORM, file.response).known("age") == 46


def test_a_file_saved_with_a_byte_order_mark_is_read() -> None:
    content = b"\xef\xbb\xbf" + json.dumps({"intake_date": "2026-03-02", "answers": {}}).encode()
    assert read_answers(content, FORM).response.authored == date(2026, 3, 2)


# --- What is refused, and how --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"pane_side": "R"}, 'answers: unknown key "pane_side". Did you mean "pain_side"?'),
        ({"pain_side": "X"}, 'answers.pain_side: "X" is not an answer to this question. Allowed here: L, R,'),
        ({"pain_side": ["R"]}, "answers.pain_side: must be one answer in quotes"),
        ({"agg_sitting": True}, "answers.agg_sitting: must be one of the answers in quotes."),
        ({"nprs_leg": 11}, "answers.nprs_leg: this must be from 0 to 10."),
        ({"nprs_leg": 4.5}, "answers.nprs_leg: this must be a whole number."),
        ({"nprs_leg": "5"}, "answers.nprs_leg: must be a number, without quotes."),
        ({"nprs_leg": True}, "answers.nprs_leg: must be a number, without quotes."),
        ({"nprs_leg": [5]}, "answers.nprs_leg: must be a number, without quotes."),
        ({"sit_tol_min": 241}, "answers.sit_tol_min: this must be from 0 to 240 min."),
        ({"onset_date": "2026-03-03"}, "answers.onset_date: this date is after the day of the intake."),
        ({"onset_date": "02/03/2026"}, "answers.onset_date: this must be a date that exists"),
        ({"onset_date": 20260302}, "answers.onset_date: must be a date in quotes"),
        ({"onset_date": "2026-13"}, "answers.onset_date: this must be a date that exists"),
        ({"img_done": "mri", "img_date": "2026-02"}, "answers.img_date: this must be a date that exists"),
        ({"pc_text": 5}, "answers.pc_text: must be text in quotes."),
        ({"pc_text": "x" * 601}, "answers.pc_text: at most 600 characters"),
        ({"pc_text": "half \ud800 pair"}, "answers.pc_text: holds characters that cannot be kept"),
        ({"id_checked": "yes"}, "answers.id_checked: must be true or false."),
        ({"trn_activities": ["none", "barre"]}, 'answers.trn_activities: "None" cannot stand beside another answer.'),
        ({"trn_activities": ["barre", "pilatus"]}, 'answers.trn_activities[1]: "pilatus" is not an answer'),
        ({"rf_dvt": "none"}, "answers.rf_dvt: must be a list"),
        ({"goals": ["a", "b", "c", "d"]}, "answers.goals: at most 3 texts."),
        ({"occ_isco": 8333}, 'answers.occ_isco: "8333" is not an answer'),
        ({"ex_mrc_L5_R": 4.0000001}, 'answers.ex_mrc_L5_R: "4.0000001" is not an answer'),
        ({"safety_script": "hello"}, "answers.safety_script: is a text of the form"),
        ({"scans": {"img_done": "mri"}}, "answers.scans: must be a list of objects"),
        ({"scans": ["mri"]}, "answers.scans[0]: must be an object"),
        ({"scans": [{"img_rot": "none"}]}, 'answers.scans[0]: unknown key "img_rot". Did you mean "img_root"?'),
        ({"scans": [{}, {"img_root": "touch"}]}, 'answers.scans[1].img_root: "touch" is not an answer'),
        ({"scans": [{"img_done": "mri"}] * 5}, "answers.scans: has 5 entries; at most 4 are allowed."),
        ({"scans": [{"img_done": "mri"}], "img_root": "none"}, 'answers.img_root: belongs to the list "scans"'),
    ],
)
def test_a_mistake_in_an_answer_is_named_with_its_place(answers: dict[str, Any], message: str) -> None:
    (problem,) = problems(answers)
    assert problem.startswith(message)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"intake_date": None}, '"intake_date": is missing'),
        ({"intake_date": "2026-02-30"}, '"intake_date": must be a date that exists'),
        ({"intake_date": "20260302"}, '"intake_date": must be a date that exists'),
        ({"intake_date": 20260302}, '"intake_date": must be a date that exists'),
        ({"intake_date": "0001-01-01"}, '"intake_date": must be a date that exists'),
        ({"answers": [1]}, '"answers": must be an object'),
        ({"answers": None}, '"answers": is missing'),
        ({"patient": "Casey"}, '"patient": must be an object.'),
        ({"patient": {"famly": "x"}}, 'patient: unknown key "famly". Did you mean "family"?'),
        ({"patient": {"pain_side": "L"}}, 'patient: unknown key "pain_side".'),
        (
            {"patient": {"dob": "1979-09-14", "birth_date": "1979-09-14"}},
            'patient.birth_date: is the same detail as "dob"',
        ),
        ({"patient": {"age": 130}}, "patient.age: this must be from 0 to 120 years."),
        ({"patient": {"name": 5}}, "patient.name: must be text"),
        ({"answer": {}}, 'Unknown key "answer". Did you mean "answers"?'),
    ],
)
def test_a_mistake_around_the_answers_is_named(more: dict[str, Any], message: str) -> None:
    document = {"intake_date": "2026-03-02", "answers": {}} | more
    (problem,) = problems_of(json.dumps(document).encode())
    assert problem.startswith(message)


def test_a_detail_given_twice_must_agree() -> None:
    (problem,) = problems({"pt_sex": "male"}, patient={"sex": "female"})
    assert problem.startswith("answers.pt_sex: differs")
    assert read({"pt_sex": "male"}, patient={"sex": "male"}).patient == {"pt_sex": "male"}


def test_every_problem_is_listed_at_once() -> None:
    found = problems({"pane_side": "R", "nprs_leg": 11, "trn_activities": ["no", "nope"]}, intake_date="soon")
    assert len(found) == 5


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is not JSON"),
        (b"{", "The file is not JSON"),
        (b'{"answers": {},}', "The file is not JSON"),
        (b"[]", "The file must hold one object"),
        (b"null", "The file must hold one object"),
        (b"NaN", "The file must hold one object"),
        (b"\xff\xfe{}", "The file is not UTF-8 text"),
        (b"[" * 200_000, "The file is nested too deeply"),
        (b'{"a":' * 200_000, "The file is nested too deeply"),
        (b" " * 5_000_001, "The file is too large"),
    ],
)
def test_a_file_that_is_no_answers_file_is_refused_in_words(content: bytes, message: str) -> None:
    (problem,) = problems_of(content)
    assert problem.startswith(message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("NaN", "answers.nprs_leg: NaN is not a number here"),
        ("-Infinity", "answers.nprs_leg: -Infinity is not a number here"),
        ("1e999", "answers.nprs_leg: this number is too large."),
        ("9" * 5000, "answers.nprs_leg: this number is too large."),
        ("9" * 300, "answers.nprs_leg: this must be from 0 to 10."),
        ("1.5e-320", "answers.nprs_leg: this must be a whole number."),
    ],
)
def test_numbers_that_are_none_are_refused(text: str, message: str) -> None:
    content = f'{{"intake_date": "2026-03-02", "answers": {{"nprs_leg": {text}}}}}'
    (problem,) = problems_of(content.encode())
    assert problem.startswith(message)


def test_a_key_given_twice_is_refused() -> None:
    content = b'{"intake_date": "2026-03-02", "answers": {"pain_side": "L", "pain_side": "R"}}'
    assert problems_of(content) == ('"pain_side" is given twice in the same place; keep one.',)


def test_a_file_wrong_throughout_is_refused_quickly_and_not_spelt_out_to_the_end() -> None:
    start = time.perf_counter()
    found = problems({f"key_{number}": number for number in range(100_000)})
    assert len(found) == 501
    assert found[-1] == "... and 99500 problems more."
    assert time.perf_counter() - start < 10


def test_messages_can_be_printed_on_any_terminal() -> None:
    for problem in problems({"\ud800\x1b[31m": 1, "pain_side": "\u202e\x07"}):
        assert problem.isascii()
        assert problem.isprintable()


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(sorted(FORM.items)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
_ANSWERS = st.dictionaries(
    st.sampled_from([*sorted(FORM.items), *FORM.blocks]) | st.text(max_size=12),
    _JSON | st.lists(st.dictionaries(st.sampled_from(FORM.blocks["scans"].items), _JSON, max_size=3), max_size=5),
    max_size=6,
)
_DOCUMENT = st.fixed_dictionaries(
    {},
    optional={"intake_date": st.just("2026-03-02") | _JSON, "patient": _ANSWERS | _JSON, "answers": _ANSWERS | _JSON},
)


@given(_DOCUMENT | _JSON)
@example({"intake_date": "2026-03-02", "answers": {"pain_side": [[]]}})
def test_any_json_is_read_or_refused_with_a_list_of_problems(document: Any) -> None:
    try:
        file = read_answers(json.dumps(document).encode(), FORM)
    except AnswersError as error:
        assert error.problems
    else:
        assert file.response.authored == date(2026, 3, 2) or isinstance(document["intake_date"], str)
        person = Facts(FORM, file.response)
        for link_id in FORM.items:
            person.answer(link_id)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_a_list_of_problems(content: bytes) -> None:
    try:
        read_answers(content, FORM)
    except AnswersError as error:
        assert error.problems
