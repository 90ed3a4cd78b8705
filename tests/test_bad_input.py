"""Bad input at the real command line: a clear message with what to do, the right exit code, and nothing lost."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from forms.content import load_content
from forms.examples import load_examples
from forms.records.backup import problem_with
from forms.records.encryption import create_key, has_key, key_file, unlock_with_passphrase
from forms.records.store import open_store
from tests.forms.records.factories import a_patient, an_answer, an_encounter
from tests.project import ROOT

FAMILY = "Unmistakable-Surname"
TYPED = "words-that-only-this-person-typed"
PASSPHRASE = "four plain words here"


def command(*arguments: str | Path, typed: bytes = b"", code: int | None = None, **variables: str) -> Any:
    """`sciatica-intake` in a process of its own; no failure may show a traceback or what is known of a person."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **variables},
        input=typed,
        capture_output=True,
        check=False,
        timeout=120,
    )
    said = (done.stdout + done.stderr).decode()
    assert "Traceback" not in said, said
    if code is not None:
        assert done.returncode == code, said
        assert FAMILY not in said
        assert TYPED not in said
    return done


def refused(*arguments: str | Path, typed: bytes = b"", **variables: str) -> str:
    """What the command says when it cannot; nothing reaches its output, and it exits with 2."""
    done = command(*arguments, typed=typed, code=2, **variables)
    assert done.stdout == b""
    said: str = done.stderr.decode().strip()
    assert said
    return said


def an_answers_file(answers: object = None, **more: object) -> bytes:
    given = {"pain_side": "R"} if answers is None else answers
    patient = {"given": "Casey", "family": FAMILY}
    return json.dumps({"intake_date": "2026-03-02", "patient": patient, "answers": given, **more}).encode()


# --- answers files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (an_answers_file()[:-1], "not JSON"),
        (an_answers_file() + b"x", "not JSON: Extra data"),
        (b"[1, 2]", "must hold one object"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"answers":' * 5_000, "nested too deeply"),
        (an_answers_file({"pc_text": TYPED * 200_000}), "at most 5 MB"),
        (an_answers_file().decode().encode("utf-16"), "not UTF-8"),
        (bytes(range(256)), "not UTF-8"),
        (b"\x00" * 64, "not JSON"),
        (b'{"intake_date": "2026-03-02", "answers": {"age": 40, "age": 41}}', '"age" is given twice'),
        (b'{"intake_date": "2026-03-02", "answers": {"sit_tol_min": NaN}}', "sit_tol_min: NaN is not a number"),
        (b'{"intake_date": "2026-03-02", "answers": {"sit_tol_min": 1e999}}', "sit_tol_min: this number is too large"),
        (b'{"intake_date": "2026-03-02", "answers": {"sit_tol_min": ' + b"9" * 5_000 + b"}}", "number is too large"),
        (an_answers_file(intake_date="2026-02-30"), '"intake_date": must be a date that exists'),
        (an_answers_file(intake_date=None), '"intake_date": is missing'),
        (an_answers_file([]), '"answers": must be an object'),
        (an_answers_file(patient=[FAMILY]), '"patient": must be an object'),
        (an_answers_file({"pain_sid": "R"}), 'unknown key "pain_sid". Did you mean "pain_side"?'),
        (an_answers_file(answer={}), 'Unknown key "answer". Did you mean "answers"?'),
        (an_answers_file({"pain_side": "Q"}), "pain_side"),
        (an_answers_file({"pain_side": ["R"]}), "must be one answer in quotes"),
        (an_answers_file({"pain_side": True}), "pain_side"),
        (an_answers_file({"pain_side": {"code": "R"}}), "pain_side"),
        (an_answers_file({"nprs_leg": 11}), "answers.nprs_leg: this must be from 0 to 10"),
        (an_answers_file({"nprs_leg": "7"}), "answers.nprs_leg: must be a number, without quotes"),
        (an_answers_file({"onset_date": "yesterday"}), "answers.onset_date"),
        (an_answers_file({"pc_text": [TYPED]}), "answers.pc_text: must be text"),
        (an_answers_file({"pc_text": TYPED + "\ud800"}), "characters that cannot be kept"),
        (an_answers_file({"injuries": "many"}), "answers.injuries: must be a list"),
        (an_answers_file({"injuries": [{}] * 1_000}), "answers.injuries: has 1000 entries"),
        (an_answers_file({"trn_activities": "pilates", "scans": [1]}), "answers.scans[0]: must be an object"),
    ],
)  # fmt: skip
def test_a_bad_answers_file_is_named_and_nothing_is_guessed(content: bytes, said: str) -> None:
    assert said in refused("assess", "-", "--json", typed=content)


def test_a_hundred_thousand_mistakes_are_not_all_spelt_out() -> None:
    said = refused("assess", "-", typed=an_answers_file({f"q{number}": number for number in range(100_000)}))
    assert said.endswith("problems more.")
    assert len(said) < 50_000


def test_every_question_left_null_is_the_same_as_none() -> None:
    nothing = {link_id: None for link_id, item in load_content().questionnaire.items.items() if item.type != "display"}
    blank = command("assess", "-", "--json", typed=an_answers_file({}), code=0).stdout
    assert command("assess", "-", "--json", typed=an_answers_file(nothing), code=0).stdout == blank


def test_a_byte_order_mark_and_a_hostile_text_are_no_obstacle(tmp_path: Path) -> None:
    hostile = {"pc_text": "<img src='http://example.org/x.png'> & <b>" + "W" * 400}
    paper = tmp_path / "out.pdf"
    command("assess", "-", "--pdf", paper, typed=b"\xef\xbb\xbf" + an_answers_file(hostile), code=0)
    assert paper.read_bytes().startswith(b"%PDF")


def test_a_file_that_is_not_there_not_a_file_or_endless_is_named(tmp_path: Path) -> None:
    assert "There is no file" in refused("assess", tmp_path / "none.json")
    assert "is a folder" in refused("assess", tmp_path)
    if Path("/dev/zero").exists():
        assert "at most 5 MB" in refused("assess", "/dev/zero")


def test_a_reader_that_stops_listening_is_no_failure_of_ours(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_bytes(an_answers_file())
    read, write = os.pipe()
    os.close(read)
    arguments = [sys.executable, "-m", "desktop", "assess", str(answers)]
    done = subprocess.run(arguments, cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert b"Traceback" not in done.stderr


def test_a_terminal_that_knows_few_signs_still_gets_the_reasons() -> None:
    answers = json.dumps(load_examples()[0].answers_object()).encode()
    reasons = command("assess", "-", typed=answers, code=0).stdout.decode()
    told = command("assess", "-", typed=answers, code=0, PYTHONIOENCODING="ascii").stdout.decode("ascii")
    assert "\u2212" in reasons
    assert told == reasons.encode("ascii", "backslashreplace").decode()


@pytest.mark.parametrize("arguments", [("asses",), ("assess",), ("--wrong",), ("check", "a", "b"), ("restore",)])
def test_a_wrong_command_line_says_how_it_goes(arguments: tuple[str, ...]) -> None:
    assert "usage: sciatica-intake" in refused(*arguments)


# --- where the PDF goes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "advice"),
    [
        ("none/out.pdf", "The folder does not exist"),
        ("old.pdf/out.pdf", "not a folder"),
        (".", "belongs to a folder"),
        ("n" * 300 + ".pdf", "too long"),
        (os.devnull, "belongs to a device"),
    ],
)
def test_a_pdf_that_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path, target: str, advice: str) -> None:
    (tmp_path / "old.pdf").write_text("an older handout")
    said = refused("assess", "-", "--json", "--pdf", tmp_path / target, typed=an_answers_file())
    assert said.startswith("The PDF was not saved.")
    assert advice in said
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("old.pdf", "an older handout")]


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="a folder that nobody at all may write to")
def test_a_read_only_folder_is_named_as_such() -> None:
    assert "may not write there" in refused("assess", "-", "--pdf", "/sys/kernel/out.pdf", typed=an_answers_file())


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_a_disk_without_room_keeps_the_older_pdf(tmp_path: Path) -> None:
    (tmp_path / "old.pdf").write_text("an older handout")
    limited = f"ulimit -f 8; exec {sys.executable} -B -m desktop assess - --pdf {tmp_path / 'old.pdf'}"
    done = subprocess.run(["sh", "-c", limited], cwd=ROOT, input=an_answers_file(), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"The PDF was not saved." in done.stderr
    assert b"Traceback" not in done.stderr
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("old.pdf", "an older handout")]


# --- content packs -------------------------------------------------------------------------------------------------

_FORM = "questionnaires/02_problem.toml"
_RULES = "rules/drivers/A_posture.toml"
_A05 = 'when = "agg_sitting = yes"'


def checked(pack: Path, name: str, content: bytes) -> str:
    """What `check` says of a pack with this one file."""
    file = pack / name
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    done = command("check", pack, code=1)
    return str(done.stdout.decode())


@pytest.mark.parametrize(
    ("name", "good", "bad", "said"),
    [
        (_FORM, "min_length = 3", "min_lenght = 3", 'unknown key "min_lenght". Did you mean "min_length"?'),
        (_FORM, 'id = "onset_days"', 'id = "onset_date"', f'duplicate id "onset_date"; it is already in {_FORM}'),
        (_FORM, 'type = "text"', 'type = "txet"', '"type" cannot be "txet". Did you mean "text"?'),
        (_FORM, "min_length = 3", "min_length = 3000", "more characters are needed than are allowed"),
        (_FORM, "days_since(onset_date)", "onset_days + 1", "depends on itself"),
        (_RULES, _A05, 'when = "agg_sitting = = yes"', 'character 15: "=" was not expected here'),
        (_RULES, _A05, 'when = "agg_siting = yes"', 'unknown item "agg_siting". Did you mean "agg_sitting"?'),
        (_RULES, _A05, 'when = "agg_sitting = yess"', 'unknown answer "yess". Did you mean "yes"?'),
        (_RULES, 'sources = ["V36", "U"]', 'sources = ["V366"]', 'unknown source "V366". Did you mean "V'),
        (_RULES, 'grade = "C"', 'grade = "Z"', '"grade" cannot be "Z". Allowed here: A, B, B*, C, D, U.'),
        (_RULES, "points = 2", 'points = "2"', '"points" must be a whole number'),
        (_RULES, "points = 2", "points = nan", '"points" must be a whole number'),
        (_RULES, 'because = "Sitting makes it worse."\n', "", '"because" is missing'),
        (_RULES, 'id = "A02"', 'id = "A01"', 'duplicate id "A01"'),
        (_RULES, "[[rule]]", "[[rule", "Mend the TOML syntax there."),
        (_RULES, "points = 2", "points = 2\npoints = 3", "Cannot overwrite a value"),
    ],
)
def test_a_mistake_in_a_pack_is_told_with_file_line_and_what_would_be_right(
    tmp_path: Path, name: str, good: str, bad: str, said: str
) -> None:
    shipped = (ROOT / "resources" / name).read_text(encoding="utf-8")
    assert good in shipped
    told = checked(tmp_path, name, shipped.replace(good, bad, 1).encode())
    first = shipped[: shipped.index(good)].count("\n") + 1
    assert said in told
    place = re.match(rf"{re.escape(name)}\b.*\bline (\d+)", told)
    assert place, told
    # The line of the mistake, or the entry it belongs to.
    assert first - 8 <= int(place[1]) <= first + 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'id = "\xff"', "not UTF-8 text (byte 6). Save it as UTF-8."),
        ('id = "x"'.encode("utf-16"), "not UTF-8"),
        (b"", '"driver" is missing'),
        (b"x = " + b"[" * 100_000, "nested too deeply"),
        (b"x = " + b"9" * 6_000, "too long"),
    ],
)
def test_a_pack_file_that_is_no_toml_of_ours_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    told = checked(tmp_path, _RULES, content)
    assert told.startswith(_RULES)
    assert said in told


def test_a_pack_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / _RULES
    file.parent.mkdir(parents=True)
    shipped = (ROOT / "resources" / _RULES).read_bytes()
    file.write_bytes(shipped)
    plain = command("check", tmp_path).stdout
    file.write_bytes(b"\xef\xbb\xbf" + shipped)
    assert command("check", tmp_path).stdout == plain


def test_a_pack_that_is_not_there_or_empty_cannot_be_checked(tmp_path: Path) -> None:
    assert "There is no folder" in refused("check", tmp_path / "none")
    assert "no .toml files" in refused("check", tmp_path)


# --- backup and restore --------------------------------------------------------------------------------------------


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Records behind a passphrase, with one person and one answer."""
    file = tmp_path / "clinic" / "records.db"
    file.parent.mkdir()
    key = create_key(file, passphrase=PASSPHRASE).key
    with open_store(file, key) as store:
        encounter = store.open_encounter(an_encounter(store.register_patient(a_patient(family=FAMILY))))
        store.append_answers((an_answer(encounter, "pc_text", TYPED),))
    return file


def secret(text: str = PASSPHRASE) -> bytes:
    return text.encode() + b"\n"


def families(records: Path) -> list[str]:
    with open_store(records, unlock_with_passphrase(records, PASSPHRASE)) as store:
        return [person.family for person in store.find_patients(FAMILY[:5])]


def test_a_backup_goes_to_a_file_or_under_the_day_into_a_folder_and_comes_back(records: Path, tmp_path: Path) -> None:
    copy = tmp_path / "monday.db"
    assert str(copy) in command("backup", copy, "--records", records, typed=secret(), code=0).stdout.decode()
    assert key_file(copy).exists()
    command("--records", str(records), "backup", tmp_path, typed=secret(), code=0)
    (dated,) = tmp_path.glob("records-????-??-??.db")
    assert has_key(dated)
    shutil.rmtree(records.parent)
    new = tmp_path / "new computer" / "records.db"
    assert b"restored" in command("restore", dated, "--records", new, typed=secret(), code=0).stdout
    assert families(new) == [FAMILY]


def test_what_was_there_is_kept_when_a_backup_is_restored(records: Path, tmp_path: Path) -> None:
    copy = tmp_path / "monday.db"
    command("backup", copy, "--records", records, typed=secret(), code=0)
    said = command("restore", copy, "--records", records, typed=secret(), code=0).stdout.decode()
    (former,) = records.parent.glob("*.before-restore-*Z")
    assert former.name in said


def test_the_recovery_key_opens_a_backup_where_the_passphrase_is_forgotten(tmp_path: Path) -> None:
    records, copy = tmp_path / "records.db", tmp_path / "copy.db"
    made = create_key(records, passphrase=PASSPHRASE)
    open_store(records, made.key).close()
    typed = made.recovery_key.lower().replace("-", " ")
    command("backup", copy, "--records", records, "--recovery-key", typed=secret(typed), code=0)
    assert problem_with(copy, made.key) is None
    command("restore", copy, "--records", tmp_path / "new.db", "--recovery-key", typed=secret(typed), code=0)


@pytest.mark.parametrize(
    ("verb", "typed", "said"),
    [
        ("backup", b"", "nothing was typed"),
        ("backup", b"some other words\n", "not the passphrase of these records"),
        ("restore", b"some other words\n", "not the passphrase of these records"),
    ],
)
def test_a_wrong_secret_changes_nothing(records: Path, tmp_path: Path, verb: str, typed: bytes, said: str) -> None:
    copy = tmp_path / "copy.db"
    command("backup", copy, "--records", records, typed=secret(), code=0)
    before = {path: path.read_bytes() for path in (copy, records)}
    assert said in refused(verb, copy, "--records", records, typed=typed)
    assert {path: path.read_bytes() for path in before} == before


def test_a_mistyped_recovery_key_is_told_apart_from_a_wrong_one(records: Path, tmp_path: Path) -> None:
    arguments = ("backup", tmp_path / "copy.db", "--records", records, "--recovery-key")
    assert "mistyped" in refused(*arguments, typed=b"12345-abcde\n")


def test_a_damaged_backup_is_refused_and_the_records_stay(records: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    command("backup", copy, "--records", records, typed=secret(), code=0)
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 0xFF
    copy.write_bytes(content)
    assert "damaged" in refused("restore", copy, "--records", records, typed=secret())
    assert families(records) == [FAMILY]
    key_file(copy).write_text("{}")
    assert "key file beside the records is damaged" in refused("restore", copy, "--records", records, typed=secret())


def test_records_or_a_backup_that_cannot_be_used_are_named(records: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "x.db"
    assert "no records at" in refused("backup", tmp_path / "x.db", "--records", nowhere)
    assert "no backup" in refused("restore", nowhere, "--records", records)
    assert "no folder" in refused("backup", nowhere, "--records", records, typed=secret())
    assert "pg_dump" in refused("backup", tmp_path, "--records", "postgresql+psycopg://clinic:pass@server/clinic")
    assert "cannot replace the records" in refused("backup", records, "--records", records, typed=secret())


def test_records_that_are_open_are_not_restored_over(records: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with open_store(records, unlock_with_passphrase(records, PASSPHRASE)) as store:
        store.find_patients(FAMILY)
        command("backup", copy, "--records", records, typed=secret(), code=0)
        assert "in use by another program" in refused("restore", copy, "--records", records, typed=secret())
    assert families(records) == [FAMILY]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_a_backup_without_room_leaves_the_older_one(records: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    command("backup", copy, "--records", records, typed=secret(), code=0)
    before = copy.read_bytes()
    limited = f"ulimit -f 64; exec {sys.executable} -B -m desktop backup {copy} --records {records}"
    done = subprocess.run(["sh", "-c", limited], cwd=ROOT, input=secret(), capture_output=True, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()
    assert copy.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


# --- what is imported ----------------------------------------------------------------------------------------------

_LIST = """
import sys
from desktop.cli import run
try:
    code = run(sys.argv[1:])
except SystemExit as stop:
    code = stop.code
assert code == 0, code
print("MODULES", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize("arguments", [("--help",), ("assess", "--help"), ("assess", "-"), ("assess", "-", "--json")])
def test_the_reasoning_loads_neither_qt_nor_the_paper_nor_the_store(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LIST, *arguments], cwd=ROOT, input=an_answers_file(), capture_output=True, check=True
    )
    modules = done.stdout.decode().rsplit("MODULES", 1)[1].split()
    assert "argparse" in modules
    assert not {"PySide6", "shiboken6", "reportlab", "sqlalchemy", "sqlcipher3", "keyring"} & set(modules)


def test_the_paper_loads_no_qt(tmp_path: Path) -> None:
    arguments = ("assess", "-", "--pdf", str(tmp_path / "out.pdf"))
    done = subprocess.run(
        [sys.executable, "-c", _LIST, *arguments], cwd=ROOT, input=an_answers_file(), capture_output=True, check=True
    )
    modules = done.stdout.decode().rsplit("MODULES", 1)[1].split()
    assert "reportlab" in modules
    assert not {"PySide6", "shiboken6", "sqlalchemy"} & set(modules)
