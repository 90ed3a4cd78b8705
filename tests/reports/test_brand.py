"""The clinic's logo and colour: on every paper, checked before they are kept, the same again from the same details."""

import io
import re
import zlib

import pytest
from msgspec.structs import replace
from PIL import Image

from forms.content import load_content
from forms.errors import PaperError
from reports.brand import (
    ACCENT,
    LOGO,
    check_accent,
    clinic_of,
    contrast_on_white,
    nearest_usable,
    prepare_logo,
)
from reports.compose import clinician_summary_pdf, handout_pdf, safety_card_pdf
from reports.compose_booklet import booklet_pdf
from reports.compose_forms import blank_form_pdf
from reports.compose_letters import gp_letter_pdf
from reports.compose_outcomes import outcome_report_pdf
from tests.reports import pdf
from tests.reports.factories import PRINTED_AT
from tests.reports.papers import a_paper
from tests.reports.test_letters import a_letter_paper
from tests.reports.test_outcome_report import visits


def a_picture(kind: str = "PNG", size: tuple[int, int] = (400, 120), mode: str = "RGBA") -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, (120, 20, 90, 128)[: len(mode)]).save(target, kind)
    return target.getvalue()


KEPT = prepare_logo(a_picture())
OWN = {LOGO: KEPT, ACCENT: "#7A1F5C"}


def own(paper):
    return replace(paper, details={**paper.details, **OWN})


def papers() -> dict[str, bytes]:
    paper, content = own(a_paper("EX01")), load_content()
    return {
        "handout": handout_pdf(paper),
        "clinician summary": clinician_summary_pdf(paper),
        "emergency card": safety_card_pdf(paper),
        "letter": gp_letter_pdf(own(a_letter_paper("EX01"))),
        "outcome report": outcome_report_pdf(paper, visits(8, 5)),
        "blank form": blank_form_pdf(content, paper.details, at=PRINTED_AT),
        "booklet": booklet_pdf(content, paper.details, at=PRINTED_AT),
    }


def test_every_paper_carries_logo_and_colour_and_stays_accessible() -> None:
    for name, data in papers().items():
        assert b"/Subtype /Image" in data, name
        assert "Logo of Millbrook Physiotherapy" in alternatives(data), name
        drawn = b"".join(zlib.decompress(one) for one in _streams(data))
        # The emergency card is red on white, and has no other colour.
        assert (b".478431 .121569 .360784" in drawn) == (name != "emergency card"), name
        assert b".043137 .419608 .419608" not in drawn, name
        assert pdf.broken_rules(data, "ua1") == [], name
        assert pdf.broken_rules(data, "2a") == [], name


def alternatives(data: bytes) -> str:
    return data.decode("latin-1").replace("\\(", "(").replace("\\)", ")")


def _streams(data: bytes) -> list[bytes]:
    found = []
    for one in re.findall(rb"stream\n(.*?)\r\nendstream", data, re.DOTALL):
        try:
            zlib.decompress(one)
        except zlib.error:
            continue
        found.append(one)
    return found


def test_the_same_details_print_the_same_bytes() -> None:
    assert handout_pdf(own(a_paper("EX01"))) == handout_pdf(own(a_paper("EX01")))


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("JPEG", "RGB")])
def test_a_logo_is_kept_small_and_without_transparency(kind: str, mode: str) -> None:
    kept = clinic_of({LOGO: prepare_logo(a_picture(kind, (3000, 2000), mode))}).logo
    picture = Image.open(io.BytesIO(kept))
    assert picture.format == "PNG"
    assert picture.mode == "RGB"
    assert picture.height <= 160
    assert len(kept) <= 60_000


def test_a_noisy_picture_still_fits() -> None:
    noise = Image.effect_noise((1600, 900), 120).convert("RGB")
    target = io.BytesIO()
    noise.save(target, "JPEG")
    assert len(clinic_of({LOGO: prepare_logo(target.getvalue())}).logo) <= 60_000


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"GIF89a" + bytes(40), a_picture()[:60], b"x" * 5_000_001])
def test_what_is_no_usable_picture_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(PaperError, match=r"Save the logo as PNG|less than 5 MB"):
        prepare_logo(data)


def test_a_pale_colour_is_refused_and_the_nearest_usable_one_named() -> None:
    with pytest.raises(PaperError, match=r"too pale .* nearest that can be used is #[0-9A-F]{6}"):
        check_accent("#5CC8C2")
    nearest = nearest_usable("#5CC8C2")
    assert contrast_on_white(nearest) >= 4.5
    assert contrast_on_white("#767676") >= 4.5 > contrast_on_white("#777777")
    assert check_accent("0b6b6b") == "#0B6B6B"
    assert check_accent(" ") == ""
    with pytest.raises(PaperError, match="six digits"):
        check_accent("teal")


def test_a_kept_value_that_cannot_be_used_prints_without_it() -> None:
    paper = a_paper("EX01")
    broken = replace(paper, details={**paper.details, LOGO: "no picture", ACCENT: "#FFFFFF"})
    assert safety_card_pdf(broken) == safety_card_pdf(paper)
