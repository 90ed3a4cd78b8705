"""Joined, right-to-left and reordered writing comes out as its readers expect."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from reports import scripts


def names(text: str) -> list[str]:
    return [unicodedata.name(character).rsplit(" ", 2)[-2] for character in text]


def test_arabic_letters_take_the_shape_their_neighbours_ask_for() -> None:
    # beh-beh-beh joins on both sides; reh ends a joined group; beh after it starts anew.
    assert names(scripts.join_arabic("ببب")) == ["INITIAL", "MEDIAL", "FINAL"]
    assert names(scripts.join_arabic("برب")) == ["INITIAL", "FINAL", "ISOLATED"]


def test_lam_and_alef_become_one_shape() -> None:
    assert scripts.join_arabic("لا") == "\ufefb"
    assert scripts.join_arabic("بلا") == "\ufe91\ufefc"


def test_marks_do_not_break_the_join() -> None:
    assert scripts.join_arabic("بَب") == "\ufe91\u064e\ufe90"


def test_joining_can_be_heard_as_it_was_typed() -> None:
    words = "مرحبا يا صديقي، السلام عليكم"
    assert scripts.reading_text(scripts.join_arabic(words)) == words


def test_persian_letters_join_too() -> None:
    assert scripts.join_arabic("پب")[0] == "\ufb58"


def test_numbers_and_latin_words_are_not_turned() -> None:
    assert scripts.turn_round("אב 12.5 גד Pilates") == "Pilates דג 12.5 בא"


def test_brackets_turn_with_the_text() -> None:
    assert scripts.turn_round("(כן)") == "(ןכ)"


def test_the_short_i_goes_before_its_whole_cluster() -> None:
    assert scripts.order_devanagari("हिन्दी") == "िहन्दी"
    assert scripts.order_devanagari("स्थिति") == "िस्थित"[:4] + "ित"
    assert scripts.order_devanagari("ज़िन्दगी") == "िज़न्दगी"


@given(st.text(alphabet="abc אבג()12. ", max_size=40))
def test_turning_round_loses_no_letter(words: str) -> None:
    assert sorted(scripts.turn_round(words).translate(str.maketrans("()", "--"))) == sorted(
        words.translate(str.maketrans("()", "--"))
    )


@given(st.text(alphabet="कखगनिी़् स", max_size=30))
def test_reordering_loses_no_letter(words: str) -> None:
    assert sorted(scripts.order_devanagari(words)) == sorted(words)
