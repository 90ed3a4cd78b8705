"""From any sentence to the answers it came from, and from any answer to everything it influenced.

"Why not the hip?" has an answer as well: what a driver has, what it would need, and what speaks against it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from msgspec import Struct

from forms.answer_words import DOES_NOT_APPLY, value_in_words
from forms.assessment import Assessment
from forms.conditions import NOT_APPLICABLE, Condition, Truth
from forms.facts import INTAKE_DATE, EntryFacts, Facts
from forms.programme.cautions import INJURY_ITEMS, Caution
from forms.questionnaire import Item
from forms.rules.engine import HISTORY_ANCHOR, rule_holds
from forms.rules.explain import flag_sentence, points_words
from forms.rules.impression import Band, Basis, OpenRule
from forms.rules.rulebook import Driver, Rule

Kind = Literal[
    "rule",
    "flag",
    "differential",
    "message",
    "exercise",
    "caution",
    "phase",
    "list",
    "advice",
    "review",
    "core",
    "asks",
]
State = Literal["holds", "undecided", "does_not_hold"]
Answered = Literal["answered", "unsure", "blank", "does_not_apply"]


class Read(Struct, frozen=True):
    """One answer that was looked at, in words; `worked_out_from` where it is no answer but follows from others."""

    link_id: str
    label: str
    words: str
    answered: Answered
    worked_out_from: tuple["Read", ...] = ()

    def leaves(self) -> Iterator["Read"]:
        """The answers people gave, at the end of what was worked out."""
        if not self.worked_out_from:
            yield self
        for read in self.worked_out_from:
            yield from read.leaves()


class Trace(Struct, frozen=True):
    """Where one sentence comes from. rests_on: the ids of other sentences behind it."""

    id: str
    kind: Kind
    says: str
    state: State
    reads: tuple[Read, ...]
    grade: str = ""
    sources: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[Read, ...]:
        """The given answers it rests on, each once; blanks left out."""
        leaves = {leaf.link_id: leaf for read in self.reads for leaf in read.leaves()}
        return tuple(leaf for leaf in leaves.values() if leaf.answered == "answered")


class Influenced(Struct, frozen=True):
    """One thing that looks at an answer. through: the worked-out answers between them."""

    id: str
    kind: Kind
    says: str
    state: State
    through: tuple[str, ...] = ()


class AnchorState(Struct, frozen=True):
    """One finding strong enough to support a driver, and whether it is there."""

    rule: str
    says: str
    state: State
    reads: tuple[Read, ...]


class WhyNot(Struct, frozen=True):
    """Why a driver is where it is, and what it would take for it to be supported.

    lacks: in sentences. could_reach: the most points it can have with what is still open.
    is_open: whether the open answers alone could make it supported; otherwise an answer would have to be different.
    """

    driver: str
    band: Band
    points: int
    points_needed: int
    lacks: tuple[str, ...]
    fits: tuple[Basis, ...]
    against: tuple[Basis, ...]
    open_rules: tuple[OpenRule, ...]
    absent: tuple[Trace, ...]
    anchors: tuple[AnchorState, ...]
    missing_core: tuple[str, ...]
    could_reach: int
    is_open: bool


# --- from a sentence to its answers ---------------------------------------------------------------------------------


def trace(assessment: Assessment, sentence_id: str) -> Trace:
    """Where a rule, flag, differential, message, caution, advice or exercise comes from, by its id."""
    if sentence_id in assessment.content.programme.exercises:
        return _exercise(assessment, sentence_id)
    for found in _everything(assessment):
        if found.id == sentence_id and found.kind not in ("core", "asks"):
            return _traced(assessment, found)
    raise KeyError(sentence_id)


def _traced(assessment: Assessment, found: "_Reader") -> Trace:
    reads = tuple(read_answer(assessment, link_id) for link_id in found.reads)
    return Trace(found.id, found.kind, found.says, found.state, reads, found.grade, found.sources, found.rests_on)


def read_answer(assessment: Assessment, link_id: str) -> Read:
    """One answer in words, down to what it was worked out from."""
    facts = assessment.facts
    item = facts.questionnaire.items.get(link_id)
    if item is None:  # the intake date is no question
        return Read(link_id, _DATE_ITEM.label, value_in_words(_DATE_ITEM, facts.intake_date().isoformat()), "answered")
    told = [_told(one, item) for one in _entries(facts, item)]
    answered = min((state for _, state in told), key=_ORDER.index)
    words = DOES_NOT_APPLY if answered == "does_not_apply" else "; ".join(words for words, _ in told)
    below = tuple(read_answer(assessment, one) for one in _sources(assessment, item))
    return Read(link_id, item.label, words, answered, below)


_DATE_ITEM = Item(INTAKE_DATE, "date", "Intake date")

# Of a list of entries, the first of these that one of them has is what the whole comes to.
_ORDER: tuple[Answered, ...] = ("answered", "unsure", "blank", "does_not_apply")


def _entries(facts: Facts, item: Item) -> Sequence[Facts | EntryFacts]:
    """Whose answers are meant: every entry of a list such as the injuries; else the person, or the scan that counts."""
    is_list = item.block and not facts.questionnaire.blocks[item.block].prefer
    return (facts.entries(item.block) if is_list else ()) or (facts,)


def _told(facts: Facts | EntryFacts, item: Item) -> tuple[str, Answered]:
    known, answer = facts.known(item.link_id), facts.answer(item.link_id)
    if known is NOT_APPLICABLE:
        return DOES_NOT_APPLY, "does_not_apply"
    return value_in_words(item, answer), "blank" if answer is None else "unsure" if known is None else "answered"


def _sources(assessment: Assessment, item: Item) -> tuple[str, ...]:
    """What a worked-out answer was worked out from; nothing where it was given directly."""
    derivation, facts = item.derivation, assessment.facts
    if derivation is None:
        return ()
    # The answers at hand win over what was given directly, once they are enough.
    if assessment.response.value(item.link_id) is not None and facts.derived(item) != facts.known(item.link_id):
        return ()
    return _looked_at(assessment, derivation.function) if derivation.function else derivation.reads


def _looked_at(assessment: Assessment, function: str) -> tuple[str, ...]:
    """A computation does not say what it reads: it is run once more, and watched."""
    watched = _Watched(assessment.facts)
    assessment.content.computations[function](watched)
    return tuple(watched.seen)


class _Watched(Facts):
    """The same facts, noting which answers are looked at."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts.questionnaire, facts.response)
        self._facts = facts
        self.seen: dict[str, None] = {}

    def known(self, link_id: str) -> Any:
        self.seen[link_id] = None
        return self._facts.known(link_id)


# --- from an answer to what it influenced --------------------------------------------------------------------------


def influence(assessment: Assessment, link_id: str) -> tuple[Influenced, ...]:
    """Everything that looks at an answer: what holds first, then what waits, then what does not hold."""
    paths: dict[str, tuple[str, ...] | None] = {link_id: ()}
    found: list[Influenced] = []
    for one in _everything(assessment):
        ways = [path for read in one.reads if (path := _path(assessment, read, link_id, paths)) is not None]
        if ways:
            found.append(Influenced(one.id, one.kind, one.says, one.state, min(ways, key=len)))
    found += _exercises_under(assessment, {one.id for one in found})
    order = ("holds", "undecided", "does_not_hold")
    return tuple(sorted(found, key=lambda one: order.index(one.state)))


def _path(
    assessment: Assessment, read: str, link_id: str, paths: dict[str, tuple[str, ...] | None]
) -> tuple[str, ...] | None:
    """The worked-out answers between one that is read and the answer in question; None when they are not connected."""
    if read not in paths:
        paths[read] = None
        item = assessment.content.questionnaire.items.get(read)
        for source in _sources(assessment, item) if item is not None else ():  # the intake date is no question
            below = _path(assessment, source, link_id, paths)
            if below is not None:
                paths[read] = (read, *below)
                break
    return paths[read]


def _exercises_under(assessment: Assessment, codes: set[str]) -> Iterator[Influenced]:
    plan, library = assessment.care_plan, assessment.content.programme.exercises
    for left in plan.left_out:
        if left.code in codes:
            says = f"{library[left.exercise].name} is left out: {left.because}"
            yield Influenced(left.exercise, "exercise", says, "does_not_hold", (left.code,))
    for activity in plan.activities:
        for adaptation in activity.adaptations:
            if adaptation.code in codes:
                says = f"{library[activity.exercise].name} is done differently: {adaptation.text}"
                yield Influenced(activity.exercise, "exercise", says, "holds", (adaptation.code,))


# --- everything that reads answers ---------------------------------------------------------------------------------


class _Reader(Struct, frozen=True):
    """One thing that reads answers."""

    id: str
    kind: Kind
    says: str
    state: State
    reads: tuple[str, ...]
    grade: str = ""
    sources: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()


def _state(truth: Truth) -> State:
    return "undecided" if truth is None else "holds" if truth else "does_not_hold"


def _joined(conditions: Iterable[Condition | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in conditions if one is not None for name in one.reads))


def _everything(assessment: Assessment) -> Iterator[_Reader]:
    yield from _flags(assessment)
    yield from _rules(assessment)
    yield from _texts(assessment)
    yield from _programme(assessment)
    for item in assessment.content.questionnaire.items.values():
        if item.enable_when is not None:
            state = _state(assessment.facts.is_enabled(item.link_id))
            yield _Reader(item.link_id, "asks", f"Asks: {item.label}", state, item.enable_when.reads)


def _flags(assessment: Assessment) -> Iterator[_Reader]:
    open_flags = {flag.id: flag for flag in assessment.impression.flags}
    for flag in assessment.content.rulebook.flags:
        shown = open_flags.get(flag.id)
        reads = tuple(dict.fromkeys((*_joined(row.when for row in flag.rows), *flag.asks)))
        state: State = "does_not_hold"
        if shown is not None:
            reads, state = shown.reads, "holds"
        elif any(row.when.holds(assessment.facts) is None for row in flag.rows):
            state = "undecided"
        says = flag_sentence(shown) if shown is not None else flag.title
        yield _Reader(flag.id, "flag", says, state, reads, flag.grade, flag.sources)


def _rules(assessment: Assessment) -> Iterator[_Reader]:
    rulebook, facts = assessment.content.rulebook, assessment.facts
    gate = rulebook.scoring.imaging_gate.holds(facts)
    for driver in rulebook.drivers:
        for rule in driver.rules:
            yield _rule(rule, facts, gate, rulebook.scoring.imaging_gate.reads)
        for link_id in driver.core:
            says = f"Counts towards enough information for: {driver.title}"
            yield _Reader(driver.id, "core", says, _state(facts.known(link_id) is not None), (link_id,))


def _rule(rule: Rule, facts: Facts, gate: Truth, gate_reads: tuple[str, ...]) -> _Reader:
    reads = tuple(dict.fromkeys((*rule.when.reads, *(gate_reads if rule.is_imaging else ()))))
    return _Reader(
        rule.id, "rule", rule.because, _state(rule_holds(rule, facts, gate)), reads, rule.grade, rule.sources
    )


def _texts(assessment: Assessment) -> Iterator[_Reader]:
    rulebook, facts, shown = assessment.content.rulebook, assessment.facts, assessment.impression
    said = {one.id: one.because for one in shown.differentials}
    for rule in rulebook.differentials:
        reads = _joined((rule.when, rule.stronger_when))
        says = f"{rule.consider}: {said.get(rule.id, rule.because)}"
        yield _Reader(rule.id, "differential", says, _state(rule.when.holds(facts)), reads, rule.grade, rule.sources)
    printed = {one.id: one.text for one in shown.messages}
    for message in rulebook.messages:
        truth = message.when.holds(facts)
        state: State = "holds" if message.id in printed else _state(None if truth is None else False)
        says = printed.get(message.id, message.text)
        yield _Reader(message.id, "message", says, state, message.when.reads, message.grade, message.sources)


def _programme(assessment: Assessment) -> Iterator[_Reader]:
    content, facts, plan = assessment.content.programme, assessment.facts, assessment.care_plan
    in_force = {caution.code for caution in plan.cautions}
    for caution in content.cautions:
        state: State = "holds" if caution.code in in_force else "does_not_hold"
        says = f"{caution.title}: {caution.physio}"
        yield _Reader(
            caution.code, "caution", says, state, _caution_reads(caution), caution.grade, caution.sources,
            tuple(one for one in (caution.differential, *caution.flags) if one),
        )  # fmt: skip
    for phase in content.phases.phases:
        says = f"Phase {phase.number}: {phase.title}"
        yield _Reader(f"phase {phase.number}", "phase", says, _state(plan.phase == phase.number), phase.when.reads)
    used = {activity.list for activity in plan.activities}
    for one in content.lists:
        if one.when is not None:
            yield _Reader(one.id, "list", f"Exercises: {one.title}", _state(one.id in used), one.when.reads)
    for review in content.reviews.reviews:
        if review.when is not None:
            state = _state(review.when.holds(facts))
            says = f"Review in {review.days} days: {review.because}"
            yield _Reader(f"review {review.days}", "review", says, state, review.when.reads)
    for advice in content.advice.values():
        reads = advice.when.reads if advice.when is not None else ()
        state = _state(advice.id in plan.advice)
        yield _Reader(advice.id, "advice", advice.title, state, reads, advice.grade, advice.sources, advice.drivers)


def _caution_reads(caution: Caution) -> tuple[str, ...]:
    return _joined((caution.when,)) + (INJURY_ITEMS if caution.recent_injuries else ())


def _exercise(assessment: Assessment, exercise_id: str) -> Trace:
    """Why an exercise is in the pack, or why it is not: its driver's findings, its cautions, the phase and the kit."""
    content, plan = assessment.content.programme, assessment.care_plan
    exercise = content.exercises[exercise_id]
    activity = next((one for one in plan.activities if one.exercise == exercise_id), None)
    left = [one for one in plan.left_out if one.exercise == exercise_id]
    codes = [one.code for one in left]
    conditions: list[Condition | None] = [one.when for one in content.phases.phases if one.number == plan.phase]
    rests_on: list[str] = []
    if activity is not None:
        codes += [one.code for one in plan.cautions if exercise.avoids(one.code) is not None]
        lists = [one for one in content.lists if one.id == activity.list]
        conditions += [one.when for one in lists]
        for one in lists:
            if one.driver:
                rests_on += [basis.rule for basis in assessment.impression.finding(one.driver).fits if basis.counts]
            elif one.differential:
                rests_on.append(one.differential)
        says, state = f"{exercise.name}. {activity.because}", "holds"
    elif left:
        reasons = dict.fromkeys(one.because if one.because.endswith(".") else f"{one.because}." for one in left)
        says, state = f"{exercise.name} is left out. {' '.join(reasons)}", "does_not_hold"
    else:
        says, state = f"{exercise.name} was not next on a list that was used.", "does_not_hold"
    cautions = [one for one in content.cautions if one.code in codes]
    reads = [*_joined(conditions), *(name for one in cautions for name in _caution_reads(one))]
    reads += [content.kit.item] if exercise.kit or exercise.easier_kit else []
    return Trace(
        exercise_id,
        "exercise",
        says,
        state,  # type: ignore[arg-type]
        tuple(read_answer(assessment, name) for name in dict.fromkeys(reads)),
        rests_on=tuple(dict.fromkeys((*rests_on, *(one.code for one in cautions)))),
    )


# --- why not this driver --------------------------------------------------------------------------------------------


def why_not(assessment: Assessment, driver_id: str) -> WhyNot:
    """What a driver has, what it lacks, and what it would take for it to be supported."""
    rulebook, facts = assessment.content.rulebook, assessment.facts
    scoring = rulebook.scoring
    driver, finding = rulebook.driver(driver_id), assessment.impression.finding(driver_id)
    gate = scoring.imaging_gate.holds(facts)
    readers = {rule.id: _rule(rule, facts, gate, scoring.imaging_gate.reads) for rule in driver.rules}
    anchors = tuple(_anchors(driver, readers, assessment))
    could_reach = finding.points + _open_points(driver, readers, finding.basis)
    # An old scan scores half and is no anchor, so its rule holding is not enough.
    has_or_may_have_anchor = finding.anchor is not None or any(one.state == "undecided" for one in anchors)
    return WhyNot(
        driver=driver_id,
        band=finding.band,
        points=finding.points,
        points_needed=scoring.supported,
        lacks=tuple(_lacks(driver, assessment, anchors)),
        fits=finding.fits,
        against=finding.does_not_fit,
        open_rules=tuple(rule for rule in finding.undecided if rule.points > 0),
        absent=tuple(
            _traced(assessment, readers[rule.id])
            for rule in driver.rules
            if rule.points > 0 and readers[rule.id].state == "does_not_hold"
        ),
        anchors=anchors,
        missing_core=finding.missing_core,
        could_reach=could_reach,
        is_open=finding.band != "supported" and could_reach >= scoring.supported and has_or_may_have_anchor,
    )


def _anchors(driver: Driver, readers: dict[str, _Reader], assessment: Assessment) -> Iterator[AnchorState]:
    for rule in driver.rules:
        if rule.is_anchor:
            one = readers[rule.id]
            yield AnchorState(rule.id, one.says, one.state, tuple(read_answer(assessment, name) for name in one.reads))
    if driver.history_anchor:
        parts = [readers[rule_id] for rule_id in driver.history_anchor]
        states = {one.state for one in parts}
        state: State = (
            "does_not_hold" if "does_not_hold" in states else "undecided" if "undecided" in states else "holds"
        )
        reads = dict.fromkeys(name for one in parts for name in one.reads)
        says = " ".join(one.says for one in parts)
        yield AnchorState(HISTORY_ANCHOR, says, state, tuple(read_answer(assessment, name) for name in reads))


def _open_points(driver: Driver, readers: dict[str, _Reader], basis: Sequence[Basis]) -> int:
    """The most that undecided rules could still add; of a bracket group only the best counts."""
    has = {one.rule: one.points for one in basis}
    alone = 0
    best: dict[str, int] = {}
    for rule in driver.rules:
        if rule.points <= 0:
            continue
        is_open = readers[rule.id].state == "undecided"
        if not rule.group:
            alone += rule.points if is_open else 0
            continue
        already = max((has[one.id] for one in driver.rules if one.group == rule.group and one.id in has), default=0)
        if is_open:
            best[rule.group] = max(best.get(rule.group, 0), rule.points - already)
    return alone + sum(best.values())


def _lacks(driver: Driver, assessment: Assessment, anchors: Sequence[AnchorState]) -> Iterator[str]:
    scoring, finding = assessment.content.rulebook.scoring, assessment.impression.finding(driver.id)
    if finding.points < scoring.supported:
        yield f"It has {points_words(finding.points)}; {scoring.supported} are needed."
    if finding.anchor is None:
        open_ones = [one for one in anchors if one.state == "undecided"]
        yield (
            "Not one of the findings that could support it is there yet; some are not answered."
            if open_ones
            else "Not one of the findings that could support it is there."
        )
    short = driver.core_needed - (len(driver.core) - len(finding.missing_core))
    if short > 0:
        labels = [assessment.content.questionnaire.items[one].label for one in finding.missing_core]
        yield f"Not enough information: {short} more of these must be answered: {' '.join(labels)}"
