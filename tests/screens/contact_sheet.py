"""Draws every exercise figure on one sheet: `python -m tests.screens.contact_sheet FOLDER [ids ...]`.

Leaves contact_sheet.pdf and .png, one large PNG for each figure, and the sheet again in greyscale at card size.
"""

import sys
from io import BytesIO
from pathlib import Path

import pypdfium2
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from reports.figures.figure import ExerciseFigure
from reports.figures.loading import load_figures
from reports.figures.paper import draw_figure, figure_height


def sheet(figures: list[ExerciseFigure], *, columns: int, width: float) -> bytes:
    """A page just large enough for the figures in a grid, each `width` points wide."""
    cell, rows = width + 6 * mm, -(-len(figures) // columns)
    height = max(figure_height(figure, width) for figure in figures) + 9 * mm
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(cell * columns, height * rows), invariant=1)
    canvas.setFont("Helvetica", 7)
    for index, figure in enumerate(figures):
        row, column = divmod(index, columns)
        x, y = column * cell + 3 * mm, (rows - 1 - row) * height + 5 * mm
        canvas.drawString(x, y - 3 * mm, figure.exercise)
        canvas.setStrokeGray(0.85)
        canvas.rect(x, y, width, figure_height(figure, width), stroke=1, fill=0)
        draw_figure(canvas, figure, x=x, y=y, width=width)
    canvas.save()
    return buffer.getvalue()


def save_png(document: bytes, path: Path, *, scale: float, grey: bool = False) -> None:
    page = pypdfium2.PdfDocument(document)[0]
    page.render(scale=scale, grayscale=grey).to_pil().save(path)


def main(folder: Path, wanted: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    figures = [figure for name, figure in load_figures().items() if not wanted or name in wanted]
    document = sheet(figures, columns=6, width=55 * mm)
    (folder / "contact_sheet.pdf").write_bytes(document)
    save_png(document, folder / "contact_sheet.png", scale=2)
    save_png(sheet(figures, columns=6, width=35 * mm), folder / "card_size_grey.png", scale=2, grey=True)
    for start in range(0, len(figures), 6):
        part = figures[start : start + 6]
        name = f"large_{part[0].exercise}.png"
        save_png(sheet(part, columns=3, width=110 * mm), folder / name, scale=1.9)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
