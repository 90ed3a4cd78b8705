"""The bundled typefaces: all there, small, licensed, and with the letters that names need."""

import pytest

import resources
from reports import fonts

FOLDER = resources.root() / "fonts"


@pytest.mark.parametrize("name", sorted(fonts._FILES))
def test_every_font_can_be_read_and_is_small(name: str) -> None:
    assert fonts.font(name).face.charToGlyph
    assert len(resources.read_bytes(f"fonts/{fonts._FILES[name]}")) < 1024 * 1024


def test_every_font_file_is_used_and_every_family_has_its_licence() -> None:
    shipped = {entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".ttf")}
    assert shipped == set(fonts._FILES.values())
    for file in shipped:
        licence = FOLDER / (file.split("-")[0] + "-OFL.txt")
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "font"),
    [
        ("Łukasz Żółć", fonts.REGULAR),
        ("Ğülşen Işık İnan", fonts.REGULAR),
        ("Nguyễn Thị Ánh", "Noto"),
        ("Ελένη", "Noto"),
        ("Жанна", "Noto"),
        ("مريم", "NotoArabic"),
        ("שרה", "NotoHebrew"),
        ("प्रिया", "NotoDevanagari"),
    ],
)
def test_names_of_the_clinics_people_have_a_font(words: str, font: str) -> None:
    assert fonts.font_for(words, fonts.REGULAR) == font


def test_bold_falls_back_on_bold() -> None:
    assert fonts.font_for("Ελένη", fonts.SEMIBOLD) == "Noto-Bold"


def test_what_no_font_has_is_said() -> None:
    assert fonts.font_for("张", fonts.REGULAR) is None
