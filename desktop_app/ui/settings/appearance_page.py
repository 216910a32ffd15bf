"""The page of the looks: theme and language."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.settings import THEMES
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.settings.rows import ChoiceRow, level
from desktop_app.ui.settings.words import scaled
from desktop_app.ui.translations import LANGUAGES

_WIDTH = 490


class AppearancePage(QWidget):
    """Changes how the window looks, at once where it can."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        words = (self.tr("As the system has it"), self.tr("Light"), self.tr("Dark"))
        theme = ChoiceRow(self.tr("Theme"), tuple(zip(words, THEMES, strict=True)))
        theme.combo.setObjectName("theme_picker")
        theme.show_value(preferences.settings.theme)
        theme.combo.currentIndexChanged.connect(
            lambda index: preferences.change(theme=THEMES[index])
        )
        names = [(name, code) for code, name in LANGUAGES.items()]
        language = ChoiceRow(self.tr("Language"), [(self.tr("As the system has it"), ""), *names])
        language.combo.setObjectName("language_picker")
        # A language that was set by hand, and isn't one of these, shows as the system's.
        language.show_value(preferences.settings.language)
        language.set_hint(self.tr("Another language is used from the next start on."))
        language.combo.currentIndexChanged.connect(
            lambda index: preferences.change(language=language.combo.itemData(index))
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        # A choice of few words needs no whole window.
        self.setMaximumWidth(scaled(_WIDTH))
        rows.addWidget(theme)
        rows.addWidget(language)
        rows.addStretch(1)
        level((theme, language), stacked=False)
