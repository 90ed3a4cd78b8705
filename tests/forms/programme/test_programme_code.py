"""A programme as a code: it comes back exactly, a slip of the finger is found where it is, and nobody makes one up."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from forms.programme.care_plan import Activity
from forms.programme.code_text import ALPHABET, CodeRefused, in_groups, place_of, symbols_of
from forms.programme.exercises import Dose, Exercise, Range
from forms.programme.programme_code import NOT_OURS, Prescribed, programme_code, read_code
from tests.forms.programme.people import PLAIN, content, facts_of, plan_for

KEY = bytes(range(32))
PATIENT, SOMEBODY_ELSE = "5c" * 16, "5d" * 16
SHA256 = "3fa9" * 16
SIGNED = date(2026, 3, 2)
LIBRARY = {
    **content().exercises,
    # A clinic's own pack may call its exercises anything.
    "Ours/1 é": replace(content().exercises["E10"], id="Ours/1 é"),
    "E127": replace(content().exercises["E11"], id="E127"),
    "E128": replace(content().exercises["E11"], id="E128"),
    "E00": replace(content().exercises["E11"], id="E00"),
}


def coded(activities: Sequence[Activity], *, key: bytes = KEY, patient: str = PATIENT) -> tuple[str, ...]:
    return programme_code(
        activities,
        LIBRARY,
        content_version="1.0",
        content_sha256=SHA256,
        signed_on=SIGNED,
        patient_id=patient,
        key=key,
    )


def as_printed(activities: Sequence[Activity]) -> tuple[Prescribed, ...]:
    return tuple(Prescribed(one.exercise, one.version, one.variant, one.side, one.dose) for one in activities)


def usual() -> tuple[Activity, ...]:
    """E10 E12 E15 E11 E38."""
    return plan_for(facts_of(PLAIN)).activities


RANGES = st.none() | st.tuples(st.integers(1, 300), st.integers(0, 60)).map(lambda two: Range(two[0], sum(two)))
DOSES = st.builds(
    Dose,
    amount=st.text(max_size=12),
    often=st.sampled_from(("once a day", "twice — on “good” days")),
    sets=RANGES,
    reps=RANGES,
    minutes=RANGES,
    times_a_day=RANGES,
    rep_s=st.none() | st.floats(0.5, 9),
    sides=st.sampled_from(("", "each", "sore")),
)


@st.composite
def an_activity(draw: st.DrawFn, exercise: Exercise) -> Activity:
    less_often = st.integers(1, 40).map(exercise.dose.at_times_a_day)
    return Activity(
        exercise=exercise.id,
        list="B",
        because="",
        version=draw(st.sampled_from(("standard", "easier", "no_kit"))),
        dose=draw(st.just(exercise.dose) | less_often | DOSES),
        variant=draw(st.sampled_from(("", *exercise.variants))),
        side=draw(st.sampled_from(("", "L", "R"))),
    )


@st.composite
def programmes(draw: st.DrawFn) -> tuple[Activity, ...]:
    chosen = draw(st.lists(st.sampled_from(sorted(LIBRARY)), unique=True, max_size=len(LIBRARY)))
    return tuple(draw(an_activity(LIBRARY[one])) for one in chosen)


@given(
    activities=programmes(),
    version=st.text("0123456789.-abcé", max_size=20),
    day=st.dates(date(2020, 1, 1), date(2199, 1, 1)),
    between=st.sampled_from(("", " ", "-", "\n", " - ")),
)
def test_a_programme_comes_back_exactly(
    activities: tuple[Activity, ...], version: str, day: date, between: str
) -> None:
    groups = programme_code(
        activities,
        LIBRARY,
        content_version=version,
        content_sha256=SHA256,
        signed_on=day,
        patient_id=PATIENT,
        key=KEY,
    )
    code = read_code(between.join(groups).lower(), KEY)
    assert code.prescribed(LIBRARY) == as_printed(activities)
    assert (code.content_version, code.signed_on) == (version, day)
    assert code.is_made_with(version, SHA256)
    assert not code.is_made_with(version, "4" + SHA256[1:]) and not code.is_made_with(version + "x", SHA256)


def test_every_exercise_comes_back_in_each_version_variant_and_side() -> None:
    for exercise in LIBRARY.values():
        activities = tuple(
            Activity(exercise.id, "B", "", version, exercise.dose, variant=variant, side=side)
            for version in ("standard", "easier", "no_kit")
            for variant in ("", *exercise.variants)
            for side in ("", "L", "R")
        )
        assert read_code(" ".join(coded(activities)), KEY).prescribed(LIBRARY) == as_printed(activities)


def test_a_usual_programme_is_short_enough_to_type() -> None:
    assert len("".join(coded(usual()))) <= 65
    assert len("".join(coded((*usual(), usual()[0], usual()[1])))) <= 80


def test_the_same_programme_always_has_the_same_code() -> None:
    assert coded(usual()) == coded(usual())


def test_one_wrong_character_anywhere_is_found_and_its_group_named() -> None:
    groups = coded(usual())
    right = "".join(groups)
    for at, meant in enumerate(right):
        for typed in ALPHABET.replace(meant, "") + "U?É":
            with pytest.raises(CodeRefused) as refused:
                read_code(right[:at] + typed + right[at + 1 :], KEY)
            assert refused.value.groups == (at // 5 + 1,)
            assert str(refused.value).startswith(f"Group {at // 5 + 1} (")


def test_characters_and_groups_changed_about_are_found() -> None:
    groups = coded(usual())
    right = "".join(groups)
    for at in range(len(right) - 1):
        if right[at] != right[at + 1]:
            with pytest.raises(CodeRefused) as refused:
                read_code(right[:at] + right[at + 1] + right[at] + right[at + 2 :], KEY)
            assert at // 5 + 1 in refused.value.groups
    for at in range(len(groups) - 1):
        with pytest.raises(CodeRefused) as refused:
            read_code(" ".join((*groups[:at], groups[at + 1], groups[at], *groups[at + 2 :])), KEY)
        assert refused.value.groups == (at + 1, at + 2)


def test_a_missing_character_is_found_in_its_group() -> None:
    groups = coded(usual())
    for number, group in enumerate(groups):
        with pytest.raises(CodeRefused) as refused:
            read_code(" ".join((*groups[:number], group[1:], *groups[number + 1 :])), KEY)
        assert refused.value.groups == (number + 1,)


@pytest.mark.parametrize("between", ["", " ", "  ", " - "])
def test_a_group_with_a_mistake_can_be_shown_where_it_was_typed(between: str) -> None:
    typed = between.join(coded(usual()))
    for number, group in enumerate(coded(usual()), 1):
        start, end = place_of(typed, number)
        assert typed[start:end] == group


def test_a_missing_or_doubled_group_is_found_where_it_is() -> None:
    groups = coded(usual())
    for number in range(len(groups) - 1):
        for typed in ((*groups[:number], *groups[number + 1 :]), (*groups[:number], groups[number], *groups[number:])):
            with pytest.raises(CodeRefused) as refused:
                read_code(" ".join(typed), KEY)
            assert refused.value.groups[0] in (number + 1, number + 2)


def test_a_code_that_ends_too_early_is_refused() -> None:
    groups = coded(usual())
    for number in range(len(groups)):
        with pytest.raises(CodeRefused):
            read_code(" ".join(groups[:number]), KEY)


def test_letters_that_look_like_digits_and_any_spacing_will_do() -> None:
    groups = coded(usual())
    as_typed = "".join(groups).replace("0", "o").replace("1", "l").lower()
    apart = " ".join(as_typed[at : at + 7] for at in range(0, len(as_typed), 7))
    assert read_code(apart, KEY) == read_code(as_typed.replace("l", "i"), KEY) == read_code(" ".join(groups), KEY)


@given(st.text())
def test_whatever_is_typed_is_refused_in_words(typed: str) -> None:
    with pytest.raises(CodeRefused) as refused:
        read_code(typed, KEY)
    assert str(refused.value)


def test_a_code_that_was_changed_with_care_is_refused() -> None:
    symbols = symbols_of(" ".join(coded(usual())))
    for at in range(1, len(symbols)):
        other = ALPHABET[(ALPHABET.index(symbols[at]) + 1) % 32]
        with pytest.raises(CodeRefused, match="was not made by this clinic") as refused:
            read_code(" ".join(in_groups(symbols[:at] + other + symbols[at + 1 :])), KEY)
        assert str(refused.value) == NOT_OURS


def test_a_code_of_a_later_format_is_refused_as_such() -> None:
    symbols = symbols_of(" ".join(coded(usual())))
    with pytest.raises(CodeRefused, match="no code of a programme that this version"):
        read_code(" ".join(in_groups("2" + symbols[1:])), KEY)


def test_a_code_made_with_another_secret_is_refused() -> None:
    with pytest.raises(CodeRefused, match="was not made by this clinic"):
        read_code(" ".join(coded(usual(), key=bytes(32))), KEY)


def test_a_code_of_somebody_else_is_noticed() -> None:
    ours, theirs = (read_code(" ".join(coded(usual(), patient=who)), KEY) for who in (PATIENT, SOMEBODY_ELSE))
    assert ours.is_of(PATIENT, KEY) and not ours.is_of(SOMEBODY_ELSE, KEY)
    assert theirs.is_of(SOMEBODY_ELSE, KEY) and not theirs.is_of(PATIENT, KEY)


def test_a_code_says_nothing_about_whose_it_is_without_the_secret() -> None:
    head = 16  # the format, the seal and the mark
    ours, theirs = (symbols_of(" ".join(coded(usual(), patient=who))) for who in (PATIENT, SOMEBODY_ELSE))
    assert ours[head:] == theirs[head:] and ours[:head] != theirs[:head]
    # Two papers of one person bear different marks, so that nobody can tell that they belong together.
    later = symbols_of(" ".join(coded(usual()[1:])))
    assert later[11:head] != ours[11:head]


def test_a_programme_that_its_content_does_not_explain_gets_no_code() -> None:
    with pytest.raises(ValueError):
        coded([replace(usual()[0], variant="upside_down")])
