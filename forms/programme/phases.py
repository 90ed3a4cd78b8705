"""Phases, exercise lists, the limits of a pack, kit and review days: the tables of the programme as data."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from forms.conditions import Condition, Facts, Vocabulary
from forms.loading import DataFile, Table, suggestion
from forms.programme.cautions import unknown_reads
from forms.programme.exercises import Exercise
from forms.questionnaire_file import condition

DRIVERS: Mapping[str, str] = {"A": "posture", "B": "hip", "C": "foot", "D": "nerve root"}


class Phase(Struct, frozen=True):
    """One stage of recovery. flags: an open one of these puts the person here. no_open_flag: not while any is open."""

    number: int
    title: str
    when: Condition
    flags: tuple[str, ...]
    no_open_flag: bool
    minutes_a_day: float
    usual_length: str
    move_on: str


class PackRules(Struct, frozen=True):
    """How a pack is put together."""

    last: str
    others: int
    lead: int
    one_add_on: int
    two_add_ons: int
    seconds_a_rep: float
    never_together: tuple[frozenset[str], ...]


class KeptOut(Struct, frozen=True):
    """Exercises that stay out while a driver is supported, in these phases."""

    driver: str
    phases: tuple[int, ...]
    remove: tuple[str, ...]
    because: str


class Phases(Struct, frozen=True):
    """Every phase, and what to take when none fits."""

    phases: tuple[Phase, ...]
    otherwise: int
    pack: PackRules
    kept_out: KeptOut

    def phase(self, number: int) -> Phase:
        return next(phase for phase in self.phases if phase.number == number)


class ListEntry(Struct, frozen=True):
    """One exercise of a list, perhaps in one of its variants."""

    exercise: str
    variant: str = ""


class ExerciseList(Struct, frozen=True):
    """The exercises that serve one pattern, phase by phase, best first.

    driver or differential: what it serves; neither for the general list. when: which of a driver's lists it is.
    opposite: what works against the direction that eases.
    """

    id: str
    title: str
    driver: str
    differential: str
    when: Condition | None
    entries: Mapping[int, tuple[ListEntry, ...]]
    opposite: tuple[str, ...]
    goal: str


class Review(Struct, frozen=True):
    """When the person comes back, if this holds."""

    days: int
    because: str
    when: Condition | None
    flags: tuple[str, ...]
    phases: tuple[int, ...]


class Reviews(Struct, frozen=True):
    days: int
    reviews: tuple[Review, ...]


class Kit(Struct, frozen=True):
    """item: the question that asks what is at home. covers: an answer that stands for several kinds."""

    item: str
    kinds: tuple[str, ...]
    covers: Mapping[str, tuple[str, ...]]

    def at_home(self, facts: Facts) -> tuple[str, ...] | None:
        """What the person has, in the order of `kinds`; None when that is not known."""
        answer = facts.known(self.item)
        if not isinstance(answer, tuple):
            return None
        have = {kind for code in answer for kind in self.covers.get(code, (code,))}
        return tuple(kind for kind in self.kinds if kind in have)


def choose_phase(phases: Phases, facts: Facts, *, open_flags: Collection[str], hold: bool) -> int:
    """The lowest phase whose condition holds."""
    for phase in phases.phases:
        if phase.no_open_flag and (open_flags or hold):
            continue
        if any(flag in open_flags for flag in phase.flags) or phase.when.holds(facts):
            return phase.number
    return phases.otherwise


def phase_asks(phases: Phases, facts: Facts, chosen: int) -> tuple[str, ...]:
    """The blank answers that might put the person in a lower phase."""
    lower = [phase for phase in phases.phases if phase.number < chosen and phase.when.holds(facts) is None]
    return tuple(name for phase in lower for name in unknown_reads(phase.when, facts))


def choose_review(reviews: Reviews, facts: Facts, *, phase: int | None, open_flags: Collection[str]) -> Review:
    """The shortest that holds."""
    found = Review(reviews.days, "", None, (), ())
    for review in reviews.reviews:
        holds = (
            any(flag in open_flags for flag in review.flags)
            or phase in review.phases
            or (review.when is not None and review.when.holds(facts) is True)
        )
        if holds and review.days < found.days:
            found = review
    return found


def list_for_driver(lists: Sequence[ExerciseList], driver: str, facts: Facts) -> ExerciseList:
    """The driver's list; where it has several, the first whose condition holds."""
    own = [entry for entry in lists if entry.driver == driver]
    return next((entry for entry in own if entry.when is None or entry.when.holds(facts)), own[-1])


def list_without_driver(lists: Sequence[ExerciseList], differentials: Collection[str]) -> ExerciseList:
    """The first list whose differential is shown, else the general one."""
    undriven = [entry for entry in lists if not entry.driver]
    shown = (entry for entry in undriven if entry.differential in differentials)
    return next(shown, next(entry for entry in undriven if not entry.differential))


# --- Reading -------------------------------------------------------------------------------------------------------


def read_phases(file: DataFile, vocabulary: Vocabulary, exercises: Mapping[str, Exercise]) -> Phases:
    table = file.table
    pack, kept_out = table.table("pack"), table.table("supported_nerve_root")
    phases = Phases(
        phases=tuple(_phase(entry, vocabulary) for entry in table.tables("phase")),
        otherwise=table.whole("otherwise"),
        pack=PackRules(
            last=_exercise_id(pack, "last", pack.text("last"), exercises),
            others=pack.whole("others"),
            lead=pack.whole("lead"),
            one_add_on=pack.whole("one_add_on"),
            two_add_ons=pack.whole("two_add_ons"),
            seconds_a_rep=pack.whole("seconds_a_rep"),
            never_together=_groups(pack, "never_together", exercises),
        ),
        kept_out=KeptOut(
            driver=kept_out.one_of("driver", DRIVERS),
            phases=tuple(int(number) for number in kept_out.numbers("phases")),
            remove=_exercise_ids(kept_out, "remove", exercises),
            because=kept_out.text("because"),
        ),
    )
    for each in (pack, kept_out, table):
        each.finish()
    if [phase.number for phase in phases.phases] != [1, 2, 3]:
        raise table.fail("the phases must be 1, 2 and 3, in that order.", "phase")
    return phases


def _phase(table: Table, vocabulary: Vocabulary) -> Phase:
    number = table.whole("number")
    table.named(f"phase {number}")
    phase = Phase(
        number=number,
        title=table.text("title"),
        when=condition(table, "when", table.text("when"), vocabulary),
        flags=table.texts("flags", ()),
        no_open_flag=table.flag("no_open_flag", False),
        minutes_a_day=table.whole("minutes_a_day"),
        usual_length=table.text("usual_length"),
        move_on=table.text("move_on"),
    )
    table.finish()
    return phase


def read_lists(
    file: DataFile, vocabulary: Vocabulary, exercises: Mapping[str, Exercise], last: str
) -> tuple[ExerciseList, ...]:
    lists = tuple(_list(entry, vocabulary, exercises, last) for entry in file.table.tables("list"))
    file.table.finish()
    for driver in DRIVERS:
        if not any(entry.driver == driver for entry in lists):
            raise file.table.fail(f"driver {driver} has no list.")
    if not any(not entry.driver and not entry.differential for entry in lists):
        raise file.table.fail('one list must have neither "driver" nor "differential": the general one.')
    return lists


def _list(table: Table, vocabulary: Vocabulary, exercises: Mapping[str, Exercise], last: str) -> ExerciseList:
    list_id = table.text("id")
    table.named(f"list {list_id}")
    text = table.text("when", "")
    found = ExerciseList(
        id=list_id,
        title=table.text("title"),
        driver=table.one_of("driver", DRIVERS, ""),
        differential=table.text("differential", ""),
        when=condition(table, "when", text, vocabulary) if text else None,
        entries={number: _entries(table, f"phase_{number}", exercises) for number in (1, 2, 3)},
        opposite=_exercise_ids(table, "opposite", exercises),
        goal=table.text("goal"),
    )
    table.finish()
    for number, entries in found.entries.items():
        if not entries or entries[-1].exercise != last:
            raise table.fail(f"every phase must end with {last}.", f"phase_{number}")
    return found


def _entries(table: Table, key: str, exercises: Mapping[str, Exercise]) -> tuple[ListEntry, ...]:
    entries: list[ListEntry] = []
    for text in table.texts(key):
        exercise_id, _, variant = text.partition(" ")
        _exercise_id(table, key, exercise_id, exercises)
        variants = exercises[exercise_id].variants
        if variant and variant not in variants:
            raise table.fail(f'{exercise_id} has no variant "{variant}".{suggestion(variant, variants)}', key)
        entries.append(ListEntry(exercise_id, variant))
    return tuple(entries)


def _exercise_ids(table: Table, key: str, exercises: Mapping[str, Exercise]) -> tuple[str, ...]:
    return tuple(_exercise_id(table, key, name, exercises) for name in table.texts(key, ()))


def _exercise_id(table: Table, key: str, name: str, exercises: Mapping[str, Exercise]) -> str:
    if name not in exercises:
        raise table.fail(f'unknown exercise "{name}".{suggestion(name, exercises)}', key)
    return name


def _groups(table: Table, key: str, exercises: Mapping[str, Exercise]) -> tuple[frozenset[str], ...]:
    """Groups of exercises written as "E05 E07"."""
    texts = table.texts(key, ())
    return tuple(frozenset(_exercise_id(table, key, name, exercises) for name in text.split()) for text in texts)


def read_reviews(file: DataFile, vocabulary: Vocabulary) -> Reviews:
    table = file.table
    reviews: list[Review] = []
    for entry in table.tables("review"):
        text = entry.text("when", "")
        reviews.append(
            Review(
                days=entry.whole("days"),
                because=entry.text("because"),
                when=condition(entry, "when", text, vocabulary) if text else None,
                flags=entry.texts("flags", ()),
                phases=tuple(int(number) for number in entry.numbers("phases", ())),
            )
        )
        entry.finish()
    found = Reviews(table.whole("days"), tuple(reviews))
    table.finish()
    return found


def read_kit(file: DataFile, vocabulary: Vocabulary) -> Kit:
    table = file.table
    item = table.text("item")
    word = vocabulary.words.get(item)
    if word is None or word.kind != "codes":
        raise table.fail(f'"{item}" must be a question of the form with several answers.', "item")
    kinds = table.some_of("kinds", word.codes)
    covers = table.table("covers")
    kit = Kit(
        item=item,
        kinds=kinds,
        covers={code: covers.some_of(code, kinds) for code in covers.keys()},
    )
    covers.finish()
    table.finish()
    return kit
