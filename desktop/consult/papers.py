"""Making a paper and turning its pages into pictures, away from the window: plain values in, plain values out."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from desktop.memory import give_back
from desktop.pdfium import PDFIUM
from forms.assessment import Assessment
from forms.errors import PaperError
from forms.patient import Patient
from forms.programme.care_plan import CarePlan
from forms.records.entries import Signature
from forms.response import QuestionnaireResponse
from forms.translation import ENGLISH
from reports.paper_issues import PaperIssue

if TYPE_CHECKING:
    from forms.letters import Route
    from reports.compose import Paper

PaperKind = Literal[
    "programme", "emergency card", "clinician summary", "letter to the GP", "referral letter", "outcome report"
]
# Those the patient takes home; the others are for colleagues.
FOR_PATIENTS: tuple[PaperKind, ...] = ("programme", "emergency card")
# Knowledge base 1.1; the programme is the emergency card then.
IN_AN_EMERGENCY: tuple[PaperKind, ...] = (*FOR_PATIENTS, "referral letter")
NOT_IN_AN_EMERGENCY = "In an emergency only the emergency card and the referral letter are printed. Act on it first."
SizeName = Literal["A4", "Letter"]
SIZES: tuple[SizeName, ...] = ("A4", "Letter")


class PaperOrder(Struct, frozen=True):
    """Which paper is wanted, and everything it is made from. Two orders are equal when their papers say the same.

    signature: None for a draft, and programme_id "". drivers: those the plan was made for, the lead first. decision:
    what the physio decided, for the summary and the letter to the family doctor. languages: one, or two.
    layout: of the handout, an id of `reports.layouts`. visits: everything answered at each visit, for the outcomes.
    at: the moment that stands on it, in local time; of a signed programme that of its signature, or of words written
    into a letter since. initials_only: the patient's name stands on it as initials. code: of the signed programme, in
    groups. route: to whom a referral goes, by id; "" for the first that can be used. note, view, ask: the physio's own
    words in a letter.
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
    programme_id: str = ""
    decision: str = ""
    languages: tuple[str, ...] = (ENGLISH,)
    layout: str = "standard"
    visits: tuple[QuestionnaireResponse, ...] = ()
    initials_only: bool = False
    code: tuple[str, ...] = ()
    route: str = ""
    note: str = ""
    view: str = ""
    ask: str = ""

    __repr__ = object.__repr__  # tracebacks and logs show reprs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PaperOrder) and self._said == other._said

    __hash__ = None  # type: ignore[assignment]

    @property
    def _said(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__struct_fields__ if name != "at"}


class PageSize(Struct, frozen=True):
    """A page in points."""

    width: float
    height: float


class FinishedPaper(Struct, frozen=True):
    """The bytes of a PDF, the size of each page, and the order it was made from.

    left_in_english: what stands in it in English because there are no words for it in its language.
    issues: what is wrong with a patient's programme as it will be printed. unprintable: what of a physio's own words in
    a letter is printed in another way than it was typed.
    """

    __repr__ = object.__repr__  # tracebacks and logs show reprs

    kind: PaperKind
    content: bytes
    pages: tuple[PageSize, ...]
    is_draft: bool
    order: PaperOrder
    left_in_english: tuple[str, ...] = ()
    issues: tuple[PaperIssue, ...] = ()
    unprintable: tuple[str, ...] = ()


class PagePicture(Struct, frozen=True):
    """One page as pixels: four bytes each, blue, green, red and unused, row by row."""

    __repr__ = object.__repr__  # tracebacks and logs show reprs

    number: int
    width: int
    height: int
    stride: int
    pixels: bytes


def make_paper(order: PaperOrder) -> FinishedPaper:
    """The finished PDF; PaperError when it cannot be made."""
    if order.assessment.impression.tier == "emergency" and order.kind not in IN_AN_EMERGENCY:
        raise PaperError(NOT_IN_AN_EMERGENCY)
    # Here, because it loads ReportLab: not before somebody wants paper.
    from reports.compose import Paper, handout_pdf, left_in_english, safety_card_pdf
    from reports.inputs import PageSize as Sheet
    from reports.inputs import PersonLine
    from reports.inputs import Signature as Approval
    from reports.layouts import LAYOUTS

    patient, signed = order.patient, order.signature
    # In the zone of the paper's own moment, which is kept with it: another computer may stand in another.
    approval = (
        Approval(signed.name, signed.registration, signed.at.astimezone(order.at.tzinfo).date()) if signed else None
    )
    paper = Paper(
        assessment=order.assessment,
        plan=order.plan,
        person=PersonLine(patient.display_name, patient.birth_date, patient.clinic_no, order.initials_only),
        details=order.details,
        printed_at=order.at,
        signature=approval,
        size=Sheet.A4 if order.size == "A4" else Sheet.LETTER,
        drivers=order.drivers,
        language=order.languages[0],
        second=order.languages[1] if len(order.languages) > 1 else "",
        layout=LAYOUTS[order.layout],
        code=order.code,
    )
    is_draft = signed is None
    kind: PaperKind
    if order.kind not in FOR_PATIENTS:
        kind, content = order.kind, _for_colleagues(order, paper)
    elif order.kind == "emergency card" or order.assessment.impression.outcome == "safety_first":
        # While safety comes first the programme is the emergency card, which never waits for a signature.
        kind, content, is_draft = "emergency card", safety_card_pdf(paper), False
    else:
        kind, content = "programme", handout_pdf(paper)
    in_english = left_in_english(paper) if order.kind in FOR_PATIENTS else ()
    # The emergency card alone never waits: it is given at once.
    issues = _issues(paper, content) if kind == "programme" else ()
    finished = FinishedPaper(
        kind, content, page_sizes(content), is_draft, order, in_english, issues, _unprintable(order)
    )
    give_back()
    return finished


def _unprintable(order: PaperOrder) -> tuple[str, ...]:
    # Here for the same reason.
    from reports.text import unprintable

    return unprintable("\n".join((order.note, order.view, order.ask)))


def _issues(paper: "Paper", content: bytes) -> tuple[PaperIssue, ...]:
    # Here for the same reason.
    from reports.print_check import check_paper

    with PDFIUM:
        return check_paper(paper, content)


def _for_colleagues(order: PaperOrder, paper: "Paper") -> bytes:
    # Here for the same reason.
    from reports.compose import clinician_summary_pdf
    from reports.compose_letters import gp_letter_pdf, referral_letter_pdf
    from reports.compose_outcomes import outcome_report_pdf

    if order.kind == "letter to the GP":
        return gp_letter_pdf(paper, decision=order.decision, view=order.view, ask=order.ask)
    if order.kind == "referral letter":
        return referral_letter_pdf(paper, route=_route_of(order, paper), note=order.note)
    if order.kind == "outcome report":
        return outcome_report_pdf(paper, order.visits)
    return clinician_summary_pdf(paper, decision=order.decision)


def _route_of(order: PaperOrder, paper: "Paper") -> "Route | None":
    # Here for the same reason.
    from reports.compose_letters import referral_routes

    if not order.route:
        return None
    found = next((one for one in referral_routes(paper) if one.id == order.route), None)
    if found is None:
        raise PaperError("The referral can no longer go where it was chosen to go. Choose again to whom.")
    return found


def page_sizes(content: bytes) -> tuple[PageSize, ...]:
    # Here, because loading PDFium takes longer than opening the consult.
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(content)
        sizes = tuple(PageSize(*document.get_page_size(number)) for number in range(len(document)))
        document.close()
    return sizes


def render_page(content: bytes, number: int, *, scale: float) -> PagePicture:
    """One page, counted from 0; scale 1 is 72 dots an inch."""
    # Here, because loading PDFium takes longer than opening the consult.
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(content)
        bitmap = document[number].render(scale=scale, rev_byteorder=False, force_bitmap_format=4)  # 4: BGRx
        picture = PagePicture(number, bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        bitmap.close()
        document.close()
    return picture


def page_text(content: bytes, number: int) -> str:
    """The words of one page, counted from 0, in the order they were written."""
    # Here, because loading PDFium takes longer than opening the consult.
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(content)
        page = document[number].get_textpage()
        text = page.get_text_bounded()
        page.close()
        document.close()
    return " ".join(text.split())


def suggested_file_name(kind: PaperKind, day: date) -> str:
    """A name without anybody's identifiers: file names end up in lists that others see."""
    return f"{kind.replace(' ', '-')}-{day.isoformat()}.pdf"
