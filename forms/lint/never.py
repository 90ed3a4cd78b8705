"""What can never happen: conditions that never turn, lines that another line always outranks, pages nobody sees."""

from collections.abc import Iterator, Sequence

from forms.conditions import Condition, Facts, Truth, kleene_not, parse_condition
from forms.content import Content
from forms.lint.problem import PackFiles, Problem
from forms.lint.reach import Reach, Test
from forms.lint.statements import Statement, Statements
from forms.questionnaire import Questionnaire
from forms.questionnaire_file import vocabulary_of
from forms.rules.impression import tier_rank
from forms.rules.rulebook import Flag


class _Joined:
    """Several conditions at once: all of `wanted`, none of `unwanted`.

    undecided_will_do: an unwanted condition need not be false; it is enough that it does not hold.
    """

    def __init__(
        self, wanted: Sequence[Condition], unwanted: Sequence[Condition] = (), *, undecided_will_do: bool = False
    ) -> None:
        self._wanted = wanted
        self._unwanted = unwanted
        self._undecided_will_do = undecided_will_do
        self.texts = tuple(one.text for one in (*wanted, *unwanted))
        self.reads = tuple(dict.fromkeys(name for one in (*wanted, *unwanted) for name in one.reads))

    def holds(self, facts: Facts) -> Truth:
        result: Truth = True
        for condition in self._wanted:
            truth = condition.holds(facts)
            if truth is False:
                return False
            result = result and truth
        for condition in self._unwanted:
            truth = kleene_not(condition.holds(facts))
            if truth is None and self._undecided_will_do:
                continue
            if truth is False:
                return False
            result = result and truth
        return result


class NeverCheck:
    """Looks through every condition of a pack, alone and beside those it competes with."""

    def __init__(self, content: Content, pack: PackFiles, statements: Statements) -> None:
        self._content = content
        self._pack = pack
        self._statements = statements
        self._vocabulary = vocabulary_of(content.questionnaire)
        self._reach = Reach(content.questionnaire, self._vocabulary)
        self._never: set[str] = set()

    def problems(self) -> Iterator[Problem]:
        yield from self._alone()
        yield from self._outranked_values()
        yield from self._outranked_tiers()
        yield from self._behind_the_gate()
        yield from self._never_stronger()
        yield from self._messages_without_figures()
        yield from self._outranked_lists()
        yield from self._outranked_phases()
        yield from self._reviews_never_sooner()
        yield from self._pages()

    def _is_never(self, test: Test, texts: Sequence[str], reads: Sequence[str], *, wanted: bool = True) -> bool:
        return self._reach.can_be(wanted, test, texts, reads) == "never"

    def _never_together(self, wanted: Sequence[Condition], unwanted: Sequence[Condition] = ()) -> bool:
        """False when one of them is impossible by itself: that is said already."""
        if any(one.text in self._never for one in wanted):
            return False
        joined = _Joined(wanted, unwanted)
        return self._is_never(joined.holds, joined.texts, joined.reads)

    def _never_first(self, wanted: Sequence[Condition], unwanted: Sequence[Condition]) -> bool:
        """Whether one of `unwanted` always holds where all of `wanted` do, even while answers are blank."""
        if not self._never_together(wanted, unwanted):
            return False
        joined = _Joined(wanted, unwanted, undecided_will_do=True)
        return self._reach.can_be(True, joined.holds, joined.texts, joined.reads, with_blanks=True) == "never"

    def _alone(self) -> Iterator[Problem]:
        for one in self._statements.all:
            condition = one.condition
            if self._is_never(condition.holds, (condition.text,), condition.reads):
                self._never.add(condition.text)
                yield _problem("error", "never_true", one, "this can never be true. Mend it or take it out.")
            elif not one.may_always and self._is_never(
                condition.holds, (condition.text,), condition.reads, wanted=False
            ):
                yield _problem("warning", "never_false", one, "this is true for everybody. Mend it or leave it out.")

    def _outranked_values(self) -> Iterator[Problem]:
        for item in self._content.questionnaire.items.values():
            cases = item.derivation.cases if item.derivation is not None else ()
            for number, case in enumerate(cases[1:], 1):
                if self._never_together((case.when,), [other.when for other in cases[:number]]):
                    file, start = self._statements.item_place(item)
                    line = self._pack.line_of(file, case.when.text, start)
                    text = f'the value "{case.value}" never comes out: the lines before it take every case.'
                    yield Problem("error", "never_reached", file, line, f'item "{item.link_id}"', text)

    def _outranked_tiers(self) -> Iterator[Problem]:
        for flag in self._content.rulebook.flags:
            file, start = self._pack.find("rules/red_flags/", flag.id)
            for number, row in enumerate(flag.rows):
                if self._never_first((row.when,), _stronger_rows(flag, number)):
                    line = self._pack.line_of(file, row.when.text, start)
                    text = f"this line for {row.tier} never decides: a higher tier, or a line before it, always does."
                    yield Problem("error", "never_reached", file, line, f"flag {flag.id}", text)

    def _behind_the_gate(self) -> Iterator[Problem]:
        rulebook = self._content.rulebook
        for driver in rulebook.drivers:
            for rule in driver.rules:
                if rule.is_imaging and self._never_together((rule.when, rulebook.scoring.imaging_gate)):
                    file, start = self._pack.find("rules/drivers/", rule.id)
                    line = self._pack.line_of(file, rule.when.text, start)
                    text = "this can never fire: it cannot hold while the imaging gate is open."
                    yield Problem("error", "never_fires", file, line, f"rule {rule.id}", text)

    def _never_stronger(self) -> Iterator[Problem]:
        for rule in self._content.rulebook.differentials:
            if rule.stronger_when is not None and self._never_together((rule.when, rule.stronger_when)):
                file, start = self._pack.find("rules/differentials.toml", rule.id)
                line = self._pack.line_of_key(file, "stronger_when", start)
                text = '"stronger_when" can never hold while the differential is shown.'
                yield Problem("error", "never_fires", file, line, f"differential {rule.id}", text)

    def _messages_without_figures(self) -> Iterator[Problem]:
        rulebook = self._content.rulebook
        tables = (("{pct}", rulebook.prevalence), ("{finding}", rulebook.prevalence), ("{shrink}", rulebook.shrinkage))
        for rule in rulebook.messages:
            codes = self._vocabulary.words["img_finding"].codes
            keys = [key for mark, table in tables if mark in rule.text for key in table if key in codes]
            needs = any(mark in rule.text for mark, _ in tables)
            figures = (
                parse_condition(f"img_finding includes any ({', '.join(keys)})", self._vocabulary) if keys else None
            )
            if needs and (figures is None or self._never_together((rule.when, figures))):
                file, line = self._pack.find("rules/imaging/", rule.id)
                text = "this can never be said: no finding it is for has a figure to fill in."
                yield Problem("error", "never_fires", file, line, f"message {rule.id}", text)

    def _outranked_lists(self) -> Iterator[Problem]:
        lists = [one for one in self._content.programme.lists if one.driver]
        for number, one in enumerate(lists):
            before = [other for other in lists[:number] if other.driver == one.driver]
            always = any(other.when is None for other in before)
            when = (one.when,) if one.when is not None else ()
            others = [other.when for other in before if other.when is not None]
            if always or (before and self._never_first(when, others)):
                file, line = self._pack.find("programme/lists.toml", one.id)
                text = "this list is never used: the lists before it take every case. Move it up or take it out."
                yield Problem("error", "never_reached", file, line, f"list {one.id}", text)

    def _outranked_phases(self) -> Iterator[Problem]:
        phases = self._content.programme.phases.phases
        for number, phase in enumerate(phases[1:], 1):
            if self._never_first((phase.when,), [other.when for other in phases[:number]]):
                file, line = self._pack.find("programme/phases.toml", str(phase.number))
                text = "nobody is ever in this phase: a lower one always wins."
                yield Problem("error", "never_reached", file, line, f"phase {phase.number}", text)

    def _reviews_never_sooner(self) -> Iterator[Problem]:
        reviews = self._content.programme.reviews
        for review in reviews.reviews:
            if review.days >= reviews.days:
                line = self._pack.line_of("programme/review.toml", review.because)
                text = f"this never wins: the usual review is in {reviews.days} days, and the shortest counts."
                yield Problem("error", "never_reached", "programme/review.toml", line, "review", text)

    def _pages(self) -> Iterator[Problem]:
        questionnaire = self._content.questionnaire
        for page in questionnaire.pages:
            if all(self._is_never_asked(questionnaire, link_id) for link_id in page.items):
                file, line = self._pack.find("questionnaires/", page.id)
                text = "nobody ever sees this page: none of its questions is ever asked."
                yield Problem("error", "unreachable_page", file, line, f'page "{page.id}"', text)

    def _is_never_asked(self, questionnaire: Questionnaire, link_id: str) -> bool:
        when = questionnaire.items[link_id].enable_when
        return when is not None and when.text in self._never


def _stronger_rows(flag: Flag, number: int) -> list[Condition]:
    """The rows that win over this one when both hold."""
    rank = tier_rank(flag.rows[number].tier)
    return [
        other.when
        for place, other in enumerate(flag.rows)
        if tier_rank(other.tier) > rank or (tier_rank(other.tier) == rank and place < number)
    ]


def _problem(severity: str, code: str, one: Statement, text: str) -> Problem:
    return Problem(severity, code, one.file, one.line, one.place, f"{one.what}: {text}")  # type: ignore[arg-type]
