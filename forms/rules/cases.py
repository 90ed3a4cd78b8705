"""Cases as data: given answers, what must follow; run for the program's own rules and for a clinic's pack.

A case is a quiet person (every safety question no) with some answers; with `nothing_else` nobody is assumed quiet.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, get_args

from msgspec import Struct

from forms.answers_file import read_answers
from forms.assessment import Assessment, assess_all
from forms.content import Content
from forms.errors import AnswersError
from forms.loading import DataFile, Table, suggestion
from forms.programme.care_plan import HOLD, SAFETY_FIRST
from forms.rules.engine import HISTORY_ANCHOR
from forms.rules.impression import TIERS, Band, Outcome

INTAKE = date(2026, 3, 2)
QUIET = "examples/defaults.toml"
_PARTS = ("name", "answers", "expect", "nothing_else")


class RuleCase(Struct, frozen=True):
    """One case of a file. `expect` names what is looked at: see `EXPECTATIONS`."""

    file: str
    line: int
    name: str
    answers: Mapping[str, Any]
    expect: Mapping[str, Any]
    nothing_else: bool = False


class Difference(Struct, frozen=True):
    """One thing in which a case comes out otherwise. part, key: which of its answers or expectations it is about."""

    text: str
    part: Literal["answers", "expect"]
    key: str

    def __str__(self) -> str:
        return self.text

    def line(self, case: RuleCase, file: str) -> int:
        """Where in the text of the case's file it stands; the line of the case when that is not found."""
        lines = file.splitlines()
        here = found = case.line
        for word in (self.part, self.key):
            is_it = re.compile(rf'(?<![\w"]){re.escape(word)}"?\s*[=.\]]|"{re.escape(word)}"\s*=')
            for number, line in enumerate(lines[here - 1 :], here):
                if number > case.line and re.match(r"\s*\[\[\s*case\s*\]\]", line):
                    break
                if is_it.search(line):
                    here = found = number
                    break
        return found


def read_cases(name: str, content: bytes) -> tuple[RuleCase, ...]:
    """The `[[case]]` entries of one file; ContentError names the file, the line and what would be right."""
    file = DataFile(name, content)
    cases = tuple(
        _case(name, file.line_of_entry("case", number, 1), entry)
        for number, entry in enumerate(file.table.tables("case"))
    )
    file.table.finish()
    if not cases:
        raise file.table.fail("no case stands here. Begin one with [[case]], or take the file away.")
    return cases


def _case(name: str, line: int, entry: Table) -> RuleCase:
    entry.only(_PARTS)
    title = entry.text("name")
    entry.named(f'case "{title}"')
    answers, expected = entry.table("answers").as_written(), _expected(entry.table("expect"))
    return RuleCase(name, line, title, answers, expected, entry.flag("nothing_else", False))


def _expected(table: Table) -> Mapping[str, Any]:
    for key in table.keys():
        if key not in EXPECTATIONS:
            near = suggestion(key, EXPECTATIONS) or f" What may be expected: {', '.join(EXPECTATIONS)}."
            raise table.fail(f'nothing checks "{key}".{near}', key)
    return {key: EXPECTATIONS[key].read(table, key) for key in table.keys()}


def read_examples(files: Mapping[str, bytes]) -> tuple[RuleCase, ...]:
    """The worked examples of a pack, as cases."""
    quiet = quiet_answers(files)
    return tuple(
        _example(name, DataFile(name, files[name]).table, quiet)
        for name in sorted(files)
        if name.startswith("examples/") and name != QUIET
    )


def _example(name: str, table: Table, quiet: Mapping[str, Any]) -> RuleCase:
    table.only(("title", "name", "birth_date", "story", "defaults", "answers", "expect", "then"))
    title, born = table.text("title"), table.day("birth_date")
    for key in ("name", "story"):
        table.text(key)
    usual = quiet if table.flag("defaults", True) else {}
    answers = {"pt_dob": born.isoformat(), **usual, **table.table("answers").as_written()}
    expected = _expected(table.table("expect"))
    for step in table.tables("then"):
        _step(step)
    return RuleCase(name, 1, title, answers, expected, nothing_else=True)


def _step(table: Table) -> None:
    """What happens next in an example is tried by the tests alone; here it is only read."""
    table.only(("what", "answers", "reviews", "expect"))
    for key in ("answers", "reviews"):
        if table.has(key):
            table.table(key).as_written()
    _expected(table.table("expect"))


def quiet_answers(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Every safety question answered no, no illness and no medicine, and nothing else said."""
    table = DataFile(QUIET, files[QUIET]).table
    table.day("intake_date")
    answers = table.table("answers").as_written()
    table.finish()
    return answers


def failures(case: RuleCase, content: Content, quiet: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Everything in which the case comes out otherwise, each in a sentence; nothing when all is as expected."""
    answers = {**({} if case.nothing_else else quiet), **case.answers}
    document = json.dumps({"intake_date": INTAKE.isoformat(), "answers": answers}, default=str)
    unknown = tuple(Difference(text, "expect", key) for key, text in _unknown(case.expect, content))
    try:
        response = read_answers(document.encode(), content.questionnaire).response
    except AnswersError as error:
        return (*(Difference(text, "answers", _answer_in(text)) for text in error.problems), *unknown)
    known = {key: wanted for key, wanted in case.expect.items() if key not in {one.key for one in unknown}}
    found = _compared(assess_all(response, content), known)
    return (*unknown, *(Difference(text, "expect", key) for key, text in found))


def _answer_in(problem: str) -> str:
    """The question that a problem of an answers file is about."""
    match = re.match(r'answers(?:\.(\w+)|: unknown key "([^"]+)")', problem)
    return (match[1] or match[2]) if match else ""


def _unknown(expected: Mapping[str, Any], content: Content) -> Iterator[tuple[str, str]]:
    """Names in an expectation that the content does not have: nothing could be found, or missed, under them."""
    for key, wanted in expected.items():
        for text in EXPECTATIONS[key].unknown(content, wanted):
            yield key, f"{key}: {text}"


def differences(assessment: Assessment, expected: Mapping[str, Any]) -> Iterator[str]:
    """What of an assessment is not as expected."""
    return (text for _, text in _compared(assessment, expected))


def _compared(assessment: Assessment, expected: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, wanted in expected.items():
        for text in EXPECTATIONS[key].compare(assessment, key, wanted):
            yield key, text


# --- what may be expected, and how it is looked at -----------------------------------------------------------------

Look = Callable[[Assessment], Any]
Read = Callable[[Table, str], Any]
Compare = Callable[[Assessment, str, Any], Iterator[str]]
Unknown = Callable[[Content, Any], Iterator[str]]


def _knows_all(content: Content, wanted: Any) -> Iterator[str]:
    return iter(())


class Expectation(Struct, frozen=True):
    """How something expected is written, compared with what comes out, and which of its names are nobody's."""

    read: Read
    compare: Compare
    unknown: Unknown = _knows_all


def _same(look: Look) -> Compare:
    def compare(assessment: Assessment, key: str, wanted: Any) -> Iterator[str]:
        found = look(assessment)
        if found != wanted:
            yield f"{key}: expected {_shown(wanted)}, found {_shown(found)}"

    return compare


def _sorted(look: Look) -> Compare:
    def compare(assessment: Assessment, key: str, wanted: Any) -> Iterator[str]:
        found = sorted(look(assessment))
        if found != sorted(wanted):
            yield f"{key}: expected {_shown(wanted)}, found {_shown(found)}"

    return compare


def _holds_all(look: Look) -> Compare:
    def compare(assessment: Assessment, key: str, wanted: Any) -> Iterator[str]:
        found = look(assessment)
        missing = [one for one in wanted if one not in found]
        if missing:
            yield f"{key}: expected {_shown(missing)}, found {_shown(found)}"

    return compare


def _holds_none(look: Look) -> Compare:
    def compare(assessment: Assessment, key: str, wanted: Any) -> Iterator[str]:
        unwanted = [one for one in wanted if one in look(assessment)]
        if unwanted:
            yield f"{key}: found {_shown(unwanted)}, which must not be there"

    return compare


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
            if found[name] != value:
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


# --- how it is written ---------------------------------------------------------------------------------------------


def _text_or_none(table: Table, key: str) -> str:
    return table.text(key, "")


def _one_of(choices: Iterable[str]) -> Read:
    return lambda table, key: table.one_of(key, choices)


def _texts(table: Table, key: str) -> list[str]:
    return list(table.texts(key))


def _texts_by_id(table: Table, key: str) -> Mapping[str, str]:
    inner = table.table(key)
    return {one: inner.text(one) for one in inner.keys()}


def _driver_tables(table: Table, key: str) -> Mapping[str, Mapping[str, Any]]:
    inner = table.table(key)
    return {driver: _driver_table(inner.table(driver)) for driver in inner.keys()}


def _driver_table(table: Table) -> Mapping[str, Any]:
    table.only(_OF_A_DRIVER)
    return {key: _OF_A_DRIVER[key](table, key) for key in table.keys()}


_OF_A_DRIVER: Mapping[str, Read] = {
    "points": Table.whole,
    "band": _one_of(get_args(Band)),
    "anchor": _text_or_none,
    "fired": _texts,
    "undecided": _texts,
}


# --- which names there are -----------------------------------------------------------------------------------------


def _no(what: str, names: Callable[[Content], Iterable[str]]) -> Unknown:
    """Says which of the wanted are no names of these, and how one is written where nothing comes near."""

    def unknown(content: Content, wanted: Any) -> Iterator[str]:
        known = tuple(names(content))
        for one in (wanted,) if isinstance(wanted, str) else wanted:
            if one and one not in known:
                near = suggestion(one, known) or f' One is written as "{known[0]}".'
                yield f'there is no {what} "{one}".{near}'

    return unknown


def _items(content: Content) -> Iterable[str]:
    return content.questionnaire.items


def _flag_ids(content: Content) -> Iterable[str]:
    return [flag.id for flag in content.rulebook.flags]


def _open_flags(content: Content) -> Iterable[str]:
    return [f"{one} {tier}{hold}" for one in _flag_ids(content) for tier in reversed(TIERS) for hold in ("", " hold")]


def _driver_ids(content: Content) -> Iterable[str]:
    return [driver.id for driver in content.rulebook.drivers]


def _rule_ids(content: Content) -> Iterable[str]:
    return [*(rule.id for driver in content.rulebook.drivers for rule in driver.rules), HISTORY_ANCHOR]


def _differential_ids(content: Content) -> Iterable[str]:
    return [one.id for one in content.rulebook.differentials]


def _message_ids(content: Content) -> Iterable[str]:
    return [one.id for one in content.rulebook.messages]


def _reason_ids(content: Content) -> Iterable[str]:
    return [*_flag_ids(content), *_differential_ids(content), *_rule_ids(content)]


def _blocking(content: Content) -> Iterable[str]:
    return [*_flag_ids(content), *(caution.code for caution in content.programme.cautions), HOLD, SAFETY_FIRST]


def _unknown_of_drivers(content: Content, wanted: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield from _NO_DRIVER(content, wanted)
    for driver, want in wanted.items():
        for key in ("anchor", "fired", "undecided"):
            for text in _NO_RULE(content, want.get(key, ())):
                yield f"{driver}, {key}: {text}"


_NO_DRIVER = _no("driver", _driver_ids)
_NO_RULE = _no("rule", _rule_ids)
_NO_ITEM = _no("question", _items)
_NO_MESSAGE = _no("message", _message_ids)
_NO_DIFFERENTIAL = _no("differential", _differential_ids)
_NO_EXERCISE = _no("exercise", lambda content: content.programme.exercises)
_NO_ADVICE = _no("advice module", lambda content: content.programme.advice)
_NO_OPEN_FLAG = _no("flag", _open_flags)


EXPECTATIONS: Mapping[str, Expectation] = {
    "tier": Expectation(_one_of(TIERS), _same(lambda found: found.impression.tier)),
    "flags": Expectation(_texts, _sorted(_flags), _NO_OPEN_FLAG),
    "flags_include": Expectation(_texts, _holds_all(_flags), _NO_OPEN_FLAG),
    "hold": Expectation(Table.flag, _same(lambda found: found.impression.hold_physio_now)),
    "outcome": Expectation(_one_of(get_args(Outcome)), _same(lambda found: found.impression.outcome)),
    "lead": Expectation(_text_or_none, _same(lambda found: found.impression.lead or ""), _NO_DRIVER),
    "add_ons": Expectation(_texts, _same(lambda found: list(found.impression.add_ons)), _NO_DRIVER),
    "provisional": Expectation(Table.flag, _same(lambda found: found.impression.provisional)),
    "examine_roots_first": Expectation(Table.flag, _same(lambda found: found.impression.examine_roots_first)),
    "next_questions": Expectation(
        _texts, _holds_all(lambda found: [one.item for one in found.next_questions]), _NO_ITEM
    ),
    "missing_core": Expectation(_texts, _sorted(_missing_core), _NO_ITEM),
    "messages": Expectation(_texts, _holds_all(_messages), _NO_MESSAGE),
    "not_messages": Expectation(_texts, _holds_none(_messages), _NO_MESSAGE),
    "differentials": Expectation(_texts, _holds_all(_differentials), _NO_DIFFERENTIAL),
    "not_differentials": Expectation(_texts, _holds_none(_differentials), _NO_DIFFERENTIAL),
    "phase": Expectation(Table.whole, _same(lambda found: found.care_plan.phase)),
    "pack": Expectation(_texts, _same(lambda found: list(found.care_plan.exercises)), _NO_EXERCISE),
    "blocked_by": Expectation(
        _texts, _sorted(lambda found: found.care_plan.blocked_by), _no("flag or caution", _blocking)
    ),
    "advice": Expectation(_texts, _holds_all(lambda found: found.care_plan.advice), _NO_ADVICE),
    "advice_exactly": Expectation(_texts, _same(lambda found: list(found.care_plan.advice)), _NO_ADVICE),
    "review_days": Expectation(Table.whole, _same(lambda found: found.care_plan.review_days)),
    "drivers": Expectation(_driver_tables, _drivers, _unknown_of_drivers),
    "because": Expectation(_texts_by_id, _because, _no("flag, differential or rule", _reason_ids)),
    "says": Expectation(_texts, _says),
    "must_not": Expectation(_texts, _in_words),
}
