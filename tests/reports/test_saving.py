"""A PDF is written wholly or not at all, and a failure says what to do without naming anybody."""

import errno
import os
import tempfile
from pathlib import Path

import pytest

from forms.errors import PaperError
from reports.saving import save_pdf


def test_the_bytes_arrive_and_nothing_else_is_left(tmp_path: Path) -> None:
    save_pdf(b"%PDF new", tmp_path / "plan.pdf")
    assert (tmp_path / "plan.pdf").read_bytes() == b"%PDF new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.pdf"]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "plan.pdf"
    target.write_bytes(b"old")
    save_pdf(b"new", target)
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_failing_disk_keeps_the_old_file_and_leaves_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    target = tmp_path / "Casey.pdf"
    target.write_bytes(b"old")

    def fail(_handle: int) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(PaperError) as caught:
        save_pdf(b"new", target)
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["Casey.pdf"]
    assert "Casey" not in str(caught.value)


def test_a_missing_folder_says_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="The folder does not exist"):
        save_pdf(b"new", tmp_path / "nowhere" / "plan.pdf")


def test_a_folder_in_place_of_the_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="belongs to a folder"):
        save_pdf(b"new", tmp_path)


def test_a_file_in_place_of_the_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PaperError, match="not a folder"):
        save_pdf(b"new", tmp_path / "file" / "plan.pdf")


def test_an_impossible_name_is_a_paper_error(tmp_path: Path) -> None:
    with pytest.raises(PaperError):
        save_pdf(b"new", tmp_path / "a\0b.pdf")
    with pytest.raises(PaperError, match="too long"):
        save_pdf(b"new", tmp_path / ("x" * 300 + ".pdf"))


def test_a_folder_that_refuses_says_to_choose_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_where: object) -> None:
        raise PermissionError(errno.EACCES, "refused")

    # Root may write anywhere, so a real read-only folder proves nothing where tests run as root.
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(PaperError, match="may not write there"):
        save_pdf(b"new", tmp_path / "plan.pdf")
