"""Answers -> issues: blank but required, out of range, impossible, or contradicting another answer.

Nothing here raises: trouble with an answer is data. `check` looks at a whole form, `value_issues` at one answer.
"""

import math
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from forms.conditions import Condition
from forms.facts import Facts, highest_amount, is_possible_amount, parse_date
from forms.loading import DataFile, suggestion
from forms.patient import is_nhs_number
from forms.questionnaire import Block, Item, Page, Questionnaire, Role, Stage
from forms.questionnaire_file import condition, vocabulary_of
from forms.response import Value, entry_key

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")

# The stages that are filled in before a physio examines.
INTAKE_STAGES: tuple[Stage, ...] = ("details", "intake")


class Issue(Struct, frozen=True):
    """One thing to look at. link_id: the key of the answer it stands beside; a text never repeats what was typed."""

    severity: Severity
    code: str
    link_id: str
    text: str


class Asked(NamedTuple):
    """One question that is put to this person: its key, and the stage of its page."""

    key: str
    item: Item
    stage: Stage


class Contradiction(Struct, frozen=True):
    """Two answers that cannot both be right. The text stands beside each of `items`."""

    id: str
    when: Condition
    severity: Severity
    items: tuple[str, ...]
    text: str


class Needed(Struct, frozen=True):
    """What is left, in the order it is asked: every unanswered question, and those of them that are required."""

    unanswered: tuple[str, ...]
    required: tuple[str, ...]


def read_contradictions(name: str, content: bytes, questionnaire: Questionnaire) -> tuple[Contradiction, ...]:
    """Read `rules/consistency.toml`; ContentError names the file, the line and what would be right."""
    file = DataFile(name, content)
    vocabulary = vocabulary_of(questionnaire)
    found: list[Contradiction] = []
    for entry in file.table.tables("contradiction"):
        contradiction_id = entry.text("id")
        entry.named(f'contradiction "{contradiction_id}"')
        if any(contradiction_id == other.id for other in found):
            raise entry.fail(f'duplicate id "{contradiction_id}"; give it another name or delete one.', "id")
        items = entry.texts("items")
        for link_id in items:
            if link_id not in questionnaire.items:
                raise entry.fail(f'unknown item "{link_id}".{suggestion(link_id, questionnaire.items)}', "items")
        severity: Severity = entry.one_of("severity", SEVERITIES)  # type: ignore[assignment]
        when = condition(entry, "when", entry.text("when"), vocabulary)
        found.append(Contradiction(contradiction_id, when, severity, items, entry.text("text")))
        entry.finish()
    file.table.finish()
    return tuple(found)


# --- A whole form --------------------------------------------------------------------------------------------------


def check(
    questionnaire: Questionnaire,
    facts: Facts,
    *,
    contradictions: Collection[Contradiction] = (),
    stages: Collection[Stage] = INTAKE_STAGES,
    questions: Sequence[Asked] | None = None,
) -> tuple[Issue, ...]:
    """Every issue of the answers as they stand. Only questions of `stages` can be missing; all answers are checked.

    questions: what `asked(facts)` found, where the caller has it already.
    """
    issues: list[Issue] = []
    authored = facts.intake_date()
    for key, item, stage in asked(facts) if questions is None else questions:
        if item.type == "display":
            continue
        if item.is_derived:
            issues += _derived_issues(facts, item)
            continue
        value = facts.response.value(key)
        if not has_answer(item, value):
            if item.required and stage in stages:
                issues.append(Issue("error", "required", key, "This needs an answer."))
            continue
        assert value is not None
        issues += value_issues(item, value, authored, key=key)
    issues += _since_issues(questionnaire, facts)
    issues += _contradictions(questionnaire, facts, contradictions)
    return tuple(issues)


def needed(
    questionnaire: Questionnaire,
    facts: Facts,
    *,
    stages: Collection[Stage] = INTAKE_STAGES,
    role: Role | None = None,
    questions: Sequence[Asked] | None = None,
) -> Needed:
    """What is left to answer, for "7 left, 3 needed"; with a role, only what that person may enter."""
    unanswered: list[str] = []
    required: list[str] = []
    for key, item, stage in asked(facts) if questions is None else questions:
        if stage not in stages or item.type == "display" or item.is_derived:
            continue
        if role is not None and role not in item.who:
            continue
        if item.type == "boolean" and not item.required:
            continue  # a tick that nobody needs says enough by being blank
        if not has_answer(item, facts.response.value(key)):
            unanswered.append(key)
            if item.required:
                required.append(key)
    return Needed(tuple(unanswered), tuple(required))


def has_answer(item: Item, value: Value | None) -> bool:
    """Whether something was answered; "not sure" is an answer. Asked option by option, every option must be."""
    if value is None or value == "" or value == ():
        return False
    if not (item.asked_each and isinstance(value, tuple)):
        return True
    if not any(entry[:1] in "-?" for entry in value) or item.exclusive_code in value:
        return True
    named = {entry.lstrip("-?") for entry in value}
    return all(option.code in named for option in item.options if not option.is_exclusive and not option.is_unknown)


def is_asked(facts: Facts, item: Item, key: str) -> bool:
    """Whether to put the question: it applies, or it is a red-flag question and that is still open.

    A safety question must not drop out of sight because another answer is blank; a detail waits for its question.
    """
    enabled = facts.is_enabled(key)
    return enabled is True or (enabled is None and bool(item.flag))


def entry_numbers(facts: Facts, block: Block) -> tuple[int, ...]:
    """The entries of a repeating block to show: those with answers, or a first blank one when there may be any.

    A block without a gate asks in its first entry whether there is anything at all.
    """
    numbers = facts.response.entries(block.id)
    if not numbers and (not block.gate or facts.known(block.gate) == "yes"):
        return (1,)
    return numbers


def page_keys(facts: Facts, page: Page) -> tuple[str, ...]:
    """The keys of a page in the order they are asked, the questions of a repeating block entry by entry."""
    keys: list[str] = []
    done: set[str] = set()
    for link_id in page.items:
        block = facts.questionnaire.blocks.get(facts.questionnaire.items[link_id].block)
        if block is None:
            keys.append(link_id)
        elif block.id not in done:
            done.add(block.id)
            keys += [entry_key(block.id, number, own) for number in entry_numbers(facts, block) for own in block.items]
    return tuple(keys)


def asked(facts: Facts) -> tuple[Asked, ...]:
    """Everything that is put to this person, lines of text among it, in the order of the form."""
    items = facts.questionnaire.items
    return tuple(
        Asked(key, item, page.stage)
        for page in facts.questionnaire.pages
        for key in page_keys(facts, page)
        if is_asked(facts, item := items[key.rsplit("/", 1)[-1]], key)
    )


def _derived_issues(facts: Facts, item: Item) -> Iterator[Issue]:
    # What rules see leaves out an impossible amount; here it is what has to be said.
    given = facts.response.value(item.link_id)
    derived = facts.derived(item)
    value = given if derived is None else derived
    if item.type != "quantity" or isinstance(value, bool) or not isinstance(value, int | float):
        return
    reads = item.derivation.reads if item.derivation is not None else ()
    was_given = given is not None
    key = item.link_id if was_given or not reads else reads[0]
    for issue in _quantity_issues(item, value, facts.intake_date(), key):
        yield Issue(issue.severity, issue.code, key, f"{item.label}: {issue.text}")


def _since_issues(questionnaire: Questionnaire, facts: Facts) -> Iterator[Issue]:
    """Clinical knowledge base 6.15: the date wins over the tick, and the disagreement is shown."""
    for item in questionnaire.items.values():
        if not item.since or facts.known(item.link_id) not in ("yes_new", "yes_old"):
            continue
        day = facts.known(item.since)
        if not isinstance(day, int):
            continue
        is_recent = facts.intake_day() - day <= questionnaire.recent_days
        if is_recent != (facts.known(item.link_id) == "yes_new"):
            days = questionnaire.recent_days
            when = f"within {days} days" if is_recent else f"more than {days} days ago"
            text = f"This date is {when}, but the answer above says otherwise. The date counts."
            yield Issue("warning", "since", item.since, text)


def _contradictions(
    questionnaire: Questionnaire, facts: Facts, contradictions: Collection[Contradiction]
) -> Iterator[Issue]:
    for contradiction in contradictions:
        if contradiction.when.holds(facts):
            for link_id in contradiction.items:
                for key in _beside(questionnaire.items[link_id], facts):
                    yield Issue(contradiction.severity, contradiction.id, key, contradiction.text)


def _beside(item: Item, facts: Facts) -> tuple[str, ...]:
    """The keys of the answers an issue with this one stands beside: a derived answer has no place on its page."""
    if item.block:
        return (entry_key(item.block, facts.feeding_entry(item.block) or 1, item.link_id),)
    return _resting_on(item, facts) or (item.link_id,) if item.is_derived else (item.link_id,)


def _resting_on(item: Item, facts: Facts) -> tuple[str, ...]:
    """Answers of its own page without which a derived answer would be another; two are enough to find the place."""
    page, value, left, found = facts.questionnaire.page_of(item.link_id), facts.derived(item), facts, []
    for link_id in item.derivation.reads if item.derivation is not None else ():
        if link_id in page.items and facts.response.value(link_id) is not None:
            without = left.with_response(left.response.with_answer(link_id, None))
            if without.derived(item) == value:
                left = without
            else:
                found.append(link_id)
    return tuple(found[:2])


# --- One answer ----------------------------------------------------------------------------------------------------


def value_issues(item: Item, value: Value, authored: date, *, key: str = "") -> Iterator[Issue]:
    """What is wrong with one answer on its own. authored: the day that "in the future" is counted from."""
    key = key or item.link_id
    if item.type == "boolean":
        if not isinstance(value, bool):
            yield Issue("error", "type", key, "This is a tick: it must be true or false.")
    elif item.type == "choice":
        yield from _choice_issues(item, value, key)
    elif item.type == "quantity":
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield Issue("error", "type", key, "This must be a number.")
        else:
            yield from _quantity_issues(item, value, authored, key)
    elif item.type == "date":
        yield from _date_issues(item, value, authored, key)
    else:
        yield from _text_issues(item, value, key)


def _choice_issues(item: Item, value: Value, key: str) -> Iterator[Issue]:
    if not item.repeats:
        if not isinstance(value, str):
            yield Issue("error", "type", key, "This must be one of the answers.")
        elif item.option(value) is None:
            if item.open_text:
                yield from _text_issues(item, value, key)
            else:
                yield Issue("error", "code", key, f"This is not an answer to this question.{_allowed(item, value)}")
        return
    if not isinstance(value, tuple):
        yield Issue("error", "type", key, "Several answers are possible here; they must be a list.")
        return
    marks = "-?" if item.asked_each else ""
    chosen: list[str] = []
    for entry in value:
        marked = entry[:1] != "" and entry[:1] in marks
        code = entry[1:] if marked else entry
        if item.option(code) is None:
            yield Issue("error", "code", key, f"One answer is not an answer to this question.{_allowed(item, code)}")
        elif not marked:
            chosen.append(code)
    if len({entry.lstrip(marks) if marks else entry for entry in value}) < len(value):
        yield Issue("error", "repeated", key, "The same answer is given twice.")
    exclusive = next((o for o in item.options if o.is_exclusive and o.code in chosen), None)
    if exclusive is not None and len(chosen) > 1:
        yield Issue("error", "exclusive", key, f'"{exclusive.label}" cannot stand beside another answer.')


def _allowed(item: Item, code: str) -> str:
    return suggestion(code, item.codes) or f" Allowed here: {', '.join(item.codes)}."


def _quantity_issues(item: Item, value: float, authored: date, key: str) -> Iterator[Issue]:
    if not math.isfinite(value):
        yield Issue("error", "type", key, "This must be an ordinary number.")
        return
    if not is_possible_amount(item, value, authored):
        limits = _range(item, item.low, highest_amount(item, authored))
        yield Issue("error", "range", key, f"This must be {limits}.")
        return
    # Only steps of one mean whole numbers; a step of a half is how far the arrow keys go.
    if (item.step == 1 or item.unit == "year") and value != int(value):
        yield Issue("error", "whole", key, "This must be a whole number.")
    if _is_outside(value, item.soft_low, item.soft_high):
        yield Issue("warning", "unusual", key, f"Are you sure? Usually {_range(item, item.soft_low, item.soft_high)}.")


def _is_outside(value: float, low: float | None, high: float | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)


def _range(item: Item, low: float | None, high: float | None) -> str:
    unit = f" {item.unit}" if item.unit and item.unit != "year" else ""
    if low is None:
        return f"{high:g}{unit} or less"
    if high is None:
        return f"{low:g}{unit} or more"
    return f"from {low:g} to {high:g}{unit}"


def _date_issues(item: Item, value: Value, authored: date, key: str) -> Iterator[Issue]:
    day = parse_date(value) if isinstance(value, str) else None
    if day is None:
        yield Issue("error", "date", key, "This must be a date that exists, as in 2026-03-02.")
    elif item.not_future and day > authored:
        yield Issue("error", "future", key, "This date is after the day of the intake.")


def _text_issues(item: Item, value: Value, key: str) -> Iterator[Issue]:
    if not item.repeats:
        if isinstance(value, str):
            yield from _one_text_issues(item, value, key)
        else:
            yield Issue("error", "type", key, "This must be text.")
        return
    if not isinstance(value, tuple):
        yield Issue("error", "type", key, "Several texts are possible here; they must be a list.")
        return
    if item.high is not None and len(value) > item.high:
        yield Issue("error", "range", key, f"At most {item.high:g} texts.")
    for text in value:
        yield from _one_text_issues(item, text, key)


def _one_text_issues(item: Item, text: str, key: str) -> Iterator[Issue]:
    if len(text.strip()) < item.min_length:
        yield Issue("error", "length", key, f"At least {item.min_length} characters, please.")
    if item.max_length and len(text) > item.max_length:
        yield Issue("error", "length", key, f"At most {item.max_length} characters, please.")
    if item.format and text.strip():
        yield from _format_issues(item, text.strip(), key)


_PHONE = re.compile(r"\+?[\d\s().\-/]{5,}(?:\s*(?:ext\.?|x)\s*\d+)?", re.ASCII | re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>.]+(?:\.[^\s@,;<>.]+)+")


def _format_issues(item: Item, text: str, key: str) -> Iterator[Issue]:
    if item.format == "phone" and (_PHONE.fullmatch(text) is None or sum(c.isdigit() for c in text) < 5):
        yield Issue("error", "format", key, "This is not a phone number: digits, spaces and a + in front, please.")
    elif item.format == "email" and _EMAIL.fullmatch(text) is None:
        yield Issue("error", "format", key, "This is not an email address: name@example.org, please.")
    elif item.format == "nhs_number" and not is_nhs_number(text):
        digits = sum(c.isdigit() for c in text)
        if digits == 10:
            yield Issue("error", "format", key, "One digit of this NHS number is wrong: its check digit does not fit.")
        else:
            # Clinics elsewhere write other health numbers here.
            yield Issue("warning", "format", key, "A UK NHS number has 10 digits. Is this another country's number?")
