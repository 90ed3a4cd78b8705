"""What stands on the pages of a finished PDF: each run of text with its size, face, colour, ground and place."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
from msgspec import Struct
from msgspec.structs import replace

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

WHITE: Colour = (255, 255, 255)
# Larger than the strokes of a figure, and as high as a line of text.
_LEAST_GROUND = (20.0, 8.0)
_HIGHEST_LINE, _SHORTEST_LINE = 1.6, 12.0


class Run(Struct, frozen=True):
    """One run of text as it was set. box: left, bottom, right and top in points. baseline: from the foot of the page.

    ground: what it stands on. on_picture: whether that is a picture. underlined: a line stands close under it.
    is_artifact: it is no part of what is read out: the head and foot of the page.
    """

    page: int
    size: float
    face: str
    is_italic: bool
    is_level: bool
    colour: Colour
    ground: Colour
    on_picture: bool
    underlined: bool
    is_artifact: bool
    baseline: float
    box: Box


def read_printed(content: bytes) -> tuple[Run, ...]:
    """Every run of text of a PDF, page by page as it was written; DRAFT behind the words is left out.

    PDFium serves one thread at a time: whoever uses it elsewhere holds the same lock round this.
    """
    document = pypdfium2.PdfDocument(content)
    try:
        return tuple(run for number in range(len(document)) for run in _runs(document[number], number + 1))
    finally:
        document.close()


def words_of(content: bytes, run: Run) -> str:
    """What this run says; for the few that something is wrong with, because it takes longer than all the rest."""
    document = pypdfium2.PdfDocument(content)
    try:
        left, bottom, right, top = run.box
        said: str = document[run.page - 1].get_textpage().get_text_bounded(left, bottom, right, top)
        return " ".join(said.split())
    finally:
        document.close()


def _runs(page: Any, number: int) -> Iterator[Run]:
    faces: dict[int, tuple[str, bool]] = {}
    boxes: list[tuple[Box, Colour | None]] = []
    found: list[Run] = []
    lines: list[Box] = []
    for place in range(raw.FPDFPage_CountObjects(page)):
        piece = raw.FPDFPage_GetObject(page, place)
        kind = raw.FPDFPageObj_GetType(piece)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            run = _run(piece, number, boxes, faces)
            if run is not None:
                found.append(run)
            continue
        box = _box(piece)
        width, height = box[2] - box[0], box[3] - box[1]
        if kind == raw.FPDF_PAGEOBJ_PATH and height <= _HIGHEST_LINE:
            if width >= _SHORTEST_LINE:
                lines.append(box)
        elif width >= _LEAST_GROUND[0] and height >= _LEAST_GROUND[1]:
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                boxes.append((box, None))
            elif kind == raw.FPDF_PAGEOBJ_PATH and _is_filled(piece):
                boxes.append((box, _colour(piece)))
    for run in found:
        yield replace(run, underlined=True) if any(_is_under(line, run) for line in lines) else run


def _run(
    piece: Any, number: int, grounds: list[tuple[Box, Colour | None]], faces: dict[int, tuple[str, bool]]
) -> Run | None:
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(piece, size)
    raw.FPDFPageObj_GetMatrix(piece, matrix)
    is_level = abs(matrix.b) < 0.01 and abs(matrix.c) < 0.01
    is_artifact = _is_artifact(piece)
    box = _box(piece)
    if box[0] == box[2] or (is_artifact and not is_level):
        return None
    font = raw.FPDFTextObj_GetFont(piece)
    address = ctypes.addressof(font.contents)
    if address not in faces:
        faces[address] = _face(font)
    face, is_italic = faces[address]
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    ground: Colour | None = WHITE
    for (left, bottom, right, top), colour in grounds:
        if left <= x <= right and bottom <= y <= top:
            ground = colour
    return Run(
        page=number,
        size=round(size.value * abs(matrix.d if is_level else (matrix.c**2 + matrix.d**2) ** 0.5), 2),
        face=face,
        is_italic=is_italic,
        is_level=is_level,
        colour=_colour(piece),
        ground=ground or WHITE,
        on_picture=ground is None,
        underlined=False,
        is_artifact=is_artifact,
        baseline=matrix.f,
        box=box,
    )


def _face(font: Any) -> tuple[str, bool]:
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = buffer.value.decode("latin-1")
    angle = ctypes.c_int()
    raw.FPDFFont_GetItalicAngle(font, angle)
    return name, angle.value != 0 or "Italic" in name or "Oblique" in name


def _box(piece: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(piece, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _colour(piece: Any) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(piece, red, green, blue, alpha)
    return red.value, green.value, blue.value


def _is_filled(piece: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(piece, mode, stroke)
    return bool(mode.value != raw.FPDF_FILLMODE_NONE)


def _is_artifact(piece: Any) -> bool:
    for place in range(raw.FPDFPageObj_CountMarks(piece)):
        length, buffer = ctypes.c_ulong(), ctypes.create_string_buffer(64)
        name = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(piece, place), name, len(buffer), length)
        if buffer.raw[: length.value].decode("utf-16-le").rstrip("\x00") == "Artifact":
            return True
    return False


def _is_under(line: Box, run: Run) -> bool:
    """Whether this line is drawn close under these words, and is about as long."""
    below = run.baseline - (line[1] + line[3]) / 2
    return (
        -0.05 * run.size <= below <= 0.25 * run.size
        and line[0] <= run.box[0] + 2
        and line[2] >= run.box[2] - 2
        and line[2] - line[0] <= (run.box[2] - run.box[0]) * 1.3
    )
