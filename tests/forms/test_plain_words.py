"""Words that are not said to patients are found however they are written, and a plainer one is named."""

import pytest

from forms.content import shipped_files
from forms.errors import ContentError
from forms.plain_words import WORDS, UnwantedWord, read_words, unwanted, words_of

FILES = shipped_files()


def found(text: str, language: str = "en", **more: tuple[str, ...]) -> list[str]:
    return [match.group() for _, _, match in unwanted([text], words_of(language, FILES), **more)]


# Hazard HZ14, word for word.
@pytest.mark.parametrize("word", ["damage", "slipped", "crumbling", "wear and tear", "unstable", "degenerative"])
def test_words_that_frighten_are_found(word: str) -> None:
    assert found(f"Your disc is {word.upper()} now.") == [word.upper()]


def test_words_that_only_look_alike_are_left_alone() -> None:
    assert found("Put on your slippers and be stable. A unilateral view.") == []
    assert found("It is wear-and-tear.") == ["wear-and-tear"]


@pytest.mark.parametrize("words", ["About 50% improve.", "About 50 per cent improve.", "About 50 percent improve."])
def test_a_bare_percentage_is_found(words: str) -> None:
    assert len(found(words)) == 1
    assert found("About 50 in 100 people improve.") == []


@pytest.mark.parametrize(("words", "count"), [("El 55 por ciento.", 1), ("Un 5 % más.", 1), ("55 de cada 100.", 0)])
def test_a_bare_percentage_is_found_in_spanish(words: str, count: int) -> None:
    assert len(found(words, "es")) == count


def test_the_words_of_the_trade_may_be_asked_about_and_are_not_printed() -> None:
    assert found("Chronic lumbar pain.") == ["Chronic", "lumbar"]
    assert found("Chronic lumbar pain.", scopes=("everybody", "patient")) == []


def test_every_word_comes_with_another_way_to_say_it() -> None:
    words: tuple[UnwantedWord, ...] = (*words_of("en", FILES), *words_of("es", FILES))
    assert all(word.instead for word in words)


def test_a_scope_that_is_not_one_is_refused_with_its_place() -> None:
    content = b'[[word]]\nword = "damage"\nscope = "nobody"\nsource = "HZ14"\ninstead = "Say so."\n'
    with pytest.raises(ContentError, match=r"checks/words.toml, line 3.*Allowed here"):
        read_words({WORDS: content})
