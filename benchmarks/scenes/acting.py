"""What a user does with a conversation in the whole window, and how long each keeps the window.

Arguments: the id of the conversation, that of another one to switch from, and how often everything
is done; one round more only warms up. Tells for each action the longest work of the GUI thread
that let no other event in between, in CPU milliseconds and by the clock, one a round.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.scenes.stage import WINDOW, Stage, Told, play, quiet
from benchmarks.scenes.watch import Heartbeat
from desktop_app.core.settings import Theme
from desktop_app.ui import theme

_PAUSE_SECONDS = 0.05
_NARROW = 900
_STOPS = 12
_CONTROL = Qt.KeyboardModifier.ControlModifier
_WORD = "configuration"

Act = Callable[[], Awaitable[object]]


class _User:
    """Acts in the window."""

    def __init__(self, stage: Stage, conversation: str, other: str) -> None:
        self._stage = stage
        self._conversation = conversation
        self._other = other

    @property
    def acts(self) -> dict[str, Act]:
        """The actions in the order in which they are done, by name; the last one leaves."""
        return {
            "open": lambda: self._stage.open(self._conversation),
            "to the top and the bottom": self._to_the_ends,
            "page by page": self._by_pages,
            "drag the scroll bar": self._drag,
            "resize": self._resize,
            "change the theme": self._change_theme,
            "zoom": self._zoom,
            "select all and copy": self._copy_all,
            "find": self._find,
            "switch to another": lambda: self._stage.open(self._other),
        }

    async def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        target = QApplication.focusWidget() or self._stage.transcript
        QTest.keyClick(target, key, modifiers or Qt.KeyboardModifier.NoModifier)
        await asyncio.sleep(_PAUSE_SECONDS)

    async def _press_in_transcript(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None
    ) -> None:
        self._stage.transcript.setFocus()
        await self._press(key, modifiers)

    async def _to_the_ends(self) -> None:
        await self._press_in_transcript(Qt.Key.Key_Home)
        await quiet()
        await self._press_in_transcript(Qt.Key.Key_End)

    async def _by_pages(self) -> None:
        for _ in range(_STOPS):
            await self._press_in_transcript(Qt.Key.Key_PageUp)
        await self._press_in_transcript(Qt.Key.Key_End)

    async def _drag(self) -> None:
        bar = self._stage.transcript.verticalScrollBar()
        bar.setSliderDown(True)
        for stop in range(_STOPS):
            bar.setSliderPosition(bar.maximum() * stop // _STOPS)
            await asyncio.sleep(_PAUSE_SECONDS)
        bar.setSliderDown(False)
        await self._press_in_transcript(Qt.Key.Key_End)

    async def _resize(self) -> None:
        width, height = WINDOW
        for narrower in (_NARROW, width):
            self._stage.window.resize(narrower, height)
            await quiet()

    async def _change_theme(self) -> None:
        shown: tuple[Theme, ...] = ("dark", "light")
        for name in shown:
            theme.apply(self._stage.application, name)
            await quiet()

    async def _zoom(self) -> None:
        for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
            await self._press_in_transcript(key, _CONTROL)
            await quiet()

    async def _copy_all(self) -> None:
        await self._press_in_transcript(Qt.Key.Key_A, _CONTROL)
        await self._press_in_transcript(Qt.Key.Key_C, _CONTROL)

    async def _find(self) -> None:
        await self._press_in_transcript(Qt.Key.Key_F, _CONTROL)
        field = QApplication.focusWidget()
        if field is not None:
            QTest.keyClicks(field, _WORD)
        await quiet()
        for _ in range(_STOPS):
            await self._press(Qt.Key.Key_Return)
        await self._press(Qt.Key.Key_Escape)


async def scene(stage: Stage) -> Told:
    """Do everything in turns."""
    conversation, other, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    user = _User(stage, conversation, other)
    heart = Heartbeat()
    cpu_ms: dict[str, list[float]] = {name: [] for name in user.acts}
    wall_ms: dict[str, list[float]] = {name: [] for name in user.acts}
    await stage.open(other)
    for number in range(rounds + 1):
        for name, act in user.acts.items():
            heart.start()
            await act()
            await quiet()
            heart.stop()
            if number:
                cpu_ms[name].append(heart.longest)
                wall_ms[name].append(heart.longest_wall)
    # The offscreen platform would free what was copied when Python has ended, and crash.
    QApplication.clipboard().clear()
    return {"cpu_ms": cpu_ms, "wall_ms": wall_ms}


if __name__ == "__main__":
    play(scene)
