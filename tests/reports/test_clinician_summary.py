"""The clinician's page: every reason with its rule, on one page."""

import pytest
from msgspec.structs import replace

from reports.clinician_summary import build_clinician_summary
from reports.compose import clinician_summary_pdf
from tests.reports import pdf
from tests.reports.factories import a_flag, a_printing, a_summary
from tests.reports.papers import EXAMPLES, a_paper
from tests.reports.test_handout import HOSTILE

SUMMARY = build_clinician_summary(a_summary())
(WORDS,) = pdf.texts(SUMMARY)


def test_every_driver_shows_its_points_band_rules_and_grades() -> None:
    assert "supported, 15 points, anchor A10" in WORDS
    assert "A08 Sitting tall eases it (+3, grade C)" in WORDS
    assert "B22 Both piriformis tests were negative (-3, grade B)" in WORDS
    assert "Missing: Scan report." in WORDS


def test_weak_evidence_is_called_opinion() -> None:
    assert "B02 Sitting makes it worse (+1, grade D, expert opinion)" in WORDS
    assert "Contributing factor. Evidence is limited." in WORDS


def test_no_flag_is_never_an_all_clear() -> None:
    assert "This does not rule out serious illness." in WORDS


def test_it_names_programme_versions_and_signature() -> None:
    assert "E26 Hands-and-knees rock-back" in WORDS
    assert "Signed: Jo Bright, PH012345, 2 March 2026." in WORDS
    assert "3fa94c1d77e2b0a85c61" in WORDS


@pytest.mark.parametrize("example", ["EX01", "EX05"])
def test_at_its_top_it_says_whose_rules_these_are_and_who_decides(example: str) -> None:
    (page,) = pdf.texts(clinician_summary_pdf(a_paper(example)))
    page = " ".join(page.split())
    words = "Decision support. Rules version 1.0, released 23 November 2026. The clinician decides."
    assert 0 < page.find(words) < page.find("Safety")


def test_an_open_flag_is_a_word_and_a_row() -> None:
    flagged = a_summary(tier="urgent", tier_word="Urgent", tier_note="Act today.", flags=(a_flag(),))
    (words,) = pdf.texts(build_clinician_summary(flagged))
    assert "Urgent. Act today." in words
    assert "RF09 Urgent Foot tripping or dragging, new in the last 14 days. Open" in words


@pytest.mark.parametrize("example", ["EX08", "EX09"])
def test_while_safety_comes_first_no_driver_is_named_as_if_it_were_the_warning(example: str) -> None:
    (words,) = pdf.texts(clinician_summary_pdf(a_paper(example)))
    assert "settle the open warnings before anything else. Driver Findings" in " ".join(words.split())


def test_an_angle_stands_close_to_its_degree() -> None:
    (words,) = pdf.texts(clinician_summary_pdf(a_paper("EX02")))
    words = " ".join(words.split())
    assert "left 25°" in words and " °" not in words


def test_a_question_cut_short_ends_in_its_dots_alone() -> None:
    (words,) = pdf.texts(clinician_summary_pdf(a_paper("EX12")))
    assert "…." not in words and "on the painful …" in " ".join(words.split())


def test_an_unsigned_one_is_a_draft() -> None:
    (words,) = pdf.texts(build_clinician_summary(a_summary(printing=a_printing(approved_by=None))))
    assert "DRAFT - not approved" in words
    assert "Not yet signed." in words


def test_a_fuller_record_is_set_smaller_to_stay_on_one_page() -> None:
    more = replace(a_summary(), flags=(a_flag(),) * 3, differentials=("Lumbar spinal stenosis",) * 3)
    assert len(pdf.texts(build_clinician_summary(more))) == 1


def test_it_keeps_the_rules_of_accessible_and_archival_pdf() -> None:
    assert pdf.broken_rules(SUMMARY, "ua1") == []
    assert pdf.broken_rules(SUMMARY, "2a") == []


def test_the_same_summary_prints_the_same_bytes() -> None:
    assert build_clinician_summary(a_summary()) == SUMMARY


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_in_every_field_prints(words: str) -> None:
    data = build_clinician_summary(pdf.with_every_text(a_summary(flags=(a_flag(),)), words))
    assert pdf.broken_rules(data, "ua1") == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_worked_example_fits_one_page_for_health_professionals(example: str) -> None:
    words = pdf.texts(clinician_summary_pdf(a_paper(example), decision="Agrees with the rules."))
    assert len(words) == 1
    assert "For health professionals." in words[0] and "For this person only" not in words[0]


def test_what_has_no_clear_answer_is_named_apart_from_what_an_answer_raised() -> None:
    (words,) = pdf.texts(clinician_summary_pdf(a_paper("EX08")))
    words = " ".join(words.split())
    assert "RF02 Numbness between the legs:" in words
    assert "No clear answer yet: RF04 Sexual function; RF06 Weakness in both legs" in words
    assert "hold_physio_now" not in words and "safety questions without a clear answer." in words
