"""The paper on view where a visit is signed, for tests that read it back."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from desktop.consult.papers import FinishedPaper
from desktop.consult.sign_page import SignPage
from desktop.pdfium import PDFIUM
from tests.reports.pdf import texts

OpenSign = Callable[..., SignPage]


def paper_of(sign: SignPage, qtbot: QtBot) -> FinishedPaper:
    qtbot.waitUntil(lambda: sign.paper is not None, timeout=15_000)
    assert sign.paper is not None
    return sign.paper


def first_page(paper: FinishedPaper) -> str:
    # The preview may be drawing a page meanwhile, and PDFium is used by one thread at a time.
    with PDFIUM:
        return texts(paper.content)[0]
