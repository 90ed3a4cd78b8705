"""`sciatica-intake` starts here: the arguments first, then only what the verb needs."""

import io
import sys

from desktop.cli import run


def main() -> None:
    # A pipe on an old system may not know every sign; better one written otherwise than an answer lost.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
