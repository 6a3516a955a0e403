"""The language of the window, and of what Qt itself writes: buttons of dialogs, menus of fields."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from engine.core import words
from engine.core.words import Language

NAME = "qt words"
FILES: dict[Language, str] = {"zh": "qtbase_zh_CN"}


def speak(app: QApplication, language: Language) -> None:
    """From now on in this one; what is shown already is asked for anew by its owner."""
    words.speak(language)
    for translator in app.findChildren(QTranslator, NAME):
        app.removeTranslator(translator)
        translator.deleteLater()
    if language in FILES:
        translator = QTranslator(app)
        translator.setObjectName(NAME)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(FILES[language], folder):
            app.installTranslator(translator)


def lacks_font() -> bool:
    """Whether the window's language has signs that no font of this machine draws."""
    chinese = QFontDatabase.WritingSystem.SimplifiedChinese
    return words.language() == "zh" and not QFontDatabase.families(chinese)


def system_language() -> Language:
    """Chinese where the desktop is, else English."""
    return "zh" if QLocale.system().language() == QLocale.Language.Chinese else "en"
