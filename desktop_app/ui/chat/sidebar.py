"""Where the list of conversations stands: beside the chat, or over it in a narrow window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.settings import SIDEBAR_WIDTHS
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.overriding import override
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.tokens import NARROW

_HANDLE = 7


class _Handle(QWidget):
    """The edge of the sidebar, dragged to make it wider.

    Signals:
        dragged: The new width, in pixels.
        released: The user let it go.
    """

    dragged = Signal(int)
    released = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.SplitHCursor)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.dragged.emit(parent.mapFromGlobal(event.globalPosition().toPoint()).x())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.released.emit()


class SidebarPlace(QObject):
    """Places the list and the pane inside the page."""

    def __init__(self, page: QWidget, sidebar: QWidget, pane: ChatPane) -> None:
        super().__init__(page)
        self._page = page
        self._sidebar = sidebar
        self._pane = pane
        self._preferences: Preferences | None = None
        self._width = 264
        self._open = True
        self._over = False
        self._handle = _Handle(page)
        self._handle.dragged.connect(self._drag)
        self._handle.released.connect(self._remember)
        pane.installEventFilter(self)

    @property
    def is_narrow(self) -> bool:
        """Whether the window is too narrow for both side by side."""
        return self._page.width() < NARROW

    def apply(self, preferences: Preferences) -> None:
        """Take width and state from the settings, and keep them there."""
        self._preferences = preferences
        self._width = preferences.settings.sidebar_width
        self._open = preferences.settings.sidebar_open
        self.place()

    def toggle(self) -> None:
        """Show or hide the list."""
        if self.is_narrow:
            self._over = not self._over
        else:
            self._open = not self._open
            self._remember()
        self.place()

    def place(self) -> None:
        """Give list and pane their places in the page."""
        width, height = self._page.width(), self._page.height()
        narrow = self.is_narrow
        self._over = self._over and narrow
        shown = self._over if narrow else self._open
        beside = self._width if shown and not narrow else 0
        self._sidebar.setGeometry(0, 0, self._width, height)
        self._sidebar.setVisible(shown)
        self._pane.setGeometry(beside, 0, width - beside, height)
        self._pane.set_narrow(narrow)
        self._handle.setGeometry(self._width - _HANDLE // 2, 0, _HANDLE, height)
        self._handle.setVisible(shown and not narrow)
        if shown:
            self._sidebar.raise_()
            self._handle.raise_()

    def close_over(self) -> None:
        """Take the list away from over the chat, where it is there."""
        if self._over:
            self._over = False
            self.place()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self.close_over()
        return False

    def _drag(self, width: int) -> None:
        low, high = SIDEBAR_WIDTHS
        self._width = min(max(width, low), high)
        self.place()

    def _remember(self) -> None:
        if self._preferences is not None:
            self._preferences.change(sidebar_width=self._width, sidebar_open=self._open)
