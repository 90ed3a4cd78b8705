"""Whom a referral can go to, in words: who, how reached, and what the clinic has not said yet."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from desktop.start.clinic_lines import detail_words
from forms.assessment import Assessment
from forms.clinic_details import filled
from forms.letters import Route


class RouteLine(Struct, frozen=True):
    """One of them. missing: the clinic's details without which it cannot be used, as they are called."""

    id: str
    words: str
    missing: tuple[str, ...] = ()


def route_lines(routes: Iterable[Route], assessment: Assessment, details: Mapping[str, str]) -> tuple[RouteLine, ...]:
    """A line for each route, in the same order."""
    called = detail_words()
    return tuple(
        RouteLine(
            route.id,
            _words(route, assessment, details, called),
            tuple(called.get(name, name) for name in route.missing(details)),
        )
        for route in routes
    )


def _words(route: Route, assessment: Assessment, details: Mapping[str, str], called: Mapping[str, str]) -> str:
    if route.missing(details):
        # Whose name is itself missing is named as the detail is called.
        known = {name: detail for name, detail in details.items() if detail.strip()}
        return filled(route.name, {**called, **known})
    who = assessment.facts.answer(route.reach_item) if route.reach_item else None
    return " · ".join(
        part for part in (filled(route.name, details), filled(route.reach, details), str(who or "")) if part
    )
