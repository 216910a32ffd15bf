"""The messages that wait to be sent, above the composer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.buttons import Button, icon_button
from desktop_app.ui.overriding import override
from desktop_app.ui.theme import colours, font
from desktop_app.ui.tokens import HINT, RADIUS_BLOCK, UI

_SIDE = 15
_ROW = 30
_HEAD = 34
_MOST_ROWS = 4
"""Rows that are seen at once; more are scrolled to."""


class _Row(QWidget):
    """One message on one line, with what can be done with it.

    Args:
        text: The message.
        going: Whether it is on its way, and nothing can be done with it any more.
        parent: Its list.

    Signals:
        edit_wanted: It goes back into the composer.
        remove_wanted: It is forgotten.
    """

    edit_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, text: str, parent: QWidget, *, going: bool) -> None:
        super().__init__(parent)
        self._text = " ".join(text.split())
        self.setAccessibleName(self._text)
        self.setToolTip(text[:500].replace("<", "‹"))
        self.edit = icon_button("pencil", self.tr("Edit the waiting message"), self)
        self.remove = icon_button("close", self.tr("Don’t send it"), self)
        for button in (self.edit, self.remove):
            button.setAccessibleDescription(self._text)
            button.setVisible(not going)
        self.edit.clicked.connect(self.edit_wanted)
        self.remove.clicked.connect(self.remove_wanted)
        line = QHBoxLayout(self)
        line.setContentsMargins(_SIDE, 0, _SIDE - 8, 0)
        line.setSpacing(0)
        line.addStretch(1)
        line.addWidget(self.edit)
        line.addWidget(self.remove)
        self.setFixedHeight(_ROW)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(UI))
        painter.setPen(QColor(colours().text))
        area = self.rect().adjusted(_SIDE, 0, 0, 0)
        area.setRight(self.width() - _SIDE if self.edit.isHidden() else self.edit.x() - 8)
        words = painter.fontMetrics().elidedText(
            self._text, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        painter.end()


class QueueRows(QWidget):
    """Shows what waits; hidden while nothing does.

    Signals:
        send_wanted: The user sends the first one now.
        edit_wanted: The user takes the one of this number back to change it.
        remove_wanted: The user doesn't want to send the one of this number.
        moved: Its height has changed.
        left: What had the focus is gone.
    """

    send_wanted = Signal()
    edit_wanted = Signal(int)
    remove_wanted = Signal(int)
    moved = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self._shown: tuple[tuple[str, ...], bool, str] = ((), False, "")
        self._words = QLabel(self)
        self._words.setFont(font(HINT))
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._dress()
        self.send = Button(self.tr("Send now"), "link", self)
        self.send.setObjectName("queue_send")
        self.send.clicked.connect(self.send_wanted)
        self._page = QWidget()
        self._list = QVBoxLayout(self._page)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._lay_out(_scrolled(self._page, self))
        self.hide()

    def _lay_out(self, list_: QScrollArea) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE, 6, _SIDE - 4, 0)
        head.addWidget(self._words, 1)
        head.addWidget(self.send)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 4)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(list_, 1)

    def show_texts(self, texts: Sequence[str], *, paused: bool, going: str = "") -> None:
        """Show what waits, or nothing; what is new of it is read aloud.

        Args:
            texts: The messages in their order.
            paused: Whether they wait for the user, not for a reply.
            going: One before them that is on its way, empty for none.
        """
        before, self._shown = self._shown, (tuple(texts), paused, going)
        if before == self._shown:
            return
        if before != (self._shown[0], before[1], going):
            self._fill(texts, going)
        words = (
            self.tr("Paused: not sent yet") if paused else self.tr("Sent when the reply has ended")
        )
        self._words.setText(words)
        self.setAccessibleName(words)
        self.send.setText(self.tr("Send") if paused else self.tr("Send now"))
        self.send.setAccessibleDescription(texts[0] if texts else "")
        self.send.setToolTip(
            "" if paused else self.tr("Stops the reply and sends the first of these")
        )
        self.send.setVisible(bool(texts))
        self.setVisible(bool(texts or going))
        self.moved.emit()
        if texts and (paused, len(texts)) > (before[1], len(before[0])) and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _fill(self, texts: Sequence[str], going: str) -> None:
        focused = QApplication.focusWidget()
        place = self._page if texts else self
        had_focus = focused is not None and place.isAncestorOf(focused)
        while (item := self._list.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        if going:
            self._list.addWidget(_Row(going, self._page, going=True))
        before: QWidget = self.send
        for number, text in enumerate(texts):
            row = _Row(text, self._page, going=False)
            row.edit_wanted.connect(lambda number=number: self.edit_wanted.emit(number))
            row.remove_wanted.connect(lambda number=number: self.remove_wanted.emit(number))
            self._list.addWidget(row)
            for button in (row.edit, row.remove):
                QWidget.setTabOrder(before, button)
                before = button
        if had_focus:
            # Its place is gone, and whatever comes next in the window could be what sends.
            self.left.emit()

    def _dress(self) -> None:
        self._words.setStyleSheet(f"color: {colours().secondary};")

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_words"):
            self._dress()
        super().changeEvent(event)

    @override
    def sizeHint(self) -> QSize:
        rows = min(self._list.count(), _MOST_ROWS)
        return QSize(200, _HEAD + rows * _ROW + 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(look.border))
        painter.setBrush(QColor(look.surface))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_BLOCK, RADIUS_BLOCK)
        painter.end()


def _scrolled(page: QWidget, parent: QWidget) -> QScrollArea:
    """Return a place without a frame and a ground of its own in which `page` is scrolled."""
    place = QScrollArea(parent)
    place.setFrameShape(QFrame.Shape.NoFrame)
    place.setWidgetResizable(True)
    place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    place.setWidget(page)
    # Taking the widget in gives it a ground again.
    place.viewport().setAutoFillBackground(False)
    page.setAutoFillBackground(False)
    return place
