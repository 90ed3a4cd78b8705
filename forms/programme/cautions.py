"""Cautions: what makes an exercise unsuitable for one person, and what to do about it.

Three-valued with a safe side: a caution whose answers are missing is in force, and names what to ask.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Literal

from msgspec import Struct

from forms.conditions import NOT_APPLICABLE, Condition, Facts, Truth, Vocabulary, kleene_and, kleene_or
from forms.loading import Table
from forms.programme.exercises import GRADES
from forms.questionnaire_file import condition

Effect = Literal["remove", "easier", "support"]
EFFECTS: tuple[Effect, ...] = ("remove", "easier", "support")

INJURIES = "injuries"
INJURY_ITEMS = ("inj_any", "inj_part", "inj_type", "inj_year", "inj_same_side")


class RecentInjury(Struct, frozen=True):
    """An injury or repair that may not have healed: which part, which kinds, within how many weeks."""

    parts: tuple[str, ...]
    types: tuple[str, ...]
    weeks: int


class Caution(Struct, frozen=True):
    """One X_ code.

    supported: holds only while this driver is supported. differential: holds too while this one is shown.
    stops_pack: no programme while it is in force; with `flags`, only while one of them is open or unanswered.
    blank_acts: a missing answer counts as if the caution were present.
    always_remove: exercises it removes whatever its effect on others.
    """

    code: str
    title: str
    when: Condition | None
    supported: str
    differential: str
    flags: tuple[str, ...]
    stops_pack: bool
    blank_acts: bool
    effect: Effect
    always_remove: tuple[str, ...]
    physio: str
    print: str
    recent_injuries: tuple[RecentInjury, ...]
    sources: tuple[str, ...]
    grade: str


class CautionInForce(Struct, frozen=True):
    """A caution as it stands for one person. asks: the blank answers it rests on; empty when it is certain."""

    code: str
    title: str
    effect: Effect
    always_remove: tuple[str, ...]
    stops_pack: bool
    physio: str
    print: str
    asks: tuple[str, ...] = ()

    @property
    def is_unanswered(self) -> bool:
        return bool(self.asks)


class CautionsFound(Struct, frozen=True):
    """What is in force, and every blank answer that a caution waits for."""

    in_force: tuple[CautionInForce, ...]
    asks: tuple[str, ...]


def find_cautions(
    cautions: Sequence[Caution],
    facts: Facts,
    *,
    supported: Collection[str],
    differentials: Collection[str],
    open_flags: Collection[str],
    dating: Collection[str] = (),
) -> CautionsFound:
    """Which cautions stand for this person. `dating`: date questions that are never worth asking on their own."""
    in_force: list[CautionInForce] = []
    asks: list[str] = []
    for caution in cautions:
        truth = _truth(caution, facts, supported=supported, differentials=differentials)
        blanks = _blanks(caution, facts, dating) if truth is None else ()
        asks += blanks
        if truth or (truth is None and caution.blank_acts):
            open_now = truth is None or not caution.flags or any(flag in open_flags for flag in caution.flags)
            in_force.append(
                CautionInForce(
                    code=caution.code,
                    title=caution.title,
                    effect=caution.effect,
                    always_remove=caution.always_remove,
                    stops_pack=caution.stops_pack and open_now,
                    physio=caution.physio,
                    print=caution.print,
                    asks=blanks,
                )
            )
    return CautionsFound(tuple(in_force), tuple(dict.fromkeys(asks)))


def unknown_reads(condition_: Condition, facts: Facts, dating: Collection[str] = ()) -> tuple[str, ...]:
    """The answers an undecided condition waits for; those whose absence it allows for are left out."""
    allowed_for = set(re.findall(r"missing\(\s*(\w+)\s*\)", condition_.text))
    return tuple(
        name
        for name in condition_.reads
        if facts.known(name) is None and name not in allowed_for and name not in dating
    )


def _truth(caution: Caution, facts: Facts, *, supported: Collection[str], differentials: Collection[str]) -> Truth:
    if caution.supported and caution.supported not in supported:
        return False
    reasons: list[Truth] = [caution.differential in differentials]
    if caution.when is not None:
        reasons.append(caution.when.holds(facts))
    reasons += [_recently_injured(window, facts) for window in caution.recent_injuries]
    return kleene_or(reasons)


def _blanks(caution: Caution, facts: Facts, dating: Collection[str]) -> tuple[str, ...]:
    if caution.when is not None:
        return unknown_reads(caution.when, facts, dating)
    if not facts.entries(INJURIES):
        return ("inj_any",)
    details = ("inj_part", "inj_type", "inj_year")
    return tuple(name for name in details if any(entry.known(name) is None for entry in facts.entries(INJURIES)))


def _recently_injured(window: RecentInjury, facts: Facts) -> Truth:
    """Only years are asked: a year that reaches into the window counts as inside it."""
    entries = facts.entries(INJURIES)
    if entries:
        return kleene_or([_is_inside(window, entry) for entry in entries])
    any_injury = facts.known("inj_any")
    if any_injury in ("no", NOT_APPLICABLE):
        return False
    # The answer may be given whole (`inj_same_side`) with no entry behind it; then nothing speaks for a recent one.
    if any_injury is None and facts.known("inj_same_side") not in (None, NOT_APPLICABLE):
        return False
    return None


def _is_inside(window: RecentInjury, entry: Facts) -> Truth:
    earliest = (entry.intake_date() - timedelta(weeks=window.weeks)).year
    part, kind, year = (entry.known(name) for name in ("inj_part", "inj_type", "inj_year"))
    return kleene_and(
        [
            None if part is None else part in window.parts,
            None if kind is None else kind in window.types,
            None if year is None else year is not NOT_APPLICABLE and year >= earliest,
        ]
    )


def read_caution(table: Table, vocabulary: Vocabulary, drivers: Mapping[str, object]) -> Caution:
    """One `[[caution]]` of `resources/programme/cautions.toml`."""
    code = table.text("code")
    table.named(f"caution {code}")
    text = table.text("when", "")
    caution = Caution(
        code=code,
        title=table.text("title"),
        when=condition(table, "when", text, vocabulary) if text else None,
        supported=table.one_of("supported", tuple(drivers), ""),
        differential=table.text("differential", ""),
        flags=table.texts("flags", ()),
        stops_pack=table.one_of("stops", ("pack",), "") == "pack",
        blank_acts=table.flag("blank_acts", True),
        effect=table.one_of("effect", EFFECTS),  # type: ignore[arg-type]
        always_remove=table.texts("always_remove", ()),
        physio=table.text("physio"),
        print=table.text("print"),
        recent_injuries=tuple(_recent_injury(entry) for entry in table.tables("recent_injury")),
        sources=table.texts("sources"),
        grade=table.one_of("grade", GRADES),
    )
    table.finish()
    if caution.when is None and not caution.differential and not caution.recent_injuries:
        raise table.fail('a caution needs "when", "differential" or "recent_injury".')
    missing = [name for name in INJURY_ITEMS if name not in vocabulary.words]
    if caution.recent_injuries and (missing or INJURIES not in vocabulary.blocks):
        raise table.fail(f'"recent_injury" needs the block {INJURIES} with {", ".join(INJURY_ITEMS)} in the form.')
    return caution


def _recent_injury(table: Table) -> RecentInjury:
    window = RecentInjury(table.texts("parts"), table.texts("types"), table.whole("weeks"))
    table.finish()
    return window
