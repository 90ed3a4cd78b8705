"""The texts every pack carries: the emergency card, what was found, the traffic light, the stop codes.

Texts hold placeholders such as {clinic_phone}: the clinic's own details, filled in on paper.
"""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from forms.loading import DataFile, suggestion
from forms.programme.exercises import GRADES, STOP_CODES

PLACEHOLDERS = (
    "emergency_number", "advice_line", "ed_name", "gp_name", "local_ces_route", "local_spinal_service_phone",
    "mscc_coordinator_phone", "crisis_line", "maternity_line", "clinic_phone", "clinic_hours",
)  # fmt: skip

_OUTCOMES = ("drivers", "combination", "no_clear_driver", "insufficient_information")


class EmergencyCard(Struct, frozen=True):
    """Page 1 of every pack."""

    title: str
    go_now: str
    signs: tuple[str, ...]
    say_intro: str
    say: str
    show: str
    ring_us: str
    ring_signs: tuple[str, ...]
    boxes: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        head = (self.title, self.go_now, *self.signs, self.say_intro, self.say, self.show)
        return (*head, self.ring_us, *self.ring_signs)


class Light(Struct, frozen=True):
    code: str
    name: str
    range: str
    meaning: str


class TrafficLight(Struct, frozen=True):
    """How much pain is all right while exercising."""

    title: str
    lights: tuple[Light, ...]
    good_sign: str
    grade: str


class StopCodes(Struct, frozen=True):
    """When to stop.

    texts: each goes on after "Stop if". always: codes that hold for every exercise.
    then: what to do after one of then_codes.
    """

    title: str
    texts: dict[str, str]
    always: tuple[str, ...]
    then: str
    then_codes: tuple[str, ...]
    grade: str


class FindingsTexts(Struct, frozen=True):
    """How "What we found" begins. openings: one for each outcome; blocked: while a warning is open."""

    openings: Mapping[str, str]
    blocked: str

    @property
    def texts(self) -> tuple[str, ...]:
        return (*self.openings.values(), self.blocked)


def placeholders(texts: Iterable[str]) -> frozenset[str]:
    """The clinic's details these texts need; a blank one of them must keep the leaflet from being printed."""
    return frozenset(name for text in texts for name in re.findall(r"\{(\w+)\}", text))


def check_placeholders(file: DataFile) -> None:
    """Refuse a placeholder that no clinic detail fills."""
    for name in placeholders([file.text]):
        if name not in PLACEHOLDERS:
            raise file.table.fail(f'unknown placeholder "{{{name}}}".{suggestion(name, PLACEHOLDERS)}')


def read_emergency_card(file: DataFile) -> EmergencyCard:
    check_placeholders(file)
    table = file.table
    card = EmergencyCard(
        title=table.text("title"),
        go_now=table.text("go_now"),
        signs=table.texts("signs"),
        say_intro=table.text("say_intro"),
        say=table.text("say"),
        show=table.text("show"),
        ring_us=table.text("ring_us"),
        ring_signs=table.texts("ring_signs"),
        boxes=table.texts("boxes"),
        sources=table.texts("sources"),
    )
    table.finish()
    return card


def read_findings(file: DataFile) -> FindingsTexts:
    check_placeholders(file)
    table = file.table
    openings = table.table("openings")
    texts = FindingsTexts({outcome: openings.text(outcome) for outcome in _OUTCOMES}, table.text("blocked"))
    openings.finish()
    table.finish()
    return texts


def read_traffic_light(file: DataFile) -> TrafficLight:
    check_placeholders(file)
    table = file.table
    lights: list[Light] = []
    for entry in table.tables("light"):
        lights.append(Light(entry.text("code"), entry.text("name"), entry.text("range"), entry.text("meaning")))
        entry.finish()
    table.texts("sources")
    light = TrafficLight(table.text("title"), tuple(lights), table.text("good_sign"), table.one_of("grade", GRADES))
    table.finish()
    return light


def read_stop_codes(file: DataFile) -> StopCodes:
    check_placeholders(file)
    table = file.table
    texts: dict[str, str] = {}
    for entry in table.tables("stop"):
        texts[entry.text("code")] = entry.text("text")
        entry.finish()
    for code in STOP_CODES:
        if code not in texts:
            raise table.fail(f"stop code {code} has no text.", "stop")
    table.texts("sources")
    stops = StopCodes(
        title=table.text("title"),
        texts=texts,
        always=table.some_of("always", texts),
        then=table.text("then"),
        then_codes=table.some_of("then_codes", texts),
        grade=table.one_of("grade", GRADES),
    )
    table.finish()
    return stops
