"""Each kind of mistake, planted in a copy of the shipped pack, is found with its file and line."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

import pytest
from msgspec import Struct

from forms.conditions import Condition, parse_condition
from forms.content import load_content, read_content, shipped_files
from forms.errors import ContentError
from forms.lint.evidence import instruments, red_flags_due, reviews_due
from forms.lint.problem import PackFiles, Problem
from forms.lint.reach import Reach
from forms.lint.statements import Statements
from forms.questionnaire_file import vocabulary_of
from forms.rules.cases import read_cases, read_examples
from forms.rules.lint import lint
from tests.forms.rules.factories import a_response_of, quiet_answers
from tests.project import ROOT

TODAY = date(2026, 12, 1)


class Plant(Struct, frozen=True):
    """One mistake: what stands in a shipped file and what is put in its place; `at` is on the line to be named."""

    code: str
    file: str
    old: str
    new: str
    at: str
    told: str = ""


NEW_PAGE = """[page]
id = "nowhere"
title = "Nobody comes here"
order = 900
stage = "intake"

[[item]]
id = "own_question"
type = "boolean"
label = "Never asked"
shown_when = "pain_side = L and pain_side = R"
"""

HARD = (
    'paragraphs = [ "Multidisciplinary rehabilitation incorporates individualised neuromuscular conditioning '
    "interventions, notwithstanding considerable methodological heterogeneity throughout contemporary musculoskeletal "
    'literature and its systematic appraisal by international collaborative organisations.",'
)

PLANTS = [
    Plant(
        "never_true",
        "rules/drivers/B_hip.toml",
        '"agg_hip_twist = yes"',
        '"agg_hip_twist = yes and nprs_back > 10"',
        "nprs_back > 10",
    ),
    Plant(
        "never_true",
        "rules/differentials.toml",
        'when = "img_calcified = yes or any(scans, img_calcified = yes)"',
        'when = "img_calcified = yes and img_calcified = no"',
        "img_calcified = yes and img_calcified = no",
    ),
    Plant(
        "never_true",
        "programme/cautions.toml",
        'when = "knee_ok = no"',
        'when = "agg_sitting = no and sit_tall_eases = yes"',
        "agg_sitting = no and sit_tall_eases",
    ),
    Plant(
        "never_true",
        "rules/consistency.toml",
        "pain_side = L and img_side = R or pain_side = R and img_side = L",
        "pain_side = central and affected(ex_wblt) >= 0",
        "pain_side = central and",
    ),
    Plant(
        "never_true",
        "questionnaires/40_nowhere.toml",
        "",
        NEW_PAGE,
        "shown_when",
    ),
    Plant(
        "unreachable_page",
        "questionnaires/40_nowhere.toml",
        "",
        NEW_PAGE,
        'id = "nowhere"',
    ),
    Plant(
        "unused_question",
        "questionnaires/40_nowhere.toml",
        "",
        NEW_PAGE,
        'id = "own_question"',
    ),
    Plant(
        "never_false",
        "advice/ADV_11.toml",
        "trn_activities includes any (running, cycling, football, rugby)",
        "trn_activities includes running or not trn_activities includes running",
        "when =",
    ),
    Plant(
        "never_reached",
        "rules/red_flags/RF01_bladder.toml",
        'when = "rf_bladder = yes_known"',
        'when = "is_new(rf_bladder) and rf_bladder = yes_new"',
        "is_new(rf_bladder) and",
        "soon",
    ),
    Plant(
        "never_reached",
        "questionnaires/11_training.toml",
        'when = "true"',
        'when = "trn_activities includes powerlifting"',
        "includes powerlifting",
        "strength_type",
    ),
    Plant(
        "never_reached",
        "programme/lists.toml",
        'when = "ex_rep_move = centralises and ex_rep_dir = ext"',
        'when = "true"',
        'id = "D-flex"',
    ),
    Plant(
        "never_reached",
        "programme/review.toml",
        "days = 28",
        "days = 42",
        "The scan shows calcium",
    ),
    Plant(
        "never_fires",
        "rules/drivers/B_hip.toml",
        "img_done = mri and img_root = none and pain_extent in",
        "img_verified = no and img_root = none and pain_extent in",
        "img_verified = no",
        "B14",
    ),
    Plant(
        "never_fires",
        "rules/differentials.toml",
        'stronger_when = "pain_side = both or is_positive(rf_both_legs)"',
        'stronger_when = "agg_walk = no"',
        "stronger_when",
        "DX_LSS",
    ),
    Plant(
        "never_fires",
        "rules/imaging/messages.toml",
        "img_finding includes any (bulge, protrusion, extrusion, sequestration)",
        "not img_finding includes any (bulge, protrusion, extrusion, sequestration)",
        'id = "IMG_SHRINK"',
    ),
    Plant(
        "exercise_in_no_list",
        "exercises/E43.toml",
        "",
        "E42",
        'id = "E43"',
    ),
    Plant(
        "list_runs_dry",
        "programme/lists.toml",
        'phase_3 = ["E20", "E16", "E17", "E38"]',
        'phase_3 = ["E34", "E38"]',
        '"E34", "E38"]',
        "X_FALL",
    ),
    Plant(
        "unknown_id",
        "programme/cautions.toml",
        'flags = ["RF17"]',
        'flags = ["RF71"]',
        "RF71",
    ),
    Plant(
        "unknown_id",
        "programme/cautions.toml",
        'differential = "DX_GTPS"',
        'differential = "DX_GPTS"',
        "DX_GPTS",
        "DX_GTPS",
    ),
    Plant(
        "unknown_source",
        "exercises/E10.toml",
        'sources = ["V1"]',
        'sources = ["V1999"]',
        "V1999",
    ),
    Plant(
        "no_source",
        "exercises/E21.toml",
        'sources = ["V1"]',
        "sources = []",
        "sources",
    ),
    Plant(
        "hard_to_read",
        "advice/ADV_13.toml",
        "paragraphs = [",
        HARD,
        'id = "ADV_13"',
    ),
    Plant(
        "forbidden_word",
        "exercises/E12.toml",
        'why = "',
        'why = "It is not damaged. ',
        "why =",
    ),
    Plant(
        "forbidden_word",
        "rules/drivers/A_posture.toml",
        'because = "Sits 6 hours',
        'because = "The cause is this. ',
        "The cause is",
    ),
    Plant(
        "unknown_placeholder",
        "rules/red_flags/RF01_bladder.toml",
        "Go to {ed_name} now",
        "Go to {ed_nam} now",
        "{ed_nam}",
        "ed_name",
    ),
    Plant(
        "review_due",
        "rules/red_flags/RF02_saddle.toml",
        "[flag]",
        "review_by = 2020-11-30\n[flag]",
        "review_by",
    ),
    Plant(
        "review_too_late",
        "advice/ADV_16.toml",
        'id = "ADV_16"',
        'reviewed = 2026-11-01\nreview_by = 2199-11-02\nid = "ADV_16"',
        "review_by",
    ),
    Plant(
        "no_review_date",
        "advice/ADV_17.toml",
        'id = "ADV_17"',
        'reviewed = 2026-11-01\nid = "ADV_17"',
        "reviewed",
    ),
    Plant(
        "no_review_date",
        "rules/scoring.toml",
        'review_by = "2027-11-23"',
        'review_by = "next year"',
        "review_by",
    ),
    Plant(
        "release_date",
        "rules/scoring.toml",
        'released = "2026-11-23"',
        'released = "23 November"',
        "released",
        "23 November",
    ),
    Plant(
        "no_licence",
        "instruments/groc.toml",
        "licence = ",
        "note_on_use = ",
        "# Knowledge base 5",
    ),
    Plant(
        "no_source",
        "instruments/psfs.toml",
        'sources = ["V103"]',
        "",
        "# Knowledge base 5",
    ),
    Plant(
        "unknown_id",
        "programme/cautions.toml",
        'parts = ["achilles"]',
        'parts = ["achiles"]',
        "achiles",
    ),
    Plant(
        "not_translated",
        "i18n/es/exercises.toml",
        'name = "Respirar con las piernas en alto"\n',
        "",
        "[E01]",
        "E01.name",
    ),
    Plant(
        "stale_reason",
        "checks/kept.toml",
        '"pc_text"',
        '"pain_side"',
        "pain_side",
    ),
    Plant(
        "unknown_id",
        "checks/kept.toml",
        '"tx_now"',
        '"tx_then"',
        "tx_then",
    ),
    Plant(
        "stale_reason",
        "checks/accepted.toml",
        'code = "forbidden_word"',
        'code = "hard_to_read"',
        "[[accepted]]",
    ),
]


def planted() -> Mapping[str, bytes]:
    """The shipped pack with every mistake in it."""
    files = dict(shipped_files())
    for plant in PLANTS:
        if plant.old:
            text = files[plant.file].decode("utf-8")
            assert plant.old in text, plant
            files[plant.file] = text.replace(plant.old, plant.new, 1).encode()
        elif plant.file not in files:
            copied = files.get(f"exercises/{plant.new}.toml", plant.new.encode())
            files[plant.file] = copied.replace(b'id = "E42"', b'id = "E43"')
    return files


@cache
def found() -> tuple[Problem, ...]:
    files = planted()
    return lint(read_content(files), files, today=TODAY)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.code} in {plant.file}: {plant.new[:30]}")
def test_a_planted_mistake_is_found_on_its_line(plant: Plant) -> None:
    lines = planted()[plant.file].decode("utf-8").splitlines()
    expected = {number for number, line in enumerate(lines, 1) if plant.at in line}
    told = [one for one in found() if one.code == plant.code and one.file == plant.file and one.line in expected]
    assert told, [str(one) for one in found() if one.file == plant.file]
    assert any(plant.told in f"{one.place} {one.text}" for one in told)


def test_nothing_is_found_that_was_not_planted() -> None:
    planted_kinds = {(plant.code, plant.file) for plant in PLANTS}
    # One mistake may be the cause of another: what is no longer accepted, no longer used, or always asked.
    consequences = {
        ("forbidden_word", "questionnaires/06_safety_general.toml"),
        ("unused_question", "questionnaires/02_problem.toml"),
        ("unused_question", "questionnaires/07_previous.toml"),
        ("unused_question", "questionnaires/09_health.toml"),
        ("never_false", "questionnaires/11_training.toml"),
    }
    left = [one for one in found() if (one.code, one.file) not in planted_kinds | consequences]
    # Changed and new texts have no words in other languages.
    assert not [str(one) for one in left if one.code not in ("not_translated", "stale_translation")]


def test_the_shipped_pack_is_clean() -> None:
    assert lint(load_content(), shipped_files(), today=TODAY) == ()


def test_the_red_flags_are_due_by_the_earliest_date_of_theirs() -> None:
    content, files = load_content(), shipped_files()
    whole = date.fromisoformat(content.rulebook.scoring.review_by)
    assert red_flags_due(content, files) == whole
    name = "rules/red_flags/RF01_bladder.toml"
    for day, due in ((date(2026, 11, 30), date(2026, 11, 30)), (date(2031, 1, 1), whole)):
        assert red_flags_due(content, files | {name: f"review_by = {day}\n".encode() + files[name]}) == due


def test_red_flags_without_a_readable_date_are_never_in_date() -> None:
    scoring = "rules/scoring.toml"
    files = {**shipped_files(), scoring: shipped_files()[scoring].replace(b'"2027-11-23"', b'"next year"')}
    assert red_flags_due(read_content(files), files) is None


@pytest.mark.parametrize(
    ("line", "told"),
    [('review_by = "soon"', "must be a date without quotes"), ('reviewed_by = "A Physio"', "must be a list of names")],
)
def test_a_review_that_cannot_be_read_names_its_file_and_line(line: str, told: str) -> None:
    name = "advice/ADV_01.toml"
    files = {**shipped_files(), name: line.encode() + b"\n" + shipped_files()[name]}
    with pytest.raises(ContentError, match=f"{name}, line 1: .*{told}"):
        read_content(files)


def test_an_instrument_without_a_licence_or_a_source_is_an_error() -> None:
    good = b'id = "good"\nlicence = "our own"\nsources = ["U"]'
    files = {
        "instruments/good.toml": good,
        "instruments/bad.toml": good.replace(b"licence", b"note"),
        "instruments/worse.toml": good.replace(b'["U"]', b"[]"),
    }
    assert [(one.code, one.file, one.is_error) for one in instruments(PackFiles(files))] == [
        ("no_licence", "instruments/bad.toml", True),
        ("no_source", "instruments/worse.toml", True),
    ]


@pytest.mark.parametrize(
    ("reviewed", "due", "told"),
    [
        ("2026-11-30", "2027-11-30", []),
        ("2026-11-30", "2027-12-01", ["review_too_late"]),
        ("2024-02-29", "2025-03-01", []),
        ("2024-02-29", "2025-03-02", ["review_too_late"]),
        ("2026-11-30", "", ["no_review_date"]),
    ],
)
def test_a_file_is_due_again_within_12_months_of_its_review(reviewed: str, due: str, told: list[str]) -> None:
    name, own = "clinic/letters.toml", f"# Ours.\nreviewed = {reviewed}\n" + (f"review_by = {due}\n" if due else "")
    files = {**shipped_files(), name: own.encode() + shipped_files()[name]}
    problems = tuple(reviews_due(load_content(), PackFiles(files), None))
    assert [one.code for one in problems] == told
    assert all(not one.is_error and (one.file, one.line) == (name, 3 if due else 2) for one in problems)


def test_the_whole_pack_is_due_again_within_12_months_of_its_release() -> None:
    scoring = "rules/scoring.toml"
    files = {**shipped_files(), scoring: shipped_files()[scoring].replace(b'"2027-11-23"', b'"2027-11-24"')}
    (problem,) = reviews_due(read_content(files), PackFiles(files), None)
    assert (problem.code, problem.file, problem.line) == ("review_too_late", scoring, 5)


# --- the search behind it ------------------------------------------------------------------------------------------

QUESTIONNAIRE = load_content().questionnaire
WORDS = vocabulary_of(QUESTIONNAIRE)
REACH = Reach(QUESTIONNAIRE, WORDS)


def reach(text: str, *, wanted: bool = True) -> str:
    condition = parse_condition(text, WORDS)
    return REACH.can_be(wanted, condition.holds, (text,), condition.reads)


@pytest.mark.parametrize(
    "text",
    [
        "pain_side = L and pain_side = R",
        "sit_tol_min > 240",
        "nprs_back < 4 and nprs_back > 3",  # whole numbers
        "agg_sitting = no and ease_stand_up = yes",  # asked only when sitting makes it worse
        "pain_sites includes calf and not pain_sites includes any (calf, knee)",
        "tx_now includes none and tx_now includes physio",  # one excludes the other
        "rf_age = under_18 and age >= 18",
        "is_new(rf_bladder) and is_old(rf_bladder)",
        "count(agg_bend = yes, agg_bend = no) >= 2",
        "missing(agg_bend) and agg_bend = yes",
        "any(scans, img_root = none and img_root = contact)",
        "pain_side = central and affected(ex_wblt) >= 0",
        "false",
    ],
)
def test_what_can_never_be_true_is_said_to_be_so(text: str) -> None:
    assert reach(text) == "never"


@pytest.mark.parametrize(
    "text",
    [
        "nprs_back < 4 and nprs_back > 2",
        "img_calcified != yes and any(scans, img_calcified = yes)",  # two scans
        "affected(ex_wblt) <= 6 and other(ex_wblt) - affected(ex_wblt) >= 2",
        "missing(agg_bend)",
        "days_since(onset_date) = 400",
        "pain_sites includes calf and not pain_sites includes knee",
        "ex_myotome_deficit = yes and ex_both_weak = no",
    ],
)
def test_what_can_be_true_is_never_said_to_be_impossible(text: str) -> None:
    assert reach(text) != "never"


def true_conditions() -> Iterator[tuple[str, Condition]]:
    """Every condition that holds, or does not, for somebody in the cases and the worked examples."""
    statements = Statements(load_content(), PackFiles(shipped_files())).all
    cases = [
        case for path in (ROOT / "tests" / "cases").glob("*.toml") for case in read_cases(path.name, path.read_bytes())
    ]
    people = [{**({} if case.nothing_else else quiet_answers()), **case.answers} for case in cases]
    people += [dict(example.answers) for example in read_examples(shipped_files())]
    for answers in people:
        facts = load_content().facts(a_response_of(answers))
        for one in statements:
            truth = one.condition.holds(facts)
            if truth is not None:
                yield str(truth), one.condition


def test_no_condition_that_turned_for_a_case_is_said_never_to_turn() -> None:
    seen = dict.fromkeys((truth, condition.text, condition.reads) for truth, condition in true_conditions())
    assert len(seen) > 500
    wrong = [
        (truth, text) for truth, text, _ in seen if text != "true" and reach(text, wanted=truth == "True") == "never"
    ]
    assert not wrong
