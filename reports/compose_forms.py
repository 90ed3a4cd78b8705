"""What the forms for a day without the computer hold: the form's own questions, with the screen's order and keys."""

import datetime
import re
from collections.abc import Iterator, Mapping

from forms.clinic_details import filled, intended_purpose
from forms.content import Content
from forms.questionnaire import Item, Page
from forms.rules.impression import TIERS, Tier
from forms.rules.rulebook import Flag
from reports.blank_form import (
    BlankForm,
    FormOption,
    FormPage,
    FormPart,
    FormQuestion,
    Kind,
    ScriptPart,
    build_blank_form,
)
from reports.brand import clinic_of
from reports.inputs import EmergencyCard, PageSize, PersonLine, Printing, Versions
from reports.wording import PageWords

_FIRST = ("safety", "safety_general")
_INTAKE = ("details", "intake")
_MOST_KEYS = 9
_EACH = (FormOption("1", "Yes"), FormOption("2", "No"), FormOption("3", "Not sure"))
_WRITE_IN = ("Name", "Date of birth", "Date and time", "Filled in by")
_KEYS = (
    "The **number** before an answer is its key on the screen; the small code at the edge is the question's name there."
)
_LATER = "Type these answers in as soon as the computer is back."


def blank_form_pdf(
    content: Content, details: Mapping[str, str], *, at: datetime.datetime, size: PageSize = PageSize.A4
) -> bytes:
    """The intake form to fill in by hand, the safety questions first."""
    return _built("Intake form", (_intake(content, details),), content, details, at, size)


def exam_sheet_pdf(
    content: Content, details: Mapping[str, str], *, at: datetime.datetime, size: PageSize = PageSize.A4
) -> bytes:
    """The physio's examination sheet to fill in by hand."""
    return _built("Examination sheet", (_examination(content, details),), content, details, at, size)


def paper_pack_pdf(
    content: Content, details: Mapping[str, str], *, at: datetime.datetime, size: PageSize = PageSize.A4
) -> bytes:
    """Everything for a day without the computer: what staff do, the emergency card, the form and the examination."""
    card = content.programme.emergency_card
    emergency = EmergencyCard(
        title=card.title,
        lead=filled(card.go_now, details),
        signs=tuple(filled(sign, details) for sign in card.signs),
        say=f"{card.say_intro} “{card.say}” {card.show}",
        same_day_lead=filled(card.ring_us, details),
        same_day=tuple(filled(sign, details) for sign in card.ring_signs),
        record_labels=card.boxes,
    )
    parts = (
        _staff_sheet(content, details),
        FormPart(card.title, card=emergency),
        _intake(content, details),
        _examination(content, details),
    )
    return _built("Paper pack", parts, content, details, at, size)


def _built(
    title: str,
    parts: tuple[FormPart, ...],
    content: Content,
    details: Mapping[str, str],
    at: datetime.datetime,
    size: PageSize,
) -> bytes:
    clinic = clinic_of(details)
    printing = Printing(
        person=PersonLine(title, None, ""),
        clinic=clinic,
        versions=Versions(content.version, content.sha256),
        printed_at=at,
        intended_purpose=intended_purpose(),
        size=size,
        words=PageWords(for_this_person=_LATER),
    )
    return build_blank_form(BlankForm(printing, title, parts))


# --- the questions


def _intake(content: Content, details: Mapping[str, str]) -> FormPart:
    pages = [page for page in content.questionnaire.pages if page.stage in _INTAKE]
    pages.sort(key=lambda page: page.id not in _FIRST)
    made = (form_page(page, content, details, for_physio=False) for page in pages)
    return FormPart("Intake form", _KEYS, pages=tuple(page for page in made if page.questions), write_in=_WRITE_IN)


def _examination(content: Content, details: Mapping[str, str]) -> FormPart:
    """The examination, and what only a physio answers on the pages of the intake."""
    made = (form_page(page, content, details, for_physio=True) for page in content.questionnaire.pages)
    return FormPart(
        "Examination sheet", _KEYS, pages=tuple(page for page in made if page.questions), write_in=_WRITE_IN
    )


def form_page(page: Page, content: Content, details: Mapping[str, str], *, for_physio: bool) -> FormPage:
    """A page of the screen as a form: the questions of the patient and the desk, or those of the physio alone."""
    questions = []
    intro = page.intro
    for link_id in page.items:
        item = content.questionnaire.items[link_id]
        if item.type == "display":
            intro = f"{intro} {item.read_aloud or item.label}".strip()
        elif not item.is_derived and (item.who == ("physio",)) == for_physio:
            questions.append(_question(item, content, details))
    return FormPage(page.title, tuple(questions), filled(intro, details) if questions else "")


def _question(item: Item, content: Content, details: Mapping[str, str]) -> FormQuestion:
    kind = _kind(item)
    return FormQuestion(
        code=item.link_id,
        label=filled(item.label, details),
        kind=kind,
        options=scale_options(item) if kind == "scale" else options_of(item, content),
        answers=_EACH if kind == "each" else (),
        unit=item.unit,
        hint=filled(item.help, details),
        only_if=_only_if(item, content),
        body_chart=item.link_id == _chart_item(content),
    )


def _chart_item(content: Content) -> str:
    """The first question that is shaded on a body; the others are ticked."""
    items = content.questionnaire.items.values()
    return next((item.link_id for item in items if item.widget == "body_map"), "")


def _kind(item: Item) -> Kind:
    if item.type == "choice":
        return "each" if item.asked_each else "ticks"
    if item.type == "quantity":
        return "scale" if item.widget == "scale" else "number"
    if item.type == "boolean":
        return "ticks"
    if item.type == "date":
        return "date"
    return "text" if item.type == "text" or item.repeats else "line"


def options_of(item: Item, content: Content) -> tuple[FormOption, ...]:
    """The options in the screen's order, each with the key that answers it there.

    Up to nine have a number, unless they are asked one by one or shaded on a body. In an examination a grade is typed
    as it is written.
    """
    if item.type == "boolean":
        return (FormOption("", "Yes"),)
    in_cells = content.questionnaire.page_of(item.link_id).stage == "examination"
    has_grades = in_cells and any(option.number is not None for option in item.options)
    has_keys = not item.asked_each and item.widget != "body_map" and (in_cells or len(item.options) <= _MOST_KEYS)
    made = []
    for place, option in enumerate(item.options, 1):
        if item.asked_each and (option.is_exclusive or option.is_unknown):
            continue  # said by answering every one
        key = str(place) if has_keys and place <= _MOST_KEYS else ""
        label = option.label
        if has_grades:
            key = option.code if label[:1].isdigit() else ""
            first, _, rest = label.partition(" ")
            label = rest if key and first == key else label
        made.append(FormOption(key, label))
    return tuple(made)


def scale_options(item: Item) -> tuple[FormOption, ...]:
    """Every number of a scale, to ring."""
    low, high = round(item.low or 0), round(item.high if item.high is not None else 10)
    return tuple(
        FormOption("", f"{number:+d}" if low < 0 and number else str(number)) for number in range(low, high + 1)
    )


def _only_if(item: Item, content: Content) -> str:
    """When a question is asked, where that is one answer to another question; the codes and keys say which."""
    condition = item.enable_when
    found = _ONE_ANSWER.fullmatch(condition.text) if condition is not None else None
    if found is None:
        return ""
    gate = content.questionnaire.items.get(found["item"])
    if gate is None or not gate.options:
        return ""
    wanted = re.findall(r"[\w/.-]+", found["codes"])
    labels = [option.label for option in gate.options if option.code in wanted]
    if not labels or len(labels) > _MOST_LABELS:
        return f"Depends on {gate.link_id}"
    joined = " / ".join(labels)
    return f"{'Unless' if found['word'] in ('!=', 'not in') else 'Only if'} {gate.link_id}: {joined}"


_MOST_LABELS = 3
_ONE_ANSWER = re.compile(r"(?P<item>\w+) (?P<word>=|!=|in|not in) (?P<codes>\(?[^()=<>]*?\)?)(?<! and)(?<! or)")


# --- what staff do


def _staff_sheet(content: Content, details: Mapping[str, str]) -> FormPart:
    """What the desk does at each tier, and which answers are of which tier: on that day nobody else says so."""
    rulebook = content.rulebook
    script = [
        ScriptPart(
            f"{rulebook.tiers[tier].word}: {rulebook.tiers[tier].meaning}",
            (filled(rulebook.tiers[tier].staff, details),),
        )
        for tier in _gravest_first()
    ]
    script.append(
        ScriptPart(
            f"{rulebook.hold['word']}: no answer, not sure, or told to the physio alone",
            (filled(rulebook.hold["staff"], details),),
        )
    )
    script += [
        ScriptPart(f"{flag.title} ({flag.id}, {flag.item})", lines) for flag, lines in _flag_lines(content, details)
    ]
    return FormPart("Safety questions: what to do", _STAFF, script=tuple(script))


_STAFF = (
    "While the computer is down nobody warns you. Read each answer against this sheet **before the person leaves**."
)


def _gravest_first() -> tuple[Tier, ...]:
    return tuple(tier for tier in reversed(TIERS) if tier != "none")


def _flag_lines(content: Content, details: Mapping[str, str]) -> Iterator[tuple[Flag, tuple[str, ...]]]:
    rulebook = content.rulebook
    for flag in rulebook.flags:
        lines = [f"**{rulebook.tiers[row.tier].word}:** {filled(row.because, details)}" for row in flag.rows]
        if flag.staff_extra:
            lines.append(filled(flag.staff_extra, details))
        yield flag, tuple(dict.fromkeys(lines))
