"""The transcript: the messages of one branch, following a growing answer.

What stands where is decided by `Flow` and painted by `Surface`; what is done with it by mouse and
key is in `Reader`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.core.conversation import Message
from desktop_app.core.events import ReasoningDelta, TextDelta
from desktop_app.ui.chat.transcript.aloud.accessible import Accessible
from desktop_app.ui.chat.transcript.controls import Control, Touch
from desktop_app.ui.chat.transcript.edited import Edited
from desktop_app.ui.chat.transcript.growing import Growing
from desktop_app.ui.chat.transcript.keyboard import Keyboard
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.menu import context_menu, mood_menu
from desktop_app.ui.chat.transcript.pace import Pace
from desktop_app.ui.chat.transcript.pointer import Pointer
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.row_controls import link_words
from desktop_app.ui.chat.transcript.row_painter import paint_caret
from desktop_app.ui.chat.transcript.to_bottom import ToBottom
from desktop_app.ui.overriding import override

_CARET_ROOM = 8
"""Pixels above the words that grow in which the caret may stand."""


class Transcript(Edited):
    """Shows messages and lets the last one grow.

    Signals:
        finished: The position of an answer that is not written any more.
    """

    finished = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.accessible = Accessible(self)
        self.focus_moved.connect(self.accessible.focus_moved)
        self.caret_moved.connect(self.accessible.caret_moved)
        self.renamed.connect(self.accessible.changed)
        self.setObjectName("transcript")
        self.setAccessibleName(self.tr("Conversation"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pointer = Pointer(self)
        self._keyboard = Keyboard(self)
        self._live: int | None = None
        self._pace = Pace()
        self._growing = Growing(self._show_grown, self.viewport().update, self)
        self._bottom = ToBottom(self)
        self._bottom.clicked.connect(self.to_bottom)
        self.scrolled.connect(self._place_button)
        self.moods_wanted.connect(self._offer_moods)

    # What is shown

    def show_messages(self, messages: Iterable[tuple[Message, str]]) -> None:
        """Replace everything by `messages`, each with the name of its author."""
        known = list(messages)
        self.show_branch(len(known), 0, known)

    def show_branch(self, count: int, first: int, messages: Iterable[tuple[Message, str]]) -> None:
        """Replace everything by a branch, and show its end.

        Args:
            count: How many messages it has.
            first: The position of the first message that is given.
            messages: Those that are here, each with the name of its author; the others are asked
                for by `page_wanted` when they are needed.
        """
        self.leave_editor()
        self._growing.stop()
        self._live = None
        self.selection = None
        self._pointer.forget()
        self.touch = Touch()
        self.workplace.forget_waiting()
        self._bottom.forget()
        self.rows.reset(count)
        self.rows.fill(first, messages)
        self._mark_last()
        self.flow.following = True
        self.settle()

    def fill(self, first: int, messages: Iterable[tuple[Message, str]]) -> None:
        """Take in messages that were asked for, from position `first` on."""
        self.rows.fill(first, messages)
        self._mark_last()
        self.settle()

    def add_message(self, message: Message, author: str, *, live: bool = False) -> None:
        """Add a message at the end; a live one is about to grow."""
        row = self.rows.add(message, author)
        if live:
            row.begin()
            self._begin(self.rows.count - 1)
        if not message.parent or not live:
            self.flow.following = True
        elif not self.flow.following:
            self._bottom.count_new(message.id)
        self._mark_last()
        self.settle()

    def resume(self, message: str, text: str, reasoning: str = "") -> None:
        """Let a message that is shown go on growing from `text`, and its thoughts."""
        number = self.rows.number(message)
        row = None if number is None else self.rows.at(number)
        if number is not None and row is not None:
            row.resume(text, reasoning)
            self._begin(number)
            self.settle()

    def take(self, delta: TextDelta | ReasoningDelta) -> None:
        """Append to the words of the live message, or to its thoughts."""
        if isinstance(delta, TextDelta):
            self.grow(delta.text)
        else:
            self.think(delta.text)

    def grow(self, text: str) -> None:
        """Append `text` to the live message; joined with more until the next paint."""
        self._growing.add(text)

    def think(self, text: str) -> None:
        """Append to the thoughts of the live message; joined with more until the next paint."""
        self._growing.think(text)

    def change_message(self, message: Message) -> None:
        """Show the new state of a message; one that is being written goes on as it is."""
        number = self.rows.number(message.id)
        row = None if number is None else self.rows.at(number)
        if number is None or row is None or number == self._live:
            return
        row.show_message(message)
        self._changed(number, row)
        self.renamed.emit(message.id)

    def end_message(self, message: Message) -> None:
        """Show how the writing of a message ended."""
        number = self.rows.number(message.id)
        row = None if number is None else self.rows.at(number)
        if number is None or row is None or number != self._live:
            self.change_message(message)
            return
        # What waits to be shown belongs to it, and what is laid out so far can stay.
        words, thoughts = self._growing.take()
        row.think(thoughts)
        row.grow(words)
        self._growing.stop()
        self._live = None
        row.end(message)
        self._changed(number, row)
        self.finished.emit(number)
        self.accessible.answered(message.id)

    def forget_asked(self, first: int) -> None:
        """Ask again for the page that begins at position `first`, once it is needed again."""
        self.rows.forget_asked(first)

    def _changed(self, number: int, row: Row) -> None:
        if row.laid_count:
            self.rows.heights[number] = row.height
        self.settle()

    def cut(self, first: int) -> None:
        """Take the messages from position `first` on away."""
        self.leave_editor()
        if self._live is not None and self._live >= first:
            self._growing.stop()
            self._live = None
        if self.selection is not None and self.selection.end.row >= first:
            self.selection = None
        self._pointer.forget()
        self.touch = Touch()
        self.rows.cut(first)
        self._mark_last()
        self.settle()

    def is_growing(self, message: str) -> bool:
        """Whether a message is the one that grows here; O(1)."""
        row = None if self._live is None else self.rows.at(self._live)
        return row is not None and row.id == message

    def show_note(self, words: str, *, aloud: bool = True) -> None:
        """Say what is done for the live message in place of writing; empty for writing.

        Args:
            words: What.
            aloud: Whether screen readers are told, which must not be with each second of a wait.
        """
        row = None if self._live is None else self.rows.at(self._live)
        if row is not None and row.note != words:
            row.note = words
            self.viewport().update()
            if aloud:
                self.renamed.emit(row.message.id)

    def message(self, message: str) -> Message | None:
        """Return a message by its id; None where it isn't here."""
        number = self.rows.number(message)
        row = None if number is None else self.rows.at(number)
        return None if row is None else row.message

    @property
    def messages(self) -> list[Message]:
        """What is here, in reading order."""
        return [row.message for _number, row in self.rows.here()]

    # How an answer grows

    def _begin(self, number: int) -> None:
        self._live = number
        self._growing.start()
        self._pace.start()

    def _show_grown(self) -> None:
        number = self._live
        row = None if number is None else self.rows.at(number)
        if number is None or row is None:
            return
        started = time.perf_counter()
        words, thoughts = self._growing.take()
        self.show_pace(number, row, self._pace.take(len(words), started) if words else "")
        if thoughts or (words and row.note):
            row.note = "" if words else self.tr("thinking")
            row.think(thoughts)
            row.grow(words)
            self.rows.heights[number] = row.height
            self.settle()
        else:
            self._show_more(number, row, words)
        if not self.flow.is_at_end:
            self._bottom.count_new(row.id)
        spent = (time.perf_counter() - started) * 1000
        self._growing.spent(spent + self.painting_ms)

    def _show_more(self, number: int, row: Row, words: str) -> None:
        """Show more words where nothing above them changes."""
        flow = self.flow
        top, page_top = flow.top, flow.row_top(number) + flow.top
        from_above = page_top + row.grow(words)
        self.rows.heights[number] = row.height
        flow.settle()
        self.show_scrolled(flow.top - top, from_above - flow.top - _CARET_ROOM)

    def _place_button(self) -> None:
        column = self.column
        self._bottom.place(column.left + column.width, shown=not self.flow.is_at_end)

    # What Qt tells

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.press(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.release(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._pointer.wheel_zoom(event)
        elif not self._pointer.wheel_sideways(event):
            self._scroll_by_wheel(event)

    def _scroll_by_wheel(self, event: QWheelEvent) -> None:
        # X11 makes pixels up (QWheelEvent::pixelDelta); everywhere else they are the finger's.
        if event.hasPixelDelta() and QGuiApplication.platformName() != "xcb":
            self.scroll_by(-event.pixelDelta().y())
        else:
            super().wheelEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        # Otherwise the window's own Esc, which stops a reply, would come first.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._keyboard.needs(event)
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keyboard.press(event):
            event.ignore()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        if self.hasFocus() and self._keyboard.tab(forward=next):
            return True
        return super().focusNextPrevChild(next)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()
        self.focus_moved.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.touch.focused, self.touch.focused_row = None, -1
        self.viewport().update()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        point = self._keyboard.point() if by_key else QPointF(event.pos())
        place = self.viewport().mapToGlobal(point.toPoint())
        context_menu(self, point).popup(place)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._pointer.leave()
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    def _offer_moods(self, badge: Control) -> None:
        below = badge.area.bottomLeft().toPoint()
        mood_menu(self, badge).popup(self.viewport().mapToGlobal(below))

    def _show_tip(self, event: QHelpEvent) -> None:
        point = QPointF(event.pos())
        control, address = self.control_at(point), self.link_at(point)
        words = ""
        if control is not None and (not control.label or control.key.kind is Kind.BADGE):
            words = control.description or control.name
        elif address:
            words = link_words(address)
        # Qt would read a "<" as the beginning of HTML.
        QToolTip.showText(event.globalPos(), words.replace("<", "‹"), self.viewport())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        row = None if self._live is None else self.rows.at(self._live)
        if self._live is not None and row is not None and self._growing.caret_is_on:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_caret(painter, row, self.flow.corner(self._live), self.workplace.look)
            painter.end()
