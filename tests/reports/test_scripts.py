"""Joined, right-to-left and reordered writing comes out as its readers expect: glyph by glyph, and read back."""

import subprocess
import sys
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reports import fonts, scripts, text
from reports.compose import Paper, clinician_summary_pdf, handout_pdf, safety_card_pdf
from tests.project import ROOT
from tests.reports import pdf
from tests.reports.papers import a_paper
from tests.reports.test_text import STYLE

ARABIC, HEBREW, DEVANAGARI = "NotoArabic", "NotoHebrew", "NotoDevanagari"

# A name and a goal as people may write them, and how much of it a plain reader of PDF (PDFium) gives back.
PEOPLE = {
    "Polish": ("Łukasz Żółć-Gęśl", "Chcę usiąść na 45 minut bez bólu (źdźbło)."),
    "Turkish": ("Şebnem Iğdır-İpekçi", "İş yerinde 2 saat oturmak ve koşmak istiyorum."),
    "Vietnamese": ("Nguyễn Thị Hường Đặng", "Tôi muốn ngồi 45 phút và chạy bộ 5 km với các cháu."),
    "Hindi": ("श्रीमती प्रतिभा कृष्णमूर्ति", "मैं 45 मिनट बिना दर्द के बैठना चाहती हूँ। ज़िन्दगी, क्षत्रिय।"),
    "Arabic": ("محمد عبد الله الأنصاري", "أريد أن أجلس 45 دقيقة (بدون ألم) وأن أمشي 5 km مع أولادي."),
    "Hebrew": ("יעל בן־דוד כהן", "אני רוצה לשבת 45 דקות (בלי כאב) ולרוץ 5 km עם הילדים."),
}
FROM_THE_RIGHT = ("Arabic", "Hebrew")


@cache
def paper_for(language: str) -> Paper:
    name, goal = PEOPLE[language]
    made = a_paper("EX02")
    return replace(
        made,
        person=replace(made.person, name=name),
        plan=replace(made.plan, goal=goal),
    )


@cache
def printed(language: str) -> bytes:
    return handout_pdf(paper_for(language))


def glyphs(words: str, font: str) -> list[int]:
    face = fonts.font(font).face
    return [face.charToGlyph[ord(one)] for one in scripts.glyphs(words, font)]


def letters(words: str, font: str) -> list[int]:
    """The glyphs of the bare letters, unjoined, as they are typed."""
    return [fonts.font(font).face.charToGlyph[ord(one)] for one in words]


# --- what the paper says


@pytest.mark.parametrize("language", PEOPLE)
def test_a_name_and_a_goal_print_on_a_sound_sheet(language: str) -> None:
    for data in (printed(language), safety_card_pdf(paper_for(language)), clinician_summary_pdf(paper_for(language))):
        assert pdf.broken_rules(data, "ua1") == []
        assert pdf.broken_rules(data, "2a") == []


@pytest.mark.parametrize("language", [one for one in PEOPLE if one not in FROM_THE_RIGHT])
def test_a_name_and_a_goal_are_read_back_as_they_were_typed(language: str) -> None:
    name, goal = PEOPLE[language]
    pages = pdf.texts(printed(language))
    assert f"“{goal}”" in pages[0]
    assert all(name in page for page in pages)


@pytest.mark.parametrize("language", FROM_THE_RIGHT)
def test_a_listener_hears_a_name_and_a_goal_as_they_were_typed(language: str) -> None:
    """Turned round and joined for the eye; the file says beside each stretch how it is read."""
    name, goal = PEOPLE[language]
    heard = [words.strip() for words in pdf.spoken(printed(language))]
    assert goal in heard
    assert heard.count(name) == 1 + len(pdf.texts(printed(language)))


@pytest.mark.parametrize("language", PEOPLE)
def test_nothing_typed_in_these_languages_is_called_unprintable(language: str) -> None:
    assert [text.unprintable(words) for words in PEOPLE[language]] == [(), ()]


def test_a_name_from_the_right_leaves_the_margin_as_it_is() -> None:
    """It once turned the whole line round, over the clinic's name."""
    for language in FROM_THE_RIGHT:
        page = pdf.texts(printed(language))[1]
        assert "born 14 September 1979 · clinic no. 1042 Millbrook Physiotherapy" in page


def test_the_same_bytes_come_whatever_was_printed_before() -> None:
    """Glyphs are numbered by the font, not by the order in which documents came to need them."""
    script = (
        "import hashlib, sys;"
        "from tests.reports.test_scripts import printed;"
        "[printed(one) for one in sys.argv[1:-1]];"
        "print(hashlib.sha256(printed(sys.argv[-1])).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script, *before, "Hindi"], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout
        for before in ((), ("Arabic", "Hebrew"))
    }
    assert len(hashes) == 1


# --- which glyphs


def test_arabic_letters_take_the_shape_their_neighbours_ask_for() -> None:
    alone, joined = glyphs("ب", ARABIC), glyphs("ببب", ARABIC)
    # The dot is a glyph of its own, the same in each.
    assert len(set(joined) - set(alone)) == 3


def test_lam_and_alef_are_set_as_one() -> None:
    assert glyphs("لا", ARABIC) != glyphs("ال", ARABIC)[::-1]
    assert fonts.font(ARABIC).stringWidth("لا", 10) < sum(fonts.font(ARABIC).stringWidth(one, 10) for one in "لا")


def test_right_to_left_words_are_drawn_from_their_last_letter() -> None:
    assert glyphs("שרה", HEBREW) == letters("שרה", HEBREW)[::-1]


def test_numbers_and_latin_words_are_not_turned() -> None:
    assert glyphs("אב 12.5 גד", HEBREW) == letters("דג 12.5 בא", HEBREW)


def test_brackets_turn_with_the_text() -> None:
    assert glyphs("(כן)", HEBREW) == letters("(ןכ)", HEBREW)


def test_spaces_at_the_ends_stay_at_their_side() -> None:
    drawn = scripts.glyphs(" שרה  ", HEBREW)
    assert (drawn[0], drawn[-2:]) == (" ", "  ")


def test_vowel_points_sit_on_their_letter_and_take_no_room() -> None:
    bare, pointed = (fonts.font(HEBREW).stringWidth(word, 10) for word in ("שלום", "שָׁלוֹם"))
    assert pointed == pytest.approx(bare, rel=0.12)


def test_devanagari_consonants_stack_and_the_short_i_goes_first() -> None:
    assert len(glyphs("क्ष", DEVANAGARI)) == 1
    short_i, ka = glyphs("कि", DEVANAGARI)
    assert ka == glyphs("क", DEVANAGARI)[0]
    assert short_i != ka


def test_a_line_is_as_wide_as_its_joined_letters() -> None:
    """Measured as single letters a name would leave a gap behind it, or run into what follows."""
    apart = sum(fonts.font(DEVANAGARI).stringWidth(one, 10) for one in "कृष्णमूर्ति")
    assert fonts.font(DEVANAGARI).stringWidth("कृष्णमूर्ति", 10) < apart * 0.9


@given(st.text(alphabet="abc אבגשלום()12.,: ", max_size=40))
def test_turning_round_loses_no_letter(words: str) -> None:
    # Hebrew has no joined forms, so every letter is one glyph; brackets turn.
    drawn = "".join("()"[one == "("] if one in "()" else one for one in scripts.glyphs(words, HEBREW))
    assert sorted(drawn.replace("(", ")")) == sorted(words.replace("(", ")"))


@given(st.text(alphabet="कखगनिीा़् सabc 12\u200d", max_size=30))
def test_any_sequence_of_signs_can_be_set(words: str) -> None:
    text.paragraph(words, STYLE).wrap(200, 1000)
    assert scripts.glyphs(text.clean(words), DEVANAGARI) is not None
