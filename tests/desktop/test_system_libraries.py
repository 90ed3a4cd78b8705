"""A missing system library is named with the command that installs it."""

import struct
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from desktop import system_libraries
from desktop.system_libraries import MissingLibrary, advice, is_loadable, missing_libraries, wants_x_window

_SHT_DYNAMIC = 6
_DT_NEEDED = 1

LINUX_ONLY = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt brings its libraries elsewhere")


def test_a_machine_that_runs_these_tests_can_draw_off_screen() -> None:
    assert missing_libraries(window=False) == ()


def test_a_library_that_is_not_there_is_not_loadable() -> None:
    assert not is_loadable("libnobody-has-this.so.7")


@LINUX_ONLY
def test_each_missing_library_is_found_and_advised(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = {"libEGL.so.1", "libxcb-icccm.so.4"}
    monkeypatch.setattr(system_libraries, "is_loadable", lambda name: name not in absent)
    assert [library.package for library in missing_libraries(window=False)] == ["libegl1"]
    assert [library.package for library in missing_libraries(window=True)] == ["libegl1", "libxcb-icccm4"]


def test_the_advice_is_one_command_with_every_package_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/apt-get")
    text = advice((MissingLibrary("libb.so.1", "libb1"), MissingLibrary("liba.so.1", "liba1")))
    assert "libb.so.1, liba.so.1" in text
    assert text.splitlines()[-1].endswith("apt-get install -y liba1 libb1")


def test_the_advice_without_apt_still_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    text = advice((MissingLibrary("liba.so.1", "liba1"),))
    assert "apt-get" not in text
    assert "liba1" in text


def test_nothing_missing_needs_no_advice() -> None:
    assert advice(()) == ""


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({"QT_QPA_PLATFORM": "xcb"}, True),
        ({}, False),
    ],
)
def test_x_is_wanted_only_where_qt_would_use_it(
    variables: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert wants_x_window() is expected


@LINUX_ONLY
@pytest.mark.parametrize("window", [False, True], ids=["off-screen", "window"])
def test_every_library_qt_links_to_is_on_the_list(window: bool) -> None:
    qt = Path(PySide6.__file__).parent / "Qt"
    files = [qt / "plugins/platforms/libqoffscreen.so", qt / "lib/libQt6Gui.so.6"]
    listed = system_libraries._DRAWING
    if window:
        files += [qt / "plugins/platforms/libqxcb.so", qt / "lib/libQt6XcbQpa.so.6"]
        listed += system_libraries._WINDOW
    needed = {name for file in files for name in libraries_linked_by(file)}
    # Python brings the C library and its kin, the wheel brings Qt's own, and the listed packages bring the last four.
    python_brings = ("libc.", "libm.", "libdl.", "librt.", "libpthread.", "libstdc++.", "libgcc_s.", "ld-linux")
    needed -= {name for name in needed if name.startswith((*python_brings, "libQt6"))}
    needed -= {"libz.so.1", "libzstd.so.1", "libgthread-2.0.so.0", "libxcb-util.so.1"}
    assert "libEGL.so.1" in needed
    assert needed <= {library.name for library in listed}


def libraries_linked_by(file: Path) -> list[str]:
    """The DT_NEEDED names of a 64-bit ELF file: what `readelf -d` shows, on a machine without it."""
    content = file.read_bytes()
    (table,) = struct.unpack_from("<Q", content, 0x28)
    size, count = struct.unpack_from("<HH", content, 0x3A)
    sections = [struct.unpack_from("<IIQQQQIIQQ", content, table + index * size) for index in range(count)]
    dynamic = next(section for section in sections if section[1] == _SHT_DYNAMIC)
    offset, length, strings = dynamic[4], dynamic[5], sections[dynamic[6]][4]
    entries = struct.iter_unpack("<qQ", content[offset : offset + length])
    starts = [strings + value for tag, value in entries if tag == _DT_NEEDED]
    return [content[start : content.index(b"\0", start)].decode() for start in starts]


def test_asking_imports_no_qt() -> None:
    code = "import sys, desktop.system_libraries; print([name for name in sys.modules if name.startswith('PySide6')])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
