"""The exercise library: what each exercise is for, how it is done, how much, and what speaks against it."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from forms.loading import Table

Sides = Literal["", "each", "sore"]
GRADES = ("A", "B", "C", "D", "B*", "U")
STOP_CODES = ("S1", "S2", "S3", "S4")
LIST_NAMES = ("all", "A", "B", "C", "D", "U", "LSS", "GTPS", "PHT")


class Range(Struct, frozen=True):
    """From low to high; the two are equal where the text gives one number."""

    low: float
    high: float


class Dose(Struct, frozen=True):
    """How much and how often: in words for paper, in numbers for adding up.

    sides: "each" side is done in full; "sore" side as dosed and the other side once through; "" no sides.
    rep_s: how long one repetition takes where it is not the usual few seconds.
    with_sitting: done as a break from sitting, as often as the person sits.
    """

    amount: str
    often: str
    sets: Range | None = None
    reps: Range | None = None
    hold_s: Range | None = None
    minutes: Range | None = None
    times_a_day: Range | None = None
    days_a_week: Range | None = None
    sides: Sides = ""
    rep_s: float | None = None
    with_sitting: bool = False

    @property
    def text(self) -> str:
        return f"{self.amount}, {self.often}." if "." not in self.amount else f"{self.amount}. {_capital(self.often)}."

    @property
    def least_times_a_day(self) -> int:
        return int(self.times_a_day.low) if self.times_a_day is not None else 1

    def least_minutes_a_day(self, seconds_a_rep: float) -> float:
        """What the low end of the dose takes on a day it is done; pauses between sets are not counted."""
        sets = self.sets.low if self.sets is not None else 1
        hold = self.hold_s.low if self.hold_s is not None else 0
        if self.minutes is not None:
            one_set = self.minutes.low * 60
        elif self.reps is not None:
            one_set = self.reps.low * (hold + (self.rep_s or seconds_a_rep))
        else:
            one_set = hold
        rounds = {"": sets, "each": sets * 2, "sore": sets + 1}[self.sides]
        return one_set * rounds * self.least_times_a_day / 60

    def at_times_a_day(self, times: int) -> "Dose":
        """The same dose, done this many times a day and no more."""
        often = "once a day" if times == 1 else f"{times} times a day"
        return replace(self, times_a_day=Range(times, times), often=often)


class Avoid(Struct, frozen=True):
    """A caution that speaks against the exercise; with an adaptation it stays, done differently."""

    code: str
    adaptation: str = ""


class Exercise(Struct, frozen=True):
    """One entry of the library.

    kit: any one of these is needed; nothing when empty. without_kit: what to do where none is at home.
    easier_kit: what the easier way needs. easier_exercise, harder_exercise: that way is this other exercise.
    stop_text: goes on after "Stop if". stop_note: a warning that is a sentence of its own.
    """

    id: str
    name: str
    standard_name: str
    lists: tuple[str, ...]
    phases: tuple[int, ...]
    kit: tuple[str, ...]
    without_kit: Literal["easier", "skip"]
    easier_kit: tuple[str, ...]
    why: str
    position: str
    steps: tuple[str, ...]
    dose: Dose
    harder: str
    harder_exercise: str
    easier: str
    easier_exercise: str
    stop: tuple[str, ...]
    stop_text: str
    stop_note: str
    stop_flag: str
    avoid: tuple[Avoid, ...]
    avoid_text: str
    variants: Mapping[str, str]
    is_walking: bool
    sources: tuple[str, ...]
    grade: str

    @property
    def has_sides(self) -> bool:
        return self.dose.sides == "sore"

    def avoids(self, code: str) -> Avoid | None:
        return next((avoid for avoid in self.avoid if avoid.code == code), None)

    @property
    def patient_texts(self) -> tuple[str, ...]:
        """Every sentence a patient may read."""
        adaptations = tuple(avoid.adaptation for avoid in self.avoid if avoid.adaptation)
        texts = (self.name, self.why, self.position, *self.steps, self.dose.text, self.harder, self.easier)
        stop = f"Stop if {self.stop_text}." if self.stop_text else ""
        more = (stop, self.stop_note, self.avoid_text, *self.variants.values(), *adaptations)
        return tuple(text for text in (*texts, *more) if text)


def read_exercise(table: Table, kit_kinds: tuple[str, ...]) -> Exercise:
    """One file of `resources/exercises/`."""
    exercise_id = table.text("id")
    table.named(f"exercise {exercise_id}")
    dose = table.table("dose")
    exercise = Exercise(
        id=exercise_id,
        name=table.text("name"),
        standard_name=table.text("standard_name"),
        lists=table.some_of("lists", LIST_NAMES),
        phases=tuple(int(number) for number in table.numbers("phases")),
        kit=table.some_of("kit", kit_kinds, ()),
        without_kit=table.one_of("without_kit", ("easier", "skip"), "skip"),  # type: ignore[arg-type]
        easier_kit=table.some_of("easier_kit", kit_kinds, ()),
        why=table.text("why"),
        position=table.text("position"),
        steps=table.texts("steps"),
        dose=_dose(dose),
        harder=table.text("harder"),
        harder_exercise=table.text("harder_exercise", ""),
        easier=table.text("easier"),
        easier_exercise=table.text("easier_exercise", ""),
        stop=table.some_of("stop", STOP_CODES),
        stop_text=table.text("stop_text", ""),
        stop_note=table.text("stop_note", ""),
        stop_flag=table.text("stop_flag", ""),
        avoid=tuple(_avoid(entry) for entry in table.tables("avoid")),
        avoid_text=table.text("avoid_text", ""),
        variants=_variants(table.table("variants", required=False)),
        is_walking=table.flag("is_walking", False),
        sources=table.texts("sources"),
        grade=table.one_of("grade", GRADES),
    )
    table.finish()
    if not exercise.steps:
        raise table.fail('"steps" must hold at least one step.', "steps")
    if not exercise.stop and not exercise.stop_text:
        raise table.fail('say when to stop: "stop" codes or a "stop_text".', "stop")
    if not set(exercise.phases) <= {1, 2, 3} or not exercise.phases:
        raise table.fail('"phases" can hold 1, 2 and 3.', "phases")
    return exercise


def _dose(table: Table) -> Dose:
    rep_s = table.number("rep_s", None)
    dose = Dose(
        amount=table.text("amount"),
        often=table.text("often"),
        sets=_range(table, "sets"),
        reps=_range(table, "reps"),
        hold_s=_range(table, "hold_s"),
        minutes=_range(table, "minutes"),
        times_a_day=_range(table, "times_a_day"),
        days_a_week=_range(table, "days_a_week"),
        sides=table.one_of("sides", ("each", "sore"), ""),  # type: ignore[arg-type]
        rep_s=None if rep_s is None else float(rep_s),
        with_sitting=table.flag("with_sitting", False),
    )
    table.finish()
    if dose.minutes is None and dose.reps is None and dose.hold_s is None:
        raise table.fail('a dose needs "minutes", "reps" or "hold_s".', "amount")
    return dose


def _range(table: Table, key: str) -> Range | None:
    """`[3]` or `[3, 5]`."""
    if not table.has(key):
        return None
    numbers = table.numbers(key)
    if len(numbers) not in (1, 2) or numbers[0] > numbers[-1] or numbers[0] <= 0:
        raise table.fail(f'"{key}" must be one number above 0, or a lower and a higher one, as in [3, 5].', key)
    return Range(numbers[0], numbers[-1])


def _avoid(table: Table) -> Avoid:
    avoid = Avoid(table.text("code"), table.text("adaptation", ""))
    table.finish()
    return avoid


def _variants(table: Table | None) -> Mapping[str, str]:
    return {} if table is None else {key: table.text(key) for key in table.keys()}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
