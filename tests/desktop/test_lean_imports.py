"""Nothing that is imported while the program runs has its source read and kept."""

import os
import subprocess
import sys

_SCRIPT = """
import linecache
from desktop.app import make_application
make_application()
import forms.records.store, desktop.visit_view, desktop.consult.consult_page
print(sum(len(line) for entry in linecache.cache.values() if len(entry) > 2 for line in entry[2]))
"""


def test_the_window_imports_without_keeping_the_source_of_what_it_imports() -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    said = subprocess.run([sys.executable, "-c", _SCRIPT], env=env, capture_output=True, text=True, check=True)
    # What SQLAlchemy makes up as it goes is there; four megabytes of source are not.
    assert int(said.stdout) < 100_000


_COLLECTED = """
import gc
from desktop.app import make_application
make_application()
from desktop.desk import _import_pages
from forms.content import load_content
load_content()
_import_pages()
print(gc.isenabled(), len(gc.get_objects()))
"""


def test_a_search_for_garbage_does_not_go_through_everything_that_was_loaded() -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    said = subprocess.run([sys.executable, "-c", _COLLECTED], env=env, capture_output=True, text=True, check=True)
    is_on, searched = said.stdout.split()
    assert is_on == "True"
    assert int(searched) < 2_000  # of about a hundred thousand
