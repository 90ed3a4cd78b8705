"""Which of the system's own libraries Qt needs and does not find, and the command that installs them.

Asked before Qt is imported, because Qt's own message is a traceback, or names the wrong library:
without libxcb-icccm or libxcb-keysyms it blames libxcb-cursor.
"""

import ctypes
import os
import shutil
import sys
from typing import NamedTuple


class MissingLibrary(NamedTuple):
    """A shared library the loader does not find, and the Debian package that brings it."""

    name: str
    package: str


# What PySide6-Essentials loads to draw at all, on a screen or off it.
_DRAWING = (
    MissingLibrary("libEGL.so.1", "libegl1"),
    MissingLibrary("libGL.so.1", "libgl1"),
    MissingLibrary("libX11.so.6", "libx11-6"),
    MissingLibrary("libdbus-1.so.3", "libdbus-1-3"),
    MissingLibrary("libfontconfig.so.1", "libfontconfig1"),
    MissingLibrary("libfreetype.so.6", "libfreetype6"),
    MissingLibrary("libglib-2.0.so.0", "libglib2.0-0"),
    MissingLibrary("libxkbcommon.so.0", "libxkbcommon0"),
)

# What it loads besides for a window under X.
_WINDOW = (
    MissingLibrary("libX11-xcb.so.1", "libx11-xcb1"),
    MissingLibrary("libxcb.so.1", "libxcb1"),
    MissingLibrary("libxcb-cursor.so.0", "libxcb-cursor0"),
    MissingLibrary("libxcb-icccm.so.4", "libxcb-icccm4"),
    MissingLibrary("libxcb-image.so.0", "libxcb-image0"),
    MissingLibrary("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    MissingLibrary("libxcb-randr.so.0", "libxcb-randr0"),
    MissingLibrary("libxcb-render.so.0", "libxcb-render0"),
    MissingLibrary("libxcb-render-util.so.0", "libxcb-render-util0"),
    MissingLibrary("libxcb-shape.so.0", "libxcb-shape0"),
    MissingLibrary("libxcb-shm.so.0", "libxcb-shm0"),
    MissingLibrary("libxcb-sync.so.1", "libxcb-sync1"),
    MissingLibrary("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    MissingLibrary("libxcb-xkb.so.1", "libxcb-xkb1"),
    MissingLibrary("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)


def missing_libraries(window: bool) -> tuple[MissingLibrary, ...]:
    """The libraries that are not there; none on Windows and macOS, where Qt brings everything.

    window: a real window under X is wanted, not only drawing off-screen.
    """
    if not sys.platform.startswith("linux"):
        return ()
    wanted = _DRAWING + _WINDOW if window else _DRAWING
    return tuple(library for library in wanted if not is_loadable(library.name))


def is_loadable(name: str) -> bool:
    """Whether the loader finds the library and everything that it needs in turn."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def wants_x_window() -> bool:
    """Whether Qt would open its window through X here; it chooses Wayland or off-screen by these variables."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform:
        return platform == "xcb"
    return bool(os.environ.get("DISPLAY")) and not os.environ.get("WAYLAND_DISPLAY")


def advice(missing: tuple[MissingLibrary, ...]) -> str:
    """What is missing and the one command that mends it; empty when nothing is missing."""
    if not missing:
        return ""
    names = ", ".join(library.name for library in missing)
    packages = " ".join(sorted({library.package for library in missing}))
    if shutil.which("apt-get") is None:
        remedy = f"Install them with this system's package manager; the packages' names on Debian:\n    {packages}"
    else:
        become_root = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "
        remedy = f"Install them with:\n    {become_root}apt-get install -y {packages}"
    return f"These system libraries are missing, and Qt cannot draw without them: {names}.\n{remedy}"
