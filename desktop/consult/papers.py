"""Making a paper and turning its pages into pictures, away from the window: plain values in, plain values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Literal

from forms.assessment import Assessment
from forms.patient import Patient
from forms.programme.care_plan import CarePlan
from forms.records.entries import Signature

PaperKind = Literal["programme", "emergency card"]
SizeName = Literal["A4", "Letter"]
SIZES: tuple[SizeName, ...] = ("A4", "Letter")

# PDFium may be used by one thread at a time.
_PDFIUM = Lock()


@dataclass(frozen=True)
class PaperOrder:
    """Which paper is wanted, and everything it is made from.

    signature: None for a draft. drivers: those the plan was made for, the lead first.
    """

    kind: PaperKind
    assessment: Assessment
    plan: CarePlan
    patient: Patient
    details: Mapping[str, str]
    size: SizeName
    at: datetime
    signature: Signature | None = None
    drivers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FinishedPaper:
    """The bytes of a PDF and the size of each page."""

    kind: PaperKind
    content: bytes
    pages: tuple[PageSize, ...]
    is_draft: bool


@dataclass(frozen=True, slots=True, repr=False)
class PagePicture:
    """One page as pixels: four bytes each, blue, green, red and unused, row by row."""

    number: int
    width: int
    height: int
    stride: int
    pixels: bytes


def make_paper(order: PaperOrder) -> FinishedPaper:
    """The finished PDF; PaperError when it cannot be made."""
    # Here, because it loads ReportLab: not before somebody wants paper.
    from reports.compose import Paper, handout_pdf, safety_card_pdf
    from reports.inputs import PageSize as Sheet
    from reports.inputs import PersonLine
    from reports.inputs import Signature as Approval

    patient, signed = order.patient, order.signature
    approval = Approval(signed.name, signed.registration, signed.at.astimezone().date()) if signed else None
    paper = Paper(
        assessment=order.assessment,
        plan=order.plan,
        person=PersonLine(patient.display_name, patient.birth_date, patient.clinic_no),
        details=order.details,
        printed_at=order.at.astimezone(),
        signature=approval,
        size=Sheet.A4 if order.size == "A4" else Sheet.LETTER,
        drivers=order.drivers,
    )
    # While safety comes first the programme is the emergency card, which never waits for a signature.
    is_card = order.kind == "emergency card" or order.assessment.impression.outcome == "safety_first"
    kind: PaperKind = "emergency card" if is_card else "programme"
    content = safety_card_pdf(paper) if is_card else handout_pdf(paper)
    return FinishedPaper(kind, content, page_sizes(content), signed is None and not is_card)


def page_sizes(content: bytes) -> tuple[PageSize, ...]:
    # Here, because loading PDFium takes longer than opening the consult.
    import pypdfium2

    with _PDFIUM:
        document = pypdfium2.PdfDocument(content)
        sizes = tuple(PageSize(*document.get_page_size(number)) for number in range(len(document)))
        document.close()
    return sizes


def render_page(content: bytes, number: int, *, scale: float) -> PagePicture:
    """One page, counted from 0; scale 1 is 72 dots an inch."""
    # Here, because loading PDFium takes longer than opening the consult.
    import pypdfium2

    with _PDFIUM:
        document = pypdfium2.PdfDocument(content)
        bitmap = document[number].render(scale=scale, rev_byteorder=False, force_bitmap_format=4)  # 4: BGRx
        picture = PagePicture(number, bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        bitmap.close()
        document.close()
    return picture


def suggested_file_name(kind: PaperKind, day: date) -> str:
    """A name without anybody's identifiers: file names end up in lists that others see."""
    return f"{kind.replace(' ', '-')}-{day.isoformat()}.pdf"
