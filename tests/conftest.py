"""What every test may rely on: a private, repeatable world, and a PostgreSQL server for those who ask."""

import os

# Before anything imports Qt: tests draw off-screen, on every machine, at the same scale.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _name in ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(_name, None)

from collections.abc import Iterator  # noqa: E402

import hypothesis  # noqa: E402
import pytest  # noqa: E402

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
