"""A leaflet's reading age is measured, and what makes it hard is named, with what would be easier."""

import pytest

from forms.content import load_content
from forms.readability import as_read, count_spanish_syllables, count_syllables, hard_to_read, read
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


def test_a_long_sentence_is_parted_at_the_joint_nearest_its_middle() -> None:
    easy = "Sit. Lie down. Stand up. Walk. Rest. " * 4
    sentence = "Walk to the shop and sit on the bench, because you then walk back home " + "again " * 12 + "."
    (found,) = hard_to_read(read([easy, sentence]))
    assert (found.code, found.words) == ("long_sentence", sentence)
    assert found.wrong == "27 words in one sentence, at most 25"
    assert found.instead.endswith("The first could end after “sit on the bench”.")
    (whole,) = hard_to_read(read([easy, "Go " * 30 + "on."]))
    assert whole.instead == "Split it in two."


def test_a_hard_text_is_told_with_its_longest_words() -> None:
    texts = ["Conservative multimodal interventions demonstrate heterogeneity. " * 4]
    (found,) = hard_to_read(read(texts))
    assert found.code == "hard_to_read"
    assert "reading age 11" in found.wrong
    assert "heterogeneity" in found.instead


def test_a_few_words_say_nothing_about_a_reading_age() -> None:
    assert list(hard_to_read(read(["Physiotherapeutic heterogeneity."]))) == []


def test_names_and_numbers_count_as_one_easy_word_and_a_label_is_a_sentence() -> None:
    assert as_read("Go to {ed_name} now") == "Go to them now."
    assert as_read("Go to Greater Millbrook Infirmary.", ("Greater Millbrook Infirmary",)) == "Go to them."
    assert as_read("I am worried. Go to the ED:", ("ED",)) == "I am worried. Go to the them:"
    assert as_read("") == ""


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
    plain = read(["Acuéstese boca arriba. Doble las rodillas. Suelte el aire."], measure="fernandez_huerta")
    assert plain.is_easy
    hard = "Las intervenciones fisioterapéuticas multimodales demuestran considerable variabilidad."
    assert read([hard], measure="fernandez_huerta").grade > 12
    assert read([], measure="fernandez_huerta").is_easy


def test_spanish_is_not_measured_as_if_it_were_english() -> None:
    """English counts would call every Spanish leaflet hard: its words have more syllables."""
    texts = load_content().in_language("es").programme.advice["ADV_04"].paragraphs
    assert read(texts, measure="fernandez_huerta").is_easy
    assert not read(texts).is_easy
