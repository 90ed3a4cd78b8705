"""Advice leaflets: what each says, and which of them one person gets."""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from forms.conditions import Condition, Facts, Vocabulary
from forms.loading import DataFile, Table
from forms.programme.exercises import GRADES
from forms.programme.phases import DRIVERS
from forms.questionnaire_file import condition

Printed = Literal["always", "driver", "when", "by_hand"]
PRINTED: tuple[Printed, ...] = ("always", "driver", "when", "by_hand")
IMAGING_MESSAGES = "imaging_messages"


class Advice(Struct, frozen=True):
    """One leaflet. It is printed always, with a driver, when its condition holds, or only when a physio adds it.

    inserts: texts from elsewhere that stand in it, such as the messages about the scan.
    medicines: names a reader meets on the packet; they are left out of the reading age.
    """

    id: str
    title: str
    printed: Printed
    drivers: tuple[str, ...]
    when: Condition | None
    paragraphs: tuple[str, ...]
    inserts: str
    physio_note: str
    medicines: tuple[str, ...]
    sources: tuple[str, ...]
    grade: str

    def is_for(self, drivers: Sequence[str], facts: Facts) -> bool:
        if self.printed == "by_hand":
            return False
        if self.printed == "driver" and not any(driver in self.drivers for driver in drivers):
            return False
        return self.when is None or self.when.holds(facts) is True


class AdviceRules(Struct, frozen=True):
    """order: which comes first when there is not room for all. when_unsure: all there is without enough answers."""

    most: int
    when_unsure: tuple[str, ...]
    order: tuple[str, ...]


def choose_advice(
    advice: Mapping[str, Advice], rules: AdviceRules, facts: Facts, drivers: Sequence[str]
) -> tuple[str, ...]:
    """The leaflets for the lead and its add-ons, as many as there is room for."""
    chosen = [advice_id for advice_id in rules.order if advice[advice_id].is_for(drivers, facts)]
    return tuple(chosen[: rules.most])


def read_advice(table: Table, vocabulary: Vocabulary) -> Advice:
    """One file of `resources/advice/`."""
    advice_id = table.text("id")
    table.named(f"advice {advice_id}")
    text = table.text("when", "")
    advice = Advice(
        id=advice_id,
        title=table.text("title"),
        printed=table.one_of("print", PRINTED),  # type: ignore[arg-type]
        drivers=table.some_of("drivers", DRIVERS, ()),
        when=condition(table, "when", text, vocabulary) if text else None,
        paragraphs=table.texts("paragraphs"),
        inserts=table.one_of("inserts", (IMAGING_MESSAGES,), ""),
        physio_note=table.text("physio_note", ""),
        medicines=table.texts("medicines", ()),
        sources=table.texts("sources"),
        grade=table.one_of("grade", GRADES),
    )
    table.finish()
    if (advice.printed == "driver") != bool(advice.drivers):
        raise table.fail('"drivers" goes with print = "driver", and only with it.', "print")
    if advice.printed == "when" and advice.when is None:
        raise table.fail('print = "when" needs a condition in "when".', "print")
    if not advice.paragraphs and not advice.inserts:
        raise table.fail('a leaflet needs "paragraphs" or "inserts".', "paragraphs")
    return advice


def read_advice_rules(file: DataFile, advice: Mapping[str, Advice]) -> AdviceRules:
    table = file.table
    rules = AdviceRules(
        most=table.whole("most"),
        when_unsure=table.some_of("when_unsure", advice),
        order=table.some_of("order", advice),
    )
    table.finish()
    left_out = sorted(set(advice) - set(rules.order))
    if left_out:
        raise table.fail(f'"order" must name every leaflet; {", ".join(left_out)} is missing.', "order")
    return rules
