"""The main window: the top bar with the tabs, the pages, and the shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.buttons import icon_button
from desktop_app.ui.chat.chat_view import ChatView
from desktop_app.ui.mark import Mark
from desktop_app.ui.overriding import override
from desktop_app.ui.search_button import SearchButton
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import NARROW, SMALLEST, TOP_BAR, UI, UI_PRIMARY

if TYPE_CHECKING:
    from desktop_app.ui.chat.chat_page import ChatPage
    from desktop_app.ui.search.search_page import SearchPage
    from desktop_app.ui.search.services import Searching
    from desktop_app.ui.training.training_page import TrainingPage


class _Tab(QPushButton):
    """One tab of the top bar, underlined while it is chosen."""

    def __init__(self, text: str, name: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setProperty("kind", "tab")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(text)

    @override
    def sizeHint(self) -> QSize:
        self.setFont(font(UI_PRIMARY))
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 28, TOP_BAR)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        lit = self.isChecked() or self.underMouse()
        painter.setFont(font(UI_PRIMARY if self.isChecked() else UI))
        painter.setPen(QColor(look.text if lit else look.secondary))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.isChecked():
            painter.fillRect(14, TOP_BAR - 2, self.width() - 28, 2, QColor(look.accent))
        painter.end()

    @override
    def enterEvent(self, event: QEvent) -> None:
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.update()


class _TopBar(QWidget):
    """Logo, tabs, search and settings."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_painted = False
        self.setFixedHeight(TOP_BAR)
        self.sidebar = icon_button("sidebar", self.tr("Show or hide the conversations"), self)
        self.sidebar.setObjectName("sidebar_button")
        self.chat = _Tab(self.tr("Chat"), "tab_chat", self)
        self.training = _Tab(self.tr("Training"), "tab_training", self)
        self.settings = icon_button("gear", self.tr("Settings"), self)
        self.settings.setObjectName("settings_button")
        self.settings.setIconSize(QSize(18, 18))
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 12, 0)
        line.setSpacing(0)
        line.addWidget(self.sidebar)
        line.addSpacing(8)
        logo = Mark("logo", self, colour="accent")
        logo.setFixedSize(20, 20)
        line.addWidget(logo)
        line.addSpacing(16)
        line.addWidget(self.chat)
        line.addWidget(self.training)
        line.addStretch(1)
        self.search = SearchButton(self)
        line.addWidget(self.search)
        line.addSpacing(12)
        line.addWidget(self.settings)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.sidebar))
        painter.fillRect(0, TOP_BAR - 1, self.width(), 1, QColor(look.border))
        painter.end()
        self.is_painted = True


class MainWindow(QMainWindow):
    """Holds the pages, and makes the only connections between them.

    Signals:
        settings_wanted: The user opens the settings; the text names a page or is empty.
        closing: The user closes the window; it goes when the application has unwound.
    """

    settings_wanted = Signal(str)
    closing = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._closing = False
        self.setWindowTitle("Chatloom")
        self.setMinimumSize(SMALLEST, SMALLEST)
        self._page = page = QWidget()
        self.setCentralWidget(page)
        self._bar = _TopBar(page)
        self._stack = QStackedWidget(page)
        self._tasks = tasks
        self._view = ChatView(self._stack)
        self._chat: ChatPage | None = None
        self._training: TrainingPage | None = None
        self._search: SearchPage | None = None
        self._searching: Searching | None = None
        self._stack.addWidget(self._view)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._bar)
        rows.addWidget(self._stack, 1)
        self._bar.chat.setChecked(True)
        self._connect()
        self._add_shortcuts()
        # Who starts to type at once means the message.
        self._view.pane.composer.field.setFocus()

    @property
    def chat(self) -> ChatPage:
        """What works the chat view; made when it is first used."""
        if self._chat is None:
            # Neither asyncio nor the chat itself is needed to paint the first frame.
            from desktop_app.ui.chat.chat_page import ChatPage

            self._chat = ChatPage(self._tasks, self._view)
            self._chat.training_wanted.connect(self.show_training)
            self._chat.settings_wanted.connect(self.settings_wanted)
        return self._chat

    @property
    def search(self) -> SearchPage:
        """What finds things in all chats; made when it is first used."""
        if self._search is None:
            from desktop_app.ui.search.search_page import SearchPage

            self._search = SearchPage(self._page, self._tasks, self.chat)
            if self._searching is not None:
                self._search.attach(self._searching)
        return self._search

    @property
    def is_painted(self) -> bool:
        """Whether the first frame has been painted."""
        return self._bar.is_painted

    @property
    def is_closing(self) -> bool:
        """Whether the user has closed the window, maybe before anybody listened to `closing`."""
        return self._closing

    def attach_search(self, searching: Searching) -> None:
        """Search there from now on."""
        self._searching = searching
        if self._search is not None:
            self._search.attach(searching)

    def show_chat(self) -> None:
        """Show the chat tab."""
        self._bar.chat.setChecked(True)
        self._stack.setCurrentWidget(self._view)
        self._view.pane.composer.field.setFocus()

    def show_training(self) -> None:
        """Show the training tab."""
        if self._training is None:
            from desktop_app.ui.training.training_page import TrainingPage

            self._training = TrainingPage(self._stack)
            self._stack.addWidget(self._training)
        self._bar.training.setChecked(True)
        self._stack.setCurrentWidget(self._training)

    def follow_focus(self, application: QApplication) -> None:
        """Draw a ring around what gets the focus by keyboard."""
        from desktop_app.ui.focus_ring import FocusRing

        FocusRing(self).follow(application)

    def come_forward(self) -> None:
        """Show the window above the others, as when it is started a second time."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def _connect(self) -> None:
        self._bar.chat.clicked.connect(self.show_chat)
        self._bar.training.clicked.connect(self.show_training)
        self._bar.settings.clicked.connect(lambda: self.settings_wanted.emit(""))
        self._bar.sidebar.clicked.connect(self._view.sidebar.toggle)
        self._bar.search.clicked.connect(self._find_everywhere)

    def _add_shortcuts(self) -> None:
        def on(
            keys: QKeySequence | QKeySequence.StandardKey | str, run: Callable[[], object]
        ) -> None:
            QShortcut(QKeySequence(keys), self).activated.connect(run)

        on(QKeySequence.StandardKey.New, self._new_chat)
        on("Ctrl+Shift+N", self._temporary_chat)
        on("Ctrl+B", self._view.sidebar.toggle)
        on("Ctrl+K", self._find_everywhere)
        on("Ctrl+1", self.show_chat)
        on("Ctrl+2", self.show_training)
        on("Ctrl+Shift+P", self._parameters)
        on("Ctrl+Shift+M", self._choose_model)
        on("Ctrl+,", lambda: self.settings_wanted.emit(""))
        on(QKeySequence.StandardKey.Find, self._find)
        for keys in ("Ctrl++", "Ctrl+="):
            on(keys, lambda: self._zoom(1))
        on("Ctrl+-", lambda: self._zoom(-1))
        on("Ctrl+0", lambda: self._zoom(0))
        on("Esc", self._stop)
        on("Alt+Left", lambda: self._view.pane.version_wanted.emit(-1))
        on("Alt+Right", lambda: self._view.pane.version_wanted.emit(1))
        on("Ctrl+R", self._view.pane.again_wanted.emit)
        for keys in ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"):
            on(keys, self._ask_several)
        on("Ctrl+Shift+O", self._outline)
        on(QKeySequence.StandardKey.Undo, self._undo)
        # The standard key is none where no desktop has set one.
        on("Ctrl+Q", self.close)

    def _undo(self) -> None:
        self.chat.undoing.undo_last()

    def _stop(self) -> None:
        self.chat.stop()

    def _find(self) -> None:
        if not self._is_chat_shown:
            # Otherwise the focus stays where it is, to be given back when the bar is closed.
            self.show_chat()
        if self.chat.reading is not None:
            self.chat.reading.find()

    def _find_everywhere(self) -> None:
        self.search.open()

    def _parameters(self) -> None:
        self.show_chat()
        self._view.pane.parameters_button.click()

    def _outline(self) -> None:
        self.show_chat()
        self._view.pane.branches_button.click()

    def _choose_model(self) -> None:
        self.show_chat()
        self._view.pane.model_picker.click()

    def _ask_several(self) -> None:
        self.show_chat()
        self._view.pane.several_wanted.emit()

    def _zoom(self, step: int) -> None:
        if self._is_chat_shown:
            self._view.pane.transcript.zoom(step)

    @property
    def _is_chat_shown(self) -> bool:
        return self._stack.currentWidget() is self._view

    def _new_chat(self) -> None:
        self.show_chat()
        self._view.list.new_wanted.emit()

    def _temporary_chat(self) -> None:
        self.show_chat()
        self._view.pane.temporary_wanted.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.sidebar.setVisible(self.width() < NARROW)
        self._bar.search.set_narrow(narrow=self.width() < NARROW)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self._closing = True
        self.closing.emit()
