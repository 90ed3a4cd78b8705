"""The proposed programme: FHIR CarePlan, with its activities and everything that stands in the way of printing it."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from forms.errors import SciaticaIntakeError
from forms.programme.cautions import CautionInForce
from forms.programme.exercises import Dose, Exercise, Range

Version = Literal["standard", "easier", "no_kit"]

HOLD = "hold_physio_now"
SAFETY_FIRST = "safety_first"


class ProgrammeRefused(SciaticaIntakeError):
    """A change that may not be made to the programme, or not without a reason."""


class Adaptation(Struct, frozen=True):
    """How an exercise is done differently, and the caution that asks for it."""

    code: str
    text: str


class Activity(Struct, frozen=True):
    """One exercise prescribed to one person.

    because: why it is in the pack, for the physio. version: the standard way, the easier one, or the one without kit.
    instead_of: the exercise it stands in for. note: what was changed to keep the day short. side: L, R or "".
    """

    exercise: str
    list: str
    because: str
    version: Version
    dose: Dose
    variant: str = ""
    variant_text: str = ""
    adaptations: tuple[Adaptation, ...] = ()
    support: tuple[str, ...] = ()
    instead_of: str = ""
    note: str = ""
    side: str = ""
    side_words: str = ""
    minutes_a_day: float = 0.0

    def differences(self, exercise: Exercise) -> tuple[str, ...]:
        """How it is done differently from the library's own steps, in sentences for the patient, each once."""
        easier = (exercise.easier,) if self.version != "standard" else ()
        texts = (*easier, self.variant_text, *(one.text for one in self.adaptations), *self.support, self.note)
        return tuple(dict.fromkeys(text for text in texts if text))


class LeftOut(Struct, frozen=True):
    """An exercise that was next on the list and did not come in: the caution code, `kit` or the driver, and why."""

    exercise: str
    code: str
    because: str


class Setting(Struct, frozen=True):
    """What the choice was made in; a later change by the physio is checked against the same."""

    phase: int
    side: str
    cautions: tuple[CautionInForce, ...]
    kit: tuple[str, ...] | None
    kept_out: tuple[str, ...]
    kept_out_because: str


class Change(Struct, frozen=True):
    """One thing the physio did to the proposal. what: the exercise or caution; of a start, all its exercises."""

    action: Literal["add", "remove", "move", "clear", "start"]
    what: str
    reason: str
    position: int | None = None


class CarePlan(Struct, frozen=True):
    """The programme for one person, as proposed and then changed by the physio.

    blocked_by: what must be settled before anything is printed for the patient. hard_stops: the cautions behind
    that (X_RF, X_DVT, X_SURG). ask_before_signing: blank answers that a caution, the phase or the kit waits for.
    minutes_a_day: without walking and without breaks from sitting.
    """

    phase: int | None
    activities: tuple[Activity, ...] = ()
    advice: tuple[str, ...] = ()
    review_days: int | None = None
    review_because: str = ""
    blocked_by: tuple[str, ...] = ()
    hard_stops: tuple[str, ...] = ()
    ask_before_signing: tuple[str, ...] = ()
    cautions: tuple[CautionInForce, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    minutes_a_day: float = 0.0
    minutes_allowed: float = 0.0
    goal: str = ""
    goals_before_loading: tuple[str, ...] = ()
    move_on: str = ""
    changes: tuple[Change, ...] = ()
    setting: Setting | None = None

    @property
    def exercises(self) -> tuple[str, ...]:
        return tuple(activity.exercise for activity in self.activities)

    @property
    def is_blocked(self) -> bool:
        return bool(self.blocked_by)

    @property
    def is_over_time(self) -> bool:
        return self.minutes_a_day > self.minutes_allowed

    def with_activities(self, activities: tuple[Activity, ...], change: Change | None = None) -> "CarePlan":
        """The same plan with other activities, its minutes added up again."""
        minutes = round(sum(activity.minutes_a_day for activity in activities), 2)
        changes = self.changes if change is None else (*self.changes, change)
        return replace(self, activities=activities, minutes_a_day=minutes, changes=changes)


# --- Keeping a plan ------------------------------------------------------------------------------------------------


def plan_to_json(plan: CarePlan) -> str:
    """A plan as stored: keys sorted, so that the same plan is the same text."""
    return json.dumps(to_builtins(plan), ensure_ascii=False, sort_keys=True)


def plan_from_json(text: str) -> CarePlan:
    """A plan as it was stored."""
    raw: dict[str, Any] = json.loads(text)
    setting = raw.pop("setting")
    return CarePlan(
        **_whole(raw, ("activities", "cautions", "left_out", "changes")),
        activities=tuple(_activity(entry) for entry in raw["activities"]),
        cautions=tuple(CautionInForce(**_whole(entry)) for entry in raw["cautions"]),
        left_out=tuple(LeftOut(**entry) for entry in raw["left_out"]),
        changes=tuple(Change(**entry) for entry in raw["changes"]),
        setting=None if setting is None else _setting(setting),
    )


def _activity(raw: Mapping[str, Any]) -> Activity:
    adaptations = tuple(Adaptation(**entry) for entry in raw["adaptations"])
    return Activity(**_whole(raw, ("dose", "adaptations")), dose=dose_from(raw["dose"]), adaptations=adaptations)


def dose_from(raw: Mapping[str, Any]) -> Dose:
    """A dose as it was taken apart to be kept."""
    parts: dict[str, Any] = {key: Range(**value) if isinstance(value, dict) else value for key, value in raw.items()}
    return Dose(**parts)


def _setting(raw: Mapping[str, Any]) -> Setting:
    cautions = tuple(CautionInForce(**_whole(entry)) for entry in raw["cautions"])
    return Setting(**_whole(raw, ("cautions",)), cautions=cautions)


def _whole(raw: Mapping[str, Any], without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The plain values, with JSON's lists as tuples again."""
    return {key: tuple(v) if isinstance(v, list) else v for key, v in raw.items() if key not in without}
