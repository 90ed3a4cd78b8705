"""What the clinic knows, as data, and the one small reader of packaged files."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def root() -> Traversable:
    """The folder that holds every packaged data file."""
    return files(__name__)


def read_bytes(path: str) -> bytes:
    """The bytes of one packaged file; `path` is relative to `resources/`, with forward slashes."""
    return root().joinpath(*path.split("/")).read_bytes()
