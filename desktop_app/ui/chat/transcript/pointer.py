"""The mouse in the transcript: pressing controls, selecting words, and scrolling at the edges."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop_app.ui.chat.transcript.controls import Control
from desktop_app.ui.chat.transcript.laid.code import LaidCode
from desktop_app.ui.chat.transcript.laid.sideways import Sideways
from desktop_app.ui.chat.transcript.laid.table import LaidTable
from desktop_app.ui.chat.transcript.places import Place, Selection
from desktop_app.ui.chat.transcript.reader import Reader

_SCROLL_MS = 30
_MOST_A_STEP = 60
_HOVER_MS = 60
_NOTCH = 120
"""What a wheel tells of one notch; one of high resolution tells many small parts of it."""


class Pointer(QObject):
    """Works a transcript by mouse.

    Args:
        view: The transcript.
    """

    def __init__(self, view: Reader) -> None:
        super().__init__(view)
        self._view = view
        self._held: Control | None = None
        self._message = ""
        self._link = ""
        self._from: Selection | None = None
        self._before: Selection | None = None
        self._unit = 1
        self._last_press = 0.0
        self._last_point = QPointF()
        self._at = QPointF()
        self._is_over = False
        self._turned = 0
        self._bar: tuple[Sideways, QRectF] | None = None
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_on)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_HOVER_MS)
        self._settling.timeout.connect(self._hover_again)
        view.scrolled.connect(self._scrolled)

    def press(self, event: QMouseEvent) -> None:
        """Take hold of a control or a scroll bar, or begin to select."""
        view, point = self._view, event.position()
        self.forget()
        self._at = point
        view.touch.focused = None
        self._bar = self._bar_at(point)
        if self._bar is not None:
            return
        control = view.control_at(point)
        if control is not None:
            self._held, self._message = control, self._message_of(control)
            view.touch.pressed = control.key
            view.viewport().update()
            return
        self._count(event)
        # What is being selected must not run away under the pointer.
        self._was_following, view.flow.following = view.flow.following, False
        self._link, self._before = view.link_at(point), view.selection
        place = view.flow.place_at(point)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and view.selection is not None:
            self._from = Selection(view.selection.anchor, view.selection.anchor)
        else:
            self._from = view.unit_at(place, self._unit)
        self._extend(place)

    def move(self, event: QMouseEvent) -> None:
        """Go on selecting, scroll sideways, or show what is under the pointer."""
        point = event.position()
        moved, self._at = point - self._at, point
        self._is_over = True
        if self._bar is not None:
            if self._bar[0].drag(self._bar[1], moved.x()):
                self._view.viewport().update()
        elif self._from is not None:
            self._extend(self._view.flow.place_at(point))
            outside = point.y() < 0 or point.y() > self._view.viewport().height()
            if outside and not self._scrolling.isActive():
                self._scrolling.start()
            elif not outside:
                self._scrolling.stop()
        else:
            self.hover(point)

    def release(self, event: QMouseEvent) -> None:
        """Do what was pressed, if the pointer is still there."""
        view, point = self._view, event.position()
        held, message, link = self._held, self._message, self._link
        followed = self._was_following
        has_selected = self._from is not None and view.selection != self._before
        self.forget()
        view.touch.pressed = None
        view.viewport().update()
        if held is not None:
            if held.area.contains(point) and self._message_of(held) == message:
                view.do(held)
        elif view.selection is None or view.selection.is_empty:
            view.flow.following = view.flow.following or followed
            if link and view.link_at(point) == link:
                view.link_activated.emit(link)
        elif has_selected:
            view.offer_selection()

    def forget(self) -> None:
        """Let go of what is held: nothing comes of it any more."""
        self._held = self._from = self._before = self._bar = None
        self._message = self._link = ""
        self._was_following = False
        self._scrolling.stop()

    def hover(self, point: QPointF) -> None:
        """Light up what is under the pointer, and shape it."""
        view = self._view
        control = view.control_at(point)
        key = None if control is None else control.key
        number = view.row_at(point.y())
        if (key, number) != (view.touch.hovered, view.touch.row):
            view.touch.hovered, view.touch.row = key, number
            view.viewport().update()
        if (control is not None and control.enabled) or view.link_at(point):
            shape = Qt.CursorShape.PointingHandCursor
        elif view.is_over_text(point):
            shape = Qt.CursorShape.IBeamCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        if view.viewport().cursor().shape() != shape:
            view.viewport().setCursor(shape)

    def leave(self) -> None:
        """Nothing is under the pointer any more."""
        self._is_over = False
        self._view.touch.hovered, self._view.touch.row = None, -1
        self._view.viewport().update()

    def wheel_zoom(self, event: QWheelEvent) -> None:
        """Zoom by one step for each notch of the wheel."""
        turned = event.angleDelta().y()
        # Who turns back need not make up for what was turned too far.
        self._turned = turned + (self._turned if turned * self._turned > 0 else 0)
        while abs(self._turned) >= _NOTCH:
            step = 1 if self._turned > 0 else -1
            self._turned -= step * _NOTCH
            self._view.zoom(step)

    def wheel_sideways(self, event: QWheelEvent) -> bool:
        """Scroll the piece under the pointer sideways; return whether it took the event."""
        turned = event.pixelDelta() if event.hasPixelDelta() else event.angleDelta() / 2
        across = turned.x()
        if not across and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            across = turned.y()
        if not across or abs(across) < abs(turned.y()) / 2:
            return False
        found = self._sideways_at(event.position())
        if found is None:
            return False
        if found[0].scroll_to(found[0].offset - across):
            self._view.viewport().update()
        return True

    def _scrolled(self) -> None:
        if self._is_over and not self._settling.isActive():
            self._settling.start()

    def _hover_again(self) -> None:
        """Look at what has come under the pointer by scrolling."""
        if self._is_over and self._held is None and self._from is None and self._bar is None:
            self.hover(self._at)

    def _message_of(self, control: Control) -> str:
        row = self._view.rows.at(control.key.row)
        return "" if row is None else row.message.id

    def _count(self, event: QMouseEvent) -> None:
        # Qt knows single and double clicks; a third press soon after selects the paragraph.
        now, point = time.monotonic(), event.position()
        near = (point - self._last_point).manhattanLength() < QApplication.startDragDistance()
        soon = near and now - self._last_press < QApplication.doubleClickInterval() / 1000
        self._last_press, self._last_point = now, point
        self._unit = min(self._unit + 1, 3) if soon else 1

    def _extend(self, place: Place) -> None:
        if self._from is None:
            return
        unit = self._view.unit_at(place, self._unit)
        if unit.start < self._from.start:
            self._view.select(Selection(self._from.end, unit.start))
        else:
            self._view.select(Selection(self._from.start, max(unit.end, self._from.end)))

    def _scroll_on(self) -> None:
        height = self._view.viewport().height()
        beyond = self._at.y() if self._at.y() < 0 else self._at.y() - height
        step = max(min(beyond, _MOST_A_STEP), -_MOST_A_STEP)
        self._view.scroll_by(int(step))
        inside = QPointF(self._at.x(), min(max(self._at.y(), 0), height - 1))
        self._extend(self._view.flow.place_at(inside))

    def _bar_at(self, point: QPointF) -> tuple[Sideways, QRectF] | None:
        found = self._sideways_at(point)
        return found if found is not None and found[1].contains(point) else None

    def _sideways_at(self, point: QPointF) -> tuple[Sideways, QRectF] | None:
        found = self._view.piece_at(point)
        if found is None:
            return None
        laid, corner = found
        if isinstance(laid, LaidCode | LaidTable) and laid.sideways.is_needed:
            return laid.sideways, laid.bar_area.translated(corner)
        return None
