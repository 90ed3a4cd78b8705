"""A release: what is signed, that every change shows, and that one person, or another's key, is not enough."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from forms.content import RELEASE, fingerprint, load_content, read_content, shipped_files
from forms.errors import ContentError
from forms.lint.problem import Problem
from forms.lint.release import release_problems
from forms.release import Previous, Release, Releaser, key_mark, new_release, read_release, release_text, signed

TODAY = date(2026, 12, 1)
JO = Releaser("Jo Hart", "PH 1", "2026-11-30", 'I read "every" rule.', "")
SAM = Releaser("Sam Łęcki 山", "PH 2", "2026-12-01", "I tried the cases.", "")
JO_KEY, SAM_KEY = bytes(range(32)), bytes(range(1, 33))

FILES: Mapping[str, bytes] = {
    **shipped_files(),
    "rules/scoring.toml": shipped_files()["rules/scoring.toml"].replace(b'version = "1.0"', b'version = "1.1"'),
    "cases/ours.toml": b'[[case]]\nname = "a"\nanswers = { agg_bend = "no" }\nexpect = { tier = "urgent" }\n',
}
CONTENT = read_content({name: text for name, text in FILES.items() if not name.startswith("cases/")})
SHIPPED = Previous(load_content().version, load_content().sha256)
UNSIGNED = new_release(CONTENT, FILES, SHIPPED)
PROPOSED = signed(UNSIGNED, JO, JO_KEY)
WHOLE = signed(PROPOSED, SAM, SAM_KEY)


def found(release: Release, files: Mapping[str, bytes] = FILES, today: date = TODAY) -> list[Problem]:
    return list(release_problems(release_text(release).encode(), CONTENT, files, today))


def codes(release: Release, today: date = TODAY) -> list[str]:
    return [one.code for one in found(release, today=today)]


def test_a_release_by_two_people_holds_and_reads_back_as_written() -> None:
    assert read_release(release_text(WHOLE).encode()) == WHOLE
    assert WHOLE.is_whole
    assert found(WHOLE) == []


def test_the_release_is_no_part_of_the_hash_and_the_shipped_hash_is_what_it_was() -> None:
    assert WHOLE.sha256 == CONTENT.sha256 == fingerprint(CONTENT.files)
    assert RELEASE not in shipped_files()


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_a_change_of_any_byte_of_any_file_is_found_and_named(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FILES)))
    place = data.draw(st.integers(0, len(FILES[name]) - 1))
    text = bytearray(FILES[name])
    text[place] ^= data.draw(st.integers(1, 255))
    problems = found(WHOLE, {**FILES, name: bytes(text)})
    assert [one.file for one in problems if one.is_error] == [name]


def test_a_file_that_came_or_went_is_named() -> None:
    files = {**FILES, "advice/ADV_99.toml": b""}
    del files["cases/ours.toml"]
    came, went = found(WHOLE, files)
    assert (came.file, "was added" in came.text) == ("advice/ADV_99.toml", True)
    line = release_text(WHOLE).splitlines()[went.line - 1]
    assert went.file == RELEASE and line.startswith('"cases/ours.toml"') and "is gone" in went.text


def test_a_shipped_file_that_a_newer_program_brings_is_said_to_be_the_program_s() -> None:
    advice = "advice/ADV_01.toml"
    release = signed(signed(new_release(CONTENT, {**FILES, advice: b"older"}), JO, JO_KEY), SAM, SAM_KEY)
    named = next(one for one in found(release) if one.file == advice)
    assert "comes with the program" in named.text


@pytest.mark.parametrize(
    "change",
    [
        {"version": "1.2"},
        {"released": "2026-11-22"},
        {"sha256": "0" * 64},
        {"previous": None},
        {"previous": Previous("0.9", "1" * 64)},
        {"files": {**UNSIGNED.files, "advice/ADV_01.toml": "0" * 64}},
    ],
)
def test_both_signatures_fail_once_anything_they_stand_under_is_another(change: dict[str, object]) -> None:
    changed = replace(WHOLE, **change)  # type: ignore[arg-type]
    assert codes(changed).count("release_signature") == 2
    assert not changed.is_whole


@pytest.mark.parametrize("field", ["name", "registration", "on", "confirms", "key", "signature"])
def test_a_signature_stands_for_who_when_and_what_was_confirmed(field: str) -> None:
    value = {"on": "2026-11-29", "key": WHOLE.people[0].key, "signature": WHOLE.people[0].signature}.get(field, "Else")
    changed = replace(WHOLE, people=(WHOLE.people[0], replace(WHOLE.people[1], **{field: value})))
    assert "release_signature" in codes(changed)
    assert not changed.is_whole


def test_a_signature_by_another_key_is_refused() -> None:
    by_another = signed(PROPOSED, SAM, bytes(32)).people[1]
    forged = replace(by_another, key=WHOLE.people[1].key)
    assert codes(replace(WHOLE, people=(WHOLE.people[0], forged))) == ["release_signature"]


@pytest.mark.parametrize("damaged", ["", "zz", "00", "f" * 63])
def test_a_damaged_key_or_signature_is_not_true_and_breaks_nothing(damaged: str) -> None:
    for field in ("key", "signature"):
        person = replace(WHOLE.people[1], **{field: damaged or "0"})
        assert codes(replace(WHOLE, people=(WHOLE.people[0], person))) == ["release_signature"]


@pytest.mark.parametrize(
    ("second", "key"),
    [
        (replace(SAM, name="JO  HART"), SAM_KEY),
        (replace(SAM, registration="ph-1"), SAM_KEY),
        (SAM, JO_KEY),
    ],
)
def test_one_person_is_not_two(second: Releaser, key: bytes) -> None:
    alone = signed(PROPOSED, second, key)
    assert codes(alone) == ["release_one_person"]
    assert not alone.is_whole


def test_a_proposal_alone_is_no_release() -> None:
    assert codes(PROPOSED) == codes(UNSIGNED) == ["release_one_person"]
    assert codes(signed(WHOLE, replace(SAM, name="Kim", registration="PH 3"), bytes(32))) == ["release_people"]


def release_of(version: str, previous: Previous | None, released: str = "2026-11-23") -> Release:
    content_of = replace(UNSIGNED, version=version, previous=previous, released=released)
    return signed(signed(content_of, JO, JO_KEY), SAM, SAM_KEY)


@pytest.mark.parametrize(
    ("version", "before", "is_raised"),
    [
        ("1.1", "1.0", True), ("1.10", "1.9", True), ("2", "1.9", True), ("1.0.1", "1", True),
        ("1.1", "1.1", False), ("1.1", "1.10", False), ("1.1", "2", False), ("2.0", "2", False), ("1.1b", "1.0", False),
    ],
)  # fmt: skip
def test_the_version_must_be_higher_than_that_of_the_release_before(version: str, before: str, is_raised: bool) -> None:
    problems = codes(release_of(version, Previous(before, "0" * 64)))
    assert ("release_version" not in problems) == is_raised


def test_other_content_may_not_carry_the_version_of_the_shipped() -> None:
    assert "release_version" in codes(release_of(SHIPPED.version, Previous("0.1", "0" * 64)))


@pytest.mark.parametrize(
    ("today", "is_told"), [(date(2026, 11, 30), True), (date(2026, 12, 1), False), (date(2026, 12, 2), False)]
)
def test_a_day_that_has_not_come_is_told(today: date, is_told: bool) -> None:
    # Sam signs on 1 December.
    assert ("release_date" in codes(WHOLE, today)) == is_told


@pytest.mark.parametrize(
    ("released", "is_told"), [("2026-12-01", False), ("2026-12-02", True), ("soon", True), ("2026-02-30", True)]
)
def test_a_release_date_in_the_future_or_that_is_none_is_told(released: str, is_told: bool) -> None:
    assert ("release_date" in codes(release_of("1.1", SHIPPED, released))) == is_told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("format = 1", "format = 2", "line 2: a newer version"),
        ("format = 1\n", "", '"format" is missing'),
        ('name = "Jo Hart"', "name = 1", "line 12, signed 1"),
        ("[files]", "[fils]", "unknown key|missing"),
        ("[[signed]]", "[[sign]]", "unknown key"),
        ('"advice/ADV_01.toml" = "', '"advice/ADV_01.toml" = "" #', "must not be empty"),
        ("[previous]", "[previous]\nby = 1", 'unknown key "by"'),
    ],
)
def test_a_file_that_is_no_release_is_refused_with_its_line(old: str, new: str, told: str) -> None:
    text = release_text(WHOLE)
    assert old in text
    with pytest.raises(ContentError, match=told):
        read_release(text.replace(old, new, 1).encode())


def test_two_keys_have_two_marks_that_can_be_read_out() -> None:
    marks = {key_mark(one.key) for one in WHOLE.people}
    assert len(marks) == 2
    assert all(len(mark.split("-")) == 5 for mark in marks)
