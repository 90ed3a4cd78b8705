"""Building a pack: the same answers always give the same programme (knowledge base 4.5, steps 1 to 8)."""

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from forms.facts import Facts
from forms.programme.advice import choose_advice
from forms.programme.care_plan import HOLD, SAFETY_FIRST, Activity, CarePlan, LeftOut, Setting
from forms.programme.cautions import find_cautions
from forms.programme.choosing import consider, fits_beside
from forms.programme.content import ProgrammeContent
from forms.programme.phases import (
    ExerciseList,
    ListEntry,
    choose_phase,
    choose_review,
    list_for_driver,
    list_without_driver,
    phase_asks,
)

_BLOCKING_TIERS = ("soon", "urgent", "emergency")
_INSUFFICIENT = "insufficient_information"
_WALKING = "all"
_PHYSIO_ONLY = ("physio",)


class _Source(Struct, frozen=True):
    """One list to take from: how many, and in whose name."""

    list: ExerciseList
    most: int
    because: str


def build_programme(
    content: ProgrammeContent,
    facts: Facts,
    *,
    outcome: str,
    lead: str | None,
    add_ons: tuple[str, ...],
    supported: frozenset[str],
    differentials: frozenset[str],
    tier: str,
    open_flags: tuple[str, ...],
    hold: bool,
) -> CarePlan:
    """Propose a programme. `open_flags` are those that block: of tier soon or above, and not closed by a physio."""
    blocked_by = _blocked_by(tier, open_flags, hold)
    if outcome == SAFETY_FIRST:
        return CarePlan(None, blocked_by=blocked_by or (SAFETY_FIRST,), hard_stops=("X_RF",))
    if outcome == _INSUFFICIENT:
        hard_stops = ("X_RF",) if blocked_by else ()
        return CarePlan(None, advice=content.advice_rules.when_unsure, blocked_by=blocked_by, hard_stops=hard_stops)

    found = find_cautions(
        content.cautions,
        facts,
        supported=supported,
        differentials=differentials,
        open_flags=open_flags,
        dating=content.dating,
    )
    stops = tuple(caution.code for caution in found.in_force if caution.stops_pack)
    phase = choose_phase(content.phases, facts, open_flags=open_flags, hold=hold)
    sources = _sources(content, facts, lead=lead, add_ons=add_ons, differentials=differentials)
    kit = content.kit.at_home(facts)
    kept_out = _kept_out(content, sources, supported, phase)
    setting = Setting(
        phase=phase,
        side=facts.affected_side() or "",
        cautions=found.in_force,
        kit=kit,
        kept_out=kept_out,
        kept_out_because=content.phases.kept_out.because if kept_out else "",
    )
    activities, left_out = _choose(content, sources, setting)
    allowed = content.phases.phase(phase).minutes_a_day
    review = choose_review(content.reviews, facts, phase=phase, open_flags=open_flags)
    asks = (*found.asks, *phase_asks(content.phases, facts, phase), *((content.kit.item,) if kit is None else ()))
    drivers = tuple(driver for driver in (lead, *add_ons) if driver)
    return CarePlan(
        phase=phase,
        advice=choose_advice(content.advice, content.advice_rules, facts, drivers),
        review_days=review.days,
        review_because=review.because,
        blocked_by=(*blocked_by, *stops),
        hard_stops=(*(("X_RF",) if blocked_by else ()), *stops),
        ask_before_signing=tuple(dict.fromkeys(_questions(asks, facts, content.dating))),
        cautions=found.in_force,
        left_out=left_out,
        minutes_allowed=allowed,
        goal=_goal(facts.known(content.goal_item)),
        goals_before_loading=tuple(source.list.goal for source in sources),
        move_on=content.phases.phase(phase).move_on,
        setting=setting,
    ).with_activities(fit_in_the_day(activities, allowed, content.phases.pack.seconds_a_rep))


def fit_in_the_day(activities: tuple[Activity, ...], allowed: float, seconds_a_rep: float) -> tuple[Activity, ...]:
    """Shorten the day: the most time-consuming exercise is done less often, step by step; then the last one goes."""
    fitted = list(activities)
    while sum(activity.minutes_a_day for activity in fitted) > allowed:
        reducible = [n for n, a in enumerate(fitted) if a.minutes_a_day > 0 and a.dose.least_times_a_day > 1]
        if reducible:
            longest = max(reducible, key=lambda number: (fitted[number].minutes_a_day, -number))
            times = fitted[longest].dose.least_times_a_day - 1
            fitted[longest] = done_less_often(fitted[longest], times, allowed, seconds_a_rep)
        else:
            del fitted[max(number for number, activity in enumerate(fitted) if activity.minutes_a_day > 0)]
    return tuple(fitted)


def done_less_often(activity: Activity, times: int, allowed: float, seconds_a_rep: float) -> Activity:
    """The same exercise this many times a day, and a note that says why."""
    dose = activity.dose.at_times_a_day(times)
    note = f"To keep your day to {allowed:g} minutes, do this {dose.often}."
    return replace(activity, dose=dose, note=note, minutes_a_day=dose.least_minutes_a_day(seconds_a_rep))


def _blocked_by(tier: str, open_flags: tuple[str, ...], hold: bool) -> tuple[str, ...]:
    if tier in _BLOCKING_TIERS and not open_flags and not hold:
        return ("X_RF",)  # a blocking tier whose flag was not handed over still blocks
    return (*open_flags, HOLD) if hold else open_flags


def _sources(
    content: ProgrammeContent,
    facts: Facts,
    *,
    lead: str | None,
    add_ons: tuple[str, ...],
    differentials: Collection[str],
) -> tuple[_Source, ...]:
    """Which lists, and how many from each: all from one; two and two; or two, one and one."""
    pack = content.phases.pack
    if lead is None:
        alone = list_without_driver(content.lists, differentials)
        return (_Source(alone, pack.others, f"No clear driver: {alone.title}."),)
    first = list_for_driver(content.lists, lead, facts)
    if not add_ons:
        return (_Source(first, pack.others, f"Lead: {first.title}."),)
    each = pack.one_add_on if len(add_ons) == 1 else pack.two_add_ons
    others = (list_for_driver(content.lists, driver, facts) for driver in add_ons[:2])
    return (
        _Source(first, pack.lead, f"Lead: {first.title}."),
        *(_Source(other, each, f"Add-on: {other.title}.") for other in others),
    )


def _kept_out(
    content: ProgrammeContent, sources: tuple[_Source, ...], supported: Collection[str], phase: int
) -> tuple[str, ...]:
    rule = content.phases.kept_out
    if rule.driver not in supported or phase not in rule.phases:
        return ()
    opposite = (exercise for source in sources for exercise in source.list.opposite)
    return tuple(dict.fromkeys((*rule.remove, *opposite)))


def _choose(
    content: ProgrammeContent, sources: tuple[_Source, ...], setting: Setting
) -> tuple[tuple[Activity, ...], tuple[LeftOut, ...]]:
    last = content.phases.pack.last
    chosen: list[Activity] = []
    left_out: list[LeftOut] = []
    for source in sources:
        room = len(chosen) + source.most
        for entry in source.list.entries[setting.phase]:
            if len(chosen) == room:
                break
            if entry.exercise == last:
                continue
            verdict = consider(content, entry, setting, list_id=source.list.id, because=source.because)
            left_out += verdict.refused
            if verdict.activity is not None and fits_beside(content, verdict.activity.exercise, chosen):
                chosen.append(verdict.activity)
    walking = consider(content, ListEntry(last), setting, list_id=_WALKING, because="Walking is in every programme.")
    left_out += walking.refused
    if walking.activity is not None:
        chosen.append(walking.activity)
    return tuple(chosen), tuple(dict.fromkeys(left_out))


def _questions(names: Iterable[str], facts: Facts, dating: Collection[str]) -> Iterator[str]:
    """The questions behind the names: a derived answer that is missing asks for what it is derived from.

    Examination steps are not among them: what to examine is said elsewhere.
    """
    for name in names:
        item = facts.questionnaire.items[name]
        derivation = item.derivation
        if item.who == _PHYSIO_ONLY:
            continue
        if derivation is None:
            yield name
        else:
            blanks = (read for read in derivation.reads if facts.known(read) is None and read not in dating)
            yield from _questions(blanks, facts, dating)


def _goal(answer: object) -> str:
    """The first goal, in the person's own words."""
    first = answer[0] if isinstance(answer, tuple) and answer else answer
    return first.strip().splitlines()[0] if isinstance(first, str) and first.strip() else ""
