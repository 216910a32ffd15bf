"""The transcript as it can be read aloud: what each message says, and what can be done in it."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from desktop_app.core.conversation import Status
from desktop_app.ui.chat.transcript.aloud.row_words import RowWords
from desktop_app.ui.chat.transcript.controls import Control, Key
from desktop_app.ui.chat.transcript.laid.part import Kind
from desktop_app.ui.chat.transcript.places import Place, Selection
from desktop_app.ui.chat.transcript.reader import Reader
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.row_actions import CHOICES, rating_words, version_words
from desktop_app.ui.chat.transcript.row_controls import controls
from desktop_app.ui.chat.transcript.row_text import LEFT

_NOWHERE = QRectF(0, -2e9, 1, 1)
"""Above everything: nothing is laid out for a message that can't be seen."""

_ALOUD = 1000
"""Characters of a message that are read aloud when the focus comes to it."""

_ANNOUNCED = 200
"""Characters of an answer that are read aloud once it is finished, without being asked for."""

_CUT = ("length", "content_filter")
"""Reasons to end an answer that a reader must know of."""

_ROLES = {Kind.BADGE: QAccessible.Role.Indicator, Kind.LINK: QAccessible.Role.Link}
"""All others are buttons. Of an indicator Orca reads name and description, and not what it is."""


class ReadableTranscript:
    """The messages of a transcript that are loaded, by their ids.

    Args:
        view: The transcript.
    """

    def __init__(self, view: Reader) -> None:
        self._view = view
        self._words: WeakKeyDictionary[Row, RowWords] = WeakKeyDictionary()

    def keys(self) -> list[str]:
        """Return which messages are loaded, in reading order."""
        return [row.message.id for _number, row in self._view.rows.here()]

    def row(self, key: str) -> ReadableRow | None:
        """Return a message; None where it isn't loaded."""
        number = self._view.rows.number(key)
        row = None if number is None else self._view.rows.at(number)
        if number is None or row is None:
            return None
        words = self._words.get(row)
        if words is None:
            words = self._words[row] = RowWords()
        return ReadableRow(self._view, number, row, words)

    def key_at(self, point: QPoint) -> str | None:
        """Return the message at a point of the screen; None for none."""
        inside = self._view.viewport().mapFromGlobal(point)
        key = self._key(self._view.row_at(inside.y()))
        row = None if key is None else self.row(key)
        return key if row is not None and row.area.contains(point) else None

    def focused_key(self) -> str | None:
        """Return the message that has the keyboard's focus, itself or in one of its controls."""
        return self._key(self._view.touch.focused_row) if self._view.hasFocus() else None

    def caret_key(self) -> str | None:
        """Return the message that the caret is in; None for none."""
        selection = self._view.selection
        return None if selection is None else self._key(selection.caret.row)

    def _key(self, number: int) -> str | None:
        row = self._view.rows.at(number)
        return None if row is None else row.message.id


class ReadableRow:
    """A message as it is now. Offsets count UTF-16 units of `words`; areas are on the screen.

    Attributes:
        name: Who speaks, and what is special about it: "gpt-4.1 mini, writing".

    Args:
        view: The transcript.
        number: The position of the message.
        row: The message.
        words: What it says.
    """

    def __init__(self, view: Reader, number: int, row: Row, words: RowWords) -> None:
        self._view = view
        self._number = number
        self._row = row
        self._words = words
        message = row.message
        whole = message.status is Status.COMPLETE and message.finish_reason not in _CUT
        plain = whole and not row.live
        self.name = ", ".join((row.author, *([] if plain else [row.when]), *_special(row)))

    @property
    def words(self) -> str:
        """What it says, as it is shown."""
        return self._read().text

    @property
    def description(self) -> str:
        """What is read aloud beside the name: how the words begin."""
        return self._words.beginning(self._row, _ALOUD)

    @property
    def news(self) -> str:
        """What is read aloud when the message is finished."""
        if self._row.message.status is not Status.COMPLETE:
            return self.name
        sentence = QCoreApplication.translate("Transcript", "{author} has answered: {words}")
        words = self._words.beginning(self._row, _ANNOUNCED)
        return sentence.format(author=self._row.author, words=words)

    @property
    def area(self) -> QRect:
        """Where it is."""
        return _on_screen(self._view, self._area)

    @property
    def seen(self) -> bool:
        """Whether any of it can be seen in its window."""
        return self._view.isVisible() and self._area.intersects(self._view.viewport().rect())

    @property
    def focused(self) -> bool:
        """Whether it has the keyboard's focus, rather than one of its controls."""
        touch = self._view.touch
        here = self._view.hasFocus() and touch.focused_row == self._number
        return here and touch.focused is None

    @property
    def caret(self) -> int:
        """Where the caret stands; 0 where it is in another message."""
        selection = self._view.selection
        if selection is None or selection.caret.row != self._number:
            return 0
        return self._read().offset(*selection.caret[1:])

    def parts(self) -> list[ReadableControl | QWidget]:
        """Return the controls and widgets that can be seen in it, in reading order."""
        view, row = self._view, self._row
        if self.seen:
            found = view.controls_of(self._number)
        else:
            found = controls(row, self._number, self._corner, _NOWHERE, view.workplace.look)
        parts: list[ReadableControl | QWidget] = [ReadableControl(view, each) for each in found]
        if row.notice is not None and row.notice.isVisibleTo(view):
            parts.append(row.notice)
        if row.editor is not None:
            parts.append(row.editor)
        return sorted(parts, key=_height)

    def character_area(self, offset: int) -> QRect:
        """Return where a character is; for one that can't be seen, where its block is."""
        return _on_screen(self._view, self._character_area(offset))

    def offset_at(self, point: QPoint) -> int:
        """Return the offset nearest to a point; -1 for one in another message."""
        inside = self._view.viewport().mapFromGlobal(point)
        place = self._view.flow.place_at(QPointF(inside))
        return self._read().offset(*place[1:]) if place.row == self._number else -1

    def select(self, start: int, end: int) -> None:
        """Select a stretch and put the caret at its end."""
        words = self._read()
        places = [Place(self._number, *words.spot(offset)) for offset in (start, end)]
        self._view.select(Selection(*places))

    def reveal(self, offset: int) -> None:
        """Scroll until a character can be seen."""
        area = self._character_area(offset)
        if self._view.flow.reveal(area.top(), area.bottom()):
            self._view.show_flow()

    def focus(self) -> None:
        """Give it the keyboard's focus, and scroll to it."""
        self._view.setFocus()
        self._view.focus_row(self._number)

    def _read(self) -> RowWords:
        self._words.read(self._row)
        return self._words

    def _character_area(self, offset: int) -> QRect:
        block, piece, unit = self._read().spot(offset)
        row, corner = self._row, self._corner
        corner += QPointF(LEFT, row.block_top(block))
        whole = QRectF(corner.x(), corner.y(), row.text_width, row.block_height(block))
        seen = whole.intersects(QRectF(self._view.viewport().rect()))
        laid = row.block(block) if seen else None
        if laid is None or piece >= len(laid.items):
            return whole.toAlignedRect()
        found = [*laid.rects(piece, unit, unit + 1), laid.caret(piece, unit)]
        return found[0].translated(corner).toAlignedRect()

    @property
    def _area(self) -> QRect:
        flow = self._view.flow
        height = self._view.rows.heights[self._number]
        return QRect(flow.left, flow.row_top(self._number), flow.width, height)

    @property
    def _corner(self) -> QPointF:
        return self._view.flow.corner(self._number)


class ReadableControl:
    """Something in a message that can be pressed, or only be read, as its mood.

    Attributes:
        key: Which one, whatever happens to its place.
        role: What it is.
        name: What it is called.
        description: More about it.
        enabled: Whether it does something now.
        chosen: Whether it is on; None for what is never on or off.

    Args:
        view: The transcript.
        control: The control as it is now.
    """

    def __init__(self, view: Reader, control: Control) -> None:
        self._view = view
        self._control = control
        self.key: Key = control.key
        self.role = _ROLES.get(control.key.kind, QAccessible.Role.Button)
        self.name = control.name
        self.enabled = control.enabled
        self.chosen = control.chosen if control.key.kind in CHOICES else None
        self.description = control.description

    @property
    def area(self) -> QRect:
        """Where it is on the screen."""
        return _on_screen(self._view, self._control.area.toAlignedRect())

    @property
    def seen(self) -> bool:
        """Whether any of it can be seen in its window."""
        area = self._control.area.toAlignedRect()
        return self._view.isVisible() and area.intersects(self._view.viewport().rect())

    @property
    def focused(self) -> bool:
        """Whether it has the keyboard's focus."""
        return self._view.hasFocus() and self._view.touch.focused == self.key

    def press(self) -> None:
        """Do what it is there for."""
        self._view.do(self._control)

    def focus(self) -> None:
        """Give it the keyboard's focus, and scroll to it."""
        self._view.touch.focused_row = self.key.row
        self._view.setFocus()
        self._view.focus_control(self._control)


def _special(row: Row) -> Iterator[str]:
    """Yield what else is to be known of a message beside who speaks."""
    if row.version is not None:
        yield version_words(row.version)
    if row.has_better and not row.original:
        yield QCoreApplication.translate("Message", "Your better answer")
    if not row.live and row.message.rating:
        yield rating_words(row.message.rating)


def _on_screen(view: Reader, area: QRect) -> QRect:
    return area.translated(view.viewport().mapToGlobal(QPoint(0, 0)))


def _height(part: ReadableControl | QWidget) -> int:
    if isinstance(part, QWidget):
        return part.mapToGlobal(part.rect().center()).y()
    return part.area.center().y()
