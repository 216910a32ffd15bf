"""A page that scrolls downwards where it doesn't fit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop_app.ui.overriding import override

_CLEAR = "QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }"


class ScrolledPage(QScrollArea):
    """Shows a page as wide as itself, whether or not there is a scroll bar.

    Otherwise a bar that comes could break words anew, so that it isn't needed, goes, and so on. It
    lies in the page's right margin, which must be wide enough for it.

    Args:
        page: Has a layout, which decides how high it is.
        parent: Who owns it.
    """

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its fields have the focus, and it follows them.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setStyleSheet(_CLEAR)
        self.setWidget(page)
        page.installEventFilter(self)

    def height_for(self, width: int) -> int:
        """Return the height at which everything is seen, both in pixels."""
        layout = self._page.layout()
        return 0 if layout is None else layout.totalHeightForWidth(width)

    def _fit(self) -> None:
        width = self.width()
        self._page.resize(width, max(self.height_for(width), self.viewport().height()))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
