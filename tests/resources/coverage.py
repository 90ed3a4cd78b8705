"""The coverage table: every item of the knowledge base, with the file and id it became.

`python -m tests.resources.coverage` prints it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from forms.content import load_content, shipped_files
from forms.lint.problem import PackFiles
from forms.lint.statements import Statements

INVENTORY = Path(__file__).with_name("coverage.toml")
_FOLDERS = {
    "tier": "rules/red_flags/tiers.toml",
    "flag": "rules/red_flags/",
    "driver": "rules/drivers/",
    "rule": "rules/drivers/",
    "differential": "rules/differentials.toml",
    "prevalence": "rules/imaging/prevalence.toml",
    "shrinkage": "rules/imaging/resorption.toml",
    "message": "rules/imaging/messages.toml",
    "root": "rules/imaging/concordance.toml",
    "disc": "rules/imaging/concordance.toml",
    "caution": "programme/cautions.toml",
    "stop": "messages/stop_codes.toml",
    "exercise": "exercises/",
    "phase": "programme/phases.toml",
    "list": "programme/lists.toml",
    "advice": "advice/",
    "source": "rules/sources.toml",
}


class Wanted(Struct, frozen=True):
    """One item of the knowledge base."""

    section: str
    kind: str
    id: str


def wanted() -> tuple[Wanted, ...]:
    sections = tomllib.loads(INVENTORY.read_text("utf-8"))["section"]
    return tuple(Wanted(one["number"], one["kind"], id) for one in sections for id in one["ids"])


def reasons(key: str) -> Mapping[tuple[str, str], str]:
    """(kind, id) -> why it is `missing`, or an `addition`."""
    entries = tomllib.loads(INVENTORY.read_text("utf-8")).get(key, ())
    return {(one["kind"], id): one["reason"] for one in entries for id in one["ids"]}


def family(link_id: str) -> str:
    """What a question is called that is asked for each side or root."""
    item = load_content().questionnaire.items[link_id]
    stem = item.base or link_id
    return stem.removesuffix(f"_{item.root}") if item.root else stem


@cache
def shipped() -> Mapping[str, frozenset[str]]:
    """kind -> every id of the shipped content."""
    content = load_content()
    rulebook, programme, items = content.rulebook, content.programme, content.questionnaire.items
    found = {
        "tier": rulebook.tiers,
        "flag": [flag.id for flag in rulebook.flags],
        "driver": [driver.id for driver in rulebook.drivers],
        "rule": [rule.id for driver in rulebook.drivers for rule in driver.rules],
        "differential": [rule.id for rule in rulebook.differentials],
        "prevalence": rulebook.prevalence,
        "shrinkage": rulebook.shrinkage,
        "message": [rule.id for rule in rulebook.messages],
        "root": [root.id for root in rulebook.concordance.roots],
        "disc": [disc.level for disc in rulebook.concordance.discs],
        "caution": [caution.code for caution in programme.cautions],
        "stop": programme.stop_codes.texts,
        "exercise": programme.exercises,
        "phase": [str(phase.number) for phase in programme.phases.phases],
        "list": [one.id for one in programme.lists],
        "advice": programme.advice,
        "source": rulebook.sources,
        "instrument": [
            table["id"]
            for name, text in shipped_files().items()
            if name.startswith("instruments/") and "id" in (table := tomllib.loads(text.decode("utf-8")))
        ],
        "question": [family(link_id) for link_id, item in items.items() if item.type != "display"],
    }
    answers = {f"answer {name}": items[name].codes for name in ("img_root", "img_finding", "img_calcified")}
    return {kind: frozenset(ids) for kind, ids in {**found, **answers}.items()}


@cache
def pack_files() -> PackFiles:
    return PackFiles(shipped_files())


def place(one: Wanted) -> tuple[str, int]:
    """The file and line an item became; the folder and line 1 when it is nowhere."""
    pack = pack_files()
    items = load_content().questionnaire.items
    if one.kind == "question" or one.kind.startswith("answer "):
        name = one.kind.removeprefix("answer ") if one.kind != "question" else one.id
        item = items.get(name) or next((item for link_id, item in items.items() if family(link_id) == name), None)
        return Statements(load_content(), pack).item_place(item) if item is not None else ("questionnaires/", 1)
    if one.kind == "instrument":
        for file in pack.names("instruments/"):
            if f'id = "{one.id}"' in pack.lines(file):
                return file, pack.line_of(file, f'id = "{one.id}"')
    if one.kind == "disc":
        return _FOLDERS["disc"], pack.line_of(_FOLDERS["disc"], f'level = "{one.id}"')
    return pack.find(_FOLDERS.get(one.kind, one.kind), one.id)


def table() -> Iterator[str]:
    """The table as Markdown."""
    yield "| Section | Kind | Id | File | Line |"
    yield "|---|---|---|---|---|"
    left_out = reasons("missing")
    for one in wanted():
        file, line = place(one)
        where = left_out.get((one.kind, one.id), file)
        yield f"| {one.section} | {one.kind} | `{one.id}` | {where} | {line} |"
    for (kind, id), reason in reasons("addition").items():
        yield f"| addition | {kind} | `{id}` | {reason} | |"


if __name__ == "__main__":
    print("\n".join(table()))
