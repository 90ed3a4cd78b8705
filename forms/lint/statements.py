"""Every condition of a pack, with the file and line it stands on and what it decides."""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from forms.conditions import Condition
from forms.content import Content
from forms.lint.problem import PackFiles
from forms.questionnaire import Item


class Statement(Struct, frozen=True):
    """One condition. what: what it decides, for a sentence; may_always: it may well hold for everybody."""

    file: str
    line: int
    place: str
    what: str
    condition: Condition
    may_always: bool = False
    may_never: bool = False


class Statements:
    """The conditions of a pack, part by part, in the order of its files."""

    def __init__(self, content: Content, pack: PackFiles) -> None:
        self._content = content
        self._pack = pack

    @cached_property
    def all(self) -> tuple[Statement, ...]:
        return (
            *self.items,
            *self.blocks,
            *self.rules,
            *self.flags,
            *self.differentials,
            *self.messages,
            *self.contradictions,
            *self.scoring,
            *self.programme,
        )

    def item_place(self, item: Item) -> tuple[str, int]:
        """Where a question stands; one asked for each side or root stands once."""
        root = item.base.removesuffix(f"_{item.root}") if item.root else item.base
        alone = item.link_id.removesuffix(f"_{item.root}") if item.root else item.link_id
        return self._pack.find("questionnaires/", item.link_id, item.base, root, alone)

    @cached_property
    def items(self) -> tuple[Statement, ...]:
        return tuple(self._items())

    def _items(self) -> Iterator[Statement]:
        done: set[tuple[str, int, str]] = set()
        for item in self._content.questionnaire.items.values():
            file, line = self.item_place(item)
            place = f'item "{item.link_id}"'
            conditions = [
                ("whether it is asked", item.enable_when, False),
                ("when it is proposed", item.suggest_when, False),
            ]
            if item.derivation is not None:
                conditions += [(f'its value "{case.value}"', case.when, True) for case in item.derivation.cases]
            for what, condition, may_always in conditions:
                if condition is not None and (file, line, condition.text) not in done:
                    done.add((file, line, condition.text))
                    here = self._pack.line_of(file, condition.text, line)
                    yield Statement(file, here, place, what, condition, may_always=may_always)

    @cached_property
    def blocks(self) -> tuple[Statement, ...]:
        found: list[Statement] = []
        for block in self._content.questionnaire.blocks.values():
            file, line = self._pack.find("questionnaires/", block.id)
            found += [self._at(file, line, f'block "{block.id}"', "which entry counts", one) for one in block.prefer]
        return tuple(found)

    def _at(
        self, file: str, line: int, place: str, what: str, condition: Condition, *, may_always: bool = False
    ) -> Statement:
        here = self._pack.line_of(file, condition.text, line)
        return Statement(file, here, place, what, condition, may_always=may_always)

    @cached_property
    def rules(self) -> tuple[Statement, ...]:
        return tuple(
            self._at(*self._pack.find("rules/drivers/", rule.id), f"rule {rule.id}", "whether it fires", rule.when)
            for driver in self._content.rulebook.drivers
            for rule in driver.rules
        )

    @cached_property
    def flags(self) -> tuple[Statement, ...]:
        found: list[Statement] = []
        for flag in self._content.rulebook.flags:
            file, line = self._pack.find("rules/red_flags/", flag.id)
            place = f"flag {flag.id}"
            if flag.asks_when is not None:
                found.append(self._at(file, line, place, "when it asks more", flag.asks_when))
            found += [self._at(file, line, place, f"its tier {row.tier}", row.when) for row in flag.rows]
        return tuple(found)

    @cached_property
    def differentials(self) -> tuple[Statement, ...]:
        found: list[Statement] = []
        for rule in self._content.rulebook.differentials:
            file, line = self._pack.find("rules/differentials.toml", rule.id)
            place = f"differential {rule.id}"
            found.append(self._at(file, line, place, "whether it is shown", rule.when))
            if rule.stronger_when is not None:
                start = self._pack.line_of_key(file, "stronger_when", line)
                found.append(self._at(file, start, place, "when it is stronger", rule.stronger_when))
        return tuple(found)

    @cached_property
    def messages(self) -> tuple[Statement, ...]:
        return tuple(
            self._at(*self._pack.find("rules/imaging/", rule.id), f"message {rule.id}", "whether it is said", rule.when)
            for rule in self._content.rulebook.messages
        )

    @cached_property
    def contradictions(self) -> tuple[Statement, ...]:
        return tuple(
            self._at(
                *self._pack.find("rules/consistency.toml", one.id),
                f"contradiction {one.id}",
                "whether the answers contradict each other",
                one.when,
            )
            for one in self._content.contradictions
        )

    @cached_property
    def scoring(self) -> tuple[Statement, ...]:
        file, scoring = "rules/scoring.toml", self._content.rulebook.scoring
        named = (
            ("imaging_gate", scoring.imaging_gate),
            ("imaging_old", scoring.imaging_old),
            ("worsening", scoring.worsening),
        )
        return tuple(
            Statement(file, self._pack.line_of_key(file, key), f'"{key}"', "whether it holds", condition)
            for key, condition in named
        )

    @cached_property
    def programme(self) -> tuple[Statement, ...]:
        programme, found = self._content.programme, []
        for caution in programme.cautions:
            if caution.when is not None:
                place = self._pack.find("programme/cautions.toml", caution.code)
                found.append(self._at(*place, f"caution {caution.code}", "whether it is in force", caution.when))
        for entry in programme.lists:
            if entry.when is not None:
                place = self._pack.find("programme/lists.toml", entry.id)
                found.append(self._at(*place, f"list {entry.id}", "whether it is used", entry.when, may_always=True))
        for phase in programme.phases.phases:
            place = self._pack.find("programme/phases.toml", str(phase.number))
            found.append(self._at(*place, f"phase {phase.number}", "who is in it", phase.when, may_always=True))
        for review in programme.reviews.reviews:
            if review.when is not None:
                file = "programme/review.toml"
                found.append(self._at(file, 1, f"review in {review.days} days", "whose it is", review.when))
        for advice in programme.advice.values():
            if advice.when is not None:
                place = self._pack.find("advice/", advice.id)
                found.append(self._at(*place, f"advice {advice.id}", "who gets it", advice.when))
        return tuple(found)
