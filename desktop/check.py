"""`sciatica-intake check`: whether a content pack may be used, with everything that speaks against it.

A pack that has a release is checked against it too: every file as it was signed, by two people, with true signatures.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from forms.clinic_details import read_locales, read_purpose
from forms.content import CASES, RELEASE, Content, content_files, read_content, shipped_files, walk
from forms.errors import ContentError, SciaticaIntakeError
from forms.exchange.report_words import read_report_words
from forms.instruments.content import read_instruments
from forms.letters import FILE as LETTERS
from forms.letters import read_letters
from forms.lint.problem import Problem, Severity
from forms.lint.release import release_problems
from forms.lint.translations import misfits
from forms.loading import DataFile, suggestion
from forms.release import Release, key_mark, read_release
from forms.rules.cases import QUIET, RuleCase, failures, quiet_answers, read_cases, read_examples
from forms.rules.lint import lint
from forms.translation import FOLDER as TRANSLATIONS
from forms.translation import LANGUAGE, Language, languages
from reports.print_rules import read_print_rules
from reports.wording import translated_words

_NOT_REVIEWED = "not yet checked by a native-speaking physiotherapist"
# Folders in which every file is read, whatever its name.
_READ_WHOLE = (
    "questionnaires/", "rules/red_flags/", "rules/drivers/", "exercises/", "advice/", "instruments/", "examples/",
    "figures/", CASES,
)  # fmt: skip
_NOT_SIGNED = "no clinician has signed it"


def check_pack(
    folder: Path | None, *, today: date | None = None, with_release: bool = True
) -> tuple[tuple[Problem, ...], str]:
    """What is wrong with the shipped pack, or with it and `folder` laid over it; and a line that sums it up.

    Reading stops at the first mistake in the files; what can be said only of a whole pack is listed wholly. The
    worked examples are tried, and the pack's own cases (`cases/*.toml` in the folder). with_release: False before a
    pack is released, when its release is not there yet or is that of older files.
    """
    laid_over = pack_files(folder)
    files = content_files(laid_over)
    # A review date is a day on the wall calendar.
    today = today or date.today()  # noqa: DTZ011
    manifest = release_file(folder) if with_release else None
    try:
        for name, text in laid_over.items():
            DataFile(name, text)
        content = read_content(files)
        examples = read_examples(files)
        own_cases = [
            case for name in sorted(laid_over) if name.startswith(CASES) for case in read_cases(name, laid_over[name])
        ]
        release = read_release(manifest) if manifest is not None else None
        found = lint(content, files, today=today)
        papers = [
            problem
            for language in languages(files)
            for problem in misfits(translated_words(files, language.code), files)
        ]
    except ContentError as error:
        return (_unreadable(error),), "The pack cannot be used: mend this, then check again."
    unreleased = tuple(release_problems(manifest, content, laid_over, today)) if manifest is not None else ()
    quiet = RuleCase(QUIET, 1, "a quiet person", quiet_answers(files), {}, nothing_else=True)
    # A clinic may mean to differ from an example; its own cases it must keep.
    failed = tuple(_failed((quiet,), content, laid_over, "error")) or (
        *_failed(examples, content, laid_over, "error" if folder is None else "warning"),
        *_failed(own_cases, content, laid_over, "error"),
    )
    problems = (*_unread(laid_over), *_read_when_used(content), *found, *papers, *unreleased, *failed)
    return problems, _summary(content, problems, _standing(release, unreleased), own_cases=len(own_cases))


def _read_when_used(content: Content) -> Iterator[Problem]:
    """What of a pack is read only when it is used: a mistake in it would be met first with a patient in the room."""
    files, questionnaire = content.files, content.questionnaire
    for read in (
        lambda: read_letters(files[LETTERS], questionnaire),
        lambda: read_report_words(files, questionnaire),
        lambda: read_instruments(files, questionnaire, content.rulebook.sources),
        lambda: read_print_rules(files),
        lambda: read_locales(files),
        lambda: read_purpose(files),
    ):
        try:
            read()
        except ContentError as error:
            yield _unreadable(error)


def _unread(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Files of a pack that nothing reads: a slip in the name, and what stands there has no say."""
    shipped = shipped_files()
    known = {name.rpartition("/")[2] for name in shipped if name.startswith(TRANSLATIONS)}
    for name in files:
        folder, _, own = name.rpartition("/")
        if name in shipped or name.startswith(_READ_WHOLE):
            continue
        if f"{folder}/{LANGUAGE}" in files and own in known:
            continue
        advice = f" Beside it there is no {LANGUAGE} that names the language." if own in known else ""
        text = f"nothing reads a file of this name.{advice}{suggestion(name, [*shipped, f'{CASES}{own}'])}"
        yield Problem("error", "unread_file", name, 1, "", text)


def _unreadable(error: ContentError) -> Problem:
    return Problem("error", "unreadable", "", 0, "", str(error))


def _failed(
    cases: "list[RuleCase] | tuple[RuleCase, ...]", content: Content, files: Mapping[str, bytes], severity: Severity
) -> Iterator[Problem]:
    quiet = quiet_answers(files)
    for case in cases:
        for one in failures(case, content, quiet):
            line = one.line(case, files[case.file].decode("utf-8-sig"))
            yield Problem(severity, "case_failed", case.file, line, f'case "{case.name}"', one.text)


def _standing(release: Release | None, unreleased: tuple[Problem, ...]) -> str:
    """Who stands for the content."""
    if release is None:
        return _NOT_SIGNED
    if unreleased:
        return "its release does not hold"
    return f"released by {' and '.join(f'{one.shown}, key {key_mark(one.key)}' for one in release.people)}"


def release_of(
    folder: Path | None, content: Content, files: Mapping[str, bytes], today: date
) -> tuple[Release | None, bool]:
    """The release of a pack, if it has one, and whether it holds. files: the pack's, with its cases."""
    manifest = release_file(folder)
    if manifest is None:
        return None, False
    return read_release(manifest), not any(True for _ in release_problems(manifest, content, files, today))


def _summary(content: Content, problems: tuple[Problem, ...], standing: str, *, own_cases: int) -> str:
    rulebook, programme = content.rulebook, content.programme
    rules = sum(len(driver.rules) for driver in rulebook.drivers)
    cases = f"{own_cases} own cases, " if own_cases else ""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    verdict = "Nothing to mend."
    if errors:
        verdict = f"{errors} to mend" + (f", {warnings} to look at." if warnings else ".")
    elif warnings:
        verdict = f"Nothing that must be mended, {warnings} to look at."
    return (
        f"Content {content.version} ({standing}): "
        f"{len(content.questionnaire.items)} questions, {len(rulebook.flags)} red flags, "
        f"{rules} rules, {len(rulebook.differentials)} differentials, {len(programme.exercises)} exercises, "
        f"{len(programme.advice)} advice modules, {cases}{len(rulebook.sources)} sources"
        f"{''.join(map(_language, languages(content.files)))}. {verdict}"
    )


def _language(language: Language) -> str:
    """A language of the pack, and who stands for its words."""
    by = f"checked by {', '.join(language.reviewed_by)}" if language.reviewed_by else _NOT_REVIEWED
    return f", {language.english_name} ({by})"


def pack_files(folder: Path | None) -> Mapping[str, bytes]:
    """The shipped files with those of `folder` laid over them, by path; the pack's own cases are among them."""
    if folder is None:
        return shipped_files()
    if not folder.is_dir():
        raise SciaticaIntakeError(f"There is no folder {folder}. Name the folder of a content pack.")
    own: dict[str, bytes] = {}
    try:
        _refuse_what_is_no_file(folder)
        for name, load in walk(folder):
            own[name] = load()
    except OSError as error:
        where = error.filename or folder
        raise SciaticaIntakeError(f"The pack in {folder} cannot be read: {where}: {error.strerror}.") from None
    if not own:
        raise SciaticaIntakeError(f"There are no .toml files in {folder}. A pack is laid out like resources/.")
    return {**shipped_files(), **own}


def _refuse_what_is_no_file(folder: Path) -> None:
    """A link in a circle, a folder or a device named like a file: better said than waited for or left out."""
    for place in sorted(folder.rglob("*")):
        if place.is_symlink() and place.is_dir():
            raise SciaticaIntakeError(f"{place} is a link to a folder. Put the folder itself there.")
        if place.suffix.lower() == ".toml" and not place.is_file():
            what = "a folder" if place.is_dir() else "a link that leads nowhere" if place.is_symlink() else "no file"
            raise SciaticaIntakeError(f"{place} is {what}. Put the file itself there, or take it away.")
        if place.suffix.lower() == ".toml" and place.suffix != ".toml":
            raise SciaticaIntakeError(f"{place} is not read: its name must end in .toml, in small letters.")


def release_file(folder: Path | None) -> bytes | None:
    """The pack's `release.toml`; None where there is none."""
    path = None if folder is None else folder / RELEASE
    if path is None or not path.is_file():
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise SciaticaIntakeError(f"{path} cannot be read: {error.strerror}.") from None
