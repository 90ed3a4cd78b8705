"""A code as people type it: groups of four characters and a fifth that checks them.

No letter looks like a digit. One wrong character, two neighbours or two groups changed about are always found, and the
group is named.
"""

import re

from forms.errors import SciaticaIntakeError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 5
GROUP = 5
CHECKED = GROUP - 1
_MEANT = str.maketrans("OIL", "011")
_WRITTEN = re.compile(r"[^\s\-\u2010-\u2015.,;:/_]+")
_MOST_NAMED = 3


class CodeRefused(SciaticaIntakeError):
    """A code that cannot be used; the text says why and what to do. groups: where to look again, counted from 1."""

    def __init__(self, text: str, groups: tuple[int, ...] = ()) -> None:
        super().__init__(text)
        self.groups = groups


def in_groups(symbols: str) -> tuple[str, ...]:
    """Whole fours of symbols, each with its check character."""
    parts = [symbols[at : at + CHECKED] for at in range(0, len(symbols), CHECKED)]
    return tuple(part + _check(number, part) for number, part in enumerate(parts, 1))


def symbols_of(typed: str) -> str:
    """What was put into groups, read from a scanner or a keyboard; CodeRefused names the groups with a mistake."""
    groups = _typed_groups(typed.upper().translate(_MEANT))
    if not groups:
        raise CodeRefused("There is no code here yet. Scan the square code on the paper, or type the groups beside it.")
    wrong = tuple(number for number, group in enumerate(groups, 1) if not _fits(number, group))
    if wrong:
        raise CodeRefused(_in_words(wrong, groups), wrong)
    return "".join(group[:CHECKED] for group in groups)


def place_of(typed: str, number: int) -> tuple[int, int]:
    """Where a group begins and ends in what was typed."""
    at = _places(typed)[number - 1]
    return at[0], at[-1] + 1


def _typed_groups(typed: str) -> list[str]:
    return ["".join(typed[at] for at in places) for places in _places(typed)]


def _places(typed: str) -> list[list[int]]:
    """Where the characters of each group stand.

    Groups are as they were typed where most are as long as ours, so that a missing character stays in its group.
    """
    pieces = [list(range(*piece.span())) for piece in _WRITTEN.finditer(typed)]
    if 2 * sum(len(piece) == GROUP for piece in pieces) > len(pieces):
        return pieces
    whole = [at for piece in pieces for at in piece]
    return [whole[at : at + GROUP] for at in range(0, len(whole), GROUP)]


def _fits(number: int, group: str) -> bool:
    return len(group) == GROUP and set(group) <= set(ALPHABET) and _check(number, group[:-1]) == group[-1]


def _in_words(wrong: tuple[int, ...], groups: list[str]) -> str:
    first = f"Group {wrong[0]} ({groups[wrong[0] - 1]})"
    if len(wrong) == 1:
        return f"{first} has a mistake. Compare it with the paper."
    if len(wrong) <= _MOST_NAMED:
        named = ", ".join(f"{number} ({groups[number - 1]})" for number in wrong)
        return f"Groups {named} have a mistake. Compare them with the paper."
    return f"{first} and those after it do not fit. Is something missing there, or typed twice?"


# --- the check character: over the field of 32 elements every position has a weight of its own, and so has the group


def _powers() -> tuple[int, ...]:
    powers = [1]
    while len(powers) < len(ALPHABET) - 1:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled >= len(ALPHABET) else doubled)
    return tuple(powers)


_POWERS = _powers()


def _check(number: int, part: str) -> str:
    total = number % len(ALPHABET)
    for position, symbol in enumerate(part, 1):
        value = ALPHABET.index(symbol)
        if value:
            total ^= _POWERS[(_POWERS.index(value) + position) % len(_POWERS)]
    return ALPHABET[total]
