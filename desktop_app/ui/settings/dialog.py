"""The settings: appearance, providers, shortcuts and what this is. Changes are saved at once."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.buttons import Button
from desktop_app.ui.focus_ring import FocusRing
from desktop_app.ui.overriding import override
from desktop_app.ui.scrolled_page import ScrolledPage
from desktop_app.ui.settings.about_page import AboutPage
from desktop_app.ui.settings.appearance_page import AppearancePage
from desktop_app.ui.settings.data.page import DataPage
from desktop_app.ui.settings.list_rows import RowsList
from desktop_app.ui.settings.providers_page import ProvidersPage
from desktop_app.ui.settings.rows import WIDEST
from desktop_app.ui.settings.services import Facts, SettingsServices
from desktop_app.ui.settings.shortcuts_page import ShortcutsPage
from desktop_app.ui.settings.words import quiet, scaled, title
from desktop_app.ui.theme import colours

PROVIDERS = "providers"
DATA = "data"
_SIZE = QSize(980, 572)
_NAMES, _PROVIDERS = 190, 250
_NARROW = 760
"""Below this there is no room for three columns: one is shown at a time."""


class _Names(QWidget):
    """The column of the pages."""

    def __init__(self, names: RowsList) -> None:
        super().__init__()
        head = title(self.tr("Settings"))
        head.setContentsMargins(10, 0, 0, 8)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 18, 9, 8)
        rows.setSpacing(0)
        rows.addWidget(head)
        rows.addWidget(names)
        rows.addStretch(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.sidebar))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(look.border))
        painter.end()


class _Foot(QWidget):
    """What is said and done below every page."""

    def __init__(self, close: Button) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 14, 24, 14)
        line.addWidget(quiet(self.tr("Changes are saved as you make them")), 1)
        line.addWidget(close)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(colours().border))
        painter.end()


class SettingsDialog(QDialog):
    """Shows the settings; opened, never run modally."""

    def __init__(
        self, services: SettingsServices, facts: Facts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settings_dialog")
        self.setWindowTitle(self.tr("Settings"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._pages: list[str] = []
        self._is_detail = True
        self._was_narrow: bool | None = None
        self._names = RowsList(self.tr("Settings pages"))
        self._picker = QComboBox()
        self._picker.setAccessibleName(self.tr("Settings pages"))
        self._stack = QStackedWidget()
        self._close = Button(self.tr("Close"))
        self.providers = ProvidersPage(services, facts)
        looks = AppearancePage(services.preferences)
        self._add_page("appearance", "moon", self.tr("Appearance"), looks)
        self._add_page(PROVIDERS, "server", self.tr("Providers"), self.providers)
        self.data = None if services.data is None else DataPage(services.data)
        if self.data is not None:
            self._add_page(DATA, "database", self.tr("Your chats"), self.data)
        self._add_page("shortcuts", "keyboard", self.tr("Shortcuts"), ShortcutsPage())
        self._add_page("about", "info", self.tr("About"), AboutPage(facts))
        self._make_columns()
        self._connect()
        self._names.setCurrentRow(0)
        self._names.setFocus()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            FocusRing(self).follow(application)
        size = QSize(scaled(_SIZE.width()), scaled(_SIZE.height()))
        self.resize(size.boundedTo(parent.window().size()) if parent else size)

    def show_page(self, wanted: str) -> None:
        """Turn to a page: appearance, providers, data, shortcuts or about.

        Args:
            wanted: Its name. Behind ``providers`` may stand, after slashes, the id of a provider
                and one of its fields: ``providers/acme/key``, ``providers/new:openai/key``.
        """
        page, _, what = wanted.partition("/")
        if page in self._pages:
            self._names.setCurrentRow(self._pages.index(page))
        if page == PROVIDERS and what:
            provider_id, _, field = what.partition("/")
            self.show_provider(provider_id, field)

    def show_provider(self, provider_id: str, field: str = "") -> None:
        """Turn to a provider, and to one of its fields: key, base_url, proxy or ca_bundle."""
        self._names.setCurrentRow(self._pages.index(PROVIDERS))
        self.providers.show_provider(provider_id, field)

    @override
    def done(self, result: int) -> None:
        self.providers.close_down()
        super().done(result)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_providers:
            if self.providers.cancel_inner():
                return
            if self._is_narrow and self._is_detail:
                self._show_detail(wanted=False)
                return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().window))
        painter.end()

    @property
    def _is_narrow(self) -> bool:
        return self.width() < scaled(_NARROW)

    @property
    def _is_providers(self) -> bool:
        return self._pages[self._stack.currentIndex()] == PROVIDERS

    def _add_page(self, page_id: str, icon: str, name: str, page: QWidget) -> None:
        self._pages.append(page_id)
        self._names.add_row(page_id, icon, name)
        self._picker.addItem(name)
        if page is self.providers:
            self._stack.addWidget(page)
            return
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(14)
        rows.addWidget(title(name))
        rows.addWidget(page, 1)
        self._stack.addWidget(ScrolledPage(inside))

    def _make_columns(self) -> None:
        self._left, self._foot = _Names(self._names), _Foot(self._close)
        self._left.setFixedWidth(scaled(_NAMES))
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(24, 16, 24, 0)
        head.addWidget(self._picker)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(2, 1)
        self._grid.setRowStretch(1, 1)

    def _connect(self) -> None:
        self._names.currentRowChanged.connect(self._turn)
        self._picker.currentIndexChanged.connect(self._names.setCurrentRow)
        self._close.clicked.connect(self.accept)
        self.providers.detail_wanted.connect(lambda: self._show_detail(wanted=True))
        self.providers.list_wanted.connect(lambda: self._show_detail(wanted=False))

    def _turn(self, row: int) -> None:
        self._stack.setCurrentIndex(row)
        self._picker.setCurrentIndex(row)
        self._is_detail = not self._is_providers
        if self.data is not None and self._pages[row] == DATA:
            self.data.look()
        self._lay_out()

    def _show_detail(self, *, wanted: bool) -> None:
        self._is_detail = wanted
        self._lay_out()
        if self._is_narrow and not wanted:
            self.providers.column.list.setFocus()

    def _lay_out(self) -> None:
        """Show three columns where there is room for them, else one."""
        narrow, column = self._is_narrow, self.providers.column
        if narrow != self._was_narrow:
            self._was_narrow = narrow
            self._fill_grid(narrow=narrow)
        self._left.setVisible(not narrow)
        self._head.setVisible(narrow)
        self.providers.back.setVisible(narrow)
        is_list = narrow and self._is_providers and not self._is_detail
        column.setVisible(is_list or (self._is_providers and not narrow))
        self._stack.setVisible(not is_list)

    def _fill_grid(self, *, narrow: bool) -> None:
        grid, column = self._grid, self.providers.column
        for part in (self._left, self._head, column, self._stack, self._foot):
            grid.removeWidget(part)
        grid.addWidget(self._left, 0, 0, 3, 1)
        grid.addWidget(self._head, 0, 2)
        if narrow:
            grid.addWidget(column, 1, 2)
            column.setMinimumWidth(0)
            column.setMaximumWidth(WIDEST)
        else:
            grid.addWidget(column, 0, 1, 3, 1)
            column.setFixedWidth(scaled(_PROVIDERS))
        # Tab goes through them in the order in which they come here first.
        grid.addWidget(self._stack, 1, 2)
        grid.addWidget(self._foot, 2, 2)
