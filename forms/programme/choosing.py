"""Whether one exercise suits one person, and in which form: the cautions first, then the kit at home."""

from collections.abc import Collection, Iterable

from msgspec import Struct

from forms.programme.care_plan import Activity, Adaptation, LeftOut, Setting, Version
from forms.programme.content import ProgrammeContent
from forms.programme.exercises import Exercise
from forms.programme.phases import ListEntry

_SIDE_WORDS = {"L": "left", "R": "right"}


class Verdict(Struct, frozen=True):
    """An activity when the exercise suits, else why not."""

    activity: Activity | None
    refused: tuple[LeftOut, ...] = ()


def consider(
    content: ProgrammeContent,
    entry: ListEntry,
    setting: Setting,
    *,
    list_id: str,
    because: str,
    instead_of: str = "",
    version: Version = "standard",
) -> Verdict:
    """Weigh one exercise against the cautions, then against the kit; where its easier way is another, that one.

    version: how it is wanted; a caution or lacking kit still makes it easier.
    """
    exercise = content.exercises[entry.exercise]
    refused: list[LeftOut] = []
    adaptations: list[Adaptation] = []
    support: list[str] = []
    for caution in setting.cautions:
        avoid = exercise.avoids(caution.code)
        if exercise.id in caution.always_remove:
            refused.append(LeftOut(exercise.id, caution.code, caution.title))
        elif avoid is None:
            continue
        elif avoid.adaptation:
            adaptations.append(Adaptation(caution.code, avoid.adaptation))
        elif caution.effect == "easier":
            version = "easier"
        elif caution.effect == "support":
            support.append(caution.print)
        else:
            refused.append(LeftOut(exercise.id, caution.code, caution.title))
    if exercise.id in setting.kept_out:
        refused.append(LeftOut(exercise.id, "driver", setting.kept_out_because))
    if version == "standard" and lacks(setting.kit, exercise.kit) and exercise.without_kit == "easier":
        version = "no_kit"
    if lacks(setting.kit, exercise.kit if version == "standard" else exercise.easier_kit):
        refused.append(LeftOut(exercise.id, "kit", "The kit is not at home."))
    if refused:
        return Verdict(None, tuple(refused))
    if version != "standard" and exercise.easier_exercise:
        other = ListEntry(exercise.easier_exercise)
        return consider(content, other, setting, list_id=list_id, because=because, instead_of=exercise.id)
    side = setting.side if exercise.has_sides else ""
    return Verdict(
        Activity(
            exercise=exercise.id,
            list=list_id,
            because=because,
            version=version,
            dose=exercise.dose,
            variant=entry.variant,
            variant_text=exercise.variants.get(entry.variant, ""),
            adaptations=tuple(adaptations),
            support=tuple(support),
            instead_of=instead_of,
            side=side,
            side_words=_side_words(exercise, side),
            minutes_a_day=counted_minutes(content, exercise),
        )
    )


def may_go_harder(content: ProgrammeContent, activity: Activity, setting: Setting | None) -> bool:
    """Whether the harder way may stand on the paper.

    Not beside a caution's own way of doing it, nor beside a list's, and not where it is an exercise kept from this
    person: what a caution takes back, the progression must not hand out again.
    """
    if activity.adaptations or activity.support or activity.variant or activity.version == "easier":
        return False
    harder = content.exercises[activity.exercise].harder_exercise
    if not harder or setting is None:
        return True
    refused = consider(content, ListEntry(harder), setting, list_id="", because="").refused
    return all(one.code == "kit" for one in refused)


def lacks(at_home: Collection[str] | None, needed: Collection[str]) -> bool:
    """Whether none of the kit that would do is at home; what is not known is not lacking."""
    return bool(needed) and at_home is not None and not any(kind in at_home for kind in needed)


def fits_beside(content: ProgrammeContent, exercise_id: str, chosen: Iterable[Activity]) -> bool:
    """Whether it is neither in the pack already nor an enemy of one that is."""
    present = {activity.exercise for activity in chosen}
    enemies = (group for group in content.phases.pack.never_together if exercise_id in group)
    return exercise_id not in present and not any(group & present for group in enemies)


def counted_minutes(content: ProgrammeContent, exercise: Exercise) -> float:
    """Minutes that count towards the day: walking and breaks from sitting do not."""
    if exercise.is_walking or exercise.dose.with_sitting:
        return 0.0
    return exercise.dose.least_minutes_a_day(content.phases.pack.seconds_a_rep)


def _side_words(exercise: Exercise, side: str) -> str:
    if not exercise.has_sides:
        return ""
    sore = f"your {_SIDE_WORDS[side]} side" if side else "your sore side"
    return f"Do {sore} as set out. Do the other side once through."
