"""Paper made away from the window."""

from datetime import UTC, date, datetime

from desktop.consult.papers import PaperKind, PaperOrder, SizeName, make_paper, render_page, suggested_file_name
from forms.patient import Patient
from forms.records.entries import Signature
from tests.desktop.consult.people import DETAILS, NOON, an_assessment
from tests.reports.pdf import texts

PATIENT = Patient(family="Lorrimore-Test", given="Casey", birth_date=date(1979, 9, 14), clinic_no="001042")
SIGNED = Signature("Jo Physio-Demo", "PH 12345", NOON)


def text_of(content: bytes) -> str:
    return " ".join(" ".join(texts(content)).split())


def an_order(
    example: str, *, kind: PaperKind = "programme", size: SizeName = "A4", signature: Signature | None = None,
    drivers: tuple[str, ...] = ("A",),
) -> PaperOrder:  # fmt: skip
    assessment = an_assessment(example)
    return PaperOrder(
        kind, assessment, assessment.care_plan, PATIENT, DETAILS, size, datetime(2026, 3, 2, 13, tzinfo=UTC), signature,
        drivers,
    )  # fmt: skip


def test_a_paper_is_a_draft_until_it_is_signed() -> None:
    draft, signed = make_paper(an_order("EX01")), make_paper(an_order("EX01", signature=SIGNED))
    assert draft.is_draft and "DRAFT" in text_of(draft.content)
    assert not signed.is_draft and "DRAFT" not in text_of(signed.content)
    assert "PH 12345" in text_of(signed.content)


def test_the_paper_says_what_was_found_for_the_drivers_chosen() -> None:
    rulebook = an_assessment("EX12").content.rulebook
    paper = text_of(make_paper(an_order("EX12", drivers=("B",))).content)
    assert rulebook.driver("B").plain in paper
    assert rulebook.driver("A").plain not in paper


def test_while_safety_comes_first_only_the_emergency_card_is_made_and_it_is_no_draft() -> None:
    paper = make_paper(an_order("EX08", drivers=()))
    assert (paper.kind, len(paper.pages), paper.is_draft) == ("emergency card", 1, False)


def test_the_card_alone_is_one_page_in_either_size() -> None:
    letter = make_paper(an_order("EX01", kind="emergency card", size="Letter"))
    assert len(letter.pages) == 1
    assert round(letter.pages[0].width) == 612


def test_a_page_becomes_pixels_of_the_size_asked_for() -> None:
    paper = make_paper(an_order("EX01", kind="emergency card"))
    picture = render_page(paper.content, 0, scale=2.0)
    assert abs(picture.width - 2 * paper.pages[0].width) <= 1
    assert len(picture.pixels) == picture.stride * picture.height
    assert len(set(picture.pixels)) > 10


def test_a_suggested_name_holds_no_identifier() -> None:
    assert suggested_file_name("emergency card", date(2026, 3, 2)) == "emergency-card-2026-03-02.pdf"
