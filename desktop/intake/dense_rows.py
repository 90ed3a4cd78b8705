"""The rows of an examination page, from its items: a test of both sides is one row. No window needed."""

from msgspec import Struct

from forms.questionnaire import Item

# Fewer rows than this under a heading of their own would cost more room than the words they save.
_LEAST_UNDER_CAPTION = 3


class Pair(Struct, frozen=True):
    """A test of the patient's left and right. Rows of one `run` are answered alike; `caption` heads the first."""

    items: tuple[Item, Item]
    label: str
    hint: str
    run: int
    caption: str = ""


class Single(Struct, frozen=True):
    """A test without a side. `leads`: it is the same test as a pair's, asked for both sides at once."""

    items: tuple[Item]
    label: str
    hint: str
    leads: bool


def dense_rows(items: tuple[Item, ...]) -> tuple[Pair | Single, ...]:
    """Tests of both sides first, then the others, each in the order of the form."""
    sides = {(item.base, item.side): item for item in items if item.side}
    lefts = [item for item in items if item.side == "L" and (item.base, "R") in sides]
    paired = {item.link_id for item in lefts} | {sides[item.base, "R"].link_id for item in lefts}
    pairs: list[Pair] = []
    for run, members in enumerate(_runs(lefts)):
        names = [_without_side(left, sides[left.base, "R"]) for left in members]
        caption = _shared_start(names) if len(names) >= _LEAST_UNDER_CAPTION else ""
        for place, (left, name) in enumerate(zip(members, names, strict=True)):
            words = _capital(name[len(caption) :].lstrip(" ,"))
            pairs.append(Pair((left, sides[left.base, "R"]), words, left.help, run, "" if place else caption))
    bases = {left.base for left in lefts}
    singles = [
        Single((item,), item.label, item.help, item.link_id in bases) for item in items if item.link_id not in paired
    ]
    leading = [single for single in singles if single.leads]
    return (*leading, *pairs, *(single for single in singles if not single.leads))


def _runs(lefts: list[Item]) -> list[list[Item]]:
    """Tests that follow one another and are answered with the same options or the same unit."""
    runs: list[list[Item]] = []
    for item in lefts:
        if runs and _kind(runs[-1][0]) == _kind(item):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _kind(item: Item) -> tuple[str, str, tuple[str, ...]]:
    return item.type, item.unit, item.codes


def _without_side(left: Item, right: Item) -> str:
    """ "Hip lift (L2), left" and "..., right" -> "Hip lift (L2)"."""
    return _shared_start([left.label, right.label])


def _shared_start(names: list[str]) -> str:
    """What stands before a comma in all of them alike."""
    shared: list[str] = []
    for parts in zip(*(name.split(", ") for name in names), strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return ", ".join(shared)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
