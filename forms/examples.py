"""The worked examples of the knowledge base: invented people with their answers, for the demo and for the tests.

The answers are not checked here: whoever uses them reads them as any other answers file, through `read_answers`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import tomli
from msgspec import Struct

from forms.content import part, shipped_files

_DEFAULTS = "examples/defaults.toml"


class Example(Struct, frozen=True):
    """One invented person. `expected` is what the knowledge base says must follow; the tests read it."""

    id: str
    title: str
    given: str
    family: str
    birth_date: date
    story: str
    intake_date: date
    answers: Mapping[str, Any]
    expected: Mapping[str, Any]

    def answers_object(self) -> dict[str, Any]:
        """The answers file of this example, ready for `json.dumps`."""
        return {
            "intake_date": self.intake_date.isoformat(),
            "patient": {"given": self.given, "family": self.family, "birth_date": self.birth_date.isoformat()},
            "answers": dict(self.answers),
        }


def load_examples() -> tuple[Example, ...]:
    """Every shipped example, in order of its number."""
    folder = part(shipped_files(), "examples")
    defaults = tomli.loads(folder[_DEFAULTS].decode())
    return tuple(
        _example(name, tomli.loads(folder[name].decode()), defaults) for name in sorted(folder) if name != _DEFAULTS
    )


def _example(name: str, table: Mapping[str, Any], defaults: Mapping[str, Any]) -> Example:
    given, family = str(table["name"]).split(" ", 1)
    usual = defaults["answers"] if table.get("defaults", True) else {}
    return Example(
        id=name.rsplit("/", 1)[-1].removesuffix(".toml"),
        title=table["title"],
        given=given,
        family=family,
        birth_date=table["birth_date"],
        story=table["story"],
        intake_date=defaults["intake_date"],
        answers={**usual, **table["answers"]},
        expected={"expect": table["expect"], "then": table.get("then", [])},
    )
