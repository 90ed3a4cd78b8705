"""Assessment: the answers and the content in, a clinical impression out.

Pure: no clock (the intake date is an input), no database, no Qt. The same answers and the same content give the
same impression. Points are clinic judgement informed by the evidence (knowledge base 2.1), never a probability.
"""

from collections.abc import Iterable, Iterator, Sequence

from forms.content import Content
from forms.facts import Facts
from forms.response import QuestionnaireResponse
from forms.rules.imaging import find_messages
from forms.rules.impression import (
    Band,
    Basis,
    ClinicalImpression,
    Differential,
    Finding,
    FlagReview,
    OpenRule,
    Outcome,
    Protocol,
    Tier,
    highest,
    tier_rank,
)
from forms.rules.red_flags import find_flags
from forms.rules.rests_on import Earlier
from forms.rules.rulebook import DifferentialRule, Driver, Rule, Rulebook, Scoring

HISTORY_ANCHOR = "history"


def assess(
    response: QuestionnaireResponse, content: Content, reviews: tuple[FlagReview, ...] = ()
) -> ClinicalImpression:
    """What the answers point to. `reviews` are the physio's decisions on flags so far."""
    return assess_facts(content.facts(response), content.rulebook, content.protocol, reviews)


def assess_facts(
    facts: Facts,
    rulebook: Rulebook,
    protocol: Protocol,
    reviews: tuple[FlagReview, ...] = (),
    earlier: Earlier | None = None,
) -> ClinicalImpression:
    """Apply every rule to what is known.

    earlier: what was concluded before the newest answers. Whatever cannot have changed since is taken over from there;
    the result is the same as without.
    """
    scoring = rulebook.scoring
    flags = find_flags(facts, rulebook, reviews, earlier)
    tier = highest([flag.effective_tier for flag in flags])
    gate, is_old = scoring.imaging_gate.holds(facts), scoring.imaging_old.holds(facts) is True
    findings = tuple(
        earlier.impression.findings[place]
        if earlier is not None and earlier.changed.isdisjoint(earlier.rests_on.drivers[place])
        else _finding(driver, facts, scoring, gate, is_old)
        for place, driver in enumerate(rulebook.drivers)
    )
    lead, add_ons = combine(findings, scoring)
    return ClinicalImpression(
        tier=tier,
        hold_physio_now=any(flag.is_hold for flag in flags),
        flags=flags,
        outcome=_outcome(tier, findings, lead, add_ons),
        lead=lead,
        add_ons=add_ons,
        examine_roots_first=_examine_roots_first(findings, scoring),
        provisional=any(not _is_filled(facts, link_id) for link_id in scoring.exam_core),
        findings=findings,
        differentials=tuple(_differentials(facts, rulebook, earlier)),
        messages=earlier.impression.messages
        if earlier is not None and earlier.changed.isdisjoint(earlier.rests_on.messages)
        else find_messages(facts, rulebook),
        protocol=protocol,
    )


# --- one driver ----------------------------------------------------------------------------------------------------


def _finding(driver: Driver, facts: Facts, scoring: Scoring, gate: bool | None, is_old: bool) -> Finding:
    fired: list[Basis] = []
    anchors: list[Rule] = []
    undecided: list[OpenRule] = []
    truths = [rule_holds(rule, facts, gate) for rule in driver.rules]
    best = _best_of_groups(rule for rule, truth in zip(driver.rules, truths, strict=True) if truth)
    for rule, truth in zip(driver.rules, truths, strict=True):
        if truth:
            counts = rule.points < 0 or not rule.group or best[rule.group] == rule.id
            halved = is_old and rule.is_imaging
            points = int(rule.points / 2) if halved else rule.points
            fired.append(
                Basis(rule.id, points, rule.points, rule.because, rule.grade, rule.sources, rule.when.reads, counts)
            )
            if rule.is_anchor and not halved:
                anchors.append(rule)
        elif truth is None:
            undecided.append(OpenRule(rule.id, rule.points, rule.because, waits_for(rule, facts, scoring)))
    points = sum(basis.points for basis in fired if basis.counts)
    names = {basis.rule for basis in fired}
    has_history = bool(driver.history_anchor) and names.issuperset(driver.history_anchor)
    anchor = _strongest(anchors, has_history=has_history)
    missing_core = tuple(link_id for link_id in driver.core if not _is_filled(facts, link_id))
    waiting = tuple(dict.fromkeys(link_id for rule in undecided for link_id in rule.waits_for))
    return Finding(
        driver=driver.id,
        points=points,
        band=_band(points, anchor, len(driver.core) - len(missing_core) >= driver.core_needed, scoring),
        anchor=anchor,
        basis=tuple(fired),
        undecided=tuple(undecided),
        missing_core=missing_core,
        missing=tuple(dict.fromkeys(missing_core + waiting)),
    )


def rule_holds(rule: Rule, facts: Facts, gate: bool | None) -> bool | None:
    """Whether a rule fires; a scan rule only through the imaging gate."""
    truth = rule.when.holds(facts)
    if not rule.is_imaging or truth is False or gate is True:
        return truth
    return False if gate is False else None


def waits_for(rule: Rule, facts: Facts, scoring: Scoring) -> tuple[str, ...]:
    """The unanswered questions an undecided rule waits for."""
    reads = rule.when.reads + (scoring.imaging_gate.reads if rule.is_imaging else ())
    return tuple(link_id for link_id in dict.fromkeys(reads) if facts.known(link_id) is None)


def _best_of_groups(fired: Iterable[Rule]) -> dict[str, str]:
    """Of each bracket group, the fired rule with the most points: only it counts."""
    best: dict[str, Rule] = {}
    for rule in fired:
        current = best.get(rule.group)
        if current is None or rule.points > current.points:
            best[rule.group] = rule
    return {group: rule.id for group, rule in best.items()}


def _strongest(anchors: Sequence[Rule], *, has_history: bool) -> str | None:
    """Of several anchors, examination before scan before history; among equals the first in the table."""
    if anchors:
        return min(anchors, key=lambda rule: rule.is_imaging).id
    return HISTORY_ANCHOR if has_history else None


def _band(points: int, anchor: str | None, has_core: bool, scoring: Scoring) -> Band:
    if not has_core:
        return "insufficient_information"
    if points >= scoring.supported and anchor is not None:
        return "supported"
    if points >= scoring.possible:
        return "possible"
    return "weak" if points >= scoring.weak else "not_supported"


def _is_filled(facts: Facts, link_id: str) -> bool:
    return facts.known(link_id) is not None


# --- all drivers together ------------------------------------------------------------------------------------------


def combine(findings: Sequence[Finding], scoring: Scoring) -> tuple[str | None, tuple[str, ...]]:
    """The lead and the add-ons (knowledge base 2.2, 1-3)."""
    supported = [finding for finding in findings if finding.band == "supported"]
    possible = [finding for finding in findings if finding.band == "possible"]
    always = [finding for finding in supported if finding.driver == scoring.leads_when_supported]
    candidates = always or supported or possible
    if not candidates:
        return None, ()
    lead = max(candidates, key=lambda finding: finding.points)
    others = [finding for finding in supported if finding is not lead]
    others += [
        finding
        for finding in possible
        if finding is not lead and lead.points - finding.points <= scoring.combination_within
    ]
    others.sort(key=lambda finding: (finding.band != "supported", -finding.points))
    return lead.driver, tuple(finding.driver for finding in others[: scoring.most_shown - 1])


def _outcome(tier: Tier, findings: Sequence[Finding], lead: str | None, add_ons: tuple[str, ...]) -> Outcome:
    if tier_rank(tier) >= tier_rank("urgent"):  # a hold is urgent at least
        return "safety_first"
    if lead is not None:
        return "combination" if add_ons else "drivers"
    insufficient = sum(finding.band == "insufficient_information" for finding in findings)
    return "insufficient_information" if insufficient >= 2 else "no_clear_driver"


def _examine_roots_first(findings: Sequence[Finding], scoring: Scoring) -> bool:
    """Two drivers supported while the roots are unknown (knowledge base 2.2, 4)."""
    roots = next(finding for finding in findings if finding.driver == scoring.leads_when_supported)
    supported = sum(finding.band == "supported" for finding in findings)
    return supported >= 2 and roots.band == "insufficient_information"


def _differentials(facts: Facts, rulebook: Rulebook, earlier: Earlier | None) -> Iterator[Differential]:
    before = {one.id: one for one in earlier.impression.differentials} if earlier is not None else {}
    for place, rule in enumerate(rulebook.differentials):
        if earlier is not None and earlier.changed.isdisjoint(earlier.rests_on.differentials[place]):
            if rule.id in before:
                yield before[rule.id]
        elif rule.when.holds(facts):
            yield _differential(rule, facts)


def _differential(rule: DifferentialRule, facts: Facts) -> Differential:
    because = rule.because
    if rule.stronger_when is not None and rule.stronger_when.holds(facts):
        because = f"{because} {rule.stronger_because}".strip()
    return Differential(
        rule.id, rule.consider, because, rule.against, rule.next_step, rule.grade, rule.sources, rule.when.reads
    )
