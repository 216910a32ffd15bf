"""A run of prose in a message: selectable, with links, as high as its text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCursor, QTextFormat, QWheelEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from desktop_app.core.links import shown_host
from desktop_app.ui.chat.transcript.document import (
    QUOTE_INDENT,
    new_document,
    set_markdown,
    set_plain_text,
)
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, line_height
from desktop_app.ui.tokens import CHAT

_CARET_WIDTH = 8
_CARET_HEIGHT = 16
_QUOTE_BAR = 3


class Prose(QTextBrowser):
    """Shows Markdown, or plain text as it is. Loads nothing, from nowhere.

    Signals:
        link_activated: The address of a link that was clicked, unchecked.
    """

    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, plain: bool = False) -> None:
        super().__init__(parent)
        self._plain = plain
        self._source = ""
        self._measured: tuple[int, int] | None = None
        self._live = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Wrapping at the widget's own width would undo the width that is asked for in
        # `height_for`, before the widget has got it.
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setOpenLinks(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.viewport().setAutoFillBackground(False)
        self._document = new_document()
        self._document.setParent(self)
        self.setDocument(self._document)
        self.highlighted.connect(self._show_target)
        self.anchorClicked.connect(lambda url: self.link_activated.emit(url.toString()))

    def show_text(self, text: str) -> None:
        """Replace what is shown."""
        if text == self._source:
            return
        self._source = text
        self._render()

    def set_live(self, live: bool) -> None:  # noqa: FBT001 - a property setter in Qt's manner
        """Draw the streaming caret behind the last character, or don't."""
        if live != self._live:
            self._live = live
            self.viewport().update()

    def height_for(self, width: int) -> int:
        """Return the height the text needs at `width`, both in pixels."""
        if self._measured is None or self._measured[0] != width:
            self.setLineWrapColumnOrWidth(width)
            self._measured = (width, int(self._document.size().height() + 0.999))
        return self._measured[1]

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load nothing: the words of a model must never open a file or an address."""
        return None

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_document"):
            self._render()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._paint_quote_bars(painter)
        if self._live:
            self._paint_caret(painter)
        painter.end()

    def _show_target(self, link: QUrl) -> None:
        # The host as the network knows it, so that letters that look alike can't deceive.
        address = link.toString()
        self.setToolTip((shown_host(address) or address[:80]).replace("<", "‹"))

    def _render(self) -> None:
        self._measured = None
        if self._plain:
            set_plain_text(self._document, self._source)
        else:
            set_markdown(self._document, self._source)

    def _paint_quote_bars(self, painter: QPainter) -> None:
        layout = self._document.documentLayout()
        block = self._document.begin()
        while block.isValid():
            for level in range(
                block.blockFormat().intProperty(QTextFormat.Property.BlockQuoteLevel)
            ):
                area = layout.blockBoundingRect(block)
                height = block.layout().lineCount() * line_height(CHAT)
                bar = QRectF(level * QUOTE_INDENT, area.top(), _QUOTE_BAR, height)
                painter.fillRect(bar, QColor(colours().border))
            block = block.next()

    def _paint_caret(self, painter: QPainter) -> None:
        cursor = QTextCursor(self._document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        place = self.cursorRect(cursor)
        top = place.center().y() - _CARET_HEIGHT / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().accent))
        corner = QPointF(place.left() + 3, top)
        painter.drawRoundedRect(QRectF(corner.x(), corner.y(), _CARET_WIDTH, _CARET_HEIGHT), 2, 2)
