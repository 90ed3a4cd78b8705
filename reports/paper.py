"""A document's frame: margins, who it is for on every page, page n of m, and DRAFT until somebody signs."""

import io
from collections.abc import Sequence

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from forms.errors import PaperError
from reports import fonts, styles, text
from reports.inputs import Printing, in_words
from reports.tagging import Element, TaggedCanvas

LEFT = 62.0  # wide enough to punch
RIGHT = 45.0
TOP = 54.0
BOTTOM = 92.0
DRAFT_WORDS = "DRAFT - not approved"
FOR_THIS_PERSON = "For this person only. Stop if the emergency signs appear."


def content_width(printing: Printing) -> float:
    return float(printing.size.value[0]) - LEFT - RIGHT


def content_height(printing: Printing) -> float:
    return float(printing.size.value[1]) - TOP - BOTTOM


def build(story: Sequence[Flowable], root: Element, printing: Printing, *, title: str) -> bytes:
    """The finished PDF; the same inputs give the same bytes."""
    fonts.register()
    target = io.BytesIO()
    width, height = printing.size.value

    def new_canvas(_target: object, **_ignored: object) -> TaggedCanvas:
        return TaggedCanvas(
            target,
            root=root,
            page_size=printing.size.value,
            title=text.clean(title),
            author=text.clean(printing.clinic.name),
            subject=f"Rules and content {printing.versions.printed}",
            printed_at=printing.printed_at,
            finish_page=lambda canvas, page, pages: _draw_margins(canvas, printing, page, pages),
        )

    document = BaseDocTemplate(target, pagesize=(width, height), initialFontName=fonts.REGULAR)
    frame = Frame(LEFT, BOTTOM, content_width(printing), content_height(printing), 0, 0, 0, 0)
    document.addPageTemplates(
        PageTemplate("page", frame, onPage=lambda canvas, _document: _draw_draft(canvas, printing))
    )
    try:
        document.build(list(story), canvasmaker=new_canvas)
    except (ValueError, RecursionError, AssertionError) as error:
        # ReportLab's own messages quote the text that did not fit, which may be a patient's.
        raise PaperError(
            f"This document could not be laid out ({type(error).__name__}). Shorten the longest text in it and try again."
        ) from None
    return target.getvalue()


def _draw_draft(canvas: TaggedCanvas, printing: Printing) -> None:
    """DRAFT under the text of the whole page, pale enough to read through and too large to miss."""
    if printing.approved_by is not None:
        return
    width, height = printing.size.value
    with canvas.artifact("Background"):
        canvas.saveState()
        canvas.setFillColor(styles.DRAFT)
        canvas.setFont(fonts.BOLD, 50)
        for share in (0.22, 0.5, 0.78):
            canvas.saveState()
            canvas.translate(width / 2, height * share)
            canvas.rotate(24)
            canvas.drawCentredString(0, -18, DRAFT_WORDS)
            canvas.restoreState()
        canvas.restoreState()


def _draw_margins(canvas: TaggedCanvas, printing: Printing, page: int, pages: int) -> None:
    family = styles.styles_for()
    width = content_width(printing)
    top = float(printing.size.value[1]) - 30
    with canvas.artifact("Pagination"):
        name, numbers = printing.person.printed_name, _identity(printing)
        _draw_line(canvas, _with_name(name, numbers, family.page_name, width * 0.74), family.page_name, LEFT, top, width)
        right = ParagraphStyle("clinic", parent=family.page_name, alignment=TA_RIGHT, fontName=fonts.REGULAR)
        _draw_line(canvas, printing.clinic.name, right, LEFT + width * 0.76, top, width * 0.24)
        canvas.setStrokeColor(styles.LINE)
        canvas.setLineWidth(0.6)
        canvas.line(LEFT, top - 8, LEFT + width, top - 8)
        canvas.line(LEFT, BOTTOM - 12, LEFT + width, BOTTOM - 12)
        number = ParagraphStyle("page number", parent=family.page_name, alignment=TA_RIGHT)
        _draw_line(canvas, f"Page {page} of {pages}", number, LEFT + width - 76, BOTTOM - 26, 76)
        approval = ParagraphStyle("approval", parent=family.page_name, fontSize=9, leading=11)
        y = BOTTOM - 17
        for words, style, wide in (
            (text.fitted(_approval(printing), approval, width - 84, lines=2), approval, width - 84),
            (_provenance(printing), family.footer, width),
            (printing.intended_purpose, family.footer, width),
        ):
            block = text.paragraph(words, style)
            y -= block.wrapOn(canvas, wide, 60)[1] + 1.5
            block.drawOn(canvas, LEFT, y)


def _draw_line(canvas: TaggedCanvas, words: str, style: ParagraphStyle, x: float, y: float, width: float) -> None:
    line = text.paragraph(text.fitted(words, style, width), style)
    line.wrapOn(canvas, width, 40)
    line.drawOn(canvas, x, y - style.leading * 0.25)


def _with_name(name: str, rest: str, style: ParagraphStyle, width: float) -> str:
    """The name shortened if it must be, so that what follows it is never cut off."""
    return text.fitted(name, style, max(width - fonts.width_of(rest, style.fontName, style.fontSize), 60)) + rest


def _identity(printing: Printing) -> str:
    born = f" · born {in_words(printing.person.birth_date)}" if printing.person.birth_date else ""
    return born + (f" · clinic no. {printing.person.clinic_no}" if printing.person.clinic_no else "")


def _approval(printing: Printing) -> str:
    signature = printing.approved_by
    approval = f"Approved by {signature.name}, {signature.registration}." if signature else f"{DRAFT_WORDS}."
    return f"{approval} {FOR_THIS_PERSON}"


def _provenance(printing: Printing) -> str:
    at = printing.printed_at
    parts = [
        f"Printed {in_words(at.date())}, {at:%H:%M}",
        f"Rules and content {printing.versions.printed}",
    ]
    if printing.use_until:
        parts.insert(0, f"Use until {in_words(printing.use_until)}")
    return " · ".join(parts)
