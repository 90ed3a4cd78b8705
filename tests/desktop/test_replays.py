"""The verbs that go through every stored visit: reach each again, and say what new rules would change."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.cli import run
from desktop.consult.consult_page import ConsultPage
from forms.records import encryption
from forms.records.store import open_store
from tests.desktop.consult.people import DETAILS, a_consult
from tests.desktop.test_releases import as_signed, set_version

PASSPHRASE = "four plain words here"


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Path:
    """A clinic's records behind a passphrase: EX01 signed and answered on, EX05 not signed."""
    place = tmp_path / "clinic.db"
    with open_store(place, encryption.create_key(place, passphrase=PASSPHRASE).key) as store:
        store.save_settings(DETAILS)
        for example in ("EX01", "EX05"):
            page = a_consult(store, example)
            qtbot.addWidget(page)
            if example == "EX01":
                sign(page)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
    return place


def sign(page: ConsultPage) -> None:
    clinic, assessment = page.model.clinic, page.model.assessment
    encounter_id = page.model.intake.visit.encounter.id
    programme = clinic.save_programme(encounter_id, assessment.care_plan)
    clinic.sign_programme(programme, assessment, name="Jo", registration="PH 1")
    # What is answered afterwards belongs to no signed conclusion.
    clinic.save_answers((clinic.new_answer(encounter_id, "agg_sitting", "no", "physio"),))
    again = clinic.replay(encounter_id)
    assert again is not None and again.is_identical


def a_pack(folder: Path, change: Callable[[str], str]) -> Path:
    """The drivers' rules with a change, to lay over the shipped content."""
    import resources

    shipped = Path(str(resources.root()), "rules/drivers/D_root.toml")
    target = folder / "pack/rules/drivers/D_root.toml"
    target.parent.mkdir(parents=True)
    target.write_text(change(shipped.read_text(encoding="utf-8")), encoding="utf-8")
    return folder / "pack"


def test_every_signed_visit_is_reached_again(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["replay", "--records", str(records)]) == 0
    assert capsys.readouterr().out == "1 signed visits led to the same conclusion again, 0 did not.\n"


def test_a_comparison_names_visits_by_number_and_says_what_differs(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = a_pack(tmp_path, lambda text: text.replace('id = "D01"\npoints = 4', 'id = "D01"\npoints = -40'))
    assert run(["compare", str(pack), "--records", str(records), "--json"]) == 0
    printed = capsys.readouterr().out
    found = json.loads(printed)
    (change,) = found["changes"]
    assert found["visits"] == 2
    assert "lead" in change["differs"]
    assert change["before"]["lead"] == "D"
    assert change["visit"].startswith("clinic number 0000")
    assert "Prolapska" not in printed


def test_the_same_rules_change_nothing(records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = a_pack(tmp_path, lambda text: text + "\n# The same rules.\n")
    assert run(["compare", str(pack), "--records", str(records)]) == 0
    assert capsys.readouterr().out.startswith("0 of 2 visits would differ")


def test_a_released_pack_is_compared_like_another(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = a_pack(tmp_path, lambda text: text.replace('id = "D01"\npoints = 4', 'id = "D01"\npoints = -40'))
    set_version(pack, "1.1")
    as_signed(pack, "jo", "sam")
    assert run(["compare", str(pack), "--records", str(records), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["version"], found["visits"], len(found["changes"])) == ("1.1", 2, 1)


def test_records_that_are_not_there_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["replay", "--records", str(tmp_path / "none.db")]) == 2
    assert "There are no records at" in capsys.readouterr().err
