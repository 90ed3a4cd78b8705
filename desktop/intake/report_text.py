"""The words of a radiology report: from the text layer of a PDF, or as somebody pasted them. No window needed."""

import re
from pathlib import Path

from desktop.pdfium import PDFIUM
from forms.errors import SciaticaIntakeError

# A long report has 8,000 characters. What is longer is no report, and would be read for minutes.
MOST_CHARACTERS = 20_000
_MOST_PAGES = 20
_MOST_BYTES = 50_000_000
_PASSWORD = 4  # PDFium's FPDF_ERR_PASSWORD

_NOT_PRINTED = re.compile(r"[^\S\n\t ]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# PDFium's mark for a hyphen that only ends a line.
_BROKEN_WORD = re.compile("[\ufffe\u00ad]\n?")


class ReportUnreadable(SciaticaIntakeError):
    """There is nothing to read; says what to do instead."""


def cleaned(text: str) -> str:
    """The text without what cannot be seen: line ends of one kind, no control characters, no hidden marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _NOT_PRINTED.sub(" ", _BROKEN_WORD.sub("", text))


def check_length(text: str) -> None:
    """Refuse what is no report; ReportUnreadable says what to do."""
    if not text.strip():
        raise ReportUnreadable("There is no text yet. Paste the report, or open it as a PDF.")
    if len(text) > MOST_CHARACTERS:
        raise ReportUnreadable(
            f"This is too long for one report: {len(text):,} characters, and at most {MOST_CHARACTERS:,} are read. "
            "Paste the report alone."
        )


def read_pdf(path: Path) -> str:
    """The text layer of a PDF file; ReportUnreadable when there is none, or the file cannot be read."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ReportUnreadable("This file is too large for a report. Choose another, or paste its text.")
        content = path.read_bytes()
    except OSError:
        raise ReportUnreadable("The file cannot be opened. Check that it is still there, or paste its text.") from None
    return text_of_pdf(content)


def text_of_pdf(content: bytes) -> str:
    """The text layer, page after page."""
    # Here, because loading PDFium takes longer than opening the form.
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD:
                text = "This PDF is protected by a password. Open it in your PDF program, and copy its text here."
            else:
                text = "This file is no PDF, or it is damaged. Ask for it again, or paste its text."
            raise ReportUnreadable(text) from None
        try:
            count = len(document)
            if count > _MOST_PAGES:
                raise ReportUnreadable(
                    f"This PDF has {count} pages; a report has a few. Copy the text of the report, and paste it here."
                )
            pages = [_text_of_page(document, number) for number in range(count)]
        except pypdfium2.PdfiumError:
            raise ReportUnreadable("A page of this PDF is damaged. Ask for it again, or paste its text.") from None
        finally:
            document.close()
    found = cleaned("\n\n".join(pages)).strip()
    if not found:
        raise ReportUnreadable("This PDF is a picture of the report, without text. Type or paste the wording instead.")
    check_length(found)
    return found


def _text_of_page(document: object, number: int) -> str:
    page = document[number]  # type: ignore[index]
    text_page = page.get_textpage()
    text = str(text_page.get_text_bounded())
    text_page.close()
    page.close()
    return text
