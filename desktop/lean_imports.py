"""Importing without reading sources: PySide6 otherwise reads, and Python keeps, the source of every later module.

It looks there for the string "PySide6", to know where its `__feature__` switch could matter; nobody here uses it.
"""

import linecache
import sys
from types import ModuleType


def read_no_sources() -> None:
    """Answer PySide6's question from the module's name. Saves 15 MB and some of the start."""
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and "_mod_uses_pyside" in vars(feature):
        vars(feature)["_mod_uses_pyside"] = _is_ours
    linecache.clearcache()  # a traceback reads again what it needs


def _is_ours(module: ModuleType) -> bool:
    return module.__name__.partition(".")[0] == "desktop"
