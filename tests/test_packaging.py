"""What is installed: the wheel holds every data file, and the product alone needs no test tool."""

import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from tests.project import PRODUCT, ROOT, settings, shown, tracked_files

ONLY_FOR_TESTS = set(settings()["tool"]["sciatica-intake"]["only-for-tests"])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what is tracked, so that nothing lying about gets in and nothing is left here."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for file in tracked_files():
        if file.parent == ROOT or shown(file).split("/")[0] in PRODUCT:
            copy = source / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    code = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(out)], cwd=source, capture_output=True, check=True)
    return next(out.glob("*.whl"))


def test_the_wheel_holds_every_tracked_file_of_the_product_and_no_other_folder(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expected = {shown(file) for file in tracked_files() if shown(file).split("/")[0] in PRODUCT}
    assert expected - held == set()
    assert {name.split("/")[0] for name in held} == set(PRODUCT)


def test_an_installed_wheel_reads_its_data(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import resources\n"
        "files = [entry for entry in resources.root().iterdir() if not entry.name.startswith('_')]\n"
        "print(resources.__file__, len(files))\n"
    )
    command = [sys.executable, "-I", "-c", code, str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
    place, count = result.stdout.split()
    assert Path(place).is_relative_to(tmp_path)
    assert int(count) == len([entry for entry in (tmp_path / "resources").iterdir() if entry.name[0] != "_"]) > 0


def plain_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed_by(requirements: list[str]) -> set[str]:
    """The installed distributions that these requirements need, and theirs in turn."""
    found: set[str] = set()
    waiting = [(requirement, frozenset[str]()) for requirement in requirements]
    while waiting:
        requirement, extras = waiting.pop()
        name, marker = re.match(r"[\w.-]+", requirement), requirement.partition(";")[2]
        assert name is not None
        asked = set(re.findall(r"extra\s*==\s*[\"']([\w-]+)", marker))
        if asked and not asked & extras:
            continue
        try:
            distribution = metadata.distribution(name.group())
        except metadata.PackageNotFoundError:
            continue  # for another system or another Python
        found.add(plain_name(name.group()))
        bracket = re.match(r"[\w.-]+\s*\[([^\]]*)\]", requirement)
        wanted = frozenset(extra.strip() for extra in bracket.group(1).split(",")) if bracket else frozenset()
        waiting += [(child, wanted) for child in distribution.requires or ()]
    return found


def test_the_list_of_packages_for_tests_alone_is_true() -> None:
    product = needed_by(settings()["project"]["dependencies"])
    tests = needed_by(settings()["dependency-groups"]["dev"])
    assert product & ONLY_FOR_TESTS == set()
    assert tests - product <= ONLY_FOR_TESTS
    assert ONLY_FOR_TESTS - tests <= {"colorama"}  # pytest's, on Windows alone


def test_what_is_installed_is_what_is_pinned() -> None:
    pins = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", (ROOT / "constraints.txt").read_text(), flags=re.MULTILINE))
    needed = needed_by(settings()["project"]["dependencies"] + settings()["dependency-groups"]["dev"])
    assert needed <= set(pins)
    assert {name: metadata.version(name) for name in needed} == {name: pins[name] for name in needed}
