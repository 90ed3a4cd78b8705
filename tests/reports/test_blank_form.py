"""The forms for a day without the computer: every question, in the screen's order, with its keys."""

import re

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from desktop.fields.asked_each_field import AskedEachField
from desktop.fields.cell_field import cell_options
from desktop.fields.make import make_field
from desktop.widgets.option_group import OptionGroup
from forms.content import load_content
from forms.questionnaire import Item
from reports.blank_form import BlankForm, FormOption, FormPage, FormPart, FormQuestion, ScriptPart, build_blank_form
from reports.compose_forms import blank_form_pdf, exam_sheet_pdf, options_of, paper_pack_pdf
from reports.inputs import PageSize
from tests.reports import pdf
from tests.reports.factories import PRINTED_AT, a_card, a_printing
from tests.reports.golden import lines_of
from tests.reports.papers import DETAILS
from tests.reports.test_handout import HOSTILE

CONTENT = load_content()
FORM = blank_form_pdf(CONTENT, DETAILS, at=PRINTED_AT)
EXAM = exam_sheet_pdf(CONTENT, DETAILS, at=PRINTED_AT)
FORM_WORDS, EXAM_WORDS = (" ".join(pdf.texts(data)) for data in (FORM, EXAM))
ITEMS = CONTENT.questionnaire.items


def asked(item: Item) -> bool:
    return not item.is_derived and item.type != "display"


def with_keys(stages: tuple[str, ...]) -> list[Item]:
    pages = [page for page in CONTENT.questionnaire.pages if page.stage in stages]
    choices = [ITEMS[one] for page in pages for one in page.items if ITEMS[one].type == "choice" and asked(ITEMS[one])]
    return [item for item in choices if item.widget != "body_map" and not item.asked_each]


def codes_in(words: str, page_id: str, *, physio: bool) -> list[str]:
    """The codes of one page of the screen, in the order in which they stand on the paper."""
    page = next(page for page in CONTENT.questionnaire.pages if page.id == page_id)
    mine = {one for one in page.items if (ITEMS[one].who == ("physio",)) == physio}
    # Where another question's code is named, it stands after "Only if", "Unless" or "Depends on".
    alone = re.sub(r"(Only if|Unless|Depends on) \w+", "", words)
    return list(dict.fromkeys(word for word in re.findall(r"\b[a-z]\w+\b", alone) if word in mine and "_" in word))


@pytest.mark.parametrize("page", [page.id for page in CONTENT.questionnaire.pages if page.stage != "follow_up"])
def test_the_codes_stand_in_the_order_of_the_screen(page: str) -> None:
    items = next(one for one in CONTENT.questionnaire.pages if one.id == page).items
    for words, physio in ((FORM_WORDS, False), (EXAM_WORDS, True)):
        wanted = [
            one for one in items if asked(ITEMS[one]) and (ITEMS[one].who == ("physio",)) == physio and "_" in one
        ]
        assert codes_in(words, page, physio=physio) == wanted


def test_the_safety_questions_come_first() -> None:
    assert FORM_WORDS.index("rf_bladder") < FORM_WORDS.index("rf_rash") < FORM_WORDS.index("pt_family")
    assert "I'm going to ask some safety questions we ask everyone" in FORM_WORDS


@pytest.mark.parametrize("item", with_keys(("details", "intake")), ids=lambda item: item.link_id)
def test_the_number_on_paper_is_the_key_on_the_screen(item: Item, qtbot: QtBot) -> None:
    field = make_field(item, None)
    qtbot.addWidget(field)
    (group,) = field.findChildren(OptionGroup)
    on_screen = [(button.property("key") or "", button.property("code")) for button in group.buttons]
    on_paper = [option.key for option in options_of(item, CONTENT)]
    assert [key for key, _ in on_screen] == on_paper
    assert [code for _, code in on_screen] == [option.code for option in item.options]


@pytest.mark.parametrize("item", with_keys(("examination",)), ids=lambda item: item.link_id)
def test_a_grade_on_paper_is_typed_as_on_the_screen(item: Item) -> None:
    cells = cell_options(item)
    assert [option.key for option in options_of(item, CONTENT)] == [cell.typed for cell in cells]


def test_what_is_asked_one_by_one_has_the_keys_of_its_row(qtbot: QtBot) -> None:
    field = make_field(ITEMS["rf_infection"], None)
    qtbot.addWidget(field)
    assert isinstance(field, AskedEachField)
    assert [button.property("key") for button in field.lines[0].row.buttons] == ["1", "2", "3"]
    assert [line.option.label for line in field.lines] == [
        option.label for option in options_of(ITEMS["rf_infection"], CONTENT)
    ]
    assert "Fever or shivers 1 Yes 2 No 3 Not sure" in FORM_WORDS


def columns_of(data: bytes) -> list[list[list[tuple[float, str]]]]:
    """Page by page: the lines that begin the left and the right column's questions, each with how high it stands."""
    codes = set(ITEMS)
    return [
        [
            [(line.bottom, line.words) for line in page if line.words in codes and (line.left > 300) == is_right]
            for is_right in (False, True)
        ]
        for page in lines_of(data)
    ]


@pytest.mark.parametrize("data", [FORM, EXAM], ids=["form", "examination"])
def test_columns_are_read_down_and_then_across(data: bytes) -> None:
    order = {code: place for place, code in enumerate(ITEMS)}
    for left, right in columns_of(data):
        for page in CONTENT.questionnaire.pages:
            mine = [[order[code] for _, code in column if code in page.items] for column in (left, right)]
            assert not (mine[0] and mine[1]) or max(mine[0]) < min(mine[1])


def test_a_question_alone_under_its_heading_stands_on_the_left() -> None:
    ((left, right),) = columns_of(EXAM)[-1:]
    assert "exam_signature" in [code for _, code in left] and "exam_signature" not in [code for _, code in right]


def test_options_are_read_back_with_their_keys() -> None:
    assert "1 Getting better 2 The same 3 Getting worse 4 Up and down" in FORM_WORDS
    assert "5 normal 4.5 4½ 4 weak against resistance" in EXAM_WORDS


@pytest.mark.parametrize("size", PageSize)
def test_the_pack_has_the_staff_sheet_the_card_the_form_and_the_examination(size: PageSize) -> None:
    data = paper_pack_pdf(CONTENT, DETAILS, at=PRINTED_AT, size=size)
    words = " ".join(pdf.texts(data))
    order = [
        "Safety questions: what to do",
        "Stop and get help today",
        "Type these answers in",
        "Power, reflexes and feeling",
    ]
    assert all(one in words for one in order)
    assert words.index(order[0]) < words.index(order[1]) < words.index("Power, reflexes and feeling")
    assert "Emergency: Change with passing urine, new or worse in the last 14 days." in words
    assert "Get the duty physio now." in words
    assert "DRAFT" not in words
    assert pdf.broken_rules(data, "ua1") == []
    assert pdf.broken_rules(data, "2a") == []


def test_the_same_form_prints_the_same_bytes() -> None:
    assert blank_form_pdf(CONTENT, DETAILS, at=PRINTED_AT) == FORM


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_in_every_field_prints(words: str) -> None:
    option = FormOption("1", "Yes")
    made = [
        FormQuestion(kind, "Does it hurt?", kind, (option,) * 3, (option,), "cm", "A hint", "Only if", body_chart=True)
        for kind in ("ticks", "each", "scale", "line", "text", "date", "number")
    ]
    part = FormPart(
        "Form", "Intro", (FormPage("Page", tuple(made), "Intro"),), (ScriptPart("Who", ("What",)),), None, ("Name",)
    )
    form = BlankForm(a_printing(), "Form", (part, FormPart("Card", card=a_card())))
    hostile = pdf.with_every_text(form, words)
    kept = replace(
        hostile.parts[0],
        pages=(
            replace(
                hostile.parts[0].pages[0],
                questions=tuple(
                    replace(one, kind=was.kind)
                    for one, was in zip(hostile.parts[0].pages[0].questions, made, strict=True)
                ),
            ),
        ),
    )
    data = build_blank_form(replace(hostile, parts=(kept, *hostile.parts[1:])))
    assert pdf.broken_rules(data, "ua1") == []
