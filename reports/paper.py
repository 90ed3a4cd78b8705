"""A document's frame: margins, who it is for on every page, page n of m, and DRAFT until somebody signs."""

import io
from collections.abc import Sequence

from msgspec.structs import replace
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFArray, PDFName
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from reportlab.platypus.doctemplate import LayoutError

from forms.errors import PaperError
from reports import fonts, styles, text
from reports.brand import usable_accent
from reports.flowables import Whole
from reports.inputs import LARGE_PRINT, Printing
from reports.tagging import Element, TaggedCanvas

LEFT = 60.0  # wide enough to punch
RIGHT = 36.0
TOP = 46.0
BOTTOM = 72.0
_IN_MARGINS = 0.75  # of the text's size, in large print
_LEADING = 1.22
_MOST_OF_A_NAME, _LEAST_OF_A_NAME = 80, 12  # characters, where it has to be shortened
_LARGEST_IN_MARGINS = 14.0  # or they would take the page from what it says


def content_width(printing: Printing) -> float:
    return float(printing.size.value[0]) - LEFT - RIGHT


def content_height(printing: Printing) -> float:
    return float(printing.size.value[1]) - top(printing) - bottom(printing)


def margin_size(printing: Printing) -> float:
    """Of what stands in the head and foot: who needs large print can read that too."""
    return min(printing.reader_size * _IN_MARGINS, _LARGEST_IN_MARGINS) if printing.is_large else 10.0


def top(printing: Printing) -> float:
    """The height of the head: one line, and two in large print."""
    return 30.0 + 2 * _LEADING * margin_size(printing) if printing.is_large else TOP


def bottom(printing: Printing) -> float:
    """The height of the foot: large print says the intended purpose once, at the end, instead of on every page."""
    lines = printing.approval_lines + 1
    return 32.0 + lines * _LEADING * margin_size(printing) if printing.is_large else BOTTOM


def build(
    story: Sequence[Flowable], root: Element, printing: Printing, *, title: str, needs_approval: bool = True
) -> bytes:
    """The finished PDF; the same inputs give the same bytes."""
    fonts.register()
    target = io.BytesIO()
    margins = _Margins(printing, needs_approval=needs_approval)
    is_draft = needs_approval and printing.approved_by is None
    width, height = printing.size.value

    about = {
        "title": text.clean(title),
        "author": text.clean(printing.clinic.name),
        "subject": text.clean(f"{printing.words.versions} {printing.versions.printed}"),
        "creator": "Sciatica Intake",
        "producer": "Sciatica Intake",
    }

    def new_canvas(_target: object, **_ignored: object) -> TaggedCanvas:
        return TaggedCanvas(
            target,
            root=root,
            page_size=printing.size.value,
            printed_at=printing.printed_at,
            finish_page=margins.draw,
            language=printing.words.language,
            colours=_colours(printing),
        )

    logo = _Logo(printing, root) if printing.clinic.logo else None

    def begin_page(canvas: TaggedCanvas, _document: BaseDocTemplate) -> None:
        if logo is not None:
            logo.draw(canvas)
        if is_draft:
            _draw_draft(canvas, printing)

    # The template writes its own title over the canvas's: "(anonymous)" where it is given none.
    document = BaseDocTemplate(target, pagesize=(width, height), initialFontName=fonts.REGULAR, **about)
    frame = Frame(LEFT, bottom(printing), content_width(printing), content_height(printing), 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate("page", frame, onPage=begin_page))
    story = [*story, *purpose(printing, root)]
    try:
        document.build(story, canvasmaker=new_canvas)
    except (LayoutError, ValueError, RecursionError, AssertionError) as error:
        # ReportLab's own messages quote the text that did not fit, which may be a patient's.
        raise PaperError(
            f"This document could not be laid out ({type(error).__name__}). "
            "Shorten the longest text in it and try again."
        ) from None
    return target.getvalue()


def _colours(printing: Printing) -> dict[Color, Color]:
    if printing.is_black:
        return styles.IN_BLACK
    own = usable_accent(printing.clinic.accent)
    return {styles.ACCENT: HexColor(own)} if own else {}


def _draw_draft(canvas: TaggedCanvas, printing: Printing) -> None:
    """DRAFT under the text of the whole page, pale enough to read through and too large to miss."""
    width, height = printing.size.value
    with canvas.artifact("Background"):
        canvas.saveState()
        canvas.setFillColor(styles.DRAFT)
        canvas.setFont(fonts.BOLD, 50)
        for share in (0.22, 0.5, 0.78):
            canvas.saveState()
            canvas.translate(width / 2, height * share)
            canvas.rotate(24)
            canvas.drawCentredString(0, -18, text.clean(printing.words.draft))
            canvas.restoreState()
        canvas.restoreState()


def purpose(printing: Printing, root: Element) -> list[Flowable]:
    """What the product is for, at the end: in large print it has no room in the foot."""
    if not printing.is_large:
        return []
    family = styles.styles_for(LARGE_PRINT)
    words = text.paragraph(printing.intended_purpose, family.body, root.add("Sect").add("P"))
    return [Whole([words], page_height=content_height(printing), before=printing.reader_size)]


class _Logo:
    """The clinic's logo at the head of every page: a picture in words on the first, an artifact on the others."""

    def __init__(self, printing: Printing, root: Element) -> None:
        self.picture = ImageReader(io.BytesIO(printing.clinic.logo))
        self.width, self.height = logo_size(printing)
        width, height = printing.size.value
        self.x, self.y = width - RIGHT - self.width, height - 31
        corners = [round(one, 2) for one in (self.x, self.y, self.x + self.width, self.y + self.height)]
        attributes = {"O": PDFName("Layout"), "Placement": PDFName("Block"), "BBox": PDFArray(corners)}
        alt = printing.words.logo.format(clinic=text.clean(printing.clinic.name)).strip()
        self.element = Element("Figure", alt=alt, attributes=attributes)
        root.kids.insert(0, self.element)

    def draw(self, canvas: TaggedCanvas) -> None:
        with canvas.artifact("Pagination") if self.element.is_drawn() else canvas.content(self.element):
            canvas.drawImage(self.picture, self.x, self.y, self.width, self.height)


def logo_size(printing: Printing) -> tuple[float, float]:
    """How large the logo stands in the margin; nothing where there is none."""
    if not printing.clinic.logo:
        return 0.0, 0.0
    width, height = ImageReader(io.BytesIO(printing.clinic.logo)).getSize()
    scale = min(_LOGO[0] / width, _LOGO[1] / height)
    return width * scale, height * scale


_LOGO = (96.0, 21.0)  # below what a printer cannot reach, above the rule


class _Margins:
    """What stands around every page; set once, drawn on each."""

    def __init__(self, printing: Printing, *, needs_approval: bool) -> None:
        size = margin_size(printing)
        self.width, self.size = content_width(printing), size
        self.edge = float(printing.size.value[1])
        self.top, self.bottom = self.edge - top(printing) + 12, bottom(printing)
        self.words = printing.words
        name_style = styles.styles_for(margins=size).page_name
        self.right = ParagraphStyle("page right", parent=name_style, alignment=TA_RIGHT)
        self.header = self._large_header(printing) if printing.is_large else self._header(printing)
        self.number_room = size * 8.4
        provenance, style = _provenance(printing), styles.styles_for().footer
        if printing.is_large:
            style = ParagraphStyle("provenance", parent=name_style, fontName=fonts.REGULAR)
            approval_style, approval_lines, lines = name_style, printing.approval_lines, 2
        else:
            approval_style = ParagraphStyle("approval", parent=name_style, fontSize=9, leading=11)
            provenance += f" · {printing.intended_purpose}"
            approval_lines, lines = 2, 4
        room = self.width - self.number_room
        approval = _fitted_approval(printing, approval_style, room, approval_lines, needs_approval=needs_approval)
        self.footer = (
            (text.paragraph(approval, approval_style), room),
            (text.paragraph(text.fitted(provenance, style, self.width, lines), style), self.width),
        )

    def _header(self, printing: Printing) -> tuple[tuple[Flowable, float, float], ...]:
        name_style = styles.styles_for().page_name
        clinic_style = ParagraphStyle("page clinic", parent=self.right, fontName=fonts.REGULAR)
        logo = logo_size(printing)[0]
        room = self.width - (logo + 8 if logo else 0)
        share = 0.33 if logo else 0.24
        whose = _with_name(printing.person.printed_name, _identity(printing), name_style, room * (0.98 - share))
        clinic = text.fitted(printing.clinic.name, clinic_style, room * share)
        return (
            (text.paragraph(whose, name_style), 0.0, room),
            (text.paragraph(clinic, clinic_style), room * (1 - share), room * share),
        )

    def _large_header(self, printing: Printing) -> tuple[tuple[Flowable, float, float], ...]:
        """The name on a line of its own, then what tells two people of that name apart."""
        style = styles.styles_for(margins=self.size).page_name
        logo = logo_size(printing)[0]
        room = self.width - (logo + 8 if logo else 0)
        name = text.isolated(text.fitted(printing.person.printed_name, style, room))
        rest = text.fitted(_identity(printing).removeprefix(" · "), style, room)
        return ((text.paragraph("\n".join(line for line in (name, rest) if line), style), 0.0, room),)

    def draw(self, canvas: TaggedCanvas, page: int, pages: int) -> None:
        with canvas.artifact("Pagination"):
            canvas.setStrokeColor(styles.LINE)
            canvas.setLineWidth(0.6)
            for y in (self.top, self.bottom - 7):
                canvas.line(LEFT, y, LEFT + self.width, y)
            for line, x, width in self.header:
                line.wrapOn(canvas, width, 80)
                line.drawOn(canvas, LEFT + x, self.top + 5)
            number = text.paragraph(self.words.page.format(page=page, pages=pages), self.right)
            high = number.wrapOn(canvas, self.number_room - 4, 80)[1]
            number.drawOn(canvas, LEFT + self.width - self.number_room + 4, self.bottom - 11 - high)
            y = self.bottom - 10.5
            for block, width in self.footer:
                y -= block.wrapOn(canvas, width, 200)[1] + 1.5
                block.drawOn(canvas, LEFT, y)


def _with_name(name: str, rest: str, style: ParagraphStyle, width: float) -> str:
    """The name shortened if it must be, so that what follows it is never cut off."""
    room = max(width - fonts.width_of(rest, style.fontName, style.fontSize), 60)
    return text.isolated(text.fitted(name, style, room)) + rest


def _identity(printing: Printing) -> str:
    person, words = printing.person, printing.words
    born = f" · {words.born} {words.day_in_words(person.birth_date)}" if person.birth_date else ""
    return born + (f" · {words.clinic_no} {person.clinic_no}" if person.clinic_no else "")


def _fitted_approval(
    printing: Printing, style: ParagraphStyle, width: float, lines: int, *, needs_approval: bool
) -> str:
    """Who approved it, and what warns: where both are too long, the name gives way. The registration stays."""
    approval = _approval(printing, needs_approval=needs_approval)
    fitted = text.fitted(approval, style, width, lines)
    signature = printing.approved_by
    if signature is None or not fitted.endswith("…"):
        return fitted
    for length in range(min(len(signature.name), _MOST_OF_A_NAME), _LEAST_OF_A_NAME, -2):
        shorter = replace(signature, name=signature.name[:length].rstrip() + "…")
        approval = _approval(replace(printing, approved_by=shorter), needs_approval=needs_approval)
        fitted = text.fitted(approval, style, width, lines)
        if not fitted.endswith("…"):
            break
    return fitted


def _approval(printing: Printing, *, needs_approval: bool) -> str:
    signature, words = printing.approved_by, printing.words
    if signature:
        who = f"{text.isolated(signature.name)}, {text.isolated(signature.registration)}"
        return f"{words.approved_by} {who}. {words.for_this_person}"
    return f"{words.draft}. {words.for_this_person}" if needs_approval else words.for_this_person


def _provenance(printing: Printing) -> str:
    at, words = printing.printed_at, printing.words
    parts = [
        f"{words.printed} {words.day_in_words(at.date())}, {at:%H:%M}",
        f"{words.versions} {printing.versions.printed}",
    ]
    if printing.use_until:
        parts.insert(0, f"{words.use_until} {words.day_in_words(printing.use_until)}")
    return " · ".join(parts)
