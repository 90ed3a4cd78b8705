"""`sciatica-intake check`: the shipped pack, a clinic's pack over it, and the pack's own cases."""

import re
from datetime import date
from pathlib import Path

import pytest

import resources
from desktop.check import check_pack
from desktop.cli import run


def laid_over(folder: Path, name: str, old: str, new: str) -> Path:
    """A pack of one file: a shipped one with a change."""
    path = folder / "pack" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = resources.read_bytes(name).decode("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder / "pack"


def line_of(name: str, words: str) -> int:
    """The line where these words first stand in a shipped file."""
    text = resources.read_bytes(name).decode("utf-8")
    return text[: text.index(words)].count("\n") + 1


def test_the_shipped_pack_has_nothing_to_mend() -> None:
    problems, summary = check_pack(None, today=date(2026, 12, 1))
    assert problems == ()
    assert summary.startswith("Content 1.0 (no clinician has signed it): ")
    assert summary.endswith("Nothing to mend.")


def test_a_pack_past_its_review_date_is_warned_about_and_still_passes() -> None:
    problems, summary = check_pack(None, today=date(2030, 1, 1))
    assert [(one.code, one.is_error, one.file) for one in problems] == [("review_due", False, "rules/scoring.toml")]
    assert "1 to look at" in summary


def test_a_rule_that_can_never_fire_fails_with_its_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = 'when = "agg_hip_twist = yes"'
    pack = laid_over(tmp_path, "rules/drivers/B_hip.toml", old, 'when = "agg_hip_twist = yes and agg_hip_twist = no"')
    assert run(["check", str(pack)]) == 1
    line = line_of("rules/drivers/B_hip.toml", old)
    assert f"rules/drivers/B_hip.toml, line {line}, rule B04: error:" in capsys.readouterr().out


def test_a_warning_alone_does_not_fail_a_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = laid_over(tmp_path, "programme/lists.toml", '"E42", "E01", "E39"', '"E42", "E39"')
    laid_over(tmp_path, "checks/kept.toml", '"exam_signature"', "")
    assert run(["check", str(pack)]) == 0
    assert 'item "exam_signature": warning:' in capsys.readouterr().out


def test_the_cases_of_a_pack_are_run_and_a_failing_one_is_named_with_its_line(tmp_path: Path) -> None:
    cases = tmp_path / "pack" / "cases"
    cases.mkdir(parents=True)
    good = (
        '[[case]]\nname = "a bladder change"\nanswers = { rf_bladder = "yes_new" }\nexpect = { tier = "emergency" }\n'
    )
    bad = good.replace("a bladder change", "a wrong one").replace('"emergency"', '"soon"')
    (cases / "ours.toml").write_text(f"{good}\n{bad}", encoding="utf-8")
    problems, summary = check_pack(tmp_path / "pack", today=date(2026, 12, 1))
    assert [str(one) for one in problems] == [
        'cases/ours.toml, line 9, case "a wrong one": error: tier: expected "soon", found "emergency"'
    ]
    assert "2 own cases" in summary


def test_a_worked_example_that_comes_out_otherwise_in_a_pack_is_a_warning(tmp_path: Path) -> None:
    pack = laid_over(tmp_path, "rules/scoring.toml", "supported = 6", "supported = 30")
    problems, _ = check_pack(pack, today=date(2026, 12, 1))
    assert {one.code for one in problems} == {"case_failed"}
    assert not any(one.is_error for one in problems)
    assert any(one.file == "examples/EX01.toml" for one in problems)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("checks/words.toml", "[[word]]\nword = 1", "checks/words.toml, line 2"),
        ("i18n/cy.toml", "save = !\n", "i18n/cy.toml, line 1, character 8: "),
        ("examples/EX13.toml", 'title = "x"', 'examples/EX13.toml, line 1: "birth_date" is missing'),
        ("cases/ours.toml", '[[case]]\nname = "x"', 'cases/ours.toml, line 1, case "x": "answers" is missing'),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_fails(
    name: str, text: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pack" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert run(["check", str(tmp_path / "pack")]) == 1
    assert re.search(told, capsys.readouterr().out)


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "told"),
    [
        (
            "rules/drivers/A_posture.toml",
            "agg_sitting = yes",
            "agg_siting = yes",
            "agg_sitting = yes",
            'mean "agg_sitting"',
        ),
        ("rules/drivers/A_posture.toml", "= slumped", "= slumpd", "= slumped", '"slumpd". Did you mean "slumped"'),
        ("rules/drivers/A_posture.toml", 'grade = "D"', "", "[[rule]]", 'rule "A01": "grade" is missing'),
        (
            "rules/differentials.toml",
            'sources = ["V74", "V75"]',
            "",
            "[[differential]]",
            '"DX_LSS": "sources" is missing',
        ),
        (
            "rules/drivers/D_root.toml",
            '["V24", "V25"]',
            "[]",
            '["V24", "V25"]',
            'rule "D04": every clinical claim needs a source',
        ),
        ("rules/scoring.toml", 'review_by = "2027-11-23"', "", "[scoring]", '"review_by" is missing'),
        ("instruments/rmdq.toml", "licence =", "note_on_use =", "", 'error: no "licence"'),
    ],
)
def test_what_a_clinic_leaves_out_or_misspells_is_named_with_file_and_line(
    name: str, old: str, new: str, at: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = laid_over(tmp_path, name, old, new)
    assert run(["check", str(pack)]) == 1
    assert re.search(f"{name}, line {line_of(name, at)}[,:] .*{re.escape(told)}", capsys.readouterr().out)
