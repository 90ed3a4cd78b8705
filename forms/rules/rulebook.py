"""The rules as data: drivers, red flags, differentials, imaging texts, and where each comes from.

Loading is strict; every condition is checked against the form, every source against the list of sources.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from msgspec import Struct

from forms.conditions import Condition, Vocabulary
from forms.errors import ContentError
from forms.loading import DataFile, Table, suggestion
from forms.questionnaire_file import condition
from forms.rules.impression import TIERS, Audience, Tier

Entry = TypeVar("Entry")

GRADES = ("A", "B", "B*", "C", "D", "U")


class Rule(Struct, frozen=True):
    """One line of a driver's table. Scan rules pass the imaging gate, and count half when the scan is old."""

    id: str
    points: int
    when: Condition
    because: str
    grade: str
    sources: tuple[str, ...]
    is_anchor: bool = False
    group: str = ""
    is_imaging: bool = False


class Driver(Struct, frozen=True):
    """One hypothesis about what contributes: never a diagnosis."""

    id: str
    code: str
    title: str
    label: str
    plain: str
    what: str
    typical: str
    against: str
    note: str
    core: tuple[str, ...]
    core_needed: int
    history_anchor: tuple[str, ...]
    rules: tuple[Rule, ...]


class Scoring(Struct, frozen=True):
    """Bands and combination logic (knowledge base 2.1, 2.2)."""

    supported: int
    possible: int
    weak: int
    combination_within: int
    most_shown: int
    leads_when_supported: str
    exam_core: tuple[str, ...]
    imaging_gate: Condition
    imaging_old: Condition
    worsening: Condition
    version: str
    released: str
    review_by: str
    words: Mapping[str, str]


class FlagRow(Struct, frozen=True):
    tier: Tier
    when: Condition
    because: str


class Flag(Struct, frozen=True):
    """One red flag: its tiers by condition, and what a blank answer does (`hold`, `soon` or `none`)."""

    id: str
    item: str
    title: str
    kind: str
    unanswered: str
    asks: tuple[str, ...]
    asks_when: Condition | None
    asks_then: tuple[str, ...]
    is_raised_by_worsening: bool
    staff_extra: str
    leaflet: str
    acts: tuple[str, ...]
    reception_view: str
    reception_text: str
    note: str
    grade: str
    sources: tuple[str, ...]
    rows: tuple[FlagRow, ...]


class TierText(Struct, frozen=True):
    """What a tier is called, and what the desk does."""

    id: Tier
    word: str
    meaning: str
    time_limit: str
    colour: str
    staff: str
    printing: str


class DifferentialRule(Struct, frozen=True):
    id: str
    consider: str
    when: Condition
    because: str
    against: str
    next_step: str
    stronger_when: Condition | None
    stronger_because: str
    grade: str
    sources: tuple[str, ...]


class MessageRule(Struct, frozen=True):
    id: str
    when: Condition
    text: str
    audience: Audience
    grade: str
    sources: tuple[str, ...]


class Prevalence(Struct, frozen=True):
    """How common a scan finding is in people with no pain: a percentage for each decade of age."""

    key: str
    words: str
    percent: tuple[float, ...]
    unchecked: tuple[float, ...]
    is_age_change: bool
    sources: tuple[str, ...]


class Shrinkage(Struct, frozen=True):
    """How often a disc shape shrinks without surgery, in words fit for print."""

    key: str
    words: str
    sources: tuple[str, ...]


class Disc(Struct, frozen=True):
    level: str
    off_centre: str
    foraminal: str


class Root(Struct, frozen=True):
    id: str
    sites: tuple[str, ...]
    reflex_items: tuple[str, ...]


class CoarseArea(Struct, frozen=True):
    """An answer too coarse to contradict a root, but fit to support one."""

    item: str
    code: str
    roots: tuple[str, ...]


class Concordance(Struct, frozen=True):
    """Which root a disc level hits, and what each root feels like (knowledge base 3.7)."""

    order: tuple[str, ...]
    discs: tuple[Disc, ...]
    roots: tuple[Root, ...]
    coarse_areas: tuple[CoarseArea, ...]


class Source(Struct, frozen=True):
    key: str
    title: str
    address: str


class Rulebook(Struct, frozen=True):
    """Every rule, ready to apply."""

    scoring: Scoring
    drivers: tuple[Driver, ...]
    flags: tuple[Flag, ...]
    tiers: Mapping[Tier, TierText]
    hold: Mapping[str, str]
    differentials: tuple[DifferentialRule, ...]
    messages: tuple[MessageRule, ...]
    decades: tuple[float, ...]
    prevalence: Mapping[str, Prevalence]
    shrinkage: Mapping[str, Shrinkage]
    concordance: Concordance
    sources: Mapping[str, Source]

    def driver(self, driver_id: str) -> Driver:
        return next(driver for driver in self.drivers if driver.id == driver_id)


class _Reader:
    """Reads the files of `rules/` against one vocabulary and one list of sources."""

    def __init__(self, files: Mapping[str, bytes], vocabulary: Vocabulary) -> None:
        self._files = files
        self.vocabulary = vocabulary
        self.sources: dict[str, Source] = {}
        self.ids: dict[str, str] = {}

    def file(self, name: str) -> Table:
        if name not in self._files:
            raise ContentError(f"{name} is missing from the content pack. Put the file back.")
        return DataFile(name, self._files[name]).table

    def folder(self, prefix: str, *, but: tuple[str, ...] = ()) -> list[Table]:
        names = sorted(name for name in self._files if name.startswith(prefix) and name not in but)
        if not names:
            raise ContentError(f"{prefix} holds no files. Put the content pack back.")
        return [self.file(name) for name in names]

    def new_id(self, table: Table, what: str) -> str:
        found = table.text("id")
        table.named(f'{what} "{found}"')
        if found in self.ids:
            raise table.fail(f'duplicate id "{found}"; it is already in {self.ids[found]}.', "id")
        self.ids[found] = table.file.name
        return found

    def condition(self, table: Table, key: str = "when") -> Condition:
        return condition(table, key, table.text(key), self.vocabulary)

    def optional_condition(self, table: Table, key: str) -> Condition | None:
        return self.condition(table, key) if table.has(key) else None

    def items(self, table: Table, key: str, *default: tuple[str, ...]) -> tuple[str, ...]:
        names = table.texts(key, *default)
        for name in names:
            self.check_item(table, key, name)
        return names

    def check_item(self, table: Table, key: str, name: str) -> str:
        if name not in self.vocabulary.words and name not in self.vocabulary.sides:
            raise table.fail(f'unknown item "{name}".{suggestion(name, self.vocabulary.words)}', key)
        return name

    def graded(self, table: Table) -> tuple[str, tuple[str, ...]]:
        grade = table.one_of("grade", GRADES)
        sources = table.texts("sources")
        if not sources:
            raise table.fail("every clinical claim needs a source.", "sources")
        for key in sources:
            if key not in self.sources:
                raise table.fail(f'unknown source "{key}".{suggestion(key, self.sources)}', "sources")
        return grade, sources


def read_rulebook(files: Mapping[str, bytes], vocabulary: Vocabulary) -> Rulebook:
    """Build the rulebook from the files of `rules/`; ContentError names the file, the line and the entry."""
    reader = _Reader(files, vocabulary)
    reader.sources = _sources(reader.file("rules/sources.toml"))
    tiers_name = "rules/red_flags/tiers.toml"
    tiers, hold = _tiers(reader.file(tiers_name))
    decades, prevalence = _prevalence(reader)
    return Rulebook(
        scoring=_scoring(reader),
        drivers=tuple(_driver(reader, table) for table in reader.folder("rules/drivers/")),
        flags=tuple(_flag(reader, table) for table in reader.folder("rules/red_flags/", but=(tiers_name,))),
        tiers=tiers,
        hold=hold,
        differentials=_entries(reader, "rules/differentials.toml", "differential", _differential),
        messages=_entries(reader, "rules/imaging/messages.toml", "message", _message),
        decades=decades,
        prevalence=prevalence,
        shrinkage={one.key: one for one in _entries(reader, "rules/imaging/resorption.toml", "shape", _shrinkage)},
        concordance=_concordance(reader),
        sources=reader.sources,
    )


def _entries(reader: _Reader, name: str, key: str, read: Callable[[_Reader, Table], Entry]) -> tuple[Entry, ...]:
    table = reader.file(name)
    found = []
    for entry in table.tables(key):
        found.append(read(reader, entry))
        entry.finish()
    table.finish()
    return tuple(found)


def _sources(table: Table) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for entry in table.tables("source"):
        key = entry.text("key")
        entry.named(f'source "{key}"')
        if key in sources:
            raise entry.fail(f'duplicate source "{key}".', "key")
        sources[key] = Source(key, entry.text("title"), entry.text("address", ""))
        entry.finish()
    table.finish()
    return sources


def _scoring(reader: _Reader) -> Scoring:
    top = reader.file("rules/scoring.toml")
    table, words = top.table("scoring"), top.table("words")
    scoring = Scoring(
        supported=table.whole("supported"),
        possible=table.whole("possible"),
        weak=table.whole("weak"),
        combination_within=table.whole("combination_within"),
        most_shown=table.whole("most_shown"),
        leads_when_supported=table.text("leads_when_supported"),
        exam_core=reader.items(table, "exam_core"),
        imaging_gate=reader.condition(table, "imaging_gate"),
        imaging_old=reader.condition(table, "imaging_old"),
        worsening=reader.condition(table, "worsening"),
        version=table.text("version"),
        released=table.text("released"),
        review_by=table.text("review_by"),
        words={key: words.text(key) for key in words.keys()},
    )
    if not scoring.supported > scoring.possible > scoring.weak:
        raise table.fail('each band begins above the next: "supported", then "possible", then "weak".', "supported")
    table.finish()
    top.finish()
    return scoring


def _driver(reader: _Reader, table: Table) -> Driver:
    head = table.table("driver")
    driver_id = reader.new_id(head, "driver")
    rules = tuple(_rule(reader, entry) for entry in table.tables("rule"))
    driver = Driver(
        id=driver_id,
        code=head.text("code"),
        title=head.text("title"),
        label=head.text("label"),
        plain=head.text("plain"),
        what=head.text("what"),
        typical=head.text("typical"),
        against=head.text("against", ""),
        note=head.text("note", ""),
        core=reader.items(head, "core"),
        core_needed=head.whole("core_needed"),
        history_anchor=head.some_of("history_anchor", [rule.id for rule in rules], ()),
        rules=rules,
    )
    head.finish()
    table.finish()
    return driver


def _rule(reader: _Reader, table: Table) -> Rule:
    rule_id = reader.new_id(table, "rule")
    grade, sources = reader.graded(table)
    rule = Rule(
        id=rule_id,
        points=table.whole("points"),
        when=reader.condition(table),
        because=table.text("because"),
        grade=grade,
        sources=sources,
        is_anchor=table.flag("anchor", False),
        group=table.text("group", ""),
        is_imaging=table.flag("imaging", False),
    )
    table.finish()
    if rule.points == 0:
        raise table.fail("a rule that adds nothing is no rule.", "points")
    return rule


def _tiers(table: Table) -> tuple[Mapping[Tier, TierText], Mapping[str, str]]:
    tiers: dict[Tier, TierText] = {}
    for entry in table.tables("tier"):
        tier: Tier = entry.one_of("id", TIERS)  # type: ignore[assignment]
        entry.named(f'tier "{tier}"')
        tiers[tier] = TierText(
            tier,
            entry.text("word"),
            entry.text("meaning"),
            entry.text("time_limit", ""),
            entry.text("colour"),
            entry.text("staff", ""),
            entry.text("printing"),
        )
        entry.finish()
    hold = table.table("hold")
    texts = {key: hold.text(key) for key in hold.keys()}
    table.finish()
    for tier in TIERS:
        if tier not in tiers:
            raise table.fail(f'no text for tier "{tier}".')
    return tiers, texts


def _flag(reader: _Reader, table: Table) -> Flag:
    head = table.table("flag")
    flag_id = reader.new_id(head, "flag")
    grade, sources = reader.graded(head)
    rows = []
    for entry in head.tables("tier"):
        tier: Tier = entry.one_of("tier", TIERS)  # type: ignore[assignment]
        rows.append(FlagRow(tier, reader.condition(entry), entry.text("because")))
        entry.finish()
    item = reader.check_item(head, "item", head.text("item"))
    flag = Flag(
        id=flag_id,
        item=item,
        title=head.text("title"),
        kind=head.text("kind"),
        unanswered=head.one_of("unanswered", ("hold", "soon", "none")),
        asks=reader.items(head, "asks", (item,)),
        asks_when=reader.optional_condition(head, "asks_when"),
        asks_then=reader.items(head, "asks_then", ()),
        is_raised_by_worsening=head.flag("raised_by_worsening", False),
        staff_extra=head.text("staff_extra", ""),
        leaflet=head.text("leaflet", ""),
        acts=head.texts("acts", ()),
        reception_view=head.one_of("reception_view", ("full", "tier")),
        reception_text=head.text("reception_text", ""),
        note=head.text("note", ""),
        grade=grade,
        sources=sources,
        rows=tuple(rows),
    )
    head.finish()
    table.finish()
    if not rows:
        raise head.fail("a flag without a [[flag.tier]] can never be raised.")
    return flag


def _differential(reader: _Reader, table: Table) -> DifferentialRule:
    rule_id = reader.new_id(table, "differential")
    grade, sources = reader.graded(table)
    return DifferentialRule(
        id=rule_id,
        consider=table.text("consider"),
        when=reader.condition(table),
        because=table.text("because"),
        against=table.text("against", ""),
        next_step=table.text("next_step", ""),
        stronger_when=reader.optional_condition(table, "stronger_when"),
        stronger_because=table.text("stronger_because", ""),
        grade=grade,
        sources=sources,
    )


def _message(reader: _Reader, table: Table) -> MessageRule:
    rule_id = reader.new_id(table, "message")
    grade, sources = reader.graded(table)
    audience: Audience = table.one_of("audience", ("patient", "physio"))  # type: ignore[assignment]
    return MessageRule(rule_id, reader.condition(table), table.text("text"), audience, grade, sources)


def _prevalence(reader: _Reader) -> tuple[tuple[float, ...], Mapping[str, Prevalence]]:
    table = reader.file("rules/imaging/prevalence.toml")
    ages = table.table("ages")
    decades = ages.numbers("decades")
    ages.finish()
    found: dict[str, Prevalence] = {}
    for entry in table.tables("finding"):
        key = entry.text("key")
        entry.named(f'finding "{key}"')
        percent = entry.numbers("percent")
        if len(percent) != len(decades):
            raise entry.fail(f"{len(decades)} percentages needed, one a decade; here are {len(percent)}.", "percent")
        found[key] = Prevalence(
            key=key,
            words=entry.text("words"),
            percent=percent,
            unchecked=entry.numbers("unchecked", ()),
            is_age_change=entry.flag("is_age_change", True),
            sources=entry.texts("sources"),
        )
        entry.finish()
    table.finish()
    return decades, found


def _shrinkage(reader: _Reader, table: Table) -> Shrinkage:
    return Shrinkage(table.text("key"), table.text("words"), table.texts("sources"))


def _concordance(reader: _Reader) -> Concordance:
    table = reader.file("rules/imaging/concordance.toml")
    head = table.table("roots")
    order = head.texts("order")
    head.finish()
    discs = []
    for entry in table.tables("disc"):
        discs.append(Disc(entry.text("level"), entry.one_of("off_centre", order), entry.one_of("foraminal", order)))
        entry.finish()
    roots = []
    for entry in table.tables("root"):
        roots.append(Root(entry.one_of("id", order), entry.texts("sites"), reader.items(entry, "reflex_items", ())))
        entry.finish()
    areas = []
    for entry in table.tables("coarse_area"):
        item = reader.check_item(entry, "item", entry.text("item"))
        areas.append(CoarseArea(item, entry.text("code"), entry.some_of("roots", order)))
        entry.finish()
    table.finish()
    return Concordance(order, tuple(discs), tuple(roots), tuple(areas))
