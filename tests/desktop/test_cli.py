"""The command line: what it prints, its exit codes, and that no window is loaded for it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import resources
from desktop.cli import run
from forms.examples import load_examples
from tests.reports.pdf import texts

_ROOT = Path(__file__).parents[2]


def command(*arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, without a display. given: what stands in its pipe."""
    env = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    env.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=_ROOT,
        env={**env, **environment},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(load_examples()[0].answers_object()))
    return path


@pytest.mark.parametrize("arguments", [["--help"], ["assess", "--help"], ["check", "--help"], ["demo", "--help"]])
def test_help_exits_0(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    assert ended.value.code == 0
    assert "usage" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [("--help",), ("assess", "ANSWERS"), ("check",)])
def test_no_window_is_loaded_for_a_verb_without_one(arguments: tuple[str, ...], answers: Path) -> None:
    given = [str(answers) if one == "ANSWERS" else one for one in arguments]
    script = (
        "import sys, contextlib\n"
        "from desktop.cli import run\n"
        "with contextlib.suppress(SystemExit):\n"
        f"    run({given!r})\n"
        "print('PySide6' in sys.modules, 'sqlalchemy' in sys.modules, file=sys.stderr)\n"
    )
    assert command("-c", script).stderr.splitlines()[-1] == "False False"


def test_without_a_display_the_window_says_what_to_run_instead(tmp_path: Path) -> None:
    done = command("-m", "desktop")
    assert done.returncode == 2
    assert "demo" in done.stderr
    assert "Traceback" not in done.stderr


def test_assess_prints_the_contract_s_object(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["assess", str(answers), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["lead"] == "A"
    assert set(printed) >= {
        "tier", "hold_physio_now", "flags", "outcome", "lead", "add_ons", "provisional", "drivers", "differentials",
        "messages", "next_questions", "programme", "content",
    }  # fmt: skip


def test_the_same_answers_give_the_same_bytes_and_hash_in_every_run(answers: Path) -> None:
    # Sets are walked in another order in every process; nothing may show it.
    runs = [
        command("-m", "desktop", "assess", str(answers), "--json", PYTHONHASHSEED=seed) for seed in ("0", "1", "77")
    ]
    assert len({run.stdout for run in runs}) == 1
    assert len(json.loads(runs[0].stdout)["content"]["sha256"]) == 64


def test_assess_says_it_in_words_and_makes_the_paper(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["assess", str(answers), "--pdf", str(tmp_path / "out.pdf")]) == 0
    assert "clinician decides" in capsys.readouterr().out
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_hard_to_read_on_a_draft_is_said_and_the_draft_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = next(one for one in load_examples() if one.id == "EX01").answers_object()
    given = {**example["answers"], "goals": ["Dance in spite of my slipped disc"]}
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({**example, "answers": given}), encoding="utf-8")
    out = tmp_path / "out.pdf"
    assert run(["assess", str(answers), "--pdf", str(out)]) == 0
    said = capsys.readouterr().err
    assert "Not easy to read. Your goal:" in said and "Say disc bulge" in said
    assert "DRAFT" in texts(out.read_bytes())[0]


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        (("es",), ["Su programa para casa"]),
        (("es", "en"), ["Su programa para casa", "Your home programme"]),
        (("en",), ["Your home programme"]),
    ],
)
def test_assess_makes_the_paper_in_the_languages_asked_for(
    languages: tuple[str, ...], said: list[str], answers: Path, tmp_path: Path
) -> None:
    wanted = [word for language in languages for word in ("--language", language)]
    assert run(["assess", str(answers), "--pdf", str(tmp_path / "out.pdf"), *wanted]) == 0
    page = texts((tmp_path / "out.pdf").read_bytes())[0]
    titles = ["Su programa para casa", "Your home programme"]
    assert [title for title in titles if title in page] == said


def test_assess_lays_the_paper_out_for_its_reader(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.pdf"
    pages = []
    for layout in ("standard", "large_18"):
        assert run(["assess", str(answers), "--pdf", str(out), "--layout", layout]) == 0
        pages.append(len(texts(out.read_bytes())))
    assert pages[0] < pages[1]
    assert run(["assess", str(answers), "--pdf", str(out), "--layout", "huge"]) == 2
    assert "no layout huge. Choose one of standard" in capsys.readouterr().err


def test_a_language_without_words_is_named(answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = ["assess", str(answers), "--pdf", str(tmp_path / "out.pdf")]
    assert run([*out, "--language", "xx"]) == 2
    assert 'no words in "xx". Allowed here: es.' in capsys.readouterr().err
    assert run([*out, "--language", "es", "--language", "en", "--language", "es"]) == 2
    assert "two languages at most" in capsys.readouterr().err
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff\xfe\x00",
        b'{"intake_date": "2026-03-02", "answers": {"pain_sid": "R"}}',
        b'{"intake_date": "2026-03-02", "answers": {"nprs_leg": 11}}',
        b'{"intake_date": "2026-03-02", "answers": {"nprs_leg": NaN}}',
        b'{"intake_date": "tomorrow", "answers": {}}',
        b"[" * 100_000,
        b'{"answers": ' + b" " * 6_000_000 + b"}",
    ],
)
def test_an_answers_file_that_cannot_be_used_says_why_and_exits_2(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(content)
    assert run(["assess", str(path), "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.strip()


def test_a_missing_file_a_folder_and_a_paper_that_cannot_be_written_exit_2(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["assess", str(tmp_path / "nothing.json")]) == 2
    assert run(["assess", str(tmp_path)]) == 2
    assert run(["assess", str(answers), "--pdf", str(tmp_path / "no folder" / "out.pdf")]) == 2
    assert "folder" in capsys.readouterr().err


# --- check


def test_the_shipped_pack_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 0
    assert "questions" in capsys.readouterr().out


def laid_over(folder: Path, name: str, change: tuple[str, str]) -> Path:
    """A pack of one file: a shipped one with a change."""
    path = folder / name
    path.parent.mkdir(parents=True)
    text = resources.read_bytes(name).decode()
    assert change[0] in text
    path.write_text(text.replace(*change, 1))
    return folder


def test_a_mistake_in_a_pack_is_named_with_file_and_suggestion(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = laid_over(tmp_path / "pack", "questionnaires/01_details.toml", ("required = true", "requierd = true"))
    assert run(["check", str(pack)]) == 1
    said = capsys.readouterr().out
    assert "questionnaires/01_details.toml" in said
    assert "required" in said


def test_words_that_frighten_are_named_with_where_they_stand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = resources.read_bytes("exercises/E22.toml").decode()
    why = next(line for line in shipped.splitlines() if line.startswith("why = "))
    hard = (
        'why = "Degenerative alterations necessitate comprehensive neuromuscular rehabilitation interventions '
        "incorporating progressive anteroposterior mobilisation strategies notwithstanding symptomatic irritability, "
        'deterioration or intervertebral degeneration throughout musculoskeletal rehabilitation programmes."'
    )
    assert run(["check", str(laid_over(tmp_path / "pack", "exercises/E22.toml", (why, hard)))]) == 1
    said = capsys.readouterr().out
    assert "E22" in said
    assert "degenerative" in said.lower()


@pytest.mark.parametrize("kind", ["missing", "empty"])
def test_a_folder_without_a_pack_exits_2(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "pack"
    if kind == "empty":
        folder.mkdir()
    assert run(["check", str(folder)]) == 2
    assert "pack" in capsys.readouterr().err


def test_a_pack_that_adds_nothing_wrong_passes(tmp_path: Path) -> None:
    pack = tmp_path / "pack" / "exercises"
    pack.mkdir(parents=True)
    with resources.root().joinpath("exercises/E22.toml").open("rb") as source, (pack / "E22.toml").open("wb") as target:
        shutil.copyfileobj(source, target)
    assert run(["check", str(tmp_path / "pack")]) == 0


@pytest.mark.parametrize("paper", ["blank-form", "exam-sheet", "paper-pack", "booklet"])
def test_print_makes_the_papers_that_are_about_nobody(paper: str, tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    assert run(["print", paper, str(target), "--size", "letter"]) == 0
    assert target.read_bytes().startswith(b"%PDF")
