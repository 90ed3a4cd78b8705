"""Starting from a programme that was printed before: today's answers decide over each of its exercises anew.

Nothing gets round a caution this way. What speaks against an exercise today leaves it out, and it comes back only as
any other exercise does: added by the physio, with a reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, unquote

from msgspec import Struct
from msgspec.structs import replace

from forms.programme.builder import done_less_often
from forms.programme.care_plan import Activity, CarePlan, Change, LeftOut, ProgrammeRefused, Version
from forms.programme.changes import BY_HAND, setting_of
from forms.programme.choosing import consider, fits_beside
from forms.programme.content import ProgrammeContent
from forms.programme.exercises import Exercise
from forms.programme.phases import ListEntry
from forms.programme.programme_code import Prescribed


class Wanted(Struct, frozen=True):
    """One exercise of the printed programme, for the library of today. times_a_day: where it was done less often."""

    exercise: str
    version: Version = "standard"
    variant: str = ""
    times_a_day: int | None = None


class Weighed(Struct, frozen=True):
    """What today makes of an exercise that was printed: an activity, or why there is none."""

    wanted: Wanted
    activity: Activity | None
    left_out: tuple[LeftOut, ...] = ()


def wanted_today(prescribed: Iterable[Prescribed], exercises: Mapping[str, Exercise]) -> tuple[Wanted, ...]:
    """What was printed, for the library of today; where that has another dose now, its own."""
    return tuple(
        Wanted(one.exercise, one.version, one.variant, _times(one, exercises.get(one.exercise))) for one in prescribed
    )


def weigh(content: ProgrammeContent, plan: CarePlan, wanted: Sequence[Wanted], because: str) -> tuple[Weighed, ...]:
    """Each exercise against today's cautions, kit and the exercises before it."""
    chosen: list[Activity] = []
    found = []
    for one in wanted:
        weighed = _weighed(content, plan, one, because, chosen)
        found.append(weighed)
        if weighed.activity is not None:
            chosen.append(weighed.activity)
    return tuple(found)


def start_from(content: ProgrammeContent, plan: CarePlan, wanted: Sequence[Wanted], *, reason: str) -> CarePlan:
    """The plan with these exercises instead of those proposed; walking stays in every programme, and last."""
    because = f"From a printed programme, {reason}."
    last = content.phases.pack.last
    if last not in [one.exercise for one in wanted]:
        wanted = (*wanted, Wanted(last))
    weighed = weigh(content, plan, sorted(wanted, key=lambda one: one.exercise == last), because)
    activities = tuple(one.activity for one in weighed if one.activity is not None)
    if all(one.exercise == last for one in activities):
        raise ProgrammeRefused("None of these exercises suits today's answers. Go on from the proposal.")
    left_out = (refused for one in weighed for refused in one.left_out if refused.exercise in content.exercises)
    plan = replace(plan, left_out=tuple(dict.fromkeys((*left_out, *plan.left_out))))
    return plan.with_activities(activities, Change("start", written(wanted), reason))


def _weighed(
    content: ProgrammeContent, plan: CarePlan, one: Wanted, because: str, chosen: Sequence[Activity]
) -> Weighed:
    exercise = content.exercises.get(one.exercise)
    if exercise is None:
        return Weighed(one, None, (LeftOut(one.exercise, "library", "It is not in the library any more."),))
    entry = ListEntry(one.exercise, one.variant if one.variant in exercise.variants else "")
    verdict = consider(content, entry, setting_of(plan), list_id=BY_HAND, because=because, version=one.version)
    activity = verdict.activity
    if activity is None:
        return Weighed(one, None, verdict.refused)
    if not fits_beside(content, activity.exercise, chosen):
        return Weighed(
            one, None, (LeftOut(one.exercise, "beside", "It is there already, or does not go with another."),)
        )
    if one.times_a_day is not None and one.times_a_day < activity.dose.least_times_a_day:
        seconds = content.phases.pack.seconds_a_rep
        activity = done_less_often(activity, one.times_a_day, plan.minutes_allowed, seconds)
    return Weighed(one, activity)


def _times(one: Prescribed, today: Exercise | None) -> int | None:
    times = one.dose.least_times_a_day
    if today is None or one.dose == today.dose or one.dose != today.dose.at_times_a_day(times):
        return None
    return times


# --- as the log of changes keeps it


def written(wanted: Iterable[Wanted]) -> str:
    """`E10 E12/easier E24/standard/half E01/standard//1`: ids in order, with what is not usual."""
    parts = (
        [one.exercise, one.version if one != Wanted(one.exercise) else "", one.variant, str(one.times_a_day or "")]
        for one in wanted
    )
    return " ".join("/".join(quote(part, safe="") for part in four).rstrip("/") for four in parts)


def read_wanted(text: str) -> tuple[Wanted, ...]:
    """What `written` wrote."""
    return tuple(_read_wanted([*map(unquote, entry.split("/")), "", "", ""]) for entry in text.split(" "))


def _read_wanted(parts: Sequence[str]) -> Wanted:
    exercise, version, variant, times = parts[:4]
    return Wanted(exercise, version or "standard", variant, int(times) if times else None)  # type: ignore[arg-type]
