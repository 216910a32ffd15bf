"""The words of the window in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_app.core.shipped import shipped

LANGUAGES = {"en": "English", "ru": "Русский"}
"""The languages there are, by code, each called as its speakers call it."""


def install(application: QApplication, language: str) -> None:
    """Show the window in `language`, a code such as "ru"; empty for the system's."""
    locale = QLocale(language) if language else QLocale.system()
    QLocale.setDefault(locale)
    # The one installed last is asked first. English knows the plurals of what is translated
    # into none of the user's languages.
    _install(application, QLocale("en"), "chatloom", str(shipped("translations")))
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", qt_folder), ("chatloom", str(shipped("translations")))):
        _install(application, locale, name, folder)


def _install(application: QApplication, locale: QLocale, name: str, folder: str) -> None:
    translator = QTranslator(application)
    if translator.load(locale, name, "_", folder):
        application.installTranslator(translator)
