"""The home programme: cautions, phases, lists, exercises, advice, and the texts of every pack."""

from collections.abc import Iterator

from forms.content import Content
from forms.programme.advice import Advice
from forms.programme.cautions import Caution
from forms.programme.content import ProgrammeContent
from forms.programme.exercises import Exercise
from forms.programme.phases import ExerciseList
from reports.manual.cross_links import CrossLinks
from reports.manual.html import Safe, bullets, card, el, facts, join, table
from reports.manual.section import Chapter, chapter, chapter_of_parts

_EFFECTS = {
    "remove": "takes out every exercise that lists it",
    "easier": "asks for the easier way",
    "support": "asks for support",
}
_PRINTED = {
    "always": "always",
    "driver": "with the drivers",
    "when": "when it applies",
    "by_hand": "when the physio adds it",
}


def programme_chapters(content: Content, links: CrossLinks) -> tuple[Chapter, ...]:
    programme = content.programme
    return (
        chapter(
            "cautions",
            "Cautions",
            "When an exercise is left out, made easier or given support.",
            *(_caution(one, programme, links) for one in programme.cautions),
        ),
        _phases(programme, links),
        chapter(
            "exercises",
            "Exercises",
            "",
            *(_exercise(one, programme, links) for one in programme.exercises.values()),
        ),
        chapter("advice", "Advice", "", *(_advice(one, links) for one in programme.advice.values())),
        _texts(programme),
    )


def _exercise_link(exercise_id: str, programme: ProgrammeContent) -> Safe:
    return el("a", f"{exercise_id} {programme.exercises[exercise_id].name}", href=f"#e-{exercise_id}")


def _flag_links(flags: tuple[str, ...]) -> Safe:
    return join((el("a", flag, href=f"#f-{flag}") for flag in flags), ", ")


def _differential_link(name: str) -> Safe:
    return el("a", name, href=f"#x-{name}") if name else Safe("")


def _caution(caution: Caution, programme: ProgrammeContent, links: CrossLinks) -> Safe:
    injuries = (
        f"{', '.join(one.parts)}: {', '.join(one.types)}, within {one.weeks} weeks" for one in caution.recent_injuries
    )
    against = [one.id for one in programme.exercises.values() if one.avoids(caution.code) is not None]
    return card(
        f"c-{caution.code}",
        caution.title,
        caution.code,
        facts(
            (
                ("When", links.condition(caution.when)),
                ("Recent injuries", bullets(injuries)),
                ("Differential", _differential_link(caution.differential)),
                ("Only while", f"driver {caution.supported} is supported" if caution.supported else ""),
                ("Does", "stops the pack" if caution.stops_pack else _EFFECTS[caution.effect]),
                ("While open", _flag_links(caution.flags)),
                ("A blank", "counts as present" if caution.blank_acts else "does not count"),
                ("Always takes out", join((_exercise_link(one, programme) for one in caution.always_remove), ", ")),
                ("Listed by", join((_exercise_link(one, programme) for one in against), ", ")),
                ("For the physio", caution.physio),
                ("Printed", caution.print),
                ("Evidence", join((f"grade {caution.grade} ", links.sources(caution.sources)))),
            )
        ),
    )


def _phases(programme: ProgrammeContent, links: CrossLinks) -> Chapter:
    phases = join(
        card(
            f"p-{phase.number}",
            phase.title,
            f"phase {phase.number}",
            facts(
                (
                    ("Who", links.condition(phase.when)),
                    ("Or while open", _flag_links(phase.flags)),
                    ("Not while", "any flag is open" if phase.no_open_flag else ""),
                    ("Minutes a day", f"{phase.minutes_a_day:g}"),
                    ("Usual length", phase.usual_length),
                    ("Move on", phase.move_on),
                )
            ),
        )
        for phase in programme.phases.phases
    )
    reviews = table(
        ("Days", "When", "Because"),
        (
            (
                f"{one.days}",
                join(
                    part
                    for part in (
                        links.condition(one.when),
                        _flag_links(one.flags),
                        ", ".join(f"phase {n}" for n in one.phases),
                    )
                    if part
                ),
                one.because,
            )
            for one in programme.reviews.reviews
        ),
        numbers=(0,),
    )
    parts = [
        ("phases", "Phases", phases),
        ("lists", "Lists", join(_list(one, programme, links) for one in programme.lists)),
        ("reviews", "When the person comes back", reviews + el("p", f"Otherwise in {programme.reviews.days} days.")),
    ]
    return chapter_of_parts("programme", "Phases and lists", "", parts)


def _list(one: ExerciseList, programme: ProgrammeContent, links: CrossLinks) -> Safe:
    def entries(number: int) -> Safe:
        return bullets(
            (
                join((_exercise_link(entry.exercise, programme), f", {entry.variant}" if entry.variant else ""))
                for entry in one.entries[number]
            ),
            ordered=True,
        )

    opposite = join((_exercise_link(exercise, programme) for exercise in one.opposite), ", ")
    return card(
        f"l-{one.id}",
        one.title.capitalize(),
        f"list {one.id}",
        facts(
            (
                ("Driver", el("a", one.driver, href=f"#d-{one.driver}") if one.driver else ""),
                ("Differential", _differential_link(one.differential)),
                ("When", links.condition(one.when)),
                *((f"Phase {number}", entries(number)) for number in one.entries),
                ("Opposite", opposite),
                ("Goal", one.goal),
            )
        ),
    )


def _exercise(exercise: Exercise, programme: ProgrammeContent, links: CrossLinks) -> Safe:
    avoid = (
        join((el("a", one.code, href=f"#c-{one.code}"), f": {one.adaptation}" if one.adaptation else ""))
        for one in exercise.avoid
    )
    stops = [programme.stop_codes.texts[code] for code in exercise.stop]
    variants = (f"{name}: {text}" for name, text in exercise.variants.items())
    offered = [
        one.id for one in programme.lists if any(e.exercise == exercise.id for es in one.entries.values() for e in es)
    ]
    return card(
        f"e-{exercise.id}",
        exercise.name,
        exercise.id,
        facts(
            (
                ("Known as", exercise.standard_name),
                ("Why", exercise.why),
                ("Position", exercise.position),
                ("Steps", bullets(exercise.steps, ordered=True)),
                ("Dose", exercise.dose.text),
                ("Easier", exercise.easier),
                (
                    "Easier exercise",
                    _exercise_link(exercise.easier_exercise, programme) if exercise.easier_exercise else "",
                ),
                ("Harder", exercise.harder),
                ("Variants", bullets(variants)),
                ("Kit", " or ".join(exercise.kit)),
                ("Stop", bullets((*stops, *((exercise.stop_text,) if exercise.stop_text else ())))),
                ("Cautions", bullets(avoid)),
                ("Take care", exercise.avoid_text),
                ("Phases", ", ".join(str(number) for number in exercise.phases)),
                ("Lists", join((el("a", one, href=f"#l-{one}") for one in offered), ", ")),
                ("Evidence", join((f"grade {exercise.grade} ", links.sources(exercise.sources)))),
            )
        ),
    )


def _advice(advice: Advice, links: CrossLinks) -> Safe:
    return card(
        f"a-{advice.id}",
        advice.title,
        advice.id,
        join(el("p", paragraph.replace("**", "")) for paragraph in advice.paragraphs),
        facts(
            (
                ("Printed", _PRINTED[advice.printed]),
                ("Drivers", join((el("a", one, href=f"#d-{one}") for one in advice.drivers), ", ")),
                ("When", links.condition(advice.when)),
                ("For the physio", advice.physio_note),
                ("Evidence", join((f"grade {advice.grade} ", links.sources(advice.sources)))),
            )
        ),
    )


def _texts(programme: ProgrammeContent) -> Chapter:
    card_, light, stops = programme.emergency_card, programme.traffic_light, programme.stop_codes

    def parts() -> Iterator[tuple[str, str, Safe]]:
        ring = join((el("p", card_.ring_us), bullets(card_.ring_signs)))
        say = join((card_.say_intro, " ", el("q", card_.say)))
        yield "emergency-card", card_.title, el("p", card_.go_now) + bullets(card_.signs) + el("p", say) + ring
        rows = ((one.name, one.range, one.meaning) for one in light.lights)
        yield "traffic-light", light.title, table(("Light", "Pain", "Means"), rows) + el("p", light.good_sign)
        codes = ((code, text) for code, text in stops.texts.items())
        yield "stop-codes", stops.title, table(("Code", "Stop when"), codes) + el("p", stops.then)

    return chapter_of_parts("texts", "What every pack carries", "", parts())
