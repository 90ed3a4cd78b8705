"""Giving memory back: glibc keeps what was freed, some 30 MB after a visit. Other systems see to it alone."""

import sys


def give_back() -> None:
    """Return freed memory to the system. Takes some milliseconds: call it away from the window."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # here, because the first paint does not need it

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # another libc has none
    if trim is not None:
        trim(0)
