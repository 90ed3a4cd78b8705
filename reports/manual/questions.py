"""The questions, page by page, and the answers that contradict each other."""

from collections.abc import Iterator

from forms.content import Content
from forms.questionnaire import Item
from reports.manual.cross_links import CrossLinks
from reports.manual.html import Safe, bullets, card, el, facts, join
from reports.manual.section import Chapter, chapter_of_parts

_ROLES = {"patient": "patient", "reception": "reception", "physio": "physio"}
_INTRO = "Every question by page, with who answers it, when it is asked, and everything that reads the answer."


def question_chapter(content: Content, links: CrossLinks) -> Chapter:
    """Every page with its questions; a question asked for each side or root stands once."""
    questionnaire = content.questionnaire

    def parts() -> Iterator[tuple[str, str, Safe]]:
        for page in questionnaire.pages:
            done: set[str] = set()
            cards: list[Safe] = []
            for link_id in page.items:
                item = questionnaire.items[link_id]
                family = _family(item, content)
                if family[0] not in done:
                    done.update(family)
                    cards.append(_question(item, family, links))
            intro = el("p", page.intro, class_="quiet") if page.intro else Safe("")
            yield f"page-{page.id}", page.title, intro + join(cards)
        yield "contradictions", "Answers that contradict each other", join(_contradictions(content, links))

    return chapter_of_parts("questions", "Questions", _INTRO, parts())


def _family(item: Item, content: Content) -> tuple[str, ...]:
    """The ids of one question asked for each side and root."""
    if not item.base:
        return (item.link_id,)
    if not item.root:
        return content.questionnaire.groups[item.base]
    stem = item.base.removesuffix(f"_{item.root}")
    items = content.questionnaire.items.values()
    return tuple(one.link_id for one in items if one.root and one.base.removesuffix(f"_{one.root}") == stem)


def _question(item: Item, family: tuple[str, ...], links: CrossLinks) -> Safe:
    identity = " ".join(family)
    # Conditions name a question asked on each side by what its ids share, unless another question has that name.
    shared = dict.fromkeys(base for base in links.bases(family) if not links.is_question(base))
    also = [f"q-{name}" for name in (*family[1:], *shared)]
    return card(
        f"q-{family[0]}",
        item.label,
        identity,
        el("p", item.help, class_="quiet") if item.help else "",
        facts(
            (
                ("Answer", _answer(item)),
                ("Answered by", ", ".join(_ROLES[role] for role in item.who)),
                ("Needed", "before the intake is complete" if item.required else ""),
                ("Asked when", links.condition(item.enable_when)),
                ("Proposed when", links.condition(item.suggest_when)),
                ("Worked out", _derivation(item, links)),
                ("Reception sees", "only the tier" if item.reception_view == "tier" else ""),
                ("Read by", links.readers(family)),
                ("Red flag", el("a", item.flag, href=f"#f-{item.flag}") if item.flag else ""),
                ("Section", item.section),
            )
        ),
        also=also,
    )


def _answer(item: Item) -> str:
    if item.type == "choice":
        how = "several of" if item.repeats else "one of"
        if item.asked_each:
            how = "each asked on its own: yes, no or not sure"
        return join((how, bullets(join((option.label, " ", el("code", option.code))) for option in item.options)))
    if item.type == "quantity":
        unit = f" {item.unit}" if item.unit else ""
        low, high = ("" if end is None else f"{end:g}" for end in (item.low, item.high))
        text = f"a number{unit}" + (f", {low} to {high}" if low and high else "")
        soft = [f"{end:g}" for end in (item.soft_low, item.soft_high) if end is not None]
        return text + (f" (asks “are you sure?” outside {' to '.join(soft)})" if soft else "")
    kinds = {"boolean": "a tick", "date": "a date", "display": "a text to read, no answer"}
    return kinds.get(item.type, "words")


def _derivation(item: Item, links: CrossLinks) -> Safe:
    derivation = item.derivation
    if derivation is None:
        return Safe("")
    if derivation.function:
        return join((f"by the program: {derivation.function} (see the roots and discs)",))
    if derivation.amount is not None:
        return links.written(derivation.amount.text)
    return bullets(
        (join((el("code", case.value), " when ", links.condition(case.when))) for case in derivation.cases),
        ordered=True,
    )


def _contradictions(content: Content, links: CrossLinks) -> Iterator[Safe]:
    for one in content.contradictions:
        yield card(
            f"k-{one.id}",
            one.text,
            one.id,
            facts(
                (
                    ("When", links.condition(one.when)),
                    ("Shown as", one.severity),
                    ("Beside", links.items(one.items)),
                )
            ),
        )
