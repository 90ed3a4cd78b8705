"""The handout's words and drawings made into a PDF by three other libraries, so that all can be timed on equal work.

Each gets the same texts in the same order, the same typeface, and our drawings as SVG. None gets our layout: pictures
stand beside their words, and pages break where they may. WeasyPrint and Typst write tagged PDF/UA-1; fpdf2 cannot tag
headings, lists or tables, so its document is untagged but for the pictures' alternative text.

Nothing of ours that draws on paper is imported here at the top: what the others take is theirs alone.
"""

import base64
import importlib
import io
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct
from msgspec.structs import replace

import resources

if TYPE_CHECKING:
    from reports.handout import ExerciseCard, Handout

Kind = Literal["title", "heading", "text", "list", "steps", "lights", "card"]

# Twelve different drawings: lying, sitting, standing and kneeling people, with a chair, a wall, a band and a towel.
_TWELVE = ("E01", "E02", "E05", "E08", "E10", "E15", "E22", "E25", "E23", "E26", "E33", "E38")


class Piece(Struct, frozen=True):
    """One part of the document. rows: the lines of a list or a table. figure: the drawing that stands beside it."""

    kind: Kind
    text: str = ""
    rows: tuple[str, ...] = ()
    figure: str = ""


class Drawing(Struct, frozen=True):
    """One of our drawings, and what it shows in words."""

    svg: str
    alt: str
    shape: float  # height by width


class Document(Struct, frozen=True):
    """What has to stand on the paper, in the order in which it is read out."""

    title: str
    pieces: tuple[Piece, ...]
    drawings: Mapping[str, Drawing]


def four_pages() -> "Handout":
    """A handout of four pages with twelve drawings: every exercise with one step, no log and no advice."""
    from tests.reports.factories import a_handout, the_exercises

    usual = the_exercises()
    twelve = tuple(
        replace(
            usual[place % len(usual)],
            id=name,
            name=f"Exercise {place + 1}",
            steps=usual[place % len(usual)].steps[:1],
            stops=usual[place % len(usual)].stops[:1],
            easier="",
            harder="",
            dose_note="",
            often="",
        )
        for place, name in enumerate(_TWELVE)
    )
    return a_handout(exercises=twelve, advice=(), tick_log=False)


def document_of(handout: "Handout") -> Document:
    """The same words and drawings, for the others."""
    names = dict.fromkeys(exercise.figure_id or exercise.id for exercise in handout.exercises)
    return Document(handout.words.title, tuple(_pieces(handout)), {name: _drawing(name) for name in names})


def _pieces(handout: "Handout") -> Iterator[Piece]:
    card = handout.card
    yield Piece("title", handout.words.title)
    yield Piece("text", f"{handout.printing.person.name}, {handout.printing.clinic.name}")
    yield Piece("heading", card.title)
    yield Piece("text", _plain(card.lead))
    yield Piece("list", rows=tuple(map(_plain, card.signs)))
    yield Piece("text", _plain(card.say))
    yield Piece("text", _plain(card.same_day_lead))
    yield Piece("list", rows=tuple(map(_plain, card.same_day)))
    yield Piece("heading", handout.words.findings)
    yield from (Piece("text", _plain(finding)) for finding in handout.findings)
    yield Piece("text", handout.goal)
    yield Piece("lights", rows=tuple(f"{one.word}|{one.range}|{one.meaning}" for one in handout.pain_lights))
    yield Piece("text", _plain(handout.pain_note))
    for exercise in handout.exercises:
        yield Piece("heading", exercise.name)
        yield Piece("card", "\n".join(_lines(exercise)), exercise.steps, exercise.figure_id or exercise.id)


def _lines(exercise: "ExerciseCard") -> Iterator[str]:
    yield exercise.why
    yield exercise.position
    yield ", ".join(box.words for box in exercise.dose)
    yield from (f"Stop if {stop}." for stop in exercise.stops)
    yield from (line for line in (exercise.easier, exercise.harder) if line)


def _plain(text: str) -> str:
    return text.replace("**", "")


@cache
def _drawing(name: str) -> Drawing:
    """Our drawing as SVG: the same curves in the same order, in the colours of the paper."""
    from reports.figures.loading import load_figure, load_palette

    figure, palette = load_figure(f"{name}.toml"), load_palette("paper")
    parts = []
    for shape in figure.shapes:
        curves = " ".join(_path(curve, figure.height, closed=bool(shape.fill)) for curve in shape.curves)
        if shape.line:
            width = shape.width * (2 if shape.fill else 1)
            parts.append(f'<path d="{curves}" fill="none" stroke="{palette[shape.line]}" stroke-width="{width:.2f}"/>')
        if shape.fill:
            parts.append(f'<path d="{curves}" fill="{palette[shape.fill]}"/>')
    box = f"{figure.width:.2f} {figure.height:.2f}"
    width, height = box.split()
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {box}">'
        f'<g stroke-linecap="round" stroke-linejoin="round">{"".join(parts)}</g></svg>'
    )
    return Drawing(svg, figure.alt, figure.height / figure.width)


def _path(curve: tuple[complex, ...], height: float, *, closed: bool) -> str:
    points = [f"{point.real:.2f} {height - point.imag:.2f}" for point in curve]
    bends = "".join(f"C{points[at]} {points[at + 1]} {points[at + 2]}" for at in range(1, len(points) - 2, 3))
    return f"M{points[0]}{bends}" + ("Z" if closed else "")


def _font_file(weight: str) -> Path:
    return Path(str(resources.root().joinpath("fonts", f"AtkinsonHyperlegibleNext-{weight}.ttf")))


# --- the three libraries ------------------------------------------------------------------------------------------


def with_weasyprint(document: Document, size: float) -> bytes:
    weasyprint = importlib.import_module("weasyprint")
    faces = "".join(
        f'@font-face {{ font-family: H; font-weight: {weight}; src: url("{_font_file(name).as_uri()}") }}'
        for weight, name in ((400, "Regular"), (700, "Bold"))
    )
    style = (
        f"{faces} @page {{ size: A4; margin: 15mm }} body {{ font: {size}pt/1.25 H }} h1, h2 {{ margin: 3pt 0 }}"
        "p, ul, ol, table { margin: 2pt 0 } .card { break-inside: avoid } .card img { float: right; width: 100pt }"
    )
    body = "".join(_html(piece, document) for piece in document.pieces)
    page = (
        f'<html lang="en-GB"><head><title>{escape(document.title)}</title><style>{style}</style></head>'
        f"<body>{body}</body></html>"
    )
    made: bytes = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    return made


def _html(piece: Piece, document: Document) -> str:
    if piece.kind in ("title", "heading", "text"):
        tag = {"title": "h1", "heading": "h2", "text": "p"}[piece.kind]
        return f"<{tag}>{escape(piece.text)}</{tag}>"
    if piece.kind == "lights":
        cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row.split("|")) for row in piece.rows)
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"
    lines = "".join(f"<li>{escape(row)}</li>" for row in piece.rows)
    if piece.kind == "list":
        return f"<ul>{lines}</ul>"
    words = "".join(f"<p>{escape(line)}</p>" for line in piece.text.split("\n"))
    drawing = document.drawings[piece.figure]
    held = base64.b64encode(drawing.svg.encode()).decode()
    picture = f'<img src="data:image/svg+xml;base64,{held}" alt="{escape(drawing.alt)}">'
    return f'<div class="card">{picture}{words}<ol>{lines}</ol></div>'


def with_typst(document: Document, size: float) -> bytes:
    typst = importlib.import_module("typst")
    head = (
        f'#set document(title: "{document.title}", date: none)\n#set page(paper: "a4", margin: 15mm)\n'
        f'#set text(font: "Atkinson Hyperlegible Next", size: {size}pt, lang: "en", region: "GB")\n'
        "#set par(leading: 0.45em, spacing: 0.6em)\n"
    )
    source = head + "\n".join(_typst(piece, document) for piece in document.pieces)
    files: dict[str, bytes] = {"main": source.encode()}
    files |= {f"{name}.svg": drawing.svg.encode() for name, drawing in document.drawings.items()}
    made: bytes = typst.compile(
        files, font_paths=[str(_font_file("Regular").parent)], ignore_system_fonts=True, pdf_standards=["ua-1"]
    )
    return made


def _typst(piece: Piece, document: Document) -> str:
    if piece.kind in ("title", "heading", "text"):
        mark = {"title": "= ", "heading": "== ", "text": ""}[piece.kind]
        return f"{mark}{_escaped(piece.text)}\n"
    if piece.kind == "lights":
        cells = ", ".join(f"[{_escaped(cell)}]" for row in piece.rows for cell in row.split("|"))
        return f"#table(columns: 3, {cells})\n"
    if piece.kind == "list":
        return "".join(f"- {_escaped(row)}\n" for row in piece.rows)
    words = "\n\n".join(_escaped(line) for line in piece.text.split("\n"))
    steps = "".join(f"+ {_escaped(row)}\n" for row in piece.rows)
    alt = document.drawings[piece.figure].alt.replace('"', "'")
    picture = f'#image("{piece.figure}.svg", width: 100pt, alt: "{alt}")'
    return f"#block(breakable: false, grid(columns: (1fr, 100pt), gutter: 8pt, [{words}\n\n{steps}], [{picture}]))\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{one}" if one in "#$*_`<>@=-+/\\[]~" else one for one in text)


def with_fpdf2(document: Document, size: float) -> bytes:
    fpdf = importlib.import_module("fpdf")
    made = fpdf.FPDF(format="A4", unit="pt")
    made.set_margin(42)
    made.set_auto_page_break(True, 42)
    made.set_title(document.title)
    made.set_lang("en-GB")
    made.add_font("H", "", _font_file("Regular"))
    made.add_font("H", "B", _font_file("Bold"))
    made.add_page()
    for piece in document.pieces:
        _fpdf(made, piece, document, size)
    return bytes(made.output())


def _fpdf(made: Any, piece: Piece, document: Document, size: float) -> None:
    say = _sayer(made, size)
    if piece.kind in ("title", "heading"):
        say(piece.text, bold=True, larger=1.7 if piece.kind == "title" else 1.3)
    elif piece.kind == "text":
        say(piece.text)
    elif piece.kind in ("list", "lights"):
        for row in piece.rows:
            say("- " + row.replace("|", ": "))
    else:
        drawing, say = document.drawings[piece.figure], _sayer(made, size, width=400)
        height = 100 * drawing.shape
        if made.will_page_break(max(height, size * 1.25 * 9)):
            made.add_page()
        top = made.get_y()
        made.image(io.BytesIO(drawing.svg.encode()), x=453, y=top, w=100, alt_text=drawing.alt)
        made.set_y(top)
        for line in piece.text.split("\n"):
            say(line)
        for number, row in enumerate(piece.rows, 1):
            say(f"{number}. {row}")
        made.set_y(max(made.get_y(), top + height))


def _sayer(made: Any, size: float, width: float = 0) -> Callable[..., None]:
    def say(text: str, *, bold: bool = False, larger: float = 1.0) -> None:
        made.set_font("H", "B" if bold else "", size * larger)
        made.multi_cell(width, size * larger * 1.25, text, new_x="LMARGIN", new_y="NEXT")

    return say


# Package -> how it makes the document, and the size of print that brings it to four pages.
OTHERS: Mapping[str, tuple[Callable[[Document, float], bytes], float]] = {
    "weasyprint": (with_weasyprint, 13.0),
    "fpdf2": (with_fpdf2, 14.0),
    "typst": (with_typst, 14.0),
}
