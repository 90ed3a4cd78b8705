"""Red flags, drivers, differentials, scans and sources."""

from collections.abc import Iterator

from forms.content import Content
from forms.rules.explain import signed
from forms.rules.impression import TIERS
from forms.rules.rulebook import Driver, Flag, Rulebook
from reports.manual.cross_links import CrossLinks
from reports.manual.html import Safe, card, el, facts, join, table
from reports.manual.section import Chapter, chapter, chapter_of_parts

_BLANKS = {
    "hold": "Counts as urgent, and holds the form until a physio has asked.",
    "soon": "Counts as soon.",
    "none": "Is listed as missing; it raises nothing.",
}


def rule_chapters(content: Content, links: CrossLinks) -> tuple[Chapter, ...]:
    return (
        _flags(content.rulebook, links),
        _drivers(content.rulebook, links),
        _differentials(content.rulebook, links),
        _scans(content.rulebook, links),
    )


def _tier(tier: str, rulebook: Rulebook) -> Safe:
    word = next((text.word for text in rulebook.tiers.values() if text.id == tier), tier)
    return el("span", word, class_=f"tier tier-{tier}")


def _grade(grade: str, sources: tuple[str, ...], links: CrossLinks) -> Safe:
    return join((f"grade {grade}", links.sources(sources)), " · ") if sources else Safe(f"grade {grade}")


def _flags(rulebook: Rulebook, links: CrossLinks) -> Chapter:
    rows = (
        (
            _tier(tier, rulebook),
            rulebook.tiers[tier].meaning,
            rulebook.tiers[tier].time_limit,
            rulebook.tiers[tier].staff,
            rulebook.tiers[tier].printing,
        )
        for tier in reversed(TIERS)
    )
    tiers = table(("Tier", "Means", "By when", "At the desk", "Printing"), rows)
    hold = facts((key.capitalize(), text) for key, text in rulebook.hold.items())
    parts = [
        ("tiers", "Tiers", tiers),
        ("hold", "Hold: a question nobody has answered", hold),
        ("flags", "Every flag", join(_flag(flag, rulebook, links) for flag in rulebook.flags)),
    ]
    intro = (
        "The highest open flag is the tier of the whole intake. Of several lines that hold, the highest tier counts."
    )
    return chapter_of_parts("red-flags", "Red flags", intro, parts)


def _flag(flag: Flag, rulebook: Rulebook, links: CrossLinks) -> Safe:
    rows = ((_tier(row.tier, rulebook), links.condition(row.when), row.because) for row in flag.rows)
    asks = join((links.items(flag.asks_then), " when ", links.condition(flag.asks_when))) if flag.asks_then else ""
    return card(
        f"f-{flag.id}",
        flag.title,
        flag.id,
        table(("Tier", "When", "Because"), rows),
        facts(
            (
                ("Question", links.item(flag.item)),
                ("Also asks", asks),
                ("A blank", _BLANKS[flag.unanswered]),
                ("Worsening", "Raises routine and soon by one tier." if flag.is_raised_by_worsening else ""),
                ("Staff", flag.staff_extra),
                ("Leaflet", flag.leaflet.replace("**", "")),
                ("Who acts", ", ".join(flag.acts)),
                (
                    "Reception sees",
                    flag.reception_text if flag.reception_view == "tier" else "the question and the tier",
                ),
                ("For the physio", flag.note),
                ("Evidence", _grade(flag.grade, flag.sources, links)),
            )
        ),
    )


def _drivers(rulebook: Rulebook, links: CrossLinks) -> Chapter:
    scoring = rulebook.scoring
    bands = facts(
        (
            ("Supported", f"{scoring.supported} points or more, and an anchor"),
            ("Possible", f"{scoring.possible} points or more"),
            ("Weak", f"{scoring.weak} points or more"),
            ("Not enough", "too few core answers, whatever the points"),
            (
                "Combination",
                f"within {scoring.combination_within} points of the lead; at most {scoring.most_shown} shown",
            ),
            ("Always leads", f"driver {scoring.leads_when_supported}, when it is supported"),
            ("Examination", links.items(scoring.exam_core)),
            ("Scans count", links.condition(scoring.imaging_gate)),
            ("Scans count half", links.condition(scoring.imaging_old)),
            ("Worsening", links.condition(scoring.worsening)),
        )
    )
    parts = [("bands", "Points and bands", bands)]
    parts += [
        (f"d-{driver.id}", f"{driver.id} · {driver.title}", _driver(driver, links)) for driver in rulebook.drivers
    ]
    intro = "Hypotheses about what contributes. Every rule says what it adds or takes, and where that comes from."
    return chapter_of_parts("drivers", "Drivers", intro, parts)


def _driver(driver: Driver, links: CrossLinks) -> Safe:
    about = facts(
        (
            ("Shown as", driver.label),
            ("To the patient", driver.plain),
            ("What it is", driver.what),
            ("Typical", driver.typical),
            ("Against", driver.against),
            ("Note", driver.note),
            ("Core answers", join((f"{driver.core_needed} of: ", links.items(driver.core)))),
            ("History anchor", _rules(driver.history_anchor)),
        )
    )
    rows = []
    for rule in driver.rules:
        kind = [
            "anchor" if rule.is_anchor else "",
            "scan" if rule.is_imaging else "",
            f"group {rule.group}" if rule.group else "",
        ]
        name = el("span", rule.id, id=f"r-{rule.id}", class_="id")
        what = join((rule.because, Safe("<br>"), links.condition(rule.when)))
        marks = ", ".join(mark for mark in kind if mark)
        rows.append((name, signed(rule.points), what, marks, _grade(rule.grade, rule.sources, links)))
    return about + table(("Rule", "Points", "Because, and when", "", "Evidence"), rows, numbers=(1,))


def _rules(ids: tuple[str, ...]) -> Safe:
    return join((el("a", one, href=f"#r-{one}") for one in ids), " + ")


def _differentials(rulebook: Rulebook, links: CrossLinks) -> Chapter:
    def cards() -> Iterator[Safe]:
        for rule in rulebook.differentials:
            yield card(
                f"x-{rule.id}",
                rule.consider,
                rule.id,
                facts(
                    (
                        ("Because", rule.because),
                        ("When", links.condition(rule.when)),
                        ("Stronger", rule.stronger_because),
                        ("Stronger when", links.condition(rule.stronger_when)),
                        ("Against", rule.against),
                        ("Next step", rule.next_step),
                        ("Evidence", _grade(rule.grade, rule.sources, links)),
                    )
                ),
            )

    return chapter("differentials", "Differentials", "Seen by the physio only, under “Consider”.", *cards())


def _scans(rulebook: Rulebook, links: CrossLinks) -> Chapter:
    messages = join(
        card(
            f"m-{rule.id}",
            rule.text.replace("**", ""),
            rule.id,
            facts(
                (
                    ("When", links.condition(rule.when)),
                    ("For", "the patient, on paper" if rule.audience == "patient" else "the physio only"),
                    ("Evidence", _grade(rule.grade, rule.sources, links)),
                )
            ),
        )
        for rule in rulebook.messages
    )
    decades = [f"{age:g}" for age in rulebook.decades]
    figures = (
        (
            join((one.words, " ", el("code", one.key))),
            *(
                f"{percent:g}†" if age in one.unchecked else f"{percent:g}"
                for age, percent in zip(rulebook.decades, one.percent, strict=True)
            ),
            links.sources(one.sources),
        )
        for one in rulebook.prevalence.values()
    )
    columns = range(1, len(decades) + 1)
    note = el("p", "Of 100 people with no pain. † from memory: to be checked against the paper.", class_="quiet")
    shrink = ((el("code", one.key), one.words, links.sources(one.sources)) for one in rulebook.shrinkage.values())
    concordance = rulebook.concordance
    discs = ((one.level, one.off_centre, one.foraminal) for one in concordance.discs)
    roots = ((one.id, ", ".join(one.sites), ", ".join(one.reflex_items)) for one in concordance.roots)
    areas = ((links.item(one.item), one.code, ", ".join(one.roots)) for one in concordance.coarse_areas)
    parts = [
        ("messages", "What is said about a scan", messages),
        (
            "prevalence",
            "How common a finding is, by age",
            note + table(("Finding", *decades, "Sources"), figures, numbers=columns),
        ),
        ("resorption", "How often a shape shrinks", table(("Shape", "In words", "Sources"), shrink)),
        ("discs", "Which root a disc hits", table(("Disc", "Off-centre", "Foraminal or far lateral"), discs)),
        (
            "roots",
            "What each root feels like",
            table(("Root", "Areas", "Reflexes"), roots) + table(("Answer", "Is", "Could be any of"), areas),
        ),
    ]
    return chapter_of_parts("scans", "Scans", "", parts)


def source_chapter(content: Content, links: CrossLinks) -> Chapter:
    rows = (
        (
            el("span", one.key, id=f"s-{one.key}", class_="id"),
            one.title + (f" {one.address}" if one.address else ""),
            links.citers(one.key) or "not cited by a rule",
        )
        for one in content.rulebook.sources.values()
    )
    return chapter(
        "sources",
        "Sources",
        "Every source, and everything that rests on it.",
        table(("Key", "Source", "Used by"), rows),
    )
