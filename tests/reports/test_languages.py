"""The patient's paper in another language: every word of it, in its own dates and numbers, the same programme."""

import datetime
from functools import cache

import pytest
from msgspec.structs import replace

from forms.assessment import assess_all
from forms.content import load_content, read_content
from forms.plain_words import unwanted, words_of
from forms.programme.exercises import Dose, Range
from forms.readability import read
from forms.translation import languages
from reports.compose import Paper, _handout, clinician_summary_pdf, handout_pdf, left_in_english, safety_card_pdf
from reports.doses import dose_boxes, dose_note
from reports.said import said_in
from reports.wording import PATIENT, english_words, translated_words, words_in
from tests.reports import pdf
from tests.reports.papers import EXAMPLES, a_paper
from tests.reports.test_examples import PROGRAMMES, SAFETY_FIRST, WAITING
from tests.reports.test_programme_code import with_code

FILES = load_content().files
SPANISH = words_in("es", FILES)


@cache
def in_spanish(example: str) -> Paper:
    return replace(a_paper(example), language="es")


@cache
def printed(example: str) -> bytes:
    return handout_pdf(in_spanish(example))


def pages(example: str) -> tuple[str, ...]:
    return pdf.texts(printed(example))


def plain(words: str) -> str:
    return " ".join(words.replace("**", "").split())


def test_every_word_of_the_paper_is_in_spanish() -> None:
    translation = translated_words(FILES, "es")
    assert [str(one) for one in translation.wrong] == []
    assert set(translation.words) == set(english_words())


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_spanish_paper_is_sound_and_says_which_language_it_is_in(example: str) -> None:
    data = printed(example)
    assert pdf.broken_rules(data, "ua1") == []
    assert pdf.broken_rules(data, "2a") == []
    assert b"/Lang (es)" in data
    assert b"<rdf:li>es</rdf:li>" in data


@pytest.mark.parametrize("example", EXAMPLES)
def test_no_english_is_left_on_a_spanish_paper(example: str) -> None:
    """Every text of the pack and every label, apart from those that are the same in both."""
    said = said_in("es", in_spanish(example).assessment)
    assert said.translation is not None
    english = [
        line for text in said.translation.english.values() for line in ([text] if isinstance(text, str) else text)
    ]
    english += [text for text in english_words().values() if isinstance(text, str)]
    whole = " ".join(pages(example))
    left = {line for line in english if len(line.split()) > 2 and "{" not in line and plain(line) in whole}
    assert left == set()


@pytest.mark.parametrize("example", PROGRAMMES)
def test_the_same_exercises_stand_on_both_papers_in_the_same_order(example: str) -> None:
    english, spanish = " ".join(pdf.texts(handout_pdf(a_paper(example)))), " ".join(pages(example))
    content = load_content()
    names = [
        (content.programme.exercises[one].name, content.in_language("es").programme.exercises[one].name)
        for one in a_paper(example).plan.exercises
    ]
    assert [english.index(f"{number}. {name}") for number, (name, _) in enumerate(names, 1)] == sorted(
        english.index(f"{number}. {name}") for number, (name, _) in enumerate(names, 1)
    )
    for number, (_, name) in enumerate(names, 1):
        assert f"{number}. {name}" in spanish


@pytest.mark.parametrize("example", [*SAFETY_FIRST, *WAITING])
def test_without_a_programme_it_is_one_sheet(example: str) -> None:
    assert len(pages(example)) == 1
    assert "Pare y busque ayuda hoy" in pages(example)[0]
    assert "llame al 999" in pages(example)[0]


def test_spanish_takes_four_sheets_as_a_rule_and_never_more_than_five() -> None:
    """It is a fifth longer than English. Some need a fifth sheet: cards and the log stay whole."""
    taken = [len(pages(example)) for example in PROGRAMMES]
    assert max(taken) <= 5
    assert sum(count == 4 for count in taken) >= len(taken) - 3
    # The code that a signed programme bears takes a tenth of a page.
    assert max(len(pdf.texts(handout_pdf(with_code(in_spanish(example))))) for example in PROGRAMMES) <= 5


def test_days_are_written_as_spanish_writes_them() -> None:
    whole = " ".join(pages("EX02"))
    assert "Nos vemos de nuevo el 13 de abril de 2026." in whole
    assert "14 de septiembre de 1979" in whole
    assert SPANISH.page.day_in_words(datetime.date(2026, 1, 2)) == "2 de enero de 2026"


def test_a_decimal_has_its_comma() -> None:
    dose = Dose("3 times", "once a day", reps=Range(2.5, 2.5), times_a_day=Range(1, 1))
    assert [dose_boxes(dose, dose, words)[0].words for words in (PATIENT, SPANISH)] == ["2.5 times", "2,5 veces"]


def test_the_picture_is_described_in_spanish() -> None:
    said = said_in("es", in_spanish("EX02").assessment)
    assert said.translation is not None
    alt = said.translation.words["E12", "alt"].text
    assert isinstance(alt, str)
    assert alt in pdf.descriptions(printed("EX02"))


# --- doses


def boxes(exercise: str) -> list[str]:
    english = load_content().programme.exercises[exercise].dose
    spanish = load_content().in_language("es").programme.exercises[exercise].dose
    return [box.words for box in dose_boxes(english, spanish, SPANISH)]


def test_a_dose_is_numbers_with_spanish_words() -> None:
    assert boxes("E07") == ["10 a 20 segundos en posición", "5 veces", "cada pierna", "2 veces al día"]
    assert boxes("E03") == ["10 veces", "2 series", "2 veces al día"]
    assert boxes("E14") == ["8 a 10 veces", "3 series", "4 días a la semana"]
    assert boxes("E10") == ["30 a 60 segundos", "en 3 o 4 puntos", "una vez al día"]
    assert boxes("E38")[0] == "5 a 10 minutos"


def test_no_word_of_a_spanish_dose_is_lost() -> None:
    programme = load_content().in_language("es").programme
    for exercise_id, exercise in programme.exercises.items():
        dose = load_content().programme.exercises[exercise_id].dose
        said = f"{' '.join(box.words for box in dose_boxes(dose, exercise.dose, SPANISH))} {dose_note(exercise.dose)}"
        numbers = [word for word in exercise.dose.text.replace(",", "").replace(".", "").split() if word.isdigit()]
        assert all(number in said for number in numbers), exercise_id


# --- what the plan says itself


def test_a_plan_written_in_english_is_said_in_spanish() -> None:
    """A signed plan keeps its sentences; the paper says the same in the other language."""
    content = load_content()
    for example in PROGRAMMES:
        paper = in_spanish(example)
        said = said_in("es", paper.assessment)
        for activity in paper.plan.activities:
            other = said.activity(activity, paper.plan)
            pairs = [
                *zip(
                    activity.differences(content.programme.exercises[activity.exercise]),
                    other.differences(said.content.programme.exercises[activity.exercise]),
                    strict=True,
                ),
                (activity.side_words, other.side_words),
            ]
            assert all(one != two for one, two in pairs if one), (example, activity.exercise)


def test_the_plans_own_sentences_are_known_in_english() -> None:
    """What `forms` writes and what `reports` puts into other languages must stay the same words."""
    words = PATIENT.sentences
    seen_sides, seen_notes = set(), set()
    for example in (*PROGRAMMES, *WAITING):
        plan = a_paper(example).plan
        for activity in plan.activities:
            seen_sides.add(activity.side_words)
            if activity.note:
                seen_notes.add(activity.note)
                often = activity.dose.often
                assert activity.note == words.shorter.format(minutes=f"{plan.minutes_allowed:g}", often=often)
    known = {words.sides.format(side=getattr(words, name)) for name in ("left", "right", "sore")}
    assert seen_sides - {""} <= known
    assert seen_sides & known
    assert seen_notes


def test_a_shortened_day_is_said_in_spanish() -> None:
    paper = in_spanish("EX02")
    activity = next(one for one in paper.plan.activities if one.dose.least_times_a_day > 1)
    for times, often in ((1, "una vez al día"), (2, "2 veces al día")):
        dose = activity.dose.at_times_a_day(times)
        note = f"To keep your day to {paper.plan.minutes_allowed:g} minutes, do this {dose.often}."
        other = said_in("es", paper.assessment).activity(replace(activity, dose=dose, note=note), paper.plan)
        assert other.dose.often == often
        assert other.note == f"Para que su día no pase de 20 minutos, haga este {often}."


def test_words_of_a_caution_are_said_in_spanish() -> None:
    """As when a physio adds an exercise that one of them speaks against."""
    paper = in_spanish("EX02")
    said = said_in("es", paper.assessment)
    for caution in load_content().programme.cautions:
        activity = replace(paper.plan.activities[0], support=(caution.print,))
        (words,) = said.activity(activity, paper.plan).support
        assert words == next(one.print for one in said.content.programme.cautions if one.code == caution.code)
        assert words != caution.print


def test_a_message_about_the_scan_has_its_figures_in_spanish() -> None:
    for example in EXAMPLES:
        assessment = a_paper(example).assessment
        english = [one for one in assessment.impression.messages if one.audience == "patient"]
        spanish = said_in("es", assessment).messages()
        assert [one.id for one in spanish] == [one.id for one in english]
        for one, two in zip(english, spanish, strict=True):
            assert one.text != two.text
            assert "{" not in two.text
            assert [word for word in one.text.split() if word.isdigit()] == [
                word for word in two.text.split() if word.isdigit()
            ]


def test_what_people_typed_stays_as_they_typed_it() -> None:
    paper = in_spanish("EX02")
    goal = "Play with my grandchildren on the floor."
    printed_ = handout_pdf(replace(paper, plan=replace(paper.plan, goal=goal)))
    assert goal in " ".join(pdf.texts(printed_))


def test_the_clinicians_page_stays_english() -> None:
    assert clinician_summary_pdf(in_spanish("EX02")) == clinician_summary_pdf(a_paper("EX02"))


def test_the_emergency_card_alone_is_spanish() -> None:
    data = safety_card_pdf(in_spanish("EX02"))
    (page,) = pdf.texts(data)
    assert "Pare y busque ayuda hoy" in page
    assert pdf.title(data) == "Tarjeta de emergencia"


def test_what_has_no_words_yet_is_said_and_printed_in_english() -> None:
    """As when a clinic adds an exercise of its own: nothing is left out, and nobody is surprised."""
    files = {**FILES}
    for name, english in (("exercises/E12.toml", "Un-clench drill"), ("advice/ADV_01.toml", "Pacing")):
        files[name] = FILES[name].replace(english.encode(), f"Our {english}".encode())
    paper = in_spanish("EX02")
    content = read_content(files)
    own = replace(paper, assessment=assess_all(paper.assessment.response, content))
    assert left_in_english(paper) == ()
    assert left_in_english(own) == ("Our Un-clench drill", "Our Pacing")
    whole = " ".join(pdf.texts(handout_pdf(own)))
    assert "2. Our Un-clench drill" in whole
    assert "Suelte del todo. Sienta cómo caen." in whole
    assert left_in_english(replace(own, language="en")) == ()


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_spanish_paper_reads_easily_and_frightens_nobody(example: str) -> None:
    language = next(one for one in languages(FILES) if one.code == "es")
    handout = _handout(in_spanish(example), said_in("es", in_spanish(example).assessment))
    prose = [
        *handout.findings,
        *(text for card in handout.exercises for text in (card.why, card.position, *card.steps, card.easier)),
        *(text for module in handout.advice for text in module.paragraphs),
    ]
    reading = read(
        [text if text.endswith((".", "?", "!")) else f"{text}." for text in prose], measure=language.readability
    )
    assert reading.is_easy, reading
    said = {match.group() for _, _, match in unwanted(pages(example), words_of("es", FILES))}
    assert said <= {"diagnostica"}  # "No diagnostica"
