"""The look: contrast, typeface, sizes, and that a change reaches what is already open."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.theme import (
    FAMILY,
    TYPE_SCALE,
    Theme,
    apply_theme,
    control_height,
    current_theme,
    load_fallback_fonts,
    px,
)
from desktop.widgets.styled_label import StyledLabel

GROUNDS = ("surface", "surface_raised", "surface_sunken", "hover", "accent_soft")
INKS = ("text", "text_quiet", "accent", "emergency", "urgent", "soon", "routine", "good")
DRIVERS = ("driver_a", "driver_b", "driver_c", "driver_d")
TIERS = ("emergency", "urgent", "soon", "routine", "good")


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    """As WCAG defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, Theme())
    yield
    apply_theme(qapp, Theme())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_can_be_read_on_every_ground(scheme: str, ground: str) -> None:
    theme = Theme(scheme)  # type: ignore[arg-type]
    poor = [ink for ink in INKS + DRIVERS if contrast(theme.colour(ink), theme.colour(ground)) < 4.5]
    assert not poor


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_and_the_focus_ring_stand_out(scheme: str) -> None:
    theme = Theme(scheme)  # type: ignore[arg-type]
    poor = [
        (ink, ground)
        for ink in ("edge", "focus")
        for ground in (*GROUNDS, "figure")
        if contrast(theme.colour(ink), theme.colour(ground)) < 3 and not (ink == "edge" and ground == "figure")
    ]
    assert not poor


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_can_be_read_on_its_own_banner(scheme: str, tier: str) -> None:
    theme = Theme(scheme)  # type: ignore[arg-type]
    ground = theme.colour(f"{tier}_soft")
    assert all(contrast(theme.colour(ink), ground) >= 4.5 for ink in (tier, "text"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_filled_control_can_be_read_and_a_marked_part_seen(scheme: str) -> None:
    theme = Theme(scheme)  # type: ignore[arg-type]
    assert contrast(theme.colour("accent"), theme.colour("accent_text")) >= 4.5
    assert contrast(theme.colour("accent_strong"), theme.colour("accent_text")) >= 4.5
    assert contrast(theme.colour("accent"), theme.colour("figure")) >= 3


def test_the_interface_uses_its_own_typeface(qapp: QApplication) -> None:
    assert QFontInfo(qapp.font()).family() == FAMILY
    assert all(QFontInfo(Theme().font(kind)).family() == FAMILY for kind in TYPE_SCALE)


def test_the_typefaces_for_other_scripts_can_be_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    load_fallback_fonts()
    assert capsys.readouterr().err == ""


def test_no_text_is_ever_below_ten_points() -> None:
    assert min(points for points, _weight in TYPE_SCALE.values()) >= 10


@pytest.mark.parametrize(("points", "height"), [(11, 36), (16, 56)])
def test_controls_are_36_high_on_a_desk_and_56_for_the_patient(qapp: QApplication, points: int, height: int) -> None:
    widget = QWidget()
    font = widget.font()
    font.setPointSizeF(points)
    widget.setFont(font)
    assert control_height(widget) == round(height * widget.logicalDpiY() / 96)


def test_sizes_follow_the_text_size(qapp: QApplication) -> None:
    small = px(QWidget(), 24)
    apply_theme(qapp, Theme("light", 2.0))
    assert px(QWidget(), 24) == 2 * small


def test_a_change_of_theme_reaches_what_is_open(qapp: QApplication) -> None:
    page = QWidget()
    plain, styled = QLabel("plain", page), StyledLabel("quiet", "secondary", page)
    before = styled.font().pointSizeF()
    apply_theme(qapp, Theme("dark", 1.5))
    assert current_theme() == Theme("dark", 1.5)
    assert plain.palette().color(QPalette.ColorRole.WindowText) == Theme("dark").colour("text")
    assert styled.palette().color(QPalette.ColorRole.WindowText) == Theme("dark").colour("text_quiet")
    assert styled.font().pointSizeF() == before * 1.5


def test_both_schemes_know_the_same_roles() -> None:
    assert all(Theme("dark").colour(role).isValid() for role in Theme("light").roles)


def test_the_style_sheet_stays_short() -> None:
    assert Theme().style_sheet().count("{") <= 25
