"""What a physio changes in a proposed programme: each change makes a new plan and is kept in its log.

A change that goes against a caution needs a reason; two exercises that may never stand together cannot be forced.
"""

from msgspec.structs import replace

from forms.programme.care_plan import Activity, CarePlan, Change, ProgrammeRefused, Setting
from forms.programme.choosing import consider, fits_beside
from forms.programme.content import ProgrammeContent
from forms.programme.phases import ListEntry

BY_HAND = "physio"

# A hard stop that a physio may lift with a reason, such as the surgeon's clearance. Flags are closed elsewhere.
_LIFTED_HERE = ("X_SURG",)


def add_exercise(content: ProgrammeContent, plan: CarePlan, exercise_id: str, *, reason: str = "") -> CarePlan:
    """Put one more exercise before the walking. A cautioned one needs a reason and comes in as it stands."""
    setting = setting_of(plan)
    if exercise_id not in content.exercises:
        raise ProgrammeRefused(f"There is no exercise {exercise_id}. Choose one from the library.")
    activity, refusals = _wanted(content, exercise_id, setting)
    if not fits_beside(content, activity.exercise, plan.activities):
        raise ProgrammeRefused(f"{activity.exercise} cannot stand beside the others. Remove one first.")
    if refusals and not reason.strip():
        raise ProgrammeRefused(f"{exercise_id} is left out: {' '.join(refusals)} Give a reason to add it all the same.")
    last = content.phases.pack.last
    at = len(plan.activities)
    if at and plan.activities[-1].exercise == last and activity.exercise != last:
        at -= 1
    activities = (*plan.activities[:at], activity, *plan.activities[at:])
    return plan.with_activities(activities, Change("add", activity.exercise, reason.strip(), at))


def remove_exercise(content: ProgrammeContent, plan: CarePlan, exercise_id: str, *, reason: str = "") -> CarePlan:
    """Take an exercise out. Where that is unusual there must be a reason."""
    setting_of(plan)
    position = _position(plan, exercise_id)
    unusual = unusual_to_remove(content, plan, exercise_id)
    if unusual and not reason.strip():
        raise ProgrammeRefused(f"{unusual} Give a reason to leave {exercise_id} out.")
    activities = tuple(activity for activity in plan.activities if activity.exercise != exercise_id)
    return plan.with_activities(activities, Change("remove", exercise_id, reason.strip(), position))


def unusual_to_remove(content: ProgrammeContent, plan: CarePlan, exercise_id: str) -> str:
    """Why taking this out needs a reason; "" where it does not. Walking is in every programme, and not alone."""
    last = content.phases.pack.last
    if exercise_id == last:
        return f"{content.exercises[last].name} is in every programme."
    if [one for one in plan.exercises if one != exercise_id] in ([], [last]):
        return (
            "That would leave no exercise to do beside the walking."
            if last in plan.exercises
            else ("That would leave no exercise at all.")
        )
    return ""


def move_exercise(content: ProgrammeContent, plan: CarePlan, exercise_id: str, *, to: int) -> CarePlan:
    """Put an exercise at another place, counted from 0; walking stays last."""
    setting_of(plan)
    last = content.phases.pack.last
    activity = plan.activities[_position(plan, exercise_id)]
    others = [one for one in plan.activities if one.exercise != exercise_id]
    room = len(others) - (bool(others) and others[-1].exercise == last)
    if exercise_id == last or not 0 <= to <= room:
        raise ProgrammeRefused(f"{exercise_id} cannot go to place {to + 1}; {last} stays last.")
    others.insert(to, activity)
    return plan.with_activities(tuple(others), Change("move", exercise_id, "", to))


def clear_hard_stop(plan: CarePlan, code: str, *, reason: str) -> CarePlan:
    """Lift a caution that stops the pack, such as X_SURG once the surgeon has cleared it."""
    if code not in plan.hard_stops or code not in _LIFTED_HERE:
        raise ProgrammeRefused(f"{code} cannot be lifted here. Answer its question, or close its flag.")
    if not reason.strip():
        raise ProgrammeRefused(f"Give the reason for lifting {code}, such as who cleared it and when.")
    return replace(
        plan,
        blocked_by=tuple(block for block in plan.blocked_by if block != code),
        hard_stops=tuple(stop for stop in plan.hard_stops if stop != code),
        changes=(*plan.changes, Change("clear", code, reason.strip())),
    )


def cautions_against(content: ProgrammeContent, plan: CarePlan, exercise_id: str) -> tuple[str, ...]:
    """Why this exercise is not offered to this person, in words; empty when nothing speaks against it."""
    return _wanted(content, exercise_id, setting_of(plan))[1]


def setting_of(plan: CarePlan) -> Setting:
    """What the choice was made in; ProgrammeRefused where there is no programme to change."""
    if plan.setting is None:
        raise ProgrammeRefused("There is no programme to change yet: settle what blocks it first.")
    return plan.setting


def _position(plan: CarePlan, exercise_id: str) -> int:
    if exercise_id not in plan.exercises:
        raise ProgrammeRefused(f"{exercise_id} is not in this programme.")
    return plan.exercises.index(exercise_id)


def _wanted(content: ProgrammeContent, exercise_id: str, setting: Setting) -> tuple[Activity, tuple[str, ...]]:
    """The activity to add, and what speaks against it; what is forced carries the words of the caution it defies."""
    entry = ListEntry(exercise_id)
    because = "Added by the physiotherapist."
    verdict = consider(content, entry, setting, list_id=BY_HAND, because=because)
    refused = verdict.refused
    while verdict.activity is None:
        codes = {one.code for one in refused}
        setting = replace(
            setting,
            cautions=tuple(caution for caution in setting.cautions if caution.code not in codes),
            kit=None if "kit" in codes else setting.kit,
            kept_out=() if "driver" in codes else setting.kept_out,
        )
        verdict = consider(content, entry, setting, list_id=BY_HAND, because=because)
        refused += verdict.refused
    words = {caution.code: caution.print for caution in content.cautions}
    support = tuple(dict.fromkeys(words[one.code] for one in refused if one.code in words))
    reasons = tuple(dict.fromkeys(one.because if one.because.endswith(".") else f"{one.because}." for one in refused))
    return replace(verdict.activity, support=(*verdict.activity.support, *support)), reasons
