"""The keyboard in the transcript: scrolling, selecting, and going through the controls."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.places import Place, Selection, end_of_row
from desktop_app.ui.chat.transcript.reader import Reader

_LINE = 46
_OVERLAP = 46
"""Pixels of a page that stay in view when turning it."""

_SCREENS = (0, 1, 4, 16, 64, 1024)
"""How many screens above and below the view the next control is looked for."""

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NONE = Qt.KeyboardModifier.NoModifier


_ACTS = {Qt.Key.Key_Delete: Kind.DELETE, Qt.Key.Key_F2: Kind.EDIT}
"""What keys do with the message the keyboard is at."""


class Keyboard:
    """Works a transcript by key.

    Args:
        view: The transcript.
    """

    def __init__(self, view: Reader) -> None:
        self._view = view
        scroll, page = view.scroll_by, self._page
        self._keys: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]] = {
            (Qt.Key.Key_Up, _NONE): lambda: scroll(-_LINE),
            (Qt.Key.Key_Down, _NONE): lambda: scroll(_LINE),
            (Qt.Key.Key_PageUp, _NONE): lambda: scroll(-page()),
            (Qt.Key.Key_PageDown, _NONE): lambda: scroll(page()),
            (Qt.Key.Key_Home, _NONE): view.to_top,
            (Qt.Key.Key_Home, _CTRL): view.to_top,
            (Qt.Key.Key_End, _NONE): view.to_bottom,
            (Qt.Key.Key_End, _CTRL): view.to_bottom,
            (Qt.Key.Key_Up, _CTRL): lambda: self._go_to_row(-1),
            (Qt.Key.Key_Down, _CTRL): lambda: self._go_to_row(1),
            (Qt.Key.Key_Left, _SHIFT): lambda: self._step(forward=False, word=False),
            (Qt.Key.Key_Right, _SHIFT): lambda: self._step(forward=True, word=False),
            (Qt.Key.Key_Left, _SHIFT | _CTRL): lambda: self._step(forward=False, word=True),
            (Qt.Key.Key_Right, _SHIFT | _CTRL): lambda: self._step(forward=True, word=True),
            (Qt.Key.Key_Up, _SHIFT): lambda: self._climb(-1),
            (Qt.Key.Key_Down, _SHIFT): lambda: self._climb(1),
            (Qt.Key.Key_PageUp, _SHIFT): lambda: self._climb(-page()),
            (Qt.Key.Key_PageDown, _SHIFT): lambda: self._climb(page()),
            (Qt.Key.Key_Home, _SHIFT): self._to_line_start,
            (Qt.Key.Key_End, _SHIFT): self._to_line_end,
            (Qt.Key.Key_Home, _SHIFT | _CTRL): lambda: self._extend(Place(0)),
            (Qt.Key.Key_End, _SHIFT | _CTRL): lambda: self._extend(view.last_place),
        }

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; return whether it means something."""
        view = self._view
        if event.matches(QKeySequence.StandardKey.Copy):
            view.copy(markdown=False)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            view.select_all()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            return self._do()
        elif event.key() == Qt.Key.Key_Escape:
            return self._let_go()
        elif event.key() == Qt.Key.Key_C and event.modifiers() == _CTRL | _SHIFT:
            view.copy(markdown=True)
        elif event.key() in _ACTS and event.modifiers() == _NONE:
            return view.act_on_focused(_ACTS[Qt.Key(event.key())])
        else:
            pad = Qt.KeyboardModifier.KeypadModifier
            wanted = self._keys.get((Qt.Key(event.key()), event.modifiers() & ~pad))
            if wanted is None:
                return False
            wanted()
        return True

    def needs(self, event: QKeyEvent) -> bool:
        """Whether a key that the window may want as well is meant for the transcript."""
        return event.key() == Qt.Key.Key_Escape and self._holds_something

    def tab(self, *, forward: bool) -> bool:
        """Go to the next control of the message the keyboard is at; False beyond the last."""
        view, touch = self._view, self._view.touch
        if touch.focused_row < 0 or view.rows.at(touch.focused_row) is None:
            touch.focused_row = self._nearest_row()
        # What can be seen comes first; then what is further on in the same message.
        for screens in _SCREENS:
            found = view.controls_of(touch.focused_row, screens * view.flow.view)
            keys = [control.key for control in found]
            if touch.focused in keys:
                index = keys.index(touch.focused) + (1 if forward else -1)
            else:
                index = 0 if forward else len(keys) - 1
            if 0 <= index < len(found):
                view.focus_control(found[index])
                return True
        touch.focused = None
        view.viewport().update()
        return False

    def point(self) -> QPointF:
        """Return where in the view the keyboard is: what a menu opened by key is about."""
        view, touch = self._view, self._view.touch
        control = view.focused_control()
        if control is not None:
            return control.area.center()
        number = touch.focused_row if touch.focused_row >= 0 else self._nearest_row()
        y = min(max(view.flow.row_top(number), 0), view.flow.view - 1)
        return QPointF(view.flow.left + 40, y + 2)

    # What the keys do

    def _page(self) -> int:
        return self._view.viewport().height() - _OVERLAP

    def _do(self) -> bool:
        control = self._view.focused_control()
        if control is None:
            return False
        self._view.do(control)
        return True

    def _let_go(self) -> bool:
        view = self._view
        if not self._holds_something:
            return False
        view.touch.focused = None
        view.select(None)
        return True

    @property
    def _holds_something(self) -> bool:
        view = self._view
        selected = view.selection is not None and not view.selection.is_empty
        return selected or view.touch.focused is not None

    def _go_to_row(self, step: int) -> None:
        view, touch = self._view, self._view.touch
        current = touch.focused_row if touch.focused_row >= 0 else self._nearest_row() - step
        wanted = min(max(current + step, 0), view.rows.count - 1)
        view.focus_row(wanted)

    def _nearest_row(self) -> int:
        """Return the lowest message whose header can be seen, or the one that fills the view."""
        shown = list(self._view.flow.shown())
        headed = [row.number for row in shown if 0 <= row.y < self._view.flow.view - 20]
        return headed[-1] if headed else shown[0].number if shown else 0

    def _caret(self) -> Place:
        view = self._view
        if view.selection is not None:
            return view.selection.caret
        return view.flow.place_at(QPointF(view.flow.left + 40, 0))

    def _extend(self, place: Place) -> None:
        view = self._view
        anchor = view.selection.anchor if view.selection is not None else self._caret()
        view.select(Selection(anchor, place))
        area = view.caret_area(place)
        if area is not None:
            view.flow.reveal(area.top(), area.bottom())
            view.reveal_sideways(place)
            view.show_flow()

    def _step(self, *, forward: bool, word: bool) -> None:
        place = self._caret()
        laid = self._view.laid_at(place)
        if laid is not None:
            offset = laid.next_position(place.offset, forward=forward, word=word)
            if offset != place.offset:
                self._extend(place._replace(offset=offset))
                return
        self._extend(self._view.neighbour(place, forward=forward))

    def _climb(self, lines: int) -> None:
        """Go up or down by one line, or by pixels where it is more than that."""
        place = self._caret()
        area = self._view.caret_area(place)
        if area is None:
            self._extend(end_of_row(place.row) if lines > 0 else Place(place.row))
            return
        distance = lines if abs(lines) > 1 else lines * (area.height() / 2 + 4)
        from_edge = area.bottom() - area.height() / 2
        found = self._view.flow.place_at(QPointF(area.left(), from_edge + distance))
        if found == place or (abs(lines) == 1 and self._same_line(found, area.top())):
            found = self._view.neighbour(place, forward=lines > 0)
        self._extend(found)

    def _same_line(self, place: Place, top: float) -> bool:
        area = self._view.caret_area(place)
        return area is not None and area.top() == top

    def _to_line_start(self) -> None:
        self._to_x(self._view.flow.left)

    def _to_line_end(self) -> None:
        self._to_x(self._view.flow.left + self._view.flow.width)

    def _to_x(self, x: float) -> None:
        area = self._view.caret_area(self._caret())
        if area is not None:
            self._extend(self._view.flow.place_at(QPointF(x, area.center().y())))
