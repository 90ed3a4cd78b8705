"""`start.py` says in plain words what it cannot do, and installs no more than is wanted."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import start
from tests.project import ROOT


def run_start(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "start.py"), *arguments]
    environment = {**os.environ, **variables}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    result = run_start("demo", SCIATICA_INTAKE_VENV=str(tmp_path))
    assert result.returncode == 2
    assert "is not a virtual environment" in result.stderr
    assert "Traceback" not in result.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_a_failing_pip_ends_with_advice_and_is_tried_again_next_time(tmp_path: Path) -> None:
    nowhere = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PIP_CONFIG_FILE": os.devnull}
    result = run_start("demo", SCIATICA_INTAKE_VENV=str(tmp_path / "environment"), **nowhere)
    assert result.returncode == 2
    assert result.stderr.splitlines()[-1].startswith("pip could not install what constraints.txt pins")
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.glob("environment/.ready-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="files are locked another way there")
def test_a_second_first_start_waits_for_the_first(tmp_path: Path) -> None:
    import fcntl

    (tmp_path / "letter.txt").write_text("so that set-up stops here")
    command = [sys.executable, str(ROOT / "start.py"), "demo"]
    environment = {**os.environ, "SCIATICA_INTAKE_VENV": str(tmp_path)}
    with (ROOT / "constraints.txt").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(timeout=0.7)
    _, said = second.communicate(timeout=30)
    assert "is not a virtual environment" in said
    assert second.returncode == 2


def test_an_old_python_is_told_which_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(start.shutil, "which", lambda _name: None)
    assert start.main(["demo"]) == 2
    assert capsys.readouterr().err == "Sciatica Intake needs Python 3.11 or later; this is Python 3.9.2.\n"


@pytest.mark.parametrize("absent", [{"venv"}, {"ensurepip", "pip"}], ids=["no venv", "neither ensurepip nor pip"])
def test_a_python_without_environments_names_the_package(
    absent: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in absent else found(name))
    with pytest.raises(start.SetupFailed, match="apt-get install -y python3-venv"):
        start.make_environment(tmp_path / "environment")


def test_missing_libraries_are_named_before_anything_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.system_libraries.is_loadable", lambda name: name != "libEGL.so.1")
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(start.SetupFailed, match=r"libEGL\.so\.1"):
        start.require_system_libraries()


def test_the_product_alone_is_pinned_like_the_tests_but_without_their_tools() -> None:
    everything, product = start.pinned("tests"), start.pinned("product")
    assert "\npytest==" in everything
    assert "\npytest==" not in product
    assert "\npyside6-essentials==" in product
    entries = re.split(r"\n(?=\S)", product.strip())
    assert len(entries) > 20
    assert all("--hash=sha256:" in entry and f"{entry}\n" in everything for entry in entries)


def test_what_the_benchmark_measures_beside_is_pinned_for_the_benchmark_alone() -> None:
    tests, benchmark = (re.findall(r"^[^\s#]+==\S+", start.pinned(kind), re.MULTILINE) for kind in start.KINDS[1:])
    assert set(tests) < set(benchmark)
    others = {pin.split("==")[0] for pin in set(benchmark) - set(tests)}
    assert {"zen-engine", "common-expression-language", "weasyprint", "fpdf2", "typst"} <= others
    assert len({pin.split("==")[0] for pin in benchmark}) == len(benchmark), "pip refuses a package named twice"


def test_one_package_is_pinned_to_one_version_in_both_files() -> None:
    product, benchmark = (start.pins_of(file) for file in start.PINS)
    both = product.keys() & benchmark.keys()
    assert both
    assert [(product[name], benchmark[name]) for name in both if product[name] != benchmark[name]] == []


def test_an_environment_for_more_is_ready_for_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up: list[str] = []
    monkeypatch.setattr(start, "set_up", lambda _folder, _python, kind: set_up.append(kind))
    python = tmp_path / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    python.parent.mkdir()
    python.touch()
    start.stamp(tmp_path, "tests").write_text(start.fingerprint("tests", python), encoding="utf-8")
    for kind in start.KINDS:
        start.prepare(tmp_path, kind)
    assert set_up == ["benchmark"]


def test_a_changed_pin_a_moved_folder_or_a_new_python_asks_for_a_new_set_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("constraints.txt", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    python = Path(sys.executable)
    here = start.fingerprint("tests", python)
    monkeypatch.setattr(start, "HERE", tmp_path)
    moved = start.fingerprint("tests", python)
    (tmp_path / "constraints.txt").write_text("changed")
    changed = start.fingerprint("tests", python)
    replaced = start.fingerprint("tests", tmp_path / "python")
    assert len({here, moved, changed, replaced}) == 4


def test_benchmark_runs_the_benchmarks_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    handed_over: list[list[str]] = []
    monkeypatch.setattr(start, "prepare", lambda _folder, kind: Path("python") if kind == "benchmark" else None)
    monkeypatch.setattr(start, "hand_over", lambda command: handed_over.append(command) or 0)
    monkeypatch.chdir(ROOT)
    assert start.main(["benchmark", "-k", "form"]) == 0
    assert handed_over == [["python", "-m", "pytest", "-m", "benchmark", "tests/benchmarks", "-k", "form"]]


def test_what_runs_before_anything_is_installed_needs_nothing_installed() -> None:
    look = "import start; from desktop.system_libraries import missing_libraries; missing_libraries(window=True)"
    bare = [sys.executable, "-S", "-c", look]  # without site-packages
    done = subprocess.run(bare, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
