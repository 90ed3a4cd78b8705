"""Content that checks itself: what strict loading lets through and a clinic should still mend.

Loading refuses what cannot be read; this finds what can be read and cannot be right. Only what is certain is said.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from forms.content import Content
from forms.lint.checks import ACCEPTED, Accepted, read_checks
from forms.lint.evidence import instruments, reviews_due, sources_and_grades
from forms.lint.never import NeverCheck
from forms.lint.problem import PackFiles, Problem
from forms.lint.statements import Statements
from forms.lint.texts import all_texts, forbidden_words, hard_texts, unknown_placeholders
from forms.lint.translations import translations
from forms.lint.uses import dry_lists, lonely_exercises, unknown_names, unused_questions


def lint(content: Content, files: Mapping[str, bytes], *, today: date | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with a pack that loads, in the order of its files. today: to see what is past review.

    A finding that the pack accepts with a reason (`checks/accepted.toml`) is left out.
    """
    pack = PackFiles(files)
    accepted = read_checks(files).accepted
    found = tuple(dict.fromkeys(_findings(content, pack, today)))
    left = [problem for problem in found if not any(one.covers(problem) for one in accepted)]
    left += _stale(accepted, found)
    return tuple(sorted(left, key=lambda problem: (problem.file, problem.line, problem.code, problem.text)))


def _findings(content: Content, pack: PackFiles, today: date | None) -> Iterator[Problem]:
    checks = read_checks(pack.files)
    statements = Statements(content, pack)
    texts = all_texts(content, pack, statements)
    yield from NeverCheck(content, pack, statements).problems()
    yield from unused_questions(content, pack, statements, checks.kept)
    yield from unknown_names(content, pack, statements)
    yield from lonely_exercises(content, pack)
    yield from dry_lists(content, pack)
    yield from forbidden_words(texts, checks.words, pack)
    yield from hard_texts(texts, pack)
    yield from unknown_placeholders(pack)
    yield from sources_and_grades(content, pack)
    yield from instruments(pack)
    yield from reviews_due(content, pack, today)
    yield from translations(pack)


def _stale(accepted: tuple[Accepted, ...], found: tuple[Problem, ...]) -> Iterator[Problem]:
    for one in accepted:
        if not any(one.covers(problem) for problem in found):
            text = f'nothing is found as "{one.code}" at {one.place} any more; take this entry out.'
            yield Problem("warning", "stale_reason", ACCEPTED, one.line, one.place, text)
