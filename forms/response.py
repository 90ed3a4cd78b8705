"""What was answered: an immutable QuestionnaireResponse, and the log of answers it is folded from.

Names follow FHIR QuestionnaireResponse. Nothing is ever overwritten: a new answer makes a new response,
and a correction is a newer row of the log.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

# Codes, several codes, numbers, ticks and texts; dates are ISO texts ("2026-03-02"). None is "not answered".
# In a question asked option by option the codes may carry a mark: "code" yes, "-code" no, "?code" not sure.
Value = str | float | bool | tuple[str, ...]

_NOTHING: Mapping[str, Value] = MappingProxyType({})


def entry_key(block: str, number: int, link_id: str) -> str:
    """The key of one answer inside a repeating block: `scans/2/img_root`. Entries are numbered from 1, for good."""
    return f"{block}/{number}/{link_id}"


class QuestionnaireResponse(Struct, frozen=True):
    """The answers of one encounter, as they stand.

    answers: link id (or `block/number/link id` inside a repeating block) -> value; a key that is absent is unanswered.
    authored: the intake date, from which ages and durations are counted.
    """

    authored: date
    answers: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)

    def value(self, key: str) -> Value | None:
        return self.answers.get(key)

    def with_answer(self, key: str, value: Value | None) -> "QuestionnaireResponse":
        """The same response with one answer given, changed or (None) taken back."""
        return self.with_answers({key: value})

    def with_answers(self, changes: Mapping[str, Value | None]) -> "QuestionnaireResponse":
        answers = dict(self.answers)
        for key, value in changes.items():
            if value is None:
                answers.pop(key, None)
            else:
                answers[key] = value
        return replace(self, answers=MappingProxyType(answers))

    def entries(self, block: str) -> tuple[int, ...]:
        """The numbers of the entries of a repeating block that hold at least one answer, ascending."""
        prefix = block + "/"
        return tuple(sorted({int(key.split("/")[1]) for key in self.answers if key.startswith(prefix)}))


class Answer(Struct, frozen=True):
    """One row of the answer log. `id` is made where the answer was given, so that saving twice keeps one row.

    role: who answered: patient, reception or physio; typed_by: the account that entered it; desk: which computer.
    """

    id: str
    encounter_id: str
    key: str
    value: Value | None
    role: str
    typed_by: str
    at: datetime
    desk: str
    form_version: str


def fold(authored: date, log: Iterable[Answer]) -> QuestionnaireResponse:
    """The current response: the newest row of each key, in the order of the log."""
    return QuestionnaireResponse(authored).with_answers({answer.key: answer.value for answer in log})
