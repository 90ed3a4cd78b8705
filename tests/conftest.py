"""What every test may rely on: a private, repeatable world, and a PostgreSQL server for those who ask."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# Before anything imports Qt: tests draw off-screen, on every machine, at the same scale.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _name in ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(_name, None)

# Before anything looks for the person's folders or keyring: a test never reads or writes their real ones.
_PRIVATE = tempfile.mkdtemp(prefix="sciatica-intake-tests-")
atexit.register(shutil.rmtree, _PRIVATE, ignore_errors=True)
for _name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"):
    os.environ[_name] = str(Path(_PRIVATE, _name.lower()))
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

hypothesis.settings.register_profile("desk", deadline=None)
# No example database: a fresh clone and a tenth run on the same machine try the same examples.
hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("repeatable" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The SQLAlchemy address of a PostgreSQL server that lives as long as the test run; started when first asked."""
    # Here, so that tests without a database never load SQLAlchemy.
    from tests.postgres import running_server

    with running_server() as url:
        yield url


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """The SQLAlchemy address of an empty PostgreSQL database that belongs to this test alone."""
    from tests.postgres import fresh_database

    with fresh_database(postgres_url) as url:
        yield url
