"""Every kind of document passes the real veraPDF for accessible (PDF/UA-1) and archival (PDF/A-2A) PDF.

`page-validation` looks at every document in the ordinary tests; this is the second opinion, where Java is.
"""

from pathlib import Path

import pytest

from tests.reports.verapdf import checker
from tests.reports.verapdf.documents import write_all


@pytest.mark.skipif(bool(checker.missing()), reason=checker.missing())
def test_every_kind_of_document_passes_verapdf(tmp_path: Path) -> None:
    passes, report = checker.verdict(write_all(tmp_path))
    assert passes, report


@pytest.mark.skipif(bool(checker.missing()), reason=checker.missing())
def test_a_document_without_structure_does_not_pass(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    plain = tmp_path / "plain.pdf"
    canvas = Canvas(str(plain))
    canvas.drawString(72, 72, "No structure")
    canvas.save()
    passes, report = checker.verdict([plain])
    assert not passes
    assert "FAIL ua1" in report
