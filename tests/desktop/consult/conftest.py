"""A clinic with an encrypted store of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from forms.records.store import Store
from tests.desktop.consult.people import a_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as store:
        yield store


@pytest.fixture
def held() -> Iterator[list[QWidget]]:
    """Pages held until the end, as the window holds them: let go while shown, one may be collected mid-paint."""
    pages: list[QWidget] = []
    yield pages
    for page in pages:
        page.close()
