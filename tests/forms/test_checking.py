"""Checking answers: what is missing, out of range, impossible, or said two ways."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from forms.checking import Issue, asked, check, has_answer, needed, page_keys, read_contradictions, value_issues
from forms.content import load_content, load_questionnaire
from forms.errors import ContentError
from forms.facts import Facts
from forms.response import QuestionnaireResponse

FORM = load_questionnaire()
INTAKE = date(2026, 3, 2)
CONTRADICTIONS = read_contradictions("rules/consistency.toml", resources.read_bytes("rules/consistency.toml"), FORM)


def facts(answers: dict[str, Any]) -> Facts:
    return Facts(FORM, QuestionnaireResponse(INTAKE).with_answers(answers))


def issues(answers: dict[str, Any], **options: Any) -> list[Issue]:
    return [i for i in check(FORM, facts(answers), **options) if i.code != "required"]


def power(**grades: str) -> dict[str, str]:
    """Full power on both sides, but for the roots and sides named, as in L5_R."""
    return _each_root("ex_mrc", "5", grades)


def feeling(**found: str) -> dict[str, str]:
    return _each_root("ex_sens", "normal", found)


def _each_root(stem: str, usual: str, found: dict[str, str]) -> dict[str, str]:
    places = [f"{root}_{side}" for root in ("L2", "L3", "L4", "L5", "S1") for side in "LR"]
    return {f"{stem}_{place}": found.get(place, usual) for place in places}


def codes(link_id: str, value: Any) -> list[tuple[str, str]]:
    return [(issue.severity, issue.code) for issue in value_issues(FORM.items[link_id], value, INTAKE)]


# --- One answer ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link_id", "value", "expected"),
    [
        ("nprs_leg", 0.0, []),
        ("nprs_leg", 10.0, []),
        ("nprs_leg", 10.1, [("error", "range")]),
        ("nprs_leg", -1.0, [("error", "range")]),
        ("nprs_leg", 4.5, [("error", "whole")]),
        ("nprs_leg", float("nan"), [("error", "type")]),
        ("nprs_leg", "4", [("error", "type")]),
        ("nprs_leg", True, [("error", "type")]),
        ("occ_sit_h", 7.3, []),
        ("age", 17.0, [("warning", "unusual")]),
        ("age", 18.0, []),
        ("age", 101.0, [("warning", "unusual")]),
        ("age", 121.0, [("error", "range")]),
        ("inj_year", 1929.0, [("error", "range")]),
        ("inj_year", 2026.0, []),
        ("inj_year", 2027.0, [("error", "range")]),
        ("pain_side", "R", []),
        ("pain_side", "right", [("error", "code")]),
        ("pain_side", ("R",), [("error", "type")]),
        ("trn_activities", ("pilates", "barre"), []),
        ("trn_activities", "pilates", [("error", "type")]),
        ("trn_activities", ("none", "barre"), [("error", "exclusive")]),
        ("trn_activities", ("barre", "barre"), [("error", "repeated")]),
        ("trn_activities", ("-barre",), [("error", "code")]),
        ("rf_dvt", ("-calf_swollen", "?long_travel"), []),
        ("rf_dvt", ("calf_swollen", "none"), [("error", "exclusive")]),
        ("rf_dvt", ("-calf_swollen", "none"), []),
        ("onset_date", "2026-03-02", []),
        ("onset_date", "2026-03-03", [("error", "future")]),
        ("onset_date", "2026-02-29", [("error", "date")]),
        ("onset_date", "20260301", [("error", "date")]),
        ("goal_date", "2026-06-01", []),
        ("pc_text", "ow", [("error", "length")]),
        ("pc_text", "x" * 600, []),
        ("pc_text", "x" * 601, [("error", "length")]),
        ("goals", ("walk", "sit", "sleep"), []),
        ("goals", ("a", "b", "c", "d"), [("error", "range")]),
        ("goals", ("x" * 201,), [("error", "length")]),
        ("id_checked", True, []),
        ("id_checked", "yes", [("error", "type")]),
        ("surg_12wk", "knee arthroscopy", []),
        ("surg_12wk", "x" * 201, [("error", "length")]),
        ("pt_phone", "+44 (0)20 7946 0018", []),
        ("pt_phone", "ask at the desk", [("error", "format")]),
        ("pt_phone", "- - - -", [("error", "format")]),
        ("pt_email", "casey@example.org", []),
        ("pt_email", "casey at example", [("error", "format")]),
        ("pt_national_id", "943 476 5919", []),
        ("pt_national_id", "943 476 5918", [("error", "format")]),
        ("pt_national_id", "KVNR A123456", [("warning", "format")]),
    ],
)
def test_one_answer_is_checked_on_its_own(link_id: str, value: Any, expected: list[tuple[str, str]]) -> None:
    assert codes(link_id, value) == expected


def test_no_issue_repeats_what_was_typed() -> None:
    for link_id, value in (("pt_phone", "Zebedee"), ("pain_side", "Zebedee"), ("onset_date", "Zebedee")):
        for issue in value_issues(FORM.items[link_id], value, INTAKE):
            assert "Zebedee" not in issue.text


_VALUES = st.one_of(
    st.text(max_size=8), st.floats(), st.booleans(), st.lists(st.text(max_size=5), max_size=4).map(tuple)
)


@given(st.sampled_from(sorted(FORM.items)), _VALUES)
def test_checking_any_value_of_any_question_never_raises(link_id: str, value: Any) -> None:
    list(value_issues(FORM.items[link_id], value, INTAKE))


# --- A whole form --------------------------------------------------------------------------------------------------


def test_a_blank_form_lacks_every_required_question_of_the_intake_and_no_signature() -> None:
    missing = {issue.link_id for issue in check(FORM, facts({})) if issue.code == "required"}
    assert {"pain_side", "rf_bladder", "rf_aaa", "goals", "scans/1/img_done"} <= missing
    assert "exam_signature" not in missing


def test_a_red_flag_question_is_asked_while_it_is_open_whether_it_applies() -> None:
    assert "rf_cyclical" in {issue.link_id for issue in check(FORM, facts({"age": 30.0}))}


@pytest.mark.parametrize("worse", [None, "unsure", "private"])
def test_the_detail_of_a_question_waits_for_a_yes(worse: str | None) -> None:
    missing = {issue.link_id for issue in check(FORM, facts({"rf_weak_worse": worse}))}
    assert "rf_weak_worse_days" not in missing
    assert "rf_weak_worse_days" in {issue.link_id for issue in check(FORM, facts({"rf_weak_worse": "yes"}))}


def test_the_examination_lacks_its_signature_when_it_is_asked_for() -> None:
    found = check(FORM, facts({}), stages=("examination",))
    assert [(issue.link_id, issue.code) for issue in found] == [("exam_signature", "required")]


def test_a_question_that_does_not_apply_is_never_missing() -> None:
    answers = {"rf_weak_worse": "no", "rf_cancer": "no", "pt_sex": "male"}
    missing = {issue.link_id for issue in check(FORM, facts(answers)) if issue.code == "required"}
    assert not {"rf_weak_worse_days", "rf_cancer_pain", "rf_cyclical"} & missing


def test_not_sure_is_an_answer_on_the_form() -> None:
    missing = {issue.link_id for issue in check(FORM, facts({"pain_side": "unsure"}))}
    assert "pain_side" not in missing


def test_a_hidden_answer_is_kept_and_not_complained_about() -> None:
    assert issues({"rf_weak_worse": "no", "rf_weak_worse_days": 999.0}) == []


def test_a_birth_date_that_makes_an_impossible_age_is_marked_beside_the_date() -> None:
    (found,) = issues({"pt_dob": "1899-01-01"})
    assert (found.severity, found.code, found.link_id) == ("error", "range", "pt_dob")


def test_answers_inside_a_repeating_block_are_marked_in_their_entry() -> None:
    answers = {"inj_any": "yes", "injuries/1/inj_part": "ankle", "injuries/2/inj_year": 1800.0}
    (found,) = issues(answers)
    assert (found.link_id, found.code) == ("injuries/2/inj_year", "range")


@pytest.mark.parametrize(
    ("tick", "since", "disagrees"),
    [
        ("yes_new", "2026-02-16", False),
        ("yes_new", "2026-02-15", True),
        ("yes_old", "2026-02-16", True),
        ("yes_old", "2026-02-15", False),
        ("yes_settled", "2026-02-28", False),
    ],
)
def test_a_date_that_disagrees_with_the_tick_is_shown(tick: str, since: str, disagrees: bool) -> None:
    found = issues({"rf_bladder": tick, "rf_bladder_since": since})
    assert [(i.severity, i.code, i.link_id) for i in found] == (
        [("warning", "since", "rf_bladder_since")] if disagrees else []
    )


# --- Contradictions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "contradiction", "keys"),
    [
        (
            {"pain_side": "L", "scans/2/img_done": "mri", "scans/2/img_side": "R"},
            "side_of_scan",
            ["pain_side", "scans/2/img_side"],
        ),
        ({"worse_since": "2026-01-01", "course": "worsening", "onset_date": "2026-02-01"}, "worse_before_onset", None),
        (
            {"agg_sitting": "no", "worst_activity": "sit"},
            "sitting_worst_but_harmless",
            ["agg_sitting", "worst_activity"],
        ),
        ({"occ_unbroken_min": 0.0, "occ_drive_h": 8.0}, "never_sits_but_drives", ["occ_unbroken_min", "occ_drive_h"]),
        (
            {"inj_any": "no", "inj_stiff": "yes", "surg_12wk": "yes"},
            "stiff_without_injury",
            ["inj_any", "inj_stiff", "surg_12wk"],
        ),
        (
            {"occ_sit_h": 0.0, "occ_drive_h": 8.0},
            "never_sits_drives_all_day",
            ["occ_sit_h", "occ_drive_h"],
        ),
        (
            {"scans/1/img_done": "mri", "scans/1/img_date": "2025-12-01", "onset_date": "2026-01-15"},
            "scan_before_onset",
            ["scans/1/img_date", "onset_date"],
        ),
        (
            {
                "scans/1/img_done": "mri",
                "scans/1/img_level": ("L4/5",),
                "scans/1/img_root": "compression",
                "scans/1/img_root_name": "S1",
            },
            "root_of_level",
            ["scans/1/img_level", "scans/1/img_root_name"],
        ),
        (
            {"pain_side": "L", **power(L5_R="3"), "pain_extent": "foot"},
            "weak_on_the_other_side_L5",
            ["pain_side", "ex_mrc_L5_L", "ex_mrc_L5_R"],
        ),
        (
            {"pain_side": "L", **feeling(L5_R="absent")},
            "numb_on_the_other_side_L5",
            ["pain_side", "ex_sens_L5_L", "ex_sens_L5_R"],
        ),
        (
            {"pain_side": "L", **power(L2_L="3"), **feeling(L4_L="reduced")},
            "weak_and_numb_apart",
            ["ex_mrc_L2_L", "ex_mrc_L2_R", "ex_sens_L4_L"],
        ),
        (
            {"rf_legs_weak": "no", **power(L4_L="4", L4_R="3")},
            "both_weak_found",
            ["ex_mrc_L4_L", "ex_mrc_L4_R", "rf_legs_weak"],
        ),
        ({"rf_legs_weak": "no", "ex_both_weak": "yes"}, "both_weak_found", ["ex_both_weak", "rf_legs_weak"]),
        (
            {"pain_side": "R", **power(S1_R="4"), **feeling(L4_R="reduced", L3_R="absent")},
            "weak_and_numb_apart",
            ["ex_mrc_S1_L", "ex_mrc_S1_R", "ex_sens_L4_R"],
        ),
        ({"nprs_leg": 6.0, "nprs_leg_worst": 5.0}, "worst_below_average", ["nprs_leg_worst", "nprs_leg"]),
        ({"rf_dvt": ("active_cancer",), "rf_cancer": "no"}, "active_cancer_denied", ["rf_dvt", "rf_cancer"]),
        *(
            (
                {item: "yes_known", f"{item}_since": "2026-02-16"},
                f"known_yet_recent_{item.removeprefix('rf_')}",
                [item, f"{item}_since"],
            )
            for item in ("rf_bladder", "rf_bowel", "rf_foot_drop")
        ),
        (
            {"pt_dob": "1990-01-01", "inj_any": "yes", "injuries/1/inj_year": 1980.0},
            "injury_before_birth",
            ["injuries/1/inj_year", "pt_dob"],
        ),
    ],
)
def test_a_contradiction_stands_beside_both_answers(
    answers: dict[str, Any], contradiction: str, keys: list[str] | None
) -> None:
    found = [i for i in issues(answers, contradictions=CONTRADICTIONS) if i.code == contradiction]
    assert [issue.link_id for issue in found] == (keys or ["worse_since", "onset_date"])
    assert len({issue.text for issue in found}) == 1


def test_agreeing_and_unknown_answers_contradict_nothing() -> None:
    answers = {"pain_side": "L", "scans/1/img_done": "mri", "scans/1/img_side": "L", "agg_sitting": "unsure"}
    assert issues(answers, contradictions=CONTRADICTIONS) == []
    assert issues({}, contradictions=CONTRADICTIONS) == []
    long_known = {"rf_bladder": "yes_known", "rf_bladder_since": "2026-02-15"}
    assert issues(long_known, contradictions=CONTRADICTIONS) == []


@pytest.mark.parametrize(
    ("level", "site", "side", "found"),
    [
        ("L2/3", "calf", "L", True),
        ("L5/S1", "knee", "L", True),
        ("L5/S1", "knee", "R", False),  # the sides differ already
        ("L4/5", "calf", "L", False),
        ("L4/5", "big_toe", "L", False),
    ],
)
def test_a_scan_two_roots_from_the_symptoms_is_named_beside_level_and_areas(
    level: str, site: str, side: str, found: bool
) -> None:
    content = load_content()
    scan = {"img_done": "mri", "img_level": (level,), "img_side": side, "img_zone": "off_centre"}
    answers = {"pain_side": "L", "pain_sites": (site,), **{f"scans/1/{key}": value for key, value in scan.items()}}
    known = content.facts(QuestionnaireResponse(INTAKE).with_answers(answers))
    told = check(FORM, known, contradictions=CONTRADICTIONS)
    wanted = ["scans/1/img_level", "pain_sites"] if found else []
    assert [issue.link_id for issue in told if issue.code == "level_of_scan"] == wanted


@pytest.mark.parametrize(
    "answers",
    [
        {"occ_sit_h": 0.0, "occ_drive_h": 7.5},
        {"occ_sit_h": 0.5, "occ_drive_h": 8.0},
        {"pain_side": "L", **power(L4_L="4"), **feeling(L5_L="reduced")},
        {"pain_side": "L", **power(L2_L="4", S1_L="4"), **feeling(S1_L="reduced")},
        {"pain_side": "L", **power(L5_L="3"), **feeling(L5_L="reduced", L5_R="reduced")},
    ],
)
def test_findings_of_neighbouring_roots_contradict_nothing(answers: dict[str, Any]) -> None:
    assert issues(answers, contradictions=CONTRADICTIONS) == []


def test_no_contradiction_speaks_of_a_private_answer() -> None:
    for contradiction in CONTRADICTIONS:
        for link_id in (*contradiction.items, *contradiction.when.reads):
            assert not FORM.items[link_id].private, contradiction.id


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ('id = "a"\nwhen = "pain_sid = L"\nseverity = "note"\nitems = []\ntext = "x"', 'Did you mean "pain_side"'),
        ('id = "a"\nwhen = "pain_side = L"\nseverity = "loud"\nitems = []\ntext = "x"', "error, note, warning"),
        ('id = "a"\nwhen = "pain_side = L"\nseverity = "note"\nitems = ["pane"]\ntext = "x"', 'unknown item "pane"'),
        (
            'id = "a"\nwhen = "pain_side = L"\nseverity = "note"\nitems = []\ntext = "x"\nwho = "me"',
            'unknown key "who"',
        ),
    ],
)
def test_a_mistake_in_the_file_of_contradictions_is_named(content: str, part: str) -> None:
    with pytest.raises(ContentError, match=r"rules/consistency\.toml, line ") as caught:
        read_contradictions("rules/consistency.toml", f"[[contradiction]]\n{content}".encode(), FORM)
    assert part in str(caught.value)


# --- What is left --------------------------------------------------------------------------------------------------


def test_answering_a_question_takes_it_off_both_lists() -> None:
    before, after = needed(FORM, facts({})), needed(FORM, facts({"pain_side": "R"}))
    assert set(before.unanswered) - set(after.unanswered) == {"pain_side"}
    assert set(before.required) - set(after.required) == {"pain_side"}
    assert set(before.required) <= set(before.unanswered)


def test_a_tick_nobody_needs_is_not_left_to_answer() -> None:
    finished = facts({"rmdq_finished": True})
    left = needed(FORM, finished)
    assert any(one.key == "rmdq_24" for one in asked(finished))
    assert not [key for key in left.unanswered if key.startswith("rmdq")]
    assert "id_checked" in left.unanswered


def test_what_is_left_follows_the_order_of_the_form() -> None:
    order = {link_id: place for place, link_id in enumerate(i for page in FORM.pages for i in page.items)}
    places = [order[key.rsplit("/", 1)[-1]] for key in needed(FORM, facts({})).unanswered]
    assert places == sorted(places)


def test_reception_is_not_asked_for_what_only_the_patient_or_physio_may_enter() -> None:
    left = needed(FORM, facts({}), role="reception").unanswered
    assert "rf_sexual" not in left
    assert "rf_bladder" in left


def test_a_question_asked_option_by_option_is_answered_when_every_option_is() -> None:
    item = FORM.items["rf_systemic"]
    assert not has_answer(item, ("-weight_loss",))
    assert not has_answer(item, ("weight_loss", "-night_sweats"))
    assert has_answer(item, ("weight_loss", "-night_sweats", "?very_tired_unwell"))
    assert has_answer(item, ("weight_loss",))
    assert has_answer(item, ("none",))
    assert not has_answer(item, ())


def test_an_injury_is_asked_for_once_there_is_one() -> None:
    assert "injuries/1/inj_part" in needed(FORM, facts({"inj_any": "yes"})).unanswered
    assert "injuries/1/inj_part" not in needed(FORM, facts({"inj_any": "no"})).unanswered


def test_entries_of_a_repeating_block_are_left_one_after_the_other() -> None:
    left = needed(FORM, facts({"scans/1/img_done": "mri", "scans/2/img_done": "ct"})).unanswered
    numbers = [key.split("/")[1] for key in left if key.startswith("scans/")]
    assert numbers == sorted(numbers)
    assert set(numbers) == {"1", "2"}


def test_the_scan_page_begins_with_a_blank_entry_that_asks_whether_there_was_one() -> None:
    page = FORM.page_of("img_done")
    assert page_keys(facts({}), page)[0] == "scans/1/img_done"
    assert page_keys(facts({"scans/3/img_done": "mri"}), page)[0] == "scans/3/img_done"
