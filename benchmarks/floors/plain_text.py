"""The floor of streaming: the same answers through the same client, shown as plain text.

What arrives is joined and inserted at 60 Hz into a text edit as large as the transcript, which
follows. Nothing is kept, judged or formatted. Arguments and output are those of
`benchmarks.scenes.answering`; with ``blind`` nothing is shown either, which leaves the way from
the socket to here.
"""

from __future__ import annotations

import os
import sys
from contextlib import aclosing

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QMainWindow, QTextEdit

from benchmarks.scenes.answering import answers
from benchmarks.scenes.stage import WINDOW, Told, prepared_application, run
from benchmarks.scenes.watch import WatchedApplication
from desktop_app.core.chat import ChatRequest, Turn
from desktop_app.core.conversation import Role
from desktop_app.core.events import TextDelta
from desktop_app.providers.chat_model import chat_model
from desktop_app.providers.environment import environment_connection
from desktop_app.ui.theme import font
from desktop_app.ui.tokens import CHAT

_FRAME_MS = 16
_TRANSCRIPT = (264, 88, 1016, 626)
"""Where the transcript stands in the window."""


class _Shown:
    """The text edit and what waits to be inserted."""

    def __init__(self, window: QMainWindow) -> None:
        self.edit = QTextEdit(window)
        self.edit.setReadOnly(True)
        self.edit.setUndoRedoEnabled(False)
        self.edit.setFont(font(CHAT))
        self.edit.setGeometry(*_TRANSCRIPT)
        self._pending: list[str] = []
        self._flush = QTimer(self.edit)
        self._flush.setSingleShot(True)
        self._flush.timeout.connect(self._show_pending)

    def grow(self, text: str) -> None:
        """Append a delta at the next frame."""
        self._pending.append(text)
        if not self._flush.isActive():
            self._flush.start(_FRAME_MS)

    def _show_pending(self) -> None:
        cursor = self.edit.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText("".join(self._pending))
        self._pending.clear()
        bar = self.edit.verticalScrollBar()
        bar.setValue(bar.maximum())


async def scene(application: WatchedApplication, shown: _Shown) -> Told:
    """Show one answer after the other."""
    connection = environment_connection(os.environ)
    assert connection is not None
    model = chat_model(connection)
    request = ChatRequest("any", (Turn(Role.USER, "Go on."),), {})
    blind = "blind" in sys.argv

    async def clear() -> None:
        shown.edit.clear()

    async def show_answer() -> int:
        length = 0
        async with aclosing(model.stream(request)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    length += len(event.text)
                    if not blind:
                        shown.grow(event.text)
        return length

    told = await answers(application, clear, show_answer)
    await connection.aclose()
    return told


def main() -> None:
    """Show the window and play."""
    application = prepared_application()
    window = QMainWindow()
    window.resize(*WINDOW)
    shown = _Shown(window)
    window.show()
    run(application, scene(application, shown))


if __name__ == "__main__":
    main()
