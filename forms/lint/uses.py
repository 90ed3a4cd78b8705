"""What nothing uses, what names something that is not there, and lists that leave a person with nothing."""

from collections.abc import Iterable, Iterator

import tomli

from forms.content import Content
from forms.lint.checks import Kept
from forms.lint.problem import PackFiles, Problem
from forms.lint.statements import Statements
from forms.loading import suggestion
from forms.programme.care_plan import Setting
from forms.programme.cautions import INJURY_ITEMS, Caution, CautionInForce
from forms.programme.choosing import consider
from forms.programme.phases import ExerciseList

# What `forms.rules.imaging` looks up by name to compare a scan with the symptoms.
_CONCORDANCE_ITEMS = (
    "img_done", "img_side", "img_side_match", "img_root_name", "img_level", "img_zone", "img_finding", "age",
    "pain_sites", "neu_sites",
)  # fmt: skip


def unused_questions(
    content: Content, pack: PackFiles, statements: Statements, kept: tuple[Kept, ...]
) -> Iterator[Problem]:
    """Questions that no rule, caution or text reads, unless the pack says what they are kept for."""
    used = used_items(content, statements) | _scored_items(pack)
    reasons = {name: one for one in kept for name in one.items}
    questionnaire = content.questionnaire
    for item in questionnaire.items.values():
        names = {item.link_id, item.base} - {""}
        if item.type == "display" or names & used or names & set(reasons):
            continue
        file, line = statements.item_place(item)
        text = "nothing uses the answer. Take the question out, or say in checks/kept.toml what it is kept for."
        yield Problem("warning", "unused_question", file, line, f'item "{item.link_id}"', text)
    known = {*questionnaire.items, *questionnaire.groups}
    for name, one in reasons.items():
        line = pack.line_of(one.file, f'"{name}"')
        if name not in known:
            text = f'"{name}" is no question of the form.{suggestion(name, known)}'
            yield Problem("error", "unknown_id", one.file, line, "kept", text)
        elif used & {name, *questionnaire.groups.get(name, ())}:
            text = f'"{name}" is used by now; take it off this list.'
            yield Problem("warning", "stale_reason", one.file, line, "kept", text)


def _scored_items(pack: PackFiles) -> frozenset[str]:
    """The questions whose answers an instrument adds up."""
    found: set[str] = set()
    for file in pack.names("instruments/"):
        score = tomli.loads(pack.files[file].decode("utf-8-sig")).get("score")
        items = score.get("items") if isinstance(score, dict) else None
        if isinstance(items, list):  # what it is otherwise, reading the instruments says
            found.update(map(str, items))
    return frozenset(found)


def used_items(content: Content, statements: Statements) -> frozenset[str]:
    """Every question that something reads."""
    questionnaire, rulebook, programme = content.questionnaire, content.rulebook, content.programme
    used: set[str] = set()
    for statement in statements.all:
        used.update(statement.condition.reads)
    for item in questionnaire.items.values():
        used.update(item.derivation.reads if item.derivation is not None else ())
        used.update(item.enable_when.reads if item.enable_when is not None else ())
        used.add(item.since)
    for block in questionnaire.blocks.values():
        used.update((block.gate, block.newest_by))
    for flag in rulebook.flags:
        used.update((flag.item, *flag.asks, *flag.asks_then))
    for driver in rulebook.drivers:
        used.update(driver.core)
    for root in rulebook.concordance.roots:
        bases = (*root.reflex_items, f"ex_mrc_{root.id}", f"ex_sens_{root.id}")
        used.update(f"{base}_{side}" for base in bases for side in ("L", "R"))
    used.update(rulebook.scoring.exam_core)
    used.update(area.item for area in rulebook.concordance.coarse_areas)
    used.update(link_id for one in content.contradictions for link_id in one.items)
    if any(caution.recent_injuries for caution in programme.cautions):
        used.update(INJURY_ITEMS)
    used.update((programme.kit.item, programme.goal_item, *_CONCORDANCE_ITEMS))
    used.update((questionnaire.side_item, questionnaire.worse_side_item, questionnaire.worse_since_item))
    return frozenset(used - {""})


# --- names that must be somewhere else -----------------------------------------------------------------------------


def unknown_names(content: Content, pack: PackFiles, statements: Statements) -> Iterator[Problem]:
    """Flags, differentials, answers and exercises that are named and do not exist."""
    rulebook, programme, items = content.rulebook, content.programme, content.questionnaire.items
    flags = {flag.id for flag in rulebook.flags}
    differentials = {rule.id for rule in rulebook.differentials}

    def check(file: str, start: int, place: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
        choices = set(known)
        for name in names:
            if name and name not in choices:
                text = f'there is no "{name}".{suggestion(name, choices)}'
                yield Problem("error", "unknown_id", file, pack.line_of(file, f'"{name}"', start), place, text)

    for caution in programme.cautions:
        file, line = pack.find("programme/cautions.toml", caution.code)
        place = f"caution {caution.code}"
        yield from check(file, line, place, caution.flags, flags)
        yield from check(file, line, place, (caution.differential,), differentials)
        for window in caution.recent_injuries:
            yield from check(file, line, place, window.parts, items["inj_part"].codes)
            yield from check(file, line, place, window.types, items["inj_type"].codes)
    for phase in programme.phases.phases:
        file, line = pack.find("programme/phases.toml", str(phase.number))
        yield from check(file, line, f"phase {phase.number}", phase.flags, flags)
    for review in programme.reviews.reviews:
        yield from check("programme/review.toml", 1, f"review in {review.days} days", review.flags, flags)
    for one in programme.lists:
        file, line = pack.find("programme/lists.toml", one.id)
        yield from check(file, line, f"list {one.id}", (one.differential,), differentials)
    for exercise in programme.exercises.values():
        file, line = pack.find("exercises/", exercise.id)
        yield from check(file, line, f"exercise {exercise.id}", (exercise.stop_flag,), flags)
    for item in items.values():
        yield from check(*statements.item_place(item), f'item "{item.link_id}"', (item.flag,), flags)
    drivers = {driver.id for driver in rulebook.drivers}
    yield from check("rules/scoring.toml", 1, "scoring", (rulebook.scoring.leads_when_supported,), drivers)
    findings = items["img_finding"].codes if "img_finding" in items else ()
    # The table of 3.1 has rows that the form does not ask by name.
    for key in rulebook.shrinkage:
        yield from check("rules/imaging/resorption.toml", 1, f"shape {key}", (key,), findings)
    concordance = "rules/imaging/concordance.toml"
    for root in rulebook.concordance.roots:
        yield from check(concordance, 1, f"root {root.id}", root.sites, items["pain_sites"].codes)
    yield from check(
        concordance, 1, "disc", (one.level for one in rulebook.concordance.discs), items["img_level"].codes
    )
    for area in rulebook.concordance.coarse_areas:
        yield from check(concordance, 1, f"coarse area {area.item}", (area.code,), items[area.item].codes)


# --- exercises and lists -------------------------------------------------------------------------------------------


def lonely_exercises(content: Content, pack: PackFiles) -> Iterator[Problem]:
    """Exercises that no list offers, directly or as an easier way."""
    programme = content.programme
    offered = {entry.exercise for one in programme.lists for entries in one.entries.values() for entry in entries}
    offered.add(programme.phases.pack.last)
    queue = list(offered)
    while queue:
        easier = programme.exercises[queue.pop()].easier_exercise
        if easier and easier not in offered:
            offered.add(easier)
            queue.append(easier)
    for exercise_id in programme.exercises:
        if exercise_id not in offered:
            file, line = pack.find("exercises/", exercise_id)
            text = "no list offers this exercise. Put it in programme/lists.toml, or take it out."
            yield Problem("warning", "exercise_in_no_list", file, line, f"exercise {exercise_id}", text)


def dry_lists(content: Content, pack: PackFiles) -> Iterator[Problem]:
    """Lists that leave nothing but walking once a caution applies, phase by phase."""
    for one in content.programme.lists:
        file, start = pack.find("programme/lists.toml", one.id)
        for number in one.entries:
            line = pack.line_of_key(file, f"phase_{number}", start)
            for caution in content.programme.cautions:
                if not caution.stops_pack and _runs_dry(content, one, number, caution):
                    text = (
                        f"phase {number} leaves nothing but walking while {caution.code} applies. Add an exercise that"
                        " it allows."
                    )
                    yield Problem("warning", "list_runs_dry", file, line, f"list {one.id}", text)


def _runs_dry(content: Content, one: ExerciseList, number: int, caution: Caution) -> bool:
    programme = content.programme
    kept_out = programme.phases.kept_out
    is_kept_out = one.driver == kept_out.driver and number in kept_out.phases
    in_force = CautionInForce(
        code=caution.code,
        title=caution.title,
        effect=caution.effect,
        always_remove=caution.always_remove,
        stops_pack=False,
        physio=caution.physio,
        print=caution.print,
    )
    setting = Setting(
        phase=number,
        side="R",
        cautions=(in_force,),
        kit=None,
        kept_out=(*kept_out.remove, *one.opposite) if is_kept_out else (),
        kept_out_because="",
    )
    offered = (entry for entry in one.entries[number] if entry.exercise != programme.phases.pack.last)
    return not any(consider(programme, entry, setting, list_id=one.id, because="").activity for entry in offered)
