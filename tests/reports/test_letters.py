"""The letters to colleagues: what triggered, since when, what was found, and to whom; nothing that claims too much."""

import re

import pypdfium2
import pytest
from msgspec.structs import replace

from forms.assessment import assess_all
from forms.content import load_content
from forms.errors import ContentError, PaperError
from forms.letters import FILE, MOST_CHARACTERS, MOST_LINES, letter_content, read_letters
from forms.lint.checks import read_checks
from reports.compose import Paper
from reports.compose_letters import gp_letter_pdf, referral_letter_pdf, referral_routes
from reports.inputs import PageSize
from reports.letter import Letter, LetterSection, LetterTable, build_letter
from tests.reports import pdf
from tests.reports.factories import a_printing
from tests.reports.papers import EXAMPLES, a_paper
from tests.reports.test_handout import HOSTILE

LOCAL = {
    "local_ces_route": "Spinal on-call, Sampleton General: 01632 960 121",
    "local_spinal_service_phone": "01632 960 122",
    "mscc_coordinator_phone": "01632 960 123",
    "crisis_line": "01632 960 124",
}
REFERRED = [name for name in EXAMPLES if referral_routes(a_paper(name))]
NO_EMERGENCY = [name for name in EXAMPLES if a_paper(name).assessment.impression.tier != "emergency"]


def a_letter_paper(example: str, **answers: object) -> Paper:
    """The example in a clinic with its local routes; results may be shared."""
    paper = a_paper(example)
    response = paper.assessment.response.with_answers({"cons_gp_share": "yes", **answers})
    assessment = assess_all(response, paper.assessment.content)
    return replace(paper, assessment=assessment, details={**paper.details, **LOCAL})


def words_of(data: bytes) -> str:
    return " ".join(pdf.texts(data))


# --- the referral


def test_an_emergency_lists_the_positive_answers_with_their_times() -> None:
    paper = a_letter_paper("EX08", rf_bladder_since="2026-03-01", rf_saddle_since="2026-02-28")
    words = words_of(referral_letter_pdf(paper))
    authored = paper.assessment.response.authored.isoformat()
    assert authored == "2026-03-02"
    assert "Has anything changed with passing urine? Yes: new or worse in the last 14 days 1 March 2026 (1 day" in words
    assert "28 February 2026 (2 days" in words
    assert "Symptoms in both legs" in words
    assert "Spinal on-call, Sampleton General: 01632 960 121" in words
    assert "Emergency. Possible permanent harm within hours." in words


def test_what_waits_for_an_answer_is_said_and_not_called_no() -> None:
    words = words_of(referral_letter_pdf(a_letter_paper("EX08")))
    assert "No clear answer yet: Sexual function (RF04); Weakness in both legs (RF06)" in words
    assert "Answered no: Bowel control." in words


def test_power_reflexes_onset_and_the_scan_as_copied_stand_in_it() -> None:
    report = "Left L4/5 extrusion compressing the traversing L5 root. **No** fracture."
    paper = a_letter_paper(
        "EX09",
        **{
            "ex_mrc_L5_L": "2",
            "ex_mrc_L5_R": "5",
            "ex_reflex_ankle_L": "1",
            "ex_reflex_ankle_R": "2",
            "scans/1/img_report_seen": "yes_full",
            "scans/1/img_text": report,
            "scans/1/img_copied_by": "Sam Reed",
        },
    )
    words = words_of(referral_letter_pdf(paper))
    assert "Big-toe lift (L5) 2" in words
    assert "Ankle jerk 1 reduced 2 normal" in words
    assert "2 February 2026 (28 days before)" in words
    assert f"“{report}”" in words
    assert "copied word for word by Sam Reed" in words


@pytest.mark.parametrize("example", REFERRED)
@pytest.mark.parametrize("size", PageSize)
def test_a_referral_takes_two_pages_at_most(example: str, size: PageSize) -> None:
    data = referral_letter_pdf(replace(a_letter_paper(example), size=size))
    assert len(pdf.texts(data)) <= 2
    assert pdf.broken_rules(data, "ua1") == []
    assert pdf.broken_rules(data, "2a") == []


def test_the_route_of_the_gravest_flag_comes_first() -> None:
    assert [route.id for route in referral_routes(a_letter_paper("EX08"))][:2] == [
        "cauda_equina",
        "emergency_department",
    ]
    assert referral_routes(a_letter_paper("EX09"))[0].id == "spinal_service"


def test_what_may_wait_two_weeks_is_not_sent_to_the_emergency_department() -> None:
    mild = a_letter_paper("EX05")  # RF30, soon
    assert [route.id for route in referral_routes(mild)] == ["spinal_service", "gp"]
    blank = replace(mild, details={**mild.details, "local_spinal_service_phone": ""})
    assert "To GP" in words_of(referral_letter_pdf(blank))


def test_what_cannot_wait_is_never_left_to_the_gp() -> None:
    for example in ("EX08", "EX09"):
        assert "gp" not in [route.id for route in referral_routes(a_letter_paper(example))]


def test_a_blank_phone_closes_its_route_and_the_next_one_is_taken() -> None:
    paper = a_letter_paper("EX09")
    blank = replace(paper, details={**paper.details, "local_spinal_service_phone": " "})
    with pytest.raises(PaperError, match="local spinal service phone"):
        referral_letter_pdf(blank, route=referral_routes(blank)[0])
    assert "To A&E" in words_of(referral_letter_pdf(blank))


def test_without_an_open_flag_there_is_no_referral() -> None:
    with pytest.raises(PaperError, match="nothing to refer"):
        referral_letter_pdf(a_letter_paper("EX01"))


def test_it_is_a_draft_until_a_physio_has_signed() -> None:
    paper = a_letter_paper("EX09")
    assert "DRAFT - not approved" in words_of(referral_letter_pdf(replace(paper, signature=None)))
    signed = words_of(referral_letter_pdf(paper))
    assert "DRAFT" not in signed
    assert "Signed: Jo Bright, registration PH012345, 2 March 2026" in signed


def test_a_note_of_the_physio_stands_first() -> None:
    words = words_of(referral_letter_pdf(a_letter_paper("EX09"), note="Rang the registrar at 14:10."))
    assert words.index("Rang the registrar at 14:10.") < words.index("Why I refer")


def test_the_note_keeps_its_lines_and_makes_nothing_bold() -> None:
    data = referral_letter_pdf(a_letter_paper("EX09"), note="Rang **at 14:10**.\nThe <b>bed</b> is held.")
    assert "From the physiotherapist Rang **at 14:10**. The <b>bed</b> is held." in words_of(data)


def test_a_line_from_the_right_turns_no_other_line_round() -> None:
    # Here, because it imports the letters of this module.
    from tests.reports.golden import lines_of

    lines = "مرحبا يا صديقي\nPlease ring the family first, not the person.\nשלום"
    for data in (
        referral_letter_pdf(a_letter_paper("EX09"), note=lines),
        gp_letter_pdf(a_letter_paper("EX05"), view=lines),
        gp_letter_pdf(a_letter_paper("EX05"), ask=lines),
    ):
        (english,) = [line for line in lines_of(data)[0] if line.words.startswith("Please ring the family")]
        margin = min(line.left for line in lines_of(data)[0])
        assert english.left == pytest.approx(margin, abs=2)


# --- the letter to the family doctor


@pytest.mark.parametrize("example", NO_EMERGENCY)
def test_a_letter_to_the_gp_is_one_page_without_points_or_claims(example: str) -> None:
    data = gp_letter_pdf(a_letter_paper(example), decision="I agree.", ask="Please review the pain relief.")
    (words,) = pdf.texts(data)
    assert not re.search(r"\b[ABCD][0-9]{2}\b|grade|[+][0-9]", words)
    assert "Please review the pain relief." in words
    # The footer's intended purpose says "It does not diagnose", as it must.
    said = words.replace("It does not diagnose.", "")
    checks = read_checks(load_content().files)
    assert [one.word for one in checks.words if one.scope == "everybody" and one.pattern.search(said)] == []
    assert pdf.broken_rules(data, "ua1") == []
    assert pdf.broken_rules(data, "2a") == []


def test_it_says_what_fits_what_was_advised_the_programme_and_the_review() -> None:
    words = words_of(gp_letter_pdf(a_letter_paper("EX01", pt_gp="Dr Specimen, Mill Lane")))
    assert "To Dr Specimen, Mill Lane" in words
    assert "Findings that fit: Sits 6 hours or more a day" in words
    assert "Home programme: Towel-roll opener, One-minute seat break" in words
    assert "Advice given: Pacing" in words
    assert "Review: 13 April 2026." in words
    assert "This does not rule out serious illness." in words


def test_an_answer_is_never_parted_from_the_end_of_its_question() -> None:
    document = pypdfium2.PdfDocument(gp_letter_pdf(a_letter_paper("EX01")))
    lines = [line.strip() for line in document[0].get_textpage().get_text_range().splitlines()]
    document.close()
    assert "neck: No" in lines
    assert "No" not in lines


@pytest.mark.parametrize("example", ["EX02", "EX05"])
def test_no_reason_speaks_of_our_own_rules(example: str) -> None:
    words = words_of(gp_letter_pdf(a_letter_paper(example)))
    assert "scored by" not in words and "red flags" not in words


def test_titles_of_advice_keep_their_own_question_marks() -> None:
    words = words_of(gp_letter_pdf(a_letter_paper("EX01")))
    assert "What helps recovery · How long will it take? · When to come back" in words


def test_a_scan_that_nobody_is_sure_of_is_no_scan_with_an_unchecked_report() -> None:
    words = words_of(gp_letter_pdf(a_letter_paper("EX10")))
    assert "Scan • Any scan of the low back or hip for this: Not sure" in words
    assert "not checked" not in words


def test_an_unchecked_report_is_said_as_a_sentence() -> None:
    paper = a_letter_paper("EX01", **{"scans/1/img_done": "xray"})
    assert "Scan: X-ray Not checked by a physio yet." in words_of(gp_letter_pdf(paper))


@pytest.mark.parametrize(("answer", "said"), [("no", "does not want"), (None, "Ask first"), ("unsure", "Ask first")])
def test_it_is_not_written_without_consent(answer: str | None, said: str) -> None:
    with pytest.raises(PaperError, match=said):
        gp_letter_pdf(a_letter_paper("EX01", cons_gp_share=answer))


def test_in_an_emergency_it_is_not_printed() -> None:
    with pytest.raises(PaperError, match="only the emergency card and the referral letter"):
        gp_letter_pdf(a_letter_paper("EX08"))


def test_the_physios_own_view_stands_in_the_place_of_what_was_recorded() -> None:
    paper = a_letter_paper("EX05")
    recorded = words_of(gp_letter_pdf(paper, decision="Before the results: Sitting.", view=" "))
    assert "Physiotherapist's view Before the results: Sitting." in recorded
    own = words_of(gp_letter_pdf(paper, decision="Before the results: Sitting.", view="Settling well."))
    assert "Physiotherapist's view Settling well." in own
    assert "Before the results" not in own


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    # Here, because it imports the letters of this module.
    from tests.reports.golden import lines_of

    headings = ("From the", "Why I refer", "What was asked", "History", "Examination", "Scan", "Medicines")
    broken = 0
    for lines in range(14, 44):
        pages = lines_of(referral_letter_pdf(a_letter_paper("EX09"), note="Line.\n" * lines))
        broken += len(pages) > 1
        for page in pages:
            body = page[: next(place for place, line in enumerate(page) if line.words.startswith("Approved by"))]
            assert not min(body, key=lambda line: line.bottom).words.startswith(headings)
    assert broken > 5


# --- both


@pytest.mark.parametrize("words", [*HOSTILE, "x" * MOST_CHARACTERS, "word " * 390, "line\n" * MOST_LINES])
def test_whatever_a_physio_writes_prints_as_a_sound_letter(words: str) -> None:
    for data in (
        referral_letter_pdf(a_letter_paper("EX09"), note=words),
        gp_letter_pdf(a_letter_paper("EX05"), view=words, ask=words),
    ):
        assert pdf.broken_rules(data, "ua1") == []
        assert pdf.broken_rules(data, "2a") == []


@pytest.mark.parametrize("words", ["x" * (MOST_CHARACTERS + 1), "line\n" * (MOST_LINES + 1)])
def test_words_that_nobody_would_read_are_refused_by_their_heading(words: str) -> None:
    with pytest.raises(PaperError, match="“From the physiotherapist” is too long"):
        referral_letter_pdf(a_letter_paper("EX09"), note=words)
    with pytest.raises(PaperError, match="“Physiotherapist's view” is too long"):
        gp_letter_pdf(a_letter_paper("EX05"), view=words)
    with pytest.raises(PaperError, match="“What we ask” is too long"):
        gp_letter_pdf(a_letter_paper("EX05"), ask=words)


def test_what_was_recorded_in_the_visit_is_never_too_long() -> None:
    assert "x x x" in words_of(gp_letter_pdf(a_letter_paper("EX05"), decision="x " * MOST_CHARACTERS))


def _a_letter() -> Letter:
    table = LetterTable(("Asked", "Answered"), (("Foot", "Yes"),) * 3, (0.5, 0.5))
    section = LetterSection("Why", ("A sentence.",), ("A line.",), table, ("A quote.",))
    return Letter(a_printing(), "Referral", ("Spinal service",), "Please assess.", (section,), "Urgent.", "urgent")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_in_every_field_prints(words: str) -> None:
    data = build_letter(pdf.with_every_text(_a_letter(), words))
    assert pdf.broken_rules(data, "ua1") == []


def test_the_same_letter_prints_the_same_bytes() -> None:
    assert build_letter(_a_letter()) == build_letter(_a_letter())


def test_a_question_that_is_not_asked_is_refused_by_name() -> None:
    content = load_content()
    wrong = content.files[FILE].replace(b'"pain_side"', b'"pain_sid"')
    with pytest.raises(ContentError, match=r'letters.toml.*unknown item "pain_sid".*Did you mean "pain_side"'):
        read_letters(wrong, content.questionnaire)
    assert letter_content(content).routes
