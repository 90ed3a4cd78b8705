"""The language of the screen: translators that stay alive, reading direction, and a stretched one to test layouts.

Texts of the form and the handout are data and have overlays of their own; this is only for what the code says.
"""

from importlib.resources import as_file
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

import resources


class Language(NamedTuple):
    """A language one may choose, named in itself."""

    code: str
    name: str
    is_right_to_left: bool = False


LANGUAGES = (Language("en", "English"),)


class StretchTranslator(QTranslator):
    """Makes every text longer by half: what breaks with it breaks in German."""

    def translate(self, _context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str:
        return source + "~" * (len(source) // 2)

    def isEmpty(self) -> bool:
        return False


def set_language(app: QApplication, code: str) -> None:
    """Speak this language from now on; windows made later follow. English needs no file."""
    for old in app.findChildren(QTranslator):
        QCoreApplication.removeTranslator(old)
        old.deleteLater()
    language = next((one for one in LANGUAGES if one.code == code), LANGUAGES[0])
    QLocale.setDefault(QLocale(language.code if language.code != "en" else "en_GB"))
    direction = Qt.LayoutDirection.RightToLeft if language.is_right_to_left else Qt.LayoutDirection.LeftToRight
    app.setLayoutDirection(direction)
    if language.code != "en":
        _install(app, language.code)


def set_stretched(app: QApplication) -> None:
    """For looking at layouts with long words."""
    QCoreApplication.installTranslator(_kept(StretchTranslator(app)))


def _install(app: QApplication, code: str) -> None:
    own = QTranslator(app)
    with as_file(resources.root() / "i18n" / f"app.{code}.qm") as path:
        if own.load(str(path)):
            QCoreApplication.installTranslator(_kept(own))
    qt = QTranslator(app)  # Qt's own words: Cancel, Copy, Paste
    if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        QCoreApplication.installTranslator(_kept(qt))


def _kept(translator: QTranslator) -> QTranslator:
    """Qt does not keep a translator alive: its parent, the application, does."""
    assert translator.parent() is not None
    return translator
