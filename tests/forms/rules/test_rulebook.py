"""A mistake in a file of rules is refused with its file, its line and what would be right."""

import pytest

from forms.content import load_content, read_content, shipped_files
from forms.errors import ContentError
from forms.rules.rulebook import Rulebook

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
        (SOURCES, 'key = "V44"', 'key = "V43"', 'duplicate source "V43".'),
        (SOURCES, 'key = "V43"', 'key = "V43"\ncolour = "red"', 'colour'),
        (SOURCES, '[[source]]', 'colour = "red"\n[[source]]', 'colour'),
        (SCORING, 'supported = 6', 'supported = 6\ncolour = "red"', 'colour'),
        (SCORING, '[words]', 'colour = "red"\n[words]', 'colour'),
        (SCORING, '"ex_slr_pos"', '"ex_slr_pso"', 'unknown item "ex_slr_pso". Did you mean "ex_slr_pos"?'),
        (HIP, 'id = "B02"', 'id = "B01"', f'duplicate id "B01"; it is already in {HIP}.'),
        (HIP, 'id = "B03"', 'id = "A01"', 'duplicate id "A01"; it is already in rules/drivers/A_'),
        (HIP, 'points = 2', 'points = 0', "a rule that adds nothing is no rule."),
        (HIP, 'id = "B02"', 'id = "B02"\ncolour = "red"', 'colour'),
        (HIP, 'core_needed = 4', 'core_needed = 4\ncolour = "red"', 'colour'),
        (HIP, '[driver]', 'colour = "red"\n[driver]', 'colour'),
        (HIP, '"buttock_deep"', '"buttock_depe"', 'unknown item "buttock_depe". Did you mean "buttock_deep"?'),
        (HIP, 'sources = ["V36", "V37"]', 'sources = []', "every clinical claim needs a source."),
        (HIP, 'sources = ["V36", "V37"]', 'sources = ["V36", "V3777"]', 'unknown source "V3777".'),
        (TIERS, 'id = "routine"', 'id = "soon"', 'no text for tier "routine".'),
        (TIERS, 'id = "routine"', 'id = "routine"\ncolours = "red"', 'colours'),
        (TIERS, '[[tier]]', 'colour = "red"\n[[tier]]', 'colour'),
        (BLADDER, 'item = "rf_bladder"', 'item = "rf_bladed"', 'unknown item "rf_bladed". Did you mean "rf_bladder"?'),
        (BLADDER, 'item = "rf_bladder"', 'item = "rf_bladder"\ncolour = "red"', 'colour'),
        (BLADDER, '[flag]', 'colour = "red"\n[flag]', 'colour'),
        (BLADDER, '[[flag.tier]]', '[[flag.tier]]\ncolour = "red"', 'colour'),
        (BLADDER, 'id = "RF01"', 'id = "A01"', 'duplicate id "A01"'),
        (DIFFERENTIALS, 'id = "DX_PAD"', 'id = "DX_LSS"', f'duplicate id "DX_LSS"; it is already in {DIFFERENTIALS}.'),
        (DIFFERENTIALS, 'id = "DX_PAD"', 'id = "DX_PAD"\ncolour = "red"', 'colour'),
        (DIFFERENTIALS, '[[differential]]', 'colour = "red"\n[[differential]]', 'colour'),
        (MESSAGES, 'id = "IMG_OLD"', 'id = "IMG_AGE"', 'duplicate id "IMG_AGE"'),
        (MESSAGES, 'audience = "physio"', 'audience = "reception"', 'reception'),
        (PREVALENCE, 'key = "bulge"', 'key = "bulge"\ncolour = "red"', 'colour'),
        (PREVALENCE, '[ages]', 'colour = "red"\n[ages]', 'colour'),
        (PREVALENCE, 'decades = [', 'colour = "red"\ndecades = [', 'colour'),
        (PREVALENCE, 'percent = [30, ', 'percent = [', "7 percentages needed, one a decade; here are 6."),
        (RESORPTION, 'key = "bulge"', 'key = "bulge"\ncolour = "red"', 'colour'),
        (CONCORDANCE, 'order = [', 'colour = "red"\norder = [', 'colour'),
        (CONCORDANCE, '[roots]', 'colour = "red"\n[roots]', 'colour'),
        (CONCORDANCE, 'level = "L2/3"', 'level = "L2/3"\ncolour = "red"', 'colour'),
        (CONCORDANCE, 'id = "L5"', 'id = "L5"\ncolour = "red"', 'colour'),
        (CONCORDANCE, 'item = "pain_extent"', 'item = "pain_extent"\ncolour = "red"', 'colour'),
        (CONCORDANCE, 'item = "pain_extent"', 'item = "pain_exten"', 'unknown item "pain_exten".'),
        (CONCORDANCE, '"ex_reflex_ankle"', '"ex_reflex_ankel"', 'unknown item "ex_reflex_ankel".'),
        (CONCORDANCE, 'off_centre = "S1"', 'off_centre = "S2"', 'S2'),
    ],
)  # fmt: skip
def test_a_mistake_in_the_rules_is_refused_with_file_and_line(file: str, old: str, new: str, told: str) -> None:
    said = refusal(file, old, new)
    assert told in said
    assert said.startswith(f"{file}, line ")


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        (SOURCES, 'key = "V44"', 'key = "V44"\ncolour = "red"', 'source "V44"'),
        (HIP, 'id = "B02"', 'id = "B02"\ncolour = "red"', 'rule "B02"'),
        (HIP, 'core_needed = 4', 'core_needed = 4\ncolour = "red"', 'driver "B"'),
        (TIERS, 'id = "routine"', 'id = "routine"\ncolours = "red"', 'tier "routine"'),
        (BLADDER, 'item = "rf_bladder"', 'item = "rf_bladder"\ncolour = "red"', 'flag "RF01"'),
        (DIFFERENTIALS, 'id = "DX_PAD"', 'id = "DX_PAD"\ncolour = "red"', 'differential "DX_PAD"'),
        (MESSAGES, 'id = "IMG_OLD"', 'id = "IMG_OLD"\ncolour = "red"', 'message "IMG_OLD"'),
        (PREVALENCE, 'key = "bulge"', 'key = "bulge"\ncolour = "red"', 'finding "bulge"'),
    ],
)  # fmt: skip
def test_the_entry_with_the_mistake_is_named(file: str, old: str, new: str, named: str) -> None:
    assert named in refusal(file, old, new)


def test_a_flag_that_can_never_be_raised_is_refused() -> None:
    text = shipped_files()[BLADDER].decode()
    head = text[: text.index("[[flag.tier]]")]
    files = dict(shipped_files()) | {BLADDER: head.encode()}
    with pytest.raises(ContentError, match="can never be raised"):
        read_content(files)


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


def test_what_may_be_left_out_of_a_rule_is_empty_or_no() -> None:
    book = load_content().rulebook
    plain = next(rule for rule in book.driver("B").rules if rule.id == "B02")
    assert (plain.is_anchor, plain.is_imaging, plain.group) == (False, False, "")
    calc = next(one for one in book.differentials if one.id == "DX_CALC")
    assert (calc.against, calc.stronger_when, calc.stronger_because) == ("", None, "")


@pytest.mark.parametrize("key", ["staff_extra", "leaflet", "reception_text", "note", "acts"])
def test_what_may_be_left_out_of_a_flag_is_empty(key: str) -> None:
    lines = shipped_files()[BLADDER].decode().splitlines(keepends=True)
    files = dict(shipped_files()) | {BLADDER: "".join(_without(lines, key)).encode()}
    flag = next(one for one in read_content(files).rulebook.flags if one.id == "RF01")
    assert not getattr(flag, key)


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


def test_a_finding_that_is_no_age_change_says_so_and_the_others_need_not() -> None:
    book = load_content().rulebook
    assert {key for key, one in book.prevalence.items() if not one.is_age_change} == {"protrusion", "spondylolisthesis"}
