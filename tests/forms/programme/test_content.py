"""The shipped library, lists and leaflets: complete, consistent, readable, and refused when a file has a mistake."""

import re

import pytest
from msgspec.structs import replace

from forms.content import load_questionnaire, shipped_files
from forms.errors import ContentError
from forms.programme.content import read_programme
from forms.programme.messages import PLACEHOLDERS, placeholders
from forms.questionnaire_file import vocabulary_of
from tests.forms.programme.people import content

# Hazard HZ14: words that make pain sound like harm.
FORBIDDEN = ("damage", "slipped", "crumbling", "wear and tear", "unstable", "degenerative")

EXERCISES = {f"E{number:02}" for number in range(1, 43)}
LEAFLETS = {f"ADV_{number:02}" for number in range(1, 20)}


def test_every_exercise_of_the_knowledge_base_ships_under_its_own_name() -> None:
    assert set(content().exercises) == EXERCISES
    assert {f"exercises/{name}.toml" for name in EXERCISES} == {
        name for name in shipped_files() if name.startswith("exercises/")
    }


def test_every_leaflet_of_the_knowledge_base_ships() -> None:
    assert set(content().advice) == LEAFLETS


@pytest.mark.parametrize("exercise_id", sorted(EXERCISES))
def test_an_exercise_says_why_how_how_much_and_when_to_stop(exercise_id: str) -> None:
    exercise = content().exercises[exercise_id]
    assert 3 <= len(exercise.steps) <= 5
    assert len({exercise.why, exercise.position, *exercise.steps}) == len(exercise.steps) + 2
    assert exercise.stop or exercise.stop_text
    assert exercise.dose.least_minutes_a_day(3) > 0
    for text in exercise.patient_texts[1:]:
        assert text[0].isupper() or text[0].isdigit(), text
        assert re.search(r"[.!?\"]$", text), text
        assert not re.search(r"\bE\d\d\b|%|\bX_|as E", text), text


def test_the_lists_end_with_walking_and_name_each_exercise_once() -> None:
    for entry in content().lists:
        for entries in entry.entries.values():
            ids = [one.exercise for one in entries]
            assert ids[-1] == "E38"
            assert len(ids) == len(set(ids))


def test_every_exercise_is_on_some_list() -> None:
    # E31, E30 and the like are reached when one before them is left out; none may be out of reach for good.
    listed = {one.exercise for entry in content().lists for entries in entry.entries.values() for one in entries}
    assert EXERCISES - listed == set()


def test_the_cautions_are_those_of_the_knowledge_base() -> None:
    codes = "X_DVT X_SURG X_PREG X_OSTEO X_THR X_EXT X_FLEX X_IRR X_PRESS X_GTPS X_KNEE X_ANK X_FALL X_BP X_PHT"
    assert " ".join(caution.code for caution in content().cautions) == codes
    effects = {caution.code: caution.effect for caution in content().cautions if caution.effect != "remove"}
    assert effects == {"X_IRR": "easier", "X_KNEE": "easier", "X_FALL": "support"}


def test_no_text_for_a_patient_frightens() -> None:
    shipped = content()
    texts = [text for exercise in shipped.exercises.values() for text in exercise.patient_texts]
    texts += [text for advice in shipped.advice.values() for text in (advice.title, *advice.paragraphs)]
    texts += [caution.print for caution in shipped.cautions]
    texts += [*shipped.emergency_card.texts, *shipped.stop_codes.texts.values(), shipped.stop_codes.then]
    whole = "\n".join(texts).lower()
    assert [word for word in FORBIDDEN if word in whole] == []
    assert "%" not in whole
    assert "e.g." not in whole and "i.e." not in whole


def syllables(word: str) -> int:
    """Vowel groups, less a silent e; at least one."""
    groups = len(re.findall(r"[aeiouy]+", word))
    return max(groups - (word.endswith("e") and not word.endswith("le")), 1)


def reading_grade(texts: tuple[str, ...], leaving_out: tuple[str, ...] = ()) -> float:
    """Flesch-Kincaid grade (Kincaid and others, 1975)."""
    whole = " ".join(text if text[-1] in ".!?" else f"{text}." for text in texts).lower()
    for name in leaving_out:
        whole = whole.replace(name, "pill")
    words = re.findall(r"[a-z]+", whole)
    sentences = len(re.findall(r"[.!?]+(?:\s|\"|$)", whole))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("exercise_id", sorted(EXERCISES))
def test_an_exercise_can_be_read_at_eleven(exercise_id: str) -> None:
    assert reading_grade(content().exercises[exercise_id].patient_texts) <= 6


@pytest.mark.parametrize("advice_id", sorted(LEAFLETS))
def test_a_leaflet_can_be_read_at_eleven(advice_id: str) -> None:
    advice = content().advice[advice_id]
    assert not advice.paragraphs or reading_grade(advice.paragraphs, advice.medicines) <= 6


def test_the_emergency_card_names_what_the_clinic_must_fill_in() -> None:
    card = content().emergency_card
    assert placeholders(card.texts) == {"ed_name", "emergency_number", "clinic_phone"}
    assert len(card.signs) == 7
    assert len(card.ring_signs) == 4


def test_every_placeholder_is_a_detail_of_the_clinic() -> None:
    texts = [text for advice in content().advice.values() for text in (advice.title, *advice.paragraphs)]
    assert placeholders(texts) == {"gp_name"}
    assert placeholders(texts) <= set(PLACEHOLDERS)


def test_every_exercise_knows_its_stop_codes_in_words() -> None:
    stops = content().stop_codes
    used = {code for exercise in content().exercises.values() for code in exercise.stop}
    assert used == {"S1", "S2", "S3", "S4"}
    assert used | set(stops.always) == set(stops.texts)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("exercises/E10.toml", 'code = "X_PRESS"', 'code = "X_PRES"', 'exercises/E10.toml.*"X_PRES".*X_PRESS'),
        ("exercises/E10.toml", "kit = [", "kti = [", r'exercises/E10.toml, line \d+, exercise E10.*"kti".*"kit"'),
        ("exercises/E16.toml", '"E15"', '"E1"', 'exercises/E16.toml.*unknown exercise "E1"'),
        ("exercises/E05.toml", '"E04"', '"E05"', "circle"),
        ("exercises/E01.toml", "minutes = [3, 5]", "minutes = [5, 3]", r"E01.toml, line \d+.*minutes"),
        ("exercises/E01.toml", 'id = "E01"', 'id = "E02"', "E02 is already in"),
        (
            "programme/lists.toml",
            '"E01", "E10 wall"',
            '"E01", "E10 wal"',
            r'lists.toml, line \d+, list B.*"wal".*"wall"',
        ),
        ("programme/lists.toml", '"E22", "E25"', '"E99", "E25"', 'list A.*unknown exercise "E99"'),
        (
            "programme/cautions.toml",
            "agg_bend = yes",
            "agg_bent = yes",
            r'line \d+, caution X_FLEX.*"agg_bent".*agg_bend',
        ),
        ("programme/cautions.toml", "knee_ok = no", "knee_ok = nope", 'caution X_KNEE.*"nope"'),
        ("programme/advice.toml", '"ADV_18", "ADV_19"', '"ADV_18"', "ADV_19 is missing"),
        ("advice/ADV_12.toml", "{gp_name}", "{gp}", 'advice/ADV_12.toml.*unknown placeholder "{gp}"'),
        ("messages/stop_codes.toml", 'code = "S4"', 'code = "S9"', "S4 has no text"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_place(name: str, old: str, new: str, told: str) -> None:
    text = shipped_files()[name].decode()
    assert old in text
    files = {**shipped_files(), name: text.replace(old, new, 1).encode()}
    with pytest.raises(ContentError, match=told):
        read_programme(files, vocabulary_of(load_questionnaire()))


def test_a_missing_file_is_named() -> None:
    files = {name: data for name, data in shipped_files().items() if name != "programme/review.toml"}
    with pytest.raises(ContentError, match=r"programme/review\.toml is missing"):
        read_programme(files, vocabulary_of(load_questionnaire()))


def test_a_clinic_may_add_an_exercise_of_its_own() -> None:
    text = shipped_files()["exercises/E02.toml"].decode().replace('id = "E02"', 'id = "K01"')
    files = {**shipped_files(), "exercises/K01.toml": text.encode()}
    shipped = read_programme(files, vocabulary_of(load_questionnaire()))
    assert shipped.exercises["K01"] == replace(shipped.exercises["E02"], id="K01")
