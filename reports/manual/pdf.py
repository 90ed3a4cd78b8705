"""The rule manual on paper: the same chapters as the page, with numbered pages and a contents list that names them."""

import datetime
from collections.abc import Iterator

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak

from forms.clinic_details import intended_purpose
from forms.content import Content
from forms.release import Release
from reports import flowables, fonts, paper, styles, text
from reports.inputs import ClinicDetails, PageSize, PersonLine, Printing, Versions
from reports.manual import TITLE, rule_manual
from reports.manual.tree import Node, read_tree
from reports.tagging import Element
from reports.wording import PageWords

_SIZE = 9.5
_PADDING = 3.0
_CONTENTS = "Contents"
_FOR_WHOM = "For registered physiotherapists. Not for patients."


def rule_manual_pdf(
    content: Content, release: Release | None = None, *, release_holds: bool = False, size: PageSize = PageSize.A4
) -> bytes:
    """The whole manual. Dated by its release, so the same content gives the same bytes."""
    main = read_tree(rule_manual(content, release, release_holds=release_holds)).find("main")
    released = datetime.date.fromisoformat(content.rulebook.scoring.released)
    printing = Printing(
        person=PersonLine(TITLE, None, ""),
        clinic=ClinicDetails("", ""),
        versions=Versions(content.version, content.sha256),
        printed_at=datetime.datetime.combine(released, datetime.time(12, 0), datetime.UTC),
        intended_purpose=intended_purpose(),
        size=size,
        words=PageWords(for_this_person=_FOR_WHOM),
    )
    pages: dict[str, int] = {}
    # Laid out twice: the contents list needs to know where each part has come to stand.
    _Edition(main, printing, pages).build()
    return _Edition(main, printing, pages).build()


class _Edition:
    """One laying out of the manual."""

    def __init__(self, main: Node, printing: Printing, pages: dict[str, int]) -> None:
        self.main, self.printing, self.pages = main, printing, pages
        self.family = styles.styles_for(_SIZE)
        self.small = styles.styles_for(_SIZE * 0.9)
        self.width = paper.content_width(printing)
        self.height = paper.content_height(printing)
        self.root = Element("Document")
        self.level = 0

    def build(self) -> bytes:
        return paper.build(list(self._story()), self.root, self.printing, title=TITLE, needs_approval=False)

    def _story(self) -> Iterator[Flowable]:
        header, *sections = self.main.nodes
        yield from self._blocks(header, self.root.add("Sect"))
        chapters = [section for section in sections if section.id]
        for section in sections:
            if section not in chapters:
                yield from self._blocks(section, self.root.add("Sect"))
        yield PageBreak()
        yield from self._contents(chapters)
        for chapter in chapters:
            yield PageBreak()
            yield flowables.Here(chapter.id, self.pages)
            yield from self._blocks(chapter, self.root.add("Sect"))

    def _contents(self, chapters: list[Node]) -> Iterator[Flowable]:
        section = self.root.add("Sect")
        yield text.paragraph(_CONTENTS, self.family.heading, section.add("H2"))
        for chapter in chapters:
            yield self._line(chapter, "h2", self.family.strong, section, indent=0)
            for part in chapter.nodes:
                if part.tag == "section" and part.id:
                    yield self._line(part, "h3", self.family.body, section, indent=14)

    def _line(self, node: Node, heading: str, style: ParagraphStyle, parent: Element, *, indent: float) -> Flowable:
        entry = parent.add("P")
        inset = ParagraphStyle(f"{style.name} {indent:g} in", parent=style, leftIndent=indent)
        right = ParagraphStyle(f"{style.name} page", parent=style, alignment=TA_RIGHT)
        name = text.paragraph(node.find(heading).words(), inset, entry.add("Span"))
        page = text.paragraph(str(self.pages.get(node.id, "")), right, entry.add("Span"))
        return flowables.SideBySide([name], [page], left_width=self.width - 60, gap=4, page_height=self.height)

    def _blocks(self, node: Node, parent: Element) -> Iterator[Flowable]:
        """The flowables of what stands inside an element."""
        for one in node.nodes:
            yield from self._block(one, parent)

    def _block(self, node: Node, parent: Element) -> Iterator[Flowable]:
        if node.tag in ("section", "article", "div", "header"):
            yield from self._group(node, parent)
        elif node.tag in self._headings:
            # No level may be left out: an entry of a chapter without parts is one higher.
            self.level = min(int(node.tag[1]), self.level + 1) if node.tag == "h4" else int(node.tag[1])
            yield text.paragraph(node.words(), self._headings[node.tag], parent.add(f"H{self.level}"))
            if node.tag == "h4":
                self.level -= 1
        elif node.tag == "p":
            yield text.paragraph(node.words(), self.family.body, parent.add("P"), emphasis=True)
        elif node.tag in ("ul", "ol"):
            lines = [item.words() for item in node.nodes]
            yield from flowables.bulleted(lines, parent, self.family.body, gap=1)
        elif node.tag == "dl":
            yield from self._facts(node, parent)
        elif node.tag == "table":
            yield self._table(node, parent)

    @property
    def _headings(self) -> dict[str, ParagraphStyle]:
        family = self.family
        part = ParagraphStyle("part", parent=family.exercise, spaceBefore=_SIZE * 1.2, keepWithNext=1)
        entry = ParagraphStyle("entry", parent=family.strong, keepWithNext=1)
        return {"h1": family.title, "h2": family.heading, "h3": part, "h4": entry}

    def _group(self, node: Node, parent: Element) -> Iterator[Flowable]:
        section = parent.add("Sect")
        inner = list(self._blocks(node, section))
        if node.tag == "article":
            yield flowables.Whole(inner, page_height=self.height / 3, before=_SIZE * 0.5, after=_SIZE * 0.3)
            return
        if node.id:
            yield flowables.Here(node.id, self.pages)
        yield from inner

    def _facts(self, node: Node, parent: Element) -> Iterator[Flowable]:
        what = ""
        for one in node.nodes:
            if one.tag == "dt":
                what = one.words()
                continue
            choices = [item.words() for inner in one.nodes if inner.tag in ("ul", "ol") for item in inner.nodes]
            words = " ".join((one.words(), "; ".join(choices))).strip()
            yield text.paragraph(f"**{what}:** {words}", self.small.body, parent.add("P"), emphasis=True)
            for inner in one.nodes:
                if not inner.is_inline and inner.tag not in ("ul", "ol"):
                    yield from self._block(inner, parent)

    def _table(self, node: Node, parent: Element) -> Flowable:
        head, *rows = [[cell.words() for cell in row.nodes] for part in node.nodes for row in part.nodes]
        return flowables.grid(
            head,
            rows,
            self._widths([head, *rows]),
            parent,
            head_style=self.small.cell_head,
            cell_style=self.small.cell,
            row_heads=False,
            padding=_PADDING,
            after=_SIZE * 0.5,
        )

    def _widths(self, rows: list[list[str]]) -> list[float]:
        """Columns as wide as what stands in them asks, within reason."""
        columns = range(len(rows[0]))
        style = self.small.cell_head

        def wide(word: str) -> float:
            return fonts.width_of(word, style.fontName, style.fontSize)

        words = [[word for row in rows for word in row[column].split()] for column in columns]
        least = [
            max((fonts.width_of(word, style.fontName, style.fontSize) for word in column), default=0.0)
            + 2 * _PADDING
            + 1
            for column in words
        ]
        wanted = [max(min(len(row[column]), 60) for row in rows) for column in columns]
        spare = max(self.width - sum(least), 0.0)
        return [width + spare * want / sum(wanted) for width, want in zip(least, wanted, strict=True)]
