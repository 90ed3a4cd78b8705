"""The manual's own HTML read back as a tree: what both its editions are set from."""

from html.parser import HTMLParser

from msgspec import Struct, field

_ALONE = ("br", "meta")
_INLINE = ("a", "span", "code", "strong", "q", "br")


class Node(Struct):
    """One element. kind: its class; inner: nodes and texts in order."""

    tag: str
    id: str = ""
    kind: str = ""
    inner: "list[Node | str]" = field(default_factory=list)

    @property
    def nodes(self) -> "list[Node]":
        return [one for one in self.inner if isinstance(one, Node)]

    def find(self, tag: str) -> "Node":
        """The first element of this kind below; ValueError where there is none."""
        for node in self.nodes:
            if node.tag == tag:
                return node
            try:
                return node.find(tag)
            except ValueError:
                continue
        raise ValueError(f"no <{tag}> in <{self.tag}>")

    @property
    def is_inline(self) -> bool:
        return self.tag in _INLINE

    def words(self) -> str:
        """Its text in one line, without what lists inside it say."""
        parts = []
        for one in self.inner:
            if isinstance(one, str):
                parts.append(one)
            elif one.tag == "br":
                parts.append("\n")
            elif one.tag == "q":
                parts.append(f"“{one.words()}”")
            elif one.tag == "strong":
                parts.append(f"**{one.words()}**")
            elif one.tag == "code" and self.tag == "li":
                parts.append(f"({one.words()})")
            elif one.kind == "id" and one.words():
                parts.append(f"· {one.words()}")
            elif one.is_inline:
                parts.append(one.words())
        return "".join(parts).strip()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        node = Node(tag, given.get("id") or "", given.get("class") or "")
        self._open[-1].inner.append(node)
        if tag not in _ALONE:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _ALONE:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].inner.append(data)


def read_tree(page: str) -> Node:
    builder = _Builder()
    builder.feed(page)
    return builder.root
