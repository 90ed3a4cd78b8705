"""The clinic's logo and colour on its papers: what is accepted, and how it is kept among the clinic's details.

Both are text, as every detail is: what was printed once can be printed again from the details it was printed with.
"""

import base64
import binascii
import io
import re
import warnings
from collections.abc import Mapping

from PIL import Image

from forms.clinic_details import ACCENT, LOGO
from forms.errors import PaperError
from reports.inputs import ClinicDetails

LEAST_CONTRAST = 4.5
MOST_BYTES = 5_000_000
_MOST_PIXELS = 25_000_000
_KEPT = (720, 160)  # twice what the head of a page shows, for a sharp print
_MOST_KEPT = 60_000
_FEWER = (720, 480, 360, 240)
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")


def clinic_of(details: Mapping[str, str]) -> ClinicDetails:
    """The clinic as its papers name it, with its logo and colour."""
    return ClinicDetails(
        details.get("clinic_name", ""),
        details.get("clinic_phone", ""),
        details.get("clinic_hours", ""),
        details.get("clinic_address", ""),
        _kept_logo(details.get(LOGO, "")),
        details.get(ACCENT, ""),
    )


def prepare_logo(data: bytes) -> str:
    """A PNG or JPEG as it is kept: on white, no larger than a page shows it, with nothing else that was in the file.

    Raises:
        PaperError: it is no picture of these kinds, or too large; says what to do.
    """
    if len(data) > MOST_BYTES:
        raise PaperError("This picture is too large. Choose one of less than 5 MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            if picture.width * picture.height > _MOST_PIXELS:
                raise PaperError("This picture has too many pixels. Make it smaller and choose it again.")
            coloured = picture.convert("RGBA")
    except PaperError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise PaperError(
            "This is no PNG or JPEG picture that can be read. Save the logo as PNG and try again."
        ) from None
    on_white = Image.new("RGB", coloured.size, "white")
    on_white.paste(coloured, mask=coloured.getchannel("A"))
    for width in _FEWER:
        small = on_white.copy()
        small.thumbnail((width, _KEPT[1] * width // _KEPT[0]))
        target = io.BytesIO()
        small.save(target, "PNG", optimize=True)
        if target.tell() <= _MOST_KEPT:
            break
    return base64.b64encode(target.getvalue()).decode("ascii")


def check_accent(typed: str) -> str:
    """The colour as it is kept; "" gives the usual one back.

    Raises:
        PaperError: it is no colour, or too pale to read on white; names the nearest that can be used.
    """
    if not typed.strip():
        return ""
    found = _COLOUR.fullmatch(typed.strip())
    if found is None:
        raise PaperError("Write the colour as # and six digits or letters a to f, such as #0B6B6B.")
    colour = f"#{found[1].upper()}"
    contrast = contrast_on_white(colour)
    if contrast < LEAST_CONTRAST:
        raise PaperError(
            f"{colour} is too pale to read on paper: its contrast is {contrast:.1f}, and {LEAST_CONTRAST} is needed. "
            f"The nearest that can be used is {nearest_usable(colour)}."
        )
    return colour


def usable_accent(kept: str) -> str:
    """A kept colour, or "" where it cannot be used."""
    try:
        return check_accent(kept)
    except PaperError:
        return ""


def nearest_usable(colour: str) -> str:
    """The same hue, only as much darker as reading needs."""
    channels = _channels(colour)
    for step in range(1000, -1, -1):
        darker = "#" + "".join(f"{channel * step // 1000:02X}" for channel in channels)
        if contrast_on_white(darker) >= LEAST_CONTRAST:
            return darker
    return "#000000"


def contrast_on_white(colour: str) -> float:
    """The contrast ratio of WCAG 2 against white paper."""
    return contrast(_channels(colour), (255, 255, 255))


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast ratio of WCAG 2 between two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(channels: tuple[int, int, int]) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in channels)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _kept_logo(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
