#!/usr/bin/env python3
"""Start Sciatica Intake on a machine with nothing but Python and pip.

    python3 start.py              open the application
    python3 start.py demo         a throw-away clinic with the worked examples
    python3 start.py test         run the tests (what follows is handed to pytest)
    python3 start.py benchmark    measure time and memory, and print one table (quiet machine, please)
    python3 start.py VERB ...     any other verb of `sciatica-intake`; --help lists them

The first start makes a virtual environment in `.venv` beside this file (or where SCIATICA_INTAKE_VENV says)
and installs exactly what `constraints.txt` pins, checked by hash. Later starts go straight on.

Only the standard library is used, and nothing that Python 3.7 cannot read, so that an old Python is told so.
"""

from __future__ import annotations

import compileall
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

HERE = Path(__file__).resolve().parent
OLDEST = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")
PRODUCT = ("desktop", "forms", "reports", "resources")
# What an environment may be for; each holds what those before it need, and something more.
KINDS = ("product", "tests", "benchmark")
PINS = ("constraints.txt", "tests/benchmarks/constraints.txt")


class SetupFailed(Exception):
    """The environment cannot be made; the text says what to do."""


def main(arguments: list[str]) -> int:
    if sys.version_info[:2] < OLDEST:
        return start_again_with_newer_python(arguments)
    kind = {"test": "tests", "benchmark": "benchmark"}.get("".join(arguments[:1]), "product")
    try:
        if kind != "product":
            require_system_libraries()
        python = prepare(environment_folder(), kind)
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"Setting up failed: {error}. Is this folder writable, and the disk not full?", file=sys.stderr)
        return 2
    if kind != "product":
        os.chdir(HERE)
        chosen = ["-m", "benchmark", "tests/benchmarks"] if kind == "benchmark" else []
        return hand_over([str(python), "-m", "pytest", *chosen, *arguments[1:]])
    # -P: a folder named like one of ours where the caller stands must not be imported instead.
    return hand_over([str(python), "-P", "-m", "desktop", *arguments])


def start_again_with_newer_python(arguments: list[str]) -> int:
    for name in NEWER:
        newer = shutil.which(name)
        if newer:
            return hand_over([newer, str(HERE / "start.py"), *arguments])
    wanted, found = ".".join(map(str, OLDEST)), ".".join(map(str, sys.version_info[:3]))
    print(f"Sciatica Intake needs Python {wanted} or later; this is Python {found}.", file=sys.stderr)
    return 2


def hand_over(command: list[str]) -> int:
    """Become the command, so that its exit code, its signals and its terminal are ours."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.call(command)


def require_system_libraries() -> None:
    from desktop.system_libraries import advice, missing_libraries

    missing = missing_libraries(window=False)
    if missing:
        raise SetupFailed(advice(missing))


def environment_folder() -> Path:
    chosen = os.environ.get("SCIATICA_INTAKE_VENV")
    return Path(chosen).expanduser().absolute() if chosen else HERE / ".venv"


def prepare(folder: Path, kind: str) -> Path:
    """The environment's Python, with everything installed that the product, its tests or the benchmark need."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # An environment ready for the tests is ready for the product.
    kinds = KINDS[KINDS.index(kind) :]
    if is_ready(folder, python, kinds):
        return python
    with (HERE / "constraints.txt").open() as held:
        wait_for_another_start(held)
        if not is_ready(folder, python, kinds):
            set_up(folder, python, kinds[0])
    return python


def wait_for_another_start(held: IO[str]) -> None:
    """Two first starts at once must not install into one folder; the lock ends with the file or the process."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    fcntl.flock(held, fcntl.LOCK_EX)


def is_ready(folder: Path, python: Path, kinds: tuple[str, ...]) -> bool:
    return python.exists() and any(stamp(folder, kind).exists() and is_current(folder, kind, python) for kind in kinds)


def set_up(folder: Path, python: Path, kind: str) -> None:
    print(f"Setting up in {folder} (once; a minute or two) ...", file=sys.stderr, flush=True)
    if not works(python):
        make_environment(folder)
    install(folder, python, kind)
    run_from_here(python)
    for name in PRODUCT:
        compileall.compile_dir(str(HERE / name), quiet=2)
    stamp(folder, kind).write_text(fingerprint(kind, python), encoding="utf-8")


def stamp(folder: Path, kind: str) -> Path:
    return folder / f".ready-for-{kind}"


def is_current(folder: Path, kind: str, python: Path) -> bool:
    return stamp(folder, kind).read_text(encoding="utf-8") == fingerprint(kind, python)


def fingerprint(kind: str, python: Path) -> str:
    """Changes when the pins change, when this folder moves and when the system's Python is replaced."""
    digest = hashlib.sha256(f"{kind}\n{HERE}\n{os.path.realpath(str(python))}\n".encode())
    for name in (*(PINS if kind == "benchmark" else PINS[:1]), "pyproject.toml"):
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def works(python: Path) -> bool:
    """Whether the environment is there, runs, and is not older than we need."""
    code = f"import sys, encodings; sys.exit(sys.version_info[:2] < {OLDEST})"
    try:
        return subprocess.run([str(python), "-c", code], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def make_environment(folder: Path) -> None:
    if importlib.util.find_spec("venv") is None:
        raise SetupFailed(without_venv())
    if folder.exists() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").exists():
        raise SetupFailed(f"{folder} is not a virtual environment. Empty it, or set SCIATICA_INTAKE_VENV to another.")
    # Debian keeps ensurepip in a package of its own; without it the pip of the system does the work.
    own_pip = importlib.util.find_spec("ensurepip") is not None
    if not own_pip and importlib.util.find_spec("pip") is None:
        raise SetupFailed(without_venv())
    command = [sys.executable, "-m", "venv", "--clear", *([] if own_pip else ["--without-pip"]), str(folder)]
    made = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode != 0:
        raise SetupFailed(f"{made.stdout.decode(errors='replace').strip()}\n{without_venv()}")


def without_venv() -> str:
    return (
        "This Python cannot make a virtual environment. On Debian and Ubuntu, install what it lacks with:\n"
        "    apt-get install -y python3-venv"
    )


def install(folder: Path, python: Path, kind: str) -> None:
    requirements = folder / f"requirements-{kind}.txt"
    requirements.write_text(pinned(kind), encoding="utf-8")
    command = [
        *pip_for(python), "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps",
        "--only-binary=:all:", "--require-hashes", "--requirement", str(requirements),
    ]  # fmt: skip
    # Packages of another Python must not count as installed in ours.
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    if subprocess.run(command, check=False, env=environment, stdin=subprocess.DEVNULL).returncode != 0:
        raise SetupFailed(
            "pip could not install what constraints.txt pins; its reason stands above. "
            "Check the network and the free space on the disk, then run the same command again."
        )


def pip_for(python: Path) -> list[str]:
    """The environment's own pip, or the system's (22.3 or later) told to work there."""
    own = [str(python), "-m", "pip"]
    if subprocess.run([*own, "--version"], check=False, capture_output=True).returncode == 0:
        return own
    return [sys.executable, "-m", "pip", "--python", str(python)]


def pinned(kind: str) -> str:
    """The pins of the product, of the tests (whose tools are added) or of the benchmark (and what it measures beside).

    A package may stand in both files; constraints.txt has the word.
    """
    pins = pins_of(PINS[0])
    if kind == "product":
        import tomllib

        settings = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
        leave_out = settings["tool"]["sciatica-intake"]["only-for-tests"]
        pins = {name: entry for name, entry in pins.items() if name not in leave_out}
    elif kind == "benchmark":
        pins = {**pins_of(PINS[1]), **pins}
    return "".join(pins.values())


def pins_of(file: str) -> dict[str, str]:
    """The entries of a file of pins, hashes included, by the package's name."""
    text = (HERE / file).read_text(encoding="utf-8")
    entries = re.findall(r"^[^\s#].*\n(?:[ \t].*\n)*", text, flags=re.MULTILINE)
    return {entry.split("==")[0]: entry for entry in entries}


def run_from_here(python: Path) -> None:
    """Let the environment import the four product folders from where they stand."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run([str(python), "-c", code], check=True, stdout=subprocess.PIPE).stdout.decode().strip()
    (Path(packages) / "sciatica_intake.pth").write_text(f"{HERE}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
