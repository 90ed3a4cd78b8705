"""What the physio thinks, kept beside what the rules say: before results show, and when the drivers are chosen anew.

Hazard HZ04 of the knowledge base: nobody should lean on a ranking they have not questioned.
"""

import json
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import asdict

Moment = Literal["before_results", "choice", "back_to_rules"]
KIND = "physio_view"
NOT_SURE = "not_sure"


class PhysioView(Struct, frozen=True):
    """One entry. `drivers` in the order of the list, empty for "not sure yet".

    moment: before the results were seen; a choice of drivers for the programme; or back to what the rules suggest.
    words: what the physio noted beside it, or the reason of a choice.
    """

    moment: Moment
    drivers: tuple[str, ...]
    words: str
    by: str
    at: datetime


def view_to_json(view: PhysioView) -> str:
    return json.dumps({"kind": KIND, **asdict(view), "at": view.at.isoformat()}, ensure_ascii=False, sort_keys=True)


def view_from_json(text: str) -> PhysioView | None:
    """The entry, or None where the record is something else: an impression of the rules."""
    raw = json.loads(text)
    if raw.pop("kind", None) != KIND:
        return None
    return PhysioView(**{**raw, "drivers": tuple(raw["drivers"]), "at": datetime.fromisoformat(raw["at"])})


def first_view(views: tuple[PhysioView, ...]) -> PhysioView | None:
    """What was thought before the results were seen; the newest, where it was thought over."""
    return next((view for view in reversed(views) if view.moment == "before_results"), None)


def standing_choice(views: tuple[PhysioView, ...]) -> PhysioView | None:
    """The choice of drivers that stands against the rules, if any."""
    chosen = next((view for view in reversed(views) if view.moment != "before_results"), None)
    return chosen if chosen is not None and chosen.moment == "choice" else None
