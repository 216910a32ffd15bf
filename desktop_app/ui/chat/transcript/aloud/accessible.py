"""What screen readers are told of the transcript: a list of messages, and its news.

Messages are painted, so Qt has no widgets to describe: they are described here, and what is in them
in `described`. A message that isn't loaded isn't described, and nothing is before somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import cast
from weakref import WeakKeyDictionary, ref

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from desktop_app.ui.chat.transcript.aloud.described import DescribedRow
from desktop_app.ui.chat.transcript.aloud.readable import ReadableRow, ReadableTranscript
from desktop_app.ui.chat.transcript.reader import Reader
from desktop_app.ui.overriding import override

_KEPT: set[DescribedRows] = set()
"""What Qt has registered must be deleted by Qt: were Python to free it, with its transcript or in a
collection of garbage, Qt would go on using it. So it is held here until its transcript is gone."""

_BY_WIDGET: WeakKeyDictionary[QObject, ref[DescribedRows]] = WeakKeyDictionary()


class Accessible:
    """Describes a transcript to screen readers for as long as it lives, and tells them its news.

    Args:
        view: The transcript.
        tell: Hands news on to whoever listens.
    """

    def __init__(
        self,
        view: Reader,
        tell: Callable[[QAccessibleEvent], None] = QAccessible.updateAccessibility,
    ) -> None:
        if QAccessible.isActive():
            # Whoever watches may have asked for it already, and got what Qt says of any widget.
            plain = QAccessible.queryAccessibleInterface(view)
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(plain))
        self._tell = tell
        self._widget = view
        self._view = ReadableTranscript(view)
        self._rows = rows = DescribedRows(view, self._view)
        _KEPT.add(rows)
        _BY_WIDGET[view] = ref(rows)
        view.destroyed.connect(partial(_let_go, rows))
        _install_factory()

    def focus_moved(self) -> None:
        """Tell that another message or control has the keyboard's focus."""
        if QAccessible.isActive():
            focused = self._rows.focused() or QAccessible.queryAccessibleInterface(self._widget)
            self._tell(QAccessibleEvent(focused, QAccessible.Event.Focus))

    def caret_moved(self) -> None:
        """Tell that the caret has moved."""
        key = self._view.caret_key() if QAccessible.isActive() else None
        row = None if key is None else self._view.row(key)
        if key is not None and row is not None:
            self._tell(QAccessibleTextCursorEvent(self._rows.described(key), row.caret))

    def answered(self, key: str) -> None:
        """Tell that a message is finished: it has another name and other words, and has news."""
        row = self._view.row(key) if QAccessible.isActive() else None
        if row is not None:
            self.changed(key)
            self.announce(row.news)

    def changed(self, key: str) -> None:
        """Tell that a message or its controls have other names; not for every word that comes.

        Whoever listens keeps the names that it was told.
        """
        row = self._rows.described_before(key) if QAccessible.isActive() else None
        for described in [] if row is None else [row, *row.controls()]:
            for event in (QAccessible.Event.NameChanged, QAccessible.Event.DescriptionChanged):
                self._tell(QAccessibleEvent(described, event))

    def announce(self, words: str) -> None:
        """Have `words` read aloud once the screen reader is silent."""
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._widget, words)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
            self._tell(event)


class DescribedRows:
    """The descriptions of a transcript and its messages, made when they are asked for.

    Args:
        widget: The transcript.
        view: What can be read of it; both are held by others, so that all goes when it does.
    """

    def __init__(self, widget: QWidget, view: ReadableTranscript) -> None:
        self._widget = ref(widget)
        self._held = ref(view)
        self._gone = False
        self._rows: dict[str, DescribedRow] = {}
        self._lists: list[DescribedList] = []
        self._tidying = False

    def described_list(self, widget: QWidget) -> DescribedList:
        """Return a new description of the transcript itself.

        Qt asks for one more whenever the meta object has changed, and PySide changes it when it
        connects a method that is no slot.
        """
        made = DescribedList(widget, self)
        self._lists.append(made)
        return made

    def described(self, key: str) -> DescribedRow:
        """Return the description of a message."""
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = DescribedRow(self._list, key, partial(self._find, key))
            self._tidy_soon()
        return found

    def described_before(self, key: str) -> DescribedRow | None:
        """Return the description of a message if there is one."""
        return self._rows.get(key)

    @property
    def count(self) -> int:
        """How many messages are described."""
        return len(self._rows)

    def keys(self) -> Sequence[str]:
        """Return which messages are loaded, in reading order."""
        view = self._view
        return () if view is None else view.keys()

    def at(self, point: QPoint) -> DescribedRow | None:
        """Return the message at a point of the screen."""
        view = self._view
        key = None if view is None else view.key_at(point)
        return None if key is None else self.described(key)

    def focused(self) -> QAccessibleInterface | None:
        """Return the message or the control that has the keyboard's focus."""
        view = self._view
        key = None if view is None else view.focused_key()
        if key is None:
            return None
        described = self.described(key)
        return described.focusChild() or described

    def forget_all(self) -> None:
        """Let go of all descriptions: the transcript is gone, and Qt has deleted its own."""
        self._gone = True
        for described in self._rows.values():
            described.delete()
        self._rows.clear()
        self._lists.clear()

    @property
    def _view(self) -> ReadableTranscript | None:
        return None if self._gone else self._held()

    def _find(self, key: str) -> ReadableRow | None:
        view = self._view
        return None if view is None else view.row(key)

    def _list(self) -> QAccessibleInterface:
        # A message is valid only while there is a transcript, and only then Qt asks for its parent.
        return QAccessible.queryAccessibleInterface(cast("QWidget", self._widget()))

    def _tidy_soon(self) -> None:
        # Not now: Qt may be in the middle of a call to one of them.
        widget = self._widget()
        if widget is not None and not self._tidying:
            self._tidying = True
            QTimer.singleShot(0, widget, self._tidy)

    def _tidy(self) -> None:
        self._tidying = False
        here = set(self.keys())
        for key in [key for key in self._rows if key not in here]:
            self._rows.pop(key).delete()


class DescribedList(QAccessibleWidget):
    """The transcript: a list whose items are the messages that are loaded.

    Args:
        widget: The transcript.
        rows: What is in it.
    """

    def __init__(self, widget: QWidget, rows: DescribedRows) -> None:
        super().__init__(widget, QAccessible.Role.List)
        self._rows = rows

    @override
    def childCount(self) -> int:
        return len(self._rows.keys())

    @override
    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override] # may be None
        keys = self._rows.keys()
        return self._rows.described(keys[index]) if 0 <= index < len(keys) else None

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        keys = self._rows.keys()
        key = child.key if isinstance(child, DescribedRow) else ""
        return keys.index(key) if key in keys else -1

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override] # may be None
        return self._rows.at(QPoint(x, y))

    @override
    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override] # may be None
        return self._rows.focused()


def _describe(name: str, thing: QObject) -> QAccessibleInterface | None:
    """Return the description of a transcript; None for all else, which Qt describes.

    Args:
        name: The class that Qt takes it for, which isn't its own while it is being destroyed.
        thing: What Qt wants described.
    """
    if not isinstance(thing, Reader) or name != type(thing).__name__:
        return None
    found = _BY_WIDGET.get(thing)
    rows = None if found is None else found()
    return None if rows is None else rows.described_list(thing)


@cache
def _install_factory() -> None:
    QAccessible.installFactory(_describe)


def _let_go(rows: DescribedRows) -> None:
    rows.forget_all()
    _KEPT.discard(rows)
