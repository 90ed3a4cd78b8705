"""Who reads which question, and who cites which source: the links from one entry of the manual to another."""

import re
from collections.abc import Iterable

from forms.conditions import Condition
from forms.content import Content
from reports.manual.html import Safe, el, join

_NAME = re.compile(r"\w+")


class CrossLinks:
    """Links between the entries of one content pack. An anchor is a letter for the kind and the id."""

    def __init__(self, content: Content) -> None:
        self._items = content.questionnaire.items
        self._groups = content.questionnaire.groups
        self._sources = content.rulebook.sources
        self._readers: dict[str, dict[tuple[str, str], None]] = {}
        self._citers: dict[str, dict[tuple[str, str], None]] = {}
        self._note_questions(content)
        self._note_rules(content)
        self._note_programme(content)

    # --- links

    def is_question(self, name: str) -> bool:
        return name in self._items

    def bases(self, link_ids: Iterable[str]) -> tuple[str, ...]:
        """What the ids of a question asked on each side share."""
        return tuple(self._items[link_id].base for link_id in link_ids if self._items[link_id].base)

    def item(self, link_id: str) -> Safe:
        return el("a", el("code", link_id), href=f"#q-{link_id}")

    def items(self, link_ids: Iterable[str]) -> Safe:
        return join((self.item(link_id) for link_id in link_ids), ", ")

    def condition(self, condition: Condition | None) -> Safe:
        """A condition as it is written, its questions linked."""
        return self.written(condition.text) if condition is not None else Safe("")

    def written(self, text: str) -> Safe:
        parts: list[Safe] = []
        at = 0
        whole = " ".join(text.split())
        for match in _NAME.finditer(whole):
            name = match.group()
            if name in self._items or name in self._groups:
                parts.append(join((whole[at : match.start()],)))
                parts.append(el("a", name, href=f"#q-{name}"))
                at = match.end()
        return el("code", *parts, whole[at:])

    def sources(self, keys: Iterable[str]) -> Safe:
        return join((el("a", key, href=f"#s-{key}") for key in keys), ", ")

    def readers(self, link_ids: Iterable[str]) -> Safe:
        """Everything that reads one of these questions."""
        found: dict[tuple[str, str], None] = {}
        for link_id in link_ids:
            found.update(self._readers.get(link_id, {}))
        return _links(found)

    def citers(self, key: str) -> Safe:
        return _links(self._citers.get(key, {}))

    # --- noting who reads and cites what

    def _note(self, anchor: str, label: str, reads: Iterable[str] = (), sources: Iterable[str] = ()) -> None:
        for name in reads:
            self._readers.setdefault(name, {})[(anchor, label)] = None
        for key in sources:
            self._citers.setdefault(key, {})[(anchor, label)] = None

    def _note_questions(self, content: Content) -> None:
        for item in content.questionnaire.items.values():
            reads: list[str] = []
            for condition in (item.enable_when, item.suggest_when):
                reads += condition.reads if condition is not None else ()
            reads += item.derivation.reads if item.derivation is not None else ()
            self._note(f"q-{item.link_id}", item.base or item.link_id, reads)
        for one in content.contradictions:
            self._note(f"k-{one.id}", one.id, one.when.reads)

    def _note_rules(self, content: Content) -> None:
        rulebook = content.rulebook
        for driver in rulebook.drivers:
            self._note(f"d-{driver.id}", f"driver {driver.id}", driver.core)
            for rule in driver.rules:
                self._note(f"r-{rule.id}", rule.id, rule.when.reads, rule.sources)
        for flag in rulebook.flags:
            reads = [flag.item, *flag.asks, *flag.asks_then, *(name for row in flag.rows for name in row.when.reads)]
            self._note(f"f-{flag.id}", flag.id, reads, flag.sources)
        for differential in rulebook.differentials:
            stronger = differential.stronger_when.reads if differential.stronger_when is not None else ()
            reads = [*differential.when.reads, *stronger]
            self._note(f"x-{differential.id}", differential.id, reads, differential.sources)
        for message in rulebook.messages:
            self._note(f"m-{message.id}", message.id, message.when.reads, message.sources)
        for finding in rulebook.prevalence.values():
            self._note("prevalence", f"finding {finding.key}", (), finding.sources)
        for shape in rulebook.shrinkage.values():
            self._note("resorption", f"shape {shape.key}", (), shape.sources)

    def _note_programme(self, content: Content) -> None:
        programme = content.programme
        for exercise in programme.exercises.values():
            self._note(f"e-{exercise.id}", exercise.id, (), exercise.sources)
        for caution in programme.cautions:
            reads = caution.when.reads if caution.when is not None else ()
            self._note(f"c-{caution.code}", caution.code, reads, caution.sources)
        for advice in programme.advice.values():
            reads = advice.when.reads if advice.when is not None else ()
            self._note(f"a-{advice.id}", advice.id, reads, advice.sources)
        for one in programme.lists:
            self._note(f"l-{one.id}", f"list {one.id}", one.when.reads if one.when is not None else ())
        for phase in programme.phases.phases:
            self._note(f"p-{phase.number}", f"phase {phase.number}", phase.when.reads)


def _links(found: Iterable[tuple[str, str]]) -> Safe:
    labels = {label: anchor for anchor, label in reversed(list(found))}
    return join((el("a", label, href=f"#{anchor}") for label, anchor in reversed(labels.items())), ", ")
