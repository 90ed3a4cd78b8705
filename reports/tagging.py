"""Structure for readers who listen: a canvas and a paragraph that make tagged PDF (PDF/UA-1, PDF/A-2a).

The structure tree is built together with the story, in reading order, and drawing only ties marks on
the page to its elements. What is not tied to an element is an artifact: lines, tints, page numbers.
"""

import datetime
import functools
import io
import re
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from itertools import groupby
from typing import Any

from reportlab import rl_config
from reportlab.lib import rl_accel
from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc, ttfonts
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFString
from reportlab.pdfgen import canvas, pathobject, textobject
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import paragraph
from reportlab.platypus.paragraph import Paragraph

from reports import fonts, scripts

LANGUAGE = "en-GB"
# The same few names, thousands of times a document.
PDFName = functools.lru_cache(maxsize=1024)(pdfdoc.PDFName)


class Element:
    """One node of the structure tree: what a screen reader calls heading, list, table or figure."""

    def __init__(
        self,
        tag: str,
        *,
        alt: str | None = None,
        lang: str | None = None,
        attributes: dict[str, object] | None = None,
    ) -> None:
        self.tag = tag
        self.alt = alt
        self.lang = lang
        self.attributes = attributes
        self.kids: list[Element | tuple[int, int]] = []

    def add(
        self,
        tag: str,
        *,
        alt: str | None = None,
        lang: str | None = None,
        attributes: dict[str, object] | None = None,
    ) -> "Element":
        """A new child, after the ones that are there."""
        child = Element(tag, alt=alt, lang=lang, attributes=attributes)
        self.kids.append(child)
        return child

    def is_drawn(self) -> bool:
        return any(isinstance(kid, tuple) or kid.is_drawn() for kid in self.kids)


class DrawnText(str):
    """Text as the pen sets it, glyph by glyph, and as a reader should hear it.

    opens: what the reader should hear instead of this and what follows, up to the one that `closes`.
    """

    __slots__ = ("closes", "heard", "opens", "pen")
    pen: str
    heard: str
    opens: str | None
    closes: bool

    def __new__(cls, pen: str, heard: str) -> "DrawnText":
        text = super().__new__(cls, pen)
        text.pen, text.heard = pen, heard
        text.opens, text.closes = heard, True
        return text


class _Text(PDFTextObject):
    """A text object that keeps words apart at line ends and says what turned-round text means."""

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:
        super().setFillColor(self._canvas.own(aColor), alpha)

    def setRise(self, rise: float) -> None:
        # ReportLab looks back at the last operator, and there is none where a text begins with a raised sign.
        if not self._code:
            self._code.append("")
        super().setRise(rise)

    def _textOut(self, text: str, TStar: int = 0) -> None:
        if isinstance(text, DrawnText):
            if text.opens is not None:
                heard = text.opens.encode("utf-16-be").hex().upper()
                self._code.append(f"/Span <</ActualText <FEFF{heard}>>> BDC")
            super()._textOut(text.pen, 0)
            if text.closes:
                self._code.append("EMC")
            if TStar:
                super()._textOut(" ", TStar)
            return
        # Without a space at each line end, readers hear "walkshelp"; no validator notices.
        super()._textOut(text + " " if TStar and text else text, TStar)


class _Page(pdfdoc.PDFPage):
    __NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]


class _Catalog(pdfdoc.PDFCatalog):
    __NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]
    # MarkInfo stays inside the catalogue, where PDF/UA checkers look for it.
    __Refs__ = [key for key in pdfdoc.PDFCatalog.__Refs__ if key != "MarkInfo"]


class TaggedCanvas(Canvas):
    """A ReportLab canvas whose every mark belongs to an element or is declared an artifact."""

    def __init__(
        self,
        target: io.BytesIO,
        *,
        root: Element,
        page_size: tuple[float, float],
        printed_at: datetime.datetime,
        finish_page: Callable[["TaggedCanvas", int, int], None],
        language: str = LANGUAGE,
        colours: Mapping[Color, Color] | None = None,
    ) -> None:
        self._root = root
        self._colours = colours or {}
        self._finish_page = finish_page
        self._open_mark = False
        self._marks: dict[int, list[Element]] = {}
        self._pages: list[_Page] = []
        self._code: list[str] = []
        super().__init__(
            target,
            pagesize=page_size,
            invariant=1,
            pageCompression=1,
            initialFontName=fonts.REGULAR,
            lang=language,
            pdfVersion=(1, 7),
        )
        self.setViewerPreference("DisplayDocTitle", "true")
        self._doc._timeStamp = _stamp(printed_at)
        self._language = language
        self._doc.addPage = self._add_page

    def own(self, colour: Any) -> Any:
        """What stands instead of one of our colours: the clinic's own, or plain black."""
        return self._colours.get(colour, colour) if isinstance(colour, Color) else colour

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:
        super().setFillColor(self.own(aColor), alpha)

    def setStrokeColor(self, aColor: Any, alpha: float | None = None) -> None:
        super().setStrokeColor(self.own(aColor), alpha)

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None, **more: Any) -> _Text:
        return _Text(self, x, y, direction=direction, **more)

    def _add_page(self, page: pdfdoc.PDFPage) -> None:
        page.__class__ = _Page
        page.StructParents = len(self._pages)
        page.Tabs = PDFName("S")
        self._pages.append(page)
        pdfdoc.PDFDocument.addPage(self._doc, page)

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """What is drawn inside belongs to this element."""
        page = len(self._pages)
        marks = self._marks.setdefault(page, [])
        element.kids.append((page, len(marks)))
        self._begin(f"/{element.tag} <</MCID {len(marks)}>> BDC")
        marks.append(element)
        yield
        self._end()

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """What is drawn inside carries no meaning that is not also in words."""
        self._begin(f"/Artifact <</Type /{kind}>> BDC")
        yield
        self._end()

    def _begin(self, operator: str) -> None:
        if self._open_mark:
            raise ValueError("marked content does not nest")
        self._open_mark = True
        self._code.append(operator)

    def _end(self) -> None:
        self._open_mark = False
        self._code.append("EMC")

    def save(self) -> None:
        """Write page furniture now that the number of pages is known, then the structure, then the file."""
        if len(self._code):
            self.showPage()
        for number, page in enumerate(self._pages):
            self._code = []
            self._finish_page(self, number + 1, len(self._pages))
            page.stream += "\n".join(self._code) + "\n"
        self._code = []
        self._write_structure()
        super().save()

    def _write_structure(self) -> None:
        document = self._doc
        pages = [document.Reference(page) for page in self._pages]
        references: dict[int, Any] = {}
        tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        tree_reference = document.Reference(tree)

        def write(element: Element, parent: Any) -> Any:
            entry = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.tag), "P": parent})
            references[id(element)] = reference = document.Reference(entry)
            if element.alt:
                entry["Alt"] = PDFString(element.alt)
            if element.lang:
                entry["Lang"] = PDFString(element.lang)
            if element.attributes:
                entry["A"] = PDFDictionary(element.attributes)
            # An empty cell stays: a row has as many cells as its table has columns.
            kids = [kid for kid in element.kids if isinstance(kid, tuple) or kid.is_drawn() or kid.tag in ("TD", "TH")]
            home = next((kid[0] for kid in kids if isinstance(kid, tuple)), None)
            if home is not None:
                entry["Pg"] = pages[home]
            entry["K"] = PDFArray(
                [
                    write(kid, reference)
                    if isinstance(kid, Element)
                    else kid[1]
                    if kid[0] == home
                    else PDFDictionary({"Type": PDFName("MCR"), "Pg": pages[kid[0]], "MCID": kid[1]})
                    for kid in kids
                ]
            )
            return reference

        tree["K"] = write(self._root, tree_reference)
        numbers: list[object] = []
        for page in range(len(pages)):
            owners = [references[id(element)] for element in self._marks.get(page, [])]
            numbers += [page, document.Reference(PDFArray(owners))]
        tree["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        tree["ParentTreeNextKey"] = len(pages)

        catalog = document.Catalog
        catalog.__class__ = _Catalog
        catalog.StructTreeRoot = tree_reference
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.Metadata = pdfdoc.XMP(creator=functools.partial(_metadata, language=self._language))
        profile = pdfdoc.PDFStream(
            dictionary=PDFDictionary({"N": 3, "Alternate": PDFName("DeviceRGB")}), content=_screen_colours()
        )
        profile.filters = [pdfdoc.PDFZCompress]
        catalog.OutputIntents = PDFArray(
            [
                PDFDictionary(
                    {
                        "Type": PDFName("OutputIntent"),
                        "S": PDFName("GTS_PDFA1"),
                        "OutputConditionIdentifier": PDFString("sRGB"),
                        "DestOutputProfile": document.Reference(profile),
                    }
                )
            ]
        )


class TaggedParagraph(Paragraph):
    """A paragraph that belongs to an element; without one its caller has already said whose the marks are.

    Built from ready runs, never from markup: nothing that a person typed is parsed.
    """

    def __init__(
        self,
        text: None,
        style: ParagraphStyle,
        bulletText: None = None,
        frags: list[Any] | None = None,
        element: Element | None = None,
        broken: dict[tuple[Any, ...], Any] | None = None,
    ) -> None:
        self._as_given, self._broken = frags if frags is not None else [], broken
        super().__init__(text, style, bulletText, self._as_given)
        self.element = element
        self._wrapped_at: float | None = None

    def split(self, availWidth: float, availHeight: float) -> list["TaggedParagraph"]:
        parts: list[TaggedParagraph] = super().split(availWidth, availHeight)
        for part in parts:
            part.element = self.element
        return parts

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        # Layout asks again and again for the same width; breaking lines is most of its cost.
        if self._wrapped_at != availWidth or not hasattr(self, "blPara"):
            super().wrap(availWidth, availHeight)
            self._wrapped_at = availWidth
        return self.width, self.height

    def breakLines(self, width: list[float]) -> Any:
        """The lines at these widths; `broken` has them from the same runs in another layout, or will have them."""
        if self._broken is None:
            return super().breakLines(width)
        # By the runs themselves, which are alive as long as this is: a paragraph may have been given more of them.
        key = (*width, *map(id, self._as_given))
        found = self._broken.get(key)
        if found is None:
            self.frags = self._as_given
            found = self._broken[key] = super().breakLines(width), self.frags
        lines, self.frags = found
        return lines

    def draw(self) -> None:
        lines = self.blPara.lines
        if not lines:
            return
        as_read = [line.words for line in lines] if self.blPara.kind == 1 else []
        for line, words in zip(lines, as_read, strict=False):
            line.words = _in_drawing_order(words)
        if self.element is None:
            super().draw()
        else:
            with self.canv.content(self.element):
                super().draw()
        for line, words in zip(lines, as_read, strict=False):
            line.words = words


def _in_drawing_order(runs: list[Any]) -> list[Any]:
    """One line's runs from left to right: what is written from the right is turned round, joined letters are set.

    What was turned round is heard as one piece, in the order in which it is read.
    """
    if not any(getattr(run, "script", "") or getattr(run, "isolate", 0) for run in runs):
        return runs
    pieces = [(isolate, list(inner)) for isolate, inner in groupby(runs, key=lambda run: getattr(run, "isolate", 0))]
    base = next((inner[0] for isolate, inner in pieces if not isolate), None)
    if getattr(base, "from_the_right", False):
        return _heard_as_one(runs, [run for _, inner in pieces[::-1] for run in _turned(inner)])
    drawn: list[Any] = []
    for isolate, inner in pieces:
        drawn += _heard_as_one(inner, _turned(inner)) if isolate else map(_set, inner)
    return drawn


def _turned(runs: list[Any]) -> list[Any]:
    """Runs of one piece from left to right."""
    return [_set(run) for run in (runs[::-1] if getattr(runs[0], "from_the_right", False) else runs)]


def _set(run: Any) -> Any:
    """A run as the pen sets it; the spaces at its ends stay between the same neighbours."""
    text = run.text
    if getattr(run, "from_the_right", False):
        words = text.strip(" ")
        start = text.find(words) if words else 0
        text = text[start + len(words) :] + words + text[:start]
    elif not getattr(run, "script", ""):
        return run
    pen = scripts.glyphs(text, run.fontName) if getattr(run, "script", "") else text
    return run.clone(text=DrawnText(pen, run.text))


def _heard_as_one(as_read: list[Any], drawn: list[Any]) -> list[Any]:
    """The drawn runs, with what they say in reading order from the first to the last of them."""
    whole = "".join(run.text for run in as_read)
    drawn = [run if isinstance(run.text, DrawnText) else run.clone(text=DrawnText(run.text, run.text)) for run in drawn]
    for place, run in enumerate(drawn):
        run.text.opens = whole if place == 0 else None
        run.text.closes = place == len(drawn) - 1
    return drawn


def _stamp(moment: datetime.datetime) -> TimeStamp:
    """The document's own date, from the caller's clock."""
    stamp = TimeStamp(1)
    in_utc = moment.astimezone(datetime.UTC) if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    stamp.t = in_utc.timestamp()
    stamp.lt = time.gmtime(stamp.t)
    stamp.YMDhms = tuple(stamp.lt)[:6]
    stamp.tzname, stamp.dhh, stamp.dmm = "UTC", 0, 0
    return stamp


def _metadata(document: pdfdoc.PDFDocument, *, language: str) -> bytes:
    about = document.info
    stamp = document._timeStamp.YMDhms
    date = f"{stamp[0]:04d}-{stamp[1]:02d}-{stamp[2]:02d}T{stamp[3]:02d}:{stamp[4]:02d}:{stamp[5]:02d}Z"
    words = {
        "title": about.title,
        "author": about.author,
        "subject": about.subject,
        "producer": about.producer,
        "creator": about.creator,
    }
    return _XMP.format(
        date=date, lang=language, **{key: escape(str(value), quote=False) for key, value in words.items()}
    ).encode()


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer><xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdfuaid:part>1</pdfuaid:part><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@functools.cache
def _screen_colours() -> bytes:
    """An sRGB profile for the archive copy; its date and id are blanked, so that bytes repeat."""
    # Imported here: only a finished document needs it, and start-up does not.
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes([7, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])
    profile[84:100] = bytes(16)
    return bytes(profile)


def _as_utf16(code: int) -> str:
    return chr(code).encode("utf-16-be").hex().upper()


def _mend_reportlab() -> None:
    """Repairs of ReportLab's output that its interfaces leave no other place for."""
    original_format = pdfdoc.PDFStream.format
    original_map = ttfonts.makeToUnicodeCMap
    original_encoding, original_numbers = pdfdoc.pdfdocEnc, rl_accel.fp_str
    known_numbers = functools.lru_cache(maxsize=8192)(original_numbers)

    def with_line_end(self: pdfdoc.PDFStream, document: pdfdoc.PDFDocument) -> bytes:
        written: bytes = original_format(self, document)
        # PDF/A 6.1.7.1: an end-of-line before `endstream`, not part of the stream. Both characters, so that a stream
        # that happens to end in a carriage return keeps it.
        return written.removesuffix(b"endstream\n") + b"\r\nendstream\n"

    def well_formed_map(name: str, subset: list[int]) -> str:
        # PDF/UA 7.21.7: no glyph may stand for U+0000; letters beyond U+FFFF are written as two halves (UTF-16).
        mapped = original_map(name, [code or 0xFFFD for code in subset])
        return re.sub(r"(?<=> )<([0-9A-F]{5,6})>", lambda match: f"<{_as_utf16(int(match[1], 16))}>", mapped)

    def squeezed(_self: pdfdoc.PDFStreamFilterZCompress, written: str | bytes) -> bytes:
        # A third of the time for a tenth more of the size.
        return zlib.compress(written.encode() if isinstance(written, str) else written, 3)

    def encoded(text: str | bytes) -> bytes:
        # ReportLab's own codec gives the same for these, and is written in Python.
        return text.encode() if isinstance(text, str) and text.isascii() else original_encoding(text)

    def numbers(*given: Any) -> str:
        try:
            written: str = known_numbers(*given)
        except TypeError:  # a list
            written = original_numbers(*given)
        return written

    # Text-only streams were for mail of the 1990s; they cost a third of the time and a quarter of the size.
    rl_config.useA85 = 0
    # Asked for the same words, fonts and numbers thousands of times a document, and always with the same answer.
    paragraph.stringWidth = functools.lru_cache(maxsize=4096)(paragraph.stringWidth)
    paragraph.getAscentDescent = functools.lru_cache(maxsize=256)(paragraph.getAscentDescent)
    for module in (canvas, pathobject, textobject, pdfdoc):
        module.fp_str = numbers
    pdfdoc.pdfdocEnc = encoded
    pdfdoc.PDFName = PDFName
    pdfdoc.PDFStreamFilterZCompress.encode = squeezed
    pdfdoc.PDFStream.format = with_line_end
    ttfonts.makeToUnicodeCMap = well_formed_map


_mend_reportlab()
