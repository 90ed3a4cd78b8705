"""`sciatica-intake check`: whether a content pack may be used, with everything that speaks against it."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from forms.content import Content, read_content, shipped_files, walk
from forms.errors import ContentError, SciaticaIntakeError
from forms.lint.problem import Problem, Severity
from forms.lint.translations import misfits
from forms.loading import DataFile
from forms.rules.cases import RuleCase, failures, quiet_answers, read_cases, read_examples
from forms.rules.lint import lint
from forms.translation import Language, languages
from reports.wording import translated_words

_CASES = "cases/"
_NOT_REVIEWED = "not yet checked by a native-speaking physiotherapist"


def check_pack(folder: Path | None, *, today: date | None = None) -> tuple[tuple[Problem, ...], str]:
    """What is wrong with the shipped pack, or with it and `folder` laid over it; and a line that sums it up.

    Reading stops at the first mistake in the files; what can be said only of a whole pack is listed wholly. The
    worked examples are tried, and the pack's own cases (`cases/*.toml` in the folder).
    """
    laid_over = pack_files(folder)
    files = {name: content for name, content in laid_over.items() if not name.startswith(_CASES)}
    try:
        for name, text in laid_over.items():
            DataFile(name, text)
        content = read_content(files)
        examples = read_examples(files)
        own_cases = [
            case for name in sorted(laid_over) if name.startswith(_CASES) for case in read_cases(name, laid_over[name])
        ]
        # A review date is a day on the wall calendar.
        found = lint(content, files, today=today or date.today())  # noqa: DTZ011
        papers = [
            problem
            for language in languages(files)
            for problem in misfits(translated_words(files, language.code), files)
        ]
    except ContentError as error:
        return (_unreadable(error),), "The pack cannot be used: mend this, then check again."
    problems = (
        *found,
        *papers,
        # A clinic may mean to differ from an example; its own cases it must keep.
        *_failed(examples, content, files, "error" if folder is None else "warning"),
        *_failed(own_cases, content, files, "error"),
    )
    return problems, _summary(content, problems, own_cases=len(own_cases))


def _unreadable(error: ContentError) -> Problem:
    return Problem("error", "unreadable", "", 0, "", str(error))


def _failed(
    cases: "list[RuleCase] | tuple[RuleCase, ...]", content: Content, files: Mapping[str, bytes], severity: Severity
) -> Iterator[Problem]:
    quiet = quiet_answers(files)
    for case in cases:
        for text in failures(case, content, quiet):
            yield Problem(severity, "case_failed", case.file, case.line, f'case "{case.name}"', text)


def _summary(content: Content, problems: tuple[Problem, ...], *, own_cases: int) -> str:
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
        f"Content {content.version}: {len(content.questionnaire.items)} questions, {len(rulebook.flags)} red flags, "
        f"{rules} rules, {len(rulebook.differentials)} differentials, {len(programme.exercises)} exercises, "
        f"{len(programme.advice)} advice modules, {cases}{len(rulebook.sources)} sources"
        f"{''.join(map(_language, languages(content.files)))}. {verdict}"
    )


def _language(language: Language) -> str:
    """A language of the pack, and who stands for its words."""
    by = f"checked by {', '.join(language.reviewed_by)}" if language.reviewed_by else _NOT_REVIEWED
    return f", {language.english_name} ({by})"


def pack_files(folder: Path | None) -> Mapping[str, bytes]:
    """The shipped files with those of `folder` laid over them, by path."""
    if folder is None:
        return shipped_files()
    if not folder.is_dir():
        raise SciaticaIntakeError(f"There is no folder {folder}. Name the folder of a content pack.")
    try:
        own = {name: load() for name, load in walk(folder)}
    except OSError as error:
        raise SciaticaIntakeError(f"The pack in {folder} cannot be read: {error.strerror}.") from None
    if not own:
        raise SciaticaIntakeError(f"There are no .toml files in {folder}. A pack is laid out like resources/.")
    return {**shipped_files(), **own}
