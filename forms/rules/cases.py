"""Cases as data: given answers, what must follow; run for the program's own rules and for a clinic's pack.

A case is a quiet person (every safety question no) with some answers; with `nothing_else` nobody is assumed quiet.
"""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.answers_file import read_answers
from forms.assessment import Assessment, assess_all
from forms.content import Content
from forms.errors import AnswersError, ContentError
from forms.loading import DataFile, suggestion

INTAKE = date(2026, 3, 2)
QUIET = "examples/defaults.toml"
_NEEDED = ("name", "answers", "expect")
_ALLOWED = (*_NEEDED, "nothing_else")


@dataclass(frozen=True, slots=True)
class RuleCase:
    """One case of a file. `expect` names what is looked at: see `EXPECTATIONS`."""

    file: str
    line: int
    name: str
    answers: Mapping[str, Any]
    expect: Mapping[str, Any]
    nothing_else: bool = False


def read_cases(name: str, content: bytes) -> tuple[RuleCase, ...]:
    """The `[[case]]` entries of one file; ContentError names the file, the line and what would be right."""
    file = DataFile(name, content)
    cases: list[RuleCase] = []
    for number, entry in enumerate(tomllib.loads(file.text).get("case", [])):
        line = file.line_of_entry("case", number, 1)
        for key in entry:
            if key not in _ALLOWED:
                raise ContentError(f'{name}, line {line}: unknown key "{key}".{suggestion(key, _ALLOWED)}')
        for key in _NEEDED:
            if key not in entry:
                raise ContentError(f'{name}, line {line}: "{key}" is missing from this case.')
        for key in entry["expect"]:
            if key not in EXPECTATIONS:
                raise ContentError(f'{name}, line {line}: nothing checks "{key}".{suggestion(key, EXPECTATIONS)}')
        cases.append(
            RuleCase(name, line, entry["name"], entry["answers"], entry["expect"], bool(entry.get("nothing_else")))
        )
    return tuple(cases)


def read_examples(files: Mapping[str, bytes]) -> tuple[RuleCase, ...]:
    """The worked examples of a pack, as cases."""
    quiet = quiet_answers(files)
    cases: list[RuleCase] = []
    for name in sorted(files):
        if name.startswith("examples/") and name != QUIET:
            table = tomllib.loads(DataFile(name, files[name]).text)
            for key in ("title", "birth_date", "answers", "expect"):
                if key not in table:
                    raise ContentError(f'{name}, line 1: "{key}" is missing from this example.')
            usual = quiet if table.get("defaults", True) else {}
            answers = {"pt_dob": table["birth_date"].isoformat(), **usual, **table["answers"]}
            cases.append(RuleCase(name, 1, table["title"], answers, table["expect"], nothing_else=True))
    return tuple(cases)


def quiet_answers(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Every safety question answered no, no illness and no medicine, and nothing else said."""
    answers: Mapping[str, Any] = tomllib.loads(files[QUIET].decode("utf-8"))["answers"]
    return answers


def failures(case: RuleCase, content: Content, quiet: Mapping[str, Any]) -> tuple[str, ...]:
    """Everything in which the case comes out otherwise, each in a sentence; nothing when all is as expected."""
    answers = {**({} if case.nothing_else else quiet), **case.answers}
    document = json.dumps({"intake_date": INTAKE.isoformat(), "answers": answers}, default=str)
    try:
        response = read_answers(document.encode(), content.questionnaire).response
    except AnswersError as error:
        return error.problems
    return tuple(differences(assess_all(response, content), case.expect))


def differences(assessment: Assessment, expected: Mapping[str, Any]) -> Iterator[str]:
    """What of an assessment is not as expected."""
    for key, wanted in expected.items():
        yield from EXPECTATIONS[key](assessment, key, wanted)


# --- what may be expected, and how it is looked at -----------------------------------------------------------------

Look = Callable[[Assessment], Any]
Expectation = Callable[[Assessment, str, Any], Iterator[str]]


def _same(look: Look) -> Expectation:
    def expectation(assessment: Assessment, key: str, wanted: Any) -> Iterator[str]:
        found = look(assessment)
        if found != wanted:
            yield f"{key}: expected {_shown(wanted)}, found {_shown(found)}"

    return expectation


def _sorted(look: Look) -> Expectation:
    def expectation(assessment: Assessment, key: str, wanted: Any) -> Iterator[str]:
        found = sorted(look(assessment))
        if found != sorted(wanted):
            yield f"{key}: expected {_shown(wanted)}, found {_shown(found)}"

    return expectation


def _holds_all(look: Look) -> Expectation:
    def expectation(assessment: Assessment, key: str, wanted: Any) -> Iterator[str]:
        found = look(assessment)
        missing = [one for one in wanted if one not in found]
        if missing:
            yield f"{key}: expected {_shown(missing)}, found {_shown(found)}"

    return expectation


def _holds_none(look: Look) -> Expectation:
    def expectation(assessment: Assessment, key: str, wanted: Any) -> Iterator[str]:
        unwanted = [one for one in wanted if one in look(assessment)]
        if unwanted:
            yield f"{key}: found {_shown(unwanted)}, which must not be there"

    return expectation


def _flags(assessment: Assessment) -> list[str]:
    """Each flag as `RF01 emergency`, with `hold` behind it when a blank sets the hold."""
    return [f"{f.id} {f.effective_tier}{' hold' if f.is_hold else ''}" for f in assessment.impression.flags]


def _messages(assessment: Assessment) -> list[str]:
    return [message.id for message in assessment.impression.messages]


def _differentials(assessment: Assessment) -> list[str]:
    return [one.id for one in assessment.impression.differentials]


def _missing_core(assessment: Assessment) -> set[str]:
    return {link_id for finding in assessment.impression.findings for link_id in finding.missing_core}


def _drivers(assessment: Assessment, key: str, wanted: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for driver, want in wanted.items():
        finding = assessment.impression.finding(driver)
        found = {
            "points": finding.points,
            "band": finding.band,
            "anchor": finding.anchor or "",
            "fired": list(finding.fired),
            "undecided": [rule.rule for rule in finding.undecided],
        }
        for name, value in want.items():
            if name not in found:
                yield f'driver {driver}: nothing checks "{name}".{suggestion(name, found)}'
            elif found[name] != value:
                yield f"driver {driver}, {name}: expected {_shown(value)}, found {_shown(found[name])}"


def _because(assessment: Assessment, key: str, wanted: Mapping[str, str]) -> Iterator[str]:
    reasons = {flag.id: flag.because for flag in assessment.impression.flags}
    reasons |= {one.id: one.because for one in assessment.impression.differentials}
    reasons |= {basis.rule: basis.because for finding in assessment.impression.findings for basis in finding.basis}
    for name, text in wanted.items():
        found = reasons.get(name)
        if found is None or text not in found:
            yield f'because of {name}: expected "{text}", found "{found or "nothing"}"'


def _says(assessment: Assessment, key: str, wanted: list[str]) -> Iterator[str]:
    printed = [message.text for message in assessment.impression.messages if message.audience == "patient"]
    for text in wanted:
        if not any(text in one for one in printed):
            yield f'says: "{text}" is not said'


def _in_words(assessment: Assessment, key: str, wanted: Any) -> Iterator[str]:
    """For a reader only; what it says is tested elsewhere."""
    return iter(())


def _shown(value: Any) -> str:
    return json.dumps(value, default=str)


EXPECTATIONS: Mapping[str, Expectation] = {
    "tier": _same(lambda found: found.impression.tier),
    "flags": _sorted(_flags),
    "flags_include": _holds_all(_flags),
    "hold": _same(lambda found: found.impression.hold_physio_now),
    "outcome": _same(lambda found: found.impression.outcome),
    "lead": _same(lambda found: found.impression.lead or ""),
    "add_ons": _same(lambda found: list(found.impression.add_ons)),
    "provisional": _same(lambda found: found.impression.provisional),
    "examine_roots_first": _same(lambda found: found.impression.examine_roots_first),
    "next_questions": _holds_all(lambda found: [one.item for one in found.next_questions]),
    "missing_core": _sorted(_missing_core),
    "messages": _holds_all(_messages),
    "not_messages": _holds_none(_messages),
    "differentials": _holds_all(_differentials),
    "not_differentials": _holds_none(_differentials),
    "phase": _same(lambda found: found.care_plan.phase),
    "pack": _same(lambda found: list(found.care_plan.exercises)),
    "blocked_by": _sorted(lambda found: found.care_plan.blocked_by),
    "advice": _holds_all(lambda found: found.care_plan.advice),
    "advice_exactly": _same(lambda found: list(found.care_plan.advice)),
    "review_days": _same(lambda found: found.care_plan.review_days),
    "drivers": _drivers,
    "because": _because,
    "says": _says,
    "must_not": _in_words,
}
