"""What the exercise booklet says: every exercise of the library in its plain way, by the list it serves first."""

import datetime
from collections.abc import Mapping

from forms.clinic_details import intended_purpose
from forms.content import Content
from forms.programme.exercises import Exercise
from reports.booklet import Booklet, BookletGroup, BookletWords, build_booklet
from reports.brand import clinic_of
from reports.doses import capital, dose_boxes, dose_note
from reports.exercise_card import ExerciseCard
from reports.inputs import PageSize, PersonLine, Printing, Versions
from reports.pictures import picture_in_words
from reports.wording import PageWords

_INTRO = (
    "Every exercise of the library, for looking at together. Do only what your physiotherapist has chosen for you, in "
    "the dose on your own sheet.",
)
_EVERYBODY = "all"


def booklet_pdf(
    content: Content, details: Mapping[str, str], *, at: datetime.datetime, size: PageSize = PageSize.A4
) -> bytes:
    """The library as a booklet."""
    words = BookletWords()
    printing = Printing(
        person=PersonLine(words.title, None, ""),
        clinic=clinic_of(details),
        versions=Versions(content.version, content.sha256),
        printed_at=at,
        intended_purpose=intended_purpose(),
        size=size,
        words=PageWords(for_this_person="Only with your physiotherapist's advice. Stop if the emergency signs appear."),
    )
    return build_booklet(Booklet(printing, _groups(content), _INTRO, words))


def _groups(content: Content) -> tuple[BookletGroup, ...]:
    """In the order of the lists; what serves everybody comes first."""
    programme = content.programme
    titles = {_EVERYBODY: "For everybody"}
    for one in programme.lists:
        # The nerve root has a list for each direction; an exercise names none of them.
        group, _, direction = one.id.partition("-")
        titles.setdefault(group, capital(one.title.partition(",")[0] if direction else one.title))
    mine: dict[str, list[ExerciseCard]] = {group: [] for group in titles}
    for exercise in programme.exercises.values():
        mine[exercise.lists[0]].append(_card(exercise, content))
    return tuple(BookletGroup(titles[group], tuple(cards)) for group, cards in mine.items() if cards)


def _card(exercise: Exercise, content: Content) -> ExerciseCard:
    stops = (*(content.programme.stop_codes.texts[code] for code in exercise.stop), exercise.stop_text)
    return ExerciseCard(
        id=exercise.id,
        name=exercise.name,
        why=exercise.why,
        position=exercise.position,
        steps=exercise.steps,
        dose=dose_boxes(exercise.dose),
        often=capital(exercise.dose.often),
        dose_note=dose_note(exercise.dose),
        easier=exercise.easier,
        harder=exercise.harder,
        stops=tuple(text for text in stops if text),
        stop_note=exercise.stop_note,
        adaptation=exercise.avoid_text,
        figure_id=exercise.id,
        picture_says=picture_in_words(exercise.id),
    )
