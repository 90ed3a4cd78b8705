"""What the letters say: the referral for open flags, and the letter to the family doctor. English, for colleagues."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from forms import letters
from forms.answer_words import value_in_words
from forms.errors import PaperError
from forms.letters import MOST_CHARACTERS, MOST_LINES, LetterContent, Route, is_too_long, letter_content
from forms.questionnaire import Item
from forms.response import Value
from forms.rules.explain import flag_sentence
from forms.rules.impression import RedFlag, tier_rank
from reports.compose import Paper
from reports.doses import capital
from reports.inputs import in_words
from reports.letter import Letter, LetterSection, LetterTable, build_letter
from reports.scripts import starts_right_to_left

_SIDES = ("L", "R")
_SHARES = "cons_gp_share"
_SCANS = "scans"
# Where the physio's own words stand.
_NOTE, _VIEW, _ASK = "From the physiotherapist", "Physiotherapist's view", "What we ask"


def _own(words: str) -> tuple[str, ...]:
    """A physio's words as one piece; line by line where some run from the right, so that each runs its own way."""
    if not words.strip():
        return ()
    lines = tuple(line for line in words.splitlines() if line.strip())
    ways = {starts_right_to_left(line) for line in lines}
    return lines if len(ways) > 1 else (words,)


def _require_short(own: Mapping[str, str]) -> None:
    for where, words in own.items():
        if is_too_long(words):
            raise PaperError(
                f"“{where}” is too long for a letter: at most {MOST_CHARACTERS:,} characters on {MOST_LINES} lines. "
                "Shorten it. Nothing you typed is lost."
            )


# --- the referral


def referral_routes(paper: Paper) -> tuple[Route, ...]:
    """Whom the flags that answers raised can be referred to, the one for the gravest first."""
    return letters.referral_routes(paper.assessment.impression, paper.assessment.content)


def referral_letter_pdf(paper: Paper, *, route: Route | None = None, note: str = "") -> bytes:
    """The referral for the open flags; allowed while every other paper is blocked (knowledge base 1.1).

    route: to whom; None for the first whose details the clinic has given. note: the physio's own words.

    Raises:
        PaperError: no flag is open, the clinic has not said how the colleague is reached, or the note is too long.
    """
    if not _raised(paper):
        raise PaperError("No answer has raised a warning that is open, so there is nothing to refer.")
    routes = referral_routes(paper)
    chosen = route or next((one for one in routes if not one.missing(paper.details)), None)
    if chosen is None or chosen.missing(paper.details):
        wanted = (
            chosen.missing(paper.details) if chosen else [name for one in routes for name in one.missing(paper.details)]
        )
        missing = ", ".join(dict.fromkeys(name.replace("_", " ") for name in wanted))
        raise PaperError(f"The referral letter needs the clinic's details: {missing}. Fill them in and print again.")
    _require_short({_NOTE: note})
    return build_letter(_referral(paper, chosen, note))


def _referral(paper: Paper, route: Route, note: str) -> Letter:
    flags = _open_flags(paper)
    parts = letter_content(paper.assessment.content)
    tier = max((flag.effective_tier for flag in flags), key=tier_rank)
    tier_text = paper.assessment.content.rulebook.tiers[tier]
    day = in_words(paper.assessment.response.authored)
    return Letter(
        printing=paper.printing(),
        title="Referral",
        to=_addressee(paper, route),
        opening=f"Please assess this person. The answers of {day} triggered the safety prompts below.",
        urgency=f"{tier_text.word}. {tier_text.meaning}",
        tier=tier,
        sections=(
            LetterSection(_NOTE, _own(note)),
            LetterSection("Why I refer", lines=_flag_lines(flags, paper)),
            _flag_answers(paper, flags),
            LetterSection("History of the problem", lines=_in_lines(paper, parts.story)),
            _examination(paper, parts),
            *_scans(paper, parts),
            LetterSection("Medicines and health", lines=_in_lines(paper, parts.history)),
        ),
    )


def _addressee(paper: Paper, route: Route) -> tuple[str, ...]:
    answer = paper.assessment.facts.answer(route.reach_item) if route.reach_item else None
    lines = (paper.fill(route.name), paper.fill(route.reach) if route.reach else "", str(answer or ""))
    return tuple(line for line in lines if line)


def _open_flags(paper: Paper) -> tuple[RedFlag, ...]:
    """Those that keep a programme from being printed, the gravest first."""
    flags = paper.assessment.impression.blocking_flags
    return tuple(sorted(flags, key=lambda flag: -tier_rank(flag.effective_tier)))


def _raised(paper: Paper) -> tuple[RedFlag, ...]:
    """The open flags that rest on an answer, not on a blank."""
    return tuple(flag for flag in _open_flags(paper) if not flag.is_unanswered)


def _flag_lines(flags: tuple[RedFlag, ...], paper: Paper) -> tuple[str, ...]:
    """A line for each flag that an answer raised; those that wait for an answer together on one."""
    lines = [_flag_words(flag, paper) for flag in flags if not flag.is_unanswered]
    waiting = [f"{_plain(flag.title)} ({flag.id})" for flag in flags if flag.is_unanswered]
    if waiting:
        lines.append(f"**No clear answer yet:** {'; '.join(waiting)}.")
    return tuple(lines)


def _flag_words(flag: RedFlag, paper: Paper) -> str:
    word = paper.assessment.content.rulebook.tiers[flag.effective_tier].word
    return f"**{word}:** {_plain(paper.fill(flag_sentence(flag)))} ({flag.id})"


def _flag_answers(paper: Paper, flags: tuple[RedFlag, ...]) -> LetterSection:
    """Each answer behind the open flags, as asked and answered, and since when; then what was answered no."""
    content, facts = paper.assessment.content, paper.assessment.facts
    reads = {link_id for flag in flags for link_id in (flag.item, *flag.reads)}
    dates = {item.since for item in content.questionnaire.items.values() if item.since}
    rows = []
    for page in content.questionnaire.pages:
        for link_id in page.items:
            item = content.questionnaire.items[link_id]
            value = facts.answer(link_id) if link_id in reads and link_id not in dates else None
            if value is None or page.stage == "examination" or item.block or item.is_derived or not _tells(value):
                continue
            rows.append((_asked(paper, item), value_in_words(item, value), _since(paper, item)))
    denied = [
        flag.title
        for flag in content.rulebook.flags
        if content.questionnaire.items[flag.item].flag and facts.answer(flag.item) == "no"
    ]
    return LetterSection(
        "What was asked and answered",
        table=LetterTable(("Asked", "Answered", "Since"), tuple(rows), (0.52, 0.27, 0.21)),
        quotes=(f"Answered no: {'; '.join(denied)}.",) if denied else (),
    )


def _tells(value: Value) -> bool:
    """Whether the answer belongs among what triggered a flag; a plain no is listed with the other noes."""
    return value not in ("no", "none", ("none",))


def _since(paper: Paper, item: Item) -> str:
    value = paper.assessment.facts.answer(item.since) if item.since else None
    return _day_and_age(paper, value) if isinstance(value, str) else ""


def _day_and_age(paper: Paper, value: str) -> str:
    """`28 February 2026 (2 days before)`: counted to the day of the answers."""
    day = datetime.date.fromisoformat(value)
    days = (paper.assessment.response.authored - day).days
    age = "the same day" if days == 0 else "1 day before" if days == 1 else f"{days} days before"
    return f"{in_words(day)} ({age})" if days >= 0 else in_words(day)


def _asked(paper: Paper, item: Item) -> str:
    """The question as asked, without its examples."""
    label = paper.fill(item.label)
    first, mark, _ = label.partition("?")
    return f"{first}{mark}"


def _in_lines(paper: Paper, link_ids: Iterable[str]) -> tuple[str, ...]:
    """Answered questions as `**Label:** answer`, a run of short ones on one line."""
    lines: list[str] = []
    for link_id in link_ids:
        line = _line(paper, link_id)
        if not line:
            continue
        if lines and len(lines[-1]) + len(line) < _LINE:
            lines[-1] += f" · {line}"
        else:
            lines.append(line)
    return tuple(lines)


_LINE = 110
_TIE = "\u00a0"


def _line(paper: Paper, link_id: str) -> str:
    item = paper.assessment.content.questionnaire.items[link_id]
    value = paper.assessment.facts.answer(link_id)
    option = item.option(value) if isinstance(value, str) else None
    if value is None or value in ("", ()) or (link_id.startswith("ex_") and option is not None and option.is_unknown):
        return ""
    words = _day_and_age(paper, str(value)) if item.type == "date" else value_in_words(item, value)
    return _told(paper, item, words)


def _told(paper: Paper, item: Item, words: str) -> str:
    # Tied: a "No" alone on a line is read without its question.
    return f"**{_plain(_asked(paper, item)).rstrip('?.: ')}:**{_TIE}{_plain(words)}"


def _plain(words: str) -> str:
    """Typed words inside our own: they make nothing bold."""
    return words.replace("**", "")


def _examination(paper: Paper, parts: LetterContent) -> LetterSection:
    rows = tuple(_sided(paper, parts))
    lines = _in_lines(paper, parts.examination)
    return LetterSection(
        "Examination",
        sentences=() if rows or lines else ("Not examined yet.",),
        table=LetterTable(("Test", "Left", "Right"), rows, (0.5, 0.25, 0.25)),
        lines=lines,
    )


def _sided(paper: Paper, parts: LetterContent) -> Iterator[tuple[str, str, str]]:
    """What was measured left and right, a row each; power and feeling by root."""
    items = [item for item in paper.assessment.content.questionnaire.items.values() if item.side]
    for base in parts.sided:
        mine = [item for item in items if item.base in (base, f"{base}_{item.root}")]
        for _, pair in groupby(mine, key=lambda item: item.base):
            both = {item.side: item for item in pair}
            found = {side: paper.assessment.facts.answer(item.link_id) for side, item in both.items()}
            if any(value is not None for value in found.values()):
                label = next(iter(both.values())).label.rpartition(",")[0]
                words = [value_in_words(both[side], found.get(side)) if side in both else "" for side in _SIDES]
                yield label, words[0], words[1]


def _scans(paper: Paper, parts: LetterContent) -> Iterator[LetterSection]:
    """Every scan that was recorded: its particulars, and the conclusion as copied, with who copied it."""
    questionnaire = paper.assessment.content.questionnaire
    for entry in paper.assessment.facts.entries(_SCANS):
        answers: dict[str, Value] = {}
        for link_id in questionnaire.blocks[_SCANS].items:
            value = paper.assessment.response.value(f"{_SCANS}/{entry.number}/{link_id}")
            if value is not None and value not in ("", ()) and entry.is_enabled(link_id) is not False:
                answers[link_id] = value
        kind = answers.get("img_done")
        if kind in (None, "none"):
            continue
        done = questionnaire.items["img_done"]
        if len(answers) == 1 and isinstance(kind, str) and (option := done.option(kind)) and option.is_unknown:
            yield LetterSection("Scan", lines=(_told(paper, done, value_in_words(done, kind)),))
            continue
        said = [
            f"{questionnaire.items[link_id].label}: {value_in_words(questionnaire.items[link_id], answers[link_id])}"
            for link_id in parts.scan
            if link_id in answers
        ]
        checked = (
            "checked against the report" if answers.get("img_verified") == "yes" else "not checked by a physio yet"
        )
        by = answers.get("img_verified_by")
        said.append(f"{checked} ({by})" if by and answers.get("img_verified") == "yes" else checked)
        copied = answers.get("img_text")
        who = f"Conclusion, copied word for word by {answers.get('img_copied_by') or 'a person not named'}:"
        yield LetterSection(
            f"Scan: {value_in_words(questionnaire.items['img_done'], kind)}",
            sentences=(capital("; ".join(said)) + ".",),
            quotes=(who, f"“{copied}”") if copied else (),
        )


# --- the letter to the family doctor


def gp_letter_missing(paper: Paper) -> str:
    """What keeps the letter from being written, in words; "" when nothing does."""
    if paper.assessment.impression.tier == "emergency":
        return "In an emergency only the emergency card and the referral letter are printed."
    consent = paper.assessment.facts.answer(_SHARES)
    if consent == "yes":
        return ""
    who = paper.fill("{gp_name}")
    if consent == "no":
        return f"This person does not want their results shared with their {who}. The letter is not printed."
    return f"Ask first whether results may be shared with their {who}, and record it with their details."


def gp_letter_pdf(paper: Paper, *, decision: str = "", view: str = "", ask: str = "") -> bytes:
    """The letter to the family doctor.

    decision: what the physio recorded in the visit. view, ask: their own words; a view stands in the place of that.

    Raises:
        PaperError: the person has not agreed that results are shared, or the physio's words are too long.
    """
    missing = gp_letter_missing(paper)
    if missing:
        raise PaperError(missing)
    _require_short({_VIEW: view, _ASK: ask})
    own = _own(view)
    recorded = (decision,) if decision.strip() else ()
    return build_letter(_gp_letter(paper, own or recorded, ask))


def _gp_letter(paper: Paper, view: tuple[str, ...], ask: str) -> Letter:
    assessment = paper.assessment
    parts = letter_content(assessment.content)
    who = paper.fill("{gp_name}")
    name = str(assessment.facts.answer("pt_gp") or "")
    flags = _open_flags(paper)
    day = in_words(assessment.response.authored)
    return Letter(
        printing=paper.printing(),
        title=f"Letter to the {who}",
        to=(name or who,),
        opening=f"This person was assessed for back or leg pain on {day}.",
        sections=(
            LetterSection("History of the problem", lines=_in_lines(paper, parts.story)),
            _safety(paper, flags),
            *(_findings(paper) if assessment.impression.outcome != "safety_first" else ()),
            _examination(paper, parts),
            *_scans(paper, parts),
            LetterSection(_VIEW, view),
            _plan(paper),
            _asks(paper, ask),
        ),
    )


def _safety(paper: Paper, flags: tuple[RedFlag, ...]) -> LetterSection:
    if flags:
        return LetterSection("Safety prompts that are open", lines=_flag_lines(flags, paper))
    every = paper.assessment.impression.flags
    noted = tuple(_flag_words(flag, paper) for flag in every if flag.effective_tier != "none")
    if noted:
        return LetterSection("Safety", lines=noted)
    if every:
        return LetterSection("Safety", ("Safety prompts were triggered and closed by a physiotherapist.",))
    return LetterSection("Safety", (paper.assessment.content.rulebook.tiers["none"].meaning,))


def _findings(paper: Paper) -> Iterator[LetterSection]:
    """What fits and what does not, of the drivers the programme is for; never points."""
    impression, rulebook = paper.assessment.impression, paper.assessment.content.rulebook
    drivers = paper.drivers
    if drivers is None:
        drivers = tuple(one for one in (impression.lead, *impression.add_ons) if one)
    for driver_id in drivers:
        finding, driver = impression.finding(driver_id), rulebook.driver(driver_id)
        lines = [
            f"**{label}:** {'; '.join(_plain(one.because).rstrip('.') for one in basis)}."
            for label, basis in (("Findings that fit", finding.fits), ("Do not fit", finding.does_not_fit))
            if basis
        ]
        sentences = (driver.note,) if driver.note else ()
        yield LetterSection(f"May contribute: {driver.title}", sentences, tuple(lines))
    if not drivers:
        yield LetterSection("Findings", ("No single contributor stands out yet.",))


def _plan(paper: Paper) -> LetterSection:
    plan, programme = paper.plan, paper.assessment.content.programme
    if plan.is_blocked:
        return LetterSection("Programme", ("No programme was given: safety prompts are open.",))
    lines = []
    if plan.activities:
        names = ", ".join(programme.exercises[one.exercise].name for one in plan.activities)
        lines.append(f"**Home programme:** {names}.")
    titles = [paper.fill(programme.advice[one].title).rstrip(".") for one in plan.advice]
    if titles:
        lines.append(f"**Advice given:** {' · '.join(titles)}")  # some are questions
    if plan.review_days is not None:
        start = paper.signature.signed_on if paper.signature else paper.assessment.response.authored
        lines.append(f"**Review:** {in_words(start + datetime.timedelta(days=plan.review_days))}.")
    return LetterSection("Programme and advice", lines=tuple(lines))


def _asks(paper: Paper, ask: str) -> LetterSection:
    """What we ask: the physio's words, and what the flags give the family doctor to look at."""
    mine = [
        flag for flag in paper.assessment.impression.flags if flag.effective_tier != "none" and "{gp_name}" in flag.acts
    ]
    lines = tuple(f"Please look into: {_plain(paper.fill(flag_sentence(flag)))}" for flag in mine)
    sentences = _own(ask) or (() if lines else ("For your records.",))
    return LetterSection(_ASK, sentences, lines)
