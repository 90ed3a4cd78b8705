"""The verbs `replay` and `compare`: every stored visit once more, under its own rules or under new ones. No Qt."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.backups import Ask, key_of
from desktop.clinic import replay_signed, reviews_of
from forms.content import Content, load_content
from forms.errors import StoreError
from forms.records.entries import Visit
from forms.records.store import Store, open_store
from forms.replay import Concluded, ContentChange, compare

Told = Callable[[int, int], None]


@contextmanager
def opened(records: Path | str, *, by_recovery_key: bool, ask: Ask) -> Iterator[Store]:
    """The records, for a verb without a window; the key as `backup` gets it."""
    key = None
    if isinstance(records, Path):
        if not records.exists():
            raise StoreError(f"There are no records at {records}. Name them with --records.")
        key = key_of(records, by_recovery_key, ask)
    with open_store(records, key) as store:
        yield store


def named(visit: Visit) -> str:
    """A visit as the output names it: no name, no date of birth."""
    return f"clinic number {visit.patient.clinic_no}, {visit.encounter.intake_date.isoformat()}"


def replay_all(store: Store, told: Told) -> tuple[int, tuple[str, ...]]:
    """How many signed visits led to the same again, and those that did not."""
    visits = store.all_visits()
    same, different = 0, []
    for number, visit in enumerate(visits):
        told(number, len(visits))
        again = replay_signed(store, visit.encounter)
        if again is not None and again.is_identical:
            same += 1
        elif again is not None:
            different.append(named(visit))
    return same, tuple(different)


def compare_all(store: Store, new: Content, told: Told) -> tuple[int, tuple[ContentChange, ...]]:
    """How many visits were looked at, and those that new content would change."""
    visits, now = store.all_visits(), load_content()
    changes = []
    for number, visit in enumerate(visits):
        told(number, len(visits))
        encounter_id = visit.encounter.id
        change = compare(named(visit), store.response(encounter_id), reviews_of(store, encounter_id), now=now, new=new)
        if change.kinds:
            changes.append(change)
    return len(visits), tuple(changes)


def change_object(change: ContentChange) -> dict[str, object]:
    """One change as `compare --json` prints it."""
    return {
        "visit": change.visit,
        "differs": list(change.kinds),
        "before": _concluded_object(change.before),
        "after": _concluded_object(change.after),
    }


def _concluded_object(concluded: Concluded) -> dict[str, object]:
    return {
        "tier": concluded.tier,
        "lead": concluded.lead,
        "add_ons": list(concluded.add_ons),
        "exercises": list(concluded.exercises),
    }


def change_in_words(change: ContentChange) -> str:
    """One change in a line."""
    before, after = change.before, change.after
    said = {
        "tier": f"tier {before.tier} -> {after.tier}",
        "lead": f"lead {_drivers(before)} -> {_drivers(after)}",
        "programme": f"programme {_programme(before)} -> {_programme(after)}",
    }
    return f"{change.visit}: {'; '.join(said[kind] for kind in change.kinds)}"


def _drivers(concluded: Concluded) -> str:
    return " + ".join(one for one in (concluded.lead, *concluded.add_ons) if one) or "none"


def _programme(concluded: Concluded) -> str:
    return " ".join(concluded.exercises) or "none"
