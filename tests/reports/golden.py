"""Where every line of some papers stood when somebody last looked at them: `python -m tests.reports.golden`.

That writes `tests/reports/golden/` anew. Look at the papers as pictures first: what is kept here is taken for right.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from msgspec.structs import replace

from desktop.pdfium import PDFIUM
from reports.compose import Paper, clinician_summary_pdf, handout_pdf, safety_card_pdf
from reports.compose_letters import gp_letter_pdf, referral_letter_pdf
from reports.inputs import PageSize
from reports.layouts import LAYOUTS
from tests.reports.papers import a_paper
from tests.reports.test_letters import a_letter_paper

FOLDER = Path(__file__).with_name("golden")
_MOST_WORDS = 32  # of a line; enough to know it by
# What says which pack a paper was made from, and how that line ends on the next: it changes with every word of it.
_PACK = re.compile(r"Rules and content|Reglas y contenido|\([0-9a-f]{12}\)")
# A few points: a font's new version moves a line by less, and nobody sees it.
SLACK = 4.0


class Line(NamedTuple):
    """A line of text: its left and lower edge in points from the corner of the page, and how it begins."""

    left: float
    bottom: float
    words: str


Pages = list[list[Line]]


def _of_any_pack(paper: Paper) -> Paper:
    """With the mark of no pack: digits are not all as wide, and a foot that is full would break elsewhere."""
    impression = paper.assessment.impression
    protocol = replace(impression.protocol, sha256="0" * 64)
    assessment = replace(paper.assessment, impression=replace(impression, protocol=protocol))
    return replace(paper, assessment=assessment)


def _paper(example: str) -> Paper:
    return _of_any_pack(a_paper(example))


def _letter(example: str) -> Paper:
    return _of_any_pack(a_letter_paper(example))


def _handout(
    example: str, language: str = "en", layout: str = "standard", size: PageSize = PageSize.A4, second: str = ""
) -> bytes:
    return handout_pdf(replace(_paper(example), language=language, second=second, layout=LAYOUTS[layout], size=size))


_NOTE = "Rang the registrar at 14:10.\nSeen again today: the power of the big toe has not changed."
_VIEW = "Settling, and back at work for half days.\nWalks without a limp."
_ASK = "Please review the pain relief at the next appointment."

PAPERS: dict[str, Callable[[], bytes]] = {
    "handout_EX01": lambda: _handout("EX01"),
    "handout_EX12_letter": lambda: _handout("EX12", size=PageSize.LETTER),
    "handout_EX12_es": lambda: _handout("EX12", "es"),
    "handout_EX02_large_18": lambda: _handout("EX02", layout="large_18"),
    "handout_EX01_large_24": lambda: _handout("EX01", layout="large_24"),
    "handout_EX01_es_easy_read": lambda: _handout("EX01", "es", "easy_read"),
    "handout_EX05": lambda: _handout("EX05"),
    "handout_EX01_two_languages": lambda: _handout("EX01", "es", second="en"),
    "handout_EX02_two_languages_large_18": lambda: _handout("EX02", "es", "large_18", second="en"),
    "emergency_card": lambda: safety_card_pdf(_paper("EX01")),
    "clinician_summary_EX12": lambda: clinician_summary_pdf(_paper("EX12"), decision="Agrees with the rules."),
    "referral_EX08": lambda: referral_letter_pdf(_letter("EX08")),
    "letter_to_the_gp_EX05": lambda: gp_letter_pdf(_letter("EX05")),
    "referral_EX09_own_words": lambda: referral_letter_pdf(_letter("EX09"), note=_NOTE),
    "letter_to_the_gp_EX05_own_words": lambda: gp_letter_pdf(_letter("EX05"), view=_VIEW, ask=_ASK),
}


def lines_of(data: bytes) -> Pages:
    """Every line of a PDF, page by page, in the order it is read."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            return [list(_page_lines(document[number].get_textpage())) for number in range(len(document))]
        finally:
            document.close()


def _page_lines(page: pypdfium2.PdfTextPage) -> Iterator[Line]:
    for number in range(page.count_rects()):
        left, bottom, right, top = page.get_rect(number)
        words = " ".join(page.get_text_bounded(left - 0.5, bottom - 0.5, right + 0.5, top + 0.5).split())
        if words and not _PACK.search(words):
            yield Line(round(left, 1), round(bottom, 1), words[:_MOST_WORDS])


def kept(name: str) -> Pages:
    pages = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return [[Line(*line) for line in page] for page in pages]


def differences(before: Pages, now: Pages) -> Iterator[str]:
    """What stands elsewhere than it did, in words."""
    if len(before) != len(now):
        yield f"{len(now)} pages, and it had {len(before)}"
    for number, (old, new) in enumerate(zip(before, now, strict=False), 1):
        missing = [line.words for line in old if line.words not in {one.words for one in new}]
        added = [line.words for line in new if line.words not in {one.words for one in old}]
        yield from (f"page {number}: “{words}” is not there" for words in missing)
        yield from (f"page {number}: “{words}” is new there" for words in added)
        if missing or added:
            continue
        for was, line in zip(old, new, strict=False):
            right, up = line.left - was.left, line.bottom - was.bottom
            if max(abs(right), abs(up)) > SLACK:
                yield f"page {number}: “{line.words}” stands {right:+.0f} pt to the right and {up:+.0f} pt up"


def write_all() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, make in PAPERS.items():
        pages = (
            "[\n" + ",\n".join(json.dumps(line, ensure_ascii=False) for line in page) + "\n]"
            for page in lines_of(make())
        )
        (FOLDER / f"{name}.json").write_text("[" + ",\n".join(pages) + "]\n", encoding="utf-8")


if __name__ == "__main__":
    write_all()
