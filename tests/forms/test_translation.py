"""The pack in another language: the same rules, other words, and English wherever the words no longer fit."""

import re
from collections.abc import Mapping
from functools import cache

import pytest

from forms.content import Content, load_content, read_content, shipped_files
from forms.errors import ContentError
from forms.lint.problem import PackFiles, Problem
from forms.lint.translations import translations
from forms.translation import english_texts, languages, leaflets, mark_of, offered, read_translation

EXERCISES = "i18n/es/exercises.toml"
CARD = "i18n/es/messages.toml"
LANGUAGES = [language.code for language in languages(shipped_files())]


def changed(name: str, old: str, new: str) -> Mapping[str, bytes]:
    text = shipped_files()[name].decode("utf-8")
    assert old in text, old
    return {**shipped_files(), name: text.replace(old, new, 1).encode()}


def found(files: Mapping[str, bytes]) -> list[Problem]:
    return list(translations(PackFiles(files)))


@cache
def spanish() -> Content:
    return load_content().in_language("es")


# --- what a language says


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_of_the_pack_is_in_every_language(code: str) -> None:
    translation = read_translation(shipped_files(), code)
    assert [str(one) for one in translation.wrong] == []
    assert set(translation.words) == set(translation.english)


def test_nothing_is_wrong_with_the_shipped_languages() -> None:
    assert [str(one) for one in found(shipped_files())] == []


def test_only_words_differ_between_two_languages() -> None:
    english = load_content()
    for exercise in english.programme.exercises.values():
        other = spanish().programme.exercises[exercise.id]
        assert other.name != exercise.name
        for key in (
            "id",
            "lists",
            "phases",
            "kit",
            "easier_kit",
            "stop",
            "easier_exercise",
            "harder_exercise",
            "sources",
            "grade",
        ):
            assert getattr(other, key) == getattr(exercise, key)
        numbers = [name for name in exercise.dose.__struct_fields__ if name not in ("amount", "often")]
        assert [getattr(other.dose, name) for name in numbers] == [getattr(exercise.dose, name) for name in numbers]
        assert [one.code for one in other.avoid] == [one.code for one in exercise.avoid]
    assert [rule.id for driver in spanish().rulebook.drivers for rule in driver.rules] == [
        rule.id for driver in english.rulebook.drivers for rule in driver.rules
    ]


def test_a_form_in_another_language_has_the_same_questions_codes_and_conditions() -> None:
    english, other = load_content().questionnaire, spanish().questionnaire
    assert list(other.items) == list(english.items)
    for link_id, item in english.items.items():
        same = other.items[link_id]
        assert same.codes == item.codes
        assert same.known_codes == item.known_codes
        assert (same.required, same.who, same.low, same.high, same.unit) == (
            item.required, item.who, item.low, item.high, item.unit,
        )  # fmt: skip
        assert (same.enable_when is None) == (item.enable_when is None)
        if item.enable_when is not None and same.enable_when is not None:
            assert same.enable_when.text == item.enable_when.text
        if "patient" in item.who:
            assert same.label != item.label or len(item.label.split()) < 2


def test_a_visit_keeps_the_hash_of_its_content_whatever_it_is_printed_in() -> None:
    assert spanish().sha256 == load_content().sha256
    assert spanish().version == load_content().version


def test_the_hash_of_the_content_covers_the_translations() -> None:
    files = changed(CARD, "Pare y busque ayuda hoy", "Pare")
    assert read_content(files).sha256 != load_content().sha256


def test_numbers_of_a_text_are_the_same_in_every_language() -> None:
    """A dose, a limit or a share that changed in translation would be another prescription."""
    for code in LANGUAGES:
        translation = read_translation(shipped_files(), code)
        for address, translated in translation.words.items():
            english, other = (
                sorted(re.findall(r"\d+", str(text))) for text in (translation.english[address], translated.text)
            )
            assert english == other, address


def test_emergency_words_are_spanish_and_still_name_the_clinics_own_numbers() -> None:
    card = spanish().programme.emergency_card
    assert card.title == "Pare y busque ayuda hoy"
    assert "{ed_name}" in card.go_now
    assert "{emergency_number}" in card.go_now
    assert "**cualquiera**" in card.go_now
    assert "{clinic_phone}" in card.ring_us


# --- which language


@pytest.mark.parametrize("said", ["Spanish", "spanish (Mexico)", "Español", "castellano", "ESPAÑOL, some English"])
def test_the_language_a_person_prefers_is_offered(said: str) -> None:
    assert offered(said, shipped_files()) == "es"


@pytest.mark.parametrize("said", ["", "English", "Polish", "no special wish", "Spanglish"])
def test_english_is_offered_where_there_are_no_words(said: str) -> None:
    assert offered(said, shipped_files()) == "en"


def test_a_language_without_words_is_refused_with_what_there_is() -> None:
    with pytest.raises(ContentError, match=r'no words in "sp".*es'):
        load_content().in_language("sp")


# --- what no longer fits


def test_a_text_that_is_missing_is_found_and_printed_in_english() -> None:
    files = changed(EXERCISES, 'name = "Puente suave"\n', "")
    (problem,) = found(files)
    assert (problem.code, problem.file, problem.place) == ("not_translated", EXERCISES, "E18.name")
    assert "Soft bridge" in problem.text
    assert not problem.is_error
    assert read_content(files).in_language("es").programme.exercises["E18"].name == "Soft bridge"


def test_a_text_whose_english_has_changed_is_found_and_printed_in_english() -> None:
    files = changed("messages/emergency_card.toml", '"fever with back pain"', '"fever or shivers with back pain"')
    (problem,) = found(files)
    assert (problem.code, problem.file, problem.place) == ("stale_translation", CARD, "emergency_card.ring_signs")
    assert files[CARD].decode().splitlines()[problem.line - 1].startswith("ring_signs")
    assert "fever or shivers with back pain" in problem.text
    assert not problem.is_error
    card = read_content(files).in_language("es").programme.emergency_card
    assert card.ring_signs[0] == "fever or shivers with back pain"
    assert card.title == "Pare y busque ayuda hoy"


def test_the_mark_that_check_asks_for_mends_a_stale_text() -> None:
    files = changed("exercises/E18.toml", 'name = "Soft bridge"', 'name = "Gentle bridge"')
    (problem,) = found(files)
    old, new = mark_of("Soft bridge"), mark_of("Gentle bridge")
    assert f'to "{new}"' in problem.text
    text = files[EXERCISES].decode()
    assert not found({**files, EXERCISES: text.replace(f'"E18.name" = "{old}"', f'"E18.name" = "{new}"').encode()})


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "told"),
    [
        ('name = "Puente suave"', 'nmae = "Puente suave"', "unknown_text", "E18.nmae", 'Did you mean "E18.name"?'),
        ("[E18]", "[E81]", "unknown_text", "E81.name", "the pack has no such text"),
        ('name = "Puente suave"', 'name = ["Puente"]', "wrong_kind", "E18.name", "must be a text"),
        ('name = "Puente suave"', 'name = " "', "wrong_kind", "E18.name", "must be a text"),
        ('  "Baje despacio.",\n]\nharder = "Use una', ']\nharder = "Use una',
         "wrong_kind", "E18.steps", "3 texts here, 4"),
        ('name = "Puente suave"', 'name = "Puente {clinic}"', "changed_placeholder", "E18.name", "in braces"),
        ('name = "Puente suave"', 'name = "Puente **suave**"', "changed_placeholder", "E18.name", "bold"),
        ('harder = "Use una sola pierna."', 'harder = "Use one leg."', "still_english", "E18.harder", "still English"),
        ('"Baje despacio.",\n]\nharder = "Use una', '"Evite el desgaste.",\n]\nharder = "Use una',
         "forbidden_word", "E18.steps", "desgaste"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_translation_is_found_on_its_line(old: str, new: str, code: str, place: str, told: str) -> None:
    files = changed(EXERCISES, old, new)
    (problem,) = [one for one in found(files) if one.code == code and one.place == place]
    assert problem.is_error
    assert problem.file == EXERCISES
    assert told in problem.text
    key = place.partition(".")[2]
    assert re.match(rf"\s*{key}\s*=", files[EXERCISES].decode().splitlines()[problem.line - 1])


def test_a_translation_that_cannot_be_right_is_refused_with_file_and_line() -> None:
    files = changed(CARD, "{clinic_phone}", "{clinic_hours}")
    with pytest.raises(ContentError, match=rf"{CARD}, line \d+, emergency_card.ring_us: .*braces"):
        read_content(files).in_language("es")


def test_a_leaflet_that_is_hard_to_read_is_found() -> None:
    long = "Posteriormente, incrementando progresivamente la intensidad correspondiente, aproxímese cuidadosamente."
    files = changed(EXERCISES, "Acuéstese boca arriba con las rodillas dobladas.", long)
    (problem,) = found(files)
    assert (problem.code, problem.file, problem.place, problem.is_error) == ("hard_to_read", EXERCISES, "E03", True)


def test_every_leaflet_a_patient_reads_is_measured() -> None:
    measured = {place[0] for places in leaflets(shipped_files()) for place in places}
    assert {"emergency_card", "findings", "traffic_light", "stop_codes", "ADV_01", "E01", "RF01_bladder"} <= measured


def test_two_texts_of_one_place_are_refused() -> None:
    files = {**shipped_files(), "exercises/more/E18.toml": shipped_files()["exercises/E18.toml"]}
    with pytest.raises(ContentError, match=r"exercises/more/E18.toml: exercises/E18.toml has a text E18\.\w+ too"):
        english_texts(files)
