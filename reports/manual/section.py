"""One chapter of the manual, and the parts of it that the contents name."""

from collections.abc import Iterable

from msgspec import Struct

from reports.manual.html import Safe, el, join


class Chapter(Struct, frozen=True):
    anchor: str
    title: str
    html: Safe
    parts: tuple[tuple[str, str], ...] = ()


def chapter(anchor: str, title: str, intro: str, *inner: str) -> Chapter:
    paragraph = el("p", intro, class_="quiet") if intro else Safe("")
    return Chapter(anchor, title, el("section", el("h2", title), paragraph, *inner, id=anchor))


def chapter_of_parts(anchor: str, title: str, intro: str, parts: Iterable[tuple[str, str, Safe]]) -> Chapter:
    """A chapter whose parts stand in the contents: anchor, title, HTML."""
    own = tuple(parts)
    paragraph = el("p", intro, class_="quiet") if intro else Safe("")
    inner = join(el("section", el("h3", name), html, id=part) for part, name, html in own)
    html = el("section", el("h2", title), paragraph, inner, id=anchor)
    return Chapter(anchor, title, html, tuple((part, name) for part, name, _ in own))
