"""The door from typed text to the page: nothing is parsed, nothing is lost without a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.styles import ParagraphStyle

from reports import fonts, styles, text
from reports.flowables import Box, BoxRow
from reports.tagging import Element, TaggedParagraph

STYLE = ParagraphStyle("test", fontName=fonts.REGULAR, fontSize=12, leading=15)


def printed(words: str, *, emphasis: bool = False) -> str:
    return "".join(run.text for run in text.paragraph(words, STYLE, emphasis=emphasis).frags)


@pytest.mark.parametrize(
    "words", ["<b>x</b>", "a & b", "&amp;", "<img src=http://192.0.2.1/x>", "**x**", "Łukasz Żółć"]
)
def test_what_was_typed_is_what_is_printed(words: str) -> None:
    assert printed(words) == words


def test_control_characters_and_direction_tricks_are_dropped() -> None:
    assert printed("a\x00b\x1bc\u202ed\u200be\ufefff") == "abcdef"


def test_line_ends_of_every_kind_break_the_line() -> None:
    for end in ("\n", "\r\n", "\r", "\u2028", "\x85"):
        runs = text.paragraph(f"one{end}two", STYLE).frags
        assert [run.text for run in runs] == ["one", "", "two"]
        assert runs[1].lineBreak


def test_many_blank_lines_become_one() -> None:
    assert text.clean("a\n\n \n\n\nb\n\n") == "a\n\nb"


def test_towers_of_accents_are_cut_to_a_few() -> None:
    assert len(text.clean("e" + "\u0301" * 100)) <= 5


def test_emphasis_reads_two_stars_and_nothing_else() -> None:
    runs = text.paragraph("pain in **both** <b>legs</b>", STYLE, emphasis=True).frags
    assert [(run.text, run.fontName) for run in runs] == [
        ("pain in ", fonts.REGULAR),
        ("both", fonts.BOLD),
        (" <b>legs</b>", fonts.REGULAR),
    ]


def test_emoji_are_said_in_words() -> None:
    assert printed("fine 🙂👍🏽") == "fine (slightly smiling face)(thumbs up sign)"


def test_letters_that_no_bundled_font_has_are_counted_not_dropped() -> None:
    assert printed("张伟 Zhang") == "[CJK text, 2 letters] Zhang"
    assert printed("தமிழ்") == "[Tamil text, 5 letters]"


def test_what_cannot_be_printed_is_told_beforehand() -> None:
    assert text.unprintable("Łukasz مريم שרה") == ()
    assert "[CJK text, 2 letters]" in text.unprintable("张伟")[0]
    assert text.unprintable("हिन्दी में श्रीमती") == ()


def test_a_lone_surrogate_is_shown_as_unknown() -> None:
    assert printed("a\ud800b") == "a\ufffdb"


def test_a_word_stays_in_one_font() -> None:
    runs = text.paragraph("Nguyễn Thị Ánh", STYLE).frags
    assert [(run.text, run.fontName) for run in runs] == [("Nguyễn Thị Ánh", "Noto")]


def test_hebrew_in_an_english_sentence_is_marked_to_be_turned() -> None:
    runs = text.paragraph("say “שלום 3.5 ימים.” please", STYLE).frags
    assert "".join(run.text for run in runs) == "say “שלום 3.5 ימים.” please"
    turned = [run.text for run in runs if getattr(run, "script", "") == "right-to-left"]
    assert turned == ["שלום 3.5 ימים"]


def test_a_paragraph_that_starts_from_the_right_is_set_from_the_right() -> None:
    assert text.paragraph("שלום world", STYLE).style.alignment == 2
    assert text.paragraph("world שלום", STYLE).style.alignment == 0


def test_fitted_text_ends_in_an_ellipsis_and_fits() -> None:
    short = text.fitted("word " * 100, STYLE, 200)
    assert short.endswith("…")
    assert fonts.width_of(short, fonts.REGULAR, 12) <= 200
    assert fonts.width_of(short, fonts.REGULAR, 12) > 150
    assert text.fitted("word", STYLE, 200) == "word"


def test_typed_words_from_the_right_do_not_turn_the_sentence_they_stand_in() -> None:
    name = text.isolated("محمد عبد الله")
    made = text.paragraph(f"{name} · born 14 September 1979", STYLE)
    assert made.style.alignment == 0
    assert "".join(run.text for run in made.frags) == "محمد عبد الله · born 14 September 1979"


def test_typed_words_run_their_own_way_inside_a_sentence() -> None:
    made = text.paragraph(f"Your goal: “{text.isolated('אני רוצה 5 km ללכת')}”", STYLE)
    pieces = {getattr(run, "isolate", 0) for run in made.frags}
    inner = [run for run in made.frags if getattr(run, "isolate", 0)]
    assert len(pieces) == 2
    assert "".join(run.text for run in inner) == "אני רוצה 5 km ללכת"
    assert all(run.from_the_right for run in inner)


def test_signs_of_direction_that_somebody_typed_are_dropped() -> None:
    typed = "a\u2068b\u2069\u2068c \u202eevil\u202c"
    assert printed(typed) == "abc evil"
    assert printed(text.isolated(typed)) == "abc evil"


def test_signs_that_say_how_letters_join_are_kept_where_they_mean_something() -> None:
    assert printed("می\u200cخواهم") == "می\u200cخواهم"
    assert printed("क्\u200dष") == "क्\u200dष"
    assert printed("plain\u200c text") == "plain text"


def test_words_that_begin_alike_keep_their_own_ends_while_layouts_are_tried() -> None:
    """A dose box puts a number and what it counts into one paragraph: "5 rounds" and "5 times a day"."""
    family = styles.styles_for()
    with text.remembered():
        for _ in range(2):
            row = BoxRow(
                (Box("5", "rounds"), Box("5", "times a day"), Box("5")), Element("Sect"), family.dose, family.cell
            )
            row.wrap(400, 100)
            assert [_lines(cell) for cell in row.cells] == [["5 rounds"], ["5 times a day"], ["5"]]


@given(st.lists(st.tuples(st.text(max_size=40), st.sampled_from((60.0, 120.0, 300.0))), max_size=6))
def test_what_is_remembered_breaks_as_if_it_were_new(asked: list[tuple[str, float]]) -> None:
    style = styles.styles_for().body

    def broken(words: str, width: float) -> list[str]:
        made = text.paragraph(words, style, emphasis=True)
        made.wrap(width, 1000)
        return _lines(made)

    alone = [broken(words, width) for words, width in asked]
    with text.remembered():
        assert [broken(words, width) for words, width in (*asked, *asked)] == [*alone, *alone]


def _lines(paragraph: TaggedParagraph) -> list[str]:
    """The words of each line, as one run of words or as several."""
    lines = [
        " ".join(line[1]) if paragraph.blPara.kind == 0 else "".join(run.text for run in line.words)
        for line in paragraph.blPara.lines
    ]
    return [" ".join(line.split()) for line in lines]
