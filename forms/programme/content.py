"""Everything the programme is made from, read strictly from the content pack and checked against itself."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from forms.conditions import Vocabulary
from forms.errors import ContentError
from forms.loading import DataFile, suggestion
from forms.programme.advice import Advice, AdviceRules, read_advice, read_advice_rules
from forms.programme.cautions import Caution, read_caution
from forms.programme.exercises import Exercise, read_exercise
from forms.programme.messages import (
    EmergencyCard,
    FindingsTexts,
    StopCodes,
    TrafficLight,
    check_placeholders,
    read_emergency_card,
    read_findings,
    read_stop_codes,
    read_traffic_light,
)
from forms.programme.phases import (
    DRIVERS,
    ExerciseList,
    Kit,
    Phases,
    Reviews,
    read_kit,
    read_lists,
    read_phases,
    read_reviews,
)


class ProgrammeContent(Struct, frozen=True):
    """The exercise library, the advice, the rules that choose among them, and the texts of every pack.

    dating: questions that only date another answer; they are never asked for on their own.
    """

    exercises: Mapping[str, Exercise]
    cautions: tuple[Caution, ...]
    lists: tuple[ExerciseList, ...]
    phases: Phases
    reviews: Reviews
    kit: Kit
    advice: Mapping[str, Advice]
    advice_rules: AdviceRules
    emergency_card: EmergencyCard
    findings: FindingsTexts
    traffic_light: TrafficLight
    stop_codes: StopCodes
    goal_item: str
    dating: frozenset[str]

    def list_called(self, list_id: str) -> ExerciseList:
        return next(entry for entry in self.lists if entry.id == list_id)


def read_programme(files: Mapping[str, bytes], vocabulary: Vocabulary) -> ProgrammeContent:
    """Read `exercises/`, `programme/`, `advice/` and four `messages/` of the pack: path -> bytes.

    ContentError names the file, the line and what would be right.
    """
    kit = read_kit(_file(files, "programme/kit.toml"), vocabulary)
    exercises = _exercises(files, kit)
    phases = read_phases(_file(files, "programme/phases.toml"), vocabulary, exercises)
    cautions = _cautions(files, vocabulary, exercises)
    advice = _advice(files, vocabulary)
    rules_file = _file(files, "programme/advice.toml")
    lists_file = _file(files, "programme/lists.toml")
    return ProgrammeContent(
        exercises=exercises,
        cautions=cautions,
        lists=read_lists(lists_file, vocabulary, exercises, phases.pack.last),
        phases=phases,
        reviews=read_reviews(_file(files, "programme/review.toml"), vocabulary),
        kit=kit,
        advice=advice,
        advice_rules=read_advice_rules(rules_file, advice),
        emergency_card=read_emergency_card(_file(files, "messages/emergency_card.toml")),
        findings=read_findings(_file(files, "messages/findings.toml")),
        traffic_light=read_traffic_light(_file(files, "messages/traffic_light.toml")),
        stop_codes=read_stop_codes(_file(files, "messages/stop_codes.toml")),
        goal_item=_goal_item(_file(files, "programme/goal.toml"), vocabulary),
        dating=frozenset(word.since for word in vocabulary.words.values() if word.since)
        | frozenset({vocabulary.worse_since_item} - {""}),
    )


def _file(files: Mapping[str, bytes], name: str) -> DataFile:
    if name not in files:
        raise ContentError(f"{name} is missing from the content pack. Put the file back.")
    return DataFile(name, files[name])


def _folder(files: Mapping[str, bytes], folder: str) -> Iterator[DataFile]:
    for name in sorted(files):
        if name.startswith(folder + "/"):
            yield DataFile(name, files[name])


def _exercises(files: Mapping[str, bytes], kit: Kit) -> Mapping[str, Exercise]:
    exercises: dict[str, Exercise] = {}
    sources: dict[str, DataFile] = {}
    for file in _folder(files, "exercises"):
        exercise = read_exercise(file.table, kit.kinds)
        if exercise.id in exercises:
            raise file.table.fail(f"{exercise.id} is already in {sources[exercise.id].name}.", "id")
        exercises[exercise.id] = exercise
        sources[exercise.id] = file
    for exercise in exercises.values():
        for key, other in (
            ("easier_exercise", exercise.easier_exercise),
            ("harder_exercise", exercise.harder_exercise),
        ):
            if other and other not in exercises:
                hint = suggestion(other, exercises)
                raise sources[exercise.id].table.fail(f'unknown exercise "{other}".{hint}', key)
        _refuse_circle(exercise, exercises, sources)
    return exercises


def _refuse_circle(exercise: Exercise, exercises: Mapping[str, Exercise], sources: Mapping[str, DataFile]) -> None:
    seen = {exercise.id}
    easier = exercise.easier_exercise
    while easier:
        if easier in seen:
            raise sources[exercise.id].table.fail("the easier exercises lead round in a circle.", "easier_exercise")
        seen.add(easier)
        easier = exercises[easier].easier_exercise


def _cautions(
    files: Mapping[str, bytes], vocabulary: Vocabulary, exercises: Mapping[str, Exercise]
) -> tuple[Caution, ...]:
    file = _file(files, "programme/cautions.toml")
    cautions: dict[str, Caution] = {}
    for table in file.table.tables("caution"):
        caution = read_caution(table, vocabulary, DRIVERS)
        if caution.code in cautions:
            raise table.fail(f'duplicate caution "{caution.code}".', "code")
        for exercise_id in caution.always_remove:
            if exercise_id not in exercises:
                hint = suggestion(exercise_id, exercises)
                raise table.fail(f'unknown exercise "{exercise_id}".{hint}', "always_remove")
        cautions[caution.code] = caution
    file.table.finish()
    if any(avoid.code not in cautions for exercise in exercises.values() for avoid in exercise.avoid):
        raise _unknown_caution(files, cautions)
    return tuple(cautions.values())


def _unknown_caution(files: Mapping[str, bytes], known: Mapping[str, Caution]) -> ContentError:
    entries = [entry for file in _folder(files, "exercises") for entry in file.table.tables("avoid")]
    entry, code = next((entry, code) for entry in entries if (code := entry.text("code")) not in known)
    return entry.fail(f'unknown caution "{code}".{suggestion(code, known)}', "code")


def _advice(files: Mapping[str, bytes], vocabulary: Vocabulary) -> Mapping[str, Advice]:
    found: dict[str, Advice] = {}
    for file in _folder(files, "advice"):
        check_placeholders(file)
        advice = read_advice(file.table, vocabulary)
        if advice.id in found:
            raise file.table.fail(f'duplicate advice "{advice.id}".', "id")
        found[advice.id] = advice
    return found


def _goal_item(file: DataFile, vocabulary: Vocabulary) -> str:
    item = file.table.one_of("item", vocabulary.words)
    file.table.finish()
    return item
