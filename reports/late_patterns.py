"""ReportLab without the patterns that it compiles at its import and that no paper of ours uses.

They split web addresses and Chinese text at the end of a line, and take 50 ms of the first paper. Each is compiled when
it is first used instead.
"""

import re
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from types import ModuleType
from typing import Any

_MODULES = ("reportlab.platypus.paragraph", "reportlab.lib.textsplit")


class _LatePattern:
    def __init__(self, pattern: str, flags: int) -> None:
        self._wanted = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(*self._wanted), name)


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        at_once = re.compile

        def compile_late(pattern: Any, flags: int = 0) -> Any:
            # Other threads may be compiling theirs meanwhile.
            is_here = sys._getframe(1).f_globals is vars(module)
            return _LatePattern(pattern, flags) if is_here else at_once(pattern, flags)

        re.compile = compile_late
        try:
            super().exec_module(module)
        finally:
            re.compile = at_once


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path) if fullname in _MODULES else None
        if spec is None or not isinstance(spec.loader, SourceFileLoader):
            return None
        return spec_from_file_location(fullname, spec.origin, loader=_Loader(fullname, spec.loader.path))


def compile_patterns_late() -> None:
    """From now on. It does nothing for a module that is imported already."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
