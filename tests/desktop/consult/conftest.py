"""A clinic with an encrypted store of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.records.store import Store
from tests.desktop.consult.people import a_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as store:
        yield store
