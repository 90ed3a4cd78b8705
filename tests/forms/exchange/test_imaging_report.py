"""Pasted reports are read as a careful clerk would: what is said, never what is denied, doubted or remembered."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.content import load_questionnaire, shipped_files
from forms.errors import ContentError
from forms.exchange.imaging_report import Quote, ReportReading, read_report
from forms.exchange.report_words import FILE, load_report_words, read_report_words

REPORTS = [
    pytest.param(report, id=f"{path.stem}: {report['name']}")
    for path in sorted((Path(__file__).parent / "reports").glob("*.toml"))
    for report in tomllib.loads(path.read_text("utf-8"))["report"]
]
WORDS = load_report_words()
FORM = load_questionnaire()


def suggested(reading: ReportReading) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in reading.suggestions:
        found.setdefault(one.item, []).append(one.code)
    return {item: sorted(codes) for item, codes in found.items()}


def quotes_of(reading: ReportReading) -> list[Quote]:
    parts = [*reading.suggestions, *reading.left_blank]
    for level in reading.levels:
        parts += [*level.suggestions, *level.left_blank]
    return [
        *(quote for part in parts for quote in part.quotes),
        *(one.quote for one in reading.not_taken),
        *reading.ignored,
    ]


def test_there_are_reports_enough() -> None:
    assert len(REPORTS) >= 40


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_is_read_as_a_person_would(report: Mapping[str, Any]) -> None:
    reading = read_report(report["text"])
    assert suggested(reading) == {item: sorted(codes) for item, codes in report["codes"].items()}
    assert [item for item in report["blank"] if reading.blank(item) is None] == []
    provisional = {one.item for one in reading.suggestions if one.sure == "provisional"}
    assert provisional >= set(report.get("provisional", ()))
    assert reading.has_urgent is report.get("urgent", False)
    for level, codes in report.get("levels", {}).items():
        found = next(one for one in reading.levels if one.level == level)
        for item, wanted in codes.items():
            assert sorted(one.code for one in found.suggestions if one.item == item) == sorted(wanted)


@pytest.mark.parametrize("report", REPORTS)
def test_every_suggestion_shows_its_words_and_fits_the_form(report: Mapping[str, Any]) -> None:
    reading = read_report(report["text"])
    for quote in quotes_of(reading):
        assert report["text"][quote.start : quote.end] == quote.words
    for one in reading.suggestions:
        assert one.quotes and all(quote.words for quote in one.quotes)
        item = FORM.items[one.item]
        assert date.fromisoformat(one.code) if item.type == "date" else one.code in item.known_codes
        if not item.repeats:
            assert len(reading.codes(one.item)) == 1
    for blank in reading.left_blank:
        assert blank.because
        assert not blank.offer or blank.offer in FORM.items[blank.item].known_codes


def test_nothing_is_ever_suggested_for_the_physios_own_check() -> None:
    items = {phrase.item for phrase in WORDS.phrases}
    assert not items & {"img_verified", "img_verified_by", "img_side_date_checked_by", "img_copied_by", "img_text"}


def test_a_scan_cannot_be_later_than_the_visit() -> None:
    text = "MRI lumbar spine. Scan date: 20 March 2026. L4/5 bulge."
    assert read_report(text, not_after=date(2026, 3, 20)).codes("img_date") == ("2026-03-20",)
    assert read_report(text, not_after=date(2026, 3, 19)).blank("img_date") is not None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20/02/2026", "2026-02-20"),
        ("02/20/2026", "2026-02-20"),
        ("20.02.2026", "2026-02-20"),
        ("2026-02-20", "2026-02-20"),
        ("20 Feb 2026", "2026-02-20"),
        ("20th February 2026", "2026-02-20"),
        ("February 20, 2026", "2026-02-20"),
        ("20-Feb-2026", "2026-02-20"),
        ("02/02/2026", "2026-02-02"),
        ("03/02/2026", None),
        ("31/02/2026", None),
        ("Feb 2026", None),
    ],
)
def test_a_date_is_read_only_where_it_can_mean_one_day(written: str, read: str | None) -> None:
    assert read_report(f"Scan date: {written}\nMRI lumbar spine.").codes("img_date") == ((read,) if read else ())


@pytest.mark.parametrize(
    "written", ["L4/5", "L4-5", "L4/L5", "L4-L5", "L4–5", "L4 / L5", "l4/5", "L4 on L5", "L 4/5", "L4L5"]
)
def test_a_level_is_known_in_every_spelling(written: str) -> None:
    assert read_report(f"Disc bulge at {written}.").codes("img_level") == ("L4/5",)


@pytest.mark.parametrize("written", ["L5/S1", "L5-S1", "L5S1", "L5–S1", "L5/1", "the lumbosacral junction"])
def test_the_last_level_is_known_in_every_spelling(written: str) -> None:
    assert read_report(f"Disc bulge at {written}.").codes("img_level") == ("L5/S1",)


@pytest.mark.parametrize("written", ["L3-S1", "L3-L5", "L5/6", "L6/S1"])
def test_a_level_that_is_none_of_the_list_is_left_blank(written: str) -> None:
    reading = read_report(f"Disc bulge at {written}.")
    assert reading.codes("img_level") == ()
    assert reading.blank("img_level") is not None


SHAPES = {
    "protrusion": "disc protrusion",
    "extrusion": "disc extrusion",
    "sequestration": "sequestrated fragment",
    "bulge": "disc bulge",
    "fissure": "annular tear",
    "fracture": "fracture",
    "tumour": "metastasis",
    "infection": "discitis",
    "cauda_compression": "cauda equina compression",
    "stenosis_central": "central canal stenosis",
    "modic": "Modic change",
    "spondylolisthesis": "anterolisthesis",
}
DENIALS = [
    "No {}.",
    "There is no evidence of {} at L4/5.",
    "No {} is seen at L5/S1.",
    "Without {}.",
    "{} is not seen.",
    "{}: none",
    "Absence of {}.",
    "L4/5: no bulge, {} or stenosis.",
    "No fracture, no {}, no infection.",
    "{} has been ruled out.",
    "The previously seen {} has resolved.",
    "The {} is no longer present.",
    "Complete resolution of the {}.",
    "Possible {}.",
    "{} cannot be excluded.",
    "Cannot exclude {}.",
    "?{}",
    "No definite {}.",
    "Previous {}.",
    "Known {} in 2019.",
    "Recommend CT to look for {}.",
    "Clinical details: {}.",
    "History: leg pain, {}\nFindings: unremarkable.",
    "Comparison: 2024, {}.\nFindings: unremarkable.",
    "NO SIGN OF\n{}.",
]


@pytest.mark.parametrize("code", SHAPES)
@pytest.mark.parametrize("sentence", DENIALS)
def test_what_is_denied_doubted_or_remembered_is_never_suggested(sentence: str, code: str) -> None:
    assert code not in read_report(sentence.format(SHAPES[code])).codes("img_finding")


@pytest.mark.parametrize("code", SHAPES)
@pytest.mark.parametrize(
    "sentence",
    [
        "{} at L4/5.",
        "There is a {}.",
        "The {} is unchanged.",
        "The previously seen {} is again seen.",
        "No change in the {}.",
        "No abnormality other than a {}.",
        "No scar tissue, but a {} is present.",
        "Clinical details: pain.\nFindings: {} at L5/S1.",
    ],
)
def test_what_is_said_is_suggested(sentence: str, code: str) -> None:
    assert code in read_report(sentence.format(SHAPES[code])).codes("img_finding")


ROOTS = {
    "none": (
        "No neural compromise",
        "No nerve root impingement",
        "Exiting and traversing roots are clear",
        "Exiting and traversing roots are free",
    ),
    "contact": (
        "Disc abuts the L5 root",
        "Disc contacts the nerve root",
        "Disc touches the root",
        "Disc in contact with the S1 root",
        "Disc adjacent to the root with loss of the fat plane",
    ),
    "deviation": (
        "Disc displaces the root",
        "Disc deviates the S1 nerve root",
        "Disc pushes the S1 root",
        "S1 root is posteriorly displaced",
    ),
    "compression": (
        "Disc impinges on the root",
        "Disc compresses the left L5 root",
        "Disc flattens the root",
        "Severe narrowing with compression of the root",
    ),
    "unclear": (
        "Disc may contact the root",
        "Possible root compression",
        "Potential irritation of the root",
        "Disc encroaches on the root",
        "Disc indents the theca",
        "Disc effaces the recess",
        "Narrowing of the recess",
        "Cannot exclude contact with the S1 root",
        "Disc contacts the root. Disc compresses the root",
        "Disc contacts the root. No neural compromise",
    ),
}


@pytest.mark.parametrize(("code", "sentence"), [(code, one) for code, many in ROOTS.items() for one in many])
def test_the_wording_of_the_roots_is_graded_as_the_knowledge_base_does(code: str, sentence: str) -> None:
    assert read_report(f"{sentence}.").codes("img_root") == (code,)


def test_silence_on_roots_is_offered_and_not_filled_in() -> None:
    blank = read_report("L4/5 disc bulge.").blank("img_root")
    assert blank is not None
    assert blank.offer == "not_mentioned"


def test_words_too_grave_to_miss_are_shown_though_they_have_no_code() -> None:
    assert read_report("Crowding of the cauda equina nerve roots.").has_urgent
    assert read_report("Possible cord compression.").has_urgent
    assert not read_report("No cord compression. No cauda equina compression.").has_urgent


FRAGMENTS = st.sampled_from(
    [
        *SHAPES.values(),
        *(denial.replace("{}", "extrusion") for denial in DENIALS),
        "L4/5",
        "L5-S1",
        "left",
        "right",
        "central",
        "paracentral",
        "compressing the S1 root",
        "no",
        "may",
        "but",
        ":",
        ".",
        "\n",
        "\n\n",
        "Findings:",
        "History:",
        "MRI lumbar spine",
        "20/02/2026",
        "(",
        "?",
        "resolved",
        "İ",
        "ß",
        "\u2028",
        "\r\n",
        "calcified",
        "…",
        "L3/4 to L5/S1",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(FRAGMENTS, max_size=25).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_every_quote_stands_in_it(text: str) -> None:
    reading = read_report(text)
    assert all(text[quote.start : quote.end] == quote.words for quote in quotes_of(reading))
    assert read_report(text) == reading
    for one in reading.suggestions:
        item = FORM.items[one.item]
        assert item.repeats or len(reading.codes(one.item)) == 1


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(SHAPES)),
    st.sampled_from(["No {}", "No evidence of {}", "Without {}", "There is no {}", "{} is not seen", "No large {}"]),
    st.sampled_from(["", " at L4/5", " at L5-S1 on the left", " or other lesion", " and no scar"]),
    st.sampled_from(["", "Sagittal and axial images. ", "MRI lumbar spine.\n", "L3/4: ", "FINDINGS:\n"]),
)
def test_a_denied_sentence_never_yields_its_finding(code: str, denial: str, tail: str, head: str) -> None:
    text = f"{head}{denial.format(SHAPES[code])}{tail}."
    assert code not in read_report(text).codes("img_finding")


def _broken(old: str, new: str) -> dict[str, bytes]:
    text = shipped_files()[FILE].decode()
    assert old in text
    return {FILE: text.replace(old, new, 1).encode()}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "extrusion"', 'code = "extrusoin"', 'Did you mean "extrusion"'),
        ('item = "img_zone"', 'item = "img_zon"', 'Did you mean "img_zone"'),
        ('kind = "denied"', 'kind = "denyed"', 'Did you mean "denied"'),
        ("urgent = true", "urgnt = true", 'unknown key "urgnt"'),
        ('words = ["root", "roots"]', 'words = ["root", ""]', '"" holds no word that a report could say'),
        ('"no change", "no interval change"', '"no change", "... *"', '"... *" holds no word'),
        ('why = "A broad-based disc may be a bulge or a protrusion."\n', "", 'says "why"'),
    ],
)
def test_a_mistake_in_the_words_is_named(old: str, new: str, said: str) -> None:
    with pytest.raises(ContentError, match=re.escape(said)):
        read_report_words(_broken(old, new), FORM)


@pytest.mark.parametrize("other_spelling", ["outpouching", "Ödem", "5-bulge", "-bulge"])
def test_another_spelling_is_read_whatever_letter_it_begins_with(other_spelling: str) -> None:
    same = f'[[same]]\nwords = ["bulge", "{other_spelling}"]\n\n# --- parts of a report'
    words = read_report_words(_broken("# --- parts of a report", same), FORM)
    for written in (other_spelling, other_spelling.upper(), "bulge"):
        assert "bulge" in read_report(f"L4/5: small disc {written}.", words=words).codes("img_finding")
        assert "bulge" in read_report(f"L4/5: small {written}.", words=words).codes("img_finding")


def test_words_that_a_clinic_leaves_out_match_nothing() -> None:
    files = _broken("# What a radiologist suggests", "# What somebody suggests")
    text = re.sub(r"(?ms)^\[advice\]\nwords = \[.*?\]$", "[advice]\nwords = []", files[FILE].decode(), count=1)
    words = read_report_words({FILE: text.encode()}, FORM)
    assert "bulge" in read_report("L4/5: small disc bulge.", words=words).codes("img_finding")


def test_a_pack_without_the_words_says_so() -> None:
    with pytest.raises(ContentError, match="missing"):
        read_report_words({}, FORM)
