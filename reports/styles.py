"""How paper looks: one accent, thin rules, much white, and type large enough to read without asking."""

from msgspec import Struct
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle

from reports import fonts

# The light column of the window's colour roles; paper has no dark one.
TEXT: Color = HexColor("#1D2328")
QUIET: Color = HexColor("#566068")
LINE: Color = HexColor("#C9C5BC")
BOX: Color = HexColor("#8C9A9A")
ACCENT: Color = HexColor("#0B6B6B")
WASH: Color = HexColor("#F3F7F6")
EMERGENCY: Color = HexColor("#A3151C")
URGENT: Color = HexColor("#A84300")
SOON: Color = HexColor("#7A5C00")
ROUTINE: Color = HexColor("#1F5FA8")
GOOD: Color = HexColor("#1E6B3A")
DRAFT: Color = HexColor("#E7E4DE")
WHITE: Color = HexColor("#FFFFFF")
BLACK: Color = HexColor("#000000")

# For who needs the strongest contrast, and for pale paper: nothing grey, coloured or washed.
IN_BLACK: dict[Color, Color] = {
    **dict.fromkeys((TEXT, QUIET, LINE, BOX, ACCENT, EMERGENCY, URGENT, SOON, ROUTINE, GOOD), BLACK),
    WASH: WHITE,
}


class Styles(Struct, frozen=True):
    """Every paragraph style of one document, for one body size."""

    body: ParagraphStyle
    strong: ParagraphStyle
    quiet: ParagraphStyle
    title: ParagraphStyle
    heading: ParagraphStyle
    exercise: ParagraphStyle
    number: ParagraphStyle
    card_title: ParagraphStyle
    card_body: ParagraphStyle
    card_strong: ParagraphStyle
    dose: ParagraphStyle
    dose_label: ParagraphStyle
    cell: ParagraphStyle
    cell_head: ParagraphStyle
    small: ParagraphStyle
    small_strong: ParagraphStyle
    page_name: ParagraphStyle
    footer: ParagraphStyle


def styles_for(body_size: float = 12.0, *, leading: float = 1.3, margins: float = 10.0) -> Styles:
    """The family of styles around one body size; sizes grow together, the page is laid out anew.

    leading: from line to line of running text, in ems. margins: the size of what stands in the head of a page.
    """
    between = leading

    def style(
        name: str,
        size: float,
        *,
        font: str = fonts.REGULAR,
        leading: float = 1.36,
        colour: Color = TEXT,
        before: float = 0,
        after: float = 0,
        centred: bool = False,
        keep: bool = False,
    ) -> ParagraphStyle:
        made = ParagraphStyle(
            name,
            fontName=font,
            fontSize=size,
            leading=round(size * leading, 2),
            textColor=colour,
            spaceBefore=before,
            spaceAfter=after,
            keepWithNext=keep,
            allowWidows=0,
            allowOrphans=0,
            splitLongWords=1,
        )
        if centred:
            made.alignment = TA_CENTER
        return made

    b = body_size
    return Styles(
        body=style("body", b, leading=between, after=b * 0.35),
        strong=style("strong", b, font=fonts.SEMIBOLD, leading=between),
        quiet=style("quiet", b, leading=between, colour=QUIET),
        title=style("title", b * 1.9, font=fonts.BOLD, leading=1.15, after=b * 0.4),
        heading=style(
            "heading", b * 1.45, font=fonts.SEMIBOLD, leading=1.2, colour=ACCENT, before=b, after=b * 0.4, keep=True
        ),
        exercise=style("exercise", b * 1.35, font=fonts.SEMIBOLD, leading=1.18, after=b * 0.15),
        number=style("number", b, font=fonts.BOLD, leading=between, colour=ACCENT, centred=True),
        card_title=style("card title", b * 1.65, font=fonts.BOLD, leading=1.15, colour=EMERGENCY),
        card_body=style("card body", b * 1.06, leading=1.27),
        card_strong=style("card strong", b * 1.06, font=fonts.SEMIBOLD, leading=1.27),
        dose=style("dose", b * 1.08, font=fonts.SEMIBOLD, leading=1.25),
        dose_label=style("dose label", b, leading=1.25, colour=QUIET),
        cell=style("cell", b, leading=1.25),
        cell_head=style("cell head", b, font=fonts.SEMIBOLD, leading=1.25),
        small=style("small", b * 0.8, leading=1.3),
        small_strong=style("small strong", b * 0.8, font=fonts.SEMIBOLD, leading=1.3),
        page_name=style("page name", margins, font=fonts.SEMIBOLD, leading=1.2),
        footer=style("footer", 7.1, leading=1.22, colour=QUIET),
    )
