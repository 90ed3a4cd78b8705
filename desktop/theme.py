"""How the screen looks: colour roles, type scale and spacing, light or dark, at any text size.

The palette comes first and one short style sheet second, because style sheets break palette inheritance
and slow page building. Everything with a shape of its own paints itself with these roles.
"""

import sys
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import resources
from forms.loading import DataFile

Scheme = Literal["light", "dark", "system"]
FAMILY = "Atkinson Hyperlegible Next"
# Behind it, for names and leaflets in other scripts. Loaded later: they are ten times the size.
FALLBACK_FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari")
TEXT_SCALES = (1.0, 1.5, 2.0)
BODY_POINTS = 11.0
# Points and weight of each kind of text at 100 %; nothing is ever below 10.
TYPE_SCALE: Mapping[str, tuple[float, QFont.Weight]] = {
    "body": (11.0, QFont.Weight.Normal),
    "strong": (11.0, QFont.Weight.DemiBold),
    "secondary": (10.0, QFont.Weight.Normal),
    "question": (11.5, QFont.Weight.DemiBold),
    "section": (13.0, QFont.Weight.DemiBold),
    "title": (18.0, QFont.Weight.DemiBold),
    "number": (15.0, QFont.Weight.DemiBold),
    "patient_body": (16.0, QFont.Weight.Normal),
    "patient_secondary": (14.0, QFont.Weight.Normal),
    "patient_question": (22.0, QFont.Weight.DemiBold),
}


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    """scheme -> role -> colour, as in the data file; both schemes name the same roles."""
    root = DataFile("theme.toml", resources.read_bytes("theme.toml")).table
    found: dict[str, dict[str, str]] = {}
    for scheme in ("light", "dark"):
        table = root.table(scheme)
        found[scheme] = {role: table.text(role) for role in table.keys()}
    root.finish()
    for role in found["light"].keys() ^ found["dark"].keys():
        raise root.fail(f'the colour role "{role}" stands in one scheme only; give it to both.')
    return found


@cache
def _colours(scheme: str) -> Mapping[str, QColor]:
    return {role: QColor(text) for role, text in _tables()[scheme].items()}


@cache
def _font(kind: str, text_scale: float) -> QFont:
    points, weight = TYPE_SCALE[kind]
    font = QFont([FAMILY, *FALLBACK_FAMILIES])
    font.setPointSizeF(points * text_scale)
    font.setWeight(weight)
    if kind == "number":
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


class Theme(NamedTuple):
    """One look: `scheme` light, dark or as the system says; `text_scale` 1.0, 1.5 or 2.0."""

    scheme: Scheme = "light"
    text_scale: float = 1.0

    @property
    def is_dark(self) -> bool:
        if self.scheme == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.scheme == "dark"

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(_tables()["light"])

    def colour(self, role: str) -> QColor:
        return _colours("dark" if self.is_dark else "light")[role]

    def font(self, kind: str = "body") -> QFont:
        """The font of one kind of text: see TYPE_SCALE."""
        return QFont(_font(kind, self.text_scale))

    def palette(self) -> QPalette:
        """Fusion's colours, made of our roles."""
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "surface",
            QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.Base: "surface_raised",
            QPalette.ColorRole.AlternateBase: "surface_sunken",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.PlaceholderText: "text_quiet",
            QPalette.ColorRole.Button: "surface_raised",
            QPalette.ColorRole.ButtonText: "text",
            QPalette.ColorRole.BrightText: "emergency",
            QPalette.ColorRole.ToolTipBase: "surface_raised",
            QPalette.ColorRole.ToolTipText: "text",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "accent_text",
            QPalette.ColorRole.Accent: "accent",
            QPalette.ColorRole.Link: "accent",
            QPalette.ColorRole.LinkVisited: "accent",
            QPalette.ColorRole.Light: "surface_raised",
            QPalette.ColorRole.Midlight: "line",
            QPalette.ColorRole.Mid: "line",
            QPalette.ColorRole.Dark: "edge",
            QPalette.ColorRole.Shadow: "edge",
        }
        for role, name in roles.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text_quiet"))
        return palette

    def style_sheet(self) -> str:
        """For the plain Qt widgets that nobody painted. `.Name` leaves subclasses alone, and costs nothing there."""
        size = self.text_scale

        def px(amount: float) -> str:
            return f"{max(1, round(amount * size))}px"

        c = {role: self.colour(role).name() for role in self.roles}
        box = f"border: 1px solid {c['edge']}; border-radius: {px(6)}; background: {c['surface_raised']}"
        ring = f"border: 2px solid {c['focus']}"
        handle = f"background: {c['edge']}; border-radius: {px(4)}; margin: {px(2)}"
        return "\n".join(
            (
                f".QLineEdit, .QPlainTextEdit, .QTextEdit {{ {box}; padding: {px(6)} {px(8)}; }}",
                # Any application style sheet makes Qt fill every line edit; these paint their own ground.
                "TextBox, NumberEdit { background: transparent; border: none; padding: 0; }",
                f".QLineEdit:focus, .QPlainTextEdit:focus, .QTextEdit:focus {{ {ring}; }}",
                f".QComboBox {{ {box}; padding: {px(6)} {px(10)}; }}",
                f".QComboBox:focus {{ {ring}; }}",
                ".QComboBox::drop-down { border: none; width: " + px(24) + "; }",
                f".QPushButton {{ {box}; padding: {px(7)} {px(16)}; }}",
                f".QPushButton:hover {{ background: {c['hover']}; }}",
                f".QPushButton:pressed {{ background: {c['surface_sunken']}; }}",
                f".QPushButton:focus {{ {ring}; }}",
                f".QPushButton:disabled {{ color: {c['text_quiet']}; border-color: {c['line']}; }}",
                f"QToolTip {{ {box}; color: {c['text']}; padding: {px(6)}; border-color: {c['line']}; }}",
                f"QMenu {{ {box}; border-color: {c['line']}; padding: {px(6)}; }}",
                f"QMenu::item {{ padding: {px(7)} {px(20)}; border-radius: {px(4)}; }}",
                f"QMenu::item:selected {{ background: {c['accent_soft']}; color: {c['text']}; }}",
                "QScrollArea { border: none; background: transparent; }",
                f"QScrollBar {{ background: transparent; border: none; width: {px(12)}; height: {px(12)}; }}",
                f"QScrollBar::handle {{ {handle}; min-height: {px(32)}; min-width: {px(32)}; }}",
                "QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page"
                " { width: 0; height: 0; background: none; }",
                f"QHeaderView::section {{ background: {c['surface']}; color: {c['text_quiet']}; border: none;"
                f" border-bottom: 1px solid {c['line']}; padding: {px(8)}; }}",
                f".QTableView, .QListView, .QTreeView {{ border: 1px solid {c['line']}; border-radius: {px(8)};"
                f" background: {c['surface_raised']}; selection-background-color: {c['accent_soft']};"
                f" selection-color: {c['text']}; }}",
            )
        )


class ThemeWatcher(QObject):
    """Tells widgets with a font or picture of their own that the look has changed.

    Signals:
        changed: a new theme is in force; carries it.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme()

    @Slot()
    def on_system_changed(self) -> None:
        """The desktop went light or dark; follow it when the theme says so."""
        app = QApplication.instance()
        if self.theme.scheme == "system" and isinstance(app, QApplication):
            apply_theme(app, self.theme)


@cache
def theme_watcher() -> ThemeWatcher:
    return ThemeWatcher()


def current_theme() -> Theme:
    return theme_watcher().theme


def load_fonts() -> None:
    """Register the interface's own family; without it Qt may pick a maths font, or boxes."""
    _register(
        ("AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-SemiBold", "AtkinsonHyperlegibleNext-Bold")
    )


def load_fallback_fonts() -> None:
    """Register the families for other scripts. Call it once the first window is painted."""
    _register(tuple(f"{family.replace(' ', '')}-Regular" for family in FALLBACK_FAMILIES))


@cache
def _register(names: tuple[str, ...]) -> None:
    for name in names:
        number = QFontDatabase.addApplicationFontFromData(resources.read_bytes(f"fonts/{name}.ttf"))
        if number < 0:
            print(f"The typeface {name} could not be loaded; texts may look different.", file=sys.stderr)


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole application this look, now; open windows follow."""
    watcher = theme_watcher()
    load_fonts()
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "system": Qt.ColorScheme.Unknown}
    hints = app.styleHints()
    hints.setColorScheme(wanted[theme.scheme])
    hints.colorSchemeChanged.connect(watcher.on_system_changed, Qt.ConnectionType.UniqueConnection)
    watcher.theme = theme
    app.setFont(theme.font())
    app.setPalette(theme.palette())
    app.setStyleSheet(theme.style_sheet())
    watcher.changed.emit(theme)


# --- sizes, from the widget's own font: the patient's screen is larger simply because its font is


def points_of(widget: QWidget) -> float:
    points = widget.font().pointSizeF()
    return points if points > 0 else BODY_POINTS


def unit_of(widget: QWidget) -> float:
    """How many pixels one pixel of the grid is for this widget: 1 at 11 points and 96 dots an inch."""
    return points_of(widget) * widget.logicalDpiY() / (BODY_POINTS * 96)


def px(widget: QWidget, amount: float) -> int:
    """A length of the 8-pixel grid for this widget."""
    return max(1, round(amount * unit_of(widget)))


def control_height(widget: QWidget) -> int:
    """How high a control stands: 36 on a desk (11 points), 56 on the patient's screen (16 points)."""
    return round((4 * points_of(widget) - 8) * widget.logicalDpiY() / 96)
