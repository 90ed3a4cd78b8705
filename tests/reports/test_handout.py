"""The handout says what it was given, looks the same every time, and survives whatever people type."""

import datetime
import socket
import urllib.request
from collections import Counter

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reports.flowables import Box
from reports.handout import AdviceModule, Handout, build_handout
from reports.inputs import PageSize, PersonLine
from reports.layouts import EASY_READ, LAYOUTS, Layout, layout_for
from reports.setting import one_idea_a_line
from tests.reports import pdf
from tests.reports.factories import a_handout, a_printing, the_exercises

HANDOUT = build_handout(a_handout())
DRAFT = build_handout(a_handout(printing=a_printing(approved_by=None)))
PAGES = pdf.texts(HANDOUT)

HOSTILE = (
    "<b>bold</b>",
    "a & b &amp; &#0; &unknown;",
    '<img src="http://192.0.2.1/x.png"/>',
    "</para><para>",
    "**",
    "🙂👍🏽 👨‍👩‍👧",
    "مرحبا يا صديقي 12.5 (اليوم)",
    "שלום עולם 3.5 (כן)",
    "नमस्ते स्थिति",
    "Łukasz Żółć",
    "张伟 தமிழ்",
    "\U00010780 beyond the first plane",
    "nul\x00l bell\x07 \x1b[0m \ud800 \u202eevil\u202c",
    "Z̸̢̛͔͍͖̳" * 30,
    "",
    "   ",
    "\n\r\n\u2028\n\n\n",
)


def test_every_page_says_whose_it_is_and_where_it_belongs() -> None:
    for number, words in enumerate(PAGES, 1):
        assert "Casey Lorrimore-Test · born 14 September 1979 · clinic no. 1042" in words
        assert f"Page {number} of {len(PAGES)}" in words


def test_every_page_carries_the_footer_that_must_appear() -> None:
    for words in PAGES:
        assert "Approved by Jo Bright, PH012345. For this person only. Stop if the emergency signs appear." in words
        assert "Printed 2 March 2026, 14:02" in words
        assert "Rules and content 1.0.0 (3fa94c1d77e2)" in words
        assert "Use until 13 April 2026" in words
        assert "It does not diagnose." in words
        assert "not for use without a physiotherapist's review." in words


def test_the_emergency_card_is_on_the_first_page_whole() -> None:
    handout = a_handout()
    for words in (handout.card.title, *handout.card.same_day, "Show this card.", "Staff initials"):
        assert words in PAGES[0]
    for sign in handout.card.signs:
        assert sign.replace("**", "") in PAGES[0]


def test_the_first_page_goes_on_with_findings_goal_and_plan() -> None:
    assert "Your answers fit pain that builds up while you sit." in PAGES[0]
    assert "“Drive for 2 hours with pain no more than 2 out of 10.”" in PAGES[0]
    assert "2 One-minute seat break After every 30 minutes of sitting." in PAGES[0]
    assert "We meet again on 13 April 2026." in PAGES[0]


def test_everything_about_an_exercise_is_on_one_page() -> None:
    for exercise in the_exercises():
        stops = tuple(f"Stop if {stop}." for stop in exercise.stops)
        whole = (exercise.why, exercise.position, *exercise.steps, exercise.easier, exercise.harder, *stops)
        boxes = (*(box.words for box in exercise.dose), exercise.dose_note)
        assert any(all(words in page for words in (*whole, *boxes)) for page in PAGES), exercise.id


def test_exercises_keep_their_order() -> None:
    words = " ".join(PAGES[1:])
    places = [words.index(f"{number}. {exercise.name}") for number, exercise in enumerate(the_exercises(), 1)]
    assert places == sorted(places)


def test_the_traffic_light_says_its_colours_in_words() -> None:
    words = " ".join(PAGES)
    for light in ("Green: 0 to 3 out of 10", "Amber: 4 to 5 out of 10", "Red: over 5 out of 10"):
        assert light in words


def test_it_is_a_draft_on_every_page_until_somebody_signs() -> None:
    assert all(page.count("DRAFT - not approved") > 1 for page in pdf.texts(DRAFT))
    assert not any("DRAFT" in page for page in PAGES)


def test_it_keeps_the_rules_of_accessible_and_archival_pdf() -> None:
    for data in (HANDOUT, DRAFT):
        assert pdf.broken_rules(data, "ua1") == []
        assert pdf.broken_rules(data, "2a") == []


def test_a_listener_meets_headings_lists_figures_and_a_table() -> None:
    tags = pdf.tags(HANDOUT)
    assert tags.count("H1") == 1
    assert tags.count("Figure") == len(the_exercises())
    assert {"H2", "H3", "L", "LI", "Lbl", "LBody", "Table", "TH", "TD"} <= set(tags)
    assert HANDOUT.count(b"/Alt ") == tags.count("Figure")


def test_the_same_handout_prints_the_same_bytes() -> None:
    assert build_handout(a_handout()) == HANDOUT


def test_the_clock_is_the_callers() -> None:
    later = a_printing(printed_at=datetime.datetime(2027, 1, 5, 9, 30, tzinfo=datetime.UTC))
    data = build_handout(a_handout(printing=later))
    assert b"D:20270105093000" in data
    assert "Printed 5 January 2027, 09:30" in pdf.texts(data)[0]


def test_only_what_is_used_of_the_bundled_fonts_is_in_the_file() -> None:
    names = pdf.base_fonts(HANDOUT)
    assert len(names) >= 3
    assert all(name[6] == "+" and "AtkinsonHyperlegibleNext" in name for name in names)
    assert HANDOUT.count(b"/FontFile2") == HANDOUT.count(b"/Type /FontDescriptor") == len(names)
    assert len(HANDOUT) < 400_000


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_in_every_field_prints(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_more: object) -> None:
        pytest.fail("the paper reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    data = build_handout(pdf.with_every_text(a_handout(), words))
    assert pdf.texts(data)
    assert pdf.broken_rules(data, "ua1") == []


def test_markup_is_printed_as_typed() -> None:
    goal = "<b>run</b> & <img src=http://192.0.2.1/x> &amp;"
    assert f"“{goal}”" in pdf.texts(build_handout(a_handout(goal=goal)))[0]


def test_five_thousand_letters_without_a_space_are_all_printed() -> None:
    data = build_handout(a_handout(goal="x" * 5000, advice=()))
    assert sum(page.count("x") for page in pdf.texts(data)) >= 5000


def test_five_thousand_letters_in_every_field_print() -> None:
    handout = a_handout(exercises=the_exercises()[:1], advice=())
    data = build_handout(pdf.with_every_text(handout, "y" * 5000))
    assert sum(page.count("y") for page in pdf.texts(data)) > 5000 * 25


@given(words=st.text(max_size=60))
@settings(max_examples=40)
def test_any_text_at_all_prints(words: str) -> None:
    handout = Handout(
        printing=a_printing(person=PersonLine(words, None, words)),
        card=a_handout().card,
        findings=(words,),
        goal=words,
        exercises=(replace(the_exercises()[0], name=words, steps=(words,), dose=(Box(words, words),)),),
        pain_lights=(),
        advice=(AdviceModule(words, (words,)),),
    )
    assert pdf.broken_rules(build_handout(handout), "ua1") == []


def test_right_to_left_words_are_heard_as_they_were_typed() -> None:
    data = build_handout(a_handout(goal="She said مرحبا يا صديقي and שלום 3.5 ימים."))
    assert [words.strip() for words in pdf.spoken(data)] == ["مرحبا يا صديقي", "שלום 3.5 ימים"]


def test_no_exercises_leave_no_empty_heading() -> None:
    pages = pdf.texts(build_handout(a_handout(exercises=())))
    assert "Stop and get help today" in pages[0]
    assert not any("Your exercises" in page or "tick what you did" in page for page in pages)


def test_sixty_exercises_all_print_each_on_one_page() -> None:
    many = tuple(
        replace(the_exercises()[number % 5], id=f"X{number}", name=f"Exercise {number:02d}") for number in range(60)
    )
    pages = pdf.texts(build_handout(a_handout(exercises=many)))
    for number in range(60):
        assert any(f"{number + 1}. Exercise {number:02d}" in page for page in pages)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


def test_a_name_of_eighty_letters_never_pushes_out_the_birth_date() -> None:
    name = ("Wilhelmina-Alexandrina " * 4)[:80]
    pages = pdf.texts(build_handout(a_handout(printing=a_printing(person=_person(name)))))
    assert name.strip() in pages[0]
    assert all("… · born 14 September 1979 · clinic no. 1042" in page for page in pages)


def test_a_goal_of_six_hundred_letters_is_printed_whole() -> None:
    goal = ("Walk to the shop and back with my dog. " * 16)[:600].strip()
    pages = pdf.texts(build_handout(a_handout(goal=goal)))
    assert goal in " ".join(pages)


def test_initials_stand_for_the_name_everywhere_when_asked() -> None:
    person = replace(_person("Casey Lorrimore-Test"), initials_only=True)
    pages = pdf.texts(build_handout(a_handout(printing=a_printing(person=person))))
    assert all("C. L. T. · born 14 September 1979" in page for page in pages)
    assert not any("Casey" in page or "Lorrimore" in page for page in pages)


def test_letter_paper_has_its_own_layout() -> None:
    data = build_handout(a_handout(printing=a_printing(size=PageSize.LETTER)))
    assert b"/MediaBox [ 0 0 612 792 ]" in data
    assert pdf.broken_rules(data, "ua1") == []


def test_an_exercise_without_a_drawing_uses_the_whole_width() -> None:
    bare = replace(the_exercises()[0], id="E99", name="New exercise")
    data = build_handout(a_handout(exercises=(bare,)))
    assert "Figure" not in pdf.tags(data)
    assert "1. New exercise" in " ".join(pdf.texts(data))


def test_a_heading_is_never_the_last_thing_on_a_page() -> None:
    headings = ("Your exercises", "Advice", "Your next visit", "Traffic light for pain", "Your plan at a glance")
    for page in PAGES:
        # The margins are drawn last, so the body ends where the running head begins.
        body = page.split("Casey Lorrimore-Test · born")[0].strip()
        assert body
        assert not body.endswith(headings)


def test_the_tick_log_is_left_out_rather_than_break_a_page() -> None:
    crowded = a_handout(advice=(), review_note="Please bring this sheet with you. " * 40)
    pages = pdf.texts(build_handout(crowded))
    assert len(pages) <= len(PAGES)
    assert any("tick what you did" in page for page in PAGES)


def test_grey_printing_keeps_the_lights_apart() -> None:
    """Without colour the three lights must not look the same: their shapes differ."""
    from reports.handout import LIGHTS

    assert len({shape for shape, _colour in LIGHTS.values()}) == 3


def _person(name: str) -> PersonLine:
    return replace(a_printing().person, name=name)


def test_the_file_has_its_own_title() -> None:
    assert pdf.title(build_handout(a_handout())) == "Your home programme"


@pytest.mark.parametrize("layout", [one for one in LAYOUTS.values() if one.body_size > 12], ids=lambda one: one.id)
def test_every_layout_is_set_in_its_size_with_the_card_whole_on_page_1(layout: Layout) -> None:
    data = build_handout(a_handout(), layout=layout)
    pages = pdf.texts(data)
    assert len(pages) > len(PAGES)
    assert pdf.broken_rules(data, "ua1") == []
    assert a_handout().card.say in pages[0]
    assert "Staff initials" in pages[0]
    for number, exercise in enumerate(a_handout().exercises, 1):
        assert any(f"{number}. {exercise.name}" in page for page in pages)
    sizes = letters_by_size(data)
    most_used = max(sizes, key=lambda size: sizes[size])
    assert most_used >= layout.body_size - 0.5


def test_easy_read_gives_every_sentence_its_own_line_and_the_picture_first() -> None:
    assert one_idea_a_line("Stand up. Breathe out! Now sit, 3.5 cm lower.") == (
        "Stand up.\nBreathe out!\nNow sit, 3.5 cm lower."
    )
    easy, usual = (build_handout(a_handout(), layout=layout) for layout in (EASY_READ, Layout("large_16", 16.0)))
    lines = [len(lines_of(data)) for data in (easy, usual)]
    assert lines[0] > lines[1]


@pytest.mark.parametrize(
    ("access", "layout"),
    [
        ((), "standard"),
        (("hearing",), "standard"),
        (("large_print",), "large_18"),
        (("reading_help",), "easy_read"),
        (("large_print", "reading_help"), "easy_read_18"),
    ],
)
def test_the_need_recorded_at_reception_chooses_the_layout(access: tuple[str, ...], layout: str) -> None:
    assert layout_for(access).id == layout


def letters_by_size(data: bytes) -> Counter[float]:
    """How many letters stand in each size of type, in points."""
    found: Counter[float] = Counter()
    document = pypdfium2.PdfDocument(data)
    for page in document:
        words = page.get_textpage()
        for index in range(words.count_chars()):
            size = round(pypdfium2.raw.FPDFText_GetFontSize(words, index), 1)
            found[size] += size > 8  # the small print at the foot is the same on every paper
    document.close()
    return found


def lines_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    lines = [line for page in document for line in page.get_textpage().get_text_range().splitlines() if line.strip()]
    document.close()
    return lines
