"""Doing something again and again while something else goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Self


class Periodic:
    """An async context that awaits `action` every `seconds` until it is left.

    An exception of `action` is raised on leaving, unless the body raised one of its own.
    """

    def __init__(self, seconds: float, action: Callable[[], Awaitable[None]]) -> None:
        self._seconds = seconds
        self._action = action
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.get_running_loop().create_task(self._repeat())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait([self._task])
        if error is None:
            with suppress(asyncio.CancelledError):
                self._task.result()

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            await self._action()
