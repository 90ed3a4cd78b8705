"""The programme as it stands: the rules' proposal, or one for the drivers the physio chose, with every change redone.

A change is kept as what was done and why. When an answer changes, the proposal is made anew and the changes are made
again on it, so that a caution that appears later is never overlooked.
"""

from msgspec.structs import replace

from forms.assessment import Assessment
from forms.programme.builder import build_programme
from forms.programme.care_plan import CarePlan, Change, ProgrammeRefused
from forms.programme.changes import add_exercise, clear_hard_stop, move_exercise, remove_exercise
from forms.programme.content import ProgrammeContent
from forms.programme.starting import read_wanted, start_from

# Outcomes without a programme: choosing drivers cannot give one.
_NO_PROGRAMME = ("safety_first", "insufficient_information")


def may_choose(assessment: Assessment) -> bool:
    """Whether a programme can be made for drivers of the physio's choice."""
    return assessment.impression.outcome not in _NO_PROGRAMME


def drivers_of(assessment: Assessment, choice: tuple[str, ...] | None) -> tuple[str, ...]:
    """The drivers the programme is made for, the lead first. `choice` None: as the rules say; (): no clear driver.

    A supported nerve root leads whatever is chosen (knowledge base 2.2, rule 3).
    """
    impression = assessment.impression
    if choice is None or not may_choose(assessment):
        return tuple(one for one in (impression.lead, *impression.add_ons) if one)
    scoring = assessment.content.rulebook.scoring
    first = scoring.leads_when_supported
    chosen = (first, *(one for one in choice if one != first)) if first in impression.supported else choice
    return chosen[: scoring.most_shown]


def propose(assessment: Assessment, choice: tuple[str, ...] | None) -> CarePlan:
    """The programme before the physio changes an exercise."""
    if choice is None or not may_choose(assessment):
        return assessment.care_plan
    impression = assessment.impression
    drivers = drivers_of(assessment, choice)
    outcome = "combination" if len(drivers) > 1 else "drivers" if drivers else "no_clear_driver"
    return build_programme(
        assessment.content.programme,
        assessment.facts,
        outcome=outcome,
        lead=drivers[0] if drivers else None,
        add_ons=drivers[1:],
        supported=impression.supported,
        differentials=frozenset(one.id for one in impression.differentials),
        tier=impression.tier,
        open_flags=tuple(flag.id for flag in impression.blocking_flags),
        hold=impression.hold_physio_now,
    )


def redo(
    content: ProgrammeContent, proposal: CarePlan, changes: tuple[Change, ...]
) -> tuple[CarePlan, tuple[Change, ...]]:
    """The proposal with the changes made again, and those that can no longer be made."""
    plan = replace(proposal, changes=())
    lost: list[Change] = []
    for change in changes:
        try:
            plan = _redone(content, plan, change)
        except ProgrammeRefused:
            lost.append(change)
    return plan, tuple(lost)


def _redone(content: ProgrammeContent, plan: CarePlan, change: Change) -> CarePlan:
    if change.action == "add":
        return add_exercise(content, plan, change.what, reason=change.reason)
    if change.action == "remove":
        return remove_exercise(content, plan, change.what, reason=change.reason)
    if change.action == "start":
        return start_from(content, plan, read_wanted(change.what), reason=change.reason)
    if change.action == "move":
        return move_exercise(content, plan, change.what, to=change.position or 0)
    return clear_hard_stop(plan, change.what, reason=change.reason)
