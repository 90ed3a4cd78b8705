"""The words of a report, out of a PDF or the clipboard; what cannot be read says what to do instead."""

from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from desktop.intake.report_text import MOST_CHARACTERS, ReportUnreadable, check_length, cleaned, read_pdf, text_of_pdf


def a_pdf(*pages: str, password: str = "") -> bytes:
    """A PDF with these words on its pages; "" is a page with a drawing alone."""
    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password) if password else None)
    for words in pages:
        canvas.rect(100, 100, 200, 200, fill=1)
        for number, line in enumerate(words.split("\n")):
            canvas.drawString(72, 780 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_the_text_layer_is_read_page_after_page() -> None:
    found = text_of_pdf(a_pdf("MRI lumbar spine\nL4-L5: left protrusion.", "Conclusion: no nerve root contact."))
    assert found.index("left protrusion") < found.index("no nerve root contact")
    assert "\r" not in found


def test_a_picture_of_a_report_says_that_it_has_no_text() -> None:
    with pytest.raises(ReportUnreadable, match="picture of the report, without text"):
        text_of_pdf(a_pdf("", ""))


def test_a_book_is_refused_before_it_is_read() -> None:
    with pytest.raises(ReportUnreadable, match="500 pages"):
        text_of_pdf(a_pdf(*["A page of a book."] * 500))


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\n", a_pdf("MRI")[:200]])
def test_a_broken_file_says_so(content: bytes) -> None:
    with pytest.raises(ReportUnreadable, match="no PDF, or it is damaged"):
        text_of_pdf(content)


def test_a_password_is_asked_of_nobody_and_named_as_the_reason() -> None:
    with pytest.raises(ReportUnreadable, match="protected by a password"):
        text_of_pdf(a_pdf("MRI lumbar spine", password="secret"))


def test_a_file_that_is_gone_says_so_without_its_name(tmp_path: Path) -> None:
    with pytest.raises(ReportUnreadable, match="cannot be opened") as found:
        read_pdf(tmp_path / "casey-lorrimore.pdf")
    assert "casey" not in str(found.value)


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert cleaned("MRI\r\nL4\u20115\x00\x07 left\u202e \ufeffprotru\u00ad\nsion\tyes") == (
        "MRI\nL4\u20115   left   protrusion\tyes"
    )


def test_what_is_no_report_is_refused() -> None:
    check_length("x" * MOST_CHARACTERS)
    with pytest.raises(ReportUnreadable, match="too long for one report"):
        check_length("x" * (MOST_CHARACTERS + 1))
    with pytest.raises(ReportUnreadable, match="no text yet"):
        check_length(" \n ")
