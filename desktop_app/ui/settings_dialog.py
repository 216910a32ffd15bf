"""The settings: appearance, providers, shortcuts and what this is. Changes are saved at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.settings import THEMES
from desktop_app.ui.buttons import Button
from desktop_app.ui.overriding import override
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT, LIST_ROW, PAGE_TITLE, UI
from desktop_app.ui.translations import LANGUAGES

_PAGES = ("appearance", "providers", "shortcuts", "about")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the settings tell and cannot change.

    Attributes:
        version: The version of Chatloom.
        folder: Where conversations are kept.
        engine: One sentence about the local engine.
        environment: The address of the provider set by the environment, empty for none.
    """

    version: str
    folder: str
    engine: str
    environment: str


class SettingsDialog(QDialog):
    """Shows the settings; opened, never run modally."""

    def __init__(
        self,
        preferences: Preferences,
        facts: Facts,
        open_model_file: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settings_dialog")
        self.setWindowTitle(self.tr("Settings"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._preferences = preferences
        self._facts = facts
        self._open_model_file = open_model_file
        self._names = QListWidget(self)
        self._names.setAccessibleName(self.tr("Settings pages"))
        self._pages = QStackedWidget(self)
        self._add_page(self.tr("Appearance"), self._appearance())
        self._add_page(self.tr("Providers"), self._providers())
        self._add_page(self.tr("Shortcuts"), self._shortcuts())
        self._add_page(self.tr("About"), self._about())
        self._names.currentRowChanged.connect(self._pages.setCurrentIndex)
        self._names.setCurrentRow(0)
        self._lay_out()
        self._dress()
        self.resize(760, 480)

    def show_page(self, name: str) -> None:
        """Turn to a page: appearance, providers, shortcuts or about."""
        if name in _PAGES:
            self._names.setCurrentRow(_PAGES.index(name))

    def _add_page(self, name: str, page: QWidget) -> None:
        item = QListWidgetItem(name, self._names)
        item.setSizeHint(QSize(0, LIST_ROW))
        holder = QWidget()
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(24, 20, 24, 8)
        rows.setSpacing(14)
        title = QLabel(name)
        title.setFont(font(PAGE_TITLE))
        rows.addWidget(title)
        rows.addWidget(page, 1)
        self._pages.addWidget(holder)

    def _lay_out(self) -> None:
        self._names.setFixedWidth(190)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        saved = _quiet(self.tr("Changes are saved as you make them"))
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        foot.addWidget(saved, 1)
        foot.addWidget(close)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._pages, 1)
        right.addLayout(foot)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._names)
        line.addLayout(right, 1)

    def _appearance(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(24)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        theme = QComboBox()
        theme.setObjectName("theme_picker")
        for text in (self.tr("As the system has it"), self.tr("Light"), self.tr("Dark")):
            theme.addItem(text)
        theme.setCurrentIndex(THEMES.index(self._preferences.settings.theme))
        theme.currentIndexChanged.connect(
            lambda index: self._preferences.change(theme=THEMES[index])
        )
        label = QLabel(self.tr("Theme"))
        label.setBuddy(theme)
        form.addRow(label, theme)
        label = QLabel(self.tr("Language"))
        languages = self._languages()
        label.setBuddy(languages)
        form.addRow(label, languages)
        form.addRow("", _quiet(self.tr("Another language is used from the next start on.")))
        return page

    def _languages(self) -> QComboBox:
        picker = QComboBox()
        picker.setObjectName("language_picker")
        picker.addItem(self.tr("As the system has it"), "")
        for code, name in LANGUAGES.items():
            picker.addItem(name, code)
        # A language that was set by hand, and isn't one of these, shows as the system's.
        picker.setCurrentIndex(max(picker.findData(self._preferences.settings.language), 0))
        picker.currentIndexChanged.connect(
            lambda index: self._preferences.change(language=picker.itemData(index))
        )
        return picker

    def _providers(self) -> QWidget:
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(_strong(self.tr("This computer")))
        rows.addWidget(_quiet(self._facts.engine))
        open_file = Button(self.tr("Open a GGUF…"))
        open_file.clicked.connect(self._open_model_file)
        rows.addWidget(open_file, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addSpacing(14)
        rows.addWidget(_strong(self.tr("Environment")))
        rows.addWidget(_quiet(self._environment_words()))
        rows.addStretch(1)
        return page

    def _environment_words(self) -> str:
        if self._facts.environment:
            return self.tr("Connected to {address}. The key stays in the environment.").format(
                address=self._facts.environment
            )
        return self.tr(
            "Start Chatloom with OPENAI_API_KEY set to use OpenAI, or with OPENAI_BASE_URL set to "
            "use any server that speaks its language, such as Ollama or LM Studio. The key is "
            "never stored. Adding providers and keys in this window comes with a later version."
        )

    def _shortcuts(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for row, (keys, what) in enumerate(self._keys()):
            words = QLabel(what)
            grid.addWidget(words, row, 0)
            grid.addWidget(_quiet(keys), row, 1)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(self._keys()), 1)
        return page

    def _keys(self) -> list[tuple[str, str]]:
        return [
            ("Enter", self.tr("Send the message")),
            ("Shift+Enter", self.tr("Start a new line")),
            ("Esc", self.tr("Stop the reply")),
            ("↑", self.tr("Bring back the last message, in an empty field")),
            ("Ctrl+N", self.tr("New chat")),
            ("Ctrl+B", self.tr("Show or hide the conversations")),
            ("Ctrl+1, Ctrl+2", self.tr("Chat, Training")),
            ("Ctrl+,", self.tr("Settings")),
            ("Ctrl+F, F3", self.tr("Find, the next match")),
            ("Ctrl+±, Ctrl+0", self.tr("Size of the type")),
            ("Ctrl+↑, Ctrl+↓", self.tr("Previous, next message")),
            ("Ctrl+Shift+C", self.tr("Copy as Markdown")),
        ]

    def _about(self) -> QWidget:
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(_strong(self.tr("Chatloom {version}").format(version=self._facts.version)))
        rows.addWidget(_quiet(self.tr("Your conversations are kept in")))
        folder = _quiet(self._facts.folder)
        folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        rows.addWidget(folder)
        rows.addStretch(1)
        return page

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_pages"):
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        look = colours()
        self._names.setStyleSheet(
            f"QListWidget {{ background: {look.sidebar}; border: none; outline: none;"
            f" border-right: 1px solid {look.border}; padding: 14px 8px; }}"
            f"QListWidget::item {{ padding: 0 10px; border-radius: 6px;"
            f" color: {look.text}; }}"
            f"QListWidget::item:hover {{ background: {look.hover}; }}"
            f"QListWidget::item:selected {{ background: {look.accent_soft}; }}"
        )
        for label in self.findChildren(QLabel, "quiet"):
            label.setStyleSheet(f"color: {look.secondary};")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().window))
        painter.end()


def _strong(text: str) -> QLabel:
    label = QLabel(text)
    words = font(UI)
    words.setWeight(words.Weight.DemiBold)
    label.setFont(words)
    return label


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("quiet")
    label.setFont(font(HINT))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
