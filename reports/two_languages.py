"""What a paper in two languages says in both at once: its name, and what warns in its margins."""

from msgspec.structs import replace

from reports.inputs import Printing

_APPROVAL_LINES = 4


def both(one: str, other: str) -> str:
    return one if one == other else f"{one} · {other}"


def joined(one: Printing, other: Printing) -> Printing:
    """The margins of `one`; what warns stands in both languages."""
    warning = f"{one.words.for_this_person} {other.words.for_this_person}"
    draft = both(one.words.draft, other.words.draft) if one.approved_by is None else one.words.draft
    words = replace(one.words, for_this_person=warning, draft=draft)
    return replace(one, words=words, approval_lines=_APPROVAL_LINES)
