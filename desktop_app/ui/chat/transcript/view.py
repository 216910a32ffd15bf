"""The transcript: the messages of one branch on their thread, following a growing answer.

It follows only while the reader is at the bottom; scrolling up stops it, and a button leads back.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop_app.ui.overriding import override

if TYPE_CHECKING:
    from desktop_app.core.conversation import Message
    from desktop_app.ui.chat.transcript.message_view import MessageView

from desktop_app.ui.buttons import Button
from desktop_app.ui.chat.column import Column, message_column

_FRAME_MS = 16
_PAUSE_FACTOR = 4
"""After a slow paint the next one waits this many times as long, so that input stays quick."""
_TOP = 14
_NEAR_BOTTOM = 24
_BUTTON = 28


class Transcript(QScrollArea):
    """Shows messages and lets the last one grow.

    Signals:
        again: The id of an answer that shall be written once more.
        link_activated: The address of a link that was clicked, unchecked.
    """

    again = Signal(str)
    link_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transcript")
        self.setAccessibleName(self.tr("Conversation"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._page = QWidget()
        self._page.setObjectName("transcript_page")
        self.setWidget(self._page)
        self._views: dict[str, MessageView] = {}
        self._authors: dict[str, str] = {}
        self._growing: MessageView | None = None
        self._pending: list[str] = []
        self._text = ""
        self._following = True
        self._flush = QTimer(self)
        self._flush.setSingleShot(True)
        self._flush.timeout.connect(self._show_pending)
        self._bottom = Button("", "plain", self, icon_name="arrow-down")
        self._bottom.setObjectName("to_bottom_button")
        self._bottom.setFixedSize(_BUTTON, _BUTTON)
        self._bottom.setStyleSheet(f"border-radius: {_BUTTON // 2}px; padding: 0;")
        self._bottom.setAccessibleName(self.tr("To the bottom"))
        self._bottom.setToolTip(self.tr("To the bottom"))
        self._bottom.clicked.connect(self.to_bottom)
        self._bottom.hide()
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        # By wheel, key or mouse, on the bar or beside it; never by laying out.
        self.verticalScrollBar().actionTriggered.connect(self._reader_moved)

    def show_messages(self, messages: Iterable[tuple[Message, str]]) -> None:
        """Replace everything by `messages`, each with the name of its author."""
        self._clear()
        for message, author in messages:
            self._add(message, author)
        self._mark_last()
        self._lay_out()
        self.to_bottom()

    def add_message(self, message: Message, author: str, *, live: bool = False) -> None:
        """Add a message at the end; a live one is about to grow."""
        view = self._add(message, author, live=live)
        if live:
            self._growing = view
            self._text = message.text
        if not message.parent or not live:
            self._following = True
        self._mark_last()
        self._lay_out()

    def resume(self, message: str, text: str) -> None:
        """Let a message that is shown go on growing from `text`."""
        view = self._views.get(message)
        if view is not None:
            self._growing = view
            self._text = text
            view.set_live(True)
            view.show_text(text)
            self._lay_out()

    def grow(self, text: str) -> None:
        """Append `text` to the live message; joined with more until the next paint."""
        if not self._pending and self._growing is not None:
            self._growing.show_note("")
        self._pending.append(text)
        if not self._flush.isActive():
            self._flush.start(_FRAME_MS)

    def change_message(self, message: Message) -> None:
        """Show the new state of a message; a live one is finished by it."""
        view = self._views.get(message.id)
        if view is None:
            return
        if view is self._growing:
            self._flush.stop()
            self._pending.clear()
            self._growing = None
            view.set_live(False)
        view.show_message(message)
        self._lay_out()

    def remove_message(self, message: str) -> None:
        """Take a message away."""
        view = self._views.pop(message, None)
        if view is not None:
            view.hide()
            view.deleteLater()
            self._mark_last()
            self._lay_out()

    def mark_unanswered(self, message: str) -> None:
        """Say of the last message that it is a question nobody is answering."""
        view = self._views.get(message)
        if view is not None:
            view.set_last(last=True, unanswered=True)
            self._lay_out()

    def show_waiting(self, seconds: float) -> None:
        """Say that the growing reply is asked for again after `seconds`."""
        if self._growing is not None:
            words = self.tr("trying again in %n s", "", max(1, round(seconds)))
            self._growing.show_note(words)

    def show_thinking(self) -> None:
        """Say that the growing reply is being thought about, until its next word."""
        if self._growing is not None:
            self._growing.show_note(self.tr("thinking"))

    def to_bottom(self) -> None:
        """Show the end and follow from there."""
        self._following = True
        bar = self.verticalScrollBar()
        self._show_button(shown=False)
        bar.setValue(bar.maximum())

    @property
    def messages(self) -> list[Message]:
        """What is shown, in reading order."""
        return [view.message for view in self._views.values()]

    def _mark_last(self) -> None:
        views = list(self._views.values())
        for view in views:
            view.set_first(first=view is views[0])
            view.set_last(last=view is views[-1])

    def _clear(self) -> None:
        self._flush.stop()
        self._pending.clear()
        self._growing = None
        for view in self._views.values():
            view.hide()
            view.deleteLater()
        self._views.clear()

    def _add(self, message: Message, author: str, *, live: bool = False) -> MessageView:
        # An empty transcript needs none, and the first frame shows an empty one.
        from desktop_app.ui.chat.transcript.message_view import MessageView

        view = MessageView(message, author, self._page, live=live)
        view.resized.connect(self._lay_out_later)
        view.again.connect(self.again)
        view.link_activated.connect(self.link_activated)
        self._views[message.id] = view
        view.show()
        return view

    def _show_pending(self) -> None:
        if self._growing is None or not self._pending:
            return
        started = time.perf_counter()
        self._text += "".join(self._pending)
        self._pending.clear()
        self._growing.show_text(self._text)
        self._lay_out()
        cost_ms = (time.perf_counter() - started) * 1000
        self._flush.setInterval(max(_FRAME_MS, round(cost_ms * _PAUSE_FACTOR)))

    def _lay_out_later(self) -> None:
        QTimer.singleShot(0, self, self._lay_out)

    def _lay_out(self) -> None:
        if not self._views:
            return
        column = self._column()
        y = _TOP
        for view in self._views.values():
            height = view.lay_out(column.width)
            view.setGeometry(column.left, y, column.width, height)
            y += height
        self._page.setFixedSize(self.viewport().width(), max(y, self.viewport().height()))
        if self._following:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())
        self._place_button()

    def _column(self) -> Column:
        # Of the whole width, so that a scroll bar that comes doesn't move the words.
        return message_column(self.width())

    def _scrolled(self, value: int) -> None:
        at_bottom = value >= self.verticalScrollBar().maximum() - _NEAR_BOTTOM
        self._show_button(shown=not at_bottom)

    def _show_button(self, *, shown: bool) -> None:
        if not shown and self._bottom.hasFocus():
            # Hidden with the focus, it would hand it to the first message, and Qt scroll there.
            self.setFocus()
        self._bottom.setVisible(shown)

    def _place_button(self) -> None:
        column = self._column()
        right = min(column.left + column.width + 10, self.viewport().width() - _BUTTON - 8)
        self._bottom.move(right, self.viewport().height() - _BUTTON - 10)
        self._bottom.raise_()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
            self._reader_moved()
        elif event.key() == Qt.Key.Key_End:
            self.to_bottom()
        else:
            super().keyPressEvent(event)

    def _reader_moved(self) -> None:
        # The position is where the bar is about to go; its value follows.
        bar = self.verticalScrollBar()
        self._following = bar.sliderPosition() >= bar.maximum() - _NEAR_BOTTOM
