"""A few words of HTML: text is escaped unless it says that it is safe."""

from collections.abc import Iterable
from html import escape


class Safe(str):
    """HTML that is finished; everything else is text."""

    __slots__ = ()

    def __add__(self, other: str) -> "Safe":
        return Safe(str.__add__(self, safe(other)))


def safe(value: str) -> Safe:
    return value if isinstance(value, Safe) else Safe(escape(value))


def join(parts: Iterable[str], between: str = "") -> Safe:
    return Safe(safe(between).join(safe(part) for part in parts))


def el(tag: str, *inner: str, **attributes: str) -> Safe:
    """One element; `class_` and `aria_label` are written as HTML writes them."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return Safe(f"<{tag}{written}>{join(inner)}</{tag}>")


def facts(pairs: Iterable[tuple[str, str]]) -> Safe:
    """A list of what and its value; what has no value is left out."""
    return el("dl", join(el("dt", what) + el("dd", value) for what, value in pairs if value))


def table(head: Iterable[str], rows: Iterable[Iterable[str]], *, numbers: Iterable[int] = ()) -> Safe:
    """A table; `numbers` are the columns set flush right."""
    right = frozenset(numbers)

    def cells(tag: str, row: Iterable[str]) -> Safe:
        return el(
            "tr", join(el(tag, cell, class_="number") if n in right else el(tag, cell) for n, cell in enumerate(row))
        )

    body = join(cells("td", row) for row in rows)
    return el("div", el("table", el("thead", cells("th", head)), el("tbody", body)), class_="scroll")


def bullets(entries: Iterable[str], *, ordered: bool = False) -> Safe:
    items = join(el("li", entry) for entry in entries)
    return el("ol" if ordered else "ul", items) if items else Safe("")


def card(anchor: str, title: str, identity: str, *inner: str, also: Iterable[str] = ()) -> Safe:
    """One entry with its id. also: more anchors that lead here."""
    anchors = join(el("span", "", id=one) for one in also)
    heading = el("h4", title, " ", el("span", identity, class_="id"))
    return el("article", anchors, heading, *inner, id=anchor)
