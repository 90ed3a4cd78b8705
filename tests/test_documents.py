"""What README.md and CONTRIBUTING.md say is so."""

import re
import tomllib
from typing import Any

import pytest

from tests.project import ROOT, tracked_files

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CONTEXT.md")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_it_links_to_is_there(name: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)", read(name)) if "://" not in link]
    assert not [link for link in links if not (ROOT / link).exists()]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_it_mentions_is_there(name: str) -> None:
    mentioned = re.findall(r"`((?:desktop|forms|reports|resources|tests)/[\w./-]*)`", read(name))
    assert not [path for path in mentioned if not (ROOT / path).exists()]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_module_it_tells_people_to_run_is_there(name: str) -> None:
    modules = [module.replace(".", "/") for module in re.findall(r"-m ((?:desktop|tests)[\w.]*)", read(name))]
    places = [(ROOT / f"{module}.py", ROOT / module / "__main__.py") for module in modules]
    assert not [file for file, package in places if not file.is_file() and not package.is_file()]


def shipped(table: str, entry_id: str) -> list[dict[str, Any]]:
    """The entries of the data files with this id, as they are written."""
    files = [file for file in tracked_files() if file.suffix == ".toml" and ROOT / "resources" in file.parents]
    tables = (tomllib.loads(file.read_text(encoding="utf-8")) for file in files)
    entries = [entry for found in tables for entry in found.get(table, ()) if isinstance(found.get(table), list)]
    return [entry for entry in entries if entry.get("id") == entry_id]


def worked_examples() -> list[tuple[str, dict[str, Any]]]:
    blocks = re.findall(r"```toml\n(.*?)```", read("CONTRIBUTING.md"), flags=re.DOTALL)
    return [(table, entry) for block in blocks for table, (entry,) in tomllib.loads(block).items()]


def test_the_worked_change_adds_a_question_and_a_rule() -> None:
    assert [table for table, _entry in worked_examples()] == ["item", "rule"]


@pytest.mark.parametrize(("table", "entry"), worked_examples(), ids=["question", "rule"])
def test_the_worked_change_is_what_ships(table: str, entry: dict[str, Any]) -> None:
    assert shipped(table, entry["id"]) == [entry]


def test_the_readme_gives_the_two_commands() -> None:
    commands = re.findall(r"```sh\n(python3 .*)\n```", read("README.md"))
    assert commands == ["python3 start.py demo", "python3 start.py test"]


def test_the_readme_names_every_package_that_a_window_needs_on_bare_debian() -> None:
    # Those that come as dependencies of these need no naming.
    named = set(re.findall(r"\blib[\w.+-]+", re.findall(r"apt-get install -y ((?:.*\\\n)*.*)", read("README.md"))[0]))
    assert {"libegl1", "libfontconfig1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1"} <= named
