"""The code of a signed programme on its paper: a square to scan, and beside it the same in groups to type."""

import functools
from collections.abc import Sequence
from itertools import groupby

from reportlab.lib.colors import black, white
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from reports import flowables, text
from reports.tagging import Element

_LEAST_WIDTH = 24 * mm
_LEAST_MODULE = 0.5 * mm  # what a phone and any scanner still read from an office printer
_QUIET = 4  # modules of white all round, as the standard asks
_GAP = 12.0


def code_to_scan(
    groups: Sequence[str], says: str, section: Element, style: ParagraphStyle, *, page_height: float
) -> Flowable:
    """The square, and the groups beside it. says: what a listener hears of the square."""
    square = _Square("".join(groups))
    return flowables.SideBySide(
        [flowables.Picture(square, says, section)],
        [text.paragraph(" ".join(groups), style, section.add("P"))],
        left_width=square.side,
        gap=_GAP,
        page_height=page_height,
    )


class _Square(Flowable):
    """A QR code as one path of black rectangles on white, whatever the paper."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.modules = modules_of(code)
        count = len(self.modules) + 2 * _QUIET
        self.side = max(_LEAST_WIDTH, count * _LEAST_MODULE)
        self.module = self.side / count

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.side, self.side

    def draw(self) -> None:
        canvas, module = self.canv, self.module
        canvas.saveState()
        canvas.setFillColor(white)
        canvas.rect(0, 0, self.side, self.side, stroke=0, fill=1)
        canvas.setFillColor(black)
        # One path: where rectangles touch, two would leave a hair of white between them.
        path = canvas.beginPath()
        for row, dark in enumerate(self.modules, 1):
            column = _QUIET
            for is_dark, run in groupby(dark):
                length = len(list(run))
                if is_dark:
                    path.rect(column * module, self.side - (_QUIET + row) * module, length * module, module)
                column += length
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.restoreState()


# A layout is tried several times before it is drawn, always with the same code.
@functools.lru_cache(maxsize=64)
def modules_of(code: str) -> tuple[tuple[bool, ...], ...]:
    """Which modules are dark, row by row, without the quiet zone."""
    import segno  # here, because only signed programmes need it

    made = segno.make(code, error="m", mode="alphanumeric", micro=False)
    return tuple(tuple(map(bool, row)) for row in made.matrix)
