"""What was deleted can be brought back: at once by the bar, and for an hour by menu and key."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desktop_app.core.errors import AppError
from desktop_app.ui.chat.chat_pane import ChatPane
from desktop_app.ui.chat.undo_bar import UndoBar
from desktop_app.ui.overriding import override
from desktop_app.ui.tasks import Tasks

KEPT = 3600.0
"""Seconds for which something can be brought back, at most."""

Undo = Callable[[], Coroutine[Any, Any, None]]


class _Entry(NamedTuple):
    words: str
    undo: Undo
    until: float


class Undoing(QObject):
    """Remembers how to take back what the user did, the last first.

    Args:
        pane: Where the bar is shown, above the composer.
        tasks: Runs what takes it back.
        clock: Seconds that never go back.

    Signals:
        changed: `words` is another now.
    """

    changed = Signal()

    def __init__(
        self, pane: ChatPane, tasks: Tasks, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._tasks = tasks
        self._clock = clock
        self._entries: list[_Entry] = []
        self._shown: _Entry | None = None
        self._bar: UndoBar | None = None
        self.watch(pane.composer.field)

    def offer(self, words: str, undo: Undo) -> None:
        """Say what was done, and let it be taken back.

        Args:
            words: A sentence in the user's language, such as “Deleted “Trip notes”.”
            undo: Takes it back; may raise an AppError, and can then be tried again.
        """
        self._shown = entry = _Entry(words, undo, self._clock() + KEPT)
        self._entries.append(entry)
        self._show(words)
        self.changed.emit()

    def undo_last(self) -> None:
        """Take back what was done last, if there is something."""
        self._drop_outdated()
        if self._entries:
            self._take_back(self._entries[-1])

    def forget(self) -> None:
        """Let nothing be taken back any more: it is gone for good."""
        self._entries.clear()
        self._shown = None
        if self._bar is not None:
            self._bar.close_bar()
        self.changed.emit()

    @property
    def words(self) -> str:
        """What `undo_last` would take back, empty for nothing."""
        self._drop_outdated()
        return self._entries[-1].words if self._entries else ""

    def watch(self, field: QLineEdit | QPlainTextEdit) -> None:
        """Let the key for Undo through where a field has nothing of its own to undo."""
        field.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Fields of Qt claim the key for themselves always.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not _has_something(watched)
        ):
            event.ignore()
            return True
        return False

    def _show(self, words: str) -> None:
        if self._bar is None:
            self._bar = UndoBar(self._pane)
            self._bar.undo_wanted.connect(self._undo_shown)
            self._pane.show_above_composer(self._bar)
        self._bar.show_words(words)

    def _undo_shown(self) -> None:
        if self._shown is not None and self._shown in self._entries:
            self._take_back(self._shown)

    def _take_back(self, entry: _Entry) -> None:
        self._entries.remove(entry)
        if self._bar is not None:
            self._bar.close_bar()
        self.changed.emit()
        self._tasks.start(self._run(entry))

    async def _run(self, entry: _Entry) -> None:
        try:
            await entry.undo()
        except AppError:
            self._entries.append(entry)
            self.changed.emit()
            raise

    def _drop_outdated(self) -> None:
        now = self._clock()
        self._entries = [entry for entry in self._entries if entry.until > now]


def _has_something(field: QObject) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable()
    return isinstance(field, QPlainTextEdit) and field.document().isUndoAvailable()
