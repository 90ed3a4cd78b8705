"""A leaflet's reading age is measured, and what frightens or confuses is named."""

import pytest

from forms.content import load_content
from forms.readability import FORBIDDEN, count_spanish_syllables, count_syllables, read
from tests.reports.factories import a_handout


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("leg", 1),
        ("little", 2),
        ("walked", 1),
        ("opened", 2),
        ("stretches", 2),
        ("exercise", 3),
        ("table", 2),
        ("be", 1),
    ],
)
def test_syllables_of_common_words(word: str, syllables: int) -> None:
    assert count_syllables(word) == syllables


def test_plain_words_are_easy_and_clinic_words_are_not() -> None:
    assert read(["Lie on your back. Bend your knees. Breathe out."]).is_easy
    hard = read(["Conservative multimodal physiotherapeutic interventions demonstrate considerable heterogeneity."])
    assert hard.grade > 12
    assert not hard.is_easy


def test_long_sentences_are_named() -> None:
    long = "Walk " + "and walk " * 20 + "home."
    assert read([long, "Sit."]).long_sentences == (long,)


@pytest.mark.parametrize("word", FORBIDDEN)
def test_words_that_frighten_are_found(word: str) -> None:
    assert read([f"Your disc is {word.upper()} now."]).forbidden == (word,)


def test_words_that_only_look_alike_are_left_alone() -> None:
    assert read(["Put on your slippers and be stable."]).forbidden == ()
    assert read(["It is wear-and-tear."]).forbidden == ("wear and tear",)


def test_a_bare_percentage_is_named() -> None:
    report = read(["About 50% improve. That is 50 in 100, or 50%."])
    assert report.bare_percentages == ("About 50% improve.",)


def test_nothing_to_read_is_no_error() -> None:
    assert read([]).grade == 0
    assert read(["", "123"]).is_easy


def test_the_sample_handout_reads_at_eleven() -> None:
    handout = a_handout()
    exercises = [words for card in handout.exercises for words in (card.why, card.position, *card.steps, *card.stops)]
    advice = [words for module in handout.advice for words in module.paragraphs]
    report = read([*handout.findings, handout.pain_note, handout.rest_rule, *exercises, *advice])
    assert report.is_easy


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("pie", 1), ("muy", 1), ("hoy", 1), ("que", 1), ("casa", 2), ("leer", 2), ("día", 2), ("país", 2),
        ("bueno", 2), ("oído", 3), ("reúne", 3), ("rodilla", 3), ("acuéstese", 4), ("continúa", 4),
        ("fisioterapeuta", 6),
    ],
)  # fmt: skip
def test_syllables_of_spanish_words(word: str, syllables: int) -> None:
    assert count_spanish_syllables(word) == syllables


def test_plain_spanish_is_easy_and_clinic_spanish_is_not() -> None:
    plain = read(["Acuéstese boca arriba. Doble las rodillas. Suelte el aire."], (), measure="fernandez_huerta")
    assert plain.is_easy
    hard = "Las intervenciones fisioterapéuticas multimodales demuestran considerable variabilidad."
    assert read([hard], (), measure="fernandez_huerta").grade > 12
    assert read([], (), measure="fernandez_huerta").is_easy


def test_spanish_is_not_measured_as_if_it_were_english() -> None:
    """English counts would call every Spanish leaflet hard: its words have more syllables."""
    texts = load_content().in_language("es").programme.advice["ADV_04"].paragraphs
    assert read(texts, (), measure="fernandez_huerta").is_easy
    assert not read(texts, ()).is_easy


@pytest.mark.parametrize(
    ("words", "bare"), [("Mejora el 55 por ciento.", True), ("Mejoran 55 de cada 100.", False), ("Un 5 % más.", True)]
)
def test_a_bare_percentage_is_found_in_spanish(words: str, bare: bool) -> None:
    assert bool(read([words], (), measure="fernandez_huerta").bare_percentages) is bare
