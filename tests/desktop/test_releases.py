"""`release-key`, `release` and `check`: two people release a pack from the command line."""

import io
import re
from datetime import date
from pathlib import Path

import pytest

import resources
from desktop.backups import Ask
from desktop.check import check_pack, pack_files
from desktop.cli import run
from desktop.releases import make_key, release_pack
from forms.content import content_files, load_content, read_content
from forms.errors import SciaticaIntakeError
from forms.release import Previous, Release, Releaser, key_mark, new_release, read_release, release_text, signed
from tests.desktop.test_cli import command
from tests.reports.pdf import texts

TODAY = date(2026, 12, 1)
# What the command itself is asked about must be signed by the day it runs on.
RELEASED = date(2026, 11, 23)
SCORING = "rules/scoring.toml"
PEOPLE = {"jo": ("Jo Hart", "PH 1", "four plain words"), "sam": ("Sam Lee", "PH 2", "five plain words")}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A clinic's pack: the shipped content as version 1.1; and beside it the keys of two people."""
    for who, (name, registration, _) in PEOPLE.items():
        make_key(tmp_path / f"{who}.signing-key", name=name, registration=registration, ask=types(who))
    (tmp_path / "pack/rules").mkdir(parents=True)
    set_version(tmp_path / "pack", "1.1")
    return tmp_path / "pack"


def types(who: str) -> Ask:
    return lambda _: PEOPLE[who][2]


def set_version(pack: Path, version: str) -> None:
    shipped = resources.read_bytes(SCORING)
    (pack / SCORING).write_bytes(shipped.replace(b'version = "1.0"', f'version = "{version}"'.encode()))


def sign(pack: Path, who: str, *, today: date = TODAY) -> str:
    return release_pack(pack, pack.parent / f"{who}.signing-key", confirms="I read it.", ask=types(who), today=today)


def as_signed(pack: Path, *people: str, on: date = TODAY) -> Release:
    """The pack as these people would have released it, without the seconds that the checks take."""
    files = pack_files(pack)
    release = new_release(read_content(content_files(files)), files, Previous("1.0", load_content().sha256))
    for who in people:
        name, registration, _ = PEOPLE[who]
        person = Releaser(name, registration, on.isoformat(), "I read it.", "")
        release = signed(release, person, who.encode().ljust(32))
    (pack / "release.toml").write_text(release_text(release), encoding="utf-8")
    return release


def refused(pack: Path, who: str, *, today: date = TODAY) -> str:
    """Why nothing is signed; the release that is there, or is not, stays as it is."""
    file = pack / "release.toml"
    before = file.read_bytes() if file.exists() else None
    with pytest.raises(SciaticaIntakeError) as why:
        sign(pack, who, today=today)
    assert (file.read_bytes() if file.exists() else None) == before
    return str(why.value)


def test_two_people_release_a_pack_in_two_calls(tmp_path: Path) -> None:
    pack, keys = tmp_path / "pack", {}
    (pack / "rules").mkdir(parents=True)
    set_version(pack, "1.1")
    for who, (name, registration, passphrase) in PEOPLE.items():
        keys[who] = str(tmp_path / f"{who}.signing-key")
        twice = f"{passphrase}\n{passphrase}\n"
        made = typed(twice, "release-key", keys[who], "--name", name, "--registration", registration)
        assert re.search(r"mark is ([0-9a-f]{4}-){4}[0-9a-f]{4}\.", made)
        assert passphrase not in Path(keys[who]).read_text()
    said = typed("four plain words\n", "release", str(pack), "--key", keys["jo"], "--confirms", "I read every rule.")
    assert said.startswith("Jo Hart (PH 1) proposes version 1.1")
    said = typed("five plain words\n", "release", str(pack), "--key", keys["sam"], "--confirms", "I tried the cases.")
    assert said.startswith("Version 1.1 is released: proposed by Jo Hart (PH 1), confirmed by Sam Lee (PH 2).")
    people = read_release((pack / "release.toml").read_bytes()).people
    assert [(one.name, one.confirms) for one in people] == [
        ("Jo Hart", "I read every rule."),
        ("Sam Lee", "I tried the cases."),
    ]
    checked = command("-m", "desktop", "check", str(pack))
    assert checked.returncode == 0
    assert "(released by Jo Hart (PH 1), key " in checked.stdout
    with (pack / SCORING).open("a") as file:
        file.write("#")
    checked = command("-m", "desktop", "check", str(pack))
    assert checked.returncode == 1
    assert "rules/scoring.toml, line 1: error: this file has changed since release 1.1 was signed." in checked.stdout
    assert "Content 1.1 (its release does not hold)" in checked.stdout


def typed(lines: str, *arguments: str) -> str:
    """The program as a process of its own, with these lines in its pipe; what it says when it is content."""
    done = command("-m", "desktop", *arguments, given=lines)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_proposal_fails_the_check(pack: Path) -> None:
    as_signed(pack, "jo")
    (problem,), summary = check_pack(pack, today=TODAY)
    assert str(problem).startswith("release.toml, line 1: error: only Jo Hart (PH 1) signed this.")
    assert summary.startswith("Content 1.1 (its release does not hold)")


def test_the_manual_of_a_released_pack_names_who_stands_for_it(pack: Path) -> None:
    release = as_signed(pack, "jo", "sam", on=RELEASED)
    page = manual_of(pack, "manual.html").decode()
    assert "Released: proposed by Jo Hart (PH 1), confirmed by Sam Lee (PH 2)." in page
    assert all(f"<td>{one.confirms}</td>" in page and key_mark(one.key) in page for one in release.people)
    assert release.sha256 in page and "Nobody has signed" not in page
    assert "confirmed by Sam Lee (PH 2)" in texts(manual_of(pack, "manual.pdf"))[0]


def test_the_manual_names_nobody_when_the_release_does_not_hold(pack: Path) -> None:
    as_signed(pack, "jo", on=RELEASED)
    assert "Jo Hart" not in manual_of(pack, "proposed.html").decode()
    as_signed(pack, "jo", "sam", on=RELEASED)
    with (pack / SCORING).open("a") as file:
        file.write("#")
    page = manual_of(pack, "tampered.html").decode()
    assert "The release of this content does not hold, so nobody stands for it." in page
    assert "Jo Hart" not in page


def manual_of(pack: Path, name: str) -> bytes:
    target = pack.parent / name
    assert run(["manual", str(target), "--pack", str(pack)]) == 0
    return target.read_bytes()


def test_the_same_person_cannot_confirm(pack: Path) -> None:
    as_signed(pack, "jo")
    assert "Jo Hart (PH 1) proposed this, and a second person confirms it" in refused(pack, "jo")
    (pack.parent / "sam.signing-key").unlink()
    make_key(pack.parent / "sam.signing-key", name="J. Hart", registration="PH1", ask=types("sam"))
    assert "must all be another's" in refused(pack, "sam")


def test_a_released_pack_is_not_released_twice_and_a_changed_one_needs_a_higher_version(pack: Path) -> None:
    first = as_signed(pack, "jo", "sam")
    assert "released already" in refused(pack, "jo")
    (pack / "advice").mkdir()
    (pack / "advice/ADV_01.toml").write_bytes(resources.read_bytes("advice/ADV_01.toml") + b"# Ours.\n")
    assert "1.1 is not higher than 1.1, which it takes the place of" in refused(pack, "sam")
    set_version(pack, "1.2")
    assert sign(pack, "sam").startswith("Sam Lee (PH 2) proposes version 1.2")
    assert read_release((pack / "release.toml").read_bytes()).previous == Previous("1.1", first.sha256)


def test_a_first_release_needs_a_higher_version_than_the_shipped_content(pack: Path) -> None:
    set_version(pack, "1.0")
    with (pack / SCORING).open("a") as file:
        file.write("# Ours.\n")
    assert "1.0 is not higher than 1.0" in refused(pack, "jo")


def test_the_shipped_content_may_be_released_as_it_is(pack: Path) -> None:
    (pack / SCORING).write_bytes(resources.read_bytes(SCORING))
    assert sign(pack, "jo").startswith("Jo Hart (PH 1) proposes version 1.0")
    assert read_release((pack / "release.toml").read_bytes()).previous is None


def test_a_proposal_falls_when_the_files_change_before_it_is_confirmed(pack: Path) -> None:
    as_signed(pack, "jo")
    set_version(pack, "1.2")
    assert "What Jo Hart (PH 1) had proposed was about other files, and is dropped." in sign(pack, "sam")
    assert [one.name for one in read_release((pack / "release.toml").read_bytes()).people] == ["Sam Lee"]


def test_a_proposal_with_a_broken_signature_is_not_confirmed(pack: Path) -> None:
    as_signed(pack, "jo")
    file = pack / "release.toml"
    file.write_text(file.read_text().replace("I read it.", "I wrote it."))
    assert "does not hold: `check` says why" in refused(pack, "sam")


@pytest.mark.parametrize(
    ("old", "new", "today", "told"),
    [
        ('"img_usable = yes"', '"img_usabel = yes"', TODAY, "rules/scoring.toml, line 13.*img_usable"),
        ('released = "2026-11-23"', 'released = "23 November"', TODAY, '"23 November" is no date'),
        ("possible = 4", "possible = 4", date(2027, 11, 24), "the review was due by 2027-11-23.*\n.*mend this first"),
    ],
)
def test_a_pack_that_must_be_mended_is_not_released(pack: Path, old: str, new: str, today: date, told: str) -> None:
    file = pack / SCORING
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    assert re.search(told, refused(pack, "jo", today=today))


def test_a_pack_with_an_error_is_not_released(pack: Path) -> None:
    rules = resources.read_bytes("rules/drivers/B_hip.toml").decode()
    (pack / "rules/drivers").mkdir()
    never = rules.replace('"agg_hip_twist = yes"', '"agg_hip_twist = yes and nprs_back > 10"')
    (pack / "rules/drivers/B_hip.toml").write_text(never)
    assert re.search("rule B04: error: .*\nNot released: mend this first", refused(pack, "jo"))


def test_a_wrong_passphrase_signs_nothing(pack: Path) -> None:
    with pytest.raises(SciaticaIntakeError, match="not the passphrase of this key"):
        release_pack(pack, pack.parent / "jo.signing-key", confirms="x", ask=lambda _: "another one", today=TODAY)
    assert not (pack / "release.toml").exists()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"name": "x", "registration": "y", "key": "z"}'])
def test_a_key_that_is_none_says_so(pack: Path, text: str) -> None:
    (pack.parent / "jo.signing-key").write_text(text)
    assert "is no key, or is damaged" in refused(pack, "jo")


def test_a_damaged_key_says_so(pack: Path) -> None:
    file = pack.parent / "jo.signing-key"
    good = file.read_text()
    for old, new in (('"lanes": 4', '"lanes": 4000'), ('"wrapped": "', '"wrapped": "A'), ('"key": "', '"key": "0')):
        file.write_text(good.replace(old, new))
        assert "damaged" in refused(pack, "jo")


@pytest.mark.parametrize(
    ("arguments", "lines", "told"),
    [
        (["jo.key", "--name", "Jo", "--registration", "1"], "", "Put .signing-key at the end"),
        (["none/jo.signing-key", "--name", "Jo", "--registration", "1"], "", "There is no folder"),
        (["jo.signing-key", "--name", "Jo", "--registration", " "], "", "Say the registration number"),
        (["jo.signing-key", "--name", "Jo\n", "--registration", "1\x00"], "", "Say the registration number"),
        (["jo.signing-key", "--name", "Jo", "--registration", "1"], "short\nshort\n", "10 characters or more"),
        (["jo.signing-key", "--name", "Jo", "--registration", "1"], "ten or more\nten or less\n", "do not match"),
    ],
)
def test_a_key_that_cannot_be_made_says_why(
    arguments: list[str],
    lines: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    monkeypatch.chdir(tmp_path)
    assert run(["release-key", *arguments]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_never_written_over(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = pack.parent / "jo.signing-key"
    before = key.read_bytes()
    assert run(["release-key", str(key), "--name", "Jo", "--registration", "1"]) == 2
    assert "never written over" in capsys.readouterr().err
    assert key.read_bytes() == before
