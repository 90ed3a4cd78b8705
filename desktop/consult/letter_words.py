"""What a physio adds to a letter: to whom it goes, and words of their own. Kept with the visit. No Qt.

Every pause in typing is kept as a row of its own, as answers are; the newest of a letter counts.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from forms.patient import new_id
from forms.records.entries import StoredImpression

LetterKind = Literal["referral letter", "letter to the GP"]
LETTERS: tuple[LetterKind, ...] = ("referral letter", "letter to the GP")
WordsField = Literal["route", "note", "view", "ask"]
_FIELDS: tuple[WordsField, ...] = ("route", "note", "view", "ask")
KIND = "letter_words"


class LetterWords(Struct, frozen=True, kw_only=True):
    """What stands in one letter of a visit.

    route: whom a referral goes to, by id; "" while nobody chose. note: from the physiotherapist, on a referral.
    view, ask: the physiotherapist's view and what is asked, in the letter to the family doctor.
    number: how often it was rewritten; clocks of two desks may differ.
    """

    __repr__ = object.__repr__  # tracebacks and logs show reprs

    encounter_id: str
    letter: LetterKind
    by: str
    at: datetime
    route: str = ""
    note: str = ""
    view: str = ""
    ask: str = ""
    number: int = 0
    id: str = field(default_factory=new_id)

    @property
    def key(self) -> str:
        """What it is kept under while it waits to be saved: a newer state takes the place of an older one."""
        return f"letter/{self.letter}"

    @property
    def has_own_words(self) -> bool:
        return any(words.strip() for words in (self.note, self.view, self.ask))

    def rewritten(self, *, by: str, at: datetime, **changes: str) -> "LetterWords":
        """The letter with these fields as they are now, as a state of its own."""
        return replace(self, **changes, by=by, at=at, number=self.number + 1, id=new_id())


def words_to_json(words: LetterWords) -> str:
    # In plain ASCII: a pasted half of a character, or a nul, goes into no database's text.
    fields = {name: getattr(words, name) for name in _FIELDS}
    return json.dumps({"kind": KIND, "letter": words.letter, "number": words.number, **fields}, sort_keys=True)


def words_from(row: StoredImpression) -> LetterWords | None:
    """The state of a letter, or None where the record is something else."""
    raw = json.loads(row.impression)
    if raw.pop("kind", None) != KIND:
        return None
    return LetterWords(encounter_id=row.encounter_id, by=row.by, at=row.at, id=row.id, **raw)


def newest(states: Iterable[LetterWords], letter: LetterKind) -> LetterWords | None:
    """How a letter stands."""
    mine = [one for one in states if one.letter == letter]
    return max(mine, key=lambda one: (one.number, one.at), default=None)
