"""How a patient's paper must be set (`resources/checks/print_rules.toml`), and what of a finished PDF is not."""

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby, pairwise

from msgspec import Struct

from forms.loading import DataFile
from reports.brand import contrast
from reports.inputs import LARGE_PRINT
from reports.layouts import EASY_READ, Layout
from reports.printed import Run

RULES = "checks/print_rules.toml"
_SOURCES = ("g003", "rnib", "wcag", "own")
_WITH_LIMIT = (
    "least_size", "least_size_large_print", "least_size_in_margins", "least_size_in_large_margins", "capitals",
    "line_spacing", "contrast",
)  # fmt: skip
_WITHOUT = ("italics", "underlining", "level", "justified", "on_a_picture")
# What rounding in the file may take off.
_SLACK = 0.02
# Running text is at most this many times as large as most of it; what is larger is a heading.
_LARGEST_TEXT = 1.2
_SAME_PARAGRAPH = 1.6
_SAME_LINE = 0.5  # signs over and under a letter are set apart from it
_LEAST_LINES, _LEAST_WIDTH = 5, 4
_STRAIGHT = 0.3


class PrintRule(Struct, frozen=True):
    """One rule of setting. limit: the least or the most, 0 where the thing itself is what is wrong."""

    id: str
    limit: float
    wrong: str
    instead: str
    source: str


def read_print_rules(files: Mapping[str, bytes]) -> Mapping[str, PrintRule]:
    """The rules by id; ContentError when one is missing, unknown or without its limit."""
    return _read(files[RULES])


@functools.lru_cache(maxsize=4)
def _read(content: bytes) -> Mapping[str, PrintRule]:
    table = DataFile(RULES, content).table
    rules: dict[str, PrintRule] = {}
    for entry in table.tables("rule"):
        rule_id = entry.one_of("id", (*_WITH_LIMIT, *_WITHOUT))
        entry.named(f'rule "{rule_id}"')
        if rule_id in rules:
            raise entry.fail("this rule stands here twice; delete one.", "id")
        limit = (entry.number("limit") or 0.0) if rule_id in _WITH_LIMIT else 0.0
        wrong = entry.text("wrong").replace("{limit}", f"{limit:g}")
        rules[rule_id] = PrintRule(rule_id, limit, wrong, entry.text("instead"), entry.one_of("source", _SOURCES))
        entry.finish()
    table.finish()
    for rule_id in (*_WITH_LIMIT, *_WITHOUT):
        if rule_id not in rules:
            raise table.fail(f'the rule "{rule_id}" is missing.', "rule")
    return rules


def badly_set(
    runs: Iterable[Run], layout: Layout, rules: Mapping[str, PrintRule]
) -> Iterator[tuple[PrintRule, tuple[Run, ...]]]:
    """Each rule of setting that is broken, with the runs that break it."""
    runs = tuple(runs)
    is_large = layout.body_size >= LARGE_PRINT
    # Easy read is for who reads little; its words may be smaller than its running text, unless large print is needed.
    size = rules["least_size_large_print" if is_large and layout != EASY_READ else "least_size"]
    margins = rules["least_size_in_large_margins" if is_large else "least_size_in_margins"]
    contrast_rule = rules["contrast"]
    breaks: tuple[tuple[PrintRule, Callable[[Run], bool]], ...] = (
        (size, lambda run: not run.is_artifact and run.size < size.limit - _SLACK),
        (margins, lambda run: run.is_artifact and run.size < margins.limit - _SLACK),
        (rules["italics"], lambda run: run.is_italic),
        (rules["underlining"], lambda run: run.underlined),
        (rules["level"], lambda run: not run.is_level),
        (contrast_rule, lambda run: contrast(run.colour, run.ground) < contrast_rule.limit),
        (rules["on_a_picture"], lambda run: run.on_picture),
    )
    for rule, is_broken in breaks:
        found = tuple(filter(is_broken, runs))
        if found:
            yield rule, found
    paragraphs = list(_paragraphs(runs))
    yield from _with_runs(
        rules["line_spacing"], paragraphs, lambda lines: _spacing(lines) < rules["line_spacing"].limit
    )
    yield from _with_runs(rules["justified"], paragraphs, _is_justified)


_Lines = tuple[Run, ...]


def _with_runs(
    rule: PrintRule, paragraphs: list[_Lines], is_broken: Callable[[_Lines], bool]
) -> Iterator[tuple[PrintRule, tuple[Run, ...]]]:
    found = tuple(lines[0] for lines in paragraphs if is_broken(lines))
    if found:
        yield rule, found


def _paragraphs(runs: tuple[Run, ...]) -> Iterator[_Lines]:
    """Lines of running text that begin under each other."""
    sizes = Counter(run.size for run in runs if not run.is_artifact)
    largest = sizes.most_common(1)[0][0] * _LARGEST_TEXT if sizes else 0.0
    kept = [run for run in runs if not run.is_artifact and run.size <= largest and run.is_level]
    columns = sorted(kept, key=lambda run: (run.page, run.size, round(run.box[0]), -run.baseline))
    for _, column in groupby(columns, key=lambda run: (run.page, run.size, round(run.box[0]))):
        lines: list[Run] = []
        for run in column:
            if lines and lines[-1].baseline - run.baseline > _SAME_PARAGRAPH * run.size:
                yield tuple(lines)
                lines = []
            lines.append(run)
        yield tuple(lines)


def _spacing(lines: _Lines) -> float:
    """The least distance from line to line, in sizes of the letters."""
    gaps = [(upper.baseline - lower.baseline) / lower.size for upper, lower in pairwise(lines)]
    return min((gap for gap in gaps if gap > _SAME_LINE), default=10.0) + _SLACK


def _is_justified(lines: _Lines) -> bool:
    """Whether every line but the last ends at the same place."""
    if len(lines) < _LEAST_LINES or min(line.box[2] - line.box[0] for line in lines) < _LEAST_WIDTH * lines[0].size:
        return False  # a column of numbers or dots
    ends = [line.box[2] for line in lines[:-1]]
    return max(ends) - min(ends) <= _STRAIGHT
