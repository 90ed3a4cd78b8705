"""What is wrong with a patient's paper before it goes out: words, sentences, and how they are set.

It looks at what will be printed, whoever wrote it: the pack's texts as put together for this person, what was typed
into the clinic's details, and the finished pages. The pack alone is looked at by `check`, with the same measure and
the same lists of words.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from forms.content import shipped_files
from forms.plain_words import UnwantedWord, unwanted, words_of
from forms.readability import MOST_WORDS_A_SENTENCE, Reading, as_read, hard_to_read, read
from forms.translation import ENGLISH, language_of
from reports.compose import Paper, what_is_said
from reports.handout import Handout
from reports.paper_issues import PaperIssue
from reports.print_rules import RULES, PrintRule, badly_set, read_print_rules
from reports.printed import read_printed
from reports.printed import words_of as words_of_run
from reports.said import Said

# What of a handout is no text, is heard instead of read, is the person's own (the goal), or spells nothing (the code).
_NO_TEXT = ("printing", "words", "id", "figure_id", "light", "picture_says", "goal", "code")
_WORD = re.compile(r"[^\W\d_]+")
_WORDS_AROUND = 30
_MOST_SHOWN = 90


class _Part(Struct, frozen=True):
    """Texts that are read together, under one heading. is_measured: whether they are prose of ours."""

    heading: str
    texts: tuple[str, ...]
    is_measured: bool = True
    is_own_words: bool = False


def check_paper(paper: Paper, content: bytes) -> tuple[PaperIssue, ...]:
    """Everything wrong with the patient's pack of this visit. content: the PDF that was made of it.

    Nobody else may use PDFium meanwhile (`reports.printed`).
    """
    files = paper.assessment.content.files
    rules = read_print_rules(files if RULES in files else shipped_files())
    said = what_is_said(paper)
    issues = [issue for one, handout in said for issue in _of_language(one, handout, paper, rules["capitals"])]
    if len(said) > 1:
        issues = list(dict.fromkeys(issues))
    return (*issues, *_of_pages(paper, content, rules))


# --- the words


def _of_language(said: Said, handout: Handout, paper: Paper, capitals: PrintRule) -> Iterator[PaperIssue]:
    files = paper.assessment.content.files
    words = words_of(said.language, files)
    measure = "flesch_kincaid" if said.language == ENGLISH else language_of(files, said.language).readability
    names = _names(paper, said)
    measured: list[Reading] = []
    for part in _parts(handout):
        yield from _of_words(part, words, capitals)
        if part.is_measured and measure:
            measured.append(read([as_read(text, names) for text in part.texts], measure=measure))
            for one in hard_to_read(measured[-1]):
                yield PaperIssue(one.code, part.heading, _shown(one.words), _sentence(one.wrong), one.instead)
    mean = sum(one.words for one in measured) / max(sum(one.sentences for one in measured), 1)
    if mean > MOST_WORDS_A_SENTENCE:
        wrong = f"{mean:.1f} words a sentence on average, at most {MOST_WORDS_A_SENTENCE:g}."
        yield PaperIssue("long_on_average", handout.words.title, "", wrong, "Use shorter sentences.")


def _names(paper: Paper, said: Said) -> tuple[str, ...]:
    """What is a name or a number: it cannot be said in easier words. The longest first."""
    medicines = [name for one in said.content.programme.advice.values() for name in one.medicines]
    details = [detail.strip() for detail in paper.details.values() if 0 < len(detail.strip()) <= _MOST_SHOWN]
    named = {*medicines, *details, *(detail.replace(" ", "\u00a0") for detail in details)}
    return tuple(sorted(named, key=lambda name: (-len(name), name)))


def _parts(handout: Handout) -> Iterator[_Part]:
    """The whole handout, part by part; a text that is new to it comes under the title."""
    words, clinic = handout.words, handout.printing.clinic
    findings = words.findings if handout.exercises else words.waiting
    yield _Part(handout.card.title, _texts(handout.card))
    yield _Part(findings, handout.findings)
    yield _Part(words.goal.rstrip(":"), (handout.goal,), is_measured=False, is_own_words=True)
    yield _Part(words.plan, (handout.plan_note,))
    for number, exercise in enumerate(handout.exercises, 1):
        yield _Part(f"{number}. {exercise.name}", _texts(exercise))
    yield _Part(words.lights, (*_texts(handout.pain_lights), handout.pain_note, handout.rest_rule))
    for module in handout.advice:
        yield _Part(module.title, _texts(module))
    yield _Part(words.next_visit, (handout.review_note,))
    yield _Part(words.next_visit, (clinic.address, clinic.hours), is_measured=False)
    placed = {"card", "findings", "plan_note", "exercises", "pain_lights", "pain_note", "rest_rule", "advice"}
    others = [name for name in handout.__struct_fields__ if name not in {*placed, *_NO_TEXT, "review_note"}]
    yield _Part(words.title, tuple(text for name in others for text in _texts(getattr(handout, name))))


def _texts(value: Any) -> tuple[str, ...]:
    """Every text of a value, however deep."""
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if isinstance(value, tuple):
        return tuple(text for one in value for text in _texts(one))
    if isinstance(value, Struct):
        named = (name for name in value.__struct_fields__ if name not in _NO_TEXT)
        return tuple(text for name in named for text in _texts(getattr(value, name)))
    return ()


def _of_words(part: _Part, words: tuple[UnwantedWord, ...], capitals: PrintRule) -> Iterator[PaperIssue]:
    is_failing = not part.is_own_words
    for word, text, match in unwanted(part.texts, words):
        instead = word.instead
        if part.is_own_words:
            # What somebody wants for themselves is theirs to word: it is pointed out, and goes out as it is.
            instead = f"These are the patient's own words. You may agree on others together. {instead}"
        wrong = f"“{match.group()}” should not be said to a patient."
        yield PaperIssue("unwanted_word", part.heading, _around(text, match), wrong, instead, is_failing)
    for text in part.texts:
        loud = _in_capitals(text, int(capitals.limit))
        if loud:
            yield PaperIssue(capitals.id, part.heading, _shown(loud), capitals.wrong, capitals.instead, is_failing)


def _in_capitals(text: str, most: int) -> str:
    """The first words in a row that are all capitals, where there are more than so many."""
    row: list[str] = []
    for match in _WORD.finditer(text):
        if len(match.group()) > 1 and match.group().isupper():
            row.append(match.group())
        elif len(row) > most:
            break
        elif match.group().islower() or len(match.group()) > 1:
            row = []
    return " ".join(row) if len(row) > most else ""


def _around(text: str, match: re.Match[str]) -> str:
    """The word, with what stands round it."""
    start = text.rfind(" ", 0, max(match.start() - _WORDS_AROUND, 0)) + 1
    end = text.find(" ", min(match.end() + _WORDS_AROUND, len(text)))
    end = len(text) if end < 0 else end
    return ("… " if start else "") + text[start:end].replace("**", "") + (" …" if end < len(text) else "")


def _shown(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _MOST_SHOWN else words[:_MOST_SHOWN].rsplit(" ", 1)[0] + " …"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


# --- how they are set


def _of_pages(paper: Paper, content: bytes, rules: Mapping[str, PrintRule]) -> Iterator[PaperIssue]:
    for rule, runs in badly_set(read_printed(content), paper.layout, rules):
        where, words = _where({run.page for run in runs}), _shown(words_of_run(content, runs[0]))
        yield PaperIssue(rule.id, where, words, rule.wrong, rule.instead)


def _where(pages: set[int]) -> str:
    first, last = min(pages), max(pages)
    if first == last:
        return f"Page {first}"
    is_every = len(pages) > 2 and last - first == len(pages) - 1
    return f"Pages {first} to {last}" if is_every else "Pages " + ", ".join(map(str, sorted(pages)))
