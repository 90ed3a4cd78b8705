"""What a scan report adds: whether level and side fit the symptoms, and what may be said about the findings.

Knowledge base 3.1, 3.2, 3.5 and 3.7. The tables are data; this only looks things up in them.
"""

from collections.abc import Callable

from forms.facts import Facts
from forms.rules.impression import Message
from forms.rules.rulebook import Concordance, MessageRule, Rulebook

# What the figures and names in a message are filled in from, besides what its condition reads.
FILLED_IN_FROM = frozenset(("age", "img_finding", "img_root_name", "img_level", "img_zone", "img_side", "pain_side"))

# How far it goes -> the map that shows just where.
_MAPS = {"pain_extent": "pain_sites", "neu_sensory": "neu_sites"}

# Side of a scan -> its word in `rules/scoring.toml`.
_SIDE_WORDS = {"L": "left", "R": "right", "central_both": "both_sides"}


def concordance_computation(table: Concordance) -> Callable[[Facts], str | None]:
    """The computation behind `img_concordance`: match, partial, mismatch, or None when it cannot be said."""

    def concordance(facts: Facts) -> str | None:
        if facts.known("img_done") is None:  # of an unknown kind; a known one that is no MRI or CT is never asked about
            return None
        scan_side, side = facts.known("img_side"), facts.affected_side()
        if scan_side in ("L", "R") and side is not None and scan_side != side:
            return "mismatch"
        scanned = scan_roots(facts, table)
        felt = _specific_roots(facts, table)
        if scanned and felt and _distance(scanned, felt, table) >= 2:
            return "mismatch"
        if facts.known("img_side_match") != "yes":
            return None
        return "match" if scanned & (felt | _coarse_roots(facts, table)) else "partial"

    return concordance


def scan_roots(facts: Facts, table: Concordance) -> frozenset[str]:
    """The roots the scan points to: the one the report names, else those its level and position hit."""
    named = facts.known("img_root_name")
    if named in table.order:
        return frozenset((named,))
    levels = facts.known("img_level")
    if not isinstance(levels, tuple):
        return frozenset()
    zone = facts.known("img_zone")
    roots: set[str] = set()
    for disc in table.discs:
        if disc.level not in levels:
            continue
        if zone not in ("foraminal", "far_lateral"):
            roots.add(disc.off_centre)
        if zone not in ("off_centre", "central"):
            roots.add(disc.foraminal)
    return frozenset(roots)


def _specific_roots(facts: Facts, table: Concordance) -> frozenset[str]:
    """The roots that shaded areas, power, feeling and reflexes on the painful side point to."""
    side = facts.affected_side()
    shaded = {code for item in ("pain_sites", "neu_sites") for code in (facts.known(item) or ())}
    roots: set[str] = set()
    for root in table.roots:
        if shaded & set(root.sites):
            roots.add(root.id)
        if side is not None and _is_weak_numb_or_quiet(facts, root.id, root.reflex_items, side):
            roots.add(root.id)
    return frozenset(roots)


def _is_weak_numb_or_quiet(facts: Facts, root: str, reflexes: tuple[str, ...], side: str) -> bool:
    other = "L" if side == "R" else "R"
    power = facts.questionnaire.items[f"ex_mrc_{root}_{side}"].option(facts.known(f"ex_mrc_{root}_{side}"))
    if power is not None and power.number is not None and power.number <= 4:
        return True
    if facts.known(f"ex_sens_{root}_{side}") in ("reduced", "absent"):
        return True
    jerks = ((facts.known(f"{reflex}_{side}"), facts.known(f"{reflex}_{other}")) for reflex in reflexes)
    return any(isinstance(here, str) and isinstance(there, str) and here < there for here, there in jerks)


def _coarse_roots(facts: Facts, table: Concordance) -> frozenset[str]:
    """What "as far as the foot" can mean, unless the body map shows which of these roots' areas it is."""
    sites = {root.id: set(root.sites) for root in table.roots}
    roots: set[str] = set()
    for area in table.coarse_areas:
        shaded = set(facts.known(_MAPS[area.item]) or ()) if area.item in _MAPS else set()
        if facts.known(area.item) == area.code and not any(shaded & sites[root] for root in area.roots):
            roots.update(area.roots)
    return frozenset(roots)


def _distance(some: frozenset[str], others: frozenset[str], table: Concordance) -> int:
    place = table.order.index
    return min(abs(place(one) - place(other)) for one in some for other in others)


def find_messages(facts: Facts, rulebook: Rulebook) -> tuple[Message, ...]:
    """The texts about the scan that apply, with their figures filled in."""
    return tuple(
        Message(rule.id, text, rule.audience, rule.grade, rule.sources)
        for rule in rulebook.messages
        if rule.when.holds(facts) and (text := _filled(rule, facts, rulebook)) is not None
    )


def _filled(rule: MessageRule, facts: Facts, rulebook: Rulebook) -> str | None:
    """The text with every placeholder filled; None when a figure it needs does not exist."""
    text, words = rule.text, rulebook.scoring.words
    if "{pct}" in text or "{finding}" in text:
        found = _prevalence(facts, rulebook)
        if found is None:
            return None
        text = text.replace("{finding}", found[0]).replace("{pct}", found[1])
    if "{shrink}" in text:
        # Several shapes: the table's own order decides, the largest first, and not the order they were ticked in.
        shapes = [code for code in rulebook.shrinkage if code in (facts.known("img_finding") or ())]
        if not shapes:
            return None
        text = text.replace("{shrink}", rulebook.shrinkage[shapes[0]].words)
    if "{root}" in text:
        roots = scan_roots(facts, rulebook.concordance)
        if not roots:
            return None
        text = text.replace("{root}", f" {words['or']} ".join(sorted(roots)))
    side, hurts = facts.known("img_side"), facts.known("pain_side")
    if side == "central_both" and hurts in ("L", "R"):
        side = hurts  # scan and symptoms meet on the side that hurts
    return text.replace("{side}", words[_SIDE_WORDS.get(side, "side_not_stated")])


def _prevalence(facts: Facts, rulebook: Rulebook) -> tuple[str, str] | None:
    """The words and the figure for the person's own decade, the nearest lower one; None under the first."""
    age, findings = facts.known("age"), facts.known("img_finding")
    if not isinstance(age, (int, float)) or not isinstance(findings, tuple):
        return None
    column = sum(age >= decade for decade in rulebook.decades) - 1
    known = [one for code in findings if (one := rulebook.prevalence.get(code)) is not None and one.is_age_change]
    if column < 0 or not known:
        return None
    return known[0].words, f"{known[0].percent[column]:g}"
