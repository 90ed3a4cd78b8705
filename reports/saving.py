"""Writing a finished document where somebody asked for it: wholly, or not at all."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from forms.errors import PaperError

_WHAT_TO_DO = {
    errno.ENOENT: "The folder does not exist. Make it, or choose another one.",
    errno.ENOTDIR: "That place is not a folder. Choose another one.",
    errno.EISDIR: "That name belongs to a folder. Choose another name.",
    errno.ENODEV: "That name belongs to a device. Choose another name.",
    errno.EACCES: "You may not write there. Choose another folder, or ask whoever looks after this computer.",
    errno.EPERM: "You may not write there. Choose another folder, or ask whoever looks after this computer.",
    errno.EROFS: "That disk is read-only. Choose another place.",
    errno.ENOSPC: "The disk is full. Make room, or choose another disk.",
    errno.EFBIG: "A file may not grow so large there. Choose another disk.",
    errno.EDQUOT: "Your share of the disk is full. Make room, or choose another disk.",
    errno.ENAMETOOLONG: "The file name is too long. Choose a shorter one.",
}


def save_pdf(data: bytes, path: Path) -> None:
    """Write a PDF: see `save_file`."""
    save_file(data, path, what="PDF")


def save_file(data: bytes, path: Path, *, what: str) -> None:
    """Write the bytes beside their target and move them into place; an older file survives every failure.

    Raises:
        PaperError: it could not be written; says what to do, and names no file, which may carry a name.
    """
    temporary = None
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        if path.exists() and not path.is_file():
            # Moved into place, the file would take away /dev/null from the whole computer.
            raise OSError(errno.ENODEV, "")
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # On Windows a viewer that holds the old file open makes this fail; the old file stays.
        Path(temporary).replace(path)
        temporary = None
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) else None
        advice = _WHAT_TO_DO.get(number or 0, "Choose another folder or name, and close the file if it is open.")
        raise PaperError(f"The {what} was not saved. {advice}") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
