"""`sciatica-intake` starts here: the arguments first, then only what the verb needs."""

import sys

from desktop.cli import run


def main() -> None:
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
