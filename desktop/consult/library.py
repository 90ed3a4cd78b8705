"""Finding an exercise by its name, its number, or what it is for."""

from msgspec import Struct

from forms.programme.content import ProgrammeContent
from forms.programme.exercises import Exercise

MOST = 6


class Found(Struct, frozen=True):
    """An exercise that matches. is_in: it is in the programme already."""

    exercise: Exercise
    is_in: bool


def find_exercises(content: ProgrammeContent, typed: str, *, already: tuple[str, ...]) -> tuple[Found, ...]:
    """The exercises whose number, names or purpose hold every word typed; names count before purposes."""
    words = typed.casefold().split()
    if not words:
        return ()
    ranked = []
    for exercise in content.exercises.values():
        name = f"{exercise.id} {exercise.name} {exercise.standard_name}".casefold()
        whole = f"{name} {exercise.why} {' '.join(exercise.kit)}".casefold()
        if all(word in whole for word in words):
            rank = 0 if name.startswith(words[0]) else 1 if all(word in name for word in words) else 2
            ranked.append((rank, exercise.id, exercise))
    ranked.sort(key=lambda entry: entry[:2])
    return tuple(Found(exercise, exercise.id in already) for _, _, exercise in ranked[:MOST])
