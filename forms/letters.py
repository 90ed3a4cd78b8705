"""Letters to colleagues: which answers they hold, and whom a referral can go to (knowledge base 0.3 and 1.2.1)."""

from collections.abc import Mapping

from msgspec import Struct

from forms.clinic_details import unfilled
from forms.content import Content, shipped_files
from forms.loading import DataFile, Table, suggestion
from forms.questionnaire import Questionnaire
from forms.rules.impression import ClinicalImpression, RedFlag, tier_rank

FILE = "clinic/letters.toml"
# Of a physio's own words in one place of a letter: far more than anybody reads, and still printed in a moment.
MOST_CHARACTERS, MOST_LINES = 2000, 60


class Route(Struct, frozen=True):
    """Somebody a referral can go to. `reach` says how, with the clinic's details as placeholders.

    reach_item: the answer that says who it is. kinds, acts: the flags it serves, by kind and by who is to act.
    same_day: serves nothing below urgent. soon_kinds: served besides, while below urgent.
    """

    id: str
    name: str
    reach: str = ""
    reach_item: str = ""
    kinds: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    same_day: bool = False
    soon_kinds: tuple[str, ...] = ()

    def missing(self, details: Mapping[str, str]) -> tuple[str, ...]:
        """The clinic's details it needs and does not have; the letter waits for them."""
        return unfilled((self.name, self.reach), details)


class LetterContent(Struct, frozen=True):
    """The routes in order, and the questions of each part of a letter by link id.

    sided: what is measured left and right, by the name before the root and side.
    """

    routes: tuple[Route, ...]
    story: tuple[str, ...]
    examination: tuple[str, ...]
    sided: tuple[str, ...]
    scan: tuple[str, ...]
    history: tuple[str, ...]


def letter_content(content: Content) -> LetterContent:
    """What this pack says of letters."""
    return read_letters(content.files.get(FILE, shipped_files()[FILE]), content.questionnaire)


def read_letters(data: bytes, questionnaire: Questionnaire) -> LetterContent:
    """The file as values; ContentError when it names a question that is not asked."""
    table = DataFile(FILE, data).table
    routes = tuple(_route(entry, questionnaire) for entry in table.tables("route"))
    parts = table.table("sections")
    known = set(questionnaire.items)
    bases = {item.base for item in questionnaire.items.values() if item.base}
    sided = {*bases, *(base.rpartition("_")[0] for base in bases)}
    made = LetterContent(
        routes,
        _items(parts, "story", known),
        _items(parts, "examination", known),
        _items(parts, "sided", sided),
        _items(parts, "scan", known),
        _items(parts, "history", known),
    )
    parts.finish()
    table.finish()
    return made


def _route(entry: Table, questionnaire: Questionnaire) -> Route:
    route = Route(
        entry.text("id"),
        entry.text("name"),
        entry.text("reach", default=""),
        entry.text("reach_item", default=""),
        entry.texts("kinds", default=()),
        entry.texts("acts", default=()),
        entry.flag("same_day", False),
        entry.texts("soon_kinds", default=()),
    )
    if route.reach_item and route.reach_item not in questionnaire.items:
        near = suggestion(route.reach_item, questionnaire.items)
        raise entry.fail(f'unknown item "{route.reach_item}".{near}', "reach_item")
    entry.finish()
    return route


def _items(table: Table, key: str, known: set[str]) -> tuple[str, ...]:
    items = table.texts(key)
    for link_id in items:
        if link_id not in known:
            raise table.fail(f'unknown item "{link_id}".{suggestion(link_id, known)}', key)
    return items


def referral_routes(impression: ClinicalImpression, content: Content) -> tuple[Route, ...]:
    """Whom the open flags that answers raised can be referred to, the one for the gravest first."""
    raised = tuple(flag for flag in impression.blocking_flags if not flag.is_unanswered)
    return routes_for(raised, content)


def routes_for(flags: tuple[RedFlag, ...], content: Content) -> tuple[Route, ...]:
    """Whom these flags can be referred to, the one for the gravest flag first."""
    kinds = {flag.id: flag.kind for flag in content.rulebook.flags}
    routes = letter_content(content).routes
    rank = {
        route.id: max((tier_rank(flag.tier) for flag in flags if _serves(route, flag, kinds)), default=-1)
        for route in routes
    }
    served = [route for route in routes if rank[route.id] >= 0]
    return tuple(sorted(served, key=lambda route: -rank[route.id]))


def is_too_long(words: str) -> bool:
    """Whether these are more words of a physio's own than a letter takes in one place."""
    return len(words) > MOST_CHARACTERS or len(words.splitlines()) > MOST_LINES


def _serves(route: Route, flag: RedFlag, kinds: Mapping[str, str]) -> bool:
    may_wait = tier_rank(flag.effective_tier) < tier_rank("urgent")
    if may_wait and route.same_day:
        return False
    served = (*route.kinds, *route.soon_kinds) if may_wait else route.kinds
    return kinds.get(flag.id, "") in served or bool(set(route.acts) & set(flag.acts))
