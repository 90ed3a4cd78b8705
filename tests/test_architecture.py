"""The house keeps its shape: who imports whom, what is tracked, how signals are connected."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from start import PINS
from tests.project import PRODUCT, ROOT, python_files, shown, tracked_files


def test_imports_keep_the_contracts() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", code, "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_command_line_without_a_window_loads_neither_qt_nor_paper_nor_store() -> None:
    code = (
        "import contextlib, io, sys\n"
        "from desktop.__main__ import main\n"
        "sys.argv = ['sciatica-intake', '--help']\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    main()\n"
        "print(sorted({'PySide6', 'reportlab', 'sqlalchemy'} & set(sys.modules)))\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (result.stdout.strip(), result.returncode) == ("[]", 0), result.stderr


def test_every_folder_of_python_is_a_package() -> None:
    files = [file for file in tracked_files() if file.suffix == ".py" and file.parent != ROOT]
    folders = {folder for file in files for folder in file.parents if ROOT in folder.parents}
    assert not [shown(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()]


def test_no_dependency_brings_a_package_with_a_name_of_ours() -> None:
    code = (
        "import importlib.metadata as metadata\n"
        "owners = metadata.packages_distributions()\n"
        f"print([(name, owners[name]) for name in {(*PRODUCT, 'tests')!r} if name in owners])\n"
    )
    # From elsewhere and isolated, or the project's own folders would be found first.
    result = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, cwd="/", check=True)
    found = {name: set(owners) - {"sciatica-intake"} for name, owners in ast.literal_eval(result.stdout)}
    assert not {name: owners for name, owners in found.items() if owners}


def connections_that_never_let_go(source: str) -> list[int]:
    """The lines where a lambda or a partial is handed to `.connect(...)`: Qt cannot tell when to let go of those."""
    found = []
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "connect":
            handed = [*call.args, *(keyword.value for keyword in call.keywords)]
            found += [call.lineno for node in handed if isinstance(node, ast.Lambda) or _is_partial(node)]
    return sorted(found)


def _is_partial(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in {"partial", "partialmethod"}


def test_signals_are_connected_to_bound_methods() -> None:
    found = [
        f"{shown(file)}:{line}"
        for file in python_files("desktop")
        for line in connections_that_never_let_go(file.read_text(encoding="utf-8"))
    ]
    assert not found, "a lambda or partial in connect() keeps its widget alive; connect a bound method"


def test_the_check_of_connections_sees_lambdas_and_partials() -> None:
    source = "\n".join(
        [
            "button.clicked.connect(self._on_clicked)",
            "button.clicked.connect(lambda: self.close())",
            "button.clicked.connect(partial(self.show, 1))",
            "button.clicked.connect(functools.partial(self.show, 1), type=kind)",
            "database.connect(path)",
        ]
    )
    assert connections_that_never_let_go(source) == [2, 3, 4]


# Written so that this file does not itself hold what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w./])/(?:work|root|farm|opt|home/[a-z]\w*|Users/\w+)/" + r"|[A-Z]:\\" + r"Users\\")
REGISTRY_HOST = re.compile(
    r"pypi\.(?:org|io)|pythonhosted\.|npm" + r"js\.|crates\.io|/sim" + r"ple/|(?:index-url|find-links)\s*[=\s]"
)
CHECKED = {".py", ".toml", ".md", ".txt", ".json", ".cfg", ".ini", ".sh", ".yaml", ".yml", ".svg", ".html", ""}


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY_HOST], ids=["machine path", "registry host"])
def test_no_tracked_file_names_a(pattern: re.Pattern[str]) -> None:
    found = [
        f"{shown(file)}:{number}: {match.group()}"
        for file in tracked_files()
        if file.suffix in CHECKED and file != Path(__file__)
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if (match := pattern.search(line))
    ]
    assert not found


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (MACHINE_PATH, "folder = '/home/sam/clinic'"),
        (MACHINE_PATH, "see /root/notes.txt"),
        (REGISTRY_HOST, "https://pypi.org/project/x"),
        (REGISTRY_HOST, "--index-url=https://example.org"),
    ],
)
def test_the_search_for_paths_and_hosts_finds(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


def test_no_lock_file_that_names_hosts_is_tracked() -> None:
    names = {file.name for file in tracked_files()}
    assert not {name for name in names if name == "uv.lock" or name.startswith("pylock")}
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("file", PINS)
def test_every_dependency_is_pinned_with_hashes(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9-]+==\S+ ", line) and "--hash=sha256:" in line, line
