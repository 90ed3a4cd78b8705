"""What ReportLab compiles only when it is used, and that it is still right then."""

import subprocess
import sys

from tests.project import ROOT

_LOOK = """
import re, reports.handout
from reportlab.lib import textsplit
from reportlab.platypus import paragraph
late = type(paragraph.uri_pat).__name__, type(textsplit.rx).__name__, type(re.compile("a")).__name__
split = paragraph._uri_split_pairs("https://example.org/path/page")
print(late, split[0], textsplit.rx.findall("a\\u3042b"))
"""


def test_reportlab_compiles_its_slow_patterns_when_they_are_used() -> None:
    done = subprocess.run([sys.executable, "-c", _LOOK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == (
        "('_LatePattern', '_LatePattern', 'Pattern') ('https://example.org/path/', 'page') ['あ']"
    )
