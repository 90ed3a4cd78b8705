"""The project seen as files: for tests of what is kept in version control."""

import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("desktop", "forms", "reports", "resources")


def tracked_files() -> tuple[Path, ...]:
    """Every file under version control; in an unpacked archive, every file of the project's own folders."""
    # A clone made by another account is refused unless it is named as safe, here for this one command.
    command = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "ls-files", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        return tuple(_files_without_git())
    return tuple(file for name in listed.split("\0") if name and (file := ROOT / name).is_file())


def _files_without_git() -> Iterator[Path]:
    yield from (file for file in ROOT.iterdir() if file.is_file())
    for folder in (*PRODUCT, "tests", ".ci"):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file


def python_files(*folders: str) -> tuple[Path, ...]:
    return tuple(file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))


def settings() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def shown(file: Path) -> str:
    """The file's path as people write it."""
    return file.relative_to(ROOT).as_posix()
