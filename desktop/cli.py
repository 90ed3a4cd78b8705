"""The command line: the reasoning and the paper without a window, and the door to the window.

Exit codes: 0 done; 1 a content pack failed its checks; 2 the request cannot be carried out, with the reason in words.
No Qt is imported unless a window opens.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from forms.errors import AnswersError, SciaticaIntakeError

FAILED_CHECK = 1
CANNOT = 2

_DESCRIPTION = """\
Sciatica Intake: what a person answers, what it points to and why, and a home programme on paper.
Without a verb the application opens. It supports, and does not replace, a physiotherapist's judgement."""

_ASSESS = """\
Read an answers file and say what it points to. ANSWERS.json is UTF-8 JSON:
  {"intake_date": "2026-03-02", "answers": {"pain_side": "R", "trn_activities": ["pilates"], "sit_tol_min": 30}}
Keys are the questions' link ids; a missing key or null is unanswered, and unanswered is never "no"."""

_PAPERS = ("blank-form", "exam-sheet", "paper-pack", "booklet")

_SECRET = """\
The key comes from this system's keyring; where there is none, the passphrase is asked for on the terminal,
or read from the first line of a pipe."""
_BACKUP = f"""\
Copy the records to one encrypted file while the program runs. The copy is read back before it replaces an older one,
and its key file goes with it. {_SECRET}"""
_RESTORE = f"""\
Put a backup in the place of the records. What is there now is kept beside it. The program must be closed on every
desk. {_SECRET}"""


_CHECK = """\
Say everything that speaks against a content pack, each with file and line, and sum it up in one line, with who stands
for the content. Without PACK the content that comes with the program is checked. What cannot be read is said alone:
mend it and check again. Where the pack has been released (PACK/release.toml), every file is compared with what was
signed. Exit 1 when something must be mended (error); a warning alone lets a pack pass."""
_RELEASE_KEY = """\
Make a key that signs released content: one for each person who releases, made once. The passphrase is asked for twice
on the terminal, or read from two lines of a pipe. The mark that is printed goes to the clinic's lead."""
_RELEASE = """\
Sign a content pack as it stands, in two calls by two different people (registered clinicians).
The first call checks the pack and proposes it; the second, with another person's key, confirms it. Both write into
PACK/release.toml: version, day, the hash of the whole and of every file, who confirms what, and the signatures.
Nothing is signed while `check` finds an error or a review that is due, or while the version in rules/scoring.toml is
not higher than that of the release before. Any change afterwards breaks the release; `check` names the file.
The passphrase of the key is asked for on the terminal, or read from the first line of a pipe."""
_REPLAY = f"""\
Reach the conclusion of every signed visit again, from the answers and the rules it was signed with, and say whether
each is the same to the letter; exit 1 when one is not. {_SECRET}"""
_COMPARE = f"""\
Say which stored visits would have another tier, lead or programme under NEW_PACK than under the content that is used
now. Visits are named by clinic number and date; nothing is changed. Whether the pack may be used is another question:
ask `check`. {_SECRET}"""


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.work(options)
    except AnswersError as error:
        _complain("\n".join(error.problems))
        return CANNOT
    except SciaticaIntakeError as error:
        _complain(str(error))
        return CANNOT
    except KeyboardInterrupt:
        _complain("Stopped.")
        return CANNOT
    except BrokenPipeError:
        # Whoever read our output has stopped reading; there is nobody left to tell.
        sys.stderr.close()
        return CANNOT
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sciatica-intake", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.set_defaults(work=_open_application)
    parser.add_argument("--records", metavar="PLACE", help="the records: a file, or a postgresql+psycopg:// address")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB")

    demo = verbs.add_parser("demo", help="a throw-away clinic with the twelve worked examples")
    demo.add_argument("--output", type=Path, default=Path("demo-output"), help="where the PDF and screenshots go")
    demo.add_argument("--off-screen", action="store_true", help="walk one example without a display")
    demo.set_defaults(work=_demo)

    assess = verbs.add_parser(
        "assess",
        help="the reasoning and the paper for one answers file, without a window",
        description=_ASSESS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    assess.add_argument("answers", metavar="ANSWERS.json", help='the answers file; "-" reads standard input')
    assess.add_argument("--json", action="store_true", help="print one JSON object")
    assess.add_argument(
        "--pdf",
        type=Path,
        metavar="OUT.pdf",
        help="also make the handout, marked DRAFT, and say what is hard to read on it",
    )
    assess.add_argument(
        "--language",
        metavar="CODE",
        action="append",
        default=[],
        help="the language of the handout, such as es; given twice, a handout in both",
    )
    assess.add_argument(
        "--layout",
        metavar="NAME",
        default="standard",
        help="for its reader: standard, large_14, large_16, large_18, large_24 or easy_read",
    )
    assess.set_defaults(work=_assess)

    check = verbs.add_parser(
        "check", help="check a content pack and its release; exit 1 with a list when it fails", description=_CHECK
    )
    check.add_argument("pack", nargs="?", type=Path, metavar="PACK", help="a folder laid over the shipped content")
    check.set_defaults(work=_check)

    release = verbs.add_parser(
        "release",
        help="sign a content pack, first one person and then a second",
        description=_RELEASE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    release.add_argument("pack", type=Path, metavar="PACK", help="a folder laid over the shipped content")
    release.add_argument("--key", type=Path, required=True, metavar="FILE", help="your own key, from `release-key`")
    release.add_argument("--confirms", required=True, metavar="WORDS", help="what you looked at and stand for")
    release.set_defaults(work=_release)
    release_key = verbs.add_parser("release-key", help="make your key for `release`", description=_RELEASE_KEY)
    release_key.add_argument("file", type=Path, metavar="FILE", help="the new file, such as jo-hart.signing-key")
    release_key.add_argument("--name", required=True, help="your name, as patients' papers carry it")
    release_key.add_argument("--registration", required=True, metavar="NUMBER", help="your registration number")
    release_key.set_defaults(work=_release_key)

    manual = verbs.add_parser("manual", help="every question, flag, rule, exercise and source as one HTML page or PDF")
    manual.add_argument("output", type=Path, metavar="OUT", help="the new file: OUT.html or OUT.pdf")
    manual.add_argument("--pack", type=Path, metavar="PACK", help="a folder laid over the shipped content")
    manual.set_defaults(work=_manual)

    printed = verbs.add_parser("print", help="the papers that are about nobody: blank forms and the exercise booklet")
    printed.add_argument("paper", choices=_PAPERS, metavar="PAPER", help=", ".join(_PAPERS))
    printed.add_argument("output", type=Path, metavar="OUT.pdf", help="the new file")
    printed.add_argument("--size", choices=("a4", "letter"), default="a4", help="the sheet, a4 or letter")
    printed.set_defaults(work=_print)

    backup = verbs.add_parser(
        "backup", help="an encrypted copy of the records, read back before it counts", description=_BACKUP
    )
    backup.add_argument("target", type=Path, metavar="TARGET", help="the new file, or a folder to put it in")
    restore = verbs.add_parser("restore", help="put a backup in the place of the records", description=_RESTORE)
    restore.add_argument("backup", type=Path, metavar="BACKUP", help="a file that `backup` made")
    replay = verbs.add_parser(
        "replay", help="reach every signed conclusion again, from the same answers and rules", description=_REPLAY
    )
    compare = verbs.add_parser(
        "compare", help="what another content pack would change over the stored visits", description=_COMPARE
    )
    compare.add_argument("pack", type=Path, metavar="NEW_PACK", help="a folder laid over the shipped content")
    compare.add_argument("--json", action="store_true", help="print one JSON object")
    for verb, work in ((backup, _backup), (restore, _restore), (replay, _replay), (compare, _compare)):
        verb.add_argument("--recovery-key", action="store_true", help="ask for the printed recovery key")
        verb.add_argument(
            "--records", metavar="PLACE", default=argparse.SUPPRESS, help="the records file, where it is not the usual"
        )
        verb.set_defaults(work=work)
    return parser


def _complain(text: str) -> None:
    print(text, file=sys.stderr)


# --- the verbs; each imports what it needs, because none needs what the others do


def _assess(options: argparse.Namespace) -> int:
    from forms.answers_file import read_answers
    from forms.assessment import assess_all
    from forms.content import load_content
    from forms.exchange.assessment_json import assessment_object

    content = load_content()
    answers = read_answers(_read_input(options.answers), content.questionnaire)
    assessment = assess_all(answers.response, content)
    if options.pdf is not None:
        from reports.compose import draft_paper, handout_pdf, left_in_english
        from reports.layouts import LAYOUTS
        from reports.print_check import check_paper
        from reports.saving import save_pdf

        layout = LAYOUTS.get(options.layout)
        if layout is None:
            raise SciaticaIntakeError(f"There is no layout {options.layout}. Choose one of {', '.join(LAYOUTS)}.")
        paper = draft_paper(assessment, answers.patient, languages=tuple(options.language), layout=layout)
        made = handout_pdf(paper)
        save_pdf(made, options.pdf)
        for text in left_in_english(paper):
            _complain(f"No words for this yet, so it is printed in English: {text}")
        if assessment.impression.outcome != "safety_first":
            # A draft goes out to nobody, so it is only told; the emergency card alone never waits.
            for issue in check_paper(paper, made):
                _complain(f"Not easy to read. {issue.part}: {issue.wrong} {issue.words}\n  {issue.instead}")
    if options.json:
        print(json.dumps(assessment_object(assessment), ensure_ascii=False, indent=2))
    else:
        from forms.rules.explain import in_words

        print(in_words(assessment))
    return 0


def _print(options: argparse.Namespace) -> int:
    """A paper that is about nobody, with the words of the usual country; the clinic's own come from the window.

    Its words are the pack's own, which `check` looks at.
    """
    from datetime import datetime

    from forms.clinic_details import load_locales
    from forms.content import load_content
    from reports.compose_booklet import booklet_pdf
    from reports.compose_forms import blank_form_pdf, exam_sheet_pdf, paper_pack_pdf
    from reports.inputs import PageSize
    from reports.saving import save_pdf

    makers = dict(zip(_PAPERS, (blank_form_pdf, exam_sheet_pdf, paper_pack_pdf, booklet_pdf), strict=True))
    size = PageSize.A4 if options.size == "a4" else PageSize.LETTER
    made = makers[options.paper](load_content(), load_locales()[0].details, at=datetime.now().astimezone(), size=size)
    save_pdf(made, options.output)
    return 0


def _read_input(name: str) -> bytes:
    """An answers file, and no more of an endless one than shows that it is too large."""
    from forms.answers_file import MOST_BYTES

    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise SciaticaIntakeError(f"There is no file {name}. Check the name and the folder.") from None
    except IsADirectoryError:
        raise SciaticaIntakeError(f"{name} is a folder. Name the answers file inside it.") from None
    except OSError as error:
        raise SciaticaIntakeError(f"{name} cannot be read: {error.strerror}.") from None


def _check(options: argparse.Namespace) -> int:
    from desktop.check import check_pack

    problems, summary = check_pack(options.pack)
    for problem in problems:
        print(problem)
    print(summary)
    return FAILED_CHECK if any(problem.is_error for problem in problems) else 0


def _release(options: argparse.Namespace) -> int:
    from datetime import datetime

    from desktop.backups import ask_on_terminal
    from desktop.releases import release_pack

    today = datetime.now().astimezone().date()
    print(release_pack(options.pack, options.key, confirms=options.confirms, ask=ask_on_terminal, today=today))
    return 0


def _release_key(options: argparse.Namespace) -> int:
    from desktop.backups import ask_on_terminal
    from desktop.releases import make_key

    print(make_key(options.file, name=options.name, registration=options.registration, ask=ask_on_terminal))
    return 0


def _manual(options: argparse.Namespace) -> int:
    from datetime import datetime

    from desktop.check import pack_files, release_of
    from forms.content import content_files, read_content
    from reports.manual import rule_manual
    from reports.saving import save_file, save_pdf

    files = pack_files(options.pack)
    content = read_content(content_files(files))
    today = datetime.now().astimezone().date()
    release, holds = release_of(options.pack, content, files, today)
    if options.output.suffix.lower() == ".pdf":
        from reports.manual.pdf import rule_manual_pdf

        save_pdf(rule_manual_pdf(content, release, release_holds=holds), options.output)
    else:
        page = rule_manual(content, release, release_holds=holds)
        save_file(page.encode("utf-8"), options.output, what="manual")
    return 0


def _backup(options: argparse.Namespace) -> int:
    from datetime import datetime

    from desktop.backups import ask_on_terminal, make_backup
    from desktop.start.opening import records_place

    records, today = records_place(options.records), datetime.now().astimezone().date()
    by_recovery_key = options.recovery_key
    print(make_backup(records, options.target, by_recovery_key=by_recovery_key, ask=ask_on_terminal, today=today))
    return 0


def _restore(options: argparse.Namespace) -> int:
    from desktop.backups import ask_on_terminal, bring_back
    from desktop.start.opening import records_place

    records = records_place(options.records)
    print(bring_back(options.backup, records, by_recovery_key=options.recovery_key, ask=ask_on_terminal))
    return 0


def _replay(options: argparse.Namespace) -> int:
    from desktop.backups import ask_on_terminal
    from desktop.replays import opened, replay_all
    from desktop.start.opening import records_place

    records = records_place(options.records)
    with opened(records, by_recovery_key=options.recovery_key, ask=ask_on_terminal) as store:
        same, different = replay_all(store, _progress)
    for visit in different:
        print(f"Not the same any more: {visit}")
    print(f"{same} signed visits led to the same conclusion again, {len(different)} did not.")
    return FAILED_CHECK if different else 0


def _compare(options: argparse.Namespace) -> int:
    from desktop.backups import ask_on_terminal
    from desktop.check import pack_files
    from desktop.replays import change_in_words, change_object, compare_all, opened
    from desktop.start.opening import records_place
    from forms.content import content_files, read_content

    new = read_content(content_files(pack_files(options.pack)))
    records = records_place(options.records)
    with opened(records, by_recovery_key=options.recovery_key, ask=ask_on_terminal) as store:
        count, changes = compare_all(store, new, _progress)
    if options.json:
        found = {"visits": count, "version": new.version, "changes": [change_object(one) for one in changes]}
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for change in changes:
        print(change_in_words(change))
    kinds = {kind: sum(kind in one.kinds for one in changes) for kind in ("tier", "lead", "programme")}
    counted = ", ".join(f"{kind} {number}" for kind, number in kinds.items())
    print(f"{len(changes)} of {count} visits would differ under version {new.version}: {counted}.")
    return 0


def _progress(done: int, of: int) -> None:
    """How far a long run is, on the terminal alone."""
    if sys.stderr.isatty() and done % 50 == 0:
        print(f"\r{done} of {of}", end="", file=sys.stderr, flush=True)


def _demo(options: argparse.Namespace) -> int:
    if options.off_screen or not _has_display():
        if not _libraries_are_there(window=False):
            return CANNOT
        from desktop.demo import walk_off_screen

        return walk_off_screen(options.output)
    if not _libraries_are_there(window=True):
        return CANNOT
    from desktop.demo import open_demo

    return open_demo()


def _open_application(options: argparse.Namespace) -> int:
    if not _has_display():
        _complain(
            "There is no display to open a window on. Start this on a desktop, or run one of these instead:\n"
            "  sciatica-intake demo                     walk an example and leave its PDF and pictures here\n"
            "  sciatica-intake assess ANSWERS.json      the reasoning for one answers file\n"
            "  sciatica-intake --help                   every verb"
        )
        return CANNOT
    if not _libraries_are_there(window=True):
        return CANNOT
    from desktop.app import open_application

    return open_application(options.records)


def _has_display() -> bool:
    """Whether a window could open: always on Windows and macOS; on Linux, when there is X or Wayland."""
    import os

    if not sys.platform.startswith("linux"):
        return True
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform in ("offscreen", "minimal", "vnc"):
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _libraries_are_there(*, window: bool) -> bool:
    from desktop.system_libraries import advice, missing_libraries, wants_x_window

    missing = missing_libraries(window=window and wants_x_window())
    if missing:
        _complain(advice(missing))
    return not missing
