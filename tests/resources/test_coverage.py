"""Nothing of the knowledge base is lost, and nothing is shipped that it does not hold, unless with a reason."""

from collections import Counter
from collections.abc import Iterable

import pytest

from forms.content import shipped_files
from tests.resources.coverage import place, reasons, shipped, table, wanted

WANTED = wanted()
KINDS = sorted({one.kind for one in WANTED})


def of_kind(kind: str, keys: Iterable[tuple[str, str]]) -> set[str]:
    return {id for one, id in keys if one == kind}


@pytest.mark.parametrize("kind", KINDS)
def test_every_item_of_the_knowledge_base_is_shipped(kind: str) -> None:
    ids = {one.id for one in WANTED if one.kind == kind}
    assert ids - shipped()[kind] == of_kind(kind, reasons("missing"))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_shipped_beyond_the_knowledge_base_without_a_reason(kind: str) -> None:
    ids = {one.id for one in WANTED if one.kind == kind}
    assert shipped()[kind] - ids == of_kind(kind, reasons("addition"))


def test_every_kind_of_content_is_in_the_inventory() -> None:
    assert set(shipped()) == set(KINDS)


def test_the_inventory_names_everything_once() -> None:
    assert not [key for key, count in Counter((one.kind, one.id) for one in WANTED).items() if count > 1]


def test_every_item_has_its_file_and_line() -> None:
    left_out = reasons("missing")
    lost = [one for one in WANTED if (one.kind, one.id) not in left_out and place(one)[0] not in shipped_files()]
    assert not lost
    first_lines = [one for one in WANTED if one.kind in ("rule", "caution", "list", "source") and place(one)[1] == 1]
    assert not first_lines


def test_the_table_shows_every_item() -> None:
    rows = list(table())
    assert len(rows) == 2 + len(WANTED) + len(reasons("addition"))
    assert "| 2.4 | rule | `B04` | rules/drivers/B_hip.toml | 40 |" in rows
