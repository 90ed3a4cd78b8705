"""Reading the form: `resources/questionnaires/*.toml` into a Questionnaire, strictly.

Two passes: first every name (so that conditions can be checked against them), then every condition.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from forms.conditions import Condition, ConditionError, Expression, Vocabulary, Word, WordKind, parse_expression
from forms.conditions import parse_condition as parse
from forms.errors import ContentError
from forms.facts import INTAKE_DATE
from forms.loading import DataFile, Table, suggestion
from forms.questionnaire import (
    ITEM_TYPES,
    ROLES,
    STAGES,
    AnswerOption,
    Block,
    Case,
    Derivation,
    Item,
    Page,
    Questionnaire,
)

# The computations that code offers to `function = "..."`.
FUNCTIONS = ("concordance",)

_SIDES: Mapping[Literal["L", "R"], str] = {"L": "left", "R": "right"}


class _RawItem(Struct):
    """An item whose conditions are still text, with the table to blame."""

    item: Item
    table: Table
    shown_when: str
    suggest_when: str
    cases: tuple[tuple[str, str, Table], ...]
    amount: str
    function: str


class _RawBlock(Struct):
    block: Block
    table: Table
    prefer: tuple[str, ...]


def read_questionnaire(files: Mapping[str, bytes]) -> Questionnaire:
    """Build the form from file name -> bytes; ContentError names the file, the line and what would be right."""
    sources = {name: DataFile(name, content) for name, content in sorted(files.items())}
    form = _take(sources, "form.toml").table("form")
    answer_sets = _answer_sets(_take(sources, "answer_sets.toml"))
    settings = {key: form.text(key) for key in ("version", "side_item", "worse_side_item", "worse_since_item")}
    recent_days = form.whole("recent_days")

    raw_items: dict[str, _RawItem] = {}
    raw_blocks: dict[str, _RawBlock] = {}
    pages: list[Page] = []
    for source in sources.values():
        page = _read_page(source.table, answer_sets, raw_items, raw_blocks)
        if any(page.id == other.id for other in pages):
            raise source.table.fail(f'duplicate page "{page.id}"; name one of them otherwise.', "page")
        pages.append(page)
    vocabulary = _vocabulary(
        {key: raw.item for key, raw in raw_items.items()}, raw_blocks, settings, recent_days=recent_days
    )
    for key in ("side_item", "worse_side_item", "worse_since_item"):
        if settings[key] not in raw_items:
            raise form.fail(f"{key} names no item.{suggestion(settings[key], raw_items)}", key)
    form.finish()
    items = {link_id: _finished(raw, vocabulary) for link_id, raw in raw_items.items()}
    blocks = {block_id: _finished_block(raw, vocabulary) for block_id, raw in raw_blocks.items()}
    pages = [replace(page, blocks=tuple(blocks[block.id] for block in page.blocks)) for page in pages]
    pages.sort(key=lambda page: page.order)
    for raw in raw_items.values():
        _check_references(raw, items, raw_blocks)
    questionnaire = Questionnaire(
        version=settings["version"],
        pages=tuple(pages),
        items=items,
        blocks=blocks,
        side_item=settings["side_item"],
        worse_side_item=settings["worse_side_item"],
        worse_since_item=settings["worse_since_item"],
        recent_days=recent_days,
    )
    _refuse_cycles(questionnaire, raw_items)
    return questionnaire


def vocabulary_of(questionnaire: Questionnaire) -> Vocabulary:
    """The names that rules, cautions and exercises may use."""
    settings = {
        "side_item": questionnaire.side_item,
        "worse_side_item": questionnaire.worse_side_item,
        "worse_since_item": questionnaire.worse_since_item,
    }
    return _vocabulary(questionnaire.items, questionnaire.blocks, settings, recent_days=questionnaire.recent_days)


def condition(table: Table, key: str, text: str, vocabulary: Vocabulary) -> Condition:
    """Parse a condition found at `key` of a table; a mistake names the file and line."""
    try:
        return parse(text, vocabulary)
    except ConditionError as error:
        raise table.fail(str(error), key) from None


def _expression(table: Table, key: str, text: str, vocabulary: Vocabulary) -> Expression:
    try:
        return parse_expression(text, vocabulary)
    except ConditionError as error:
        raise table.fail(str(error), key) from None


def _take(sources: dict[str, DataFile], ending: str) -> Table:
    for name in list(sources):
        if name.endswith(ending):
            return sources.pop(name).table
    raise ContentError(f"questionnaires/{ending} is missing from the content pack. Put the file back.")


def _answer_sets(table: Table) -> Mapping[str, tuple[AnswerOption, ...]]:
    sets: dict[str, tuple[AnswerOption, ...]] = {}
    for entry in table.tables("answer_set"):
        name = entry.text("id")
        entry.named(f'answer set "{name}"')
        if name in sets:
            raise entry.fail(f'duplicate id "{name}"; give it another name or delete one.', "id")
        sets[name] = _options(entry)
        entry.finish()
    table.finish()
    return sets


def _options(table: Table) -> tuple[AnswerOption, ...]:
    options: list[AnswerOption] = []
    for entry in table.tables("option"):
        option = AnswerOption(
            code=entry.text("code"),
            label=entry.text("label"),
            is_unknown=entry.flag("unknown", False),
            is_exclusive=entry.flag("exclusive", False),
            number=entry.number("number", None),
            also=entry.texts("also", ()),
            is_private=entry.flag("private", False),
        )
        entry.finish()
        if any(option.code == other.code for other in options):
            raise entry.fail(f'duplicate option "{option.code}".', "code")
        options.append(option)
    return tuple(options)


def _read_page(
    table: Table,
    answer_sets: Mapping[str, tuple[AnswerOption, ...]],
    raw_items: dict[str, _RawItem],
    raw_blocks: dict[str, _RawBlock],
) -> Page:
    head = table.table("page")
    page_id = head.text("id")
    head.named(f'page "{page_id}"')
    blocks: list[Block] = []
    for entry in table.tables("block"):
        block_id = entry.text("id")
        entry.named(f'block "{block_id}"')
        if block_id in raw_blocks:
            raise entry.fail(f'duplicate block "{block_id}".', "id")
        block = Block(
            id=block_id,
            title=entry.text("title"),
            entry_title=entry.text("entry_title"),
            most=entry.whole("most"),
            items=(),
            gate=entry.text("gate", ""),
            newest_by=entry.text("newest_by", ""),
        )
        raw_blocks[block_id] = _RawBlock(block, entry, entry.texts("prefer", ()))
        entry.finish()
        blocks.append(block)
    link_ids: list[str] = []
    for entry in table.tables("item"):
        for raw in _read_item(entry, answer_sets):
            link_id = raw.item.link_id
            if link_id in raw_items:
                first = raw_items[link_id].table.file.name
                raise entry.fail(f'duplicate id "{link_id}"; it is already in {first}.', "id")
            if raw.item.block and raw.item.block not in {block.id for block in blocks}:
                raise entry.fail(f'"block" names no block of this page: "{raw.item.block}".', "block")
            raw_items[link_id] = raw
            link_ids.append(link_id)
    for position, block in enumerate(blocks):
        own = tuple(link_id for link_id in link_ids if raw_items[link_id].item.block == block.id)
        blocks[position] = raw_blocks[block.id].block = replace(block, items=own)
    page = Page(
        id=page_id,
        title=head.text("title"),
        order=head.whole("order"),
        stage=head.one_of("stage", STAGES),  # type: ignore[arg-type]
        items=tuple(link_ids),
        intro=head.text("intro", ""),
        section=head.text("section", ""),
        blocks=tuple(blocks),
    )
    head.finish()
    table.finish()
    return page


def _read_item(table: Table, answer_sets: Mapping[str, tuple[AnswerOption, ...]]) -> list[_RawItem]:
    link_id = table.text("id")
    table.named(f'item "{link_id}"')
    options = _options(table)
    named_set = table.text("answers", "")
    if named_set:
        if named_set not in answer_sets:
            raise table.fail(f'unknown answer set "{named_set}".{suggestion(named_set, answer_sets)}', "answers")
        options = answer_sets[named_set] + options
    kind = table.one_of("type", ITEM_TYPES)
    if (kind == "choice") != bool(options):
        raise table.fail("a choice needs options, and only a choice has them.", "type")
    item = Item(
        link_id=link_id,
        type=kind,  # type: ignore[arg-type]
        label=table.text("label"),
        help=table.text("help", ""),
        read_aloud=table.text("read_aloud", ""),
        options=options,
        repeats=table.flag("repeats", False),
        asked_each=table.flag("asked_each", False),
        open_text=table.flag("open_text", False),
        unit=table.text("unit", ""),
        low=table.number("low", None),
        high=table.number("high", None),
        soft_low=table.number("soft_low", None),
        soft_high=table.number("soft_high", None),
        step=table.number("step", None),
        min_length=table.whole("min_length", 0),
        max_length=table.whole("max_length", 0),
        not_future=table.flag("not_future", False),
        required=table.flag("required", False),
        who=table.some_of("who", ROLES, ROLES),  # type: ignore[arg-type]
        private=table.flag("private", False),
        reception_view=table.one_of("reception_view", ("full", "tier"), "full"),  # type: ignore[arg-type]
        widget=table.text("widget", ""),
        format=table.text("format", ""),
        since=table.text("since", ""),
        flag=table.text("flag", ""),
        loinc=table.text("loinc", ""),
        section=table.text("section", ""),
        block=table.text("block", ""),
    )
    for low, high in ((item.low, item.high), (item.soft_low, item.soft_high)):
        if low is not None and high is not None and low > high:
            raise table.fail("the low end of a range is above its high end.", "low")
    if item.max_length and item.min_length > item.max_length:
        raise table.fail("more characters are needed than are allowed.", "min_length")
    cases = tuple((case.text("value"), case.text("when"), case) for case in table.tables("derived"))
    for _, _, case in cases:
        case.finish()
    raw = _RawItem(
        item=item,
        table=table,
        shown_when=table.text("shown_when", ""),
        suggest_when=table.text("suggest_when", ""),
        cases=cases,
        amount=table.text("amount", ""),
        function=table.one_of("function", FUNCTIONS, ""),
    )
    roots = table.texts("per_root", ())
    per_side = table.flag("per_side", False)
    table.finish()
    return _expanded(raw, roots, per_side=per_side)


def _expanded(raw: _RawItem, roots: tuple[str, ...], *, per_side: bool) -> list[_RawItem]:
    """One item a root and a side: `ex_mrc` -> `ex_mrc_L2_L`, ..."""
    items = [raw.item]
    if roots:
        items = [
            replace(item, link_id=f"{item.link_id}_{root}", root=root, label=item.label.replace("{root}", root))
            for item in items
            for root in roots
        ]
    if per_side:
        items = [
            replace(
                item,
                link_id=f"{item.link_id}_{side}",
                base=item.link_id,
                side=side,
                label=item.label.replace("{side}", word),
            )
            for item in items
            for side, word in _SIDES.items()
        ]
    return [replace(raw, item=item) for item in items]


_KINDS: Mapping[str, WordKind] = {"quantity": "number", "date": "date", "boolean": "tick"}


def _vocabulary(
    items: Mapping[str, Item], blocks: Mapping[str, object], settings: Mapping[str, str], *, recent_days: int
) -> Vocabulary:
    words: dict[str, Word] = {INTAKE_DATE: Word("date")}
    sides: dict[str, dict[str, str]] = {}
    for item in items.values():
        kind: WordKind = _KINDS.get(item.type, "text")
        if item.type == "choice":
            kind = "codes" if item.repeats else "code"
        words[item.link_id] = Word(
            kind,
            {option.code: option.number for option in item.options},
            frozenset(option.code for option in item.options if option.is_unknown),
            item.block,
            item.since,
        )
        if item.base:
            sides.setdefault(item.base, {})[item.side] = item.link_id
    return Vocabulary(
        words=words,
        sides={base: (pair["L"], pair["R"]) for base, pair in sides.items()},
        blocks=frozenset(blocks),
        side_item=settings["side_item"],
        worse_since_item=settings["worse_since_item"],
        recent_days=recent_days,
    )


def _finished(raw: _RawItem, vocabulary: Vocabulary) -> Item:
    table = raw.table
    derivation: Derivation | None = None
    if raw.cases:
        for value, _, case in raw.cases:
            if raw.item.option(value) is None:
                raise case.fail(f'"{value}" is no option of this item.{suggestion(value, raw.item.codes)}', "value")
        derivation = Derivation(
            cases=tuple(Case(value, condition(case, "when", when, vocabulary)) for value, when, case in raw.cases)
        )
    elif raw.amount:
        derivation = Derivation(amount=_expression(table, "amount", raw.amount, vocabulary))
    elif raw.function:
        derivation = Derivation(function=raw.function)
    return replace(
        raw.item,
        derivation=derivation,
        enable_when=condition(table, "shown_when", raw.shown_when, vocabulary) if raw.shown_when else None,
        suggest_when=condition(table, "suggest_when", raw.suggest_when, vocabulary) if raw.suggest_when else None,
    )


def _finished_block(raw: _RawBlock, vocabulary: Vocabulary) -> Block:
    prefer = tuple(condition(raw.table, "prefer", text, vocabulary) for text in raw.prefer)
    return replace(raw.block, prefer=prefer)


def _check_references(raw: _RawItem, items: Mapping[str, Item], blocks: Mapping[str, _RawBlock]) -> None:
    since = raw.item.since
    if since and (since not in items or items[since].type != "date"):
        raise raw.table.fail(f'"since" must name a date item, not "{since}".{suggestion(since, items)}', "since")
    block = blocks.get(raw.item.block)
    if block is None:
        return
    for key, link_id in (("gate", block.block.gate), ("newest_by", block.block.newest_by)):
        if link_id and link_id not in items:
            raise block.table.fail(f'"{key}" names no item: "{link_id}".{suggestion(link_id, items)}', key)


def _refuse_cycles(questionnaire: Questionnaire, raw_items: Mapping[str, _RawItem]) -> None:
    """An item whose showing or value depends on itself can never be settled."""
    needs: dict[str, tuple[str, ...]] = {}
    for item in questionnaire.items.values():
        reads = item.enable_when.reads if item.enable_when is not None else ()
        if item.derivation is not None:
            reads += item.derivation.reads
        needs[item.link_id] = reads
    done: set[str] = set()

    def visit(link_id: str, trail: tuple[str, ...]) -> None:
        if link_id in trail:
            loop = " -> ".join((*trail[trail.index(link_id) :], link_id))
            raise raw_items[link_id].table.fail(f"this depends on itself: {loop}. Break the loop.")
        if link_id in done or link_id not in needs:
            return
        for other in needs[link_id]:
            visit(other, (*trail, link_id))
        done.add(link_id)

    for link_id in needs:
        visit(link_id, ())
