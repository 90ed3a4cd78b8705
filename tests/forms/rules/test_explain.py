"""The whole assessment as text for a terminal: nothing left out, nothing said that is not so."""

import itertools

import pytest
from msgspec.structs import replace

from forms.assessment import assess_all
from forms.examples import load_examples
from forms.rules.explain import band_words, flag_sentence, in_words, outcome_words, signed
from tests.forms.rules.factories import assessed
from tests.forms.rules.test_what_if import CONTENT, PEOPLE


def block(text: str, first: str) -> list[str]:
    """The lines from the one that begins so to the next empty line."""
    lines = text.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(first))
    end = lines.index("", start) if "" in lines[start:] else len(lines)
    return lines[start:end]


def test_it_begins_with_whose_decision_it_is_and_whether_anybody_examined() -> None:
    version = "Decision support. Rules version 1.0, released 2026-11-23. The clinician decides."
    assert block(in_words(PEOPLE["EX05"]), "Decision") == [version]
    assert block(in_words(PEOPLE["EX12"]), "Decision") == [version, "Provisional: not yet examined."]


def test_safety_comes_next_and_no_flag_is_never_said_to_be_all_clear() -> None:
    assert in_words(PEOPLE["EX05"]).splitlines()[1] == ""
    assert block(in_words(PEOPLE["EX05"]), "Safety") == [
        "Safety: Soon",
        "  RF30 Soon: Mild weakness, said or measured: the physio retests power before any programme and again within "
        "1 week.",
    ]
    assert block(in_words(PEOPLE["EX12"]), "Safety") == [
        "Safety: No flag",
        "  No safety prompts were triggered by the answers given. This does not rule out serious illness.",
    ]
    hold = block(in_words(PEOPLE["EX10"]), "Safety")
    assert hold[0] == "Safety: Urgent (hold)"
    assert hold[1].startswith("  RF11 Urgent: Cancer, past or present: Not answered yet: Have you ever had cancer")
    assert len(hold) == 2


def test_the_outcome_names_the_lead_and_what_joins_it() -> None:
    assert block(in_words(PEOPLE["EX05"]), "Outcome") == ["Outcome: one driver leads", "  lead Lumbar nerve root"]
    assert block(in_words(PEOPLE["EX12"]), "Outcome") == [
        "Outcome: a combination",
        "  lead Flexed posture and long sitting + Hip muscle, deep gluteal",
    ]
    assert block(in_words(PEOPLE["EX10"]), "Outcome") == [
        "Outcome: safety first: settle the open warnings before anything else"
    ]


def test_two_supported_drivers_and_unknown_roots_say_to_examine_first() -> None:
    answers = {
        "occ_sit_h": 8, "occ_drive_h": 0, "occ_unbroken_min": 90, "agg_sitting": "yes", "sit_tall_eases": "yes",
        "buttock_deep": "yes", "worst_site": "buttock", "trn_activities": ["none"], "trn_cue_squeeze": "never",
        "ex_apt_pos": "yes", "ex_notch_tender": "yes",
    }  # fmt: skip
    text = in_words(assessed(**answers))
    assert block(text, "Outcome")[-1] == "  Examine the nerve roots before choosing."
    assert "Examine the nerve roots" not in in_words(PEOPLE["EX12"])


def test_the_strongest_driver_is_first_with_what_fits_what_does_not_and_what_is_missing() -> None:
    text = in_words(PEOPLE["EX05"])
    heads = [line for line in text.splitlines() if " points, " in line]
    assert [head[0] for head in heads] == ["D", "A", "C", "B"]
    assert heads[3] == "B Hip muscle, deep gluteal: −7 points, not supported"
    assert block(text, "A Flexed") == [
        "A Flexed posture and long sitting: 3 points, weak",
        "  Contributing factor. Evidence is limited.",
        "  Findings that fit",
        "    A01 +2 Sits 6 hours or more a day. [grade D, expert opinion · V1]",
        "    A05 +2 Sitting makes it worse. [grade C · V36 U]",
        "    A06 +1 Standing up or walking eases it within 10 minutes. [grade C · U]",
        "  Findings that do not fit",
        "    A22 −2 Changing sitting posture changes nothing. [grade C · U]",
        "  Missing: back_pocket",
    ]
    assert (
        "    D12 +2 Slump reproduces leg pain, eased by neck release. [grade B · V31 V32] "
        "(a stronger finding of its kind counts)"
    ) in block(text, "D Lumbar")


def test_a_heading_stands_only_over_findings_and_nothing_missing_is_not_mentioned() -> None:
    sides = block(in_words(PEOPLE["EX05"]), "C Foot")
    assert "  Findings that fit" not in sides
    assert "  Findings that do not fit" in sides
    assert not any(line.startswith("  Missing") for line in block(in_words(PEOPLE["EX05"]), "D Lumbar"))


def test_all_that_is_missing_is_named() -> None:
    assert block(in_words(PEOPLE["EX01"]), "B Hip")[-1] == "  Missing: ex_pace_pos, ex_freiberg_pos, ex_beatty_pos"


def test_one_point_is_one_point() -> None:
    assert "D Lumbar nerve root: 1 point, weak" in in_words(PEOPLE["EX12"]).splitlines()
    assert in_words(PEOPLE["EX05"]).count("(up to 1 point; ") == 2


def test_what_else_to_consider_stands_with_its_reason() -> None:
    found = block(in_words(PEOPLE["EX11"]), "Consider")
    assert found[1].startswith("  DX_LSS Spinal stenosis or neurogenic claudication: Walking or standing brings it on;")
    assert len(found) == 1 + len(PEOPLE["EX11"].impression.differentials)
    nothing = assessed(pain_side="L")
    assert nothing.impression.differentials == ()
    assert "Consider" not in in_words(nothing).splitlines()


def test_what_would_change_it_names_the_question_the_points_and_the_rules() -> None:
    assert block(in_words(PEOPLE["EX10"]), "What would change this") == [
        "What would change this",
        "  Does sitting make it worse? (up to 3 points; A05, B02, A20)",
        "  How far down does it go at worst? (up to 2 points; D04)",
        "  Which part is worst? (up to 2 points; B01, D05)",
    ]


def test_where_no_answer_would_change_anything_none_is_asked_for() -> None:
    book = CONTENT.rulebook
    no_rules = replace(book, drivers=tuple(replace(driver, rules=()) for driver in book.drivers))
    text = in_words(assess_all(PEOPLE["EX12"].response, replace(CONTENT, rulebook=no_rules)))
    assert "What would change this" not in text
    assert "Programme:" in text


def test_the_programme_says_why_each_exercise_is_there_and_what_keeps_it_from_the_patient() -> None:
    assert block(in_words(PEOPLE["EX05"]), "Programme") == [
        "Programme: phase 1, review in 7 days",
        "  E01 Calf-rest breathing: Lead: nerve root, eased by bending back.",
        "  E04 Front lying to elbows: Lead: nerve root, eased by bending back.",
        "  E09 Lying nerve slider: Lead: nerve root, eased by bending back.",
        "  E39 Sit-to-stand: Lead: nerve root, eased by bending back.",
        "  E38 Walking plan: Walking is in every programme.",
        "  Not to be printed for the patient yet: RF30",
    ]
    rash = assess_all(PEOPLE["EX05"].response.with_answer("rf_rash", "yes"), CONTENT)
    assert block(in_words(rash), "Programme")[-1] == "  Not to be printed for the patient yet: RF27, RF30"
    assert "Not to be printed" not in in_words(PEOPLE["EX12"])
    assert block(in_words(PEOPLE["EX10"]), "Programme") == ["Programme: none; blocked by RF11, hold_physio_now"]
    assert block(in_words(assessed()), "Programme") == ["Programme: none"]


@pytest.mark.parametrize("example", [example.id for example in load_examples()])
def test_parts_are_set_apart_by_one_empty_line(example: str) -> None:
    lines = in_words(PEOPLE[example]).splitlines()
    assert not any(first == second == "" for first, second in itertools.pairwise(lines))
    assert not any(line.isspace() for line in lines)
    drivers = [f"{driver.id} {driver.title}:" for driver in CONTENT.rulebook.drivers]
    considered = ["Consider"] if PEOPLE[example].impression.differentials else []
    for start in ("Safety:", "Outcome:", "Programme:", "What would change this", *considered, *drivers):
        assert lines[next(place for place, line in enumerate(lines) if line.startswith(start)) - 1] == ""


def test_a_sign_stands_before_points_but_before_nought() -> None:
    assert [signed(points) for points in (2, 1, 0, -1, -4)] == ["+2", "+1", "0", "−1", "−4"]


def test_a_reason_that_begins_with_the_name_of_its_flag_says_it_once() -> None:
    (weak,) = assessed(pain_side="L", neu_weak="mild").impression.flags
    assert flag_sentence(weak).startswith("Mild weakness, said or measured")
    (bladder,) = assessed(rf_bladder="yes_new").impression.flags
    assert flag_sentence(bladder).startswith("Bladder change: ")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("no_clear_driver", "no clear driver: consider the list below"),
        ("insufficient_information", "not enough information yet"),
    ],
)
def test_an_outcome_without_a_driver_has_its_words(outcome: str, words: str) -> None:
    assert outcome_words(outcome) == words


def test_every_band_has_its_words() -> None:
    bands = ("supported", "possible", "weak", "not_supported", "insufficient_information")
    assert [band_words(band) for band in bands] == [
        "supported",
        "possible",
        "weak",
        "not supported",
        "not enough information",
    ]
