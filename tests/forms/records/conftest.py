"""A store on each database: an encrypted file, and a PostgreSQL server that the tests start themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.records.store import Store, open_store
from tests.forms.records.factories import KEY


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clinic.records"


@pytest.fixture
def sqlite_store(file: Path) -> Iterator[Store]:
    with open_store(file, KEY, busy_seconds=0.3) as store:
        yield store


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where an empty database can be: a claim that takes this holds on both."""
    if request.param == "sqlite":
        return tmp_path / "clinic.records"
    address: str = request.getfixturevalue("postgres_database")
    return address


@pytest.fixture
def store(location: str | Path) -> Iterator[Store]:
    with open_store(location, KEY, busy_seconds=2.0) as store:
        yield store
