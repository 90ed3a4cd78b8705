"""A mistake in a file of rules is refused with its file, its line and what would be right."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from forms.content import load_content, read_content, shipped_files
from forms.errors import ContentError
from forms.rules.rulebook import Flag, Rulebook

SOURCES = "rules/sources.toml"
SCORING = "rules/scoring.toml"
TIERS = "rules/red_flags/tiers.toml"
HIP = "rules/drivers/B_hip.toml"
DIFFERENTIALS = "rules/differentials.toml"
MESSAGES = "rules/imaging/messages.toml"
PREVALENCE = "rules/imaging/prevalence.toml"
RESORPTION = "rules/imaging/resorption.toml"
CONCORDANCE = "rules/imaging/concordance.toml"
BLADDER = next(name for name, text in shipped_files().items() if b'id = "RF01"' in text and "red_flags" in name)


def changed(file: str, old: str, new: str) -> Rulebook:
    files = dict(shipped_files())
    text = files[file].decode()
    assert old in text, old
    files[file] = text.replace(old, new, 1).encode()
    return read_content(files).rulebook


def refusal(file: str, old: str, new: str) -> str:
    with pytest.raises(ContentError) as caught:
        changed(file, old, new)
    return str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (SOURCES, 'key = "V44"', 'key = "V43"', ', source "V43": duplicate source "V43".'),
        (SOURCES, 'key = "V43"', 'key = "V43"\ncolour = "red"',
         ', source "V43": unknown key "colour". Allowed here: address, key, title.'),
        (SOURCES, '[[source]]', 'colour = "red"\n[[source]]', ': unknown key "colour". Allowed here: source.'),
        (SOURCES, 'key = "V44"', 'key = "V44"\ncolour = "red"',
         ', source "V44": unknown key "colour". Allowed here: address, key, title.'),
        (SCORING, 'supported = 6', 'supported = 6\ncolour = "red"', ', [scoring]: unknown key "colour".'),
        (SCORING, '[words]', 'colour = "red"\n[words]', ', [scoring]: unknown key "colour".'),
        (SCORING, '"ex_slr_pos"', '"ex_slr_pso"',
         ', [scoring]: unknown item "ex_slr_pso". Did you mean "ex_slr_pos"?'),
        (SCORING, '[scoring]', 'colour = "red"\n[scoring]',
         ': unknown key "colour". Allowed here: scoring, words.'),
        (HIP, 'id = "B02"', 'id = "B01"',
         ', rule "B01": duplicate id "B01"; it is already in rules/drivers/B_hip.toml.'),
        (HIP, 'id = "B03"', 'id = "A01"',
         ', rule "A01": duplicate id "A01"; it is already in rules/drivers/A_posture.toml.'),
        (HIP, 'points = 2', 'points = 0', ', rule "B01": a rule that adds nothing is no rule.'),
        (HIP, 'id = "B02"', 'id = "B02"\ncolour = "red"',
         ', rule "B02": unknown key "colour". '
         'Allowed here: anchor, because, grade, group, id, imaging, points, sources, when.'),
        (HIP, 'core_needed = 4', 'core_needed = 4\ncolour = "red"',
         ', driver "B": unknown key "colour". Did you mean "core"?'),
        (HIP, '[driver]', 'colour = "red"\n[driver]', ': unknown key "colour". Allowed here: driver, rule.'),
        (HIP, '"buttock_deep"', '"buttock_depe"',
         ', driver "B": unknown item "buttock_depe". Did you mean "buttock_deep"?'),
        (HIP, 'sources = ["V36", "V37"]', 'sources = []', ', rule "B01": every clinical claim needs a source.'),
        (HIP, 'sources = ["V36", "V37"]', 'sources = ["V36", "V3777"]',
         ', rule "B01": unknown source "V3777". Did you mean "V77"?'),
        (TIERS, 'id = "routine"', 'id = "routine"\ncolours = "red"',
         ', tier "routine": unknown key "colours". Did you mean "colour"?'),
        (TIERS, '[[tier]]', 'colour = "red"\n[[tier]]', ': unknown key "colour". Allowed here: hold, tier.'),
        (BLADDER, 'item = "rf_bladder"', 'item = "rf_bladed"',
         ', flag "RF01": unknown item "rf_bladed". Did you mean "rf_bladder"?'),
        (BLADDER, 'item = "rf_bladder"', 'item = "rf_bladder"\ncolour = "red"',
         ', flag "RF01": unknown key "colour".'),
        (BLADDER, '[flag]', 'colour = "red"\n[flag]', ': unknown key "colour". Allowed here: flag.'),
        (BLADDER, '[[flag.tier]]', '[[flag.tier]]\ncolour = "red"',
         ', flag "RF01" tier 1: unknown key "colour". Allowed here: because, tier, when.'),
        (BLADDER, 'id = "RF01"', 'id = "A01"',
         ', flag "A01": duplicate id "A01"; it is already in rules/drivers/A_posture.toml.'),
        (DIFFERENTIALS, 'id = "DX_PAD"', 'id = "DX_LSS"',
         ', differential "DX_LSS": duplicate id "DX_LSS"; it is already in rules/differentials.toml.'),
        (DIFFERENTIALS, 'id = "DX_PAD"', 'id = "DX_PAD"\ncolour = "red"',
         ', differential "DX_PAD": unknown key "colour". '
         'Allowed here: against, because, consider, grade, id, next_step, sources, stronger_because, when.'),
        (DIFFERENTIALS, '[[differential]]', 'colour = "red"\n[[differential]]',
         ': unknown key "colour". Allowed here: differential.'),
        (MESSAGES, 'id = "IMG_OLD"', 'id = "IMG_AGE"',
         ', message "IMG_AGE": duplicate id "IMG_AGE"; it is already in rules/imaging/messages.toml.'),
        (MESSAGES, 'audience = "physio"', 'audience = "reception"',
         ', message "IMG_DISCORD": "audience" cannot be "reception". Allowed here: patient, physio.'),
        (MESSAGES, 'id = "IMG_OLD"', 'id = "IMG_OLD"\ncolour = "red"',
         ', message "IMG_OLD": unknown key "colour". Allowed here: audience, grade, id, sources, text, when.'),
        (PREVALENCE, 'key = "bulge"', 'key = "bulge"\ncolour = "red"',
         ', finding "bulge": unknown key "colour". '
         'Allowed here: is_age_change, key, percent, sources, unchecked, words.'),
        (PREVALENCE, '[ages]', 'colour = "red"\n[ages]', ': unknown key "colour". Allowed here: ages, finding.'),
        (PREVALENCE, 'decades = [', 'colour = "red"\ndecades = [',
         ', [ages]: unknown key "colour". Allowed here: decades.'),
        (PREVALENCE, 'percent = [30, ', 'percent = [',
         ', finding "bulge": 7 percentages needed, one a decade; here are 6.'),
        (RESORPTION, 'key = "bulge"', 'key = "bulge"\ncolour = "red"',
         ', shape 4: unknown key "colour". Allowed here: key, sources, words.'),
        (CONCORDANCE, 'order = [', 'colour = "red"\norder = [',
         ', [roots]: unknown key "colour". Allowed here: order.'),
        (CONCORDANCE, '[roots]', 'colour = "red"\n[roots]',
         ': unknown key "colour". Allowed here: coarse_area, disc, root, roots.'),
        (CONCORDANCE, 'level = "L2/3"', 'level = "L2/3"\ncolour = "red"',
         ', disc 1: unknown key "colour". Allowed here: foraminal, level, off_centre.'),
        (CONCORDANCE, 'id = "L5"', 'id = "L5"\ncolour = "red"',
         ', root 4: unknown key "colour". Allowed here: id, reflex_items, sites.'),
        (CONCORDANCE, 'item = "pain_extent"', 'item = "pain_extent"\ncolour = "red"',
         ', coarse_area 1: unknown key "colour". Allowed here: code, item, roots.'),
        (CONCORDANCE, 'item = "pain_extent"', 'item = "pain_exten"',
         ', coarse_area 1: unknown item "pain_exten". Did you mean "pain_extent"?'),
        (CONCORDANCE, '"ex_reflex_ankle"', '"ex_reflex_ankel"',
         ', root 5: unknown item "ex_reflex_ankel". Did you mean "ex_reflex_ankle_R"?'),
        (CONCORDANCE, 'off_centre = "S1"', 'off_centre = "S2"',
         ', disc 4: "off_centre" cannot be "S2". Allowed here: L2, L3, L4, L5, S1.'),
    ],
)  # fmt: skip
def test_a_mistake_in_the_rules_is_refused_with_file_line_entry_and_what_would_be_right(
    file: str, old: str, new: str, told: str
) -> None:
    text = shipped_files()[file].decode()
    above = text[: text.index(old)] + new[: new.find("colour")] * ("colour" in new)
    line = above.count("\n") + 1
    assert refusal(file, old, new) == f"{file}, line {line}{told}"


def test_a_tier_without_its_words_is_refused() -> None:
    told = refusal(TIERS, 'id = "routine"', 'id = "soon"')
    assert told == f'{TIERS}, line 1: no text for tier "routine".'


def test_a_flag_that_can_never_be_raised_is_refused() -> None:
    text = shipped_files()[BLADDER].decode()
    head = text[: text.index("[[flag.tier]]")]
    files = dict(shipped_files()) | {BLADDER: head.encode()}
    with pytest.raises(ContentError) as caught:
        read_content(files)
    assert str(caught.value) == f'{BLADDER}, line 1, flag "RF01": a flag without a [[flag.tier]] can never be raised.'


@pytest.mark.parametrize(
    "file", [SOURCES, SCORING, TIERS, DIFFERENTIALS, MESSAGES, PREVALENCE, RESORPTION, CONCORDANCE]
)
def test_a_file_that_is_missing_is_named(file: str) -> None:
    files = {name: text for name, text in shipped_files().items() if name != file}
    with pytest.raises(ContentError, match=f"^{file} is missing from the content pack"):
        read_content(files)


def test_a_folder_without_files_is_named() -> None:
    files = {name: text for name, text in shipped_files().items() if not name.startswith("rules/drivers/")}
    with pytest.raises(ContentError, match=r"^rules/drivers/ holds no files"):
        read_content(files)


def test_the_drivers_and_flags_stand_in_the_order_of_their_files_whatever_order_those_are_read_in() -> None:
    turned = dict(reversed(list(shipped_files().items())))
    book, again = load_content().rulebook, read_content(turned).rulebook
    assert [one.id for one in again.drivers] == [one.id for one in book.drivers] == ["A", "B", "C", "D"]
    assert [one.id for one in again.flags] == [one.id for one in book.flags]


def _bladder(book: Rulebook) -> list[Flag]:
    return [one for one in book.flags if one.id == "RF01"]


@pytest.mark.parametrize(
    ("file", "keys", "entries"),
    [
        (SOURCES, ["address"], lambda book: book.sources.values()),
        (HIP, ["against", "note", "history_anchor"], lambda book: [book.driver("B")]),
        (HIP, ["anchor", "group", "imaging"], lambda book: book.driver("B").rules),
        (TIERS, ["time_limit", "staff"], lambda book: book.tiers.values()),
        (BLADDER, ["staff_extra", "leaflet", "reception_text", "note", "acts", "asks_then"], _bladder),
        (BLADDER, ["asks_when", "raised_by_worsening"], _bladder),
        (
            DIFFERENTIALS,
            ["against", "next_step", "stronger_when", "stronger_because"],
            lambda book: book.differentials,
        ),
        (PREVALENCE, ["unchecked"], lambda book: book.prevalence.values()),
        (CONCORDANCE, ["reflex_items"], lambda book: book.concordance.roots),
    ],
)
def test_what_may_be_left_out_is_empty_or_no(
    file: str, keys: list[str], entries: Callable[[Rulebook], Iterable[Any]]
) -> None:
    text = shipped_files()[file].decode()
    for key in keys:
        text = "".join(_without(text.splitlines(keepends=True), key))
    book = read_content(dict(shipped_files()) | {file: text.encode()}).rulebook
    named = {"anchor": "is_anchor", "imaging": "is_imaging", "raised_by_worsening": "is_raised_by_worsening"}
    left = {(key, getattr(one, named.get(key, key))) for one in entries(book) for key in keys}
    assert left and not [(key, value) for key, value in left if value]


def test_a_flag_asks_its_own_question_and_a_finding_is_a_change_with_age_unless_they_say_otherwise() -> None:
    book = read_content(dict(shipped_files())).rulebook
    assert [one.asks for one in _bladder(book)] == [("rf_bladder",)]
    assert {key for key, one in book.prevalence.items() if not one.is_age_change} == {"protrusion", "spondylolisthesis"}


def _without(lines: list[str], key: str) -> list[str]:
    """The lines of a file without one entry, which may run over several lines in triple quotes."""
    kept, inside = [], False
    for line in lines:
        if line.startswith(f"{key} ="):
            inside = line.count('"""') == 1
        elif inside:
            inside = '"""' not in line
        else:
            kept.append(line)
    return kept
